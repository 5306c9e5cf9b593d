//! The model picker in a real browser: keys, roles, and what they choose.

use super::model_picker::ModelPicker;
use crate::{
    state::{Stores, play::LaneHandle},
    ui::testing::{document, find, mounted, press, settle, type_into},
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

/// The picker of the first lane, opened at o4-mini.
async fn opened() -> (Stores, LaneHandle, HtmlElement, impl Drop) {
    let (stores, page) = mounted(|stores| {
        let handle = stores.play.lanes.with_untracked(|lanes| lanes[0]);
        handle.lane.update(|lane| lane.model = "o4-mini".to_owned());
        view! { <ModelPicker handle /> }
    })
    .await;
    find(".lane-model").unwrap().unchecked_into::<HtmlElement>().click();
    settle().await;
    let lane = stores.play.lanes.with_untracked(|lanes| lanes[0]);
    (stores, lane, find("[role=combobox]").unwrap().unchecked_into(), page)
}

fn model(lane: LaneHandle) -> String {
    lane.lane.with_untracked(|lane| lane.model.clone())
}

#[wasm_bindgen_test]
async fn it_opens_at_the_lanes_model_with_the_focus_in_the_field() {
    let (stores, _, input, _page) = opened().await;
    assert_eq!(document().active_element().as_ref(), Some(input.as_ref()));
    let active = input.get_attribute("aria-activedescendant").unwrap();
    let option = document().get_element_by_id(&active).unwrap();
    assert_eq!(option.get_attribute("aria-selected").as_deref(), Some("true"));
    assert!(option.text_content().unwrap().starts_with("o4-mini"));
    let options = document().query_selector_all("[role=listbox] [role=option]").unwrap().length();
    assert_eq!(options as usize, stores.play.lineup_now().models.len());
}

#[wasm_bindgen_test]
async fn what_is_searched_is_chosen_with_enter_and_the_focus_goes_back() {
    let (_, lane, input, _page) = opened().await;
    type_into(&input, "gpt-5.5").await;
    press(&input, "Enter", |_| {}).await;
    assert_eq!(model(lane), "gpt-5.5");
    assert!(find("[role=listbox]").is_none(), "it is closed");
    assert_eq!(document().active_element(), find(".lane-model"));
}

#[wasm_bindgen_test]
async fn the_arrows_move_the_active_option_and_not_the_focus() {
    let (_, lane, input, _page) = opened().await;
    type_into(&input, "gpt-4o").await;
    let first = input.get_attribute("aria-activedescendant");
    press(&input, "ArrowDown", |_| {}).await;
    assert_ne!(input.get_attribute("aria-activedescendant"), first);
    press(&input, "ArrowUp", |_| {}).await;
    assert_eq!(input.get_attribute("aria-activedescendant"), first);
    assert_eq!(document().active_element().as_ref(), Some(input.as_ref()));
    press(&input, "Enter", |_| {}).await;
    assert!(model(lane).starts_with("gpt-4o"), "{}", model(lane));
}

#[wasm_bindgen_test]
async fn any_name_can_be_typed() {
    let (_, lane, input, _page) = opened().await;
    type_into(&input, "qwen3:8b").await;
    press(&input, "Enter", |_| {}).await;
    assert_eq!(model(lane), "qwen3:8b");
}

#[wasm_bindgen_test]
async fn enter_in_a_composition_chooses_nothing() {
    let (_, lane, input, _page) = opened().await;
    type_into(&input, "gpt-5.5").await;
    press(&input, "Enter", |init| init.set_is_composing(true)).await;
    assert_eq!(model(lane), "o4-mini");
}

#[wasm_bindgen_test]
async fn what_play_cannot_run_says_why_and_is_not_chosen() {
    let (stores, lane, input, _page) = opened().await;
    type_into(&input, "whisper-1").await;
    let option = find("[role=option]").unwrap();
    assert_eq!(option.get_attribute("aria-disabled").as_deref(), Some("true"));
    assert!(option.text_content().unwrap().contains("transcribe"));
    press(&input, "ArrowDown", |_| {}).await;
    press(&input, "Enter", |_| {}).await;
    assert_eq!(model(lane), "o4-mini");
    assert!(stores.status.polite_text().get_untracked().contains("transcribe"));
}
