//! One spelling for what is written in several widths and cases.

use unicode_normalization::UnicodeNormalization;

use super::{is_letter, visible};

/// `text` in lower case and one width, without characters that are not shown: NFKC turns full-width letters and digits, Kangxi radicals and
/// ligatures into the ordinary ones.
pub fn fold(text: &str) -> String {
    fold_plain(text).unwrap_or_else(|| visible(text).nfkc().collect::<String>().to_lowercase())
}

/// As [`fold`], of a text of characters that are folded one by one; `None` for any other. Nearly every text is one, and
/// normalising it takes ten times as long.
fn fold_plain(text: &str) -> Option<String> {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        folded.push(match c {
            '\0'..='\u{7F}' => c.to_ascii_lowercase(),
            // Chinese characters and the punctuation that has no other form.
            '\u{4E00}'..='\u{9FFF}' => c,
            c if "、。《》「」【】“”‘’—–→".contains(c) => c,
            '\u{FF01}'..='\u{FF5E}' | '\u{3000}' => half_width(c).to_ascii_lowercase(),
            _ => return None,
        });
    }
    Some(folded)
}

/// The letters and digits of `text`, folded.
pub fn letters(text: &str) -> String {
    let mut letters = fold(text);
    letters.retain(is_letter);
    letters
}

/// The ASCII form of a full-width character, which lies at a constant distance; any other as it is.
pub fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        c => c,
    }
}

/// The ordinary form of a full-width letter or digit or of a Kangxi radical (`⽣` for 生); punctuation keeps its width.
pub fn one_width(c: char) -> char {
    match c {
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' | '\u{2E80}'..='\u{2FDF}' => {
            std::iter::once(c).nfkc().next().unwrap_or(c)
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use unicode_normalization::UnicodeNormalization;

    use super::{fold, fold_plain, letters, one_width, visible};

    #[test]
    fn a_plain_text_is_folded_as_any_other() {
        let slow = |text: &str| visible(text).nfkc().collect::<String>().to_lowercase();
        for c in ('\0'..=char::MAX).filter(|c| fold_plain(&c.to_string()).is_some()) {
            // Beside letters that others combine with.
            let text = format!("e{c}清{c}A");
            assert_eq!(fold(&text), slow(&text), "{}", c.escape_unicode());
        }
        for text in ["e\u{301}清算", "ｶﾞ①㎞", "清\u{200B}算", "Σ…～·"] {
            assert_eq!(fold(text), slow(text));
            assert_eq!(fold_plain(text), None);
        }
    }

    #[test]
    fn letters_are_those_of_every_width_and_case() {
        assert_eq!(letters("Ａ、b 甲"), "ab甲");
    }

    #[test]
    fn punctuation_and_emoji_keep_their_width() {
        let plain = |text: &str| text.chars().map(one_width).collect::<String>();
        assert_eq!(plain("成功率：99.97%✔️，①"), "成功率：99.97%✔️，①");
        assert_eq!(plain("⽣产ＡＰＩ１２"), "生产API12");
    }
}
