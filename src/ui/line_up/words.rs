//! Facts in words: what a column is called, and what its cells say.

use crate::{
    browser::intl,
    i18n::{I18n, t_string},
    state::line_up::{Life, other_units},
    ui::lane_head::facts::{kind_name, tokens_short},
};
use lineup_core::lineup::{Cell, Fact, Model, Per, Stage};

/// What a cell says, and how it looks.
pub struct Said {
    pub text: String,
    /// The class of the cell.
    pub look: &'static str,
    /// The exact figure behind a rounded one.
    pub exact: Option<String>,
}

impl Said {
    fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), look: "", exact: None }
    }

    pub fn unknown(i18n: I18n) -> Self {
        Self { look: "cell-unknown", ..Self::plain(t_string!(i18n, lineup.unknown)) }
    }
}

/// A model's fact, short enough for a table.
pub fn in_table(i18n: I18n, fact: Fact, model: &Model, today: &str) -> Said {
    // What is not sold by tokens has its price in another unit, in the same column.
    let cells = std::iter::once(&fact).chain(other_units(fact)).map(|fact| (*fact, fact.of(model, today)));
    let (fact, cell) = cells.into_iter().find(|(_, cell)| *cell != Cell::Unknown).unwrap_or((fact, Cell::Unknown));
    let exact = match &cell {
        Cell::Tokens(count) => Some(said(i18n, fact, &Cell::Tokens(*count), model).text),
        _ => None,
    };
    match cell {
        Cell::Tokens(count) => Said { text: tokens_short(i18n, count), look: "num", exact },
        Cell::Usd(usd, Per::MillionTokens) => {
            let usd = money(i18n, usd);
            let text = match fact {
                Fact::PriceImageOutput => t_string!(i18n, lineup.image_tokens, usd = usd),
                Fact::PriceAudioOutput => t_string!(i18n, lineup.audio_tokens, usd = usd),
                _ => usd,
            };
            Said { look: "num", ..Said::plain(text) }
        }
        cell => said(i18n, fact, &cell, model),
    }
}

/// A fact in full.
pub fn said(i18n: I18n, fact: Fact, cell: &Cell, model: &Model) -> Said {
    let number = |text: String| Said { look: "num", ..Said::plain(text) };
    match cell {
        Cell::Unknown => Said::unknown(i18n),
        Cell::Bool(true) => Said::plain(t_string!(i18n, lineup.yes)),
        Cell::Bool(false) => Said { look: "cell-no", ..Said::plain(t_string!(i18n, lineup.no)) },
        Cell::Text(text) => Said::plain(text.clone()),
        Cell::List(list) if list.is_empty() => Said { look: "cell-no", ..Said::plain(t_string!(i18n, lineup.nothing)) },
        Cell::List(list) => Said::plain(list.iter().map(|word| word_of(i18n, fact, word)).collect::<Vec<_>>().join(", ")),
        #[expect(clippy::cast_precision_loss, reason = "no model has 2^53 tokens")]
        Cell::Tokens(count) => number(t_string!(i18n, lineup.tokens_exact, count = intl::number(i18n.locale(), *count as f64, 0))),
        Cell::Usd(usd, per) => number(price(i18n, *usd, *per, model)),
        Cell::Date(date) => number(date_text(i18n, date)),
        Cell::Kind(kind) => Said::plain(kind_name(i18n, *kind)),
        Cell::Stage(stage) => stage_said(i18n, stage),
    }
}

/// A day, or a month where no day is known.
pub fn date_text(i18n: I18n, date: &str) -> String {
    if date.len() == "2026-11".len() { intl::month(i18n.locale(), date) } else { intl::day(i18n.locale(), date) }
}

fn money(i18n: I18n, usd: f64) -> String {
    intl::usd(i18n.locale(), usd, 6)
}

fn price(i18n: I18n, usd: f64, per: Per, model: &Model) -> String {
    let text = money(i18n, usd);
    let text = match per {
        Per::MillionTokens => t_string!(i18n, lineup.per_tokens, usd = text),
        Per::Second => t_string!(i18n, lineup.per_second, usd = text),
        Per::MillionCharacters => t_string!(i18n, lineup.per_characters, usd = text),
        Per::Picture => t_string!(i18n, lineup.per_picture, usd = text),
    };
    if model.price.as_ref().is_some_and(|price| price.host_specific) {
        format!("{text} ({})", t_string!(i18n, lineup.price_host))
    } else {
        text
    }
}

fn stage_said(i18n: I18n, stage: &Stage) -> Said {
    let day = |iso: &str| intl::day(i18n.locale(), iso);
    let (text, look) = match stage {
        Stage::Unknown => return Said::unknown(i18n),
        Stage::Announced { on } => (t_string!(i18n, lineup.stage_announced, date = day(on)), ""),
        Stage::Current => (t_string!(i18n, lineup.stage_current).to_owned(), "cell-current"),
        Stage::Retires { on } => (t_string!(i18n, lineup.stage_retires, date = day(on)), "cell-ends"),
        Stage::Retired { since } => (t_string!(i18n, lineup.stage_retired, date = day(since)), "cell-gone"),
    };
    Said { look, ..Said::plain(text) }
}

