//! Requests of others, taken over as drafts.
//!
//! - `paste`: any text, recognised by itself; `report`: what became of it; `message`: how the page asks a worker to do it
//! - `chat_body` with `messages`, `responses_body` with `items`: the bodies of the two APIs
//! - `edited`: a body that was printed here and edited, back into its draft
//! - `curl`: a command; `chatgpt`: a conversation, exported or shared; `forms`: prompts that are kept in files

mod chat_body;
mod chatgpt;
mod curl;
mod edited;
mod forms;
mod items;
pub mod message;
mod messages;
mod paste;
mod report;
mod responses_body;

pub use chat_body::{ImportError, Imported, chat_body};
pub use edited::{Source, flow_back};
pub use forms::{from_document, prompty};
pub use paste::{MOST_BYTES, PasteError, Pasted, bare, from_body, from_value, paste};
pub use report::{Format, Note, NoteKind, address, header_kind};
pub use responses_body::responses_body;
