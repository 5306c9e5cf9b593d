//! The body of a request as JSON that can be edited: what the form knows flows back into it, what it does not know is kept and sent.

use crate::{
    browser::{dialog, workers::reader},
    i18n::{t, t_string, tu_string, use_i18n},
    state::{play::LaneHandle, use_stores},
    ui::{
        kit::{Button, ButtonKind, unique_id},
        words::refusal,
    },
};
use leptos::prelude::*;
use lineup_core::plan::{
    Plan,
    import::{Format, NoteKind, PasteError, Pasted},
};
use std::{sync::Arc, time::Duration};

/// A text is read this long after the last key.
const QUIET: Duration = Duration::from_millis(200);

/// What is known of the text.
#[derive(Clone, Debug, PartialEq)]
enum Seen {
    Reading,
    Refused(PasteError),
    Lost,
    Found(Arc<Pasted>),
}

impl Seen {
    /// Only a bare body is taken: another form would say what the lane sends in other words.
    fn of(told: Option<Result<Pasted, PasteError>>) -> Self {
        match told {
            Some(Ok(pasted)) if matches!(pasted.format, Format::Chat | Format::Responses) => Self::Found(Arc::new(pasted)),
            Some(Ok(_)) => Self::Refused(PasteError::NoRequest),
            Some(Err(refused)) => Self::Refused(refused),
            None => Self::Lost,
        }
    }
}

/// The editor of the body of `plan`. `open` holds the text; it is emptied when the editor is left.
#[component]
pub fn RawEditor(handle: LaneHandle, plan: Arc<Plan>, open: RwSignal<Option<String>>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let seen = RwSignal::new(Seen::Reading);
    let field = StoredValue::new(unique_id("raw"));
    // The newest question counts.
    let asked = StoredValue::new(0_u32);
    let ask = move || {
        asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        })
    };
    Effect::new(move |_| {
        let Some(text) = open.get() else { return };
        let number = ask();
        set_timeout(
            move || {
                if asked.try_get_value() != number {
                    return;
                }
                reader::read(text, None, move |told| {
                    // Another text stands there by now, or the editor is closed.
                    if asked.try_get_value() != number {
                        return;
                    }
                    seen.set(Seen::of(told));
                });
            },
            QUIET,
        );
    });
    let is_found = move || seen.with(|seen| matches!(seen, Seen::Found(_)));
    let is_wrong = move || seen.with(|seen| matches!(seen, Seen::Refused(_) | Seen::Lost));
    let verdict = move || {
        seen.with(|seen| match seen {
            Seen::Reading => String::new(),
            Seen::Lost => t_string!(i18n, import.lost).to_owned(),
            Seen::Refused(refused) => refusal(i18n, refused),
            Seen::Found(pasted) => match extras(pasted) {
                extras if extras.is_empty() => t_string!(i18n, wire.raw_known).to_owned(),
                extras => t_string!(i18n, wire.raw_extra, names = extras),
            },
        })
    };
    let place = move || {
        seen.with(|seen| match seen {
            Seen::Refused(PasteError::Broken { line, column, .. }) => Some((*line, *column)),
            _ => None,
        })
    };
    let go = move |(line, column): (u32, u32)| {
        let at = open.with_untracked(|text| offset(text.as_deref().unwrap_or_default(), line, column));
        dialog::select(&field.get_value(), at, at + 1);
    };
    let apply = move |_| {
        let Some(text) = open.get_untracked() else { return };
        let (plan, number) = (Arc::clone(&plan), ask());
        reader::read(text, Some(stores.play.source(handle, &plan)), move |told| {
            if asked.try_get_value() != number {
                return;
            }
            match Seen::of(told) {
                Seen::Found(edited) => {
                    open.set(None);
                    stores.play.take_back(handle, &plan, Arc::unwrap_or_clone(edited));
                    stores.status.announce(tu_string!(i18n, wire.raw_done));
                }
                other => seen.set(other),
            }
        });
    };
    view! {
        <div class="wire-box">
            <header class="wire-box-head">
                <h3>
                    <label for=field.get_value()>{t!(i18n, wire.raw_label)}</label>
                </h3>
            </header>
            <textarea
                id=field.get_value()
                class="textarea input-mono wire-raw"
                rows="18"
                spellcheck="false"
                autocapitalize="off"
                autocomplete="off"
                aria-describedby=format!("{}-verdict", field.get_value())
                aria-invalid=move || is_wrong().then_some("true")
                prop:value=move || open.get().unwrap_or_default()
                on:input:target=move |event| open.set(Some(event.target().value()))
            ></textarea>
            <p class="wire-raw-verdict" class:wire-raw-wrong=is_wrong id=format!("{}-verdict", field.get_value()) role="status">
                {verdict}
            </p>
            <div class="wire-bar">
                <Button small=true kind=ButtonKind::Primary disabled=Signal::derive(move || !is_found()) on:click=apply>
                    {t!(i18n, wire.raw_apply)}
                </Button>
                <Button small=true on:click=move |_| open.set(None)>{t!(i18n, common.cancel)}</Button>
                {move || {
                    place()
                        .map(|place| {
                            view! {
                                <Button small=true kind=ButtonKind::Ghost on:click=move |_| go(place)>{t!(i18n, wire.raw_go)}</Button>
                            }
                        })
                }}
            </div>
        </div>
    }
}

/// The fields that no setting knows.
fn extras(pasted: &Pasted) -> String {
    let extra = pasted.notes.iter().filter(|note| note.kind == NoteKind::AsIs).map(|note| note.what.as_str());
    extra.collect::<Vec<_>>().join(", ")
}

/// Where a line and a column (of characters, as an editor counts) are, in UTF-16 units.
fn offset(text: &str, line: u32, column: u32) -> usize {
    let before: usize = text.split_inclusive('\n').take(line.saturating_sub(1) as usize).map(|line| line.encode_utf16().count()).sum();
    let here = text.lines().nth(line.saturating_sub(1) as usize).unwrap_or_default();
    before + here.chars().take(column.saturating_sub(1) as usize).map(char::len_utf16).sum::<usize>()
}

#[cfg(test)]
mod tests {
    use super::offset;

    #[test]
    fn a_place_is_counted_as_a_text_field_counts() {
        let text = "{\n  \"가😀\": x\n}";
        assert_eq!(offset(text, 1, 1), 0);
        assert_eq!(offset(text, 2, 1), 2);
        assert_eq!(text.encode_utf16().nth(offset(text, 2, 9)), Some(u16::from(b'x')));
        assert_eq!(offset(text, 9, 9), text.encode_utf16().count());
    }
}
