//! What differs between a decision and the same one worked out again, in words.

use super::again::Made;
use indexmap::IndexMap;
use kernel::in_words;
use policy::{CriterionResult, ProgrammeVerdict, Truth, Verdict};
use rules::{
    payment::OutcomeLine,
    referral::{Decision, Obstacle, Weight},
};
use std::collections::BTreeSet;

/// The rule that says what the verdict means for a referral.
const VERDICT: &str = "rules/referral/verdict";

/// One thing that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// What it is about: the code of a criterion or a rule, or `answer`.
    pub code: String,
    /// What differs, in a sentence for people.
    pub says: String,
    /// Ids of the facts that the sentence tells something of.
    pub facts: BTreeSet<String>,
    /// Whether the same is only said in other words.
    pub only_words: bool,
}

impl Difference {
    fn new(code: &str, says: impl Into<String>) -> Self {
        Self { code: code.to_owned(), says: says.into(), facts: BTreeSet::new(), only_words: false }
    }

    fn of(criterion: &CriterionResult, says: String) -> Self {
        let known = criterion.facts.iter().map(|fact| fact.id.to_string());
        let facts = known.chain(criterion.needs.iter().map(ToString::to_string)).collect();
        Self { facts, ..Self::new(&criterion.code, says) }
    }

    fn only_words(self) -> Self {
        Self { only_words: true, ..self }
    }
}

/// What is otherwise in `found` than in `made`.
pub(super) fn differences(made: &Made, found: &Made) -> Vec<Difference> {
    let mut differences = Vec::new();
    match (made, found) {
        (
            Made::Referral { answer, decision, verdict, sharing },
            Made::Referral { answer: answer_now, decision: decision_now, verdict: verdict_now, sharing: sharing_now },
        ) => {
            answers(answer, answer_now, &mut differences);
            verdicts(verdict, verdict_now, &mut differences);
            criteria(verdict, verdict_now, &mut differences);
            if sharing != sharing_now {
                let says = "It rests on another agreement to share between the two bodies";
                differences.push(Difference::new("rules/referral/sharing", says));
            }
            obstacles(decision, decision_now, &mut differences);
        }
        (Made::Claim { answer, line }, Made::Claim { answer: answer_now, line: line_now }) => {
            answers(answer, answer_now, &mut differences);
            lines(line, line_now, &mut differences);
        }
        _ => differences.push(Difference::new("answer", "It is a decision of another kind")),
    }
    differences
}

fn answers(made: &str, found: &str, differences: &mut Vec<Difference>) {
    if made != found {
        let says = format!("The answer was “{}” and comes out as “{}”", plain(made), plain(found));
        differences.push(Difference::new("answer", says));
    }
}

fn plain(word: &str) -> String {
    word.replace('-', " ")
}

fn verdicts(made: &ProgrammeVerdict, found: &ProgrammeVerdict, differences: &mut Vec<Difference>) {
    if made.verdict != found.verdict {
        let word = |verdict| match verdict {
            Verdict::Eligible => "eligible",
            Verdict::NotEligible => "not eligible",
            Verdict::Undetermined => "not yet known to be eligible",
        };
        let says = format!("The person was {} and comes out as {}", word(made.verdict), word(found.verdict));
        let criteria = made.criteria.iter().chain(&found.criteria);
        let facts = criteria.flat_map(|one| Difference::of(one, String::new()).facts).collect();
        differences.push(Difference { facts, ..Difference::new(VERDICT, says) });
    }
}

fn criteria(made: &ProgrammeVerdict, found: &ProgrammeVerdict, differences: &mut Vec<Difference>) {
    let by_code = |verdict: &ProgrammeVerdict| -> IndexMap<String, CriterionResult> {
        verdict.criteria.iter().map(|one| (one.code.to_string(), one.clone())).collect()
    };
    let (before, after) = (by_code(made), by_code(found));
    for (code, was) in &before {
        let Some(is) = after.get(code) else {
            differences.push(Difference::of(was, format!("It is not asked any more: {}", was.says)));
            continue;
        };
        if was.says != is.says {
            differences.push(Difference::of(is, format!("“{}” became “{}”", was.says, is.says)));
        }
        if was.result != is.result {
            let says = format!("{}: was {} and comes out as {}", is.says, truth(was.result), truth(is.result));
            differences.push(Difference::of(is, says));
        } else if was.last_confirmed.is_some() != is.last_confirmed.is_some() {
            differences.push(Difference::of(is, format!("{}: it is not known for another reason", is.says)));
        } else if (&was.facts, &was.needs) != (&is.facts, &is.needs) {
            differences.push(Difference::of(is, format!("{}: rests on other answers", is.says)));
        }
    }
    for (_, is) in after.iter().filter(|(code, _)| !before.contains_key(*code)) {
        differences.push(Difference::of(is, format!("It is asked as well: {} ({})", is.says, truth(is.result))));
    }
    if made.cites != found.cites {
        differences.push(Difference::new("source", format!("The source is “{}”", found.cites)).only_words());
    }
}

