//! `cargo xtask play`: from a fresh clone to the page in the browser.

mod open;
mod server;

use std::net::{Ipv4Addr, TcpListener};

use anyhow::{Result, bail};

use crate::cli::PlayOptions;
use crate::project::Project;
use crate::tools::{Need, Toolbox, say};
use crate::{dist, process};

/// Serves until it is stopped.
///
/// # Errors
/// When the port is taken, a tool cannot be had, or the first build fails.
pub fn run(project: &Project, options: &PlayOptions) -> Result<()> {
    // Asked first: a build of some minutes that ends in "port taken" is a bad surprise.
    let listener = listen(options.port)?;
    let url = format!("http://127.0.0.1:{}/", options.port);
    let open = options.open && open::has_browser();
    if options.release {
        dist::make_current(project)?;
        say(&format!("serving dist/ on {url} (Ctrl+C ends it)"));
        if open {
            open::open(&url);
        }
        return server::serve(listener, &project.dist());
    }
    let toolbox = Toolbox::prepare(project, Need::Develop)?;
    drop(listener);
    let mut trunk = toolbox.trunk(project, "serve")?;
    trunk.args(["--port", &options.port.to_string(), "--dist"]).arg(project.scratch().join("site"));
    if open {
        trunk.arg("--open");
    }
    say(&format!("building; then the page is on {url} and follows every saved file (Ctrl+C ends it)"));
    process::run(&mut trunk)
}

fn listen(port: u16) -> Result<TcpListener> {
    match TcpListener::bind((Ipv4Addr::LOCALHOST, port)) {
        Ok(listener) => Ok(listener),
        Err(error) => bail!(
            "cannot listen on 127.0.0.1:{port} ({error}). Stop what is using the port, or take another one: cargo xtask play --port {}",
            port.wrapping_add(1).max(1024)
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taken_port_is_named_with_a_way_out() {
        let taken = listen(0).unwrap();
        let port = taken.local_addr().unwrap().port();
        let error = listen(port).unwrap_err().to_string();
        assert!(error.contains(&format!("127.0.0.1:{port}")) && error.contains("--port"), "{error}");
    }
}
