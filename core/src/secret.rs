//! A value that must not be seen: an API key, a bearer token.

use crate::json;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use std::fmt;

/// An API key or token.
///
/// It has no `Serialize` and no `Display`, and its `Debug` is masked, so that it cannot reach a link, an export, a
/// cassette, a log or an error text by accident. [`Secret::expose`] is the one place where it comes out; the only
/// caller is the transport that writes the request header.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a pasted key: surrounding white space and a `Bearer ` prefix are not part of it. `None` if nothing is left.
    #[must_use]
    pub fn parse(pasted: &str) -> Option<Self> {
        let mut words = pasted.trim().splitn(2, char::is_whitespace);
        let bare = match (words.next(), words.next()) {
            (Some(scheme), rest) if scheme.eq_ignore_ascii_case("bearer") => rest.unwrap_or_default().trim(),
            _ => pasted.trim(),
        };
        // A header value cannot hold control characters or characters beyond Latin-1 (Fetch standard, "header value").
        let sendable = !bare.is_empty() && bare.chars().all(|c| !c.is_control() && (c as u32) < 0x100);
        sendable.then(|| Self(bare.to_owned()))
    }

    /// When a bearer token says that it ends: the `exp` of a JWT (RFC 7519, section 4.1.4), in seconds since 1970. `None` for keys and for
    /// tokens that do not say. Its signature is the server's business.
    #[must_use]
    pub fn expires(&self) -> Option<f64> {
        #[derive(serde::Deserialize)]
        struct Claims {
            exp: Option<f64>,
        }
        let mut parts = self.0.split('.');
        let (_, payload, _) = (parts.next()?, parts.next()?, parts.next()?);
        let payload = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        json::read_bytes::<Claims>(&payload).ok()?.exp.filter(|exp| exp.is_finite() && *exp > 0.0)
    }

    /// The value itself, to be written into a request header and nowhere else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::{Engine, Secret, URL_SAFE_NO_PAD};

    #[test]
    fn a_pasted_key_loses_space_and_the_word_bearer() {
        for pasted in ["sk-1", "  sk-1\n", "Bearer sk-1", "bearer  sk-1 "] {
            assert_eq!(Secret::parse(pasted).map(|s| s.expose().to_owned()), Some("sk-1".to_owned()), "{pasted:?}");
        }
    }

    #[test]
    fn what_no_header_can_carry_is_refused() {
        for pasted in ["", "   ", "Bearer ", "sk-\n1", "키"] {
            assert_eq!(Secret::parse(pasted), None, "{pasted:?}");
        }
    }

    #[test]
    fn a_token_says_when_it_ends_and_a_key_does_not() {
        let token = |claims: &str| format!("eyJhbGciOiJSUzI1NiJ9.{}.c2lnbmF0dXJl", URL_SAFE_NO_PAD.encode(claims));
        for (pasted, expires) in [
            (token(r#"{"aud":"https://cognitiveservices.azure.com","exp":1790000000}"#), Some(1_790_000_000.0)),
            (token(r#"{"exp":1790000000.5}"#), Some(1_790_000_000.5)),
            (token(r#"{"aud":"x"}"#), None),
            (token(r#"{"exp":"soon"}"#), None),
            (token("no JSON"), None),
            ("sk-proj-1.2.3".to_owned(), None),
            ("sk-1".to_owned(), None),
        ] {
            assert_eq!(Secret::parse(&format!("Bearer {pasted}")).and_then(|secret| secret.expires()), expires, "{pasted}");
        }
    }

    #[test]
    fn debug_shows_nothing() {
        assert_eq!(format!("{:?}", Secret::parse("sk-very-secret")), "Some(Secret(***))");
    }
}
