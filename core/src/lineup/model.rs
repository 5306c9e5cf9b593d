//! One entry of the line-up, as `models.json` holds it.

use super::{Fact, Price};
use crate::wire::Api;
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is known of a model. `None`, and an empty list unless said otherwise, is "unknown".
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Model {
    pub id: String,
    /// Other names of the same model, such as Azure's.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Dated names that the vendor lists.
    #[serde(default)]
    pub snapshots: Vec<String>,
    pub family: String,
    pub kind: Kind,
    /// ISO date.
    pub released: Option<String>,
    #[serde(default)]
    pub ends: Ends,
    /// Whether OpenAI itself serves it (open weights are served by others).
    #[serde(default = "yes")]
    pub openai: bool,
    /// Whether Chat Completions serves it.
    pub chat: Option<bool>,
    /// Whether Responses serves it.
    pub responses: Option<bool>,
    /// What else serves it: `images`, `image_edits`, `transcribe`, `translate`, `speech`, `realtime`, `embeddings`, `batch`.
    #[serde(default)]
    pub apis: Vec<String>,
    #[serde(default)]
    pub stream: Served,
    /// Tokens.
    pub context: Option<u64>,
    pub max_input: Option<u64>,
    pub max_output: Option<u64>,
    #[serde(default)]
    pub input: Vec<String>,
    #[serde(default)]
    pub output: Vec<String>,
    pub price: Option<Price>,
    #[serde(default)]
    pub effort: Efforts,
    /// Values of the reasoning summary; `Some` of nothing means that it is refused.
    pub summary: Option<Vec<String>>,
    /// Values of verbosity; `Some` of nothing means that it is refused.
    pub verbosity: Option<Vec<String>>,
    /// `standard`, `pro` (wire.md c.1, `reasoning.mode`).
    #[serde(default)]
    pub modes: Vec<String>,
    /// The role that carries instructions: `developer`, `system`, or `user` where the model takes neither.
    pub role: Option<String>,
    /// The name of the output limit on Chat Completions.
    pub limit: Option<String>,
    #[serde(default)]
    pub refuses: Refuses,
    /// When the sampling parameters in [`Model::refuses`] are accepted after all.
    pub sampling: Option<Sampling>,
    /// Function calling.
    pub tools: Option<bool>,
    pub parallel_tools: Option<bool>,
    /// The condition on function tools over Chat Completions.
    pub chat_tools: Option<ChatTools>,
    /// Structured outputs (JSON Schema).
    pub structured: Option<bool>,
    /// What takes the place of a JSON Schema that the model refuses.
    pub json_schema: Option<JsonFallback>,
    pub vision: Option<bool>,
    pub pdf: Option<bool>,
    /// Facts of single snapshots that differ from the model's.
    #[serde(default)]
    pub versions: BTreeMap<String, Version>,
    /// Hosted tools that a source names; the list is not complete.
    #[serde(default)]
    pub hosted: Vec<String>,
    pub tokenizer: Option<String>,
    /// ISO date or month.
    pub cutoff: Option<String>,
    pub azure: Option<AzureFacts>,
    /// Ids of the rules that sources name for this model.
    #[serde(default)]
    pub rules: Vec<String>,
    /// The model of the same line to move to when this one goes. Chosen here; vendors rarely name one.
    pub next: Option<String>,
    /// What the user has changed of this entry ([`Overrides`](super::Overrides)).
    #[serde(skip)]
    pub theirs: Option<Theirs>,
}

/// The user's own hand in an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Theirs {
    /// The user has added the whole entry.
    pub added: bool,
    /// The model of the catalogue that an added one was said to be like.
    pub like: Option<String>,
    /// Dotted paths of what is the user's, as `models.json` writes them: `price.input`.
    pub facts: Vec<String>,
}

impl Theirs {
    /// Whether the user has said this fact.
    #[must_use]
    pub fn says(&self, fact: Fact) -> bool {
        fact.paths().iter().any(|path| self.facts.iter().any(|said| said.split('.').eq(path.iter().copied())))
    }
}

fn yes() -> bool {
    true
}

impl Model {
    /// Whether an API serves this model; `None` is unknown.
    #[must_use]
    pub fn serves(&self, api: Api) -> Option<bool> {
        let listed = |name: &str| Some(self.apis.iter().any(|api| api == name));
        match api {
            Api::Chat => self.chat,
            Api::Responses => self.responses,
            Api::Images => listed("images"),
            Api::Transcribe => listed("transcribe"),
        }
    }

    /// Whether it may take input of this kind (`image`, `audio`): of a model whose inputs nobody knows, none is known to be missing.
    #[must_use]
    pub fn may_take(&self, kind: &str) -> bool {
        self.input.is_empty() || self.input.iter().any(|input| input == kind)
    }

    /// Every name that it goes by: id, aliases, snapshots.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(&self.id).chain(&self.aliases).chain(&self.snapshots).map(String::as_str)
    }

    /// Whether this fact is the user's own.
    #[must_use]
    pub fn is_theirs(&self, fact: Fact) -> bool {
        self.theirs.as_ref().is_some_and(|theirs| theirs.says(fact))
    }

    /// Whether Play can run it: Chat or Responses serves it.
    #[must_use]
    pub fn runs_in_play(&self) -> bool {
        self.chat == Some(true) || self.responses == Some(true)
    }
}

/// What a model does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    Reasoning,
    Chat,
    Image,
    Transcription,
    Speech,
    Realtime,
    Embedding,
    /// A kind that this version does not know.
    #[serde(other)]
    Other,
}

/// The day on which a provider shuts the model down (ISO date).
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Ends {
    pub openai: Option<String>,
    /// The last day of the last version.
    pub azure: Option<String>,
    /// Version date → its own end.
    pub azure_versions: BTreeMap<String, String>,
}

/// A yes or no per provider.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Served {
    pub openai: Option<bool>,
    pub azure: Option<bool>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Efforts {
    /// In rising order.
    pub values: Vec<String>,
    /// What the server takes when none is sent.
    pub default: Option<String>,
    /// Refused on Chat Completions.
    pub responses_only: Vec<String>,
}

/// Settings that the model refuses, by API, in the words of the draft.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Refuses {
    pub chat: Vec<String>,
    pub responses: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sampling {
    /// Only while the effective effort is `none`.
    EffortNone,
    /// Not even then.
    Never,
    Always,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatTools {
    /// Function tools, as long as no effort but `none` is sent.
    WithoutEffort,
    /// Function tools only while `none` is sent.
    EffortNone,
    /// No function tools on Chat Completions.
    Never,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JsonFallback {
    /// JSON mode.
    JsonObject,
    /// Plain text: only the prompt can ask for JSON.
    Text,
}

/// What a single snapshot does differently.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Version {
    pub structured: Option<bool>,
    pub json_schema: Option<JsonFallback>,
    pub max_output: Option<u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AzureFacts {
    /// The model's name in a deployment.
    pub name: Option<String>,
    /// The oldest dated api-version that serves it.
    pub min_api_version: Option<String>,
    /// Whether the v1 API serves it.
    pub v1: Option<bool>,
    /// Settings that Azure takes although the model refuses them elsewhere.
    #[serde(default)]
    pub accepts: Vec<String>,
}
