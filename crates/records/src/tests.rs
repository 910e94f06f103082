#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::entities::session;
use sea_orm::PaginatorTrait;
use std::{collections::BTreeSet, fs, time::Duration};
use tokio::task::JoinSet;

/// Writers at once: as many as there are connections, so that each is used.
const WRITERS: usize = 8;

fn url_in(folder: &Path) -> String {
    format!("sqlite:{}", folder.join("tapestry.db").display())
}

/// Limits under which nothing is waited for long.
fn hasty() -> Limits {
    Limits { lock: Duration::from_millis(200), ..Limits::of_serving() }
}

fn row(id: &str, bytes: usize) -> session::ActiveModel {
    session::ActiveModel {
        id: Set(id.to_owned()),
        data: Set("x".repeat(bytes)),
        expires_at: Set(kernel::Moment::UNIX_EPOCH),
        account_id: Set(None),
    }
}

/// Writes as every command does: reads something, writes, commits.
async fn write(db: &Database, id: &str) -> Result<(), DbErr> {
    let transaction = db.begin().await?;
    session::Entity::find().count(&transaction).await?;
    session::Entity::insert(row(id, 3_000)).exec_without_returning(&transaction).await?;
    transaction.commit().await
}

/// Writes with as many writers as there are connections, `each` times; the ids that were acknowledged, and how many were not.
async fn write_together(db: &Database, what: &'static str, each: usize) -> (BTreeSet<String>, usize) {
    let mut writers = JoinSet::new();
    for writer in 0..WRITERS {
        let db = db.clone();
        writers.spawn(async move {
            let (mut done, mut refused) = (BTreeSet::new(), 0);
            for turn in 0..each {
                let id = format!("{what}-{writer}-{turn}");
                match write(&db, &id).await {
                    Ok(()) => assert!(done.insert(id)),
                    Err(_) => refused += 1,
                }
            }
            (done, refused)
        });
    }
    let mut all = (BTreeSet::new(), 0);
    for (done, refused) in writers.join_all().await {
        all.0.extend(done);
        all.1 += refused;
    }
    all
}

/// Those that are there when the machine stops at this moment: read from a copy of the files as they are.
async fn there_after_a_crash(folder: &Path) -> BTreeSet<String> {
    let copy = tempfile::tempdir().unwrap();
    for file in ["tapestry.db", "tapestry.db-wal"] {
        fs::copy(folder.join(file), copy.path().join(file)).unwrap();
    }
    let db = Database::open(&url_in(copy.path())).await.unwrap();
    assert_eq!(db.look_through().await.unwrap(), Vec::<String>::new());
    session::Entity::find().all(&db).await.unwrap().into_iter().map(|row| row.id).collect()
}

/// Says the same on every connection that writes.
async fn on_every_connection(db: &Database, sql: &str) {
    let pool = db.writer.get_sqlite_connection_pool();
    let mut held = Vec::new();
    for _ in 0..WRITERS {
        held.push(pool.acquire().await.unwrap());
    }
    for connection in &mut held {
        sea_orm::sqlx::raw_sql(sea_orm::sqlx::AssertSqlSafe(sql.to_owned())).execute(&mut **connection).await.unwrap();
    }
}

