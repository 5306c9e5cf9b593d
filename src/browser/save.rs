//! Puts bytes and texts into a file of the user's.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Offers bytes as a download. Nothing happens where the browser refuses.
pub fn download(name: &str, media_type: &str, bytes: &[u8]) {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    offer(name, Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &options));
}

/// A text that is put together piece by piece, outside of the page's own memory.
pub struct TextFile {
    pieces: Array,
}

impl TextFile {
    #[allow(clippy::new_without_default, reason = "a file is begun, not assumed")]
    pub fn new() -> Self {
        Self { pieces: Array::new() }
    }

    pub fn push(&mut self, text: &str) {
        // A blob of its own: the browser may put it on the disk.
        if let Ok(piece) = Blob::new_with_str_sequence(&Array::of1(&text.into())) {
            self.pieces.push(&piece);
        }
    }

    /// Offers it as a download.
    pub fn offer(self, name: &str, media_type: &str) {
        let options = BlobPropertyBag::new();
        options.set_type(media_type);
        offer(name, Blob::new_with_blob_sequence_and_options(&self.pieces, &options));
    }
}

fn offer(name: &str, blob: Result<Blob, wasm_bindgen::JsValue>) {
    let Ok(blob) = blob else { return };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return };
    if let Some(link) = leptos::prelude::document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The click has begun the download; the address is needed no longer than a moment.
    leptos::prelude::set_timeout(move || _ = Url::revoke_object_url(&address), std::time::Duration::from_secs(10));
}
