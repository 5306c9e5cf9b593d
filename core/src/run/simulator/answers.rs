//! What the simulator answers: the example drafts by their prompt, tool calls, structured outputs, and for anything else an
//! honest echo of what arrived.

use super::ask::{Ask, Attached, Call, Choice, Format, Said, Tool};
use super::echo;
use super::long::Shape;
use super::models;
use super::places;
use super::random::Random;
use super::schema::{self, Hints};
use super::script::{Script, Source, Step, Voice};
use crate::draft::Scenario;
use crate::draft::examples::{self, PYTHON_API_PROMPT};
use serde_json::{Value, json};

/// Enough of the sentence to recognise it in a prompt that quotes only a part.
const GARBLED_MARK: &str = "얻떤 번역깃돋";

/// Whether this is the documented Azure example, which always comes with filter verdicts.
pub(super) fn is_documented_example(ask: &Ask) -> bool {
    ask.prompt().trim() == PYTHON_API_PROMPT
}

pub(super) fn script(ask: &Ask, scenario: Scenario, seed: u64) -> Script {
    if let Some(shape) = long_shape(scenario) {
        let steps = vec![Step::new(
            "Planning a long answer",
            "Twenty thousand lines were asked for. They are made one by one, while they are read.",
        )];
        return Script { steps, difficulty: 3, voices: vec![Voice::Text(Source::Long(shape))] };
    }
    let prompt = ask.prompt();
    let results = ask.fresh_results();
    // Whoever must call a tool calls again, as a model does: the one who asked has to end it.
    let must_call = matches!(ask.choice, Choice::Required | Choice::Named(_));
    if !results.is_empty() && !must_call {
        return several(ask, echo::steps_with_results(ask), 3, |_| echo::with_results(ask, &results).into());
    }
    if let Some(calls) = calls(ask, seed) {
        return Script { steps: echo::steps_before_calls(ask, &calls), difficulty: 2, voices: vec![Voice::Calls(calls); ask.n] };
    }
    match &ask.format {
        Format::Schema(schema) => {
            let object = schema::instance(schema, Hints { prompt, place: None });
            return several(ask, echo::steps_for_object(ask), 3, |_| pretty(&object).into());
        }
        Format::JsonObject => {
            let object = json!({"simulated": true, "model": ask.model, "prompt": prompt, "turns": ask.said.len()});
            return several(ask, echo::steps_for_object(ask), 2, |_| pretty(&object).into());
        }
        Format::Text => {}
    }
    let thinks = models::thinking_factor(&ask.model, ask.effort.as_deref()).is_some();
    let lower = prompt.to_lowercase();
    let names = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if is_documented_example(ask) {
        // Several choices differ, as a model's would; so do a model that thinks and one that does not.
        let long = include_str!("texts/python_api.md");
        let short = include_str!("texts/python_api_quick.md");
        return several(ask, python_api_steps(), 7, |choice| if thinks == (choice % 2 == 0) { long.into() } else { short.into() });
    }
    if prompt.contains(GARBLED_MARK) {
        return garbled(ask, thinks);
    }
    if shows_whiteboard(ask) {
        return whiteboard(ask);
    }
    if names(&["math", "formula", "수식", "수학"]) && names(&["code", "코드"]) || names(&["showcase"]) {
        let steps = vec![
            Step::new(
                "Collecting what Markdown has",
                "Headings, emphasis, lists, tables, quotations, links and pictures. Each should appear once, and some inside one another.",
            ),
            Step::new(
                "Choosing formulas and code",
                "A quadratic equation, a sum, an integral and a matrix. The code should be short and right: the greatest common divisor will do.",
            ),
        ];
        return several(ask, steps, 5, |_| include_str!("texts/showcase.md").into());
    }
    several(ask, echo::steps(ask), 2, |choice| echo::answer(ask, choice).into())
}

/// Whether the last turn brings the picture of the example: the one that the simulator knows.
fn shows_whiteboard(ask: &Ask) -> bool {
    let last = ask.said.iter().rev().find_map(|said| if let Said::User { attachments, .. } = said { Some(attachments) } else { None });
    let known = examples::whiteboard();
    last.into_iter().flatten().any(|attached| matches!(attached, Attached::Picture { url } if *url == known))
}

fn whiteboard(ask: &Ask) -> Script {
    let korean = echo::korean(ask);
    let steps = if korean {
        vec![
            Step::new("그림 읽기", "직각 표시가 있는 삼각형이다. 변은 6, 8, x이고 옆에 식이 하나, 물음이 둘 있다."),
            Step::new("풀이 확인하기", "빗변은 피타고라스 정리로, 넓이는 두 변의 곱을 반으로 나누어 구한다."),
        ]
    } else {
        vec![
            Step::new(
                "Reading the picture",
                "A triangle with the mark of a right angle. Its sides are 6, 8 and x; beside it stand a formula and two questions.",
            ),
            Step::new(
                "Choosing the way",
                "The hypotenuse follows from the theorem that is written there. The area is half the product of the legs.",
            ),
        ]
    };
    several(ask, steps, 4, |_| {
        if korean { include_str!("texts/whiteboard_ko.md").into() } else { include_str!("texts/whiteboard_en.md").into() }
    })
}

fn several(ask: &Ask, steps: Vec<Step>, difficulty: u32, text: impl Fn(usize) -> Source) -> Script {
    Script { steps, difficulty, voices: (0..ask.n).map(|choice| Voice::Text(text(choice))).collect() }
}

