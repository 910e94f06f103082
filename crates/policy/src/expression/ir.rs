//! The checked form of an expression: typed, with every name resolved to a position.
//!
//! Every node is free of side effects. A node that reads a fact which is not known has no value; how
//! that passes upwards is in `evaluate`.

use crate::places::Distances;
use kernel::Day;
use std::sync::Arc;

/// The position of a fact in the [`FactBook`](crate::FactBook).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactIndex(pub usize);

/// The position of a parameter in the expression's own list of parameters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ParameterIndex(pub usize);

/// The position of an area in [`Policy::areas`](crate::Policy::areas).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AreaIndex(pub usize);

/// The position of a code in the definition of its fact.
pub type CodeIndex = usize;

/// Something that is so, is not so, or is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Boolean {
    /// Always so, or never.
    Constant(bool),
    /// The answer to a yes-no fact.
    Fact(FactIndex),
    /// Not so.
    Not(Box<Boolean>),
    /// Every one is so.
    All(Vec<Boolean>),
    /// At least one is so.
    Any(Vec<Boolean>),
    /// The two are the same, both so or both not so.
    Same(Box<Boolean>, Box<Boolean>),
    /// Two numbers compared.
    Numbers(Number, Comparison, Number),
    /// Two days compared; the later is the greater.
    Days(DayValue, Comparison, DayValue),
    /// The one-of fact has one of the codes.
    CodeIn(FactIndex, Vec<CodeIndex>),
    /// The any-of fact has the code among others.
    Contains(FactIndex, CodeIndex),
    /// The place lies in the area.
    Within(FactIndex, AreaIndex),
    /// The second if the first is so, otherwise the third.
    Choice(Box<Boolean>, Box<Boolean>, Box<Boolean>),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Not the same.
    NotEqual,
    /// The left is smaller.
    Less,
    /// The left is smaller or the same.
    LessOrEqual,
    /// The left is greater.
    Greater,
    /// The left is greater or the same.
    GreaterOrEqual,
}

/// A whole number: a count, or an amount of money in pence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Number {
    /// Written in the text.
    Constant(i64),
    /// The answer to a whole-number or pence fact.
    Fact(FactIndex),
    /// The value of a parameter on the day.
    Parameter(ParameterIndex),
    /// The number of codes that an any-of fact has.
    Size(FactIndex),
    /// Kilometres from the small area of a place fact to a point, rounded up; no value for an area
    /// whose middle is not known.
    Distance(FactIndex, Arc<Distances>),
    /// Arithmetic on two numbers; no value when the result does not fit.
    Arithmetic(Box<Number>, Operation, Box<Number>),
    /// The sign turned.
    Negative(Box<Number>),
    /// Completed units of time from one day to another; negative when the second is earlier.
    Completed(TimeUnit, Box<DayValue>, Box<DayValue>),
    /// The second if the first is so, otherwise the third.
    Choice(Box<Boolean>, Box<Number>, Box<Number>),
}

/// Arithmetic on whole numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Operation {
    /// Sum.
    Add,
    /// Difference.
    Subtract,
    /// Product.
    Multiply,
    /// Quotient, rounded towards zero.
    Divide,
    /// Remainder, with the sign of the left.
    Remainder,
}

/// A unit in which time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeUnit {
    /// Days.
    Days,
    /// Weeks of seven days.
    Weeks,
    /// Calendar months.
    Months,
    /// Calendar years.
    Years,
}

/// A calendar day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DayValue {
    /// Written in the text.
    Constant(Day),
    /// The day asked about.
    Today,
    /// The answer to a date fact.
    Fact(FactIndex),
    /// 1 August on or before the day asked about.
    FundingYearStart,
    /// So many days after a day.
    After(Box<DayValue>, Box<Number>),
    /// The second if the first is so, otherwise the third.
    Choice(Box<Boolean>, Box<DayValue>, Box<DayValue>),
}
