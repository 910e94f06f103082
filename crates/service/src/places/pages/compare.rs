//! Two areas compared: how much of each lies in the other, as a table and a map.

use crate::{
    App, access,
    account::SignedIn,
    places::{self, Caseload, Comparison, NamedComparison, NamedSet},
    web::{
        PageError, Shell,
        forms::{Choice, Form},
        map::{Drawing, Map, MapPlace, Reading, Scale},
        render,
    },
};
use askama::Template;
use axum::{extract::State, response::Html};
use policy::places::Tally;
use rules::access::Action;

#[derive(Template)]
#[template(path = "places/pages/compare.html")]
struct ComparePage<'a> {
    shell: &'a Shell,
    form: &'a Form,
    choices: &'a [Choice],
    shown: Option<Shown>,
}

/// A comparison in the words of the page.
struct Shown {
    first: String,
    second: String,
    vintage: String,
    rows: Vec<Row>,
    people_known: bool,
    notes: Vec<String>,
    map: Drawing,
}

/// One of the three parts.
struct Row {
    part: String,
    lsoas: String,
    people: String,
    caseload: String,
}

pub(super) async fn show(
    State(app): State<App>,
    shell: Shell,
    by: SignedIn,
    form: Form,
) -> Result<Html<String>, PageError> {
    access::general(&app, &by, Action::SeeReport).await?;
    let choices: Vec<Choice> =
        places::named_sets(&app.policy, &app.places).into_iter().map(|(code, says)| Choice::new(code, says)).collect();
    let mut form = filled_in(form, &app, &by);
    let first = chosen(&app, &mut form, "a", "Select the first area");
    let second = chosen(&app, &mut form, "b", "Select the second area");
    let shown = match (first, second) {
        (Some(first), Some(second)) => compared(&app, &by, &mut form, first, second).await?,
        _ => None,
    };
    render(&ComparePage { shell: &shell, form: &form, choices: &choices, shown })
}

/// The form with the account's own area and the first district that it touches, when nothing was chosen.
fn filled_in(form: Form, app: &App, by: &SignedIn) -> Form {
    if !form.text("a").is_empty() || !form.text("b").is_empty() {
        return form;
    }
    let own = by.area().and_then(|area| app.policy.area(area));
    let Some(area) = own.or_else(|| app.policy.areas.values().next()) else { return form };
    let touches = |district: &&str| app.places.lsoas_of_district(district).any(|lsoa| area.lsoas.contains(lsoa));
    let district = app.places.districts().find(touches).unwrap_or_default().to_owned();
    form.with("a", &area.id).with("b", district)
}

fn chosen(app: &App, form: &mut Form, field: &str, message: &str) -> Option<NamedSet> {
    let found = places::named_set(&app.policy, &app.places, form.text(field));
    form.keep(field, found.ok_or(message))
}

async fn compared(
    app: &App,
    by: &SignedIn,
    form: &mut Form,
    first: NamedSet,
    second: NamedSet,
) -> Result<Option<Shown>, PageError> {
    let comparison = match places::compare(&app.places, &first.lsoas, &second.lsoas) {
        Ok(comparison) => comparison,
        Err(refused) => {
            form.errors.push("b", format!("These two cannot be compared: {refused}"));
            return Ok(None);
        }
    };
    let caseload = places::caseload(app, by.area()).await?;
    let named = NamedComparison { first, second, comparison };
    let map = map(app, &named).await?;
    Ok(Some(Shown {
        first: named.first.in_words(),
        second: named.second.in_words(),
        vintage: named.comparison.overlap.vintage.to_string(),
        rows: rows(&named, caseload.as_ref()),
        people_known: named.comparison.people.is_some(),
        notes: notes(&named, caseload.as_ref()),
        map,
    }))
}

fn rows(named: &NamedComparison, caseload: Option<&Caseload>) -> Vec<Row> {
    let overlap = &named.comparison.overlap;
    let people = named.comparison.people.map(|people| people.map(residents));
    let people = people.unwrap_or_default();
    let told = caseload.map(|caseload| caseload.of_parts(overlap).map(|told| told.to_string()));
    let told = told.unwrap_or_else(|| std::array::from_fn(|_| "not told".to_owned()));
    let parts = named.parts().into_iter().zip(overlap.parts()).zip(people).zip(told);
    parts
        .map(|(((part, lsoas), people), caseload)| Row { part, lsoas: lsoas.len().to_string(), people, caseload })
        .collect()
}

fn residents(tally: Tally) -> String {
    match tally.unknown_lsoas {
        0 => tally.known.to_string(),
        unknown => format!("{} and {unknown} small areas not known", tally.known),
    }
}

fn notes(named: &NamedComparison, caseload: Option<&Caseload>) -> Vec<String> {
    let Comparison { partly, not_in_table, .. } = &named.comparison;
    let mut notes = Vec::new();
    if [&named.first, &named.second].iter().any(|set| ["ward", "district"].contains(&set.kind.as_str())) {
        notes.push(
            "A ward or district is every small area in which one of its postcodes lies, so that neighbours can share \
             small areas along their border."
                .to_owned(),
        );
    }
    if *partly > 0 {
        notes.push(format!(
            "{} was made of small areas of another year and was converted. {partly} of its small areas belong to it \
             only partly; they are counted whole.",
            named.second.name
        ));
    }
    if *not_in_table > 0 {
        notes.push(format!("{not_in_table} small areas of {} are not in the look-up table.", named.second.name));
    }
    if let Some(told) = caseload.map(Caseload::without_home).filter(|told| !told.is_few()) {
        notes.push(format!("Of about {told} people on the caseload it is not known where they live."));
    }
    notes.extend(caseload.map(Caseload::how_told));
    notes
}

async fn map(app: &App, named: &NamedComparison) -> Result<Drawing, PageError> {
    let overlap = &named.comparison.overlap;
    let place = |kind: usize, code: &str| MapPlace::new(code, app.places.name(code), Reading::Kind(kind));
    let parts = overlap.parts().into_iter().enumerate();
    let drawn: Vec<MapPlace> =
        parts.flat_map(|(kind, lsoas)| lsoas.iter().map(move |lsoa| place(kind, lsoa))).collect();
    let ground = places::ground(app, drawn.iter().map(|place| place.code.as_str())).await?;
    let [both, first, second] = overlap.parts().map(std::collections::BTreeSet::len);
    let map = Map {
        title: format!("{} and {}", named.first.name, named.second.name),
        about: format!(
            "{both} small areas are in both, {first} only in {}, {second} only in {}.",
            named.first.name, named.second.name
        ),
        measure: "Where it is".to_owned(),
        scale: Scale::Kinds(named.parts().to_vec()),
        places: drawn,
    };
    map.draw("overlap", &ground)
}
