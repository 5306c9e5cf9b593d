//! The History page's store: what is listed, what is looked for, what is ticked. Lives as long as the page is shown.

use super::{
    Stores,
    keeping::{Found, Keeping, UNDO},
};
use crate::browser::clock;
use leptos::{prelude::*, task::spawn_local};
use lineup_core::keep::{DraftRow, Filter, Query, RunRow, search::Excerpt};
use std::{collections::BTreeMap, sync::Arc};

/// So many lines are painted at first, and with every "more".
pub const PAGE: usize = 100;
/// Two can be compared.
pub const COMPARED: usize = 2;
const DAY_MS: f64 = 86_400_000.0;

/// One line that is shown.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub row: Arc<RunRow>,
    /// Where what was looked for stands.
    pub excerpt: Option<Excerpt>,
}

/// What was deleted last, and can be brought back.
#[derive(Clone, Debug, PartialEq)]
pub enum Deleted {
    Runs(Vec<String>),
    Conversation(String),
}

/// How far the search is.
#[derive(Clone, Debug, Default)]
struct Search {
    query: Query,
    found: Arc<BTreeMap<String, Option<Excerpt>>>,
    is_over: bool,
}

/// The store. Copy it freely.
#[derive(Clone, Copy)]
pub struct History {
    pub filter: RwSignal<Filter>,
    pub query: RwSignal<String>,
    /// How many lines are painted.
    pub shown: RwSignal<usize>,
    pub ticked: RwSignal<Vec<String>>,
    pub deleted: RwSignal<Option<Deleted>>,
    /// The lines that fit.
    pub lines: Memo<Vec<Line>>,
    /// `None`: not read yet.
    rows: RwSignal<Option<Arc<Vec<Arc<RunRow>>>>>,
    conversations: RwSignal<Vec<DraftRow>>,
    search: RwSignal<Search>,
    keeping: Keeping,
}

impl History {
    /// Reads the list, and again whenever it has changed.
    pub fn open(stores: Stores) -> Self {
        let keeping = stores.keeping;
        let (filter, rows) = (RwSignal::new(Filter::default()), RwSignal::new(None::<Arc<Vec<Arc<RunRow>>>>));
        let search = RwSignal::new(Search::default());
        let lines = Memo::new(move |_| {
            let Some(rows) = rows.get() else { return Vec::new() };
            search.with(|search| {
                filter.with(|filter| {
                    let fits = rows.iter().filter(|row| filter.takes(row));
                    let line = |row: &Arc<RunRow>| {
                        let excerpt = if search.query.is_empty() { None } else { search.found.get(&row.id)?.clone() };
                        Some(Line { row: row.clone(), excerpt })
                    };
                    fits.filter_map(line).collect()
                })
            })
        });
        let history = Self {
            filter,
            query: RwSignal::new(String::new()),
            shown: RwSignal::new(PAGE),
            ticked: RwSignal::new(Vec::new()),
            deleted: RwSignal::new(None),
            lines,
            rows,
            conversations: RwSignal::new(Vec::new()),
            search,
            keeping,
        };
        Effect::new(move |_| {
            keeping.changed.track();
            spawn_local(async move {
                let (rows, conversations) = (keeping.rows().await, keeping.conversations().await);
                // The page may have been left meanwhile.
                if history.rows.try_set(Some(Arc::new(rows.into_iter().map(Arc::new).collect()))).is_none() {
                    history.conversations.set(conversations);
                    history.look();
                }
            });
        });
        Effect::new(move |_| {
            history.query.track();
            untrack(|| history.look());
        });
        history
    }

    /// Whether the list was read.
    pub fn is_read(self) -> bool {
        self.rows.with(Option::is_some)
    }

    /// How many runs there are; followed.
    pub fn total(self) -> usize {
        self.rows.with(|rows| rows.as_ref().map_or(0, |rows| rows.len()))
    }

    /// Whether the search still goes on; followed.
    pub fn is_searching(self) -> bool {
        self.search.with(|search| !search.query.is_empty() && !search.is_over)
    }

