//! Everything that can be done from the keyboard: the palette, the sheet of keys and the shortcuts read one list.

use crate::browser::media;
use leptos::{prelude::*, text_prop::TextProp};

/// Where a command stands in the palette.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    Run,
    Draft,
    Lanes,
    Go,
    Page,
}

impl Group {
    pub const ALL: [Self; 5] = [Self::Run, Self::Draft, Self::Lanes, Self::Go, Self::Page];
}

/// A combination of keys. `key` is `KeyboardEvent.key` with letters in lower case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Shortcut {
    /// Ctrl, or ⌘ on Apple keyboards.
    pub command: bool,
    pub shift: bool,
    pub key: &'static str,
}

impl Shortcut {
    /// A key by itself: works only where no text is typed.
    pub const fn plain(key: &'static str) -> Self {
        Self { command: false, shift: false, key }
    }

    /// Ctrl/⌘ and a key: works everywhere.
    pub const fn command(key: &'static str) -> Self {
        Self { command: true, shift: false, key }
    }

    pub const fn command_shift(key: &'static str) -> Self {
        Self { command: true, shift: true, key }
    }

    /// As it stands on the keyboard: `⌘K`, `Ctrl+K`.
    pub fn label(&self) -> String {
        self.label_for(media::is_apple())
    }

    fn label_for(&self, apple: bool) -> String {
        let key = match self.key {
            "Enter" => "↵".to_owned(),
            "Escape" => "Esc".to_owned(),
            "ArrowLeft" => "←".to_owned(),
            "ArrowRight" => "→".to_owned(),
            "ArrowUp" => "↑".to_owned(),
            "ArrowDown" => "↓".to_owned(),
            key => key.to_ascii_uppercase(),
        };
        let (command, shift) = if apple { ("⌘", "⇧") } else { ("Ctrl+", "Shift+") };
        let shift = if self.shift { shift } else { "" };
        let command = if self.command { command } else { "" };
        if apple { format!("{shift}{command}{key}") } else { format!("{command}{shift}{key}") }
    }

    /// Whether a pressed key is this shortcut.
    pub fn is(&self, pressed: &Pressed<'_>) -> bool {
        // `?` needs Shift on most layouts, but not on all: a key that is no letter says by itself what was meant.
        let shift = if self.command || self.key.chars().all(char::is_alphanumeric) { pressed.shift == self.shift } else { true };
        pressed.command == self.command && shift && !pressed.alt && pressed.key.to_lowercase() == self.key.to_lowercase()
    }
}

/// What a `keydown` says, as far as shortcuts go.
#[derive(Clone, Copy, Debug)]
pub struct Pressed<'a> {
    pub key: &'a str,
    /// Ctrl or ⌘.
    pub command: bool,
    pub shift: bool,
    pub alt: bool,
}

/// One thing that can be done.
#[derive(Clone)]
pub struct Command {
    /// Unique, such as `run.all`.
    pub id: &'static str,
    pub group: Group,
    /// Follows the language.
    pub title: TextProp,
    pub shortcut: Option<Shortcut>,
    /// Whether it can be done now; the palette shows it greyed otherwise.
    pub enabled: Signal<bool>,
    /// In a text field its keys do what they always do there.
    pub yields_to_texts: bool,
    pub run: Callback<()>,
}

impl Command {
    /// A command that can always be done and has no keys.
    pub fn new(id: &'static str, group: Group, title: impl Into<TextProp>, run: impl Fn() + Send + Sync + 'static) -> Self {
        Self {
            id,
            group,
            title: title.into(),
            shortcut: None,
            enabled: Signal::from(true),
            yields_to_texts: false,
            run: Callback::new(move |()| run()),
        }
    }

    #[must_use]
    pub fn keys(mut self, shortcut: Shortcut) -> Self {
        self.shortcut = Some(shortcut);
        self
    }

    /// In a text field its keys do what they always do there.
    #[must_use]
    pub fn yields_to_texts(mut self) -> Self {
        self.yields_to_texts = true;
        self
    }

    #[must_use]
    pub fn enabled(mut self, enabled: impl Into<Signal<bool>>) -> Self {
        self.enabled = enabled.into();
        self
    }
}

/// The list of commands.
#[derive(Clone, Copy)]
pub struct Commands {
    list: RwSignal<Vec<(Registration, Command)>>,
    next: StoredValue<Registration>,
}

/// Tells a command from an earlier one of the same id.
type Registration = u32;

impl Commands {
    #[allow(clippy::new_without_default, reason = "signals need an owner: making one by Default would hide that")]
    pub fn new() -> Self {
        Self { list: RwSignal::default(), next: StoredValue::default() }
    }

    /// Adds a command for as long as the calling component lives. A later one of the same id takes the place of the earlier.
    pub fn register(&self, command: Command) {
        let (list, own) = (self.list, self.next.get_value());
        self.next.set_value(own.wrapping_add(1));
        list.update(|commands| {
            commands.retain(|(_, other)| other.id != command.id);
            commands.push((own, command));
        });
        // Only its own: the component that takes the place of another may register before the other goes.
        on_cleanup(move || {
            list.try_update(|commands| commands.retain(|(registration, _)| *registration != own));
        });
    }

    /// All commands, by group, in the order of their registration; followed.
    pub fn list(&self) -> Signal<Vec<Command>> {
        let list = self.list;
        Signal::derive(move || {
            let mut commands: Vec<Command> = list.with(|commands| commands.iter().map(|(_, command)| command.clone()).collect());
            commands.sort_by_key(|command| command.group);
            commands
        })
    }

    /// The command that a pressed key asks for, if it can be done now.
    pub fn find(&self, pressed: &Pressed<'_>) -> Option<Command> {
        self.list.with_untracked(|commands| {
            commands
                .iter()
                .map(|(_, command)| command)
                .find(|command| command.shortcut.is_some_and(|shortcut| shortcut.is(pressed)) && command.enabled.get_untracked())
                .cloned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Pressed, Shortcut};

    #[test]
    fn shortcuts_are_written_as_the_keyboard_names_them() {
        let cases = [
            (Shortcut::command("k"), "Ctrl+K", "⌘K"),
            (Shortcut::command_shift("Enter"), "Ctrl+Shift+↵", "⇧⌘↵"),
            (Shortcut::plain("?"), "?", "?"),
            (Shortcut::plain("Escape"), "Esc", "Esc"),
        ];
        for (shortcut, other, apple) in cases {
            assert_eq!(shortcut.label_for(false), other);
            assert_eq!(shortcut.label_for(true), apple);
        }
    }

    #[test]
    fn only_the_exact_combination_is_the_shortcut() {
        let plain = Pressed { key: "k", command: false, shift: false, alt: false };
        let cases = [
            (Shortcut::command("k"), Pressed { command: true, ..plain }, true),
            // Caps lock
            (Shortcut::command("k"), Pressed { key: "K", command: true, ..plain }, true),
            (Shortcut::command("k"), plain, false),
            (Shortcut::command("k"), Pressed { command: true, shift: true, ..plain }, false),
            (Shortcut::command("k"), Pressed { command: true, alt: true, ..plain }, false),
            (Shortcut::plain("?"), Pressed { key: "?", shift: true, ..plain }, true),
            (Shortcut::plain("?"), Pressed { key: "?", ..plain }, true),
            (Shortcut::plain("k"), Pressed { shift: true, ..plain }, false),
        ];
        for (shortcut, pressed, expected) in cases {
            assert_eq!(shortcut.is(&pressed), expected, "{shortcut:?} {pressed:?}");
        }
    }
}
