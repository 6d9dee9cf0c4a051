//! Terms that two texts share, by which a later week is known to speak of the same thing, and the names of values.

use std::collections::HashSet;

use crate::text::fold;
use crate::vocabulary::{Sense, Words};

/// Pairs of neighbouring ideographs, and Latin words and numbers of two characters or more as a whole.
pub(super) fn terms(text: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut word = String::new();
    let mut before: Option<char> = None;
    let flush = |word: &mut String, found: &mut HashSet<String>| {
        if word.chars().count() > 1 {
            found.insert(std::mem::take(word));
        }
        word.clear();
    };
    for c in fold(text).chars() {
        let is_latin = c.is_ascii_alphanumeric();
        if is_latin {
            word.push(c);
        } else {
            flush(&mut word, &mut found);
        }
        let is_ideograph = c.is_alphanumeric() && !c.is_ascii();
        if is_ideograph && let Some(before) = before {
            found.insert([before, c].iter().collect());
        }
        before = Some(c).filter(|_| is_ideograph);
    }
    flush(&mut word, &mut found);
    found
}

/// How much of `wanted` is in `text`, from 0 to 1; 0 where nothing is wanted.
pub(super) fn share_of(wanted: &HashSet<String>, text: &HashSet<String>) -> f64 {
    if wanted.is_empty() {
        return 0.0;
    }
    wanted.intersection(text).count() as f64 / wanted.len() as f64
}

/// The letters and digits that end at `end` without a mark between, and without the words that join a name to its value.
pub(super) fn name_before(text: &str, end: usize) -> &str {
    static JOINTS: Words = Words::of(&[Sense::ValueJoint]);
    let mut head = text[..end].trim_end();
    while let Some(shorter) =
        head.strip_suffix("**").or_else(|| JOINTS.ending(head).map(|joint| &head[..joint.span.start]))
    {
        head = shorter.trim_end();
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
    let start = head.trim_end_matches(is_part).len();
    head[start..].trim_matches(['.', '-', '_'])
}

#[cfg(test)]
mod tests {
    use super::{name_before, share_of, terms};

    #[test]
    fn names_stand_before_their_values() {
        let name = |text: &str| name_before(text, text.find("60").expect("a value")).to_string();
        assert_eq!(name("方案定不下来，Hive总进度60%"), "Hive总进度");
        assert_eq!(name("- Hive数仓建设总进度：60%"), "Hive数仓建设总进度");
        assert_eq!(name("60%"), "");
    }

    #[test]
    fn terms_are_pairs_and_whole_words() {
        let wanted = terms("短信重复发送 SMS");
        assert!(wanted.contains("短信") && wanted.contains("sms") && !wanted.contains("送 "));
        assert!(share_of(&wanted, &terms("4/10 短信重复发送复盘 sms")) > 0.99);
        assert!(share_of(&wanted, &terms("账户流水")) < 0.01);
    }
}
