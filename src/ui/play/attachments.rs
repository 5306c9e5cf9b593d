//! Pictures, sound and files: beside the prompt before they are sent, and in the turns that hold them.

use crate::{
    browser::{files, keyboard::is_composing},
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::{
        play::{NotAttached, Play, Why, shrunk},
        replays::Replays,
        use_stores,
    },
    ui::{
        kit::{Button, ButtonKind, Icon, IconButton, Menu, MenuItem},
        lane::units,
        later::later,
    },
};
use leptos::{ev, html, prelude::*, task::spawn_local, text_prop::TextProp};
use lineup_core::{
    draft::{
        Part,
        attachment::{Facts, Unfit},
    },
    run::Millis,
};

/// What is attached to the prompt, and what could not be.
#[component]
pub fn AttachedList() -> impl IntoView {
    let i18n = use_i18n();
    let attached = use_stores().play.attached;
    let count = Memo::new(move |_| attached.parts.with(Vec::len));
    view! {
        <Show when=move || { count.get() > 0 }>{cards(count)}</Show>
        <Show when=move || { attached.busy.get() > 0 }>
            <p class="attached-note" role="status">{t!(i18n, attach.reading)}</p>
        </Show>
        <Show when=move || !attached.refused.with(Vec::is_empty)>{refused()}</Show>
    }
}

later! { in panels: fn cards(count: Memo<usize>) { view! { <Cards count/> } } }
later! { in panels: fn refused() { view! { <Refused/> } } }

/// What is attached, a card each.
#[component]
fn Cards(count: Memo<usize>) -> impl IntoView {
    let i18n = use_i18n();
    let attached = use_stores().play.attached;
    let card = move |at: usize| {
        let part = Memo::new(move |_| attached.parts.with(|parts| parts.get(at).cloned()));
        let change = move |new: Option<Part>| match new {
            Some(new) => attached.parts.update(|parts| {
                if let Some(part) = parts.get_mut(at) {
                    *part = new;
                }
            }),
            None => attached.remove(at),
        };
        view! { <li class="attached">{part_card(part, at + 1, Callback::new(change))}</li> }
    };
    view! {
        <ul class="attached-list" aria-label=move || t_string!(i18n, attach.list)>
            <For each=move || 0..count.get() key=|at| *at let:at>
                {card(at)}
            </For>
        </ul>
    }
}

/// What could not be attached, and why.
#[component]
fn Refused() -> impl IntoView {
    let i18n = use_i18n();
    let attached = use_stores().play.attached;
    view! {
        <div class="composer-blocked attached-refused" role="alert">
            <ul>
                {move || {
                    attached.refused.get().into_iter().map(|refused| view! { <li>{move || not_attached(i18n, &refused)}</li> }).collect_view()
                }}
            </ul>
            <IconButton
                icon=Icon::Close
                kind=ButtonKind::Ghost
                small=true
                label=move || t_string!(i18n, attach.understood)
                on:click=move |_| attached.refused.update(Vec::clear)
            />
        </div>
    }
}

