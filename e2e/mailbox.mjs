// A mail server on loopback that keeps nothing: each letter is printed as one line of JSON. `node mailbox.mjs PORT`.
import { SMTPServer } from 'smtp-server';

const [port] = process.argv.slice(2);
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS'],
  onRcptTo({ address }, session, done) {
    done(address.startsWith('nobody') ? Object.assign(new Error('No such mailbox'), { responseCode: 550 }) : undefined);
  },
  onData(stream, session, done) {
    let text = '';
    stream.on('data', (part) => { text += part; });
    stream.on('end', () => {
      console.log(JSON.stringify({ to: session.envelope.rcptTo.map((one) => one.address), text }));
      done();
    });
  },
});
server.listen(Number(port), '127.0.0.1', () => console.log('ready'));
