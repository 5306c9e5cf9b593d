//! Which class a scope has.
//!
//! Scopes are dotted names, from the general to the special (`keyword.control.rust`); a place in the code has a stack of them.

use std::collections::HashMap;

use lineup_core::document::highlight::Class;
use syntect::parsing::Scope;

/// The beginnings of scopes and their classes; the longest fitting one counts.
const CLASSES: &[(&str, Class)] = &[
    ("comment", Class::Comment),
    ("constant", Class::Constant),
    ("constant.character.escape", Class::Constant),
    ("constant.numeric", Class::Number),
    ("entity.name", Class::Type),
    ("entity.name.function", Class::Function),
    ("entity.name.section", Class::Markup),
    ("entity.name.tag", Class::Keyword),
    ("entity.name.variable", Class::Variable),
    ("entity.other.attribute-name", Class::Variable),
    ("entity.other.inherited-class", Class::Type),
    ("keyword", Class::Keyword),
    ("keyword.operator", Class::Punctuation),
    ("keyword.operator.word", Class::Keyword),
    ("markup.bold", Class::Markup),
    ("markup.deleted", Class::Deleted),
    ("markup.heading", Class::Markup),
    ("markup.inserted", Class::Inserted),
    ("markup.italic", Class::Markup),
    ("markup.list", Class::Markup),
    ("markup.raw", Class::String),
    ("markup.underline.link", Class::String),
    ("meta.diff.header", Class::Markup),
    ("meta.diff.range", Class::Markup),
    ("punctuation", Class::Punctuation),
    ("punctuation.definition.comment", Class::Comment),
    ("punctuation.definition.heading", Class::Markup),
    ("punctuation.definition.string", Class::String),
    ("storage", Class::Keyword),
    ("storage.type.numeric", Class::Number),
    ("string", Class::String),
    ("support.class", Class::Type),
    ("support.constant", Class::Constant),
    ("support.function", Class::Function),
    ("support.macro", Class::Function),
    ("support.type", Class::Type),
    ("support.type.property-name", Class::Variable),
    ("variable.function", Class::Function),
    ("variable.language", Class::Keyword),
    ("variable.other.constant", Class::Constant),
    ("variable.parameter", Class::Variable),
];

/// Classes by scope, looked up once each.
pub struct Classes {
    table: Vec<(Scope, Class)>,
    known: HashMap<Scope, Option<Class>>,
    /// The name of a member, whatever it is written as.
    key: Option<Scope>,
}

impl Classes {
    pub fn new() -> Self {
        let mut table: Vec<_> = CLASSES.iter().filter_map(|(name, class)| Some((Scope::new(name).ok()?, *class))).collect();
        table.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        Self { table, known: HashMap::new(), key: Scope::new("meta.mapping.key").ok() }
    }

    /// The class of a place: that of the innermost scope which has one. A text that names a member is told apart from one that is a value.
    pub fn of(&mut self, scopes: &[Scope]) -> Class {
        let class = scopes.iter().rev().find_map(|scope| self.of_scope(*scope)).unwrap_or(Class::Plain);
        let is_key = || self.key.is_some_and(|key| scopes.iter().any(|scope| key.is_prefix_of(*scope)));
        if class == Class::String && is_key() { Class::Variable } else { class }
    }

    fn of_scope(&mut self, scope: Scope) -> Option<Class> {
        let table = &self.table;
        *self.known.entry(scope).or_insert_with(|| table.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class))
    }
}
