//! What outlives the page: conversations, runs with their raw bytes, and everything in one file. Never a key.
//!
//! - [`drafts`]: the conversation that this page works on, which no other page writes; the list of all of them
//! - [`recorder`]: runs, written while they go on
//! - [`history`]: the runs of before: their list, the search, one of them again, deleting with undo
//! - [`carry`]: everything as one file, and back
//!
//! What lies where: the database has conversations, runs, saved prompts, learned rules and the user's own models. localStorage keeps the
//! preferences and the endpoints: they are small, and needed before the first picture is painted, for which a database is too slow.

mod carry;
mod drafts;
mod history;
mod recorder;

pub use carry::{Carried, Conversation, Form};
pub use drafts::{DRAFT, Opened, PAGE};
pub use history::{Found, KeptRun};
pub(in crate::state) use recorder::{Recording, Writing};

use super::host::Host;
use super::status::{Notice, Status, StorageTrouble, Tone};
use crate::{
    browser::{
        base,
        frame::{self, Role},
        storage,
        tabs::{self, Room},
        values,
    },
    i18n::{I18n, t_string},
};
use leptos::{prelude::*, task::spawn_local, text_prop::TextProp};
use std::time::Duration;

/// Values that earlier versions kept in localStorage.
const MOVED: [&str; 3] = ["prompts", "learned", "own-models"];
/// Tells other tabs that the history has changed.
const HISTORY: &str = "history";
/// Of the browser's quota: above this there is a warning.
const NEARLY_FULL: f64 = 0.9;
/// What was deleted can be brought back for so long; then it goes for good.
pub const UNDO: Duration = Duration::from_secs(12);

/// The store. Copy it freely.
#[derive(Clone, Copy)]
pub struct Keeping {
    /// Counts the changes of the history, here and in other tabs.
    pub changed: RwSignal<u64>,
    /// Counts how often room was made: what had to wait can be tried again.
    pub freed: RwSignal<u64>,
    /// What is used of what the browser gives.
    pub room: RwSignal<Option<Room>>,
    /// The conversation that this page works on.
    draft: RwSignal<String>,
    /// The parts that the kept conversation mentions.
    parts: StoredValue<Vec<String>>,
    status: Status,
}

/// Opens the database and finds what the page begins with. To be awaited before the stores are opened.
pub async fn boot(host: impl Future<Output = Host>) -> (Host, Opened) {
    base::open().await;
    values::load(&MOVED).await;
    tabs::show_oneself();
    let host = host.await;
    (host, drafts::begin(host.begins_anew()).await)
}

impl Keeping {
    pub fn open(opened: &Opened, status: Status) -> Self {
        let keeping = Self {
            changed: RwSignal::new(0),
            freed: RwSignal::new(0),
            room: RwSignal::new(None),
            draft: RwSignal::new(opened.id.clone()),
            parts: StoredValue::new(opened.parts.clone()),
            status,
        };
        values::on_trouble(move |why| status.kept(Err(why)));
        tabs::on_told(move |told| {
            if told == HISTORY {
                keeping.changed.update(|changed| *changed += 1);
            } else {
                values::hear(told);
            }
        });
        if opened.unreadable {
            status.storage_trouble(StorageTrouble::Unreadable);
        }
        keeping
    }

    /// What takes time and nothing waits for: what runs of closed pages had come to, and what was deleted before.
    pub fn tidy(self) {
        // A cell keeps nothing and tells nothing.
        if frame::role() != Role::Page {
            return;
        }
        if !base::is_kept() {
            // Also where localStorage works: conversations and runs lie in memory then.
            self.status.kept(Err(storage::NotKept::Refused));
            return;
        }
        spawn_local(async move {
            self.mend().await;
            self.purge().await;
            self.look_at_room().await;
        });
    }

    /// Whether what is kept outlives the page.
    pub fn is_kept() -> bool {
        base::is_kept()
    }

    /// The conversation that this page works on; followed.
    pub fn draft_id(self) -> String {
        self.draft.get()
    }

    /// Measures anew how much is used.
    pub async fn look_at_room(self) {
        self.room.set(tabs::room().await);
    }

    /// Says so while there still is room: followed by the notices.
    pub fn warn_when_nearly_full(self, i18n: I18n) {
        Effect::new(move |_| {
            let full =
                self.room.get().filter(|room| room.quota > 0.0).map(|room| room.used / room.quota).filter(|share| *share > NEARLY_FULL);
            if let Some(share) = full {
                let percent = (share * 100.0).floor();
                let text = TextProp::from(move || t_string!(i18n, history.nearly_full, percent = percent));
                self.status.notify(Notice { id: "nearly-full", tone: Tone::Warn, text });
            }
        });
    }

    /// Asks the browser to delete nothing by itself. Whether it promises.
    pub async fn persist(self) -> bool {
        let promised = tabs::persist().await;
        self.look_at_room().await;
        promised
    }

    /// The history has changed here.
    fn has_changed(self) {
        self.changed.update(|changed| *changed += 1);
        tabs::tell(HISTORY);
    }
}
