//! What servers say when they refuse a request, and what to do about it: the repairs, as data.
//!
//! The first rule with matching words wins. Source: facts of error messages as quoted in public threads (quirks.md §3), checked
//! against the messages in `fixtures.json`.

use super::pattern::Pattern;

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepairRule {
    pub id: &'static str,
    pub patterns: &'static [Pattern],
    pub then: Then,
    /// Why the request changes, in one sentence; `{1}` … are the holes.
    pub en: &'static str,
    pub ko: &'static str,
}

/// What a rule does with the holes' content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Then {
    /// Sends {1} as {2}.
    Rename,
    /// Sends {1} at the path {2}.
    Move,
    /// Asks for the whole answer instead of a stream.
    NoStream,
    /// Leaves the summary out.
    NoSummary,
    /// Puts the instructions into the first user message.
    FoldRole,
    /// Leaves {1} out.
    Delete,
    /// Sets {1} to the nearest of {3}.
    Nearest,
    /// Sets the field that the error names beside its words to the nearest of {3}.
    NearestInNamed,
    /// Leaves the schema out.
    NoSchema,
    NoTools,
    /// Uses Responses; where the model has no Responses, effort `none`.
    ToolsOverResponses,
    UseResponses,
    /// Raises {1} to {2}.
    AtLeast,
    AddWebSearch,
    /// Sends earlier items whole and without ids.
    StripItems,
    JsonFormat,
    /// Raises the api-version to {1}.
    ApiVersion,
    /// Nothing in the request can mend it.
    Verify,
    NameDeployment,
    Filtered,
    Wait,
}

