//! One filter of a list: a labelled choice.

use super::{Select, unique_id};
use leptos::{prelude::*, text_prop::TextProp};

#[component]
pub fn Pick<T>(
    #[prop(into)] label: TextProp,
    options: Signal<Vec<(T, String)>>,
    #[prop(into)] value: Signal<T>,
    #[prop(into)] on_change: Callback<T>,
) -> impl IntoView
where
    T: Clone + PartialEq + Send + Sync + 'static,
{
    let id = unique_id("filter");
    view! {
        <div class="lineup-select">
            <label for=id.clone()>{move || label.get()}</label>
            <Select id options value on_change/>
        </div>
    }
}
