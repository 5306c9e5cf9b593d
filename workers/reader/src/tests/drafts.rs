//! Drafts of every shape, with texts that are hard to print.

use lineup_core::draft::{Draft, FunctionTool, OutputFormat, Part, Role, Settings, ToolCallTurn, ToolChoice, TurnBody};
use lineup_core::share::gate::is_credential;
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

/// What ends, opens, escapes or replaces something in one of the languages, and what cannot be seen.
const PIECES: [&str; 48] = [
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "`",
    "\\",
    "\\\\",
    "\\u0041",
    "\\N{DASH}",
    "\\x41",
    "\\n",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\0",
    "\u{b}",
    "\u{85}",
    "$",
    "${x}",
    "$(id)",
    "%s",
    "{x}",
    "{{x}}",
    "\\{{x}}",
    "}}",
    "{",
    "((",
    "[",
    "#",
    "//",
    "/*",
    "*/",
    "<!--",
    "\nJSON\n",
    "EOF",
    "?chat: ",
    "«body»",
    "\u{2028}",
    "\u{202e}",
    "\u{feff}",
    "\u{e0041}",
    "\u{ffff}",
    "\u{10ffff}",
    "한",
    "👩‍🚀",
    "__proto__",
    "None",
];

pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => vec(select(&PIECES[..]), 0..8).prop_map(|pieces| pieces.concat()),
        2 => any::<String>(),
        3 => "[a-z ]{1,12}",
        // More open brackets than a program nests, and a rule across the page.
        1 => select(vec!["(", "[", "-", "!"]).prop_map(|sign| sign.repeat(450)),
    ]
}

/// The name of a field of somebody's choice. One that announces a credential stays out of code, whatever it holds: the gate has its own tests.
fn member() -> impl Strategy<Value = String> {
    let is_open = |name: &String| !is_credential(name) && !is_credential(&name.replace('.', ""));
    text().prop_filter("announces no credential", is_open)
}

fn words() -> impl Strategy<Value = String> {
    text().prop_map(|text| if text.is_empty() { "hi".to_owned() } else { text })
}

fn name() -> impl Strategy<Value = String> {
    "[a-zA-Z_][a-zA-Z0-9_-]{0,20}"
}