/// All repairs, in the order in which they are tried.
pub const RULES: &[RepairRule] = &[
    RepairRule {
        id: "rename",
        patterns: &[Pattern("Unsupported parameter: '{1}' is not supported with this model. Use '{2}' instead")],
        then: Then::Rename,
        en: "The server calls {1} {2}.",
        ko: "서버에서는 {1} 대신 {2} 이름을 씁니다.",
    },
    RepairRule {
        id: "move",
        patterns: &[Pattern("Unsupported parameter: '{1}'. In the Responses API, this parameter has moved to '{2}'")],
        then: Then::Move,
        en: "In the Responses API {1} stands at {2}.",
        ko: "Responses API에서 {1}의 자리는 {2}입니다.",
    },
    RepairRule {
        id: "verify_stream",
        patterns: &[Pattern("…must be verified to stream this model")],
        then: Then::NoStream,
        en: "Only verified organizations may stream this model, so the answer is asked for in one piece.",
        ko: "인증된 조직만 이 모델을 스트리밍할 수 있어 답변을 한 번에 받습니다.",
    },
    RepairRule {
        id: "verify_summary",
        patterns: &[Pattern("…must be verified to generate reasoning summaries")],
        then: Then::NoSummary,
        en: "Only verified organizations get summaries of the reasoning, so none is asked for.",
        ko: "인증된 조직만 추론 요약을 받을 수 있어 요약을 요청하지 않습니다.",
    },
    RepairRule {
        id: "verify_model",
        patterns: &[Pattern("…must be verified to use the model")],
        then: Then::Verify,
        en: "Only verified organizations may use this model. No change to the request helps.",
        ko: "인증된 조직만 이 모델을 쓸 수 있습니다. 요청을 바꿔도 해결되지 않습니다.",
    },
    RepairRule {
        id: "role",
        patterns: &[Pattern("Unsupported value: 'messages[{1}].role' does not support '{2}' with this model")],
        then: Then::FoldRole,
        en: "This model takes no {2} messages, so the instructions go in front of the first user message.",
        ko: "이 모델은 {2} 메시지를 받지 않으므로 지침을 첫 사용자 메시지 앞에 넣습니다.",
    },
    RepairRule {
        id: "value_default",
        patterns: &[Pattern("Unsupported value: '{1}' does not support {2} with this model. Only the default ({3}) value is supported")],
        then: Then::Delete,
        en: "This model takes only the default of {1}, so it is not sent.",
        ko: "이 모델은 {1} 항목에 기본값만 받으므로 보내지 않습니다.",
    },
    RepairRule {
        id: "value_list",
        patterns: &[Pattern("Unsupported value: '{1}' does not support {2} with this model. Supported values are: {3*}")],
        then: Then::Nearest,
        en: "This model does not take {2} for {1}; the nearest that it takes is sent.",
        ko: "이 모델은 {1} 항목에 {2} 값을 받지 않으므로, 받는 값 중 가장 가까운 것을 보냅니다.",
    },
    RepairRule {
        id: "value_model_list",
        patterns: &[Pattern("Unsupported value: '{1}' is not supported with the '{2}' model. Supported values are: {3*}")],
        then: Then::NearestInNamed,
        en: "{2} does not take {1}; the nearest that it takes is sent.",
        ko: "{2} 모델은 {1} 값을 받지 않으므로, 받는 값 중 가장 가까운 것을 보냅니다.",
    },
    RepairRule {
        id: "delete",
        patterns: &[
            Pattern("Unsupported parameter: '{1}' is not supported with this model"),
            Pattern("Unsupported parameter: '{1}' is not supported with the '{2}' model"),
        ],
        then: Then::Delete,
        en: "This model does not take {1}, so it is not sent.",
        ko: "이 모델은 {1} 값을 받지 않으므로 보내지 않습니다.",
    },
    RepairRule {
        id: "unrecognized",
        patterns: &[Pattern("…Unrecognized request argument supplied: {1}")],
        then: Then::Delete,
        en: "The server does not know {1}, so it is not sent.",
        ko: "서버가 {1} 항목을 모르므로 보내지 않습니다.",
    },
    RepairRule {
        id: "json_schema",
        patterns: &[Pattern("Invalid parameter: '{1}' of type 'json_schema' is not supported")],
        then: Then::NoSchema,
        en: "This model takes no JSON Schema, so the answer is asked for as plain text.",
        ko: "이 모델은 JSON Schema를 받지 않아 일반 텍스트로 답변을 받습니다.",
    },
    RepairRule {
        id: "tools_model",
        patterns: &[Pattern("tools is not supported in this model")],
        then: Then::NoTools,
        en: "This model cannot call tools, so none are sent.",
        ko: "이 모델은 도구를 호출하지 못하므로 도구를 보내지 않습니다.",
    },
    RepairRule {
        id: "tools_chat",
        patterns: &[Pattern("Function tools with reasoning_effort are not supported for {1} in /v1/chat/completions")],
        then: Then::ToolsOverResponses,
        en: "Over Chat Completions {1} takes no function tools together with an effort.",
        ko: "Chat Completions에서 {1} 모델은 함수 도구와 추론 강도를 함께 받지 않습니다.",
    },
    RepairRule {
        id: "responses_only",
        patterns: &[Pattern("…only supported in v1/responses"), Pattern("…Did you mean to use v1/completions")],
        then: Then::UseResponses,
        en: "Only the Responses API serves this model, so the request goes there.",
        ko: "이 모델은 Responses API에서만 쓸 수 있어 요청을 그쪽으로 보냅니다.",
    },
    RepairRule {
        id: "min_tokens",
        patterns: &[Pattern("Invalid '{1}': integer below minimum value. Expected a value >= {2}")],
        then: Then::AtLeast,
        en: "The server takes no {1} below {2}.",
        ko: "서버는 {2} 미만의 {1} 값을 받지 않습니다.",
    },
    RepairRule {
        id: "deep_research",
        patterns: &[Pattern("Deep research models require at least one of")],
        then: Then::AddWebSearch,
        en: "This model needs a tool that brings data, so the web search is added.",
        ko: "이 모델은 자료를 가져올 도구가 있어야 하므로 웹 검색을 추가합니다.",
    },
    RepairRule {
        id: "store_false",
        patterns: &[
            Pattern("…Items are not persisted when `store` is set to false"),
            Pattern("…Items are not persisted when store is set to false"),
        ],
        then: Then::StripItems,
        en: "The server keeps no items, so earlier ones are sent whole and without their ids.",
        ko: "서버가 항목을 보관하지 않으므로 이전 항목을 id 없이 통째로 보냅니다.",
    },
    RepairRule {
        id: "transcribe_format",
        patterns: &[Pattern("response_format '{1}' is not compatible with model '{2}'. Use {3} instead")],
        then: Then::JsonFormat,
        en: "{2} does not write {1}; it writes JSON.",
        ko: "{2} 모델은 {1} 형식을 쓰지 않으므로 JSON으로 받습니다.",
    },
    RepairRule {
        id: "az_version",
        patterns: &[Pattern("…enabled only for api versions {1} and later")],
        then: Then::ApiVersion,
        en: "The model needs api-version {1} or later.",
        ko: "이 모델에는 api-version {1} 이상이 필요합니다.",
    },
    RepairRule {
        id: "az_deployment",
        patterns: &[Pattern("The API deployment for this resource does not exist")],
        then: Then::NameDeployment,
        en: "Azure knows no deployment of this name. Set the deployment's name in the endpoint's settings.",
        ko: "Azure에 이런 이름의 배포가 없습니다. 엔드포인트 설정에서 배포 이름을 정하세요.",
    },
    RepairRule {
        id: "az_filter",
        patterns: &[Pattern("…triggering Azure OpenAI's content management policy")],
        then: Then::Filtered,
        en: "Azure's content filter refused the prompt. The same request would be refused again.",
        ko: "Azure 콘텐츠 필터가 프롬프트를 거부했습니다. 같은 요청은 다시 거부됩니다.",
    },
    RepairRule {
        id: "retry_after",
        patterns: &[Pattern("…etry after {1} seconds"), Pattern("…try again in {1}ms"), Pattern("…try again in {1}s")],
        then: Then::Wait,
        en: "The server asks to wait.",
        ko: "서버가 잠시 기다려 달라고 합니다.",
    },
];
