//! Text boxes: what may not be in a text, and how long it may be.

/// One line without anything that cannot be seen, each run of spaces made one, trimmed: [`kernel::visible`].
#[must_use]
pub fn clean_line(text: &str) -> String {
    kernel::visible(text)
}

/// Several lines (kept, ended by `\n`), otherwise as [`clean_line`]; no empty line at either end.
#[must_use]
pub fn clean_lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.split('\n').map(clean_line).collect::<Vec<_>>().join("\n").trim_matches('\n').to_owned()
}

/// One line that must be there and have at most `most` characters. `what` is the field in words: "Full name".
///
/// # Errors
/// The message for the field: "Enter full name", "Full name must be 100 characters or fewer".
pub fn required(text: &str, what: &str, most: usize) -> Result<String, String> {
    present(clean_line(text), what, most)
}

/// As [`required`], keeping lines.
pub(super) fn required_lines(text: &str, what: &str, most: usize) -> Result<String, String> {
    present(clean_lines(text), what, most)
}

/// Text of one or more lines that may be missing.
///
/// # Errors
/// The message when it has more than `most` characters.
pub fn optional(text: &str, what: &str, most: usize) -> Result<Option<String>, String> {
    let text = clean_lines(text);
    if text.is_empty() { Ok(None) } else { present(text, what, most).map(Some) }
}

fn present(text: String, what: &str, most: usize) -> Result<String, String> {
    if text.is_empty() {
        Err(format!("Enter {}", within(what)))
    } else if text.chars().count() > most {
        Err(format!("{} must be {most} characters or fewer", starting(what)))
    } else {
        Ok(text)
    }
}

/// A field's words inside a sentence: "Full name" → "full name"; "UC award" and "I…" stay.
pub(super) fn within(what: &str) -> String {
    let mut letters = what.chars();
    match (letters.next(), letters.next()) {
        (Some(first), Some(second)) if !second.is_uppercase() => {
            first.to_lowercase().chain([second]).chain(letters).collect()
        }
        _ => what.to_owned(),
    }
}

/// A field's words at the start of a sentence: "the reason" → "The reason".
pub(super) fn starting(what: &str) -> String {
    let mut letters = what.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
