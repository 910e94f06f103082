//! Which services fit a search.

use crate::db::entities::{directory_opening, directory_place, directory_service, directory_service_term};
use crate::directory::need::Need;
use exchange::oruk::Weekday;
use kernel::{Coordinates, Day, Moment};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
    Select,
    sea_query::{Expr, SelectStatement},
};

/// The most services that one search goes through.
const MOST_CANDIDATES: u64 = 100_000;

/// What a service must be to fit; all that is given must hold.
#[derive(Debug, Clone, Default)]
pub(in crate::directory) struct Filter {
    /// Beginnings of words, each of which must be there.
    pub words: Vec<String>,
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
    /// It runs, or has stopped only for a while.
    pub current: bool,
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
    /// It holds on this day.
    pub valid_on: Option<Day>,
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
        .limit(MOST_CANDIDATES)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|(id, name)| Candidate { id, name }).collect())
}

/// Where the services that fit are given: service, place among its places, point.
pub(in crate::directory) async fn points(
    connection: &impl ConnectionTrait,
    filter: &Filter,
) -> Result<Vec<(String, i32, Coordinates)>, DbErr> {
    use directory_place::Column;
    let rows: Vec<(String, i32, f64, f64)> = directory_place::Entity::find()
        .filter(Column::ServiceId.in_subquery(ids(matching(filter))))
        .filter(Column::Latitude.is_not_null())
        .filter(Column::Longitude.is_not_null())
        .select_only()
        .columns([Column::ServiceId, Column::Ordinal, Column::Latitude, Column::Longitude])
        .order_by_asc(Column::ServiceId)
        .order_by_asc(Column::Ordinal)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(id, ordinal, latitude, longitude)| (id, ordinal, Coordinates { latitude, longitude }))
        .collect())
}

fn ids(services: Select<directory_service::Entity>) -> SelectStatement {
    services.select_only().column(directory_service::Column::Id).into_query()
}

/// The services that fit, as a query to be finished.
pub(super) fn matching(filter: &Filter) -> Select<directory_service::Entity> {
    use directory_service::Column;
    let mut all = Condition::all();
    for word in &filter.words {
        all = all.add(has_word(word));
    }
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
        .add_option(filter.modified_after.map(|moment| Column::ModifiedAt.gte(moment)))
        .add_option(filter.opening.query().map(|openings| Column::Id.in_subquery(openings)))
        .add_option(filter.current.then(|| Column::Status.is_in(["active", "temporarily closed"])));
    directory_service::Entity::find().filter(all)
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

impl Opening {
    fn query(&self) -> Option<SelectStatement> {
        use directory_opening::Column;
        if self.weekday.is_none() && self.from_minute.is_none() && self.to_minute.is_none() {
            return None;
        }
        let all = Condition::all()
            .add_option(self.weekday.map(|day| Column::Weekday.eq(day.code())))
            .add_option(self.from_minute.map(|minute| Column::OpensMinute.gte(minute)))
            .add_option(self.to_minute.map(|minute| Column::ClosesMinute.lte(minute)))
            .add_option(self.valid_on.map(|day| either(Column::ValidFrom.is_null(), Column::ValidFrom.lte(day))))
            .add_option(self.valid_on.map(|day| either(Column::ValidTo.is_null(), Column::ValidTo.gte(day))));
        let openings = directory_opening::Entity::find().filter(all);
        Some(openings.select_only().column(Column::ServiceId).into_query())
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
