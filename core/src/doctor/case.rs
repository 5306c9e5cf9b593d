//! What is known about an endpoint, and the question that would tell most.

use super::host::{self, Place};
use crate::draft::{Auth, Endpoint, Flavour};
use crate::plan::{HeaderValue, Inquiry, PlanError, inquire};
use crate::run::{Problem, ProblemKind};

/// The page that asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// `https://host[:port]`: what servers see as `Origin`.
    pub origin: String,
    /// `navigator.onLine`: `false` is sure, `true` says little.
    pub online: bool,
    /// Whether this site may reach the local network; `None` where the browser has no such permission.
    pub permission: Option<Permission>,
}

/// The state of the browser's permission to reach the local network (Chrome 142 and later, WICG local-network-access).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Permission {
    Granted,
    Denied,
    /// The browser asks, or has asked and got no answer.
    Prompt,
}

/// What the page can ask. No question makes a model generate.
#[derive(Clone, Debug, PartialEq)]
pub enum Question {
    /// The endpoint's list of models, with the key.
    List(Inquiry),
    /// Anything, unreadable for the page (`mode: "no-cors"`, without the key): whether somebody answers there.
    Knock(String),
    /// The same at the host's usual ports: whether the host is there at all.
    KnockHost(String),
    /// The list without the key: whether the server lets this page read at all.
    Open(Inquiry),
    /// `OPTIONS` with the key's header and a made-up value: whether the header gets through the preflight.
    Header(Inquiry),
    /// The list at another path.
    Elsewhere(Inquiry),
    /// The list with the newest api-version.
    Newest(Inquiry),
    /// A deployment, asked with a body that lacks the messages: it refuses, or is not there.
    Deployment(Inquiry),
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// A list of models.
    List,
    /// Another answer that the page could read.
    Problem(Box<Problem>),
    /// An answer that the page may not read.
    Opaque,
    /// Nothing: no connection, or one that the browser does not speak of.
    Nothing,
}

impl Found {
    /// The status of a readable answer.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Self::List => Some(200),
            Self::Problem(problem) => problem.status,
            Self::Opaque | Self::Nothing => None,
        }
    }

    /// Whether the page could read what came.
    pub(super) fn is_readable(&self) -> bool {
        matches!(self, Self::List | Self::Problem(_))
    }
}

/// An endpoint under examination.
#[derive(Clone, Debug)]
pub struct Case {
    pub endpoint: Endpoint,
    pub page: Page,
    /// Whether there is a key for the endpoint's origin.
    pub has_key: bool,
    pub(super) origin: String,
    pub(super) answers: Vec<(Question, Found)>,
    list: Inquiry,
    /// Not asked yet, in order: paths under which servers of this kind live.
    elsewhere: Vec<Inquiry>,
}

impl Case {
    /// # Errors
    /// The address or the header of the endpoint is not usable, which is diagnosis enough; `None` for the simulator, which has no ills.
    pub fn open(endpoint: Endpoint, page: Page, has_key: bool) -> Result<Option<Self>, PlanError> {
        let Some(list) = inquire::list(&endpoint)? else { return Ok(None) };
        let elsewhere = inquire::lists_elsewhere(&endpoint)?;
        Ok(Some(Self { origin: list.origin.clone(), endpoint, page, has_key, answers: Vec::new(), list, elsewhere }))
    }

    /// Takes the answer to a question of [`next`](Self::next).
    pub fn found(&mut self, question: Question, found: Found) {
        self.answers.push((question, found));
    }

    /// `host[:port]`.
    pub(super) fn host(&self) -> &str {
        self.origin.split_once("://").map_or(&self.origin, |(_, host)| host)
    }

    pub(super) fn place(&self) -> Place {
        host::place(self.host())
    }

    /// An https page may not call http, but for this machine.
    pub(super) fn is_mixed(&self) -> bool {
        self.page.origin.starts_with("https:") && self.origin.starts_with("http:") && self.place() != Place::Loopback
    }

    /// Where it matters: a page needs no permission to reach what is as far away as itself, or farther.
    pub(super) fn permission(&self) -> Option<Permission> {
        let page = self.page.origin.split_once("://").map_or("", |(_, host)| host);
        self.page.permission.filter(|_| self.place() < host::place(page))
    }

    pub(super) fn is_azure(&self) -> bool {
        matches!(self.endpoint.flavour, Flavour::AzureV1 | Flavour::AzureClassic)
    }

