//! Values that are named: `db_password=…`, `?token=…`, `密码：…`, `密码已改为 …`. What the name is made of decides, not which of
//! a thousand names it is: `DB_PASS`, `dbPassword` and `spring.datasource.password` all have a part that says it.

use std::ops::Range;

use super::random::{has_all_kinds, is_random, looks_chosen, looks_secret};
use super::{is_key, trimmed};
use crate::redact::host::ends_address;
use crate::redact::number::{ends_with, is_amount};
use crate::redact::view::{BARRIER, View, is_word};

/// Anywhere in a name: its value is secret however it looks.
#[rustfmt::skip]
const PASSWORDS: [&str; 16] = [
    "password", "passwd", "passphrase", "passcode", "pwd", "clientsecret", "appsecret", "secretkey", "secretaccesskey",
    "accesskeysecret", "privatekey", "signkey", "encryptkey", "aeskey", "apisecret", "corpsecret",
];

/// Short words that mean the same as a part of a name: `db_pass`, and not `bypass`.
const PASSWORD_PARTS: [&str; 5] = ["pass", "pw", "psw", "pswd", "passwort"];

const CHINESE_PASSWORDS: [&str; 6] = ["密码", "口令", "密钥", "私钥", "授权码", "秘钥"];

/// Parts of names that count or name other things too (`token: 4096`, `key: 商户号`): their value must look like a secret.
#[rustfmt::skip]
const TOKENS: [&str; 27] = [
    "token", "secret", "auth", "authorization", "signature", "sign", "sig", "session", "sessionid", "jsessionid", "sid", "ticket",
    "credential", "credentials", "cred", "ak", "sk", "tk", "jwt", "otp", "cookie", "csrf", "xsrf", "webhook", "key", "assertion",
    "apikey",
];

/// At the end of a name that is written in one.
const TOKEN_ENDS: [&str; 9] =
    ["token", "apikey", "accesskey", "accesskeyid", "appkey", "secret", "sessionid", "authkey", "credential"];

/// What is secret in a query and means other things elsewhere; it must look random.
const QUERY_PARTS: [&str; 3] = ["code", "state", "verifier"];

/// Values that say that there is none.
const NO_SECRETS: [&str; 16] = [
    "none", "null", "nil", "true", "false", "empty", "required", "optional", "string", "expired", "invalid", "missing",
    "changed", "reset", "wrong", "error",
];

/// Whether a heading or the head of a column names passwords or tokens and nothing else of them (`密码`, `DB password`, `API key`).
pub(super) fn is_head(text: &str) -> bool {
    let text = text.trim();
    let is_chinese = CHINESE_PASSWORDS.iter().chain(&["令牌", "凭证"]).any(|word| text.ends_with(word));
    is_chinese
        || (text.is_ascii()
            && text.split(' ').count() <= 3
            && !is_weak(text)
            && naming(text).is_some_and(|n| n != Naming::Code))
}

/// What may stand below such a head: one word that is not said to be none.
pub(super) fn may_be_value(text: &str) -> bool {
    let is_said = NO_SECRETS.contains(&text.to_lowercase().as_str()) || text.chars().all(|c| "*x.-_/".contains(c));
    !is_said && (looks_chosen(text) || looks_secret(text))
}

/// What a name says of its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Naming {
    Password,
    Token,
    /// Only in a query.
    Code,
    /// Nothing, in a query.
    Unsaid,
}

fn naming(name: &str) -> Option<Naming> {
    let parts = parts(name);
    let whole = parts.concat();
    let has = |words: &[&str]| parts.iter().any(|part| words.contains(&part.as_str()));
    let is_password = PASSWORDS.iter().any(|word| whole.contains(word)) || has(&PASSWORD_PARTS);
    let is_token = has(&TOKENS) || TOKEN_ENDS.iter().any(|end| whole.ends_with(end));
    match (is_password, is_token, has(&QUERY_PARTS)) {
        (true, ..) => Some(Naming::Password),
        (_, true, _) => Some(Naming::Token),
        (_, _, true) => Some(Naming::Code),
        _ => None,
    }
}

/// `spring.dbPassword_old2` → spring, db, password, old.
fn parts(name: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_small = false;
    for c in name.chars() {
        let begins = c.is_ascii_uppercase() && was_small;
        was_small = c.is_ascii_lowercase();
        if (begins || !c.is_ascii_alphabetic()) && parts.last().is_some_and(|part| !part.is_empty()) {
            parts.push(String::new());
        }
        if let Some(part) = parts.last_mut().filter(|_| c.is_ascii_alphabetic()) {
            part.push(c.to_ascii_lowercase());
        }
    }
    parts
}

