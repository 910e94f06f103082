//! The mail server that carries letters.

use crate::{failure::Failure, settings_file::Letters};
use anyhow::Context;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{Mailbox, header::ContentType},
    transport::smtp::authentication::Credentials,
};
use service::letters::{Carrier, Letter};
use std::{pin::Pin, time::Duration};

/// How long the server may take over one letter.
const PATIENCE: Duration = Duration::from_secs(30);

/// A mail server, and from whom letters are.
pub(crate) struct Post {
    from: Mailbox,
    server: AsyncSmtpTransport<Tokio1Executor>,
}

impl Post {
    /// The server that the settings name. It is not spoken to yet.
    pub(crate) fn new(letters: &Letters) -> Result<Self, Failure> {
        let from = letters.from.parse().map_err(|error| {
            Failure::because(format!(
                "`from` of the letters is no e-mail address ({error}): write Name <name@example.org>"
            ))
        })?;
        let address = letters.server.as_str();
        let mut server = AsyncSmtpTransport::<Tokio1Executor>::from_url(address)
            .map_err(|error| Failure::because(format!("`server` of the letters cannot be used: {error}")))?
            .timeout(Some(PATIENCE));
        if let Some(password) = &letters.password {
            server = server.credentials(Credentials::new(letters.server.username().to_owned(), password.clone()));
        }
        Ok(Self { from, server: server.build() })
    }

    async fn send(&self, letter: &Letter) -> anyhow::Result<()> {
        // What is wrong with an address or a letter is not told with it: faults go into the log.
        let to: Mailbox = letter.to.parse().ok().context("the address is none")?;
        let message = Message::builder()
            .from(self.from.clone())
            .to(to)
            .subject(letter.subject.clone())
            .header(ContentType::TEXT_PLAIN)
            .body(letter.text.clone())
            .ok()
            .context("the letter cannot be written")?;
        let sent = self.server.send(message).await;
        sent.map(drop).map_err(|error| match error.status() {
            Some(code) => anyhow::anyhow!("the mail server answered {code}"),
            None if error.is_timeout() => anyhow::anyhow!("the mail server took too long"),
            None => anyhow::anyhow!("the mail server cannot be reached"),
        })
    }
}

impl Carrier for Post {
    fn carry<'a>(&'a self, letter: &'a Letter) -> Pin<Box<dyn Future<Output = anyhow::Result<()>> + Send + 'a>> {
        Box::pin(self.send(letter))
    }
}
