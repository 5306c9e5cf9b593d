//! Which events are listed: a filter over a list that only grows, and the window of it that is in sight. Pure.

use lineup_core::run::{EventRecord, Run};
use std::ops::Range;

/// The places of the events that match, kept up to date at a cost that depends on what is new only.
#[derive(Debug, Default)]
pub struct EventList {
    filter: String,
    matching: Vec<u32>,
    examined: usize,
}

impl EventList {
    /// Another filter: looks at everything anew. An empty one lists every event.
    pub fn set_filter(&mut self, filter: &str) {
        if filter != self.filter {
            *self = Self { filter: filter.to_owned(), ..Self::default() };
        }
    }

    /// Takes in what has come since. A list that became shorter is another run's.
    pub fn advance(&mut self, run: &Run) {
        let events = run.events();
        if events.len() < self.examined {
            self.matching.clear();
            self.examined = 0;
        }
        if !self.filter.is_empty() {
            let wanted = self.filter.to_lowercase();
            for place in self.examined..events.len() {
                if let (Some(record), Ok(place)) = (events.get(place), u32::try_from(place))
                    && matches(run, record, &wanted, &self.filter)
                {
                    self.matching.push(place);
                }
            }
        }
        self.examined = events.len();
    }

    pub fn len(&self) -> usize {
        if self.filter.is_empty() { self.examined } else { self.matching.len() }
    }

    /// The event in this row.
    pub fn event(&self, row: usize) -> Option<usize> {
        if self.filter.is_empty() { (row < self.examined).then_some(row) } else { self.matching.get(row).map(|place| *place as usize) }
    }

    /// The row of this event, or of the one that follows it.
    pub fn row_of(&self, event: usize) -> usize {
        if self.filter.is_empty() { event } else { self.matching.partition_point(|place| (*place as usize) < event) }
    }
}

/// By name in any case, by content exactly.
fn matches(run: &Run, record: &EventRecord, wanted: &str, exact: &str) -> bool {
    let name = run.events().name(record);
    name.to_lowercase().contains(wanted)
        || run.raw().get(record.range.clone()).is_some_and(|bytes| String::from_utf8_lossy(&bytes).contains(exact))
}

/// The rows to paint: those in sight and some above and below, so that scrolling finds them there.
pub fn window(top: f64, seen: f64, row_height: f64, rows: usize) -> Range<usize> {
    const BEYOND: usize = 12;
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to what is not negative; rows are far below 2^53")]
    let at = |y: f64| (y.max(0.0) / row_height) as usize;
    let end = at(top + seen).saturating_add(1 + BEYOND).min(rows);
    at(top).saturating_sub(BEYOND).min(end)..end
}

/// The row where a key leads from the selected one; `None` for a key that does not walk. A page is so many rows.
pub fn walked(key: &str, from: Option<usize>, page: usize, rows: usize) -> Option<usize> {
    let last = rows.checked_sub(1)?;
    let at = match (key, from) {
        ("Home", _) => 0,
        ("End", _) => last,
        ("ArrowDown" | "ArrowUp" | "PageDown" | "PageUp", None) => 0,
        ("ArrowDown", Some(from)) => from + 1,
        ("ArrowUp", Some(from)) => from.saturating_sub(1),
        ("PageDown", Some(from)) => from + page,
        ("PageUp", Some(from)) => from.saturating_sub(page),
        _ => return None,
    };
    Some(at.min(last))
}

#[cfg(test)]
mod tests {
    use super::{EventList, walked, window};
    use lineup_core::run::{Millis, Run};
    use lineup_core::wire::Api;

    fn feed(run: &mut Run, words: &[&str]) {
        for word in words {
            let event = format!("data: {{\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{word}\"}}}}]}}\n\n");
            run.bytes(event.as_bytes(), Millis(1.0));
        }
    }

    #[test]
    fn a_filter_keeps_up_with_a_growing_list() {
        let mut run = Run::new(Api::Chat);
        feed(&mut run, &["one", "two"]);
        let mut list = EventList::default();
        list.advance(&run);
        assert_eq!((list.len(), list.event(1), list.event(2)), (2, Some(1), None));
        list.set_filter("two");
        list.advance(&run);
        assert_eq!((list.len(), list.event(0)), (1, Some(1)));
        feed(&mut run, &["three", "two"]);
        list.advance(&run);
        assert_eq!((list.len(), list.event(1), list.row_of(2)), (2, Some(3), 1));
        list.set_filter("");
        list.advance(&run);
        assert_eq!(list.len(), 4);
    }

    #[test]
    fn a_newer_run_begins_anew() {
        let mut run = Run::new(Api::Chat);
        feed(&mut run, &["a", "b", "c"]);
        let mut list = EventList::default();
        list.set_filter("b");
        list.advance(&run);
        let mut newer = Run::new(Api::Chat);
        feed(&mut newer, &["b"]);
        list.advance(&newer);
        assert_eq!((list.len(), list.event(0)), (1, Some(0)));
    }

    #[test]
    fn only_what_is_in_sight_is_painted() {
        assert_eq!(window(0.0, 240.0, 24.0, 100_000), 0..23);
        assert_eq!(window(2_400.0, 240.0, 24.0, 100_000), 88..123);
        assert_eq!(window(2_399_900.0, 240.0, 24.0, 100_000), 99_983..100_000);
        assert_eq!(window(500.0, 240.0, 24.0, 3), 3..3, "a list that became short");
        assert_eq!(window(0.0, 240.0, 24.0, 0), 0..0);
    }

    #[test]
    fn keys_walk_by_rows_by_pages_and_to_the_ends() {
        for (key, from, to) in [
            ("ArrowDown", None, Some(0)),
            ("ArrowDown", Some(99), Some(99)),
            ("ArrowUp", Some(0), Some(0)),
            ("PageDown", Some(40), Some(50)),
            ("PageUp", Some(4), Some(0)),
            ("Home", Some(40), Some(0)),
            ("End", None, Some(99)),
            ("a", Some(1), None),
        ] {
            assert_eq!(walked(key, from, 10, 100), to, "{key} from {from:?}");
        }
        assert_eq!(walked("End", None, 10, 0), None, "an empty list");
    }
}
