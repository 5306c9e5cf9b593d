//! Links that people write by hand: `#/?model=o4-mini&effort=high&model=gpt-4o&prompt=Why%3F`.
//!
//! Every `model` begins a lane. A setting after a `model` is that lane's; one before the first is every lane's.

use super::{Shared, SharedEndpoint, SharedLane, shared::Key, shared::MOST_LANES};
use crate::draft::{ApiChoice, Draft, Flavour, Scenario, Settings};
use std::collections::BTreeSet;

/// The most characters of such a link that are read.
const MOST_TEXT: usize = 64 * 1024;

/// What a hand-written link says.
#[derive(Clone, Debug, PartialEq)]
pub struct Typed {
    pub shared: Shared,
    /// What was not understood, in the order of the link.
    pub notes: Vec<TypedNote>,
}

/// Something in a hand-written link that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TypedNote {
    /// No parameter has this name.
    Unknown { name: String },
    /// The parameter is known, its value is not.
    Value { name: String, value: String },
    /// More lanes than a page holds.
    TooManyLanes,
    /// More text than is read.
    TooLong,
}

/// The parameters, in the order in which the documentation lists them.
pub const PARAMETERS: [&str; 17] = [
    "model",
    "endpoint",
    "api",
    "stream",
    "effort",
    "summary",
    "verbosity",
    "max_output_tokens",
    "temperature",
    "top_p",
    "presence_penalty",
    "frequency_penalty",
    "seed",
    "n",
    "service_tier",
    "instructions",
    "prompt",
];

const CASSETTE: &str = "cassette";

/// The address of a cassette in a query: `cassette=cassettes/thinking.json`. Whoever asks decides whether that address is to be trusted.
#[must_use]
pub fn cassette(query: &str) -> Option<String> {
    form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == CASSETTE).map(|(_, address)| address.into_owned())
}

/// Reads the part of a fragment after `?`. `None` if it says nothing that a draft or a lane could take.
#[must_use]
pub fn read(query: &str) -> Option<Typed> {
    let mut typed =
        Typed { shared: Shared { draft: Draft::new(), prompt: String::new(), attached: Vec::new(), lanes: Vec::new() }, notes: Vec::new() };
    if query.len() > MOST_TEXT {
        typed.notes.push(TypedNote::TooLong);
        return Some(typed);
    }
    let mut said = false;
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let name = canonical(&name);
        // Not of a set-up: [`cassette`] reads it.
        if name == CASSETTE {
            continue;
        }
        if !PARAMETERS.contains(&name) {
            typed.notes.push(TypedNote::Unknown { name: name.to_owned() });
            continue;
        }
        said = true;
        if !typed.take(name, value.trim()) {
            typed.notes.push(TypedNote::Value { name: name.to_owned(), value: value.chars().take(80).collect() });
        }
    }
    said.then_some(typed)
}

/// The names that the APIs use for the same thing.
fn canonical(name: &str) -> &str {
    match name {
        "reasoning_effort" => "effort",
        "max_tokens" | "max_completion_tokens" => "max_output_tokens",
        "system" | "developer" => "instructions",
        "q" | "input" => "prompt",
        other => other,
    }
}

impl Typed {
    /// `false` if the value is none of this parameter's.
    fn take(&mut self, name: &str, value: &str) -> bool {
        match name {
            "model" => {
                if self.shared.lanes.len() < MOST_LANES {
                    self.shared.lanes.push(SharedLane::typed(value));
                } else if !self.notes.contains(&TypedNote::TooManyLanes) {
                    self.notes.push(TypedNote::TooManyLanes);
                }
                !value.is_empty()
            }
            "prompt" => set(&mut self.shared.prompt, value),
            "instructions" => set(&mut self.shared.draft.instructions, value),
            "endpoint" | "api" | "stream" => self.shared.lanes.last_mut().is_some_and(|lane| of_lane(lane, name, value)),
            _ => {
                let settings = self.shared.lanes.last_mut().map_or(&mut self.shared.draft.settings, |lane| &mut lane.settings);
                setting(settings, name, value)
            }
        }
    }
}

fn set(place: &mut String, value: &str) -> bool {
    value.clone_into(place);
    true
}

fn of_lane(lane: &mut SharedLane, name: &str, value: &str) -> bool {
    match (name, value) {
        ("api", "chat") => lane.api = ApiChoice::Chat,
        ("api", "responses") => lane.api = ApiChoice::Responses,
        ("api", "auto") => lane.api = ApiChoice::Auto,
        ("stream", "true" | "1" | "yes") => lane.stream = true,
        ("stream", "false" | "0" | "no") => lane.stream = false,
        ("endpoint", _) => match endpoint(value) {
            Some(endpoint) => lane.endpoint = Some(endpoint),
            None => return false,
        },
        _ => return false,
    }
    true
}

fn endpoint(value: &str) -> Option<SharedEndpoint> {
    let of = |flavour, base: Option<&str>| SharedEndpoint {
        flavour,
        base: base.map(str::to_owned),
        key: Key::default(),
        api_version: None,
        deployment: None,
    };
    Some(match value {
        "simulator" => of(Flavour::Simulator, None),
        "openai" => of(Flavour::OpenAi, None),
        "azure" | "azure-v1" => of(Flavour::AzureV1, None),
        "azure-classic" => of(Flavour::AzureClassic, None),
        "compatible" => of(Flavour::Compatible, None),
        url => {
            let bare = super::gate::bare_url(url)?;
            of(Flavour::Compatible, Some(bare.split(['?', '#']).next().unwrap_or_default()))
        }
    })
}

