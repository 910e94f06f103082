//! Reads `spine/synonyms.toml` and `areas/*/synonyms.toml`.

use super::reader::Reader;
use crate::Synonym;

pub(super) fn synonyms(reader: &Reader<'_>) -> Vec<Synonym> {
    let mut found = Vec::new();
    for table in reader.tables("words", "words") {
        let words = |key: &'static str| {
            let texts = table.texts(key);
            if texts.is_empty() {
                table.missing(key);
            }
            texts
                .into_iter()
                .filter_map(|text| {
                    let word = text.value.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
                    if word.chars().all(|sign| sign.is_alphanumeric() || sign == ' ') && !word.is_empty() {
                        return Some(word);
                    }
                    table.faults.add(
                        table
                            .error(
                                "policy/malformed-word",
                                text.span,
                                format!("`{}` is not a word to search by", text.value),
                            )
                            .help("write words with letters and digits only, with one space between two words"),
                    );
                    None
                })
                .collect()
        };
        found.push(Synonym { asked: words("asked"), also: words("also"), example: table.flag("example") });
        table.finish();
    }
    let _ = reader.citation();
    reader.finish();
    found
}
