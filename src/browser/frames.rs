//! One call before the next picture, however many ask for it.

use leptos::prelude::{TimeoutHandle, request_animation_frame, set_timeout_with_handle};
use std::{cell::Cell, rc::Rc, time::Duration};

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
