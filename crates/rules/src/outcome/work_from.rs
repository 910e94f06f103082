//! From when does work count towards an outcome?
//!
//! *Authority*: the definition's `work_from`, or that of the contract's outcome where it says otherwise. A programme is
//! paid for what came of its help (Green Paper July 2008, Box 7.1: people supported into work), so that work held
//! before counts where the text says so only: the Restart threshold is of all earnings after the start (Restart
//! statistics, methodology, December 2023).
//! *Applies*: to outcomes that are counted from work. Under `new-work` a job counts that began on the day of the start or
//! later; under `start` every day in work from then on, whenever the work began.
//! *Simplified*: work for the same employer that goes on without a day between is the same work, in however many pieces
//! it is recorded; an employer without a name is nobody's. A table of work has no employers, and goes by first days.
//! *Example*: start on 30 November, a job since 1 June: no job start and no weeks in work under `new-work`.

use super::{Run, Spell, SpellKind};
use kernel::{Day, folded, in_words};
use policy::WorkFrom;

pub(crate) const CODE: &str = "rules/outcome/work_from";

/// The spells of a participation by whether they count.
pub(crate) struct Work<'a> {
    /// Those that count, in order of their first day.
    pub(crate) counts: Vec<&'a Spell>,
    /// Those that were held before the start and do not count, in the same order.
    pub(crate) held_before: Vec<&'a Spell>,
}

/// Which spells count for a start on a day.
pub(crate) fn work(spells: &[Spell], started_on: Day, from: WorkFrom) -> Work<'_> {
    let mut all: Vec<&Spell> = spells.iter().collect();
    all.sort_by(|one, other| (one.period.from, &one.id).cmp(&(other.period.from, &other.id)));
    if from == WorkFrom::Start {
        return Work { counts: all, held_before: Vec::new() };
    }
    let mut work = Work { counts: Vec::new(), held_before: Vec::new() };
    // Each job held before the start, with the last day to which it has been followed.
    let mut held: Vec<(&Spell, Day)> = Vec::new();
    for spell in all {
        let last = spell.period.until.unwrap_or(Day::MAX);
        let goes_on = held.iter_mut().find(|(job, until)| {
            same_work(job, spell) && until.succ_opt().is_none_or(|next| spell.period.from <= next)
        });
        match goes_on {
            Some((_, until)) => *until = last.max(*until),
            None if spell.period.from < started_on => held.push((spell, last)),
            None => {
                work.counts.push(spell);
                continue;
            }
        }
        work.held_before.push(spell);
    }
    work
}

/// Whether two spells are work of one kind for one employer, as people write names.
fn same_work(one: &Spell, other: &Spell) -> bool {
    one.kind == other.kind && same_employer(&one.employer, &other.employer)
}

/// Whether two names are of one employer: case, spaces, accents and signs make no difference, and no name is nobody's.
pub(super) fn same_employer(one: &str, other: &str) -> bool {
    let one = folded(one);
    !one.is_empty() && one == folded(other)
}

/// From when work counts, in a sentence or two, naming what was held before and does not.
pub(crate) fn in_a_sentence(spells: &[Spell], started_on: Day, from: WorkFrom) -> String {
    let started = in_words(started_on);
    if from == WorkFrom::Start {
        return format!("Every day in work counts from {started}, the day of the start, whenever the work began.");
    }
    let mut says = format!("Work counts if it began on or after {started}, the day of the start.");
    let held = work(spells, started_on, from).held_before;
    let on_the_day = |spell: &&Spell| spell.within(started_on, Day::MAX).is_some();
    let names: Vec<String> = held.into_iter().filter(on_the_day).map(named).collect();
    if !names.is_empty() {
        says.push_str(&format!(" This was held before, and does not count: {}.", names.join("; ")));
    }
    says
}

fn named(spell: &Spell) -> String {
    let kind = if spell.kind == SpellKind::SelfEmployed { "self-employment" } else { "work" };
    let with = if spell.employer.trim().is_empty() { String::new() } else { format!(" with {}", spell.employer) };
    format!("{kind}{with} from {}", in_words(spell.period.from))
}

