//! Migrations: named by date, forward only, run at every start.

mod m20261123_000001_foundation;
mod m20261123_000002_directory;
mod m20261123_000003_postcodes;
mod m20261123_000004_policy_versions;
mod m20261123_000005_notes;
mod m20261123_000006_places;
mod m20261127_000001_claim_events;
mod m20261128_000001_earnings;
mod m20261128_000002_ledger;
mod m20261128_000003_participant_events;
mod m20261128_000004_audit_seals;
mod m20261128_000005_sharing_stopped;
mod m20261128_000006_agreements;
mod m20261128_000007_sign_in;
mod m20261128_000008_broken_glass;
mod m20261128_000009_person_requests;
mod m20261128_000010_erasures;
mod m20261128_000011_letters;
mod m20261128_000012_hidden;
mod m20261130_000010_sign_in_again;
mod m20261130_000011_handover;
mod m20261130_000020_count_secret;
mod m20261130_000030_forms_sent;
mod m20261130_000031_alike;
mod m20261130_000050_directory_sources;

use sea_orm_migration::prelude::*;

/// Knows every migration, in order.
pub(super) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m20261123_000001_foundation::Migration),
            Box::new(m20261123_000002_directory::Migration),
            Box::new(m20261123_000003_postcodes::Migration),
            Box::new(m20261123_000004_policy_versions::Migration),
            Box::new(m20261123_000005_notes::Migration),
            Box::new(m20261123_000006_places::Migration),
            Box::new(m20261127_000001_claim_events::Migration),
            Box::new(m20261128_000001_earnings::Migration),
            Box::new(m20261128_000002_ledger::Migration),
            Box::new(m20261128_000003_participant_events::Migration),
            Box::new(m20261128_000004_audit_seals::Migration),
            Box::new(m20261128_000005_sharing_stopped::Migration),
            Box::new(m20261128_000006_agreements::Migration),
            Box::new(m20261128_000007_sign_in::Migration),
            Box::new(m20261128_000008_broken_glass::Migration),
            Box::new(m20261128_000009_person_requests::Migration),
            Box::new(m20261128_000010_erasures::Migration),
            Box::new(m20261128_000011_letters::Migration),
            Box::new(m20261128_000012_hidden::Migration),
            Box::new(m20261130_000010_sign_in_again::Migration),
            Box::new(m20261130_000011_handover::Migration),
            Box::new(m20261130_000020_count_secret::Migration),
            Box::new(m20261130_000030_forms_sent::Migration),
            Box::new(m20261130_000031_alike::Migration),
            Box::new(m20261130_000050_directory_sources::Migration),
        ]
    }
}
