//! The draft: instructions, the conversation turn by turn, the tools, the form of the answer.

use super::{
    carrier::{Carrier, carrier},
    draft_bar::DraftBar,
    output::Output,
    prompts::SavedPrompts,
    tools::Tools,
    turn::TurnCard,
    turn_edit::{Editing, add_turn},
    variables::Variables,
};
use crate::{
    i18n::{I18n, plural, t, t_string, tu_string, use_i18n},
    state::{
        Stores,
        play::{LaneHandle, Play},
        use_stores,
    },
    ui::{
        kit::{Button, ButtonKind, Icon, Select},
        later::later,
    },
};
use leptos::prelude::*;
use lineup_core::draft::{Conversation, History, Role, TurnId};

/// The element id of the instructions: a command puts the focus there.
pub const INSTRUCTIONS_ID: &str = "instructions";

/// What outlives the panel, which is mounted anew when it becomes a drawer or when another page was shown meanwhile.
#[derive(Clone, Copy, Default)]
pub struct DraftView {
    pub editing: RwSignal<Option<Editing>>,
    undo: RwSignal<Option<Undo>>,
    /// Whether the dialog that takes requests of others is open.
    pub importing: RwSignal<bool>,
}

/// What was taken away last. It can be brought back until something else changes the conversation.
#[derive(Clone)]
struct Undo {
    conversation: Conversation,
    prompt: String,
    /// The conversation as it was left.
    left: Conversation,
}

impl DraftView {
    /// Takes something away from the conversation, so that it can be brought back.
    pub fn take_away(self, play: Play, act: impl FnOnce()) {
        let conversation = play.draft.with_untracked(|draft| draft.conversation.clone());
        let prompt = play.prompt.get_untracked();
        act();
        let left = play.draft.with_untracked(|draft| draft.conversation.clone());
        self.undo.set(Some(Undo { conversation, prompt, left }));
    }

    /// Begins a new conversation and says so.
    pub fn new_conversation(self, stores: Stores, i18n: I18n) {
        self.take_away(stores.play, || stores.play.new_conversation());
        stores.status.announce(tu_string!(i18n, draft.new_conversation_done));
    }

    fn bring_back(self, play: Play) {
        if let Some(Undo { conversation, prompt, .. }) = self.undo.get_untracked() {
            play.draft.update(|draft| draft.conversation = conversation);
            if play.prompt.with_untracked(String::is_empty) {
                play.prompt.set(prompt);
            }
        }
        self.undo.set(None);
    }
}

#[component]
pub fn DraftPanel() -> impl IntoView {
    view! {
        <div class="draft">
            <div class="draft-top">
                <DraftBar/>
                <SavedPrompts/>
            </div>
            <Instructions/>
            <Turns/>
            <Variables/>
            <Tools/>
            <Output/>
        </div>
    }
}

#[component]
fn Instructions() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let play = stores.play;
    let carriers = Memo::new(move |_| carriers(stores));
    let word = move |carrier: &Carrier| match carrier {
        Carrier::Named(name) => name.clone(),
        Carrier::FirstUser => t_string!(i18n, draft.role_first_user).to_owned(),
    };
    // The ways in which the lanes send it, each once; which lane takes which is in the title.
    let ways = move || {
        carriers.with(|carriers| {
            let mut ways: Vec<_> = carriers.iter().map(|(_, carrier)| word(carrier)).collect();
            ways.sort();
            ways.dedup();
            ways.join(" · ")
        })
    };
    let by_lane = move || {
        carriers.with(|carriers| {
            let lines =
                carriers.iter().map(|(lane, carrier)| t_string!(i18n, draft.role_of_lane, lane = lane.clone(), role = word(carrier)));
            lines.collect::<Vec<_>>().join("\n")
        })
    };
    view! {
        <section class="draft-section">
            <div class="draft-head">
                <label for=INSTRUCTIONS_ID>{t!(i18n, draft.instructions)}</label>
                <span class="draft-note" id="instructions-role" title=by_lane>
                    {move || (!ways().is_empty()).then(|| t_string!(i18n, draft.sent_as, role = ways()))}
                </span>
            </div>
            <textarea
                id=INSTRUCTIONS_ID
                class="draft-text"
                rows="2"
                aria-describedby="instructions-role"
                placeholder=move || t_string!(i18n, draft.instructions_placeholder)
                prop:value=move || play.draft.with(|draft| draft.instructions.clone())
                on:input:target=move |event| play.draft.update(|draft| draft.instructions = event.target().value())
            ></textarea>
        </section>
    }
}

