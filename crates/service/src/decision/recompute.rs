//! Every stored decision worked out again, one after the other.

use super::{
    again::{Again, Own, again_from},
    store,
};
use crate::{Application, publication::Kept};
use anyhow::Result;

/// Decisions read at a time.
const PAGE: u64 = 500;

/// How many decisions came out how, under their own version.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// The same to the last word.
    pub same: u64,
    /// The same, said in other words by a rule of the program.
    pub other_words: u64,
    /// Something else.
    pub different: u64,
    /// What they read was erased.
    pub erased: u64,
    /// Could not be worked out.
    pub not_possible: u64,
}

impl Tally {
    /// Counts one.
    pub fn count(&mut self, own: &Own) {
        *match own {
            Own::Same => &mut self.same,
            Own::OtherWords => &mut self.other_words,
            Own::Different(_) => &mut self.different,
            Own::Erased => &mut self.erased,
            Own::NotPossible(_) => &mut self.not_possible,
        } += 1;
    }

    /// Whether every one came out as it was stored.
    #[must_use]
    pub fn is_clean(&self) -> bool {
        self.different == 0 && self.not_possible == 0
    }
}

/// Works every stored decision out again, the oldest first; tells each that did not come out the same.
///
/// # Errors
/// When the database refuses.
pub async fn recompute(app: &Application, tell: &mut dyn FnMut(&Again)) -> Result<Tally> {
    let mut tally = Tally::default();
    let mut kept = Kept::new(app);
    let mut after = None;
    loop {
        let rows = store::page(app.db.reader(), after, PAGE).await?;
        let Some(last) = rows.last() else { return Ok(tally) };
        after = Some(last.id);
        for row in &rows {
            let again = again_from(app, &mut kept, row).await?;
            tally.count(&again.own);
            if !matches!(again.own, Own::Same | Own::OtherWords | Own::Erased) {
                tell(&again);
            }
        }
    }
}
