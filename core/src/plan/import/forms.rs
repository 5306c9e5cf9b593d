//! Prompts that are kept in files: `.prompt.yml` of GitHub Models, promptfoo, Prompty. They are YAML; what reads YAML gives the data.

use super::paste::{PasteError, Pasted, chat, responses};
use super::report::{Format, Note, NoteKind, scrub};
use serde_json::{Map, Value, json};

/// A YAML document of any known form: a prompt of GitHub Models, of promptfoo, or a request's body written as YAML.
///
/// # Errors
/// It is none of them.
pub fn from_document(document: Value) -> Result<Pasted, PasteError> {
    let Value::Object(map) = document else { return super::paste::from_value(document) };
    let is_prompt = |key: &&str| map.contains_key(*key);
    if map.contains_key("prompts") && (map.contains_key("providers") || map.contains_key("targets") || map.contains_key("tests")) {
        return promptfoo(map);
    }
    let own = ["modelParameters", "testData", "evaluators", "responseFormat", "jsonSchema"];
    if map.contains_key("messages") && (own.iter().any(is_prompt) || map.contains_key("name") || map.contains_key("description")) {
        return prompt_yml(map);
    }
    super::paste::from_value(Value::Object(map))
}

/// GitHub's documentation, "Storing prompts in GitHub repositories".
fn prompt_yml(map: Map<String, Value>) -> Result<Pasted, PasteError> {
    let mut notes = Vec::new();
    let mut body = Map::new();
    let mut format = None;
    let mut schema = None;
    for (name, value) in map {
        match (name.as_str(), value) {
            ("messages", value) => _ = body.insert(name, value),
            ("model", Value::String(id)) => _ = body.insert(name, json!(model(&id, &mut notes))),
            ("modelParameters", Value::Object(parameters)) => settings(parameters, &mut body),
            ("responseFormat", Value::String(kind)) => format = Some(kind),
            // A schema stands there as a text of JSON.
            ("jsonSchema", Value::String(text)) => match serde_json::from_str(&text) {
                Ok(value) => schema = Some(value),
                Err(_) => notes.push(Note::new(NoteKind::NoPlace, name)),
            },
            ("jsonSchema", value @ Value::Object(_)) => schema = Some(value),
            (_, Value::Null) => {}
            _ => notes.push(Note::new(NoteKind::NoPlace, name)),
        }
    }
    match (format.as_deref(), schema) {
        (Some("json_schema"), Some(schema)) => {
            _ = body.insert("response_format".into(), json!({"type": "json_schema", "json_schema": schema}))
        }
        (Some(kind @ ("json_object" | "text")), _) => _ = body.insert("response_format".into(), json!({"type": kind})),
        (Some(_), _) => notes.push(Note::new(NoteKind::NoPlace, "responseFormat")),
        _ => {}
    }
    scrub(&mut body, &mut notes);
    chat(Format::PromptYml, body, notes)
}

/// promptfoo's documentation, "Configuration" and "OpenAI". The first prompt and the first provider are taken.
fn promptfoo(mut map: Map<String, Value>) -> Result<Pasted, PasteError> {
    let mut notes = Vec::new();
    let (prompt, others) = first(map.shift_remove("prompts"));
    if others > 0 {
        notes.push(Note::new(NoteKind::Another, format!("{others} × prompts")));
    }
    let providers = map.shift_remove("providers").or_else(|| map.shift_remove("targets"));
    let (provider, others) = first(providers);
    if others > 0 {
        notes.push(Note::new(NoteKind::Another, format!("{others} × providers")));
    }
    notes
        .extend(map.iter().filter(|(name, _)| !matches!(name.as_str(), "description")).map(|(name, _)| Note::new(NoteKind::NoPlace, name)));
    let text = match &prompt {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Object(prompt)) => {
            prompt.get("raw").or_else(|| prompt.get("id")).and_then(Value::as_str).unwrap_or_default().to_owned()
        }
        _ => return Err(PasteError::NoRequest),
    };
    if let Some(name) = text.strip_prefix("file://") {
        return Err(PasteError::File { name: name.to_owned() });
    }
    let mut body = Map::new();
    let (id, config) = match provider {
        Some(Value::String(id)) => (id, None),
        // `{"openai:gpt-4.1": {config: …}}`, or `{id: …, config: …}`.
        Some(Value::Object(mut provider)) => match provider.shift_remove("id") {
            Some(Value::String(id)) => (id, provider.shift_remove("config")),
            _ => match provider.into_iter().next() {
                Some((id, mut inner)) => (id, inner.as_object_mut().and_then(|inner| inner.shift_remove("config"))),
                None => (String::new(), None),
            },
        },
        _ => (String::new(), None),
    };
    let is_responses = id.split(':').nth(1) == Some("responses");
    if let Some(name) = id.rsplit(':').next().filter(|name| !name.is_empty()) {
        body.insert("model".into(), json!(model(name, &mut notes)));
    }
    // A prompt of several messages is JSON, or what promptfoo takes for one message of the user.
    let messages = serde_json::from_str::<Value>(&text).ok().filter(|value| value.pointer("/0/role").is_some());
    let messages = messages.unwrap_or_else(|| json!([{"role": "user", "content": text}]));
    body.insert(if is_responses { "input" } else { "messages" }.into(), messages);
    if let Some(Value::Object(mut config)) = config {
        scrub(&mut config, &mut notes);
        for name in
            ["apiHost", "apiBaseUrl", "apiKeyEnvar", "organization", "deployment_id", "apiVersion", "cost", "inputCost", "outputCost"]
        {
            if config.shift_remove(name).is_some() {
                notes.push(Note::new(NoteKind::NoPlace, name));
            }
        }
        settings(config, &mut body);
    }
    if is_responses { responses(Format::Promptfoo, body, notes) } else { chat(Format::Promptfoo, body, notes) }
}

