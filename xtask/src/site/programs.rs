//! Which programs index.html tells Trunk to build.

use anyhow::{Context, Result};

use super::html;

/// One `<link data-trunk rel="rust" …>`.
#[derive(Debug, PartialEq, Eq)]
pub struct Program<'a> {
    /// Relative to the repository's root.
    pub manifest: &'a str,
    pub bin: &'a str,
    /// Of a release build.
    pub profile: &'a str,
    pub is_worker: bool,
    /// What wasm-opt is told beside the level.
    pub wasm_opt: Vec<&'a str>,
}

/// In the order of the page.
///
/// # Errors
/// When one of them lacks `data-bin`.
pub fn listed(html: &str) -> Result<Vec<Program<'_>>> {
    let wanted = |tag: &html::Tag<'_>| tag.attribute("data-trunk").is_some() && tag.attribute("rel") == Some("rust");
    html::tags(html).into_iter().filter(wanted).map(program).collect()
}

fn program(tag: html::Tag<'_>) -> Result<Program<'_>> {
    Ok(Program {
        manifest: tag.attribute("href").unwrap_or("Cargo.toml"),
        bin: tag.attribute("data-bin").context("a program in index.html has no data-bin: its name is needed")?,
        profile: tag.attribute("data-cargo-profile-release").unwrap_or("release"),
        is_worker: tag.attribute("data-type") == Some("worker"),
        wasm_opt: tag.attribute("data-wasm-opt-params").unwrap_or_default().split_whitespace().collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_and_its_workers_are_listed_as_trunk_reads_them() {
        let html = r#"<link data-trunk rel="css" href="a.css"><!-- <link data-trunk rel="rust" data-bin="old"> -->
            <link data-trunk rel="rust" data-bin="lineup" data-cargo-profile-release="small" data-wasm-opt-params="-a  -b">
            <link data-trunk rel="rust" data-type="worker" href="workers/math/Cargo.toml" data-bin="math">"#;
        let page = Program { manifest: "Cargo.toml", bin: "lineup", profile: "small", is_worker: false, wasm_opt: vec!["-a", "-b"] };
        let worker = Program { manifest: "workers/math/Cargo.toml", bin: "math", profile: "release", is_worker: true, wasm_opt: vec![] };
        assert_eq!(listed(html).unwrap(), [page, worker]);
    }

    #[test]
    fn a_program_without_a_name_is_an_error() {
        assert!(listed(r#"<link data-trunk rel="rust" data-type="worker">"#).unwrap_err().to_string().contains("data-bin"));
    }
}
