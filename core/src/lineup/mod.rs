//! The line-up: every model as data.
