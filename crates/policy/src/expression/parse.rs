//! From the text of an expression to the tree that the CEL parser makes of it.

use super::scan::scan;
use cel::{Env, IdedExpr, common::ast::SourceInfo, parser::ParseErrors};
use std::{ops::Range, thread};

/// Why a text is not an expression, with the bytes of the text where that shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Refusal {
    pub(super) fn new(span: Range<usize>, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), help: None }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// The tree of an expression, and where its parts stand in the text.
pub(super) struct Tree {
    pub(super) root: IdedExpr,
    source: SourceInfo,
    length: usize,
}

impl Tree {
    /// The bytes of the text where the node stands: of an operator or a call, its own sign or name.
    pub(super) fn own_span(&self, node: &IdedExpr) -> Range<usize> {
        match self.source.offset_for(node.id) {
            // The parser gives the last byte, included.
            Some((start, last)) => {
                let start = usize::try_from(start).unwrap_or_default().min(self.length);
                let end = usize::try_from(last).unwrap_or_default().saturating_add(1).min(self.length);
                start..end.max(start)
            }
            None => 0..self.length,
        }
    }
}

/// The stack on which the parser runs. It uses up to 200 kilobytes for one level of brackets when it
/// is not optimised, which is more than a thread of ours has for the 64 levels that `scan` allows.
const PARSER_STACK_BYTES: usize = 256 << 20;

/// Parses the text.
pub(super) fn parse(text: &str) -> Result<Tree, Refusal> {
    scan(text)?;
    // The parser is not ours. On a thread of its own it has the stack that it needs, and if it has a
    // fault that panics, an author's slip still ends in a message. Nothing is shared with it.
    let parsed = thread::scope(|scope| {
        let parser = thread::Builder::new().name("expression parser".to_owned()).stack_size(PARSER_STACK_BYTES);
        // Without the macros of CEL, which would take them apart: `lists` reads them as they are written.
        let parse =
            || Env::default().parser().max_recursion_depth(96).error_recovery_limit(3).parse_with_source_info(text);
        // The error is not sent between threads, only what a message needs of it.
        let outcome = move || parse().map_err(|errors| first_error(&errors));
        parser.spawn_scoped(scope, outcome).ok().and_then(|handle| handle.join().ok())
    });
    match parsed {
        Some(Ok((root, source))) => Ok(Tree { root, source, length: text.len() }),
        Some(Err(error)) => Err(refusal(text, error)),
        None => Err(Refusal::new(0..text.len(), "the expression cannot be read")),
    }
}

/// The message of the parser's first error, and its line and column. Those after it mostly follow
/// from it.
fn first_error(errors: &ParseErrors) -> Option<(String, (isize, isize))> {
    errors.errors.first().map(|error| (error.msg.clone(), error.pos))
}

fn refusal(text: &str, error: Option<(String, (isize, isize))>) -> Refusal {
    let (message, position) = error.unzip();
    let span = position.map_or(0..text.len(), |position| byte_at(text, position));
    if span.start >= text.trim_end().len() {
        return Refusal::new(span, "the expression breaks off").help("something must follow here");
    }
    let found: String = text.get(span.start..).unwrap_or_default().chars().take(12).collect();
    Refusal::new(span, format!("`{found}` cannot stand here")).help(plain(&message.unwrap_or_default()))
}

/// What the parser says, in words that need no knowledge of parsers.
fn plain(message: &str) -> String {
    if message.contains("Recursion") {
        "the expression is nested too deeply; split it into several criteria".to_owned()
    } else {
        "an operator such as `&&`, `||` or `==` stands between two values; check the text just before".to_owned()
    }
}

/// The byte at the line and column given (both counted from 1).
fn byte_at(text: &str, (line, column): (isize, isize)) -> Range<usize> {
    let line = usize::try_from(line).unwrap_or(1).max(1);
    let before: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let start = (before + usize::try_from(column).unwrap_or(1).saturating_sub(1)).min(text.len());
    start..(start + 1).min(text.len())
}
