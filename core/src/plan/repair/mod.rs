//! Learning from refusals: an error that names what it minds becomes a change of the request, proposed with its difference, made
//! on consent, and remembered for that endpoint and model.
//!
//! [`remedy`] reads an error ──▶ [`Proposal`] ──consent──▶ [`Learned`] ──[`plan_learned`](super::plan_learned)──▶ the next request.

mod apply;
mod difference;
mod fix;
mod learned;
mod pattern;
mod propose;
mod rules;

pub(super) use apply::{after_body, after_rules, before_rules, least_version, settled_api};
pub use difference::{Change, difference};
pub use fix::Fix;
pub use learned::{Learned, LearnedError, LearnedRule};
pub use propose::{MOST_REPAIRS, Proposal, Refusal, Remedy, remedy};
pub use rules::{RULES, RepairRule};
