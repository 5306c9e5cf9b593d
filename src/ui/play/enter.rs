//! What a key press in the composer means: a pure decision, so that every browser's order of events can be a row of a table.
//!
//! Hangul is composed: Enter then belongs to the input method and commits the syllable. The browsers tell it in two ways:
//! - Chromium and Firefox fire `keydown` **before** `compositionend`, with `isComposing` true (and `keyCode` 229);
//! - Safari fires `compositionend` **before** the `keydown`, which has `isComposing` false, but still `keyCode` 229.
//!
//! macOS then gives the same press to Chromium a second time, as a plain Enter: a press that committed a syllable stays
//! spent until the key comes up.

/// The facts of one `keydown`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Press {
    /// `KeyboardEvent.key`. An input method turns it into `Process` on some systems.
    pub key: String,
    /// `KeyboardEvent.code`: the place on the keyboard, whatever the input method makes of it.
    pub code: String,
    pub shift: bool,
    /// Ctrl or ⌘.
    pub command: bool,
    pub alt: bool,
    pub composing: bool,
    pub key_code: u32,
    /// The key is held down.
    pub repeat: bool,
}

impl Press {
    fn is_enter(&self) -> bool {
        self.key == "Enter" || matches!(self.code.as_str(), "Enter" | "NumpadEnter")
    }

    /// 229 is what every browser reports for a key that the input method has taken.
    fn belongs_to_input_method(&self) -> bool {
        self.composing || self.key_code == 229
    }
}

/// What the composer does with a press.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Nothing: the browser and the input method do what they always do.
    Leave,
    /// Run, and let no line break be written.
    Run,
    /// Neither run nor write a line break.
    Swallow,
}

/// Remembers between presses whether the Enter that is down has already committed a syllable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EnterKey {
    spent: bool,
}

impl EnterKey {
    /// A key went down. `enter_sends` is the user's setting; Ctrl/⌘+Enter runs in any case.
    pub fn down(&mut self, press: &Press, enter_sends: bool) -> Act {
        if !press.is_enter() {
            self.spent = false;
            return Act::Leave;
        }
        if press.belongs_to_input_method() {
            self.spent = true;
            return Act::Leave;
        }
        let asks_to_run = !press.alt && (press.command || (enter_sends && !press.shift));
        match (asks_to_run, self.spent || press.repeat) {
            (false, _) => Act::Leave,
            (true, true) => Act::Swallow,
            (true, false) => Act::Run,
        }
    }

    /// The key with this `code` came up (on-screen keyboards name none): the next Enter is a new one. Another key that is
    /// let go late, as fast typists do, changes nothing.
    pub fn up(&mut self, code: &str) {
        if matches!(code, "" | "Enter" | "NumpadEnter") {
            self.spent = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Act, EnterKey, Press};

    fn enter() -> Press {
        Press { key: "Enter".to_owned(), code: "Enter".to_owned(), key_code: 13, ..Press::default() }
    }

    fn letter() -> Press {
        Press { key: "ㅎ".to_owned(), code: "KeyG".to_owned(), composing: true, key_code: 229, ..Press::default() }
    }

    /// `None` stands for Enter coming up.
    fn play(enter_sends: bool, presses: &[Option<Press>]) -> Vec<Act> {
        let mut enter = EnterKey::default();
        let mut acts = Vec::new();
        for press in presses {
            match press {
                Some(press) => acts.push(enter.down(press, enter_sends)),
                None => enter.up("Enter"),
            }
        }
        acts
    }

    #[test]
    fn the_setting_decides_what_a_plain_enter_does() {
        let command = Press { command: true, ..enter() };
        let shift = Press { shift: true, ..enter() };
        let alt = Press { alt: true, command: true, ..enter() };
        let numpad = Press { code: "NumpadEnter".to_owned(), ..enter() };
        for (enter_sends, press, act) in [
            (false, enter(), Act::Leave),
            (true, enter(), Act::Run),
            (true, numpad, Act::Run),
            (true, shift.clone(), Act::Leave),
            (false, shift, Act::Leave),
            (false, command.clone(), Act::Run),
            (true, command, Act::Run),
            (true, alt, Act::Leave),
            (true, Press { key: "a".to_owned(), code: "KeyA".to_owned(), ..Press::default() }, Act::Leave),
        ] {
            assert_eq!(play(enter_sends, &[Some(press.clone())]), [act], "enter sends: {enter_sends}, {press:?}");
        }
    }

    #[test]
    fn enter_in_a_composition_sends_nothing_and_the_next_one_sends_once() {
        let composing = Press { composing: true, key_code: 229, ..enter() };
        let named_process = Press { key: "Process".to_owned(), ..composing.clone() };
        let without_229 = Press { key_code: 13, ..composing.clone() };
        let after_compositionend = Press { composing: false, ..composing.clone() };
        for (browser, committing) in [
            ("Chromium and Firefox: keydown before compositionend", composing),
            ("Windows: the key is named Process", named_process),
            ("isComposing alone", without_229),
            ("Safari: keydown after compositionend, keyCode 229 alone", after_compositionend),
        ] {
            let acts = play(true, &[Some(letter()), None, Some(committing), None, Some(enter()), None]);
            assert_eq!(acts, [Act::Leave, Act::Leave, Act::Run], "{browser}");
        }
    }

    #[test]
    fn one_press_that_arrives_twice_does_not_send() {
        let composing = Press { composing: true, key_code: 229, ..enter() };
        let acts = play(true, &[Some(letter()), None, Some(composing), Some(enter()), None, Some(enter())]);
        assert_eq!(acts, [Act::Leave, Act::Leave, Act::Swallow, Act::Run], "Chromium on macOS");
    }

    #[test]
    fn command_enter_in_a_composition_waits_for_the_syllable_too() {
        let composing = Press { composing: true, key_code: 229, command: true, ..enter() };
        let command = Press { command: true, ..enter() };
        assert_eq!(play(false, &[Some(composing), None, Some(command)]), [Act::Leave, Act::Run]);
    }

    #[test]
    fn a_held_enter_runs_once() {
        let held = Press { repeat: true, ..enter() };
        assert_eq!(play(true, &[Some(enter()), Some(held.clone()), Some(held), None]), [Act::Run, Act::Swallow, Act::Swallow]);
    }

    #[test]
    fn another_key_that_comes_up_late_does_not_make_it_a_new_press() {
        let mut enter_key = EnterKey::default();
        enter_key.down(&Press { composing: true, key_code: 229, ..enter() }, true);
        enter_key.up("KeyG");
        assert_eq!(enter_key.down(&enter(), true), Act::Swallow);
    }

    #[test]
    fn a_key_that_never_comes_up_does_not_block_the_next_words() {
        let composing = Press { composing: true, key_code: 229, ..enter() };
        assert_eq!(play(true, &[Some(composing), Some(letter()), Some(enter())]), [Act::Leave, Act::Leave, Act::Run]);
    }
}
