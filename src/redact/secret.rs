//! Keys, tokens and passwords: by their shape (`sk-…`, `AKIA…`, a JWT, a PEM block), by the name they are assigned to
//! (`password=…`, `密码：…`, `?token=…`), by the scheme before them (`Bearer …`). Users in URLs are found with their hosts.

use std::ops::Range;

use super::Kind;
use super::host::ends_address;
use super::number::is_amount;
use super::view::{BARRIER, Found, View, is_word};

/// A prefix (lower-case), the fewest characters after it, and whether one of them must be a digit.
const SHAPES: [(&str, usize, bool); 24] = [
    ("sk-", 16, true),
    ("sk-ant-", 16, false),
    ("sk-proj-", 16, false),
    ("akia", 16, true),
    ("asia", 16, true),
    ("ltai", 12, true),
    ("akid", 13, true),
    ("aiza", 30, true),
    ("ghp_", 20, true),
    ("gho_", 20, true),
    ("ghu_", 20, true),
    ("ghs_", 20, true),
    ("ghr_", 20, true),
    ("github_pat_", 20, true),
    ("glpat-", 16, false),
    ("hf_", 20, false),
    ("xoxb-", 10, true),
    ("xoxp-", 10, true),
    ("xoxa-", 10, true),
    ("pypi-", 32, true),
    ("npm_", 30, true),
    ("dckr_pat_", 16, false),
    ("rk_live_", 16, true),
    ("sk_live_", 16, true),
];

/// Names whose value is secret however short it is.
#[rustfmt::skip]
const PASSWORDS: [&str; 14] = [
    "password", "passwd", "passphrase", "pwd", "clientsecret", "appsecret", "secretkey", "secretaccesskey",
    "accesskeysecret", "privatekey", "密码", "口令", "密钥", "私钥",
];

/// Names that count or name other things too (`token: 4096`, `key: 商户号`): their value must look like a secret.
#[rustfmt::skip]
const TOKENS: [&str; 26] = [
    "token", "accesstoken", "refreshtoken", "idtoken", "authtoken", "apitoken", "apikey", "accesskey",
    "accesskeyid", "awsaccesskeyid", "appkey", "secret", "ak", "sk", "auth", "authorization", "signature", "sign",
    "sig", "session", "sessionid", "jsessionid", "ticket", "credential", "令牌", "xapikey",
];

/// Names that are secret in a query alone.
const QUERY: [&str; 7] = ["key", "sid", "pass", "xamzsignature", "xamzcredential", "xamzsecuritytoken", "webhook"];

/// Values that say that there is none.
const NO_SECRETS: [&str; 16] = [
    "none", "null", "nil", "true", "false", "empty", "required", "optional", "string", "expired", "invalid", "missing",
    "changed", "reset", "wrong", "error",
];

