//! The pieces of a URL as people paste it, perhaps without a scheme, and of one that no parser would take: what may stay of it in a link is
//! told piece by piece.

/// Borrowed from the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pieces<'a> {
    pub scheme: Option<&'a str>,
    /// With the port, without user and password.
    pub host: &'a str,
    /// With its first slash; empty where there is none.
    pub path: &'a str,
    /// From the first `?` or `#` on; empty where there is none.
    pub tail: &'a str,
}

impl<'a> Pieces<'a> {
    pub fn of(url: &'a str) -> Self {
        let (scheme, rest) = url.split_once("://").map_or((None, url), |(scheme, rest)| (Some(scheme), rest));
        let (before, tail) = rest.split_at(rest.find(['?', '#']).unwrap_or(rest.len()));
        let (authority, path) = before.split_at(before.find('/').unwrap_or(before.len()));
        let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
        Self { scheme, host, path, tail }
    }

    /// The address without its tail, and without a scheme where it had none.
    pub fn address(&self) -> String {
        let Self { scheme, host, path, tail: _ } = self;
        scheme.map_or_else(|| format!("{host}{path}"), |scheme| format!("{scheme}://{host}{path}"))
    }
}

#[cfg(test)]
mod tests {
    use super::Pieces;
    use rstest::rstest;

    #[rstest]
    #[case("https://me:secret@host:8443/v1/x?a=1#b", (Some("https"), "host:8443", "/v1/x", "?a=1#b"), "https://host:8443/v1/x")]
    #[case("me:secret@host/v1", (None, "host", "/v1", ""), "host/v1")]
    #[case("http://host", (Some("http"), "host", "", ""), "http://host")]
    #[case("http://host?key=1", (Some("http"), "host", "", "?key=1"), "http://host")]
    #[case("", (None, "", "", ""), "")]
    fn a_url_comes_apart_at_its_own_marks(#[case] url: &str, #[case] pieces: (Option<&str>, &str, &str, &str), #[case] address: &str) {
        let read = Pieces::of(url);
        assert_eq!((read.scheme, read.host, read.path, read.tail), pieces);
        assert_eq!(read.address(), address);
    }
}
