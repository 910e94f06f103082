//! A contract that a command is about: one of the policy text, or a file in its manner.

use crate::{
    failure::Failure,
    input,
    policy_source::{self, Ready},
};
use anyhow::{Context, anyhow};
use service::places::Imported;
use std::path::Path;

/// The policy with the contract in it, and the contract's id.
pub(crate) fn load(given: &str, folder: Option<&Path>) -> Result<(Ready, String), Failure> {
    let path = Path::new(given);
    let ready = policy_source::load(folder)?;
    if !path.is_file() {
        if ready.policy.contract(given).is_some() {
            return Ok((ready, given.to_owned()));
        }
        let known: Vec<&str> = ready.policy.contracts().map(|(_, contract)| contract.id.as_str()).collect();
        return Err(Failure::because(format!(
            "`{given}` is neither a file nor a contract of the policy text; there are: {}",
            known.join(", ")
        )));
    }
    let text = input::text(path)?;
    let ids: toml_ids::Contract = toml_ids::read(&text).with_context(|| format!("{}", path.display()))?;
    let area = area_of(&ready, path, &ids).ok_or_else(|| {
        anyhow!(
            "{}: no area has both the buyer `{}` and the provider `{}`; put the file into areas/AREA/contracts/",
            path.display(),
            ids.buyer,
            ids.provider
        )
    })?;
    let source = ready.source.with_file(&format!("areas/{area}/contracts/{}.toml", ids.id), text);
    Ok((policy_source::load_source(source, &ready.from, Imported::default())?, ids.id))
}

/// The area of the contract: that of its folder, that which has a contract of this id, or that of its bodies.
fn area_of(ready: &Ready, path: &Path, given: &toml_ids::Contract) -> Option<String> {
    let folders: Vec<&str> = path.iter().filter_map(|part| part.to_str()).collect();
    let by_folder = match folders.as_slice() {
        [.., "areas", area, "contracts", _] => ready.policy.area(area),
        _ => None,
    };
    let by_id = || ready.policy.areas.values().find(|area| area.contracts.contains_key(&given.id));
    let by_bodies = || {
        let both =
            |area: &&policy::Area| area.bodies.contains_key(&given.buyer) && area.bodies.contains_key(&given.provider);
        ready.policy.areas.values().find(both)
    };
    by_folder.or_else(by_id).or_else(by_bodies).map(|area| area.id.to_string())
}

/// What of a contract's text must be known before it is loaded with the rest.
mod toml_ids {
    use anyhow::{Result, anyhow};

    pub(super) struct Contract {
        pub(super) id: String,
        pub(super) buyer: String,
        pub(super) provider: String,
    }

    pub(super) fn read(text: &str) -> Result<Contract> {
        let table: toml::Table = text.parse().map_err(|error| anyhow!("not TOML: {error}"))?;
        let word = |key: &str| {
            let found = table.get(key).and_then(toml::Value::as_str).map(str::to_owned);
            found.ok_or_else(|| anyhow!("a contract has `{key} = \"…\"`, and this file has not"))
        };
        Ok(Contract { id: word("id")?, buyer: word("buyer")?, provider: word("provider")? })
    }
}
