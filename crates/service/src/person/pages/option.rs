//! `/people/{person}/options/{programme}`: why a programme is open to a person, or is not, on a day.

use super::show::options;
use crate::person::in_plain_words;
use crate::{
    App, Application,
    access::{self, SeenPerson},
    account::SignedIn,
    referral::store as referrals,
    web::{
        PageError, Shell,
        forms::{DateRule, Form},
        id_of, render,
    },
    wording,
};
use askama::Template;
use axum::{
    extract::{Path, State},
    response::Html,
};
use kernel::{Day, PersonId, in_words};
use policy::{Area, CriterionResult, LastConfirmed, Programme, ProgrammeVerdict, Truth, Verdict, WideningResult};
use rules::{access::Action, referral::kinds_in_words};

#[derive(Template)]
#[template(path = "person/pages/option.html")]
struct OptionPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    id: PersonId,
    programme: &'a Programme,
    name: String,
    /// The verdict in a sentence.
    sentence: String,
    verdict: &'static str,
    criteria: Vec<CriterionView>,
    cites: &'a str,
    funder: String,
    may_refer: String,
    /// Names of programmes that cannot be had at the same time.
    excludes: Vec<String>,
    parameters: Vec<ParameterView>,
    /// The day asked about, in words.
    on: String,
    is_today: bool,
    is_offered: bool,
    /// What can be done today, where it is open to them.
    way: options::Way,
    version: String,
}

impl OptionPage<'_> {
    fn title(&self) -> &str {
        &self.programme.name
    }

    fn back(&self) -> String {
        format!("/people/{}#options", self.id)
    }

    fn refer(&self) -> String {
        format!("/people/{}/refer/{}", self.id, self.programme.id)
    }
}

/// One rule and how it came out.
struct CriterionView {
    truth: &'static str,
    says: String,
    code: String,
    cites: String,
    facts: Vec<FactView>,
    /// Whom the area lets through besides, where it does.
    widened: Vec<WideningView>,
    /// Questions that would settle it: where to answer each, and the question.
    needs: Vec<(String, String)>,
    /// That it was last confirmed for a day that is over, where that is why it is not known.
    last_confirmed: Option<LastConfirmedView>,
}

/// That a rule was last confirmed for a day that is over.
struct LastConfirmedView {
    /// Since when, and how the rule came out as it stood then.
    says: String,
    cites: String,
    example: bool,
}

/// Whom the area lets through besides, and how that came out.
struct WideningView {
    truth: &'static str,
    says: String,
    code: String,
    pays: String,
    cites: String,
    example: bool,
}

/// A fact that a rule was decided on.
struct FactView {
    says: String,
    value: String,
    source: String,
}

/// A number that the rules read, with its value on the day.
struct ParameterView {
    says: String,
    value: String,
    since: String,
    source: String,
    example: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    Path((person, programme)): Path<(String, String)>,
    mut form: Form,
) -> Result<Html<String>, PageError> {
    super::for_advisers(&by)?;
    let seen = access::person(&app, &by, id_of(&person)?, Action::Assess).await?;
    let area = app.policy.area(&seen.person.area).ok_or(PageError::NotFound)?;
    let programme = app.policy.programme(area, &programme).ok_or(PageError::NotFound)?;
    let today = app.today_in(&seen.person.area);
    let asked = form.date_if_any("on", "The day to ask about", DateRule::Any);
    let on = asked.unwrap_or(today);
    let verdict = policy::assess_one(&app.policy, area, programme, seen.all_facts(), on);
    let rows = referrals::of_person(app.db.reader(), seen.id()).await?;
    let form = if form.boxes("on").is_empty() { form.with_date("on", Some(on)) } else { form };
    render(&OptionPage {
        shell: &shell,
        form: &form,
        id: seen.id(),
        programme,
        name: seen.name(),
        sentence: sentence(&seen.name(), &verdict, on, today),
        verdict: options::verdict_word(verdict.verdict),
        criteria: verdict.criteria.iter().map(|result| criterion(&app, &seen, programme, result)).collect(),
        cites: &verdict.cites,
        funder: app.policy.funder(&programme.funder),
        may_refer: match programme.may_refer.as_slice() {
            [] => "Its text does not say".to_owned(),
            kinds => wording::capitalised(&kinds_in_words(kinds)),
        },
        excludes: excluded(&app, area, programme),
        parameters: parameters(programme, on),
        on: in_words(on),
        is_today: on == today,
        is_offered: options::is_offered(area, &programme.id, today),
        way: options::Referring::new(&app, area, &by, &seen, &rows).way(programme),
        version: app.policy.version.to_string(),
    })
}

