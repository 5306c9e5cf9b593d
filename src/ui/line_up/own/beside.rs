//! What a card says of what is the user's, with what the catalogue says beside it.

use super::{
    super::words::{fact_name, said},
    written_name,
};
use crate::{
    i18n::{plural, t, t_string, tu_string, use_i18n},
    state::{
        own_models::catalogue,
        route::{Route, card_href},
        use_stores,
    },
    ui::kit::{Button, Confirm, Icon},
};
use leptos::prelude::*;
use lineup_core::lineup::{Fact, Model, Theirs};

/// Beside a fact of the user's: what the catalogue says, and the way back to it.
#[component]
pub fn OwnFact(model: StoredValue<Model>, fact: Fact, today: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let id = model.with_value(|model| model.id.clone());
    let added = model.with_value(|model| model.theirs.as_ref().is_some_and(|theirs| theirs.added));
    let like = model.with_value(|model| model.theirs.as_ref().and_then(|theirs| theirs.like.clone()));
    // An added model has no entry of its own: the one that it is like stands for it.
    let other = if added { like } else { Some(id.clone()) };
    let before = StoredValue::new(other.and_then(|other| catalogue().get(&other).cloned()));
    let says = move || {
        before.with_value(|before| {
            let before = before.as_ref()?;
            let cell = today.with_value(|today| fact.of(before, today));
            Some(t_string!(i18n, own.catalogue_says, value = said(i18n, fact, &cell, before).text))
        })
    };
    let id = StoredValue::new(id);
    let back = move |_| {
        stores.own.take_back(&id.get_value(), fact);
        let name = untrack(|| written_name(i18n, fact));
        stores.status.announce(tu_string!(i18n, own.taken_back, model = id.get_value(), fact = name));
    };
    view! {
        <div class="own-beside">
            <span class="soft">{says}</span>
            <Button
                small=true
                attr:aria-label=move || t_string!(i18n, own.take_back_of, fact = fact_name(i18n, fact))
                on:click=back
            >
                {t!(i18n, own.take_back)}
            </Button>
        </div>
    }
}

/// Above the facts: that the model, or how much of it, is the user's.
#[component]
pub fn OwnModel(model: StoredValue<Model>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (id, theirs) = model.with_value(|model| (model.id.clone(), model.theirs.clone()));
    let id = StoredValue::new(id);
    let asking = RwSignal::new(false);
    theirs.map(|Theirs { added, like, facts }| {
        let words = move || match (added, facts.len()) {
            (true, _) => t_string!(i18n, own.is_added).to_owned(),
            (false, count) => plural!(i18n, count, own.is_changed, count = count),
        };
        let like = added.then(|| match like {
            Some(like) => {
                let href = catalogue().get(&like).map(|model| card_href(&model.id)).unwrap_or_default();
                view! { <p>{t!(i18n, own.is_like)} " " <a href=href>{like}</a></p> }.into_any()
            }
            None => view! { <p>{t!(i18n, own.is_by_name)}</p> }.into_any(),
        });
        let action = move || if added { t_string!(i18n, own.remove) } else { t_string!(i18n, own.take_all_back) };
        view! {
            <div class="own-model">
                <div>
                    <p>
                        <span class="chip chip-accent">{t!(i18n, own.mark)}</span>
                        " "
                        {words}
                    </p>
                    {like}
                </div>
                <Button small=true on:click=move |_| asking.set(true)>
                    {Icon::Trash}
                    {action}
                </Button>
            </div>
            <Confirm
                open=asking
                title=move || t_string!(i18n, own.remove_title, model = id.get_value())
                text=move || if added { t_string!(i18n, own.remove_text) } else { t_string!(i18n, own.take_all_back_text) }
                action=action
                on_confirm=move |()| {
                    stores.status.announce(tu_string!(i18n, own.removed, model = id.get_value()));
                    if added {
                        stores.route.go(Route::LineUp);
                    }
                    stores.own.remove(&id.get_value());
                }
            />
        }
    })
}
