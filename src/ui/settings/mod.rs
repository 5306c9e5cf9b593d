//! The Settings page: endpoints with their keys, what was learned, appearance and input, what is kept on this device.

mod appearance;
mod data;
mod deployments;
mod endpoint_card;
mod endpoint_form;
mod endpoints;
mod key_field;
mod learned;
mod vault;

use crate::i18n::{t, use_i18n};
use leptos::prelude::*;

#[component]
pub fn SettingsPage() -> impl IntoView {
    let i18n = use_i18n();
    view! {
        <div class="settings">
            <h1>{t!(i18n, settings.title)}</h1>
            <endpoints::EndpointsSection />
            <learned::LearnedSection />
            <appearance::AppearanceSection />
            <data::DataSection />
        </div>
    }
}
