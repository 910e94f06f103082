//! Every subcommand, run as people run it, and what each says when it is used wrongly.
#![expect(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "tests")]

use serde_json::Value;
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};
use tempfile::TempDir;

const AREA: &str = "east-birmingham-north-solihull";

fn tapestry(arguments: &[&str]) -> Output {
    with_input(arguments, "")
}

fn with_input(arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_tapestry"))
        .args(arguments)
        .env_remove("TAPESTRY_DATABASE_URL")
        .env("NO_COLOR", "1")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = format!("{}{}", out(&output), err(&output));
    assert!(!said.contains("panicked at") && !said.contains("RUST_BACKTRACE"), "{arguments:?}: {said}");
    output
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[track_caller]
fn ends(output: &Output, code: i32) {
    assert_eq!(output.status.code(), Some(code), "out: {}\nerr: {}", out(output), err(output));
}

#[track_caller]
fn json(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {}", out(output)))
}

fn file(folder: &TempDir, name: &str, contents: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, contents).unwrap();
    path.display().to_string()
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

#[test]
fn help_and_bad_usage() {
    let help = tapestry(&["--help"]);
    ends(&help, 0);
    let commands = [
        "demo",
        "serve",
        "check",
        "eligible",
        "screen",
        "attribute",
        "audit",
        "barriers",
        "contract",
        "sample",
        "what-if",
        "pay",
        "directory",
        "rules",
        "places",
        "doctor",
        "user",
        "Exit code",
    ];
    for word in commands {
        assert!(out(&help).contains(word), "{word}");
    }
    ends(&tapestry(&[]), 2);
    ends(&tapestry(&["sing"]), 2);
    ends(&tapestry(&["demo", "--listen", "here"]), 2);
    ends(&tapestry(&["user", "list"]), 2);
}

#[test]
fn check_is_clean_on_the_built_in_text_and_on_the_folder() {
    let clean = tapestry(&["check"]);
    ends(&clean, 0);
    assert!(out(&clean).contains("no fault found"), "{}", out(&clean));
    ends(&tapestry(&["check", root().to_str().unwrap()]), 0);
    let nowhere = tapestry(&["check", "/nowhere"]);
    ends(&nowhere, 1);
    assert!(err(&nowhere).contains("spine"));
}

/// Copies the policy text of the repository.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

#[test]
fn check_shows_five_planted_faults_at_once() {
    let folder = TempDir::new().unwrap();
    for part in ["spine", "areas", "places"] {
        copy(&root().join(part), &folder.path().join(part));
    }
    let plant = |path: &str, from: &str, to: &str| {
        let path = folder.path().join(path);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(&path, text.replacen(from, to, 1)).unwrap();
    };
    plant("spine/programmes/restart.toml", "months_since(benefit_since)", "months_since(benefit_sinse)");
    plant("spine/programmes/connect-to-work.toml", "disabled || ", "date_of_birth || ");
    plant("spine/programmes/restart.toml", "'intensive-work-search'", "'intensive-work-serch'");
    plant("areas/newcastle/area.toml", "\"wrap-around\"", "\"wrap-arround\"");
    plant("spine/access.cedar", "@id(\"auditor-reads\")", "");
    let faulty = tapestry(&["check", folder.path().to_str().unwrap()]);
    ends(&faulty, 1);
    let said = err(&faulty);
    let expected = [
        "restart.toml:",
        "benefit_sinse",
        "intensive-work-serch",
        "connect-to-work.toml:",
        "wrap-arround",
        "spine/access.cedar",
        "help",
    ];
    for word in expected {
        assert!(said.contains(word), "{word} in\n{said}");
    }
    let listed = json(&tapestry(&["check", "--json", folder.path().to_str().unwrap()]));
    assert_eq!(listed["errors"], listed["faults"].as_array().unwrap().len());
    assert!(listed["errors"].as_u64().unwrap() >= 5, "{listed:#}");
    assert!(listed["faults"][0]["line"].as_u64().unwrap() > 0);
}

#[test]
fn eligible_explains_itself() {
    let folder = TempDir::new().unwrap();
    let person = file(
        &folder,
        "person.json",
        r#"{"facts":{"benefit":"UC","uc_group":"intensive-work-search","benefit_since":"2024-01-15","home":"B9 5HP"}}"#,
    );
    let ask = |more: &[&str]| {
        let mut arguments = vec!["eligible", "--area", AREA, "--person", &person, "--on", "2025-03-01"];
        arguments.extend(more);
        tapestry(&arguments)
    };
    let answer = ask(&["--json"]);
    ends(&answer, 0);
    let answer = json(&answer);
    let keys: Vec<&String> = answer.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["area", "on", "policy", "programmes", "ask_next"]);
    assert_eq!((&answer["area"], &answer["on"]), (&AREA.into(), &"2025-03-01".into()));
    let programmes = answer["programmes"].as_array().unwrap();
    let restart = programmes.iter().find(|programme| programme["id"] == "restart").unwrap();
    assert_eq!(restart["verdict"], "eligible");
    let criterion = restart["criteria"].as_array().unwrap().last().unwrap();
    assert_eq!(criterion["code"], "spine/programmes/restart#long-enough");
    assert_eq!(criterion["result"], "met");
    assert_eq!(criterion["facts"][0]["id"], "benefit_since");
    assert!(answer["ask_next"][0]["decides"].as_u64().unwrap() >= 1);
    let words = out(&ask(&[]));
    for word in ["Eligible (", "Restart Scheme [restart]", "Not known yet (", "Not eligible (", "Ask next", "not met: "]
    {
        assert!(words.contains(word), "{word} in\n{words}");
    }
}