pub(super) fn find(view: &View, found: &mut Vec<Found>) {
    let mut add = |places: Range<usize>| found.push(Found { places, kind: Kind::Secret });
    let mut place = 0;
    while place < view.len() {
        let secret = pem(view, place).or_else(|| shape(view, place)).or_else(|| token(view, place));
        let secret = secret.or_else(|| bearer(view, place)).or_else(|| assigned(view, place));
        let secret = secret.or_else(|| said(view, place)).or_else(|| oracle(view, place));
        place = secret.as_ref().map_or(place + 1, |places| places.end);
        secret.into_iter().for_each(&mut add);
    }
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
    let end = view.until(start, |c| !is_key(c));
    let is_secret = SHAPES.iter().any(|(prefix, fewest, has_digit)| {
        view.has(start, prefix)
            && end >= start + prefix.len() + fewest
            && (!has_digit || (start + prefix.len()..end).any(|place| view.at(place).is_ascii_digit()))
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

/// The value after a name and `=` or `:`, also quoted, also in JSON; 密码 may be followed by 是 or 为.
fn assigned(view: &View, place: usize) -> Option<Range<usize>> {
    let is_sign = matches!(view.at(place), '=' | ':')
        && !view.has(place, "==")
        && !view.has(place, "://")
        && !view.has(place, "::");
    if !is_sign && !matches!(view.at(place), '是' | '为') {
        return None;
    }
    let name_end = view.back_while(place, |c| matches!(c, ' ' | '"' | '\'' | '`' | '*' | ')'));
    let start = view.back_while(name_end, |c| is_key(c) || c == '.');
    let latin = view.text(start..name_end);
    // `spring.datasource.password` is named by its last part.
    let latin: String = latin.rsplit('.').next().unwrap_or_default().to_lowercase().replace(['-', '_'], "");
    let chinese = view.text(name_end.saturating_sub(2)..name_end);
    let is_query = is_sign && matches!(view.before(start), '?' | '&' | ';') && view.at(place) == '=';
    let is_named = |names: &[&str]| names.iter().any(|name| latin_ends(&latin, name) || chinese == *name);
    let (is_password, is_token) = (is_named(&PASSWORDS), is_named(&TOKENS) || (is_query && is_named(&QUERY)));
    if !is_password && !is_token {
        return None;
    }
    let value = view.until(place + 1, |c| !matches!(c, ' ' | '"' | '\'' | '`' | '*'));
    let value = ["bearer ", "basic "].iter().find(|scheme| view.has(value, scheme)).map_or(value, |s| value + s.len());
    let end = view
        .until(value, |c| ends_address(c) || matches!(c, '&' | ',' | ';' | BARRIER) || (is_query && "#)]".contains(c)));
    let end = if is_query { end } else { trimmed(view, value..end) };
    let places = value..end;
    let text = view.text(places.clone());
    let is_said = NO_SECRETS.contains(&text.to_lowercase().as_str()) || text.chars().all(|c| "*x.-_".contains(c));
    let is_secret = match (is_query, is_password) {
        (true, _) => !text.is_empty(),
        (_, true) => text.len() >= 4 && !(text.bytes().all(|byte| byte.is_ascii_digit()) && is_amount(view, &places)),
        _ => looks_secret(&text),
    };
    (is_secret && !is_said).then_some(places)
}

/// `密码 Abc12345`, `password is Abc12345`: no sign between, so the value must look like one.
fn said(view: &View, start: usize) -> Option<Range<usize>> {
    let name = ["密码", "口令", "password", "passwd", "pwd"].into_iter().find(|name| view.has(start, name))?;
    let end = start + name.chars().count();
    let value =
        ["is ", "was "].into_iter().find(|verb| view.has(end + 1, verb)).map_or(end, |verb| end + 1 + verb.len());
    let value = view.until(value, |c| !matches!(c, ' ' | '"' | '\'' | '`'));
    let end = trimmed(view, value..view.until(value, |c| ends_address(c) || matches!(c, ',' | ';' | BARRIER)));
    let is_apart = value > start + name.chars().count() || !name.is_ascii();
    (is_apart && !is_word(view.before(start)) && looks_secret(&view.text(value..end))).then_some(value..end)
}

/// User and password of an Oracle address: `jdbc:oracle:thin:user/password@//host:1521/service`.
fn oracle(view: &View, start: usize) -> Option<Range<usize>> {
    let from = view.has(start, "thin:").then_some(start + "thin:".len())?;
    let end = view.until(from, |c| ends_address(c) || c == '@');
    (view.at(end) == '@' && view.text(from..end).contains('/')).then_some(from..end)
}

/// A name is `password`, `db_password` or `dbpassword`; short names (`sk`, `key`) only whole.
fn latin_ends(latin: &str, name: &str) -> bool {
    latin == name || (name.len() > 4 && name.is_ascii() && latin.ends_with(name))
}

/// The end without the points and brackets of the sentence around it.
fn trimmed(view: &View, places: Range<usize>) -> usize {
    let mut end = places.end;
    while end > places.start && matches!(view.at(end - 1), '.' | ')' | ']' | ':') {
        end -= 1;
    }
    end
}

/// Letters and digits, eight or more; or sixteen letters of both cases. Names and calls of code are none.
fn looks_secret(text: &str) -> bool {
    let has = |is: fn(&u8) -> bool| text.bytes().any(|byte| is(&byte));
    let is_whole = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.+/=~%".contains(&byte));
    let is_mixed = text.len() >= 8 && has(u8::is_ascii_digit) && has(u8::is_ascii_alphabetic);
    let is_long = text.len() >= 16 && has(u8::is_ascii_uppercase) && has(u8::is_ascii_lowercase);
    is_whole && (is_mixed || (is_long && !text.contains(['_', '.'])))
}
