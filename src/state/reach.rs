//! Why a server may be out of reach. `fetch` tells a page nothing, but the two addresses tell a good deal (facts: CORS, mixed content
//! and local networks as browsers and servers treat them; Chrome asks for "local network access" since version 142).

/// The likeliest reason, for the text that explains it (namespace `problem`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OutOfReach {
    /// http from an https page: browsers block it, loopback addresses excepted.
    MixedContent,
    /// Ollama, which allows pages from localhost only unless told otherwise.
    Ollama,
    /// A loopback or private address: the browser's permission, or the server is not running.
    LocalNetwork,
    /// OpenAI, some of whose error answers carry no CORS header.
    OpenAi,
    /// Azure OpenAI, whose resources differ in what they allow.
    Azure,
    /// Anything: down, misspelt, no CORS.
    Unknown,
}

/// Judges from the origin of the endpoint and that of the page, both `scheme://host[:port]`.
pub fn out_of_reach(endpoint: &str, page: &str) -> OutOfReach {
    let (scheme, host, port) = split(endpoint);
    if port == Some(11434) {
        return OutOfReach::Ollama;
    }
    if scheme == "http" && split(page).0 == "https" && !is_loopback(host) {
        return OutOfReach::MixedContent;
    }
    if is_loopback(host) || is_private(host) {
        return OutOfReach::LocalNetwork;
    }
    if host == "api.openai.com" {
        return OutOfReach::OpenAi;
    }
    let azure = [".openai.azure.com", ".services.ai.azure.com", ".cognitiveservices.azure.com"];
    if azure.iter().any(|domain| host.ends_with(domain)) { OutOfReach::Azure } else { OutOfReach::Unknown }
}

fn split(origin: &str) -> (&str, &str, Option<u16>) {
    let (scheme, rest) = origin.split_once("://").unwrap_or(("", origin));
    // The colons of an IPv6 address stand in brackets.
    match rest.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (scheme, host, port.parse().ok()),
        _ => (scheme, rest, None),
    }
}

/// W3C Secure Contexts, "potentially trustworthy origin": what browsers exempt from mixed content.
fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.ends_with(".localhost") || host == "[::1]" || ipv4(host).is_some_and(|ip| ip.is_loopback())
}

fn is_private(host: &str) -> bool {
    let single_word = !host.is_empty() && !host.contains('.') && !host.starts_with('[');
    host.ends_with(".local")
        || single_word
        || ipv4(host).is_some_and(|ip| ip.is_private() || ip.is_link_local())
        || host.starts_with("[fd")
        || host.starts_with("[fe80:")
}

fn ipv4(host: &str) -> Option<std::net::Ipv4Addr> {
    host.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{OutOfReach, out_of_reach};

    #[test]
    fn the_addresses_tell_the_likeliest_reason() {
        use OutOfReach::{Azure, LocalNetwork, MixedContent, Ollama, OpenAi, Unknown};
        let (https, local) = ("https://lineup.example", "http://127.0.0.1:8080");
        let cases = [
            ("https://api.openai.com", https, OpenAi),
            ("https://swc.openai.azure.com", https, Azure),
            ("https://swc.services.ai.azure.com", local, Azure),
            ("https://openrouter.ai", https, Unknown),
            ("http://llm.example.org", https, MixedContent),
            ("http://llm.example.org", local, Unknown),
            ("http://192.168.0.7:8000", https, MixedContent),
            ("http://192.168.0.7:8000", local, LocalNetwork),
            ("http://localhost:8000", https, LocalNetwork),
            ("http://[::1]:8000", https, LocalNetwork),
            ("http://127.0.0.1:8000", https, LocalNetwork),
            ("https://nas.local", https, LocalNetwork),
            ("http://nas:8000", local, LocalNetwork),
            ("http://localhost:11434", https, Ollama),
            ("https://notazure.com", https, Unknown),
            ("", "", Unknown),
        ];
        for (endpoint, page, expected) in cases {
            assert_eq!(out_of_reach(endpoint, page), expected, "{endpoint} from {page}");
        }
    }
}
