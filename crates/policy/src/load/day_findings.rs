//! Holes and overlaps of a policy on the days of a period.

use crate::{
    Area, Contract, Criterion, DatedValue, Parameter, Policy, Price, PriceValues, Programme,
    days::{shared, uncovered},
    wording::placeholders,
};
use kernel::{Day, Period, in_words};
use serde::Serialize;
use std::collections::BTreeSet;

/// Days on which something is missing, or is there twice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DayFinding {
    /// Whether something is missing or is there twice.
    pub kind: FindingKind,
    /// Where: a reason code, `spine/programmes/restart#months_on_benefit`.
    pub code: String,
    /// The first day, included.
    pub from: Day,
    /// The last day of those looked at, included.
    pub until: Day,
    /// What is missing or doubled, and what counts on it.
    pub says: String,
}

/// What is wrong with the days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// Something is missing that something else counts on.
    Hole,
    /// There are two of one thing.
    Overlap,
}

impl DayFinding {
    /// The days in words: `from 1 January 2022 to 31 January 2022`, or `on 1 January 2022`.
    #[must_use]
    pub fn days_in_words(&self) -> String {
        if self.from == self.until {
            format!("on {}", in_words(self.from))
        } else {
            format!("from {} to {}", in_words(self.from), in_words(self.until))
        }
    }
}

/// Every finding on the days `within`, each once, by first day, then by place.
pub(super) fn of(policy: &Policy, within: Period) -> Vec<DayFinding> {
    let mut looking = Looking { within, found: Vec::new() };
    for programme in policy.programmes.values() {
        looking.programme(programme);
    }
    for area in policy.areas.values() {
        // What an area's layer leaves as it is has been found in the spine, and is kept once.
        area.programmes.values().chain(area.layered.values()).for_each(|programme| looking.programme(programme));
        area.contracts.values().for_each(|contract| looking.contract(area, contract));
    }
    let mut found = looking.found;
    found.sort_by(|one, other| (one.from, &one.code, one.kind).cmp(&(other.from, &other.code, other.kind)));
    found.dedup();
    found
}

struct Looking {
    within: Period,
    found: Vec<DayFinding>,
}

impl Looking {
    fn add(&mut self, kind: FindingKind, code: String, days: impl IntoIterator<Item = Period>, says: &str) {
        for days in days {
            let days = shared(days, self.within);
            let days = days.and_then(|days| Some((days.from, days.until.or(self.within.until)?)));
            self.found.extend(days.map(|(from, until)| DayFinding {
                kind,
                code: code.clone(),
                from,
                until,
                says: says.to_owned(),
            }));
        }
    }

    fn programme(&mut self, programme: &Programme) {
        let open = Period { from: programme.from.unwrap_or(Day::MIN), until: programme.until };
        let Some(open) = shared(open, self.within) else { return };
        for parameter in &programme.parameters {
            let code = format!("{}#{}", programme.path, parameter.id);
            self.twice(&code, &format!("`{}` has two values", parameter.id), &parameter.values, open);
            for criterion in programme.criteria.iter().filter(|criterion| reads(criterion, parameter)) {
                let Some(needed) = shared(days(criterion), open) else { continue };
                let holes = parameter.days_without_value(Some(needed.from), needed.until);
                let says = format!("`{}` has no value, and `{}` reads it", parameter.id, criterion.id);
                self.add(FindingKind::Hole, code.clone(), holes, &says);
            }
        }
        let ids: BTreeSet<&str> = programme.criteria.iter().map(|criterion| criterion.id.as_ref()).collect();
        for id in ids {
            let all: Vec<&Criterion> =
                programme.criteria.iter().filter(|criterion| criterion.id.as_ref() == id).collect();
            self.criteria_of_one_id(programme, &all, open);
        }
    }

