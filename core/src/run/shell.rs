//! The commands of a shell tool (wire.md c.5): several in one call, each with its own output, told apart by `command_index`.

use super::ServerTool;
use super::event::{How, ToolNews};
use super::places::write;
use serde::Serialize;
use serde_json::{Map, Value, json};

/// One command, and what it printed.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct ShellStep {
    pub command: String,
    pub stdout: String,
    pub stderr: String,
}

impl ShellStep {
    fn has_output(&self) -> bool {
        !self.stdout.is_empty() || !self.stderr.is_empty()
    }
}

/// A piece of a command, or of what it printed.
#[derive(Debug)]
pub(super) struct ShellNews {
    pub index: u64,
    pub channel: Channel,
    pub text: String,
    pub how: How,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    Command,
    Stdout,
    Stderr,
}

/// A command begins, goes on, or is complete.
pub(super) fn command(index: Option<u64>, text: String, how: How) -> ToolNews {
    let news = ShellNews { index: index.unwrap_or(0), channel: Channel::Command, text, how };
    ToolNews { kind: "shell_call".to_owned(), shell: vec![news], ..ToolNews::default() }
}

/// More output of a command: an object with `stdout`, `stderr` or both.
pub(super) fn output_delta(index: Option<u64>, delta: &Value) -> ToolNews {
    let news =
        printed(delta).map(|(channel, text)| ShellNews { index: index.unwrap_or(0), channel, text: text.to_owned(), how: How::Append });
    ToolNews { kind: "shell_call_output".to_owned(), shell: news.collect(), ..ToolNews::default() }
}

/// The whole output of one command: a list of pieces that belong together.
pub(super) fn output_done(index: Option<u64>, output: &[Value]) -> ToolNews {
    let all = |wanted: Channel| -> String {
        output.iter().flat_map(printed).filter(|(channel, _)| *channel == wanted).map(|(_, text)| text).collect()
    };
    let news = [Channel::Stdout, Channel::Stderr].map(|channel| (channel, all(channel)));
    let news = news.into_iter().filter(|(_, text)| !text.is_empty());
    let news = news.map(|(channel, text)| ShellNews { index: index.unwrap_or(0), channel, text, how: How::Settle });
    ToolNews { kind: "shell_call_output".to_owned(), shell: news.collect(), ..ToolNews::default() }
}

/// What a whole item says of its commands. Its outputs are a flat list without numbers, so they count only where none was streamed.
pub(super) fn of_item(item: &Value, how: How) -> Vec<ShellNews> {
    let list = |value: Option<&Value>| value.and_then(Value::as_array).map(|list| (0..).zip(list.clone()));
    let commands = list(item.get("action").and_then(|action| action.get("commands"))).into_iter().flatten();
    let commands = commands.filter_map(|(index, command)| {
        let text = command.as_str()?.to_owned();
        Some(ShellNews { index, channel: Channel::Command, text, how })
    });
    let outputs = list(item.get("output")).into_iter().flatten().flat_map(|(index, output)| {
        let news = printed(&output).map(|(channel, text)| ShellNews { index, channel, text: text.to_owned(), how: How::Fill });
        news.collect::<Vec<_>>()
    });
    commands.chain(outputs).collect()
}

fn printed(output: &Value) -> impl Iterator<Item = (Channel, &str)> {
    let channels = [(Channel::Stdout, "stdout"), (Channel::Stderr, "stderr")];
    channels.into_iter().filter_map(|(channel, name)| Some((channel, output.get(name)?.as_str()?)))
}

impl ServerTool {
    /// Takes news of its commands in, and says whether one of them grew: what they print is no work of the model.
    pub(super) fn take_shell(&mut self, news: Vec<ShellNews>) -> bool {
        let knows_output = self.shell.values().any(ShellStep::has_output);
        let mut grown = false;
        for ShellNews { index, channel, text, how } in news {
            if channel != Channel::Command && how == How::Fill && knows_output {
                continue;
            }
            let step = self.shell.entry(index).or_default();
            match channel {
                Channel::Command => grown |= write(&mut step.command, &text, how),
                Channel::Stdout => _ = write(&mut step.stdout, &text, how),
                Channel::Stderr => _ = write(&mut step.stderr, &text, how),
            }
        }
        grown
    }

