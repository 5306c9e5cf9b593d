//! Whether a lane follows its end: pure, so that every order of scrolling and growing can be a row of a table.

use crate::browser::scroll::Position;

/// Nearer to the end than this is at the end: fractions of pixels, and a last line half in sight.
const AT_END: f64 = 24.0;

/// Follows the end until the user scrolls up, and again once the user is back at the end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stick {
    attached: bool,
    top: f64,
}

impl Default for Stick {
    fn default() -> Self {
        Self { attached: true, top: 0.0 }
    }
}

impl Stick {
    pub fn is_attached(self) -> bool {
        self.attached
    }

    /// The box was scrolled, by the user or by following. Only a move upwards that ends away from the end lets go: content that
    /// grows below moves nothing.
    pub fn scrolled(&mut self, to: Position) {
        let at_end = to.height - to.seen - to.top <= AT_END;
        if at_end {
            self.attached = true;
        } else if to.top < self.top - 1.0 {
            self.attached = false;
        }
        self.top = to.top;
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
    fn a_nudge_within_the_last_line_keeps_it() {
        let mut stick = Stick::default();
        stick.scrolled(at(900.0, 1000.0));
        stick.scrolled(at(880.0, 1000.0));
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
