//! The providers of a programme side by side, with what stands in the way of a referral to each.

use crate::{
    Application,
    access::SeenPerson,
    account::SignedIn,
    action::ActionError,
    referral::{
        consider::{Wish, consider},
        providers::{Provider, offering},
        record::{Record, Results, records},
    },
    web::forms::Choice,
    wording,
};
use kernel::Coordinates;
use policy::{Area, Value};
use rules::referral::{FEWEST, Ground, Obstacle, Places, Weight};
use std::collections::BTreeMap;

/// The choice of somebody to whom all providers are alike.
pub(super) const NO_PREFERENCE: &str = "no-preference";
/// What is said of a provider of whom no results can be told.
const TOO_EARLY: &str = "Too early to say: too few people started long enough ago";
/// Kilometres in a mile.
const MILE_KM: f64 = 1.609_344;

/// Everything there is to compare.
pub(super) struct Comparison {
    pub(super) providers: Vec<ProviderLine>,
    /// What has to be answered for, once for each code.
    pub(super) cautions: Vec<CautionView>,
    /// What forbids a referral whichever provider is chosen.
    pub(super) everywhere: Vec<ObstacleView>,
}

/// One provider.
pub(super) struct ProviderLine {
    pub(super) body: String,
    pub(super) name: String,
    /// On what ground it offers the programme: a contract or a listing.
    pub(super) ground: String,
    pub(super) distance: String,
    pub(super) places: Places,
    pub(super) places_says: String,
    pub(super) answers: String,
    pub(super) results: String,
    /// What stands in the way of a referral to it, answered cautions left out.
    pub(super) obstacles: Vec<ObstacleView>,
    /// Those of them that forbid it, and do not stand in the way everywhere.
    pub(super) own: Vec<ObstacleView>,
}

impl ProviderLine {
    /// Whether a rule forbids a referral to it.
    pub(super) fn is_blocked(&self) -> bool {
        self.obstacles.iter().any(ObstacleView::blocks)
    }
}

/// One thing that stands in the way.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct ObstacleView {
    pub(super) code: String,
    pub(super) says: String,
    pub(super) cites: String,
    pub(super) weight: Weight,
}

impl ObstacleView {
    /// Whether it forbids the referral, whatever is answered.
    pub(super) fn blocks(&self) -> bool {
        self.weight == Weight::Blocks
    }
}

impl From<&Obstacle> for ObstacleView {
    fn from(obstacle: &Obstacle) -> Self {
        Self {
            code: obstacle.code.clone(),
            says: obstacle.says.clone(),
            cites: obstacle.cites.clone().unwrap_or_default(),
            weight: obstacle.weight.clone(),
        }
    }
}

/// A caution to answer for.
pub(super) struct CautionView {
    pub(super) code: String,
    pub(super) field: String,
    pub(super) says: String,
}

impl CautionView {
    /// What the box asks for.
    pub(super) fn label(&self) -> &'static str {
        match self.field.as_str() {
            "answer-capacity" => "What did the provider say about places?",
            "answer-excludes" => "How do you know that none of these applies?",
            _ => "Your answer",
        }
    }

    /// What has to be answered, and the rule that asks.
    pub(super) fn hint(&self) -> String {
        format!("{} Rule: {}", self.says, self.code)
    }
}

/// The form's field of the answer to a caution.
pub(super) fn answer_field(code: &str) -> String {
    format!("answer-{}", code.rsplit('/').next().unwrap_or(code))
}

impl Comparison {
    /// The providers to choose from, and "no preference" where there is more than one.
    pub(super) fn choices(&self) -> Vec<Choice> {
        let choice = |line: &ProviderLine| {
            let hint = [line.distance.as_str(), line.places_says.as_str(), line.answers.as_str()];
            let hint: Vec<&str> = hint.into_iter().filter(|part| !part.is_empty()).collect();
            Choice::new(&line.body, &line.name).hint(hint.join(". "))
        };
        let none = Choice::new(NO_PREFERENCE, "No preference: choose fairly for them")
            .hint("One of those that could take them is drawn by lot, each with the same chance. It is recorded");
        let more_than_one = self.providers.len() > 1;
        self.providers.iter().map(choice).chain(more_than_one.then_some(none)).collect()
    }
}

/// Compares every provider that offers the programme, as if the person agreed and `answers` were given.
pub(super) async fn compare(
    app: &Application,
    by: &SignedIn,
    seen: &SeenPerson,
    area: &Area,
    programme: &str,
    answers: &BTreeMap<String, String>,
) -> Result<Comparison, ActionError> {
    let connection = app.db.reader();
    let on = app.today_in(&area.id);
    let offering = offering(connection, area, programme, on).await?;
    let ids: Vec<_> = offering.iter().map(|provider| provider.organisation.id).collect();
    let mut records = records(app, &area.id, &ids, programme).await?;
    let home = home(app, seen);
    let mut providers = Vec::new();
    for provider in &offering {
        let wish = Wish { programme, provider: &provider.organisation, agreed: true, answers: answers.clone() };
        let decision = consider(app, connection, by, seen, &wish, on).await?.decision;
        let record = records.remove(&provider.organisation.id.0).unwrap_or_default();
        let mut line = line(app, area, provider, &record, home);
        line.obstacles = decision.stops().map(ObstacleView::from).collect();
        providers.push(line);
    }
    let everywhere = everywhere(&providers);
    for line in &mut providers {
        let own = line.obstacles.iter().filter(|obstacle| obstacle.blocks() && !everywhere.contains(obstacle));
        line.own = own.cloned().collect();
    }
    let everywhere = everywhere.into_iter().filter(ObstacleView::blocks).collect();
    Ok(Comparison { cautions: cautions(&providers), everywhere, providers })
}

