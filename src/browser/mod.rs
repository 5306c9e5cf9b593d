//! The only users of web-sys, gloo-net and js-sys.

pub mod clipboard;
pub mod dialog;
pub mod intl;
pub mod keyboard;
pub mod location;
pub mod media;
pub mod storage;
