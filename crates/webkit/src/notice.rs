//! What has just happened, told once: left in the session by the page that did it, shown by the next page.

use crate::{Notice, NoticeKind, PageError};
use tower_sessions::Session;

/// The session's entry that holds the notice.
const NOTICE: &str = "told";

/// Leaves a notice for the next page that this browser opens.
///
/// # Errors
/// A fault when the session store refuses.
pub async fn leave(session: &Session, notice: Notice) -> Result<(), PageError> {
    let kept = (notice.is_success(), notice.title, notice.text, notice.at);
    Ok(session.insert(NOTICE, kept).await.map_err(anyhow::Error::from)?)
}

/// Takes the notice out of the session, so that it is shown once.
///
/// # Errors
/// A fault when the session store refuses.
pub async fn take(session: &Session) -> Result<Option<Notice>, PageError> {
    let kept: Option<(bool, String, String, String)> = session.get(NOTICE).await.map_err(anyhow::Error::from)?;
    let Some((success, title, text, at)) = kept else { return Ok(None) };
    // Only now: taking something out makes the session one to be written, also when nothing was there.
    session.remove_value(NOTICE).await.map_err(anyhow::Error::from)?;
    let kind = if success { NoticeKind::Success } else { NoticeKind::Important };
    Ok(Some(Notice { kind, title, text, at }))
}