#[test]
fn eligible_names_everything_that_is_wrong() {
    let folder = TempDir::new().unwrap();
    let ask = |area: &str, person: &str, more: &[&str]| {
        let mut arguments = vec!["eligible", "--area", area, "--person", person];
        arguments.extend(more);
        tapestry(&arguments)
    };
    let wrong = file(&folder, "wrong.json", r#"{"facts":{"benefitt":"UC","lone_parent":"maybe","home":"nowhere"}}"#);
    let answer = ask(AREA, &wrong, &[]);
    ends(&answer, 1);
    for id in ["benefitt", "lone_parent", "home"] {
        assert!(err(&answer).contains(&format!("`{id}`")), "{id}: {}", err(&answer));
    }
    assert_eq!(out(&answer), "");
    let good = file(&folder, "good.json", r#"{"facts":{}}"#);
    ends(&ask(AREA, &good, &["--on", "31 May"]), 2);
    let unknown = ask("atlantis", &good, &[]);
    ends(&unknown, 2);
    assert!(err(&unknown).contains("newcastle"));
    ends(&ask(AREA, &folder.path().join("absent.json").display().to_string(), &[]), 1);
    for nonsense in ["", "{", "[]", "\u{0}", "null", "12"] {
        ends(&ask(AREA, &file(&folder, "nonsense.json", nonsense), &[]), 1);
    }
    fs::write(folder.path().join("bytes.json"), [0xff, 0xfe, 0x00]).unwrap();
    ends(&ask(AREA, &folder.path().join("bytes.json").display().to_string(), &[]), 1);
}

const EVENTS: &str = "participant,event,from,until,employer,kind,hours_per_week,earnings_pence_week\n\
    1,start,2009-11-02,,,,,\n1,spell,2010-01-04,,A Baker,employee,30,25000\n\
    2,start,2009-11-02,,,,,\n2,spell,2010-01-04,2010-02-01,A Baker,employee,30,25000\n";

#[test]
fn pay_works_out_every_line() {
    let folder = TempDir::new().unwrap();
    let events = file(&folder, "events.csv", EVENTS);
    let contract = root().join("areas/newcastle/contracts/flexible-new-deal-tyne-routes.toml");
    let by_id =
        tapestry(&["pay", "--contract", "flexible-new-deal-tyne-routes", "--events", &events, "--as-of", "2010-04-30"]);
    ends(&by_id, 0);
    let written = out(&by_id);
    let lines: Vec<&str> = written.lines().collect();
    assert_eq!(
        lines[0],
        "participant,outcome,answer,reached_on,amount_pence,example_price,claim_by,occurrence,claim_from,reasons"
    );
    assert!(lines[1].starts_with("1,start,owed,2009-11-02,40000,yes,"), "{written}");
    assert!(lines[2].starts_with("1,13-weeks,owed,2010-04-04,100000,yes,"), "{written}");
    assert!(lines[3].starts_with("1,26-weeks,not-owed,,,,"), "{written}");
    assert!(lines[5].starts_with("2,13-weeks,not-owed,"), "{written}");
    assert!(err(&by_id).contains("£1,800.00 in all"), "{}", err(&by_id));
    let result = folder.path().join("lines.csv");
    let by_file = tapestry(&[
        "pay",
        "--contract",
        contract.to_str().unwrap(),
        "--events",
        &events,
        "--as-of",
        "2010-04-30",
        "--out",
        result.to_str().unwrap(),
    ]);
    ends(&by_file, 0);
    assert_eq!(fs::read_to_string(&result).unwrap(), written);
    // A contract that is not part of the policy text finds its area by its bodies.
    let renamed = fs::read_to_string(&contract).unwrap().replace("flexible-new-deal-tyne-routes", "of-my-own");
    let own = file(&folder, "of-my-own.toml", &renamed);
    ends(&tapestry(&["pay", "--contract", &own, "--events", &events]), 0);
}

#[test]
fn pay_tells_every_fault_and_writes_nothing() {
    let folder = TempDir::new().unwrap();
    let contract = "flexible-new-deal-tyne-routes";
    let bad = file(&folder, "bad.csv", &EVENTS.replace("2009-11-02", "2 November").replace("employee", "boss"));
    let result = folder.path().join("lines.csv");
    let out_file = result.to_str().unwrap();
    let answer = tapestry(&["pay", "--contract", contract, "--events", &bad, "--out", out_file]);
    ends(&answer, 1);
    for line in ["line 2:", "line 3:", "line 4:", "line 5:"] {
        assert!(err(&answer).contains(line), "{}", err(&answer));
    }
    assert!(!result.exists());
    let good = file(&folder, "good.csv", EVENTS);
    let unknown = tapestry(&["pay", "--contract", "no-such", "--events", &good]);
    ends(&unknown, 1);
    assert!(err(&unknown).contains(contract));
    ends(&tapestry(&["pay", "--contract", contract, "--events", "/absent.csv"]), 1);
    let nonsense = file(&folder, "nonsense.toml", "id = 1\n[[");
    ends(&tapestry(&["pay", "--contract", &nonsense, "--events", &good]), 1);
    let nowhere = tapestry(&["pay", "--contract", contract, "--events", &good, "--out", "/no/such/folder/x.csv"]);
    ends(&nowhere, 1);
}

/// A misspelt kind of event would be passed over, and a job written down twice counted twice.
#[test]
fn pay_names_what_would_count_for_nothing_or_twice() {
    let folder = TempDir::new().unwrap();
    let contract = root().join("docs/contracts/national-careers-service.toml");
    let told = |contract: &str, events: &str| {
        let events = file(&folder, "events.csv", events);
        let answer = tapestry(&["pay", "--contract", contract, "--events", &events, "--as-of", "2021-04-30"]);
        ends(&answer, 1);
        assert_eq!(out(&answer), "");
        err(&answer)
    };
    let long =
        "participant,event,from,until,employer,kind,hours_per_week,earnings_pence_week,hours,amount_pence,evidence\n";
    let careers = format!(
        "{long}1,start,2020-06-01,,,priority,,,,,\n1,recorded,2020-06-02,,,satisfacton,,,,,\n1,recorded,2020-06-02,,,0,,,,,\n1,recorded,2020-06-03,,,satisfaction,,,,,\n"
    );
    let said = told(contract.to_str().unwrap(), &careers);
    assert!(said.contains("line 3: `satisfacton` is no kind of event that an outcome is counted from"), "{said}");
    assert!(said.contains("did you mean `satisfaction`?") && said.contains("line 4: `0` is no kind"), "{said}");
    assert!(!said.contains("line 5"), "{said}");
    // A year with a slip of the hand: asked for again, with the day from which on one can be.
    let slip = told("flexible-new-deal-tyne-routes", &EVENTS.replacen("2010-01-04", "1926-01-04", 1));
    assert!(slip.contains("is too long ago: the day must be 30 April 1946 or after"), "{slip}");
    let twice = format!("{EVENTS}1,spell,2010-01-05,,a baker,employee,30,25001\n");
    let said = told("flexible-new-deal-tyne-routes", &twice);
    assert!(said.contains("line 6: looks like the job on line 3: the same employer"), "{said}");
}

/// A job since 1 June and a start on 30 November: nothing is owed for it, and the line says why.
#[test]
fn pay_owes_nothing_for_a_job_that_was_held_before() {
    let folder = TempDir::new().unwrap();
    let held = "participant,event,from,until,employer,kind,hours_per_week,earnings_pence_week\n\
        1,start,2009-11-30,,,,,\n1,spell,2009-06-01,,A Baker,employee,30,25000\n";
    let events = file(&folder, "held.csv", held);
    let answer =
        tapestry(&["pay", "--contract", "flexible-new-deal-tyne-routes", "--events", &events, "--as-of", "2010-12-31"]);
    ends(&answer, 0);
    let written = out(&answer);
    let lines: Vec<&str> = written.lines().collect();
    assert!(lines[2].starts_with("1,13-weeks,not-owed,"), "{written}");
    assert!(
        lines[2].contains("This was held before, and does not count: work with A Baker from 1 June 2009."),
        "{written}"
    );
}

#[test]
fn pay_works_out_tables_of_starts_and_work() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let starts = file("starts.csv", "person,started_on\n7,2010-03-01\nb,2010-03-01\n");
    let work = file("work.csv", "person,from,until\n7,2010-04-01,\nb,2010-04-01,2010-05-01\n");
    let totals = folder.path().join("totals.csv").to_str().unwrap().to_owned();
    let contract = "flexible-new-deal-tyne-routes";
    let pay = |work: &str| {
        let tables = ["--starts", &starts, "--work", work, "--totals", &totals, "--as-of", "2010-08-31"];
        tapestry(&[&["pay", "--contract", contract][..], &tables[..]].concat())
    };
    let answer = pay(&work);
    ends(&answer, 0);
    let told = out(&answer);
    let lines: Vec<&str> = told.lines().filter(|line| line.contains(",13-weeks,")).collect();
    assert!(matches!(lines.as_slice(), [line] if line.starts_with("7,13-weeks,owed,2010-06-30,")), "{told}");
    assert!(fs::read_to_string(&totals).unwrap().contains("\n2010-06,13-weeks,none,1,"));
    fs::remove_file(&totals).unwrap();

    let wrong = pay(&file("wrong.csv", "person,from,until\n9,2010-04-01,\n7,,\n7,2010-04-01,2010-03-01\n"));
    ends(&wrong, 1);
    for fault in ["row 1: `person` is not in", "row 2: `from` is empty", "row 3: `until` is before `from`"] {
        assert!(err(&wrong).contains(fault), "{fault}: {}", err(&wrong));
    }
    assert!(!Path::new(&totals).exists());
    let header = pay(&file("header.csv", "person,begin\n7,2010-04-01\n"));
    assert!(err(&header).contains("The columns of this table are person, from, until"), "{}", err(&header));
    let more = tapestry(&["pay", "--contract", "restart-heartlands", "--starts", &starts, "--work", &work]);
    ends(&more, 1);
}

#[test]
fn pay_takes_no_payment_group_for_granted() {
    let folder = TempDir::new().unwrap();
    let contract = root().join("docs/contracts/work-programme.toml");
    let pay = |group: &str| {
        let events = EVENTS.lines().next().unwrap().to_owned() + &format!("\n1,start,2011-07-01,,,{group},,\n");
        let events = file(&folder, "groups.csv", &events);
        tapestry(&["pay", "--contract", contract.to_str().unwrap(), "--events", &events, "--as-of", "2011-07-01"])
    };
    let owed = |group: &str| out(&pay(group)).lines().nth(1).unwrap().to_owned();
    assert!(owed("jsa-18-24").starts_with("1,attachment,owed,2011-07-01,40000,"), "{}", owed("jsa-18-24"));
    assert!(out(&pay("")).contains("1,job-outcome,not-owed"), "{}", out(&pay("")));
    assert!(out(&pay("")).contains("1,sustainment,not-owed"), "{}", out(&pay("")));
    let careers = root().join("docs/contracts/national-careers-service.toml");
    let ask = |group: &str| {
        let long = format!(
            "participant,event,from,until,employer,kind,hours_per_week,earnings_pence_week,hours,amount_pence,evidence\n\
             1,start,2020-06-01,,,{group},,,,,\n1,recorded,2020-07-01,,,satisfaction,,,,,\n"
        );
        let events = file(&folder, "careers.csv", &long);
        out(&tapestry(&["pay", "--contract", careers.to_str().unwrap(), "--events", &events, "--as-of", "2020-12-31"]))
    };
    assert!(ask("priority").contains("1,customer-satisfaction,owed,2020-07-01,4500,"), "{}", ask("priority"));
    assert!(ask("none").contains("1,customer-satisfaction,owed,2020-07-01,1000,"), "{}", ask("none"));
    assert!(ask("").contains("1,customer-satisfaction,unknown,"), "{}", ask(""));
    let wrong = pay("jsa-18-25");
    ends(&wrong, 1);
    assert!(err(&wrong).contains("line 2: the payment group `jsa-18-25` is not one of jsa-18-24"), "{}", err(&wrong));
}

/// Public Accounts Committee, HC 131 (2007-08), figure 1: £ million, net.
#[test]
fn savings_come_to_the_figures_that_were_printed() {
    let file = root().join("docs/savings/new-deal-for-disabled-people.toml");
    let found = json(&tapestry(&["savings", file.to_str().unwrap(), "--json"]));
    let net: Vec<f64> =
        found["cases"].as_array().unwrap().iter().map(|case| case["net_pence"].as_f64().unwrap() / 1e8).collect();
    for (found, printed) in net.iter().zip([-54.867, -34.754, 5.470, 83.200]) {
        assert!((found - printed).abs() <= 0.003, "{net:?}");
    }
    let share = root().join("docs/savings/partnership-share.toml");
    let answer = tapestry(&["savings", share.to_str().unwrap()]);
    ends(&answer, 0);
    assert!(out(&answer).contains("earned by the partnership"), "{}", out(&answer));
    let folder = TempDir::new().unwrap();
    let wrong =
        fs::read_to_string(&share).unwrap().replace("outcomes = 750", "outcomes = -1").replace("= 75\n", "= 175\n");
    let answer = tapestry(&["savings", &self::file(&folder, "wrong.toml", &wrong)]);
    ends(&answer, 1);
    for said in ["`outcomes` is -1", "`deadweight_percent of pessimistic` is 175"] {
        assert!(err(&answer).contains(said), "{}", err(&answer));
    }
    ends(&tapestry(&["savings", &self::file(&folder, "odd.toml", "name = 1")]), 1);
    // The first months may cost the public purse more than they save; what is worked out is given to the last part of a penny.
    let below =
        fs::read_to_string(&share).unwrap().replace("saving_pence_year = 700000", "saving_pence_year = -700000.125");
    let below = self::file(&folder, "below.toml", &below);
    let found = json(&tapestry(&["savings", &below, "--json"]));
    assert_eq!(found["saving_pence_year"], -700_000.125);
    let case = &found["cases"][0];
    // 750 outcomes, three quarters of which would have come anyway, for half a year: 187.5 × −£7,000.00125 × ½.
    assert_eq!(case["saved_pence"], -187.5 * 700_000.125 / 2.0);
    assert_eq!((&case["earned_pence"], &case["break_even_additionality"]), (&serde_json::json!(0.0), &Value::Null));
    let words = out(&tapestry(&["savings", &below]));
    assert!(words.contains("−£656,250.12"), "{words}");
}

#[test]
fn the_audit_of_no_records_has_no_seal_and_a_noted_one_is_missed() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("records.db").display());
    let answer = tapestry(&["audit", "verify", "--database-url", &url]);
    ends(&answer, 0);
    assert!(out(&answer).contains("Nothing is sealed yet"), "{}", out(&answer));
    let noted = format!("3:{}", "a".repeat(64));
    let missed = tapestry(&["audit", "verify", "--database-url", &url, "--expect", &noted]);
    ends(&missed, 1);
    assert!(out(&missed).contains("seal 3 is not the one that was noted down"), "{}", out(&missed));
    ends(&tapestry(&["audit", "verify", "--database-url", &url, "--expect", "3"]), 2);
    ends(&tapestry(&["audit", "verify", "--database-url", "sqlite:/no/such/folder/x.db"]), 1);
}

