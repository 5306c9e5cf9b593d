//! From a draft to the exact request that a lane will send, with the adjustments that made it legal.
//!
//! [`plan`] is a pure function, and there is no second way to build a request: the inspector shows the plan, code export prints
//! the plan, what is sent is the plan.
//!
//! [`remedy`] reads a server's refusal and proposes a changed request; [`plan_learned`] is [`plan`] with what was learned so.
//!
//! The way through: [`asked`](self) gathers what the user asks for in one vocabulary → the [`rules`], as data, change it into what
//! the model at the endpoint accepts → the body of one API is written → the address and the credential's place are added.

mod address;
mod api;
mod asked;
mod auth;
mod background;
mod card;
mod chat;
mod error;
mod extras;
mod facts;
pub mod import;
pub mod inquire;
mod list;
mod parts;
mod place;
mod repair;
mod replay;
mod request;
mod responses;
mod rules;
mod sides;
pub mod snippet;
#[cfg(test)]
mod testing;
mod view;
mod wire;

pub use address::origin;
pub use background::{cancel, resume, runs_in_background};
pub use card::rules_of;
pub use error::PlanError;
pub use extras::extras;
pub use facts::known_name;
pub use import::{ImportError, Imported, chat_body, responses_body};
pub use inquire::Inquiry;
pub use list::{ListRequest, list_models};
pub use place::address_of;
pub use repair::{
    Change, Fix, Learned, LearnedError, LearnedRule, MOST_REPAIRS, Proposal, Refusal, Remedy, RepairRule, difference, remedy,
};
pub use replay::{Fate, Replayed};
pub use request::{Adjustment, HeaderValue, IMAGE_DEPLOYMENT, Plan, Reason, plan, plan_learned};
pub use rules::{NOTICES, Notice, NoticeRule, Offer, RULES, Rule, Then, When};
pub use sides::{SOME_RESOURCE, Side, Wire, every_wire};
pub use view::{SettingState, SettingView, settings_view};
