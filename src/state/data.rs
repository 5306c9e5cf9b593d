//! What is kept on this device: its list, its size, and how to erase it.

use super::{
    Keys,
    keeping::{DRAFT, Keeping, PAGE},
};
use crate::browser::{
    location, offline,
    storage::{self, Area},
};
use leptos::task::spawn_local;

/// One kept thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptItem {
    pub name: String,
    /// As the browser counts it against its quota.
    pub bytes: usize,
}

/// Everything that is kept, the largest first.
pub fn kept_items() -> Vec<KeptItem> {
    let area = |area: Area| storage::names(area).into_iter().map(move |name| KeptItem { bytes: storage::bytes_used(area, &name), name });
    let mut items: Vec<_> = [Area::Local, Area::Session, Area::Base]
        .into_iter()
        .filter(|each| *each != Area::Base || Keeping::is_kept())
        .flat_map(area)
        // Which conversation the tab works on: names, and nothing of the user's.
        .filter(|item| ![DRAFT, PAGE].contains(&item.name.as_str()))
        .collect();
    items.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));
    items
}

/// Whether what is kept outlives a reload.
pub fn is_kept() -> bool {
    storage::is_kept(Area::Local) && Keeping::is_kept()
}

/// Erases everything of this page and starts it anew.
pub fn erase(keys: Keys, keeping: Keeping) {
    keys.forget_all();
    storage::erase_all();
    storage::close();
    spawn_local(async move {
        keeping.erase().await;
        offline::forget().await;
        location::reload();
    });
}
