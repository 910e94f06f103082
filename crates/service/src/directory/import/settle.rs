//! After an import: what the source no longer has.

use super::report::Summary;
use super::run::Run;
use crate::audit;
use crate::directory::store::{self, OfSource};
use anyhow::{Context, Result};

/// What is to be done and said when everything of a source was read. `is_whole` is whether it is sure that what did not
/// come is not there. Gives notes.
pub(super) async fn finish(run: &mut Run<'_>, is_whole: bool, many_gone: bool) -> Result<Vec<String>> {
    let mut notes: Vec<String> = run.note_of_copies().into_iter().collect();
    notes.extend(note_of_other_sources(run).await?);
    if is_whole && !run.has_nameless {
        notes.extend(settle(run, many_gone).await?);
    }
    Ok(notes)
}

/// Says what is missing from a source that came whole, and withdraws what was missing the last time too. Gives notes.
async fn settle(run: &mut Run<'_>, many_gone: bool) -> Result<Vec<String>> {
    let now = run.app.clock.now();
    let transaction = run.app.db.begin().await.context("cannot begin to write what is missing")?;
    let kept = store::of_source(&transaction, &run.source).await?;
    let on_list = kept.iter().filter(|one| one.withdrawn_at.is_none()).count();
    let (here, gone): (Vec<&OfSource>, Vec<&OfSource>) = kept.iter().partition(|one| run.has(&one.source_id));
    let gone: Vec<&OfSource> = gone.into_iter().filter(|one| one.withdrawn_at.is_none()).collect();
    let ids = |of: &[&OfSource]| of.iter().map(|one| one.id.clone()).collect::<Vec<String>>();
    let again: Vec<&OfSource> =
        here.into_iter().filter(|one| one.missing_since.is_some() || one.withdrawn_at.is_some()).collect();
    store::set_standing(&transaction, &ids(&again), (None, None)).await?;
    let mut notes = Vec::new();
    if gone.len() * 2 > on_list && !many_gone {
        notes.push(format!(
            "the source has {} services, and {} of the {on_list} that came from it before are missing: that is more than \
             half, so nothing is withdrawn. If it is right, import again with --many-gone",
            run.count(),
            gone.len()
        ));
        transaction.commit().await.context("cannot write what is missing")?;
        return Ok(notes);
    }
    let (last_time, this_time): (Vec<&OfSource>, Vec<&OfSource>) =
        gone.into_iter().partition(|one| one.missing_since.is_some());
    store::set_standing(&transaction, &ids(&this_time), (Some(now), None)).await?;
    for one in &last_time {
        let since = (one.missing_since, Some(now));
        store::set_standing(&transaction, std::slice::from_ref(&one.id), since).await?;
    }
    if !this_time.is_empty() || !last_time.is_empty() {
        let line = audit::Line {
            account: None,
            action: "import-directory",
            subject_kind: "directory",
            subject: None,
            allowed: true,
            reasons: vec![
                format!("source={}", run.source),
                format!("missing={}", this_time.len()),
                format!("withdrawn={}", last_time.len()),
            ],
        };
        audit::record(run.app, &transaction, line).await.context("cannot write the audit")?;
    }
    transaction.commit().await.context("cannot write what is missing")?;
    let Summary { missing, withdrawn, .. } = &mut run.summary;
    missing.extend(this_time.into_iter().map(said));
    withdrawn.extend(last_time.into_iter().map(said));
    Ok(notes)
}

fn said(one: &OfSource) -> String {
    let id: String = one.source_id.chars().take(60).collect();
    format!("`{id}` {}", one.name)
}

/// Says where the same ids are already kept for another source, when most of what came was never seen of this one.
async fn note_of_other_sources(run: &Run<'_>) -> Result<Option<String>> {
    if run.summary.new == 0 {
        return Ok(None);
    }
    let elsewhere = store::elsewhere(run.app.db.reader(), &run.source, &run.ids()).await?;
    let most = elsewhere.into_iter().max_by_key(|(_, count)| *count).filter(|(_, count)| *count * 2 > run.count());
    Ok(most.map(|(other, count)| {
        format!(
            "{count} of these ids are also kept for the source `{other}`, as other services. If the two are one source, \
             import with --source '{other}'"
        )
    }))
}
