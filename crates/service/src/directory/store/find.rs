//! Which services fit a search.

use crate::db::entities::{directory_opening, directory_place, directory_service, directory_service_term};
use crate::directory::need::Need;
use exchange::oruk::{Timing, Weekday};
use kernel::{Coordinates, Day, Moment};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
    sea_query::{Expr, SelectStatement},
};
use std::collections::HashSet;

/// The most services that one search goes through.
const MAX_CANDIDATES: u64 = 100_000;

/// What a service must be to fit; all that is given must hold.
#[derive(Debug, Clone, Default)]
pub(in crate::directory) struct Filter {
    /// Words that must be there: of each, one of the beginnings.
    pub words: Vec<Vec<String>>,
    /// Any one of the words will do.
    pub loosely: bool,
    /// A need that it meets.
    pub need: Option<Need>,
    /// Terms that it has, every one.
    pub term_ids: Vec<String>,
    /// A taxonomy that it has a term of.
    pub taxonomy_id: Option<String>,
    /// Who gives it.
    pub organization_id: Option<String>,
    /// An age in years that it is for; no bound on its side lets any age in. A whole number is everybody of that age,
    /// until the next birthday: a service from 7½ on is for some children of 7.
    pub age: Option<f64>,
    /// Its least age is this or more.
    pub minimum_age: Option<f64>,
    /// Its greatest age is this or less.
    pub maximum_age: Option<f64>,
    /// When it is open.
    pub opening: Opening,
    /// Changed at this moment or later.
    pub modified_after: Option<Moment>,
    /// It runs, or has stopped only for a while, and its schedules hold on this day.
    pub current_on: Option<Day>,
    /// It is given nowhere in particular: by telephone or on the web.
    pub anywhere: bool,
}

/// When a service is open; one and the same opening must fit all that is given.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::directory) struct Opening {
    /// The day of the week.
    pub weekday: Option<Weekday>,
    /// It opens at this minute of the day or later.
    pub from_minute: Option<i32>,
    /// It closes at this minute of the day or earlier.
    pub to_minute: Option<i32>,
    /// The day of asking: the opening holds on it, and a day of the week is looked for from it on.
    pub today: Option<Day>,
}

/// A service that fits.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::directory) struct Candidate {
    pub id: String,
    pub name: String,
}

/// The services that fit, by name.
pub(in crate::directory) async fn candidates(
    connection: &impl ConnectionTrait,
    filter: &Filter,
) -> Result<Vec<Candidate>, DbErr> {
    use directory_service::Column;
    let rows: Vec<(String, String)> = matching(filter)
        .select_only()
        .columns([Column::Id, Column::Name])
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .limit(MAX_CANDIDATES)
        .into_tuple()
        .all(connection)
        .await?;
    let open = open_services(connection, &filter.opening).await?;
    let is_open = |id: &str| open.as_ref().is_none_or(|open| open.contains(id));
    Ok(rows.into_iter().filter(|(id, _)| is_open(id)).map(|(id, name)| Candidate { id, name }).collect())
}

/// Where the services that fit are given: service, place among its places, point.
pub(in crate::directory) async fn points(
    connection: &impl ConnectionTrait,
    filter: &Filter,
) -> Result<Vec<(String, i32, Coordinates)>, DbErr> {
    use directory_place::Column;
    let rows: Vec<(String, i32, f64, f64)> = directory_place::Entity::find()
        .filter(
            Column::ServiceId
                .in_subquery(matching(filter).select_only().column(directory_service::Column::Id).into_query()),
        )
        .filter(Column::Latitude.is_not_null())
        .filter(Column::Longitude.is_not_null())
        .select_only()
        .columns([Column::ServiceId, Column::Ordinal, Column::Latitude, Column::Longitude])
        .order_by_asc(Column::ServiceId)
        .order_by_asc(Column::Ordinal)
        .into_tuple()
        .all(connection)
        .await?;
    let open = open_services(connection, &filter.opening).await?;
    Ok(rows
        .into_iter()
        .filter(|(id, ..)| open.as_ref().is_none_or(|open| open.contains(id)))
        .map(|(id, ordinal, latitude, longitude)| (id, ordinal, Coordinates { latitude, longitude }))
        .collect())
}

/// The services that are surely open as asked; `None` when nothing is asked of that. A row of the table says on which
/// days of the week a rule may fall; the rule itself says whether it does.
async fn open_services(connection: &impl ConnectionTrait, opening: &Opening) -> Result<Option<HashSet<String>>, DbErr> {
    use directory_opening::Column;
    let Some(openings) = opening.query() else { return Ok(None) };
    let rows: Vec<(String, Option<String>)> =
        openings.select_only().columns([Column::ServiceId, Column::Rule]).into_tuple().all(connection).await?;
    let falls = |rule: Option<&str>| match (opening.weekday, opening.today) {
        (Some(weekday), Some(today)) => {
            let timing = rule.and_then(|rule| serde_json::from_str::<Timing>(rule).ok());
            timing.is_some_and(|timing| timing.is_open_on(weekday, today))
        }
        _ => true,
    };
    Ok(Some(rows.into_iter().filter(|(_, rule)| falls(rule.as_deref())).map(|(id, _)| id).collect()))
}

