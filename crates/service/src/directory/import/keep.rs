//! Writing what a page held: one transaction, one line of the audit when anything was written.

use super::report::Summary;
use crate::directory::store::{self, Saved};
use crate::{Application, account::OPERATOR, audit};
use anyhow::{Context, Result};
use exchange::oruk::{Service, Taxonomy, TaxonomyTerm};

/// The longest record that is taken, in bytes of JSON.
const LARGEST_RECORD_BYTES: usize = 1_000_000;

/// Records to be written together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub services: Vec<Service>,
    pub taxonomies: Vec<Taxonomy>,
    pub terms: Vec<TaxonomyTerm>,
}

/// Writes the batch and counts what came of it. `source` is where it came from, for people.
pub(super) async fn keep(app: &Application, batch: &Batch, source: &str, summary: &mut Summary) -> Result<()> {
    let now = app.clock.now();
    let transaction = app.db.begin().await.context("cannot begin to write a page")?;
    let mut counted = Summary::default();
    for taxonomy in &batch.taxonomies {
        count(&mut counted, store::save_taxonomy(&transaction, taxonomy).await?);
    }
    for term in &batch.terms {
        count(&mut counted, store::save_term(&transaction, term, None).await?);
    }
    for service in &batch.services {
        if is_too_large(service) {
            counted.fault(format!(
                "service `{}`: larger than {LARGEST_RECORD_BYTES} bytes",
                service.id.chars().take(60).collect::<String>()
            ));
            continue;
        }
        count(&mut counted, store::save_service(&transaction, service, (source, now), &app.places).await?);
    }
    if counted.new + counted.changed > 0 {
        let line = audit::Line {
            account: Some(OPERATOR),
            action: "import-directory",
            subject_kind: "directory",
            subject: None,
            allowed: true,
            // Where it came from stands with each service: it is what somebody typed, and may be anything.
            reasons: vec![format!("new={}", counted.new), format!("changed={}", counted.changed)],
        };
        audit::record(app, &transaction, line).await.context("cannot write the audit")?;
    }
    transaction.commit().await.context("cannot write a page")?;
    summary.new += counted.new;
    summary.changed += counted.changed;
    summary.unchanged += counted.unchanged;
    counted.faults.into_iter().for_each(|fault| summary.fault(fault));
    Ok(())
}

fn count(summary: &mut Summary, saved: Saved) {
    match saved {
        Saved::New => summary.new += 1,
        Saved::Changed => summary.changed += 1,
        Saved::Unchanged => summary.unchanged += 1,
    }
}

fn is_too_large(service: &Service) -> bool {
    serde_json::to_vec(service).is_ok_and(|body| body.len() > LARGEST_RECORD_BYTES)
}
