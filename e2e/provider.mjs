// A provider of identity (OpenID Connect) on loopback, for the journey that signs in with one: `node provider.mjs PORT BACK`.
// Whoever types an address into its own sign-in page is that person, with that address verified; "unverified…" is not.
import Provider from 'oidc-provider';

const [port, back] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;
const provider = new Provider(issuer, {
  clients: [{ client_id: 'tapestry', client_secret: 'a-secret-of-the-tests', redirect_uris: [back] }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: `person-${id}`, email: id, email_verified: !id.startsWith('unverified'), name: 'Jo of the Council' }),
  }),
});
provider.listen(Number(port), '127.0.0.1', () => console.log(`ready at ${issuer}`));
