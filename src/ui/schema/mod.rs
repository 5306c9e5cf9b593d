//! Where JSON Schemas are written: the text with its errors and findings, and the words for them.

mod editor;
mod words;

pub use editor::SchemaEditor;
pub use words::{error_text, fault_text};
