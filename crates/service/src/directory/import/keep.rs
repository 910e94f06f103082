//! Writing what a page held: one transaction, one line of the audit when anything was written.

use super::report::Summary;
use super::run::Run;
use crate::directory::store::{self, Origin, Saved};
use crate::{account::OPERATOR, audit};
use anyhow::{Context, Result};
use exchange::oruk::{Service, Taxonomy, TaxonomyTerm, believable};

/// The longest record that is taken, in bytes of JSON.
const LARGEST_RECORD_BYTES: usize = 1_000_000;

/// Records to be written together.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub services: Vec<Service>,
    pub taxonomies: Vec<Taxonomy>,
    pub terms: Vec<TaxonomyTerm>,
}

/// Writes the batch and counts what came of it.
pub(super) async fn keep(run: &mut Run<'_>, batch: &Batch) -> Result<()> {
    let app = run.app;
    let services: Vec<&Service> = batch.services.iter().filter(|service| run.is_first(service)).collect();
    let source = run.source.as_str();
    let origin = Origin { source, now: app.clock.now(), ground: &run.ground };
    let transaction = app.db.begin().await.context("cannot begin to write a page")?;
    let mut counted = Summary::default();
    for taxonomy in &batch.taxonomies {
        count(&mut counted, store::save_taxonomy(&transaction, taxonomy, source).await?);
    }
    for term in &batch.terms {
        count(&mut counted, store::save_term(&transaction, term, (None, source)).await?);
    }
    for service in services {
        if is_too_large(service) {
            counted.fault(format!(
                "service `{}`: larger than {LARGEST_RECORD_BYTES} bytes",
                service.id.chars().take(60).collect::<String>()
            ));
            continue;
        }
        for doubt in believable(service, &run.ground).doubts {
            counted.notice(format!("service `{}`: {doubt}", service.id.chars().take(60).collect::<String>()));
        }
        count(&mut counted, store::save_service(&transaction, service, origin).await?);
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
    run.summary.add(counted);
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
