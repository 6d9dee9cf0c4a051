//! Words that change what a clause says when they are left out: a plan becomes done, a part the whole, a suspicion a
//! fact, a denial as its opposite.

use std::ops::Range;

use super::item::EvidenceItem;
use crate::citation::fault::{Fault, quote};
use crate::citation::reading::Reading;
use crate::vocabulary::{Sense, Words};

/// Words that qualify what follows them in a clause, and how a sentence may say the same in Chinese or English.
struct Group {
    words: Words,
    /// What an English sentence may have inside its words instead.
    inside: &'static [&'static str],
    /// It holds for the rest of the source's sentence, not only of its clause.
    is_carried: bool,
    /// None of its words replaces another.
    is_exact: bool,
}

static PLANNED: Group = Group {
    words: Words::of(&[
        Sense::Plan,
        Sense::Set,
        Sense::Dated,
        Sense::WeakPlan,
        Sense::Prepared,
        Sense::Former,
        Sense::Awaited,
        Sense::Outstanding,
        Sense::LoosePlan,
        Sense::ToCome,
        Sense::Postponed,
        Sense::Waiting,
    ]),
    inside: &[],
    is_carried: true,
    is_exact: false,
};

static DENIED: Group = Group {
    words: Words::of(&[Sense::Not, Sense::NoneOf, Sense::OtherThan, Sense::EnglishNot, Sense::Failing]),
    inside: &["n't", "un", "ir"],
    is_carried: false,
    is_exact: false,
};

static DOUBTED: Group = Group { words: Words::of(&[Sense::Doubt]), inside: &[], is_carried: true, is_exact: false };

static IN_PART: Group = Group {
    words: Words::of(&[Sense::Part, Sense::Few, Sense::Only, Sense::OnTrial]),
    inside: &[],
    is_carried: false,
    is_exact: false,
};

static BOUNDED: Group = Group {
    words: Words::of(&[Sense::About, Sense::AtLeast, Sense::ShortOf, Sense::AtMost, Sense::AboutBehind]),
    inside: &[],
    is_carried: false,
    is_exact: true,
};

static EARLIER: Group = Group { words: Words::of(&[Sense::Earlier]), inside: &[], is_carried: false, is_exact: false };

static GOES_ON: Group =
    Group { words: Words::of(&[Sense::GoesOn]), inside: &["ing "], is_carried: false, is_exact: false };

static GROUPS: [&Group; 7] = [&PLANNED, &DENIED, &DOUBTED, &IN_PART, &BOUNDED, &EARLIER, &GOES_ON];

/// Words after which another one acts than the one named before.
static HANDED_ON: Words = Words::of(&[Sense::HandedOn]);

/// Words that end what a plan is carried to.
static DONE: Words = Words::of(&[Sense::Happened, Sense::Now]);

/// A run of the sentence (bytes) and its span in the evidence's text.
pub(super) type Matched = (usize, Range<usize>);

/// The word that qualifies the clauses of `matches` and that the sentence leaves out: it has no word of that group up to the end of
/// the clause.
pub(super) fn omitted(
    sentence: &Reading,
    part: &Range<usize>,
    matched: &[Matched],
    item: &EvidenceItem<'_>,
) -> Option<Fault> {
    let text = &item.reading().text;
    let is_matched = |at: usize| matched.iter().any(|(_, place)| place.contains(&at));
    let fault = |word: &str, at: usize| Fault::Omitted {
        written: word.to_string(),
        source: quote(text[item.clause_of(at)].trim()),
    };
    for group in GROUPS {
        for (at, place) in matched {
            if says(group, sentence, part, *at) {
                continue;
            }
            let clause = item.clause_of(place.start);
            let from = if group.is_carried { item.sentence_of(place.start).start } else { clause.start };
            let from = from.min(place.start);
            let before = &text[from..place.end];
            // A source's Latin words are names more often than they qualify.
            let found = group.words.all_in(before).into_iter().rfind(|found| !found.word.is_ascii());
            let Some(found) = found.filter(|found| !is_matched(from + found.span.start)) else { continue };
            if group.is_carried && DONE.are_in(&before[found.span.start..]) {
                continue;
            }
            return Some(fault(found.word, from + found.span.start));
        }
    }
    let first = matched.first().map_or(part.start, |(at, _)| *at);
    let is_plan = ["下周", "下月", "计划"].iter().any(|word| item.is_under(word));
    if is_plan && !says(&PLANNED, sentence, part, first) && !says_of_heading(&sentence.text[part.clone()]) {
        let word = item.evidence.source.section.last().map_or("计划", String::as_str);
        return Some(Fault::Omitted { written: word.to_string(), source: quote(item.text().trim()) });
    }
    handed_on(&sentence.text[part.clone()], matched, item)
}

fn says_of_heading(sentence: &str) -> bool {
    PLANNED.words.are_in(sentence)
}

/// Whether the sentence has a word of the group from its beginning to the end of the clause at `at`; for a group whose words do
/// not carry, in that clause. A translation is asked as a whole.
fn says(group: &Group, sentence: &Reading, part: &Range<usize>, at: usize) -> bool {
    if sentence.is_english {
        let lower = format!(" {} ", sentence.text[part.clone()].to_lowercase());
        return group.words.are_in(&lower) || group.inside.iter().any(|part| lower.contains(part));
    }
    if group.is_exact {
        return false;
    }
    let clause = sentence.clause_of(at);
    let from = if group.is_carried { part.start } else { clause.start.max(part.start) };
    let said = &sentence.text[from..clause.end.min(part.end).max(from)];
    group.words.are_in(said)
}

/// Rejects A重启 for A通知B重启: a word that hands the act on was left out between two matches of one clause.
fn handed_on(sentence: &str, matched: &[Matched], item: &EvidenceItem<'_>) -> Option<Fault> {
    let text = &item.reading().text;
    matched.windows(2).find_map(|pair| {
        let [(_, one), (_, next)] = pair else { return None };
        let is_near = one.end <= next.start && item.clause_of(one.start) == item.clause_of(next.start);
        let passed = is_near.then(|| &text[one.end..next.start])?;
        let word = HANDED_ON.iter().find(|word| passed.contains(word) && !sentence.contains(word))?;
        Some(Fault::Omitted { written: word.to_string(), source: quote(text[item.clause_of(one.start)].trim()) })
    })
}
