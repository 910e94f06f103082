//! The stage: the application with a clock that can be moved, and the commands in the form in which
//! the situations call them.

use super::{Plan, draw::Draw};
use crate::{
    Application,
    account::SignedIn,
    claim, delivery,
    delivery::NewSpell,
    person::{self, NewAnswer, NewPerson},
    referral::{self, Chosen, NewReferral, Outcome},
};
use anyhow::{Context, Result, bail};
use chrono::{Days, NaiveTime, TimeDelta};
use kernel::{ClaimId, Day, FixedClock, Moment, Pence, PersonId, ReferralId, SpellId};
use policy::Value;
use rules::outcome::SpellKind;
use std::collections::BTreeMap;

/// Where made-up things happen.
pub(super) struct Stage<'a> {
    pub(super) app: &'a Application,
    pub(super) chance: Draw,
    clock: &'a FixedClock,
    now: Moment,
    steps: i64,
}

/// Somebody to register, with what they answer.
#[derive(Debug, Clone)]
pub(super) struct Made {
    pub(super) given_name: String,
    pub(super) family_name: String,
    /// Answers to the questions of these facts.
    pub(super) answers: Vec<(&'static str, Value)>,
}

/// A referral on its way, with the version that the next command must name.
#[derive(Debug, Clone, Copy)]
pub(super) struct Journey {
    pub(super) referral: ReferralId,
    version: i32,
}

/// A job, as a provider would record it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Job {
    pub(super) from: Day,
    pub(super) until: Option<Day>,
    pub(super) hours_per_week: u16,
    pub(super) earnings_week: Pence,
}

impl<'a> Stage<'a> {
    pub(super) fn new(app: &'a Application, clock: &'a FixedClock, plan: &Plan) -> Self {
        Self { app, chance: Draw::new(plan.seed), clock, now: plan.now, steps: 0 }
    }

    /// The day a given number of days before the present one.
    pub(super) fn days_ago(&self, days: u64) -> Day {
        self.app.policy.time_zone.day(self.now) - Days::new(days)
    }

    /// Moves the clock to a working hour of `day`; each call a second later than the last, so that
    /// what is done in order is recorded in order. Never later than the present moment.
    pub(super) fn on(&mut self, day: Day) {
        self.steps += 1;
        let moment = day.and_time(NaiveTime::MIN).and_utc() + TimeDelta::hours(9);
        let within_the_day = TimeDelta::seconds(self.steps % (7 * 60 * 60));
        let latest = self.now - TimeDelta::hours(8) + within_the_day;
        self.clock.set((moment + within_the_day).min(latest));
    }

    /// Registers somebody on the adviser's caseload, on the day of the clock, with their answers.
    pub(super) async fn register(&mut self, adviser: &SignedIn, made: Made) -> Result<PersonId> {
        let person = loop {
            // Numbers that Ofcom keeps free for drama: there are a thousand, so that two people may draw one.
            let telephone = format!("07700 900{:03}", self.chance.number(0..=999));
            let new = NewPerson {
                given_name: made.given_name.clone(),
                family_name: made.family_name.clone(),
                telephone: self.chance.percent(85).then_some(telephone),
                email: None,
                agreed: true,
            };
            match person::register(self.app, adviser, new).await {
                // Of like names and with one number they would be one person: another number is drawn.
                Err(error) if error.is("person/same-person") => {}
                registered => break registered.context("cannot register a made-up person")?,
            }
        };
        self.answer(adviser, person, made.answers).await?;
        Ok(person)
    }

