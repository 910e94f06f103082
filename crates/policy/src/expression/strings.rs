//! Functions of text: of a code of a one-of fact, or of text written in the expression.
//!
//! The codes that a fact may have are all written in its definition. So a question about the text of
//! a code is asked of each of them when the expression is read, and what is left to ask of a person is
//! whether the fact has one of the codes for which the answer was yes.

use super::{
    check::{Checker, Typed},
    fold,
    ir::{Boolean, CodeIndex, FactIndex, Number},
};
use cel::IdedExpr;

/// A text, or what each code of a fact becomes.
pub(super) enum Text {
    Written(String),
    /// One text for each code of the fact's definition, in its order.
    OfCode(FactIndex, Vec<String>),
}

impl Checker<'_> {
    /// The value as text, where it is one.
    pub(super) fn as_text(&self, typed: &Typed) -> Option<Text> {
        match typed {
            Typed::Text(text) | Typed::Picked(text) => Some(Text::Written(text.clone())),
            Typed::Code(fact) => Some(Text::OfCode(*fact, self.codes(*fact))),
            Typed::CodeText(fact, texts) => Some(Text::OfCode(*fact, texts.clone())),
            _ => None,
        }
    }

    /// The codes of the fact, as its definition writes them.
    pub(super) fn codes(&self, fact: FactIndex) -> Vec<String> {
        let definition = self.scope.facts.definitions.get_index(fact.0);
        definition
            .map(|(_, definition)| definition.codes().iter().map(|code| code.code.to_string()).collect())
            .unwrap_or_default()
    }

    /// `text.startsWith('part')` and the like: a question about a text with a text written out.
    pub(super) fn text_question(
        &self,
        node: &IdedExpr,
        name: &str,
        target: &IdedExpr,
        part: &IdedExpr,
    ) -> Option<Typed> {
        let (text, part_typed) = (self.text(target), self.part(part));
        let (text, part_typed) = (text?, part_typed?);
        let (Typed::Text(wanted) | Typed::Picked(wanted)) = &part_typed else {
            self.wrong_type(part, &part_typed, "text in quotes");
            return None;
        };
        let asked = |text: &str| match name {
            "startsWith" => text.starts_with(wanted.as_str()),
            "endsWith" => text.ends_with(wanted.as_str()),
            _ => text.contains(wanted.as_str()),
        };
        let boolean = match text {
            Text::Written(text) => Boolean::Constant(asked(&text)),
            Text::OfCode(fact, texts) => code_in(fact, &texts, asked),
        };
        self.report_decided(node, &boolean);
        Some(Typed::Boolean(boolean))
    }

    /// `text.lowerAscii()` and `text.upperAscii()`.
    pub(super) fn with_case(&self, name: &str, target: &IdedExpr) -> Option<Typed> {
        let change = |text: &str| match name {
            "lowerAscii" => text.to_ascii_lowercase(),
            _ => text.to_ascii_uppercase(),
        };
        Some(match self.text(target)? {
            Text::Written(text) => Typed::Picked(change(&text)),
            Text::OfCode(fact, texts) => Typed::CodeText(fact, texts.iter().map(|text| change(text)).collect()),
        })
    }

    fn text(&self, node: &IdedExpr) -> Option<Text> {
        let typed = self.part(node)?;
        let text = self.as_text(&typed);
        if text.is_none() {
            self.wrong_type(node, &typed, "a code (one-of) or text in quotes");
        }
        text
    }
}

/// The fact has one of the codes whose text is as `wanted`.
pub(super) fn code_in(fact: FactIndex, texts: &[String], wanted: impl Fn(&str) -> bool) -> Boolean {
    let found: Vec<CodeIndex> =
        texts.iter().enumerate().filter(|(_, text)| wanted(text)).map(|(code, _)| code).collect();
    Boolean::CodeIn(fact, found)
}

/// How many characters the text has.
pub(super) fn length(text: Text) -> Number {
    let characters = |text: &str| i64::try_from(text.chars().count()).unwrap_or(i64::MAX);
    match text {
        Text::Written(text) => Number::Constant(characters(&text)),
        Text::OfCode(fact, texts) => {
            let mut lengths: Vec<i64> = texts.iter().map(|text| characters(text)).collect();
            lengths.sort_unstable();
            lengths.dedup();
            let all = lengths.iter().copied().map(|length| {
                let having = code_in(fact, &texts, |text| characters(text) == length);
                (having, Number::Constant(length))
            });
            // The last needs no question. Where all codes are as long as each other, none does.
            let mut all = all.rev();
            let last = all.next().map_or(Number::Constant(0), |(_, length)| length);
            all.fold(last, |other, (having, length)| {
                Number::Choice(Box::new(having), Box::new(length), Box::new(other))
            })
        }
    }
}

/// Whether the two texts are the same.
pub(super) fn same(left: &Text, right: &Text) -> Boolean {
    match (left, right) {
        (Text::Written(left), Text::Written(right)) => Boolean::Constant(left == right),
        (Text::OfCode(fact, texts), Text::Written(wanted)) | (Text::Written(wanted), Text::OfCode(fact, texts)) => {
            code_in(*fact, texts, |text| text == wanted)
        }
        (Text::OfCode(left, texts), Text::OfCode(right, others)) => {
            let both = texts.iter().enumerate().filter(|(_, text)| others.contains(text)).map(|(code, text)| {
                fold::all([Boolean::CodeIn(*left, vec![code]), code_in(*right, others, |other| other == text)])
            });
            fold::any(both)
        }
    }
}
