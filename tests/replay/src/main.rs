//! A paced server for end-to-end tests, on the loopback only.
//!
//! `lineup-replay [--port N] [--dist FOLDER]` prints `http://127.0.0.1:PORT` on its first line and serves until it is stopped.
//!
//! - `POST /<behaviour>/v1/chat/completions`, `…/v1/responses`, `…/openai/v1/…`, `…/openai/deployments/<name>/…`: answers from
//!   `fixtures/` in the named way (see [`behaviour::Behaviour`]). Without a behaviour in the path, the body's model or the
//!   deployment may name it; otherwise the answer is paced and sound.
//! - `GET /<behaviour>/v1/models`: a list of models.
//! - `GET /_requests`: every API request so far, with its headers and body; `DELETE /_requests` forgets them.
//! - Any other `GET` under `/` or `/a/b/`: the files of the folder given with `--dist`.

mod api;
mod behaviour;
mod body;
mod connection;
mod files;
mod record;

use axum::Router;
use axum::routing::get;
use connection::{Connections, Reset};
use record::Record;
use std::path::PathBuf;
use std::sync::Arc;

/// What every handler can reach.
#[derive(Clone)]
pub struct Shared {
    pub record: Arc<Record>,
    pub dist: Option<Arc<PathBuf>>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let options = Options::read(std::env::args().skip(1))?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", options.port)).await?;
    println!("http://{}", listener.local_addr()?);
    let shared = Shared { record: Arc::default(), dist: options.dist.map(Arc::new) };
    let routes = Router::new().route("/_requests", get(record::list).delete(record::forget)).fallback(api::serve).with_state(shared);
    axum::serve(Connections(listener), routes.into_make_service_with_connect_info::<Reset>()).await?;
    Ok(())
}

#[derive(Debug, Default)]
struct Options {
    /// 0: any free port.
    port: u16,
    dist: Option<PathBuf>,
}

impl Options {
    fn read(mut words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut options = Self::default();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or(format!("{word} needs a value"));
            match word.as_str() {
                "--port" => options.port = value()?.parse().map_err(|_| "--port needs a number up to 65535".to_owned())?,
                "--dist" => options.dist = Some(value()?.into()),
                other => return Err(format!("unknown option {other}; known: --port N, --dist FOLDER")),
            }
        }
        Ok(options)
    }
}
