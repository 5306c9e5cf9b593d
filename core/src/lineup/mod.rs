//! The line-up: every model as data, and what can be asked of that data.
//!
//! The facts stand in `models.json`, with the day on which they were collected. A fact that nobody found is absent there and
//! `None` here: unknown is not "no". What only a card shows stands in `details.json`, which is no part of the program.

mod catalogue;
mod classify;
mod date;
mod details;
mod fact;
mod lifecycle;
mod live;
mod model;
mod overrides;
mod own;
mod price;
#[cfg(test)]
mod tests;
mod timeline;
mod vision;

pub use catalogue::{Found, Lineup};
pub use classify::{Profile, classify, kind_by_name};
pub use date::days_between;
pub use details::{AzureDetail, Detail, Details, Source, Words};
pub use fact::{Cell, Compared, Fact, Per, compare};
pub use lifecycle::{Lifecycle, Provider, Stage};
pub use live::{Live, LiveModel, NoList};
pub use model::{AzureFacts, ChatTools, Efforts, Ends, JsonFallback, Kind, Model, Refuses, Sampling, Served, Theirs, Version};
pub use overrides::{Overrides, OverridesError, Unusable};
pub use own::Form;
pub use price::{LongContext, PicturePrice, Price, TierPrice, Usd};
pub use timeline::{Happening, Moment};
pub use vision::{picture_tokens, useful_size};