fn truth(truth: Truth) -> &'static str {
    match truth {
        Truth::Met => "met",
        Truth::NotMet => "not met",
        Truth::Unknown => "not known",
    }
}

/// The obstacles of each rule, taken together: a rule may find several.
fn obstacles(made: &Decision, found: &Decision, differences: &mut Vec<Difference>) {
    let by_rule = |decision: &Decision| -> IndexMap<String, Vec<Obstacle>> {
        let mut rules: IndexMap<String, Vec<Obstacle>> = IndexMap::new();
        for obstacle in &decision.obstacles {
            rules.entry(obstacle.code.clone()).or_default().push(obstacle.clone());
        }
        rules
    };
    let (before, after) = (by_rule(made), by_rule(found));
    let says = |obstacles: &[Obstacle]| obstacles.iter().map(|one| one.says.as_str()).collect::<Vec<_>>().join(" ");
    // What the verdict brings with it is told by the verdict and its criteria.
    let told = differences.iter().any(|one| one.code == VERDICT);
    for (code, was) in before.iter().filter(|(code, _)| !told || *code != VERDICT) {
        match after.get(code) {
            None => differences.push(Difference::new(code, format!("Not in the way any more: {}", says(was)))),
            Some(is) if weights(was) != weights(is) => {
                differences.push(Difference::new(code, "What it found in the way weighs otherwise"));
            }
            Some(is) if substance(was.iter().map(said)) != substance(is.iter().map(said)) => {
                differences.push(Difference::new(code, "What it says of what is in the way is something else"));
            }
            Some(is) if was != is => {
                differences.push(Difference::new(code, "It says the same in other words").only_words());
            }
            Some(_) => {}
        }
    }
    for (code, is) in after.iter().filter(|(code, _)| !before.contains_key(*code) && *code != VERDICT) {
        differences.push(Difference::new(code, format!("In the way as well: {}", says(is))));
    }
}

fn said(obstacle: &Obstacle) -> (&str, &str) {
    (&obstacle.code, &obstacle.says)
}

/// Codes with the numbers of what they say: what is left when the same is said in other words.
fn substance<'a>(said: impl Iterator<Item = (&'a str, &'a str)>) -> Vec<(String, Vec<String>)> {
    let numbers = |says: &str| {
        let pieces = says.split(|letter: char| !letter.is_ascii_digit());
        pieces.filter(|piece| !piece.is_empty()).map(str::to_owned).collect()
    };
    said.map(|(code, says)| (code.to_owned(), numbers(says))).collect()
}

fn weights(obstacles: &[Obstacle]) -> Vec<&Weight> {
    obstacles.iter().map(|obstacle| &obstacle.weight).collect()
}

fn lines(made: &OutcomeLine, found: &OutcomeLine, differences: &mut Vec<Difference>) {
    if made == found {
        return;
    }
    let code = "rules/payment/claim_lines";
    let before = differences.len();
    match (made.owed(), found.owed()) {
        (Some(was), Some(is)) => {
            if was.amount != is.amount {
                let says = format!("The amount was {} and comes out as {}", was.amount, is.amount);
                differences.push(Difference::new("rules/payment/price", says));
            }
            if was.reached_on != is.reached_on {
                let (was, is) = (in_words(was.reached_on), in_words(is.reached_on));
                differences.push(Difference::new(code, format!("It was reached on {was}, and comes out as {is}")));
            }
            if (was.claim_by, was.in_window) != (is.claim_by, is.in_window) {
                differences.push(Difference::new("rules/payment/claim_window", "The last day to claim is another"));
            }
            if (&was.definition, &was.spells) != (&is.definition, &is.spells) {
                differences.push(Difference::new(code, "It rests on other work, or on another definition"));
            }
            if was.example_price != is.example_price {
                differences.push(Difference::new("rules/payment/price", "The price is marked otherwise as an example"));
            }
        }
        (None, None) if kind(made) == kind(found) => {}
        _ => {
            let says = format!("The contract’s line was “{}” and comes out as “{}”", kind(made), kind(found));
            differences.push(Difference::new(code, says));
        }
    }
    if differences.len() > before {
        return;
    }
    let reasons = |line: &OutcomeLine| {
        substance(line.reasons().iter().map(|reason| (reason.code.as_str(), reason.says.as_str())))
    };
    let expected = |line: &OutcomeLine| match line {
        OutcomeLine::NotOwed(line) => (line.expected_on, line.definitions.clone()),
        OutcomeLine::Unknown(line) => (None, line.definitions.clone()),
        OutcomeLine::Owed(_) => (None, Vec::new()),
    };
    if reasons(made) == reasons(found) && expected(made) == expected(found) {
        differences.push(Difference::new(code, "It gives its reasons in other words").only_words());
    } else {
        differences.push(Difference::new(code, "Its reasons, or what is expected, are something else"));
    }
}

fn kind(line: &OutcomeLine) -> &'static str {
    match line {
        OutcomeLine::Owed(_) => "owed",
        OutcomeLine::NotOwed(_) => "not owed",
        OutcomeLine::Unknown(_) => "not known",
    }
}
