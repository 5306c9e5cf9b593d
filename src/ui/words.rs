//! What the core says, as a page shows it: reasons in the reader's language, values as they travel.

use super::lane::units;
use crate::{
    i18n::{I18n, Locale, t_string},
    state::{endpoints::SIMULATOR_NAME, play::LaneHandle},
};
use leptos::prelude::*;
use lineup_core::{
    plan::{Reason, import::PasteError},
    wire::Api,
};
use serde_json::Value;

/// The name of an API, which is the same in every language.
pub fn api_name(api: Api) -> &'static str {
    match api {
        Api::Chat => "Chat Completions",
        Api::Responses => "Responses",
        Api::Images => "Images",
        Api::Transcribe => "Transcriptions",
    }
}

/// The name of an endpoint as it is kept: the simulator's is a word of the page, every other is somebody's own; followed.
pub fn endpoint_name(i18n: I18n, name: &str) -> String {
    if name == SIMULATOR_NAME { t_string!(i18n, picker.endpoint_simulator).to_owned() } else { name.to_owned() }
}

/// What a lane is called: its place, which counts from 0, and its model; followed.
pub fn lane_name(i18n: I18n, at: usize, handle: LaneHandle) -> String {
    t_string!(i18n, head.lane, n = at + 1, model = handle.lane.with(|lane| lane.model.clone()))
}

/// A reason in the language of the page; followed.
pub fn in_language(i18n: I18n, reason: &Reason) -> &str {
    match i18n.locale() {
        Locale::en => &reason.en,
        Locale::ko => &reason.ko,
    }
}

/// The longest value that is shown whole: a folded-in instruction can be pages long.
const SHOWN: usize = 200;

/// A value as it goes over the wire; `None` for nothing.
pub fn shown(value: &Value) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("{} …", text.get(..end).unwrap_or_default()),
        None => text,
    })
}

/// Why a pasted text cannot be taken over; followed.
pub fn refusal(i18n: I18n, refused: &PasteError) -> String {
    match refused {
        PasteError::Unknown => t_string!(i18n, import.unknown).to_owned(),
        PasteError::TooLong { most } => t_string!(i18n, import.too_long, size = units::bytes(i18n, *most)),
        PasteError::Broken { form, line, column, said } => {
            t_string!(i18n, import.broken, form = form.clone(), line = *line, column = *column, said = said.clone())
        }
        PasteError::NoBody => t_string!(i18n, import.no_body).to_owned(),
        PasteError::File { name } => t_string!(i18n, import.from_file, name = name.clone()),
        PasteError::NoRequest => t_string!(i18n, import.no_request).to_owned(),
        PasteError::NoCall => t_string!(i18n, import.no_call).to_owned(),
        PasteError::Body { said } => t_string!(i18n, import.bad_body, said = said.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::shown;
    use serde_json::{Value, json};

    #[test]
    fn values_are_shown_as_they_are_sent_and_never_endlessly() {
        assert_eq!(shown(&Value::Null), None);
        assert_eq!(shown(&json!("developer")).as_deref(), Some("developer"));
        assert_eq!(shown(&json!(0.7)).as_deref(), Some("0.7"));
        assert_eq!(shown(&json!(["a", "b"])).as_deref(), Some(r#"["a","b"]"#));
        let long = shown(&json!("한".repeat(5000))).unwrap_or_default();
        assert_eq!(long.chars().count(), 202);
    }
}
