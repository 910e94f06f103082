//! A first look at the text of an expression, before it is parsed.
//!
//! It refuses what the policy language leaves out of CEL with words of its own, and anything so long
//! or so deeply nested that a parser could run out of stack.

use super::parse::Refusal;
use std::ops::Range;

/// The longest expression, in bytes.
pub(super) const MAX_BYTES: usize = 4_000;
/// The deepest nesting of brackets.
const DEEPEST_BRACKETS: usize = 64;
/// The most operators other than `&&`, `||` and `,` that one expression may have. A parser may go
/// one level deeper for each.
const MAX_OPERATORS: usize = 200;

/// Looks over the text and says what is wrong with it, if anything.
pub(super) fn scan(text: &str) -> Result<(), Refusal> {
    if text.len() > MAX_BYTES {
        return Err(Refusal::new(0..40, format!("the expression is longer than {MAX_BYTES} characters"))
            .help("split it into several criteria: all of them must be met"));
    }
    if text.trim().is_empty() {
        return Err(Refusal::new(0..text.len(), "the expression is empty").help("write `true` if it always holds"));
    }
    let mut scanner = Scanner { text, bytes: text.as_bytes(), position: 0, open: Vec::new(), operators: 0 };
    scanner.run(text)
}

struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    position: usize,
    open: Vec<(u8, usize)>,
    operators: usize,
}

impl Scanner<'_> {
    fn at(&self, position: usize) -> Option<u8> {
        self.bytes.get(position).copied()
    }

    fn run(&mut self, text: &str) -> Result<(), Refusal> {
        while let Some(byte) = self.at(self.position) {
            match byte {
                b' ' | b'\t' | b'\n' | b'\r' | b',' => self.position += 1,
                b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(text)?,
                b'0'..=b'9' => self.number(text)?,
                b'\'' | b'"' => self.quoted(byte)?,
                b'(' | b'[' => self.opens(byte)?,
                b')' | b']' => self.closes(byte)?,
                b'.' => self.point()?,
                _ => self.operator(text, byte)?,
            }
        }
        match self.open.last() {
            Some((bracket, at)) => {
                Err(Refusal::new(*at..at + 1, format!("the bracket `{}` is never closed", char::from(*bracket))))
            }
            None => Ok(()),
        }
    }

    fn word(&mut self, text: &str) -> Result<(), Refusal> {
        let start = self.position;
        while matches!(self.at(self.position), Some(b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'0'..=b'9')) {
            self.position += 1;
        }
        let span = start..self.position;
        let next = self.at(self.position);
        match text.get(span.clone()).unwrap_or_default() {
            "and" | "or" | "not" if self.is_part_of_hyphenated(&span) => Err(without_quotes(text, span)),
            word @ ("and" | "or" | "not") => {
                let instead = match word {
                    "and" => "&&",
                    "or" => "||",
                    _ => "!",
                };
                Err(Refusal::new(span, format!("`{word}` is not an operator")).help(format!("write `{instead}`")))
            }
            _ if matches!(next, Some(b'\'' | b'"')) => {
                Err(Refusal::new(span, "quotes follow a word").help("put an operator such as `==` between them"))
            }
            _ => Ok(()),
        }
    }

    /// Whether a hyphen joins the word to another, as in a code without quotes.
    fn is_part_of_hyphenated(&self, span: &Range<usize>) -> bool {
        let letter = |at: usize| self.at(at).is_some_and(|byte| byte.is_ascii_alphanumeric());
        let joined_after = self.at(span.end) == Some(b'-') && letter(span.end + 1);
        let joined_before = span.start >= 2 && self.at(span.start - 1) == Some(b'-') && letter(span.start - 2);
        joined_after || joined_before
    }

    fn number(&mut self, text: &str) -> Result<(), Refusal> {
        let start = self.position;
        while matches!(self.at(self.position), Some(b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' | b'_' | b'.')) {
            self.position += 1;
        }
        let span = start..self.position;
        let digits = self.bytes.get(span.clone()).unwrap_or_default();
        if !digits.iter().all(u8::is_ascii_digit) {
            let written = text.get(span.clone()).unwrap_or_default();
            return Err(Refusal::new(span, "this is not a whole number").help(in_pence(written).unwrap_or_else(
                || "numbers are whole: money in pence, time in days, weeks, months or years".to_owned(),
            )));
        }
        let negative = self.bytes.get(..start).unwrap_or_default().trim_ascii_end().ends_with(b"-");
        let largest = i64::MAX.unsigned_abs() + u64::from(negative);
        let number = text.get(span.clone()).and_then(|digits| digits.parse::<u64>().ok());
        if number.is_none_or(|number| number > largest) {
            return Err(Refusal::new(span, "this number is too large").help(format!("at most {}", i64::MAX)));
        }
        Ok(())
    }

    fn quoted(&mut self, quote: u8) -> Result<(), Refusal> {
        let start = self.position;
        self.position += 1;
        loop {
            match self.at(self.position) {
                Some(byte) if byte == quote => {
                    self.position += 1;
                    break;
                }
                Some(b'\n' | b'\r') | None => {
                    return Err(Refusal::new(start..start + 1, "the quote is never closed"));
                }
                Some(b' '..=b'~') if self.at(self.position) != Some(b'\\') => self.position += 1,
                Some(_) => {
                    let at = self.position;
                    let rest = self.text.get(at..).unwrap_or_default();
                    let character = rest.chars().next().unwrap_or('?');
                    return Err(Refusal::new(
                        at..at + character.len_utf8(),
                        format!("codes are written in plain letters, digits and `-`, and `{character}` is none"),
                    )
                    .help("write the code as spine/facts.toml does; quotes are straight and hyphens are `-`"));
                }
            }
        }
        if self.at(self.position).is_some_and(|next| matches!(next, b'\'' | b'"')) {
            return Err(Refusal::new(start..self.position, "two quoted texts follow each other")
                .help("put an operator or a comma between them"));
        }
        Ok(())
    }

    fn opens(&mut self, bracket: u8) -> Result<(), Refusal> {
        let at = self.position;
        let before = self.bytes.get(..at).unwrap_or_default().trim_ascii_end();
        let follows_value =
            matches!(before.last(), Some(b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'_' | b')' | b']' | b'\'' | b'"'));
        if bracket == b'[' && follows_value && !before.ends_with(b"in") {
            return Err(Refusal::new(at..at + 1, "items of a list are not asked for by number")
                .help("ask with `in`, or `exists`: `fact in ['one', 'two']`"));
        }
        if self.open.len() >= DEEPEST_BRACKETS {
            return Err(Refusal::new(at..at + 1, format!("brackets are nested more than {DEEPEST_BRACKETS} deep"))
                .help("split it into several criteria: all of them must be met"));
        }
        self.open.push((bracket, at));
        self.position += 1;
        Ok(())
    }

    fn closes(&mut self, bracket: u8) -> Result<(), Refusal> {
        let at = self.position;
        let expected = if bracket == b')' { b'(' } else { b'[' };
        match self.open.pop() {
            Some((open, _)) if open == expected => {
                self.position += 1;
                Ok(())
            }
            _ => Err(Refusal::new(at..at + 1, format!("the bracket `{}` closes nothing", char::from(bracket)))),
        }
    }

    /// The point before the name of a function that is called on a value.
    fn point(&mut self) -> Result<(), Refusal> {
        let start = self.position;
        let rest = self.bytes.get(start + 1..).unwrap_or_default();
        let name = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric() || **byte == b'_').count();
        if name == 0 || rest.get(name) != Some(&b'(') {
            return Err(Refusal::new(start..start + 1, "values have no parts").help(
                "after a point stands a function with brackets: `code.startsWith('62')`; most functions take the value in brackets: `years_since(date_of_birth)`",
            ));
        }
        self.position += 1;
        Ok(())
    }

    fn operator(&mut self, text: &str, byte: u8) -> Result<(), Refusal> {
        let start = self.position;
        let pair = (byte, self.at(start + 1));
        let length = match pair {
            (b'&', Some(b'&')) | (b'|', Some(b'|')) | (b'=' | b'!' | b'<' | b'>', Some(b'=')) => 2,
            (b'!' | b'<' | b'>' | b'+' | b'-' | b'*' | b'/' | b'%' | b'?' | b':', _) => 1,
            _ => return Err(unknown_character(text, start, byte)),
        };
        if !matches!(byte, b'&' | b'|') {
            self.operators += 1;
        }
        if self.operators > MAX_OPERATORS {
            return Err(Refusal::new(start..start + length, format!("there are more than {MAX_OPERATORS} operators"))
                .help("split it into several criteria: all of them must be met"));
        }
        self.position += length;
        Ok(())
    }
}

