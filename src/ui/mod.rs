//! Components. They read stores and call use-cases; they do no I/O.

mod cell;
mod difference;
pub mod doctor;
mod document;
mod function;
mod header;
mod history;
pub mod kit;
pub mod lane;
mod lane_head;
mod later;
mod line_up;
mod overlays;
mod palette;
mod play;
mod replay;
mod schema;
mod settings;
mod share;
mod shell;
mod shortcuts;
#[cfg(test)]
#[cfg(target_arch = "wasm32")]
mod testing;
mod update;
pub mod wire;
mod words;

pub use cell::{Cell, Framed};
pub use shell::Shell;
