//! What will begin, end or change, and when, as the text says it today.
//!
//! *Applies*: programmes, their conditions and numbers, contracts and their prices, streams of money, and agreements to
//! share, as seen from one area. *Simplified*: a value that an area sets counts from its own first day.

use crate::{Agreement, Area, Contract, DatedValue, Parameter, Policy, Programme, Stream};
use chrono::Months;
use kernel::{Day, Pence, in_words};
use serde::Serialize;
use std::collections::BTreeSet;

/// Something that begins, ends or changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coming {
    /// The day: the last day of what ends, the first day of what begins or changes.
    pub on: Day,
    /// What kind of thing it is.
    pub what: ComingKind,
    /// What happens to it.
    pub happens: Happens,
    /// Its name.
    pub name: String,
    /// What happens, in one sentence.
    pub says: String,
    /// The reason code, which leads to the text.
    pub code: String,
    /// Ids of the programmes whose people it touches, in order.
    pub programmes: BTreeSet<String>,
}

/// What kind of thing is coming.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ComingKind {
    /// A programme takes people, or stops doing so.
    Programme,
    /// A condition of a programme.
    Criterion,
    /// A number of a programme or contract.
    Parameter,
    /// A contract.
    Contract,
    /// A price of a contract.
    Price,
    /// A stream of money, and its years.
    Funding,
    /// An agreement to share facts.
    Agreement,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Happens {
    /// It begins.
    Begins,
    /// It ends, and nothing of the text takes its place.
    Ends,
    /// It becomes another.
    Changes,
}

/// What is coming in `area` from the day `from`, included, to the day a given number of months later, not included. In order
/// of day, then of kind and code.
#[must_use]
pub fn ahead(policy: &Policy, area: &Area, from: Day, months: u32) -> Vec<Coming> {
    let end = from.checked_add_months(Months::new(months)).unwrap_or(Day::MAX);
    let mut watch = Watch { from, end, found: Vec::new() };
    for programme in policy.programmes_in(area) {
        watch.programme(programme);
    }
    for contract in area.contracts.values() {
        watch.contract(contract);
    }
    for stream in area.funding.values() {
        watch.stream(stream, &may_pay(policy, area, stream));
    }
    for agreement in area.agreements.values() {
        watch.agreement(area, agreement);
    }
    let mut found = watch.found;
    found.sort_by(|one, other| (one.on, one.what, &one.code).cmp(&(other.on, other.what, &other.code)));
    found
}

/// The days looked at, and what was found.
struct Watch {
    from: Day,
    end: Day,
    found: Vec<Coming>,
}

/// What something is, while its days are looked at.
struct Subject<'a> {
    what: ComingKind,
    name: &'a str,
    code: String,
    programmes: &'a [&'a str],
}

impl Watch {
    fn sees(&self, day: Option<Day>) -> Option<Day> {
        day.filter(|day| self.from <= *day && *day < self.end)
    }

    fn add(&mut self, subject: &Subject<'_>, on: Day, happens: Happens, says: String) {
        self.found.push(Coming {
            on,
            what: subject.what,
            happens,
            name: subject.name.to_owned(),
            says,
            code: subject.code.clone(),
            programmes: subject.programmes.iter().map(|id| (*id).to_owned()).collect(),
        });
    }

    fn programme(&mut self, programme: &Programme) {
        let of = [programme.id.as_ref()];
        let code = format!("{}#open", programme.path);
        let subject = Subject { what: ComingKind::Programme, name: &programme.name, code, programmes: &of };
        if let Some(on) = self.sees(programme.from) {
            self.add(&subject, on, Happens::Begins, format!("It takes new people from {}.", in_words(on)));
        }
        if let Some(on) = self.sees(programme.until) {
            self.add(&subject, on, Happens::Ends, format!("It takes no new people after {}.", in_words(on)));
        }
        if let Some(on) = self.sees(programme.known_until.as_deref().map(|known| known.day)) {
            let says =
                format!("Its rules were last confirmed for {}. After that it is not known who may join.", in_words(on));
            self.add(&subject, on, Happens::Ends, says);
        }
        self.criteria(programme);
        for parameter in &programme.parameters {
            let code = format!("{}#{}", programme.path, parameter.id);
            let name = format!("{}: {}", programme.name, said(parameter));
            let subject = Subject { what: ComingKind::Parameter, name: &name, code, programmes: &of };
            // Beyond the last day of the programme nobody asks for the number.
            let last = programme.until;
            self.values(&subject, &parameter.values, (programme.from, last), &|is| parameter.in_words(is));
        }
    }

