//! Progress: found out or still open, done or planned, the whole or a part.

use std::ops::Range;

use super::denial::denies;
use super::evidence::Evidence;
use super::fault::{Fault, quote};
use super::findings::Findings;
use super::groups::{Group, STATES};
use super::polarity_words::{self, ALL, IN_USE, PARTS, WHOLE, plans};
use super::reading::Reading;
use crate::text::is_han;

/// What the sentence takes for further on than the sources do.
pub(super) fn compare(sentence: &Reading, cited: &[&Evidence<'_>], found: &Findings) -> Option<Fault> {
    state(sentence, cited, found)
        .or_else(|| whole(sentence, cited, found))
        .or_else(|| launched(sentence, cited, found))
        .or_else(|| done(sentence, cited))
}

/// How far a thing has come: what the sentence calls found or mended is open in the source.
fn state(sentence: &Reading, cited: &[&Evidence<'_>], found: &Findings) -> Option<Fault> {
    let lower = sentence.text.to_lowercase();
    let items = found.items(sentence, cited);
    STATES.iter().find_map(|Group { one: settled, other: open }| {
        let is_said = |word: &str| {
            lower
                .find(word)
                .is_some_and(|at| !denies(&lower[..at], word, &lower[at + word.len()..], sentence.is_english))
        };
        let says = |words: &[&'static str]| words.iter().find(|word| is_said(word)).copied();
        let written = says(settled).filter(|_| says(open).is_none())?;
        let has = |word: &&str| items.iter().any(|item| item.to_lowercase().contains(*word));
        let source = open.iter().find(|word| has(word))?;
        (!settled.iter().any(has))
            .then(|| Fault::Flipped { written: written.to_string(), source: (*source).to_string() })
    })
}

/// 已上线 where no source says of anything that it is in use.
fn launched(sentence: &Reading, cited: &[&Evidence<'_>], found: &Findings) -> Option<Fault> {
    let said = polarity_words::launched(&sentence.text)?;
    let (at, written) = (said.start, &sentence.text[said]);
    let is_in_use = |item: &&str| IN_USE.are_in(item);
    // 解冻上线；数据打通的需求评完: what is told of one part is not of the other.
    let words = sentence.tokens_in(sentence.clause_of(at));
    let parts = cited.iter().flat_map(|evidence| evidence.reading.text.split(['。', '；', '\n']));
    let shared = |part: &&str| super::tokens::tokens(part).intersection(&words).count();
    if let Some(best) = parts.max_by_key(shared).filter(|part| shared(part) >= FEWEST_OF_PART && !is_in_use(part)) {
        return Some(Fault::Flipped { written: written.to_string(), source: quote(best) });
    }
    (!found.items(sentence, cited).iter().any(is_in_use)).then(|| Fault::Unfounded { written: written.to_string() })
}

/// The fewest shared words that make a part of an item the sentence's subject.
const FEWEST_OF_PART: usize = 4;

/// 已清理 where every clause of the sources that has the word plans it.
fn done(sentence: &Reading, cited: &[&Evidence<'_>]) -> Option<Fault> {
    sentence.text.match_indices('已').find_map(|(at, mark)| {
        let rest = sentence.text[at + mark.len()..].trim_start_matches('经');
        let rest = ["完成", "全部", "都", "均"].iter().find_map(|word| rest.strip_prefix(word)).unwrap_or(rest);
        let word: String = rest.chars().take(2).collect();
        if word.chars().count() < 2 || !word.chars().all(is_han) {
            return None;
        }
        let all = cited.iter().flat_map(|evidence| evidence.reading.clauses.iter().map(|clause| (*evidence, clause)));
        let speaking: Vec<_> =
            all.filter(|(evidence, clause)| evidence.reading.text[(*clause).clone()].contains(&word)).collect();
        let is_planned = |(evidence, clause): &(&Evidence<'_>, &Range<usize>)| {
            let text = &evidence.reading.text[(*clause).clone()];
            let is_to_come = plans(text) || evidence.names_later_day(clause);
            is_to_come && !text.contains('已')
        };
        let (evidence, clause) = speaking.first().filter(|_| speaking.iter().all(is_planned))?;
        let source = quote(&evidence.reading.text[(*clause).clone()]);
        Some(Fault::Flipped { written: format!("已{word}"), source })
    })
}

/// 全部 where the source speaks of a part.
fn whole(sentence: &Reading, cited: &[&Evidence<'_>], found: &Findings) -> Option<Fault> {
    let lower = sentence.text.to_lowercase();
    if let Some(fault) = counted_whole(sentence, &lower, cited) {
        return Some(fault);
    }
    let written = &sentence.text[WHOLE.first_in(&sentence.text)?.span];
    let items = found.items(sentence, cited);
    let part = items.iter().find_map(|item| Some(&item[PARTS.first_in(item)?.span]))?;
    let is_whole = items.iter().any(|item| ALL.are_in(item));
    (!is_whole).then(|| Fault::Flipped { written: written.to_string(), source: part.to_string() })
}

/// All 108 of which the source says how many were done: 108家迁了48家.
fn counted_whole(sentence: &Reading, lower: &str, cited: &[&Evidence<'_>]) -> Option<Fault> {
    let quantity = sentence.quantities.iter().find(|quantity| {
        let before = lower.get(..quantity.span.start).unwrap_or_default().trim_end();
        let after = lower.get(quantity.span.end..).unwrap_or_default();
        before.ends_with("all") || before.ends_with("全部") || after.starts_with("全部")
    })?;
    let is_named = |value| sentence.quantities.iter().any(|known| known.value == value);
    cited.iter().find_map(|evidence| {
        let reading = &evidence.reading;
        let part = reading.quantities.windows(2).find(|pair| {
            let between = &reading.text[pair[0].span.end..pair[1].span.start];
            pair[0].value == quantity.value
                && pair[0].unit == pair[1].unit
                && pair[1].value < pair[0].value
                && !is_named(pair[1].value)
                && !between.contains(['\n', '。', '；'])
                && between.contains(['了', '已'])
        })?;
        let line = &reading.text[reading.clause_of(part[0].span.start).start..part[1].span.end];
        (!ALL.are_in(line))
            .then(|| Fault::Flipped { written: sentence.text[quantity.span.clone()].to_string(), source: quote(line) })
    })
}
