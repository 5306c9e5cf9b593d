//! The honest answers: they say that this is the simulator and show, in the language of the prompt, what arrived.

use super::ask::{Ask, Attached, Call, Choice, Format, Said};
use super::script::Step;
use super::vocabulary;
use crate::draft::Part;
use crate::draft::attachment::Facts;
use crate::wire::Api;
use serde_json::Value;

/// Whether the user writes Korean.
pub(super) fn korean(ask: &Ask) -> bool {
    ask.prompt().chars().any(|c| ('\u{ac00}'..='\u{d7a3}').contains(&c))
}

fn step(ask: &Ask, english: (&str, &str), korean_words: (&str, &str)) -> Step {
    let (title, text) = if korean(ask) { korean_words } else { english };
    Step::new(title, text)
}

pub(super) fn steps(ask: &Ask) -> Vec<Step> {
    vec![
        step(
            ask,
            (
                "Reading the request",
                "The request has been read as a server would read it. There is no model here, so there is nothing to find out about the question itself.",
            ),
            ("요청 읽기", "서버가 읽듯이 요청을 읽었다. 여기에는 모델이 없으므로 질문 자체에 대해 알아낼 것은 없다."),
        ),
        step(
            ask,
            (
                "Preparing an honest answer",
                "The most useful thing to say is what arrived: the API, the model's name, the turns and the settings. That can be compared with what was meant.",
            ),
            (
                "솔직하게 답하기",
                "가장 쓸모 있는 답은 무엇이 도착했는지다. API와 모델 이름, 대화와 설정을 보여 주면 뜻한 것과 견주어 볼 수 있다.",
            ),
        ),
    ]
}

pub(super) fn steps_for_object(ask: &Ask) -> Vec<Step> {
    vec![step(
        ask,
        (
            "Reading the format",
            "The answer has to be one JSON object. I go through the fields that are required and give each a value of its type.",
        ),
        ("형식 읽기", "답은 하나의 JSON 객체여야 한다. 필요한 필드를 차례로 보며 형식에 맞는 값을 채운다."),
    )]
}

pub(super) fn steps_before_calls(ask: &Ask, calls: &[Call]) -> Vec<Step> {
    let names: Vec<_> = calls.iter().map(|call| format!("`{}`", call.name)).collect();
    let english = format!(
        "What is asked cannot be known from here, but there are tools for it. I will call {} and wait for what comes back.",
        names.join(", ")
    );
    let korean_words =
        format!("물음의 답을 여기서는 알 수 없지만 쓸 수 있는 도구가 있다. {} 도구를 부르고 결과를 기다린다.", names.join(", "));
    vec![step(ask, ("Choosing a tool", &english), ("도구 고르기", &korean_words))]
}

pub(super) fn steps_with_results(ask: &Ask) -> Vec<Step> {
    vec![step(
        ask,
        ("Reading the results", "The tools have answered. I lay their results side by side, so that they can be compared."),
        ("결과 읽기", "도구가 답했다. 견주어 볼 수 있도록 결과를 나란히 놓는다."),
    )]
}

