//! `tapestry places lookup`: where does a postcode lie?

use crate::{
    arguments::{DatabaseAddress, PolicyFolder},
    failure::Failure,
    output,
};
use clap::Args;
use kernel::Postcode;
use serde_json::json;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The postcode, in any way of writing it
    #[arg(required = true, num_args = 1.., value_name = "POSTCODE")]
    postcode: Vec<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    database: DatabaseAddress,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(super) async fn run(arguments: Arguments) -> Result<(), Failure> {
    let typed = arguments.postcode.join(" ");
    let postcode: Postcode = typed.parse().map_err(|error| Failure::Usage(format!("`{typed}`: {error}")))?;
    let ready = super::ready(&arguments.policy, &arguments.database).await?;
    let Some(record) = ready.places.locate(&postcode) else {
        return Err(Failure::because(format!("{postcode} is not in the table of places")));
    };
    let place = &record.place;
    let areas: Vec<&str> = ready
        .policy
        .areas
        .values()
        .filter(|area| area.lsoas.contains(&place.lsoa))
        .map(|area| area.id.as_ref())
        .collect();
    if arguments.json {
        return output::print_json(&json!({
            "postcode": postcode, "lsoa": place.lsoa, "ward": place.ward, "district": place.district,
            "nation": place.nation, "imd_decile": record.imd_decile, "areas": areas,
            "latitude": record.coordinates.map(|at| at.latitude),
            "longitude": record.coordinates.map(|at| at.longitude),
            "policy": ready.policy.version.as_str(), "policy_from": ready.from,
        }));
    }
    let word = |word: &Option<String>| word.clone().unwrap_or_else(|| "not known".to_owned());
    let decile = record.imd_decile.map_or_else(|| "not known".to_owned(), |decile| decile.to_string());
    output::print(&format!(
        "{postcode}\n  small area (LSOA 2011)  {}\n  ward                    {}\n  district                {}\n  \
         nation                  {}\n  deprivation (IMD 2019)  decile {decile}\n  areas                   {}\n\n{}\n",
        place.lsoa,
        word(&place.ward),
        word(&place.district),
        word(&place.nation),
        if areas.is_empty() { "none of this policy text".to_owned() } else { areas.join(", ") },
        ready.which(),
    ))
}
