//! The commands of the repository. `cargo xtask help` lists them.

mod bench;
mod cli;
mod dist;
mod hook;
mod play;
mod process;
mod project;
mod site;
mod test;
mod tools;

use std::process::ExitCode;

use cli::Command;
use project::Project;

fn main() -> ExitCode {
    match run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("\nerror: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> anyhow::Result<ExitCode> {
    let command = cli::parse(lexopt::Parser::from_env())?;
    let project = Project::find()?;
    match command {
        Command::Help => println!("{}", cli::HELP),
        Command::Play(options) => play::run(&project, &options)?,
        Command::Dist(options) => dist::run(&project, &options)?,
        Command::Test(selection) => return Ok(if test::run(&project, &selection)? { ExitCode::SUCCESS } else { ExitCode::FAILURE }),
        Command::Bench(choice) => bench::run(&project, choice)?,
        Command::Hook(hook) => hook::run(&project, hook)?,
    }
    Ok(ExitCode::SUCCESS)
}
