//! The user's own models and facts: what adds, changes, exports and imports them.
//!
//! - [`menu`]: the buttons in the page's head; [`add`]: the dialog that adds a model
//! - [`form`]: the form that changes a fact, on a card; [`beside`]: what a card says of what is the user's
//! - [`typed`]: what is typed, read as a value. Pure.

mod add;
mod beside;
mod form;
mod menu;
mod typed;

pub use add::AddDialog;
pub use beside::{OwnFact, OwnModel};
pub use form::ChangeFact;
pub use menu::OwnMenu;

use super::words::fact_name;
use crate::{
    i18n::{I18n, t_string},
    state::own_models::NotTaken,
};
use lineup_core::lineup::{Fact, Unusable};

/// Why something could not be taken; followed.
fn not_taken(i18n: I18n, why: &NotTaken) -> String {
    match why {
        NotTaken::NoName => t_string!(i18n, own.no_name).to_owned(),
        NotTaken::Exists(model) => t_string!(i18n, own.exists, model = model.clone()),
        NotTaken::NoOverrides => t_string!(i18n, own.no_file).to_owned(),
        NotTaken::Newer(version) => t_string!(i18n, own.newer, version = *version),
        NotTaken::Empty => t_string!(i18n, own.empty_file).to_owned(),
        NotTaken::Unusable(Unusable { model, fact: Some(fact), why }) => {
            t_string!(i18n, own.unusable_fact, model = model.clone(), fact = fact.clone(), why = why.clone())
        }
        NotTaken::Unusable(Unusable { model, fact: None, why }) => {
            t_string!(i18n, own.unusable, model = model.clone(), why = why.clone())
        }
    }
}

/// What a fact is called where it is changed: a life is written as the day on which it ends.
fn written_name(i18n: I18n, fact: Fact) -> String {
    match fact {
        Fact::OpenAi | Fact::Azure => t_string!(i18n, own.ends, place = fact_name(i18n, fact)),
        fact => fact_name(i18n, fact).to_owned(),
    }
}