/// A word with hyphens that stands without quotes: `not-working`.
fn without_quotes(text: &str, span: Range<usize>) -> Refusal {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let bytes = text.as_bytes();
    let before = bytes.get(..span.start).unwrap_or_default().iter().rev().take_while(part).count();
    let after = bytes.get(span.end..).unwrap_or_default().iter().take_while(part).count();
    let span = span.start - before..span.end + after;
    let word = text.get(span.clone()).unwrap_or_default();
    Refusal::new(span.clone(), format!("`{word}` stands without quotes"))
        .help(format!("a code goes in quotes: `'{word}'`"))
}

/// What to write instead of an amount in pounds and pence: `` `90000` `` for `900.00`.
pub(crate) fn in_pence(written: &str) -> Option<String> {
    let (pounds, pence) = written.split_once('.')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(pounds) || !digits(pence) || pence.len() > 2 || pounds.len() > 12 {
        return None;
    }
    let amount = format!("{pounds}{pence:0<2}");
    let amount = amount.trim_start_matches('0');
    let amount = if amount.is_empty() { "0" } else { amount };
    Some(format!("numbers are whole; money is in pence: £{written} is written `{amount}`"))
}

fn unknown_character(text: &str, start: usize, byte: u8) -> Refusal {
    let character = text.get(start..).and_then(|rest| rest.chars().next()).unwrap_or('?');
    let span: Range<usize> = start..start + character.len_utf8();
    match byte {
        b'=' => Refusal::new(span, "`=` is not a comparison").help("write `==`"),
        b'&' => Refusal::new(span, "`&` is not an operator").help("write `&&`"),
        b'|' => Refusal::new(span, "`|` is not an operator").help("write `||`"),
        _ if matches!(character, '‘' | '’' | '“' | '”' | '„' | '`' | '´') => {
            Refusal::new(span, format!("`{character}` is not a quote of the policy language"))
                .help("write straight quotes around a code: `'UC'` (a word processor makes curly ones)")
        }
        _ if matches!(character, '–' | '—' | '−') => Refusal::new(span, format!("`{character}` is a dash"))
            .help("write a hyphen, `-` (a word processor makes dashes of it)"),
        _ if matches!(character, '≥' | '≤' | '≠') => {
            let instead = match character {
                '≥' => ">=",
                '≤' => "<=",
                _ => "!=",
            };
            Refusal::new(span, format!("`{character}` is not an operator")).help(format!("write `{instead}`"))
        }
        _ => Refusal::new(span, format!("the character `{}` has no meaning here", character.escape_default())),
    }
}
