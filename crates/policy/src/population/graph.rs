//! What a plan asks of each person: yes-no questions and how they hang together, each question once.

use crate::{
    Parameter,
    expression::ir::{AreaIndex, Boolean, CodeIndex, FactIndex},
};
use indexmap::IndexSet;

/// The position of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct NodeIndex(pub(super) usize);

/// A node, or its negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Part {
    pub(super) node: NodeIndex,
    pub(super) negated: bool,
}

/// A condition that is true of a person, false, or unknown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Node {
    /// The same for everybody: true, or (with `false`) unknown. What is always false is the first negated.
    Constant(bool),
    /// The answer to a yes-no fact.
    Yes(FactIndex),
    /// The any-of fact has the code among others.
    Contains(FactIndex, CodeIndex),
    /// The number, day or code of the fact is one of these.
    Among(FactIndex, Among),
    /// The place lies in the area.
    Within(FactIndex, AreaIndex),
    /// Every part is true. "At least one is true" is the negation of the negations of all.
    All(Box<[Part]>),
    /// One of the questions that are asked row by row.
    RowByRow(usize),
}

/// Numbers from the first to the last, both included; empty when the last is before the first.
pub(super) type Interval = (i64, i64);

/// A set of numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Among {
    /// The numbers, without overlaps.
    pub(super) intervals: Box<[Interval]>,
    /// The numbers for which there is an answer; it is unknown for others.
    pub(super) defined: Interval,
}

/// An expression that has no form in columns, with the parameters that it reads.
#[derive(Debug, Clone)]
pub(super) struct RowByRow<'a> {
    pub(super) boolean: &'a Boolean,
    pub(super) parameters: &'a [Parameter],
    pub(super) facts: Vec<FactIndex>,
}

/// Every node of a plan. A node comes after its parts.
#[derive(Debug, Clone, Default)]
pub(super) struct Graph<'a> {
    nodes: IndexSet<Node>,
    row_by_row: Vec<RowByRow<'a>>,
}

impl<'a> Graph<'a> {
    /// The nodes in order.
    pub(super) fn nodes(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.nodes.iter()
    }

    /// The question of a [`Node::RowByRow`].
    pub(super) fn row_by_row(&self, number: usize) -> Option<&RowByRow<'a>> {
        self.row_by_row.get(number)
    }

    /// The facts and areas of every [`Node::Within`].
    pub(super) fn places(&self) -> impl Iterator<Item = (FactIndex, AreaIndex)> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Within(fact, area) => Some((*fact, *area)),
            _ => None,
        })
    }

    /// The node, which may be there already.
    pub(super) fn node(&mut self, node: Node) -> Part {
        let (position, _) = self.nodes.insert_full(node);
        Part { node: NodeIndex(position), negated: false }
    }

    /// So, or not, for everybody.
    pub(super) fn constant(&mut self, so: bool) -> Part {
        let part = self.node(Node::Constant(true));
        if so { part } else { !part }
    }

    /// Unknown for everybody.
    pub(super) fn unknown(&mut self) -> Part {
        self.node(Node::Constant(false))
    }

    /// A question to be asked row by row.
    pub(super) fn add_row_by_row(&mut self, question: RowByRow<'a>) -> Part {
        self.row_by_row.push(question);
        self.node(Node::RowByRow(self.row_by_row.len() - 1))
    }

    /// Every part is so.
    pub(super) fn all(&mut self, parts: impl IntoIterator<Item = Part>) -> Part {
        let always = self.constant(true);
        let mut parts: Vec<Part> = parts.into_iter().filter(|part| *part != always).collect();
        parts.sort_unstable();
        parts.dedup();
        match parts.as_slice() {
            [] => always,
            [only] => *only,
            _ if parts.contains(&!always) => !always,
            _ => self.node(Node::All(parts.into())),
        }
    }

    /// At least one part is so.
    pub(super) fn any(&mut self, parts: impl IntoIterator<Item = Part>) -> Part {
        !self.all(parts.into_iter().map(|part| !part))
    }
}

impl std::ops::Not for Part {
    type Output = Part;

    fn not(self) -> Part {
        Part { negated: !self.negated, ..self }
    }
}