/// How each lane sends the instructions, by the lane's model; followed.
fn carriers(stores: Stores) -> Vec<(String, Carrier)> {
    let instructions = stores.play.draft.with(|draft| draft.instructions.clone());
    let of_lane = |handle: LaneHandle| {
        let plan = stores.play.plan_of(handle.id).get().ok()?;
        Some((handle.lane.with(|lane| lane.model.clone()), carrier(&plan, &instructions)?))
    };
    stores.play.lanes.get().into_iter().filter_map(of_lane).collect()
}

#[component]
fn Turns() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let play = stores.play;
    let path = Memo::new(move |_| play.draft.with(|draft| draft.conversation.path()));
    let count = move || path.with(Vec::len);
    let draft_view = expect_context::<DraftView>();
    let can_undo = Memo::new(move |_| {
        draft_view.undo.with(|undo| undo.as_ref().is_some_and(|undo| play.draft.with(|draft| draft.conversation == undo.left)))
    });
    view! {
        <section class="draft-section" aria-labelledby="conversation-title">
            <div class="draft-head">
                <h2 id="conversation-title">{t!(i18n, draft.conversation)}</h2>
                <span class="draft-note">{move || (count() > 0).then(|| plural!(i18n, count(), draft.turns, count = count()))}</span>
            </div>
            <Show
                when=move || { count() > 0 }
                fallback=move || {
                    view! {
                        <p class="draft-empty">{t!(i18n, draft.no_turns)}</p>
                        <div class="draft-actions">
                            <Button small=true kind=ButtonKind::Ghost on:click=move |_| add_turn(draft_view, play)>
                                {Icon::Plus}
                                {t!(i18n, turn.add)}
                            </Button>
                        </div>
                        <Continuations/>
                    }
                }
            >
                {turns(path)}
                <Continuations/>
                <HistoryChoice/>
                <div class="draft-actions">
                    <Button small=true kind=ButtonKind::Ghost on:click=move |_| draft_view.new_conversation(stores, i18n)>
                        {Icon::Plus}
                        {t!(i18n, draft.new_conversation)}
                    </Button>
                    <Button small=true kind=ButtonKind::Ghost on:click=move |_| add_turn(draft_view, play)>
                        {Icon::Plus}
                        {t!(i18n, turn.add)}
                    </Button>
                </div>
            </Show>
            <Show when=move || can_undo.get()>
                <p class="draft-undo">
                    {t!(i18n, draft.taken_away)}
                    " "
                    <Button small=true on:click=move |_| draft_view.bring_back(play)>{t!(i18n, draft.undo)}</Button>
                </p>
            </Show>
        </section>
    }
}

later! { in panels: fn turns(path: Memo<Vec<TurnId>>) { view! { <TurnCards path/> } } }

#[component]
fn TurnCards(path: Memo<Vec<TurnId>>) -> impl IntoView {
    view! {
        <ol class="turns">
            <For each=move || path.get() key=|id| *id let:id>
                <TurnCard
                    id
                    n=Signal::derive(move || path.with(|path| path.iter().position(|other| *other == id).map_or(1, |at| at + 1)))
                />
            </For>
        </ol>
    }
}

/// How Responses learns of earlier answers, once there is one.
#[component]
fn HistoryChoice() -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let has_answer =
        Memo::new(move |_| play.draft.with(|draft| draft.conversation.branch_turns().any(|(_, turn)| turn.body.role() == Role::Assistant)));
    let history = Signal::derive(move || play.draft.with(|draft| draft.history));
    let options = Signal::derive(move || {
        vec![
            (History::Replay, t_string!(i18n, turn.history_replay).to_owned()),
            (History::Stored, t_string!(i18n, turn.history_stored).to_owned()),
        ]
    });
    view! {
        <Show when=move || has_answer.get()>
            <p class="draft-history" title=move || t_string!(i18n, turn.history_hint)>
                <label for="draft-history">{t!(i18n, turn.history)}</label>
                <Select
                    id="draft-history"
                    options
                    value=history
                    on_change=move |history| play.draft.update(|draft| draft.history = history)
                />
            </p>
        </Show>
    }
}

/// What stood after the last turn and is not shown: asking again leaves it as branches.
#[component]
fn Continuations() -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let hidden = Memo::new(move |_| play.draft.with(|draft| draft.conversation.children(draft.conversation.tip)));
    let count = move || hidden.with(Vec::len);
    let show = move |_| {
        if let Some(newest) = hidden.with_untracked(|hidden| hidden.last().copied()) {
            play.switch_branch(newest);
        }
    };
    view! {
        <Show when=move || { count() > 0 }>
            <p class="draft-undo">
                {move || plural!(i18n, count(), turn.continuations, count = count())}
                " "
                <Button small=true on:click=show>{t!(i18n, turn.show_continuation)}</Button>
            </p>
        </Show>
    }
}
