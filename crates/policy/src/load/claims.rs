//! Proves what an area's text claims to do to a programme of the spine, or refuses it.
//!
//! A widening must let somebody through and shut nobody out; a number must shut nobody out unless its text says
//! `narrows = true`. Whoever would lose is shown.

use super::{
    layers::{SpottedSetting, SpottedWidening},
    reader::Reader,
};
use crate::{
    How, Parameter, Programme, Proof,
    layer::{
        Layer,
        prove::{Loss, Person, World, days_to_compare},
    },
};
use kernel::{Day, in_words};
use std::{ops::Range, sync::Arc};

/// The claims of all layers, and how each is known to be so.
pub(super) struct Claims<'a> {
    pub(super) world: World<'a>,
    pub(super) proofs: Vec<Proof>,
}

impl Claims<'_> {
    /// Proves every claim of a layer of the programme `spine`, or reports what speaks against it.
    pub(super) fn prove(
        &mut self,
        reader: &Reader<'_>,
        spine: &Programme,
        layer: &Layer,
        (settings, widenings): (&[SpottedSetting], &[SpottedWidening]),
    ) {
        let errors = reader.faults.errors();
        for setting in settings {
            self.setting(reader, spine, layer, setting);
        }
        if reader.faults.errors() == errors && settings.len() > 1 && settings.iter().all(|set| set.narrows.is_none()) {
            self.settings_together(reader, spine, settings);
        }
        let set = spine.with_settings(&layer.settings);
        let parameters = [set.parameters.as_slice(), &layer.parameters].concat();
        let base = set.with_parameters(parameters);
        for widening in widenings {
            self.widening(reader, &base, layer, widening);
        }
    }

    fn setting(&mut self, reader: &Reader<'_>, spine: &Programme, layer: &Layer, spotted: &SpottedSetting) {
        let SpottedSetting { setting, narrows, .. } = spotted;
        let id = &setting.parameter;
        let days = days_to_compare(spine, &spine.with_settings([setting]), days_of(spotted));
        let losses = self.world.losses(spine, &spine.with_settings([setting]), &days);
        let how = match (losses, narrows) {
            (Loss::Nobody(how), None) => Some((how, format!("by `{id}` as it is set here nobody loses"))),
            (Loss::Nobody(_), Some(place)) => {
                let fault = reader.error("policy/narrows-nobody", place.clone(), "nobody loses by this value");
                reader.faults.add(
                    fault
                        .into_warning()
                        .label("not so")
                        .help("everybody whom the spine lets through comes in here too: leave `narrows` out"),
                );
                None
            }
            (Loss::Somebody(person), Some(_)) => Some((
                How::Example,
                format!("`{id}` narrows, as its text says, inside the range of the spine; {}", self.says(&person)),
            )),
            (Loss::Somebody(person), None) => {
                self.report_narrowing(reader, spine, spotted, &person);
                None
            }
            (Loss::NotKnown, Some(_)) => None,
            (Loss::NotKnown, None) => {
                report_not_known(reader, place_on(spotted, None, reader), "write `narrows = true` if some people do");
                None
            }
        };
        let code: Arc<str> = Arc::from(format!("{}#{id}", layer.path));
        self.proofs.extend(how.map(|(how, says)| Proof { code, says, how }));
    }

    fn report_narrowing(&self, reader: &Reader<'_>, spine: &Programme, spotted: &SpottedSetting, person: &Person) {
        let id = &spotted.setting.parameter;
        let on = person.on();
        let of = |parameter: Option<&Parameter>| {
            parameter.and_then(|parameter| parameter.value_on(on)).map(|value| value.is)
        };
        let here = spotted.setting.values.iter().find(|value| value.period.contains(on)).map(|value| value.is);
        let label = match (here, of(spine.parameter(id))) {
            (Some(here), Some(there)) => format!("{here} here, {there} in the spine on {}", in_words(on)),
            _ => "narrows".to_owned(),
        };
        reader.faults.add(
            reader
                .error(
                    "policy/narrows",
                    place_on(spotted, Some(on), reader),
                    format!("with this value of `{id}`, people are shut out whom the spine lets through"),
                )
                .label(label)
                .help(format!(
                    "{}\nThe spine leaves an area this room: if it is meant, write `narrows = true` in this [[set]], \
                     and it is shown to everybody",
                    self.loser(person)
                )),
        );
    }

    /// Each number by itself shuts nobody out; so must all of them together.
    fn settings_together(&self, reader: &Reader<'_>, spine: &Programme, settings: &[SpottedSetting]) {
        let after = spine.with_settings(settings.iter().map(|spotted| &spotted.setting));
        let days = days_to_compare(spine, &after, (None, None));
        let place = || settings.first().map_or_else(|| reader.span(), |first| place_on(first, None, reader));
        match self.world.losses(spine, &after, &days) {
            Loss::Nobody(_) => {}
            Loss::Somebody(person) => reader.faults.add(
                reader
                    .error(
                        "policy/narrows",
                        place(),
                        "together, the values of this file shut out people whom the spine lets through",
                    )
                    .label("with the other values of this file")
                    .help(format!("{}\nIf it is meant, write `narrows = true` in each [[set]]", self.loser(&person))),
            ),
            Loss::NotKnown => {
                report_not_known(reader, place(), "write `narrows = true` in each [[set]] if some people do")
            }
        }
    }

    fn widening(&mut self, reader: &Reader<'_>, base: &Programme, layer: &Layer, spotted: &SpottedWidening) {
        let SpottedWidening { widening, restates, .. } = spotted;
        let what = widening
            .criterion
            .as_ref()
            .map_or_else(|| format!("`{}` as a whole", base.id), |criterion| format!("the criterion `{criterion}`"));
        let alone = Layer {
            parameters: Vec::new(),
            settings: Vec::new(),
            widenings: vec![Arc::clone(widening)],
            ..layer.clone()
        };
        let widened = base.with_layer(&alone);
        let days = days_to_compare(base, &widened, (widening.from, widening.until));
        let known = if *restates {
            self.restated(reader, base, spotted, &days)
        } else {
            Some((How::ByForm, format!("it only adds to {what}, so nobody can lose by it")))
        };
        let Some((how, says)) = known else { return };
        match self.world.losses(&widened, base, &days) {
            Loss::Nobody(_) => {
                let fault = reader.error(
                    "policy/widens-nothing",
                    spotted.when.clone(),
                    "this lets nobody through whom the spine does not",
                );
                reader.faults.add(
                    fault
                        .into_warning()
                        .label("lets the same people through, or fewer")
                        .help(format!("{what} lets them through already, or another criterion stops them all: leave it out, or say who else is meant")),
                );
            }
            Loss::Somebody(person) => {
                let says = format!("{says}; {}", self.gains(&person));
                self.proofs.push(Proof { code: Arc::clone(&widening.code), says, how });
            }
            Loss::NotKnown => self.proofs.push(Proof { code: Arc::clone(&widening.code), says, how }),
        }
    }

    /// A criterion written anew must let through all that the spine's lets through.
    fn restated(
        &self,
        reader: &Reader<'_>,
        base: &Programme,
        spotted: &SpottedWidening,
        days: &std::collections::BTreeSet<Day>,
    ) -> Option<(How, String)> {
        let widening = &spotted.widening;
        let Some(criterion) = &widening.criterion else {
            reader.faults.add(
                reader
                    .error("policy/missing-key", spotted.when.clone(), "a programme as a whole cannot be written anew")
                    .label("which criterion does this stand for?")
                    .help("name it with `criterion = \"…\"`, or write `also_when` to let people through besides"),
            );
            return None;
        };
        let mut anew = base.clone();
        for own in anew.criteria.iter_mut().filter(|own| own.id == *criterion) {
            own.when = widening.when.clone();
        }
        match self.world.losses(base, &anew, days) {
            Loss::Nobody(how) => {
                Some((how, format!("it lets through all that the spine's `{criterion}` lets through")))
            }
            Loss::Somebody(person) => {
                reader.faults.add(
                    reader
                        .error(
                            "policy/narrows",
                            spotted.when.clone(),
                            format!("this shuts out people whom the spine's `{criterion}` lets through"),
                        )
                        .label("narrower for some")
                        .help(format!(
                            "{}\nAn area may not narrow a criterion. Write `also_when` with only the people who come \
                             in besides: it is added to what the spine asks",
                            self.loser(&person)
                        )),
                );
                None
            }
            Loss::NotKnown => {
                report_not_known(
                    reader,
                    spotted.when.clone(),
                    "write `also_when` with only the people who come in besides",
                );
                None
            }
        }
    }

    fn loser(&self, person: &Person) -> String {
        let lines: String = person.lines(self.world).iter().map(|line| format!("\n    {line}")).collect();
        let who = if lines.is_empty() { "Anybody" } else { "This person" };
        let colon = if lines.is_empty() { "." } else { ":" };
        format!("{who} is eligible under the spine on {} and would not be here{colon}{lines}", in_words(person.on()))
    }

    fn says(&self, person: &Person) -> String {
        format!("who loses, for example on {}: {}", in_words(person.on()), person.lines(self.world).join(", "))
    }

    fn gains(&self, person: &Person) -> String {
        format!("who gains, for example on {}: {}", in_words(person.on()), person.lines(self.world).join(", "))
    }
}

fn report_not_known(reader: &Reader<'_>, place: Range<usize>, help: &str) {
    reader.faults.add(
        reader
            .error("policy/not-proven", place, "it could not be shown that nobody loses by this")
            .label("too many cases to try them all")
            .help(format!("what is not proven is refused: {help}")),
    );
}

/// From the first day on which the setting has a value to the last.
fn days_of(spotted: &SpottedSetting) -> (Option<Day>, Option<Day>) {
    let values = &spotted.setting.values;
    (values.first().map(|value| value.period.from), values.last().and_then(|value| value.period.until))
}

/// Where the value of the day is written, or else the first.
fn place_on(spotted: &SpottedSetting, on: Option<Day>, reader: &Reader<'_>) -> Range<usize> {
    let holds = |day: Day| spotted.setting.values.iter().position(|value| value.period.contains(day));
    let place = spotted.values.get(on.and_then(holds).unwrap_or_default());
    place.cloned().unwrap_or_else(|| reader.span())
}