fn sentence(name: &str, verdict: &ProgrammeVerdict, on: Day, today: Day) -> String {
    let programme = &verdict.name;
    let when = if on == today { "today".to_owned() } else { format!("on {}", in_words(on)) };
    let rules = |truth: Truth| verdict.criteria.iter().filter(|criterion| criterion.result == truth).count();
    let all = verdict.criteria.len();
    match verdict.verdict {
        Verdict::Eligible if all == 1 => format!("{name} is eligible for {programme} {when}: its one rule is met."),
        Verdict::Eligible if all == 2 => format!("{name} is eligible for {programme} {when}: both rules are met."),
        Verdict::Eligible => format!("{name} is eligible for {programme} {when}: all {all} rules are met."),
        Verdict::NotEligible => {
            let failed = wording::count(rules(Truth::NotMet), "rule is", "rules are");
            format!("{name} is not eligible for {programme} {when}: {failed} not met.")
        }
        Verdict::Undetermined if verdict.criteria.iter().all(|one| one.needs.is_empty()) => {
            let of_rules = verdict.criteria.iter().filter_map(|one| one.last_confirmed.as_deref());
            let day = of_rules.map(|last| last.until).min().map_or_else(|| "an earlier day".to_owned(), in_words);
            format!(
                "It is not known whether {name} is eligible for {programme} {when}: its rules were last confirmed for \
                 {day}, and may have changed. Ask whoever runs it what is asked now."
            )
        }
        Verdict::Undetermined => {
            let missing = verdict.criteria.iter().filter(|criterion| !criterion.needs.is_empty()).count();
            let open = wording::count(missing, "rule depends", "rules depend");
            format!(
                "It is not yet known whether {name} is eligible for {programme} {when}: {open} on answers that are missing."
            )
        }
    }
}

fn criterion(app: &Application, seen: &SeenPerson, programme: &Programme, result: &CriterionResult) -> CriterionView {
    let written = programme.criteria.iter().find(|criterion| criterion.code == result.code);
    let facts = result.facts.iter().filter_map(|used| {
        let definition = app.policy.facts.get(&used.id)?;
        let recorded = seen.recorded(&used.id)?;
        Some(FactView {
            says: definition.says.clone(),
            value: in_plain_words(app, recorded.value.as_ref()?, definition),
            source: format!("{}, {}", recorded.source, in_words(recorded.known_on)),
        })
    });
    let needs = result.needs.iter().filter_map(|id| app.policy.facts.get(id));
    CriterionView {
        truth: truth_word(result.result),
        says: result.says.to_string(),
        code: result.code.to_string(),
        cites: written.and_then(|criterion| criterion.source.as_deref()).unwrap_or_default().to_owned(),
        facts: facts.collect(),
        last_confirmed: result.last_confirmed.as_deref().map(last_confirmed),
        widened: result.widened.iter().flat_map(|widened| &widened.by).map(|result| widening(app, result)).collect(),
        needs: needs
            .map(|definition| {
                (format!("/people/{}/facts/{}", seen.id(), definition.id), definition.question.to_string())
            })
            .collect(),
    }
}

fn last_confirmed(last: &LastConfirmed) -> LastConfirmedView {
    let stood = match last.then {
        Truth::Met => "As it stood then, it is met.",
        Truth::NotMet => "As it stood then, it is not met.",
        Truth::Unknown => "As it stood then, it depends on answers that are missing.",
    };
    LastConfirmedView {
        says: format!("{}. {stood}", wording::capitalised(&last.reason())),
        cites: last.cites.to_string(),
        example: last.example,
    }
}

fn widening(app: &Application, result: &WideningResult) -> WideningView {
    WideningView {
        truth: truth_word(result.result),
        says: result.says.to_string(),
        code: result.code.to_string(),
        pays: app.policy.funder(&result.pays),
        cites: result.cites.to_string(),
        example: result.example,
    }
}

fn truth_word(truth: Truth) -> &'static str {
    match truth {
        Truth::Met => "met",
        Truth::NotMet => "not-met",
        Truth::Unknown => "unknown",
    }
}

/// Programmes that exclude this one or that it excludes, by name.
fn excluded(app: &Application, area: &Area, programme: &Programme) -> Vec<String> {
    let rivals = app.policy.programmes_in(area).filter(|other| {
        let names = |one: &Programme, two: &Programme| one.excludes.iter().any(|id| **id == *two.id);
        other.id != programme.id && (names(programme, other) || names(other, programme))
    });
    rivals.map(|rival| rival.name.to_string()).collect()
}

fn parameters(programme: &Programme, on: Day) -> Vec<ParameterView> {
    let in_force = programme.parameters.iter().filter_map(|parameter| Some((parameter, parameter.value_on(on)?)));
    let views = in_force.map(|(parameter, value)| ParameterView {
        says: if parameter.says.is_empty() { parameter.id.to_string() } else { parameter.says.clone() },
        value: parameter.in_words(value.is),
        since: in_words(value.period.from),
        source: value.source.clone().unwrap_or_default(),
        example: value.example,
    });
    views.collect()
}