/// The echo: what arrived, and how to get a real answer.
pub(super) fn answer(ask: &Ask, choice: usize) -> String {
    let korean = korean(ask);
    let mut text = String::new();
    let pick = |english: &'static str, korean_words: &'static str| if korean { korean_words } else { english };
    let mut line = |words: String| text.extend([words.as_str(), "\n"]);
    line(
        pick(
            "**This is Lineup's simulator, not a model.** It speaks the real wire format, so that everything around an answer can be tried without a key. Nobody has thought about your question.",
            "**Lineup의 시뮬레이터이며 모델이 아닙니다.** 실제 전송 형식을 그대로 쓰므로 키 없이도 답을 둘러싼 모든 것을 시험해 볼 수 있습니다. 질문에 대해 실제로 생각한 모델은 없습니다.",
        )
        .to_owned(),
    );
    if ask.n > 1 {
        line(String::new());
        line(if korean {
            format!("답변 {}개 중 {}번째입니다.", ask.n, choice + 1)
        } else {
            format!("Answer {} of {}.", choice + 1, ask.n)
        });
    }
    line(String::new());
    line(pick("## What arrived", "## 도착한 것").to_owned());
    line(String::new());
    line(pick("| what | value |", "| 항목 | 값 |").to_owned());
    line("| :--- | :--- |".to_owned());
    for (name, value) in facts(ask, korean) {
        line(format!("| {name} | {} |", value.replace('|', "\\|").replace('\n', " ")));
    }
    line(String::new());
    line(pick("Your last message:", "마지막 메시지:").to_owned());
    line(String::new());
    for quoted in ask.prompt().lines().take(12) {
        line(format!("> {quoted}"));
    }
    if ask.prompt().lines().count() > 12 {
        line("> …".to_owned());
    }
    line(String::new());
    line(
        pick(
            "To get a real answer, choose another endpoint for this lane, in *Settings*.",
            "실제 답변을 받으려면 *설정*에서 이 레인의 엔드포인트를 바꾸세요.",
        )
        .to_owned(),
    );
    text
}

fn facts(ask: &Ask, korean: bool) -> Vec<(&'static str, String)> {
    let pick = |english: &'static str, korean_words: &'static str| if korean { korean_words } else { english };
    let tokens = |count: u64| match (korean, count) {
        (true, _) => format!("{count} 토큰"),
        (false, 1) => "1 token".to_owned(),
        (false, _) => format!("{count} tokens"),
    };
    let api = if ask.api == Api::Responses { "Responses" } else { "Chat Completions" };
    let mut facts = vec![("API", api.to_owned()), (pick("model", "모델"), format!("`{}`", ask.model))];
    let instructions = ask.instructions();
    if !instructions.is_empty() {
        facts.push((pick("instructions", "지침"), tokens(vocabulary::count(&instructions))));
    }
    let turns = ask.said.iter().filter(|said| !matches!(said, Said::Instructions(_))).count();
    facts.push((pick("turns", "턴 수"), turns.to_string()));
    facts.push((pick("last message", "마지막 메시지"), tokens(vocabulary::count(ask.prompt()))));
    for said in &ask.said {
        if let Said::User { attachments, .. } = said {
            facts.extend(attachments.iter().map(|attached| seen(attached, korean)));
        }
    }
    if !ask.tools.is_empty() {
        let names: Vec<_> = ask.tools.iter().map(|tool| format!("`{}`", tool.name)).collect();
        let refused = if ask.choice == Choice::None { pick(" (not to be called)", " (호출하지 않음)") } else { "" };
        facts.push((pick("tools", "도구"), names.join(", ") + refused));
    }
    if !matches!(ask.format, Format::Text) {
        facts.push((pick("output", "출력"), "JSON".to_owned()));
    }
    let settings = settings(&ask.body);
    if !settings.is_empty() {
        facts.push((pick("settings", "설정"), settings));
    }
    facts
}

/// What an attachment is; the simulator looks at its bytes and not at what they show.
fn seen(attached: &Attached, korean: bool) -> (&'static str, String) {
    let pick = |english: &'static str, korean_words: &'static str| if korean { korean_words } else { english };
    let size = |facts: &Facts| facts.bytes.map(|bytes| format!(", {:.1} kB", bytes as f64 / 1000.0)).unwrap_or_default();
    match attached {
        Attached::Picture { url } => {
            let facts = Facts::of(&Part::Image { url: url.clone(), detail: None });
            let pixels = facts.pixels.map(|(width, height)| format!(", {width} × {height}")).unwrap_or_default();
            let what = match url.strip_prefix("data:") {
                Some(data) => data.split([';', ',']).next().unwrap_or_default(),
                None => url,
            };
            (pick("picture", "그림"), format!("`{}`{pixels}{}", clipped(what), size(&facts)))
        }
        Attached::Sound { format, data } => {
            let facts = Facts::of(&Part::Audio { data: data.clone(), format: format.clone() });
            let seconds = facts.seconds.map(|seconds| format!(", {seconds:.1} s")).unwrap_or_default();
            (pick("sound", "오디오"), format!("`{}`{seconds}{}", clipped(format), size(&facts)))
        }
        Attached::File { name, data } => {
            let facts = Facts::of(&Part::File { name: name.clone(), data: data.clone() });
            (pick("file", "파일"), format!("`{}`{}", clipped(name), size(&facts)))
        }
        Attached::Other { kind } => (pick("attachment", "첨부"), format!("`{}`", clipped(kind))),
    }
}

