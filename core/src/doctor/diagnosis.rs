//! Reading the answers.

use super::case::{Case, Found, Permission, Question};
use super::host::{self, Place};
use super::recipe::{Recipe, recipes};
use crate::draft::{Auth, Flavour};
use crate::run::{Problem, ProblemKind};

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// Nothing: the endpoint answers as it should.
    Works,
    NoKey,
    WrongKey,
    /// The key is known and may not do this.
    Forbidden,
    /// The server lets no page of this origin read its answers, or not with the key's header.
    Cors {
        header: Option<String>,
    },
    /// An https page may not call http.
    MixedContent,
    /// The browser's permission to reach the local network is refused, or was not given.
    LocalNetwork,
    Offline,
    /// The name leads nowhere, or nobody answers there; a page cannot tell which.
    NoSuchHost,
    /// The host is there, and nobody listens at this port.
    ServerDown,
    /// Another program answers, or this one at another path; `right` is the base that works.
    WrongPath {
        right: Option<String>,
    },
    WrongDeployment {
        name: String,
    },
    OldVersion,
    /// 429: the endpoint is there and asks to wait.
    Busy,
    /// 5xx.
    ServerFails,
    /// An answer that fits none of these; its words say what it is.
    Other,
}

/// How it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Clue {
    /// The browser says that it is offline.
    BrowserOffline,
    /// The page is https, the endpoint http.
    Schemes,
    PermissionDenied,
    PermissionNotGiven,
    /// The endpoint listed its models.
    Listed,
    Status(u16),
    /// The server's own words.
    Words(String),
    /// A web page came.
    WebPage,
    /// No answer to anything.
    Silence,
    /// Somebody answers, but the page may not read it.
    AnswersUnread,
    /// The host answers at its usual port.
    HostAnswers(String),
    /// The address needs no DNS.
    NoLookup,
    /// The name must be looked up, and the browser does not say whether that worked.
    LookupUnknown,
    /// A list came without the key.
    ReadableWithoutKey,
    /// The preflight lets the key's header through.
    HeaderPasses(String),
    /// The preflight does not let it through.
    HeaderStopped(String),
    /// OpenAI's own servers let pages call them with a key (wire.md f).
    OpenAiLetsPages,
    /// The list is at this address.
    ListAt(String),
    /// The newest api-version works.
    NewestWorks,
    /// The deployment answered, and missed only what was left out of the question.
    DeploymentAnswers(String),
}

/// The result of an examination.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnosis {
    pub cause: Cause,
    /// `false`: the likeliest of several causes that a page cannot tell apart.
    pub is_sure: bool,
    pub clues: Vec<Clue>,
    /// Ready-made lines that mend it.
    pub recipes: Vec<Recipe>,
}

impl Case {
    /// What the answers so far mean. Call it when [`next`](Self::next) has no more questions.
    #[must_use]
    pub fn diagnosis(&self) -> Diagnosis {
        let (cause, is_sure, clues) = self.read();
        let recipes = match cause {
            Cause::Cors { .. } => recipes(&self.endpoint, &self.origin, &self.page.origin),
            _ => Vec::new(),
        };
        Diagnosis { cause, is_sure, clues, recipes }
    }

    fn read(&self) -> (Cause, bool, Vec<Clue>) {
        if !self.page.online && self.place() == Place::Public {
            return (Cause::Offline, true, vec![Clue::BrowserOffline]);
        }
        if self.is_mixed() {
            return (Cause::MixedContent, true, vec![Clue::Schemes]);
        }
        if self.is_hopeless() {
            return (Cause::LocalNetwork, true, vec![Clue::PermissionDenied]);
        }
        match self.listed() {
            Some(Found::List) => self.read_deployment(),
            Some(Found::Problem(problem)) => self.read_answer(problem),
            _ => self.read_silence(),
        }
    }

    fn read_deployment(&self) -> (Cause, bool, Vec<Clue>) {
        let asked = self.answers.iter().find(|(question, _)| matches!(question, Question::Deployment(_)));
        let name = self.endpoint.deployments.values().next().cloned().unwrap_or_default();
        let mut clues = vec![Clue::Listed];
        let Some((_, Found::Problem(problem))) = asked else { return (Cause::Works, true, clues) };
        if is_missing_deployment(problem) {
            return (Cause::WrongDeployment { name }, true, said(problem));
        }
        if matches!(problem.status, Some(400 | 422)) {
            clues.push(Clue::DeploymentAnswers(name));
            return (Cause::Works, true, clues);
        }
        by_status(problem, self.has_key)
    }

    fn read_answer(&self, problem: &Problem) -> (Cause, bool, Vec<Clue>) {
        let found = |which: fn(&Question) -> bool| {
            self.answers.iter().find(|(question, found)| which(question) && *found == Found::List).map(|(question, _)| question)
        };
        let mut clues = said(problem);
        if found(|question| matches!(question, Question::Newest(_))).is_some() {
            clues.push(Clue::NewestWorks);
            return (Cause::OldVersion, true, clues);
        }
        if let Some(Question::Elsewhere(inquiry)) = found(|question| matches!(question, Question::Elsewhere(_))) {
            let right = inquiry.url.strip_suffix("/models").unwrap_or(&inquiry.url).to_owned();
            clues.push(Clue::ListAt(inquiry.url.clone()));
            return (Cause::WrongPath { right: Some(right) }, true, clues);
        }
        if is_missing_deployment(problem) {
            let name = self.endpoint.deployments.values().next().cloned().unwrap_or_default();
            return (Cause::WrongDeployment { name }, true, clues);
        }
        if is_old_version(problem) {
            return (Cause::OldVersion, true, clues);
        }
        by_status(problem, self.has_key)
    }

