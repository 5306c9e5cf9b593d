//! What a lane's model accepts at its endpoint, setting by setting: the plan's knowledge, keyed by the fields of the editor.

use super::fields::Field;
use crate::state::{play::LaneHandle, use_stores};
use leptos::prelude::*;
use lineup_core::{
    draft::Draft,
    plan::{Adjustment, Plan, Reason, SettingState, SettingView, settings_view},
};

/// What is known of one setting.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Why it would not be sent.
    pub refused: Option<Reason>,
    /// The values that are taken; empty where any is, or nobody knows.
    pub values: Vec<String>,
    /// What the server takes while none is sent.
    pub default: Option<String>,
}

/// What is known of all of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Known(Vec<(Field, Setting)>);

impl Known {
    pub fn of(&self, field: Field) -> Option<&Setting> {
        self.0.iter().find(|(own, _)| *own == field).map(|(_, setting)| setting)
    }
}

impl Known {
    /// With these settings refused too.
    fn without(mut self, refused: Vec<(Field, Reason)>) -> Self {
        for (field, reason) in refused {
            if let Some((_, setting)) = self.0.iter_mut().find(|(own, _)| *own == field) {
                setting.refused.get_or_insert(reason);
            }
        }
        self
    }
}

impl FromIterator<SettingView> for Known {
    fn from_iter<T: IntoIterator<Item = SettingView>>(views: T) -> Self {
        let setting = |view: SettingView| {
            let field = Field::named(view.setting)?;
            let refused = match view.state {
                SettingState::Accepted => None,
                SettingState::Refused { reason, .. } => Some(reason),
            };
            Some((field, Setting { refused, values: view.values.unwrap_or_default(), default: view.default }))
        };
        Self(views.into_iter().filter_map(setting).collect())
    }
}

/// What the lane's model accepts; followed. The words of the draft do not matter to it, so that typing them costs nothing.
pub fn known(handle: LaneHandle) -> Memo<Known> {
    let stores = use_stores();
    let bare = Memo::new(move |_| stores.play.draft.with(Draft::without_words));
    // Rules that were learned speak of places in the finished request, which is not made here: the plan says what they take out.
    let learned = Memo::new(move |_| {
        let taken = |change: &Adjustment| (change.rule.starts_with("R-") && change.sent.is_null()).then(|| Field::named(&change.setting));
        let reasons =
            |plan: Plan| plan.adjustments.iter().filter_map(|change| Some((taken(change)??, change.reason.clone()))).collect::<Vec<_>>();
        stores.play.plan_of(handle.id).get().map(reasons).unwrap_or_default()
    });
    Memo::new(move |_| {
        let endpoint = handle.lane.with(|lane| lane.endpoint.clone());
        let Some(endpoint) = stores.endpoints.get(&endpoint) else { return Known::default() };
        let lineup = stores.play.lineup();
        let views = bare.with(|draft| handle.lane.with(|lane| settings_view(draft, lane, &endpoint, &lineup)));
        views.into_iter().collect::<Known>().without(learned.get())
    })
}
