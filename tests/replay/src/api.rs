//! Which behaviour and which fixture a request gets, and the headers of the answer.

use crate::behaviour::Behaviour;
use crate::body::{self, Fixture};
use crate::connection::Reset;
use crate::{Shared, files};
use axum::body::{Body, Bytes};
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, Uri, header};
use serde_json::{Value, json};
use std::time::Duration;

/// The headers that a page may send. A strict server refuses the preflight for any other, and so does this one.
const ALLOWED_HEADERS: &str = "authorization, api-key, content-type, ocp-apim-subscription-key";

pub async fn serve(
    State(shared): State<Shared>,
    ConnectInfo(reset): ConnectInfo<Reset>,
    method: Method,
    uri: Uri,
    headers: HeaderMap,
    bytes: Bytes,
) -> Response<Body> {
    let (named, path) = split(uri.path());
    if !is_api(path) {
        return files::serve(shared.dist.as_ref().map(|dist| dist.as_path()), uri.path()).await;
    }
    let sent: Value = serde_json::from_slice(&bytes).unwrap_or_default();
    let deployment = path.split_once("/deployments/").and_then(|(_, rest)| rest.split('/').next());
    let model = sent["model"].as_str().or(deployment).unwrap_or_default();
    let behaviour = named.or_else(|| Behaviour::named(model)).unwrap_or(Behaviour::Paced);
    if method == Method::OPTIONS {
        // A server that forgets the headers on its refusals has them on its answers to preflights.
        let preflight = if behaviour == Behaviour::WrongKeyUnreadable { Behaviour::WrongKey } else { behaviour };
        return with_cors(Response::new(Body::empty()), preflight, &[]);
    }
    shared.record.add(recorded(&method, &uri, &headers, &sent));
    let lists = !matches!(behaviour, Behaviour::WrongKey | Behaviour::WrongKeyUnreadable | Behaviour::Html);
    if path.ends_with("/models") && lists {
        return with_cors(whole(StatusCode::OK, "application/json", include_str!("../fixtures/models.json")), behaviour, &[]);
    }
    match behaviour {
        Behaviour::EchoedKey => echoed_key(&headers),
        Behaviour::Redirect => redirect(path, sent["model"].as_str().unwrap_or_default()),
        _ => answer(behaviour, Fixture::of(path), path, sent, reset).await,
    }
}

/// Says what it was sent, as careless servers do.
fn echoed_key(headers: &HeaderMap) -> Response<Body> {
    let said = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let error = json!({"error": {"message": format!("Cannot verify the header 'Authorization: {said}'."), "type": "invalid_request_error", "code": "invalid_api_key"}});
    let mut response = with_cors(whole(StatusCode::UNAUTHORIZED, "application/json", &error.to_string()), Behaviour::EchoedKey, &[]);
    if let Ok(value) = HeaderValue::from_str(said) {
        response.headers_mut().insert("x-said", value);
        response.headers_mut().insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("x-said"));
    }
    response
}

/// Leads to the same path of another origin, with method and body kept.
fn redirect(path: &str, origin: &str) -> Response<Body> {
    let mut response = with_cors(whole(StatusCode::TEMPORARY_REDIRECT, "text/plain", ""), Behaviour::Redirect, &[]);
    if let Ok(value) = HeaderValue::from_str(&format!("{origin}/paced{path}")) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    response
}

/// The behaviour that the path names, and the rest of the path.
fn split(path: &str) -> (Option<Behaviour>, &str) {
    let rest = path.trim_start_matches('/');
    match rest.split_once('/') {
        Some((first, _)) => match Behaviour::named(first) {
            Some(behaviour) => (Some(behaviour), &path[1 + first.len()..]),
            None => (None, path),
        },
        None => (None, path),
    }
}

fn is_api(path: &str) -> bool {
    ["/chat/completions", "/responses", "/models"].iter().any(|end| path.ends_with(end))
}

fn recorded(method: &Method, uri: &Uri, headers: &HeaderMap, body: &Value) -> Value {
    let headers: serde_json::Map<_, _> =
        headers.iter().map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned().into())).collect();
    json!({"method": method.as_str(), "url": uri.to_string(), "headers": headers, "body": body})
}