    /// The conversations that fit what is looked for; followed.
    pub fn conversations(self) -> Vec<DraftRow> {
        let query = self.query.with(|query| Query::parse(query));
        self.conversations.with(|rows| rows.iter().filter(|row| query.is_empty() || query.finds(&row.title)).cloned().collect())
    }

    /// What the runs have of something, each once, in the order of the alphabet; followed.
    pub fn values(self, of: fn(&RunRow) -> &str) -> Vec<String> {
        self.rows.with(|rows| {
            let mut values: Vec<String> = rows.iter().flat_map(|rows| rows.iter()).map(|row| of(row).to_owned()).collect();
            values.sort();
            values.dedup();
            values
        })
    }

    /// Takes only what is not older than so many days.
    pub fn since_days(self, days: Option<f64>) {
        self.filter.update(|filter| filter.since = days.map(|days| clock::wall().0 - days * DAY_MS));
    }

    /// Begins to look for what is written; an older search ends.
    fn look(self) {
        let query = Query::parse(&self.query.get_untracked());
        self.search.set(Search { query: query.clone(), ..Search::default() });
        if query.is_empty() {
            return;
        }
        let rows = self.rows.get_untracked();
        let ids: Vec<String> = rows.iter().flat_map(|rows| rows.iter()).map(|row| row.id.clone()).collect();
        // What the line itself says is found at once: also of runs that go on, whose texts are not written yet.
        let of_line = |row: &Arc<RunRow>| {
            let text = format!("{}\n{}\n{}\n{}", row.model, row.endpoint, row.asked, row.said);
            query.finds(&text).then(|| (row.id.clone(), None))
        };
        let at_once: BTreeMap<_, _> = rows.iter().flat_map(|rows| rows.iter()).filter_map(of_line).collect();
        self.search.update(|search| search.found = Arc::new(at_once));
        spawn_local(async move {
            let told = |found: Vec<Found>| self.take_found(&query, found);
            self.keeping.search(query.clone(), ids, told).await;
            let is_own = |search: &mut Search| search.is_over |= search.query == query;
            _ = self.search.try_update(is_own);
        });
    }

    /// `false` if nobody looks for that any more.
    fn take_found(self, query: &Query, found: Vec<Found>) -> bool {
        let is_wanted = self.search.try_with_untracked(|search| search.query == *query) == Some(true);
        if is_wanted && !found.is_empty() {
            self.search.update(|search| Arc::make_mut(&mut search.found).extend(found.into_iter().map(|found| (found.id, found.excerpt))));
        }
        is_wanted
    }

    /// Ticks a run, or takes the tick away.
    pub fn tick(self, id: &str, on: bool) {
        self.ticked.update(|ticked| {
            ticked.retain(|other| other != id);
            if on {
                ticked.push(id.to_owned());
            }
        });
    }

    /// Deletes, so that it can be brought back for a while.
    pub fn delete(self, what: Deleted) {
        let keeping = self.keeping;
        self.ticked.update(|ticked| {
            if let Deleted::Runs(ids) = &what {
                ticked.retain(|id| !ids.contains(id));
            }
        });
        spawn_local(async move {
            let can_come_back = match what.clone() {
                Deleted::Runs(ids) => keeping.delete_runs(ids).await,
                Deleted::Conversation(id) => {
                    keeping.mark_conversation(&id, true).await;
                    true
                }
            };
            _ = self.deleted.try_set(can_come_back.then(|| what.clone()));
            // Nothing is offered that cannot be done any more.
            let put_away = move || {
                if self.deleted.try_with_untracked(|deleted| deleted.as_ref() == Some(&what)) == Some(true) {
                    self.deleted.set(None);
                }
            };
            set_timeout(put_away, UNDO);
        });
    }

    /// Brings back what was deleted last.
    pub fn undo(self) {
        let Some(what) = self.deleted.get_untracked() else { return };
        self.deleted.set(None);
        let keeping = self.keeping;
        spawn_local(async move {
            match what {
                Deleted::Runs(ids) => keeping.bring_back_runs(ids).await,
                Deleted::Conversation(id) => keeping.mark_conversation(&id, false).await,
            }
        });
    }
}
