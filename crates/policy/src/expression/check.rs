//! Gives every part of an expression a type, resolves its names, and reports what does not fit.

use super::{
    Expression, fold,
    ir::{AreaIndex, Boolean, DayValue, FactIndex, Number, ParameterIndex},
    lists::Item,
    operators::{comparison, operation},
    parse::{Refusal, Tree, parse},
    places::Landmarks,
    spans::is_function,
};
use crate::{
    FactBook, FactType, Parameter,
    fault::{Fault, Faults, SourceFile},
    suggest::{did_you_mean, listed},
};
use cel::{
    IdedExpr,
    common::ast::{CallExpr, Expr, LiteralValue, operators},
};
use kernel::Day;
use std::{
    cell::{Cell, RefCell},
    ops::Range,
    sync::Arc,
};

/// The names that an expression may use.
pub(crate) struct Scope<'a> {
    pub(crate) facts: &'a FactBook,
    pub(crate) parameters: &'a Arc<[Parameter]>,
    pub(crate) areas: &'a [Arc<str>],
    pub(crate) landmarks: &'a Landmarks<'a>,
}

/// An expression as written in a file.
pub(crate) struct Written<'a> {
    pub(crate) file: &'a SourceFile,
    pub(crate) faults: &'a Faults,
    /// The text of the expression.
    pub(crate) text: &'a str,
    /// The bytes of the file that hold it, quotes included.
    pub(crate) span: Range<usize>,
}

/// A part with its type.
#[derive(Debug, Clone)]
pub(super) enum Typed {
    Boolean(Boolean),
    Number(Number),
    Day(DayValue),
    /// A one-of fact.
    Code(FactIndex),
    /// An any-of fact.
    Codes(FactIndex),
    Place(FactIndex),
    /// Text written in the expression.
    Text(String),
    /// Text that an expression made, or the code that a macro looks at.
    Picked(String),
    /// What a function of text makes of each code of a one-of fact.
    CodeText(FactIndex, Vec<String>),
    Area(AreaIndex),
    List(Vec<Item>),
}

impl Typed {
    /// The type in words.
    pub(super) fn words(&self) -> &'static str {
        match self {
            Typed::Boolean(_) => "a yes or no",
            Typed::Number(_) => "a whole number",
            Typed::Day(_) => "a date",
            Typed::Code(_) => "a code (one-of)",
            Typed::Codes(_) => "a set of codes (any-of)",
            Typed::Place(_) => "a place",
            Typed::Text(_) | Typed::Picked(_) => "text in quotes",
            Typed::CodeText(..) => "the text of a code",
            Typed::Area(_) => "an area",
            Typed::List(_) => "a list",
        }
    }
}

/// What people call something that is written otherwise in the policy language.
fn written_otherwise(name: &str) -> Option<String> {
    let instead = match name.to_ascii_lowercase().as_str() {
        "age" | "age_years" | "years_old" => "age_on(today)",
        "now" | "date_today" | "current_date" => "today",
        "yes" => "true",
        "no" => "false",
        "null" | "unknown" | "missing" => "!has(fact)",
        _ => return None,
    };
    Some(format!("write `{instead}`"))
}

/// The word with hyphens, without blanks, of which the bytes are a part.
fn word_around(text: &str, span: Range<usize>) -> Option<&str> {
    let part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let bytes = text.as_bytes();
    let before = bytes.get(..span.start)?.iter().rev().take_while(|byte| part(byte)).count();
    let after = bytes.get(span.end..)?.iter().take_while(|byte| part(byte)).count();
    text.get(span.start - before..span.end + after)
}

/// Reads and checks an expression. `None` when an error was added.
pub(crate) fn check(scope: &Scope<'_>, written: &Written<'_>) -> Option<Expression> {
    let before = written.faults.errors();
    let expression = read(scope, written)?;
    (written.faults.errors() == before).then_some(expression)
}

/// Reads an expression and gives it its types. It may still have parts that can never be so, which
/// is reported. `None` when it has no meaning.
pub(super) fn read(scope: &Scope<'_>, written: &Written<'_>) -> Option<Expression> {
    let tree = match parse(written.text) {
        Ok(tree) => tree,
        Err(refusal) => {
            written.refuse(&refusal);
            return None;
        }
    };
    let checker = Checker {
        scope,
        written,
        tree: &tree,
        bound: RefCell::default(),
        written_out: Cell::new(0),
        asks_whether_known: Cell::new(false),
    };
    match checker.part(&tree.root)? {
        Typed::Boolean(root) => {
            let mut expression = Expression::new(written.text, root, scope.parameters);
            expression.asks_whether_known = checker.asks_whether_known.get();
            Some(expression)
        }
        other => {
            let message = format!("this is {}, and a yes or no is needed", other.words());
            checker.fault("policy/not-yes-or-no", &tree.root, message, |fault| {
                fault.label("the whole expression").help("compare it with something: `… >= 3`, `… == 'code'`")
            });
            None
        }
    }
}

