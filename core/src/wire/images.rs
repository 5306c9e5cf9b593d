//! Image generation: whole answers and streamed previews (facts: wire.md e.1).

use super::soft;
use serde::Deserialize;
use serde_json::Value;

/// The answer of `POST /images/generations`, or one event of its stream: the fields do not collide.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Images {
    /// Of an event: `image_generation.partial_image`, `image_generation.completed`, `image_edit.…`.
    #[serde(rename = "type", deserialize_with = "soft::string")]
    pub kind: Option<String>,
    /// Of a whole answer.
    #[serde(deserialize_with = "list")]
    pub data: Option<Vec<Picture>>,
    #[serde(deserialize_with = "soft::string")]
    pub b64_json: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub url: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub output_format: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub revised_prompt: Option<String>,
    #[serde(deserialize_with = "soft::value")]
    pub usage: Option<Value>,
    #[serde(deserialize_with = "soft::value")]
    pub error: Option<Value>,
}

/// One image of a whole answer.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Picture {
    #[serde(deserialize_with = "soft::string")]
    pub b64_json: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub url: Option<String>,
    #[serde(deserialize_with = "soft::string")]
    pub revised_prompt: Option<String>,
}

fn list<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Vec<Picture>>, D::Error> {
    soft::list(from).map(Some)
}
