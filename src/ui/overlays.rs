//! What can lie over the page: the palette and the sheet of keys; and the commands that belong to no page.

use super::header::theme_name;
use crate::{
    browser::{dialog, keyboard},
    i18n::{t_string, tu_string, use_i18n},
    state::{
        commands::{Command, Group, Pressed, Shortcut},
        keys::VaultState,
        prefs::Lang,
        route::Route,
        use_stores,
    },
};
use leptos::{ev, prelude::*};

/// Which of them is open.
#[derive(Clone, Copy)]
pub struct Overlays {
    pub palette: RwSignal<bool>,
    pub keys: RwSignal<bool>,
}

impl Overlays {
    /// Makes them, registers the page's own commands, and listens to the keyboard for as long as the caller lives.
    pub fn open() -> Self {
        let overlays = Self { palette: RwSignal::new(false), keys: RwSignal::new(false) };
        register(overlays);
        listen(overlays);
        overlays
    }
}

fn register(overlays: Overlays) {
    let i18n = use_i18n();
    let stores = use_stores();
    let (prefs, status) = (stores.prefs, stores.status);
    let commands = stores.commands;
    commands.register(
        Command::new("page.palette", Group::Page, move || t_string!(i18n, palette.command.palette), move || overlays.palette.set(true))
            .keys(Shortcut::command("k")),
    );
    commands.register(
        Command::new("page.keys", Group::Page, move || t_string!(i18n, palette.command.keys), move || overlays.keys.set(true))
            .keys(Shortcut::plain("?")),
    );
    commands.register(
        Command::new("go.play", Group::Go, move || t_string!(i18n, palette.command.play), move || stores.route.go(Route::Play))
            .enabled(Signal::derive(move || stores.route.route.get() != Route::Play)),
    );
    commands.register(
        Command::new("go.line-up", Group::Go, move || t_string!(i18n, palette.command.line_up), move || stores.route.go(Route::LineUp))
            .enabled(Signal::derive(move || stores.route.route.get() != Route::LineUp)),
    );
    commands.register(
        Command::new("go.history", Group::Go, move || t_string!(i18n, palette.command.history), move || stores.route.go(Route::History))
            .enabled(Signal::derive(move || stores.route.route.get() != Route::History)),
    );
    commands.register(
        Command::new("go.settings", Group::Go, move || t_string!(i18n, palette.command.settings), move || stores.route.go(Route::Settings))
            .enabled(Signal::derive(move || stores.route.route.get() != Route::Settings)),
    );
    let share = stores.share;
    commands.register(Command::new("draft.share", Group::Draft, move || t_string!(i18n, share.title), move || share.sheet.set(true)));
    commands.register(Command::new(
        "page.theme",
        Group::Page,
        move || t_string!(i18n, palette.command.theme),
        move || {
            prefs.theme.update(|theme| *theme = theme.next());
            let name = theme_name(i18n, prefs.theme.get_untracked());
            status.announce(tu_string!(i18n, common.header.theme, name = name));
        },
    ));
    commands.register(
        Command::new("page.english", Group::Page, move || t_string!(i18n, palette.command.english), move || prefs.choose_lang(Lang::En))
            .enabled(Signal::derive(move || prefs.lang_is_free && prefs.lang.get() != Lang::En)),
    );
    commands.register(
        Command::new("page.korean", Group::Page, move || t_string!(i18n, palette.command.korean), move || prefs.choose_lang(Lang::Ko))
            .enabled(Signal::derive(move || prefs.lang_is_free && prefs.lang.get() != Lang::Ko)),
    );
    commands.register(
        Command::new(
            "page.lock-keys",
            Group::Page,
            move || t_string!(i18n, keys.lock),
            move || {
                stores.keys.lock();
                status.announce(tu_string!(i18n, keys.now_locked));
            },
        )
        .enabled(Signal::derive(move || stores.keys.vault_state() == VaultState::Open)),
    );
    let origins = stores.keys.origins();
    commands.register(
        Command::new(
            "page.forget-keys",
            Group::Page,
            move || t_string!(i18n, palette.command.forget_keys),
            move || {
                stores.keys.forget_all();
                status.announce(tu_string!(i18n, settings.key.all_forgotten));
            },
        )
        .enabled(Signal::derive(move || origins.with(|origins| !origins.is_empty()))),
    );
}

/// One listener for all shortcuts. What has its own use of a key (a dialog, an input) comes first and prevents the default.
fn listen(overlays: Overlays) {
    let commands = use_stores().commands;
    let listener = window_event_listener(ev::keydown, move |event| {
        if event.default_prevented() || event.repeat() || keyboard::is_composing(&event) {
            return;
        }
        let key = event.key();
        let pressed = Pressed { key: &key, command: event.ctrl_key() || event.meta_key(), shift: event.shift_key(), alt: event.alt_key() };
        if !pressed.command && keyboard::is_typing(&event) {
            return;
        }
        // What has opened at a button closes by it first.
        if key == "Escape" && dialog::is_popover_open() {
            return;
        }
        let Some(command) = commands.find(&pressed) else { return };
        if command.yields_to_texts && keyboard::is_typing(&event) {
            return;
        }
        // What lies under a modal is out of reach; the palette's own keys close it again.
        if dialog::is_modal_open() {
            if command.id == "page.palette" && overlays.palette.get_untracked() {
                event.prevent_default();
                overlays.palette.set(false);
            }
            return;
        }
        event.prevent_default();
        command.run.run(());
    });
    on_cleanup(move || listener.remove());
}
