//! A fault in policy text: what is wrong, where, and what to do about it.

use miette::{Diagnostic, LabeledSpan, NamedSource, Severity, SourceCode, SourceSpan};
use std::{cell::RefCell, fmt, ops::Range, sync::Arc};

/// Something wrong in policy text, with the file, the line and a hint.
///
/// Its codes are stable and start with `policy/`; each is documented where it is made.
#[derive(Debug, Clone)]
pub struct Fault {
    code: &'static str,
    message: String,
    label: String,
    help: Option<String>,
    severity: Severity,
    path: String,
    span: Range<usize>,
    line: usize,
    source: NamedSource<Arc<str>>,
}

/// A file of policy text, shared by the faults found in it.
#[derive(Debug, Clone)]
pub(crate) struct SourceFile {
    pub(crate) path: Arc<str>,
    pub(crate) contents: Arc<str>,
}

/// Collects faults. It is shared by everything that reads the text, so that none stops at the first.
#[derive(Debug, Default)]
pub(crate) struct Faults(RefCell<Vec<Fault>>);

impl Faults {
    pub(crate) fn add(&self, fault: Fault) {
        self.0.borrow_mut().push(fault);
    }

    /// The number of faults so far, warnings included, to tell whether a step found any.
    pub(crate) fn len(&self) -> usize {
        self.0.borrow().len()
    }

    /// The number of errors so far.
    pub(crate) fn errors(&self) -> usize {
        self.0.borrow().iter().filter(|fault| fault.is_error()).count()
    }

    /// Whether the file at `path` has an error so far.
    pub(crate) fn has_error_in(&self, path: &str) -> bool {
        self.0.borrow().iter().any(|fault| fault.is_error() && fault.path() == path)
    }

    pub(crate) fn into_inner(self) -> Vec<Fault> {
        self.0.into_inner()
    }
}

impl Fault {
    /// An error at `span` (in bytes) of `file`.
    pub(crate) fn error(code: &'static str, file: &SourceFile, span: Range<usize>, message: impl Into<String>) -> Self {
        let end = span.end.min(file.contents.len());
        let span = span.start.min(end)..end;
        let before = file.contents.as_bytes().get(..span.start).unwrap_or_default();
        Self {
            code,
            message: message.into(),
            label: "here".to_owned(),
            help: None,
            severity: Severity::Error,
            path: file.path.to_string(),
            line: before.iter().filter(|byte| **byte == b'\n').count() + 1,
            span,
            source: NamedSource::new(&file.path, Arc::clone(&file.contents)),
        }
    }

    /// The same as a warning: the text can be used as it is.
    pub(crate) fn into_warning(mut self) -> Self {
        self.severity = Severity::Warning;
        self
    }

    /// The same with words at the place that is underlined.
    pub(crate) fn label(mut self, label: impl Into<String>) -> Self {
        self.label = label.into();
        self
    }

    /// The same with what to do about it.
    pub(crate) fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same with what to do about it, if there is something to say.
    pub(crate) fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// The path of the file, relative to the root of the policy text.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The line in the file, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// The stable code, such as `policy/unknown-fact`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// What is wrong, in one line.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it, where there is something to say.
    #[must_use]
    pub fn help_text(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// Whether the text cannot be used because of this; otherwise it is a warning.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Fault {}

impl Diagnostic for Fault {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.source)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let span = SourceSpan::from(self.span.clone());
        Some(Box::new(std::iter::once(LabeledSpan::new_with_span(Some(self.label.clone()), span))))
    }
}
