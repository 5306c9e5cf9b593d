//! Ending what is under way: a request, or a pause.

use web_sys::{AbortController, AbortSignal};

/// A switch that can be thrown once; copies throw the same one.
#[derive(Clone, Debug)]
pub struct Abort(AbortController);

impl Abort {
    /// `None` where the browser has no `AbortController`, which every browser with WebAssembly has.
    pub fn new() -> Option<Self> {
        AbortController::new().ok().map(Self)
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
