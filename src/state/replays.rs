//! Recorded runs: opened from an address of this origin, from the address itself, from files; and saved.

use super::{
    play::{LaneHandle, Play},
    route::RouteStore,
};
use crate::browser::{
    abort::Abort,
    clock,
    fetch::{self, NotFetched},
    files::Given,
    location,
};
use crate::later::{needed, split};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    run::cassette::{Cassette, CassetteError, CassetteLinkError},
    share::typed,
};

/// The largest cassette that is read.
pub const MOST_BYTES: u32 = 64 << 20;
/// The beginning of a hash that is a cassette itself.
const PACKED: &str = "/c/";

/// Why something is not played.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotPlayed {
    /// It lies on another origin.
    Foreign {
        address: String,
    },
    NotFetched {
        address: String,
        why: NotFetched,
    },
    /// The file or address of this name is no cassette.
    Unread {
        name: String,
        why: CassetteError,
    },
    /// The address itself cannot be read.
    Packed(CassetteLinkError),
}

#[derive(Clone, Copy)]
pub struct Replays {
    /// Why the last one was not played.
    pub refused: RwSignal<Option<NotPlayed>>,
    /// The lane whose run is about to be saved.
    pub saving: RwSignal<Option<LaneHandle>>,
    play: Play,
}

impl Replays {
    /// Reads the address, and follows it. Has to run inside an owner that lives as long as the page.
    pub fn open(play: Play, route: RouteStore) -> Self {
        let replays = Self { refused: RwSignal::new(None), saving: RwSignal::new(None), play };
        Effect::new(move |first: Option<()>| {
            let hash = route.hash.get();
            untrack(|| replays.read_hash(&hash, first.is_none(), route));
        });
        replays
    }

    fn read_hash(self, hash: &str, is_first: bool, route: RouteStore) {
        if let Some(text) = hash.strip_prefix(PACKED) {
            let text = location::decode(text);
            return self.follow(hash, route, async move {
                match needed(packed(text)).await {
                    Some(read) => read.map_err(NotPlayed::Packed),
                    None => Err(NotPlayed::NotFetched { address: location::beside(""), why: NotFetched::Unreachable }),
                }
            });
        }
        let in_hash = hash.split_once('?').filter(|(path, _)| path.trim_matches('/').is_empty()).map(|(_, query)| query.to_owned());
        let is_bare = is_first && hash.trim_matches('/').is_empty();
        let address = in_hash.or_else(|| is_bare.then(location::search)).and_then(|query| typed::cassette(&query));
        if let Some(address) = address {
            self.follow(hash, route, fetched(address));
        }
    }

    /// Plays what an address names, when it has been read.
    fn follow(self, hash: &str, route: RouteStore, read: impl Future<Output = Result<Cassette, NotPlayed>> + 'static) {
        let hash = hash.to_owned();
        spawn_local(async move {
            let read = read.await;
            // The reader may have gone elsewhere meanwhile.
            if route.hash.try_get_untracked().as_ref() == Some(&hash) {
                match read {
                    Ok(cassette) => self.show(&hash, vec![cassette]),
                    Err(why) => self.refused.set(Some(why)),
                }
            }
        });
    }

    fn show(self, link: &str, cassettes: Vec<Cassette>) {
        self.refused.set(None);
        self.play.visit_recorded(link, cassettes);
    }

    /// Plays a text that is a cassette.
    ///
    /// # Errors
    /// It is none, or cannot be read.
    pub fn open_text(self, text: &str) -> Result<(), CassetteError> {
        self.show_files(vec![Cassette::from_json(text)?]);
        Ok(())
    }

    fn show_files(self, cassettes: Vec<Cassette>) {
        // A name of its own: what this tab keeps of one visitor is not another's.
        self.show(&format!("file {}", clock::wall().0), cassettes);
    }

    /// Takes files: plays those that are cassettes, each in a lane, and attaches the others to the prompt.
    pub fn take(self, given: Vec<Given>) {
        spawn_local(async move {
            let (mut cassettes, mut others) = (Vec::new(), Vec::new());
            for file in given {
                match recorded(&file).await {
                    Some(Ok(cassette)) => cassettes.push(cassette),
                    Some(Err(why)) => self.refused.set(Some(why)),
                    None => others.push(file),
                }
            }
            if !cassettes.is_empty() {
                self.show_files(cassettes);
            }
            if !others.is_empty() {
                self.play.attached.files(others);
            }
        });
    }
}

split! { in answers: fn cassette(text: String) -> Result<Cassette, CassetteError> { Cassette::from_json(&text) } }
split! { in answers: fn packed(text: String) -> Result<Cassette, CassetteLinkError> { Cassette::from_link(&text) } }

/// Reads the text of a file or an address of this name.
async fn named(text: String, name: String) -> Result<Cassette, NotPlayed> {
    match needed(cassette(text)).await {
        Some(read) => read.map_err(|why| NotPlayed::Unread { name, why }),
        None => Err(NotPlayed::NotFetched { address: name, why: NotFetched::Unreachable }),
    }
}

async fn fetched(address: String) -> Result<Cassette, NotPlayed> {
    let Some(own) = location::own_address(&address) else { return Err(NotPlayed::Foreign { address }) };
    let read = match Abort::new() {
        Some(abort) => fetch::own_text(&own, MOST_BYTES as usize, &abort).await,
        None => Err(NotFetched::Unreachable),
    };
    match read {
        Ok(text) => named(text, address).await,
        Err(why) => Err(NotPlayed::NotFetched { address, why }),
    }
}

/// `None` where the file is something else: its name is not one of JSON, or its JSON not a cassette.
async fn recorded(file: &Given) -> Option<Result<Cassette, NotPlayed>> {
    if !file.name().to_ascii_lowercase().ends_with(".json") || file.size() > f64::from(MOST_BYTES) {
        return None;
    }
    let text = String::from_utf8(file.bytes().await?).ok()?;
    match named(text, file.name()).await {
        Err(NotPlayed::Unread { why: CassetteError::Json(_) | CassetteError::Foreign, .. }) => None,
        read => Some(read),
    }
}
