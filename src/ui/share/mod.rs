//! Sharing: the sheet that shows what a link holds before it is copied, and the banner that shows what a link brought.

mod banner;
mod contents;
mod qr;
mod sheet;
mod unlock;

pub use banner::VisitBanner;
pub use sheet::ShareSheet;
pub use unlock::UnlockDialog;