    fn read_silence(&self) -> (Cause, bool, Vec<Clue>) {
        if self.knocked() == Some(&Found::Opaque) {
            return self.read_unread();
        }
        let mut clues = vec![Clue::Silence];
        let host_answers = self.answers.iter().find_map(|(question, found)| match question {
            Question::KnockHost(address) if *found != Found::Nothing => Some(address.clone()),
            _ => None,
        });
        if let Some(address) = host_answers {
            clues.push(Clue::HostAnswers(address));
            return (Cause::ServerDown, true, clues);
        }
        // The browser asks before it connects; while nobody answers it, nothing comes back.
        if self.permission() == Some(Permission::Prompt) {
            clues.push(Clue::PermissionNotGiven);
            return (Cause::LocalNetwork, false, clues);
        }
        if !host::needs_lookup(self.host()) {
            clues.push(Clue::NoLookup);
            // A firewall that swallows packets looks the same, but not on this machine.
            return (Cause::ServerDown, self.place() == Place::Loopback, clues);
        }
        clues.push(Clue::LookupUnknown);
        (Cause::NoSuchHost, false, clues)
    }

    /// Somebody answers, unread.
    fn read_unread(&self) -> (Cause, bool, Vec<Clue>) {
        let mut clues = vec![Clue::AnswersUnread];
        let name = header_name(&self.endpoint.auth);
        let header = self.answer(|question| matches!(question, Question::Header(_)));
        let open = self.answer(|question| matches!(question, Question::Open(_)));
        if header.is_some_and(Found::is_readable) {
            clues.push(Clue::HeaderPasses(name));
            return (Cause::WrongKey, false, clues);
        }
        if self.endpoint.flavour == Flavour::OpenAi && self.host() == "api.openai.com" {
            clues.push(Clue::OpenAiLetsPages);
            return (if self.has_key { Cause::WrongKey } else { Cause::NoKey }, false, clues);
        }
        if open.is_some_and(Found::is_readable) {
            clues.extend([Clue::ReadableWithoutKey, Clue::HeaderStopped(name.clone())]);
            return (Cause::Cors { header: Some(name) }, open.and_then(Found::status) == Some(200), clues);
        }
        if header.is_some() {
            clues.push(Clue::HeaderStopped(name));
        }
        // An error without CORS headers looks the same where the server takes no OPTIONS from pages.
        (Cause::Cors { header: None }, header.is_none(), clues)
    }
}

/// The header that carries the key.
fn header_name(auth: &Auth) -> String {
    match auth {
        Auth::None => String::new(),
        Auth::Bearer => "Authorization".to_owned(),
        Auth::ApiKey => "api-key".to_owned(),
        Auth::Header(name) => name.clone(),
    }
}

fn said(problem: &Problem) -> Vec<Clue> {
    let status = problem.status.map(Clue::Status);
    let page = (problem.kind == ProblemKind::Html).then_some(Clue::WebPage);
    let words = problem.server.as_ref().filter(|said| !said.message.trim().is_empty()).map(|said| Clue::Words(said.words()));
    status.into_iter().chain(page).chain(words).collect()
}

fn by_status(problem: &Problem, has_key: bool) -> (Cause, bool, Vec<Clue>) {
    let clues = said(problem);
    let cause = match (problem.kind, problem.status) {
        (ProblemKind::Key, _) | (_, Some(401)) => {
            if has_key {
                Cause::WrongKey
            } else {
                Cause::NoKey
            }
        }
        (_, Some(403)) => Cause::Forbidden,
        (_, Some(429)) => Cause::Busy,
        (_, Some(500..)) => Cause::ServerFails,
        (ProblemKind::NotFound | ProblemKind::Html | ProblemKind::NotJson | ProblemKind::UnknownShape, _) => {
            Cause::WrongPath { right: None }
        }
        _ => Cause::Other,
    };
    // A web page in the API's place may also be a login page on the way.
    let is_sure = !matches!(cause, Cause::WrongPath { .. } | Cause::Other);
    (cause, is_sure, clues)
}

/// `DeploymentNotFound` (wire.md d.1).
fn is_missing_deployment(problem: &Problem) -> bool {
    problem.server.as_ref().is_some_and(|said| said.code.as_deref() == Some("DeploymentNotFound"))
}

/// "… is enabled only for api versions 2024-12-01-preview and later" and "API version not supported" (wire.md a.2).
fn is_old_version(problem: &Problem) -> bool {
    let words = problem.server.as_ref().map(|said| said.message.to_ascii_lowercase()).unwrap_or_default();
    words.contains("enabled only for api versions") || words.contains("api version not supported")
}
