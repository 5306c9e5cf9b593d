//! Where the prompt is written: Run and Stop, the hosts that will receive it, and what stands in the way of a lane.

use super::{
    attachments::{AttachMenu, AttachedList, take_brought},
    blocked::{Blocked, blocked, left_out},
    enter::{Act, EnterKey, Press},
};
use crate::{
    browser::dialog,
    i18n::{plural, t, t_string, tu_string, use_i18n},
    state::{commands::Shortcut, route::Route, use_stores},
    ui::words::in_language,
};
use leptos::{ev::KeyboardEvent, html, prelude::*};

/// The element id of the prompt: commands put the focus there.
pub const PROMPT_ID: &str = "prompt";

#[component]
pub fn Composer() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let play = stores.play;
    let (running, can_run) = (play.is_running(), play.can_run());
    let enter = StoredValue::new(EnterKey::default());
    let text = NodeRef::<html::Textarea>::new();

    // Writing a value that stands there already would end a composition and move the caret.
    Effect::new(move |_| {
        let prompt = play.prompt.get();
        if let Some(text) = text.get()
            && text.value() != prompt
        {
            text.set_value(&prompt);
        }
    });

    let run = move || {
        if running.get_untracked() {
            stores.status.announce(tu_string!(i18n, draft.still_running));
        } else if !can_run.get_untracked() {
            stores.status.announce(tu_string!(i18n, draft.blocked_empty));
        } else {
            play.run_all();
        }
    };
    let keydown = move |event: KeyboardEvent| {
        let enter_sends = stores.prefs.enter_sends.get_untracked();
        let act = enter.try_update_value(|enter| enter.down(&press(&event), enter_sends)).unwrap_or(Act::Leave);
        if act != Act::Leave {
            event.prevent_default();
            // The page's own Ctrl/⌘+Enter must not run a second time.
            event.stop_propagation();
        }
        if act == Act::Run {
            run();
        }
    };
    let keyup = move |event: KeyboardEvent| enter.update_value(|enter| enter.up(&event.code()));
    let click = move |_| {
        if running.get_untracked() {
            play.stop_all();
        } else {
            run();
            if let Some(text) = text.get_untracked() {
                dialog::focus(&text);
            }
        }
    };
    let lanes = move || play.lanes.with(Vec::len);
    let keys = move || {
        let shortcut = match (running.get(), stores.prefs.enter_sends.get()) {
            (true, _) => Shortcut::command("."),
            (false, true) => Shortcut::plain("Enter"),
            (false, false) => Shortcut::command("Enter"),
        };
        shortcut.label()
    };
    let keys_do = move || if running.get() { t_string!(i18n, draft.stop) } else { t_string!(i18n, draft.key_run) };
    let problems = Memo::new(move |_| blocked(stores));

    view! {
        <form
            class="composer"
            class:drop-here=play.attached.is_over
            aria-label=move || t_string!(i18n, draft.prompt)
            on:submit=|event| event.prevent_default()
            on:paste=move |event| take_brought(stores.replays, &event)
        >
            <AttachedList/>
            <label class="visually-hidden" for=PROMPT_ID>{t!(i18n, draft.prompt)}</label>
            <textarea
                id=PROMPT_ID
                class="composer-text"
                node_ref=text
                rows="2"
                placeholder=move || {
                    if play.draft.with(|draft| draft.conversation.tip.is_some()) {
                        t_string!(i18n, draft.prompt_again)
                    } else {
                        t_string!(i18n, draft.prompt_placeholder)
                    }
                }
                aria-describedby="prompt-keys prompt-hosts prompt-blocked prompt-warnings"
                enterkeyhint=move || if stores.prefs.enter_sends.get() { "send" } else { "enter" }
                on:input:target=move |event| play.prompt.set(event.target().value())
                on:keydown=keydown
                on:keyup=keyup
                on:blur=move |_| enter.update_value(|enter| enter.up(""))
            ></textarea>
            <BlockedList problems/>
            <Warnings/>
            <div class="composer-bar">
                <AttachMenu/>
                <Hosts/>
                <span class="composer-keys" id="prompt-keys">
                    <kbd aria-hidden="true">{keys}</kbd>
                    <span class="visually-hidden">{keys_do} ": " {keys}</span>
                </span>
                <button
                    type="button"
                    class="btn btn-large composer-run"
                    class:btn-primary=move || !running.get()
                    on:click=click
                >
                    {move || {
                        if running.get() {
                            t_string!(i18n, draft.stop).to_owned()
                        } else {
                            plural!(i18n, lanes(), draft.run, count = lanes())
                        }
                    }}
                </button>
            </div>
        </form>
    }
}

