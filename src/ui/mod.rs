//! Components. They read stores and call use-cases; they do no I/O.

mod header;
pub mod kit;
mod overlays;
mod palette;
mod settings;
mod shell;
mod shortcuts;

pub use shell::Shell;
