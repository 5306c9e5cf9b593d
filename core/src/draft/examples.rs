//! The example drafts of the empty state: what a newcomer can run at once on the simulator.

use super::mock::ReadyTool;
use super::{ApiChoice, Draft, FunctionTool, Part, Settings, TurnBody};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// The prompt of the first example: the one whose usage Azure's documentation of reasoning models shows.
pub const PYTHON_API_PROMPT: &str = "What steps should I think about when writing my first Python API?";

/// The sentence of the second example: Korean whose sound was kept and whose spelling was broken.
pub const GARBLED_SENTENCE: &str = "직우상 얻떤 번역깃돋 일끌 슈 없쥐많, 한국인뜰은 쉽게 앍아볼 쑤 있눈 뭉좡이 있읽까?";

/// The picture of the fourth example, drawn for it: `pictures/whiteboard.svg` is its source.
const WHITEBOARD: &[u8] = include_bytes!("pictures/whiteboard.png");

/// The picture of the fourth example as a `data:` URL.
#[must_use]
pub fn whiteboard() -> String {
    format!("data:image/png;base64,{}", STANDARD.encode(WHITEBOARD))
}

/// The languages that the examples are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExampleLanguage {
    English,
    Korean,
}

/// A draft with the lanes that it is best seen in.
#[derive(Clone, Debug, PartialEq)]
pub struct Example {
    /// Stable, in any language: `python-api`, `garbled-korean`, `tool-call`, `whiteboard`.
    pub id: &'static str,
    pub name: &'static str,
    /// One line on what there is to see.
    pub about: &'static str,
    pub draft: Draft,
    pub lanes: Vec<ExampleLane>,
}

/// A lane that an example proposes; its endpoint is the simulator.
#[derive(Clone, Debug, PartialEq)]
pub struct ExampleLane {
    pub model: &'static str,
    pub api: ApiChoice,
    pub settings: Settings,
}

/// The examples, in the order in which they are offered.
pub fn examples(language: ExampleLanguage) -> Vec<Example> {
    vec![python_api(language), garbled_korean(language), tool_call(language), whiteboard_photo(language)]
}

fn python_api(language: ExampleLanguage) -> Example {
    let (name, about) = match language {
        ExampleLanguage::English => {
            ("A first Python API", "Where 1,843 output tokens went: a reasoning model beside one that does not think")
        }
        ExampleLanguage::Korean => ("첫 번째 Python API", "출력 토큰 1,843개는 어디에 쓰였을까: 추론 모델과 일반 모델 비교"),
    };
    // The prompt is the documented one in both languages: its usage belongs to these words.
    Example {
        id: "python-api",
        name,
        about,
        draft: draft("", PYTHON_API_PROMPT, Vec::new()),
        lanes: vec![thinking("o4-mini", "medium"), plain("gpt-4o")],
    }
}

fn garbled_korean(language: ExampleLanguage) -> Example {
    let (name, about, instructions, lead) = match language {
        ExampleLanguage::English => (
            "A garbled Korean sentence",
            "Thinking in named steps: decoding, deciphering, checking",
            "You repair garbled Korean. Explain each step, then give the sentence and its translation.",
            "What does this sentence say?",
        ),
        ExampleLanguage::Korean => (
            "깨진 한글 문장",
            "이름 붙은 단계로 생각하기: 해독하고, 풀어 읽고, 확인하기",
            "깨진 한글을 바로잡아 주세요. 단계마다 설명한 다음 바른 문장을 알려 주세요.",
            "이 문장은 무슨 뜻인가요?",
        ),
    };
    let prompt = format!("{lead}\n\n{GARBLED_SENTENCE}");
    Example {
        id: "garbled-korean",
        name,
        about,
        draft: draft(instructions, &prompt, Vec::new()),
        lanes: vec![thinking("o3", "high"), plain("gpt-4o")],
    }
}

fn tool_call(language: ExampleLanguage) -> Example {
    let (name, about, prompt) = match language {
        ExampleLanguage::English => (
            "Two cities, one tool",
            "Parallel function calls with arguments that fit their schema",
            "Compare the weather in Seoul and Busan, in celsius.",
        ),
        ExampleLanguage::Korean => {
            ("두 도시, 한 도구", "스키마에 맞는 인수로 함수를 동시에 호출하기", "서울과 부산의 날씨를 celsius로 비교해 주세요.")
        }
    };
    let tool = ReadyTool::Weather.tool(language);
    let mocks = [(tool.name.clone(), ReadyTool::Weather.mock())].into();
    Example {
        id: "tool-call",
        name,
        about,
        draft: Draft { mocks, ..draft("", prompt, vec![tool]) },
        lanes: vec![thinking("o4-mini", "low"), plain("gpt-4.1-mini")],
    }
}

fn whiteboard_photo(language: ExampleLanguage) -> Example {
    let (name, about, prompt) = match language {
        ExampleLanguage::English => (
            "A photo of a whiteboard",
            "A picture goes along: its size, what it costs in tokens, and who can see it",
            "What does the whiteboard ask? Solve it.",
        ),
        ExampleLanguage::Korean => {
            ("화이트보드 사진", "그림을 함께 보내기: 크기와 토큰, 볼 수 있는 모델", "화이트보드에 적힌 문제가 무엇인가요? 풀어 주세요.")
        }
    };
    let mut draft = Draft::new();
    let picture = Part::Image { url: whiteboard(), detail: Some("high".to_owned()) };
    draft.conversation.append(TurnBody::User { parts: vec![picture, Part::Text { text: prompt.to_owned() }] });
    Example { id: "whiteboard", name, about, draft, lanes: vec![thinking("o3", "medium"), plain("gpt-4o")] }
}

fn draft(instructions: &str, prompt: &str, tools: Vec<FunctionTool>) -> Draft {
    let mut draft = Draft { instructions: instructions.to_owned(), tools, ..Draft::new() };
    draft.conversation.append(TurnBody::user(prompt));
    draft
}

fn thinking(model: &'static str, effort: &str) -> ExampleLane {
    let settings = Settings { effort: Some(effort.to_owned()), summary: Some("auto".to_owned()), ..Settings::default() };
    ExampleLane { model, api: ApiChoice::Auto, settings }
}

fn plain(model: &'static str) -> ExampleLane {
    ExampleLane { model, api: ApiChoice::Auto, settings: Settings::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_example_has_the_same_shape_in_both_languages() {
        let (english, korean) = (examples(ExampleLanguage::English), examples(ExampleLanguage::Korean));
        assert_eq!(english.len(), 4);
        for (one, other) in english.iter().zip(&korean) {
            assert_eq!((one.id, &one.lanes), (other.id, &other.lanes));
            assert_ne!(one.name, other.name);
            assert_eq!(one.draft.tools.len(), other.draft.tools.len());
        }
    }

    #[test]
    fn an_example_draft_survives_writing_and_reading() {
        for example in examples(ExampleLanguage::Korean) {
            let text = serde_json::to_string(&example.draft).unwrap();
            assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), example.draft);
        }
    }
}