/// A word of the catalogue. Values that go over the wire stay as they are.
pub fn word_of(i18n: I18n, fact: Fact, word: &str) -> String {
    match fact {
        Fact::Apis => api_name(i18n, word),
        Fact::Input | Fact::Output => match word {
            "text" => t_string!(i18n, lineup.mode_text).to_owned(),
            "image" => t_string!(i18n, lineup.mode_image).to_owned(),
            "audio" => t_string!(i18n, lineup.mode_audio).to_owned(),
            "embedding" => t_string!(i18n, lineup.mode_embedding).to_owned(),
            other => other.to_owned(),
        },
        _ => word.to_owned(),
    }
}

/// The name of an API.
pub fn api_name(i18n: I18n, api: &str) -> String {
    match api {
        "chat" => "Chat",
        "responses" => "Responses",
        "images" => t_string!(i18n, lineup.api_images),
        "image_edits" => t_string!(i18n, lineup.api_image_edits),
        "transcribe" => t_string!(i18n, lineup.api_transcribe),
        "translate" => t_string!(i18n, lineup.api_translate),
        "speech" => t_string!(i18n, lineup.api_speech),
        "realtime" => t_string!(i18n, lineup.api_realtime),
        "embeddings" => t_string!(i18n, lineup.api_embeddings),
        "batch" => t_string!(i18n, lineup.api_batch),
        other => other,
    }
    .to_owned()
}

pub fn life_name(i18n: I18n, life: Life) -> &'static str {
    match life {
        Life::Current => t_string!(i18n, lineup.life_current),
        Life::Ending => t_string!(i18n, lineup.life_ending),
        Life::Retired => t_string!(i18n, lineup.life_retired),
    }
}

/// The name of a fact, as the head of a column.
pub fn fact_name(i18n: I18n, fact: Fact) -> &'static str {
    match fact {
        Fact::Family => t_string!(i18n, lineup.fact.family),
        Fact::Kind => t_string!(i18n, lineup.fact.kind),
        Fact::Released => t_string!(i18n, lineup.fact.released),
        Fact::OpenAi => t_string!(i18n, lineup.fact.openai),
        Fact::Azure => t_string!(i18n, lineup.fact.azure),
        Fact::Apis => t_string!(i18n, lineup.fact.apis),
        Fact::Context => t_string!(i18n, lineup.fact.context),
        Fact::MaxInput => t_string!(i18n, lineup.fact.max_input),
        Fact::MaxOutput => t_string!(i18n, lineup.fact.max_output),
        Fact::Input => t_string!(i18n, lineup.fact.input),
        Fact::Output => t_string!(i18n, lineup.fact.output),
        Fact::PriceInput => t_string!(i18n, lineup.fact.price_input),
        Fact::PriceCached => t_string!(i18n, lineup.fact.price_cached),
        Fact::PriceOutput => t_string!(i18n, lineup.fact.price_output),
        Fact::PriceAudioInput => t_string!(i18n, lineup.fact.price_audio_input),
        Fact::PriceAudioOutput => t_string!(i18n, lineup.fact.price_audio_output),
        Fact::PriceImageInput => t_string!(i18n, lineup.fact.price_image_input),
        Fact::PriceImageOutput => t_string!(i18n, lineup.fact.price_image_output),
        Fact::PriceSecond => t_string!(i18n, lineup.fact.price_second),
        Fact::PriceCharacters => t_string!(i18n, lineup.fact.price_characters),
        Fact::PricePicture => t_string!(i18n, lineup.fact.price_picture),
        Fact::Effort => t_string!(i18n, lineup.fact.effort),
        Fact::EffortDefault => t_string!(i18n, lineup.fact.effort_default),
        Fact::Summary => t_string!(i18n, lineup.fact.summary),
        Fact::Verbosity => t_string!(i18n, lineup.fact.verbosity),
        Fact::Role => t_string!(i18n, lineup.fact.role),
        Fact::LimitName => t_string!(i18n, lineup.fact.limit_name),
        Fact::StreamOpenAi => t_string!(i18n, lineup.fact.stream_openai),
        Fact::StreamAzure => t_string!(i18n, lineup.fact.stream_azure),
        Fact::Tools => t_string!(i18n, lineup.fact.tools),
        Fact::ParallelTools => t_string!(i18n, lineup.fact.parallel_tools),
        Fact::Structured => t_string!(i18n, lineup.fact.structured),
        Fact::Vision => t_string!(i18n, lineup.fact.vision),
        Fact::Pdf => t_string!(i18n, lineup.fact.pdf),
        Fact::Hosted => t_string!(i18n, lineup.fact.hosted),
        Fact::Tokenizer => t_string!(i18n, lineup.fact.tokenizer),
        Fact::Cutoff => t_string!(i18n, lineup.fact.cutoff),
        Fact::AzureVersion => t_string!(i18n, lineup.fact.azure_version),
    }
}
