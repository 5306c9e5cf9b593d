//! Sends a plan, or asks for a list of models, and reads the answer's bytes as they arrive.
//!
//! What travels is the request and nothing else: no cookies, no referrer, no cache, no header beyond its own. A redirect is an error
//! (`redirect: "error"`): the browser would carry the key's header to wherever it leads, and browsers differ on stripping it; no API
//! of this kind redirects, so a redirect is a wrong address, and is reported as one.

use super::abort::Abort;
use gloo_net::http::{Headers, Method, RequestBuilder};
use js_sys::{Reflect, Uint8Array};
use lineup_core::{
    Echo, Secret,
    plan::{HeaderValue, Inquiry, ListRequest, Plan},
    run::End,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect};

/// Status and headers of an answer; a page sees only the headers that the server exposes.
#[derive(Clone, Debug)]
pub struct Head {
    pub status: u16,
    pub headers: Vec<(String, String)>,
}

/// A request that was answered.
pub struct Answer {
    pub head: Head,
    body: Option<ReadableStreamDefaultReader>,
    /// A server may send the key back; it is masked before anyone sees it.
    echo: Echo,
}

/// Sends the plan with this key; `body` is the plan's body as text.
///
/// # Errors
/// [`End::Unreachable`] with the browser's words where there was no answer: it does not tell a page why. [`End::Stopped`] after an abort.
pub async fn send(plan: &Plan, body: &str, key: Option<&Secret>, abort: &Abort) -> Result<Answer, End> {
    let target = Target { method: Method::POST, url: &plan.url, origin: &plan.origin, headers: &plan.headers };
    request(target, Some(body), key, abort).await
}

/// Asks an endpoint for its models, or for the rest of a run, with this key.
///
/// # Errors
/// As [`send`].
pub async fn list(list: &ListRequest, key: Option<&Secret>, abort: &Abort) -> Result<Answer, End> {
    let target = Target { method: Method::GET, url: &list.url, origin: &list.origin, headers: &list.headers };
    request(target, None, key, abort).await
}

/// Puts one of the doctor's questions, with this key.
///
/// # Errors
/// As [`send`].
pub async fn inquire(inquiry: &Inquiry, key: Option<&Secret>, abort: &Abort) -> Result<Answer, End> {
    let method = inquiry.method.parse().unwrap_or_default();
    let target = Target { method, url: &inquiry.url, origin: &inquiry.origin, headers: &inquiry.headers };
    request(target, inquiry.body.as_deref(), key, abort).await
}

/// Whether anybody answers at this address, without reading the answer: no key, no header, no permission of the server needed.
pub async fn knock(url: &str, abort: &Abort) -> bool {
    let signal = abort.signal();
    // The Fetch standard has no-cors requests follow redirects; there is nothing to carry along.
    let request = RequestBuilder::new(url)
        .mode(RequestMode::NoCors)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .cache(RequestCache::NoStore)
        .abort_signal(Some(&signal));
    request.send().await.is_ok()
}

/// Reads a file of the page's own folder. `None` where it cannot be had.
pub async fn own_file(name: &str) -> Option<String> {
    // Asked for again after an update: the name does not change with the content.
    let response =
        RequestBuilder::new(&format!("./{name}")).cache(RequestCache::NoCache).send().await.ok().filter(|response| response.ok())?;
    response.text().await.ok()
}

/// Why a file of the page's own origin was not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotFetched {
    #[error("the browser could not load it")]
    Unreachable,
    #[error("the server answered {0}")]
    Status(u16),
    #[error("it is larger than expected")]
    TooLarge,
    #[error("it is no text")]
    NoText,
}

