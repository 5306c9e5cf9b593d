//! The embeddable cell: a recorded run in a frame of somebody else's page. It only replays: it has no field for a key, reads nothing
//! that the browser keeps for Lineup, and sends nothing. And what a frame shows of Lineup itself: the way out of it.

use super::{
    kit::SimulatedBadge,
    lane::{CellFoot, LaneBody},
    later::later,
    replay::{ReplayBar, not_played},
};
use crate::{
    browser::{location, media},
    i18n::{I18n, t, t_string, use_i18n},
    state::{Stores, play::LaneHandle, prefs::Lang, use_stores},
};
use leptos::prelude::*;
use lineup_core::draft::{Part, TurnBody};

/// In the language of the reader's browser: nothing that was chosen in Lineup is read here.
fn browser_language() -> I18n {
    let lang = Lang::choose(&media::languages());
    media::set_language(lang.tag());
    I18n::new(Signal::stored(lang.into()))
}

/// All that a frame shows of Lineup: a page that somebody else lays things over must not be one that can run or reveal anything.
#[component]
pub fn Framed() -> impl IntoView {
    let i18n = browser_language();
    media::set_title("Lineup");
    view! {
        <main class="framed">
            <a class="btn btn-primary" href=location::href() target="_blank" rel="noopener noreferrer">{t!(i18n, replay.open_lineup)}</a>
        </main>
    }
}

/// The cell.
#[component]
pub fn Cell() -> impl IntoView {
    provide_context(browser_language());
    let stores = Stores::open(Default::default(), Default::default());
    provide_context(stores);
    let i18n = use_i18n();
    let lane = Memo::new(move |_| {
        let is_recorded = |handle: &LaneHandle| handle.run.with(|head| head.replay.is_some());
        stores.play.lanes.with(|lanes| lanes.first().copied()).filter(is_recorded)
    });
    let refused = stores.replays.refused;
    view! {
        <main class="cell">
            {move || match (lane.get(), refused.get()) {
                (Some(handle), _) => run(handle),
                (None, Some(why)) => view! { <p class="cell-note" role="alert">{move || not_played(i18n, &why)}</p> }.into_any(),
                (None, None) => view! { <p class="cell-note">{t!(i18n, replay.cell_empty)}</p> }.into_any(),
            }}
            <div class="visually-hidden" role="status" aria-live="polite">{stores.status.polite_text()}</div>
            <div class="visually-hidden" role="alert" aria-live="assertive">{stores.status.assertive_text()}</div>
        </main>
    }
}

/// What a user's turn says.
fn words(body: &TurnBody) -> Option<String> {
    let TurnBody::User { parts } = body else { return None };
    Some(parts.iter().filter_map(Part::text).collect::<Vec<_>>().join("\n"))
}

later! { in answers: fn run(handle: LaneHandle) { view! { <Run handle/> } } }

#[component]
fn Run(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let model = handle.run.with_untracked(|head| head.model.clone());
    let is_simulated = handle.run.with_untracked(|head| head.simulated);
    let asked = stores.play.draft.with_untracked(|draft| {
        let asked = draft.conversation.branch_turns().filter_map(|(_, turn)| words(&turn.body)).last();
        asked.unwrap_or_default()
    });
    let own = stores.share.page_link(&stores.play.shared_now());
    media::set_title(&t_string!(i18n, replay.embed_title, model = model.clone()));
    view! {
        <header class="cell-head">
            <h1>{model}</h1>
            {is_simulated.then(|| view! { <SimulatedBadge/> })}
            <a class="btn btn-small cell-run" href=own target="_blank" rel="noopener noreferrer">{t!(i18n, replay.run_own)}</a>
        </header>
        {(!asked.is_empty()).then(|| view! { <p class="cell-asked">{asked}</p> })}
        <ReplayBar handle/>
        <LaneBody handle/>
        <CellFoot handle/>
    }
}