    /// Criteria with one id follow each other: no two on one day, and no day without one between them.
    fn criteria_of_one_id(&mut self, programme: &Programme, all: &[&Criterion], open: Period) {
        let Some(first) = all.first() else { return };
        let code = first.code.to_string();
        for (place, one) in all.iter().enumerate() {
            let others = all.iter().skip(place + 1).filter_map(|other| shared(days(one), days(other)));
            let both: Vec<Period> = others.filter_map(|both| shared(both, open)).collect();
            let says = format!("two criteria `{}` of {} are in force", one.id, programme.name);
            self.add(FindingKind::Overlap, code.clone(), both, &says);
        }
        let begins = all.iter().map(|criterion| days(criterion).from).min();
        let last = all.iter().map(|criterion| criterion.until).max_by_key(|until| until.unwrap_or(Day::MAX)).flatten();
        let between = uncovered(all.iter().map(|criterion| days(criterion)), (begins, last));
        let between = between.into_iter().filter_map(|days| shared(days, open));
        let says = format!(
            "no criterion `{}` of {} is in force, though one was before and one is after",
            first.id, programme.name
        );
        self.add(FindingKind::Hole, code, between.collect::<Vec<_>>(), &says);
    }

    /// Reports days of `open` on which two of the values hold.
    fn twice(&mut self, code: &str, says: &str, values: &[DatedValue], open: Period) {
        for (place, one) in values.iter().enumerate() {
            let others = values.iter().skip(place + 1).filter_map(|other| shared(one.period, other.period));
            let both: Vec<Period> = others.filter_map(|both| shared(both, open)).collect();
            self.add(FindingKind::Overlap, code.to_owned(), both, says);
        }
    }

    fn contract(&mut self, area: &Area, contract: &Contract) {
        let Some(runs) = shared(contract.period, self.within) else { return };
        for parameter in &contract.parameters {
            let code = format!("{}#{}", contract.path, parameter.id);
            self.twice(&code, &format!("`{}` has two values", parameter.id), &parameter.values, runs);
            let holes = parameter.days_without_value(Some(runs.from), runs.until);
            self.add(
                FindingKind::Hole,
                code,
                holes,
                &format!("`{}` has no value, and {} runs", parameter.id, contract.name),
            );
        }
        for price in &contract.prices {
            self.price(contract, price, runs);
        }
        self.agreements(area, contract, runs);
    }

    /// A price by date has one value on each day for those whom it is for. That of a group stands beside that for
    /// everybody, and a price by year of the contract, or as a share of a parameter, has no days of its own.
    fn price(&mut self, contract: &Contract, price: &Price, runs: Period) {
        let PriceValues::Dated(values) = &price.values else { return };
        let code = format!("{}#{}", contract.path, price.outcome);
        let for_group = price.group.as_ref().map_or_else(String::new, |group| format!(" for the group `{group}`"));
        self.twice(&code, &format!("`{}` has two prices{for_group}", price.outcome), values, runs);
        let holes = uncovered(values.iter().map(|value| value.period), (Some(runs.from), runs.until));
        let says = format!("`{}` has no price{for_group}, and {} runs", price.outcome, contract.name);
        self.add(FindingKind::Hole, code, holes, &says);
    }

    /// A contract under which people are sent needs an agreement to share between the two bodies.
    fn agreements(&mut self, area: &Area, contract: &Contract, runs: Period) {
        if contract.buyer == contract.provider {
            return;
        }
        let bodies = [&contract.buyer, &contract.provider];
        let between = area.agreements.values().filter(|one| bodies.iter().all(|body| one.between.contains(body)));
        let holes = uncovered(between.map(|agreement| agreement.period), (Some(runs.from), runs.until));
        let says = format!(
            "no agreement to share between `{}` and `{}`, and {} runs: nothing can be checked or paid",
            contract.buyer, contract.provider, contract.name
        );
        self.add(FindingKind::Hole, contract.path.clone(), holes, &says);
    }
}

fn days(criterion: &Criterion) -> Period {
    Period { from: criterion.from.unwrap_or(Day::MIN), until: criterion.until }
}

fn reads(criterion: &Criterion, parameter: &Parameter) -> bool {
    criterion.when.reads_parameter(&parameter.id)
        || placeholders(criterion.says.written()).contains(&parameter.id.as_ref())
}
