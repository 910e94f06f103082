//! Writing the whole directory out as one page of the standard.

use super::store;
use crate::db::Database;
use anyhow::{Context, Result};
use std::io::Write;

/// How many services are read together.
const SERVICES_TOGETHER: u64 = 200;

/// Writes every service in full, by id, as one page of Open Referral UK 3.0; gives how many there
/// are.
///
/// # Errors
/// When the database or the writer refuses.
pub async fn export(db: &Database, out: &mut (dyn Write + Send)) -> Result<u64> {
    let connection = db.reader();
    let total = store::count_services(connection).await?;
    let empty = total == 0;
    let pages = u64::from(!empty);
    write!(
        out,
        "{{\"total_items\":{total},\"total_pages\":{pages},\"page_number\":1,\"size\":{total},\
         \"first_page\":true,\"last_page\":true,\"empty\":{empty},\"contents\":["
    )
    .context("cannot write")?;
    let mut after: Option<String> = None;
    let mut written = 0_u64;
    loop {
        let services = store::every_service(connection, after.as_deref(), SERVICES_TOGETHER).await?;
        let Some(last) = services.last() else { break };
        after = Some(last.id.clone());
        for service in &services {
            let joint = if written == 0 { "\n" } else { ",\n" };
            out.write_all(joint.as_bytes()).context("cannot write")?;
            serde_json::to_writer(&mut *out, service).context("cannot write")?;
            written += 1;
        }
    }
    out.write_all(b"\n]}\n").context("cannot write")?;
    Ok(written)
}
