//! Whether a lane follows its end: pure, so that every order of scrolling and growing can be a row of a table.

use crate::browser::scroll::Position;

/// Nearer to the end than this is at the end: fractions of pixels, and a last line half in sight.
const AT_END: f64 = 24.0;

/// Follows the end until the user scrolls up, and again once the user is back at the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stick {
    attached: bool,
    /// Where the box stood last.
    last: Position,
}

impl Default for Stick {
    fn default() -> Self {
        Self { attached: true, last: Position::default() }
    }
}

impl Stick {
    pub fn is_attached(self) -> bool {
        self.attached
    }

    /// The box was scrolled, by the user or by following. The first step upwards lets go, however small: a wheel that scrolls
    /// smoothly begins with a few pixels, and following would take them back in each frame. A move that a shorter content or a
    /// higher box brought about is none of the user's, and content that grows below moves nothing.
    pub fn scrolled(&mut self, to: Position) {
        let from = std::mem::replace(&mut self.last, to);
        let rest = to.height - to.seen - to.top;
        let went_up = to.top < from.top - 1.0 && to.height >= from.height && to.seen <= from.seen;
        if went_up && rest > 1.0 {
            self.attached = false;
        } else if rest <= AT_END && !went_up {
            self.attached = true;
        }
    }

    /// The content or the box has another size, and the box may have been moved by it: no word of the user's.
    pub fn resized(&mut self, to: Position) {
        self.last = to;
    }

    /// The reader is to see something else than the end.
    pub fn let_go(&mut self) {
        self.attached = false;
    }

    pub fn attach(&mut self) {
        self.attached = true;
    }
}

#[cfg(test)]
mod tests {
    use super::{Position, Stick};

    fn at(top: f64, height: f64) -> Position {
        Position { top, height, seen: 100.0 }
    }

    #[test]
    fn it_lets_go_when_the_user_scrolls_up_and_holds_on_at_the_end() {
        let mut stick = Stick::default();
        for (to, attached, why) in [
            (at(0.0, 100.0), true, "a short answer is at its end"),
            (at(300.0, 400.0), true, "followed to the end"),
            (at(300.0, 900.0), true, "the answer grew before it was followed"),
            (at(800.0, 900.0), true, "followed"),
            (at(700.0, 900.0), false, "the user scrolled up"),
            (at(700.0, 2000.0), false, "growing does not pull the user down"),
            (at(1200.0, 2000.0), false, "reading on downwards is not the end"),
            (at(1890.0, 2000.0), true, "near the end is the end"),
        ] {
            stick.scrolled(to);
            assert_eq!(stick.is_attached(), attached, "{why}");
        }
    }

    #[test]
    fn the_first_frames_of_a_smooth_scroll_let_go() {
        let mut stick = Stick::default();
        stick.scrolled(at(900.0, 1000.0));
        stick.scrolled(at(894.0, 1000.0));
        assert!(!stick.is_attached(), "six pixels up, before anything could follow");
        stick.scrolled(at(880.0, 1000.0));
        assert!(!stick.is_attached(), "still within the last line");
        stick.scrolled(at(890.0, 1000.0));
        assert!(stick.is_attached(), "and down again");
    }

    #[test]
    fn a_box_that_becomes_higher_is_followed() {
        let mut stick = Stick::default();
        stick.scrolled(at(900.0, 1000.0));
        stick.scrolled(Position { top: 700.0, height: 1000.0, seen: 280.0 });
        assert!(stick.is_attached());
    }

    #[test]
    fn content_that_shrinks_and_grows_between_two_looks_is_followed() {
        let mut stick = Stick::default();
        stick.scrolled(at(645.0, 745.0));
        // Fields became text: the browser moved the box. Then more came.
        stick.resized(at(601.0, 701.0));
        stick.scrolled(at(601.0, 1011.0));
        assert!(stick.is_attached());
    }

    #[test]
    fn an_answer_that_is_replaced_by_a_shorter_one_is_followed() {
        let mut stick = Stick::default();
        stick.scrolled(at(900.0, 1000.0));
        stick.scrolled(at(0.0, 100.0));
        assert!(stick.is_attached());
    }
}