fn long_shape(scenario: Scenario) -> Option<Shape> {
    match scenario {
        Scenario::Long => Some(Shape::Mixed),
        Scenario::LongCode => Some(Shape::Code),
        Scenario::LongList => Some(Shape::List),
        Scenario::LongTable => Some(Shape::Table),
        _ => None,
    }
}

fn python_api_steps() -> Vec<Step> {
    vec![
        Step::new(
            "Outlining the path of a beginner",
            "The question is about a *first* API, so the order matters more than completeness. I want to begin with the purpose and the design, and come to code only when it is clear what it must do.",
        ),
        Step::new(
            "Choosing a framework for the example",
            "FastAPI, Flask and Django REST are the usual choices. FastAPI shows validation and documentation with the least code. I will compare them in a small table so that the choice can be judged.",
        ),
        Step::new(
            "Writing code that runs",
            "The example should be complete: one endpoint that writes, one that reads, and a check of the input. A test belongs to it, because it shows how a caller sees the API.",
        ),
        Step::new(
            "Checking for what beginners miss",
            "Versioning, one shape for errors, pages instead of endless lists, rate limits and logs without secrets. These are short to say now and dear to add later.",
        ),
    ]
}

/// The garbled sentence: explained in English where the words around it are English, else in Korean.
fn garbled(ask: &Ask, thinks: bool) -> Script {
    let around = format!("{} {}", ask.instructions(), ask.prompt());
    let english = around.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| word.len() > 1).count() >= 3;
    let steps = if english {
        vec![
            Step::new(
                "Decoding the syllables",
                "Each block is taken apart into its letters. Many carry a final consonant that no Korean word has in this place: `얻떤`, `깃돋`, `많`. Others have a doubled consonant where a plain one belongs.",
            ),
            Step::new(
                "Deciphering by sound",
                "Read aloud, `직우상` is 지구상 and `일끌 슈` is 읽을 수. The sound was kept and the spelling was broken. I can go through the line word by word in this way.",
            ),
            Step::new(
                "Checking grammar",
                "The endings fit together: `-지만` makes a contrast, `-들은` marks the topic, and `-을까` asks. The sentence is a question about itself, and it is complete.",
            ),
        ]
    } else {
        vec![
            Step::new(
                "음절 해독하기",
                "글자를 하나씩 자음과 모음으로 나누어 본다. `얻떤`, `깃돋`, `많`처럼 그 자리에 올 수 없는 받침이 많다. 예사소리가 올 곳에 된소리가 온 글자도 있다.",
            ),
            Step::new(
                "소리로 풀어 읽기",
                "소리 내어 읽으면 `직우상`은 지구상, `일끌 슈`는 읽을 수가 된다. 소리는 남기고 맞춤법만 깨뜨린 글이다. 같은 방법으로 한 낱말씩 풀어 간다.",
            ),
            Step::new(
                "문법 확인하기",
                "`-지만`은 대조, `-들은`은 주제, `-을까`는 물음을 나타낸다. 서로 잘 맞는다. 스스로에 대해 묻는 온전한 문장이다.",
            ),
        ]
    };
    several(ask, steps, 10, |_| match (thinks, english) {
        (true, true) => include_str!("texts/garbled_en.md").into(),
        (true, false) => include_str!("texts/garbled_ko.md").into(),
        (false, true) => include_str!("texts/garbled_quick_en.md").into(),
        (false, false) => include_str!("texts/garbled_quick_ko.md").into(),
    })
}

/// The calls that a model would make: the tool that fits the prompt best, once for each place that it names, or the two
/// tools that both fit.
fn calls(ask: &Ask, seed: u64) -> Option<Vec<Call>> {
    if ask.choice == Choice::None || ask.tools.is_empty() {
        return None;
    }
    let prompt = ask.prompt();
    let mut fitting: Vec<(usize, &Tool)> = ask.tools.iter().map(|tool| (fit(tool, prompt), tool)).collect();
    fitting.sort_by_key(|(fit, _)| std::cmp::Reverse(*fit));
    if let Choice::Named(name) = &ask.choice {
        fitting.retain(|(_, tool)| tool.name == *name);
    }
    let (_, best) = *fitting.first()?;
    let places = places::in_text(prompt);
    let most = if ask.parallel { 3 } else { 1 };
    let chosen: Vec<(&Tool, Option<&str>)> = if places.len() > 1 {
        places.iter().map(|place| (best, Some(*place))).collect()
    } else {
        let place = places.first().copied();
        let also = fitting.iter().skip(1).filter(|(fit, _)| *fit > 0).map(|(_, tool)| (*tool, place)).take(1);
        std::iter::once((best, place)).chain(also).collect()
    };
    let mut random = Random::of(&["calls", prompt, &ask.body.to_string()], seed);
    let call = |(tool, place): (&Tool, Option<&str>)| Call {
        id: format!("call_{}", random.letters(24)),
        name: tool.name.clone(),
        arguments: schema::instance(&tool.parameters, Hints { prompt, place }).to_string(),
    };
    Some(chosen.into_iter().take(most).map(call).collect())
}

/// How many words of the tool's name and description the prompt has.
fn fit(tool: &Tool, prompt: &str) -> usize {
    let prompt = prompt.to_lowercase();
    let words = format!("{} {}", tool.name.replace(['_', '-'], " "), tool.description).to_lowercase();
    let distinct: std::collections::BTreeSet<_> =
        words.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 2 || !word.is_ascii()).collect();
    distinct.into_iter().filter(|word| prompt.contains(word)).count()
}

fn pretty(value: &Value) -> String {
    // A JSON value always prints.
    serde_json::to_string_pretty(value).unwrap_or_default()
}
