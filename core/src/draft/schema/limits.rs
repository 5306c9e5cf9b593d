//! How much a strict schema may hold (OpenAI's guide "Structured model outputs", as of 2026).

use super::lint::{Finding, Problem};
use serde_json::{Map, Value};

/// Objects inside objects, the root counted.
pub(super) const LEVELS: usize = 10;
/// Properties of all objects together.
pub(super) const PROPERTIES: usize = 5_000;
/// Values of all enums together.
pub(super) const ENUM_VALUES: usize = 1_000;
/// Characters of the names of properties and definitions, of enum values and of constants, together.
pub(super) const CHARACTERS: usize = 120_000;
/// An enum of texts with more values than this …
const LARGE_ENUM: usize = 250;
/// … may have this many characters in them.
const LARGE_ENUM_CHARACTERS: usize = 15_000;

/// What has been counted on the way through a schema.
#[derive(Default)]
pub(super) struct Counts {
    properties: usize,
    enum_values: usize,
    characters: usize,
    levels: usize,
    deepest: String,
}

impl Counts {
    pub fn object(&mut self, at: &str, level: usize) {
        if level > self.levels {
            self.levels = level;
            at.clone_into(&mut self.deepest);
        }
    }

    pub fn names(&mut self, members: &Map<String, Value>, are_properties: bool) {
        self.characters += members.keys().map(|name| name.chars().count()).sum::<usize>();
        if are_properties {
            self.properties += members.len();
        }
    }

    pub fn constant(&mut self, value: &Value) {
        self.characters += length(value);
    }

    /// Counts an enum; a finding where it is too large by itself.
    pub fn one_of(&mut self, values: &[Value], at: &str) -> Option<Finding> {
        let characters = values.iter().map(length).sum::<usize>();
        self.enum_values += values.len();
        self.characters += characters;
        let large = values.len() > LARGE_ENUM && values.iter().any(Value::is_string) && characters > LARGE_ENUM_CHARACTERS;
        large.then(|| Finding::refused(at, Problem::LongEnum { count: characters, most: LARGE_ENUM_CHARACTERS }, None))
    }

    pub fn findings(&self) -> Vec<Finding> {
        let mut found = Vec::new();
        let mut over = |count: usize, most: usize, at: &str, problem: fn(usize, usize) -> Problem| {
            if count > most {
                found.push(Finding::refused(at, problem(count, most), None));
            }
        };
        over(self.levels, LEVELS, &self.deepest, |count, most| Problem::TooDeep { count, most });
        over(self.properties, PROPERTIES, "", |count, most| Problem::TooManyProperties { count, most });
        over(self.enum_values, ENUM_VALUES, "", |count, most| Problem::TooManyEnumValues { count, most });
        over(self.characters, CHARACTERS, "", |count, most| Problem::TooLong { count, most });
        found
    }
}

/// Characters of a value as it stands in the limit: texts only.
fn length(value: &Value) -> usize {
    value.as_str().map_or(0, |text| text.chars().count())
}
