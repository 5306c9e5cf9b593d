//! A link as a QR code: one path, dark on light in both themes, because readers expect that.

use leptos::prelude::*;
use qrcodegen::{QrCode, QrCodeEcc};
use std::fmt::Write;

/// A longer link makes a code that cameras read badly.
pub const MOST_BYTES: usize = 800;
/// Modules of quiet around the code (ISO/IEC 18004).
const QUIET: i32 = 4;

#[component]
pub fn Qr(link: String, #[prop(into)] label: String) -> impl IntoView {
    let code = QrCode::encode_text(&link, QrCodeEcc::Low).ok();
    code.map(|code| {
        let size = code.size() + 2 * QUIET;
        view! {
            <svg class="qr" viewBox=format!("0 0 {size} {size}") role="img" aria-label=label shape-rendering="crispEdges">
                <rect class="qr-light" width=size height=size/>
                <path class="qr-dark" d=modules(&code)/>
            </svg>
        }
    })
}

/// The dark modules, run by run.
fn modules(code: &QrCode) -> String {
    let mut path = String::new();
    for y in 0..code.size() {
        let mut x = 0;
        while x < code.size() {
            let length = (x..code.size()).take_while(|x| code.get_module(*x, y)).count() as i32;
            if length > 0 {
                // Writing into a string cannot fail.
                _ = write!(path, "M{} {}h{length}v1h-{length}z", x + QUIET, y + QUIET);
            }
            x += length.max(1);
        }
    }
    path
}