    /// The item as it came, completed by what was streamed of it where the stream ended before the item did.
    #[must_use]
    pub fn document(&self) -> Value {
        let mut item = match &self.raw {
            Value::Object(item) => item.clone(),
            _ => Map::from_iter([
                ("type".to_owned(), json!(self.kind)),
                ("id".to_owned(), json!(self.id)),
                ("status".to_owned(), json!(self.status)),
            ]),
        };
        let input = match self.kind.as_str() {
            "code_interpreter_call" => Some("code"),
            "mcp_call" => Some("arguments"),
            _ => None,
        };
        if let Some(name) = input.filter(|name| !self.input.is_empty() && is_bare(item.get(*name))) {
            item.insert(name.to_owned(), self.input.clone().into());
        }
        let commands: Vec<&str> = self.shell.values().map(|step| step.command.as_str()).filter(|command| !command.is_empty()).collect();
        if !commands.is_empty() {
            let action = item.entry("action").or_insert_with(|| json!({}));
            if let Some(action) = action.as_object_mut().filter(|action| is_bare(action.get("commands"))) {
                action.insert("commands".to_owned(), json!(commands));
            }
        }
        if self.shell.values().any(ShellStep::has_output) && is_bare(item.get("output")) {
            let outputs = self.shell.values().map(|step| json!({"stdout": step.stdout, "stderr": step.stderr}));
            item.insert("output".to_owned(), outputs.collect());
        }
        Value::Object(item)
    }
}

/// Whether a field holds nothing yet.
fn is_bare(value: Option<&Value>) -> bool {
    match value {
        None | Some(Value::Null) => true,
        Some(Value::String(text)) => text.is_empty(),
        Some(Value::Array(list)) => list.is_empty(),
        Some(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::run::{ItemBody, Millis, Run};
    use crate::wire::Api;
    use serde_json::{Value, json};

    fn run(events: &[Value]) -> Run {
        let mut run = Run::new(Api::Responses);
        for event in events {
            run.bytes(format!("data: {event}\n\n").as_bytes(), Millis(1.0));
        }
        run
    }

    fn event(name: &str, index: u64, more: &Value) -> Value {
        let mut event = json!({"type": format!("response.shell_call_{name}"), "output_index": 0, "command_index": index});
        event.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        event
    }

    #[test]
    fn what_was_streamed_of_a_cut_item_stands_in_its_document() {
        let commands = [
            event("command.added", 0, &json!({"command": "ls"})),
            event("command.delta", 1, &json!({"delta": "pwd"})),
            event("command.delta", 0, &json!({"delta": " -a"})),
        ];
        let response = run(&commands).response_json().unwrap();
        assert_eq!(response["output"][0]["action"]["commands"], json!(["ls -a", "pwd"]));
        assert_eq!(response["output"][0]["type"], "shell_call");
        let begun = json!({"type": "response.output_item.added", "output_index": 0, "item": {"type": "code_interpreter_call", "id": "ci_1", "code": ""}});
        let code = json!({"type": "response.code_interpreter_call_code.delta", "output_index": 0, "delta": "print(1)"});
        assert_eq!(run(&[begun, code]).response_json().unwrap()["output"][0]["code"], "print(1)");
    }

    #[test]
    fn what_commands_print_belongs_to_whichever_item_they_name() {
        let printed = event("output_content.delta", 0, &json!({"delta": {"stdout": "a", "stderr": "b"}}));
        let own = run(std::slice::from_ref(&printed));
        assert_eq!(
            own.response_json().unwrap()["output"][0],
            json!({"type": "shell_call_output", "id": null, "status": null, "output": [{"stdout": "a", "stderr": "b"}]})
        );
        let call = run(&[event("command.added", 0, &json!({"command": "ls"})), printed]);
        let ItemBody::ServerTool(tool) = &call.reply().choices[0].items[0].body else { panic!("no tool") };
        assert_eq!((tool.kind.as_str(), tool.shell[&0].stdout.as_str(), tool.shell[&0].stderr.as_str()), ("shell_call", "a", "b"));
    }

    #[test]
    fn the_last_word_on_a_command_counts_and_silence_takes_nothing_back() {
        let shell = |events: &[Value]| match &run(events).reply().choices[0].items[0].body {
            ItemBody::ServerTool(tool) => tool.shell.values().map(|step| step.command.clone()).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        };
        let begin = |index: u64| event("command.delta", index, &json!({"delta": "l"}));
        assert_eq!(shell(&[begin(0), event("command.done", 0, &json!({"command": "ls"}))]), ["ls"]);
        assert_eq!(shell(&[begin(0), event("command.done", 0, &json!({}))]), ["l"]);
        assert_eq!(shell(&[begin(u64::MAX), begin(3)]), ["l", "l"]);
        let item = json!({"type": "response.output_item.done", "output_index": 0, "item": {"type": "shell_call", "action": {"commands": ["ls", 7]}}});
        assert_eq!(shell(&[begin(0), item]), ["ls"]);
    }
}
