//! The Line-up page's store: what is shown of the catalogue, the cards' texts, and what an endpoint itself lists.
//!
//! - [`filter`]: pure; which models the table shows, and in which order
//! - [`listing`]: asking an endpoint for its list

mod filter;
mod listing;

pub use filter::{Column, Filter, Life, Row, Sort, families, kinds, other_units, rows, served_by};
pub use listing::{Listed, Listing, NotListed};
pub(in crate::state) use listing::{body, problem, read};

use super::keys::Keys;
use crate::browser::{abort::Abort, fetch};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::lineup::Details;
use std::sync::Arc;

/// The file with the texts of the cards, in the page's own folder.
const DETAILS: &str = "details.json";

/// More do not fit side by side.
pub const MOST_COMPARED: usize = 4;

/// The texts of the cards, which are no part of the program.
#[derive(Clone, Debug, Default)]
pub enum Loaded {
    #[default]
    Not,
    UnderWay,
    Failed,
    There(Arc<Details>),
}

/// Outlives the page, so that a look into Play loses nothing.
#[derive(Clone, Copy)]
pub struct LineUp {
    pub filter: RwSignal<Filter>,
    /// Without one, the order of the catalogue.
    pub sort: RwSignal<Option<Sort>>,
    /// The ids of the models to compare, in the order in which they were ticked.
    pub ticked: RwSignal<Vec<String>>,
    /// Whether the timeline is shown in the place of the table.
    pub timeline: RwSignal<bool>,
    /// The name of the model that is being added, as far as it is known; while a dialog asks for the rest.
    pub adding: RwSignal<Option<String>>,
    details: RwSignal<Loaded>,
    listing: RwSignal<Listing>,
    asking: StoredValue<Option<Abort>, LocalStorage>,
    keys: Keys,
}

impl LineUp {
    pub fn new(keys: Keys) -> Self {
        Self {
            filter: RwSignal::default(),
            sort: RwSignal::default(),
            ticked: RwSignal::default(),
            timeline: RwSignal::default(),
            adding: RwSignal::default(),
            details: RwSignal::default(),
            listing: RwSignal::default(),
            asking: StoredValue::new_local(None),
            keys,
        }
    }

    /// The texts of the cards; followed. [`LineUp::load_details`] brings them.
    pub fn details(&self) -> Signal<Loaded> {
        self.details.into()
    }

    /// Fetches the texts of the cards, unless they are there or on their way.
    pub fn load_details(&self) {
        if matches!(self.details.get_untracked(), Loaded::UnderWay | Loaded::There(_)) {
            return;
        }
        self.details.set(Loaded::UnderWay);
        let details = self.details;
        spawn_local(async move {
            let read = fetch::own_file(DETAILS).await.and_then(|text| Details::from_json(&text).ok());
            details.set(read.map_or(Loaded::Failed, |read| Loaded::There(Arc::new(read))));
        });
    }

    /// Ticks a model for comparison, or takes the tick away. No more than fit side by side.
    pub fn tick(&self, id: &str, on: bool) {
        self.ticked.update(|ticked| {
            ticked.retain(|other| other != id);
            if on && ticked.len() < MOST_COMPARED {
                ticked.push(id.to_owned());
            }
        });
    }

    /// The next order of a column: rising, falling, then that of the catalogue.
    pub fn sort_by(&self, by: Column) {
        self.sort.update(|sort| *sort = Sort::next(*sort, by));
    }
}
