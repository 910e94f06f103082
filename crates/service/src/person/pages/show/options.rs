//! What is open to a person, could be, and is not: each programme with its reasons.

use crate::{Application, access::SeenPerson, account::SignedIn, db::entities::referral, referral::store};
use kernel::{Day, PersonId, in_words};
use policy::{Area, Assessment, Programme, ProgrammeVerdict, Truth, Verdict};
use rules::referral::{Asked, Ground, ProgrammeTerms, WayIn, current_programmes, ground, rivals, way_in};
use std::collections::{BTreeMap, BTreeSet};

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
    /// What can be done today, of a programme that is open to the person.
    pub(super) way: Way,
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

/// What can be done today, in words.
pub(in super::super) struct Way {
    /// Where it is done and what the button says; `None`: nothing to press.
    pub(in super::super) button: Option<(String, &'static str)>,
    /// What else is to be said; empty for nothing.
    pub(in super::super) says: Vec<String>,
}

/// Who would refer whom, as the ways into programmes are worked out from it.
pub(in super::super) struct Referring<'a> {
    pub(in super::super) app: &'a Application,
    pub(in super::super) area: &'a Area,
    pub(in super::super) person: PersonId,
    /// The body of the adviser, by id.
    body: Option<&'a str>,
    on: Day,
    all: Vec<ProgrammeTerms>,
    /// Programmes to which the person has an open referral: where it is seen, by the programme's id.
    open: BTreeMap<&'a str, String>,
    /// Programmes that the person is on, by id; `None`: not known.
    current: Option<&'a BTreeSet<String>>,
}

impl<'a> Referring<'a> {
    pub(in super::super) fn new(
        app: &'a Application,
        area: &'a Area,
        by: &'a SignedIn,
        seen: &'a SeenPerson,
        rows: &'a [referral::Model],
    ) -> Self {
        let open = rows.iter().filter(|row| store::state_of(row).is_open());
        let on = app.today_in(&seen.person.area);
        Self {
            app,
            area,
            person: seen.id(),
            body: by.organisation.as_ref().map(|own| own.body.as_str()),
            on,
            all: app.policy.programmes_in(area).map(ProgrammeTerms::from).collect(),
            open: open.map(|row| (row.programme.as_str(), format!("/referrals/{}", row.id))).collect(),
            current: current_programmes(seen.all_facts(), &app.policy.facts, on),
        }
    }

    /// What can be done today for a programme that is open to the person.
    pub(in super::super) fn way(&self, programme: &Programme) -> Way {
        let terms = ProgrammeTerms::from(programme);
        let is_on = |id: &str| self.current.is_some_and(|on| on.contains(id)) || self.open.contains_key(id);
        let excluded_by: Vec<String> = rivals(&terms, &self.all)
            .filter(|(rival, _)| is_on(&rival.id))
            .map(|(rival, _)| rival.name.clone())
            .collect();
        let kind = self.body.and_then(|body| self.area.bodies.get(body)).map(|body| body.kind.as_str());
        let asked = Asked {
            may_refer: &terms.may_refer,
            kind,
            is_offered: is_offered(self.area, &programme.id, self.on),
            is_referred: self.open.contains_key(&*programme.id),
            excluded_by: &excluded_by,
        };
        let refer = format!("/people/{}/refer/{}", self.person, programme.id);
        match way_in(&asked) {
            WayIn::Refer => Way { button: Some((refer, "Refer today")), says: Vec::new() },
            WayIn::AlreadyReferred => {
                let place = self.open.get(&*programme.id).cloned().unwrap_or_default();
                Way {
                    button: Some((place, "See the referral")),
                    says: vec!["They are referred to it already.".to_owned()],
                }
            }
            WayIn::ApplyThemselves { or } if or.is_empty() => {
                Way { button: None, says: vec!["They apply for it themselves.".to_owned()] }
            }
            WayIn::ApplyThemselves { or } => {
                Way { button: None, says: vec![format!("They apply for it themselves, or are referred by {or}.")] }
            }
            WayIn::Blocked(reasons) => {
                let says = format!("You cannot refer them today: {}.", reasons.join("; "));
                Way { button: None, says: vec![says] }
            }
        }
    }
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
pub(super) fn group(referring: &Referring<'_>, assessment: &Assessment, with_over: bool) -> Options {
    let is_over = |verdict: &&ProgrammeVerdict| {
        let programme = referring.app.policy.programme(referring.area, &verdict.id);
        programme.is_some_and(|programme| programme.is_over_for(referring.area, assessment.on))
    };
    let lines = |wanted: Verdict| -> Vec<OptionLine> {
        let verdicts = assessment.programmes.iter().filter(|verdict| verdict.verdict == wanted);
        let shown = verdicts.filter(|verdict| with_over || !is_over(verdict));
        shown.filter_map(|verdict| line(referring, assessment, verdict)).collect()
    };
    let mut could_be = lines(Verdict::Undetermined);
    // What an answer settles comes first.
    could_be.sort_by_key(|line| (line.last_confirmed.is_some(), line.needs.len()));
    let could_be_too = could_be.split_off(could_be.len().min(SHOWN_AT_ONCE));
    let mut open = lines(Verdict::Eligible);
    open.sort_by_key(|line| line.way.button.is_none());
    let over = if with_over { 0 } else { assessment.programmes.iter().filter(is_over).count() };
    Options { open, could_be, could_be_too, closed: lines(Verdict::NotEligible), over }
}

fn line(referring: &Referring<'_>, assessment: &Assessment, verdict: &ProgrammeVerdict) -> Option<OptionLine> {
    let Referring { app, area, person, .. } = referring;
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
        way: referring.way(programme),
        says: programme.says.clone(),
        funder: app.policy.funder(&programme.funder),
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
