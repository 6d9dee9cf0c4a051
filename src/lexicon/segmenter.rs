//! Text → tokens. Chinese runs go to jieba's search mode without its HMM (measured better: recall@10 .993 against
//! .984); Latin identifiers are kept whole and in parts; numbers and dates are normalised.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

use super::dictionary::{Dictionary, likeness_to_a_name};
use super::everyday;
use super::gloss::english_words;
use super::glossary::{Glossary, Name, Named, longest};
use super::search_terms::{Added, SearchTerms};
use super::token::{Token, TokenKind};
use crate::calendar::{Expression, Mention, mentions, mentions_in_question};
use crate::quantity::normalise_number;
use crate::text::{fold, is_han};
use crate::vocabulary::{Sense, entries};

/// Part of an index's fingerprint: raise it whenever the same text gives other tokens.
pub const SEGMENTER_VERSION: &str = "jieba-0.11-search/4";

/// The dictionaries, loaded once; `Send + Sync`, shared by reference.
pub struct Segmenter {
    dictionary: Dictionary,
    glossary: Glossary,
    general: Glossary,
}

const PART_WEIGHT: f32 = 0.5;
const TRANSLATION_WEIGHT: f32 = 0.8;
const SYNONYM_WEIGHT: f32 = 0.25;

impl Segmenter {
    /// Takes jieba's dictionary and adds the glossary's Chinese terms as words.
    pub fn new(glossary: Glossary) -> Self {
        let mut dictionary = Dictionary::new();
        dictionary.add_first(glossary.chinese_terms());
        Self { dictionary, glossary, general: Glossary::general() }
    }

    pub fn glossary(&self) -> &Glossary {
        &self.glossary
    }

    /// The tokens of a report's text, in reading order; stop words and punctuation are left out.
    pub fn tokens(&self, text: &str) -> Vec<Token> {
        let text = fold(text);
        let dates = mentions(&text);
        self.scan(&text, &dates)
    }

    /// Of an already folded text ([`fold`]) the tokens that are no Chinese words: no dictionary is asked, which is what takes
    /// time. Dates are read where `with_dates`.
    pub fn latin_tokens(folded: &str, with_dates: bool) -> Vec<Token> {
        let dates = if with_dates { mentions(folded) } else { Vec::new() };
        scan(folded, &dates, &mut |_, _| {})
    }

    /// What a question is looked for by: its tokens as [`Self::tokens`], dates read leniently, and what the glossaries call the
    /// same notions in the other language.
    pub fn search_terms(&self, question: &str) -> SearchTerms {
        let text = fold(question);
        let dates = mentions_in_question(&text);
        let mut terms = SearchTerms::of(self.scan(&text, &dates));
        let mut known: Vec<Range<usize>> = Vec::new();
        for named in self.named(&text) {
            let written = &text[named.span.clone()];
            let said = |names: &[Name], weight: f32, is_translation: bool| -> Vec<Added> {
                let others = names.iter().filter(|name| **name != *written);
                others.map(|name| self.added(name, weight, is_translation, false)).collect()
            };
            let mut added = said(named.translations, TRANSLATION_WEIGHT, true);
            added.extend(said(named.names, SYNONYM_WEIGHT, false));
            terms.add_notion(written, &self.scan(written, &[]), added);
            known.push(named.span);
        }
        for word in self.everyday_words(&text) {
            let is_known = known.iter().any(|span| span.start < word.end && word.start < span.end);
            let written = &text[word];
            let is_english = written.is_ascii();
            if is_known || if is_english { is_english_stop_word(written) } else { is_stop_word(written) } {
                continue;
            }
            let names: Vec<&str> = match is_english {
                // A single ideograph is in too many words.
                true => everyday::in_chinese(written).filter(|name| name.chars().nth(1).is_some()).collect(),
                false => everyday::in_english(written).collect(),
            };
            let added = names.into_iter().map(|name| self.added(name, TRANSLATION_WEIGHT, true, true)).collect();
            terms.add_notion(written, &self.scan(written, &[]), added);
        }
        terms
    }