    /// Conditions that come, go, or take the place of one with the same id.
    fn criteria(&mut self, programme: &Programme) {
        let of = [programme.id.as_ref()];
        for criterion in &programme.criteria {
            let name = format!("{}: a condition", programme.name);
            let subject =
                Subject { what: ComingKind::Criterion, name: &name, code: criterion.code.to_string(), programmes: &of };
            let same = || programme.criteria.iter().filter(|other| other.id == criterion.id);
            if let Some(on) = self.sees(criterion.from).filter(|_| criterion.from != programme.from) {
                let says = criterion.says.on(on);
                match on.pred_opt().and_then(|day| same().find(|other| other.in_force_on(day))) {
                    Some(before) => {
                        let before = before.says.on(on.pred_opt().unwrap_or(on));
                        let says = format!("From {}: {says}. Until then: {before}.", in_words(on));
                        self.add(&subject, on, Happens::Changes, says);
                    }
                    None => self.add(&subject, on, Happens::Begins, format!("From {}: {says}.", in_words(on))),
                }
            }
            let own = criterion.known_until.as_deref().map(|known| known.day);
            if let Some(on) = self.sees(own).filter(|_| own != programme.known_until.as_deref().map(|known| known.day))
            {
                let says = format!(
                    "This was last confirmed for {}; after that it is not known whether it is asked: {}.",
                    in_words(on),
                    criterion.says.on(on)
                );
                self.add(&subject, on, Happens::Ends, says);
            }
            if let Some(on) = self.sees(criterion.until).filter(|_| criterion.until != programme.until) {
                let next = on.succ_opt();
                if !same().any(|other| next.is_some_and(|next| other.in_force_on(next))) {
                    let says = format!("After {} it is not asked any more: {}.", in_words(on), criterion.says.on(on));
                    self.add(&subject, on, Happens::Ends, says);
                }
            }
        }
    }

    fn contract(&mut self, contract: &Contract) {
        let of = [contract.programme.as_str()];
        let subject =
            Subject { what: ComingKind::Contract, name: &contract.name, code: contract.path.clone(), programmes: &of };
        if let Some(on) = self.sees(Some(contract.period.from)) {
            self.add(&subject, on, Happens::Begins, format!("The contract begins on {}.", in_words(on)));
        }
        if let Some(on) = self.sees(contract.period.until) {
            self.add(&subject, on, Happens::Ends, format!("The contract ends on {}.", in_words(on)));
        }
        let days = (Some(contract.period.from), contract.period.until);
        for price in &contract.prices {
            let name = format!("{}: price of {}", contract.name, price.outcome.replace('-', " "));
            let code = format!("{}#{}", contract.path, price.outcome);
            let subject = Subject { what: ComingKind::Price, name: &name, code, programmes: &of };
            self.values(&subject, price.dated(), days, &|is| Pence(is).to_string());
        }
        for parameter in &contract.parameters {
            let name = format!("{}: {}", contract.name, said(parameter));
            let code = format!("{}#{}", contract.path, parameter.id);
            let subject = Subject { what: ComingKind::Parameter, name: &name, code, programmes: &of };
            self.values(&subject, &parameter.values, days, &|is| parameter.in_words(is));
        }
    }