#[test]
fn savings_take_a_unit_cost_from_a_workbook() {
    let folder = TempDir::new().unwrap();
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, cell) in [(2, "E&E1.0"), (3, "A made-up benefit"), (4, "Per person, a year"), (8, "2011/12")] {
        sheet.write(4, column, cell).unwrap();
    }
    sheet.write(4, 7, 7_000).unwrap();
    let workbook = folder.path().join("costs.xlsx").to_str().unwrap().to_owned();
    book.save(&workbook).unwrap();
    let text = fs::read_to_string(root().join("docs/savings/partnership-share.toml")).unwrap();
    let with = |line: &str| file(&folder, "cases.toml", &text.replace("saving_pence_year = 700000", line));
    // The same saving as the file's own; and once more at prices a tenth higher.
    let own = json(&tapestry(&["savings", &with("saving_pence_year = 700000"), "--json"]));
    let taken = json(&tapestry(&["savings", &with("unit_cost = \"E&E1.0\""), "--unit-costs", &workbook, "--json"]));
    assert_eq!(own["cases"], taken["cases"]);
    let prices =
        "unit_cost = \"E&E1.0\"\nprices = { year = \"2025/26\", deflator = { \"2011/12\" = 100, \"2025/26\" = 110 } }";
    let answer = tapestry(&["savings", &with(prices), "--unit-costs", &workbook]);
    let says = "£7,000.00 at 2011/12 prices, £7,700.00 at 2025/26 prices";
    assert!(out(&answer).contains(says), "{}", out(&answer));
    for (line, workbook, says) in [
        ("unit_cost = \"E&E9\"", Some(&workbook), "has no unit cost E&E9; there are E&E1.0"),
        ("unit_cost = \"E&E1.0\"", None, "give --unit-costs"),
        ("", None, "it needs `saving_pence_year`"),
        ("saving_pence_year = 1\nunit_cost = \"E&E1.0\"", Some(&workbook), "keep one"),
        (&prices.replace("\"2011/12\" = 100, ", ""), Some(&workbook), "there is no deflator of 2011/12"),
        ("unit_cost = \"E&E1.0\"", Some(&with("unit_cost = \"E&E1.0\"")), "no .xlsx workbook"),
    ] {
        let cases = with(line);
        let mut arguments = vec!["savings", &cases];
        arguments.extend(workbook.iter().flat_map(|path| ["--unit-costs", path.as_str()]));
        let answer = tapestry(&arguments);
        ends(&answer, 1);
        assert!(err(&answer).contains(says), "{says}: {}", err(&answer));
    }
}