/// Obstacles that every provider's referral meets, in the same words.
fn everywhere(providers: &[ProviderLine]) -> Vec<ObstacleView> {
    let Some((first, others)) = providers.split_first() else { return Vec::new() };
    let common = first.obstacles.iter().filter(|one| others.iter().all(|other| other.obstacles.contains(one)));
    common.cloned().collect()
}

/// Each caution once, in the order in which the questions are asked.
fn cautions(providers: &[ProviderLine]) -> Vec<CautionView> {
    let mut found: Vec<CautionView> = Vec::new();
    let all = providers.iter().flat_map(|line| &line.obstacles).filter(|one| one.weight == Weight::Caution);
    for caution in all {
        match found.iter_mut().find(|known| known.code == caution.code) {
            Some(known) if !known.says.contains(&caution.says) => {
                known.says = format!("{} {}", known.says, caution.says)
            }
            Some(_) => {}
            None => found.push(CautionView {
                code: caution.code.clone(),
                field: answer_field(&caution.code),
                says: caution.says.clone(),
            }),
        }
    }
    found
}

fn line(
    app: &Application,
    area: &Area,
    provider: &Provider,
    record: &Record,
    home: Option<Coordinates>,
) -> ProviderLine {
    let body = &provider.organisation.body;
    ProviderLine {
        body: body.clone(),
        name: provider.organisation.name.clone(),
        ground: match &provider.ground {
            Ground::Contract { name, .. } => format!("Contract: {name}"),
            Ground::Listed | Ground::None => "Listed as offering it".to_owned(),
        },
        distance: distance(app, area, body, home),
        places: provider.places,
        places_says: match provider.places {
            Places::Unknown => "Has not said how many places are free".to_owned(),
            Places::Free(0) => "No place free".to_owned(),
            Places::Free(free) => format!("{free} {} free", if free == 1 { "place" } else { "places" }),
        },
        answers: answers(app, area, record),
        results: record.results.map_or_else(|| TOO_EARLY.to_owned(), results),
        obstacles: Vec::new(),
        own: Vec::new(),
    }
}

/// What came of the people who started long enough ago, in words. The share is of the counts as they are told.
fn results(results: Results) -> String {
    let Results { started, people, found_work, months } = results;
    let until = started.until.map(kernel::in_words).unwrap_or_default();
    let who = format!("of about {people} people who started from {} to {until}", kernel::in_words(started.from));
    let within = format!(
        "found work within {}",
        wording::count(usize::try_from(months).unwrap_or(usize::MAX), "month", "months")
    );
    match found_work.percent_of(people) {
        Some(percent) => format!("About {percent}% {who} {within}"),
        None => format!("{} {who} {within}", wording::capitalised(&found_work.to_string())),
    }
}

fn answers(app: &Application, area: &Area, record: &Record) -> String {
    let standard = app.policy.standard(&area.id, "provider-acknowledges-referral", app.today_in(&area.id));
    let within = standard.map(|standard| format!(" (the standard is {})", standard.days)).unwrap_or_default();
    match record.usual_days {
        Some(0) => format!("Usually answers on the same day{within}"),
        Some(days) => format!("Usually answers after {}{within}", wording::count(days, "working day", "working days")),
        None => format!("Fewer than {FEWEST} answers yet, so no usual time"),
    }
}

/// The middle of the small area the person lives in.
fn home(app: &Application, seen: &SeenPerson) -> Option<Coordinates> {
    let Some(Value::Place(place)) = seen.recorded("home").and_then(|recorded| recorded.value.as_ref()) else {
        return None;
    };
    app.places.centre(&place.lsoa)
}

fn distance(app: &Application, area: &Area, body: &str, home: Option<Coordinates>) -> String {
    let postcode = area.bodies.get(body).and_then(|body| body.postcode.as_ref());
    let there = postcode.and_then(|postcode| app.places.locate(postcode)).and_then(|record| record.coordinates);
    match (home, there) {
        (Some(home), Some(there)) => {
            let miles = home.distance_km(&there) / MILE_KM;
            if miles < 0.5 { "Less than half a mile away".to_owned() } else { format!("About {miles:.1} miles away") }
        }
        (None, Some(_)) => "Home not known, so no distance".to_owned(),
        (_, None) => "Its place is not known".to_owned(),
    }
}