fn first(list: Option<Value>) -> (Option<Value>, usize) {
    match list {
        Some(Value::Array(list)) => {
            let others = list.len().saturating_sub(1);
            (list.into_iter().next(), others)
        }
        other => (other, 0),
    }
}

/// A `.prompty` file: what stands between its two lines of hyphens, and the conversation behind them (Prompty's specification).
///
/// # Errors
/// Its conversation cannot be read.
pub fn prompty(front: Value, conversation: &str) -> Result<Pasted, PasteError> {
    let mut notes = Vec::new();
    let mut body = Map::new();
    let Value::Object(front) = front else { return Err(PasteError::NoRequest) };
    for (name, value) in front {
        match (name.as_str(), value) {
            ("model", Value::String(id)) => _ = body.insert(name, json!(model(&id, &mut notes))),
            ("model", Value::Object(parts)) => prompty_model(parts, &mut body, &mut notes),
            (_, Value::Null) => {}
            _ => notes.push(Note::new(NoteKind::NoPlace, name)),
        }
    }
    scrub(&mut body, &mut notes);
    body.insert("messages".into(), Value::Array(spoken(conversation)));
    chat(Format::Prompty, body, notes)
}

fn prompty_model(parts: Map<String, Value>, body: &mut Map<String, Value>, notes: &mut Vec<Note>) {
    for (name, value) in parts {
        match (name.as_str(), value) {
            // The first version of the format names the model in its configuration, the second one beside it.
            ("id", Value::String(id)) => _ = body.insert("model".into(), json!(id)),
            ("configuration", Value::Object(mut configuration)) => {
                scrub(&mut configuration, notes);
                let id = configuration.shift_remove("azure_deployment").or_else(|| configuration.shift_remove("name"));
                if let Some(Value::String(id)) = id {
                    body.insert("model".into(), json!(id));
                }
                let rest = configuration.keys().filter(|key| *key != "type");
                notes.extend(rest.map(|key| Note::new(NoteKind::NoPlace, key)));
            }
            ("parameters" | "options", Value::Object(parameters)) => settings(parameters, body),
            ("api" | "provider", _) => {}
            _ => notes.push(Note::new(NoteKind::NoPlace, format!("model.{name}"))),
        }
    }
}

/// The turns of a conversation, each behind a line that names its role.
fn spoken(text: &str) -> Vec<Value> {
    let mut turns: Vec<(&str, String)> = Vec::new();
    for line in text.lines() {
        let role = line.trim().trim_start_matches('#').trim().strip_suffix(':').map(str::trim_end);
        let role = role.and_then(|role| ROLES.into_iter().find(|known| role.eq_ignore_ascii_case(known)));
        match (role, turns.last_mut()) {
            (Some(role), _) => turns.push((role, String::new())),
            (None, Some((_, said))) => {
                said.push_str(line);
                said.push('\n');
            }
            (None, None) if line.trim().is_empty() => {}
            // Prompty takes what no role precedes for the system's.
            (None, None) => turns.push(("system", format!("{line}\n"))),
        }
    }
    turns.into_iter().map(|(role, said)| json!({"role": role, "content": said.trim()})).collect()
}

const ROLES: [&str; 4] = ["system", "developer", "user", "assistant"];

/// `openai/gpt-4.1` is how GitHub names a model of OpenAI.
fn model(id: &str, notes: &mut Vec<Note>) -> String {
    match id.split_once('/') {
        Some(("openai" | "azureml" | "azure-openai", name)) => {
            notes.push(Note::new(NoteKind::ModelName, id));
            name.to_owned()
        }
        _ => id.to_owned(),
    }
}

/// Settings in the words of Chat Completions, whether they were written with humps or with underscores.
fn settings(parameters: Map<String, Value>, body: &mut Map<String, Value>) {
    for (name, value) in parameters {
        let mut words = String::new();
        for c in name.chars() {
            if c.is_ascii_uppercase() {
                words.push('_');
            }
            words.push(c.to_ascii_lowercase());
        }
        let words = if words == "max_output_tokens" && body.get("input").is_none() { "max_completion_tokens".to_owned() } else { words };
        body.insert(words, value);
    }
}