#[test]
fn rules_are_found_by_their_code() {
    let list = json(&tapestry(&["rules", "list", "--json"]));
    let codes: Vec<&str> = list.as_array().unwrap().iter().map(|entry| entry["code"].as_str().unwrap()).collect();
    let expected = [
        "spine/programmes/restart#long-enough",
        "spine/programmes/restart#open",
        "areas/newcastle/area#lone-parent",
        "areas/newcastle/programmes/newcastle-futures#out-of-work",
        "areas/newcastle/funding/strategic-partnership#programmes",
        "areas/east-birmingham-north-solihull/funding/ukspf#not-beside",
        "areas/east-birmingham-north-solihull/funding/ukspf#lives-in-the-area",
        "rules/payment/claim_window",
        "rules/referral/may_refer",
        "spine/access.cedar#auditor-reads",
    ];
    for code in expected {
        assert!(codes.contains(&code), "{code}");
        let shown = tapestry(&["rules", "show", code]);
        ends(&shown, 0);
        assert!(out(&shown).contains("File: "), "{}", out(&shown));
    }
    let shown = out(&tapestry(&["rules", "show", "spine/programmes/restart#long-enough"]));
    assert!(shown.contains("months_since(benefit_since) >= months_on_benefit"), "{shown}");
    assert!(shown.contains("spine/programmes/restart.toml:") && shown.contains("Source: "), "{shown}");
    let missing = tapestry(&["rules", "show", "spine/programmes/restart#longenough"]);
    ends(&missing, 1);
    assert!(err(&missing).contains("#long-enough"), "{}", err(&missing));
    ends(&tapestry(&["rules", "list", "nothing/begins/so"]), 1);
}

