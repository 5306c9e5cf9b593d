//! What a lane says: its body and its foot.
//!
//! - [`LaneBody`]: [`thinking`], the [`answer`], [`tool_call`]s, [`server_tool`]s, [`media`], [`sources`], and how it [`ended`]
//!   ([`spent`], [`problem`] with its [`remedy`])
//! - [`LaneFoot`]: the [`usage_bar`], numbers, the breakdown; the wire drawer hangs below it
//! - Pure: [`stick`] (following the end), [`steps`] (a summary part as a step), [`tool_facts`]

mod answer;
mod blocks;
mod body;
mod breakdown;
mod chances;
mod ended;
mod filters;
mod foot;
mod function_note;
mod json_answer;
mod loop_note;
mod media;
mod place;
mod problem;
mod remedy;
mod server_tool;
mod sources;
mod spent;
mod steps;
mod stick;
mod thinking;
mod tool_call;
mod tool_facts;
pub mod units;
mod usage_bar;

pub use body::LaneBody;
pub use foot::{CellFoot, LaneFoot};
pub use problem::ProblemText;
pub use remedy::ToEndpoint;

use crate::{browser::dialog, state::play::LaneHandle};

fn transcript_id(handle: LaneHandle) -> String {
    format!("transcript-{}", handle.id.0)
}

/// Puts the focus on the lane's transcript: what had it is about to go.
pub fn to_transcript(handle: LaneHandle) {
    if let Some(transcript) = dialog::by_id(&transcript_id(handle)) {
        dialog::focus(&transcript);
    }
}
