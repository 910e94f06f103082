//! Has the person been in work for a given number of weeks, in one job or several?
//!
//! *Authority*: Flexible New Deal: work that lasts 13 weeks and again 26 (Jim Knight, written answer
//! 11 November 2009 [298189]); several short jobs may make it together (HC 162, 2013-14, paragraph 17).
//! *Applies*: to work of either kind. A week is seven days in work, and only days in work count towards
//! the weeks; breaks between them may be as long as the definition allows, each and all together.
//! *Simplified*: on which days there is enough work, where there is a floor of hours or pay, is for `least` to say; whether
//! a job held before counts, for `work_from`.
//! *Example*: 13 weeks without breaks, work from 1 January 2024: reached on 31 March, the 91st day.

use super::{
    progress::Progress,
    spells::Run,
    stretch::{Stretch, day_of},
};
use kernel::{Day, in_words};

/// What a definition asks.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Terms {
    /// Weeks in work.
    pub(crate) weeks: i64,
    /// The longest single break, in days.
    pub(crate) longest_break_days: i64,
    /// All breaks together, in days.
    pub(crate) all_breaks_days: i64,
}

impl Terms {
    fn needed_days(&self) -> i64 {
        self.weeks.saturating_mul(7)
    }
}

/// A chain of stretches with allowed breaks.
#[derive(Clone, Copy)]
pub(crate) struct Chain {
    /// The number of its first day.
    pub(crate) first: i32,
    worked_days: i64,
    breaks: i64,
    breaks_days: i64,
    /// The number of the day on which the weeks are complete.
    pub(crate) reached_on: Option<i32>,
}

/// The progress made in runs that neither overlap nor touch, earliest first; it names no spells.
pub(super) fn progress(runs: &[Run], terms: &Terms) -> Progress {
    let runs: Vec<Stretch> = runs.iter().copied().map(Stretch::from).collect();
    let complete = first_complete(&runs, terms).and_then(|chain| Some((day_of(chain.reached_on?)?, chain)));
    match complete {
        Some((on, chain)) => {
            let first = day_of(chain.first).unwrap_or(on);
            Progress::Reached { on, first, working: working(&chain, (first, on), terms), spells: Vec::new() }
        }
        None => {
            let best = chains(&runs, terms).map(|chain| chain.worked_days).max().unwrap_or(0);
            Progress::not_yet(format!("{best} of {} days in work ({} weeks).", terms.needed_days(), terms.weeks))
        }
    }
}

/// The chain in which the weeks are complete first. `runs` neither overlap nor touch, earliest first.
///
/// A chain that begins earlier and becomes complete does so no later than one that begins within it or after it; so
/// the first that becomes complete is the one.
pub(crate) fn first_complete(runs: &[Stretch], terms: &Terms) -> Option<Chain> {
    chains(runs, terms).find(|chain| chain.reached_on.is_some())
}

/// The chain from each run on.
fn chains<'r>(runs: &'r [Stretch], terms: &'r Terms) -> impl Iterator<Item = Chain> + 'r {
    (0..runs.len()).filter_map(|from| chain(runs.get(from..)?, terms))
}

/// Follows the runs from the first one on, as far as the breaks allow or the days are complete.
fn chain(runs: &[Stretch], terms: &Terms) -> Option<Chain> {
    let (first, rest) = runs.split_first()?;
    let needed_days = terms.needed_days();
    let mut chain = Chain { first: first.first, worked_days: 0, breaks: 0, breaks_days: 0, reached_on: None };
    add(&mut chain, first, needed_days);
    let mut previous = first;
    for run in rest {
        let break_days = previous.break_before(run);
        let all_days = chain.breaks_days + break_days;
        if chain.reached_on.is_some() || break_days > terms.longest_break_days || all_days > terms.all_breaks_days {
            break;
        }
        chain.breaks += 1;
        chain.breaks_days = all_days;
        add(&mut chain, run, needed_days);
        previous = run;
    }
    Some(chain)
}

/// Adds the days of a run, and notes the day on which the days needed are complete.
fn add(chain: &mut Chain, run: &Stretch, needed_days: i64) {
    let missing = needed_days - chain.worked_days;
    if run.days() >= missing {
        let ahead = i32::try_from((missing - 1).max(0)).unwrap_or(i32::MAX);
        chain.reached_on = run.first.checked_add(ahead);
        chain.worked_days = needed_days;
    } else {
        chain.worked_days += run.days();
    }
}

fn working(chain: &Chain, (first, on): (Day, Day), terms: &Terms) -> Vec<String> {
    let mut steps = vec![format!(
        "In work from {}; the {} weeks ({} days in work) were complete on {}.",
        in_words(first),
        terms.weeks,
        chain.worked_days,
        in_words(on)
    )];
    let days = |count: i64| if count == 1 { "1 day".to_owned() } else { format!("{count} days") };
    steps.push(match chain.breaks {
        0 => "There was no break.".to_owned(),
        1 => format!(
            "There was one break of {}; {} were allowed.",
            days(chain.breaks_days),
            days(terms.longest_break_days)
        ),
        count => format!(
            "There were {count} breaks, together {}; {} were allowed, and {} each.",
            days(chain.breaks_days),
            days(terms.all_breaks_days),
            days(terms.longest_break_days)
        ),
    });
    steps
}