#[test]
fn places_are_looked_up_and_brought_in() {
    let folder = TempDir::new().unwrap();
    let found = json(&tapestry(&["places", "lookup", "b9", "5hp", "--json"]));
    assert_eq!(found["areas"][0], AREA);
    ends(&tapestry(&["places", "lookup", "ZZ1 1ZZ"]), 1);
    ends(&tapestry(&["places", "lookup", "hello"]), 2);
    let url = format!("sqlite:{}", folder.path().join("t.db").display());
    let header = "postcode,lsoa11,ward,district,nation,latitude,longitude,imd2019_decile\n";
    let table = file(&folder, "table.csv", &format!("{header}ZE1 0AA,S01000001,,,scotland,60.15,-1.14,5\n"));
    let brought = tapestry(&["places", "import", &table, "--database-url", &url]);
    ends(&brought, 0);
    assert!(out(&brought).contains("1 postcodes kept, 0 left out"), "{}", out(&brought));
    let looked = tapestry(&["places", "lookup", "ZE1 0AA", "--json", "--database-url", &url]);
    assert_eq!(json(&looked)["lsoa"], "S01000001");
    let bad = file(&folder, "bad.csv", &format!("{header}nonsense,S01000001,,,scotland,60.15,-1.14,5\n"));
    let answer = tapestry(&["places", "import", &bad, "--database-url", &url]);
    ends(&answer, 1);
    assert!(err(&answer).contains("line 2:"), "{}", err(&answer));
    ends(&tapestry(&["places", "import", &file(&folder, "x.csv", "a,b\n"), "--database-url", &url]), 1);
    let crown = file(
        &folder,
        "crown.csv",
        "pcds,doterm,lsoa11cd,lat,long\nZE1 0AB,,S01000001,60.15,-1.14\nIM1 1AA,,M99999999,99.999999,0.0\n",
    );
    let whole = tapestry(&["places", "import", &crown, "--database-url", &url]);
    ends(&whole, 0);
    assert!(out(&whole).contains("1 postcodes kept, 0 left out"), "{}", out(&whole));
    assert!(err(&whole).contains("1 postcodes lie in no small area of 2011"), "{}", err(&whole));
    let people = file(&folder, "people.csv", "lsoa11,people\nS01000001,900\nS01000002,-1\n");
    let outlines = file(
        &folder,
        "outlines.geojson",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"LSOA11CD":"S01000001"},
           "geometry":{"type":"Polygon","coordinates":[[[-1.2,60.1],[-1.1,60.1],[-1.1,60.2],[-1.2,60.1]]]}}]}"#,
    );
    let brought = tapestry(&["places", "import", &people, &outlines, "--database-url", &url]);
    ends(&brought, 1);
    assert!(out(&brought).contains("1 lines kept (people), 1 left out"), "{}", out(&brought));
    assert!(out(&brought).contains("1 outlines kept, 0 left out"), "{}", out(&brought));
    assert!(err(&brought).contains("people.csv: line 3: `-1` is not a count"), "{}", err(&brought));
    ends(&tapestry(&["places", "import", &table]), 2);
}

#[test]
fn users_are_looked_after() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("t.db").display());
    let add = |email: &str, role: &str, body: &[&str], password: &str| {
        let mut arguments = vec!["user", "add", "--email", email, "--name", "A Person", "--role", role];
        arguments.extend(["--database-url", &url]);
        arguments.extend(body);
        with_input(&arguments, password)
    };
    let jobcentre = ["--area", AREA, "--body", "jobcentre-plus-birmingham-solihull"];
    ends(&add("a@example.org", "adviser", &jobcentre, "three brave otters\n"), 0);
    ends(&add("a@example.org", "adviser", &jobcentre, "three brave otters\n"), 1);
    ends(&add("b@example.org", "adviser", &jobcentre, "short\n"), 1);
    ends(&add("b@example.org", "adviser", &jobcentre, ""), 1);
    ends(&add("b@example.org", "king", &jobcentre, "three brave otters\n"), 2);
    ends(&add("b@example.org", "adviser", &[], "three brave otters\n"), 2);
    ends(&add("b@example.org", "adviser", &["--area", AREA, "--body", "x"], "three brave otters\n"), 2);
    ends(&add("not an address", "auditor", &[], "three brave otters\n"), 1);
    ends(&add("c@example.org", "auditor", &[], "three brave otters\n"), 0);
    let listed = json(&tapestry(&["user", "list", "--json", "--database-url", &url]));
    assert_eq!(listed[0]["email"], "a@example.org");
    assert_eq!(listed[0]["area"], AREA);
    assert_eq!(listed[1]["role"], "auditor");
    let one = |action: &str, email: &str| {
        with_input(&["user", action, "--email", email, "--database-url", &url], "four brave otters\n")
    };
    ends(&one("set-password", "a@example.org"), 0);
    ends(&one("set-password", "z@example.org"), 1);
    ends(&one("leave", "a@example.org"), 0);
    ends(&one("leave", "a@example.org"), 1);
    let listed = json(&tapestry(&["user", "list", "--json", "--database-url", &url]));
    assert_eq!(listed[0]["left"], true);
}

#[test]
fn the_directory_goes_out_and_comes_in() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("t.db").display());
    let written = folder.path().join("out.json");
    let exported = tapestry(&["directory", "export", "--out", written.to_str().unwrap(), "--database-url", &url]);
    ends(&exported, 0);
    let page: Value = serde_json::from_str(&fs::read_to_string(&written).unwrap()).unwrap();
    assert_eq!(page["empty"], true);
    ends(&tapestry(&["directory", "import", "/absent.json", "--database-url", &url]), 1);
    let nonsense = file(&folder, "page.html", "<!doctype html><p>no");
    ends(&tapestry(&["directory", "import", &nonsense, "--database-url", &url]), 1);
    ends(&tapestry(&["directory", "export"]), 2);
    let one = |name: &str| format!(r#"[{{"id":"1","name":"{name}","status":"active","minimum_age":-1}}]"#);
    let (first, second) = (file(&folder, "may.json", &one("Tea")), file(&folder, "june.json", &one("Coffee")));
    let import =
        |from: &str| tapestry(&["directory", "import", from, "--source", "S", "--json", "--database-url", &url]);
    let noticed = import(&first);
    ends(&noticed, 0);
    assert_eq!(json(&noticed)["noticed"], serde_json::json!(["service `1`: `minimum_age`: nobody is -1 years old"]));
    let (again, none) = (json(&import(&second)), file(&folder, "none.json", r#"{"contents": []}"#));
    assert_eq!((&again["new"], &again["changed"]), (&Value::from(0), &Value::from(1)));
    let kept = json(&import(&none));
    assert!(kept["notes"][0].as_str().unwrap().contains("--many-gone") && kept["withdrawn"] == serde_json::json!([]));
    let gone = ["directory", "import", &none, "--source", "S", "--many-gone", "--json", "--database-url", &url];
    assert_eq!(json(&tapestry(&gone))["missing"], serde_json::json!(["`1` Coffee"]));
    assert_eq!(json(&tapestry(&gone))["withdrawn"], serde_json::json!(["`1` Coffee"]));
}

#[test]
fn the_doctor_looks() {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("t.db").display());
    let well = tapestry(&["doctor", "--json", "--database-url", &url]);
    ends(&well, 0);
    assert_eq!(json(&well)["good"], true);
    let unwell = tapestry(&["doctor", "--database-url", "postgres://nobody:secret@127.0.0.1:9/none"]);
    ends(&unwell, 1);
    assert!(out(&unwell).contains("WRONG") && !out(&unwell).contains("secret"), "{}", out(&unwell));
    ends(&tapestry(&["doctor", "--policy", "/nowhere"]), 1);
    assert!(!folder.path().join("t.db").exists(), "the doctor made a database");
}

/// What the doctor says of one thing: whether it is good, and in which words.
fn doctor_says(url: &str, what: &str) -> (bool, String) {
    let said = json(&tapestry(&["doctor", "--json", "--database-url", url]));
    let found = said["found"].as_array().unwrap().iter().find(|one| one["what"] == what).unwrap().clone();
    assert_eq!(said["good"], said["found"].as_array().unwrap().iter().all(|one| one["good"] == true));
    (found["good"].as_bool().unwrap(), found["says"].as_str().unwrap().to_owned())
}

#[test]
fn the_doctor_finds_a_damaged_file_and_one_that_others_can_read() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("t.db");
    let url = format!("sqlite:{}", path.display());
    ends(&tapestry(&["user", "list", "--database-url", &url]), 0);
    let (good, says) = doctor_says(&url, "database");
    assert!(good && says.contains("read from end to end and keeps what is written"), "{says}");
    assert!(doctor_says(&url, "privacy").0);
    let whole = fs::read(&path).unwrap();
    // A page in the middle that holds something else; and rows without what they point to are found in the same way.
    let mut damaged = whole.clone();
    let middle = damaged.len() / 2 / 4_096 * 4_096;
    damaged[middle..middle + 4_096].fill(0x5A);
    fs::write(&path, &damaged).unwrap();
    let (good, says) = doctor_says(&url, "database");
    assert!(!good && (says.contains("damaged") || says.contains("malformed")), "{says}");
    fs::write(&path, "Dear Sir").unwrap();
    let (good, says) = doctor_says(&url, "database");
    assert!(!good && says.contains("cannot open the database"), "{says}");
    fs::write(&path, &whole).unwrap();
    assert!(doctor_says(&url, "database").0);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        let (good, says) = doctor_says(&url, "privacy");
        assert!(!good && says.contains("chmod 600"), "{says}");
    }
}