    fn added(&self, name: &str, weight: f32, is_translation: bool, is_everyday: bool) -> Added {
        Added { text: name.to_string(), tokens: self.scan(&fold(name), &[]), weight, is_translation, is_everyday }
    }

    /// The words of a folded text: those of letters, and the Chinese ones as the dictionary cuts it.
    fn everyday_words(&self, text: &str) -> Vec<Range<usize>> {
        let mut end = 0;
        let cut = self.dictionary.cut(text).into_iter().map(|word| {
            end += word.len();
            end - word.len()..end
        });
        let chinese = cut.filter(|span| text[span.clone()].chars().all(is_han));
        english_words(text).chain(chinese).collect()
    }

    /// The notions of either glossary that a folded text names. What common words are called in Chinese counts where the
    /// dictionary parts the text at its ends: 发行动作 names no 行动.
    pub(super) fn named<'a>(&'a self, text: &str) -> Vec<Named<'a>> {
        let mut ends: Vec<usize> = vec![0];
        for word in self.dictionary.cut(text) {
            ends.push(ends.last().copied().unwrap_or_default() + word.len());
        }
        let is_whole = |named: &Named<'_>| {
            named.is_english || [named.span.start, named.span.end].iter().all(|end| ends.binary_search(end).is_ok())
        };
        let mut named = self.glossary.named(text);
        named.extend(self.general.named(text).into_iter().filter(is_whole));
        longest(named)
    }

    /// The Chinese words of `text` as the dictionary cuts it, without search mode's shorter words; for counting what two
    /// texts share.
    pub fn words(&self, text: &str) -> Vec<String> {
        self.dictionary.cut(&fold(text)).into_iter().map(str::to_string).collect()
    }

    /// How much likelier `run` is somebody's name, the family name first, than so many words of one character: the natural logarithm
    /// of that ratio.
    pub fn likeness_to_a_name(run: &str) -> f32 {
        likeness_to_a_name(run)
    }

    /// The sort of word that a dictionary word is, as jieba's dictionary tags it (`n` noun, `v` verb, `d` adverb …); empty
    /// when the dictionary has no such word or the glossary added it.
    pub fn tag(&self, word: &str) -> String {
        match self.dictionary.tagged(word).as_slice() {
            [(only, tag)] if *only == word => (*tag).to_string(),
            _ => String::new(),
        }
    }

    fn scan(&self, text: &str, dates: &[Mention]) -> Vec<Token> {
        scan(text, dates, &mut |run, tokens| self.chinese(run, tokens))
    }

    fn chinese(&self, run: &str, tokens: &mut Vec<Token>) {
        for word in self.dictionary.cut_for_search(run) {
            if !is_stop_word(word) {
                tokens.push(Token { text: word.to_string(), kind: TokenKind::Word, weight: 1.0 });
            }
        }
    }
}

/// What is asked of a run of Chinese characters.
type Chinese<'a> = dyn FnMut(&str, &mut Vec<Token>) + 'a;

fn scan(text: &str, dates: &[Mention], chinese: &mut Chinese<'_>) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut at = 0;
    for mention in dates {
        let Ok(expression) = &mention.reading else { continue };
        let names = date_terms(expression);
        if names.is_empty() || mention.span.start < at {
            continue;
        }
        scan_plain(text, at..mention.span.start, chinese, &mut tokens);
        tokens.extend(names.into_iter().map(|text| Token { text, kind: TokenKind::Date, weight: 1.0 }));
        at = mention.span.end;
    }
    scan_plain(text, at..text.len(), chinese, &mut tokens);
    tokens
}

