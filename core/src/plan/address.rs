//! Where a request goes: the pasted address, understood in all the forms in which people paste it.

use super::PlanError;
use crate::draft::{Endpoint, Flavour};
use crate::wire::Api;
use fluent_uri::Uri;

const OPENAI: &str = "https://api.openai.com/v1";
/// What the simulator's key-less requests are bound to.
const SIMULATOR: &str = "simulator";
/// The latest dated version: everything that a dated version can do (wire.md a.2).
const LATEST_DATED: &str = "2025-04-01-preview";
/// The first dated version with Responses.
const FIRST_WITH_RESPONSES: &str = "2025-03-01-preview";

const MOVED: &str = "its path has . or .. in it";

/// A pasted address, taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Base {
    /// `scheme://host[:port]`, host in lower case, default port left out.
    pub origin: String,
    host: String,
    segments: Vec<String>,
    /// From the query.
    pub api_version: Option<String>,
    /// From `/deployments/…`.
    pub deployment: Option<String>,
}

/// What the address needs to know of the request.
pub(super) struct Target<'a> {
    pub api: Api,
    /// The model as the wire names it: on Azure a deployment.
    pub model: &'a str,
    /// The oldest dated api-version that serves this request.
    pub min_version: Option<&'a str>,
    /// Whether the user insists on the version as it is.
    pub keep_version: bool,
}

/// The address, and what had to change in what the user gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub url: String,
    pub origin: String,
    /// (asked, sent)
    pub version_changed: Option<(String, Option<String>)>,
    pub path_changed: Option<(String, String)>,
}

/// The origin that a key of this endpoint is bound to: `scheme://host[:port]`, or `simulator`.
///
/// # Errors
/// The address cannot be understood.
pub fn origin(endpoint: &Endpoint) -> Result<String, PlanError> {
    Ok(Base::of(endpoint)?.map_or_else(|| SIMULATOR.to_owned(), |base| base.origin))
}

impl Base {
    /// `None` for the simulator.
    pub fn of(endpoint: &Endpoint) -> Result<Option<Self>, PlanError> {
        let pasted = endpoint.base.trim();
        match endpoint.flavour {
            Flavour::Simulator => Ok(None),
            Flavour::OpenAi if pasted.is_empty() => Self::parse(OPENAI).map(Some),
            _ if pasted.is_empty() => Err(PlanError::NoBase),
            _ => Self::parse(pasted).map(Some),
        }
    }

    fn parse(pasted: &str) -> Result<Self, PlanError> {
        let with_scheme = match pasted.split_once("://") {
            Some((scheme, _)) if scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http") => pasted.to_owned(),
            Some(_) => return Err(PlanError::BadBase("it begins with neither https:// nor http://")),
            None => {
                let bare = pasted.trim_start_matches('/');
                format!("{}://{bare}", likely_scheme(bare))
            }
        };
        let uri = Uri::parse(with_scheme.as_str())
            .map_err(|_| PlanError::BadBase("it is no URL (a host outside ASCII must be written as xn--…)"))?;
        let authority = uri.authority().ok_or(PlanError::BadBase("it names no host"))?;
        if authority.has_userinfo() {
            return Err(PlanError::KeyInAddress);
        }
        let host = authority.host().to_ascii_lowercase();
        if host.is_empty() {
            return Err(PlanError::BadBase("it names no host"));
        }
        let scheme = uri.scheme().as_str().to_ascii_lowercase();
        let port = match authority.port().map(|port| port.as_str()).filter(|port| !port.is_empty()) {
            Some(port) => Some(port.parse::<u16>().map_err(|_| PlanError::BadBase("its port is not between 0 and 65535"))?),
            None => None,
        };
        let port = port.filter(|port| *port != if scheme == "https" { 443 } else { 80 });
        let origin = port.map_or_else(|| format!("{scheme}://{host}"), |port| format!("{scheme}://{host}:{port}"));
        let segments: Vec<String> = uri.path().as_str().split('/').filter(|segment| !segment.is_empty()).map(str::to_owned).collect();
        if segments.iter().any(|segment| segment == "." || segment == "..") {
            return Err(PlanError::BadBase(MOVED));
        }
        let api_version = uri.query().and_then(|query| {
            let (_, version) = query
                .as_str()
                .split('&')
                .filter_map(|pair| pair.split_once('='))
                .find(|(key, _)| key.eq_ignore_ascii_case("api-version"))?;
            Some(version.to_owned()).filter(|version| !version.is_empty())
        });
        let deployment =
            segments.iter().position(|segment| segment == "deployments").and_then(|at| segments.get(at + 1)).map(|name| decode(name));
        Ok(Self { origin, host, segments, api_version, deployment })
    }

