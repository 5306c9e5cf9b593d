//! What a tool that ran on the server did, read from its item: pure and tolerant, for the items are the server's.

use lineup_core::run::ServerTool;
use serde_json::Value;

/// A line of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    Query,
    Page,
    Source,
    File,
    Server,
    Tool,
    Error,
}

/// What the card shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToolFacts {
    pub facts: Vec<(Fact, String)>,
    /// Code or arguments.
    pub input: Option<String>,
    /// What the code printed, or what the tool answered.
    pub output: Option<String>,
}

/// The most lines that a card lists: a search may name a hundred sources.
const MOST: usize = 24;

pub fn tool_facts(tool: &ServerTool) -> ToolFacts {
    let raw = &tool.raw;
    let mut facts = Vec::new();
    let mut add = |fact: Fact, value: Option<&Value>| {
        if let Some(text) = value.and_then(Value::as_str).filter(|text| !text.is_empty())
            && facts.len() < MOST
            && !facts.iter().any(|(other, known)| *other == fact && known == text)
        {
            facts.push((fact, text.to_owned()));
        }
    };
    let action = &raw["action"];
    add(Fact::Query, action.get("query"));
    add(Fact::Query, action.get("pattern"));
    for queries in [&action["queries"], &raw["queries"]] {
        queries.as_array().into_iter().flatten().for_each(|query| add(Fact::Query, Some(query)));
    }
    add(Fact::Page, action.get("url"));
    action["sources"].as_array().into_iter().flatten().for_each(|source| add(Fact::Source, source.get("url")));
    raw["results"].as_array().into_iter().flatten().for_each(|result| add(Fact::File, result.get("filename")));
    add(Fact::Server, raw.get("server_label"));
    add(Fact::Tool, raw.get("name"));
    raw["tools"].as_array().into_iter().flatten().for_each(|tool| add(Fact::Tool, tool.get("name")));
    add(Fact::Error, raw.get("error"));
    add(Fact::Error, raw["error"].get("message"));
    let text = |name: &str| raw[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let input = Some(tool.input.clone()).filter(|input| !input.is_empty()).or_else(|| text("code")).or_else(|| text("arguments"));
    ToolFacts { facts, input, output: text("output").or_else(|| logs(raw)) }
}

fn logs(raw: &Value) -> Option<String> {
    let outputs = raw["outputs"].as_array()?;
    let logs: Vec<_> = outputs.iter().filter_map(|output| output["logs"].as_str()).collect();
    (!logs.is_empty()).then(|| logs.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::{Fact, tool_facts};
    use lineup_core::run::ServerTool;
    use serde_json::{Value, json};

    fn tool(raw: Value) -> ServerTool {
        ServerTool { kind: String::new(), id: None, status: None, input: String::new(), raw }
    }

    #[test]
    fn a_search_shows_its_queries_and_sources_once() {
        let facts = tool_facts(&tool(json!({"action": {"type": "search", "query": "a", "queries": ["a", "b"],
            "sources": [{"type": "url", "url": "https://x.example"}, {"type": "url"}]}})));
        assert_eq!(
            facts.facts,
            [(Fact::Query, "a".to_owned()), (Fact::Query, "b".to_owned()), (Fact::Source, "https://x.example".to_owned())]
        );
    }

    #[test]
    fn code_shows_what_it_printed() {
        let facts =
            tool_facts(&tool(json!({"code": "print(1)", "outputs": [{"type": "logs", "logs": "1"}, {"type": "image", "url": "data:"}]})));
        assert_eq!((facts.input.as_deref(), facts.output.as_deref()), (Some("print(1)"), Some("1")));
    }

    #[test]
    fn a_remote_tool_shows_server_name_and_answer() {
        let facts =
            tool_facts(&tool(json!({"server_label": "docs", "name": "search", "arguments": "{}", "output": "found", "error": null})));
        assert_eq!(facts.facts, [(Fact::Server, "docs".to_owned()), (Fact::Tool, "search".to_owned())]);
        assert_eq!(facts.output.as_deref(), Some("found"));
    }

    #[test]
    fn what_is_no_object_shows_nothing_and_breaks_nothing() {
        for raw in [json!(null), json!([]), json!("x"), json!({"action": 1, "queries": {}, "outputs": [1]})] {
            assert!(tool_facts(&tool(raw)).facts.is_empty());
        }
    }
}
