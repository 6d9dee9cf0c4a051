//! Every spelling is held against the host of the URL that is requested.

use std::net::IpAddr;

use async_openai::config::Config;
use proptest::prelude::*;
use reqwest::Url;

use super::{BaseUrl, shown, shown_raw};
use crate::endpoint::Endpoint;

/// The host that a request to this endpoint goes to, as the HTTP client parses it.
fn requested_host(base: &BaseUrl) -> String {
    let endpoint = Endpoint::new(base, None).expect("no key");
    let url = Url::parse(&endpoint.url("/chat/completions")).expect("a URL");
    url.host_str().expect("a host").to_string()
}

fn is_host_of_this_machine(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.to_canonical().is_loopback())
}

/// Address → whether it is this machine; `None` where it is refused.
const SPELLINGS: [(&str, Option<bool>); 84] = [
    ("http://localhost", Some(true)),
    ("http://localhost:8080/v1", Some(true)),
    ("HTTP://LOCALHOST/v1", Some(true)),
    ("https://LocalHost:8443/v1", Some(true)),
    (" http://localhost/v1\n", Some(true)),
    ("http://user:pass@localhost:1/v1", Some(true)),
    ("http://evil.example@localhost/v1", Some(true)),
    ("http:localhost/v1", Some(true)),
    ("http:/localhost/v1", Some(true)),
    ("http:///localhost/v1", Some(true)),
    ("http:\\\\localhost\\v1", Some(true)),
    ("http://loc\talhost/v1", Some(true)),
    ("ht\ntp://localhost/v1", Some(true)),
    ("http://ｌｏｃａｌｈｏｓｔ/v1", Some(true)),
    ("http://%6cocalhost/v1", Some(true)),
    ("http://127.0.0.1", Some(true)),
    ("http://127.0.0.1:11434/v1?x=http://evil.example", Some(true)),
    ("http://127.8.9.10/v1", Some(true)),
    ("http://127.1/v1", Some(true)),
    ("http://2130706433/v1", Some(true)),
    ("http://0x7f.1/v1", Some(true)),
    ("http://0x7f000001/v1", Some(true)),
    ("http://0177.0.0.1/v1", Some(true)),
    ("http://017700000001/v1", Some(true)),
    ("http://127.0.0.1./v1", Some(true)),
    ("http://①②⑦.0.0.1/v1", Some(true)),
    ("http://127。0。0。1/v1", Some(true)),
    ("http://127%2e0%2e0%2e1/v1", Some(true)),
    ("http://[::1]/v1", Some(true)),
    ("http://[::1]:8080/v1", Some(true)),
    ("http://[0:0:0:0:0:0:0:1]/v1", Some(true)),
    ("http://[::ffff:127.0.0.1]/v1", Some(true)),
    ("http://[::ffff:7f00:1]/v1", Some(true)),
    ("http://api.example.com/v1", Some(false)),
    ("http://10.1.2.3/v1", Some(false)),
    ("http://evil.example\\@localhost/v1", Some(false)),
    ("http:evil.example/://localhost/v1", Some(false)),
    ("http:\\\\evil.example/://localhost", Some(false)),
    ("http:evil.example?://localhost", Some(false)),
    ("http:evil.example#://localhost", Some(false)),
    ("http:/evil.example/://localhost", Some(false)),
    ("http:\\evil.example\\://localhost", Some(false)),
    ("http:///evil.example/://localhost", Some(false)),
    ("https:evil.example\\://127.0.0.1", Some(false)),
    ("http://localhost@evil.example/v1", Some(false)),
    ("http://localhost:80@evil.example/v1", Some(false)),
    ("http://127.0.0.1:80\\@evil.example/v1", Some(true)),
    ("http://127.0.0.1@evil.example/", Some(false)),
    ("http://a@localhost@evil.example/", Some(false)),
    ("http://evil.example/@localhost/", Some(false)),
    ("http://evil.example?@localhost/", Some(false)),
    ("http://evil.example#@localhost/", Some(false)),
    ("http://evil.example;@localhost/", Some(true)),
    ("http://evil.example%2f@localhost/", Some(true)),
    ("http://evil.example\t/@localhost", Some(false)),
    ("http://evil.example\n\\localhost", Some(false)),
    ("http://localhost.evil.example/v1", Some(false)),
    ("http://localhost。evil.example/v1", Some(false)),
    ("http://127.0.0.1.evil.example/v1", Some(false)),
    ("http://127-0-0-1.evil.example/v1", Some(false)),
    ("http://localhost。/v1", Some(false)),
    ("http://localhost./v1", Some(false)),
    ("http://model.localhost/v1", Some(false)),
    ("http://localhost.localdomain/v1", Some(false)),
    ("http://ip6-localhost/v1", Some(false)),
    ("http://0.0.0.0/v1", Some(false)),
    ("http://0/v1", Some(false)),
    ("http://[::]/v1", Some(false)),
    ("http://[::127.0.0.1]/v1", Some(false)),
    ("http://[::ffff:8.8.8.8]/v1", Some(false)),
    ("http://[fe80::1]/v1", Some(false)),
    ("http://2130706434.example/v1", Some(false)),
    ("http://134744072/v1", Some(false)),
    ("http://lοcalhost/v1", Some(false)),
    ("http://ⅼocalhost.example/v1", Some(false)),
    ("http://[::1%lo]/v1", None),
    ("http://[::1", None),
    ("http://", None),
    ("http://:80/v1", None),
    ("localhost:8080/v1", None),
    ("127.0.0.1:8080", None),
    ("unix:///run/model.sock", None),
    ("file://localhost/etc", None),
    ("javascript://localhost/%0a", None),
];

