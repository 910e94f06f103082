//! East Birmingham and North Solihull today: a file for each situation that a person can be in.

mod accepted;
mod blocked;
mod claim_rejected;
mod claim_taken_back;
mod declined;
mod earnings_reached;
mod just_registered;
mod learner;
mod left_early;
mod long_gone;
mod newly_in_work;
mod not_yet_six_months;
mod on_programme;
mod overdue;
mod ready_to_refer;
mod thirteen_weeks;
mod waiting;
mod withdrawn;

use super::{
    cast::{self, Member},
    home::Homes,
    profile::Profile,
    stage::{Journey, Stage},
};
use crate::account::SignedIn;
use anyhow::{Context, Result};
use kernel::PersonId;
use rules::access::Role;

const AREA: &str = "east-birmingham-north-solihull";

/// Programmes with the provider of each, as the story has them.
const RESTART: (&str, &str) = ("restart", "heartlands-works");
const RESTART_IN_SOLIHULL: (&str, &str) = ("restart", "chelmsley-pathways");
const CONNECT_TO_WORK: (&str, &str) = ("connect-to-work", "heartlands-works");
const FREE_COURSE: (&str, &str) = ("wmca-free-courses", "stechford-learning");

/// Who works in the area, and where people live.
struct Cast {
    jobcentre: SignedIn,
    second_jobcentre: SignedIn,
    forum: SignedIn,
    heartlands: SignedIn,
    chelmsley: SignedIn,
    stechford: SignedIn,
    dwp: SignedIn,
    combined_authority: SignedIn,
    homes: Homes,
}

impl Cast {
    async fn assemble(stage: &mut Stage<'_>) -> Result<Self> {
        let area = stage.app.policy.area(AREA).with_context(|| format!("there is no area {AREA}"))?;
        let homes = Homes::of(area, &stage.app.places);
        let day = stage.days_ago(800);
        let mut join = async |role, name, body| cast::join(stage, day, Member::of(role, name, AREA, body)).await;
        let cast = Self {
            jobcentre: join(Role::Adviser, "Farzana Siddiqui", "jobcentre-plus-birmingham-solihull").await?,
            second_jobcentre: join(Role::Adviser, "Delroy Francis", "jobcentre-plus-birmingham-solihull").await?,
            forum: join(Role::Adviser, "Winston Bryce", "east-birmingham-community-forum").await?,
            heartlands: join(Role::ProviderStaff, "Tomasz Wrona", "heartlands-works").await?,
            chelmsley: join(Role::ProviderStaff, "Grace Adomako", "chelmsley-pathways").await?,
            stechford: join(Role::ProviderStaff, "Harpreet Sahota", "stechford-learning").await?,
            dwp: join(Role::Commissioner, "Helen Whitmore", "dwp-birmingham-solihull").await?,
            combined_authority: join(Role::Commissioner, "Idris Rahimi", "west-midlands-combined-authority").await?,
            homes,
        };
        join(Role::Administrator, "Petra Lindholm", "birmingham-city-council").await?;
        let lead = join(Role::DataLead, "Ngozi Achebe", "jobcentre-plus-birmingham-solihull").await?;
        join(Role::DataLead, "Ruth Calloway", "heartlands-works").await?;
        join(Role::Auditor, "Nnamdi Okonjo", "birmingham-city-council").await?;
        join(Role::Analyst, "Leila Haddad", "west-midlands-combined-authority").await?;
        cast::join(stage, day, Member::national(Role::Analyst, "Owen Pritchard")).await?;
        sign(stage, area, &lead).await?;
        Ok(cast)
    }
}

/// One party has signed the agreement that is signed in the software; the others have not yet.
async fn sign(stage: &mut Stage<'_>, area: &policy::Area, lead: &SignedIn) -> Result<()> {
    let agreement = area.agreements.get("health-and-work").context("there is no agreement to sign")?;
    stage.on(stage.days_ago(30));
    Ok(crate::agreements::sign(stage.app, lead, &agreement.id, &agreement.terms()).await?)
}

/// Plays every situation the number of times given.
pub(super) async fn play(stage: &mut Stage<'_>, each: usize) -> Result<()> {
    let cast = Cast::assemble(stage).await?;
    for time in 0..each {
        just_registered::play(stage, &cast).await.context("just_registered")?;
        ready_to_refer::play(stage, &cast, time).await.context("ready_to_refer")?;
        waiting::play(stage, &cast, time).await.context("waiting")?;
        overdue::play(stage, &cast).await.context("overdue")?;
        accepted::play(stage, &cast).await.context("accepted")?;
        declined::play(stage, &cast).await.context("declined")?;
        withdrawn::play(stage, &cast).await.context("withdrawn")?;
        blocked::play(stage, &cast, time).await.context("blocked")?;
        let person = on_programme::play(stage, &cast).await.context("on_programme")?;
        if time == 0 {
            resident(stage, person).await.context("a resident")?;
        }
        newly_in_work::play(stage, &cast).await.context("newly_in_work")?;
        thirteen_weeks::play(stage, &cast, time).await.context("thirteen_weeks")?;
        earnings_reached::play(stage, &cast, time).await.context("earnings_reached")?;
        claim_rejected::play(stage, &cast).await.context("claim_rejected")?;
        claim_taken_back::play(stage, &cast).await.context("claim_taken_back")?;
        learner::play(stage, &cast).await.context("learner")?;
        left_early::play(stage, &cast).await.context("left_early")?;
    }
    not_yet_six_months::play(stage, &cast, each).await.context("not_yet_six_months")?;
    long_gone::play(stage, &cast).await.context("long_gone")
}

/// The person of this record can sign in and see it.
async fn resident(stage: &mut Stage<'_>, person: PersonId) -> Result<()> {
    let record = crate::person::store::find(stage.app.db.reader(), person).await?.context("the record is gone")?;
    let name = format!("{} {}", record.given_name, record.family_name);
    let member = Member { name: &name, role: Role::Resident, works_for: None, person: Some(person) };
    let day = stage.days_ago(20);
    cast::join(stage, day, member).await?;
    Ok(())
}

/// Registers somebody of a profile a given number of days ago, and gives who it is.
async fn registered(
    stage: &mut Stage<'_>,
    cast: &Cast,
    adviser: &SignedIn,
    profile: Profile,
    days_ago: u64,
) -> Result<PersonId> {
    let day = stage.days_ago(days_ago);
    let made = profile.make(&mut stage.chance, &cast.homes, day)?;
    stage.on(day);
    stage.register(adviser, made).await
}

/// Somebody long out of work, referred to Restart with Heartlands Works a given number of days ago.
async fn referred_to_restart(stage: &mut Stage<'_>, cast: &Cast, days_ago: u64) -> Result<(PersonId, Journey)> {
    let person = registered(stage, cast, &cast.jobcentre, Profile::LongOutOfWork, days_ago).await?;
    let message = Some("Would like to work within a bus ride of home.");
    let journey = stage.refer(&cast.jobcentre, person, RESTART, message).await?;
    Ok((person, journey))
}

/// The same, accepted the next day and started a week later.
async fn started_restart(stage: &mut Stage<'_>, cast: &Cast, days_ago: u64) -> Result<(PersonId, Journey)> {
    let (person, mut journey) = referred_to_restart(stage, cast, days_ago).await?;
    stage.on(stage.days_ago(days_ago.saturating_sub(1)));
    stage.accept(&cast.heartlands, &mut journey).await?;
    let start = stage.days_ago(days_ago.saturating_sub(8));
    stage.on(start);
    stage.start(&cast.heartlands, &mut journey, start).await?;
    Ok((person, journey))
}
