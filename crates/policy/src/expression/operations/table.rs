//! The entries of the table, in the order of the reference.

use super::{Entry, Example, Kind};
use crate::Truth;

const fn example(expression: &'static str, facts: &'static str, answer: Truth) -> Example {
    Example { expression, facts, answer }
}

/// Everything that an expression may use, in the order of the reference.
pub const OPERATIONS: &[Entry] = &[
    Entry {
        name: "&&",
        kind: Kind::Operator,
        form: "a && b",
        meaning: "Both are so.",
        unknown: "Not met when one side is not, whatever the other is; else unknown when a side is.",
        examples: &[
            example("lone_parent && carer", r#"{"lone_parent": true, "carer": true}"#, Truth::Met),
            example("lone_parent && carer", r#"{"carer": false}"#, Truth::NotMet),
            example("lone_parent && carer", r#"{"carer": true}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "||",
        kind: Kind::Operator,
        form: "a || b",
        meaning: "At least one is so.",
        unknown: "Met when one side is, whatever the other is; else unknown when a side is.",
        examples: &[
            example("lone_parent || carer", r#"{"carer": true}"#, Truth::Met),
            example("lone_parent || carer", r#"{"lone_parent": false, "carer": false}"#, Truth::NotMet),
            example("lone_parent || carer", r#"{"carer": false}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "!",
        kind: Kind::Operator,
        form: "!a",
        meaning: "Not so.",
        unknown: "Unknown when it is.",
        examples: &[
            example("!in_education", r#"{"in_education": false}"#, Truth::Met),
            example("!in_education", r#"{"in_education": true}"#, Truth::NotMet),
            example("!in_education", r#"{}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "? :",
        kind: Kind::Operator,
        form: "c ? a : b",
        meaning: "`a` if `c` is so, else `b`; both of one type, not codes.",
        unknown: "When `c` is unknown: the value of both if they are the same, else unknown.",
        examples: &[
            example("(disabled ? 12 : 6) > 10", r#"{"disabled": true}"#, Truth::Met),
            example("(disabled ? 12 : 6) > 10", r#"{}"#, Truth::Unknown),
            example("(disabled ? 12 : 12) + hours_per_week > 10", r#"{"hours_per_week": 0}"#, Truth::Met),
        ],
    },
    Entry {
        name: "==",
        kind: Kind::Operator,
        form: "a == b, a != b",
        meaning: "The same, or not: numbers, dates, yes or no, a code with a text.",
        unknown: "Unknown when a side is.",
        examples: &[
            example("benefit == 'UC'", r#"{"benefit": "UC"}"#, Truth::Met),
            example("benefit != 'UC'", r#"{"benefit": "UC"}"#, Truth::NotMet),
            example("disabled == carer", r#"{"disabled": true}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "<",
        kind: Kind::Operator,
        form: "a < b, a <= b, a > b, a >= b",
        meaning: "Smaller or greater; the later day is the greater. Codes and text have no order.",
        unknown: "Unknown when a side is.",
        examples: &[
            example("hours_per_week < 16", r#"{"hours_per_week": 15}"#, Truth::Met),
            example("hours_per_week < 16", r#"{"hours_per_week": 16}"#, Truth::NotMet),
            example("redundant_on >= date('2024-01-01')", r#"{}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "in",
        kind: Kind::Operator,
        form: "a in list",
        meaning: "One of the items of a list; a code among those of an any-of fact; a place within an area.",
        unknown: "Met when one item is surely the same; else unknown when any is unknown.",
        examples: &[
            example("benefit in ['UC', 'ESA']", r#"{"benefit": "ESA"}"#, Truth::Met),
            example("'restart' in current_programmes", r#"{"current_programmes": []}"#, Truth::NotMet),
            example("qualification_level in [hours_per_week, 2]", r#"{"qualification_level": 2}"#, Truth::Met),
            example("home in area('newcastle')", r#"{}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "+",
        kind: Kind::Operator,
        form: "a + b, a - b, a * b, -a",
        meaning: "Whole numbers of 64 bits. A result that does not fit is refused when the text is checked; where it depends on a fact, it is unknown.",
        unknown: "Unknown when a side is.",
        examples: &[
            example(
                "job_hours_per_week + hours_per_week <= 40",
                r#"{"job_hours_per_week": 30, "hours_per_week": 10}"#,
                Truth::Met,
            ),
            example("-hours_per_week * 2 < -30", r#"{"hours_per_week": 15}"#, Truth::NotMet),
            example(
                "annual_earnings_pence + 9223372036854775807 > 0",
                r#"{"annual_earnings_pence": 1}"#,
                Truth::Unknown,
            ),
        ],
    },
    Entry {
        name: "/",
        kind: Kind::Operator,
        form: "a / b, a % b",
        meaning: "Quotient, rounded towards zero, and remainder, with the sign of `a`. `b` is a number other than zero, or a parameter that never is.",
        unknown: "Unknown when a side is.",
        examples: &[
            example("hours_per_week / 7 == 2", r#"{"hours_per_week": 20}"#, Truth::Met),
            example("(hours_per_week - 20) / 7 == -2", r#"{"hours_per_week": 0}"#, Truth::Met),
            example("(hours_per_week - 20) % 7 == -6", r#"{"hours_per_week": 0}"#, Truth::Met),
        ],
    },
    Entry {
        name: "today",
        kind: Kind::Value,
        form: "today",
        meaning: "The day asked about.",
        unknown: "Always known.",
        examples: &[
            example("redundant_on < today", r#"{"redundant_on": "2024-06-02"}"#, Truth::Met),
            example("redundant_on < today", r#"{"redundant_on": "2024-06-03"}"#, Truth::NotMet),
        ],
    },
    Entry {
        name: "date",
        kind: Kind::Function,
        form: "date('2024-01-31')",
        meaning: "A day of the calendar.",
        unknown: "Always known.",
        examples: &[
            example("date_of_birth < date('2000-01-01')", r#"{"date_of_birth": "1999-12-31"}"#, Truth::Met),
            example("date_of_birth < date('2000-01-01')", r#"{}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "age_on",
        kind: Kind::Function,
        form: "age_on(day)",
        meaning: "Whole years from `date_of_birth` to the day. Somebody born on 29 February has a birthday on 1 March in other years.",
        unknown: "Unknown when the date of birth or the day is.",
        examples: &[
            example("age_on(today) >= 18", r#"{"date_of_birth": "2006-06-03"}"#, Truth::Met),
            example("age_on(today) >= 18", r#"{"date_of_birth": "2006-06-04"}"#, Truth::NotMet),
            example("age_on(redundant_on) >= 18", r#"{"date_of_birth": "2006-06-03"}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "years_since",
        kind: Kind::Function,
        form: "years_since(day)",
        meaning: "Completed years from the day to the day asked about. For a day still to come it is below 0, and rounded down: -1 for a day up to a year ahead.",
        unknown: "Unknown when the day is.",
        examples: &[
            example("years_since(redundant_on) >= 2", r#"{"redundant_on": "2022-06-03"}"#, Truth::Met),
            example("years_since(redundant_on) >= 2", r#"{"redundant_on": "2022-06-04"}"#, Truth::NotMet),
        ],
    },
    Entry {
        name: "months_since",
        kind: Kind::Function,
        form: "months_since(day)",
        meaning: "Completed calendar months from the day to the day asked about. For a day still to come it is below 0, and rounded down: -1 from tomorrow to a month ahead, so that `>= 0` asks whether the day has come.",
        unknown: "Unknown when the day is.",
        examples: &[
            example("months_since(benefit_since) >= 9", r#"{"benefit_since": "2023-09-03"}"#, Truth::Met),
            example("months_since(benefit_since) >= 9", r#"{"benefit_since": "2023-09-04"}"#, Truth::NotMet),
            example("months_since(benefit_since) == -1", r#"{"benefit_since": "2024-06-04"}"#, Truth::Met),
            example("months_since(benefit_since) == -1", r#"{"benefit_since": "2024-07-03"}"#, Truth::Met),
            example("months_since(benefit_since) == -2", r#"{"benefit_since": "2024-07-04"}"#, Truth::Met),
            example("months_since(benefit_since) >= 9", r#"{}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "weeks_since",
        kind: Kind::Function,
        form: "weeks_since(day)",
        meaning: "Completed weeks of seven days from the day to the day asked about. For a day still to come it is below 0, and rounded down: -1 for a day up to a week ahead.",
        unknown: "Unknown when the day is.",
        examples: &[
            example("weeks_since(out_of_work_since) >= 4", r#"{"out_of_work_since": "2024-05-06"}"#, Truth::Met),
            example("weeks_since(out_of_work_since) >= 4", r#"{"out_of_work_since": "2024-05-07"}"#, Truth::NotMet),
        ],
    },
    Entry {
        name: "days_since",
        kind: Kind::Function,
        form: "days_since(day)",
        meaning: "Days.",
        unknown: "Unknown when the day is.",
        examples: &[
            example("days_since(out_of_work_since) == 1", r#"{"out_of_work_since": "2024-06-02"}"#, Truth::Met),
            example("days_since(out_of_work_since) < 0", r#"{"out_of_work_since": "2024-06-04"}"#, Truth::Met),
        ],
    },
    Entry {
        name: "days_after",
        kind: Kind::Function,
        form: "days_after(day, number)",
        meaning: "The day so many days later, or earlier when the number is negative.",
        unknown: "Unknown when either is, or when it is beyond the calendar.",
        examples: &[
            example("days_after(redundant_on, 28) >= today", r#"{"redundant_on": "2024-05-06"}"#, Truth::Met),
            example("days_after(redundant_on, 28) >= today", r#"{"redundant_on": "2024-05-05"}"#, Truth::NotMet),
        ],
    },
    Entry {
        name: "funding_year_start",
        kind: Kind::Function,
        form: "funding_year_start()",
        meaning: "The 1 August on or before the day asked about.",
        unknown: "Always known.",
        examples: &[
            example("age_on(funding_year_start()) >= 19", r#"{"date_of_birth": "2004-08-01"}"#, Truth::Met),
            example("age_on(funding_year_start()) >= 19", r#"{"date_of_birth": "2004-08-02"}"#, Truth::NotMet),
        ],
    },
    Entry {
        name: "area",
        kind: Kind::Function,
        form: "home in area('newcastle')",
        meaning: "The place lies in the area: its small area (LSOA) is one of the area's.",
        unknown: "Unknown when the place is.",
        examples: &[
            example("home in area('newcastle')", r#"{"home": "NE1 1AD"}"#, Truth::Met),
            example("home in area('newcastle')", r#"{"home": "B9 5HP"}"#, Truth::NotMet),
        ],
    },
    Entry {
        name: "distance_km",
        kind: Kind::Function,
        form: "distance_km(home, 'NE1 1AD')",
        meaning: "Kilometres as the crow flies from the middle of the small area (LSOA) of the home to a postcode, or to a body of an area by its id. Rounded up, so `<= 10` is ten kilometres and no more. The middle is the mean of the LSOA's postcodes in the table of places.",
        unknown: "Unknown when the place is, or when the table does not know the middle of its small area.",
        examples: &[
            example("distance_km(home, 'NE1 1AD') <= 5", r#"{"home": "NE6 1AH"}"#, Truth::Met),
            example("distance_km(home, 'NE1 1AD') <= 5", r#"{"home": "B9 5HP"}"#, Truth::NotMet),
            example("distance_km(home, 'NE1 1AD') <= 5", "{}", Truth::Unknown),
        ],
    },
    Entry {
        name: "size",
        kind: Kind::Function,
        form: "size(value), value.size()",
        meaning: "How many codes an any-of fact has, how many items a list has, or how many characters a text or code has.",
        unknown: "Unknown when the fact is, or when it is not known whether an item is in the list.",
        examples: &[
            example("size(current_programmes) == 0", r#"{"current_programmes": []}"#, Truth::Met),
            example("benefit.size() <= 3", r#"{"benefit": "JSA-new-style"}"#, Truth::NotMet),
            example("size(current_programmes) == 0", r#"{}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "has",
        kind: Kind::Function,
        form: "has(fact)",
        meaning: "The fact is known. Never not met: see below.",
        unknown: "Unknown until the fact is known.",
        examples: &[
            example("has(benefit_since)", r#"{"benefit_since": "2024-01-01"}"#, Truth::Met),
            example("has(benefit_since)", r#"{}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "startsWith",
        kind: Kind::Method,
        form: "code.startsWith('JSA')",
        meaning: "The code begins with the text.",
        unknown: "Unknown when the code is.",
        examples: &[
            example("benefit.startsWith('JSA')", r#"{"benefit": "JSA-new-style"}"#, Truth::Met),
            example("benefit.startsWith('JSA')", r#"{"benefit": "UC"}"#, Truth::NotMet),
            example("benefit.startsWith('JSA')", r#"{}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "endsWith",
        kind: Kind::Method,
        form: "code.endsWith('based')",
        meaning: "The code ends with the text.",
        unknown: "Unknown when the code is.",
        examples: &[
            example("benefit.endsWith('-based')", r#"{"benefit": "JSA-income-based"}"#, Truth::Met),
            example("benefit.endsWith('-based')", r#"{"benefit": "ESA"}"#, Truth::NotMet),
        ],
    },
    Entry {
        name: "contains",
        kind: Kind::Method,
        form: "code.contains('work')",
        meaning: "The code has the text in it.",
        unknown: "Unknown when the code is.",
        examples: &[
            example("uc_group.contains('work')", r#"{"uc_group": "working-enough"}"#, Truth::Met),
            example("uc_group.contains('work')", r#"{"uc_group": "light-touch"}"#, Truth::NotMet),
        ],
    },
    Entry {
        name: "lowerAscii",
        kind: Kind::Method,
        form: "code.lowerAscii()",
        meaning: "The code with small letters; `upperAscii()` with capitals.",
        unknown: "Unknown when the code is.",
        examples: &[
            example("benefit.lowerAscii() == 'uc'", r#"{"benefit": "UC"}"#, Truth::Met),
            example("employment.upperAscii().startsWith('SELF')", r#"{"employment": "employee"}"#, Truth::NotMet),
        ],
    },
    Entry {
        name: "exists",
        kind: Kind::Macro,
        form: "list.exists(one, so)",
        meaning: "`so` holds for at least one item, which it calls `one`.",
        unknown: "As `||` of all: met when one surely is, whatever the others are.",
        examples: &[
            example(
                "current_programmes.exists(one, one.startsWith('asf-'))",
                r#"{"current_programmes": ["asf-low-wage"]}"#,
                Truth::Met,
            ),
            example("[english_level, maths_level].exists(level, level < 2)", r#"{"maths_level": 1}"#, Truth::Met),
            example("[english_level, maths_level].exists(level, level < 2)", r#"{"maths_level": 2}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "all",
        kind: Kind::Macro,
        form: "list.all(one, so)",
        meaning: "`so` holds for every item; true of an empty list.",
        unknown: "As `&&` of all: not met when one surely is not.",
        examples: &[
            example("[english_level, maths_level].all(level, level >= 2)", r#"{"maths_level": 1}"#, Truth::NotMet),
            example(
                "current_programmes.all(one, one in ['restart', 'multiply'])",
                r#"{"current_programmes": []}"#,
                Truth::Met,
            ),
            example("[english_level, maths_level].all(level, level >= 2)", r#"{"maths_level": 2}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "exists_one",
        kind: Kind::Macro,
        form: "list.exists_one(one, so)",
        meaning: "`so` holds for exactly one item.",
        unknown: "Unknown when it is unknown of any item.",
        examples: &[
            example(
                "[lone_parent, carer].exists_one(one, one)",
                r#"{"lone_parent": true, "carer": false}"#,
                Truth::Met,
            ),
            example("[lone_parent, carer].exists_one(one, one)", r#"{"lone_parent": true}"#, Truth::Unknown),
        ],
    },
    Entry {
        name: "filter",
        kind: Kind::Macro,
        form: "list.filter(one, so)",
        meaning: "The items for which `so` holds: to be counted with `size()`, or asked about in turn.",
        unknown: "An item of which `so` is unknown leaves the count unknown.",
        examples: &[
            example(
                "[disabled, carer, veteran].filter(one, one).size() >= 2",
                r#"{"disabled": true, "carer": true, "veteran": false}"#,
                Truth::Met,
            ),
            example(
                "[disabled, carer, veteran].filter(one, one).size() >= 2",
                r#"{"disabled": true, "carer": true}"#,
                Truth::Unknown,
            ),
            example(
                "current_programmes.filter(one, one.endsWith('-maths')).size() == 0",
                r#"{"current_programmes": ["asf-english-and-maths"]}"#,
                Truth::NotMet,
            ),
        ],
    },
];
