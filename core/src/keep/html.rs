//! One conversation as an HTML page of its own: the branch that is shown. Every text is text: nothing in it becomes an element, an
//! attribute or an address, and the page's policy lets nothing run or load.

use crate::draft::{Draft, Part, ToolCallTurn, TurnBody};

const HEAD: &str = "<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">
<meta name=\"viewport\" content=\"width=device-width\">
<meta name=\"color-scheme\" content=\"light dark\">
";
const STYLE: &str = "<style>
body { max-width: 46rem; margin: 2rem auto; padding: 0 1rem; font: 16px/1.6 system-ui, sans-serif; }
h1 { font-size: 1.4rem; }
h2 { margin: 2rem 0 0.25rem; font-size: 0.85rem; opacity: 0.75; }
p, pre { margin: 0.25rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }
pre { padding: 0.5rem 0.75rem; border: 1px solid; border-radius: 6px; font: 0.85rem/1.5 ui-monospace, monospace; }
img { max-width: 100%; }
</style>
";

/// Writes it. `title` stands at its head; `language` is that of the page's few words of its own, which are English, and of none of the
/// conversation.
#[must_use]
pub fn write(title: &str, draft: &Draft) -> String {
    let mut out = String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n");
    out.push_str(HEAD);
    element(&mut out, "title", title);
    out.push_str(STYLE);
    out.push_str("</head>\n<body>\n");
    element(&mut out, "h1", title);
    if !draft.instructions.trim().is_empty() {
        said(&mut out, "Instructions", &draft.instructions);
    }
    for (_, turn) in draft.conversation.branch_turns() {
        match &turn.body {
            TurnBody::Developer { text } => said(&mut out, "Developer", text),
            TurnBody::System { text } => said(&mut out, "System", text),
            TurnBody::Tool { call_id, output } => {
                element(&mut out, "h2", &format!("Tool result {call_id}"));
                element(&mut out, "pre", output);
            }
            TurnBody::User { parts } => {
                element(&mut out, "h2", "User");
                parts.iter().for_each(|part| self::part(&mut out, part));
            }
            TurnBody::Assistant { text, tool_calls, model, .. } => {
                let model = model.as_deref().map(|model| format!(" ({model})")).unwrap_or_default();
                said(&mut out, &format!("Assistant{model}"), text);
                tool_calls.iter().for_each(|call| self::call(&mut out, call));
            }
        }
    }
    out.push_str("</body>\n</html>\n");
    out
}

fn said(out: &mut String, who: &str, text: &str) {
    element(out, "h2", who);
    if !text.trim().is_empty() {
        element(out, "p", text.trim());
    }
}

fn part(out: &mut String, part: &Part) {
    match part {
        Part::Text { text } => element(out, "p", text.trim()),
        Part::Image { url, .. } if is_picture(url) => {
            out.push_str("<p><img alt=\"A picture\" src=\"");
            out.push_str(url);
            out.push_str("\"></p>\n");
        }
        Part::Image { url, .. } => element(out, "p", &format!("(a picture: {})", url.get(..200).unwrap_or(url))),
        Part::Audio { format, .. } => element(out, "p", &format!("(sound, {format})")),
        Part::File { name, .. } => element(out, "p", &format!("(a file: {name})")),
        Part::Other { raw } => element(out, "pre", &raw.to_string()),
    }
}

/// A picture in the page itself, of a kind that is nothing but a picture, in letters that end no attribute.
fn is_picture(url: &str) -> bool {
    let kinds = ["png", "jpeg", "gif", "webp"];
    let base64 = kinds.iter().find_map(|kind| url.strip_prefix("data:image/")?.strip_prefix(kind)?.strip_prefix(";base64,"));
    base64.is_some_and(|base64| base64.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')))
}

fn call(out: &mut String, call: &ToolCallTurn) {
    element(out, "p", &format!("Calls {} as {}:", call.name, call.id));
    element(out, "pre", &call.arguments);
}

/// An element with nothing but text, whose direction is its own: what turns around does not turn what follows.
fn element(out: &mut String, name: &str, text: &str) {
    out.push('<');
    out.push_str(name);
    out.push_str(if name == "title" { ">" } else { " dir=\"auto\">" });
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(letter),
            // No text has them, and readers of HTML disagree about them.
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out.push_str("</");
    out.push_str(name);
    out.push_str(">\n");
}
