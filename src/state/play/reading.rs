//! What runs are read with: a release fetches it after the first picture (`later`), and before the first byte of a run.

use crate::later::{needed, split};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    run::{
        Reader, Run,
        cassette::{Cassette, CassetteError},
    },
    wire::Api,
};
use std::sync::{LazyLock, OnceLock};

split! { in answers: fn fetched() -> Reader { Reader::FULL } }

split! { in answers: fn read(text: String) -> Result<Cassette, CassetteError> { Cassette::from_json(&text) } }

static READER: OnceLock<Reader> = OnceLock::new();
/// Whether it is here, for who follows that.
static IS_HERE: LazyLock<ArcRwSignal<bool>> = LazyLock::new(ArcRwSignal::default);

/// Whether the reader is here, and with it what shows a run; followed.
pub fn is_here() -> bool {
    IS_HERE.get()
}

/// Reads a cassette; `None` where the program for it cannot be had.
pub async fn cassette(text: String) -> Option<Result<Cassette, CassetteError>> {
    needed(read(text)).await
}

/// The reader, fetched where it is not here yet; `None` where it cannot be had.
pub async fn reader() -> Option<Reader> {
    if let Some(reader) = READER.get() {
        return Some(*reader);
    }
    let reader = needed(fetched()).await?;
    let reader = *READER.get_or_init(|| reader);
    IS_HERE.set(true);
    Some(reader)
}

/// Does this with the reader: at once where it is here, else when it has come.
pub fn with_reader(act: impl FnOnce(Reader) + 'static) {
    match READER.get() {
        Some(reader) => act(*reader),
        None => spawn_local(async move {
            if let Some(reader) = reader().await {
                act(reader);
            }
        }),
    }
}

/// A run for an answer of this API. Before the reader is here it cannot read; whoever feeds it sees to that.
pub fn run(api: Api) -> Run {
    let mut run = Run::unread(api);
    if let Some(reader) = READER.get() {
        run.read_by(*reader);
    }
    run
}
