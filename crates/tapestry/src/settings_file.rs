//! The file in which whoever runs the program says where it is reached, who carries letters, how people sign in, and how many
//! connections there may be.

use crate::{failure::Failure, input, listening::seats::Bounds};
use policy::Policy;
use rules::access::Role;
use serde::Deserialize;
use service::{Settings, account::provider::Provider};
use std::{
    collections::BTreeSet,
    net::IpAddr,
    path::{Path, PathBuf},
};
use url::Url;

/// What the file may say. Words that it does not know are faults: a slip must not leave something open.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Where people reach the program.
    address: Option<Url>,
    /// Roles that must have a second factor.
    #[serde(default)]
    second_factor: Vec<String>,
    letters: Option<Letters>,
    #[serde(default)]
    provider: Vec<ProviderTable>,
    #[serde(default)]
    connections: Connections,
}

/// How many connections there may be.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Connections {
    at_once: Option<usize>,
    each_address: Option<usize>,
    /// Addresses of reverse proxies.
    #[serde(default)]
    proxies: Vec<IpAddr>,
}

impl Connections {
    fn bounds(self) -> Result<Bounds, String> {
        let usual = Bounds::default();
        let at_once = self.at_once.unwrap_or(usual.at_once);
        let each_address = self.each_address.unwrap_or(usual.each_address);
        if at_once == 0 || each_address == 0 {
            return Err("`connections` must allow at least one at once, and one for each address".to_owned());
        }
        let proxies = self.proxies.into_iter().map(|address| address.to_canonical()).collect();
        Ok(Bounds { at_once, each_address, proxies })
    }
}

/// What the file says.
#[derive(Debug, Default)]
pub(crate) struct Read {
    /// Where the program is reached and how people sign in.
    pub(crate) settings: Settings,
    /// Who carries letters.
    pub(crate) letters: Option<Letters>,
    /// How many connections there may be.
    pub(crate) bounds: Bounds,
}

/// Who carries letters.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Letters {
    /// From whom they are: `Tapestry <no-reply@example.org>`.
    pub(crate) from: String,
    /// The mail server: `smtps://user@mail.example.org:465`, or `smtp://127.0.0.1:25` on the same machine.
    pub(crate) server: Url,
    /// The file that holds the password, alone.
    password_file: Option<PathBuf>,
    /// The password, read from its file.
    #[serde(skip)]
    pub(crate) password: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ProviderTable {
    id: String,
    name: String,
    issuer: Url,
    client_id: String,
    client_secret_file: Option<PathBuf>,
    /// `area/body`, each.
    organisations: Vec<String>,
    #[serde(default)]
    verified_addresses: bool,
    #[serde(default)]
    second_factor: bool,
}

/// Reads the file; nothing is decided without one.
pub(crate) fn read(path: Option<&Path>) -> Result<Read, Failure> {
    let Some(path) = path else { return Ok(Read::default()) };
    let wrong = |why: String| Failure::because(format!("the settings in {} cannot be used: {why}", path.display()));
    let text = input::text(path).map_err(|error| wrong(format!("{error:#}")))?;
    let file: File = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    // Secrets lie beside the file, where nothing else is said.
    let folder = path.parent().unwrap_or(Path::new(""));
    let secret = |secret: Option<&PathBuf>| -> Result<Option<String>, Failure> {
        let Some(secret) = secret else { return Ok(None) };
        let text = input::text(&folder.join(secret)).map_err(|error| wrong(format!("{error:#}")))?;
        Ok(Some(text.trim().to_owned()))
    };
    let mut letters = file.letters;
    if let Some(letters) = &mut letters {
        letters.password = secret(letters.password_file.as_ref())?;
    }
    if file.address.is_none() && (letters.is_some() || !file.provider.is_empty()) {
        return Err(wrong("letters and providers need `address`: where people reach the program".to_owned()));
    }
    for address in file.address.iter().chain(file.provider.iter().map(|provider| &provider.issuer)) {
        safe(address).map_err(&wrong)?;
    }
    let mut providers = Vec::new();
    for table in file.provider {
        let client_secret = secret(table.client_secret_file.as_ref())?;
        providers.push(provider(table, client_secret).map_err(&wrong)?);
    }
    let second_factor = roles(&file.second_factor).map_err(&wrong)?;
    let settings = Settings { address: file.address, letters: letters.is_some(), second_factor, providers };
    Ok(Read { settings, letters, bounds: file.connections.bounds().map_err(&wrong)? })
}