/// Ids of the spells that have a day in one of the runs from `first` to `last`, both included, in order of the first day.
pub(super) fn ids_in(spells: &[&Spell], runs: &[Run], (first, last): (Day, Day)) -> Vec<String> {
    let within =
        |spell: &&&Spell| runs.iter().any(|run| spell.within(run.first.max(first), run.last.min(last)).is_some());
    spells.iter().filter(within).map(|spell| spell.id.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outcome::spells::tests::{day, spell};

    fn of(employer: &str, from: &str, until: Option<&str>) -> Spell {
        Spell { employer: employer.into(), ..spell(&format!("{employer} {from}"), from, until) }
    }

    fn counting(spells: &[Spell], from: WorkFrom) -> Vec<String> {
        work(spells, day("2024-06-01"), from).counts.into_iter().map(|spell| spell.id.clone()).collect()
    }

    #[test]
    fn a_job_counts_that_began_on_the_day_of_the_start_and_not_one_of_the_day_before() {
        let jobs = [of("Bakery", "2024-05-31", None), of("Shop", "2024-06-01", None), of("Mill", "2024-06-02", None)];
        assert_eq!(counting(&jobs, WorkFrom::NewWork), ["Shop 2024-06-01", "Mill 2024-06-02"]);
        assert_eq!(counting(&jobs, WorkFrom::Start).len(), 3);
    }

    #[test]
    fn a_job_held_before_stays_so_in_however_many_pieces_it_is_recorded() {
        let pieces = [
            of("Bakery", "2024-03-01", Some("2024-05-31")),
            of(" bakery ", "2024-06-01", Some("2024-06-30")),
            of("Bakery", "2024-07-01", None),
            of("Shop", "2024-06-01", Some("2024-06-30")),
        ];
        assert_eq!(counting(&pieces, WorkFrom::NewWork), ["Shop 2024-06-01"]);
        let again = [of("Bakery", "2024-03-01", Some("2024-05-31")), of("Bakery", "2024-06-02", None)];
        assert_eq!(counting(&again, WorkFrom::NewWork), ["Bakery 2024-06-02"], "a day between makes it a new job");
    }

    #[test]
    fn a_longer_piece_is_not_forgotten_for_a_shorter_one_within_it() {
        let pieces = [
            of("Bakery", "2024-03-01", Some("2024-07-31")),
            of("Bakery", "2024-04-01", Some("2024-04-30")),
            of("Bakery", "2024-08-01", None),
        ];
        assert_eq!(counting(&pieces, WorkFrom::NewWork), Vec::<String>::new());
    }

    #[test]
    fn work_of_another_kind_or_of_nobody_by_name_is_other_work() {
        let own = Spell { kind: SpellKind::SelfEmployed, ..of("Bakery", "2024-06-01", None) };
        assert_eq!(counting(&[of("Bakery", "2024-03-01", None), own], WorkFrom::NewWork).len(), 1);
        let unnamed = [of("", "2024-03-01", None), of("", "2024-06-01", None)];
        assert_eq!(counting(&unnamed, WorkFrom::NewWork).len(), 1);
    }

    #[test]
    fn what_does_not_count_is_named_where_it_reaches_into_the_programme() {
        let jobs = [of("Bakery", "2024-03-01", None), of("Mill", "2023-01-01", Some("2024-05-31"))];
        assert_eq!(
            in_a_sentence(&jobs, day("2024-06-01"), WorkFrom::NewWork),
            "Work counts if it began on or after 1 June 2024, the day of the start. This was held before, and \
             does not count: work with Bakery from 1 March 2024."
        );
        assert_eq!(
            in_a_sentence(&jobs, day("2024-06-01"), WorkFrom::Start),
            "Every day in work counts from 1 June 2024, the day of the start, whenever the work began."
        );
    }
}