async fn answer(behaviour: Behaviour, fixture: Fixture, path: &str, sent: Value, reset: Reset) -> Response<Body> {
    let streams = sent["stream"] == true;
    let refusal = |status: u16, text: &'static str, exposed: &'static [(&'static str, &'static str)]| {
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        with_cors(whole(status, "application/json", text), behaviour, exposed)
    };
    match behaviour {
        Behaviour::Never => std::future::pending().await,
        Behaviour::Html => {
            with_cors(whole(StatusCode::OK, "text/html; charset=utf-8", include_str!("../fixtures/login.html")), behaviour, &[])
        }
        Behaviour::WrongKey | Behaviour::WrongKeyUnreadable => refusal(401, include_str!("../fixtures/error-401.json"), &[]),
        Behaviour::RateLimited => refusal(429, include_str!("../fixtures/error-429-words.json"), &[]),
        Behaviour::RateLimitedExposed => {
            refusal(429, include_str!("../fixtures/error-429.json"), &[("retry-after", "2"), ("x-ratelimit-remaining-requests", "0")])
        }
        Behaviour::MustVerify if streams => refusal(400, include_str!("../fixtures/error-400-verify.json"), &[]),
        Behaviour::MustVerifySummary if !sent["reasoning"]["summary"].is_null() => {
            refusal(400, include_str!("../fixtures/error-400-verify-summary.json"), &[])
        }
        Behaviour::MustVerifyModel => refusal(400, include_str!("../fixtures/error-400-verify-model.json"), &[]),
        Behaviour::Strict if strictly_refused(&sent).is_some() => with_cors(unrecognized(&sent), behaviour, &[]),
        Behaviour::TruncatedJson => with_cors(whole(StatusCode::OK, "application/json", half(fixture.whole())), behaviour, &[]),
        Behaviour::Simulator => simulated(path, sent).await,
        _ if !streams || behaviour == Behaviour::JsonForStream => {
            tokio::time::sleep(Duration::from_millis(150)).await;
            with_cors(whole(StatusCode::OK, "application/json", fixture.whole()), behaviour, &[])
        }
        _ => {
            let mut response = Response::new(Body::from_stream(body::stream(behaviour, fixture, reset)));
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
            with_cors(response, behaviour, &[])
        }
    }
}

/// What the strict server refuses, one after the other.
const REFUSED: [&str; 4] = ["temperature", "top_p", "seed", "stop"];

fn strictly_refused(sent: &Value) -> Option<&'static str> {
    REFUSED.into_iter().find(|field| !sent[field].is_null())
}

fn unrecognized(sent: &Value) -> Response<Body> {
    let field = strictly_refused(sent).unwrap_or_default();
    let message = format!("Unrecognized request argument supplied: {field}");
    let error = json!({"message": message, "type": "invalid_request_error", "param": null, "code": null});
    whole(StatusCode::BAD_REQUEST, "application/json", &json!({"error": error}).to_string())
}

/// The embedded simulator, so that the same answers can be had over a real connection.
async fn simulated(path: &str, sent: Value) -> Response<Body> {
    let request = lineup_core::run::simulator::SimRequest { path: path.to_owned(), body: sent };
    let answer = lineup_core::run::simulator::answer(&request, lineup_core::draft::Scenario::Answer, 1);
    let mut response = Response::new(Body::from_stream(body::paced(answer.chunks)));
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    for (name, value) in answer.headers {
        if let Ok(value) = HeaderValue::from_str(&value) {
            response.headers_mut().insert(HeaderName::from_static(name), value);
        }
    }
    with_cors(response, Behaviour::Simulator, &[])
}

fn whole(status: StatusCode, content_type: &'static str, text: &str) -> Response<Body> {
    let mut response = Response::new(Body::from(text.to_owned()));
    *response.status_mut() = status;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

/// Adds the extra headers, and what lets a page of another origin read the answer.
fn with_cors(mut response: Response<Body>, behaviour: Behaviour, exposed: &[(&'static str, &'static str)]) -> Response<Body> {
    let headers = response.headers_mut();
    for (name, value) in exposed {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    if behaviour == Behaviour::RateLimited {
        // There, but not exposed: a page must get the delay from the words.
        headers.insert("retry-after", HeaderValue::from_static("2"));
    }
    if behaviour.has_cors() {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, OPTIONS"));
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(ALLOWED_HEADERS));
        if !exposed.is_empty() {
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after, x-ratelimit-remaining-requests"));
        }
    }
    response
}

/// The first half of a text.
fn half(text: &str) -> &str {
    &text[..text.floor_char_boundary(text.len() / 2)]
}
