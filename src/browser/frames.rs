//! One call before the next picture, however many ask for it; and how long painters may take, so that a frame stays short with all
//! that the browser has to do for what they painted.

use super::clock::now;
use leptos::prelude::{TimeoutHandle, request_animation_frame, set_timeout, set_timeout_with_handle};
use std::{
    cell::{Cell, RefCell},
    rc::Rc,
    time::Duration,
};

/// A hidden tab draws no frames; what arrives is then taken in at this pace. A tab that is hidden while it waits for a frame is
/// caught by the same timer.
const WITHOUT_FRAMES: Duration = Duration::from_millis(300);

/// Calls `paint` once before the next picture, or soon after where none is drawn.
pub fn on_next(paint: impl FnOnce() + 'static) {
    let paint = Rc::new(Cell::new(Some(paint)));
    let timer: Rc<Cell<Option<TimeoutHandle>>> = Rc::default();
    let late = paint.clone();
    timer.set(set_timeout_with_handle(move || take(&late), WITHOUT_FRAMES).ok());
    request_animation_frame(move || {
        if let Some(timer) = timer.take() {
            timer.clear();
        }
        take(&paint);
    });
}

fn take(paint: &Cell<Option<impl FnOnce()>>) {
    if let Some(paint) = paint.take() {
        paint();
    }
}

/// What all painters together may take in one frame, in milliseconds, while the browser keeps up.
const MOST: f64 = 8.0;
/// What each of them gets however slow the browser is: all go on.
const LEAST: f64 = 1.0;
/// What they get in the first frame, before anything is known.
const FIRST: f64 = 2.0;
/// How long a frame may take, with style, layout and paint: a quarter of the 50 ms after which people notice, because the browser clears
/// its memory within it in steps of up to 10 ms, and on a machine of two processors the workers that highlight and set formulas take a
/// turn.
const FRAME: f64 = 12.0;
/// How much the budget may grow from one frame to the next. It shrinks at once: a browser that has become slow is slow in the next frame
/// too, one that has become fast may have been so by chance.
const GROWTH: f64 = 1.2;

/// A painter's work for one frame; it is told how many milliseconds it has.
type Paint = Box<dyn FnOnce(f64)>;

thread_local! {
    static WAITING: RefCell<Vec<Paint>> = const { RefCell::new(Vec::new()) };
    static BUDGET: Cell<f64> = const { Cell::new(FIRST) };
}

/// Calls `paint` before the next picture with its share of the time, in milliseconds.
pub fn paint_next(paint: impl FnOnce(f64) + 'static) {
    let is_first = WAITING.with_borrow_mut(|waiting| {
        waiting.push(Box::new(paint));
        waiting.len() == 1
    });
    if is_first {
        on_next(paint_all);
    }
}

fn paint_all() {
    let waiting = WAITING.take();
    #[expect(clippy::cast_precision_loss, reason = "as many as there are lanes")]
    let share = (BUDGET.get() / waiting.len() as f64).max(LEAST);
    let began = now();
    waiting.into_iter().for_each(|paint| paint(share));
    let painted = now() - began;
    // A timer comes after the picture.
    set_timeout(move || BUDGET.set(next_budget(BUDGET.get(), painted, now() - began)), Duration::ZERO);
}

/// The budget after a frame that had `budget`, and in which painters took `painted` of `whole` milliseconds.
fn next_budget(budget: f64, painted: f64, whole: f64) -> f64 {
    // Too little was painted to tell what it costs the browser.
    let fits = if painted < 0.5 { MOST } else { painted * FRAME / whole };
    fits.min(budget * GROWTH).clamp(LEAST, MOST)
}

#[cfg(test)]
mod tests {
    use super::{FIRST, FRAME, GROWTH, LEAST, MOST, next_budget};

    #[test]
    fn painters_get_less_at_once_where_the_browser_has_much_to_do_for_it() {
        assert_eq!(next_budget(MOST, 8.0, FRAME), MOST);
        assert_eq!(next_budget(MOST, 8.0, 2.0 * FRAME), 4.0);
        assert_eq!(next_budget(MOST, 8.0, 900.0), LEAST);
    }

    #[test]
    fn they_get_more_by_and_by_where_it_keeps_up() {
        assert_eq!(next_budget(2.0, 2.0, 4.0), 2.0 * GROWTH);
        assert_eq!(next_budget(2.0, 0.1, 900.0), 2.0 * GROWTH, "so little says nothing about the browser");
        let after_ten = (0..10).fold(FIRST, |budget, _| next_budget(budget, 1.0, 1.0));
        assert_eq!(after_ten, MOST);
    }
}
