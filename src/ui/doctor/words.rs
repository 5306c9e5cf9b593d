//! What the doctor says, in the language of the page.

use crate::i18n::{I18n, t_string};
use lineup_core::doctor::{Cause, Clue};

/// Title or action of a cause that names nothing of its own.
macro_rules! of_cause {
    ($i18n:expr, $cause:expr, $field:ident, { $($pattern:pat => $key:ident),+ $(,)? }, { $($special:pat => $text:expr),* $(,)? }) => {
        match $cause {
            $($special => $text,)*
            $($pattern => t_string!($i18n, doctor.$key.$field).to_owned(),)+
        }
    };
}

pub(super) fn title(i18n: I18n, cause: &Cause) -> String {
    of_cause!(i18n, cause, title, {
        Cause::Works => works,
        Cause::NoKey => no_key,
        Cause::WrongKey => wrong_key,
        Cause::Forbidden => forbidden,
        Cause::Cors { header: None } => cors,
        Cause::Cors { header: Some(_) } => cors_header,
        Cause::MixedContent => mixed_content,
        Cause::LocalNetwork => local_network,
        Cause::Offline => offline,
        Cause::NoSuchHost => no_such_host,
        Cause::ServerDown => server_down,
        Cause::WrongPath { right: None } => wrong_path,
        Cause::WrongPath { right: Some(_) } => wrong_path_right,
        Cause::OldVersion => old_version,
        Cause::Busy => busy,
        Cause::ServerFails => server_fails,
        Cause::Other => other,
    }, {
        Cause::WrongDeployment { name } => t_string!(i18n, doctor.wrong_deployment.title, name = name.clone()),
    })
}

/// What mends it. `page` is the origin of this page.
pub(super) fn action(i18n: I18n, cause: &Cause, page: &str) -> String {
    let page = page.to_owned();
    of_cause!(i18n, cause, action, {
        Cause::NoKey => no_key,
        Cause::WrongKey => wrong_key,
        Cause::Forbidden => forbidden,
        Cause::MixedContent => mixed_content,
        Cause::Offline => offline,
        Cause::NoSuchHost => no_such_host,
        Cause::ServerDown => server_down,
        Cause::WrongPath { right: None } => wrong_path,
        Cause::WrongDeployment { .. } => wrong_deployment,
        Cause::OldVersion => old_version,
        Cause::Busy => busy,
        Cause::ServerFails => server_fails,
        Cause::Other => other,
    }, {
        Cause::Works => String::new(),
        Cause::Cors { header: None } => t_string!(i18n, doctor.cors.action, page = page),
        Cause::Cors { header: Some(header) } => t_string!(i18n, doctor.cors_header.action, page = page, header = header.clone()),
        Cause::LocalNetwork => t_string!(i18n, doctor.local_network.action, page = page),
        Cause::WrongPath { right: Some(right) } => t_string!(i18n, doctor.wrong_path_right.action, right = right.clone()),
    })
}

pub(super) fn clue(i18n: I18n, clue: &Clue) -> String {
    match clue {
        Clue::BrowserOffline => t_string!(i18n, doctor.clue.browser_offline).to_owned(),
        Clue::Schemes => t_string!(i18n, doctor.clue.schemes).to_owned(),
        Clue::PermissionDenied => t_string!(i18n, doctor.clue.permission_denied).to_owned(),
        Clue::PermissionNotGiven => t_string!(i18n, doctor.clue.permission_not_given).to_owned(),
        Clue::Listed => t_string!(i18n, doctor.clue.listed).to_owned(),
        Clue::Status(status) => t_string!(i18n, doctor.clue.status, status = *status),
        Clue::Words(words) => t_string!(i18n, doctor.clue.words, words = words.clone()),
        Clue::WebPage => t_string!(i18n, doctor.clue.web_page).to_owned(),
        Clue::Silence => t_string!(i18n, doctor.clue.silence).to_owned(),
        Clue::AnswersUnread => t_string!(i18n, doctor.clue.answers_unread).to_owned(),
        Clue::HostAnswers(address) => t_string!(i18n, doctor.clue.host_answers, address = address.clone()),
        Clue::NoLookup => t_string!(i18n, doctor.clue.no_lookup).to_owned(),
        Clue::LookupUnknown => t_string!(i18n, doctor.clue.lookup_unknown).to_owned(),
        Clue::ReadableWithoutKey => t_string!(i18n, doctor.clue.readable_without_key).to_owned(),
        Clue::HeaderPasses(header) => t_string!(i18n, doctor.clue.header_passes, header = header.clone()),
        Clue::HeaderStopped(header) => t_string!(i18n, doctor.clue.header_stopped, header = header.clone()),
        Clue::OpenAiLetsPages => t_string!(i18n, doctor.clue.openai_lets_pages).to_owned(),
        Clue::ListAt(address) => t_string!(i18n, doctor.clue.list_at, address = address.clone()),
        Clue::NewestWorks => t_string!(i18n, doctor.clue.newest_works).to_owned(),
        Clue::DeploymentAnswers(name) => t_string!(i18n, doctor.clue.deployment_answers, name = name.clone()),
    }
}
