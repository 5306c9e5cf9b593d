//! The ready-made tools: what each is called, what it takes, and the mock that answers it.

use super::Mock;
use crate::draft::{ExampleLanguage, FunctionTool};
use serde_json::{Value, json};

/// A tool that can be added with one click and answers by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadyTool {
    Calculator,
    Clock,
    Weather,
    Table,
}

/// In the order in which they are offered.
pub const READY_TOOLS: [ReadyTool; 4] = [ReadyTool::Calculator, ReadyTool::Clock, ReadyTool::Weather, ReadyTool::Table];

impl ReadyTool {
    /// The tool as a model sees it, in the language of the one who adds it.
    #[must_use]
    pub fn tool(self, language: ExampleLanguage) -> FunctionTool {
        let korean = language == ExampleLanguage::Korean;
        let say = |english: &str, in_korean: &str| if korean { in_korean.to_owned() } else { english.to_owned() };
        let text = |about: String| json!({"type": "string", "description": about});
        let (name, description, properties) = match self {
            Self::Calculator => (
                "calculate",
                say("Works out an expression", "수식을 계산합니다"),
                json!({"expression": text(say("Such as (3 + 4) * 2.5 or sqrt(2)", "예: (3 + 4) * 2.5, sqrt(2)"))}),
            ),
            Self::Clock => ("get_time", say("Tells the date and time now", "지금 날짜와 시각을 알려 줍니다"), json!({})),
            Self::Weather => (
                "get_weather",
                say("Tells the weather in a city now", "도시의 지금 날씨를 알려 줍니다"),
                json!({
                    "city": text(say("The city's name", "도시 이름")),
                    "unit": {"type": "string", "enum": ["celsius", "fahrenheit"], "description": say("The unit of temperature", "온도 단위")},
                }),
            ),
            Self::Table => (
                "find_product",
                say("Looks up products and their prices", "상품과 가격을 찾습니다"),
                json!({"product": text(say("The product's name", "상품 이름"))}),
            ),
        };
        let required: Vec<&String> = properties.as_object().into_iter().flatten().map(|(name, _)| name).collect();
        let parameters: Value = json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false});
        FunctionTool { name: name.to_owned(), description, parameters, strict: Some(true) }
    }

    #[must_use]
    pub fn mock(self) -> Mock {
        match self {
            Self::Calculator => Mock::Calculator,
            Self::Clock => Mock::Clock,
            Self::Weather => Mock::Weather,
            Self::Table => Mock::Table { rows: "product,price,stock\nnotebook,3.20,140\npen,1.10,85\nruler,2.40,0\n".to_owned() },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::ToolCallTurn;
    use crate::draft::mock::{Now, Reply};
    use crate::draft::schema::{Level, lint, name::misnomer};

    #[test]
    fn every_ready_made_tool_is_strict_and_answers() {
        let arguments = json!({"expression": "1+1", "city": "Seoul", "unit": "celsius", "product": "pen"});
        for ready in READY_TOOLS {
            for language in [ExampleLanguage::English, ExampleLanguage::Korean] {
                let tool = ready.tool(language);
                assert_eq!((lint(&tool.parameters, Level::Strict), misnomer(&tool.name)), (vec![], None), "{ready:?}");
                let own: serde_json::Map<_, _> =
                    tool.parameters["properties"].as_object().unwrap().keys().map(|name| (name.clone(), arguments[name].clone())).collect();
                let call = ToolCallTurn { id: String::new(), name: tool.name, arguments: Value::Object(own).to_string(), custom: false };
                match ready.mock().answer(&call, Now { unix_ms: 0.0, offset_minutes: 0 }) {
                    Reply::Text(answer) => assert!(!answer.contains("error"), "{ready:?}: {answer}"),
                    other @ Reply::Function { .. } => panic!("{other:?}"),
                }
            }
        }
    }
}
