//! Bounds the worker's memory: `'a'.repeat(1e9)` ends the worker, not the browser's tab.

/// 256 MiB, a multiple of the page size of WebAssembly.
const MOST_BYTES: u32 = 256 << 20;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    if std::env::var("CARGO_CFG_TARGET_FAMILY").is_ok_and(|family| family == "wasm") {
        println!("cargo::rustc-link-arg-bins=--max-memory={MOST_BYTES}");
    }
}
