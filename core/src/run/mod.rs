//! One execution of one plan: events in, reply, usage, timing and outcome out.
//!
//! [`Run`] is fed bytes with arrival times by whatever transport there is (network, simulator, cassette) and is the only
//! consumer of them: streamed and whole answers, Chat and Responses, take the same way:
//! bytes ──`body`──▶ stream or whole ──`map_*`──▶ reply events ──`fold`──▶ [`Reply`].

mod access;
mod audio;
mod bar;
mod body;
pub mod cassette;
mod consumer;
mod cost;
mod dispatch;
mod event;
mod filters;
mod fold;
mod fold_media;
mod log;
mod logprobs;
mod map_chat;
mod map_media;
mod map_responses;
mod outcome;
mod places;
mod raw;
mod reader;
mod reading;
mod reply;
mod response_json;
mod resume;
mod retry;
mod shell;
pub mod simulator;
mod spent;
pub mod think;
mod timing;
mod turn;
mod usage;
mod verdict;
mod whole;

pub use crate::wire::error::Upstream;
pub use audio::Audio;
pub use bar::{TokenClass, UsageBar};
pub use consumer::{End, MAX_BODY_BYTES, Run};
pub use cost::{Cost, CostBy};
pub use log::{EventKind, EventLog, EventRecord, Notice};
pub use logprobs::TokenChance;
pub use outcome::{Outcome, Problem, ProblemKind, ServerError};
pub use raw::RawBytes;
pub use reader::Reader;
pub use reply::{
    Annotation, Choice, FilterResult, Image, Item, ItemBody, Passage, Reasoning, ReasoningKind, ReasoningPart, Reply, ServerTool, Text,
    ToolCall, ToolKind,
};
pub use resume::Rest;
pub use retry::{AUTOMATIC_RETRIES, LONGEST_WAIT, pause_before_retry, refuses_to_stream};
pub use shell::ShellStep;
pub use spent::{MoreRoom, more_room};
pub use timing::{Millis, Timing};
pub use usage::Usage;
