//! One conversation as Markdown: the branch that is shown.

use crate::draft::{Draft, Part, ToolCallTurn, TurnBody};
use std::fmt::Write;

/// Writes it. `title` stands at its head.
#[must_use]
pub fn write(title: &str, draft: &Draft) -> String {
    let mut out = format!("# {}\n", one_line(title));
    if !draft.instructions.trim().is_empty() {
        section(&mut out, "Instructions", &draft.instructions);
    }
    for (_, turn) in draft.conversation.branch_turns() {
        match &turn.body {
            TurnBody::Developer { text } => section(&mut out, "Developer", text),
            TurnBody::System { text } => section(&mut out, "System", text),
            TurnBody::Tool { call_id, output } => {
                section(&mut out, &format!("Tool result {}", code(call_id)), "");
                fenced(&mut out, "", output);
            }
            TurnBody::User { parts } => {
                section(&mut out, "User", "");
                parts.iter().for_each(|part| self::part(&mut out, part));
            }
            TurnBody::Assistant { text, tool_calls, model, .. } => {
                let model = model.as_deref().map(|model| format!(" ({})", one_line(model))).unwrap_or_default();
                section(&mut out, &format!("Assistant{model}"), text);
                tool_calls.iter().for_each(|call| self::call(&mut out, call));
            }
        }
    }
    out
}

fn section(out: &mut String, title: &str, text: &str) {
    _ = write!(out, "\n## {title}\n");
    if !text.trim().is_empty() {
        _ = write!(out, "\n{}\n", text.trim_end());
    }
}

fn part(out: &mut String, part: &Part) {
    match part {
        Part::Text { text } => _ = write!(out, "\n{}\n", text.trim_end()),
        // Pictures that lie in the text itself would bury it.
        Part::Image { url, .. } if url.starts_with("data:") => out.push_str("\n*(a picture)*\n"),
        Part::Image { url, .. } => _ = write!(out, "\n*(a picture: {})*\n", code(url)),
        Part::Audio { format, .. } => _ = write!(out, "\n*(sound, {})*\n", code(format)),
        Part::File { name, .. } => _ = write!(out, "\n*(a file: {})*\n", code(name)),
        Part::Other { raw } => fenced(out, "json", &raw.to_string()),
    }
}

fn call(out: &mut String, call: &ToolCallTurn) {
    _ = write!(out, "\nCalls {} as {}:\n", code(&call.name), code(&call.id));
    fenced(out, if call.custom { "" } else { "json" }, &call.arguments);
}

/// A fence longer than any inside.
fn fenced(out: &mut String, language: &str, text: &str) {
    let fence = "`".repeat(longest_ticks(text).max(2) + 1);
    _ = write!(out, "\n{fence}{language}\n{}\n{fence}\n", text.trim_end());
}

fn code(text: &str) -> String {
    let line = one_line(text);
    let ticks = "`".repeat(longest_ticks(&line) + 1);
    if line.starts_with('`') || line.ends_with('`') { format!("{ticks} {line} {ticks}") } else { format!("{ticks}{line}{ticks}") }
}

fn longest_ticks(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
