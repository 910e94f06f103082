//! The policy language: load policy text, check it, and evaluate it for a person.
//!
//! Text goes in as a [`PolicyText`] (paths and contents, read by the caller); [`load`] gives a
//! [`Policy`] and every [`Fault`] of every file. [`assess`] answers, for the facts known of a person
//! on a day in an area, which programmes the person may join: *eligible*, *not eligible* or
//! *undetermined*, each with every criterion and the citation.
//!
//! What is deliberately not here: input and output, the clock, and decisions that need more than
//! facts (who may refer, what a referral forbids, what is owed): those are in `rules`.

mod advice;
mod agreement;
mod ahead;
mod area;
mod ask_next;
mod assess;
mod contract;
mod counting;
mod day_bounds;
mod days;
mod explain;
mod extent;
mod fault;
mod funding;
mod holidays;
mod known_until;
mod layer;
mod load;
mod made_up;
mod parameter;
mod policy;
mod programme;
mod spine;
mod suggest;
mod synonyms;
mod text;
mod wording;
mod words;

pub mod differences;
pub mod expression;
pub mod facts;
pub mod places;
pub mod population;
pub mod retention;

pub use advice::{Advice, advice};
pub use agreement::{Agreement, Controllers, Signing};
pub use ahead::{Coming, ComingKind, Happens, ahead};
pub use area::{Area, Body, Nation, PriorityGroup, PublishedYear};
pub use ask_next::AskNext;
pub use assess::{
    Assessment, CriterionResult, FactUsed, ProgrammeVerdict, Truth, Verdict, WidenedResult, WideningResult, assess,
    assess_as_written, assess_one, holds,
};
pub use contract::{
    Cap, ClaimWindow, ClaimedBy, Clawback, Contract, ContractOutcome, DayFrom, Deliverable, DeliverableKind, Discount,
    EvidenceRule, Incentive, Limit, PaymentGroup, Price, PriceDay, PriceValues, Profile, Repeats, ServiceFee, Span,
    Tier, WindowLength,
};
pub use counting::{Counting, CountingNumber};
pub use day_bounds::{DayBounds, DayKind, OutOfBounds};
pub use explain::Explainer;
pub use expression::Expression;
pub use extent::Extents;
pub use facts::{
    Answer, Category, Code, FactBook, FactDefinition, FactError, FactType, Facts, PersonFileError, Value, ValueError,
};
pub use fault::Fault;
pub use funding::{MAX_STREAMS, Pool, Stream, StreamYear};
pub use holidays::Holidays;
pub use known_until::{KnownUntil, LastConfirmed};
pub use layer::{How, NoSuchParameter, Payer, Proof, Widened, Widening};
pub use load::{DayFinding, FindingKind, Loaded, NEEDS, holes_and_overlaps, load, zone_of};
pub use made_up::{somebody_eligible, somebody_kept_out};
pub use parameter::{DatedValue, Parameter, amount_in_words};
pub use places::{Distances, Gazetteer, LsoaSet, LsoaVintage, Place, PlaceRecord};
pub use policy::Policy;
pub use programme::{Criterion, Programme, Standing, StandingKind};
pub use retention::Keep;
pub use spine::{
    Counts, DayCount, LeastWork, Level, LocalStandard, OutcomeDefinition, Purpose, Serves, Standard, WorkFrom,
};
pub use suggest::nearest;
pub use synonyms::Synonym;
pub use text::{PolicyText, Version};
pub use wording::Wording;
pub use words::{EvidenceKind, Words};