    /// Records answers, told to the adviser on the day of the clock.
    pub(super) async fn answer(
        &self,
        adviser: &SignedIn,
        person: PersonId,
        answers: Vec<(&'static str, Value)>,
    ) -> Result<()> {
        let known_on = self.app.today();
        let answers = answers.into_iter().map(|(fact, value)| NewAnswer {
            fact: fact.to_owned(),
            value: Some(value),
            source: format!("Told to {}", adviser.name),
            known_on,
        });
        let answers: Vec<NewAnswer> = answers.collect();
        person::record_answers(self.app, adviser, person, answers).await.context("cannot record made-up answers")
    }

    /// Tries to refer; what comes of it is for the caller.
    pub(super) async fn try_to_refer(
        &self,
        by: &SignedIn,
        person: PersonId,
        (programme, provider): (&str, &str),
        message: Option<&str>,
    ) -> Result<Outcome> {
        let new = NewReferral {
            person,
            programme: programme.to_owned(),
            provider: provider.to_owned(),
            chosen: Chosen::ByThePerson,
            message: message.map(str::to_owned),
            agreed: true,
            answers: cautions_answered(),
        };
        referral::send(self.app, by, new).await.context("cannot send a made-up referral")
    }

    /// Refers, where nothing stands in the way.
    pub(super) async fn refer(
        &self,
        by: &SignedIn,
        person: PersonId,
        (programme, provider): (&str, &str),
        message: Option<&str>,
    ) -> Result<Journey> {
        match self.try_to_refer(by, person, (programme, provider), message).await? {
            Outcome::Sent(referral) => Ok(Journey { referral, version: 1 }),
            Outcome::Blocked { obstacles, .. } => {
                bail!("a made-up referral to {programme} was stopped: {obstacles:?}")
            }
        }
    }

    pub(super) async fn accept(&self, by: &SignedIn, journey: &mut Journey) -> Result<()> {
        referral::accept(self.app, by, journey.referral, journey.version).await.context("cannot accept")?;
        journey.version += 1;
        Ok(())
    }

    pub(super) async fn decline(&self, by: &SignedIn, journey: &mut Journey, reason: &str) -> Result<()> {
        referral::decline(self.app, by, journey.referral, journey.version, reason).await.context("cannot decline")?;
        journey.version += 1;
        Ok(())
    }

    pub(super) async fn withdraw(&self, by: &SignedIn, journey: &mut Journey, reason: &str) -> Result<()> {
        referral::withdraw(self.app, by, journey.referral, journey.version, reason).await.context("cannot withdraw")?;
        journey.version += 1;
        Ok(())
    }

    pub(super) async fn start(&self, by: &SignedIn, journey: &mut Journey, on: Day) -> Result<()> {
        delivery::record_start(self.app, by, journey.referral, journey.version, on).await.context("cannot start")?;
        journey.version += 1;
        Ok(())
    }

    pub(super) async fn end(&self, by: &SignedIn, journey: &mut Journey, on: Day, reason: &str) -> Result<()> {
        let version = journey.version;
        delivery::record_end(self.app, by, journey.referral, version, on, reason).await.context("cannot end")?;
        journey.version += 1;
        Ok(())
    }

    pub(super) async fn job(&mut self, by: &SignedIn, journey: &Journey, job: Job) -> Result<SpellId> {
        let new = self.spell(job, "Told by the person, and the contract of employment seen");
        delivery::record_spell(self.app, by, journey.referral, new).await.context("cannot record a job")
    }

    pub(super) async fn correct(
        &mut self,
        by: &SignedIn,
        journey: &Journey,
        old: SpellId,
        job: Job,
    ) -> Result<SpellId> {
        let new = self.spell(job, "The last payslip seen");
        delivery::correct_spell(self.app, by, journey.referral, old, new).await.context("cannot correct a job")
    }

    fn spell(&mut self, job: Job, source: &str) -> NewSpell {
        NewSpell {
            employer: self.chance.word(EMPLOYERS).to_owned(),
            kind: SpellKind::Employee,
            from: job.from,
            until: job.until,
            hours_per_week: Some(job.hours_per_week),
            earnings_week: Some(job.earnings_week),
            source: source.to_owned(),
        }
    }

    /// The claims of a referral's participant that wait for an answer: which, and at which version.
    pub(super) async fn claims(&self, journey: &Journey) -> Result<Vec<(ClaimId, i32)>> {
        let claims = claim::store::of_referral(self.app.db.reader(), journey.referral).await?;
        let waiting = claims.iter().filter(|row| claim::store::state_of(row) == claim::State::ToApprove);
        Ok(waiting.map(|row| (ClaimId(row.id), row.version)).collect())
    }

    /// Approves every claim of a referral's participant that waits.
    pub(super) async fn approve_all(&self, by: &SignedIn, journey: &Journey) -> Result<()> {
        for (claim, version) in self.claims(journey).await? {
            claim::approve(self.app, by, claim, version, "").await.context("cannot approve")?;
        }
        Ok(())
    }

    pub(super) async fn reject(&self, by: &SignedIn, (claim, version): (ClaimId, i32), reason: &str) -> Result<()> {
        claim::reject(self.app, by, claim, version, reason).await.context("cannot reject")
    }
}

/// Answers to the cautions that a made-up referral may meet.
fn cautions_answered() -> BTreeMap<String, String> {
    let answers = [
        ("rules/referral/capacity", "I rang them: they have a place."),
        ("rules/referral/verdict", "I rang them: they take people on the same rules as before."),
        ("rules/referral/excludes", "The person says that they are on no other programme."),
    ];
    answers.map(|(code, answer)| (code.to_owned(), answer.to_owned())).into()
}

/// Employers, all made up.
const EMPLOYERS: &[&str] = &[
    "Brook Lane Bakery (made up)",
    "Canal Street Cafe (made up)",
    "Greenway Care Homes (made up)",
    "Highfield Stores (made up)",
    "Kestrel Cleaning (made up)",
    "Longacre Warehousing (made up)",
    "Millrace Joinery (made up)",
    "Northgate Parcels (made up)",
    "Quayside Hotel (made up)",
    "Rowan Primary School kitchen (made up)",
    "Saltwell Gardens (made up)",
    "Tollgate Buses (made up)",
];
