//! Where the parts of an expression stand in its text.

use super::check::Checker;
use cel::{IdedExpr, common::ast::Expr};
use std::ops::Range;

impl Checker<'_> {
    /// The bytes of the expression that the node and all its parts take up.
    pub(super) fn span(&self, node: &IdedExpr) -> Range<usize> {
        let own = self.tree.own_span(node);
        let parts: Vec<&IdedExpr> = match &node.expr {
            Expr::Call(call) => call.args.iter().chain(call.target.as_deref()).collect(),
            Expr::List(list) => list.elements.iter().collect(),
            _ => Vec::new(),
        };
        let all = parts
            .into_iter()
            .map(|part| self.span(part))
            .fold(own, |all, part| all.start.min(part.start)..all.end.max(part.end));
        match &node.expr {
            Expr::Call(call) if is_function(&call.func_name) => {
                let all = if call.target.is_none() { self.with_name(&call.func_name, all) } else { all };
                self.with_end(all)
            }
            _ => all,
        }
    }

    /// The bytes of a call, which the parser counts from its bracket, with its name.
    fn with_name(&self, name: &str, from_bracket: Range<usize>) -> Range<usize> {
        let before = self.written.text.get(..from_bracket.start).unwrap_or_default().trim_end();
        let start = if before.ends_with(name) { before.len() - name.len() } else { from_bracket.start };
        start..from_bracket.end
    }

    /// The bytes of a call with the bracket that ends it.
    fn with_end(&self, call: Range<usize>) -> Range<usize> {
        let rest = self.written.text.get(call.end..).unwrap_or_default();
        let blank = rest.len() - rest.trim_start().len();
        let end = if rest.trim_start().starts_with(')') { call.end + blank + 1 } else { call.end };
        call.start..end
    }
}

/// Whether the parser's name of a call is that of a function, and not an operator's.
pub(super) fn is_function(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_alphabetic())
}
