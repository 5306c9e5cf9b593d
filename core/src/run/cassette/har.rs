//! A cassette as an HTTP archive (HAR 1.2), which browsers' developer tools and proxies read.

use super::Cassette;
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

impl Cassette {
    /// The archive: one entry. The times of the chunks stand in `_chunks`, in milliseconds with their length in bytes: the format
    /// itself has no place for them, and says that fields with an underscore are for such things.
    #[must_use]
    pub fn to_har(&self) -> Value {
        let body = self.request.body.to_string();
        let raw = self.raw();
        let wait = self.head.as_ref().map_or(self.end_at.0, |head| head.at.0);
        let content_type = self.head.as_ref().and_then(|head| {
            head.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("content-type")).map(|(_, value)| value.as_str())
        });
        let mut content = json!({"size": raw.len(), "mimeType": content_type.unwrap_or_default()});
        match String::from_utf8(raw) {
            Ok(text) => content["text"] = text.into(),
            Err(bytes) => {
                content["text"] = STANDARD.encode(bytes.as_bytes()).into();
                content["encoding"] = "base64".into();
            }
        }
        let chunks: Vec<_> = self.chunks.iter().map(|chunk| json!([chunk.at.0, chunk.bytes.len()])).collect();
        json!({"log": {
            "version": "1.2",
            "creator": {"name": "Lineup", "version": env!("CARGO_PKG_VERSION")},
            "entries": [{
                "startedDateTime": self.made,
                "time": self.end_at.0,
                "request": {
                    "method": "POST",
                    "url": self.request.url,
                    "httpVersion": "",
                    "cookies": [],
                    "headers": headers(&self.request.headers),
                    "queryString": query(&self.request.url),
                    "postData": {"mimeType": "application/json", "text": body},
                    "headersSize": -1,
                    "bodySize": body.len(),
                },
                "response": {
                    "status": self.head.as_ref().map_or(0, |head| head.status),
                    "statusText": "",
                    "httpVersion": "",
                    "cookies": [],
                    "headers": self.head.as_ref().map(|head| headers(&head.headers)).unwrap_or_default(),
                    "content": content,
                    "redirectURL": "",
                    "headersSize": -1,
                    "bodySize": -1,
                },
                "cache": {},
                "timings": {"send": 0, "wait": wait, "receive": (self.end_at.0 - wait).max(0.0)},
                "_chunks": chunks,
                "_model": self.model,
            }],
        }})
    }
}

fn headers(pairs: &[(String, String)]) -> Vec<Value> {
    pairs.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

fn query(url: &str) -> Vec<Value> {
    let query = url.split_once('?').map_or("", |(_, query)| query.split('#').next().unwrap_or_default());
    form_urlencoded::parse(query.as_bytes()).map(|(name, value)| json!({"name": name, "value": value})).collect()
}
