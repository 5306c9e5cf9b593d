//! Links: read from the address, and written for others. What is written is never put into the history: the address stays as it is.

use super::{play::Play, route::RouteStore};
use crate::browser::{crypto, location};
use crate::later::{needed, split};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    run::cassette::Cassette,
    share::{
        LeftOut, Link, LinkError, Shared,
        link::{read, unpack, write, write_sealed},
        results::{self, Results},
        sealed::Sealed,
        typed,
    },
};

/// The beginning of a shared set-up's hash.
const SHARED: &str = "/s/";

/// A link that needs a passphrase.
#[derive(Clone, Debug, PartialEq)]
pub struct Locked {
    link: String,
    sealed: Sealed,
}

/// What the results of a set-up's lanes came in.
enum Carrier {
    /// The text of a link.
    Link(String),
    /// The bytes of one that was locked.
    Packed(Vec<u8>),
    File(String),
}

split! {
    in answers:
    fn results_in(carrier: Carrier, lanes: usize) -> Results {
        match carrier {
            Carrier::Link(text) => results::read(&text, lanes),
            Carrier::Packed(bytes) => results::unpack(&bytes, lanes),
            Carrier::File(text) => results::from_json(text.as_bytes(), lanes),
        }
        .unwrap_or_default()
    }
}

#[derive(Clone, Copy)]
pub struct Share {
    /// Whether the sheet is open.
    pub sheet: RwSignal<bool>,
    /// A link that waits for its passphrase.
    pub locked: RwSignal<Option<Locked>>,
    /// Why the address could not be read as a link.
    pub refused: RwSignal<Option<LinkError>>,
    /// The set-up as it was when it was last shared or as it arrived.
    known: RwSignal<Option<Shared>>,
    play: Play,
}

impl Share {
    /// Reads the address, and follows it. Has to run inside an owner that lives as long as the page.
    pub fn open(play: Play, route: RouteStore) -> Self {
        let share = Self {
            sheet: RwSignal::new(false),
            locked: RwSignal::new(None),
            refused: RwSignal::new(None),
            known: RwSignal::new(None),
            play,
        };
        Effect::new(move |_| {
            let hash = route.hash.get();
            untrack(|| share.read_hash(&hash));
        });
        share
    }

    fn read_hash(self, hash: &str) {
        self.locked.set(None);
        self.refused.set(None);
        if let Some((path, query)) = hash.split_once('?')
            && path.trim_matches('/').is_empty()
        {
            if let Some(typed) = typed::read(query) {
                self.known.set(None);
                self.play.visit(hash, &typed.shared, typed.notes);
            }
            return;
        }
        let Some(text) = hash.strip_prefix(SHARED) else { return };
        match read(&location::decode(text)) {
            Ok(Link::Plain(shared)) => {
                self.arrive(hash, &shared, Carrier::Link(location::decode(text)));
            }
            Ok(Link::Sealed(bytes)) => match Sealed::from_bytes(&bytes) {
                Some(sealed) => self.locked.set(Some(Locked { link: hash.to_owned(), sealed })),
                None => self.refused.set(Some(LinkError::Damaged)),
            },
            Err(why) => self.refused.set(Some(why)),
        }
    }

    fn arrive(self, link: &str, shared: &Shared, carrier: Carrier) {
        self.play.visit(link, shared, Vec::new());
        self.given_out();
        let (lanes, count) = (self.play.lanes.get_untracked(), shared.lanes.len());
        spawn_local(async move {
            if let Some(results) = needed(results_in(carrier, count)).await.filter(|results| results.iter().any(Option::is_some)) {
                self.play.show_in_lanes(&lanes, results, false);
            }
        });
    }

    /// Shows the set-up of a file. `false` if it is none.
    pub fn open_file(self, text: &str) -> bool {
        let Some(shared) = serde_json::from_str(text).ok().and_then(Shared::from_json) else { return false };
        self.arrive("file", &shared, Carrier::File(text.to_owned()));
        true
    }

    /// Opens a locked link. `false` if the passphrase is another.
    pub async fn unlock(self, passphrase: &str) -> bool {
        let Some(Locked { link, sealed }) = self.locked.get_untracked() else { return false };
        let Ok(packed) = crypto::open(&sealed, passphrase).await else { return false };
        let Ok(shared) = unpack(&packed) else { return false };
        self.locked.set(None);
        self.arrive(&link, &shared, Carrier::Packed(packed));
        true
    }

    /// What would travel, and what stays; followed.
    pub fn now(self, with_addresses: bool) -> (Shared, Vec<LeftOut>) {
        self.play.shared(with_addresses)
    }

    /// The link to this set-up, with the results of its lanes.
    pub fn link(self, shared: &Shared, results: &[Option<Cassette>]) -> String {
        address(&results::write(shared, results))
    }

    /// The link to a set-up in Lineup itself, from the cell beside it.
    pub fn page_link(self, shared: &Shared) -> String {
        format!("{}#{SHARED}{}", location::beside("index.html"), write(shared))
    }

    /// The same, under a passphrase; `None` where the browser has no cryptography for it.
    pub async fn sealed_link(self, shared: &Shared, results: &[Option<Cassette>], passphrase: &str) -> Option<String> {
        let sealed = crypto::seal(&results::pack(shared, results), passphrase).await.ok()?;
        Some(address(&write_sealed(&sealed)))
    }

    /// Remembers that this was given out.
    pub fn given_out(self) {
        self.known.set(Some(untrack(|| self.play.shared(true).0)));
    }

    /// Whether something was changed since it was shared or arrived; `None` where it never was. Followed.
    pub fn is_edited(self) -> Option<bool> {
        let play = self.play;
        self.known.with(|known| known.as_ref().map(|known| *known != play.shared(true).0))
    }

    /// Takes the visitor for the user's own; the address says so.
    pub fn keep(self) {
        self.play.keep_visit();
        location::replace_hash("#/");
    }

    /// Back to the user's own set-up.
    pub fn leave(self) {
        self.play.leave_visit();
        self.known.set(None);
        location::replace_hash("#/");
    }
}

fn address(text: &str) -> String {
    format!("{}#{SHARED}{text}", location::page())
}
