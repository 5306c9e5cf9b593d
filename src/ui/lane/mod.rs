//! What a lane says: its body and its foot.
//!
//! - [`LaneBody`]: [`thinking`], the [`answer`], [`tool_call`]s, [`server_tool`]s, [`media`], [`sources`], and how it [`ended`]
//! - [`LaneFoot`]: the [`usage_bar`], numbers, the breakdown; the wire drawer hangs below it
//! - Pure: [`stick`] (following the end), [`steps`] (a summary part as a step), [`tool_facts`]

mod answer;
mod blocks;
mod body;
mod breakdown;
mod ended;
mod filters;
mod foot;
mod media;
mod place;
mod problem;
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
pub use foot::LaneFoot;
pub use problem::ProblemText;
