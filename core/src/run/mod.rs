//! One execution of one plan: events in, reply, usage, timing and outcome out.
//!
//! [`Run`] is fed bytes with arrival times by whatever transport there is (network, simulator, cassette) and is the only
//! consumer of them: streamed and whole answers, Chat and Responses, take the same way.

mod cost;
mod outcome;
mod reply;
mod timing;
mod usage;

pub use outcome::{Outcome, Problem, ProblemKind, ServerError};
pub use reply::{
    Annotation, Choice, FilterResult, Image, Item, ItemBody, Reasoning, ReasoningKind, ReasoningPart, Reply, ServerTool, Text, ToolCall,
    ToolKind,
};
pub use timing::{Millis, Timing};
pub use usage::Usage;
