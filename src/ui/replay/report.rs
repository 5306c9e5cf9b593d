//! A run in words, for a bug report.

use crate::{
    i18n::{I18n, tu_string},
    ui::{lane::units, words::api_name},
};
use leptos::prelude::untrack;
use lineup_core::run::{Outcome, cassette::Cassette};
use std::fmt::Write;

/// Markdown: what was asked of whom, how it ended, and which file to attach. The words of others stand in code, so that they stay words:
/// whoever reads the report loads no picture of theirs.
pub fn report(i18n: I18n, cassette: &Cassette, file: &str) -> String {
    untrack(|| {
        let run = cassette.play();
        let mut text = String::new();
        let mut line = |name: &str, value: &str| _ = writeln!(text, "- {name}: {}", one_line(value));
        line(tu_string!(i18n, replay.report_model), &code(&cassette.model));
        line("API", api_name(cassette.request.api));
        line(tu_string!(i18n, replay.report_address), &code(&cassette.request.url));
        line(tu_string!(i18n, replay.report_status), &run.status().map_or_else(|| "–".to_owned(), |status| status.to_string()));
        let (end, words) = match run.outcome() {
            Some(Outcome::Finished { word }) => (tu_string!(i18n, lane.finish.done), word.clone()),
            None | Some(Outcome::Stopped) => (tu_string!(i18n, lane.finish.stopped), None),
            Some(Outcome::Cut { detail }) => (tu_string!(i18n, lane.finish.cut), detail.clone()),
            Some(Outcome::Failed(problem)) => {
                let words = problem.server.as_ref().map(|server| server.message.clone()).or_else(|| problem.excerpt.clone());
                (tu_string!(i18n, lane.finish.failed), words)
            }
        };
        line(tu_string!(i18n, replay.report_end), &format!("{end}, {}", units::duration(i18n, cassette.end_at)));
        line(tu_string!(i18n, replay.report_events), &run.events().len().to_string());
        line("Lineup", env!("CARGO_PKG_VERSION"));
        line(tu_string!(i18n, replay.report_file), file);
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            let fence = "`".repeat(longest_run(&words) + 3);
            _ = write!(text, "\n{fence}\n{words}\n{fence}\n");
        }
        text
    })
}

fn one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words in a line, as code: Markdown means nothing in them.
fn code(value: &str) -> String {
    let value = one_line(value);
    if value.is_empty() {
        return value;
    }
    let fence = "`".repeat(longest_run(&value) + 1);
    // A backtick at an edge would join the fence.
    let edge = if value.starts_with('`') || value.ends_with('`') { " " } else { "" };
    format!("{fence}{edge}{value}{edge}{fence}")
}

/// The longest row of backticks.
fn longest_run(text: &str) -> usize {
    text.split(|letter| letter != '`').map(str::len).max().unwrap_or(0)
}

/// `o4-mini-2026-11-21T12-00-00`: what files are called.
pub fn file_stem(cassette: &Cassette) -> String {
    let plain = |text: &str| -> String {
        text.chars().map(|letter| if letter.is_ascii_alphanumeric() || matches!(letter, '.' | '-') { letter } else { '-' }).collect()
    };
    let model: String = plain(&cassette.model).chars().take(60).collect();
    let moment = plain(cassette.made.get(..19).unwrap_or_default());
    [model.trim_matches(['.', '-']), &moment].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use super::{code, file_stem, longest_run, one_line};
    use lineup_core::run::cassette::samples::samples;

    #[test]
    fn a_file_is_named_by_model_and_moment_whatever_the_model_is_called() {
        let mut cassette = samples().remove(0).cassette;
        assert_eq!(file_stem(&cassette), "o4-mini-2026-11-21T12-00-00");
        cassette.model = "../openai/gpt-oss:20b".into();
        cassette.made.clear();
        assert_eq!(file_stem(&cassette), "openai-gpt-oss-20b");
    }

    #[test]
    fn words_of_a_server_stay_in_their_block() {
        assert_eq!(longest_run("a ``` b ````"), 4);
        assert_eq!(longest_run(""), 0);
        assert_eq!(one_line("a\n- b"), "a - b");
        assert_eq!(code("![x](https://a.example/)\n<b>"), "`![x](https://a.example/) <b>`");
        assert_eq!(code("`![x](y)``"), "``` `![x](y)`` ```");
    }
}
