//! Keys, tokens and passwords: by their shape (`sk-…`, `AKIA…`, a JWT, a PEM block), by the name they are assigned to
//! (`password=…`, `密码：…`, `?token=…`), by the scheme before them (`Bearer …`), by the path around them (`/hook/…`), by the
//! head of their column. Users in URLs are found with their hosts.

mod named;
mod path;
mod random;
mod table;

use std::ops::Range;
use std::sync::LazyLock;

use super::Kind;
use super::host::ends_address;
use super::view::{BARRIER, Found, View, is_word};
use random::looks_secret;

/// A prefix of keys, in lower case.
struct Shape {
    prefix: &'static str,
    /// Characters after it, at least.
    fewest: usize,
    needs_digit: bool,
}

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let shape = |line: &'static str| {
        let mut cells = line.split('\t');
        let (prefix, fewest, rest) = (cells.next()?, cells.next()?.parse().ok()?, cells.next()?);
        Some(Shape { prefix, fewest, needs_digit: rest == "digit" })
    };
    include_str!("secret/shapes.tsv").lines().filter_map(shape).collect()
});

pub(super) fn find(view: &View, found: &mut Vec<Found>) {
    let mut add = |places: Range<usize>| found.push(Found { places, kind: Kind::Secret });
    let mut place = 0;
    while place < view.len() {
        let secret = pem(view, place).or_else(|| shape(view, place)).or_else(|| token(view, place));
        let secret = secret.or_else(|| bearer(view, place)).or_else(|| named::assigned(view, place));
        let secret = secret.or_else(|| named::said(view, place)).or_else(|| oracle(view, place));
        let secret = secret.or_else(|| option(view, place)).or_else(|| path::token(view, place));
        place = secret.as_ref().map_or(place + 1, |places| places.end);
        secret.into_iter().for_each(&mut add);
    }
    table::cells(view).into_iter().for_each(&mut add);
}

/// From `-----BEGIN` to the end of the `-----END` line; to the end of the text where that is cut off.
fn pem(view: &View, start: usize) -> Option<Range<usize>> {
    if !view.has(start, "-----begin ") {
        return None;
    }
    let closing = (start..view.len()).find(|place| view.has(*place, "-----end "));
    let Some(closing) = closing else {
        return Some(start..view.until(start, |c| c == BARRIER));
    };
    let dashes = view.until(closing + 5, |c| c == '-' || c == '\n');
    Some(start..view.until(dashes, |c| c != '-'))
}

fn is_key(c: char) -> bool {
    is_word(c) || c == '-'
}

fn shape(view: &View, start: usize) -> Option<Range<usize>> {
    if is_word(view.before(start)) {
        return None;
    }
    let end = view.until(start, |c| !is_key(c) && c != '.');
    let end = trimmed(view, start..end);
    let is_secret = SHAPES.iter().any(|Shape { prefix, fewest, needs_digit }| {
        view.has(start, prefix)
            && end >= start + prefix.len() + fewest
            && (!needs_digit || (start + prefix.len()..end).any(|place| view.at(place).is_ascii_digit()))
    });
    is_secret.then_some(start..end)
}

/// A JSON web token (RFC 7519): two parts that begin with `{"` in base64url, and a signature that may be empty.
fn token(view: &View, start: usize) -> Option<Range<usize>> {
    if !view.has(start, "eyj") || view.at(start + 1) != 'y' || is_word(view.before(start)) {
        return None;
    }
    let head = view.until(start, |c| !is_key(c));
    if view.at(head) != '.' || head < start + 10 {
        return None;
    }
    let claims = view.until(head + 1, |c| !is_key(c));
    let end = if view.at(claims) == '.' { view.until(claims + 1, |c| !is_key(c)) } else { claims };
    (claims > head + 2).then_some(start..end)
}

/// What follows `Bearer` or `Basic` (RFC 6750, RFC 7617).
fn bearer(view: &View, start: usize) -> Option<Range<usize>> {
    let scheme = ["bearer ", "basic "].into_iter().find(|scheme| view.has(start, scheme))?;
    let value = view.until(start + scheme.len(), |c| c != ' ');
    let end = view.until(value, |c| !is_key(c) && !matches!(c, '.' | '~' | '+' | '/' | '='));
    (!is_word(view.before(start)) && looks_secret(&view.text(value..end))).then_some(value..end)
}

/// Passwords on a command line: `mysql -uroot -pKite2023`, `curl -u user:Kite2023`, `redis-cli -a Kite2023`.
fn option(view: &View, start: usize) -> Option<Range<usize>> {
    let name =
        ["-p", "-u ", "-a ", "-w "].into_iter().find(|name| view.has(start, name) && view.before(start) == ' ')?;
    let value = view.until(start + name.len(), |c| !matches!(c, '\'' | '"'));
    let end = view.until(value, |c| ends_address(c) || matches!(c, ',' | ';' | ')'));
    let text = view.text(value..end);
    let from = if name == "-u " { value + text.find(':')? + 1 } else { value };
    random::looks_chosen(&view.text(from..end)).then_some(from..end)
}

/// User and password of an Oracle address: `jdbc:oracle:thin:user/password@//host:1521/service`.
fn oracle(view: &View, start: usize) -> Option<Range<usize>> {
    let from = view.has(start, "thin:").then_some(start + "thin:".len())?;
    let end = view.until(from, |c| ends_address(c) || c == '@');
    (view.at(end) == '@' && view.text(from..end).contains('/')).then_some(from..end)
}

/// The end without the points and brackets of the sentence around it.
fn trimmed(view: &View, places: Range<usize>) -> usize {
    let mut end = places.end;
    while end > places.start && matches!(view.at(end - 1), '.' | ')' | ']' | ':') {
        end -= 1;
    }
    end
}
