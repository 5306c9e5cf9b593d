//! Errors in all the envelopes in which they come (facts: wire.md c.8, d.1), and how long a server asks to wait (d.2).

use serde::Serialize;
use serde_json::{Map, Value};

/// An error object, out of whichever envelope.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ErrorBody {
    pub message: String,
    /// String or number on the wire.
    pub code: Option<Value>,
    pub kind: Option<String>,
    pub param: Option<String>,
    /// An HTTP status inside the body: Azure's `status`, a gateway's `statusCode`, Groq's `status_code`.
    pub status: Option<u16>,
    /// Azure's `innererror`.
    pub inner_code: Option<String>,
    pub filters: Option<Value>,
    /// OpenRouter's `metadata`: whose error its own message ("Provider returned error") stands for.
    pub upstream: Option<Upstream>,
}

/// What the server behind a router said.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Upstream {
    /// Who: `metadata.provider_name`.
    pub provider: Option<String>,
    /// Its words: `metadata.raw`, a text that may be the whole body of its error.
    pub words: Option<String>,
}

impl Upstream {
    fn read(metadata: &Value) -> Option<Self> {
        let words = match metadata.get("raw") {
            Some(Value::String(raw)) => {
                // Without an error in it, even a text that is JSON is the words as they are.
                let body = serde_json::from_str::<Value>(raw).ok().filter(|body| body.is_object() || body.is_array());
                body.as_ref().and_then(ErrorBody::find).map(|error| error.message).or_else(|| Some(raw.clone()))
            }
            Some(body @ Value::Object(_)) => Some(ErrorBody::find(body).map_or_else(|| body.to_string(), |error| error.message)),
            _ => None,
        };
        let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let provider = said(metadata.get("provider_name").and_then(Value::as_str).map(str::to_owned));
        let words = said(words);
        (provider.is_some() || words.is_some()).then_some(Self { provider, words })
    }
}

impl ErrorBody {
    /// Finds the error in a body or an event that is known to be one. `None` where nothing in it says what went wrong.
    ///
    /// `{"error":{…}}`, `{"error":"text","code":…}`, `{"message":…}`, `{"statusCode":…,"message":…}`, `{"detail":"text"}`,
    /// `{"detail":[{"msg":…}]}`, and any of these as the only element of an array (Gemini's compatible endpoint).
    #[must_use]
    pub fn find(value: &Value) -> Option<Self> {
        match value {
            Value::Array(list) => list.iter().find_map(Self::find),
            Value::String(text) => Some(Self { message: text.clone(), ..Self::default() }),
            Value::Object(outer) => match outer.get("error") {
                // A proxy that wraps the upstream's whole body gives an envelope in an envelope.
                Some(wrapped @ Value::Object(inner)) => {
                    Self::from_object(inner, outer).or_else(|| inner.contains_key("error").then(|| Self::find(wrapped)).flatten())
                }
                Some(Value::String(text)) => {
                    Some(Self { message: text.clone(), code: code(outer), status: status(outer), ..Self::default() })
                }
                _ => Self::from_object(outer, outer),
            },
            _ => None,
        }
    }

    fn from_object(error: &Map<String, Value>, outer: &Map<String, Value>) -> Option<Self> {
        let code = code(error);
        let kind = text(error, "type");
        let message = words(error).or_else(|| code.as_ref().map(as_words)).or_else(|| kind.clone())?;
        let inner = error.get("innererror").or_else(|| error.get("inner_error")).and_then(Value::as_object);
        Some(Self {
            message,
            code,
            kind,
            param: text(error, "param"),
            status: status(error).or_else(|| status(outer)),
            inner_code: inner.and_then(|inner| text(inner, "code")),
            filters: inner.and_then(|inner| {
                inner
                    .get("content_filter_result")
                    .or_else(|| inner.get("content_filter_results"))
                    .filter(|found| found.is_object())
                    .cloned()
            }),
            upstream: error.get("metadata").and_then(Upstream::read),
        })
    }
}

