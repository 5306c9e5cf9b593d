//! Adding a model: its name, and what it is like.

use super::not_taken;
use crate::{
    browser::location,
    i18n::{t, t_string, tu_string, use_i18n},
    state::{
        own_models::{NotTaken, catalogue},
        route::card_href,
        use_stores,
    },
    ui::kit::{Button, ButtonKind, Dialog, Field, Select, TextInput},
};
use leptos::{ev, prelude::*};

/// Open while [`LineUp::adding`](crate::state::line_up::LineUp) holds a name to begin with.
#[component]
pub fn AddDialog() -> impl IntoView {
    let i18n = use_i18n();
    let adding = use_stores().line_up.adding;
    let open = RwSignal::new(false);
    Effect::new(move |_| open.set(adding.with(Option::is_some)));
    Effect::new(move |was: Option<bool>| {
        let open = open.get();
        if was == Some(true) && !open {
            adding.set(None);
        }
        open
    });
    view! {
        <Dialog open=open title=move || t_string!(i18n, own.add)>
            <AddForm/>
        </Dialog>
    }
}

#[component]
fn AddForm() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let adding = stores.line_up.adding;
    let name = RwSignal::new(adding.get_untracked().unwrap_or_default());
    let like = RwSignal::new(None::<String>);
    let wrong = RwSignal::new(None::<NotTaken>);
    Effect::new(move |_| {
        name.track();
        wrong.set(None);
    });
    let options = Signal::derive(move || {
        let models = catalogue();
        let by_name = std::iter::once((None, t_string!(i18n, own.like_none).to_owned()));
        by_name.chain(models.models.iter().map(|model| (Some(model.id.clone()), model.id.clone()))).collect::<Vec<_>>()
    });
    let add = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (id, like) = (name.get_untracked().trim().to_owned(), like.get_untracked());
        match stores.own.add(&id, like.as_deref()) {
            Ok(()) => {
                stores.status.announce(tu_string!(i18n, own.added, model = id.clone()));
                adding.set(None);
                location::set_hash(&card_href(&id));
            }
            Err(why) => wrong.set(Some(why)),
        }
    };
    let error = Signal::derive(move || wrong.with(|wrong| wrong.as_ref().map(|why| not_taken(i18n, why))));
    view! {
        <form class="own-add" on:submit=add>
            <div class="dialog-body own-fields">
                <Field label=move || t_string!(i18n, own.name) hint=move || t_string!(i18n, own.name_hint) error let:ids>
                    <TextInput ids value=name mono=true/>
                </Field>
                <Field label=move || t_string!(i18n, own.like) hint=move || t_string!(i18n, own.like_hint) let:ids>
                    <Select id=ids.control options value=like on_change=move |model| like.set(model)/>
                </Field>
            </div>
            <div class="dialog-foot">
                <Button on:click=move |_| adding.set(None)>{t!(i18n, common.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true>{t!(i18n, own.add_it)}</Button>
            </div>
        </form>
    }
}
