//! `cargo xtask test`: everything that says whether this repository is sound, cheapest first, with one line of totals at the end.

mod beside;
mod rules;
mod skips;
mod stage;
mod totals;

pub use stage::Stage;

use std::time::{Duration, Instant};

use anyhow::Result;

use crate::cli::Selection;
use crate::project::Project;
use crate::tools::say;
use beside::Beside;
use stage::Context;
use totals::Totals;

/// Runs the chosen stages and prints the totals. Returns whether nothing failed.
///
/// # Errors
/// When the work cannot even begin. A stage that cannot do its work counts as failed, and the others still run.
pub fn run(project: &Project, selection: &Selection) -> Result<bool> {
    let context = Context::new(project, &selection.names)?;
    let mut sum = Totals::default();
    let mut times = Vec::new();
    let stages = chosen(selection);
    let mut release = if stages.len() > 1 && stages.contains(&Stage::Dist) { Some(Beside::start(project)?) } else { None };
    for stage in stages {
        println!("\n── {} ──", stage.title());
        let start = Instant::now();
        let compiled = if stage == Stage::Dist { release.take().map_or(Ok(()), Beside::finish) } else { Ok(()) };
        let totals = compiled.and_then(|()| context.run(stage)).unwrap_or_else(|error| {
            eprintln!("error: {error:#}");
            Totals::FAILED
        });
        times.push((stage, start.elapsed(), totals));
        sum += totals;
    }
    println!("\n{}", summary(&times));
    println!("{sum}");
    if sum == Totals::default() {
        say("no test has such a name");
    }
    Ok(sum.failed == 0 && sum != Totals::default())
}

/// Named stages; else, with names of tests, the stages that have named tests; else all.
fn chosen(selection: &Selection) -> Vec<Stage> {
    let wanted = |stage: &Stage| {
        let asked = if selection.stages.is_empty() {
            selection.names.is_empty() || stage.has_named_tests()
        } else {
            selection.stages.contains(stage)
        };
        // A release build alone shows nothing about a named test, but the end-to-end tests run on it.
        let needed = *stage == Stage::Dist && selection.stages.is_empty() && !selection.names.is_empty();
        (asked || needed) && !(selection.quick && stage.is_slow())
    };
    Stage::ALL.into_iter().filter(wanted).collect()
}

fn summary(times: &[(Stage, Duration, Totals)]) -> String {
    let lines = times.iter().map(|(stage, time, totals)| {
        let mark = if totals.failed == 0 { "ok" } else { "FAILED" };
        format!("{mark:6}  {:30}  {:>7}  {totals}", stage.title(), spent(*time))
    });
    let whole: Duration = times.iter().map(|(_, time, _)| *time).sum();
    lines.chain(std::iter::once(format!("{:6}  {:30}  {:>7}", "", "in all", spent(whole)))).collect::<Vec<_>>().join("\n")
}

/// `12.3 s`, and from a minute on `3:07`.
fn spent(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 { format!("{:.1} s", time.as_secs_f64()) } else { format!("{}:{:02}", seconds / 60, seconds % 60) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stages(quick: bool, stages: &[Stage], names: &[&str]) -> Vec<Stage> {
        chosen(&Selection { quick, stages: stages.to_vec(), names: names.iter().map(|name| (*name).to_owned()).collect() })
    }

    #[test]
    fn everything_runs_unless_something_is_chosen() {
        assert_eq!(stages(false, &[], &[]), Stage::ALL);
        assert_eq!(stages(false, &[Stage::Host], &[]), [Stage::Host]);
        assert_eq!(stages(false, &[Stage::Host], &["sse"]), [Stage::Host]);
    }

    #[test]
    fn quick_leaves_out_the_release_build_and_what_runs_on_it() {
        assert_eq!(
            stages(true, &[], &[]),
            [Stage::Rules, Stage::Format, Stage::ClippyHost, Stage::ClippyWasm, Stage::Host, Stage::Browser]
        );
    }

    #[test]
    fn a_name_runs_the_stages_that_have_names() {
        assert_eq!(stages(true, &[], &["sse"]), [Stage::Host, Stage::Browser]);
        assert_eq!(stages(false, &[], &["sse"]), [Stage::Host, Stage::Browser, Stage::Dist, Stage::EndToEnd]);
    }

    #[test]
    fn times_read_as_seconds_and_then_as_minutes() {
        assert_eq!(spent(Duration::from_millis(12_340)), "12.3 s");
        assert_eq!(spent(Duration::from_secs(187)), "3:07");
    }
}
