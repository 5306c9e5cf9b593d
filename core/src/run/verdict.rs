//! From what a server said, or did not say, to a problem that a page can explain.

use super::outcome::{Problem, ProblemKind, ServerError};
use super::{Millis, filters};
use crate::wire::error::{ErrorBody, retry_after};
use serde_json::Value;

/// How much of an unreadable body is shown.
pub(super) const EXCERPT_BYTES: usize = 2000;

/// A problem with nothing but its kind.
pub(super) fn bare(kind: ProblemKind, status: Option<u16>) -> Problem {
    Problem { kind, status, server: None, retry_after: None, excerpt: None }
}

/// A body that could not be read, with its beginning.
pub(super) fn unreadable(kind: ProblemKind, status: Option<u16>, headers: &[(String, String)], body: &[u8]) -> Problem {
    let start = body.get(..EXCERPT_BYTES.min(body.len())).unwrap_or_default();
    let excerpt = String::from_utf8_lossy(start).into_owned();
    let delay = retry_after(headers, &excerpt).map(Millis);
    // What a status says about a key or a quota is more use than that the body is text.
    let kind = match (kind, status.and_then(by_status)) {
        (ProblemKind::NotJson | ProblemKind::BadJson | ProblemKind::UnknownShape, Some(known)) => known,
        (kind, _) => kind,
    };
    Problem { kind, status, server: None, retry_after: delay, excerpt: (!excerpt.trim().is_empty()).then_some(excerpt) }
}

/// The server's own error.
pub(super) fn from_server(error: &ErrorBody, status: Option<u16>, headers: &[(String, String)]) -> Problem {
    let kind = kind_of(error, status);
    // Waiting does not fill an empty account.
    let waits = matches!(kind, ProblemKind::RateLimited | ProblemKind::Server);
    let behind = error.upstream.as_ref().and_then(|upstream| upstream.words.as_deref()).unwrap_or_default();
    let asked = || retry_after(headers, &error.message).or_else(|| retry_after(&[], behind));
    let retry_after = if waits { asked().map(Millis) } else { None };
    Problem { kind, status: status.or(error.status), server: Some(server_error(error)), retry_after, excerpt: None }
}

fn kind_of(error: &ErrorBody, status: Option<u16>) -> ProblemKind {
    let code = code_text(error).unwrap_or_default();
    let kind = error.kind.as_deref().unwrap_or_default();
    let words = [code.as_str(), kind, error.inner_code.as_deref().unwrap_or_default()];
    let says = |name: &str| words.iter().any(|word| word.eq_ignore_ascii_case(name));
    let message = error.message.to_ascii_lowercase();
    if says("insufficient_quota") {
        return ProblemKind::Quota;
    }
    if says("content_filter") || says("ResponsibleAIPolicyViolation") || says("content_policy_violation") {
        return ProblemKind::ContentFilter;
    }
    // xAI answers a wrong key with 400 and code "invalid-argument".
    if says("invalid_api_key") || message.contains("incorrect api key") || message.contains("invalid api key") {
        return ProblemKind::Key;
    }
    if says("rate_limit_exceeded") {
        return ProblemKind::RateLimited;
    }
    if says("model_not_found") || says("DeploymentNotFound") {
        return ProblemKind::NotFound;
    }
    let in_body = error.status.or_else(|| code.parse().ok());
    let known = status.filter(|status| *status >= 400).or(in_body).and_then(by_status);
    known.unwrap_or(if says("invalid_request_error") || says("invalid_prompt") { ProblemKind::Refused } else { ProblemKind::Server })
}

/// What an HTTP status alone says; `None` below 400.
pub(super) fn by_status(status: u16) -> Option<ProblemKind> {
    Some(match status {
        401 => ProblemKind::Key,
        403 => ProblemKind::Forbidden,
        404 => ProblemKind::NotFound,
        429 => ProblemKind::RateLimited,
        400..=499 => ProblemKind::Refused,
        500..=599 => ProblemKind::Server,
        _ => return None,
    })
}

fn code_text(error: &ErrorBody) -> Option<String> {
    match error.code.as_ref()? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

pub(super) fn server_error(error: &ErrorBody) -> ServerError {
    ServerError {
        message: error.message.clone(),
        code: code_text(error),
        numeric_code: error.code.as_ref().is_some_and(Value::is_number),
        kind: error.kind.clone(),
        param: error.param.clone(),
        filters: error.filters.clone().map(filters::read).unwrap_or_default(),
        upstream: error.upstream.clone().map(Box::new),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_kind_follows_from_code_status_and_words() {
        for (status, body, kind) in [
            (Some(429), json!({"error": {"message": "m", "code": "insufficient_quota"}}), ProblemKind::Quota),
            (Some(429), json!({"error": {"message": "m", "type": "tokens", "code": "rate_limit_exceeded"}}), ProblemKind::RateLimited),
            (Some(200), json!({"error": {"message": "m", "code": 429}}), ProblemKind::RateLimited),
            (Some(400), json!({"code": "invalid-argument", "error": "Incorrect API key provided."}), ProblemKind::Key),
            (Some(401), json!({"statusCode": 401, "message": "Access denied"}), ProblemKind::Key),
            (Some(404), json!({"error": {"code": "DeploymentNotFound", "message": "m"}}), ProblemKind::NotFound),
            (Some(400), json!({"error": {"message": "m", "code": "content_filter"}}), ProblemKind::ContentFilter),
            (
                Some(400),
                json!({"error": {"message": "m", "innererror": {"code": "ResponsibleAIPolicyViolation"}}}),
                ProblemKind::ContentFilter,
            ),
            (Some(200), json!({"error": {"message": "m", "type": "invalid_request_error", "code": "x"}}), ProblemKind::Refused),
            (None, json!({"error": {"message": "m"}}), ProblemKind::Server),
        ] {
            assert_eq!(from_server(&ErrorBody::find(&body).unwrap(), status, &[]).kind, kind, "{body}");
        }
    }

    #[test]
    fn only_what_waiting_can_help_has_a_delay() {
        let headers = [("retry-after".to_owned(), "2".to_owned())];
        let with = |code: &str| from_server(&ErrorBody { code: Some(json!(code)), ..ErrorBody::default() }, Some(429), &headers);
        assert_eq!(with("rate_limit_exceeded").retry_after, Some(Millis(2000.0)));
        assert_eq!(with("insufficient_quota").retry_after, None);
    }

    #[test]
    fn what_the_provider_behind_a_router_said_is_among_the_words() {
        let metadata = json!({"provider_name": "Google", "raw": "Busy. Please try again in 20s."});
        let body = json!({"error": {"code": 429, "message": "Provider returned error", "metadata": metadata}});
        let problem = from_server(&ErrorBody::find(&body).unwrap(), Some(429), &[]);
        assert_eq!((problem.kind, problem.retry_after), (ProblemKind::RateLimited, Some(Millis(20_000.0))));
        let said = problem.server.unwrap();
        assert_eq!(said.words(), "Provider returned error\nGoogle: Busy. Please try again in 20s.");
        assert_eq!((said.message.as_str(), said.innermost()), ("Provider returned error", "Busy. Please try again in 20s."));
        let plain = server_error(&ErrorBody { message: "m".to_owned(), ..ErrorBody::default() });
        assert_eq!((plain.words().as_str(), plain.innermost()), ("m", "m"));
    }
}
