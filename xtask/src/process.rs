//! Running other programs: what is shown, and what an error says.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

/// What a program printed, and whether it ended well.
pub struct Finished {
    pub success: bool,
    pub stdout: String,
}

/// Runs the program with its output on ours.
///
/// # Errors
/// When it cannot be started, or ends with anything but success.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| cannot_start(command))?;
    if !status.success() {
        bail!("`{}` failed ({status})", shown(command));
    }
    Ok(())
}

/// Runs the program quietly and returns what it wrote to its standard output.
///
/// # Errors
/// As [`run`]; the error carries what the program wrote to its standard error.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("`{}` failed ({})\n{}", shown(command), output.status, String::from_utf8_lossy(&output.stderr).trim_end());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs the program with its errors and progress on ours, and returns what it wrote to its standard output.
///
/// # Errors
/// As [`run`].
pub fn stdout(command: &mut Command) -> Result<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::inherit()).output().with_context(|| cannot_start(command))?;
    if !output.status.success() {
        bail!("`{}` failed ({})", shown(command), output.status);
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Runs the program with its output on ours, and keeps a copy of its standard output.
///
/// # Errors
/// When it cannot be started. A program that ends badly is not an error here: its output tells more.
pub fn tee(command: &mut Command) -> Result<Finished> {
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(|| cannot_start(command))?;
    let mut kept = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        let mut lines = BufReader::new(stdout);
        let mut out = std::io::stdout().lock();
        loop {
            let start = kept.len();
            if lines.read_until(b'\n', &mut kept)? == 0 {
                break;
            }
            out.write_all(&kept[start..])?;
            out.flush()?;
        }
    }
    let status = child.wait()?;
    Ok(Finished { success: status.success(), stdout: String::from_utf8_lossy(&kept).into_owned() })
}

fn cannot_start(command: &Command) -> String {
    format!("cannot start `{}`", shown(command))
}

/// The command as a person would type it: the program's file name and its arguments.
fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let program = program.file_name().unwrap_or(command.get_program());
    std::iter::once(program).chain(command.get_args()).map(OsStr::to_string_lossy).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_names_the_command_as_typed() {
        let error = run(Command::new("/no/such/folder/trunk").args(["build", "--release"])).unwrap_err();
        assert_eq!(error.to_string(), "cannot start `trunk build --release`");
    }

    #[test]
    fn tee_keeps_what_was_printed_and_how_it_ended() {
        let finished = tee(Command::new(env!("CARGO")).arg("--version")).unwrap();
        assert!(finished.success && finished.stdout.starts_with("cargo "), "{}", finished.stdout);
        let finished = tee(Command::new(env!("CARGO")).arg("no-such-command").stderr(Stdio::null())).unwrap();
        assert!(!finished.success);
    }

    #[test]
    fn a_quiet_failure_says_what_the_program_said() {
        let error = output(Command::new(env!("CARGO")).arg("no-such-command")).unwrap_err().to_string();
        assert!(error.contains("cargo no-such-command") && error.contains("no such command"), "{error}");
    }
}