#[test]
fn areas_are_compared_and_counts_apportioned() {
    let folder = TempDir::new().unwrap();
    let overlap = json(&tapestry(&["places", "overlap", AREA, "E08000029", "--json"]));
    assert_eq!(overlap["lsoas_of"], 2011);
    assert_eq!(overlap["people"], Value::Null);
    let back = json(&tapestry(&["places", "overlap", "E08000029", AREA, "--json"]));
    assert_eq!(overlap["both"], back["both"]);
    assert!(overlap["both"].as_array().unwrap().len() > 20);
    let unknown = tapestry(&["places", "overlap", "nowhere", "Alum"]);
    ends(&unknown, 1);
    assert!(
        err(&unknown).contains("`nowhere`") && err(&unknown).contains("E05011120 is Alum Rock"),
        "{}",
        err(&unknown)
    );

    let wards = file(&folder, "wards.csv", "code,count\nE05011120,100\nE05011455,50\n");
    let base = ["places", "apportion", "--from", "ward", "--to", "area", "--counts"];
    let with = |file: &str, more: &[&str]| {
        let arguments: Vec<&str> = base.iter().copied().chain([file]).chain(more.iter().copied()).collect();
        tapestry(&arguments)
    };
    let done = with(&wards, &["--method", "proportional-postcodes"]);
    ends(&done, 0);
    assert_eq!(
        out(&done),
        "code,name,count,least,most\n\
         east-birmingham-north-solihull,East Birmingham and North Solihull,100,100,100\n\
         newcastle,Newcastle upon Tyne,50,50,50\n"
    );
    assert!(err(&done).contains("in proportion, by postcodes counted"), "{}", err(&done));
    let lost = file(&folder, "lost.csv", "code,count\nE05011120,100\nX,7\n");
    let written = folder.path().join("out.csv").display().to_string();
    let done = with(&lost, &["--method", "best-fit-postcodes", "--out", &written]);
    ends(&done, 1);
    assert!(err(&done).contains("not placed: 7, of 1 codes that lie nowhere in the tables: X"), "{}", err(&done));
    assert!(fs::read_to_string(&written).unwrap().ends_with(",not placed,7,7,7\n"));
    let bad = file(&folder, "bad.csv", "code,count\nA,-1\nB,1\nB,2\n");
    let refused = with(&bad, &["--method", "best-fit-postcodes"]);
    ends(&refused, 1);
    assert!(err(&refused).contains("line 2: -1 is less than zero"), "{}", err(&refused));
    assert!(err(&refused).contains("line 4: `B` stands in an earlier line too") && out(&refused).is_empty());
    ends(&with(&wards, &["--method", "by-guess"]), 2);
    for (method, needs) in [("proportional-people", "lsoa11,people"), ("best-fit-land", "GeoJSON")] {
        let refused = with(&wards, &["--method", method]);
        ends(&refused, 1);
        assert!(err(&refused).contains(needs), "{}", err(&refused));
    }
    let new = file(&folder, "new.csv", "lsoa21,count\nE01008881,5\n");
    let mixed =
        ["places", "apportion", "--from", "lsoa11", "--to", "ward", "--counts", &new, "--method", "best-fit-postcodes"];
    let refused = tapestry(&mixed);
    ends(&refused, 1);
    assert!(err(&refused).contains("LSOAs of 2021") && err(&refused).contains("lsoa11"), "{}", err(&refused));
}

#[test]
fn what_is_coming_is_told() {
    let from = ["policy", "ahead", "--from", "2026-11-23", "--area", AREA];
    let told = tapestry(&from);
    ends(&told, 0);
    assert!(out(&told).contains("contracts/wmca-courses-stechford-learning]"), "{}", out(&told));
    let nothing = tapestry(&["policy", "ahead", "--from", "2026-11-23", "--area", "newcastle", "--months", "1"]);
    ends(&nothing, 0);
    assert!(out(&nothing).contains("Nothing begins, ends or changes."), "{}", out(&nothing));
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite:{}", folder.path().join("t.db").display());
    let counted: Vec<&str> = from.iter().copied().chain(["--json", "--database-url", &url]).collect();
    let counted = json(&tapestry(&counted));
    assert_eq!(counted[0]["calendar"][0]["items"][0]["people_on"], "<10");
    ends(&tapestry(&["policy", "ahead", "--area", "nowhere"]), 1);
    ends(&tapestry(&["policy", "ahead", "--months", "0"]), 2);
    ends(&tapestry(&["policy", "ahead", "--from", "soon"]), 2);
}