    fn is_azure_resource(&self) -> bool {
        [".openai.azure.", ".services.ai.azure.", ".cognitiveservices.azure."].iter().any(|part| self.host.contains(part))
    }

    /// Where the endpoint lists its models. On Azure this path has no deployment, and the version is the newest unless one is set.
    pub fn models_url(&self, endpoint: &Endpoint) -> String {
        let asked = asked_version(endpoint, self);
        let (path, version) = match endpoint.flavour {
            Flavour::AzureClassic => (format!("{}/openai", self.azure_prefix()), Some(asked.unwrap_or(LATEST_DATED))),
            Flavour::AzureV1 => (format!("{}/openai/v1", self.azure_prefix()), asked.filter(|version| date(version).is_none())),
            _ => (self.plain_prefix(), None),
        };
        let query = version.map(|version| format!("?api-version={}", encode(version))).unwrap_or_default();
        format!("{}{path}/models{query}", self.origin)
    }

    /// What stands before Azure's own path: nothing on a resource's host, the front's path elsewhere.
    fn azure_prefix(&self) -> String {
        if self.is_azure_resource() {
            return String::new();
        }
        let before_openai = self.segments.iter().position(|segment| segment == "openai").and_then(|end| self.segments.get(..end));
        let kept = before_openai.unwrap_or_else(|| {
            let front = without_call(&self.segments);
            front.strip_suffix(&["v1".to_owned()]).unwrap_or(front)
        });
        kept.iter().fold(String::new(), |path, segment| path + "/" + segment)
    }

    /// The base of OpenAI and of servers that speak like it: what was pasted, with `/v1` where no version stands in it.
    fn plain_prefix(&self) -> String {
        let kept = without_call(&self.segments);
        let mut path = kept.iter().fold(String::new(), |path, segment| path + "/" + segment);
        let versioned = |segment: &String| segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        // Whoever pastes the whole call has said where it is.
        if kept.len() == self.segments.len() && !kept.iter().any(versioned) {
            path.push_str("/v1");
        }
        path
    }
}

impl Address {
    pub fn of(endpoint: &Endpoint, base: Option<&Base>, target: &Target<'_>) -> Self {
        let call = match target.api {
            Api::Chat => "chat/completions",
            Api::Responses => "responses",
            Api::Images => "images/generations",
            Api::Transcribe => "audio/transcriptions",
        };
        let Some(base) = base else {
            return Self { url: format!("simulator:/v1/{call}"), origin: SIMULATOR.to_owned(), version_changed: None, path_changed: None };
        };
        let asked = asked_version(endpoint, base);
        let (mut url, version, version_changed) = match endpoint.flavour {
            Flavour::AzureClassic => {
                let (version, changed) = classic_version(asked, target);
                let path = match target.api {
                    // Everything but Responses has the deployment in its path (wire.md a.1).
                    Api::Responses => call.to_owned(),
                    _ => format!("deployments/{}/{call}", encode(target.model)),
                };
                (format!("{}{}/openai/{path}", base.origin, base.azure_prefix()), Some(version), changed)
            }
            Flavour::AzureV1 => {
                // v1 takes `v1` and `preview`; a dated version belongs to the classic path.
                let (version, changed) = match asked {
                    Some(dated) if date(dated).is_some() => (None, Some((dated.to_owned(), None))),
                    other => (other.map(str::to_owned), None),
                };
                (format!("{}{}/openai/v1/{call}", base.origin, base.azure_prefix()), version, changed)
            }
            _ => (format!("{}{}/{call}", base.origin, base.plain_prefix()), None, None),
        };
        let pasted = base.segments.iter().fold(base.origin.clone(), |path, segment| path + "/" + segment);
        let azure = matches!(endpoint.flavour, Flavour::AzureV1 | Flavour::AzureClassic);
        let path_changed = (azure && !url.starts_with(&pasted)).then(|| (pasted, url.clone()));
        if let Some(version) = version {
            url.push_str("?api-version=");
            url.push_str(&encode(&version));
        }
        Self { url, origin: base.origin.clone(), version_changed, path_changed }
    }

