//! What two texts share: folded letters, pairs of ideographs, whole Latin words. For telling whether a later week speaks of
//! the same thing again.

use std::collections::HashSet;

use unicode_normalization::UnicodeNormalization;

/// `text` as letters and digits alone, NFKC, lower-case.
pub(super) fn folded(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric()).collect()
}

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
    for c in text.nfkc().flat_map(char::to_lowercase) {
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
    const JOINTS: [&str; 12] = ["：", ":", "为", "是", "达到", "达", "至", "到", "约", "已", "=", "**"];
    let mut head = text[..end].trim_end();
    while let Some(shorter) = JOINTS.iter().find_map(|joint| head.strip_suffix(joint)) {
        head = shorter.trim_end();
    }
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '%') && c != '%';
    let start = head.trim_end_matches(is_part).len();
    head[start..].trim_matches(['.', '-', '_'])
}

#[cfg(test)]
mod tests {
    use super::{folded, name_before, share_of, terms};

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
        assert_eq!(folded("Ａ、b 甲"), "ab甲");
    }
}
