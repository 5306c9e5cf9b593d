//! What is kept on this device: its list, its size, and how to erase it.

use super::Keys;
use crate::browser::{
    location,
    storage::{self, Area},
};

/// One kept thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptItem {
    pub name: String,
    /// As the browser counts it against its quota.
    pub bytes: usize,
}

/// Everything that is kept, the largest first.
pub fn kept_items() -> Vec<KeptItem> {
    let area = |area| storage::names(area).into_iter().map(move |name| KeptItem { bytes: storage::bytes_used(area, &name), name });
    let mut items: Vec<_> = area(Area::Local).chain(area(Area::Session)).collect();
    items.sort_by(|a, b| b.bytes.cmp(&a.bytes).then_with(|| a.name.cmp(&b.name)));
    items
}

/// Whether what is kept outlives a reload.
pub fn is_kept() -> bool {
    storage::is_kept(Area::Local)
}

/// Erases everything of this page and starts it anew.
pub fn erase(keys: Keys) {
    keys.forget_all();
    storage::erase_all();
    storage::close();
    location::reload();
}
