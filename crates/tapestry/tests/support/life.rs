//! What people do with one record, by the forms of the real pages: from registering to the approved claim.
#![expect(clippy::unwrap_used, clippy::panic, reason = "tests")]

use crate::{
    example::{ADVISER, BUYERS, PROVIDER, page},
    support::{post, sign_in},
};
use chrono::{Datelike, TimeDelta, Utc};
use uuid::Uuid;

/// Somebody who is signed in, and the node on which they work.
#[derive(Debug, Clone)]
pub struct Seat {
    pub address: String,
    pub cookie: String,
}

impl Seat {
    /// Signs in.
    pub fn take(address: &str, email: &str) -> Self {
        Self { address: address.to_owned(), cookie: sign_in(address, email) }
    }

    fn page(&self, path: &str) -> String {
        page(&self.address, path, &self.cookie)
    }

    /// Sends a form; where it leads when it was acknowledged. `None` when the program is gone.
    fn send(&self, path: &str, form: &[(&str, String)]) -> Option<Option<String>> {
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        match post(&self.address, path, &self.cookie, &form)? {
            (303, place, _) => Some(Some(place)),
            (409 | 422 | 500 | 503, ..) => Some(None),
            (status, ..) => panic!("{path} was answered with {status}"),
        }
    }
}

/// Those who work together on one record.
#[derive(Debug, Clone)]
pub struct Team {
    pub adviser: Seat,
    pub provider: Seat,
    pub buyers: Vec<Seat>,
    /// How far the clock of the nodes is from the one here.
    pub ahead: TimeDelta,
}

/// The value of the first hidden field of that name.
fn hidden(page: &str, name: &str) -> Option<String> {
    let field = format!("name=\"{name}\" value=\"");
    Some(page.split(&field).nth(1)?.split('"').next()?.to_owned())
}

/// The id in the first link to a single thing below a path: `/claims/…`.
fn linked(page: &str, path: &str) -> Option<Uuid> {
    page.split(&format!("href=\"{path}/")).skip(1).find_map(|rest| rest.get(..36)?.parse().ok())
}

impl Team {
    /// Today by the nodes' clock, as a date's three boxes.
    fn today(&self, field: &str) -> [(String, String); 3] {
        let today = (Utc::now() + self.ahead).date_naive();
        let part = |part: &str, value: u32| (format!("{field}-{part}"), value.to_string());
        [part("day", today.day()), part("month", today.month()), part("year", today.year().unsigned_abs())]
    }

    /// Everybody signs in, the second buyer on the other node.
    pub fn sign_in(address: &str, other: &str) -> Self {
        let [buyer, colleague] = BUYERS;
        Self {
            adviser: Seat::take(address, ADVISER),
            provider: Seat::take(other, PROVIDER),
            buyers: vec![Seat::take(address, buyer), Seat::take(other, colleague)],
            ahead: TimeDelta::zero(),
        }
    }

    /// Registers somebody.
    pub fn register(&self) -> Option<Option<Uuid>> {
        let form = [("given_name", "Kim"), ("family_name", "Kettle"), ("agreed", "yes")];
        let form = form.map(|(name, value)| (name, value.to_owned()));
        let place = self.adviser.send("/people/new", &form)?;
        Some(place.map(|place| place.get(8..44).unwrap().parse().unwrap()))
    }

    /// Writes down an answer of a person.
    fn answer(&self, person: Uuid, fact: &str, value: &str) -> Option<bool> {
        let dated = self.today("known");
        let mut form = vec![("answer", value.to_owned()), ("source", "Told to the adviser".to_owned())];
        form.extend(dated.iter().map(|(name, value)| (name.as_str(), value.clone())));
        Some(self.adviser.send(&format!("/people/{person}/facts/{fact}"), &form)?.is_some())
    }

    /// Everything that is done with one person, each acknowledged step told to `done`; ends early when a step fails.
    /// Both buyers try to approve what is claimed. `None` when the program is gone.
    pub fn live(&self, done: &mut dyn FnMut(&str, Uuid)) -> Option<()> {
        let Some(person) = self.register()? else { return Some(()) };
        done("register-person", person);
        for (fact, value) in [("disabled", "yes"), ("current_programmes", "none-of-these")] {
            if !self.answer(person, fact, value)? {
                return Some(());
            }
        }
        let form = [("provider", "heartlands-works"), ("agreed", "yes"), ("answer-capacity", "Rang: yes")];
        let form = form.map(|(name, value)| (name, value.to_owned()));
        if self.adviser.send(&format!("/people/{person}/refer/connect-to-work"), &form)?.is_none() {
            return Some(());
        }
        done("send-referral", person);
        let record = self.adviser.page(&format!("/people/{person}"));
        let Some(referral) = linked(&record, "/referrals") else { return Some(()) };
        let participant = format!("/participants/{referral}");
        let first = [("version", "1".to_owned())];
        if self.provider.send(&format!("{participant}/accept"), &first)?.is_none() {
            return Some(());
        }
        done("accept-referral", referral);
        let dated = self.today("on");
        let mut form = vec![("version", "2".to_owned())];
        form.extend(dated.iter().map(|(name, value)| (name.as_str(), value.clone())));
        if self.provider.send(&format!("{participant}/start"), &form)?.is_none() {
            return Some(());
        }
        done("record-start", referral);
        self.claim(&participant, done)
    }

    /// Claims the start with its evidence, and has it approved by whichever buyer is first.
    fn claim(&self, participant: &str, done: &mut dyn FnMut(&str, Uuid)) -> Option<()> {
        let Some(claim) = linked(&self.provider.page(participant), "/claims") else { return Some(()) };
        let path = format!("/claims/{claim}");
        let Some(version) = hidden(&self.provider.page(&path), "version") else { return Some(()) };
        let form = [("version", version), ("evidence", "attendance-record".to_owned())];
        if self.provider.send(&format!("{path}/claim"), &form)?.is_none() {
            return Some(());
        }
        done("submit-claim", claim);
        let shown: Vec<Option<String>> =
            self.buyers.iter().map(|buyer| hidden(&buyer.page(&path), "version")).collect();
        // Both saw the same version, and both press the button.
        let approved: Vec<Option<bool>> = std::thread::scope(|scope| {
            let press = self.buyers.iter().zip(&shown).map(|(buyer, version)| {
                let path = &path;
                scope.spawn(move || {
                    let Some(version) = version.clone() else { return Some(false) };
                    Some(buyer.send(&format!("{path}/approve"), &[("version", version)])?.is_some())
                })
            });
            let press: Vec<_> = press.collect();
            press.into_iter().map(|task| task.join().unwrap()).collect()
        });
        for _ in approved.iter().filter(|approved| **approved == Some(true)) {
            done("approve-claim", claim);
        }
        approved.into_iter().all(|approved| approved.is_some()).then_some(())
    }
}
