//! What can be done on the Play page, for the palette and the keyboard.

use super::{
    composer::PROMPT_ID,
    draft_panel::{DraftView, INSTRUCTIONS_ID},
    empty::{examples_of, run_example},
    lanes::lane_element,
};
use crate::{
    browser::dialog,
    i18n::{t_string, use_i18n},
    state::{
        commands::{Command, Group, Shortcut},
        play::{Continuation, LaneHandle, Play, RunHead, WirePage},
        use_stores,
    },
    ui::{history::export_commands, wire},
};
use leptos::prelude::*;

/// Registers the commands for as long as the page is shown. Paints nothing.
#[component]
pub fn PlayCommands(drawer: RwSignal<bool>, is_narrow: Signal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let (play, commands) = (stores.play, stores.commands);
    let (running, can_run) = (play.is_running(), play.can_run());
    let draft_view = expect_context::<DraftView>();
    let focused = move || play.lanes.get().into_iter().find(|handle| handle.id == play.focus.get());
    let count = move || play.lanes.with(Vec::len);

    let run = Command::new("run.all", Group::Run, move || t_string!(i18n, draft.cmd_run), move || play.run_all());
    commands.register(run.keys(Shortcut::command("Enter")).enabled(Signal::derive(move || !running.get() && can_run.get())));
    let stop = Command::new("run.stop", Group::Run, move || t_string!(i18n, draft.cmd_stop), move || play.stop_all());
    commands.register(stop.keys(Shortcut::command(".")).enabled(running));

    let focus = Command::new("draft.prompt", Group::Draft, move || t_string!(i18n, draft.cmd_focus), || focus_on(PROMPT_ID));
    commands.register(focus.keys(Shortcut::plain("/")));
    let instructions = move || {
        drawer.set(is_narrow.get_untracked());
        request_animation_frame(|| focus_on(INSTRUCTIONS_ID));
    };
    commands.register(Command::new("draft.instructions", Group::Draft, move || t_string!(i18n, draft.cmd_instructions), instructions));
    let open = Command::new("draft.open", Group::Draft, move || t_string!(i18n, draft.cmd_draft), move || drawer.set(true));
    commands.register(open.enabled(is_narrow));
    let new =
        Command::new("draft.new", Group::Draft, move || t_string!(i18n, draft.cmd_new), move || draft_view.new_conversation(stores, i18n));
    commands.register(new.enabled(Signal::derive(move || play.draft.with(|draft| draft.conversation.tip.is_some()))));
    let import = move || draft_view.importing.set(true);
    commands.register(Command::new("draft.import", Group::Draft, move || t_string!(i18n, import.cmd_open), import));
    let (can_undo, can_redo) = play.can_undo();
    let undo = Command::new("draft.undo", Group::Draft, move || t_string!(i18n, import.cmd_undo), move || play.undo());
    commands.register(undo.keys(Shortcut::command("z")).yields_to_texts().enabled(can_undo));
    let redo = Command::new("draft.redo", Group::Draft, move || t_string!(i18n, import.cmd_redo), move || play.redo());
    commands.register(redo.keys(Shortcut::command_shift("z")).yields_to_texts().enabled(can_redo));
    for (at, id) in ["draft.example-1", "draft.example-2", "draft.example-3", "draft.example-4"].into_iter().enumerate() {
        let example = move || examples_of(stores).into_iter().nth(at);
        let title = move || t_string!(i18n, draft.cmd_example, name = example().map_or("", |example| example.name));
        let run = move || {
            if let Some(example) = untrack(example) {
                run_example(stores, &example);
            }
        };
        commands.register(Command::new(id, Group::Draft, title, run));
    }

    export_commands();

    let add = Command::new("lane.add", Group::Lanes, move || t_string!(i18n, draft.cmd_add_lane), move || play.add_lane());
    commands.register(add.enabled(play.has_room()));
    let step = move |by: isize| {
        let next = play.lanes.with_untracked(|lanes| {
            let at = lanes.iter().position(|handle| handle.id == play.focus.get_untracked()).unwrap_or_default();
            let next = (at.cast_signed() + by).rem_euclid(lanes.len().max(1).cast_signed());
            lanes.get(next.cast_unsigned()).map(|handle| handle.id)
        });
        if let Some(next) = next {
            play.focus.set(next);
            // The lane may be hidden until the next frame.
            request_animation_frame(move || focus_on(&lane_element(next)));
        }
    };
    let several = Signal::derive(move || count() > 1);
    let next = Command::new("lane.next", Group::Lanes, move || t_string!(i18n, draft.cmd_next_lane), move || step(1));
    commands.register(next.keys(Shortcut::plain("]")).enabled(several));
    let previous = Command::new("lane.previous", Group::Lanes, move || t_string!(i18n, draft.cmd_previous_lane), move || step(-1));
    commands.register(previous.keys(Shortcut::plain("[")).enabled(several));

    // What is done with the lane that has the focus, named in the title.
    let title = move |command: &'static str| {
        let model = focused().map(|handle| handle.lane.with(|lane| lane.model.clone())).unwrap_or_default();
        t_string!(i18n, head.of_lane, lane = model, command = command)
    };
    let with_lane = move |act: fn(Play, LaneHandle)| {
        move || {
            if let Some(handle) = untrack(focused) {
                act(play, handle);
            }
        }
    };
    let lane_is_running = Signal::derive(move || focused().is_some_and(|handle| handle.run.with(RunHead::is_moving)));
    let has_answer =
        Signal::derive(move || focused().is_some_and(|handle| play.continuation_of(handle.id).get() == Continuation::Possible));
    let lane =
        |id, text: fn(crate::i18n::I18n) -> &'static str, act| Command::new(id, Group::Lanes, move || title(text(i18n)), with_lane(act));
    let request = lane("lane.request", |i18n| t_string!(i18n, head.open_request), |_, handle| handle.wire.set(Some(WirePage::Request)));
    commands.register(request);
    let code = lane("lane.code", |i18n| t_string!(i18n, head.open_code), |_, handle| handle.wire.set(Some(WirePage::Code)));
    commands.register(code);
    let events = lane("lane.events", |i18n| t_string!(i18n, head.open_events), |_, handle| handle.wire.set(Some(WirePage::Events)));
    commands.register(events);
    let response = lane("lane.response", |i18n| t_string!(i18n, head.open_response), |_, handle| handle.wire.set(Some(WirePage::Response)));
    commands.register(response);
    let enlarge = lane("lane.enlarge-wire", |i18n| t_string!(i18n, wire.enlarge), wire::enlarge);
    commands.register(enlarge.enabled(Signal::derive(move || play.large_wire.with(Option::is_none))));
    let shrink = Command::new("lane.shrink-wire", Group::Lanes, move || t_string!(i18n, wire.shrink), move || play.large_wire.set(None));
    commands.register(shrink.keys(Shortcut::plain("Escape")).enabled(Signal::derive(move || play.large_wire.with(Option::is_some))));
    let wires = lane("lane.every-wire", |i18n| t_string!(i18n, wires.open), |play, handle| play.on_every_wire.set(Some(handle.id)));
    commands.register(wires);
    let split = lane(
        "lane.split-think",
        |i18n| t_string!(i18n, head.split_think),
        |_, handle| {
            handle.lane.update(|lane| lane.split_think = !lane.split_think);
        },
    );
    commands.register(split);
    let keep = Command::new(
        "lane.save-run",
        Group::Lanes,
        move || title(t_string!(i18n, replay.save)),
        move || {
            stores.replays.saving.set(untrack(focused));
        },
    );
    let is_over = move || focused().is_some_and(|handle| handle.run.with(|head| head.outcome().is_some()));
    commands.register(keep.enabled(Signal::derive(is_over)));
    let again = lane("lane.regenerate", |i18n| t_string!(i18n, head.regenerate), |play, handle| play.regenerate(handle.id));
    commands.register(again.enabled(Signal::derive(move || !lane_is_running.get())));
    let stop_one = lane("lane.stop", |i18n| t_string!(i18n, head.stop_lane), |play, handle| play.stop(handle.id));
    commands.register(stop_one.enabled(lane_is_running));
    let go_on = lane("lane.continue", |i18n| t_string!(i18n, head.continue_here), |play, handle| play.continue_from(handle.id));
    commands.register(go_on.enabled(has_answer));
    let copy = lane("lane.duplicate", |i18n| t_string!(i18n, head.duplicate), |play, handle| play.duplicate(handle.id));
    commands.register(copy.enabled(play.has_room()));
    let left = lane("lane.left", |i18n| t_string!(i18n, head.move_left), |play, handle| play.move_lane(handle.id, -1));
    commands.register(left.enabled(several));
    let right = lane("lane.right", |i18n| t_string!(i18n, head.move_right), |play, handle| play.move_lane(handle.id, 1));
    commands.register(right.enabled(several));
    let remove = lane("lane.remove", |i18n| t_string!(i18n, head.remove), |play, handle| play.remove(handle.id));
    commands.register(remove.enabled(several));
}

fn focus_on(id: &str) {
    if let Some(element) = dialog::by_id(id) {
        dialog::focus(&element);
    }
}