async fn pages(db: &Database) -> i32 {
    let question = Statement::from_string(DbBackend::Sqlite, "PRAGMA page_count");
    db.query_one_raw(question).await.unwrap().unwrap().try_get_by_index(0).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_acknowledged_after_the_disk_was_full_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(&url_in(folder.path())).await.unwrap();
    let (mut acknowledged, refused) = write_together(&db, "before", 3).await;
    assert_eq!(refused, 0);
    // Each connection is refused once, and closed for it: the next one has no bound of its own yet.
    for round in ["one", "two", "three", "four"] {
        let most = pages(&db).await + 10;
        on_every_connection(&db, &format!("PRAGMA max_page_count = {most}")).await;
        let (done, refused) = write_together(&db, round, 8).await;
        assert!(refused >= 4, "the disk was not full: {refused}");
        acknowledged.extend(done);
    }
    on_every_connection(&db, "PRAGMA max_page_count = 1000000").await;
    let (done, refused) = write_together(&db, "room", 30).await;
    assert_eq!(refused, 0, "there is room again, and it does not go on");
    acknowledged.extend(done);
    assert_eq!(there_after_a_crash(folder.path()).await, acknowledged);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_commit_that_is_refused_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(&url_in(folder.path())).await.unwrap();
    let tables = "CREATE TABLE parent (id INTEGER PRIMARY KEY);
                  CREATE TABLE child (id INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)";
    db.execute_unprepared(tables).await.unwrap();
    for turn in 0..20 {
        let transaction = db.begin().await.unwrap();
        session::Entity::insert(row(&format!("lost-{turn}"), 1)).exec_without_returning(&transaction).await.unwrap();
        transaction.execute_unprepared("INSERT INTO child VALUES (1)").await.unwrap();
        let refused = transaction.commit().await.unwrap_err().to_string();
        assert!(refused.contains("FOREIGN KEY"), "{refused}");
    }
    assert_eq!(session::Entity::find().count(&db).await.unwrap(), 0);
    let (acknowledged, refused) = write_together(&db, "after", 5).await;
    assert_eq!(refused, 0);
    assert_eq!(there_after_a_crash(folder.path()).await, acknowledged);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waited_too_long_for_another_program_can_be_done_afterwards() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open_within(&url_in(folder.path()), &hasty()).await.unwrap();
    let other = Database::open(&url_in(folder.path())).await.unwrap();
    let held = other.begin().await.unwrap();
    let (done, refused) = write_together(&db, "held", 2).await;
    assert_eq!((done.len(), refused), (0, 2 * WRITERS));
    let waited = write(&db, "waited").await.unwrap_err().to_string();
    assert!(waited.contains("locked"), "{waited}");
    session::Entity::find().count(&db).await.unwrap();
    held.rollback().await.unwrap();
    // One writer at a time: they are not to wait for each other here.
    for turn in 0..2 * WRITERS {
        write(&db, &format!("after-{turn}")).await.unwrap();
    }
    assert_eq!(there_after_a_crash(folder.path()).await.len(), 2 * WRITERS);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_is_broken_off_at_any_moment_does_not_harm_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(&url_in(folder.path())).await.unwrap();
    let mut acknowledged = BTreeSet::new();
    for turn in 0..400_u64 {
        let id = format!("cut-{turn}");
        let patience = Duration::from_micros(turn * 17 % 3_000);
        if let Ok(Ok(())) = tokio::time::timeout(patience, write(&db, &id)).await {
            acknowledged.insert(id);
        }
    }
    let (done, refused) = write_together(&db, "after", 5).await;
    assert_eq!(refused, 0);
    acknowledged.extend(done);
    let there = there_after_a_crash(folder.path()).await;
    assert!(acknowledged.is_subset(&there), "gone: {:?}", acknowledged.difference(&there).collect::<Vec<_>>());
}

#[tokio::test]
async fn connections_that_read_refuse_to_write() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(&url_in(folder.path())).await.unwrap();
    let refused = session::Entity::insert(row("one", 1)).exec_without_returning(&db.reader).await.unwrap_err();
    assert!(refused.to_string().contains("readonly"), "{refused}");
    session::Entity::insert(row("one", 1)).exec_without_returning(&db).await.unwrap();
    assert_eq!(session::Entity::find().count(&db).await.unwrap(), 1);
}

/// Where a word still stands in the files of a database, as they lie on the disk.
fn raw(folder: &Path, words: &[String]) -> Vec<String> {
    let mut bytes = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        bytes.extend(fs::read(file.unwrap().path()).unwrap());
    }
    let found = |word: &String| bytes.windows(word.len()).any(|part| part == word.as_bytes());
    words.iter().filter(|word| found(word)).cloned().collect()
}

