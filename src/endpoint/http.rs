//! What the remote embedder, the chat client and the hub share about HTTP: a client with time limits, and a foreign server's words made safe to print. Reads nothing from the environment but the system's proxy, which
//! reqwest finds by itself.

use std::net::{Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use reqwest::Client;
use reqwest::redirect::{Attempt, Policy};

use super::BaseUrl;
use super::base_url::is_loopback;
use super::echo::masked;

/// A server that does not accept a connection in this time is taken for unreachable.
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// How much of a foreign server's words is shown, in chars.
pub(crate) const MAX_QUOTED_CHARS: usize = 300;

/// Whether a server may send us elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Redirects {
    /// As hubs do with their files; but never from this machine to another, nor back.
    Followed,
    /// A redirect is the reply: what is sent must not reach a host that the user did not name.
    Refused,
}

/// As reqwest's own.
const MOST_REDIRECTS: usize = 10;

/// A client for the host of `base` that gives up when nothing arrives for `idle_timeout`. What goes to this machine goes
/// nowhere else: through no proxy, whatever the environment says, and `localhost` is no name that is looked up (RFC 6761).
///
/// # Errors
/// reqwest's, when the system's certificates cannot be used.
pub(crate) fn client(base: &BaseUrl, idle_timeout: Duration, redirects: Redirects) -> Result<Client, reqwest::Error> {
    // An error means that a provider is installed already, which serves as well.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let is_here = base.is_loopback();
    let policy = match redirects {
        Redirects::Refused => Policy::none(),
        Redirects::Followed => Policy::custom(move |attempt: Attempt<'_>| {
            let is_allowed = is_loopback(attempt.url()) == is_here && attempt.previous().len() <= MOST_REDIRECTS;
            if is_allowed { attempt.follow() } else { attempt.stop() }
        }),
    };
    let builder = Client::builder().connect_timeout(CONNECT_TIMEOUT.min(idle_timeout)).read_timeout(idle_timeout);
    let builder = builder.redirect(policy);
    // Port 0 leaves it to the URL.
    let here = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), SocketAddr::from((Ipv6Addr::LOCALHOST, 0))];
    match is_here {
        true => builder.no_proxy().resolve_to_addrs("localhost", &here).build(),
        false => builder.build(),
    }
}

/// A foreign text on one line, without control characters (a terminal would obey them), without `secrets` in any form, and cut to
/// `max_chars`.
pub(crate) fn quoted(text: &str, secrets: &[&str], max_chars: usize) -> String {
    let hidden = masked(text, secrets);
    let line = hidden.split(|c: char| c.is_whitespace() || c.is_control());
    let line = line.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(max_chars) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Shorter keys are names that a server on this machine is content with (`ollama`), and words of replies.
const MIN_REPLY_KEY_CHARS: usize = 16;

/// A reply without `key` in any form.
pub(crate) fn without_key(reply: &str, key: &str) -> String {
    match key.chars().count() >= MIN_REPLY_KEY_CHARS {
        true => masked(reply, &[key]),
        false => reply.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{quoted, without_key};

    #[test]
    fn a_reply_never_says_the_key_and_keeps_what_is_none() {
        let key = "sk-live-4f9a7c21d8e05b63";
        assert_eq!(without_key("原因是扩容 [1]。sk-live-4f9a7c21d8e05b63", key), "原因是扩容 [1]。****");
        assert_eq!(without_key("第26周用 ollama 处理 5991 条 [1]", "ollama"), "第26周用 ollama 处理 5991 条 [1]");
    }

    #[test]
    fn foreign_words_lose_secrets_controls_and_length() {
        assert_eq!(quoted("bad key sk-1234567\u{1b}[31m\r\n  now", &["sk-1234567"], 300), "bad key **** [31m now");
        assert_eq!(quoted(&"长".repeat(400), &[], 300).chars().count(), 301);
        assert_eq!(quoted("none of it", &["", "none"], 300), "none of it");
    }
}
