//! Components. They read stores and call use-cases; they do no I/O.

mod header;
pub mod kit;
pub mod lane;
mod overlays;
mod palette;
mod settings;
mod shell;
mod shortcuts;
pub mod wire;

pub use shell::Shell;
