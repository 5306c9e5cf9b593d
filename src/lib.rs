//! The page: everything of Lineup that needs a browser.
//!
//! `ui → state → {browser, lineup_core}`: a module may use what stands to its right, never to its left.
//! - [`browser`]: fetch, keys, storage, clock, workers, painting. What the browser does; the only user of gloo-net.
//! - [`state`]: reactive stores and use-cases; joins the pure core with the effects.
//! - [`ui`]: components; no I/O.
//! - [`i18n`]: the texts, for all of them.
//! - [`later`]: what is loaded later.
//! - [`app`]: the composition root.

pub mod app;
pub mod browser;
pub mod i18n;
mod later;
pub mod state;
pub mod ui;
