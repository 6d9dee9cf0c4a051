//! Whether the sources speak of what a sentence says at all, where it has nothing to look up letter by letter.

use std::collections::HashSet;
use std::ops::Range;

use super::evidence::Evidence;
use super::fault::Fault;
use super::findings::Findings;
use super::reading::Reading;
use super::tokens::{Notion, is_han, is_idle, tokens};

/// The share of a Chinese clause's characters that a source must have.
const CLAUSE_FLOOR: f64 = 0.34;
/// The same for a clause that gives a cause: an invented one is the worst.
const CAUSE_FLOOR: f64 = 0.5;
/// A clause with fewer characters that tell something is not judged.
const SHORTEST_CLAUSE: usize = 4;

/// Words after which a clause gives a cause.
const CAUSES: &[&str] = &[
    "因为",
    "由于",
    "原因是",
    "原因为",
    "根因是",
    "源于",
    "归因于",
    "because",
    "due to",
    "caused by",
    "cause was",
    "owing to",
    "as a result of",
    "resulted from",
    "reason was",
    "cause is",
];

/// Looks for clauses of which the cited sources say nothing.
pub(super) fn look_for(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    if sentence.is_english {
        english(sentence, cited, found);
        return;
    }
    if cited.iter().all(|evidence| evidence.reading.is_english) {
        return;
    }
    let known: HashSet<char> = cited.iter().flat_map(|evidence| evidence.letters.chars()).collect();
    for clause in &sentence.clauses {
        let text = without_particulars(sentence, clause);
        let text = text.as_str();
        let (text, floor) = match cause_in(text) {
            Some(cause) => (cause, CAUSE_FLOOR),
            None => (text, CLAUSE_FLOOR),
        };
        let telling: Vec<char> = text.chars().filter(|c| is_han(*c) && !is_idle(*c)).collect();
        if telling.len() < SHORTEST_CLAUSE {
            continue;
        }
        let shared = telling.iter().filter(|c| known.contains(c)).count() as f64 / telling.len() as f64;
        let pairs = tokens(text);
        let has_pair =
            pairs.is_empty() || pairs.iter().any(|pair| cited.iter().any(|evidence| evidence.tokens.contains(pair)));
        if shared < floor || (!has_pair && floor > CLAUSE_FLOOR) {
            let written =
                sentence.text[clause.clone()].trim_matches(|c: char| c.is_whitespace() || "，。；、,;".contains(c));
            found.faults.push(Fault::Unfounded { written: written.to_string() });
        }
    }
}

/// Words that hold any account together and tell nothing of their own.
const LINKS: &[&str] = &[
    "整个", "过程", "持续", "历时", "总共", "一共", "共计", "合计", "期间", "随后", "之后", "最终", "最后", "因此",
    "同时", "其中", "此外", "另外", "当时", "当天", "当日", "本次", "此次", "该次", "事件", "问题", "发生", "出现",
    "导致", "造成", "引起", "引发", "处置", "处理", "影响", "根据", "进行", "相关", "情况", "目前", "主要", "涉及",
    "直接", "分别", "前后", "左右", "大约", "上午", "下午", "凌晨", "晚上", "时间", "达到", "总计", "属于", "方式",
    "措施", "采取", "办法", "做法", "后续", "以及", "通过", "使得", "进而",
];

/// A clause without its numbers, times and links.
fn without_particulars(sentence: &Reading, clause: &Range<usize>) -> String {
    let moments = sentence.moments.iter().map(|moment| &moment.span);
    let spans: Vec<&Range<usize>> = moments.chain(sentence.quantities.iter().map(|quantity| &quantity.span)).collect();
    let written = sentence.text[clause.clone()].char_indices();
    let kept =
        written.map(|(at, c)| if spans.iter().any(|span| span.contains(&(clause.start + at))) { ' ' } else { c });
    LINKS.iter().fold(kept.collect(), |text: String, link| text.replace(link, " "))
}

fn cause_in(text: &str) -> Option<&str> {
    let lower_at = |word: &str| text.find(word).or_else(|| text.to_ascii_lowercase().find(word));
    CAUSES.iter().find_map(|word| Some(&text[lower_at(word)? + word.len()..]))
}

/// Of an English clause only the words that the glossary knows can be judged; a cause needs half of them, a sentence with
/// no particular one of three.
fn english(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    let known = |from: usize| {
        let notions: Vec<&Notion> = sentence.notions.iter().filter(|notion| notion.span.start >= from).collect();
        let is_there = |notion: &&&Notion| {
            let word = &sentence.text[notion.span.clone()];
            cited.iter().any(|evidence| {
                evidence.letters.contains(word)
                    || notion.chinese.iter().any(|chinese| evidence.letters.contains(chinese.as_str()))
            })
        };
        (notions.iter().filter(is_there).count(), notions.len())
    };

    if let Some(cause) = cause_in(&sentence.text) {
        let (there, all) = known(sentence.text.len() - cause.len());
        if all > 0 && there * 2 < all {
            found.faults.push(Fault::Unfounded { written: cause.trim().to_string() });
            return;
        }
    }
    let (there, all) = known(0);
    if found.found() == 0 && all > 2 && there * 3 < all {
        found.faults.push(Fault::Unfounded { written: sentence.text.trim().to_string() });
    }
}
