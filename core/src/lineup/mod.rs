//! The line-up: every model as data, and what can be asked of that data.
//!
//! The facts stand in `models.json`, with the day on which they were collected. A fact that nobody found is absent there and
//! `None` here: unknown is not "no".

mod catalogue;
mod classify;
mod lifecycle;
mod model;
mod price;
#[cfg(test)]
mod tests;

pub use catalogue::{Found, Lineup};
pub use classify::{Profile, classify};
pub use lifecycle::{Provider, Stage};
pub use model::{AzureFacts, ChatTools, Efforts, Ends, JsonFallback, Kind, Model, Refuses, Sampling, Served, Version};
pub use price::{LongContext, Price, TierPrice, Usd};
