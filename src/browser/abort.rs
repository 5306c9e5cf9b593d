//! Ending what is under way: a request, or a pause.

use leptos::prelude::set_timeout;
use std::time::Duration;
use web_sys::{AbortController, AbortSignal};

/// A switch that can be thrown once; copies throw the same one.
#[derive(Clone, Debug)]
pub struct Abort(AbortController);

impl Abort {
    /// `None` where the browser has no `AbortController`, which every browser with WebAssembly has.
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
    }

    /// One that is thrown by itself after so long.
    pub fn after(patience: Duration) -> Option<Self> {
        let abort = Self::new()?;
        let late = abort.clone();
        set_timeout(move || late.abort(), patience);
        Some(abort)
    }

    pub fn abort(&self) {
        self.0.abort();
    }

    pub fn is_aborted(&self) -> bool {
        self.0.signal().aborted()
    }

    pub fn signal(&self) -> AbortSignal {
        self.0.signal()
    }
}
