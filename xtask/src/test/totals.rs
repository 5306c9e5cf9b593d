//! Passed, failed, skipped: read from what cargo, wasm-bindgen and Node print, and summed.

use std::fmt;
use std::ops::AddAssign;

use crate::process::Finished;

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Totals {
    pub passed: usize,
    pub failed: usize,
    pub skipped: usize,
}

impl Totals {
    pub const PASSED: Self = Self { passed: 1, failed: 0, skipped: 0 };
    pub const FAILED: Self = Self { passed: 0, failed: 1, skipped: 0 };

    /// A stage that is one check in itself.
    pub fn of_one(success: bool) -> Self {
        if success { Self::PASSED } else { Self::FAILED }
    }

    /// `test result: ok. 5 passed; 0 failed; 1 ignored; …`, once per test program. wasm-bindgen's runner prints the same line.
    pub fn from_libtest(finished: &Finished) -> Self {
        let mut sum = Self::default();
        for line in finished.stdout.lines() {
            let Some((_, counts)) = line.trim().strip_prefix("test result: ").and_then(|rest| rest.split_once(". ")) else { continue };
            let count = |word: &str| counts.split(';').find_map(|part| part.trim().strip_suffix(word)?.trim().parse().ok()).unwrap_or(0);
            sum += Self { passed: count("passed"), failed: count("failed"), skipped: count("ignored") };
        }
        sum.or_failed(finished.success)
    }

    /// The last lines of Node's test runner: `ℹ pass 3`, `ℹ fail 0`, `ℹ skipped 1` (`#` in place of `ℹ` where it speaks TAP).
    pub fn from_node(finished: &Finished) -> Self {
        let count = |word: &str| {
            finished
                .stdout
                .lines()
                .rev()
                .find_map(|line| line.trim().strip_prefix(['ℹ', '#'])?.trim().strip_prefix(word)?.trim().parse().ok())
                .unwrap_or(0)
        };
        // Tests that the end of a run cut off did not pass either.
        Self { passed: count("pass "), failed: count("fail ") + count("cancelled "), skipped: count("skipped ") + count("todo ") }
            .or_failed(finished.success)
    }

    /// Moves tests that said that they were skipped out of "passed", where cargo counts them.
    pub fn with_skipped(mut self, skipped: usize) -> Self {
        self.passed = self.passed.saturating_sub(skipped);
        self.skipped += skipped;
        self
    }

    /// A program that ended badly without a failed test (it did not compile, or crashed) is one failure.
    fn or_failed(mut self, success: bool) -> Self {
        if !success && self.failed == 0 {
            self.failed = 1;
        }
        self
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

/// The line that ends `cargo xtask test`, and that `.ci/run` reads.
impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finished(success: bool, stdout: &str) -> Finished {
        Finished { success, stdout: stdout.into() }
    }

    fn totals(passed: usize, failed: usize, skipped: usize) -> Totals {
        Totals { passed, failed, skipped }
    }

    #[test]
    fn the_results_of_all_test_programs_are_summed() {
        let stdout = "running 2 tests\ntest a ... ok\n\
            test result: ok. 2 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.21s\n\
            test result: FAILED. 3 passed; 4 failed; 0 ignored; 0 measured; 9 filtered out; finished in 1.00s\n\
            \x20   test result: ok. 1 passed; 0 failed; 0 ignored; 0 filtered out; finished in 0.2s\n";
        assert_eq!(Totals::from_libtest(&finished(false, stdout)), totals(6, 4, 1));
    }

    #[test]
    fn a_program_that_ends_badly_without_a_result_is_a_failure() {
        assert_eq!(Totals::from_libtest(&finished(false, "")), Totals::FAILED);
        assert_eq!(Totals::from_node(&finished(false, "SyntaxError")), Totals::FAILED);
        assert_eq!(Totals::from_libtest(&finished(true, "")), Totals::default());
    }

    #[test]
    fn nodes_last_words_count() {
        let stdout = "✔ runs three lanes (12ms)\nℹ tests 6\nℹ suites 0\nℹ pass 3\nℹ fail 1\nℹ cancelled 1\nℹ skipped 1\nℹ todo 0\nℹ duration_ms 61.5\n";
        assert_eq!(Totals::from_node(&finished(false, stdout)), totals(3, 2, 1));
        assert_eq!(
            Totals::from_node(&finished(true, &stdout.replace('ℹ', "#").replace("fail 1", "fail 0").replace("cancelled 1", "cancelled 0"))),
            totals(3, 0, 1)
        );
    }

    #[test]
    fn what_a_test_prints_is_not_taken_for_the_totals() {
        let stdout = "  ℹ pass 99 balloons\nℹ pass 2\nℹ fail 0\n";
        assert_eq!(Totals::from_node(&finished(true, stdout)), totals(2, 0, 0));
    }

    #[test]
    fn skipped_tests_leave_the_passed_ones() {
        assert_eq!(totals(5, 0, 1).with_skipped(2), totals(3, 0, 3));
    }

    #[test]
    fn the_line_reads_as_agreed() {
        assert_eq!(totals(12, 0, 3).to_string(), "12 passed, 0 failed, 3 skipped");
    }
}
