//! Batches of rows on their way: one thread reads, others work out verdicts, this one takes them in order.
//!
//! What is under way is bounded: the reader needs a permit for every batch, and gets it back when the batch
//! was taken. So memory does not grow with the table, however unevenly the threads run.

use crate::{
    failure::Failure,
    people_table::{self, Table},
};
use exchange::tables::{Encoded, Format, Grouped, Groups, Reading, Rows, TableFault, encode};
use policy::population::{Detail, Plan, Population, Screening};
use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

/// Batches that may be under way for each thread that works on them.
const BATCHES_A_THREAD: usize = 2;

/// What is to be done with every batch.
pub(super) struct Job<'a> {
    pub(super) reading: Reading<'a>,
    pub(super) plan: &'a Plan<'a>,
    pub(super) detail: Detail,
    pub(super) groups: &'a Groups<'a>,
    pub(super) format: Format,
    pub(super) threads: usize,
    /// Set when somebody asks the program to stop.
    pub(super) stop: &'a AtomicBool,
}

/// The counts of all batches.
pub(super) struct Totals {
    pub(super) screening: Screening,
    pub(super) grouped: Grouped,
    /// Postcodes that are in none of the tables held.
    pub(super) unlisted: u64,
}

/// One batch, done.
struct Done {
    encoded: Encoded,
    screening: Screening,
    grouped: Grouped,
    unlisted: u64,
}

/// Why a batch could not be done.
enum Stopped {
    Table(TableFault),
    Groups(exchange::tables::GroupsFault),
}

type Numbered<T> = (u64, T);

/// A fault of the program itself.
pub(super) fn our_fault() -> Failure {
    Failure::because("this is a fault of Tapestry itself; nothing was written. Please report how it came about")
}

/// Reads and screens the whole table. `take` is given the verdicts of each batch in the order of the table,
/// and how many people they are.
pub(super) fn run(
    job: &Job<'_>,
    table: Table,
    path: &Path,
    mut take: impl FnMut(Encoded, u64) -> Result<(), Failure>,
) -> Result<Totals, Failure> {
    let nobody = job.plan.screen(&Population::new(job.reading.facts, 0), job.detail).into_counts();
    let mut totals = Totals { screening: nobody, grouped: Grouped::default(), unlisted: 0 };
    let (give_permit, permits) = channel();
    let (give_rows, rows) = channel();
    let (give_done, done) = channel();
    let rows = Mutex::new(rows);
    for _ in 0..job.threads * BATCHES_A_THREAD + 1 {
        // The receiver is at hand.
        let _ = give_permit.send(());
    }
    thread::scope(|scope| {
        let give = give_done.clone();
        scope.spawn(|| read(table, permits, give_rows, give));
        for _ in 0..job.threads {
            let (rows, give) = (&rows, give_done.clone());
            scope.spawn(move || work(job, rows, give));
        }
        drop(give_done);
        // Moved in here, so that the other threads end when this one gives up.
        let (give_permit, done) = (give_permit, done);
        let mut waiting = BTreeMap::new();
        let mut next = 0;
        for (number, batch) in done {
            waiting.insert(number, batch);
            while let Some(batch) = waiting.remove(&next) {
                if job.stop.load(Ordering::Relaxed) {
                    return Err(Failure::because("stopped before it was done; nothing was written"));
                }
                take_one(job, batch, path, &mut totals, &mut take)?;
                next += 1;
                // The reader may have come to the end.
                let _ = give_permit.send(());
            }
        }
        if waiting.is_empty() { Ok(()) } else { Err(our_fault()) }
    })?;
    Ok(totals)
}

fn take_one(
    job: &Job<'_>,
    batch: Option<Result<Done, Stopped>>,
    path: &Path,
    totals: &mut Totals,
    take: &mut impl FnMut(Encoded, u64) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let done = match batch {
        None => return Err(our_fault()),
        Some(Err(Stopped::Table(fault))) => return Err(people_table::fault(path, &fault)),
        Some(Err(Stopped::Groups(fault))) => return Err(Failure::because(fault.to_string())),
        Some(Ok(done)) => done,
    };
    let people = done.screening.people;
    totals.screening.add_counts(&done.screening);
    if !job.groups.is_empty() {
        totals.grouped.add(done.grouped).map_err(|fault| Failure::because(fault.to_string()))?;
    }
    totals.unlisted += done.unlisted;
    take(done.encoded, people)
}

/// Reads the table, a batch for every permit.
fn read(
    mut table: Table,
    permits: Receiver<()>,
    give_rows: Sender<Numbered<Rows>>,
    give_done: Sender<Numbered<Option<Result<Done, Stopped>>>>,
) {
    for number in 0.. {
        if permits.recv().is_err() {
            return;
        }
        let sent = match table.next_rows() {
            Ok(Some(rows)) => give_rows.send((number, rows)).is_ok(),
            Ok(None) => false,
            Err(fault) => {
                // If nobody takes it any more, there is nobody to tell.
                let _ = give_done.send((number, Some(Err(Stopped::Table(fault)))));
                false
            }
        };
        if !sent {
            return;
        }
    }
}

/// Works out batches until there are no more.
fn work(job: &Job<'_>, rows: &Mutex<Receiver<Numbered<Rows>>>, give: Sender<Numbered<Option<Result<Done, Stopped>>>>) {
    loop {
        let next = rows.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((number, rows)) = next else { return };
        // A panic would be a fault of ours; the others are told of it in place of waiting for ever.
        let done = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| one(job, &rows))).ok();
        if give.send((number, done)).is_err() {
            return;
        }
    }
}

fn one(job: &Job<'_>, rows: &Rows) -> Result<Done, Stopped> {
    let people = job.reading.people(rows).map_err(Stopped::Table)?;
    let screening = job.plan.screen(&people.population, job.detail);
    let grouped = if job.groups.is_empty() {
        Grouped::default()
    } else {
        job.groups.count(&people.population, &screening).map_err(Stopped::Groups)?
    };
    let encoded = encode(job.format, people.first, people.ids, &screening);
    Ok(Done { encoded, screening: screening.into_counts(), grouped, unlisted: people.unlisted })
}
