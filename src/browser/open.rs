//! Reads a file that the user has chosen.

use super::files::Given;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlInputElement;

/// Why a chosen file gave no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    #[error("the file is larger than expected")]
    TooLarge,
    /// It was moved or changed meanwhile, or may not be read.
    #[error("the browser cannot read the file")]
    Unreadable,
}

/// The text of the file that stands in a file input, at most so many bytes of it. The input is emptied, so that the same file can be
/// chosen again. `None` if no file was chosen.
pub async fn chosen_text(input: &HtmlInputElement, most_bytes: u32) -> Option<Result<String, NotRead>> {
    let file = input.files()?.get(0)?;
    input.set_value("");
    if file.size() > f64::from(most_bytes) {
        return Some(Err(NotRead::TooLarge));
    }
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    Some(text.ok_or(NotRead::Unreadable))
}

/// The text of a file that was dropped, at most so many bytes of it.
///
/// # Errors
/// It is too large, cannot be read, or is no text.
pub async fn text_of(file: &Given, most_bytes: u32) -> Result<String, NotRead> {
    if file.size() > f64::from(most_bytes) {
        return Err(NotRead::TooLarge);
    }
    let bytes = file.bytes().await.ok_or(NotRead::Unreadable)?;
    String::from_utf8(bytes).map_err(|_| NotRead::Unreadable)
}
