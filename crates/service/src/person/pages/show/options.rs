//! What is open to a person, could be, and is not: each programme with its reasons.

use crate::{Application, wording};
use kernel::{Day, PersonId, in_words};
use policy::{Area, Assessment, ProgrammeVerdict, Truth, Verdict};
use rules::referral::{Ground, ground};
use std::collections::BTreeSet;

/// Programmes of the middle group that are shown at once; the rest is one click away.
const SHOWN_AT_ONCE: usize = 6;

/// The programmes of a person's area in three groups.
pub(super) struct Options {
    pub(super) open: Vec<OptionLine>,
    /// Those that could be open, the fewest open questions first.
    pub(super) could_be: Vec<OptionLine>,
    /// The rest of those.
    pub(super) could_be_too: Vec<OptionLine>,
    pub(super) closed: Vec<OptionLine>,
    /// How many more are left out: those that nobody here can join any more.
    pub(super) over: usize,
}

/// One programme.
pub(super) struct OptionLine {
    pub(super) name: String,
    /// Where every rule is explained.
    pub(super) href: String,
    /// Where to refer; `None` when nobody offers it here.
    pub(super) refer: Option<String>,
    /// What it is, in one plain line.
    pub(super) says: String,
    pub(super) funder: String,
    /// `eligible`, `not-eligible` or `undetermined`.
    pub(super) verdict: &'static str,
    /// What the rules that are not met say.
    pub(super) failed: Vec<String>,
    /// Questions that are needed: where to answer each, and its label.
    pub(super) needs: Vec<(String, String)>,
    /// The day for which its rules were last confirmed, where that is why it is not known.
    pub(super) last_confirmed: Option<String>,
}

/// The word of a verdict, as the macros of the pages read it.
pub(in super::super) fn verdict_word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Eligible => "eligible",
        Verdict::NotEligible => "not-eligible",
        Verdict::Undetermined => "undetermined",
    }
}

/// Puts every programme into its group. Programmes that nobody in the area can join any more are left out unless
/// `with_over` asks for them.
pub(super) fn group(
    app: &Application,
    area: &Area,
    person: PersonId,
    assessment: &Assessment,
    with_over: bool,
) -> Options {
    let is_over = |verdict: &&ProgrammeVerdict| {
        let programme = app.policy.programme(area, &verdict.id);
        programme.is_some_and(|programme| programme.is_over_for(area, assessment.on))
    };
    let lines = |wanted: Verdict| -> Vec<OptionLine> {
        let verdicts = assessment.programmes.iter().filter(|verdict| verdict.verdict == wanted);
        let shown = verdicts.filter(|verdict| with_over || !is_over(verdict));
        shown.filter_map(|verdict| line(app, area, person, assessment, verdict)).collect()
    };
    let mut could_be = lines(Verdict::Undetermined);
    // What an answer settles comes first.
    could_be.sort_by_key(|line| (line.last_confirmed.is_some(), line.needs.len()));
    let could_be_too = could_be.split_off(could_be.len().min(SHOWN_AT_ONCE));
    let mut open = lines(Verdict::Eligible);
    open.sort_by_key(|line| line.refer.is_none());
    let over = if with_over { 0 } else { assessment.programmes.iter().filter(is_over).count() };
    Options { open, could_be, could_be_too, closed: lines(Verdict::NotEligible), over }
}

fn line(
    app: &Application,
    area: &Area,
    person: PersonId,
    assessment: &Assessment,
    verdict: &ProgrammeVerdict,
) -> Option<OptionLine> {
    let programme = app.policy.programme(area, &verdict.id)?;
    let failed = verdict.criteria.iter().filter(|criterion| criterion.result == Truth::NotMet);
    let needed: BTreeSet<&str> =
        verdict.criteria.iter().flat_map(|criterion| &criterion.needs).map(AsRef::as_ref).collect();
    // In the order in which they should be asked.
    let asked = assessment.ask_next.iter().filter(|asked| needed.contains(asked.fact.as_ref()));
    let needs = asked
        .filter_map(|asked| app.policy.facts.get(&asked.fact))
        .map(|definition| (format!("/people/{person}/facts/{}", definition.id), definition.says.clone()));
    Some(OptionLine {
        name: verdict.name.to_string(),
        href: format!("/people/{person}/options/{}", verdict.id),
        refer: is_offered(area, &verdict.id, assessment.on).then(|| format!("/people/{person}/refer/{}", verdict.id)),
        says: programme.says.clone(),
        funder: wording::funder(&programme.funder),
        verdict: verdict_word(verdict.verdict),
        failed: failed.map(|criterion| criterion.says.to_string()).collect(),
        needs: needs.collect(),
        last_confirmed: last_confirmed(verdict).map(in_words),
    })
}

/// The earliest day for which a rule was last confirmed that is not known for that reason.
fn last_confirmed(verdict: &ProgrammeVerdict) -> Option<Day> {
    let open = verdict.criteria.iter().filter(|_| verdict.verdict == Verdict::Undetermined);
    open.filter_map(|criterion| criterion.last_confirmed.as_deref()).map(|last| last.until).min()
}

/// Whether anybody offers the programme in the area on the day.
pub(in super::super) fn is_offered(area: &Area, programme: &str, on: Day) -> bool {
    area.bodies.keys().any(|body| match ground(area, programme, body, on) {
        Ground::Listed => true,
        Ground::Contract { period, .. } => period.contains(on),
        Ground::None => false,
    })
}
