//! The command line: words to a typed command, and the help text.

use std::path::PathBuf;

use anyhow::{Result, bail};
use lexopt::prelude::*;

use crate::test::Stage;

pub const HELP: &str = "\
Usage: cargo xtask <command>

  play [--release] [--port N] [--no-open]
        Install what is missing, build, serve on 127.0.0.1 (port 8080), open the browser.
        Saved files rebuild and reload the page. --release serves the optimised build instead.

  test [--quick] [STAGE…] [NAME…]
        Run everything and end with one line of totals. --quick leaves out the release build and the
        end-to-end tests. Stages: rules fmt clippy clippy-wasm host browser dist e2e. Any other word
        selects the tests whose name contains it.

  dist [--config FILE]
        Build the folder dist/ for any static host and any sub-path; print the compressed sizes.
        --config checks a lineup.config.json (docs/hosting.md) and puts it beside the page; where it pins
        the endpoints, the page's policy allows requests to nothing else.

  bench [core|page]
        Measure: the core natively, and the rendering of long streams in Chromium. Without a word: both.

Tools that are neither on PATH nor in cargo's bin folder go into .tools/ (or $LINEUP_TOOLS).";

/// The port that `play` takes unless told otherwise.
const DEFAULT_PORT: u16 = 8080;

#[derive(Debug, PartialEq, Eq)]
pub enum Command {
    Help,
    Play(PlayOptions),
    Dist(DistOptions),
    Test(Selection),
    Bench(BenchChoice),
    /// Called by Trunk (see Trunk.toml) and by `test`, not by people.
    Hook(Hook),
}

#[derive(Debug, PartialEq, Eq)]
pub struct PlayOptions {
    pub release: bool,
    pub port: u16,
    pub open: bool,
}

#[derive(Debug, Default, PartialEq, Eq)]
pub struct DistOptions {
    /// What the one who hosts the page sets.
    pub config: Option<PathBuf>,
}

/// Which part of the tests to run. Nothing chosen means everything.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Selection {
    pub quick: bool,
    pub stages: Vec<Stage>,
    /// Parts of test names. With names and no stages, the stages that have named tests run.
    pub names: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BenchChoice {
    All,
    Core,
    Page,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Hook {
    /// Before the build: join the style sheets.
    Style,
    /// After the build: name the workers by their content.
    Workers,
    /// Before a release build: compile it.
    Compile,
    /// Makes this built folder work offline, as `dist` does: the end-to-end tests of that need no release build.
    Offline(PathBuf),
}

/// Reads the arguments after the program's name.
pub fn parse(mut arguments: lexopt::Parser) -> Result<Command> {
    let Some(first) = arguments.next()? else { return Ok(Command::Help) };
    let command = match first {
        Value(word) => word.string()?,
        Short('h') | Long("help") => return Ok(Command::Help),
        other => return Err(other.unexpected().into()),
    };
    match command.as_str() {
        "play" => play(arguments),
        "test" => test(arguments),
        "dist" => dist(arguments),
        "bench" => bench(arguments),
        "hook" => hook(arguments),
        "help" => Ok(Command::Help),
        other => bail!("there is no command `{other}`\n\n{HELP}"),
    }
}

fn play(mut arguments: lexopt::Parser) -> Result<Command> {
    let mut options = PlayOptions { release: false, port: DEFAULT_PORT, open: true };
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("release") => options.release = true,
            Long("no-open") => options.open = false,
            Short('p') | Long("port") => options.port = arguments.value()?.parse()?,
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Play(options))
}

fn dist(mut arguments: lexopt::Parser) -> Result<Command> {
    let mut options = DistOptions::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("config") => options.config = Some(arguments.value()?.into()),
            Short('h') | Long("help") => return Ok(Command::Help),
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Dist(options))
}

fn test(mut arguments: lexopt::Parser) -> Result<Command> {
    let mut selection = Selection::default();
    while let Some(argument) = arguments.next()? {
        match argument {
            Long("quick") => selection.quick = true,
            Short('h') | Long("help") => return Ok(Command::Help),
            Value(word) => {
                let word = word.string()?;
                match Stage::named(&word) {
                    Some(stage) => selection.stages.push(stage),
                    None => selection.names.push(word),
                }
            }
            other => return Err(other.unexpected().into()),
        }
    }
    Ok(Command::Test(selection))
}

fn bench(mut arguments: lexopt::Parser) -> Result<Command> {
    let choice = match arguments.next()? {
        None => BenchChoice::All,
        Some(Value(word)) => match word.string()?.as_str() {
            "core" => BenchChoice::Core,
            "page" => BenchChoice::Page,
            other => bail!("`bench` knows `core` and `page`, not `{other}`"),
        },
        Some(Short('h') | Long("help")) => return Ok(Command::Help),
        Some(other) => return Err(other.unexpected().into()),
    };
    nothing_more(arguments, Command::Bench(choice))
}

fn hook(mut arguments: lexopt::Parser) -> Result<Command> {
    let hook = match arguments.value()?.string()?.as_str() {
        "style" => Hook::Style,
        "workers" => Hook::Workers,
        "compile" => Hook::Compile,
        "offline" => Hook::Offline(arguments.value()?.into()),
        other => bail!("there is no hook `{other}`"),
    };
    nothing_more(arguments, Command::Hook(hook))
}

fn nothing_more(mut arguments: lexopt::Parser, command: Command) -> Result<Command> {
    match arguments.next()? {
        None => Ok(command),
        Some(Short('h') | Long("help")) => Ok(Command::Help),
        Some(other) => Err(other.unexpected().into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &str) -> Result<Command> {
        parse(lexopt::Parser::from_args(words.split_whitespace()))
    }

    #[test]
    fn play_takes_its_options_in_any_order() {
        let expected = Command::Play(PlayOptions { release: true, port: 9000, open: false });
        assert_eq!(parsed("play --no-open --port 9000 --release").unwrap(), expected);
        assert_eq!(parsed("play --release --port=9000 --no-open").unwrap(), expected);
        assert_eq!(parsed("play").unwrap(), Command::Play(PlayOptions { release: false, port: DEFAULT_PORT, open: true }));
    }

    #[test]
    fn dist_takes_a_configuration() {
        let config = Some("mine.json".into());
        assert_eq!(parsed("dist --config mine.json").unwrap(), Command::Dist(DistOptions { config }));
        assert_eq!(parsed("dist").unwrap(), Command::Dist(DistOptions::default()));
        assert!(parsed("dist --config").is_err());
    }

    #[test]
    fn test_tells_stages_from_names() {
        let expected = Selection { quick: true, stages: vec![Stage::Host], names: vec!["sse".into()] };
        assert_eq!(parsed("test --quick host sse").unwrap(), Command::Test(expected));
    }

    #[test]
    fn a_wrong_word_is_refused_by_name() {
        for (words, part) in
            [("pley", "`pley`"), ("play --prot 1", "--prot"), ("dist now", "now"), ("bench all", "`all`"), ("play --port x", "x")]
        {
            let error = parsed(words).unwrap_err().to_string();
            assert!(error.contains(part), "{words}: {error}");
        }
    }

    #[test]
    fn no_word_and_help_show_the_help() {
        for words in ["", "help", "--help", "-h", "play --help", "test -h", "dist --help"] {
            assert_eq!(parsed(words).unwrap(), Command::Help, "{words}");
        }
    }

    #[test]
    fn the_help_names_every_stage() {
        for stage in Stage::ALL {
            assert!(HELP.contains(stage.name()), "{}", stage.name());
        }
    }
}