fn setting(settings: &mut Settings, name: &str, value: &str) -> bool {
    fn parsed<T: std::str::FromStr>(place: &mut Option<T>, value: &str) -> bool {
        let found = value.parse().ok();
        let understood = found.is_some();
        if understood {
            *place = found;
        }
        understood
    }
    fn word(place: &mut Option<String>, value: &str) -> bool {
        let understood = !value.is_empty() && value.len() <= 40;
        if understood {
            *place = Some(value.to_owned());
        }
        understood
    }
    fn number(place: &mut Option<f64>, value: &str) -> bool {
        let found = value.parse::<f64>().ok().filter(|number| number.is_finite());
        let understood = found.is_some();
        if understood {
            *place = found;
        }
        understood
    }
    match name {
        "effort" => word(&mut settings.effort, value),
        "summary" => word(&mut settings.summary, value),
        "verbosity" => word(&mut settings.verbosity, value),
        "service_tier" => word(&mut settings.service_tier, value),
        "max_output_tokens" => parsed(&mut settings.max_output_tokens, value),
        "seed" => parsed(&mut settings.seed, value),
        "n" => parsed(&mut settings.n, value),
        "temperature" => number(&mut settings.temperature, value),
        "top_p" => number(&mut settings.top_p, value),
        "presence_penalty" => number(&mut settings.presence_penalty, value),
        "frequency_penalty" => number(&mut settings.frequency_penalty, value),
        _ => false,
    }
}

impl SharedLane {
    /// A lane of which only the model is said.
    #[must_use]
    pub fn typed(model: &str) -> Self {
        Self {
            model: model.to_owned(),
            endpoint: None,
            api: ApiChoice::Auto,
            stream: true,
            settings: Settings::default(),
            send_anyway: BTreeSet::new(),
            scenario: Scenario::default(),
            split_think: true,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_model_begins_a_lane_and_takes_what_follows() {
        let typed =
            read("temperature=0.2&model=o4-mini&effort=high&api=responses&model=gpt-4o&stream=false&prompt=Why+%EB%B9%84%3F").unwrap();
        let lanes = &typed.shared.lanes;
        assert_eq!(lanes.iter().map(|lane| lane.model.as_str()).collect::<Vec<_>>(), ["o4-mini", "gpt-4o"]);
        assert_eq!((lanes[0].settings.effort.as_deref(), lanes[0].api), (Some("high"), ApiChoice::Responses));
        assert!(!lanes[1].stream && lanes[0].stream);
        assert_eq!(typed.shared.draft.settings.temperature, Some(0.2));
        assert_eq!(typed.shared.prompt, "Why 비?");
        assert!(typed.notes.is_empty());
    }

    #[test]
    fn the_names_of_the_apis_are_understood() {
        let typed = read("system=Be+brief&model=o3&reasoning_effort=low&max_completion_tokens=500&q=hi").unwrap();
        assert_eq!(typed.shared.draft.instructions, "Be brief");
        assert_eq!(typed.shared.lanes[0].settings.max_output_tokens, Some(500));
        assert_eq!(typed.shared.prompt, "hi");
    }

    #[test]
    fn what_is_not_understood_is_said_and_the_rest_stays() {
        let typed = read("model=o3&colour=red&temperature=NaN&n=many&api=soap&api_key=sk-1&prompt=hi").unwrap();
        let value = |name: &str, value: &str| TypedNote::Value { name: name.into(), value: value.into() };
        let unknown = |name: &str| TypedNote::Unknown { name: name.into() };
        assert_eq!(
            typed.notes,
            [unknown("colour"), value("temperature", "NaN"), value("n", "many"), value("api", "soap"), unknown("api_key")]
        );
        assert_eq!(typed.shared.prompt, "hi");
        assert!(!typed.shared.to_json().to_string().contains("sk-1"));
    }

    #[test]
    fn an_endpoint_is_a_kind_or_an_address_without_what_it_hides() {
        let base = |query: &str| read(query).and_then(|typed| typed.shared.lanes[0].endpoint.clone()).map(|it| (it.flavour, it.base));
        assert_eq!(base("model=o3&endpoint=azure"), Some((Flavour::AzureV1, None)));
        assert_eq!(
            base("model=o3&endpoint=http%3A%2F%2Fme%3Apw%40lan%3A8000%2Fv1%3Fkey%3D1"),
            Some((Flavour::Compatible, Some("http://lan:8000/v1".into())))
        );
        assert_eq!(base("model=o3&endpoint=javascript%3Aalert(1)"), None);
    }

    #[test]
    fn a_cassette_is_named_by_its_address() {
        assert_eq!(cassette("cassette=cassettes%2Fcut.json&x=1").as_deref(), Some("cassettes/cut.json"));
        assert_eq!(cassette("model=o3"), None);
        assert_eq!(read("model=o3&cassette=a.json").unwrap().notes, []);
        assert_eq!(read("cassette=a.json"), None);
    }

    #[test]
    fn what_says_nothing_is_no_such_link() {
        assert_eq!(read(""), None);
        assert_eq!(read("from=newsletter"), None);
    }

    #[test]
    fn it_is_bounded() {
        let many = "model=o3&".repeat(100);
        let typed = read(&many).unwrap();
        assert_eq!((typed.shared.lanes.len(), typed.notes.as_slice()), (MOST_LANES, [TypedNote::TooManyLanes].as_slice()));
        assert_eq!(read(&"prompt=x".repeat(100_000)).unwrap().notes, [TypedNote::TooLong]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,200}") {
            _ = read(&text);
        }
    }
}
