//! Which message follows which.

use serde_json::{Map, Value};
use std::collections::HashMap;

/// A list of what was shown: of a share page, of a request of ChatGPT's page, or as it is.
pub(super) fn list(export: &Value) -> Option<&Vec<Value>> {
    let is_message = |value: &Value| value.pointer("/author/role").is_some_and(Value::is_string);
    let is_said = |list: &&Vec<Value>| list.first().is_some_and(is_message);
    export["linear_conversation"].as_array().or_else(|| export["messages"].as_array().or(export.as_array()).filter(is_said))
}

#[derive(Default)]
pub(super) struct Tree<'a> {
    /// `null` for a node that only holds others.
    pub messages: Vec<&'a Value>,
    /// In the order in which they were asked for.
    pub children: Vec<Vec<usize>>,
    parents: Vec<Option<usize>>,
    /// The last message of the branch that was shown.
    pub shown: Option<usize>,
}

impl<'a> Tree<'a> {
    pub fn of(export: &'a Value) -> Self {
        let mapping = export["mapping"].as_object().filter(|mapping| !mapping.is_empty());
        match (mapping, list(export)) {
            (Some(mapping), _) => Self::of_mapping(mapping, export["current_node"].as_str()),
            (None, Some(list)) => Self::of_list(list),
            (None, None) => Self::default(),
        }
    }

    fn of_list(list: &'a [Value]) -> Self {
        let count = list.len();
        Self {
            messages: list.iter().map(|node| node.get("message").unwrap_or(node)).collect(),
            children: (1..=count).map(|next| if next < count { vec![next] } else { Vec::new() }).collect(),
            parents: (0..count).map(|node| node.checked_sub(1)).collect(),
            shown: count.checked_sub(1),
        }
    }

    fn of_mapping(mapping: &'a Map<String, Value>, current: Option<&str>) -> Self {
        let places: HashMap<&str, usize> = mapping.keys().enumerate().map(|(at, id)| (id.as_str(), at)).collect();
        let place = |id: &Value| id.as_str().and_then(|id| places.get(id)).copied();
        let mut parents: Vec<Option<usize>> =
            mapping.values().enumerate().map(|(at, node)| place(&node["parent"]).filter(|parent| *parent != at)).collect();
        let mut children = vec![Vec::new(); parents.len()];
        let mut has_place = vec![false; parents.len()];
        // Who names its children tells their order; who only names its parent comes behind them.
        for (at, node) in mapping.values().enumerate() {
            for child in node["children"].as_array().into_iter().flatten().filter_map(place) {
                let is_mine = child != at && *parents[child].get_or_insert(at) == at;
                if is_mine && !std::mem::replace(&mut has_place[child], true) {
                    children[at].push(child);
                }
            }
        }
        for (at, parent) in parents.iter().enumerate() {
            if let Some(parent) = parent.filter(|_| !has_place[at]) {
                children[parent].push(at);
            }
        }
        let messages: Vec<&Value> = mapping.values().map(|node| &node["message"]).collect();
        let time = |node: &usize| messages[*node]["create_time"].as_f64().unwrap_or(f64::MIN);
        // Without a mark it is the branch that was written last.
        let newest = || (0..children.len()).filter(|node| children[*node].is_empty()).max_by(|a, b| time(a).total_cmp(&time(b)));
        let shown = current.and_then(|id| places.get(id)).copied().or_else(newest);
        Self { messages, children, parents, shown }
    }

    /// Where to begin, so that every message is reached: one that is reached already is no beginning. Some may follow each other in a
    /// circle.
    pub fn roots(&self) -> Vec<usize> {
        let nodes = 0..self.messages.len();
        let first = nodes.clone().filter(|node| self.parents[*node].is_none());
        first.chain(self.branch().last()).chain(nodes).collect()
    }

    /// The shown branch, from its last message up.
    pub fn branch(&self) -> impl Iterator<Item = usize> {
        std::iter::successors(self.shown, |node| self.parents[*node]).take(self.messages.len())
    }
}
