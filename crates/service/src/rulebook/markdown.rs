//! The rule book as Markdown files, for those who read it beside the text: a file for each programme, and an index.

use super::{
    content::{Number, ProgrammeRules, Rule, programme_rules},
    search::{Search, search},
    worked::{Example, Worked},
};
use kernel::{Day, in_words};
use policy::Policy;
use std::fmt::{self, Write};

/// What stands before the day in the index.
const AS_ON: &str = "As on ";

/// The files of the rule book, as names and contents, in order of name. Programmes are as on `on`.
#[must_use]
pub fn files(policy: &Policy, on: Day) -> Vec<(String, String)> {
    let all = search(policy, &Search::default(), on);
    let rules = all.iter().filter_map(|found| programme_rules(policy, &found.id, on));
    let mut files: Vec<(String, String)> =
        rules.map(|rules| (format!("{}.md", rules.id), written(|text| programme(text, &rules)))).collect();
    files.push(("README.md".to_owned(), written(|text| index(text, policy, on))));
    files.sort();
    files.dedup_by(|later, earlier| later.0 == earlier.0);
    files
}

/// The day for which an index was made; `None` when the text is not one.
#[must_use]
pub fn made_for(index: &str) -> Option<Day> {
    let line = index.lines().find_map(|line| line.strip_prefix(AS_ON))?;
    line.split([':', ' ']).next()?.parse().ok()
}

/// Writing to a text does not fail.
fn written(write: impl FnOnce(&mut String) -> fmt::Result) -> String {
    let mut text = String::new();
    let _ = write(&mut text);
    text
}

fn index(text: &mut String, policy: &Policy, on: Day) -> fmt::Result {
    writeln!(text, "# The rules in words\n")?;
    writeln!(
        text,
        "Every programme of the policy text, with who may join and why, and people made up to show it. Written from the"
    )?;
    writeln!(text, "text by `tapestry rules write`; do not edit it here.\n")?;
    writeln!(text, "{AS_ON}{on}: {}.", in_words(on))?;
    let all = search(policy, &Search::default(), on);
    let mut whose: Vec<&str> = Vec::new();
    for found in &all {
        if !whose.contains(&found.whose.as_str()) {
            whose.push(&found.whose);
        }
    }
    for owner in whose {
        writeln!(text, "\n## {owner}\n\n| programme | what it is | takes new people |\n|---|---|---|")?;
        for found in all.iter().filter(|found| found.whose == owner) {
            let open = &found.open;
            writeln!(text, "| [{}]({}.md) | {} | {open} |", cell(&found.name), found.id, cell(&found.says))?;
        }
    }
    Ok(())
}

fn programme(text: &mut String, rules: &ProgrammeRules) -> fmt::Result {
    writeln!(text, "# {}\n\n{}\n", rules.name, rules.says)?;
    writeln!(text, "| | |\n|---|---|")?;
    writeln!(text, "| Where | {} |", cell(&rules.whose))?;
    writeln!(text, "| Paid for by | {} |", cell(&rules.funder))?;
    writeln!(text, "| What it gives | {} |", cell(&rules.gives.join("; ")))?;
    writeln!(text, "| Who may refer | {} |", cell(&rules.may_refer.join("; ")))?;
    if !rules.excludes.is_empty() {
        let names: Vec<String> = rules.excludes.iter().map(|(id, name)| format!("[{name}]({id}.md)")).collect();
        writeln!(text, "| Not at the same time as | {} |", cell(&names.join("; ")))?;
    }
    writeln!(text, "| Takes new people | {} |", rules.open)?;
    if !rules.known_until.is_empty() {
        let known = format!("{} ({})", rules.known_until, rules.known_until_source);
        writeln!(text, "| Last confirmed for | {} |", cell(&known))?;
    }
    writeln!(text, "| Source | {} |", cell(&rules.source))?;
    writeln!(
        text,
        "\n## Who it is for\n\nSomebody may join when all of this is so. It reads as on {}.\n",
        in_words(rules.on)
    )?;
    if rules.in_force.is_empty() {
        writeln!(text, "The sources name no condition that is in force on that day.")?;
    }
    rules.in_force.iter().try_for_each(|one| rule(text, one))?;
    for local in &rules.local {
        writeln!(text, "\n## Otherwise in {}\n", local.area)?;
        local.rules.iter().try_for_each(|one| rule(text, one))?;
    }
    if !rules.other.is_empty() {
        writeln!(text, "\n## Rules of other days\n")?;
        rules.other.iter().try_for_each(|one| rule(text, one))?;
    }
    if !rules.numbers.is_empty() {
        writeln!(text, "\n## The numbers in these rules")?;
        rules.numbers.iter().try_for_each(|one| number(text, one))?;
    }
    worked(text, &rules.worked)?;
    if let Some(incomplete) = &rules.incomplete {
        writeln!(text, "\n## What the source leaves out\n\n{incomplete}")?;
    }
    Ok(())
}

fn rule(text: &mut String, rule: &Rule) -> fmt::Result {
    // A backslash at the end of a line keeps the next one apart.
    writeln!(text, "* **{}**\\", rule.says)?;
    if !rule.days.is_empty() {
        writeln!(text, "  {}\\", rule.days)?;
    }
    if !rule.source.is_empty() {
        writeln!(text, "  Source: {}\\", rule.source)?;
    }
    writeln!(text, "  Rule: `{}`", rule.code)?;
    if !rule.written.is_empty() {
        let lines: Vec<&str> = rule.written.lines().map(str::trim).collect();
        writeln!(text, "\n  ```text\n  {}\n  ```", lines.join("\n  "))?;
    }
    Ok(())
}

fn number(text: &mut String, number: &Number) -> fmt::Result {
    writeln!(text, "\n### {}\n\n| value | days | source |\n|---|---|---|", number.says)?;
    for row in &number.values {
        writeln!(text, "| {} | {} | {} |", cell(&row.value), cell(&row.days), cell(&row.source))?;
    }
    if !number.range.is_empty() {
        writeln!(text, "\nAn area may set its own value, by its level: {}.", number.range.join("; "))?;
    }
    Ok(())
}

fn worked(text: &mut String, worked: &Worked) -> fmt::Result {
    writeln!(text, "\n## Examples\n\n{}", worked.introduction)?;
    worked.examples.iter().try_for_each(|one| example(text, one))
}

fn example(text: &mut String, example: &Example) -> fmt::Result {
    writeln!(text, "\n### {}\n", example.title)?;
    for (label, value) in &example.known {
        writeln!(text, "* {label}: {value}")?;
    }
    if example.known.is_empty() {
        writeln!(text, "* Nothing is known yet")?;
    }
    writeln!(text, "\n{}", example.answer)?;
    for (says, code) in &example.because {
        writeln!(text, "\n> {says} (`{code}`)")?;
    }
    Ok(())
}

/// Text within a table.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