#[test]
fn what_counts_as_this_machine_is_the_host_that_is_requested() {
    for (address, expected) in SPELLINGS {
        let base = address.parse::<BaseUrl>().ok();
        assert_eq!(base.as_ref().map(BaseUrl::is_loopback), expected, "{address:?}");
        if let Some(base) = base {
            let host = requested_host(&base);
            assert_eq!(is_host_of_this_machine(&host), base.is_loopback(), "{address:?} asks {host}");
            let again: BaseUrl = base.to_string().parse().expect("what is shown is an address");
            assert_eq!(again.is_loopback(), base.is_loopback(), "{address:?}");
        }
    }
}

/// Pieces that addresses are made of, and what confuses their readers.
fn piece() -> impl Strategy<Value = String> {
    let pieces = [
        "http", "https", "ftp", ":", "/", "//", "://", "\\", "@", "?", "#", "localhost", "LOCALHOST", "127.0.0.1",
        "127.1", "2130706433", "0x7f", "[::1]", "[::ffff:7f00:1]", "[", "]", "evil.example", ".", "。", "%2e", "%40",
        "%5c", "\t", "\n", "\r", " ", ":80", "0", "ｌ", "①", "-", "_", "*", ";", "&", "\u{200b}", "\u{ad}", "\0", "é",
    ];
    prop_oneof![
        8 => prop::sample::select(pieces.to_vec()).prop_map(str::to_string),
        1 => "\\PC{0,3}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_that_counts_as_this_machine_is_requested_elsewhere(
        start in prop_oneof![Just("http://"), Just("http:"), Just("")],
        pieces in prop::collection::vec(piece(), 0..10),
    ) {
        let address = format!("{start}{}", pieces.concat());
        if let Ok(base) = address.parse::<BaseUrl>() {
            prop_assert_eq!(is_host_of_this_machine(&requested_host(&base)), base.is_loopback(), "{:?}", address);
        }
    }
}

#[test]
fn shown_addresses_hold_no_credentials() {
    let base: BaseUrl = "https://ming:s3cret@gateway.test/v1?api-key=s3cret#s3cret".parse().expect("a URL");
    assert_eq!(shown(base.url()), "https://gateway.test/v1");
    assert_eq!(format!("{base} {base:?}"), "https://gateway.test/v1 \"https://gateway.test/v1\"");
    assert_eq!(shown_raw("ftp://ming:s3cret@gateway.test/v1?k=s3cret"), "ftp://gateway.test/v1");
    assert_eq!(shown_raw("gateway"), "gateway");
    let error = "ftp://ming:s3cret@gateway.test".parse::<BaseUrl>().expect_err("ftp");
    assert_eq!(error.to_string(), "`ftp://gateway.test` is not an http or https address: it begins with `ftp:`");
    assert!(!error.hint().is_empty());
}
