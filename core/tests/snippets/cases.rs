//! Requests whose code is compared, read back and run.

use lineup_core::draft::{ApiChoice, Auth, Draft, Endpoint, EndpointId, Flavour, Lane, LaneId, Scenario, Settings};
use lineup_core::lineup::Lineup;
use lineup_core::plan::snippet::{Credential, Language, Snippet, snippet};
use lineup_core::plan::{Plan, chat_body, plan};
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

static LINEUP: LazyLock<Lineup> = LazyLock::new(|| Lineup::embedded().unwrap());

const KEY: Credential = Credential::Key;
const ENTRA: Credential = Credential::Entra;

pub struct Case {
    pub name: &'static str,
    pub plan: Plan,
    pub flavour: Flavour,
    pub credential: Credential,
}

impl Case {
    pub fn code(&self, language: Language) -> Snippet {
        snippet(&self.plan, self.flavour, self.credential, language)
    }
}

/// A question, as most people ask it.
pub fn question() -> Value {
    json!({
        "messages": [{"role": "system", "content": "Answer in one sentence."}, {"role": "user", "content": "왜 하늘은 파란가요?"}],
        "max_tokens": 500, "reasoning_effort": "low"
    })
}

/// What is not meant well: quotes of every language, what shells and templates replace, line ends of every kind, what turns the
/// direction of text, what no library has an argument for, and names that are no names.
pub fn hostile() -> Value {
    json!({
        "messages": [
            {"role": "system", "content": "'''\"\"\"```$HOME `id` $(id) ${x} %s %PATH% {{$x}} {{{ }} #{x} \\u0041 \\ \"# \"## JSON\nJSON\r\n«body» ?chat: x"},
            {"role": "user", "content": "\u{0}\u{1}\u{7}\u{8}\u{b}\u{c}\u{1b}\u{7f}\u{85}\u{a0}\u{2028}\u{2029}\u{202e}abc\u{2066}\u{200b}\u{feff}\u{e0041}👩‍🚀 한국어 \u{10ffff}"}
        ],
        "tools": [{"type": "function", "function": {"name": "f", "description": "it's", "parameters": {
            "type": "object",
            "properties": {"__proto__": {"type": "string"}, "a-b": {"enum": ["x", null, true, 1.5, -0.25, 1e21]}, "\"": {}, "": {}, "1a": {}, "class": {}, "$ref": {}},
            "required": [], "additionalProperties": false
        }}}],
        "seed": 9_007_199_254_740_993_u64,
        "top_k": 40, "chat_template_kwargs": {"enable_thinking": false, "none": null}, "a b": [[[]], {}]
    })
}

pub fn endpoint(flavour: Flavour, base: &str) -> Endpoint {
    let auth = match flavour {
        Flavour::AzureV1 | Flavour::AzureClassic => Auth::ApiKey,
        _ => Auth::Bearer,
    };
    Endpoint {
        id: EndpointId("e".into()),
        name: "e".into(),
        flavour,
        base: base.into(),
        auth,
        api_version: None,
        deployments: BTreeMap::from([("o4-mini".to_owned(), "my-o4-mini".to_owned())]),
    }
}

pub fn plan_at(draft: &Draft, model: &str, api: ApiChoice, stream: bool, endpoint: &Endpoint) -> Plan {
    let lane = Lane {
        id: LaneId(0),
        model: model.into(),
        endpoint: endpoint.id.clone(),
        api,
        stream,
        settings: Settings::default(),
        send_anyway: BTreeSet::new(),
        scenario: Scenario::Answer,
        split_think: true,
    };
    plan(draft, &lane, endpoint, &LINEUP).unwrap()
}

/// The draft of a Chat body.
pub fn draft(body: &Value) -> Draft {
    chat_body(&body.to_string()).unwrap().draft
}

/// Every flavour, both APIs, streamed and not, each kind of credential. `own` is the address of a server that stands in for
/// Azure and for a compatible one; without it they have addresses as people have them.
pub fn cases(own: Option<&str>) -> Vec<Case> {
    use ApiChoice::{Chat, Responses};
    use Flavour::{AzureClassic, AzureV1, Compatible, OpenAi, Simulator};
    let question = draft(&question());
    let hostile = draft(&hostile());
    let azure = own.unwrap_or("https://my-resource.openai.azure.com");
    let server = own.map_or_else(|| "http://localhost:8000/v1".to_owned(), |own| format!("{own}/v1"));
    let case = |name, draft: &Draft, model, api, stream, endpoint: Endpoint, credential| Case {
        name,
        plan: plan_at(draft, model, api, stream, &endpoint),
        flavour: endpoint.flavour,
        credential,
    };
    let at = |flavour| match flavour {
        OpenAi | Simulator => endpoint(flavour, ""),
        AzureV1 | AzureClassic => endpoint(flavour, azure),
        Compatible => endpoint(flavour, &server),
    };
    let preview = Endpoint { api_version: Some("preview".into()), ..at(AzureV1) };
    let front = Endpoint { auth: Auth::Header("X-Front-Key".into()), ..at(Compatible) };
    let open = Endpoint { auth: Auth::None, ..at(Compatible) };
    let mut drawing = question.clone();
    drawing.other_tools = vec![json!({"type": "image_generation", "model": "gpt-image-1"})];
    // Azure has this tool's deployment in a header beside the key's.
    let pictures = |flavour| {
        let deployments = BTreeMap::from([("gpt-image-1".to_owned(), "my pictures".to_owned())]);
        Endpoint { deployments, ..at(flavour) }
    };
    vec![
        case("openai, chat", &question, "o4-mini", Chat, false, at(OpenAi), KEY),
        case("openai, responses, streamed", &question, "o4-mini", Responses, true, at(OpenAi), KEY),
        case("openai, chat, hostile, streamed", &hostile, "gpt-4.1", Chat, true, at(OpenAi), KEY),
        case("openai, responses, hostile", &hostile, "gpt-4.1", Responses, false, at(OpenAi), KEY),
        case("azure v1, chat, streamed", &question, "o4-mini", Chat, true, at(AzureV1), KEY),
        case("azure v1 preview, responses", &question, "o4-mini", Responses, false, preview, KEY),
        case("azure v1, responses, entra", &question, "o4-mini", Responses, false, at(AzureV1), ENTRA),
        case("azure classic, chat", &question, "o4-mini", Chat, false, at(AzureClassic), KEY),
        case("azure classic, chat, entra, streamed", &question, "o4-mini", Chat, true, at(AzureClassic), ENTRA),
        case("azure classic, responses", &question, "o4-mini", Responses, false, at(AzureClassic), KEY),
        case("compatible, chat, streamed", &question, "qwen3", Chat, true, at(Compatible), KEY),
        case("compatible, chat, without a key", &question, "qwen3", Chat, false, open, KEY),
        case("compatible, responses, its own header", &question, "qwen3", Responses, false, front, KEY),
        case("azure v1, responses, pictures", &drawing, "gpt-4.1", Responses, false, pictures(AzureV1), KEY),
        case("azure v1, responses, pictures, entra, streamed", &drawing, "gpt-4.1", Responses, true, pictures(AzureV1), ENTRA),
        case("azure classic, responses, pictures, streamed", &drawing, "gpt-4.1", Responses, true, pictures(AzureClassic), KEY),
        case("simulator, responses", &question, "o4-mini", Responses, false, at(Simulator), KEY),
    ]
}
