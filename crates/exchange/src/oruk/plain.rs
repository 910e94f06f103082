//! Text that came with the marks of a web page in it, made plain: paragraphs and lists stay as lines, links as text.
//!
//! Only fields that people read are touched, and only where there are tags of a web page or entities in them, so that
//! `ages < 25` and `R&D` stay as they are.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};
use serde_json::{Map, Value};
use std::cell::RefCell;

/// Fields that hold words for people, on one line or on many.
const ONE_LINE: [&str; 12] = [
    "name",
    "alternate_name",
    "title",
    "option",
    "city",
    "region",
    "state_province",
    "address_1",
    "address_2",
    "attention",
    "service_area",
    "accessibility",
];
const MANY_LINES: [&str; 20] = [
    "description",
    "fees",
    "fees_description",
    "accreditations",
    "alert",
    "amount_description",
    "source",
    "details",
    "notes",
    "attending_type",
    "eligibility_description",
    "interpretation_services",
    "application_process",
    "wait_time",
    "licenses",
    "additional_information",
    "transportation",
    "summary",
    "document",
    "definition",
];
/// Tags that begin a new line.
const BLOCKS: [&str; 21] = [
    "p",
    "br",
    "div",
    "ul",
    "ol",
    "li",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "tr",
    "td",
    "th",
    "hr",
    "blockquote",
    "section",
    "pre",
    "dl",
];
/// Other tags that are taken for tags and not for words between signs.
const INLINE: [&str; 29] = [
    "a", "b", "i", "u", "em", "strong", "span", "font", "small", "sup", "sub", "img", "tbody", "thead", "script",
    "style", "html", "body", "head", "code", "s", "strike", "dt", "dd", "article", "header", "o:p", "label", "title",
];
/// Tags whose content nobody reads.
const SILENT: [&str; 4] = ["script", "style", "head", "title"];

/// Makes every field that people read plain, in the record and in what is nested in it.
pub(super) fn make_plain(record: &mut Value) {
    match record {
        Value::Array(list) => list.iter_mut().for_each(make_plain),
        Value::Object(fields) => fields_plain(fields),
        _ => {}
    }
}

fn fields_plain(fields: &mut Map<String, Value>) {
    for (name, value) in fields {
        match value {
            Value::String(text) if ONE_LINE.contains(&name.as_str()) => {
                if let Some(plain) = plain(text) {
                    *text = plain.split_whitespace().collect::<Vec<_>>().join(" ");
                }
            }
            Value::String(text) if MANY_LINES.contains(&name.as_str()) => {
                if let Some(plain) = plain(text) {
                    *text = plain;
                }
            }
            Value::Array(_) | Value::Object(_) => make_plain(value),
            _ => {}
        }
    }
}

/// The text without marks; `None` when it has none. Marks that were themselves written as entities are made plain too.
fn plain(text: &str) -> Option<String> {
    let once = without_marks(text)?;
    Some(without_marks(&once).unwrap_or(once))
}

fn without_marks(text: &str) -> Option<String> {
    let tags = tags(text);
    if tags.is_empty() && !has_entity(text) {
        return None;
    }
    let mut markup = String::with_capacity(text.len());
    let mut from = 0;
    let mut next_tag = tags.iter().peekable();
    for (at, sign) in text.match_indices('<') {
        markup.push_str(text.get(from..at)?);
        // What only looks like the beginning of a tag is a word of the text.
        let is_tag = next_tag.next_if(|(tag, _)| *tag == at).is_some();
        markup.push_str(if is_tag { sign } else { "&lt;" });
        from = at + 1;
    }
    markup.push_str(text.get(from..)?);
    if !tags.iter().any(|(_, name)| BLOCKS.contains(&name.as_str())) {
        markup = markup.replace("\r\n", "\n").replace('\n', "<br>");
    }
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(&markup));
    let tokenizer = Tokenizer::new(Writer::default(), TokenizerOpts::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    Some(tidy(&tokenizer.sink.0.borrow().text))
}

