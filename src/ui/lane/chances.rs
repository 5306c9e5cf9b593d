//! How sure the model was of each token: the answer's tokens, marked by probability in words, lines and colours, and for the chosen
//! one the others that were considered.

use crate::{
    browser::{dialog, intl},
    i18n::{I18n, plural, t, t_string, use_i18n},
    state::play::LaneHandle,
    ui::kit::{Button, ButtonKind, Icon, unique_id},
};
use leptos::{ev, prelude::*};
use lineup_core::{document::link, run::TokenChance};

/// More tokens are not listed: each is an element of the page.
const MOST: usize = 2_000;

#[component]
pub fn Chances(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let count = Memo::new(move |_| {
        let is_over = handle.run.with(|head| !head.is_running());
        let choice = handle.choice.get();
        let tokens = handle.with_run(|run| run.reply().choice(choice).map(|choice| choice.logprob_tokens)).flatten();
        tokens.filter(|_| is_over).unwrap_or(0)
    });
    let is_open = RwSignal::new(false);
    view! {
        <Show when=move || { count.get() > 0 }>
            <section class="chances">
                <Button
                    small=true
                    kind=ButtonKind::Ghost
                    attr:aria-expanded=move || is_open.get().to_string()
                    on:click=move |_| is_open.update(|open| *open = !*open)
                >
                    {Icon::ChevronDown}
                    {move || plural!(i18n, count.get(), chances.title, count = count.get())}
                </Button>
                <Show when=move || is_open.get()>
                    <Tokens handle/>
                </Show>
            </section>
        </Show>
    }
}

/// How likely, in four words. The name is the style's.
fn band(chance: f64) -> &'static str {
    match chance {
        chance if chance >= 0.9 => "sure",
        chance if chance >= 0.5 => "likely",
        chance if chance >= 0.2 => "open",
        _ => "unlikely",
    }
}

fn band_text(i18n: I18n, band: &str) -> &'static str {
    match band {
        "sure" => t_string!(i18n, chances.sure),
        "likely" => t_string!(i18n, chances.likely),
        "open" => t_string!(i18n, chances.open),
        _ => t_string!(i18n, chances.unlikely),
    }
}

fn percent(i18n: I18n, chance: f64) -> String {
    t_string!(i18n, chances.percent, n = intl::number(i18n.locale(), chance * 100.0, 1))
}

/// What a token looks like where spaces and line ends count, and what cannot be seen at all.
fn visible(token: &str) -> String {
    link::visible_in_link(token).replace('\n', "↵").replace('\t', "⇥").replace(' ', "␣")
}

#[component]
fn Tokens(handle: LaneHandle) -> impl IntoView {
    let i18n = use_i18n();
    let tokens = Memo::new(move |_| {
        handle.run.with(|head| head.id);
        let choice = handle.choice.get();
        let mut tokens = handle.with_run(|run| run.token_chances(choice)).unwrap_or_default();
        tokens.truncate(MOST);
        tokens
    });
    let chosen = RwSignal::new(0_usize);
    let id = StoredValue::new(unique_id("token"));
    let of = move |at: usize| format!("{}-{at}", id.get_value());
    let walk = move |event: ev::KeyboardEvent| {
        let last = tokens.with_untracked(Vec::len).saturating_sub(1);
        let at = chosen.get_untracked().min(last);
        let to = match event.key().as_str() {
            "ArrowRight" | "ArrowDown" => (at + 1).min(last),
            "ArrowLeft" | "ArrowUp" => at.saturating_sub(1),
            "Home" => 0,
            "End" => last,
            // The next token of which the model was not sure.
            "Enter" | " " => tokens.with_untracked(|tokens| (at + 1..tokens.len()).find(|at| tokens[*at].chance < 0.5).unwrap_or(at)),
            _ => return,
        };
        event.prevent_default();
        chosen.set(to);
        if let Some(token) = dialog::by_id(&of(to)) {
            dialog::reveal(&token);
        }
    };
    let legend = ["sure", "likely", "open", "unlikely"]
        .map(|band| view! { <li><span class="token" data-band=band>{move || band_text(i18n, band)}</span></li> });
    view! {
        <p class="field-hint">{t!(i18n, chances.hint)}</p>
        <ul class="chances-legend">{legend.into_iter().collect_view()}</ul>
        <div
            class="tokens code"
            role="listbox"
            tabindex="0"
            aria-label=move || t_string!(i18n, chances.tokens)
            aria-activedescendant=move || of(chosen.get())
            on:keydown=walk
        >
            {move || {
                tokens
                    .get()
                    .into_iter()
                    .enumerate()
                    .map(|(at, TokenChance { token, chance, .. })| {
                        let label = format!("{}, {}", visible(&token), percent(i18n, chance));
                        view! {
                            <span
                                class="token"
                                id=of(at)
                                role="option"
                                data-band=band(chance)
                                aria-label=label
                                aria-selected=move || (chosen.get() == at).to_string()
                                on:click=move |_| chosen.set(at)
                            >
                                {link::visible(&token).into_owned()}
                            </span>
                        }
                    })
                    .collect_view()
            }}
        </div>
        {move || tokens.with(|tokens| tokens.get(chosen.get()).cloned()).map(|token| view! { <Considered token/> })}
    }
}

/// The chosen token and the others in its place.
#[component]
fn Considered(token: TokenChance) -> impl IntoView {
    let i18n = use_i18n();
    let TokenChance { token, chance, others } = token;
    let taken = token.clone();
    let rows = others.into_iter().map(|(other, chance)| {
        let is_taken = other == taken;
        view! {
            <tr aria-current=is_taken.then_some("true")>
                <td class="code">{visible(&other)}</td>
                <td class="num">{move || percent(i18n, chance)}</td>
                <td><meter min="0" max="1" value=chance.to_string() aria-label=move || percent(i18n, chance)></meter></td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="considered" role="status">
            <p>
                <span class="token code" data-band=band(chance)>{visible(&token)}</span>
                " "
                <span class="num">{move || percent(i18n, chance)}</span>
                " · "
                {move || band_text(i18n, band(chance))}
            </p>
            <table>
                <caption class="visually-hidden">{t!(i18n, chances.others)}</caption>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}
