//! A secret that a server sends back: as it is, or wrapped, quoted, escaped, in another case, in base64 or hexadecimal digits.
//! Both sides are brought down to their letters and digits, and every run of them that the text shares with the secret in
//! one of its forms is masked, so that a part of it is no more shown than the whole.

use std::collections::HashSet;
use std::ops::Range;

/// Shorter keys are no secrets but placeholders (`x`, `none`); taking them out of messages would garble these.
const MIN_SECRET_CHARS: usize = 6;

/// Letters and digits in a row that give a secret away.
const RUN: usize = 8;

const MASK: &str = "****";

/// `text` with `****` for each of `secrets`, in whatever form.
pub(super) fn masked(text: &str, secrets: &[&str]) -> String {
    let secrets = || secrets.iter().filter(|secret| secret.chars().count() >= MIN_SECRET_CHARS);
    let mut text = secrets().fold(text.to_owned(), |text, secret| text.replace(secret, MASK));
    for secret in secrets() {
        text = without_forms(&text, secret);
    }
    text
}

fn without_forms(text: &str, secret: &str) -> String {
    let forms: Vec<Vec<char>> =
        forms(secret).iter().map(|form| letters(form).into_iter().map(|(c, _)| c).collect()).collect();
    let Some(run) = forms.iter().map(Vec::len).filter(|length| *length >= MIN_SECRET_CHARS).min() else {
        return text.to_owned();
    };
    let run = run.min(RUN);
    let known: HashSet<&[char]> = forms.iter().flat_map(|form| form.windows(run)).collect();
    let (chars, spans): (Vec<char>, Vec<Range<usize>>) = letters(text).into_iter().unzip();
    let mut masked = String::with_capacity(text.len());
    let (mut end, mut covered) = (0, 0);
    for at in 0..chars.len().saturating_sub(run - 1) {
        if !known.contains(&chars[at..at + run]) {
            continue;
        }
        // The next run of the same secret goes on with the mask.
        if at >= covered {
            masked.push_str(&text[end..spans[at].start]);
            masked.push_str(MASK);
        }
        covered = at + run;
        end = spans[covered - 1].end;
    }
    masked.push_str(&text[end..]);
    masked
}

fn forms(secret: &str) -> Vec<String> {
    let hexadecimal = secret.bytes().map(|byte| format!("{byte:02x}")).collect();
    let mut forms = vec![secret.to_owned(), secret.chars().rev().collect(), hexadecimal];
    // What stands before it (`Bearer `) shifts the groups of base64; its first and last letter may be shared with others.
    for shift in 0..3 {
        let bytes: Vec<u8> = std::iter::repeat_n(0, shift).chain(secret.bytes()).collect();
        let encoded = base64(&bytes);
        forms.push(encoded[(shift * 8).div_ceil(6)..].to_owned());
    }
    forms
}

/// RFC 4648, without padding and without the bits of an unfinished last letter.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let bit = |at: usize| bytes[at / 8] >> (7 - at % 8) & 1;
    let groups = bytes.len() * 8 / 6;
    let value = |group: usize| (group * 6..group * 6 + 6).fold(0, |value, at| value << 1 | bit(at));
    (0..groups).map(|group| char::from(LETTERS[usize::from(value(group))])).collect()
}

/// Letters and digits in small letters with their bytes, escapes of URLs and JSON as their characters.
fn letters(text: &str) -> Vec<(char, Range<usize>)> {
    let mut letters = Vec::new();
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at + c.len_utf8()..];
        let code = |digits: Option<&str>| {
            digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).and_then(char::from_u32)
        };
        let (c, length) = match c {
            '%' => code(rest.get(..2)).map_or((c, 1), |c| (c, 3)),
            '\\' if rest.starts_with('u') => code(rest.get(1..5)).map_or((c, 1), |c| (c, 6)),
            '\\' if rest.starts_with(['n', 'r', 't']) => (c, 2),
            c => (c, c.len_utf8()),
        };
        let span = at..at + length;
        at = span.end;
        letters.extend(c.to_lowercase().filter(|c| c.is_alphanumeric()).map(|c| (c, span.clone())));
    }
    letters
}

#[cfg(test)]
mod tests {
    use super::{base64, masked};

    const KEY: &str = "sk-Loop-Qx7Zt29aLm40";

    #[test]
    fn a_secret_is_masked_in_whatever_form_it_comes() {
        let hexadecimal: String = KEY.bytes().map(|byte| format!("{byte:02X}")).collect();
        let swapped: String = KEY
            .chars()
            .map(|c| if c.is_ascii_lowercase() { c.to_ascii_uppercase() } else { c.to_ascii_lowercase() })
            .collect();
        for form in [
            KEY.to_owned(),
            KEY.to_uppercase(),
            swapped,
            KEY.chars().rev().collect(),
            KEY.replace('-', "%2D"),
            KEY.replace("Qx7", "Qx\n    7"),
            KEY.replace("Qx7", "Qx\\n7"),
            KEY.replace("Qx7", "Q\" + \"x7"),
            KEY.replace('Q', "\\u0051"),
            KEY.chars().flat_map(|c| [c, '\u{200b}']).collect(),
            KEY.bytes().map(|byte| format!("%{byte:02x}")).collect(),
            hexadecimal.clone(),
            hexadecimal.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair)).collect::<Vec<_>>().join(":"),
            base64(KEY.as_bytes()),
            base64(format!("Bearer {KEY}").as_bytes()),
            base64(format!("u:{KEY}").as_bytes()).chars().rev().collect::<String>().chars().rev().collect(),
        ] {
            let shown = masked(&format!("no such key [{form}] here"), &[KEY]);
            assert!(
                shown.contains("****") && shown.starts_with("no such key [") && shown.ends_with("] here"),
                "{shown}"
            );
            assert!(
                !["Qx7Zt", "qx7zt", "tz7xq", "5178375a", "UXg3WnQ"].iter().any(|part| shown.contains(part)),
                "{shown}"
            );
        }
    }

    #[test]
    fn what_is_no_secret_stays() {
        let text = "model not found: Qwen2.5, key sk-other, 100% of 20230615";
        assert_eq!(masked(text, &[KEY, "", "none"]), text);
        assert_eq!(masked("none of it", &["none"]), "none of it");
        assert_eq!(masked("!!!###??? is wrong", &["!!!###???"]), "**** is wrong");
    }

    #[test]
    fn base64_is_that_of_the_standard() {
        assert_eq!((base64(b"foobar").as_str(), base64(b"foo").as_str()), ("Zm9vYmFy", "Zm9v"));
    }
}