impl Written<'_> {
    /// The bytes of the file for bytes of the expression. Where the file writes the expression with
    /// escapes, the two do not run side by side and the whole of it is meant.
    pub(super) fn in_file(&self, span: Range<usize>) -> Range<usize> {
        let raw = self.file.contents.get(self.span.clone()).unwrap_or_default();
        match raw.find(self.text) {
            Some(offset) if !self.text.is_empty() => {
                let start = self.span.start + offset;
                start + span.start..start + span.end.min(self.text.len())
            }
            _ => self.span.clone(),
        }
    }

    fn refuse(&self, refusal: &Refusal) {
        let fault = Fault::error("policy/syntax", self.file, self.in_file(refusal.span.clone()), &refusal.message);
        self.faults.add(fault.maybe_help(refusal.help.clone()));
    }
}

pub(super) struct Checker<'a> {
    pub(super) scope: &'a Scope<'a>,
    pub(super) written: &'a Written<'a>,
    pub(super) tree: &'a Tree,
    /// The names that macros give to items, with the item looked at.
    pub(super) bound: RefCell<Vec<(String, Typed)>>,
    /// How often the body of a macro has been written out for an item.
    pub(super) written_out: Cell<usize>,
    /// Whether `has` was asked of some fact.
    pub(super) asks_whether_known: Cell<bool>,
}

