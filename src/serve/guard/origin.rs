//! Against pages of other sites that send requests here, and against names of others that are made to point here (DNS rebinding).

use axum::http::{HeaderMap, Method, header};

use super::is_safe;
use crate::serve::Settings;

/// Whether the server may be called by `host` (`127.0.0.1:7350`): by its address, by `localhost` where that is where it listens,
/// and by the names it was given; these with any port, as a proxy has its own.
pub(super) fn is_known_host(host: &str, settings: &Settings) -> bool {
    let (name, port) = split(host);
    let own = settings.address;
    let is_own_name = own.ip().to_string() == name.trim_matches(['[', ']'])
        || own.ip().is_loopback() && matches!(name, "localhost" | "127.0.0.1" | "[::1]");
    let is_own = is_own_name && port.unwrap_or("80") == own.port().to_string();
    is_own
        || settings.hosts.iter().any(|known| match split(known) {
            (known, None) => known.eq_ignore_ascii_case(name),
            (_, Some(_)) => known.eq_ignore_ascii_case(host),
        })
}

/// Whether the request comes from a page of this server or from no page at all. What changes something needs to say so by
/// `Origin` or `Sec-Fetch-Site`, which every browser of today sends; programs send neither.
pub(super) fn is_own_origin(headers: &HeaderMap, host: &str, method: &Method) -> bool {
    let site = headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
    if !is_safe(method) && site.is_some_and(|site| !matches!(site, "same-origin" | "none")) {
        return false;
    }
    match headers.get(header::ORIGIN) {
        None => true,
        // A browser that hides the origin of a form says by itself that it is of this page.
        Some(origin) if origin == "null" => site == Some("same-origin"),
        // What is no text is of no page of ours.
        Some(origin) => origin.to_str().is_ok_and(|origin| {
            origin
                .split_once("://")
                .is_some_and(|(scheme, from)| matches!(scheme, "http" | "https") && from.eq_ignore_ascii_case(host))
        }),
    }
}

/// A name and its port: `localhost:80`, `[::1]:80`, `localhost`.
fn split(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.contains(']') => (name, Some(port)),
        _ => (host, None),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderValue, Method};

    use super::{is_known_host, is_own_origin};
    use crate::serve::{Limits, Settings, Tokens};

    fn settings(address: &str, hosts: &[&str]) -> Settings {
        Settings {
            address: address.parse().expect("an address"),
            tokens: Tokens::default(),
            hosts: hosts.iter().map(ToString::to_string).collect(),
            limits: Limits::default(),
            watch: Vec::new(),
            today: None,
        }
    }

    #[test]
    fn a_server_on_this_machine_is_called_by_its_names_and_its_port() {
        let settings = settings("127.0.0.1:7350", &["reports.example"]);
        for host in ["127.0.0.1:7350", "localhost:7350", "[::1]:7350", "reports.example", "Reports.example:8443"] {
            assert!(is_known_host(host, &settings), "{host}");
        }
        for host in
            ["evil.example", "evil.example:7350", "127.0.0.1", "127.0.0.1:80", "localhost.evil.example:7350", ""]
        {
            assert!(!is_known_host(host, &settings), "{host}");
        }
    }

    #[test]
    fn a_name_given_with_a_port_is_meant_with_that_port() {
        let settings = settings("10.0.0.1:80", &["reports.example:8443"]);
        assert!(is_known_host("reports.example:8443", &settings) && is_known_host("10.0.0.1", &settings));
        assert!(!is_known_host("reports.example", &settings) && !is_known_host("localhost:80", &settings));
    }

    #[test]
    fn pages_of_other_sites_are_refused_and_programs_are_not() {
        let sent = |name: &'static str, value: &'static str, method: &Method| {
            let headers = HeaderMap::from_iter([(name.parse().expect("a name"), HeaderValue::from_static(value))]);
            is_own_origin(&headers, "127.0.0.1:7350", method)
        };
        assert!(is_own_origin(&HeaderMap::new(), "127.0.0.1:7350", &Method::POST));
        assert!(sent("origin", "http://127.0.0.1:7350", &Method::POST));
        for origin in ["http://evil.example", "null", "file://", "http://127.0.0.1:9999", "http://localhost:7350"] {
            assert!(!sent("origin", origin, &Method::POST), "{origin}");
            assert!(!sent("origin", origin, &Method::GET), "{origin}");
        }
        assert!(
            !sent("sec-fetch-site", "cross-site", &Method::POST) && !sent("sec-fetch-site", "same-site", &Method::POST)
        );
        let hidden = [("origin", "null"), ("sec-fetch-site", "same-origin")];
        let hidden = hidden.map(|(name, value)| (name.parse().expect("a name"), HeaderValue::from_static(value)));
        assert!(is_own_origin(&HeaderMap::from_iter(hidden), "127.0.0.1:7350", &Method::POST));
        // A link from another page may lead here.
        assert!(sent("sec-fetch-site", "cross-site", &Method::GET));
    }
}
