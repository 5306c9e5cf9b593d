//! The composer in a real browser: what its keys do to the store.

use super::composer::{Composer, PROMPT_ID};
use crate::{
    browser::dialog,
    state::Stores,
    ui::testing::{find, mounted, press, settle, type_into},
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::{HtmlElement, HtmlTextAreaElement};

async fn composer(enter_sends: bool) -> (Stores, HtmlElement, impl Drop) {
    let (stores, page) = mounted(|_| view! { <Composer /> }).await;
    stores.prefs.enter_sends.set(enter_sends);
    (stores, dialog::by_id(PROMPT_ID).unwrap(), page)
}

fn turns(stores: Stores) -> usize {
    stores.play.draft.with_untracked(|draft| draft.conversation.turns.len())
}

#[wasm_bindgen_test]
async fn enter_in_a_composition_sends_nothing_and_one_enter_afterwards_sends_once() {
    let (stores, prompt, _page) = composer(true).await;
    type_into(&prompt, "안녕").await;
    // Chromium's and Firefox's order, then Safari's.
    let left = press(&prompt, "Enter", |init| {
        init.set_is_composing(true);
        init.set_key_code(229);
    });
    assert!(left.await, "the input method gets its key");
    assert!(press(&prompt, "Enter", |init| init.set_key_code(229)).await);
    assert_eq!((turns(stores), stores.play.prompt.get_untracked().as_str()), (0, "안녕"));
    assert!(!press(&prompt, "Enter", |_| {}).await, "no line break is written");
    assert_eq!((turns(stores), stores.play.prompt.get_untracked().as_str()), (1, ""));
    assert_eq!(prompt.unchecked_ref::<HtmlTextAreaElement>().value(), "");
    stores.play.stop_all();
}

#[wasm_bindgen_test]
async fn without_the_setting_enter_breaks_the_line_and_ctrl_enter_runs() {
    let (stores, prompt, _page) = composer(false).await;
    type_into(&prompt, "hello").await;
    assert!(press(&prompt, "Enter", |_| {}).await);
    assert_eq!(turns(stores), 0);
    assert!(!press(&prompt, "Enter", |init| init.set_ctrl_key(true)).await);
    assert_eq!(turns(stores), 1);
    stores.play.stop_all();
}

#[wasm_bindgen_test]
async fn enter_with_nothing_to_send_sends_nothing_and_says_so() {
    let (stores, prompt, _page) = composer(true).await;
    press(&prompt, "Enter", |_| {}).await;
    type_into(&prompt, "   ").await;
    press(&prompt, "Enter", |_| {}).await;
    assert_eq!(turns(stores), 0);
    assert!(!stores.play.is_running().get_untracked());
    assert!(stores.status.polite_text().get_untracked().contains("nothing to send"));
}

#[wasm_bindgen_test]
async fn the_button_names_the_lanes_and_becomes_stop() {
    let (stores, prompt, _page) = composer(true).await;
    stores.play.add_lane();
    type_into(&prompt, "hello").await;
    let button: HtmlElement = find(".composer-run").unwrap().unchecked_into();
    assert_eq!(button.text_content().as_deref(), Some("Run 2 lanes"));
    button.click();
    settle().await;
    assert_eq!(button.text_content().as_deref(), Some("Stop"));
    button.click();
    settle().await;
    assert!(!stores.play.is_running().get_untracked());
}

#[wasm_bindgen_test]
async fn a_missing_key_is_said_before_run_and_nothing_typed_is_lost() {
    let (stores, prompt, _page) = composer(true).await;
    let lane = stores.play.lanes.with_untracked(|lanes| lanes[0].lane);
    lane.update(|lane| lane.endpoint.0 = crate::state::endpoints::OPENAI.to_owned());
    type_into(&prompt, "hello").await;
    let said = find(".composer-blocked").unwrap().text_content().unwrap();
    assert!(said.contains("no key for api.openai.com"), "{said}");
    press(&prompt, "Enter", |_| {}).await;
    assert_eq!((turns(stores), stores.play.prompt.get_untracked().as_str()), (0, "hello"));
}
