//! The conversation: a tree of turns with a current tip, so that editing or regenerating makes a branch and loses nothing.

use super::EndpointId;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// The output of a [`TurnBody::Tool`] that lets a remote server's tool run; any other says no (Responses, `mcp_approval_request`).
pub const APPROVED: &str = "approved";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TurnId(pub u32);

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Conversation {
    pub turns: BTreeMap<TurnId, Turn>,
    /// The last turn of the branch that is shown and sent; `None` while the conversation is empty.
    pub tip: Option<TurnId>,
    /// The highest id that was ever given here: a turn that is gone may have runs that answered it, and must not pass its id on.
    #[serde(skip)]
    pub(crate) given: Option<TurnId>,
}

/// What was given and is gone is no part of what is said.
impl PartialEq for Conversation {
    fn eq(&self, other: &Self) -> bool {
        self.turns == other.turns && self.tip == other.tip
    }
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Turn {
    /// `None` for a first turn.
    pub parent: Option<TurnId>,
    pub body: TurnBody,
    /// Fields of a taken-over Chat message that nothing here knows (`name`, a content array …): they win over the body on Chat.
    #[serde(default, skip_serializing_if = "Map::is_empty")]
    pub extra: Map<String, Value>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Developer,
    System,
    User,
    Assistant,
    Tool,
}

/// What a turn says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "role", rename_all = "snake_case")]
pub enum TurnBody {
    /// Instructions in the middle of a conversation.
    Developer {
        text: String,
    },
    System {
        text: String,
    },
    User {
        parts: Vec<Part>,
    },
    Assistant {
        text: String,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        tool_calls: Vec<ToolCallTurn>,
        /// Reasoning text of an open model, for the servers that want it back (quirks: Q-DEEPSEEK-ECHO).
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reasoning: Option<String>,
        /// The model that said it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        model: Option<String>,
        /// Output items of Responses as they came, to be replayed there (wire.md c.6).
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        items: Vec<Value>,
        /// The answer as its server knows it: what the next request may go on from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        response: Option<ResponseRef>,
    },
    /// The answer to a tool call.
    Tool {
        call_id: String,
        output: String,
    },
}

/// How a server learns of the turns before the newest one. Chat Completions knows only the first way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum History {
    /// Every turn is sent, with the output items that Responses gave.
    #[default]
    Replay,
    /// `previous_response_id` names the last answer that the server keeps; only what came after it is sent.
    Stored,
}

/// An answer of Responses, as the server that gave it knows it (wire.md c.6).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ResponseRef {
    pub id: String,
    /// Nobody else knows the id, and nobody else can read the encrypted content of its items.
    pub endpoint: EndpointId,
    /// Whether the server keeps it.
    pub stored: bool,
    /// A turn before it was changed since: what the server keeps is another conversation.
    #[serde(default)]
    pub edited: bool,
}

/// A piece of a user's turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Part {
    Text {
        text: String,
    },
    /// `https:` or `data:` URL.
    Image {
        url: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        detail: Option<String>,
    },
    /// Base64 audio; `wav` or `mp3`.
    Audio {
        data: String,
        format: String,
    },
    /// A file as `data:` URL with its name.
    File {
        name: String,
        data: String,
    },
    /// A part of a taken-over body that nothing here knows: sent as it is.
    Other {
        raw: Value,
    },
}

impl Part {
    /// The words, of a part that is nothing else.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        if let Self::Text { text } = self { Some(text) } else { None }
    }
}

/// A call that the assistant made in an earlier turn.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ToolCallTurn {
    pub id: String,
    pub name: String,
    pub arguments: String,
    /// A custom (free-form) tool instead of a function.
    #[serde(default)]
    pub custom: bool,
}