/// The button of the composer that opens the ways to attach something.
#[component]
pub fn AttachMenu() -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let attached = stores.play.attached;
    let input = NodeRef::<html::Input>::new();
    let address = RwSignal::new(None::<String>);
    let add = move || {
        if attached.address(&address.get_untracked().unwrap_or_default()) {
            address.set(None);
        }
    };
    let field = NodeRef::<html::Input>::new();
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            crate::browser::dialog::focus(&field);
        }
    });
    let keydown = move |event: ev::KeyboardEvent| {
        if is_composing(&event) {
            return;
        }
        match event.key().as_str() {
            "Enter" => add(),
            "Escape" => address.set(None),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    view! {
        {file_input(input, move || t_string!(i18n, attach.files), move |files| attached.files(files))}
        <Menu
            trigger=move || view! { {Icon::Plus} }.into_any()
            label=move || t_string!(i18n, attach.menu)
            label_trigger=true
        >
            <MenuItem on_select=move |()| choose_files(input)>{Icon::Document} {t!(i18n, attach.files)}</MenuItem>
            <MenuItem on_select=move |()| address.set(Some(String::new()))>{Icon::Globe} {t!(i18n, attach.address)}</MenuItem>
            <MenuItem on_select=move |()| attached.record(tu_string!(i18n, attach.recording).to_owned())>
                {Icon::Play}
                {t!(i18n, attach.record)}
            </MenuItem>
        </Menu>
        <Show when=move || attached.is_recording.get()>
            <Button small=true kind=ButtonKind::Danger on:click=move |_| attached.record(tu_string!(i18n, attach.recording).to_owned())>
                {Icon::Stop}
                {t!(i18n, attach.stop_recording)}
            </Button>
        </Show>
        <Show when=move || address.with(Option::is_some)>
            <span class="attach-address">
                <input
                    type="url"
                    class="input input-mono"
                    node_ref=field
                    aria-label=move || t_string!(i18n, attach.address_label)
                    placeholder="https://"
                    prop:value=move || address.get().unwrap_or_default()
                    on:input:target=move |event| address.set(Some(event.target().value()))
                    on:keydown=keydown
                />
                <Button small=true on:click=move |_| add()>{t!(i18n, attach.add)}</Button>
                <IconButton
                    icon=Icon::Close
                    kind=ButtonKind::Ghost
                    small=true
                    label=move || t_string!(i18n, draft.cancel)
                    on:click=move |_| address.set(None)
                />
            </span>
        </Show>
    }
}

/// The field through which a menu takes files of the user's: nobody sees it, and [`choose_files`] opens it. It stands outside the menu,
/// which is gone by the time that the files are chosen.
pub fn file_input(field: NodeRef<html::Input>, label: impl Into<TextProp>, take: impl Fn(Vec<files::Given>) + 'static) -> impl IntoView {
    let label = label.into();
    view! {
        <input
            type="file"
            class="visually-hidden"
            tabindex="-1"
            multiple=true
            node_ref=field
            aria-label=move || label.get()
            on:change:target=move |event| take(files::chosen(&event.target()))
        />
    }
}

/// Opens the browser's choice of files for a [`file_input`].
pub fn choose_files(field: NodeRef<html::Input>) {
    if let Some(field) = field.get_untracked() {
        field.click();
    }
}

/// Lets files be dropped anywhere on the page: the browser would open them in its place.
pub fn drag_over(play: Play, event: &ev::DragEvent) {
    if files::drags_files(event) {
        event.prevent_default();
        if !play.attached.is_over.get_untracked() {
            play.attached.is_over.set(true);
        }
    }
}

/// Takes the files of a paste or a drop that nobody else has taken; other pastes are left to the field.
pub fn take_brought(replays: Replays, event: &ev::Event) {
    if event.default_prevented() {
        return;
    }
    let files = files::brought(event);
    if !files.is_empty() {
        event.prevent_default();
        replays.take(files);
    }
}

later! {
    in panels: pub fn part_card(part: Memo<Option<Part>>, n: usize, change: Callback<Option<Part>>) { view! { <PartCard part n change/> } }
}

/// One attachment: what it is, what it costs, and what can be done with it. `change` gets the new part, or nothing to take it away.
#[component]
fn PartCard(part: Memo<Option<Part>>, n: usize, #[prop(into)] change: Callback<Option<Part>>) -> impl IntoView {
    let i18n = use_i18n();
    let play = use_stores().play;
    let facts = Memo::new(move |_| part.with(|part| part.as_ref().map(Facts::of).unwrap_or_default()));
    let costs = Memo::new(move |_| part.with(|part| part.as_ref().map(|part| play.picture_costs(part)).unwrap_or_default()));
    let smaller = Memo::new(move |_| part.with(|part| part.as_ref().and_then(|part| play.smaller_size(part))));
    let detail = Memo::new(move |_| {
        part.with(|part| match part {
            Some(Part::Image { detail, .. }) => Some(detail.clone().unwrap_or_else(|| "auto".to_owned())),
            _ => None,
        })
    });
    // The policy of the page forbids it too: nobody learns from a preview who looks at what.
    let is_elsewhere = Memo::new(move |_| part.with(|part| matches!(part, Some(Part::Image { url, .. }) if !url.starts_with("data:"))));
    let facts_line = move || {
        let Facts { bytes, pixels, seconds } = facts.get();
        let pixels = pixels.map(|(width, height)| format!("{width} × {height}"));
        let seconds = seconds.map(|seconds| units::duration(i18n, Millis(seconds * 1_000.0)));
        let bytes = bytes.map(|bytes| units::bytes(i18n, bytes));
        [pixels, seconds, bytes].into_iter().flatten().collect::<Vec<_>>().join(" · ")
    };
    let cost_line = move || {
        let cost = |(model, tokens): (String, Option<u64>)| match tokens {
            Some(tokens) => t_string!(i18n, attach.tokens, model = model, n = units::count(i18n, tokens)),
            None => t_string!(i18n, attach.tokens_unknown, model = model),
        };
        costs.get().into_iter().map(cost).collect::<Vec<_>>().join(" · ")
    };
    let shrink = move |_| {
        if let (Some(old), Some(size)) = (part.get_untracked(), smaller.get_untracked()) {
            spawn_local(async move {
                // It may have been taken away meanwhile.
                let new = shrunk(old.clone(), size).await;
                if new.is_some() && part.try_get_untracked().flatten().as_ref() == Some(&old) {
                    change.run(new);
                }
            });
        }
    };
    let choose = move |word: String| {
        if let Some(Part::Image { url, .. }) = part.get_untracked() {
            change.run(Some(Part::Image { url, detail: (word != "auto").then_some(word) }));
        }
    };
    let option = move |word: &'static str| {
        view! { <option value=word prop:selected=move || detail.with(|detail| detail.as_deref() == Some(word))>{word}</option> }
    };
    view! {
        <div class="part">
            <PartPreview part n/>
            <div class="part-about">
                <p class="part-name">{move || part.with(|part| name_of(i18n, part.as_ref(), n))}</p>
                <p class="draft-note">{facts_line}</p>
                <Show when=move || is_elsewhere.get()>
                    <p class="draft-note">{t!(i18n, attach.no_preview)}</p>
                </Show>
                <Show when=move || !costs.with(Vec::is_empty)>
                    <p class="draft-note" title=move || t_string!(i18n, attach.tokens_source)>{cost_line}</p>
                </Show>
                <Show when=move || detail.with(Option::is_some)>
                    <label class="part-detail">
                        <span>"detail"</span>
                        <select class="quiet-select" on:change:target=move |event| choose(event.target().value())>
                            {["auto", "low", "high"].map(option)}
                        </select>
                    </label>
                </Show>
                <Show when=move || smaller.get().is_some()>
                    <p class="part-offer">
                        <span>{t!(i18n, attach.larger)}</span>
                        " "
                        <Button small=true on:click=shrink>
                            {move || {
                                let (width, height) = smaller.get().unwrap_or_default();
                                t_string!(i18n, attach.shrink, size = format!("{width} × {height}"))
                            }}
                        </Button>
                    </p>
                </Show>
            </div>
            <IconButton
                icon=Icon::Close
                kind=ButtonKind::Ghost
                small=true
                label=move || t_string!(i18n, attach.remove, name = part.with(|part| name_of(i18n, part.as_ref(), n)))
                on:click=move |_| change.run(None)
            />
        </div>
    }
}

