//! What a repair changes in a request.

use serde::{Deserialize, Serialize};

/// One change. Paths are dotted paths in the body (`reasoning.effort`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum Fix {
    Delete {
        path: String,
    },
    /// Another name or place; the value stays.
    Rename {
        from: String,
        to: String,
    },
    /// A value that is not on the list becomes the nearest that is.
    Among {
        path: String,
        values: Vec<String>,
    },
    AtLeast {
        path: String,
        least: u64,
    },
    Set {
        path: String,
        value: String,
    },
    NoStream,
    FoldRole,
    NoTools,
    AddWebSearch,
    UseResponses,
    StripItems,
    ApiVersion {
        least: String,
    },
}

impl Fix {
    /// The field that it is about: no send repairs one field twice.
    #[must_use]
    pub fn field(&self) -> &str {
        match self {
            Self::Delete { path } | Self::Among { path, .. } | Self::AtLeast { path, .. } | Self::Set { path, .. } => path,
            Self::Rename { from, .. } => from,
            Self::NoStream => "stream",
            Self::FoldRole => "messages[].role",
            Self::NoTools | Self::AddWebSearch => "tools",
            Self::UseResponses => "api",
            Self::StripItems => "store",
            Self::ApiVersion { .. } => "api_version",
        }
    }
}