/// The value after a name and `=` or `:`, also quoted, also in JSON; 密码 may be followed by 是 or 为.
pub(super) fn assigned(view: &View, place: usize) -> Option<Range<usize>> {
    let is_sign = matches!(view.at(place), '=' | ':')
        && !view.has(place, "==")
        && !view.has(place, "://")
        && !view.has(place, "::")
        && view.before(place) != ':';
    if !is_sign && !matches!(view.at(place), '是' | '为') {
        return None;
    }
    let name_end = view.back_while(place, |c| matches!(c, ' ' | '"' | '\'' | '`' | '*' | ')'));
    let start = view.back_while(name_end, |c| is_key(c) || c == '.');
    let start = start.max(name_end.saturating_sub(LONGEST_NAME));
    // Without the arrow of `config->password`, the dash of `--password`.
    let start = (start..name_end).find(|at| is_word(view.at(*at))).unwrap_or(name_end);
    let chinese = view.text(name_end.saturating_sub(3)..name_end);
    let is_chinese_password = CHINESE_PASSWORDS.iter().any(|word| chinese.ends_with(word));
    let is_chinese_token = chinese.ends_with("令牌") || chinese.ends_with("凭证");
    let is_query = is_sign && matches!(view.before(start), '?' | '&' | ';' | '#') && view.at(place) == '=';
    let naming = match (is_chinese_password, is_chinese_token) {
        (true, _) => Naming::Password,
        (_, true) => Naming::Token,
        _ if is_query => naming(&view.text(start..name_end)).unwrap_or(Naming::Unsaid),
        _ => naming(&view.text(start..name_end)).filter(|naming| *naming != Naming::Code)?,
    };
    let opening = view.until(place + 1, |c| !matches!(c, ' ' | '`' | '*'));
    if view.at(opening) == '\n' && matches!(naming, Naming::Password | Naming::Token) {
        return next_line(view, opening + 1);
    }
    let quote = Some(view.at(opening)).filter(|c| matches!(c, '"' | '\''));
    let value = view.until(opening, |c| !matches!(c, ' ' | '"' | '\'' | '`' | '*'));
    let value = ["bearer ", "basic "].iter().find(|scheme| view.has(value, scheme)).map_or(value, |s| value + s.len());
    // A quoted value ends with its quote, spaces and all, in its line.
    let quoted = quote.map(|quote| view.until(value, |c| c == quote || c == '\n' || c == BARRIER));
    let quoted = quoted.filter(|end| Some(view.at(*end)) == quote && *end - value <= LONGEST_QUOTED);
    let plain = view
        .until(value, |c| ends_address(c) || matches!(c, '&' | ',' | ';' | BARRIER) || (is_query && "#)]".contains(c)));
    let end = quoted.unwrap_or(if is_query { plain } else { trimmed(view, value..plain) });
    let places = value..end;
    let text = view.text(places.clone());
    let is_said = NO_SECRETS.contains(&text.to_lowercase().as_str()) || text.chars().all(|c| "*x.-_".contains(c));
    let is_number = text.bytes().all(|byte| byte.is_ascii_digit());
    let is_secret = match (is_query, naming) {
        (true, Naming::Code) => is_random(&text, 6) || (text.len() >= 16 && looks_secret(&text)),
        (true, Naming::Unsaid) => has_all_kinds(&text) && is_random(&text, 10),
        (true, _) => !text.is_empty(),
        (_, Naming::Password) => {
            text.is_ascii()
                && text.len() >= 4
                && !(is_number && (is_amount(view, &places) || is_count(view, start..name_end)))
        }
        // `key: order_2023` is a name; what a key is has none in it.
        _ => looks_secret(&text) && (!is_weak(&view.text(start..name_end)) || is_random(&text, 8)),
    };
    (is_secret && !is_said).then_some(places)
}

/// The one word of the line at `start`, below a line that ends with the name and its colon.
fn next_line(view: &View, start: usize) -> Option<Range<usize>> {
    let start = view.until(start, |c| !matches!(c, ' ' | '\t' | '-' | '>' | '+' | '`' | '*' | '"' | '\''));
    let end = view.until(start, ends_address);
    let rest = view.until(end, |c| c != ' ' && c != '\r');
    let is_alone = matches!(view.at(rest), '\n' | '\0');
    (is_alone && may_be_value(&view.text(start..end))).then_some(start..end)
}

/// Longer names are none.
const LONGEST_NAME: usize = 80;
const LONGEST_QUOTED: usize = 200;

