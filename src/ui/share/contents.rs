//! What a set-up holds, and what stayed behind, in words.

use crate::i18n::{I18n, plural, t_string};
use lineup_core::{
    document::link,
    draft::{Flavour, OutputFormat, Part, TurnBody},
    share::{LeftOut, SecretKind, Shared, SharedLane},
};

/// The parts of a set-up, a line each; followed.
pub fn contents(i18n: I18n, shared: &Shared) -> Vec<String> {
    let draft = &shared.draft;
    let mut lines = Vec::new();
    let count = |text: &str| text.chars().count();
    if !draft.instructions.is_empty() {
        let n = count(&draft.instructions);
        lines.push(plural!(i18n, n, share.instructions, count = n));
    }
    let turns = draft.conversation.turns.len();
    if turns > 0 {
        lines.push(plural!(i18n, turns, share.turns, count = turns));
    }
    let attached = draft.conversation.turns.values().map(|turn| attachments(&turn.body)).sum::<usize>() + shared.attached.len();
    if attached > 0 {
        lines.push(plural!(i18n, attached, share.attachments, count = attached));
    }
    if !shared.prompt.is_empty() {
        let n = count(&shared.prompt);
        lines.push(plural!(i18n, n, share.prompt, count = n));
    }
    let tools = draft.tools.len() + draft.other_tools.len();
    if tools > 0 {
        lines.push(plural!(i18n, tools, share.tools, count = tools));
    }
    lines.extend(shared.remote_servers().map(|server| t_string!(i18n, share.remote, server = link::apart(server).into_owned())));
    if !matches!(draft.output, OutputFormat::Text) {
        lines.push(t_string!(i18n, share.output).to_owned());
    }
    lines.extend(shared.lanes.iter().map(|lane| lane_line(i18n, lane)));
    lines
}

fn attachments(body: &TurnBody) -> usize {
    let TurnBody::User { parts } = body else { return 0 };
    parts.iter().filter(|part| !matches!(part, Part::Text { .. })).count()
}

fn lane_line(i18n: I18n, lane: &SharedLane) -> String {
    let at = match &lane.endpoint {
        None => return t_string!(i18n, share.lane_anywhere, model = lane.model.clone()),
        Some(endpoint) => endpoint.base.clone().unwrap_or_else(|| flavour(i18n, endpoint.flavour).to_owned()),
    };
    t_string!(i18n, share.lane, model = lane.model.clone(), endpoint = at)
}

/// The kind of a server.
pub fn flavour(i18n: I18n, flavour: Flavour) -> &'static str {
    match flavour {
        Flavour::Simulator => t_string!(i18n, share.simulator),
        Flavour::OpenAi => "OpenAI",
        Flavour::AzureV1 => "Azure OpenAI v1",
        Flavour::AzureClassic => "Azure OpenAI classic",
        Flavour::Compatible => t_string!(i18n, share.compatible),
    }
}

/// Something that does not travel; followed.
pub fn left_out(i18n: I18n, left: &LeftOut) -> String {
    match left {
        LeftOut::OtherBranches { turns } => plural!(i18n, *turns, share.left_branches, count = *turns),
        LeftOut::ReasoningItems => t_string!(i18n, share.left_reasoning).to_owned(),
        LeftOut::User => t_string!(i18n, share.left_user).to_owned(),
        LeftOut::Credential { path } => t_string!(i18n, share.left_credential, path = path.clone()),
        LeftOut::KeyHeader => t_string!(i18n, share.left_header).to_owned(),
        LeftOut::Address => t_string!(i18n, share.left_address).to_owned(),
        LeftOut::Approval => t_string!(i18n, share.left_approval).to_owned(),
    }
}

/// What a finding looks like; followed.
pub fn secret_kind(i18n: I18n, kind: SecretKind) -> &'static str {
    match kind {
        SecretKind::ApiKey => t_string!(i18n, share.secret_api_key),
        SecretKind::Token => t_string!(i18n, share.secret_token),
        SecretKind::Jwt => t_string!(i18n, share.secret_jwt),
        SecretKind::PrivateKey => t_string!(i18n, share.secret_private_key),
        SecretKind::Named => t_string!(i18n, share.secret_named),
        SecretKind::Url => t_string!(i18n, share.secret_url),
    }
}
