//! What tokens cost, as data; what a run cost is computed in [`crate::run`].

use serde::Deserialize;

/// US dollars.
#[derive(Clone, Copy, Debug, Default, PartialEq, PartialOrd)]
pub struct Usd(pub f64);

/// US dollars per million tokens, standard tier, unless a field says otherwise.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct Price {
    pub input: Option<f64>,
    pub cached: Option<f64>,
    pub cache_write: Option<f64>,
    pub output: Option<f64>,
    pub audio_input: Option<f64>,
    pub audio_cached: Option<f64>,
    pub audio_output: Option<f64>,
    pub image_input: Option<f64>,
    pub image_cached: Option<f64>,
    pub image_output: Option<f64>,
    /// Per second of audio.
    pub second: Option<f64>,
    /// Per million characters.
    pub characters: Option<f64>,
    /// Per picture, where pictures are not billed by tokens.
    pub images: Vec<PicturePrice>,
    pub flex: Option<TierPrice>,
    pub priority: Option<TierPrice>,
    pub batch: Option<TierPrice>,
    pub long: Option<LongContext>,
    /// Every host of the open weights has its own price: this one is an example, and no cost is computed from it.
    pub host_specific: bool,
}

/// The price of one picture.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct PicturePrice {
    /// `1024x1024`.
    pub size: String,
    pub quality: Option<String>,
    pub usd: f64,
}

/// Input and output of another service tier.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct TierPrice {
    pub input: Option<f64>,
    pub output: Option<f64>,
}

/// The price of the whole request once its input is longer than this.
#[derive(Clone, Copy, Debug, Default, PartialEq, Deserialize)]
#[serde(default)]
pub struct LongContext {
    /// Tokens of input.
    pub above: u64,
    pub input: Option<f64>,
    pub cached: Option<f64>,
    pub output: Option<f64>,
}
