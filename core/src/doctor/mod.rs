//! The connection doctor: why an endpoint does not answer, told apart as far as a page can tell, with how it is known and what mends it.
//!
//! A browser calls a refused connection, an unknown name, a missing CORS header and a blocked address by one name: "failed to fetch". So
//! the doctor asks more than one question. [`Case::next`] says which question would tell most, given the answers so far; the page puts
//! it and reports with [`Case::found`]; [`Case::diagnosis`] reads the answers. Nothing here touches the network, and no question makes a
//! model generate anything.
//!
//! - [`Case`]: what is known, and what to ask next
//! - [`Diagnosis`]: what is wrong, how surely, by which [`Clue`]s, and which [`Recipe`]s mend it
//! - [`host`]: what an address says by itself

mod case;
mod diagnosis;
pub mod host;
mod recipe;
#[cfg(test)]
mod tests;

pub use case::{Case, Found, Page, Permission, Question};
pub use diagnosis::{Cause, Clue, Diagnosis};
pub use recipe::{Recipe, recipes};
