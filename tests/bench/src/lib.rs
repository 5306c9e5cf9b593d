//! The painter of the app, for the page's bench to drive (tests/e2e/bench).

use lineup::browser::paint::{DocumentView, Labels};
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

/// A document in an element of the bench's page.
#[wasm_bindgen]
pub struct Document(DocumentView);

#[wasm_bindgen]
impl Document {
    /// `undefined` without a window.
    pub fn open(root: Element) -> Option<Self> {
        let labels = Labels {
            copy: "Copy".into(),
            copied: "Copied".into(),
            code: "code".into(),
            image: "Picture".into(),
            done: "done".into(),
            not_done: "not done".into(),
            continued: "continued".into(),
        };
        DocumentView::new(root, labels, |_| {}).map(Self)
    }

    pub fn push(&self, text: &str) {
        self.0.push(text);
    }

    pub fn finish(&self) {
        self.0.finish();
    }
}
