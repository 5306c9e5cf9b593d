//! Puts bytes into a file of the user's.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Offers bytes as a download. Nothing happens where the browser refuses.
pub fn download(name: &str, media_type: &str, bytes: &[u8]) {
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let Ok(blob) = Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &options) else { return };
    let Ok(address) = Url::create_object_url_with_blob(&blob) else { return };
    if let Some(link) = leptos::prelude::document().create_element("a").ok().and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) {
        link.set_href(&address);
        link.set_download(name);
        link.click();
    }
    // The click has begun the download; the address is needed no longer than a moment.
    leptos::prelude::set_timeout(move || _ = Url::revoke_object_url(&address), std::time::Duration::from_secs(10));
}
