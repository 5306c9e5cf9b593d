//! The Content-Security-Policy of the release build: in the page, and in a `_headers` file for hosts that read one.

use anyhow::{Result, ensure};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

use super::config::{self, Destinations};
use super::offline;
use crate::site::html;

/// The policy that allows this page's own inline scripts, each by its hash.
///
/// Without pinned endpoints `connect-src` is wide.
pub fn for_page(html: &str, destinations: &Destinations) -> String {
    let servers = match destinations {
        Destinations::Any => "https: http:".to_owned(),
        Destinations::Only(origins) => origins.join(" "),
    };
    let hashes: String = inline_scripts(html).map(|script| format!(" '{}'", source(script))).collect();
    format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'{hashes}; style-src 'self'; img-src 'self' data: blob:; \
         media-src 'self' data: blob:; font-src 'self'; manifest-src 'self'; worker-src 'self'; connect-src 'self' {servers} blob:; \
         frame-src 'none'; base-uri 'none'; form-action 'none'"
    )
}

/// Scripts that run and have no file. A block of JSON does not run, and the policy does not concern it.
fn inline_scripts(html: &str) -> impl Iterator<Item = &str> {
    let runs = |kind: Option<&str>| matches!(kind, None | Some("" | "module" | "text/javascript"));
    html::tags(html)
        .into_iter()
        .filter(move |tag| tag.name == "script" && tag.attribute("src").is_none() && runs(tag.attribute("type")))
        .map(|tag| tag.text)
}

fn source(script: &str) -> String {
    format!("sha256-{}", STANDARD.encode(Sha256::digest(script)))
}

/// The page with the policy right after its charset: it has to stand before whatever it governs.
///
/// # Errors
/// When the page has a policy already, or names no charset.
pub fn inserted(html: &str, policy: &str) -> Result<String> {
    ensure!(!html::tags(html).iter().any(|tag| tag.attribute("http-equiv").is_some()), "the page has an http-equiv already");
    html::with_head(html, &format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">"))
}

/// Who may show what in a frame: nobody the page, anybody the cell. A policy in the page itself cannot say that (CSP 3, section 3.3).
/// Hosts differ in whether they serve a document under its name with or without its ending.
const FRAMES: [(&str, &str); 4] = [("/", "'none'"), ("/index.html", "'none'"), ("/cell.html", "*"), ("/cell", "*")];

/// What is asked for again on every visit: the documents and the service worker decide which build is shown, and the host's settings how.
const ASK_AGAIN: &str = "Cache-Control: no-cache";
/// For a file whose name carries a hash of its content.
const FOR_EVER: &str = "Cache-Control: public, max-age=31536000, immutable";

/// `_headers` as Netlify and Cloudflare Pages read it; `files` are the names in the folder.
///
/// Where several rules fit a file, hosts join their values or take the last. So each rule with a policy holds the whole of it: both come
/// to the same. What a cache may do cannot be joined (`immutable, no-cache`): every file has one such rule at most, under its full name.
pub fn headers_file(policy: &str, files: &[String]) -> String {
    let frames = FRAMES
        .iter()
        .map(|(path, ancestors)| format!("{path}\n  Content-Security-Policy: {policy}; frame-ancestors {ancestors}\n  {ASK_AGAIN}\n"));
    let hashed = files.iter().filter(|name| offline::is_hashed(name)).map(|name| format!("/{name}\n  {FOR_EVER}\n"));
    let named = [offline::WORKER, config::FILE].map(|name| format!("/{name}\n  {ASK_AGAIN}\n"));
    let all = format!("/*\n  Content-Security-Policy: {policy}\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: no-referrer\n");
    [all].into_iter().chain(named).chain(hashed).chain(frames).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = "<html><head><meta charset=\"utf-8\"><title>x</title>\
        <script type=\"application/json\" id=\"lineup-workers\">{}</script></head><body>\
        <script type=\"module\">alert('x');</script><script src=\"a.js\"></script></body></html>";

    /// `printf "alert('x');" | openssl dgst -sha256 -binary | base64`
    const HASH: &str = "sha256-gdduJJN0Ft4NTW7qTO4UjiDBubsSbNtWFkkUH3J1otM=";

    #[test]
    fn the_policy_is_that_of_the_architecture_with_the_hash_of_the_starter() {
        let expected = format!(
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' '{HASH}'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; \
             font-src 'self'; manifest-src 'self'; worker-src 'self'; connect-src 'self' https: http: blob:; frame-src 'none'; base-uri 'none'; form-action 'none'"
        );
        assert_eq!(for_page(PAGE, &Destinations::Any), expected);
    }

    #[test]
    fn pinned_endpoints_are_all_that_can_be_reached() {
        let origins = ["https://llm.example.org", "http://localhost:11434"].map(str::to_owned).to_vec();
        let policy = for_page(PAGE, &Destinations::Only(origins));
        assert!(policy.contains("; connect-src 'self' https://llm.example.org http://localhost:11434 blob:; "), "{policy}");
    }

    #[test]
    fn the_policy_stands_after_the_charset_and_before_all_else() {
        let html = inserted(PAGE, "policy").unwrap();
        assert!(html.contains("<meta charset=\"utf-8\"><meta http-equiv=\"Content-Security-Policy\" content=\"policy\"><title>"), "{html}");
        assert_eq!(for_page(&html, &Destinations::Any), for_page(PAGE, &Destinations::Any), "the policy does not change what it allows");
    }

    #[test]
    fn a_second_policy_and_a_page_without_charset_are_errors() {
        let once = inserted(PAGE, "policy").unwrap();
        assert!(inserted(&once, "policy").is_err());
        assert!(inserted("<html></html>", "policy").is_err());
    }

    #[test]
    fn the_headers_repeat_the_policy() {
        assert!(headers_file("default-src 'none'", &[]).starts_with("/*\n  Content-Security-Policy: default-src 'none'\n"));
    }

    #[test]
    fn nobody_may_frame_the_page_and_anybody_the_cell() {
        let headers = headers_file("default-src 'none'", &[]);
        let of = |path: &str| headers.split_once(&format!("\n{path}\n")).and_then(|(_, rest)| rest.lines().next()).unwrap().to_owned();
        for (path, ancestors) in [("/", "'none'"), ("/index.html", "'none'"), ("/cell.html", "*")] {
            assert_eq!(of(path), format!("  Content-Security-Policy: default-src 'none'; frame-ancestors {ancestors}"));
        }
        let for_all = headers.lines().nth(1).unwrap();
        assert!(!for_all.contains("frame-ancestors"), "joined with the cell's it would forbid every frame: {for_all}");
    }

    #[test]
    fn a_file_has_one_rule_for_caches_and_only_hashed_names_are_kept_for_ever() {
        let files = ["_headers", "cell.html", "details.json", "index.html", "lineup-0123456789abcdef_bg.wasm", "sw.js"].map(str::to_owned);
        let headers = headers_file("default-src 'none'", &files);
        let mut rules = Vec::new();
        let mut path = "";
        for line in headers.lines() {
            match line.strip_prefix("  Cache-Control: ") {
                Some(value) => rules.push((path, value)),
                None if line.starts_with('/') => path = line,
                None => {}
            }
        }
        let for_ever = "public, max-age=31536000, immutable";
        assert_eq!(
            rules,
            [
                ("/sw.js", "no-cache"),
                ("/lineup.config.json", "no-cache"),
                ("/lineup-0123456789abcdef_bg.wasm", for_ever),
                ("/", "no-cache"),
                ("/index.html", "no-cache"),
                ("/cell.html", "no-cache"),
                ("/cell", "no-cache"),
            ]
        );
    }
}
