//! The first schema: accounts, people, what is known of them, referrals, what followed, and the audit.
//!
//! No status columns: `*_at` and `*_by` say what happened, and one function in `rules` says what
//! state that makes. `version` is the optimistic lock.

use sea_orm_migration::{prelude::*, schema::*};

#[derive(DeriveMigrationName)]
pub(super) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in [
            organisation(),
            account(),
            session(),
            person(),
            fact_answer(),
            decision(),
            referral(),
            blocked_referral(),
            free_places(),
            spell(),
            claim(),
            entry(),
            audit(),
            record_read(),
        ] {
            manager.create_table(table).await?;
        }
        for index in indexes() {
            manager.create_index(index).await?;
        }
        Ok(())
    }
}

fn table(name: &'static str) -> TableCreateStatement {
    Table::create().table(name).to_owned()
}

/// The moment and the account of one event of a record: `sent_at`, `sent_by`.
fn event(table: &mut TableCreateStatement, at: &'static str, by: &'static str) {
    table.col(timestamp_with_time_zone_null(at)).col(uuid_null(by));
}

fn organisation() -> TableCreateStatement {
    table("organisation")
        .col(pk_uuid("id"))
        .col(string("area"))
        .col(string("body"))
        .col(string("kind"))
        .col(string("name"))
        .to_owned()
}

fn account() -> TableCreateStatement {
    table("account")
        .col(pk_uuid("id"))
        .col(string_uniq("email"))
        .col(string("name"))
        .col(string("role"))
        .col(uuid_null("organisation_id"))
        .col(uuid_null("person_id"))
        .col(string_null("password_hash"))
        .col(timestamp_with_time_zone("created_at"))
        .col(timestamp_with_time_zone_null("left_at"))
        .to_owned()
}

fn session() -> TableCreateStatement {
    table("session")
        .col(ColumnDef::new("id").string().not_null().primary_key())
        .col(text("data"))
        .col(timestamp_with_time_zone("expires_at"))
        .to_owned()
}

fn person() -> TableCreateStatement {
    table("person")
        .col(pk_uuid("id"))
        .col(string("area"))
        .col(string_uniq("reference"))
        .col(string("given_name"))
        .col(string("family_name"))
        .col(string_null("telephone"))
        .col(string_null("email"))
        .col(uuid_null("adviser_id"))
        .col(timestamp_with_time_zone("registered_at"))
        .col(uuid("registered_by"))
        .col(timestamp_with_time_zone_null("agreed_at"))
        .col(integer("version"))
        .to_owned()
}

