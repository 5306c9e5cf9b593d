//! What should be known of a request although the plan changes nothing in it: rules that only speak, some with an offer.

use super::When;
use super::engine::holds;
use crate::plan::Reason;
use crate::plan::asked::Asked;
use crate::wire::Api;
use serde::Serialize;
use serde_json::Value;

/// The words that bring Markdown back (Q-FORMATTING).
const FORMATTING: &str = "Formatting re-enabled";

/// A rule that speaks when all its conditions hold after the other rules have done their work.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NoticeRule {
    pub id: &'static str,
    /// The setting that it is about.
    pub on: &'static str,
    pub when: &'static [When],
    pub en: &'static str,
    pub ko: &'static str,
    pub offer: Option<Offer>,
}

/// What one click would change in the draft or the lane.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Offer {
    /// Puts this line in front of the instructions.
    Instructions(&'static str),
    /// Sets `background` and `store`, so that the run goes on without a connection and can be taken up again (wire.md c.7).
    Background,
    /// Opens the endpoint's settings: a deployment is to be named.
    NameDeployment,
}

/// A notice on one request.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Notice {
    /// The rule's id, as in the facts.
    pub rule: String,
    /// The setting that it is about, in the words of the draft.
    pub setting: String,
    pub words: Reason,
    pub offer: Option<Offer>,
}

/// All of them, in the order in which they are shown.
pub const NOTICES: &[NoticeRule] = &[
    NoticeRule {
        id: "Q-AZ-DEPLOY",
        on: "model",
        when: &[When::Azure, When::NotMapped],
        en: "Azure takes the name of a deployment. None is set for {model}, so its own name is sent.",
        ko: "Azure는 배포 이름을 받습니다. {model} 모델의 배포가 정해지지 않아 모델 이름을 그대로 보냅니다.",
        offer: Some(Offer::NameDeployment),
    },
    NoticeRule {
        id: "Q-FORMATTING",
        on: "instructions",
        when: &[When::Listed("Q-FORMATTING"), When::BeginsWithout(FORMATTING)],
        en: "{model} may answer without Markdown. A first line “Formatting re-enabled” in the instructions asks for it.",
        ko: "{model} 모델은 Markdown 없이 답할 수 있습니다. 지침의 첫 줄에 “Formatting re-enabled”를 쓰면 Markdown을 씁니다.",
        offer: Some(Offer::Instructions(FORMATTING)),
    },
    NoticeRule {
        id: "Q-PTC-MIN",
        on: "parallel_tool_calls",
        when: &[When::True, When::Family("gpt-5"), When::EffortIn(&["minimal"])],
        en: "At effort minimal {model} makes one tool call at a time, whatever is asked.",
        ko: "추론 강도가 minimal이면 {model} 모델은 무엇을 요청하든 도구를 한 번에 하나씩 호출합니다.",
        offer: None,
    },
    NoticeRule {
        id: "Q-PTC-MIN",
        on: "parallel_tool_calls",
        when: &[When::True, When::NoParallelTools],
        en: "{model} makes one tool call at a time, whatever is asked.",
        ko: "{model} 모델은 무엇을 요청하든 도구를 한 번에 하나씩 호출합니다.",
        offer: None,
    },
    NoticeRule {
        id: "Q-BACKGROUND",
        on: "background",
        when: &[When::Api(Api::Responses), When::NotCompatible, When::Unset("background"), When::Listed("Q-BACKGROUND")],
        en: "{model} can think for minutes, longer than some connections last. In the background the run survives a lost connection.",
        ko: "{model} 모델은 몇 분 동안 생각할 수 있어 연결이 먼저 끊길 수 있습니다. 백그라운드 실행은 연결이 끊겨도 계속됩니다.",
        offer: Some(Offer::Background),
    },
    NoticeRule {
        id: "Q-BACKGROUND",
        on: "background",
        when: &[
            When::Api(Api::Responses),
            When::NotCompatible,
            When::Unset("background"),
            When::NotListed("Q-BACKGROUND"),
            When::Set("effort"),
            When::EffortIn(&["high", "xhigh", "max"]),
        ],
        en: "At this effort {model} can think for minutes. In the background the run survives a lost connection.",
        ko: "이 추론 강도에서 {model} 모델은 몇 분 동안 생각할 수 있습니다. 백그라운드 실행은 연결이 끊겨도 계속됩니다.",
        offer: Some(Offer::Background),
    },
    NoticeRule {
        id: "Q-BACKGROUND",
        on: "background",
        when: &[When::Api(Api::Responses), When::True, When::StoreOff],
        en: "A run in the background has to be kept by the server: with store off it may be refused, and cannot be taken up again.",
        ko: "백그라운드 실행은 서버가 보관해야 합니다. store가 꺼져 있으면 거부될 수 있고 이어받을 수 없습니다.",
        offer: None,
    },
    NoticeRule {
        id: "Q-PREVID",
        on: "previous_response_id",
        when: &[When::Api(Api::Responses), When::Set("previous_response_id")],
        en: "This works only while the server still keeps the earlier answer.",
        ko: "서버가 이전 답변을 아직 보관하고 있을 때만 동작합니다.",
        offer: None,
    },
];

/// The notice on variables without values.
pub(in crate::plan) fn unfilled(names: &[String]) -> Option<Notice> {
    let names = names.iter().map(|name| format!("{{{{{name}}}}}")).collect::<Vec<_>>().join(", ");
    (!names.is_empty()).then(|| Notice {
        rule: "L-UNFILLED".into(),
        setting: "variables".into(),
        words: Reason {
            en: format!("{names}: without a value the braces are sent as they stand."),
            ko: format!("{names}: 값이 없어 중괄호를 그대로 보냅니다."),
        },
        offer: None,
    })
}

/// The notices on what is asked.
pub(in crate::plan) fn notices(asked: &Asked<'_>) -> Vec<Notice> {
    let holding = NOTICES.iter().filter(|rule| rule.when.iter().all(|when| holds(*when, rule.on, asked)));
    let words = |text: &str, on: &str| asked.fill(text, on, &Value::Null, &Value::Null);
    let mut notices: Vec<Notice> = Vec::new();
    for rule in holding {
        if !notices.iter().any(|said| said.rule == rule.id) {
            notices.push(Notice {
                rule: rule.id.into(),
                setting: rule.on.into(),
                words: Reason { en: words(rule.en, rule.on), ko: words(rule.ko, rule.on) },
                offer: rule.offer,
            });
        }
    }
    notices
}
