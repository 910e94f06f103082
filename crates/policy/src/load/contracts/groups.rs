//! Reads `[[group]]`: groups of people with prices of their own.

use crate::{
    PaymentGroup,
    load::{
        Context,
        ids::{plain_id, report_duplicate},
        programmes::when,
        reader::Reader,
    },
};
use std::sync::Arc;

pub(super) fn groups(context: &Context<'_>, reader: &Reader<'_>, path: &str) -> Vec<PaymentGroup> {
    let mut groups: Vec<PaymentGroup> = Vec::new();
    for table in reader.tables("group", "a payment group") {
        let id = plain_id(&table);
        let group = PaymentGroup {
            id: Arc::from(id.value.as_str()),
            code: Arc::from(format!("{path}#{}", id.value)),
            says: table.text("says").value,
            when: when(context, &table, &Arc::from([])),
        };
        table.finish();
        if groups.iter().any(|earlier| earlier.id == group.id) {
            report_duplicate(&table, &id);
        }
        groups.push(group);
    }
    groups
}
