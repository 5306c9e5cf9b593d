//! Audio that becomes text.

pub mod transcribe;
