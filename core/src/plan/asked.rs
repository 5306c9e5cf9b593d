//! What the user asks for, gathered from draft and lane into one vocabulary: the working copy that the rules change.

use super::facts::Facts;
use super::{Adjustment, LearnedRule, Reason, Replayed};
use super::{chat, wire};
use crate::draft::{Draft, EndpointId, FunctionTool, History, Lane, OutputFormat, Role, Settings, ToolChoice, TurnBody};
use crate::wire::Api;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// The working copy. Settings stand in it by the names of the draft; tools, tool choice and output format in the flat form of
/// Responses; `role` is the role that instructions ask for, `messages` stands for the conversation of a taken-over body.
pub(super) struct Asked<'a> {
    pub api: Api,
    pub facts: Facts<'a>,
    pub fields: Map<String, Value>,
    /// Setting → the name that a taken-over body used.
    pub spelled: BTreeMap<String, String>,
    /// Chat's name of the output limit, where a rule decided it.
    pub limit_name: Option<&'static str>,
    /// Whether instructions go out in the one role that stands in `role`, instead of each in its own.
    pub one_role: bool,
    /// Put after the instructions: a schema that the model takes only as words.
    pub appendix: Option<String>,
    /// What was learned of this model at this endpoint.
    pub learned: Vec<&'a LearnedRule>,
    /// The draft's instructions.
    pub instructions: &'a str,
    pub adjustments: Vec<Adjustment>,
    /// Rules that stand aside.
    pub anyway: &'a BTreeSet<String>,
    /// How the server learns of earlier turns.
    pub history: History,
    /// Where the request goes: what another endpoint keeps is unknown there.
    pub endpoint: &'a EndpointId,
    /// What became of the items of earlier answers.
    pub replayed: Vec<Replayed>,
    /// Settings for whose value a rule stood aside.
    pub insisted: BTreeSet<String>,
}

impl<'a> Asked<'a> {
    pub fn gather(draft: &'a Draft, lane: &'a Lane, api: Api, facts: Facts<'a>) -> Self {
        let settings = lane.settings.over(&draft.settings);
        let mut spelled = settings.spelled.clone();
        let mut fields = flat(settings);
        let mut tools: Vec<Value> = draft.tools.iter().map(function_tool).collect();
        tools.extend(draft.other_tools.iter().map(flat_tool));
        if !tools.is_empty() {
            fields.insert("tools".into(), Value::Array(tools));
        }
        if let Some(choice) = tool_choice(&draft.tool_choice, spelled.contains_key("tool_choice")) {
            fields.insert("tool_choice".into(), choice);
        }
        if let Some(output) = output(&draft.output, spelled.contains_key("output")) {
            fields.insert("output".into(), output);
        }
        fields.insert("stream".into(), Value::Bool(lane.stream));
        if spelled.contains_key("messages") {
            fields.insert("messages".into(), "messages".into());
        }
        lift(&mut fields, &mut spelled);
        Self {
            api,
            facts,
            fields,
            spelled,
            limit_name: None,
            one_role: false,
            appendix: None,
            learned: Vec::new(),
            instructions: &draft.instructions,
            adjustments: Vec::new(),
            anyway: &lane.send_anyway,
            history: draft.history,
            endpoint: &lane.endpoint,
            replayed: Vec::new(),
            insisted: BTreeSet::new(),
        }
    }

    /// Notes the role that instructions ask for, once the API is settled.
    pub fn set_role(&mut self, draft: &Draft) {
        self.fields.shift_remove("role");
        if let Some(role) = instruction_role(draft, self.api, self.facts.role() == "user") {
            self.fields.insert("role".into(), role.into());
        }
    }

    /// Takes the settings out of Responses' own objects, so that the rules see them.
    pub fn open_objects(&mut self) {
        if self.api != Api::Responses {
            return;
        }
        for (object, inner) in
            [("reasoning", [("effort", "effort"), ("summary", "summary")]), ("text", [("verbosity", "verbosity"), ("format", "output")])]
        {
            let Some(Value::Object(mut map)) = self.fields.remove(object) else { continue };
            for (key, setting) in inner {
                if let Some(value) = map.shift_remove(key) {
                    self.fields.entry(setting).or_insert(value);
                }
            }
            if !map.is_empty() {
                self.fields.insert(object.into(), Value::Object(map));
            }
        }
    }

    pub fn get(&self, setting: &str) -> Option<&Value> {
        self.fields.get(setting)
    }

    pub fn is(&self, setting: &str, value: &str) -> bool {
        self.get(setting).and_then(Value::as_str) == Some(value)
    }

