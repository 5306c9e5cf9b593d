//! On the card of a call that a user's function answers: that it runs, or why it gave no result.

use super::place::Place;
use crate::{
    i18n::{t, use_i18n},
    state::use_stores,
    ui::{
        function::{Said, fault_text},
        kit::{Button, Icon},
    },
};
use leptos::prelude::*;

#[component]
pub fn FunctionNote(place: Place, call: String) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let handle = place.handle;
    let state = Memo::new(move |_| handle.functions.with(|functions| functions.get(&call).cloned()));
    move || match state.get()? {
        None => Some(view! { <div class="call-function"><p class="lane-note">{t!(i18n, script.running)}</p></div> }.into_any()),
        Some(ran) => {
            let fault = ran.result.err().map(|fault| {
                view! {
                    <p class="call-broken">{Icon::Warning} {move || fault_text(i18n, &fault)}</p>
                    <Button small=true on:click=move |_| play.answer_by_mocks(handle)>{t!(i18n, script.again)}</Button>
                }
            });
            Some(view! { <div class="call-function">{fault} <Said lines=ran.said/></div> }.into_any())
        }
    }
}
