//! What became of the earlier answers in a request: which items go along, in which form, and why.

use crate::{
    i18n::{t, t_string, use_i18n},
    ui::words::in_language,
};
use leptos::prelude::*;
use lineup_core::plan::{Fate, Replayed};

#[component]
pub fn ReplayedList(replayed: Vec<Replayed>) -> impl IntoView {
    let i18n = use_i18n();
    let line = move |Replayed { turn, kind, fate, why }: Replayed| {
        let fate = move || match fate {
            Fate::Whole => t_string!(i18n, turn.fate_whole),
            Fate::WithoutId => t_string!(i18n, turn.fate_without_id),
            Fate::Rewritten => t_string!(i18n, turn.fate_rewritten),
            Fate::LeftOut => t_string!(i18n, turn.fate_left_out),
            Fate::Kept => t_string!(i18n, turn.fate_kept),
        };
        view! {
            <li>
                <span class="code">
                    {t!(i18n, turn.replayed_turn, n = turn)}
                    " "
                    <b>{kind}</b>
                    " → "
                    {fate}
                </span>
                " "
                {move || in_language(i18n, &why).to_owned()}
            </li>
        }
    };
    (!replayed.is_empty()).then(|| {
        view! {
            <h3>{t!(i18n, turn.replayed)}</h3>
            <ul class="wire-adjustments">{replayed.into_iter().map(line).collect_view()}</ul>
        }
    })
}
