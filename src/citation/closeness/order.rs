//! How a sentence goes through its item: words stay with their subjects, days and times with what happened on them.

use std::ops::Range;

use super::SHOWN_CHARS;
use super::item::EvidenceItem;
use crate::citation::fault::{Fault, quote};
use crate::citation::moment::When;
use crate::citation::reading::Reading;
use crate::citation::tokens::numeral;
use crate::vocabulary::{Sense, Words};

/// A run of the sentence that the item has.
pub(super) struct Match {
    /// Bytes of the sentence.
    pub(super) at: usize,
    /// Bytes of the evidence's text.
    pub(super) place: Range<usize>,
    pub(super) sort: Sort,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Words,
    Day,
    Time,
    /// A number with its unit.
    Figure,
    /// One ideograph alone, which is no evidence of order.
    Ideograph,
    /// 凌晨: it goes with its day anywhere.
    Daytime,
}

/// Words that bind what goes before them to what follows: to leave one out joins what was apart.
static BINDING: Words = Words::of(&[Sense::Particle]);

/// The sentence goes through the item as the item goes: forward, out of a part of it only at that part's end and into one only at
/// its beginning, where its subject is. One of `joints`, words of its own between cause and effect, may lead back.
///
/// # Errors
/// The words that were joined otherwise.
pub(super) fn in_order(
    sentence: &Reading,
    part: &Range<usize>,
    item: &EvidenceItem<'_>,
    matches: &[Match],
    joints: &[usize],
) -> Result<(), Fault> {
    let words: Vec<&Match> = matches.iter().filter(|found| found.sort == Sort::Words).collect();
    let path = Path { sentence, item, matches };
    for pair in words.windows(2) {
        let [one, next] = pair else { continue };
        let is_joined = joints.iter().any(|at| (one.at..next.at).contains(at));
        if !is_joined && !path.follows(one, next) {
            let behind: String = sentence.text[next.at..].chars().take(SHOWN_CHARS).collect();
            return Err(Fault::Reworded { written: format!("{}{behind}", &sentence.text[one.at..next.at]) });
        }
    }
    path.ends_hold(part)?;
    moments_hold(sentence, item, matches)
}

/// Whether a text states a share: 九成, 一半, 60%.
fn states_share(text: &str) -> bool {
    let tenths = text.find('成').and_then(|at| text[..at].chars().next_back()).and_then(numeral);
    tenths.is_some() || text.contains(['半', '%', '‰'])
}

struct Path<'a> {
    sentence: &'a Reading,
    item: &'a EvidenceItem<'a>,
    matches: &'a [Match],
}

impl Path<'_> {
    fn follows(&self, one: &Match, next: &Match) -> bool {
        let item = self.item;
        let is_one_clause = self.sentence.clause_of(one.at) == self.sentence.clause_of(next.at);
        let is_forward = one.place.start < next.place.start;
        let from = item.segment_of(one.place.start);
        let to = item.segment_of(next.place.start);
        if from == to {
            let said = &self.sentence.text[one.at + one.place.len()..next.at];
            return is_forward && is_whole(item, one.place.end..next.place.start, said);
        }
        let is_entered = !self.passes_words(to.start.min(next.place.start)..next.place.start);
        let is_left = !self.passes_words(one.place.end.min(from.end)..from.end) || item.is_head(&from);
        let is_one_story =
            item.is_one_story() || item.sentence_of(one.place.start) == item.sentence_of(next.place.start);
        match (is_one_clause, is_forward) {
            (true, true) => is_entered && is_left,
            (true, false) => false,
            // A clause of its own may tell what the item tells before, but not what another of its sentences does.
            (false, true) => is_entered && (is_one_story || item.begins_sentence(to.start)),
            (false, false) => is_entered && item.begins_sentence(to.start),
        }
    }

    /// Whether a part of the item has words or numbers that the sentence leaves out.
    fn passes_words(&self, span: Range<usize>) -> bool {
        let is_matched = |at: usize| self.matches.iter().any(|found| found.place.contains(&at));
        let figures = self.item.reading().quantities.iter().filter(|known| span.contains(&known.span.start));
        self.item.has_words(span.clone()) || figures.into_iter().any(|known| !is_matched(known.span.start))
    }

    /// No clause of the sentence ends before a number or share that its part of the item goes on to: 材料交了九成.
    fn ends_hold(&self, part: &Range<usize>) -> Result<(), Fault> {
        let clauses = self.sentence.clauses.iter().filter(|clause| part.contains(&clause.start));
        for clause in clauses {
            let inside = self.matches.iter().filter(|found| clause.contains(&found.at) && found.sort != Sort::Daytime);
            let Some(last) = inside.max_by_key(|found| found.at) else { continue };
            let end = self.item.segment_of(last.place.start).end;
            let rest = &self.item.reading().text[last.place.end.min(end)..end];
            if states_share(rest) && rest.chars().count() <= SHOWN_CHARS {
                return Err(Fault::Omitted {
                    written: rest.chars().take(SHOWN_CHARS).collect(),
                    source: quote(&self.item.reading().text[self.item.segment_of(last.place.start)]),
                });
            }
        }
        Ok(())
    }
}

/// Whether nothing was passed over that binds the words around it: 3/23、4/20两次 is not 3/23两次, and 银行恢复后重新出款 is
/// not 银行重新出款.
fn is_whole(item: &EvidenceItem<'_>, passed: Range<usize>, said: &str) -> bool {
    if passed.is_empty() {
        return true;
    }
    let text = &item.reading().text[passed.clone()];
    let joins = |text: &str| text.matches(['、', '和', '及', '与']).count();
    let is_bound = item.has_words(passed) && BINDING.all_in(text).iter().any(|word| !said.contains(word.word));
    joins(text) <= joins(said) && !is_bound
}

/// Rejects words behind another day or time than in the item.
fn moments_hold(sentence: &Reading, item: &EvidenceItem<'_>, matches: &[Match]) -> Result<(), Fault> {
    let reading = item.reading();
    for (at, moment) in matches.iter().enumerate() {
        if !matches!(moment.sort, Sort::Day | Sort::Time) {
            continue;
        }
        // 4/11、4/13两个日子: the last of several days stands with the words.
        let mut behind =
            matches[at + 1..].iter().filter(|found| found.sort == moment.sort || found.sort == Sort::Words);
        let words = behind.next().filter(|next| next.sort == Sort::Words && !is_parted(sentence, moment.at, next.at));
        let Some(words) = words else { continue };
        let is_same_part = item.segment_of(moment.place.start) == item.segment_of(words.place.start);
        let (low, high) = (moment.place.end.min(words.place.end), moment.place.start.max(words.place.start));
        let is_rival = |when: &When| match moment.sort {
            Sort::Time => matches!(when, When::Time(_)),
            _ => matches!(when, When::Day { .. } | When::DayOfMonth(_)),
        };
        let mut between = reading.moments.iter().filter(|known| low <= known.span.start && known.span.end <= high);
        let is_before = moment.place.start < words.place.start;
        if (!is_before && !is_same_part) || between.any(|known| is_rival(&known.when)) {
            let written: String = sentence.text[moment.at..].chars().take(SHOWN_CHARS).collect();
            return Err(Fault::Reworded { written });
        }
    }
    Ok(())
}

/// Whether a full stop or a semicolon parts two offsets of the sentence.
fn is_parted(sentence: &Reading, one: usize, next: usize) -> bool {
    sentence.text[one..next].contains(['。', '；', ';'])
}