/// The picture or the sound itself, where it lies in the page. What lies elsewhere is not fetched.
#[component]
fn PartPreview(part: Memo<Option<Part>>, n: usize) -> impl IntoView {
    let i18n = use_i18n();
    move || match part.get() {
        Some(Part::Image { url, .. }) if is_painted(&url) => {
            view! { <img class="part-thumb" src=url alt=move || t_string!(i18n, attach.picture, n = n)/> }.into_any()
        }
        Some(Part::Audio { data, format }) => {
            let mime = if format == "mp3" { "mpeg" } else { "wav" };
            view! { <audio class="part-sound" controls preload="metadata" src=format!("data:audio/{mime};base64,{data}")></audio> }
                .into_any()
        }
        Some(Part::Image { .. }) => view! { <span class="part-icon">{Icon::Globe}</span> }.into_any(),
        _ => view! { <span class="part-icon">{Icon::Document}</span> }.into_any(),
    }
}

/// Formats that a browser paints from a `data:` address. SVG is left out: it is a document, not a picture.
fn is_painted(url: &str) -> bool {
    ["png", "jpeg", "webp", "gif"].iter().any(|format| url.strip_prefix("data:image/").is_some_and(|rest| rest.starts_with(format)))
}

fn name_of(i18n: I18n, part: Option<&Part>, n: usize) -> String {
    match part {
        Some(Part::Image { url, .. }) if !url.starts_with("data:") => url.clone(),
        Some(Part::Image { .. }) => t_string!(i18n, attach.picture, n = n),
        Some(Part::Audio { format, .. }) => t_string!(i18n, attach.sound, format = format.to_ascii_uppercase()),
        Some(Part::File { name, .. }) => name.clone(),
        Some(Part::Text { .. } | Part::Other { .. }) | None => String::new(),
    }
}

/// Why something is not attached, in the language of the page; followed.
fn not_attached(i18n: I18n, NotAttached { name, why }: &NotAttached) -> String {
    let why = match why {
        Why::Unfit(Unfit::Empty) => t_string!(i18n, attach.empty),
        Why::Unfit(Unfit::TooLarge) => t_string!(i18n, attach.too_large),
        Why::Unfit(Unfit::PictureFormat) => t_string!(i18n, attach.picture_format),
        Why::Unfit(Unfit::Film) => t_string!(i18n, attach.film),
        Why::Unfit(Unfit::Unknown) => t_string!(i18n, attach.unknown),
        Why::Unreadable => t_string!(i18n, attach.unreadable),
        Why::NoSound => t_string!(i18n, attach.no_sound),
        Why::NoAddress => t_string!(i18n, attach.no_address),
        Why::Recording(crate::browser::files::NotRecorded::NoMicrophone) => t_string!(i18n, attach.no_microphone),
        Why::Recording(crate::browser::files::NotRecorded::Refused) => t_string!(i18n, attach.microphone_refused),
    };
    t_string!(i18n, attach.refused, name = name.clone(), why = why)
}
