//! Working a stored decision out again: under the version of the text that it was made under, where the same
//! must come out, and under the one in force today.

use super::{
    Kind,
    compare::{self, Difference},
};
use crate::{
    Application, claim, db::entities::decision as row, decision::store, person::store as people, publication::Kept,
    referral,
};
use anyhow::Result;
use kernel::DecisionId;
use policy::{Facts, Policy, ProgrammeVerdict};
use rules::{
    payment::OutcomeLine,
    referral::{Decision, Sharing},
};
use sea_orm::ConnectionTrait;

/// Why nothing can be said of a decision whose reasons are erased.
const ERASED: &str = "What it read and why was deleted, because its time was over or the person asked";

/// What was decided, with all that it rests on.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Made {
    /// On a referral.
    Referral {
        /// `allowed` or `blocked`.
        answer: String,
        /// Every obstacle.
        decision: Decision,
        /// The verdict on the programme.
        verdict: Box<ProgrammeVerdict>,
        /// The agreement between the two bodies.
        sharing: Sharing,
    },
    /// On a claim.
    Claim {
        /// `owed` or `not-owed`.
        answer: String,
        /// What the contract owes.
        line: Box<OutcomeLine>,
    },
}

/// How a decision came out when it was worked out again.
#[derive(Debug, Clone, PartialEq)]
pub struct Again {
    /// Which decision.
    pub id: DecisionId,
    /// The version that it was made under.
    pub version: String,
    /// How it came out under that version.
    pub own: Own,
    /// What would be otherwise under the version in force today; why it cannot be said.
    pub today: Result<Vec<Difference>, String>,
    /// Whether the text and the reach of the areas are still those in force.
    pub same_version: bool,
}

/// How a decision came out under its own version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Own {
    /// The same, to the last word.
    Same,
    /// The same, and a rule of the program says it in other words than then.
    OtherWords,
    /// Something else. This must never be.
    Different(Vec<Difference>),
    /// What it read was erased, as it must be when its time is over or the person asks.
    Erased,
    /// It cannot be worked out, for this reason.
    NotPossible(String),
}

impl Own {
    /// In a word, for programs.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::OtherWords => "same-in-other-words",
            Self::Different(_) => "different",
            Self::Erased => "erased",
            Self::NotPossible(_) => "not-possible",
        }
    }
}

/// Works the decision with this identity out again; `None` when there is none.
///
/// # Errors
/// When the database refuses.
pub async fn again(app: &Application, id: DecisionId) -> Result<Option<Again>> {
    let Some(row) = store::find(app.db.reader(), id).await? else { return Ok(None) };
    Ok(Some(again_from(app, &mut Kept::new(app), &row).await?))
}

/// The same for a row at hand.
pub(crate) async fn again_from(app: &Application, kept: &mut Kept<'_>, row: &row::Model) -> Result<Again> {
    let extent = row.extent.clone().unwrap_or_default();
    let mut again = Again {
        id: DecisionId(row.id),
        version: row.policy_version.clone(),
        own: Own::Same,
        today: Ok(Vec::new()),
        same_version: row.policy_version == app.policy.version.as_str() && extent == app.policy.extent.as_str(),
    };
    if super::is_erased(row) {
        return Ok(Again { own: Own::Erased, today: Err(ERASED.to_owned()), ..again });
    }
    let (made, read) = match (stored(row), read(app.db.reader(), row).await?) {
        (Some(made), Ok(read)) => (made, read),
        (None, _) => {
            let why = "It was kept by an earlier program, without all that it read".to_owned();
            return Ok(Again { own: Own::NotPossible(why.clone()), today: Err(why), ..again });
        }
        (_, Err(why)) => return Ok(Again { own: Own::NotPossible(why.clone()), today: Err(why), ..again }),
    };
    again.own = match kept.policy(&row.policy_version, &extent).await {
        Err(why) => Own::NotPossible(why),
        Ok(policy) => match work_out(&policy, row, &read) {
            Err(why) => Own::NotPossible(why),
            Ok(found) => own(&made, &found),
        },
    };
    again.today = work_out(&app.policy, row, &read).map(|found| compare::differences(&made, &found));
    Ok(again)
}

fn own(made: &Made, found: &Made) -> Own {
    if made == found {
        return Own::Same;
    }
    let differences = compare::differences(made, found);
    if differences.iter().all(|one| one.only_words) { Own::OtherWords } else { Own::Different(differences) }
}

/// What a decision read, beside the policy text.
enum Read {
    Referral(Box<referral::Gathered>, Facts),
    Claim(Box<claim::Inputs>),
}

/// What was decided, as it is stored; `None` when a program stored it that kept less.
fn stored(row: &row::Model) -> Option<Made> {
    let answer = row.answer.clone();
    if row.kind == Kind::Referral.word() {
        let inputs: referral::Inputs = serde_json::from_value(row.inputs.clone()).ok()?;
        let decision = serde_json::from_value(row.reasons.clone()).ok()?;
        return Some(Made::Referral { answer, decision, verdict: Box::new(inputs.verdict), sharing: inputs.sharing });
    }
    let inputs: claim::Inputs = serde_json::from_value(row.inputs.clone()).ok()?;
    Some(Made::Claim { answer, line: Box::new(inputs.line) })
}

async fn read(connection: &impl ConnectionTrait, row: &row::Model) -> Result<Result<Read, String>> {
    let less = || "It was kept by an earlier program, without all that it read".to_owned();
    if row.kind != Kind::Referral.word() {
        let inputs = serde_json::from_value(row.inputs.clone());
        return Ok(inputs.map(|inputs| Read::Claim(Box::new(inputs))).map_err(|_| less()));
    }
    let Ok(inputs) = serde_json::from_value::<referral::Inputs>(row.inputs.clone()) else { return Ok(Err(less())) };
    let gathered = inputs.gathered;
    let answers = people::answers_with(connection, &gathered.answers).await?;
    if answers.len() != gathered.answers.len() {
        let gone = gathered.answers.len() - answers.len();
        return Ok(Err(format!("{gone} of the answers that it read are not kept any more")));
    }
    Ok(Ok(Read::Referral(Box::new(gathered), people::facts(&people::newest(answers)))))
}

fn work_out(policy: &Policy, row: &row::Model, read: &Read) -> Result<Made, String> {
    match read {
        Read::Referral(gathered, facts) => {
            let found = referral::work_out(policy, &row.area, gathered, facts, row.on_day);
            let found = found.ok_or_else(|| format!("The text has no programme {} there", gathered.programme))?;
            let answer = if found.decision.allowed() { "allowed" } else { "blocked" };
            Ok(Made::Referral {
                answer: answer.to_owned(),
                decision: found.decision,
                verdict: Box::new(found.verdict),
                sharing: found.sharing,
            })
        }
        Read::Claim(inputs) => {
            let found = claim::work_out(policy, inputs, row.on_day);
            let (answer, line) =
                found.ok_or_else(|| format!("The text has no contract {} with that outcome", inputs.contract))?;
            Ok(Made::Claim { answer: answer.to_owned(), line: Box::new(line) })
        }
    }
}