    /// The address, unless a browser would make another one of it: a deployment called `..` leads to another path, however it is written.
    ///
    /// # Errors
    /// It would.
    pub fn checked(self) -> Result<Self, PlanError> {
        let path = self.url.split('?').next().unwrap_or_default();
        let is_moved = path.split('/').any(|segment| segment == "." || segment == "..");
        if is_moved { Err(PlanError::BadBase(MOVED)) } else { Ok(self) }
    }
}

fn asked_version<'a>(endpoint: &'a Endpoint, base: &'a Base) -> Option<&'a str> {
    let set = endpoint.api_version.as_deref().map(str::trim).filter(|version| !version.is_empty());
    set.or(base.api_version.as_deref())
}

/// Whether the dated version that the user asked for is too old for Responses.
pub(super) fn lacks_responses(endpoint: &Endpoint, base: Option<&Base>) -> bool {
    let asked = base.and_then(|base| asked_version(endpoint, base));
    endpoint.flavour == Flavour::AzureClassic && asked.is_some_and(|asked| older(asked, FIRST_WITH_RESPONSES))
}

fn classic_version(asked: Option<&str>, target: &Target<'_>) -> (String, Option<(String, Option<String>)>) {
    let for_api = (target.api == Api::Responses).then_some(FIRST_WITH_RESPONSES);
    let needed = [target.min_version, for_api].into_iter().flatten().max_by_key(|version| date(version));
    match (asked, needed) {
        (None, Some(needed)) if older(LATEST_DATED, needed) => (needed.to_owned(), None),
        (None, _) => (LATEST_DATED.to_owned(), None),
        (Some(asked), Some(needed)) if older(asked, needed) && !target.keep_version => {
            (needed.to_owned(), Some((asked.to_owned(), Some(needed.to_owned()))))
        }
        (Some(asked), _) => (asked.to_owned(), None),
    }
}

/// Whether a dated version is older than another. A name without a date (`preview`) is never old.
pub(super) fn older(version: &str, than: &str) -> bool {
    matches!((date(version), date(than)), (Some(version), Some(than)) if version < than)
}

fn date(version: &str) -> Option<&str> {
    let date = version.get(..10)?;
    date.bytes().enumerate().all(|(i, byte)| if matches!(i, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() }).then_some(date)
}

/// The path without the call that was pasted with it.
fn without_call(segments: &[String]) -> &[String] {
    const CALLS: [&[&str]; 7] = [
        &["chat", "completions"],
        &["images", "generations"],
        &["audio", "transcriptions"],
        &["completions"],
        &["responses"],
        &["models"],
        &["embeddings"],
    ];
    let ends_with = |call: &&[&str]| segments.len() >= call.len() && segments.iter().rev().zip(call.iter().rev()).all(|(a, b)| a == b);
    let length = CALLS.iter().find(|call| ends_with(call)).map_or(0, |call| call.len());
    segments.get(..segments.len() - length).unwrap_or(segments)
}

/// Servers on this machine or the local network rarely have a certificate.
fn likely_scheme(bare: &str) -> &'static str {
    let authority = bare.split(['/', '?', '#']).next().unwrap_or(bare);
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or(v6),
        None => authority.split(':').next().unwrap_or(authority),
    };
    let private = host.split_once('.').is_some_and(|(first, rest)| {
        let second: Option<u8> = rest.split('.').next().and_then(|part| part.parse().ok());
        match first {
            "10" | "127" => second.is_some(),
            "192" => second == Some(168),
            "172" => second.is_some_and(|second| (16..32).contains(&second)),
            _ => false,
        }
    });
    if private || !host.contains('.') || host.ends_with(".local") || host.ends_with(".localhost") { "http" } else { "https" }
}

/// A path segment or query value: everything outside RFC 3986 "unreserved" is percent-encoded.
fn encode(text: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

pub(super) fn decode(segment: &str) -> String {
    let mut bytes = Vec::with_capacity(segment.len());
    let mut rest = segment.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        let hex = tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()).and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (first, hex) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests;
