//! What runs are read with: a release fetches it after the first picture (`later`), and before the first byte of a run.

use crate::later::{needed, split};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    run::{Reader, Run},
    wire::Api,
};
use std::sync::LazyLock;

split! { in answers: fn fetched() -> Reader { Reader::FULL } }

static READER: LazyLock<ArcRwSignal<Option<Reader>>> = LazyLock::new(ArcRwSignal::default);

/// Whether the reader is here, and with it what shows a run; followed.
pub fn is_here() -> bool {
    READER.with(Option::is_some)
}

/// The reader, fetched where it is not here yet; `None` where it cannot be had.
pub async fn reader() -> Option<Reader> {
    if let Some(reader) = READER.get_untracked() {
        return Some(reader);
    }
    let reader = needed(fetched()).await?;
    READER.set(Some(reader));
    Some(reader)
}

/// Does this with the reader: at once where it is here, else when it has come.
pub fn with_reader(act: impl FnOnce(Reader) + 'static) {
    match READER.get_untracked() {
        Some(reader) => act(reader),
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
    if let Some(reader) = READER.get_untracked() {
        run.read_by(reader);
    }
    run
}