#[test]
fn questions_about_everybody_are_asked_of_the_records() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("t.db").display());
    let asked = |more: &[&str]| {
        let mut arguments = vec![more[0], "--area", AREA, "--database-url", &url];
        arguments.extend(&more[1..]);
        tapestry(&arguments)
    };
    let answer = json(&asked(&["barriers", "--programme", "restart", "--by", "disabled", "--json"]));
    assert_eq!((&answer["people"], &answer["rules"]), (&Value::from("<10"), &Value::Array(Vec::new())));
    assert!(out(&asked(&["barriers"])).contains("told to the nearest 5"));
    let what_if = ["what-if", "--programme", "restart", "--set"];
    let answer = json(&asked(&[&what_if[..], &["months_on_benefit=6", "--json"]].concat()));
    assert_eq!(answer["would_be"], 6);
    assert!(out(&asked(&[&what_if[..], &["months_on_benefit=6"]].concat())).contains("become eligible"));
    for (wrong, says) in [
        (vec!["months_on_benefit"], "write the number, `=` and its value"),
        (vec!["months_on_benefit=six"], "is not a whole number"),
        (vec!["months=6"], "has no number `months`; it has: months_on_benefit"),
        (vec!["months_on_benefit=-1"], "must be from 0 to 10000"),
        (vec!["months_on_benefit=6", "--by", "home"], "people cannot be counted by `home`"),
        (vec!["months_on_benefit=11"], "the same few values for everybody"),
        (vec!["months_on_benefit=6", "--from", "2026-09-23"], "rules cannot be asked about on 23 September 2026"),
    ] {
        let answer = asked(&[&what_if[..], &wrong].concat());
        ends(&answer, 2);
        assert!(err(&answer).contains(says), "{}", err(&answer));
    }
    let elsewhere = tapestry(&["barriers", "--area", "nowhere", "--database-url", &url]);
    ends(&elsewhere, 2);
    assert!(err(&elsewhere).contains("there is no area `nowhere`"), "{}", err(&elsewhere));
}

#[test]
fn questions_about_everybody_are_asked_of_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, lines: &str| {
        let path = folder.path().join(name);
        fs::write(&path, lines).unwrap();
        path.display().to_string()
    };
    let header = "person,benefit,uc_group,benefit_since,home";
    let line = "p,UC,intensive-work-search,2026-02-01,NE15 7SZ\n".repeat(40);
    let people = file("people.csv", &format!("{header}\n{line}"));
    let asked = |more: &[&str]| tapestry(&[&[more[0], "--area", AREA, "--people"], &more[1..]].concat());
    let restart = ["--programme", "restart", "--json"];
    let answer = json(&asked(&[&["barriers", &people, "--on", "2026-09-23"], &restart[..]].concat()));
    assert!((30..=50).contains(&answer["people"].as_u64().unwrap()) && answer["refusals"].is_null(), "{answer}");
    assert_eq!(answer["records"], serde_json::json!({ "from": "file", "name": "people.csv" }));
    let long_enough =
        answer["rules"].as_array().unwrap().iter().find(|rule| rule["code"] == "spine/programmes/restart#long-enough");
    assert!((30..=50).contains(&long_enough.unwrap()["fails"].as_u64().unwrap()), "{answer}");
    let set = ["--from", "2026-09-23", "--set", "months_on_benefit=6"];
    let answer = json(&asked(&[&["what-if", &people], &set[..], &restart[..]].concat()));
    assert_eq!((&answer["is"], &answer["would_be"]), (&9.into(), &6.into()));
    assert!((30..=50).contains(&answer["change"]["all"]["people"].as_u64().unwrap()), "{answer}");

    let wrong = file("wrong.csv", &format!("{header}\np,UC,intensive,soon,NE15 7SZ\n"));
    let wrong = asked(&["barriers", &wrong]);
    ends(&wrong, 1);
    assert!(err(&wrong).contains("row 1") && err(&wrong).contains("benefit_since"), "{}", err(&wrong));
    let other = file("other.csv", "person,shoe_size\np,43\n");
    let refused = asked(&["barriers", &other]);
    ends(&refused, 1);
    assert!(err(&refused).contains("shoe_size"), "{}", err(&refused));
    ends(&asked(&["barriers", &other, "--ignore-unknown-columns"]), 0);
    ends(&asked(&["barriers", &people, "--database-url", "sqlite:t.db"]), 2);
    ends(&asked(&["barriers", "/nowhere.csv"]), 1);
}

#[test]
fn each_pound_is_attributed_to_a_stream() {
    let folder = tempfile::tempdir().unwrap();
    let costs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/attribute/costs.csv").display().to_string();
    let written = folder.path().join("out.csv").display().to_string();
    let asked = ["attribute", "--area", "east-birmingham-north-solihull", "--costs"];
    let from = ["--from", "2026-11-01"];
    let answer = json(&tapestry(
        &[&asked[..], &[&costs, "--out", &written, "--explain", "coaching-2", "--json"], &from].concat(),
    ));
    let total = answer["total_pence"].as_i64().unwrap();
    let rows = fs::read_to_string(&written).unwrap();
    let paid: i64 = rows.lines().skip(1).map(|row| row.rsplit(',').next().unwrap().parse::<i64>().unwrap()).sum();
    assert_eq!(paid, total);
    // Eight tenths by the fund with a share, the rest by the money that may pay for anything.
    for row in ["coaching-1,ukspf,2026-04-01,49000", "coaching-1,councils,2026-04-01,12250", "rent,"] {
        assert!(rows.contains(row), "{row} is not in:\n{rows}");
    }
    let streams = answer["explained"][0]["streams"].as_array().unwrap();
    let fund = streams.iter().find(|stream| stream["stream"] == "ukspf").unwrap();
    assert_eq!(fund["says"], "may-not");
    assert_eq!(fund["reasons"][0][0], "areas/east-birmingham-north-solihull/funding/ukspf#not-beside");
    let words = tapestry(&[&asked[..], &[&costs], &from].concat());
    ends(&words, 0);
    assert!(out(&words).contains("no more of") && out(&words).contains("made-up examples"), "{}", out(&words));

    // A folder of streams in place of the area's.
    let streams = folder.path().join("streams");
    fs::create_dir(&streams).unwrap();
    let stream = "id = \"only\"\nname = \"Only\"\nfunder = \"us\"\nsource = \"test\"\npays = [\"training\"]\n\
                  [[year]]\nfrom = 2026-04-01\nuntil = 2027-03-31\npence = 100000\n";
    fs::write(streams.join("only.toml"), stream).unwrap();
    let streams = streams.display().to_string();
    let answer = json(&tapestry(&[&asked[..], &[&costs, "--funding", &streams, "--json"], &from].concat()));
    assert_eq!((&answer["years"][0]["used"], &answer["years"][0]["left"]), (&100_000.into(), &0.into()));
    assert_eq!(answer["unpaid"]["ran_out"], 20_000);

    for (arguments, code, says) in [
        (vec!["--costs", "/nowhere.csv"], 1, "cannot open /nowhere.csv"),
        (vec!["--costs", &costs, "--explain", "nothing"], 1, "there is no line `nothing`"),
        (vec!["--costs", &costs, "--funding", "/nowhere"], 1, "cannot read the folder"),
        (vec!["--costs", &costs, "--months", "121"], 2, "121"),
    ] {
        let answer = tapestry(&[&asked[..3], &arguments].concat());
        ends(&answer, code);
        assert!(err(&answer).contains(says), "{}", err(&answer));
    }
    let wrong = folder.path().join("wrong.csv");
    fs::write(&wrong, "line,on,pence,needs\na,2026-13-01,12.50,traning\n").unwrap();
    let answer = tapestry(&[&asked[..], &[&wrong.display().to_string()]].concat());
    ends(&answer, 1);
    let told = err(&answer);
    for says in ["column `on`", "column `pence`", "there is no `traning`", "Nothing was worked out"] {
        assert!(told.contains(says), "{told}");
    }
    ends(&tapestry(&["attribute", "--funding", &streams, "--costs", &costs]), 2);
}

