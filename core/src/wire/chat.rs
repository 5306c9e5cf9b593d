//! Chat Completions: one chunk of a stream, or a whole answer (facts: wire.md (b)).
//!
//! A whole answer has `message` where a chunk has `delta`; everything else is the same object, so one type reads both.

use super::soft;
use serde::Deserialize;
use serde_json::Value;

/// A `chat.completion.chunk` or a `chat.completion`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Completion {
    /// Empty in Azure's first chunk (wire.md b.4).
    #[serde(deserialize_with = "soft::string")]
    pub id: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub model: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub service_tier: Option<String>,
    #[serde(deserialize_with = "choices")]
    pub choices: Option<Vec<Choice>>,
    /// On the last chunk, on every chunk (Perplexity), or nowhere.
    #[serde(deserialize_with = "soft::value")]
    pub usage: Option<Value>,
    #[serde(deserialize_with = "soft::object")]
    pub x_groq: Option<Groq>,
    /// Any truthy value means that the stream has failed (wire.md d.3).
    #[serde(deserialize_with = "soft::value")]
    pub error: Option<Value>,
    /// Azure's verdicts on the prompt; `prompt_annotations` is the older name.
    #[serde(deserialize_with = "soft::value")]
    pub prompt_filter_results: Option<Value>,
    #[serde(deserialize_with = "soft::value")]
    pub prompt_annotations: Option<Value>,
}

/// Groq's additions: usage stood here before it stood in `usage`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Groq {
    #[serde(deserialize_with = "soft::value")]
    pub usage: Option<Value>,
}

/// One of the answers. Azure's asynchronous filter sends choices without `delta`, even after the finish (wire.md b.4).
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Choice {
    #[serde(deserialize_with = "soft::count")]
    pub index: Option<u64>,
    #[serde(deserialize_with = "soft::object")]
    pub delta: Option<Message>,
    #[serde(deserialize_with = "soft::object")]
    pub message: Option<Message>,
    /// An open set; some servers send an empty string until the end.
    #[serde(deserialize_with = "soft::string")]
    pub finish_reason: Option<String>,
    #[serde(deserialize_with = "soft::object")]
    pub logprobs: Option<Logprobs>,
    #[serde(deserialize_with = "soft::value")]
    pub content_filter_results: Option<Value>,
    /// The singular spelling has been seen too.
    #[serde(deserialize_with = "soft::value")]
    pub content_filter_result: Option<Value>,
    /// Which text these verdicts are about (Azure's asynchronous filter).
    #[serde(deserialize_with = "soft::object")]
    pub content_filter_offsets: Option<FilterOffsets>,
    /// What lies behind the verdicts; its form is documented nowhere.
    #[serde(deserialize_with = "soft::array")]
    pub content_filter_raw: Option<Vec<Value>>,
    /// OpenRouter reports an upstream's failure here.
    #[serde(deserialize_with = "soft::value")]
    pub error: Option<Value>,
}