fn value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        select(vec![json!(i64::MIN), json!(u64::MAX), json!((1_u64 << 53) + 1), json!(9_000_000_000_000_001_u64), json!(1e21)]),
        // As people write them: JSON's own reader rounds the last digit of longer ones.
        (-1_000_000_000_000_000_i64..1_000_000_000_000_000, 0_i32..10)
            .prop_map(|(digits, point)| json!(digits as f64 / 10_f64.powi(point))),
        (-80_i32..80).prop_map(|eighths| json!(f64::from(eighths) / 8.0)),
        text().prop_map(Value::String),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::Array),
            vec((member(), inner), 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn schema() -> impl Strategy<Value = Value> {
    let property = (text(), text(), of(value())).prop_map(|(name, description, default)| {
        let mut property = json!({"type": "string", "description": description});
        property.as_object_mut().unwrap().extend(default.map(|value| ("default".to_owned(), value)));
        (name, property)
    });
    vec(property, 0..3).prop_map(|properties| {
        let required: Vec<String> = properties.iter().map(|(name, _)| name.clone()).collect();
        let properties: Map<String, Value> = properties.into_iter().collect();
        json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
    })
}

fn part() -> impl Strategy<Value = Part> {
    let url = select(vec!["https://example.com/a.png?b='c'&d=\"e\"", "data:image/png;base64,iVBORw0KGgo=", "https://example.com/한.png"]);
    prop_oneof![
        3 => text().prop_map(|text| Part::Text { text }),
        2 => (url, of(select(vec!["low", "high", "auto"])))
            .prop_map(|(url, detail)| Part::Image { url: url.to_owned(), detail: detail.map(str::to_owned) }),
        1 => text().prop_map(|name| Part::File { name, data: "data:application/pdf;base64,JVBERg==".into() }),
        1 => Just(Part::Audio { data: "UklGRg==".into(), format: "wav".into() }),
    ]
}

/// One exchange: what the user asks, what is answered, and the results of what is called.
fn exchange() -> impl Strategy<Value = Vec<TurnBody>> {
    let user = prop_oneof![2 => words().prop_map(TurnBody::user), 1 => vec(part(), 1..4).prop_map(|parts| TurnBody::User { parts })];
    let aside = of(prop_oneof![words().prop_map(|text| TurnBody::Developer { text }), words().prop_map(|text| TurnBody::System { text })]);
    let calls = vec((name(), text(), text(), any::<bool>()), 0..3);
    (user, aside, words(), calls, any::<bool>()).prop_map(|(user, aside, said, calls, is_silent)| {
        let ids = (1..).map(|n| format!("call_{n}"));
        let text = if is_silent && !calls.is_empty() { String::new() } else { said };
        let mut answer = TurnBody::assistant(text);
        let mut results = Vec::new();
        for (id, (name, arguments, output, custom)) in ids.zip(calls) {
            if let TurnBody::Assistant { tool_calls, .. } = &mut answer {
                tool_calls.push(ToolCallTurn { id: id.clone(), name, arguments, custom });
            }
            results.push(TurnBody::Tool { call_id: id, output });
        }
        std::iter::once(user).chain([answer]).chain(results).chain(aside).collect()
    })
}

fn output() -> impl Strategy<Value = OutputFormat> {
    let schema = (name(), schema(), of(any::<bool>()), of(words()))
        .prop_map(|(name, schema, strict, description)| OutputFormat::JsonSchema { name, schema, strict, description });
    prop_oneof![2 => Just(OutputFormat::Text), 1 => Just(OutputFormat::JsonObject), 2 => schema]
}

fn settings() -> impl Strategy<Value = Settings> {
    let heat = || of((0_u32..16).prop_map(|eighths| f64::from(eighths) / 8.0));
    let word = |words: &[&'static str]| of(select(words.to_vec()).prop_map(str::to_owned));
    let thinking =
        (word(&["none", "minimal", "low", "medium", "high", "xhigh"]), word(&["auto", "concise", "detailed"]), word(&["low", "high"]));
    let sampling = (heat(), heat(), heat(), of(-16_i32..0), of(vec(text(), 1..4)), of(any::<i64>()), of(1_u32..4));
    let chances = (of(any::<bool>()), of(0_u8..20), of(Just(json!({"50256": -100, "11": 5}))));
    let service = (of(any::<bool>()), word(&["auto", "flex"]), of(any::<bool>()), of(vec((member(), text()), 0..3)), of(words()));
    // No setting's name, no place within another field, and nothing that is no value: that is the same as nothing.
    let field = prop_oneof![
        3 => member().prop_map(|name| format!("x {}", name.replace('.', ""))),
        // What is an option of the libraries, where it is none of the body.
        1 => select(vec!["timeout", "max_retries", "engine", "deployment_id", "extra_body", "self", "class"]).prop_map(str::to_owned),
    ];
    let extra = vec((field, value().prop_filter("is there", |value| !value.is_null())), 0..3);
    (thinking, of(16_u32..9999), sampling, chances, service, extra).prop_map(|(thinking, most, sampling, chances, service, extra)| {
        Settings {
            effort: thinking.0,
            summary: thinking.1,
            verbosity: thinking.2,
            max_output_tokens: most,
            temperature: sampling.0,
            top_p: sampling.1,
            presence_penalty: sampling.2,
            frequency_penalty: sampling.3.map(|eighths| f64::from(eighths) / 8.0),
            stop: sampling.4,
            seed: sampling.5,
            n: sampling.6,
            logprobs: chances.0,
            top_logprobs: chances.1,
            logit_bias: chances.2.and_then(|bias| bias.as_object().cloned()),
            parallel_tool_calls: service.0,
            service_tier: service.1,
            store: service.2,
            metadata: service.3.map(|pairs| pairs.into_iter().map(|(key, text)| (key, Value::String(text))).collect()),
            user: service.4,
            extra: extra.into_iter().collect(),
            ..Settings::default()
        }
    })
}

/// A sparse one half of the time: where everything is set, faults hide each other.
pub fn draft() -> impl Strategy<Value = Draft> {
    let instructions = of((words(), of(select(vec![Role::System, Role::Developer]))));
    let tool = (name(), text(), schema(), of(any::<bool>())).prop_map(|(name, description, parameters, strict)| FunctionTool {
        name,
        description,
        parameters,
        strict,
    });
    let other = prop_oneof![
        (name(), text()).prop_map(|(name, text)| json!({"type": "custom", "name": name, "description": text})),
        (name(), text()).prop_map(|(name, text)| json!({"type": "custom", "custom": {"name": name, "description": text}})),
        Just(json!({"type": "web_search", "user_location": {"type": "approximate", "city": "Nuku'alofa"}})),
    ];
    let settings = prop_oneof![Just(Settings::default()), settings()];
    let tools = (vec(tool, 0..3), vec(other, 0..2), any::<prop::sample::Index>());
    (instructions, vec(exchange(), 0..3), words(), settings, tools, output()).prop_map(
        |(instructions, exchanges, last, settings, (tools, others, choice), output)| {
            let mut draft = Draft::new();
            if let Some((text, role)) = instructions {
                (draft.instructions, draft.instructions_role) = (text, role);
            }
            for body in exchanges.into_iter().flatten().chain([TurnBody::user(last)]) {
                draft.conversation.append(body);
            }
            if let Some(tool) = tools.first() {
                let choices = [ToolChoice::Auto, ToolChoice::None, ToolChoice::Required, ToolChoice::Function(tool.name.clone())];
                draft.tool_choice = choices[choice.index(choices.len())].clone();
            }
            (draft.settings, draft.tools, draft.other_tools, draft.output) = (settings, tools, others, output);
            draft
        },
    )
}
