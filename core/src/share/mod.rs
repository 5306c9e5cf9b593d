//! What leaves the page: links, files, and what of the user's state may stand in them.
//!
//! - [`link`]: a set-up as the text of a link, and back; bounded, versioned
//! - [`shared`]: the set-up itself: a draft with its lanes and where they ran
//! - [`gate`]: the one table of what may go where; credentials that hide in free fields
//! - `names`: which names announce a credential
//! - `texts`: all that can be read in a set-up
//! - [`typed`]: links that people write by hand
//! - [`sealed`]: the bytes of a link under a passphrase
//! - [`results`]: answers that travel with a set-up
//! - [`retired()`]: models of a link that are not served any more
//! - [`scan`]: texts that look like secrets
//! - [`unseen()`]: what a text of strangers holds and does not show
//! - `url`: the pieces of an address

pub mod gate;
pub mod link;
mod names;
pub mod results;
mod retired;
pub mod scan;
pub mod sealed;
pub mod shared;
mod texts;
pub mod typed;
mod unseen;
pub(crate) mod url;

pub use gate::LeftOut;
pub use link::{Link, LinkError};
pub use retired::{Retired, retired};
pub use scan::{Finding, SecretKind, scan};
pub use shared::{Arrival, Shared, SharedEndpoint, SharedLane};
pub use typed::{Typed, TypedNote};
pub use unseen::{Unseen, unseen};