/// `key`, `cache_key`, `sign`: what has many other meanings.
fn is_weak(name: &str) -> bool {
    let parts = parts(name);
    let strong = ["token", "secret", "apikey", "accesskey", "appkey", "credential", "authorization", "session", "auth"];
    let is_pair = parts
        .windows(2)
        .any(|pair| matches!(pair[0].as_str(), "api" | "access" | "app" | "secret") && pair[1] == "key");
    !is_pair
        && !strong.iter().any(|word| parts.concat().contains(word))
        && parts.iter().any(|part| part == "key" || part == "sign")
}

/// `pass=120` beside `fail=3` counts.
fn is_count(view: &View, name: Range<usize>) -> bool {
    view.text(name).eq_ignore_ascii_case("pass")
}

/// Words that name a secret in a sentence, and whether what follows must look drawn at random.
#[rustfmt::skip]
const SAID: [(&str, bool); 19] = [
    ("密码", false), ("口令", false), ("password", false), ("passwd", false), ("pwd", false), ("passphrase", false),
    ("授权码", false), ("密钥", true), ("私钥", true), ("秘钥", true), ("令牌", true), ("token", true), ("secret", true), ("accesskey", true),
    ("access key", true), ("appkey", true), ("apikey", true), ("api key", true), ("凭证", true),
];

/// What joins such a word to its value.
const JOINTS: [&str; 13] = ["从", "由", "为", "是", "成", "成了", "叫", "了", "is", "is:", "was", "to", "->"];

/// Of a secret, these are properties and not the secret.
const PROPERTIES: [&str; 10] = ["算法", "加密", "存储", "方式", "策略", "版本", "长度", "强度", "有效期", "模块"];

/// Chars between the word and its value, at most.
const LONGEST_JOINT: usize = 10;

/// `密码 Abc12345`, `密码已重置为 Abc12345`, `password is Abc12345`: no sign between, so the value must look like one.
pub(super) fn said(view: &View, start: usize) -> Option<Range<usize>> {
    code(view, start).or_else(|| {
        let (name, is_drawn) = SAID.into_iter().find(|(name, _)| view.has(start, name))?;
        if name.is_ascii() && view.before(start).is_ascii_alphanumeric() {
            return None;
        }
        let end = start + name.chars().count();
        // The value begins where the Latin letters after the joint do.
        let mut value = end;
        let mut joint = String::new();
        loop {
            let rest = view.until(value, |c| !matches!(c, ' ' | '"' | '\'' | '`' | '(' | ':' | '=' | '“' | '「' | '>'));
            let word_end = view.until(rest, |c| c.is_ascii() || "，。；、！？".contains(c));
            let latin = ["is ", "is:", "was ", "to ", "changed ", "reset ", "set "]
                .into_iter()
                .find(|word| view.has(rest, word));
            let next = latin.map_or(word_end, |word| rest + word.len());
            if next == rest {
                value = rest;
                break;
            }
            joint = view.text(rest..next).trim().to_owned();
            value = next;
            if value - end > LONGEST_JOINT {
                return None;
            }
        }
        let between = view.text(end..value);
        let is_joined = (joint.is_empty() || JOINTS.iter().any(|word| joint.ends_with(word)))
            && !PROPERTIES.iter().any(|word| between.contains(word));
        let is_apart = value > end || !name.is_ascii();
        let stop = view.until(value, |c| ends_address(c) || matches!(c, ',' | ';' | BARRIER));
        let end = trimmed(view, value..stop);
        let text = view.text(value..end);
        let looks = if is_drawn {
            looks_secret(&text) && is_random(&text, 8)
        } else {
            looks_secret(&text) || looks_chosen(&text)
        };
        (is_apart && is_joined && looks).then_some(value..end)
    })
}

/// `验证码 384756`, `CVV：123`: digits right after the word.
fn code(view: &View, start: usize) -> Option<Range<usize>> {
    let names =
        [("验证码", 4..=8), ("动态码", 4..=8), ("校验码", 4..=8), ("cvv2", 3..=4), ("cvv", 3..=4), ("pin码", 4..=6)];
    let (name, lengths) = names.into_iter().find(|(name, _)| view.has(start, name))?;
    let value = view.until(start + name.chars().count(), |c| !matches!(c, ' ' | ':' | '=' | '是' | '为' | '"'));
    let end = view.until(value, |c| !c.is_ascii_digit());
    let goes_on = is_word(view.at(end)) || (view.at(end) == '.' && view.at(end + 1).is_ascii_digit());
    let is_code = lengths.contains(&(end - value)) && !goes_on && !is_amount(view, &(value..end));
    (is_code && !ends_with(&view.label(start), ["错误"])).then_some(value..end)
}