fn clipped(text: &str) -> String {
    text.replace('`', "'").chars().take(60).collect()
}

/// Everything in the body that is neither the conversation nor shown by name.
fn settings(body: &Value) -> String {
    const SHOWN_ELSEWHERE: [&str; 6] = ["model", "messages", "input", "instructions", "tools", "stream_options"];
    let fields = body.as_object().into_iter().flatten().filter(|(name, _)| !SHOWN_ELSEWHERE.contains(&name.as_str()));
    let fields: Vec<_> = fields.map(|(name, value)| format!("`{name}` = `{}`", short(value))).collect();
    fields.join(", ")
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 60 { text } else { text.chars().take(59).chain(['…']).collect() }
}

/// The answer after a tool has been called: its results, as a table where they are objects.
pub(super) fn with_results(ask: &Ask, results: &[(Option<&Call>, &str)]) -> String {
    let korean = korean(ask);
    let mut columns: Vec<String> = Vec::new();
    let objects: Vec<_> =
        results.iter().map(|(_, output)| serde_json::from_str::<Value>(output).ok().and_then(|value| value.as_object().cloned())).collect();
    for key in objects.iter().flatten().flat_map(serde_json::Map::keys) {
        if !columns.contains(key) {
            columns.push(key.clone());
        }
    }
    let call_heading = if korean { "호출" } else { "call" };
    let result_heading = if korean { "결과" } else { "result" };
    let named = |call: &Option<&Call>| call.map_or_else(|| "?".to_owned(), |call| format!("`{}({})`", call.name, call.arguments));
    let cell = |text: String| text.replace('|', "\\|").replace('\n', " ");
    let mut rows = Vec::new();
    if columns.is_empty() || objects.iter().any(Option::is_none) {
        rows.push(vec![call_heading.to_owned(), result_heading.to_owned()]);
        rows.extend(results.iter().map(|(call, output)| vec![cell(named(call)), cell((*output).to_owned())]));
    } else {
        rows.push(std::iter::once(call_heading.to_owned()).chain(columns.iter().cloned()).collect());
        for ((call, _), object) in results.iter().zip(objects.iter().flatten()) {
            let value = |column: &String| {
                object.get(column).map_or_else(String::new, |value| value.as_str().map_or_else(|| value.to_string(), str::to_owned))
            };
            rows.push(std::iter::once(named(call)).chain(columns.iter().map(value)).map(cell).collect());
        }
    }
    let mut text = String::new();
    text.push_str(if korean { "도구가 알려 준 결과입니다.\n\n" } else { "This is what the tools said.\n\n" });
    for (at, row) in rows.iter().enumerate() {
        text.push_str(&format!("| {} |\n", row.join(" | ")));
        if at == 0 {
            text.push_str(&format!("|{}\n", " :--- |".repeat(row.len())));
        }
    }
    text.push_str(if korean {
        "\n표의 값은 도구가 돌려준 그대로이고, 이 문장은 시뮬레이터가 썼습니다.\n"
    } else {
        "\nThe values are exactly what the tools returned; the sentences around them are the simulator's.\n"
    });
    text
}