/// What the error says: `message`, or FastAPI's `detail`, or its list of `msg`.
fn words(error: &Map<String, Value>) -> Option<String> {
    ["message", "detail", "msg", "error_description"].iter().find_map(|name| match error.get(*name)? {
        Value::String(text) => Some(text.clone()),
        Value::Array(list) => {
            let lines: Vec<&str> = list.iter().filter_map(|entry| entry.as_str().or_else(|| entry.get("msg")?.as_str())).collect();
            (!lines.is_empty()).then(|| lines.join("\n"))
        }
        Value::Object(inner) => words(inner),
        _ => None,
    })
}

fn code(object: &Map<String, Value>) -> Option<Value> {
    object.get("code").filter(|code| code.is_string() || code.is_number()).cloned()
}

fn as_words(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    object.get(name)?.as_str().map(str::to_owned)
}

fn status(object: &Map<String, Value>) -> Option<u16> {
    ["status", "statusCode", "status_code"].iter().find_map(|name| {
        let number = object.get(*name)?.as_u64()?;
        u16::try_from(number).ok().filter(|status| (400..600).contains(status))
    })
}

/// How long the server asks to wait, in milliseconds: `retry-after-ms`, `retry-after` (seconds), the reset of an exhausted
/// rate limit, or its own words. OpenAI's CORS rules hide the headers from a page, and then the words are all there is.
///
/// A `retry-after` that is a date is not read: it would need a clock that agrees with the server's.
#[must_use]
pub fn retry_after(headers: &[(String, String)], message: &str) -> Option<f64> {
    let header = |name: &str| headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim());
    let number = |name: &str| header(name)?.parse::<f64>().ok().filter(|number| number.is_finite() && *number >= 0.0);
    let reset = |what: &str| {
        let exhausted = number(&format!("x-ratelimit-remaining-{what}")) == Some(0.0);
        exhausted.then(|| duration(header(&format!("x-ratelimit-reset-{what}"))?)).flatten()
    };
    number("retry-after-ms")
        .or_else(|| number("retry-after").map(|seconds| seconds * 1000.0))
        .or_else(|| in_words(message))
        .or_else(|| reset("tokens").into_iter().chain(reset("requests")).reduce(f64::max))
}

/// "try again in 1.5s", "Please retry after 86400 seconds", "try again in 6m0s".
fn in_words(message: &str) -> Option<f64> {
    let message = message.to_ascii_lowercase();
    ["try again in ", "retry after ", "retry in ", "wait "]
        .iter()
        .find_map(|phrase| message.match_indices(phrase).find_map(|(at, _)| duration(message.get(at + phrase.len()..)?)))
}

