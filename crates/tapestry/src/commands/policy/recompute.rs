//! `tapestry policy recompute`: does every stored decision come out again as it was stored?

use crate::{arguments::DatabaseAddress, failure::Failure, output, web};
use anyhow::anyhow;
use clap::Args;
use kernel::DecisionId;
use serde_json::json;
use service::{
    Mode,
    db::Database,
    decision::{self, Again, Own, Tally},
};

#[derive(Debug, Args)]
#[group(required = true, multiple = false, id = "which", args = ["all", "decision"])]
pub(crate) struct Arguments {
    /// Work out every stored decision
    #[arg(long)]
    all: bool,
    /// Work out one decision, by its identity
    #[arg(long, value_name = "ID")]
    decision: Option<DecisionId>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseAddress,
}

pub(crate) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let db = Database::open(&arguments.database.needed()?).await?;
    let (app, _) = web::open(db, None, Mode::Live).await?;
    let mut told = Vec::new();
    let tally = match arguments.decision {
        Some(id) => {
            let again = decision::again(&app, id).await?;
            let again = again.ok_or_else(|| anyhow!("there is no decision {id}"))?;
            let mut tally = Tally::default();
            tally.count(&again.own);
            told.push(again);
            tally
        }
        None => decision::recompute(&app, &mut |again| told.push(again.clone())).await?,
    };
    if arguments.json {
        output::print_json(&json!({
            "same": tally.same, "same_in_other_words": tally.other_words, "different": tally.different,
            "erased": tally.erased, "not_possible": tally.not_possible, "decisions": told.iter().map(as_json).collect::<Vec<_>>(),
        }))?;
    } else {
        output::print(&told.iter().map(in_words).collect::<String>())?;
        output::print(&format!(
            "{} the same, {} the same in other words, {} different, {} erased, {} not possible\n",
            tally.same, tally.other_words, tally.different, tally.erased, tally.not_possible
        ))?;
    }
    if tally.is_clean() { Ok(()) } else { Err(Failure::Said) }
}

/// Codes only: what a rule says may tell something of a person.
fn codes(differences: &[decision::Difference]) -> Vec<&str> {
    differences.iter().filter(|one| !one.only_words).map(|one| one.code.as_str()).collect()
}

fn in_words(again: &Again) -> String {
    let version = again.version.get(..12).unwrap_or_default();
    let own = match &again.own {
        Own::Same => "comes out the same".to_owned(),
        Own::OtherWords => "comes out the same, said in other words".to_owned(),
        Own::Different(differences) => format!("DIFFERENT in {}", codes(differences).join(", ")),
        Own::Erased => "what it read was erased".to_owned(),
        Own::NotPossible(why) => format!("cannot be worked out: {why}"),
    };
    let today = match &again.today {
        Ok(differences) if codes(differences).is_empty() => "today the same".to_owned(),
        Ok(differences) => format!("today otherwise in {}", codes(differences).join(", ")),
        Err(why) => format!("today not to be worked out: {why}"),
    };
    format!("{}  version {version}: {own}; {today}\n", again.id)
}

fn as_json(again: &Again) -> serde_json::Value {
    let (different, why) = match &again.own {
        Own::Different(differences) => (codes(differences), None),
        Own::NotPossible(why) => (Vec::new(), Some(why)),
        Own::Same | Own::OtherWords | Own::Erased => (Vec::new(), None),
    };
    json!({
        "decision": again.id, "version": again.version, "own": again.own.word(), "different": different, "why": why,
        "today_otherwise": again.today.as_ref().ok().map(|differences| codes(differences)),
        "today_why": again.today.as_ref().err(),
    })
}