/// A range of text, in characters from the beginning of the *prompt*, and coarse: "low-granularity offsets" (Azure, content-streaming.md).
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub struct FilterOffsets {
    #[serde(deserialize_with = "soft::count")]
    pub start_offset: Option<u64>,
    #[serde(deserialize_with = "soft::count")]
    pub end_offset: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Logprobs {
    #[serde(deserialize_with = "soft::list")]
    pub content: Vec<Token>,
}

/// A token with its probability; only its presence is counted, the values stay in the raw bytes.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Token {}

/// `delta` or `message`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Message {
    /// A string, an array of parts (Mistral), or null.
    pub content: Content,
    #[serde(deserialize_with = "soft::string")]
    pub refusal: Option<String>,
    /// DeepSeek, llama.cpp, older vLLM.
    #[serde(deserialize_with = "soft::string")]
    pub reasoning_content: Option<String>,
    /// vLLM, Ollama, OpenRouter, Groq.
    #[serde(deserialize_with = "soft::string")]
    pub reasoning: Option<String>,
    /// OpenRouter's typed parts, which repeat `reasoning`.
    #[serde(deserialize_with = "soft::list")]
    pub reasoning_details: Vec<ReasoningDetail>,
    #[serde(deserialize_with = "soft::list")]
    pub tool_calls: Vec<ToolCall>,
    /// The predecessor of `tool_calls`.
    #[serde(deserialize_with = "soft::object")]
    pub function_call: Option<Function>,
    #[serde(deserialize_with = "soft::array")]
    pub annotations: Option<Vec<Value>>,
    /// What the model says aloud (wire.md b.6); `content` is null then.
    #[serde(deserialize_with = "soft::object")]
    pub audio: Option<AudioPart>,
    /// OpenRouter: images that the model made.
    #[serde(deserialize_with = "soft::list")]
    pub images: Vec<ImagePart>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ReasoningDetail {
    #[serde(deserialize_with = "soft::string")]
    pub text: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub summary: Option<String>,
}

/// Sound with its words, or a piece of it. In a stream the id comes first and `expires_at` last.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AudioPart {
    #[serde(deserialize_with = "soft::string")]
    pub id: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub transcript: Option<String>,
    /// Base64, in the format that was asked for.
    #[serde(deserialize_with = "soft::string")]
    pub data: Option<String>,
    #[serde(deserialize_with = "soft::count")]
    pub expires_at: Option<u64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ImagePart {
    #[serde(deserialize_with = "soft::object")]
    pub image_url: Option<ImageUrl>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ImageUrl {
    #[serde(deserialize_with = "soft::string")]
    pub url: Option<String>,
}

/// A tool call or a piece of one.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ToolCall {
    /// What the pieces of one call share; missing on some servers (wire.md b.2).
    #[serde(deserialize_with = "soft::count")]
    pub index: Option<u64>,
    #[serde(deserialize_with = "soft::string")]
    pub id: Option<String>,
    #[serde(rename = "type", deserialize_with = "soft::string")]
    pub kind: Option<String>,
    #[serde(deserialize_with = "soft::object")]
    pub function: Option<Function>,
    #[serde(deserialize_with = "soft::object")]
    pub custom: Option<Function>,
}

/// Name and arguments of a call, or a piece of them.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Function {
    #[serde(deserialize_with = "soft::string")]
    pub name: Option<String>,
    /// Documented as a string; some servers send the object itself.
    #[serde(deserialize_with = "soft::value")]
    pub arguments: Option<Value>,
    /// What a custom tool has in place of `arguments`.
    #[serde(deserialize_with = "soft::value")]
    pub input: Option<Value>,
}

impl Function {
    /// The arguments as text, in whichever form they came.
    #[must_use]
    pub fn into_text(self) -> String {
        as_text(self.arguments.or(self.input))
    }
}

/// A string as it is, anything else as its JSON.
#[must_use]
pub fn as_text(value: Option<Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
    }
}

/// What `content` holds, sorted out of its parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Content {
    pub text: String,
    pub thinking: String,
    pub refusal: String,
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Ok(match Value::deserialize(from)? {
            Value::String(text) => Self { text, ..Self::default() },
            Value::Array(parts) => {
                let mut content = Self::default();
                parts.into_iter().for_each(|part| content.add(part));
                content
            }
            part @ Value::Object(_) => {
                let mut content = Self::default();
                content.add(part);
                content
            }
            _ => Self::default(),
        })
    }
}

impl Content {
    fn add(&mut self, part: Value) {
        let Value::Object(part) = part else {
            self.text.push_str(part.as_str().unwrap_or_default());
            return;
        };
        let text = |name: &str| part.get(name).and_then(Value::as_str).unwrap_or_default();
        match text("type") {
            "text" | "output_text" | "" => self.text.push_str(text("text")),
            "refusal" => self.refusal.push_str(text("refusal")),
            // Mistral: a list of text parts; others: a string.
            "thinking" => match part.get("thinking") {
                Some(Value::String(thinking)) => self.thinking.push_str(thinking),
                Some(Value::Array(parts)) => {
                    parts.iter().filter_map(|part| part.get("text")?.as_str()).for_each(|text| self.thinking.push_str(text));
                }
                _ => {}
            },
            _ => {}
        }
    }
}

impl Message {
    /// The thinking of this piece. Servers repeat it in several fields: one is taken, they are never joined (wire.md b.5).
    #[must_use]
    pub fn take_reasoning(&mut self) -> String {
        let fields = [self.reasoning_content.take(), self.reasoning.take(), Some(std::mem::take(&mut self.content.thinking))];
        fields.into_iter().flatten().find(|text| !text.is_empty()).unwrap_or_else(|| {
            let parts = self.reasoning_details.iter_mut();
            parts.filter_map(|part| part.text.take().filter(|text| !text.is_empty()).or(part.summary.take())).collect()
        })
    }
}

/// Keeps apart "no `choices`", which is no answer, and an empty list, which Azure's and the usage chunk have.
fn choices<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Vec<Choice>>, D::Error> {
    soft::list(from).map(Some)
}
