//! Which request is looked at: the one that was sent, or the one that would be sent now.

use crate::{
    i18n::{t_string, use_i18n},
    state::{
        play::{LaneHandle, RunHead},
        use_stores,
    },
    ui::kit::Segmented,
};
use leptos::prelude::*;
use lineup_core::plan::Plan;
use std::sync::Arc;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// What the newest run sent.
    Sent,
    /// What Run would send now.
    Next,
}

/// The choice, and the plan that it leads to.
#[derive(Clone, Copy)]
pub struct Chosen {
    pub which: Signal<Which>,
    pub plan: Memo<Option<Arc<Plan>>>,
    wanted: RwSignal<Which>,
    was_sent: Signal<bool>,
}

impl Chosen {
    pub fn of(handle: LaneHandle) -> Self {
        let next = use_stores().play.plan_of(handle.id);
        let sent = Memo::new(move |_| {
            handle.run.with(|head: &RunHead| (head.id, head.unstreamed, head.repairs.len()));
            handle.sent_plan()
        });
        let was_sent = Signal::derive(move || sent.with(Option::is_some));
        let wanted = RwSignal::new(Which::Sent);
        let which = Signal::derive(move || if was_sent.get() { wanted.get() } else { Which::Next });
        let plan = Memo::new(move |_| match which.get() {
            Which::Sent => sent.get(),
            Which::Next => next.get().ok().map(Arc::new),
        });
        Self { which, plan, wanted, was_sent }
    }

    /// As the user's own choice.
    pub fn choose(self, which: Which) {
        self.wanted.set(which);
    }
}

#[component]
pub fn WhichPlan(chosen: Chosen) -> impl IntoView {
    let i18n = use_i18n();
    let options = Signal::derive(move || {
        vec![
            (Which::Sent, t_string!(i18n, wire.sent).to_owned(), chosen.was_sent.get()),
            (Which::Next, t_string!(i18n, wire.next).to_owned(), true),
        ]
    });
    view! {
        <Segmented
            label=move || t_string!(i18n, wire.which)
            options
            value=chosen.which
            on_change=move |which| chosen.choose(which)
            small=true
        />
    }
}
