//! Where the credential goes.

use super::{HeaderValue, PlanError};
use crate::draft::Auth;

/// Request headers that a page may not set (Fetch standard, "forbidden request-header"), lower case.
const FORBIDDEN: [&str; 21] = [
    "accept-charset",
    "accept-encoding",
    "access-control-request-headers",
    "access-control-request-method",
    "access-control-request-private-network",
    "connection",
    "content-length",
    "cookie",
    "cookie2",
    "date",
    "dnt",
    "expect",
    "host",
    "keep-alive",
    "origin",
    "referer",
    "set-cookie",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// The header that carries the endpoint's secret, if it needs one.
pub(super) fn header(auth: &Auth) -> Result<Option<(String, HeaderValue)>, PlanError> {
    let plain = HeaderValue::Credential { prefix: "" };
    Ok(match auth {
        Auth::None => None,
        Auth::Bearer => Some(("Authorization".to_owned(), HeaderValue::Credential { prefix: "Bearer " })),
        Auth::ApiKey => Some(("api-key".to_owned(), plain)),
        Auth::Header(name) => Some((checked(name)?, plain)),
    })
}

fn checked(name: &str) -> Result<String, PlanError> {
    let name = name.trim();
    let wrong = |why| Err(PlanError::BadHeader(name.to_owned(), why));
    // RFC 9110, "token".
    let token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    if name.is_empty() || !name.bytes().all(token) {
        return wrong("a header name is made of letters, digits and hyphens");
    }
    let lower = name.to_ascii_lowercase();
    if FORBIDDEN.contains(&lower.as_str()) || lower == "via" || lower.starts_with("proxy-") || lower.starts_with("sec-") {
        return wrong("browsers do not let a page set it");
    }
    if lower == "content-type" {
        return wrong("it says what the body is");
    }
    Ok(name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("Ocp-Apim-Subscription-Key", true)]
    #[case(" x-api-key ", true)]
    #[case("", false)]
    #[case("x api key", false)]
    #[case("x-key:", false)]
    #[case("x\r\ny", false)]
    #[case("키", false)]
    #[case("Cookie", false)]
    #[case("Host", false)]
    #[case("Sec-Fetch-Mode", false)]
    #[case("proxy-authorization", false)]
    #[case("Via", false)]
    #[case("Content-Type", false)]
    fn a_header_is_taken_if_a_page_may_send_it(#[case] name: &str, #[case] fine: bool) {
        assert_eq!(header(&Auth::Header(name.to_owned())).is_ok(), fine);
    }
}
