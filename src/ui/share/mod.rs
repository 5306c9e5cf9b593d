//! Sharing: the sheet that shows what a link holds before it is copied, and the banner that shows what a link brought.

mod banner;
mod contents;
mod qr;
mod sheet;
mod unlock;

pub use banner::{VisitBanner, link_refused};
pub use contents::{contents, left_out};
pub use sheet::{Findings, Lines, ShareSheet};
pub use unlock::UnlockDialog;
