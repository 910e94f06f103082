//! `tapestry places overlap`: how much of one area lies in another?

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    failure::Failure,
    output,
    policy_source::Ready,
};
use clap::Args;
use policy::places::Tally;
use serde_json::json;
use service::places::{self, NamedComparison, NamedSet};
use std::fmt::Write;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The first: the id of an area, or the code of a ward, district or other unit that was brought in
    #[arg(value_name = "A")]
    first: String,
    /// The second
    #[arg(value_name = "B")]
    second: String,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseAddress,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let ready = super::ready(&arguments.policy, &arguments.database).await?;
    let found: Vec<(&str, Option<NamedSet>)> = [&arguments.first, &arguments.second]
        .map(|code| (code.as_str(), places::named_set(&ready.policy, &ready.places, code)))
        .into();
    let unknown: Vec<&str> = found.iter().filter(|(_, set)| set.is_none()).map(|(code, _)| *code).collect();
    let mut found = found.into_iter().filter_map(|(_, set)| set);
    let (Some(first), Some(second)) = (found.next(), found.next()) else {
        return Err(not_found(&ready, &unknown));
    };
    let comparison = places::compare(&ready.places, &first.lsoas, &second.lsoas)
        .map_err(|refused| Failure::because(format!("{} and {}: {refused}", first.name, second.name)))?;
    let named = NamedComparison { first, second, comparison };
    ready.say_which();
    if arguments.json { output::print_json(&as_json(&named)) } else { output::print(&as_text(&named)) }
}

fn not_found(ready: &Ready, unknown: &[&str]) -> Failure {
    let known = places::named_sets(&ready.policy, &ready.places);
    let ids: Vec<&str> = ready.policy.areas.keys().map(String::as_str).collect();
    let close = |code: &&str| {
        let same = |(_, words): &&(String, String)| kernel::found(code, words).is_some();
        let found: Vec<String> =
            known.iter().filter(same).take(3).map(|(code, words)| format!("{code} is {words}")).collect();
        if found.is_empty() { format!("`{code}`") } else { format!("`{code}` ({})", found.join("; ")) }
    };
    Failure::because(format!(
        "no place has the code {}; areas are {}, and there are {} codes of wards, districts and others",
        unknown.iter().map(close).collect::<Vec<_>>().join(", "),
        ids.join(", "),
        known.len().saturating_sub(ids.len())
    ))
}

fn as_json(named: &NamedComparison) -> serde_json::Value {
    let comparison = &named.comparison;
    let set = |set: &NamedSet| json!({"code": set.code, "name": set.name, "kind": set.kind, "lsoas": set.lsoas.codes().len()});
    let [both, only_first, only_second] = comparison.overlap.parts();
    json!({
        "first": set(&named.first), "second": set(&named.second),
        "lsoas_of": comparison.overlap.vintage.year(),
        "both": both, "only_first": only_first, "only_second": only_second,
        "people": comparison.people.map(|[both, first, second]| {
            json!({"both": both, "only_first": first, "only_second": second})
        }),
        "partly": comparison.partly, "not_in_table": comparison.not_in_table,
    })
}

fn as_text(named: &NamedComparison) -> String {
    let comparison = &named.comparison;
    let mut text = format!(
        "{} and {}, by LSOAs of {}\n",
        named.first.in_words(),
        named.second.in_words(),
        comparison.overlap.vintage
    );
    let people = |number: usize| match comparison.people.and_then(|people| people.get(number).copied()) {
        None => "residents not known".to_owned(),
        Some(Tally { known, unknown_lsoas: 0 }) => format!("{known} residents"),
        Some(Tally { known, unknown_lsoas }) => format!("{known} residents and {unknown_lsoas} LSOAs not known"),
    };
    for (number, (part, lsoas)) in named.parts().iter().zip(comparison.overlap.parts()).enumerate() {
        // Writing to a String does not fail.
        let _ = writeln!(text, "  {part}: {} LSOAs, {}", lsoas.len(), people(number));
    }
    if comparison.partly > 0 {
        let _ = writeln!(text, "  {} LSOAs of the second belong to it only partly: converted", comparison.partly);
    }
    if comparison.not_in_table > 0 {
        let _ =
            writeln!(text, "  {} LSOAs of the second are not in the look-up table: left out", comparison.not_in_table);
    }
    text
}