impl Checker<'_> {
    /// Adds an error at the node, finished by `with`.
    pub(super) fn fault(
        &self,
        code: &'static str,
        node: &IdedExpr,
        message: impl Into<String>,
        with: impl FnOnce(Fault) -> Fault,
    ) {
        self.fault_at(code, self.span(node), message, with);
    }

    /// Adds an error at bytes of the expression, finished by `with`.
    pub(super) fn fault_at(
        &self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        with: impl FnOnce(Fault) -> Fault,
    ) {
        let fault = Fault::error(code, self.written.file, self.written.in_file(span), message);
        self.written.faults.add(with(fault));
    }

    /// The node with its type; `None` when a fault was added.
    pub(super) fn part(&self, node: &IdedExpr) -> Option<Typed> {
        match &node.expr {
            Expr::Literal(literal) => self.literal(node, literal),
            Expr::Ident(name) => self.name(node, name),
            Expr::Call(call) => self.call(node, call),
            Expr::List(list) => {
                let item = |part| {
                    Some(Item { typed: self.part(part)?, present: Boolean::Constant(true), span: self.span(part) })
                };
                let items: Vec<_> = list.elements.iter().map(item).collect();
                items.into_iter().collect::<Option<_>>().map(Typed::List)
            }
            _ => self.not_in_language(node),
        }
    }

    pub(super) fn not_in_language(&self, node: &IdedExpr) -> Option<Typed> {
        self.fault("policy/syntax", node, "this has no meaning in the policy language", |fault| {
            fault.help("facts, parameters, comparisons, `&&`, `||`, `!`, `in`, `? :`, arithmetic and a few functions")
        });
        None
    }

    fn literal(&self, node: &IdedExpr, literal: &LiteralValue) -> Option<Typed> {
        match literal {
            LiteralValue::Boolean(so) => Some(Typed::Boolean(Boolean::Constant(*so.inner()))),
            LiteralValue::Int(number) => Some(Typed::Number(Number::Constant(*number.inner()))),
            LiteralValue::String(text) => Some(Typed::Text(text.inner().to_owned())),
            _ => self.not_in_language(node),
        }
    }

    fn name(&self, node: &IdedExpr, name: &str) -> Option<Typed> {
        if let Some((_, item)) = self.bound.borrow().iter().rev().find(|(bound, _)| bound == name) {
            return Some(item.clone());
        }
        if name == "today" {
            return Some(Typed::Day(DayValue::Today));
        }
        if let Some(position) = self.scope.parameters.iter().position(|parameter| parameter.id.as_ref() == name) {
            return Some(Typed::Number(Number::Parameter(ParameterIndex(position))));
        }
        let Some((position, _, definition)) = self.scope.facts.definitions.get_full(name) else {
            self.unknown_name(node, name);
            return None;
        };
        let fact = FactIndex(position);
        Some(match &definition.kind {
            FactType::YesNo => Typed::Boolean(Boolean::Fact(fact)),
            FactType::Whole { .. } | FactType::Pence { .. } => Typed::Number(Number::Fact(fact)),
            FactType::Date => Typed::Day(DayValue::Fact(fact)),
            FactType::OneOf(_) => Typed::Code(fact),
            FactType::AnyOf(_) => Typed::Codes(fact),
            FactType::Place => Typed::Place(fact),
        })
    }

    fn unknown_name(&self, node: &IdedExpr, name: &str) {
        let facts = || self.scope.facts.iter().map(|fact| fact.id.as_ref());
        let parameters = || self.scope.parameters.iter().map(|parameter| parameter.id.as_ref());
        let all = || facts().chain(parameters()).chain(["today"]);
        let help = self.help_with_code(node, name).or_else(|| written_otherwise(name)).unwrap_or_else(|| {
            did_you_mean(name, all()).unwrap_or_else(|| {
                let numbers = match parameters().count() {
                    0 => "this file has no parameter".to_owned(),
                    _ => format!("the parameters of this file are {}", listed(name, parameters())),
                };
                format!("the facts (spine/facts.toml) are {}; {numbers}; codes go in quotes", listed(name, facts()))
            })
        });
        self.fault("policy/unknown-fact", node, format!("there is no fact or parameter `{name}`"), |fault| {
            fault.label("not known").help(help)
        });
    }

    /// What to write where a code stands without quotes: `UC`, or `self-employed`, which is read as a subtraction.
    fn help_with_code(&self, node: &IdedExpr, name: &str) -> Option<String> {
        let word = word_around(self.written.text, self.span(node)).unwrap_or(name);
        let codes = || self.scope.facts.iter().flat_map(|fact| fact.codes().iter().map(move |code| (fact, code)));
        let (fact, code) = codes().find(|(_, code)| code.code.as_ref() == word)?;
        Some(format!("`{}` is a code of `{}`: write it in quotes, `'{}'`", code.code, fact.id, code.code))
    }

    fn call(&self, node: &IdedExpr, call: &CallExpr) -> Option<Typed> {
        let arguments = call.args.as_slice();
        if let Some(target) = call.target.as_deref() {
            return self.method(node, &call.func_name, target, arguments);
        }
        match (call.func_name.as_str(), arguments) {
            (operators::LOGICAL_AND, [left, right]) => self.together(left, right, true),
            (operators::LOGICAL_OR, [left, right]) => self.together(left, right, false),
            (operators::LOGICAL_NOT, [inner]) => {
                self.refuse_has(inner, "nobody can ever meet this")?;
                Some(Typed::Boolean(fold::not(self.boolean(inner)?)))
            }
            (operators::NEGATE, [inner]) => self.negative(node, inner),
            (operators::CONDITIONAL, [condition, yes, no]) => self.choice(node, condition, yes, no),
            (operators::IN, [left, right]) => self.membership(node, left, right),
            (name, [left, right]) if comparison(name).is_some() => {
                self.comparison(node, left, comparison(name)?, right)
            }
            (name, [left, right]) if operation(name).is_some() => self.arithmetic(node, left, operation(name)?, right),
            (name, _) if is_function(name) => self.function(node, name, arguments),
            _ => self.not_in_language(node),
        }
    }

    /// A yes or no; anything else is a fault.
    pub(super) fn boolean(&self, node: &IdedExpr) -> Option<Boolean> {
        match self.part(node)? {
            Typed::Boolean(boolean) => Some(boolean),
            other => {
                self.wrong_type(node, &other, "a yes or no");
                None
            }
        }
    }

    /// A whole number; anything else is a fault.
    pub(super) fn number(&self, node: &IdedExpr) -> Option<Number> {
        match self.part(node)? {
            Typed::Number(number) => Some(number),
            other => {
                self.wrong_type(node, &other, "a whole number");
                None
            }
        }
    }

    /// A day; anything else is a fault.
    pub(super) fn day(&self, node: &IdedExpr) -> Option<DayValue> {
        match self.part(node)? {
            Typed::Day(day) => Some(day),
            other => {
                self.wrong_type(node, &other, "a date");
                None
            }
        }
    }

    pub(super) fn wrong_type(&self, node: &IdedExpr, found: &Typed, needed: &str) {
        self.fault("policy/wrong-type", node, format!("this is {}, and {needed} is needed", found.words()), |fault| {
            let fault = fault.label(format!("not {needed}"));
            match (found, needed) {
                (Typed::Text(_), "a date") => fault.help("write `date('2024-01-31')`"),
                _ => fault,
            }
        });
    }

    /// A day written as text.
    pub(super) fn written_day(&self, node: &IdedExpr) -> Option<Day> {
        let Typed::Text(text) = self.part(node)? else {
            self.fault("policy/wrong-type", node, "`date` needs a day in quotes", |fault| {
                fault.help("write `date('2024-01-31')`")
            });
            return None;
        };
        let day = text.parse::<Day>().ok().filter(|day| day.to_string() == text);
        if day.is_none() {
            self.fault("policy/wrong-type", node, format!("`{text}` is not a day"), |fault| {
                fault.label("not in the calendar").help("write year, month and day: `date('2024-01-31')`")
            });
        }
        day
    }
}
