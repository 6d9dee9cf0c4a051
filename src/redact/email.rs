//! E-mail addresses: the ASCII form of RFC 5321, with a domain that has a dot. Rejects what follows `@` alone (@李雷).

use super::Kind;
use super::view::{BARRIER, Found, View};

/// How the sign is written, also so that programs that collect addresses do not see it.
const SIGNS: [&str; 4] = ["@", " @ ", "(at)", "[at]"];

pub(super) fn find(view: &View, found: &mut Vec<Found>) {
    for at in (0..view.len()).filter(|place| "@ ([".contains(view.at(*place))) {
        let Some(sign) = SIGNS.into_iter().find(|sign| view.has(at, sign)) else { continue };
        let start = view.back_while(at, is_local);
        let start = (start..at).find(|place| view.at(*place).is_ascii_alphanumeric()).unwrap_or(at);
        let domain = at + sign.len();
        let mut end = view.until(domain, |c| !is_domain(c));
        // The full stop of a sentence, a dash.
        while end > domain && !view.at(end - 1).is_ascii_alphanumeric() {
            end -= 1;
        }
        // A domain that went as a host's name leaves the user behind.
        let is_gone = view.at(domain) == BARRIER;
        if start < at && !is_user_of_address(view, at) && (is_gone || has_domain(&view.text(domain..end))) {
            found.push(Found { places: start..if is_gone { at } else { end }, kind: Kind::Email });
        }
    }
}

/// `https://ling:…@example.com`: a user with a password, which is found with the host.
fn is_user_of_address(view: &View, at: usize) -> bool {
    let start = view.back_while(at, |c| c.is_ascii_graphic() && !matches!(c, '/' | '@'));
    start >= 3 && view.has(start - 3, "://")
}

fn is_local(c: char) -> bool {
    c.is_ascii_alphanumeric() || "._%+-'".contains(c)
}

fn is_domain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-')
}

/// Labels with a dot between, the last one of letters: a version (`pkg@1.2.3`) is no domain.
fn has_domain(domain: &str) -> bool {
    let mut labels = domain.rsplit('.');
    let top = labels.next().unwrap_or_default();
    let is_top = top.len() >= 2 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let mut rest = labels.peekable();
    is_top && rest.peek().is_some() && rest.all(|label| !label.is_empty())
}
