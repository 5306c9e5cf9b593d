//! The only users of web-sys, gloo-net and js-sys.

pub mod abort;
pub mod base;
mod by_name;
pub mod clipboard;
pub mod clock;
pub mod crypto;
pub mod dialog;
pub mod fetch;
pub mod files;
pub mod frame;
pub mod frames;
pub mod intl;
pub mod key_store;
pub mod keyboard;
pub mod location;
pub mod media;
pub mod network;
pub mod open;
pub mod paint;
pub mod passage;
pub mod save;
pub mod scroll;
pub mod storage;
pub mod tabs;
pub mod tail;
pub mod values;
pub mod workers;
