//! Everything is cut and tagged as `jieba-rs` cuts and tags it with its own dictionary.

#![allow(clippy::print_stderr)]

use std::env;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use fst::Streamer;
use jieba_rs::Jieba;
use proptest::prelude::*;
use walkdir::WalkDir;

use super::{COUNTED, Dictionary, PREPARED};
use crate::lexicon::Glossary;
use crate::text::fold;

/// The same words added to both dictionaries.
struct Both {
    ours: Dictionary,
    jieba: Jieba,
}

impl Both {
    fn with<'a>(words: impl IntoIterator<Item = &'a str>, tag: Option<&str>) -> Self {
        let mut both = Self { ours: Dictionary::new(), jieba: Jieba::new() };
        for word in words {
            both.ours.add(word, tag.unwrap_or_default());
            both.jieba.add_word(word, None, tag);
        }
        both
    }

    fn assert_same(&self, text: &str) {
        let words =
            |tokens: Vec<jieba_rs::Token<'_>>| tokens.iter().map(|token| token.word.to_string()).collect::<Vec<_>>();
        let (ours, theirs) = (self.ours.cut(text), words(self.jieba.cut(text, false)));
        assert_eq!(ours, theirs, "cut");
        let (ours, theirs) = (self.ours.cut_for_search(text), words(self.jieba.cut_for_search(text, false)));
        assert_eq!(ours, theirs, "cut for a search");
        let tagged = self.jieba.tag(text, false);
        let theirs: Vec<(&str, &str)> = tagged.iter().map(|tagged| (tagged.word, tagged.tag)).collect();
        assert_eq!(self.ours.tagged(text), theirs, "tagged");
    }
}

static PLAIN: LazyLock<Both> = LazyLock::new(|| Both::with([], None));

/// As texts are indexed.
static WITH_GLOSSARY: LazyLock<Both> = LazyLock::new(|| Both::with(Glossary::built_in().chinese_terms(), None));

/// Words as a department may add them: known ones, parts of known ones, Latin letters, marks, what the dictionary cuts in two,
/// one word twice, rare and wide characters.
const DEPARTMENT: [&str; 14] = [
    "对账", "清结算平台", "账户", "T+1对账", "csp-agent网关", "v2.1对账单", "的网", "清结算平台", "备付金 账户",
    "龘龘", "𠮷野", "𠮷", "中华人民共和国外交", "a",
];

static WITH_DEPARTMENT: LazyLock<Both> = LazyLock::new(|| Both::with(DEPARTMENT, Some("n")));

fn assert_same_everywhere(text: &str) {
    for both in [&*PLAIN, &*WITH_GLOSSARY, &*WITH_DEPARTMENT] {
        both.assert_same(text);
    }
}

#[test]
fn the_glossary_is_counted_as_it_would_be_here() {
    let glossary = Glossary::built_in();
    assert!(glossary.chinese_terms().eq(COUNTED.iter().map(|(word, _)| *word)));
    let mut dictionary = Dictionary::new();
    for (word, count) in COUNTED {
        assert_eq!(dictionary.count_to_stay_whole(word), *count, "{word}");
        dictionary.add(word, "");
    }
}

/// Compares all reports and questions of a folder, as they are and as they are indexed; how many files there were.
fn compare(folder: &Path) -> usize {
    let files = WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| {
        entry
            .path()
            .extension()
            .is_some_and(|extension| extension == "md" || extension == "jsonl" || extension == "tsv")
    });
    let mut count = 0;
    for file in files {
        let text = std::fs::read_to_string(file.path()).expect("a text");
        assert_same_everywhere(&text);
        WITH_GLOSSARY.assert_same(&fold(&text));
        count += 1;
    }
    count
}

#[test]
fn reports_and_questions_are_cut_as_jieba_cuts_them() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(compare(&root.join("seeds")) > 20);
    assert!(compare(&root.join("tests/corpora")) > 50);
    assert!(compare(&root.join("src")) > 100, "the vocabularies");
    for (name, usual) in [("ZHOUBAO_REAL_REPORTS", "../shared/reports"), ("ZHOUBAO_LAB_REPORTS", "../shared/corpora")] {
        let folder = env::var_os(name).map_or_else(|| root.join(usual), PathBuf::from);
        if compare(&folder) == 0 {
            eprintln!("skipped: no reports in {} (set {name})", folder.display());
        }
    }
}

#[test]
fn every_word_counts_as_much_as_in_jieba() {
    let mut words = PREPARED.stream();
    let mut count = 0;
    let mut line = String::new();
    while let Some((word, _)) = words.next() {
        let word = std::str::from_utf8(word).expect("the dictionary is text");
        assert!(PLAIN.ours.has(word) && PLAIN.jieba.has_word(word));
        assert_eq!(PLAIN.ours.count_to_stay_whole(word), PLAIN.jieba.suggest_freq(word) as u64, "{word}");
        line.push_str(word);
        count += 1;
        // Neighbours of a sorted list, and words from all over it.
        if count % 50 == 0 {
            assert_same_everywhere(&line);
            line.clear();
        }
    }
    assert_eq!(count, PREPARED.len());
    assert!(!PLAIN.ours.has("清结算平台") && !PLAIN.ours.has("") && !PLAIN.ours.has("中华人"));
}

#[test]
fn added_words_count_as_much_as_in_jieba() {
    for word in DEPARTMENT {
        assert!(WITH_DEPARTMENT.ours.has(word));
        assert_eq!(
            WITH_DEPARTMENT.ours.count_to_stay_whole(word),
            WITH_DEPARTMENT.jieba.suggest_freq(word) as u64,
            "{word}"
        );
    }
    for text in [
        "清结算平台T+1对账的网络账户", "csp-agent网关升级到v2.1对账单", "中华人民共和国外交部", "龘龘𠮷野家a龘",
        "備付金帳戶對賬，嚴實", "一\r\n二\n\r三", "WES-5.4.5 与 3.6.3% C# A+B", "", "\u{200B}",
    ] {
        assert_same_everywhere(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn any_text_is_cut_as_jieba_cuts_it(text in "([\\u{4e00}-\\u{4fff}]|[对账清结算平台的网络人民中国一二三]|[a-c1-3.+#&_%-]|[ ，\r\n龘𠮷γ\u{f900}]){0,40}") {
        assert_same_everywhere(&text);
    }

    #[test]
    fn any_characters_at_all_are_cut_as_jieba_cuts_them(text in any::<String>()) {
        assert_same_everywhere(&text);
    }
}