/// The services that fit, as a query to be finished.
pub(super) fn matching(filter: &Filter) -> Select<directory_service::Entity> {
    use directory_service::Column;
    let words = if filter.loosely && !filter.words.is_empty() { Condition::any() } else { Condition::all() };
    let words = filter.words.iter().fold(words, |words, beginnings| words.add(has_any(beginnings)));
    let mut all = Condition::all().add(Column::WithdrawnAt.is_null()).add(words);
    all = all.add_option(filter.need.as_ref().map(meets));
    for term in &filter.term_ids {
        all = all.add(Column::Id.in_subquery(with_term(directory_service_term::Column::TermId.eq(term.as_str()))));
    }
    let taxonomy = filter.taxonomy_id.as_deref().map(|id| directory_service_term::Column::TaxonomyId.eq(id));
    all = all
        .add_option(taxonomy.map(|taxonomy| Column::Id.in_subquery(with_term(taxonomy))))
        .add_option(filter.organization_id.as_deref().map(|id| Column::OrganizationId.eq(id)))
        .add_option(
            filter.age.map(|age| either(Column::MinimumAge.is_null(), Column::MinimumAge.lt(first_age_past(age)))),
        )
        .add_option(filter.age.map(|age| either(Column::MaximumAge.is_null(), Column::MaximumAge.gte(age))))
        .add_option(filter.minimum_age.map(|age| Column::MinimumAge.gte(age)))
        .add_option(filter.maximum_age.map(|age| Column::MaximumAge.lte(age)))
        .add_option(filter.modified_after.map(changed_since))
        .add_option(filter.opening.query().map(|openings| Column::Id.in_subquery(service_ids(openings))))
        .add_option(filter.current_on.map(is_current))
        .add_option(filter.anywhere.then(|| Column::Id.not_in_subquery(somewhere())));
    directory_service::Entity::find().filter(all)
}

/// It says that it changed at this moment or later; or, where it does not say when, it came changed.
fn changed_since(moment: Moment) -> Condition {
    use directory_service::Column;
    let came = Condition::all().add(Column::ModifiedAt.is_null()).add(Column::ImportedAt.gte(moment));
    Condition::any().add(Column::ModifiedAt.gte(moment)).add(came)
}

/// It runs, and its schedules hold: the same as `exchange::oruk::standing` says of `Service::holds`.
fn is_current(today: Day) -> Condition {
    use directory_service::Column;
    Condition::all()
        .add(Column::Status.is_in(["active", "temporarily closed"]))
        .add(either(Column::HoldsFrom.is_null(), Column::HoldsFrom.lte(today)))
        .add(either(Column::HoldsUntil.is_null(), Column::HoldsUntil.gte(today)))
}

/// Services that are given at a place to go to.
fn somewhere() -> SelectStatement {
    use directory_place::Column;
    let real = either(Column::Kind.is_null(), Column::Kind.ne("virtual"));
    let placed = either(Column::Postcode.is_not_null(), Column::Latitude.is_not_null());
    directory_place::Entity::find().filter(real).filter(placed).select_only().column(Column::ServiceId).into_query()
}

fn has_any(beginnings: &[String]) -> Condition {
    beginnings.iter().fold(Condition::any(), |any, beginning| any.add(has_word(beginning)))
}

/// A word begins so. The beginnings hold letters and digits only, so that no pattern can slip in.
fn has_word(beginning: &str) -> Expr {
    directory_service::Column::Words.contains(format!(" {beginning}"))
}

/// It has the term of the need; or, when it has no term of our needs at all, its words speak of it.
fn meets(need: &Need) -> Condition {
    use directory_service::Column;
    let ours = with_term(directory_service_term::Column::TaxonomyId.eq(Need::taxonomy_id()));
    let speaks = need.words.iter().fold(Condition::any(), |any, word| any.add(has_word(word)));
    Condition::any()
        .add(Column::Id.in_subquery(with_term(directory_service_term::Column::TermId.eq(need.term_id()))))
        .add(Condition::all().add(Column::Id.not_in_subquery(ours)).add(speaks))
}

fn either(one: Expr, other: Expr) -> Condition {
    Condition::any().add(one).add(other)
}

fn with_term(which: Expr) -> SelectStatement {
    directory_service_term::Entity::find()
        .filter(which)
        .select_only()
        .column(directory_service_term::Column::ServiceId)
        .into_query()
}

fn service_ids(openings: Select<directory_opening::Entity>) -> SelectStatement {
    openings.select_only().column(directory_opening::Column::ServiceId).into_query()
}

impl Opening {
    fn query(&self) -> Option<Select<directory_opening::Entity>> {
        use directory_opening::Column;
        if self.weekday.is_none() && self.from_minute.is_none() && self.to_minute.is_none() {
            return None;
        }
        let on = |day: Weekday| either(Column::Weekday.eq(day.code()), Column::Weekday.is_null());
        let all = Condition::all()
            .add_option(self.weekday.map(on))
            .add_option(self.from_minute.map(|minute| Column::OpensMinute.gte(minute)))
            .add_option(self.to_minute.map(|minute| Column::ClosesMinute.lte(minute)))
            .add_option(self.today.map(|day| either(Column::ValidFrom.is_null(), Column::ValidFrom.lte(day))))
            .add_option(self.today.map(|day| either(Column::ValidTo.is_null(), Column::ValidTo.gte(day))));
        Some(directory_opening::Entity::find().filter(all))
    }
}

/// The first age that is more than the one meant: of a whole number the next birthday, of another the least bit more.
fn first_age_past(age: f64) -> f64 {
    if age.fract() == 0.0 { age + 1.0 } else { age.next_up() }
}

#[cfg(test)]
mod age_tests {
    use super::first_age_past;

    #[test]
    fn a_child_of_seven_may_be_seven_and_a_half() {
        let lets_in = |least: f64, age: f64| least < first_age_past(age);
        assert!(lets_in(7.5, 7.0) && lets_in(7.0, 7.0) && lets_in(7.5, 7.5));
        assert!(!lets_in(8.0, 7.0) && !lets_in(7.5, 7.25) && !lets_in(7.5, 6.0));
    }
}
