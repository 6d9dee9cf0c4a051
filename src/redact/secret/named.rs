//! Values that are named: `db_password=…`, `?token=…`, `密码：…`, `密码已改为 …`. What the name is made of decides, not which of
//! a thousand names it is: `DB_PASS`, `dbPassword` and `spring.datasource.password` all have a part that says it.

use std::ops::Range;

use super::random::{has_all_kinds, is_random, looks_chosen, looks_secret};
use super::{is_key, trimmed};
use crate::redact::host::ends_address;
use crate::redact::number::{ends_with, is_amount};
use crate::redact::view::{BARRIER, View, is_word};
use crate::vocabulary::{Sense, Words};

/// Anywhere in a name: its value is secret however it looks.
static PASSWORDS: Words = Words::of(&[Sense::Password, Sense::SecretKey]);

/// Short words that mean the same as a part of a name: `db_pass`, and not `bypass`.
static PASSWORD_PARTS: Words = Words::of(&[Sense::PasswordPart]);

/// Words for a token in a sentence.
static TOKENS: Words = Words::of(&[Sense::Token]);

/// Parts of names that count or name other things too (`token: 4096`, `key: 商户号`): their value must look like a secret.
static TOKEN_PARTS: Words =
    Words::of(&[Sense::Token, Sense::Credential, Sense::Authorization, Sense::TokenPart, Sense::Webhook]);

/// At the end of a name that is written in one.
static TOKEN_ENDS: Words = Words::of(&[Sense::Token, Sense::Credential]);

/// Beside `key` or `sign` in a name, these leave it no other meaning.
static STRONG: Words = Words::of(&[Sense::Token, Sense::Credential, Sense::Authorization]);

/// What is secret in a query and means other things elsewhere; it must look random.
const QUERY_PARTS: [&str; 3] = ["code", "state", "verifier"];

/// Values that deny that there is one.
static NO_SECRETS: Words = Words::of(&[Sense::NoSecret, Sense::Reset]);

/// Whether `text` ends with a Chinese one of `words`.
fn ends_in_chinese(text: &str, words: &Words) -> bool {
    words.iter().any(|word| !word.is_ascii() && text.ends_with(word))
}

/// Whether a heading or the head of a column names passwords or tokens and nothing else of them (`密码`, `DB password`, `API key`).
pub(super) fn is_head(text: &str) -> bool {
    let text = text.trim();
    ends_in_chinese(text, &PASSWORDS)
        || ends_in_chinese(text, &TOKENS)
        || (text.is_ascii()
            && text.split(' ').count() <= 3
            && !is_weak(text)
            && naming(text).is_some_and(|n| n != Naming::Code))
}

/// Whether `text` may be a value below such a head: one word that is no denial.
pub(super) fn may_be_value(text: &str) -> bool {
    let is_said = NO_SECRETS.have(text) || text.chars().all(|c| "*x.-_/".contains(c));
    !is_said && !is_tracker_key(text) && (looks_chosen(text) || looks_secret(text))
}

/// `PLAT-1388`: a ticket of a tracker, whose column is headed like that of a session's ticket.
fn is_tracker_key(text: &str) -> bool {
    text.split_once('-').is_some_and(|(project, number)| {
        project.bytes().all(|byte| byte.is_ascii_uppercase())
            && (1..=6).contains(&number.len())
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
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
    let is_password =
        PASSWORDS.iter().any(|word| whole.contains(word)) || parts.iter().any(|part| PASSWORD_PARTS.have(part));
    let is_token = parts.iter().any(|part| TOKEN_PARTS.have(part)) || TOKEN_ENDS.iter().any(|end| whole.ends_with(end));
    let is_code = parts.iter().any(|part| QUERY_PARTS.contains(&part.as_str()));
    match (is_password, is_token, is_code) {
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
    let is_query = is_sign && matches!(view.before(start), '?' | '&' | ';' | '#') && view.at(place) == '=';
    let naming = match (ends_in_chinese(&chinese, &PASSWORDS), ends_in_chinese(&chinese, &TOKENS)) {
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
    let is_said = NO_SECRETS.have(&text) || text.chars().all(|c| "*x.-_".contains(c));
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
    let whole = parts.concat();
    let is_pair = parts
        .windows(2)
        .any(|pair| matches!(pair[0].as_str(), "api" | "access" | "app" | "secret") && pair[1] == "key");
    !is_pair
        && !STRONG.iter().any(|word| whole.contains(word))
        && parts.iter().any(|part| part == "key" || part == "sign")
}

/// `pass=120` beside `fail=3` counts.
fn is_count(view: &View, name: Range<usize>) -> bool {
    view.text(name).eq_ignore_ascii_case("pass")
}

/// A password's name in a sentence: what follows may have been chosen by somebody.
static CHOSEN: Words = Words::of(&[Sense::Password]);

/// The names of what is drawn at random.
static DRAWN: Words = Words::of(&[Sense::SecretKey, Sense::Token]);

/// What joins such a word to its value.
static JOINTS: Words = Words::of(&[Sense::SecretJoint]);

/// Of a secret, these are properties and not the secret.
static PROPERTIES: Words = Words::of(&[Sense::Property]);

/// The longest of `names` at `start`.
fn name_at(view: &View, start: usize, names: &Words) -> Option<&'static str> {
    names.iter().filter(|name| view.has(start, name)).max_by_key(|name| name.len())
}

/// Chars between the word and its value, at most.
const LONGEST_JOINT: usize = 10;

/// `密码 Abc12345`, `密码已重置为 Abc12345`, `password is Abc12345`: no sign between, so the value must look like one.
pub(super) fn said(view: &View, start: usize) -> Option<Range<usize>> {
    code(view, start).or_else(|| {
        let chosen = name_at(view, start, &CHOSEN);
        let name = chosen.or_else(|| name_at(view, start, &DRAWN))?;
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
        let is_joined =
            (joint.is_empty() || JOINTS.ending(joint.trim_end_matches(':')).is_some()) && !PROPERTIES.are_in(&between);
        let is_apart = value > end || !name.is_ascii();
        let stop = view.until(value, |c| ends_address(c) || matches!(c, ',' | ';' | BARRIER));
        let end = trimmed(view, value..stop);
        let text = view.text(value..end);
        let looks = if chosen.is_none() {
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
