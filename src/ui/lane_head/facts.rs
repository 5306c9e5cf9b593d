//! What the picker and the head say of a model: numbers and capabilities in the reader's language.

use crate::{
    browser::intl,
    i18n::{I18n, t_string},
};
use lineup_core::{
    draft::Flavour,
    lineup::{Kind, Model, Provider, Stage},
};

/// The facts of one model as far as they are shown; unknown ones are left out, or called unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    kind: Kind,
    context: Option<u64>,
    /// US dollars per million tokens: in, out.
    price: (Option<f64>, Option<f64>),
    host_price: bool,
    chat: bool,
    responses: bool,
    efforts: bool,
    tools: bool,
    structured: bool,
    vision: bool,
    /// Known not to stream at this endpoint.
    no_stream: bool,
    stage: Stage,
    provider: Provider,
    /// Whether the endpoint is the provider's own.
    own: bool,
}

/// Gathers the facts of a model at an endpoint of this flavour.
#[must_use]
pub fn facts(model: &Model, stage: Stage, flavour: Flavour, own: bool) -> Facts {
    let price = model.price.as_ref();
    let (provider, streams) = match flavour {
        Flavour::OpenAi => (Provider::OpenAi, model.stream.openai),
        Flavour::AzureV1 | Flavour::AzureClassic => (Provider::Azure, model.stream.azure),
        Flavour::Compatible | Flavour::Simulator => (Provider::OpenAi, None),
    };
    Facts {
        kind: model.kind,
        context: model.context,
        price: (price.and_then(|price| price.input), price.and_then(|price| price.output)),
        host_price: price.is_some_and(|price| price.host_specific),
        chat: model.chat == Some(true),
        responses: model.responses == Some(true),
        efforts: !model.effort.values.is_empty(),
        tools: model.tools == Some(true),
        structured: model.structured == Some(true),
        vision: model.vision == Some(true),
        no_stream: streams == Some(false),
        stage,
        provider,
        own,
    }
}

/// What a kind of model is called.
#[must_use]
pub fn kind_name(i18n: I18n, kind: Kind) -> &'static str {
    match kind {
        Kind::Reasoning => t_string!(i18n, picker.kind_reasoning),
        Kind::Chat => t_string!(i18n, picker.kind_chat),
        Kind::Image => t_string!(i18n, picker.kind_image),
        Kind::Transcription => t_string!(i18n, picker.kind_transcription),
        Kind::Speech => t_string!(i18n, picker.kind_speech),
        Kind::Realtime => t_string!(i18n, picker.kind_realtime),
        Kind::Embedding => t_string!(i18n, picker.kind_embedding),
        Kind::Other => t_string!(i18n, picker.kind_other),
    }
}

/// Why Play cannot run a model of this kind.
#[must_use]
pub fn cannot_run(i18n: I18n, kind: Kind) -> &'static str {
    match kind {
        Kind::Image => t_string!(i18n, picker.cannot_image),
        Kind::Transcription => t_string!(i18n, picker.cannot_transcription),
        Kind::Speech => t_string!(i18n, picker.cannot_speech),
        Kind::Realtime => t_string!(i18n, picker.cannot_realtime),
        Kind::Embedding => t_string!(i18n, picker.cannot_embedding),
        Kind::Reasoning | Kind::Chat | Kind::Other => t_string!(i18n, picker.cannot_other),
    }
}

/// What a provider is called: the same in every language.
#[must_use]
pub fn provider_name(provider: Provider) -> &'static str {
    match provider {
        Provider::OpenAi => "OpenAI",
        Provider::Azure => "Azure",
    }
}

/// `200K`, `1.05M`: as people say the size of a context.
#[must_use]
pub fn tokens_short(i18n: I18n, tokens: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "shown with three digits")]
    let n = tokens as f64;
    if n >= 1e6 {
        format!("{}M", intl::number(i18n.locale(), n / 1e6, 2))
    } else if n >= 1e3 {
        format!("{}K", intl::number(i18n.locale(), n / 1e3, if n < 1e4 { 1 } else { 0 }))
    } else {
        intl::number(i18n.locale(), n, 0)
    }
}

impl Facts {
    /// "reasoning · 200K context · Chat, Responses · effort · tools · vision".
    #[must_use]
    pub fn summary(&self, i18n: I18n) -> String {
        let kind = kind_name(i18n, self.kind);
        let mut parts = vec![kind.to_owned()];
        let runs = self.chat || self.responses;
        match self.context {
            Some(tokens) => parts.push(t_string!(i18n, picker.context, tokens = tokens_short(i18n, tokens))),
            None if runs => parts.push(t_string!(i18n, picker.context_unknown).to_owned()),
            None => {}
        }
        let apis: Vec<_> =
            [(self.chat, "Chat"), (self.responses, "Responses")].into_iter().filter_map(|(has, name)| has.then_some(name)).collect();
        if !apis.is_empty() {
            parts.push(apis.join(", "));
        }
        let can = [
            (self.efforts, t_string!(i18n, picker.can_effort)),
            (self.tools, t_string!(i18n, picker.can_tools)),
            (self.structured, t_string!(i18n, picker.can_schema)),
            (self.vision, t_string!(i18n, picker.can_vision)),
            (self.no_stream, t_string!(i18n, picker.can_no_stream)),
        ];
        parts.extend(can.into_iter().filter(|(has, _)| *has).map(|(_, name)| name.to_owned()));
        parts.join(" · ")
    }

    /// "$1.10 in · $4.40 out".
    #[must_use]
    pub fn price_text(&self, i18n: I18n) -> String {
        let usd = |price: Option<f64>| price.map_or_else(|| "–".to_owned(), |price| intl::usd(i18n.locale(), price, 3));
        match self.price {
            _ if self.host_price => t_string!(i18n, picker.price_host).to_owned(),
            (None, None) => t_string!(i18n, picker.price_unknown).to_owned(),
            (input, output) => t_string!(i18n, picker.price, input = usd(input), output = usd(output)),
        }
    }

    /// Where the model stands in its life, if that is worth a word.
    #[must_use]
    pub fn stage_text(&self, i18n: I18n) -> Option<String> {
        let day = |iso: &str| intl::day(i18n.locale(), iso);
        match &self.stage {
            Stage::Unknown | Stage::Current => None,
            Stage::Announced { on } => Some(t_string!(i18n, picker.stage_announced, date = day(on))),
            Stage::Retires { on } => Some(t_string!(i18n, picker.stage_retires, date = day(on))),
            Stage::Retired { since } if self.own => Some(t_string!(i18n, picker.stage_retired, date = day(since))),
            Stage::Retired { .. } => Some(t_string!(i18n, picker.stage_retired_at, provider = provider_name(self.provider))),
        }
    }
}
