//! Reads which version of a crate Cargo.lock holds.

use anyhow::{Result, bail};

/// The one version of the package.
///
/// # Errors
/// When Cargo.lock holds the package not at all, or in several versions.
pub fn version<'a>(lock: &'a str, package: &str) -> Result<&'a str> {
    let mut versions =
        lock.split("[[package]]").filter(|block| value(block, "name") == Some(package)).filter_map(|block| value(block, "version"));
    match (versions.next(), versions.next()) {
        (Some(version), None) => Ok(version),
        (Some(one), Some(other)) => bail!("Cargo.lock holds {package} as {one} and as {other}: run `cargo update {package}`"),
        (None, _) => bail!("Cargo.lock holds no {package}"),
    }
}

fn value<'a>(block: &'a str, key: &str) -> Option<&'a str> {
    block.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix('=')?.trim().strip_prefix('"')?.strip_suffix('"'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOCK: &str = r#"
version = 4

[[package]]
name = "wasm-bindgen"
version = "0.2.130"
source = "registry+https://github.com/rust-lang/crates.io-index"

[[package]]
name = "wasm-bindgen-macro"
version = "0.2.131"
dependencies = [
 "wasm-bindgen",
]

[[package]]
name = "syn"
version = "1.0.0"

[[package]]
name = "syn"
version = "2.0.0"
"#;

    #[test]
    fn the_version_is_that_of_the_package_of_that_very_name() {
        assert_eq!(version(LOCK, "wasm-bindgen").unwrap(), "0.2.130");
        assert_eq!(version(LOCK, "wasm-bindgen-macro").unwrap(), "0.2.131");
    }

    #[test]
    fn none_and_several_are_errors_that_name_the_package() {
        assert_eq!(version(LOCK, "leptos").unwrap_err().to_string(), "Cargo.lock holds no leptos");
        assert!(version(LOCK, "syn").unwrap_err().to_string().contains("syn as 1.0.0 and as 2.0.0"));
    }
}
