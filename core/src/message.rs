//! The messages between the page and its workers, as JSON: an answer carries the number of its request.

use serde::{Deserialize, Serialize};

/// A message to a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Request<A> {
    pub id: u32,
    pub ask: A,
}

/// A message from a worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answer<T> {
    pub id: u32,
    pub told: T,
}
