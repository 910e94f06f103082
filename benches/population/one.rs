//! One person after another: from the text of a person file to the explanation of every programme as JSON.

use policy::{Area, Explainer, Gazetteer, Policy, Truth};
use serde_json::{Value, json};
use std::{fs, hint::black_box, path::Path};
use tapestry_benches::measure::measure;

/// As many people as the baselines take.
const PEOPLE: usize = 2000;

/// Prints how long one person takes.
pub fn explained(policy: &Policy, area: &Area, data: &Path, runs: usize, expected: &Value) {
    let text = fs::read_to_string(data.join("persons_10k.jsonl")).unwrap();
    let people: Vec<String> = text
        .lines()
        .take(PEOPLE)
        .map(|line| format!("{{\"facts\":{}}}", line.replace("\"area\":", "\"home\":")))
        .collect();
    let explainer = Explainer::new(policy, area, "2024-06-03".parse().unwrap());
    let places = Gazetteer::new();
    let explain = |text: &String| {
        let mut out = Vec::new();
        explainer.explain_person_file(text, &places, &mut out).unwrap();
        out
    };
    let ok = as_expected(people.iter().map(explain), expected);
    let mut out = Vec::new();
    let (mut times, bytes) = measure(runs, || {
        let each = people.iter().map(|text| {
            out.clear();
            explainer.explain_person_file(text, &places, &mut out).unwrap();
            black_box(&out).len()
        });
        each.sum::<usize>()
    });
    let microseconds = times.processor() / PEOPLE as f64 * 1e6;
    let more = json!({ "us_per_person": microseconds, "bytes_out": bytes / PEOPLE });
    times.line("J2", "explain", PEOPLE, ok, 1, more);
}

/// Whether each criterion fails, is met and is unknown as often as in the baselines.
fn as_expected(explanations: impl Iterator<Item = Vec<u8>>, expected: &Value) -> bool {
    let mut counts = vec![[0_u64; 3]; expected["criteria_2000"].as_array().unwrap().len()];
    for explanation in explanations {
        let assessment: policy::Assessment = serde_json::from_slice(&explanation).unwrap();
        let criteria = assessment.programmes.iter().flat_map(|programme| &programme.criteria);
        for (count, criterion) in counts.iter_mut().zip(criteria) {
            let column = match criterion.result {
                Truth::NotMet => 0,
                Truth::Met => 1,
                Truth::Unknown => 2,
            };
            count[column] += 1;
        }
    }
    json!(counts) == expected["criteria_2000"]
}