fn scan_plain(text: &str, range: Range<usize>, chinese: &mut Chinese<'_>, tokens: &mut Vec<Token>) {
    let mut rest = &text[range];
    while let Some(first) = rest.chars().next() {
        let run = if is_letter_or_digit(first) {
            let length = rest.find(|c: char| !is_letter_or_digit(c) && !joins(c)).unwrap_or(rest.len());
            let (run, after) = rest.split_at(length);
            latin(run, after, tokens);
            length
        } else if is_han(first) {
            let length = rest.find(|c: char| !is_han(c)).unwrap_or(rest.len());
            chinese(&rest[..length], tokens);
            length
        } else if first.is_alphanumeric() {
            let length =
                rest.find(|c: char| !c.is_alphanumeric() || is_han(c) || is_letter_or_digit(c)).unwrap_or(rest.len());
            tokens.push(Token { text: rest[..length].to_string(), kind: TokenKind::Word, weight: 1.0 });
            length
        } else {
            first.len_utf8()
        };
        rest = &rest[run..];
    }
}

fn is_letter_or_digit(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// What may be inside an identifier or a number.
fn joins(c: char) -> bool {
    matches!(c, '.' | '-' | '_' | '/' | ':' | '@' | '+' | '&' | ',')
}

/// A run of Latin letters, digits and joints: the whole, its parts, and numbers in one spelling.
fn latin(run: &str, after: &str, tokens: &mut Vec<Token>) {
    let whole = run.trim_end_matches(joins);
    if whole.is_empty() {
        return;
    }
    let multiplier = after.chars().next().filter(|_| whole.len() == run.len());
    if let Some(number) = normalise_number(whole, multiplier) {
        let written = normalise_number(whole, None).filter(|plain| *plain != number);
        tokens.push(Token { text: number, kind: TokenKind::Number, weight: 1.0 });
        tokens.extend(written.map(|text| Token { text, kind: TokenKind::Number, weight: PART_WEIGHT }));
        // 拉卡拉3.0 is no 拉卡拉3: the number of a version.
        if whole.ends_with(".0") {
            tokens.push(Token { text: whole.to_string(), kind: TokenKind::Identifier, weight: 1.0 });
        }
        return;
    }
    let parts: Vec<&str> =
        whole.split(joins).flat_map(split_letters_and_digits).filter(|part| !part.is_empty()).collect();
    let is_identifier = parts.len() > 1;
    if !is_english_stop_word(whole) {
        let kind = if is_identifier { TokenKind::Identifier } else { TokenKind::Word };
        tokens.push(Token { text: whole.to_string(), kind, weight: 1.0 });
        if let Some(stem) = stem(whole).filter(|_| !is_identifier) {
            tokens.push(Token { text: stem, kind: TokenKind::Word, weight: PART_WEIGHT });
        }
    }
    if is_identifier {
        let named = parts.into_iter().filter(|part| !is_english_stop_word(part));
        tokens.extend(named.map(|part| {
            let text = normalise_number(part, None).unwrap_or_else(|| part.to_string());
            Token { text, kind: TokenKind::Identifier, weight: PART_WEIGHT }
        }));
    }
}

/// `ipv6` → `ipv`, `6`; `pos2` → `pos`, `2`; a number with a point stays one piece until it is split at the joint.
fn split_letters_and_digits(part: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut start = 0;
    let mut before: Option<bool> = None;
    for (at, c) in part.char_indices() {
        let digit = c.is_ascii_digit();
        if before.is_some_and(|was| was != digit) {
            pieces.push(&part[start..at]);
            start = at;
        }
        before = Some(digit);
    }
    pieces.push(&part[start..]);
    pieces
}

/// The word without an English plural or verb ending, so that `merchants` meets `merchant`; `None` when it has none.
fn stem(word: &str) -> Option<String> {
    if word.len() < 5 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return None;
    }
    let stem = if let Some(base) = word.strip_suffix("ies") {
        format!("{base}y")
    } else if let Some(base) = word.strip_suffix("ing").or_else(|| word.strip_suffix("ed")) {
        base.to_string()
    } else {
        word.strip_suffix('s').filter(|base| !base.ends_with('s'))?.to_string()
    };
    (stem.len() >= 3).then_some(stem)
}

/// The terms a date is found by; none for what names no day, week, month or quarter (上周 is resolved elsewhere).
fn date_terms(expression: &Expression) -> Vec<String> {
    match expression {
        Expression::Day(day) => vec![format!("@{:02}-{:02}", day.month().get(), day.day())],
        Expression::Week(label) => vec![format!("@w{:02}", label.week().get())],
        Expression::Range(from, to) => date_terms(from).into_iter().chain(date_terms(to)).collect(),
        _ => Vec::new(),
    }
}

