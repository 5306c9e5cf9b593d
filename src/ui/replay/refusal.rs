//! Why a recorded run was not played, in words.

use crate::{
    browser::fetch::NotFetched,
    i18n::{I18n, t_string, use_i18n},
    state::{replays::NotPlayed, status::Tone, use_stores},
    ui::{kit::NoticeBox, share::link_refused},
};
use leptos::prelude::*;
use lineup_core::run::cassette::{CassetteError, CassetteLinkError};

#[component]
pub fn NotPlayedNotice() -> impl IntoView {
    let i18n = use_i18n();
    let refused = use_stores().replays.refused;
    move || {
        refused.get().map(|why| {
            view! {
                <NoticeBox tone=Tone::Danger on_dismiss=move |()| refused.set(None)>
                    <p>{move || not_played(i18n, &why)}</p>
                </NoticeBox>
            }
        })
    }
}

/// Followed.
pub fn not_played(i18n: I18n, why: &NotPlayed) -> String {
    match why {
        NotPlayed::Foreign { address } => t_string!(i18n, replay.foreign, address = address.clone()),
        NotPlayed::NotFetched { address, why } => {
            let why = match why {
                NotFetched::Unreachable => t_string!(i18n, replay.unreachable).to_owned(),
                NotFetched::Status(status) => t_string!(i18n, replay.status, status = *status),
                NotFetched::TooLarge => t_string!(i18n, replay.too_large).to_owned(),
                NotFetched::NoText => t_string!(i18n, replay.no_json).to_owned(),
            };
            t_string!(i18n, replay.not_fetched, address = address.clone(), why = why)
        }
        NotPlayed::Unread { name, why } => t_string!(i18n, replay.unread, name = name.clone(), why = unread(i18n, why)),
        NotPlayed::Packed(CassetteLinkError::Cassette(why)) => t_string!(i18n, replay.unread_address, why = unread(i18n, why)),
        NotPlayed::Packed(CassetteLinkError::Link(why)) => link_refused(i18n, *why).to_owned(),
    }
}

fn unread(i18n: I18n, why: &CassetteError) -> String {
    match why {
        CassetteError::Json(words) | CassetteError::Shape(words) => format!("{} ({words})", t_string!(i18n, replay.no_json)),
        CassetteError::Foreign => t_string!(i18n, replay.no_cassette).to_owned(),
        CassetteError::Newer(version) => t_string!(i18n, replay.newer, version = *version),
        CassetteError::TooBig => t_string!(i18n, replay.too_large).to_owned(),
    }
}
