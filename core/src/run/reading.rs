//! Reading a reply: the texts, calls and tools of an answer, whatever pieces it came in.

use super::{Annotation, Choice, ItemBody, ReasoningKind, ReasoningPart, Reply, ToolCall};
use serde_json::Value;

impl Reply {
    /// The choice with this index.
    #[must_use]
    pub fn choice(&self, index: u32) -> Option<&Choice> {
        let position = self.choices.binary_search_by_key(&index, |choice| choice.index).ok()?;
        self.choices.get(position)
    }

    /// The whole visible text of a choice.
    #[must_use]
    pub fn text(&self, choice: u32) -> String {
        self.choice(choice).map(Choice::text).unwrap_or_default()
    }
}

impl Choice {
    /// The visible text, and the words of what was said aloud; without refusals.
    #[must_use]
    pub fn text(&self) -> String {
        let texts = self.items.iter().filter_map(|item| match &item.body {
            ItemBody::Text(text) => Some(text.text.as_str()),
            ItemBody::Audio(audio) => Some(audio.transcript.as_str()),
            _ => None,
        });
        texts.collect()
    }

    /// The refusal, where the model refused.
    #[must_use]
    pub fn refusal(&self) -> Option<String> {
        let refusal: String = self
            .items
            .iter()
            .filter_map(|item| if let ItemBody::Refusal(text) = &item.body { Some(text.as_str()) } else { None })
            .collect();
        (!refusal.is_empty()).then_some(refusal)
    }

    /// The thinking as one text: the summaries, or where there are none the raw text. `between` stands between the parts: a
    /// blank line for Responses, nothing for Chat, where a new part is only an interruption.
    #[must_use]
    pub fn reasoning_text(&self, between: &str) -> String {
        let texts = |wanted: ReasoningKind| -> Vec<&str> {
            let items = self.items.iter().filter_map(|item| match &item.body {
                ItemBody::Reasoning(reasoning) if reasoning.kind == wanted => Some(&reasoning.parts),
                _ => None,
            });
            items.flatten().map(|part| part.text.as_str()).filter(|text| !text.is_empty()).collect()
        };
        let summary = texts(ReasoningKind::Summary);
        if summary.is_empty() { texts(ReasoningKind::Raw).join(between) } else { summary.join(between) }
    }

    /// The calls that the client has to answer, in order.
    pub fn tool_calls(&self) -> impl Iterator<Item = &ToolCall> {
        self.items.iter().filter_map(|item| if let ItemBody::ToolCall(call) = &item.body { Some(call) } else { None })
    }

    /// The ids of what a remote server's tools want to do and the user has to allow (Responses, `mcp_approval_request`).
    pub fn approvals(&self) -> impl Iterator<Item = &str> {
        self.server_items().filter(|item| item["type"] == "mcp_approval_request").filter_map(|item| item["id"].as_str())
    }

    /// What ran on the server: the items as they came, unknown types too.
    pub fn server_items(&self) -> impl Iterator<Item = &Value> {
        self.items.iter().filter_map(|item| match &item.body {
            ItemBody::ServerTool(tool) => Some(&tool.raw),
            ItemBody::Other(raw) => Some(raw),
            _ => None,
        })
    }

    /// Whether there is anything for a reader beside the thinking.
    #[must_use]
    pub fn has_answer(&self) -> bool {
        self.items.iter().any(|item| match &item.body {
            ItemBody::Text(text) => !text.text.trim().is_empty(),
            ItemBody::Refusal(text) => !text.is_empty(),
            ItemBody::Audio(audio) => !audio.is_empty(),
            ItemBody::Reasoning(_) => false,
            ItemBody::ToolCall(_) | ItemBody::ServerTool(_) | ItemBody::Image(_) | ItemBody::Other(_) => true,
        })
    }

    /// Whether the answer waits for the results of calls that the model made.
    #[must_use]
    pub fn asks_for_tools(&self) -> bool {
        self.items.iter().any(|item| matches!(item.body, ItemBody::ToolCall(_))) || self.approvals().next().is_some()
    }
}

impl ReasoningPart {
    /// The bold first line, where there is one: summaries are written as steps with a title.
    ///
    /// While the line still streams there is no title yet.
    #[must_use]
    pub fn title(&self) -> Option<&str> {
        self.split().map(|(title, _)| title)
    }

    /// The text without its title.
    #[must_use]
    pub fn body(&self) -> &str {
        self.split().map_or(self.text.as_str(), |(_, body)| body)
    }

    fn split(&self) -> Option<(&str, &str)> {
        let text = self.text.trim_start();
        let (title, rest) = text.strip_prefix("**")?.split_once("**")?;
        let (behind, body) = rest.split_once('\n').unwrap_or((rest, ""));
        let is_title = !title.trim().is_empty() && !title.contains('\n') && behind.trim().is_empty();
        is_title.then(|| (title.trim(), body.trim_start_matches(['\n', '\r'])))
    }
}

impl Annotation {
    /// Reads an annotation of either API: Chat nests the fields under the type's name.
    pub(super) fn read(raw: Value) -> Option<Self> {
        let kind = raw.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let fields = raw.get(&kind).filter(|nested| nested.is_object()).unwrap_or(&raw);
        let text = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
        let number = |name: &str| fields.get(name).and_then(Value::as_u64);
        let (title, url) = (text("title").or_else(|| text("filename")), text("url"));
        let (start, end) = (number("start_index"), number("end_index"));
        raw.is_object().then_some(Self { kind, title, url, start, end, raw })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::Millis;

    #[test]
    fn a_bold_first_line_is_the_title_of_a_step() {
        for (text, title, body) in [
            ("**Counting**\n\nI count.", Some("Counting"), "I count."),
            ("**Counting**", Some("Counting"), ""),
            ("**Count", None, "**Count"),
            ("plain", None, "plain"),
            ("**Bold** words begin a sentence", None, "**Bold** words begin a sentence"),
            ("**two\nlines**", None, "**two\nlines**"),
            ("****", None, "****"),
        ] {
            let part = ReasoningPart { text: text.to_owned(), started: Millis(0.0), ended: None };
            assert_eq!((part.title(), part.body()), (title, body), "{text:?}");
        }
    }
}
