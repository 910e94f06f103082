//! `tapestry eligible`: which programmes may a person join, and why?

use crate::{
    arguments::{PolicyFolder, day},
    edge,
    failure::Failure,
    output,
    policy_source::{self, Ready},
};
use anyhow::Context;
use clap::Args;
use kernel::{Day, Postcode};
use policy::places::small_area_code;
use policy::{Area, Assessment, FactType, Facts, ProgrammeVerdict, Truth, Verdict};
use std::{fmt::Write, fs, io::Read, path::PathBuf};

/// The largest person file that is read: far more than every fact there is.
const LARGEST_FILE_BYTES: u64 = 1_000_000;

#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// The area's id, such as newcastle
    #[arg(long)]
    area: String,
    /// File with what is known of the person: {"facts": {"benefit": "UC", …}}; - reads standard input
    #[arg(long, value_name = "FILE")]
    person: PathBuf,
    /// The day asked about [default: today]
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    on: Option<Day>,
    /// Print JSON
    #[arg(long)]
    json: bool,
    /// Also show programmes that nobody in the area can join any more; JSON always has them
    #[arg(long)]
    all: bool,
    /// Postcode table to use besides the one built in (ONSPD, Code-Point Open or our own columns); may be repeated
    #[arg(long, value_name = "FILE")]
    places: Vec<PathBuf>,
    #[command(flatten)]
    policy: PolicyFolder,
}

pub(crate) fn run(arguments: &Arguments) -> Result<(), Failure> {
    let mut ready = policy_source::load(arguments.policy.policy.as_deref())?;
    ready.add_places(&arguments.places)?;
    let area = ready.area(&arguments.area)?;
    let facts = facts(&ready, arguments)?;
    let on = arguments.on.unwrap_or_else(|| edge::today(ready.policy.zone(&area.id)));
    let assessment = policy::assess(&ready.policy, area, &facts, on);
    if arguments.json {
        let json = serde_json::to_value(&assessment).context("the answer cannot be written as JSON")?;
        output::print_json(&json)
    } else {
        output::print(&in_words(&ready, area, &assessment, arguments.all))
    }
}

fn facts(ready: &Ready, arguments: &Arguments) -> Result<Facts, Failure> {
    let name = arguments.person.display();
    let mut text = String::new();
    let mut reader: Box<dyn Read> = if arguments.person.as_os_str() == "-" {
        Box::new(std::io::stdin())
    } else {
        Box::new(fs::File::open(&arguments.person).with_context(|| format!("cannot open the person file {name}"))?)
    };
    let mut limited = reader.by_ref().take(LARGEST_FILE_BYTES + 1);
    limited.read_to_string(&mut text).with_context(|| format!("cannot read {name} as text"))?;
    if text.len() as u64 > LARGEST_FILE_BYTES {
        return Err(Failure::because(format!("{name} is larger than a person file can be (a million bytes)")));
    }
    let mut json: serde_json::Value =
        serde_json::from_str(text.trim_start_matches('\u{feff}')).with_context(|| format!("{name} is not JSON"))?;
    forget_unlisted_postcodes(ready, &mut json);
    Facts::from_json(&ready.policy.facts, &ready.places, &json).map_err(|errors| {
        for error in &errors {
            output::note(&format!("{name}: {error}"));
        }
        Failure::Said
    })
}

/// Makes a place not known whose postcode or LSOA code is well formed but in none of the tables held, and says so:
/// that we do not know where it lies is no fault of the person file.
fn forget_unlisted_postcodes(ready: &Ready, json: &mut serde_json::Value) {
    let Some(facts) = json.get_mut("facts").and_then(serde_json::Value::as_object_mut) else { return };
    for (id, value) in facts {
        let is_place = ready.policy.facts.get(id).is_some_and(|definition| definition.kind == FactType::Place);
        let Some(text) = value.as_str().filter(|_| is_place) else { continue };
        let what = if small_area_code(text).is_some() {
            "LSOA code"
        } else if text.parse::<Postcode>().is_ok() {
            "postcode"
        } else {
            continue;
        };
        let definition = ready.policy.facts.get(id);
        if definition.is_some_and(|definition| definition.from_json(value, &ready.places).is_err()) {
            output::note(&format!(
                "note: `{id}` counts as not known: its {what} is in none of the postcode tables held. \
                 The table that is built in is a small one; give a larger one with --places FILE"
            ));
            *value = serde_json::Value::Null;
        }
    }
}

fn in_words(ready: &Ready, area: &Area, assessment: &Assessment, all: bool) -> String {
    let mut text = format!("{}, on {}\n", area.name, kernel::in_words(assessment.on));
    let is_over = |found: &&ProgrammeVerdict| {
        let programme = ready.policy.programme(area, &found.id);
        programme.is_some_and(|programme| programme.is_over_for(area, assessment.on))
    };
    for (verdict, heading) in [
        (Verdict::Eligible, "Eligible"),
        (Verdict::Undetermined, "Not known yet"),
        (Verdict::NotEligible, "Not eligible"),
    ] {
        let these: Vec<_> =
            assessment.programmes.iter().filter(|found| found.verdict == verdict && (all || !is_over(found))).collect();
        // Writing to a String does not fail.
        let _ = writeln!(text, "\n{heading} ({})", these.len());
        for programme in these {
            programme_in_words(&mut text, programme);
        }
    }
    let over = assessment.programmes.iter().filter(is_over).count();
    if over > 0 && !all {
        let these = if over == 1 { "1 programme is".to_owned() } else { format!("{over} programmes are") };
        let _ = writeln!(text, "\n{these} left out, because nobody in this area can join any more: --all shows them");
    }
    if !assessment.ask_next.is_empty() {
        text.push_str("\nAsk next\n");
    }
    for ask in &assessment.ask_next {
        let programmes =
            if ask.decides == 1 { "1 programme".to_owned() } else { format!("{} programmes", ask.decides) };
        let _ = writeln!(text, "  {} [{}] helps to settle {programmes}", ask.question, ask.fact);
    }
    let _ = writeln!(text, "\n{}", ready.which());
    text
}

/// The name; and for what is not met or not known, each criterion with its code.
fn programme_in_words(text: &mut String, programme: &ProgrammeVerdict) {
    let _ = writeln!(text, "  {} [{}]", programme.name, programme.id);
    for criterion in &programme.criteria {
        let needs = criterion.needs.join(", ");
        let _ = match criterion.result {
            Truth::Met => {
                for by in criterion.let_through_by() {
                    let _ = writeln!(
                        text,
                        "    met by the area's widening, paid for by {}: {} [{}]",
                        by.pays, by.says, by.code
                    );
                }
                continue;
            }
            Truth::NotMet => writeln!(text, "    not met: {} [{}]", criterion.says, criterion.code),
            Truth::Unknown => match criterion.last_confirmed.as_deref() {
                None if criterion.needs.is_empty() => writeln!(
                    text,
                    "    not known: {} [{}]: a number or a day that it works out is larger or smaller than can be counted",
                    criterion.says, criterion.code
                ),
                None => writeln!(text, "    not known: {} [{}] needs {needs}", criterion.says, criterion.code),
                Some(last) => writeln!(
                    text,
                    "    not known: {} [{}]: {} ({})",
                    criterion.says,
                    criterion.code,
                    last.reason(),
                    match last.then {
                        Truth::Met => "met as it stood then",
                        Truth::NotMet => "not met as it stood then",
                        Truth::Unknown => "not known as it stood then",
                    }
                ),
            },
        };
    }
    if programme.verdict == Verdict::NotEligible {
        let _ = writeln!(text, "    source: {}", programme.cites);
    }
}
