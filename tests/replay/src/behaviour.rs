//! The ways in which the server answers.

/// What a route does; its name in a path or as a model is written in kebab case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Behaviour {
    /// Every event with the pauses of its fixture.
    Paced,
    /// The fixture over and over, until the client goes away: something to stop.
    Endless,
    /// A thousand deltas a second, for a minute.
    Rapid,
    /// The first byte comes after three seconds.
    SlowFirstByte,
    /// The connection is reset in the middle.
    CutReset,
    /// The connection is closed in order in the middle, before anything says that the answer is done.
    CutClean,
    /// The request is read and nothing ever comes back.
    Never,
    /// The stream says half of the answer and then no more, with the connection open.
    Stalls,
    /// A login page instead of an answer.
    Html,
    /// A whole JSON answer although a stream was asked for.
    JsonForStream,
    /// A byte sequence in the text that is not UTF-8.
    InvalidUtf8,
    /// A JSON body that ends in the middle.
    TruncatedJson,
    /// One event in the middle of the stream that is not JSON.
    MalformedEvent,
    /// One event of 50 MB in the middle of the stream.
    HugeEvent,
    /// Events of unknown types and comments between the known ones.
    UnknownEvents,
    /// 401, readable.
    WrongKey,
    /// 401 without CORS headers: a page sees only that the fetch failed.
    WrongKeyUnreadable,
    /// 401 that repeats the header with the key, in the words and in a header of its own.
    EchoedKey,
    /// 307 to the same path of another origin: the `model` of the request.
    Redirect,
    /// 429 whose headers a page may not read: the delay stands in the words too.
    RateLimited,
    /// 429 whose delay is in the headers only, which a page may read.
    RateLimitedExposed,
    /// An error event in the middle.
    MidStreamError,
    /// 400 where a stream is asked for: the organization must be verified.
    MustVerify,
    /// 400 where a summary of the reasoning is asked for: the organization must be verified.
    MustVerifySummary,
    /// 400 where the model is used at all: the organization must be verified.
    MustVerifyModel,
    /// 400 for the first setting of a list that the body has, each by name.
    Strict,
    /// No CORS header at all.
    NoCors,
    /// The embedded simulator, over a real connection.
    Simulator,
}

impl Behaviour {
    const NAMES: [(&'static str, Self); 28] = [
        ("paced", Self::Paced),
        ("endless", Self::Endless),
        ("rapid", Self::Rapid),
        ("slow-first-byte", Self::SlowFirstByte),
        ("cut-reset", Self::CutReset),
        ("cut-clean", Self::CutClean),
        ("never", Self::Never),
        ("stalls", Self::Stalls),
        ("html", Self::Html),
        ("json-for-stream", Self::JsonForStream),
        ("invalid-utf8", Self::InvalidUtf8),
        ("truncated-json", Self::TruncatedJson),
        ("malformed-event", Self::MalformedEvent),
        ("huge-event", Self::HugeEvent),
        ("unknown-events", Self::UnknownEvents),
        ("wrong-key", Self::WrongKey),
        ("wrong-key-unreadable", Self::WrongKeyUnreadable),
        ("echoed-key", Self::EchoedKey),
        ("redirect", Self::Redirect),
        ("rate-limited", Self::RateLimited),
        ("rate-limited-exposed", Self::RateLimitedExposed),
        ("mid-stream-error", Self::MidStreamError),
        ("must-verify", Self::MustVerify),
        ("must-verify-summary", Self::MustVerifySummary),
        ("must-verify-model", Self::MustVerifyModel),
        ("strict", Self::Strict),
        ("no-cors", Self::NoCors),
        ("simulator", Self::Simulator),
    ];

    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, behaviour)| *behaviour)
    }

    /// Whether a page may read the answer.
    pub fn has_cors(self) -> bool {
        !matches!(self, Self::NoCors | Self::WrongKeyUnreadable)
    }
}