    /// What the browser itself forbids, so that a question would say nothing.
    pub(super) fn is_hopeless(&self) -> bool {
        let denied = self.permission() == Some(Permission::Denied);
        (!self.page.online && self.place() == Place::Public) || self.is_mixed() || denied
    }

    pub(super) fn answer(&self, which: impl Fn(&Question) -> bool) -> Option<&Found> {
        self.answers.iter().find(|(question, _)| which(question)).map(|(_, found)| found)
    }

    pub(super) fn listed(&self) -> Option<&Found> {
        self.answer(|question| matches!(question, Question::List(_)))
    }

    pub(super) fn knocked(&self) -> Option<&Found> {
        self.answer(|question| matches!(question, Question::Knock(_)))
    }

    /// The next question, or `None` when enough is known.
    #[must_use]
    pub fn next(&self) -> Option<Question> {
        if self.is_hopeless() {
            return None;
        }
        let Some(listed) = self.listed() else { return Some(Question::List(self.list.clone())) };
        match listed {
            Found::List => self.deployment(),
            Found::Problem(problem) => self.after_answer(problem),
            Found::Opaque | Found::Nothing => self.after_silence(),
        }
    }

    /// The first deployment, once.
    fn deployment(&self) -> Option<Question> {
        let asked = self.answer(|question| matches!(question, Question::Deployment(_))).is_some();
        let name = self.endpoint.deployments.values().next().filter(|_| self.is_azure() && !asked)?;
        inquire::deployment(&self.endpoint, name).ok().flatten().map(Question::Deployment)
    }

    /// Something is there, and not what it should be.
    fn after_answer(&self, problem: &Problem) -> Option<Question> {
        let misplaced =
            matches!(problem.kind, ProblemKind::NotFound | ProblemKind::Html | ProblemKind::NotJson | ProblemKind::UnknownShape);
        let known = |(question, found): &(Question, Found)| {
            *found == Found::List && matches!(question, Question::Elsewhere(_) | Question::Newest(_))
        };
        if !misplaced || self.answers.iter().any(known) {
            return None;
        }
        if self.endpoint.flavour == Flavour::AzureClassic && self.answer(|question| matches!(question, Question::Newest(_))).is_none() {
            let newest = inquire::newest_list(&self.endpoint).ok().flatten().filter(|newest| newest.url != self.list.url);
            if let Some(newest) = newest {
                return Some(Question::Newest(newest));
            }
        }
        let asked = self.answers.iter().filter(|(question, _)| matches!(question, Question::Elsewhere(_))).count();
        self.elsewhere.get(asked).cloned().map(Question::Elsewhere)
    }

    /// The page heard nothing: is somebody there, and whom does he let in?
    fn after_silence(&self) -> Option<Question> {
        let Some(knocked) = self.knocked() else { return Some(Question::Knock(self.list.url.clone())) };
        if *knocked == Found::Nothing {
            let asked = self.answer(|question| matches!(question, Question::KnockHost(_))).is_some();
            return self.usual_address().filter(|_| !asked).map(Question::KnockHost);
        }
        let header = self.endpoint.auth != Auth::None && self.has_key;
        if header && self.answer(|question| matches!(question, Question::Header(_))).is_none() {
            return Some(Question::Header(Inquiry { method: "OPTIONS", headers: made_up(&self.list), ..self.list.clone() }));
        }
        let is_settled = self.answer(|question| matches!(question, Question::Header(_))).is_some_and(Found::is_readable);
        let asked = self.answer(|question| matches!(question, Question::Open(_))).is_some();
        (header && !is_settled && !asked).then(|| Question::Open(Inquiry { headers: Vec::new(), ..self.list.clone() }))
    }

    /// The same host at its usual port, where the endpoint is at another.
    fn usual_address(&self) -> Option<String> {
        let name = self.host().strip_suffix(&format!(":{}", host::port(&self.origin)))?;
        let scheme = if self.page.origin.starts_with("https:") && self.place() == Place::Public { "https" } else { "http" };
        (self.place() != Place::Loopback).then(|| format!("{scheme}://{name}/"))
    }
}

/// The headers of an inquiry with a value in the key's place that is no key.
fn made_up(inquiry: &Inquiry) -> Vec<(String, HeaderValue)> {
    let plain = |value: &HeaderValue| match value {
        HeaderValue::Plain(value) => value.clone(),
        HeaderValue::Credential { prefix } => format!("{prefix}connection-check"),
    };
    inquiry.headers.iter().map(|(name, value)| (name.clone(), HeaderValue::Plain(plain(value)))).collect()
}
