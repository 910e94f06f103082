//! How people of an area are counted for those who may not see them: as of which day, under which keys, and how told.

use super::store;
use crate::{Application, action::ActionError};
use anyhow::Context;
use kernel::{Day, Moment, Period, Zone};
use policy::Counting;
use statistics::{Cell, Key, Rule, Secret, Told, years_to_report};
use uuid::Uuid;

/// Counts people of one area. Nothing that came on or after [`Counter::until`] is counted, so that every answer stays the
/// same until the next step, whoever is registered meanwhile.
#[derive(Debug, Clone)]
pub(crate) struct Counter {
    rule: Rule,
    secret: Secret,
    counting: Counting,
    until: Day,
    zone: Zone,
}

impl Counter {
    pub(super) fn new(counting: Counting, secret: Secret, (until, zone): (Day, Zone)) -> Self {
        Self { rule: Rule::new(&counting, secret.clone()), secret, counting, until, zone }
    }

    /// The day before which everything is counted.
    pub(crate) fn until(&self) -> Day {
        self.until
    }

    /// The same as a moment: nothing recorded then or later is counted.
    pub(crate) fn before(&self) -> Moment {
        self.zone.beginning_of(self.until)
    }

    /// The numbers of the text.
    pub(crate) fn counting(&self) -> &Counting {
        &self.counting
    }

    /// How counts are told.
    pub(crate) fn rule(&self) -> &Rule {
        &self.rule
    }

    /// The key of a person.
    pub(crate) fn key(&self, person: Uuid) -> Key {
        self.secret.key_of(person.as_bytes())
    }

    /// The key of what was counted for good of people whose answers are erased.
    pub(crate) fn key_of_kept(&self, what: &str) -> Key {
        self.secret.key_of(what.as_bytes())
    }

    /// A count as it may be told.
    pub(crate) fn tell(&self, cell: Cell) -> Told {
        self.rule.tell(cell)
    }

    /// These people, as they may be told.
    pub(crate) fn tell_people(&self, people: impl IntoIterator<Item = Uuid>) -> Told {
        self.tell(people.into_iter().map(|person| self.key(person)).collect())
    }

    /// What to say beside counts: as of which day, and how they are told.
    pub(crate) fn how_told(&self) -> String {
        let until = kernel::in_words(self.until);
        format!("People are counted as the records stood when {until} began. {}", self.rule.in_words())
    }

    /// The years that may be reported on, newest first.
    pub(crate) fn years(&self) -> Vec<Period> {
        years_to_report(&self.counting, self.until)
    }
}

/// How counts are told under the text in force.
///
/// # Errors
/// A refusal when the text does not say: then no count is told.
pub(super) fn counting(app: &Application) -> Result<&Counting, ActionError> {
    app.policy.counting.as_ref().ok_or_else(|| {
        let says = "The policy text does not say how counts of people are told, so none is. An analyst has to publish a \
                    text with spine/counting.toml";
        ActionError::refused("counting/no-text", says)
    })
}

/// The secret of this register; made when it is asked for first.
pub(super) async fn secret(app: &Application) -> Result<Secret, ActionError> {
    let kept = match store::secret(app.db.reader()).await? {
        Some(kept) => kept,
        None => {
            let bytes = [app.randomness.bytes(), app.randomness.bytes()].concat();
            store::keep_secret(&app.db, written(&bytes), app.clock.now()).await?;
            // Another program may have been first: what is kept counts.
            store::secret(app.db.reader()).await?.context("the secret for counting was not kept")?
        }
    };
    Ok(Secret::new(read(&kept).context("the secret for counting in the database is damaged")?))
}

fn written(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn read(text: &str) -> Option<[u8; 32]> {
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(byte).collect();
    bytes?.try_into().ok()
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    #[test]
    fn a_secret_reads_back_and_a_damaged_one_is_noticed() {
        let bytes: Vec<u8> = (0..32).map(|byte| byte * 8).collect();
        assert_eq!(read(&written(&bytes)).unwrap().to_vec(), bytes);
        for damaged in ["", "00", "zz", "é"] {
            assert_eq!(read(damaged), None, "{damaged}");
        }
    }
}