fn fact_answer() -> TableCreateStatement {
    table("fact_answer")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(string("fact"))
        .col(json("value"))
        .col(string("source"))
        .col(date("known_on"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(uuid("recorded_by"))
        .to_owned()
}

fn decision() -> TableCreateStatement {
    table("decision")
        .col(pk_uuid("id"))
        .col(string("kind"))
        .col(string("area"))
        .col(uuid_null("person_id"))
        .col(string("answer"))
        .col(date("on_day"))
        .col(string("policy_version"))
        .col(json("reasons"))
        .col(json("inputs"))
        .col(timestamp_with_time_zone("made_at"))
        .col(uuid("made_by"))
        .to_owned()
}

fn referral() -> TableCreateStatement {
    let mut referral = table("referral")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(string("area"))
        .col(string("programme"))
        .col(uuid("provider_id"))
        .col(uuid_null("from_organisation_id"))
        .col(uuid("decision_id"))
        .col(string("chosen_how"))
        .col(text_null("message"))
        .col(timestamp_with_time_zone("sent_at"))
        .col(uuid("sent_by"))
        .to_owned();
    event(&mut referral, "accepted_at", "accepted_by");
    event(&mut referral, "declined_at", "declined_by");
    referral.col(string_null("decline_reason")).col(date_null("started_on"));
    event(&mut referral, "start_recorded_at", "start_recorded_by");
    referral.col(date_null("ended_on")).col(string_null("end_reason"));
    event(&mut referral, "end_recorded_at", "end_recorded_by");
    event(&mut referral, "withdrawn_at", "withdrawn_by");
    referral.col(string_null("withdraw_reason")).col(integer("version")).to_owned()
}

fn blocked_referral() -> TableCreateStatement {
    table("blocked_referral")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(string("area"))
        .col(string("programme"))
        .col(uuid_null("provider_id"))
        .col(uuid("decision_id"))
        .col(timestamp_with_time_zone("attempted_at"))
        .col(uuid("attempted_by"))
        .to_owned()
}

fn free_places() -> TableCreateStatement {
    table("free_places")
        .col(pk_uuid("id"))
        .col(uuid("organisation_id"))
        .col(string("programme"))
        .col(integer("places"))
        .col(timestamp_with_time_zone("said_at"))
        .col(uuid("said_by"))
        .to_owned()
}

fn spell() -> TableCreateStatement {
    let mut spell = table("spell")
        .col(pk_uuid("id"))
        .col(uuid("person_id"))
        .col(uuid("referral_id"))
        .col(string("employer"))
        .col(string("kind"))
        .col(date("from_day"))
        .col(date_null("until_day"))
        .col(integer_null("hours_per_week"))
        .col(big_integer_null("earnings_pence_week"))
        .col(string("source"))
        .col(timestamp_with_time_zone("recorded_at"))
        .col(uuid("recorded_by"))
        .to_owned();
    event(&mut spell, "replaced_at", "replaced_by");
    spell
}

fn claim() -> TableCreateStatement {
    let mut claim = table("claim")
        .col(pk_uuid("id"))
        .col(uuid("referral_id"))
        .col(string("contract"))
        .col(string("outcome"))
        .col(integer("attempt"))
        .col(date("outcome_on"))
        .col(big_integer("amount_pence"))
        .col(boolean("example_price"))
        .col(date_null("claim_by"))
        .col(uuid("decision_id"))
        .col(timestamp_with_time_zone("raised_at"))
        .col(uuid("raised_by"))
        .to_owned();
    event(&mut claim, "approved_at", "approved_by");
    event(&mut claim, "rejected_at", "rejected_by");
    claim.col(string_null("reject_reason"));
    event(&mut claim, "reversed_at", "reversed_by");
    claim.col(string_null("reverse_reason")).col(integer("version")).to_owned()
}

fn entry() -> TableCreateStatement {
    table("entry")
        .col(pk_uuid("id"))
        .col(uuid("claim_id"))
        .col(integer("line"))
        .col(string("ledger_account"))
        .col(big_integer("amount_pence"))
        .col(string("says"))
        .col(timestamp_with_time_zone("posted_at"))
        .col(uuid("posted_by"))
        .to_owned()
}

fn audit() -> TableCreateStatement {
    table("audit")
        .col(pk_uuid("id"))
        .col(timestamp_with_time_zone("at"))
        .col(uuid_null("account_id"))
        .col(string("action"))
        .col(string("subject_kind"))
        .col(uuid_null("subject_id"))
        .col(boolean("allowed"))
        .col(json("reasons"))
        .col(string("policy_version"))
        .to_owned()
}

fn record_read() -> TableCreateStatement {
    table("record_read")
        .col(pk_uuid("id"))
        .col(timestamp_with_time_zone("at"))
        .col(uuid("account_id"))
        .col(uuid("person_id"))
        .col(string("action"))
        .col(string("categories"))
        .col(string("under"))
        .to_owned()
}

fn index(table: &'static str, name: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create().table(table).name(name).to_owned();
    for column in columns {
        index.col(*column);
    }
    index
}

fn indexes() -> Vec<IndexCreateStatement> {
    vec![
        index("organisation", "organisation_area_body", &["area", "body"]).unique().to_owned(),
        index("account", "account_organisation", &["organisation_id"]),
        index("session", "session_expires", &["expires_at"]),
        index("person", "person_adviser", &["adviser_id"]),
        index("person", "person_area", &["area"]),
        index("fact_answer", "fact_answer_person", &["person_id", "fact", "recorded_at"]),
        index("decision", "decision_person", &["person_id", "made_at"]),
        index("referral", "referral_person", &["person_id"]),
        index("referral", "referral_provider", &["provider_id", "sent_at"]),
        index("blocked_referral", "blocked_referral_area", &["area", "attempted_at"]),
        index("blocked_referral", "blocked_referral_person", &["person_id"]),
        index("free_places", "free_places_newest", &["organisation_id", "programme", "said_at"]),
        index("spell", "spell_referral", &["referral_id"]),
        index("spell", "spell_person", &["person_id"]),
        index("claim", "claim_referral_outcome", &["referral_id", "contract", "outcome", "attempt"])
            .unique()
            .to_owned(),
        index("claim", "claim_contract", &["contract", "raised_at"]),
        index("entry", "entry_claim_line", &["claim_id", "line"]).unique().to_owned(),
        index("audit", "audit_at", &["at"]),
        index("audit", "audit_subject", &["subject_id"]),
        index("record_read", "record_read_person", &["person_id", "at"]),
    ]
}
