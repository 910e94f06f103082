//! Any text is an expression or is refused with a reason; what is read has an answer, and a known fact turns none around.
#![no_main]

use libfuzzer_sys::fuzz_target;
use policy::{Answer, Expression, FactType, Facts, Gazetteer, Policy, PolicyText, Truth, Value, holds, load};
use std::sync::LazyLock;

/// The facts and the areas of the repository, without programmes.
static POLICY: LazyLock<Policy> = LazyLock::new(|| {
    let files = [
        ("spine/facts.toml", include_str!("../../spine/facts.toml")),
        ("spine/levels.toml", include_str!("../../spine/levels.toml")),
        ("spine/purposes.toml", include_str!("../../spine/purposes.toml")),
        (
            "areas/here/area.toml",
            "id = \"here\"\nname = \"Here\"\nnation = \"england\"\nlevel = \"core\"\nsource = \"for the test\"\n[places]\nlsoas = [\"E01000001\"]\n",
        ),
        (
            "spine/programmes/restart.toml",
            "id = \"restart\"\nname = \"Restart\"\nsays = \"Help\"\nfunder = \"dwp\"\ngives = [\"job-search\"]\nmay_refer = [\"self\"]\nsource = \"for the test\"\n",
        ),
    ];
    let loaded =
        load(&PolicyText::new(files.map(|(path, text)| (path.to_owned(), text.to_owned()))), &Gazetteer::new());
    loaded.policy.unwrap_or_else(|| panic!("{:?}", loaded.faults))
});

/// A person of whom every fact is known that the first bits of the text choose.
fn person(bits: u64) -> Facts {
    let mut facts = Facts::new();
    for (position, fact) in POLICY.facts.iter().enumerate() {
        let value = match &fact.kind {
            FactType::YesNo => Value::YesNo(bits >> (position % 61) & 1 == 1),
            FactType::Whole { .. } => Value::Whole((bits % 23) as i64),
            FactType::Pence { .. } => Value::Pence(kernel::Pence((bits % 5_000_000) as i64)),
            FactType::OneOf(codes) => Value::OneOf(codes[bits as usize % codes.len()].code.to_string()),
            FactType::AnyOf(codes) => {
                Value::AnyOf(codes.iter().take(bits as usize % 3).map(|code| code.code.to_string()).collect())
            }
            _ => continue,
        };
        facts.set(&fact.id, Answer { value, source: String::new(), known_on: None });
    }
    facts
}

fuzz_target!(|text: &str| {
    let Ok(expression) = Expression::read(&POLICY, &Gazetteer::new(), text) else { return };
    let (Some(area), Ok(day)) = (POLICY.area("here"), "2024-06-03".parse()) else { return };
    let nothing = holds(&POLICY, area, &expression, &Facts::new(), day);
    let bits = text.bytes().fold(7_u64, |bits, byte| bits.wrapping_mul(31).wrapping_add(byte.into()));
    let known = holds(&POLICY, area, &expression, &person(bits), day);
    assert!(nothing == Truth::Unknown || nothing == known, "{nothing:?} became {known:?}");
});
