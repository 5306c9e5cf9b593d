//! How a user writes a fact: its form, and its place in `models.json`.

use super::{Cell, Fact, Kind, Model, Per};
use serde_json::{Value, json};

/// How a fact is written by hand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Form {
    Text,
    /// ISO day, or a month.
    Date,
    Tokens,
    /// US dollars per so much.
    Usd(Per),
    YesNo,
    /// One of these words.
    One(&'static [&'static str]),
    /// Any of these words; other ones may be there.
    Several(&'static [&'static str]),
}

/// A place in an entry of `models.json`.
pub(super) type Path = &'static [&'static str];

const EFFORTS: &[&str] = &["none", "minimal", "low", "medium", "high", "xhigh", "max"];
const MODES: &[&str] = &["text", "image", "audio"];
const KINDS: [(&str, Kind); 7] = [
    ("reasoning", Kind::Reasoning),
    ("chat", Kind::Chat),
    ("image", Kind::Image),
    ("transcription", Kind::Transcription),
    ("speech", Kind::Speech),
    ("realtime", Kind::Realtime),
    ("embedding", Kind::Embedding),
];

impl Fact {
    /// How it is written; `None` for what is no single value (a price list by size of picture).
    #[must_use]
    pub const fn form(self) -> Option<Form> {
        Some(match self {
            Self::PricePicture => return None,
            Self::Family | Self::Tokenizer | Self::AzureVersion => Form::Text,
            Self::Released | Self::OpenAi | Self::Azure | Self::Cutoff => Form::Date,
            Self::Context | Self::MaxInput | Self::MaxOutput => Form::Tokens,
            Self::PriceInput
            | Self::PriceCached
            | Self::PriceOutput
            | Self::PriceAudioInput
            | Self::PriceAudioOutput
            | Self::PriceImageInput
            | Self::PriceImageOutput => Form::Usd(Per::MillionTokens),
            Self::PriceSecond => Form::Usd(Per::Second),
            Self::PriceCharacters => Form::Usd(Per::MillionCharacters),
            Self::StreamOpenAi | Self::StreamAzure | Self::Tools | Self::ParallelTools | Self::Structured | Self::Vision | Self::Pdf => {
                Form::YesNo
            }
            Self::Kind => Form::One(&["reasoning", "chat", "image", "transcription", "speech", "realtime", "embedding"]),
            Self::EffortDefault => Form::One(EFFORTS),
            Self::Role => Form::One(&["developer", "system", "user"]),
            Self::LimitName => Form::One(&["max_completion_tokens", "max_tokens"]),
            Self::Apis => Form::Several(&["chat", "responses"]),
            Self::Input | Self::Output => Form::Several(MODES),
            Self::Effort => Form::Several(EFFORTS),
            Self::Summary => Form::Several(&["auto", "concise", "detailed"]),
            Self::Verbosity => Form::Several(&["low", "medium", "high"]),
            Self::Hosted => Form::Several(&["web_search", "file_search", "code_interpreter", "image_generation", "computer_use", "mcp"]),
        })
    }

    /// Its places in an entry. A life is written as the day on which it ends.
    pub(super) const fn paths(self) -> &'static [Path] {
        match self {
            Self::Family => &[&["family"]],
            Self::Kind => &[&["kind"]],
            Self::Released => &[&["released"]],
            Self::OpenAi => &[&["ends", "openai"]],
            Self::Azure => &[&["ends", "azure"]],
            Self::Apis => &[&["chat"], &["responses"], &["apis"]],
            Self::Context => &[&["context"]],
            Self::MaxInput => &[&["max_input"]],
            Self::MaxOutput => &[&["max_output"]],
            Self::Input => &[&["input"]],
            Self::Output => &[&["output"]],
            Self::PriceInput => &[&["price", "input"]],
            Self::PriceCached => &[&["price", "cached"]],
            Self::PriceOutput => &[&["price", "output"]],
            Self::PriceAudioInput => &[&["price", "audio_input"]],
            Self::PriceAudioOutput => &[&["price", "audio_output"]],
            Self::PriceImageInput => &[&["price", "image_input"]],
            Self::PriceImageOutput => &[&["price", "image_output"]],
            Self::PriceSecond => &[&["price", "second"]],
            Self::PriceCharacters => &[&["price", "characters"]],
            Self::PricePicture => &[&["price", "images"]],
            Self::Effort => &[&["effort", "values"]],
            Self::EffortDefault => &[&["effort", "default"]],
            Self::Summary => &[&["summary"]],
            Self::Verbosity => &[&["verbosity"]],
            Self::Role => &[&["role"]],
            Self::LimitName => &[&["limit"]],
            Self::StreamOpenAi => &[&["stream", "openai"]],
            Self::StreamAzure => &[&["stream", "azure"]],
            Self::Tools => &[&["tools"]],
            Self::ParallelTools => &[&["parallel_tools"]],
            Self::Structured => &[&["structured"]],
            Self::Vision => &[&["vision"]],
            Self::Pdf => &[&["pdf"]],
            Self::Hosted => &[&["hosted"]],
            Self::Tokenizer => &[&["tokenizer"]],
            Self::Cutoff => &[&["cutoff"]],
            Self::AzureVersion => &[&["azure", "min_api_version"]],
        }
    }

    /// What stands at its places once it has this value; `null` where it is unknown.
    pub(super) fn patch(self, cell: &Cell) -> Vec<(Path, Value)> {
        let one = |value: Value| self.paths().iter().map(|path| (*path, value.clone())).collect();
        match cell {
            Cell::Unknown | Cell::Stage(_) => one(Value::Null),
            Cell::Bool(yes) => one((*yes).into()),
            Cell::Text(text) | Cell::Date(text) => one(text.as_str().into()),
            Cell::Tokens(count) => one((*count).into()),
            Cell::Usd(usd, _) => one(json!(usd)),
            Cell::Kind(kind) => one(KINDS.iter().find(|(_, one)| one == kind).map_or("other", |(name, _)| name).into()),
            Cell::List(words) if self == Self::Apis => {
                let has = |api: &str| words.iter().any(|word| word == api);
                let rest: Vec<&str> = words.iter().map(String::as_str).filter(|word| !matches!(*word, "chat" | "responses")).collect();
                vec![(&["chat"], has("chat").into()), (&["responses"], has("responses").into()), (&["apis"], rest.into())]
            }
            Cell::List(words) => one(words.as_slice().into()),
        }
    }
}