/// Where the tags of a web page begin, in order, and which they are.
fn tags(text: &str) -> Vec<(usize, String)> {
    let last_end = text.rfind('>').unwrap_or_default();
    let is_tag = |at: usize| {
        let rest = text.get(at + 1..)?;
        if rest.starts_with("!--") {
            return Some((at, "!--".to_owned()));
        }
        let name: String = rest
            .strip_prefix('/')
            .unwrap_or(rest)
            .chars()
            .take_while(|sign| sign.is_ascii_alphanumeric() || *sign == ':')
            .take(12)
            .map(|sign| sign.to_ascii_lowercase())
            .collect();
        let is_known = BLOCKS.contains(&name.as_str()) || INLINE.contains(&name.as_str());
        (is_known && at < last_end).then_some((at, name))
    };
    text.match_indices('<').filter_map(|(at, _)| is_tag(at)).collect()
}

/// Whether there is an entity that ends as it should: `&amp;`, `&#8217;`.
fn has_entity(text: &str) -> bool {
    text.match_indices('&').any(|(at, _)| {
        let rest = text.get(at + 1..).unwrap_or_default();
        rest.split_once(';').is_some_and(|(name, _)| {
            let name = name.strip_prefix('#').unwrap_or(name);
            (2..=31).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
    })
}

/// Without spaces at the ends of lines, and with at most one empty line between others.
fn tidy(text: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for line in text.lines().map(str::trim) {
        if !(line.is_empty() && kept.last().is_none_or(|last| last.is_empty())) {
            kept.push(line);
        }
    }
    kept.join("\n").trim().to_owned()
}

/// Writes down what the tokens of a web page say.
#[derive(Debug, Default)]
struct Writer(RefCell<Written>);

/// What was written so far.
#[derive(Debug, Default)]
struct Written {
    text: String,
    /// Lists that are open: the number of the last point, or none for points without.
    lists: Vec<Option<u32>>,
    /// Links that are open: where their words begin, and their address.
    links: Vec<(usize, String)>,
    /// The tag within which nothing is read.
    silent: Option<String>,
}

impl TokenSink for Writer {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut written = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(words) if written.silent.is_none() => written.words(&words),
            Token::TagToken(tag) => match tag.kind {
                TagKind::StartTag => written.begin(&tag),
                TagKind::EndTag => written.end(&tag.name),
            },
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Written {
    fn words(&mut self, words: &str) {
        for sign in words.chars() {
            if !sign.is_whitespace() {
                self.text.push(sign);
            } else if !self.text.ends_with([' ', '\n']) {
                self.text.push(' ');
            }
        }
    }

    fn line(&mut self) {
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn begin(&mut self, tag: &Tag) {
        let name: &str = &tag.name;
        if self.silent.is_some() {
            return;
        }
        match name {
            "br" => self.text.push('\n'),
            "ul" => self.lists.push(None),
            "ol" => self.lists.push(Some(0)),
            "li" => {
                self.line();
                let point = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{number}. ")
                    }
                    _ => "• ".to_owned(),
                };
                self.text.push_str(&point);
            }
            "tr" | "dt" | "dd" => self.line(),
            "td" | "th" => self.words(" "),
            "a" => {
                let address = tag.attrs.iter().find(|attribute| &*attribute.name.local == "href");
                let address = address.map(|attribute| attribute.value.trim().to_owned()).unwrap_or_default();
                self.links.push((self.text.len(), address));
            }
            name if SILENT.contains(&name) => self.silent = Some(name.to_owned()),
            name if BLOCKS.contains(&name) => self.text.push_str("\n\n"),
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        if self.silent.take_if(|silent| silent == name).is_some() || self.silent.is_some() {
            return;
        }
        match name {
            "a" => self.end_link(),
            "ul" | "ol" => {
                self.lists.pop();
                self.text.push_str("\n\n");
            }
            "li" | "tr" | "td" | "th" | "br" => {}
            name if BLOCKS.contains(&name) => self.text.push_str("\n\n"),
            _ => {}
        }
    }

    /// Writes the address of a link after its words, unless they say it.
    fn end_link(&mut self) {
        let Some((from, address)) = self.links.pop() else { return };
        let leads = ["http://", "https://", "mailto:", "tel:"].iter().any(|start| address.starts_with(start));
        let bare = address.trim_start_matches("mailto:").trim_start_matches("tel:");
        let short = |text: &str| {
            let text = text.trim().trim_start_matches("https://").trim_start_matches("http://");
            text.trim_end_matches('/').to_owned()
        };
        let words = self.text.get(from..).unwrap_or_default();
        if leads && short(words) != short(bare) {
            self.text.push_str(&format!(" ({bare})"));
        }
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn the_marks_of_a_web_page_become_words_and_lines() {
        for (given, plain_text) in [
            ("<p>Help with <b>CVs</b>.</p><p>Every week.</p>", "Help with CVs.\n\nEvery week."),
            ("One<br>Two<br />Three", "One\nTwo\nThree"),
            ("<ul><li>Tea</li><li>Talk</li></ul>", "• Tea\n• Talk"),
            ("Women&#8217;s group &amp; caf&eacute;", "Women’s group & café"),
            ("Tom &amp; Jerry\nsecond line", "Tom & Jerry\nsecond line"),
            ("&lt;p&gt;Written as entities&lt;/p&gt;", "Written as entities"),
            ("Tea&nbsp;and talk", "Tea and talk"),
            (
                "See <a href=\"https://a.example/x\">our page</a> or <a href='https://a.example'>https://a.example</a>",
                "See our page (https://a.example/x) or https://a.example",
            ),
            ("Write to <a href='mailto:b@a.example'>b@a.example</a>", "Write to b@a.example"),
            ("<a href='javascript:alert(1)'>press</a>", "press"),
            ("Ages <18 <b>only</b>", "Ages <18 only"),
            ("Write to <info@a.example> <br>today", "Write to <info@a.example>\ntoday"),
            ("<script>alert(1)</script><p>Safe</p>", "Safe"),
            ("A<hr>B", "A\n\nB"),
            ("<ol><li>One<li>Two</ol>", "1. One\n2. Two"),
            ("<table><tr><td>Mon</td><td>9am</td></tr><tr><td>Tue</td><td>10am</td></tr></table>", "Mon 9am\nTue 10am"),
            ("<ul></a>&amp;", "&"),
        ] {
            assert_eq!(plain(given).unwrap(), plain_text, "{given}");
        }
        for untouched in ["ages < 25 and > 16", "R&D", "A & B; C", "I <3 this", "<none> of it", "Fish&Chips"] {
            assert_eq!(plain(untouched), None, "{untouched}");
        }
    }

    #[test]
    fn names_stay_on_one_line_and_what_is_no_text_stays_as_it_is() {
        let mut record = json!({
            "name": "<p>Job</p><p>club</p>", "url": "https://a.example/?a=1&amp;b=2", "local_code": "<b>x</b>",
            "contacts": [{ "title": "Head of R&amp;D" }], "description": "Plain",
        });
        make_plain(&mut record);
        let expected = json!({
            "name": "Job club", "url": "https://a.example/?a=1&amp;b=2", "local_code": "<b>x</b>",
            "contacts": [{ "title": "Head of R&D" }], "description": "Plain",
        });
        assert_eq!(record, expected);
    }

    #[test]
    fn very_deep_markup_ends() {
        for deep in ["<div>".repeat(50_000), "<b>".repeat(50_000) + "x", "<table><tr><td>".repeat(500)] {
            let _ = plain(&(deep + "</p>end"));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(<p>|</p>|<br>|<a href='https://x'>|</a>|<ul>|<li>|<table>|<td>|&amp;|&#9;|<|>|&|é|\n| |x){0,30}") {
            let _ = plain(&text);
        }
    }
}
