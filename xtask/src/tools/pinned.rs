//! Versions and checksums of the tools. To move to a new version, change both together.

use super::search;

pub const TRUNK: &str = "0.21.14";

/// The command is `wasm-split-cli`; it does not tell its version. It reads what `wasm_split_helpers` in Cargo.lock has written.
pub const WASM_SPLIT_PACKAGE: &str = "wasm_split_cli_support";
pub const WASM_SPLIT: &str = "0.2.4";

/// The oldest wasm-opt that knows all features named in index.html. Debian's is older.
const WASM_OPT_OLDEST: u32 = 123;

/// npm's own lock file pins version and checksum.
pub const BINARYEN_PACKAGE: &str = include_str!("../../npm/package.json");
pub const BINARYEN_LOCK: &str = include_str!("../../npm/package-lock.json");

/// A released archive, and the SHA-256 that it must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Release {
    pub url: String,
    pub sha256: &'static str,
}

/// For a system (as the standard library names it) and a processor: the target in the archive's name, and its checksum.
type Archives<const N: usize> = [(&'static str, &'static str, &'static str, &'static str); N];

/// Archives of [`TRUNK`], with the checksums that its project publishes beside them.
const TRUNK_ARCHIVES: Archives<4> = [
    ("linux", "x86_64", "x86_64-unknown-linux-gnu", "f2b4680cd239693a646a2795e4633c625328d7b2a044fbe749fa3a2fe9e7036b"),
    ("linux", "aarch64", "aarch64-unknown-linux-gnu", "b1d8e60e454f7fc182d9a4d95d1506ffbae947d8ba90f8f6f02da93b60f980f9"),
    ("macos", "x86_64", "x86_64-apple-darwin", "f1ba0e3bbe24e0ae219c6d22c33e24e2825c1608dd27c2556e323495110f1a95"),
    ("macos", "aarch64", "aarch64-apple-darwin", "764e299dd50d89442a4e96a236349f57961984b701e74d3dbdb39cd1c9f5101e"),
];

/// The wasm-bindgen that Cargo.lock has to name for its archives to be taken.
pub const WASM_BINDGEN: &str = "0.2.118";

/// Archives of [`WASM_BINDGEN`]. Its project publishes no list of checksums; these are those of the manifest of `taiki-e/install-action`,
/// which checks every installation with them.
const WASM_BINDGEN_ARCHIVES: Archives<4> = [
    ("linux", "x86_64", "x86_64-unknown-linux-musl", "00b519c9fc2d6e087265da1a00f29160bfcc6a823993482bc2e691910287427b"),
    ("linux", "aarch64", "aarch64-unknown-linux-gnu", "e8b75bf5055c189af5e4842bf7c58f616880fb8505a10f7cd575353a9f4e2dba"),
    ("macos", "x86_64", "x86_64-apple-darwin", "2f1c1586c0b5bad9a25e6704825d6b1a9ccdd7c6830d57198645411545b566ad"),
    ("macos", "aarch64", "aarch64-apple-darwin", "f76553ae8d084dc3e96a7cef748813bf2dac4d78326166409328fc74646eef76"),
];

/// Trunk for this system, where its project releases one that we know the checksum of.
pub fn trunk_release() -> Option<Release> {
    let (target, sha256) = archive(TRUNK_ARCHIVES, std::env::consts::OS, std::env::consts::ARCH)?;
    let url = format!("https://github.com/trunk-rs/trunk/releases/download/v{TRUNK}/trunk-{target}.tar.gz");
    Some(Release { url, sha256 })
}

/// The wasm-bindgen CLI and its test runner for this system, where `version` is one that we know the checksums of.
pub fn wasm_bindgen_release(version: &str) -> Option<Release> {
    let known = (version == WASM_BINDGEN).then_some(WASM_BINDGEN_ARCHIVES)?;
    let (target, sha256) = archive(known, std::env::consts::OS, std::env::consts::ARCH)?;
    let url = format!("https://github.com/wasm-bindgen/wasm-bindgen/releases/download/{version}/wasm-bindgen-{version}-{target}.tar.gz");
    Some(Release { url, sha256 })
}

fn archive<const N: usize>(archives: Archives<N>, os: &str, arch: &str) -> Option<(&'static str, &'static str)> {
    let (_, _, target, sha256) = archives.into_iter().find(|(for_os, for_arch, ..)| (*for_os, *for_arch) == (os, arch))?;
    Some((target, sha256))
}

/// `wasm-opt version 132 (version_132)`
pub fn wasm_opt_fits(said: &str) -> bool {
    search::version(said.trim_start_matches("wasm-opt version"))
        .and_then(|number| number.parse().ok())
        .is_some_and(|number: u32| number >= WASM_OPT_OLDEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_checksum_is_a_sha256() {
        for (_, _, target, sha256) in TRUNK_ARCHIVES.into_iter().chain(WASM_BINDGEN_ARCHIVES) {
            assert!(sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit()), "{target}");
        }
    }

    #[test]
    fn an_unknown_system_has_no_download() {
        assert_eq!(archive(TRUNK_ARCHIVES, "linux", "x86_64").unwrap().0, "x86_64-unknown-linux-gnu");
        assert_eq!(archive(TRUNK_ARCHIVES, "linux", "riscv64"), None);
        assert_eq!(archive(WASM_BINDGEN_ARCHIVES, "windows", "x86_64"), None);
    }

    #[test]
    fn the_checksums_are_those_of_the_wasm_bindgen_that_is_linked() {
        let lock = include_str!("../../../Cargo.lock");
        assert_eq!(super::super::lockfile::version(lock, "wasm-bindgen").unwrap(), WASM_BINDGEN, "change both together");
        assert_eq!(wasm_bindgen_release("0.2.0"), None);
        if let Some(release) = wasm_bindgen_release(WASM_BINDGEN) {
            assert!(release.url.contains("/0.2.118/wasm-bindgen-0.2.118-"), "{}", release.url);
        }
    }

    #[test]
    fn wasm_opt_is_judged_by_its_number() {
        for (said, fits) in [
            ("wasm-opt version 132 (version_132)\n", true),
            ("wasm-opt version 123", true),
            ("wasm-opt version 108 (version_108)", false),
            ("wasm-opt version main", false),
            ("", false),
        ] {
            assert_eq!(wasm_opt_fits(said), fits, "{said}");
        }
    }

    #[test]
    fn the_lock_file_pins_one_package_with_a_checksum() {
        let lock: serde_json::Value = serde_json::from_str(BINARYEN_LOCK).unwrap();
        let package = &lock["packages"]["node_modules/binaryen"];
        assert_eq!(package["version"], "132.0.0");
        assert!(package["integrity"].as_str().unwrap().starts_with("sha512-"));
    }
}
