//! The file in which host tests say that they were skipped (`lineup-test-support` writes it).

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

pub struct SkipLog(PathBuf);

impl SkipLog {
    /// As in `lineup-test-support`.
    pub const VARIABLE: &str = "LINEUP_SKIP_LOG";

    /// An empty log in the folder.
    pub fn start(folder: &Path) -> Result<Self> {
        let path = folder.join("skipped.log");
        fs::create_dir_all(folder).and_then(|()| fs::write(&path, "")).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self(path))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }

    /// One line per skipped test, however often it said so.
    pub fn read(&self) -> Result<BTreeSet<String>> {
        let text = fs::read_to_string(&self.0).with_context(|| format!("cannot read {}", self.0.display()))?;
        Ok(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_test_that_says_it_twice_is_skipped_once() {
        let folder = std::env::temp_dir().join(format!("lineup-skips-{}", std::process::id()));
        let log = SkipLog::start(&folder).unwrap();
        fs::write(log.path(), "skipped: a: x\nskipped: b: x\nskipped: a: x\n").unwrap();
        let lines = log.read().unwrap();
        let again = SkipLog::start(&folder).unwrap().read().unwrap();
        fs::remove_dir_all(&folder).unwrap();
        assert_eq!(lines.len(), 2);
        assert!(again.is_empty(), "a new run begins with an empty log");
    }
}