/// The facts of a key press that [`EnterKey`] decides by.
fn press(event: &KeyboardEvent) -> Press {
    Press {
        key: event.key(),
        code: event.code(),
        shift: event.shift_key(),
        command: event.ctrl_key() || event.meta_key(),
        alt: event.alt_key(),
        composing: event.is_composing(),
        key_code: event.key_code(),
        repeat: event.repeat(),
    }
}

/// The hosts that Run will send to; each once.
#[component]
fn Hosts() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let hosts = stores.play.hosts();
    view! {
        <div class="composer-to" id="prompt-hosts">
            <span class="visually-hidden">{t!(i18n, draft.goes_to)} ": "</span>
            <ul class="composer-hosts">
                <For each=move || hosts.get() key=String::clone let:host>
                    {if host == SIMULATOR_ORIGIN {
                        view! { <li title=move || t_string!(i18n, draft.simulator_hint)>{t!(i18n, draft.simulator_host)}</li> }.into_any()
                    } else {
                        view! { <li>{host}</li> }.into_any()
                    }}
                </For>
            </ul>
        </div>
    }
}

/// What the plan calls the simulator where a host would stand.
const SIMULATOR_ORIGIN: &str = "simulator";

/// What will be missing from what is sent, said before Run: pictures for a model that cannot see, values of variables.
#[component]
fn Warnings() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let senses = Memo::new(move |_| left_out(stores));
    let unfilled = stores.play.unfilled();
    view! {
        <Show when=move || !senses.with(Vec::is_empty) || !unfilled.with(Vec::is_empty)>
            <ul class="composer-blocked" id="prompt-warnings">
                <Show when=move || !unfilled.with(Vec::is_empty)>
                    <li>
                        {move || {
                            let names = unfilled.get().into_iter().map(|name| format!("{{{{{name}}}}}")).collect::<Vec<_>>().join(", ");
                            t_string!(i18n, variables.unfilled, names = names)
                        }}
                    </li>
                </Show>
                {move || {
                    senses
                        .get()
                        .into_iter()
                        .map(|(lane, reason)| {
                            view! { <li>{move || t_string!(i18n, attach.left_out, lane = lane.clone(), reason = in_language(i18n, &reason).to_owned())}</li> }
                        })
                        .collect_view()
                }}
            </ul>
        </Show>
    }
}

/// What keeps lanes from running, said before Run.
#[component]
fn BlockedList(problems: Memo<Vec<Blocked>>) -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div id="prompt-blocked">
            <Show when=move || !problems.with(Vec::is_empty)>
                <ul class="composer-blocked">
                    {move || problems.get().into_iter().map(|problem| view! {
                        <li>
                            {
                                let problem = problem.clone();
                                move || t_string!(i18n, draft.blocked, lane = problem.lane.clone(), reason = problem.reason(i18n))
                            }
                            " "
                            {problem.is_for_settings().then(|| view! { <a href=Route::Settings.href()>{t!(i18n, draft.to_settings)}</a> })}
                        </li>
                    }).collect_view()}
                </ul>
            </Show>
        </div>
    }
}
