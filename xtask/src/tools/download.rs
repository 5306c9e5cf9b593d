//! Fetches a released program with curl, and takes it only with the right checksum.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use sha2::{Digest, Sha256};

use super::pinned::Release;
use crate::process;

/// Puts the programs out of the release's archive into the folder.
///
/// # Errors
/// When there is no curl, no way to the archive, another checksum than the pinned one, or one of the programs is not in it.
pub fn install(release: &Release, programs: &[&str], folder: &Path) -> Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let archive = folder.join("release.download");
    let mut curl = Command::new("curl");
    curl.args(["--proto", "=https", "--tlsv1.2", "--location", "--fail", "--silent", "--show-error"]);
    curl.args(["--connect-timeout", "10", "--max-time", "300", "--output"]).arg(&archive).arg(&release.url);
    let result = process::output(&mut curl).and_then(|_| fs::read(&archive).context("curl left no file"));
    let _ = fs::remove_file(&archive);
    let bytes = result?;
    check(&bytes, release.sha256)?;
    programs.iter().try_for_each(|program| unpack(&bytes, program, folder))
}

fn check(bytes: &[u8], expected: &str) -> Result<()> {
    let found: String = Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    ensure!(found == expected, "the download has the SHA-256 {found} instead of {expected}, and was thrown away");
    Ok(())
}

/// The file mode travels in the archive, so that the program can be run.
fn unpack(archive: &[u8], program: &str, folder: &Path) -> Result<()> {
    let mut archive = tar::Archive::new(flate2::read::GzDecoder::new(archive));
    for entry in archive.entries()? {
        let mut entry = entry?;
        let is_it = entry.path()?.file_name().is_some_and(|name| name == program);
        if is_it {
            entry.unpack(folder.join(program)).with_context(|| format!("cannot write {program} into {}", folder.display()))?;
            return Ok(());
        }
    }
    bail!("the archive holds no {program}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(name: &str, content: &[u8]) -> Vec<u8> {
        let mut builder = tar::Builder::new(flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast()));
        let mut header = tar::Header::new_gnu();
        header.set_size(content.len() as u64);
        header.set_mode(0o755);
        builder.append_data(&mut header, name, content).unwrap();
        builder.into_inner().unwrap().finish().unwrap()
    }

    #[test]
    fn another_checksum_is_refused_and_named() {
        // SHA-256 of the empty text, by FIPS 180-4.
        let empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        assert!(check(b"", empty).is_ok());
        assert!(check(b"x", empty).unwrap_err().to_string().contains(empty));
    }

    #[test]
    fn the_program_is_taken_out_of_the_archive() {
        let folder = std::env::temp_dir().join(format!("lineup-unpack-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        unpack(&archive("release/trunk", b"program"), "trunk", &folder).unwrap();
        let content = fs::read(folder.join("trunk")).unwrap();
        let missing = unpack(&archive("release/readme", b""), "trunk", &folder).unwrap_err().to_string();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(content, b"program");
        assert_eq!(missing, "the archive holds no trunk");
    }
}