    /// The years of a stream. One that follows on the day after another changes the amount; the last one ends it.
    fn stream(&mut self, stream: &Stream, programmes: &[&str]) {
        let code = format!("{}#year", stream.path);
        let subject = Subject { what: ComingKind::Funding, name: &stream.name, code, programmes };
        for (number, year) in stream.years.iter().enumerate() {
            let before = number.checked_sub(1).and_then(|before| stream.years.get(before));
            let follows =
                before.filter(|before| before.period.until.and_then(|day| day.succ_opt()) == Some(year.period.from));
            if let Some(on) = self.sees(Some(year.period.from)) {
                let (day, amount) = (in_words(on), year.amount);
                match follows {
                    Some(before) => {
                        let says = format!("It has {amount} from {day}. In the year before it has {}.", before.amount);
                        self.add(&subject, on, Happens::Changes, says);
                    }
                    None => self.add(&subject, on, Happens::Begins, format!("It has {amount} from {day}.")),
                }
            }
            let next = stream.years.get(number + 1);
            let goes_on = next.is_some_and(|next| next.period.from.pred_opt() == year.period.until);
            if let Some(on) = self.sees(year.period.until).filter(|_| !goes_on) {
                let says = format!("It has no money after {}.", in_words(on));
                self.add(&subject, on, Happens::Ends, says);
            }
        }
    }

    /// Values that take each other's place. What begins or ends with the thing that they belong to is not told.
    fn values(
        &mut self,
        subject: &Subject<'_>,
        values: &[DatedValue],
        (first, last): (Option<Day>, Option<Day>),
        write: &dyn Fn(i64) -> String,
    ) {
        let lasts = |day: Day| last.is_none_or(|last| day <= last);
        for (number, value) in values.iter().enumerate() {
            let before = number.checked_sub(1).and_then(|before| values.get(before));
            let is = write(value.is);
            if let Some(on) = self.sees(Some(value.period.from)).filter(|on| lasts(*on)) {
                let day = in_words(on);
                match before {
                    Some(before) if before.is != value.is => {
                        let says = format!("It is {is} from {day}. Until then it is {}.", write(before.is));
                        self.add(subject, on, Happens::Changes, says);
                    }
                    None if first != Some(on) => {
                        self.add(subject, on, Happens::Begins, format!("It is {is} from {day}."));
                    }
                    _ => {}
                }
            }
            let ends = self.sees(value.period.until).filter(|on| lasts(*on) && last != Some(*on));
            if let Some(on) = ends.filter(|_| number + 1 == values.len()) {
                let says = format!("It is {is} until {}. The text gives no value after that.", in_words(on));
                self.add(subject, on, Happens::Ends, says);
            }
        }
    }

    fn agreement(&mut self, area: &Area, agreement: &Agreement) {
        let party = |body: &str| agreement.between.iter().any(|party| party == body);
        let contracts = area.contracts.values().filter(|contract| party(&contract.provider));
        let offers = area.bodies.values().filter(|body| party(&body.id)).flat_map(|body| &body.offers);
        let of: Vec<&str> =
            contracts.map(|contract| contract.programme.as_str()).chain(offers.map(String::as_str)).collect();
        let code = format!("areas/{}/area#{}", area.id, agreement.id);
        let subject = Subject { what: ComingKind::Agreement, name: &agreement.name, code, programmes: &of };
        if let Some(on) = self.sees(Some(agreement.period.from)) {
            self.add(&subject, on, Happens::Begins, format!("Its bodies may share facts from {}.", in_words(on)));
        }
        if let Some(on) = self.sees(agreement.period.until) {
            self.add(&subject, on, Happens::Ends, format!("Its bodies may not share facts after {}.", in_words(on)));
        }
    }
}

/// The programmes under contract in the area whose costs the stream may pay.
fn may_pay<'a>(policy: &'a Policy, area: &'a Area, stream: &Stream) -> Vec<&'a str> {
    let may = |programme: &&Programme| {
        let among = |ids: &[String]| ids.iter().any(|id| **id == *programme.id);
        let listed = (stream.programmes.is_empty() || among(&stream.programmes)) && !among(&stream.not_beside);
        listed && (stream.pays.is_empty() || programme.gives.iter().all(|need| stream.pays.contains(need)))
    };
    let contracts = area.contracts.values().filter_map(|contract| policy.programme(area, &contract.programme));
    contracts.filter(may).map(|programme| programme.id.as_ref()).collect()
}

/// What a number is called.
fn said(parameter: &Parameter) -> String {
    if parameter.says.is_empty() { parameter.id.replace('_', " ") } else { lower_first(&parameter.says) }
}

fn lower_first(text: &str) -> String {
    let mut characters = text.chars();
    let first: String = characters.next().into_iter().flat_map(char::to_lowercase).collect();
    first + characters.as_str()
}
