//! Quoted text in a prompt: what a report says must not be taken for what we say.

use sha2::{Digest, Sha256};

/// The mark at both ends of every quotation of one prompt. It is made from all that the prompt quotes, so that the author of
/// one report cannot know it, and the same prompt always has the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nonce(String);

/// Hexadecimal digits of a nonce: short for the model, and not to be guessed by a text that cannot try.
const DIGITS: usize = 8;

impl Nonce {
    /// Of all `texts` that are quoted; none of them contains it.
    pub fn new<'a>(texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut hash = Sha256::new();
        for text in texts.clone() {
            hash.update(text);
            hash.update([0]);
        }
        loop {
            let digest = hash.finalize_reset();
            let nonce: String = digest.iter().take(DIGITS / 2).map(|byte| format!("{byte:02x}")).collect();
            if !texts.clone().any(|text| text.contains(&nonce)) {
                return Self(nonce);
            }
            hash.update(digest);
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A report's text for the inside of a prompt: no control characters, nothing that looks like a fence of ours or like
/// the marks by which models separate roles, and no `[3]`, which would be taken for one of our numbers.
pub fn quotable(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        match c {
            '\n' | '\t' => out.push(c),
            c if c.is_control() => {}
            // <资料, </source, <|im_start|>, [INST] and the like.
            '<' if after.starts_with(|c: char| c == '/' || c == '|' || c.is_alphabetic()) => out.push('＜'),
            '[' => match bracketed_number(after) {
                Some((number, len)) => {
                    out.push('〔');
                    out.push_str(number);
                    out.push('〕');
                    rest = &after[len..];
                    continue;
                }
                None if after.starts_with("INST]") || after.starts_with("/INST]") => out.push('［'),
                None => out.push(c),
            },
            c => out.push(c),
        }
        rest = after;
    }
    out
}

/// The digits at the start of `text` that end in `]`, and how many bytes both are.
fn bracketed_number(text: &str) -> Option<(&str, usize)> {
    let digits = text.find(|c: char| !c.is_ascii_digit())?;
    (digits > 0 && text[digits..].starts_with(']')).then(|| (&text[..digits], digits + 1))
}
