//! Records of an area that look like somebody who is to be registered.

use super::{NewAnswer, NewPerson, store};
use crate::{
    Application, access,
    account::SignedIn,
    action::ActionError,
    alike::{self, Kind},
    db::entities::{fact_answer, person},
};
use kernel::{Day, PersonId};
use policy::Value;
use rules::{
    access::Action,
    likeness::{
        names,
        people::{self, Person},
    },
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Alias, Expr, ExprTrait, Func, Query},
};

/// The question that asks when somebody was born.
const BORN: &str = "date_of_birth";
/// Figures at the end of a telephone number by which records are looked for. What is found is compared in full.
const FIGURES: usize = 2;

/// The records of the area that are not erased and look like a new one, whoever may see them.
pub(crate) async fn like(
    app: &Application,
    connection: &impl ConnectionTrait,
    area: &str,
    (new, answers): (&NewPerson, &[NewAnswer]),
) -> Result<Vec<person::Model>, ActionError> {
    let born = answers.iter().find(|answer| answer.fact == BORN).and_then(|answer| day(answer.value.as_ref()));
    let name = format!("{} {}", new.given_name, new.family_name);
    let wanted = Person { name: &name, born, telephone: new.telephone.as_deref(), email: new.email.as_deref() };
    let mut found = Vec::new();
    for row in might_be(app, connection, area, &wanted).await? {
        let known = store::newest(store::answers(connection, PersonId(row.id)).await?);
        let name = format!("{} {}", row.given_name, row.family_name);
        let other = Person {
            name: &name,
            born: known.get(BORN).and_then(|answer| day(answer.value.as_ref())),
            telephone: row.telephone.as_deref(),
            email: row.email.as_deref(),
        };
        if people::like(&wanted, &other) {
            found.push(row);
        }
    }
    Ok(found)
}

/// Asks the data protection leads about records that look like one of which the date of birth is told only now. The adviser is
/// told nothing.
pub(super) async fn ask_leads(
    app: &Application,
    connection: &impl ConnectionTrait,
    row: &person::Model,
    answers: &[NewAnswer],
) -> Result<(), ActionError> {
    if !answers.iter().any(|answer| answer.fact == BORN && answer.value.is_some()) {
        return Ok(());
    }
    let known = NewPerson {
        given_name: row.given_name.clone(),
        family_name: row.family_name.clone(),
        telephone: row.telephone.clone(),
        email: row.email.clone(),
        agreed: row.agreed_at.is_some(),
    };
    for other in like(app, connection, &row.area, (&known, answers)).await? {
        if other.id != row.id && !alike::was_asked(connection, Kind::Person, (other.id, row.id)).await? {
            alike::ask(app, connection, (Kind::Person, other.id, row.id)).await?;
        }
    }
    Ok(())
}

/// Those of them who are on the adviser's own caseload: who, and in words. Nobody else is ever named.
pub(crate) async fn on_own_caseload(
    app: &Application,
    by: &SignedIn,
    new: (&NewPerson, &[NewAnswer]),
) -> Result<Vec<(PersonId, String)>, ActionError> {
    let Some(area) = by.area() else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for row in like(app, app.db.reader(), area, new).await? {
        if row.adviser_id == Some(by.id.0) {
            let id = PersonId(row.id);
            let seen = access::person(app, by, id, Action::SeePerson).await?;
            found.push((id, format!("{}, {}", seen.name(), row.reference)));
        }
    }
    Ok(found)
}

fn day(value: Option<&Value>) -> Option<Day> {
    match value {
        Some(Value::Date(day)) => Some(*day),
        _ => None,
    }
}

/// Records with the same date of birth, e-mail address, or end of the telephone number.
async fn might_be(
    app: &Application,
    connection: &impl ConnectionTrait,
    area: &str,
    wanted: &Person<'_>,
) -> Result<Vec<person::Model>, ActionError> {
    let mut any = Condition::any();
    if let Some(born) = wanted.born.filter(|_| app.policy.facts.get(BORN).is_some()) {
        // The stored form holds the day as it is written, on either database.
        let told = Query::select()
            .column(fact_answer::Column::PersonId)
            .from(fact_answer::Entity)
            .and_where(Expr::col(fact_answer::Column::Fact).eq(BORN))
            .and_where(Expr::col(fact_answer::Column::Value).cast_as(Alias::new("text")).like(format!("%{born}%")))
            .take();
        any = any.add(person::Column::Id.in_subquery(told));
    }
    if let Some(email) = wanted.email.map(kernel::address_for_comparing).filter(|email| !email.is_empty()) {
        any = any.add(Expr::expr(Func::lower(Expr::col(person::Column::Email))).eq(email));
    }
    let figures: String = wanted.telephone.unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
    if let Some(end) = figures.len().checked_sub(FIGURES).and_then(|from| figures.get(from..)) {
        any = any.add(person::Column::Telephone.like(format!("%{end}")));
    }
    if any.is_empty() {
        return Ok(Vec::new());
    }
    let found = person::Entity::find()
        .filter(person::Column::Area.eq(area))
        .filter(person::Column::ErasedAt.is_null())
        .filter(any)
        .all(connection)
        .await?;
    let named = |row: &person::Model| format!("{} {}", row.given_name, row.family_name);
    Ok(found.into_iter().filter(|row| names::people_alike(wanted.name, &named(row))).collect())
}
