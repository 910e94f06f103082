//! Text from outside, made fit to stand in a message.

/// The first 60 characters of a text from outside, for a message.
pub(crate) fn shortened(text: &str) -> String {
    let mut kept: String = text.chars().filter(|character| !character.is_control()).take(60).collect();
    if kept.len() < text.len() {
        kept.push('…');
    }
    kept
}
