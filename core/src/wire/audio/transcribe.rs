//! Transcription: whole answers and streamed text (facts: wire.md e.2).

use crate::wire::soft;
use serde::Deserialize;
use serde_json::Value;

/// The answer of `POST /audio/transcriptions`, or one event of its stream: the fields do not collide.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Transcript {
    /// Of an event: `transcript.text.delta`, `transcript.text.segment`, `transcript.text.done`.
    #[serde(rename = "type", deserialize_with = "soft::string")]
    pub kind: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub delta: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub text: Option<String>,
    /// Tokens, or seconds of audio (`whisper-1`).
    #[serde(deserialize_with = "soft::value")]
    pub usage: Option<Value>,
    #[serde(deserialize_with = "soft::value")]
    pub error: Option<Value>,
}