#[test]
fn a_contract_is_tried_before_it_is_let() {
    let folder = tempfile::tempdir().unwrap();
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs");
    let contract = docs.join("contracts/work-programme.toml").display().to_string();
    let mix = fs::read_to_string(docs.join("mixes/work-programme.toml")).unwrap();
    let mix = mix.replace("participants = 200", "participants = 20").replace("runs = 200", "runs = 2");
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let (good, chart) = (file("mix.toml", &mix), folder.path().join("chart.svg"));
    let tried = |seed: &str| {
        let chart = chart.display().to_string();
        json(&tapestry(&["contract", "try", &contract, "--mix", &good, "--seed", seed, "--chart", &chart, "--json"]))
    };
    let answer = tried("1");
    assert_eq!((&answer["runs"], answer["groups"].as_array().unwrap().len()), (&2.into(), 3));
    assert_eq!(answer, tried("1"));
    assert_ne!(answer["paid"], tried("2")["paid"]);
    let svg = fs::read_to_string(&chart).unwrap();
    assert!(svg.starts_with("<svg ") && svg.matches("<rect ").count() == 3, "{svg}");
    let words = tapestry(&["contract", "try", &contract, "--mix", &good]);
    assert!(out(&words).contains("the provider keeps"), "{}", out(&words));
    // People who start after the contract has ended bring nothing, and the answer says that this is why.
    let late = file("late.toml", &mix.replace("from = 2011-07-01", "from = 2015-07-01"));
    let words = out(&tapestry(&["contract", "try", &contract, "--mix", &late]));
    assert!(
        words.contains("nobody reaches job-outcome; for most it is so: The person started on 1 July 2015, but"),
        "{words}"
    );
    assert!(words.contains("(rules/payment/contract_period)"), "{words}");
    for (wrong, says) in [
        (mix.replace("share_percent = 50", "share_percent = 60"), "come to 110, not to 100"),
        (mix.replace("esa-volunteers", "esa"), "`esa` is no payment group of the contract"),
        (mix.replace("job_percent = 50", "job_percent = 150"), "job_percent must be from 0 to 100"),
        (
            mix.replace("outcome = \"job-outcome\", percent = 20", "outcome = \"job\", percent = 20"),
            "has no outcome `job`",
        ),
        (mix.replace("runs = 2", "runs = 0"), "`runs` must be from 1 to 10000"),
        (mix.replace("cost_pence", "cost"), "is not a mix of people"),
        (
            mix.replacen("target =", "event = [{ kind = \"satisfacton\", percent = 5, after_weeks = 2 }]\ntarget =", 1),
            "`jsa-18-24`: no outcome is counted from an event `satisfacton`",
        ),
    ] {
        let refused = tapestry(&["contract", "try", &contract, "--mix", &file("wrong.toml", &wrong)]);
        ends(&refused, 1);
        assert!(err(&refused).contains(says), "{}", err(&refused));
    }
}

#[test]
fn payments_are_sampled_and_mistakes_extrapolated() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let payments: String = (0..200).map(|number| format!("c{number},10000\n")).collect();
    fs::write(path("payments.csv"), format!("claim,paid_pence\n{payments}")).unwrap();
    let (all, drawn) = (path("payments.csv"), path("sample.csv"));
    let draw = |size: &str, seed: &str| {
        tapestry(&["sample", "draw", "--payments", &all, "--size", size, "--seed", seed, "--out", &drawn])
    };
    ends(&draw("50", "7"), 0);
    let first = fs::read_to_string(&drawn).unwrap();
    assert_eq!((first.lines().next(), first.lines().count()), (Some("claim,paid_pence,owed_pence"), 51));
    ends(&draw("50", "7"), 0);
    assert_eq!(fs::read_to_string(&drawn).unwrap(), first);
    let told =
        |more: &[&str]| tapestry(&[&["sample", "extrapolate", "--payments", &all, "--sample", &drawn], more].concat());
    let blank = told(&[]);
    ends(&blank, 1);
    assert!(err(&blank).contains("line 2: owed_pence is not filled in"), "{}", err(&blank));
    let filled: Vec<String> = first
        .lines()
        .enumerate()
        .map(|(at, line)| match at {
            0 => line.to_owned(),
            1..=5 => format!("{line}0"),
            _ => format!("{line}10000"),
        })
        .collect();
    fs::write(&drawn, filled.join("\n")).unwrap();
    let answer = json(&told(&["--json"]));
    assert_eq!((&answer["wrong"], &answer["overpaid_pence"]), (&5.into(), &200_000.0.into()));
    assert!(out(&told(&[])).contains("ratio estimator"));
    ends(&draw("201", "7"), 2);
    fs::write(&drawn, "claim,paid_pence,owed_pence\nx,10000,0\n").unwrap();
    ends(&told(&[]), 1);
}
