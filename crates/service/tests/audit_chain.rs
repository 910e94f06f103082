//! A line of the audit that is changed, taken out or put in no longer fits its seals.
//!
//! On SQLite always, on PostgreSQL where `TAPESTRY_TEST_POSTGRES` is set.
#![expect(clippy::unwrap_used, reason = "tests")]

mod support;

use rules::access::Role;
use sea_orm::{ConnectionTrait, Statement};
use service::{audit, person};
use support::{AREA, World, amina, databases, day, world};

#[tokio::test]
async fn what_is_done_to_the_audit_afterwards_is_found() {
    for (url, folder) in databases().await {
        play(&world(&url, folder).await).await;
    }
}

async fn run(world: &World, sql: &str) {
    let connection = world.app.db.reader();
    let statement = Statement::from_string(connection.get_database_backend(), sql.to_owned());
    connection.execute_raw(statement).await.unwrap();
}

/// What verifying says is wrong.
async fn wrong(world: &World) -> String {
    audit::verify(&world.app.db).await.unwrap().faults.join("\n")
}

async fn play(world: &World) {
    let app = &world.app;
    let jobcentre = "jobcentre-plus-birmingham-solihull";
    let adviser = world.somebody("adviser@example.org", Role::Adviser, AREA, jobcentre).await;
    let empty = audit::verify(&app.db).await.unwrap();
    assert_eq!(empty.head, None);
    let person = person::register(app, &adviser, amina()).await.unwrap();
    service::access::person(app, &adviser, person, rules::access::Action::SeePerson).await.unwrap();
    assert!(audit::seal(&app.db).await.unwrap() >= 2, "a line, and a look");
    world.on("2026-11-24");
    let mut answer = world.answer("lone_parent", serde_json::json!(true));
    answer.known_on = day("2026-11-23");
    person::record_answers(app, &adviser, person, vec![answer]).await.unwrap();

    // Two programs that seal at the same moment make one chain.
    let (one, other) = tokio::join!(audit::seal(&app.db), audit::seal(&app.db));
    assert!(one.unwrap() + other.unwrap() >= 1);
    assert_eq!(audit::seal(&app.db).await.unwrap(), 0);
    let whole = audit::verify(&app.db).await.unwrap();
    assert_eq!((whole.faults.clone(), whole.waiting), (Vec::new(), 0));
    let head = whole.head.unwrap();
    assert_eq!(audit::seal_at(app.db.reader(), head.sequence).await.unwrap(), Some(head.seal));

    // Changed, and changed back.
    run(world, "UPDATE audit SET action = 'nothing' WHERE action = 'register-person'").await;
    assert!(wrong(world).await.contains("was changed"));
    run(world, "UPDATE audit SET action = 'register-person' WHERE action = 'nothing'").await;
    assert_eq!(wrong(world).await, "");
    // A look that was changed.
    run(world, "UPDATE record_read SET under = 'nothing'").await;
    assert!(wrong(world).await.contains("was changed"));
    // Put in, with an earlier time than what was sealed.
    run(
        world,
        "INSERT INTO audit (id, at, account_id, action, subject_kind, subject_id, allowed, reasons, policy_version) \
         SELECT account_id, at, account_id, action, subject_kind, subject_id, allowed, reasons, policy_version FROM audit \
         WHERE account_id IS NOT NULL ORDER BY at LIMIT 1",
    )
    .await;
    assert!(wrong(world).await.contains("it was put in"));
    // Taken out, with and without its seal.
    run(world, "DELETE FROM audit WHERE action = 'register-person'").await;
    assert!(wrong(world).await.contains("was taken out"));
    run(world, "DELETE FROM audit_seal WHERE sequence = 1").await;
    assert!(wrong(world).await.contains("seals 1 to 1 are missing"));
}
