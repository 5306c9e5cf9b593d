//! Folds recorded bodies into replies: how the reading half of the core is checked from outside.
//!
//! `cargo run -p lineup-core --example fold -- [--split N] [--api chat|responses|images|transcribe] FILE…`
//!
//! Prints one JSON object per file, in order, whatever is in the file. Without `--api` the API is taken from the file's name
//! (`…--chat--…`). `--split N` feeds N bytes at a time.

use lineup_core::run::{Audio, Choice, End, Image, ItemBody, Millis, Outcome, Run, ServerError, ShellStep, ToolKind, Usage};
use lineup_core::wire::Api;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let mut split = None;
    let mut api = None;
    let mut files = Vec::new();
    let mut arguments = std::env::args_os().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().unwrap_or_default().to_string_lossy().into_owned();
        match argument.to_str() {
            Some("--split") => split = value().parse().ok().filter(|bytes| *bytes > 0),
            Some("--api") => api = api_named(&value()),
            Some("--help" | "-h") => {
                eprintln!("fold [--split N] [--api chat|responses|images|transcribe] FILE…");
            }
            _ => files.push(argument),
        }
    }
    let mut out = std::io::stdout().lock();
    for file in files {
        writeln!(out, "{}", fold(Path::new(&file), api, split))?;
    }
    Ok(())
}

fn api_named(name: &str) -> Option<Api> {
    Some(match name {
        "chat" => Api::Chat,
        "responses" => Api::Responses,
        "images" => Api::Images,
        "transcribe" => Api::Transcribe,
        _ => return None,
    })
}

/// Folds one file; whatever is wrong with it stands in the object.
pub(crate) fn fold(file: &Path, api: Option<Api>, split: Option<usize>) -> Value {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let api = api.or_else(|| name.split("--").find_map(api_named)).unwrap_or(Api::Chat);
    let mut run = Run::new(api);
    match std::fs::read(file) {
        Ok(bytes) => {
            bytes.chunks(split.unwrap_or(usize::MAX)).for_each(|chunk| run.bytes(chunk, Millis(0.0)));
            run.end(End::Closed, Millis(0.0));
        }
        Err(error) => run.end(End::Unreachable(Some(error.to_string())), Millis(0.0)),
    }
    print(&run)
}

/// What is printed for one run.
pub(crate) fn print(run: &Run) -> Value {
    let empty = Choice::default();
    let choices = &run.reply().choices;
    let mut object = Map::new();
    object.insert("model".into(), run.reply().model.clone().into());
    object.extend(choice(run, choices.first().unwrap_or(&empty)));
    object.insert("usage".into(), run.usage().map_or(Value::Null, usage));
    object.insert("error".into(), error(run));
    if choices.len() > 1 {
        let several = choices.iter().map(|one| {
            let mut object = choice(run, one);
            object.insert("index".into(), one.index.into());
            Value::Object(object)
        });
        object.insert("choices".into(), several.collect());
    }
    Value::Object(object)
}

fn choice(run: &Run, choice: &Choice) -> Map<String, Value> {
    let calls = |legacy: bool| {
        let calls = choice.tool_calls().filter(move |call| (call.kind == ToolKind::Legacy) == legacy);
        calls.map(|call| json!({"id": call.call_id, "name": call.name, "arguments": call.arguments}))
    };
    let server_tools = choice.server_items().map(|item| json!({"type": item["type"], "id": item["id"], "status": item["status"]}));
    let shells = choice.items.iter().filter_map(|item| if let ItemBody::ServerTool(tool) = &item.body { Some(tool) } else { None });
    let commands = shells.flat_map(|tool| tool.shell.values()).map(command);
    let sounds = choice.items.iter().filter_map(|item| if let ItemBody::Audio(audio) = &item.body { Some(sound(audio)) } else { None });
    let images = choice.items.iter().filter_map(|item| if let ItemBody::Image(found) = &item.body { Some(image(found)) } else { None });
    let mut object = Map::new();
    object.insert("text".into(), choice.text().into());
    object.insert("reasoning_text".into(), run.reasoning_text(choice.index).into());
    object.insert("refusal".into(), choice.refusal().into());
    object.insert("tool_calls".into(), calls(false).collect());
    object.insert("server_tools".into(), server_tools.collect());
    object.insert("finish".into(), choice.finish.clone().into());
    let some = [
        ("function_call", calls(true).collect::<Vec<_>>()),
        ("images", images.collect()),
        ("audio", sounds.collect()),
        ("shell", commands.collect()),
    ];
    for (name, mut list) in some {
        if !list.is_empty() {
            object.insert(name.into(), if name == "function_call" { list.remove(0) } else { list.into() });
        }
    }
    object
}

fn command(step: &ShellStep) -> Value {
    json!({"command": step.command, "stdout": step.stdout, "stderr": step.stderr})
}

fn sound(audio: &Audio) -> Value {
    json!({"id": audio.id, "transcript": audio.transcript, "bytes": audio.data.len(), "expires_at": audio.expires_at})
}

fn image(image: &Image) -> Value {
    let kind = if image.base64.is_some() { "b64" } else { "url" };
    json!({"kind": kind, "format": image.format, "partial": image.partial, "revised_prompt": image.revised_prompt})
}

fn usage(usage: &Usage) -> Value {
    json!({
        "input": usage.input, "output": usage.output, "total": usage.total, "reasoning": usage.reasoning, "cached": usage.cached,
    })
}

/// The server's error, or what went wrong where the server said nothing.
fn error(run: &Run) -> Value {
    if let Some(error) = run.server_error() {
        return server_error(&error);
    }
    match run.outcome() {
        Some(Outcome::Failed(problem)) => {
            json!({"message": format!("{:?}", problem.kind), "code": null, "type": null, "param": null, "excerpt": problem.excerpt})
        }
        _ => Value::Null,
    }
}

fn server_error(error: &ServerError) -> Value {
    let digits = error.code.as_deref().filter(|_| error.numeric_code).and_then(|code| serde_json::from_str(code).ok());
    let code: Value = digits.unwrap_or_else(|| error.code.clone().into());
    json!({"message": error.message, "code": code, "type": error.kind, "param": error.param})
}