    /// The name under which the user asked.
    pub fn asked_name<'s>(&'s self, setting: &'s str) -> &'s str {
        match (self.spelled.get(setting), setting) {
            (_, "role") => "messages[].role",
            (Some(name), _) => name,
            // In the draft it has one name; Chat's old one is how people know it there.
            (None, "max_output_tokens") if self.api == Api::Chat => "max_tokens",
            _ => setting,
        }
    }

    /// The effort that the model will work at: the one that is sent, else its default.
    pub fn effective_effort(&self) -> Option<&str> {
        let sent = self.get("effort").and_then(Value::as_str);
        sent.or_else(|| self.facts.model().and_then(|model| model.effort.default.as_deref()))
    }

    pub fn has_function_tools(&self) -> bool {
        let callable = |tool: &Value| matches!(tool.get("type").and_then(Value::as_str), Some("function" | "custom"));
        self.get("tools").and_then(Value::as_array).is_some_and(|tools| tools.iter().any(callable))
    }

    /// Puts names and values into the text of a rule.
    pub fn fill(&self, text: &str, setting: &str, asked: &Value, sent: &Value) -> String {
        let plain = |value: &Value| value.as_str().map_or_else(|| shortened(&value.to_string()), str::to_owned);
        text.replace("{model}", self.facts.name)
            .replace("{field}", self.asked_name(setting))
            .replace("{place}", wire::place_anyway(self.api, setting))
            .replace("{asked}", &plain(asked))
            .replace("{sent}", &plain(sent))
    }

    /// Writes down a change. Every text comes from the rule of that id.
    pub fn report(&mut self, rule: &super::Rule, setting: &str, asked: Value, sent: Value) {
        let field = self.asked_name(setting).to_owned();
        // Each side in the form of its own wire.
        let from_chat = self.api == Api::Chat || self.spelled.contains_key(setting);
        let asked = if from_chat { chat::form(setting, asked) } else { asked };
        let sent = if self.api == Api::Chat { chat::form(setting, sent) } else { sent };
        let fill = |text: &str| self.fill(text, setting, &asked, &sent);
        let reason = Reason { en: fill(rule.en), ko: fill(rule.ko) };
        let server_words = rule.server.map(fill);
        let adjustment =
            Adjustment { rule: rule.id.into(), field, setting: setting.into(), asked, sent, reason, server_words, optional: rule.optional };
        self.adjustments.push(adjustment);
    }
}

/// Long values would drown the sentence.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().count() <= LONGEST { text.to_owned() } else { text.chars().take(LONGEST).chain("…".chars()).collect() }
}

fn flat(settings: Settings) -> Map<String, Value> {
    // Taken apart whole, so that a new setting does not compile without a place in the request.
    let Settings {
        effort,
        summary,
        verbosity,
        max_output_tokens,
        temperature,
        top_p,
        presence_penalty,
        frequency_penalty,
        stop,
        seed,
        n,
        logprobs,
        top_logprobs,
        logit_bias,
        parallel_tool_calls,
        service_tier,
        store,
        metadata,
        user,
        extra,
        spelled: _,
    } = settings;
    let known = [
        ("effort", effort.map(Value::from)),
        ("summary", summary.map(Value::from)),
        ("verbosity", verbosity.map(Value::from)),
        ("max_output_tokens", max_output_tokens.map(Value::from)),
        ("temperature", temperature.map(number)),
        ("top_p", top_p.map(number)),
        ("presence_penalty", presence_penalty.map(number)),
        ("frequency_penalty", frequency_penalty.map(number)),
        ("stop", stop.map(Value::from)),
        ("seed", seed.map(Value::from)),
        ("n", n.map(Value::from)),
        ("logprobs", logprobs.map(Value::from)),
        ("top_logprobs", top_logprobs.map(Value::from)),
        ("logit_bias", logit_bias.map(Value::from)),
        ("parallel_tool_calls", parallel_tool_calls.map(Value::from)),
        ("service_tier", service_tier.map(Value::from)),
        ("store", store.map(Value::from)),
        ("metadata", metadata.map(Value::from)),
        ("user", user.map(Value::from)),
    ];
    let mut fields: Map<String, Value> = known.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    for (name, value) in extra {
        fields.entry(name).or_insert(value);
    }
    fields
}

/// A whole number is written as people write it: `1`, not `1.0`.
fn number(value: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    if value.fract() == 0.0 && value.abs() < 1e9 { Value::from(value as i64) } else { Value::from(value) }
}