/// Passwords and codes go over these: encrypted, or not leaving the machine.
fn safe(address: &Url) -> Result<(), String> {
    let here = matches!(address.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match address.scheme() {
        "https" => Ok(()),
        "http" if here => Ok(()),
        _ => Err(format!("{address} must begin with https://")),
    }
}

/// That every organisation of a provider of identity is a body of the policy text in force.
///
/// # Errors
/// Names the first that is not, with the areas or bodies that there are.
pub(crate) fn expect_organisations(settings: &Settings, policy: &Policy) -> Result<(), Failure> {
    for provider in &settings.providers {
        for (area_id, body) in &provider.organisations {
            let wrong = |what: String, known: Vec<&str>| {
                Err(Failure::because(format!(
                    "the settings give the provider `{}` the organisation {area_id}/{body}, and {what}; there are: {}",
                    provider.id,
                    known.join(", ")
                )))
            };
            let Some(area) = policy.area(area_id) else {
                let areas = policy.areas.keys().map(String::as_str).collect();
                return wrong(format!("there is no area `{area_id}` in the policy text in force"), areas);
            };
            if !area.bodies.contains_key(body) {
                let bodies = area.bodies.keys().map(String::as_str).collect();
                return wrong(format!("the area `{area_id}` has no body `{body}`"), bodies);
            }
        }
    }
    Ok(())
}

fn roles(words: &[String]) -> Result<BTreeSet<Role>, String> {
    let known = |word: &String| {
        let all = Role::ALL.into_iter().filter(|role| *role != Role::Visitor).map(Role::word).collect::<Vec<_>>();
        let role = Role::from_word(word).filter(|role| *role != Role::Visitor);
        role.ok_or_else(|| format!("`second_factor` names {word}; a role is one of {}", all.join(", ")))
    };
    words.iter().map(known).collect()
}

fn provider(table: ProviderTable, client_secret: Option<String>) -> Result<Provider, String> {
    let plain = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit() || character == '-';
    if table.id.is_empty() || !table.id.chars().all(plain) {
        return Err(format!("the provider `{}`: an id has letters a to z, digits and `-`", table.id));
    }
    let organisations = table.organisations.iter().map(|one| {
        let parts = one.split_once('/').map(|(area, body)| (area.to_owned(), body.to_owned()));
        parts
            .ok_or_else(|| format!("the provider `{}`: `{one}` is not an area and a body, like here/council", table.id))
    });
    Ok(Provider {
        organisations: organisations.collect::<Result<_, _>>()?,
        id: table.id,
        name: table.name,
        // As its owner wrote it: with a slash that it does not use itself, it would be another.
        issuer: table.issuer.as_str().strip_suffix('/').unwrap_or(table.issuer.as_str()).to_owned(),
        client_id: table.client_id,
        client_secret,
        verified_addresses: table.verified_addresses,
        second_factor: table.second_factor,
    })
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;
    use std::fs;

    const ALL: &str = r#"
address = "https://help.example.org"
second_factor = ["adviser", "administrator"]
[letters]
from = "Tapestry <no-reply@example.org>"
server = "smtps://tapestry@mail.example.org"
password_file = "mail"
[[provider]]
id = "council"
name = "Example Council"
issuer = "https://login.example.org/tenant/"
client_id = "tapestry"
client_secret_file = "secret"
organisations = ["here/council"]
[connections]
at_once = 300
proxies = ["192.0.2.10", "::ffff:192.0.2.11"]
"#;

    fn said(text: &str) -> Result<Read, String> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("mail"), "open sesame\n").unwrap();
        fs::write(folder.path().join("secret"), "hush").unwrap();
        let path = folder.path().join("settings.toml");
        fs::write(&path, text).unwrap();
        read(Some(&path)).map_err(|failure| format!("{failure:?}"))
    }

    #[test]
    fn everything_is_read_and_secrets_come_from_their_files() {
        let Read { settings, letters, bounds } = said(ALL).unwrap();
        let proxies = ["192.0.2.10", "192.0.2.11"].map(|address| address.parse().unwrap());
        assert_eq!(bounds, Bounds { at_once: 300, each_address: 100, proxies: proxies.into() });
        assert_eq!(settings.second_factor, BTreeSet::from([Role::Adviser, Role::Administrator]));
        assert_eq!(letters.unwrap().password.as_deref(), Some("open sesame"));
        let provider = settings.providers.first().unwrap();
        assert_eq!(
            (provider.client_secret.as_deref(), provider.issuer.as_str()),
            (Some("hush"), "https://login.example.org/tenant")
        );
        assert_eq!(provider.organisations, [("here".to_owned(), "council".to_owned())]);
        assert!(read(None).unwrap().settings.second_factor.is_empty());
    }

    #[test]
    fn each_slip_is_told() {
        for (from, to, says) in [
            ("second_factor", "secondfactor", "unknown field"),
            ("\"adviser\"", "\"advisor\"", "names advisor"),
            ("https://help", "http://help", "must begin with https://"),
            ("https://login", "http://login", "must begin with https://"),
            ("address = \"https://help.example.org\"", "", "need `address`"),
            ("\"mail\"", "\"male\"", "male"),
            ("here/council", "council", "is not an area and a body"),
            ("at_once = 300", "at_once = 0", "at least one at once"),
            ("192.0.2.10", "the proxy", "invalid IP address"),
            ("id = \"council\"", "id = \"The Council\"", "an id has letters"),
            ("[letters]", "[letters", "cannot be used"),
        ] {
            let error = said(&ALL.replacen(from, to, 1)).unwrap_err();
            assert!(error.contains(says), "{says}: {error}");
        }
    }
}
