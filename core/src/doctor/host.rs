//! What the host of an address says about where it stands.

use std::net::{Ipv4Addr, Ipv6Addr};

/// Where a host stands, as far as its name says; the nearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// This machine.
    Loopback,
    /// The local network: RFC 1918, link-local, and names that only such a network has.
    Local,
    Public,
}

/// Of `host[:port]`.
#[must_use]
pub fn place(host: &str) -> Place {
    let name = bare(host);
    let v4 = name.parse::<Ipv4Addr>().ok();
    let v6 = name.parse::<Ipv6Addr>().ok();
    let loopback = name == "localhost"
        || name.ends_with(".localhost")
        || v4.is_some_and(|ip| ip.is_loopback())
        || v6.is_some_and(|ip| ip.is_loopback());
    let local = v4.is_some_and(|ip| ip.is_private() || ip.is_link_local())
        || v6.is_some_and(|ip| ip.is_unique_local() || ip.is_unicast_link_local())
        || name.ends_with(".local")
        || (v6.is_none() && !name.contains('.'));
    match (loopback, local) {
        (true, _) => Place::Loopback,
        (_, true) => Place::Local,
        _ => Place::Public,
    }
}

/// Whether the address has a name that must be looked up: numbers and `localhost` need no DNS.
#[must_use]
pub fn needs_lookup(host: &str) -> bool {
    let name = bare(host);
    name.parse::<Ipv4Addr>().is_err() && name.parse::<Ipv6Addr>().is_err() && name != "localhost" && !name.ends_with(".localhost")
}

/// The host without its port and brackets.
#[must_use]
pub fn bare(host: &str) -> &str {
    match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    }
}

/// The port that is named, or that the scheme means.
#[must_use]
pub fn port(origin: &str) -> u16 {
    let (scheme, host) = origin.split_once("://").unwrap_or(("https", origin));
    let after = host.rsplit_once(']').map_or(host, |(_, after)| after);
    let named = after.rsplit_once(':').and_then(|(_, port)| port.parse().ok());
    named.unwrap_or(if scheme == "http" { 80 } else { 443 })
}

#[cfg(test)]
mod tests {
    use super::{Place, needs_lookup, place, port};
    use rstest::rstest;

    #[rstest]
    #[case("localhost:11434", Place::Loopback, false)]
    #[case("app.localhost", Place::Loopback, false)]
    #[case("127.0.0.1:8000", Place::Loopback, false)]
    #[case("[::1]:8000", Place::Loopback, false)]
    #[case("192.168.1.5:8000", Place::Local, false)]
    #[case("10.0.0.9", Place::Local, false)]
    #[case("169.254.3.4", Place::Local, false)]
    #[case("[fd00::12]", Place::Local, false)]
    #[case("nas.local", Place::Local, true)]
    #[case("nas:8000", Place::Local, true)]
    #[case("172.40.0.1", Place::Public, false)]
    #[case("[2001:db8::1]:443", Place::Public, false)]
    #[case("llm.example.com", Place::Public, true)]
    fn a_host_says_where_it_stands(#[case] host: &str, #[case] expected: Place, #[case] looked_up: bool) {
        assert_eq!(place(host), expected);
        assert_eq!(needs_lookup(host), looked_up);
    }

    #[rstest]
    #[case("https://a.example", 443)]
    #[case("http://a.example", 80)]
    #[case("http://[::1]:8080", 8080)]
    #[case("http://[::1]", 80)]
    #[case("https://a.example:99999", 443)]
    fn a_port_is_named_or_meant(#[case] origin: &str, #[case] expected: u16) {
        assert_eq!(port(origin), expected);
    }
}
