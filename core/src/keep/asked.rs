//! What a run was asked, without its secrets; with its tape it is the run again.

use super::state::{clean_draft, clean_lane};
use super::tape::Tape;
use crate::draft::{Draft, Lane, TurnBody, TurnId};
use crate::plan::{HeaderValue, Plan};
use crate::run::cassette::{Cassette, Request};
use crate::run::{End, Run};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The version that is written.
const VERSION: u32 = 1;

/// What a run was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Asked {
    pub version: u32,
    /// When it was sent, as ISO 8601.
    #[serde(default)]
    pub made: String,
    /// The name by which the line-up may know the model.
    #[serde(default)]
    pub known_as: String,
    #[serde(default)]
    pub simulated: bool,
    /// The lane as it was.
    pub lane: Lane,
    /// The draft as it was sent.
    pub draft: Draft,
    /// The turn that it answers in the conversation that it belongs to: before the turns of a tool loop.
    #[serde(default)]
    pub answers: Option<TurnId>,
    pub request: Request,
}

/// What is known of a run when it begins.
pub struct Beginning<'a> {
    pub plan: &'a Plan,
    pub draft: &'a Draft,
    pub lane: &'a Lane,
    pub known_as: &'a str,
    pub made: &'a str,
    pub simulated: bool,
    pub answers: Option<TurnId>,
}

impl Asked {
    /// Takes down what is sent, without credentials and headers, wherever they may hide.
    #[must_use]
    pub fn of(beginning: &Beginning<'_>) -> Self {
        let Beginning { plan, draft, lane, known_as, made, simulated, answers } = *beginning;
        let (cassette, _) = Cassette::record(plan, &Run::unread(plan.api), &lane.model, made, simulated, true);
        let (mut draft, mut lane) = (draft.clone(), lane.clone());
        clean_draft(&mut draft);
        clean_lane(&mut lane);
        Self {
            version: VERSION,
            made: made.to_owned(),
            known_as: known_as.to_owned(),
            simulated,
            lane,
            draft,
            answers,
            request: cassette.request,
        }
    }

    /// Reads what was kept. `None` if it is something else, or newer.
    #[must_use]
    pub fn from_value(value: Value) -> Option<Self> {
        let mut asked: Self = serde_json::from_value(value).ok().filter(|asked: &Self| asked.version <= VERSION)?;
        asked.draft.conversation.repair();
        Some(asked)
    }

    /// The request as a plan, for showing. What was adjusted on the way to it is not kept.
    #[must_use]
    pub fn plan(&self) -> Plan {
        let Request { api, url, headers, body } = self.request.clone();
        let value = |text: String| match text.as_str() {
            "***" => HeaderValue::Credential { prefix: "" },
            "Bearer ***" => HeaderValue::Credential { prefix: "Bearer " },
            _ => HeaderValue::Plain(text),
        };
        let (scheme, rest) = url.split_once("://").unwrap_or_default();
        let origin = format!("{scheme}://{}", rest.split(['/', '?', '#']).next().unwrap_or_default());
        Plan {
            api,
            method: "POST",
            origin: if self.simulated { "simulator".to_owned() } else { origin },
            url,
            headers: headers.into_iter().map(|(name, text)| (name, value(text))).collect(),
            stream: body["stream"] == true,
            body,
            adjustments: Vec::new(),
            notices: Vec::new(),
            replayed: Vec::new(),
        }
    }

    /// With what came back, a cassette. A tape without an end is one that was cut.
    #[must_use]
    pub fn cassette(&self, tape: Tape) -> Cassette {
        let last = tape.last();
        let (end, end_at) = tape.end.unwrap_or((End::Broken(None), last));
        Cassette {
            made: self.made.clone(),
            model: self.lane.model.clone(),
            simulated: self.simulated,
            request: self.request.clone(),
            head: tape.head,
            chunks: tape.chunks,
            end,
            end_at,
            set_up: None,
        }
    }

    /// The turns between the one that it answers and the request: the earlier steps of a tool loop.
    #[must_use]
    pub fn steps(&self) -> Vec<TurnBody> {
        let path = self.draft.conversation.path();
        let from = match self.answers {
            None => 0,
            Some(answers) => path.iter().position(|id| *id == answers).map_or(path.len(), |at| at + 1),
        };
        path.iter().skip(from).filter_map(|id| self.draft.conversation.turns.get(id).map(|turn| turn.body.clone())).collect()
    }
}
