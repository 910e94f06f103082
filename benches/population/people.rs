//! The people of the baselines, column by column, as `benches/compare.py` lays them out: for each fact a file
//! of four-byte numbers (positions of codes, 1 for yes) and one of bits for what is known.

use super::rules::{fact_of, lsoas};
use policy::{
    FactType, Policy,
    population::{Bits, Column, Population},
};
use std::{fs, path::Path};

/// Everybody, in memory.
pub fn population(policy: &Policy, data: &Path) -> Population {
    let folder = data.join("columns");
    let names = fs::read_to_string(folder.join("names.txt")).unwrap();
    let mut population: Option<Population> = None;
    for name in names.lines() {
        let numbers: Vec<i32> = fs::read(folder.join(format!("{name}.i32")))
            .unwrap()
            .as_chunks()
            .0
            .iter()
            .copied()
            .map(i32::from_le_bytes)
            .collect();
        let known = Bits::from_bytes(&fs::read(folder.join(format!("{name}.known"))).unwrap(), 0, numbers.len());
        let population = population.get_or_insert_with(|| Population::new(&policy.facts, numbers.len()));
        let fact = fact_of(name);
        let column = match policy.facts.get(fact).unwrap().kind {
            FactType::YesNo => Column::yes_no(numbers.iter().map(|number| *number == 1).collect(), known),
            FactType::OneOf(_) => Column::codes(&numbers, known),
            FactType::Place => Column::places(lsoas(data), &numbers, known),
            _ => Column::numbers(&numbers, known),
        };
        population.set(fact, column).unwrap();
    }
    population.unwrap()
}
