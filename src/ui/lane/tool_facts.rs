//! What a tool that ran on the server did, read from its item: pure and tolerant, for the items are the server's.

use super::media::{PAINTED, is_base64};
use lineup_core::run::ServerTool;
use serde_json::Value;

/// A line of the card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fact {
    Query,
    Page,
    Source,
    File,
    /// What was found in a file.
    Passage,
    Server,
    Tool,
    Error,
}

impl Fact {
    /// Whether the text is an address of the web.
    pub fn is_address(self) -> bool {
        matches!(self, Self::Page | Self::Source)
    }
}

/// A picture that code drew.
#[derive(Clone, Debug, PartialEq)]
pub enum Painted {
    /// A `data:` address of a picture: painted.
    Here(String),
    /// An address elsewhere: never loaded by itself.
    Elsewhere(String),
}

/// What the card shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ToolFacts {
    pub facts: Vec<(Fact, String)>,
    /// Code or arguments.
    pub input: Option<String>,
    /// What the code printed, or what the tool answered.
    pub output: Option<String>,
    pub pictures: Vec<Painted>,
}

/// The most lines that a card lists: a search may name a hundred sources.
const MOST: usize = 24;

/// The most characters of a passage.
const LONGEST_PASSAGE: usize = 300;

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
    for result in raw["results"].as_array().into_iter().flatten() {
        let score = result["score"].as_f64().map_or_else(String::new, |score| format!(" ({score:.2})"));
        add(Fact::File, result["filename"].as_str().map(|name| format!("{name}{score}").into()).as_ref());
        let passage = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LONGEST_PASSAGE).collect::<String>();
        add(Fact::Passage, result["text"].as_str().map(|text| passage(text).into()).as_ref());
    }
    add(Fact::Server, raw.get("server_label"));
    add(Fact::Tool, raw.get("name"));
    raw["tools"].as_array().into_iter().flatten().for_each(|tool| add(Fact::Tool, tool.get("name")));
    add(Fact::Error, raw.get("error"));
    add(Fact::Error, raw["error"].get("message"));
    let text = |name: &str| raw[name].as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let input = Some(tool.input.clone()).filter(|input| !input.is_empty()).or_else(|| text("code")).or_else(|| text("arguments"));
    let input = input.or_else(|| commands(tool));
    let output = text("output").or_else(|| logs(raw)).or_else(|| printed(tool));
    ToolFacts { facts, input, output, pictures: pictures(raw) }
}

/// The commands of a shell, each behind a prompt of its own: one may have several lines. Of an item that has just begun, those that it
/// names itself.
fn commands(tool: &ServerTool) -> Option<String> {
    let own = tool.raw["action"]["commands"].as_array().into_iter().flatten().filter_map(Value::as_str);
    let streamed: Vec<&str> = tool.shell.values().map(|step| step.command.as_str()).filter(|command| !command.is_empty()).collect();
    let commands: Vec<_> = if streamed.is_empty() { own.collect() } else { streamed };
    let lines: Vec<_> = commands.into_iter().map(|command| format!("$ {command}")).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

/// What the commands printed, in their order.
fn printed(tool: &ServerTool) -> Option<String> {
    let texts =
        tool.shell.values().flat_map(|step| [&step.stdout, &step.stderr]).map(|text| text.trim_end()).filter(|text| !text.is_empty());
    let texts: Vec<_> = texts.collect();
    (!texts.is_empty()).then(|| texts.join("\n"))
}

fn pictures(raw: &Value) -> Vec<Painted> {
    let addresses = raw["outputs"].as_array().into_iter().flatten().filter(|output| output["type"] == "image");
    let painted = |url: &str| {
        let (kind, data) = url.strip_prefix("data:image/")?.split_once(";base64,")?;
        (PAINTED.contains(&kind) && is_base64(data)).then(|| Painted::Here(url.to_owned()))
    };
    let one = |url: &str| painted(url).or_else(|| (!url.starts_with("data:")).then(|| Painted::Elsewhere(url.to_owned())));
    addresses.filter_map(|output| one(output["url"].as_str()?)).take(MOST).collect()
}

fn logs(raw: &Value) -> Option<String> {
    let outputs = raw["outputs"].as_array()?;
    let logs: Vec<_> = outputs.iter().filter_map(|output| output["logs"].as_str()).collect();
    (!logs.is_empty()).then(|| logs.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::{Fact, Painted, tool_facts};
    use lineup_core::run::{ServerTool, ShellStep};
    use serde_json::{Value, json};

    fn tool(raw: Value) -> ServerTool {
        ServerTool { raw, ..ServerTool::default() }
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
    fn commands_of_a_shell_stay_apart() {
        let step = |command: &str, stdout: &str| ShellStep { command: command.into(), stdout: stdout.into(), ..ShellStep::default() };
        let shell = [(0, step("ls", "a\n")), (1, step("cat a", "b"))].into();
        let facts = tool_facts(&ServerTool { shell, ..ServerTool::default() });
        assert_eq!((facts.input.as_deref(), facts.output.as_deref()), (Some("$ ls\n$ cat a"), Some("a\nb")));
        let begun = tool_facts(&tool(json!({"action": {"commands": ["pwd", 3]}})));
        assert_eq!((begun.input.as_deref(), begun.output), (Some("$ pwd"), None));
    }

    #[test]
    fn a_search_in_files_shows_where_and_what_it_found() {
        let facts = tool_facts(&tool(json!({"queries": ["deadline"], "results": [
            {"filename": "plan.md", "score": 0.875, "text": "The deadline\n is Friday."}, {"filename": 3}]})));
        let expected = [(Fact::Query, "deadline"), (Fact::File, "plan.md (0.88)"), (Fact::Passage, "The deadline is Friday.")];
        assert_eq!(facts.facts, expected.map(|(fact, text)| (fact, text.to_owned())));
    }

    #[test]
    fn only_pictures_in_base64_are_painted() {
        let of = |url: &str| tool_facts(&tool(json!({"outputs": [{"type": "image", "url": url}]}))).pictures;
        assert_eq!(of("data:image/png;base64,iVBO+/="), [Painted::Here("data:image/png;base64,iVBO+/=".into())]);
        assert_eq!(of("data:image/svg+xml;base64,PHN2Zz4="), []);
        assert_eq!(of("data:image/png;base64,<svg>"), []);
        assert_eq!(of("https://x.example/a.png"), [Painted::Elsewhere("https://x.example/a.png".into())]);
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