/// Gives fields of a taken-over body that have a setting's other name their own name. A second name for what is already set
/// stays under its own: a rule takes it away.
fn lift(fields: &mut Map<String, Value>, spelled: &mut BTreeMap<String, String>) {
    const OTHER_NAMES: [(&str, &str); 4] = [
        ("reasoning_effort", "effort"),
        ("max_completion_tokens", "max_output_tokens"),
        ("max_tokens", "max_output_tokens"),
        ("response_format", "output"),
    ];
    for (other, setting) in OTHER_NAMES {
        if !fields.contains_key(setting)
            && let Some(value) = fields.shift_remove(other)
        {
            let value = if setting == "output" { flat_output(value) } else { value };
            fields.insert(setting.into(), value);
            spelled.insert(setting.into(), other.into());
        }
    }
}

fn function_tool(tool: &FunctionTool) -> Value {
    let FunctionTool { name, description, parameters, strict } = tool;
    let mut flat = json!({"type": "function", "name": name});
    if !description.is_empty() {
        flat["description"] = description.as_str().into();
    }
    if !parameters.is_null() {
        flat["parameters"] = parameters.clone();
    }
    if let Some(strict) = strict {
        flat["strict"] = (*strict).into();
    }
    flat
}

/// Chat nests what Responses writes flat: `{"type":"custom","custom":{…}}`.
pub(super) fn flat_tool(tool: &Value) -> Value {
    let Some(kind) = tool.get("type").and_then(Value::as_str) else { return tool.clone() };
    let Some(Value::Object(inner)) = tool.get(kind) else { return tool.clone() };
    let mut flat = Map::new();
    flat.insert("type".into(), kind.into());
    for (key, value) in inner {
        match (key.as_str(), value.get("grammar")) {
            ("format", Some(Value::Object(grammar))) => {
                let mut format = json!({"type": "grammar"});
                grammar.iter().for_each(|(key, value)| format[key.as_str()] = value.clone());
                flat.insert(key.clone(), format);
            }
            _ => {
                flat.insert(key.clone(), value.clone());
            }
        }
    }
    Value::Object(flat)
}

fn tool_choice(choice: &ToolChoice, explicit: bool) -> Option<Value> {
    Some(match choice {
        ToolChoice::Auto if !explicit => return None,
        ToolChoice::Auto => "auto".into(),
        ToolChoice::None => "none".into(),
        ToolChoice::Required => "required".into(),
        ToolChoice::Function(name) => json!({"type": "function", "name": name}),
        ToolChoice::Other(raw) => {
            let mut flat = flat_tool(raw);
            if let Some(Value::Array(tools)) = flat.get_mut("tools") {
                tools.iter_mut().for_each(|tool| *tool = flat_tool(tool));
            }
            flat
        }
    })
}

fn output(format: &OutputFormat, explicit: bool) -> Option<Value> {
    Some(match format {
        OutputFormat::Text if !explicit => return None,
        OutputFormat::Text => json!({"type": "text"}),
        OutputFormat::JsonObject => json!({"type": "json_object"}),
        OutputFormat::JsonSchema { name, schema, strict, description } => {
            let mut flat = json!({"type": "json_schema", "name": name, "schema": schema});
            if let Some(strict) = strict {
                flat["strict"] = (*strict).into();
            }
            if let Some(description) = description {
                flat["description"] = description.as_str().into();
            }
            flat
        }
    })
}

/// Chat nests the schema in `json_schema`.
fn flat_output(format: Value) -> Value {
    match format.get("json_schema") {
        Some(Value::Object(inner)) => {
            let mut flat = json!({"type": "json_schema"});
            inner.iter().for_each(|(key, value)| flat[key.as_str()] = value.clone());
            flat
        }
        _ => format,
    }
}

/// `system`, `developer`, or `mixed` where the draft asks for both; `None` where no message carries instructions.
fn instruction_role(draft: &Draft, api: Api, folded: bool) -> Option<&'static str> {
    let mut roles = BTreeSet::new();
    // Responses has a place of its own for the first instructions, which needs no role.
    if !draft.instructions.is_empty() && (api != Api::Responses || folded) {
        roles.insert(if draft.instructions_role == Some(Role::Developer) { "developer" } else { "system" });
    }
    for (_, turn) in draft.conversation.branch_turns() {
        match turn.body {
            TurnBody::Developer { .. } => roles.insert("developer"),
            TurnBody::System { .. } => roles.insert("system"),
            TurnBody::User { .. } | TurnBody::Assistant { .. } | TurnBody::Tool { .. } => false,
        };
    }
    if roles.len() > 1 { Some("mixed") } else { roles.into_iter().next() }
}
