//! The rules, as data: what must change in a request so that the model at the endpoint accepts it, and why.
//!
//! The ids are those of the collected facts (`Q-…`); rules of our own, which follow from the shape of an API and not from a model,
//! begin with `L-`. The order matters: first the API, then tools and effort, then what depends on the effort.

mod engine;
mod notices;
mod sampling;
mod shape;
mod wires;

pub(super) use engine::{apply_all, apply_api, nearest, rule};
pub(super) use notices::{notices, unfilled};

pub use notices::{NOTICES, Notice, NoticeRule, Offer};

use crate::lineup::{ChatTools, Sampling};
use crate::wire::Api;

/// One rule: on a setting, when all conditions hold, do something, for a reason.
///
/// The texts may name `{model}`, `{field}` (as asked), `{place}` (on the wire), `{asked}` and `{sent}`.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rule {
    pub id: &'static str,
    /// The setting, in the words of the draft; `*` is every setting.
    pub on: &'static str,
    pub when: &'static [When],
    pub then: Then,
    /// Why, in one sentence.
    pub en: &'static str,
    pub ko: &'static str,
    /// What the server says otherwise, as far as it was seen.
    pub server: Option<&'static str>,
    /// Whether "send it anyway" makes sense.
    pub optional: bool,
}

/// A condition. A rule applies only to a setting that is set, unless it says [`When::EvenUnset`].
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum When {
    EvenUnset,
    Api(Api),
    /// The API that the rule is about is served / not served for this model. Unknown is neither.
    Serves(Api),
    ServesNot(Api),
    Azure,
    Compatible,
    NotCompatible,
    /// The line-up has the model.
    Known,
    /// A source names this rule for the model.
    Listed(&'static str),
    NotListed(&'static str),
    Family(&'static str),
    /// The model refuses the setting.
    Refused,
    /// The model has a list of values for the setting, and the value is not on it.
    OffList,
    /// The model has an empty list of values: it refuses the setting.
    NoValues,
    /// The value is on the list of what only Responses takes.
    ResponsesOnlyValue,
    Is(&'static str),
    IsNot(&'static str),
    True,
    /// Not the 1 that Chat accepts because it is the default.
    NotTheDefaultOne,
    /// The server is asked not to keep the answer.
    StoreOff,
    Sampling(Sampling),
    /// The effective effort does not open the sampling parameters.
    SamplingClosed,
    FunctionTools,
    NoTools,
    /// A tool among them is neither a function nor a custom tool.
    HostedTools,
    /// No tool that brings data: deep research needs one.
    NoDataTool,
    ChatTools(ChatTools),
    /// A JSON Schema is asked for, and the model has something else instead.
    SchemaRefused,
    /// Chat refuses the old name of the output limit.
    RefusesMaxTokens,
    TakesMaxTokens,
    /// Asked for under this / another name.
    Spelled(&'static str),
    NotSpelled(&'static str),
    /// The limit is below what Responses takes, or has another name.
    LimitMisfits,
    /// The role that the model wants for instructions.
    WantsRole(&'static str),
    NoStream,
    NotStreaming,
    Streaming,
    /// The wire has no place for it.
    NoPlace,
    /// Audio is among the modalities / is not.
    AudioAsked,
    AudioNotAsked,
    /// Neither voice nor format is given.
    AudioUnset,
    /// The model makes one tool call at a time.
    NoParallelTools,
    /// The effort that the model will work at, sent or by default.
    EffortIn(&'static [&'static str]),
    /// Another setting is set / is not.
    Set(&'static str),
    Unset(&'static str),
    /// Azure: the endpoint does not say which deployment serves the model.
    NotMapped,
    /// The instructions begin with these words / do not.
    BeginsWithout(&'static str),
}

/// What a rule does.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Then {
    /// Sends nothing.
    Drop,
    /// Sends this word.
    Set(&'static str),
    /// Sends `false`.
    False,
    /// Sends the nearest value on the model's list.
    Nearest,
    /// Sends the limit under this name of Chat's.
    LimitName(&'static str),
    /// Sends the limit as `max_output_tokens`, at least 16.
    ResponsesLimit,
    /// Sends it at its place on this wire; only the name changes.
    Rename,
    /// Uses this API instead.
    Use(Api),
    /// JSON mode or plain words instead of a schema.
    JsonFallback,
    /// Sends only function and custom tools.
    DropHosted,
    /// Adds the web search that deep research needs.
    AddWebSearch,
    /// `prompt_cache_options` instead of `prompt_cache_retention`.
    CacheOptions,
    /// Completes what audio output needs.
    AudioOutput,
    /// Sends the options that this stream has.
    StreamOptions,
    /// Decided where the address or the conversation is written; the rule gives the words.
    Elsewhere,
}

/// All rules, in the order in which they are applied.
pub const RULES: &[&[Rule]] = &[
    shape::API,
    shape::TOOLS,
    shape::OUTPUT,
    sampling::EFFORT,
    sampling::SAMPLING,
    sampling::WORDS,
    wires::PLACES,
    wires::NAMES,
    shape::ROLES,
    shape::STREAM,
    shape::ELSEWHERE,
];
