//! Components. They read stores and call use-cases; they do no I/O.

mod header;
pub mod kit;
mod shell;

pub use shell::Shell;