#[tokio::test]
async fn erased_words_are_gone_from_the_file_and_its_log() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(&url_in(folder.path())).await.unwrap();
    // Of different lengths, and changed meanwhile, so that rows are moved from page to page.
    let word = |number: u64| format!("told-in-confidence-{number:05}-");
    let id = |number: u64| format!("{:020}", number.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    let said = |number: u64, bytes: u64| session::ActiveModel {
        id: Set(id(number)),
        data: Set(word(number).repeat(1 + usize::try_from(bytes % 9).unwrap())),
        expires_at: Set(kernel::Moment::UNIX_EPOCH),
        account_id: Set(None),
    };
    let transaction = db.begin().await.unwrap();
    for number in 0..1_500 {
        session::Entity::insert(said(number, number * 7)).exec_without_returning(&transaction).await.unwrap();
        if number % 5 == 4 {
            session::Entity::update(said(number - 3, number * 13)).exec(&transaction).await.unwrap();
        }
    }
    transaction.commit().await.unwrap();
    let gone: Vec<u64> = (0..1_500).filter(|number| number % 4 == 1).collect();
    let words: Vec<String> = gone.iter().map(|number| word(*number)).collect();
    let transaction = db.begin().await.unwrap();
    for number in &gone {
        session::Entity::delete_by_id(id(*number)).exec(&transaction).await.unwrap();
    }
    Database::note_erased(&transaction).await.unwrap();
    transaction.commit().await.unwrap();
    assert!(!raw(folder.path(), &words).is_empty(), "the log was empty before it was emptied: this shows nothing");
    assert!(db.wipe_what_was_erased(false).await.unwrap());
    assert_eq!(raw(folder.path(), &words), Vec::<String>::new());
    assert_eq!(session::Entity::find().count(&db).await.unwrap(), 1_500 - gone.len() as u64);
    assert!(!db.wipe_what_was_erased(false).await.unwrap(), "it is due once");
    // What is there is still there: the words are looked for in the right way.
    assert_eq!(raw(folder.path(), &[word(0)]), [word(0)]);
}

#[tokio::test]
async fn an_erasure_while_the_file_is_built_anew_makes_it_due_again() {
    let folder = tempfile::tempdir().unwrap();
    let db = Database::open(&url_in(folder.path())).await.unwrap();
    for _ in 0..2 {
        let transaction = db.begin().await.unwrap();
        Database::note_erased(&transaction).await.unwrap();
        transaction.commit().await.unwrap();
    }
    drop(db);
    let db = Database::open(&url_in(folder.path())).await.unwrap();
    assert!(db.wipe_what_was_erased(false).await.unwrap(), "a restart made it forget");
    assert!(!db.wipe_what_was_erased(false).await.unwrap());
    assert!(db.wipe_what_was_erased(true).await.unwrap());
}

#[cfg(unix)]
#[tokio::test]
async fn the_file_of_a_database_is_its_owners_alone() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("records/of/ours");
    let url = url_in(&own);
    let nowhere = format!("{:#}", Database::open(&url).await.unwrap_err());
    assert!(nowhere.contains("cannot open the database") && !own.exists(), "{nowhere}");
    make_folder(&own).unwrap();
    let db = Database::open(&url).await.unwrap();
    write(&db, "one").await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    for (file, expected) in
        [("", 0o700), ("tapestry.db", 0o600), ("tapestry.db-wal", 0o600), ("tapestry.db-shm", 0o600)]
    {
        assert_eq!(mode(&own.join(file)), expected, "{file}");
    }
    assert_eq!(is_private(&url), Some(true));
    fs::set_permissions(own.join("tapestry.db"), fs::Permissions::from_mode(0o640)).unwrap();
    assert_eq!(is_private(&url), Some(false));
    let filled = own.join("filled.db");
    Database::open_to_fill(&filled).await.unwrap().close().await.unwrap();
    assert_eq!(mode(&filled), 0o600);
}

#[tokio::test]
async fn a_new_database_is_migrated_and_opening_it_again_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    let database = Database::open(&url).await.unwrap();
    assert_eq!(database.product(), "SQLite");
    drop(database);
    Database::open(&url).await.unwrap().ping().await.unwrap();
}

#[tokio::test]
async fn a_schema_from_a_newer_program_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("tapestry.db").display());
    let database = Database::open(&url).await.unwrap();
    database
        .reader()
        .execute_unprepared("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_future', 0)")
        .await
        .unwrap();
    drop(database);
    let refusal = format!("{:#}", Database::open(&url).await.unwrap_err());
    assert!(refusal.contains("m29990101_000001_future"), "{refusal}");
}