impl Cell {
    /// A word of a [`Form::One`] as the value of the fact.
    #[must_use]
    pub fn of_word(fact: Fact, word: &str) -> Self {
        match fact {
            Fact::Kind => KINDS.iter().find(|(name, _)| *name == word).map_or(Self::Unknown, |(_, kind)| Self::Kind(*kind)),
            _ => Self::Text(word.to_owned()),
        }
    }

    /// The word of a [`Form::One`] that stands for the value.
    #[must_use]
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Kind(kind) => KINDS.iter().find(|(_, one)| one == kind).map(|(name, _)| *name),
            Self::Text(word) => Some(word),
            _ => None,
        }
    }
}

/// What the lists of refused settings must say once the user has said these facts: the user's word wins.
pub(super) fn agree(model: &mut Model, said: impl Fn(Fact) -> bool) {
    let mut refuse = |setting: &str, on_chat: bool, on_responses: bool| {
        for (list, refused) in [(&mut model.refuses.chat, on_chat), (&mut model.refuses.responses, on_responses)] {
            list.retain(|other| other != setting);
            if refused {
                list.push(setting.to_owned());
            }
        }
    };
    if said(Fact::Tools)
        && let Some(takes) = model.tools
    {
        refuse("tools", !takes, !takes);
        refuse("tool_choice", !takes, !takes);
    }
    if said(Fact::ParallelTools) && model.parallel_tools == Some(true) {
        refuse("parallel_tool_calls", false, false);
    }
    if said(Fact::Effort) && !model.effort.values.is_empty() {
        refuse("effort", false, false);
    }
    if said(Fact::LimitName)
        && let Some(name) = &model.limit
    {
        refuse("max_tokens", name == "max_completion_tokens", false);
    }
    if said(Fact::Structured)
        && let Some(takes) = model.structured
    {
        refuse("response_format:json_schema", !takes, !takes);
        model.json_schema = (!takes).then(|| model.json_schema.unwrap_or(super::JsonFallback::JsonObject));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineup::{Lineup, Overrides};

    #[test]
    fn every_fact_that_can_be_written_is_read_back_as_it_was_written() {
        let catalogue = Lineup::embedded().unwrap();
        for fact in Fact::ALL {
            let Some(form) = fact.form() else { continue };
            let cell = match form {
                Form::Text => Cell::Text("word".into()),
                Form::Date => Cell::Date("2031-05-06".into()),
                Form::Tokens => Cell::Tokens(4321),
                Form::Usd(per) => Cell::Usd(12.5, per),
                Form::YesNo => Cell::Bool(true),
                Form::One(words) => Cell::of_word(fact, words[0]),
                Form::Several(words) => Cell::List(words.iter().map(|word| (*word).to_owned()).collect()),
            };
            for id in ["gpt-4o", "o1-mini", "whisper-1"] {
                let mut mine = Overrides::default();
                mine.say(id, fact, &cell);
                let (lineup, unusable) = Lineup::with(&mine).unwrap();
                assert_eq!(unusable, [], "{fact:?} of {id}");
                let model = lineup.get(id).unwrap();
                match (fact, fact.of(model, "2026-11-20")) {
                    (Fact::OpenAi | Fact::Azure, Cell::Stage(stage)) => assert!(format!("{stage:?}").contains("2031-05-06")),
                    (_, read) => assert_eq!(read, cell, "{fact:?} of {id}"),
                }
                assert!(model.is_theirs(fact), "{fact:?} of {id}");
                assert_eq!(Fact::ALL.into_iter().filter(|other| model.is_theirs(*other)).collect::<Vec<_>>(), [fact]);
                mine.take_back(id, fact);
                assert_eq!(Lineup::with(&mine).unwrap().0, catalogue, "{fact:?} of {id}");
            }
        }
    }

    #[test]
    fn what_the_user_says_of_a_setting_wins_over_the_list_of_what_is_refused() {
        let model = |id: &str, fact: Fact, cell: &Cell| {
            let mut mine = Overrides::default();
            mine.say(id, fact, cell);
            Lineup::with(&mine).unwrap().0.get(id).unwrap().clone()
        };
        let refused = |model: &Model, setting: &str| model.refuses.chat.iter().any(|refused| refused == setting);
        assert!(!refused(&model("gpt-4o", Fact::Effort, &Cell::List(vec!["low".into()])), "effort"));
        assert!(refused(&model("gpt-4o", Fact::Tools, &Cell::Bool(false)), "tools"));
        assert!(!refused(&model("o1-mini", Fact::Tools, &Cell::Bool(true)), "tools"));
        assert!(!refused(&model("o3", Fact::LimitName, &Cell::Text("max_tokens".into())), "max_tokens"));
        assert_eq!(model("o1-mini", Fact::Structured, &Cell::Bool(true)).json_schema, None);
    }
}