/// Reads a text of the page's own origin ([`super::location::own_address`]), at most so many bytes of it. A redirect is not followed: it
/// could lead elsewhere.
///
/// # Errors
/// Why there is none.
pub async fn own_text(address: &str, most_bytes: usize, abort: &Abort) -> Result<String, NotFetched> {
    let signal = abort.signal();
    let request = RequestBuilder::new(address)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .cache(RequestCache::NoCache)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&signal));
    let response = request.send().await.map_err(|_| NotFetched::Unreachable)?;
    if !response.ok() {
        return Err(NotFetched::Status(response.status()));
    }
    let body = response.body().and_then(|body| body.get_reader().dyn_into().ok());
    let mut answer = Answer { head: Head { status: response.status(), headers: Vec::new() }, body, echo: Echo::default() };
    let mut bytes = Vec::new();
    loop {
        match answer.next(abort).await {
            Ok(more) => bytes.extend_from_slice(&more),
            Err(End::Closed) => return String::from_utf8(bytes).map_err(|_| NotFetched::NoText),
            Err(_) => return Err(NotFetched::Unreachable),
        }
        if bytes.len() > most_bytes {
            abort.abort();
            return Err(NotFetched::TooLarge);
        }
    }
}

struct Target<'a> {
    method: Method,
    url: &'a str,
    origin: &'a str,
    headers: &'a [(String, HeaderValue)],
}

async fn request(target: Target<'_>, body: Option<&str>, key: Option<&Secret>, abort: &Abort) -> Result<Answer, End> {
    let failed = |error: &dyn std::fmt::Display| if abort.is_aborted() { End::Stopped } else { End::Unreachable(Some(error.to_string())) };
    // The key was found by the request's origin. An address of another origin would be a mistake of ours, and gets neither key nor text.
    if !web_sys::Url::new(target.url).is_ok_and(|url| url.origin() == target.origin) {
        return Err(End::Unreachable(Some(format!("{} is not of {}", target.url, target.origin))));
    }
    let headers = Headers::new();
    for (name, value) in target.headers {
        match (value, key) {
            (HeaderValue::Plain(value), _) => headers.set(name, value),
            // The only place where a key leaves the program.
            (HeaderValue::Credential { prefix }, Some(key)) => headers.set(name, &format!("{prefix}{}", key.expose())),
            (HeaderValue::Credential { .. }, None) => {}
        }
    }
    let signal = abort.signal();
    let builder = RequestBuilder::new(target.url)
        .method(target.method)
        .headers(headers)
        .credentials(RequestCredentials::Omit)
        .referrer_policy(ReferrerPolicy::NoReferrer)
        .cache(RequestCache::NoStore)
        .redirect(RequestRedirect::Error)
        .abort_signal(Some(&signal));
    let request = match body {
        Some(body) => builder.body(body),
        None => builder.build(),
    };
    let response = request.map_err(|error| failed(&error))?.send().await.map_err(|error| failed(&error))?;
    let echo = Echo::new(key);
    let headers = response.headers().entries().map(|(name, value)| (name, echo.text(&value))).collect();
    let body = response.body().and_then(|body| body.get_reader().dyn_into().ok());
    Ok(Answer { head: Head { status: response.status(), headers }, body, echo })
}

impl Answer {
    /// The next bytes of the body.
    ///
    /// # Errors
    /// How the body ended: in order, broken, or by the abort.
    pub async fn next(&mut self, abort: &Abort) -> Result<Vec<u8>, End> {
        let Some(reader) = &self.body else { return Err(End::Closed) };
        let read = JsFuture::from(reader.read()).await;
        if abort.is_aborted() {
            return Err(End::Stopped);
        }
        let read = read.map_err(|error| End::Broken(words(&error)))?;
        let field = |name: &str| Reflect::get(&read, &JsValue::from_str(name)).ok();
        if field("done").is_none_or(|done| done.is_truthy()) {
            let rest = self.echo.rest();
            return if rest.is_empty() { Err(End::Closed) } else { Ok(rest) };
        }
        let bytes = field("value").and_then(|value| value.dyn_into::<Uint8Array>().ok()).map(|bytes| bytes.to_vec());
        Ok(self.echo.pass(bytes.unwrap_or_default()))
    }
}

/// The browser's words for what went wrong.
fn words(error: &JsValue) -> Option<String> {
    error.dyn_ref::<js_sys::Error>().map(|error| error.message().into()).or_else(|| error.as_string())
}