fn is_stop_word(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(&[Sense::ChineseStopWord]));
    WORDS.contains(word)
}

pub(super) fn is_english_stop_word(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| words(&[Sense::EnglishStopWord]));
    WORDS.contains(word)
}

fn words(senses: &'static [Sense]) -> HashSet<&'static str> {
    entries(senses).map(|entry| entry.word).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::{Segmenter, TokenKind};
    use crate::lexicon::Glossary;

    static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new(Glossary::built_in()));

    fn texts(text: &str) -> Vec<String> {
        SEGMENTER.tokens(text).into_iter().map(|token| token.text).collect()
    }

    fn has(text: &str, wanted: &[&str]) {
        let found = texts(text);
        for word in wanted {
            assert!(found.iter().any(|token| token == word), "`{word}` is not among {found:?}");
        }
    }

    #[test]
    fn identifiers_are_found_whole_and_in_parts() {
        has("清结算csp-agent-oss告警", &["csp-agent-oss", "csp", "agent", "oss", "清结算", "告警"]);
        has("表csp.t_clear_voucher有脏数据", &["csp.t_clear_voucher", "t", "clear", "voucher", "脏数据"]);
        has("10.14.113.233虚机重启", &["10.14.113.233", "233"]);
        has("兼容IPV6地址", &["ipv6", "ipv", "6"]);
    }

    #[test]
    fn numbers_have_one_spelling() {
        has("差异5,991笔", &["5991"]);
        has("总金额２７．６万元", &["276000", "27.6"]);
        has("成功率99.990%", &["99.99"]);
    }

    #[test]
    fn the_number_of_a_version_is_a_word_of_its_own() {
        has("拉卡拉3.0上线", &["3", "3.0"]);
        assert!(!texts("成功率3.10%").contains(&"3.10".to_string()));
    }

    #[test]
    fn a_date_is_one_term_however_it_is_written() {
        for text in ["6/15 出现", "6月15日出现", "2023-06-15 出现", "June 15 happened", "06/15出现"] {
            has(text, &["@06-15"]);
        }
        assert!(!texts("6/15 出现").contains(&"15".to_string()));
        has("第26周 W26", &["@w26"]);
    }

    #[test]
    fn terms_of_the_field_stay_whole_and_give_their_parts() {
        has("账户流水差异", &["账户流水", "账户", "流水", "差异"]);
    }

    #[test]
    fn stop_words_and_punctuation_are_no_terms() {
        assert!(texts("的了和，。！？ the of").is_empty());
    }

    #[test]
    fn a_question_in_english_looks_for_the_chinese_words() {
        let tokens = SEGMENTER.search_terms("account flow discrepancy").tokens;
        let translation = tokens.iter().find(|token| token.text == "账户流水").expect("the glossary has it");
        assert_eq!(translation.kind, TokenKind::Translation);
        assert!(translation.weight < 1.0);
    }

    #[test]
    fn what_is_not_shown_parts_no_word() {
        for hidden in ["\u{200B}", "\u{200D}", "\u{AD}", "\u{2060}", "\u{FEFF}", "\u{202E}", "\u{2069}", "\u{FE0F}"] {
            for (text, whole) in [
                ("清|算批次", "清算批次"),
                ("csp-a|gent", "csp-agent"),
                ("59|91笔", "5991笔"),
                ("6/1|5出现", "6/15出现"),
            ] {
                let written = text.replace('|', hidden);
                assert_eq!(texts(&written), texts(whole), "{}", written.escape_unicode());
                assert_eq!(SEGMENTER.search_terms(&written), SEGMENTER.search_terms(whole));
            }
        }
    }

    #[test]
    fn wide_letters_and_radicals_are_the_ordinary_ones() {
        assert_eq!(texts("ＡＰＩ⽣产"), texts("api生产"));
    }
}
