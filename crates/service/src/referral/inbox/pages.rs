//! The inbox: what waits for an answer first, by the time left; then those accepted, started and over.

use super::{
    answer_due,
    store::{Part, Wanted},
};
use crate::{
    App, access,
    account::{self, Organisation, SignedIn},
    db::entities::referral as row,
    person::store as people,
    referral::is_stopped,
    referral::store,
    web::{PageError, Paging, Shell, forms::Form, render},
    wording::capitalised,
};
use askama::Template;
use axum::{extract::State, response::Html};
use chrono::Months;
use kernel::{Day, in_words};
use rules::access::Action;
use std::collections::HashMap;

/// Referrals on one page.
const PAGE_SIZE: usize = 20;

#[derive(Template)]
#[template(path = "referral/inbox/inbox.html")]
struct InboxPage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    organisation: &'a str,
    parts: &'a [PartLink],
    part: Part,
    rows: &'a [Row],
    paging: &'a Paging,
    standard: &'a str,
}

/// A link to a part of the inbox.
struct PartLink {
    part: Part,
    href: String,
    count: u64,
    current: bool,
}

/// A referral of the list.
struct Row {
    /// The person's name, or the reference when the name may not be seen any more.
    title: String,
    reference: String,
    /// Where it is opened; "" when it may not be.
    href: String,
    programme: String,
    from: String,
    /// What happened last, in words.
    when: String,
    due: String,
    late: bool,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeInbox).await?;
    let own = by.organisation.as_ref().ok_or(PageError::NotFound)?;
    let search = form.text("search").trim().chars().take(100).collect::<String>();
    let wanted = Wanted::find(app.db.reader(), own.id, &search, named_since(&app, own)).await?;
    let part = Part::ALL.into_iter().find(|part| part.word() == form.text("show")).unwrap_or(Part::ToAnswer);
    let mut parts = Vec::new();
    for one in Part::ALL {
        let count = wanted.count(app.db.reader(), one).await?;
        parts.push(PartLink { part: one, href: address(one, &search), count, current: one == part });
    }
    let count = parts.iter().find(|one| one.current).map_or(0, |one| one.count);
    let page = form.text("page").parse().unwrap_or(1);
    let paging = Paging::new(page, usize::try_from(count).unwrap_or(usize::MAX), PAGE_SIZE, address(part, &search));
    let limits = (u64::try_from(paging.offset()).unwrap_or(0), PAGE_SIZE as u64);
    let found = wanted.page(app.db.reader(), part, limits).await?;
    let rows = rows(&app, &by, &found).await?;
    let standard = app.policy.standard(&own.area, super::ANSWERED, app.today_in(&own.area));
    let standard = standard.map_or("", |standard| &standard.says);
    let organisation = &own.name;
    render(&InboxPage {
        shell: &shell,
        form: &form,
        organisation,
        parts: &parts,
        part,
        rows: &rows,
        paging: &paging,
        standard,
    })
}

/// The day since when help must have gone on for a name to be looked for: whatever the agreement, it may be seen.
fn named_since(app: &App, own: &Organisation) -> Day {
    let today = app.today_in(&own.area);
    let agreements = app.policy.area(&own.area).into_iter().flat_map(|area| area.agreements.values());
    let own = agreements.filter(|agreement| agreement.between.contains(&own.body));
    let months = own.map(|agreement| agreement.keep_months).min().and_then(|months| u32::try_from(months).ok());
    today.checked_sub_months(Months::new(months.unwrap_or_default())).unwrap_or(Day::MIN)
}

fn address(part: Part, search: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("show", part.word());
    if !search.is_empty() {
        query.append_pair("search", search);
    }
    format!("/inbox?{}", query.finish())
}

async fn rows(app: &App, by: &SignedIn, found: &[row::Model]) -> Result<Vec<Row>, PageError> {
    let connection = app.db.reader();
    let open = access::listed(app, by, found).await?;
    let people = people::find_many(connection, found.iter().map(|row| row.person_id)).await?;
    let senders = account::account_names(connection, found.iter().map(|row| row.sent_by)).await?;
    let organisations =
        account::organisation_names(connection, found.iter().filter_map(|row| row.from_organisation_id)).await?;
    let name = |names: &HashMap<_, String>, id| names.get(&id).cloned().unwrap_or_default();
    Ok(found
        .iter()
        .filter_map(|row| {
            let person = people.get(&row.person_id)?;
            let state = store::state_of(row);
            let (may_open, named) = (open.contains_key(&row.id), open.get(&row.id) == Some(&true));
            let waiting = Part::of(&state) == Some(Part::ToAnswer);
            let due = waiting.then(|| answer_due(app, &row.area, row.sent_at)).flatten();
            let organisation = row.from_organisation_id.map(|id| name(&organisations, id));
            let area = app.policy.area(&row.area);
            let programme = area.and_then(|area| app.policy.programme(area, &row.programme));
            Some(Row {
                title: access::name_if(person, named).unwrap_or_else(|| access::by_reference(person)),
                reference: person.reference.clone(),
                href: if may_open { format!("/participants/{}", row.id) } else { String::new() },
                programme: programme.map_or_else(|| row.programme.clone(), |programme| programme.name.to_string()),
                from: [Some(name(&senders, row.sent_by)), organisation]
                    .into_iter()
                    .flatten()
                    .collect::<Vec<_>>()
                    .join(", "),
                when: match waiting {
                    _ if is_stopped(row) => "The person stopped sharing with you".to_owned(),
                    true => in_words(app.zone_in(&row.area).day(row.sent_at)),
                    false => capitalised(&state.in_words(app.zone_in(&row.area))),
                },
                late: due.as_ref().is_some_and(|(due, _)| due.is_late()),
                due: due.map(|(_, says)| says).unwrap_or_default(),
            })
        })
        .collect())
}