/// Reads `12ms`, `1.5s`, `6m0s`, `1h2m3s`, `20 seconds` from the front of a text.
fn duration(text: &str) -> Option<f64> {
    let mut rest = text.trim_start();
    let mut total: Option<f64> = None;
    loop {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let (number, after) = rest.split_at(digits);
        // A full stop that ends the sentence is not part of the number.
        let Ok(number) = number.trim_end_matches('.').parse::<f64>() else { return total };
        let after = after.trim_start();
        let letters = after.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(after.len());
        let (unit, next) = after.split_at(letters);
        let factor = match unit {
            "ms" | "millisecond" | "milliseconds" => 1.0,
            "s" | "sec" | "secs" | "second" | "seconds" => 1000.0,
            "m" | "min" | "mins" | "minute" | "minutes" => 60_000.0,
            "h" | "hour" | "hours" => 3_600_000.0,
            "d" | "day" | "days" => 86_400_000.0,
            _ => return total,
        };
        total = Some(total.unwrap_or(0.0) + number * factor);
        rest = next.trim_start();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_envelope_gives_its_message() {
        for (body, message) in [
            (json!({"error": {"message": "m", "type": "t", "param": null, "code": null}}), "m"),
            (json!({"error": {"code": "404", "message": "Resource not found"}}), "Resource not found"),
            (json!({"statusCode": 401, "message": "Access denied"}), "Access denied"),
            (json!({"error": "text"}), "text"),
            (json!({"error": {"error": {"message": "m"}}}), "m"),
            (json!({"detail": "text"}), "text"),
            (json!({"detail": [{"msg": "field required"}, {"msg": "too long"}]}), "field required\ntoo long"),
            (json!([{"error": {"code": 400, "message": "bad", "status": "INVALID_ARGUMENT"}}]), "bad"),
            (json!({"object": "error", "message": "m", "code": 400}), "m"),
            (json!({"error": {"code": "overloaded"}}), "overloaded"),
            (json!("text"), "text"),
        ] {
            assert_eq!(ErrorBody::find(&body).map(|error| error.message).as_deref(), Some(message), "{body}");
        }
        for body in [json!({}), json!([]), json!(null), json!(7), json!({"error": {}}), json!({"error": null})] {
            assert_eq!(ErrorBody::find(&body), None, "{body}");
        }
    }

    #[test]
    fn a_router_says_whose_error_it_hands_on() {
        let read = |metadata: Value| {
            let error =
                ErrorBody::find(&json!({"error": {"code": 429, "message": "Provider returned error", "metadata": metadata}})).unwrap();
            assert_eq!(error.message, "Provider returned error");
            error.upstream.map(|upstream| (upstream.provider, upstream.words))
        };
        let said = |provider: Option<&str>, words: Option<&str>| Some((provider.map(str::to_owned), words.map(str::to_owned)));
        for (metadata, expected) in [
            (json!({"provider_name": "Google", "raw": "slow down"}), said(Some("Google"), Some("slow down"))),
            (json!({"provider_name": "x", "raw": "{\"error\":{\"code\":504,\"message\":\"late\"}}"}), said(Some("x"), Some("late"))),
            (json!({"raw": {"error": {"message": "no such field"}}}), said(None, Some("no such field"))),
            (json!({"raw": "{\"odd\":1}"}), said(None, Some("{\"odd\":1}"))),
            (json!({"provider_name": "x", "raw": null}), said(Some("x"), None)),
            (json!({"reasons": ["violence"]}), None),
            (json!({"raw": " "}), None),
            (json!("text"), None),
        ] {
            assert_eq!(read(metadata.clone()), expected, "{metadata}");
        }
    }

    #[test]
    fn the_delay_comes_from_the_headers_or_the_words() {
        let headers = |list: &[(&str, &str)]| list.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect::<Vec<_>>();
        for (list, message, expected) in [
            (headers(&[("Retry-After-Ms", "250"), ("retry-after", "9")]), "", Some(250.0)),
            (headers(&[("retry-after", "9")]), "try again in 1s", Some(9000.0)),
            (headers(&[("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT")]), "", None),
            (headers(&[]), "Limit 30000. Please try again in 1.5s. Visit …", Some(1500.0)),
            (headers(&[]), "Please try again in 20ms.", Some(20.0)),
            (headers(&[]), "Please retry after 86400 seconds.", Some(86_400_000.0)),
            (headers(&[]), "try again in 6m0s", Some(360_000.0)),
            (headers(&[]), "Please try again in 7m12.5s.", Some(432_500.0)),
            (headers(&[]), "try again in a moment, or try again in 2 minutes", Some(120_000.0)),
            (headers(&[("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "12ms")]), "", Some(12.0)),
            (headers(&[("x-ratelimit-remaining-tokens", "5"), ("x-ratelimit-reset-tokens", "12ms")]), "", None),
            (headers(&[]), "no delay is named", None),
        ] {
            assert_eq!(retry_after(&list, message), expected, "{list:?} {message:?}");
        }
    }
}
