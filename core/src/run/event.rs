//! The small set of news that every wire format is turned into, and that the fold knows how to apply.

use super::shell::ShellNews;
use super::{Annotation, FilterResult, Passage, ReasoningKind, ToolKind, Usage};
use crate::wire::error::ErrorBody;
use serde_json::Value;

/// One piece of news about a reply.
#[derive(Debug)]
pub(super) enum ReplyEvent {
    /// What the answer is called; empty and missing values change nothing.
    Identity {
        id: Option<String>,
        model: Option<String>,
        service_tier: Option<String>,
    },
    Text {
        to: Slot,
        text: String,
        how: How,
    },
    Refusal {
        to: Slot,
        text: String,
        how: How,
    },
    /// `part` tells the steps of a summary apart. An empty text opens the item, and so its clock.
    Reasoning {
        to: Slot,
        part: u64,
        kind: ReasoningKind,
        text: String,
        how: How,
    },
    /// A reasoning item as it came, to be replayed.
    ReasoningReplay {
        output: u64,
        item: Value,
    },
    Annotations {
        to: Slot,
        annotations: Vec<Annotation>,
        how: How,
    },
    Call {
        choice: u32,
        key: CallKey,
        call: Call,
        how: How,
    },
    Tool {
        output: u64,
        tool: ToolNews,
    },
    Image {
        to: Slot,
        image: super::Image,
    },
    Audio {
        to: Slot,
        audio: AudioNews,
        how: How,
    },
    /// The sound of an output item is complete.
    CloseAudio {
        output: u64,
    },
    Other {
        output: u64,
        item: Value,
    },
    /// One part of an output item is complete.
    ClosePart {
        output: u64,
        part: u64,
    },
    CloseSummaryPart {
        output: u64,
        part: u64,
    },
    /// An output item is complete.
    CloseItem {
        output: u64,
    },
    /// A choice has said its last word.
    Finish {
        choice: u32,
        word: String,
    },
    Filters {
        choice: u32,
        verdicts: Verdicts,
    },
    PromptFilters {
        results: Vec<FilterResult>,
    },
    Logprobs {
        choice: u32,
        tokens: usize,
    },
    /// Replaces what was known: repeated usage is never summed (wire.md b.3).
    Usage(Usage),
    /// The bound on the output that the server says it applied.
    OutputLimit(u64),
    Error(ErrorBody),
}

/// What a filter says of an answer.
#[derive(Debug, Default)]
pub(super) struct Verdicts {
    pub results: Vec<FilterResult>,
    /// Which text they are about.
    pub about: Option<Passage>,
    pub raw: Vec<Value>,
}

/// Where a text goes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub choice: u32,
    pub place: Place,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    /// Behind what is last, continuing it where it is of the same kind (Chat).
    Flow,
    /// A part of a numbered output item (Responses).
    At { output: u64, part: u64 },
}

impl Slot {
    pub(super) fn flow(choice: u32) -> Self {
        Self { choice, place: Place::Flow }
    }

    pub(super) fn at(output: u64, part: u64) -> Self {
        Self { choice: 0, place: Place::At { output, part } }
    }
}

/// How a text meets what is there already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    Append,
    /// Only where nothing is there: what was streamed wins (wire.md c.5).
    Fill,
    /// The final form, which replaces what is there: arguments are executed, so the last word counts.
    Settle,
    /// A first version that the first delta replaces.
    Provisional,
}

/// What the pieces of one tool call have in common.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CallKey {
    /// Chat's `index`.
    Index(u64),
    /// A server that leaves `index` out.
    Id(String),
    /// Chat's old `function_call`: there is only one.
    Legacy,
    /// A Responses output item.
    Output(u64),
    /// Neither index nor id: the call that was last.
    Last,
}

#[derive(Debug, Default)]
pub(super) struct Call {
    pub kind: Option<ToolKind>,
    pub call_id: Option<String>,
    pub name: Option<String>,
    pub arguments: String,
    pub replay: Option<Value>,
}

#[derive(Debug, Default)]
pub(super) struct ToolNews {
    pub kind: String,
    pub id: Option<String>,
    pub status: Option<String>,
    pub input: Option<(String, How)>,
    pub item: Option<Value>,
    pub shell: Vec<ShellNews>,
}

/// A piece of an answer in sound.
#[derive(Debug, Default)]
pub(super) struct AudioNews {
    pub id: Option<String>,
    pub transcript: String,
    /// Base64.
    pub data: String,
    pub expires_at: Option<u64>,
}
