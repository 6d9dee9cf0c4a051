//! Where nothing is vouched for: the statements of the reports that bear most on the question, whole and cited, and no claim.
//!
//! Time is evidence here and no filter: a year that the question names may stand in a page that has no date.

use super::compose::{Draft, one_line};
use super::overlap::Wanted;
use crate::calendar::mentions;
use crate::fact::sentences;
use crate::record::PassageRecord;
use crate::report::Span;
use crate::retrieve::{Found, Retrieval};

/// Characters shown, about. A department head reads so much at a glance; recall grows little beyond (docs/quality.md).
const MOST_CHARS: usize = 500;

/// Characters of one passage, about, so that several are seen.
const MOST_OF_A_PASSAGE: usize = 180;

/// What a passage of the time asked about gains, on the scale of the fused score: 1 is first in both legs.
const OF_THE_TIME: f32 = 0.5;

/// The passages of `timely` (found under the question's times) and of `at_any_time`, best first, each once.
pub(super) fn weighed(timely: &Retrieval, at_any_time: Vec<Found>) -> Vec<Found> {
    let mut found: Vec<Found> = at_any_time;
    for one in &timely.found {
        if !found.iter().any(|other| is_same(&other.passage, &one.passage)) {
            found.push(one.clone());
        }
    }
    let asked: Vec<_> = timely.times.iter().filter(|time| time.asked).collect();
    let of_the_time = |found: &Found| asked.iter().any(|time| time.fits(&found.passage));
    let weight = |found: &Found| found.hit.score + if of_the_time(found) { OF_THE_TIME } else { 0.0 };
    found.sort_by(|one, other| weight(other).total_cmp(&weight(one)));
    found
}

fn is_same(one: &PassageRecord, other: &PassageRecord) -> bool {
    one.report == other.report && one.span() == other.span()
}

/// Shows them in their order, up to the length, or to its share of a `part` (its words, and of how many it is one); false where
/// there is none.
pub(super) fn show(found: &[Found], wanted: &Wanted, part: Option<(&str, usize)>, draft: &mut Draft) -> bool {
    let mut left = MOST_CHARS / part.map_or(1, |(_, parts)| parts);
    let mut shown: Vec<&PassageRecord> = Vec::new();
    for Found { passage, .. } in found {
        let holds = |one: &PassageRecord, other: &PassageRecord| {
            one.report == other.report && one.start < other.end && other.start < one.end
        };
        // The section around an item that is shown says it again.
        if shown.iter().any(|known| holds(known, passage)) {
            continue;
        }
        let spans = telling(passage, wanted, MOST_OF_A_PASSAGE.min(left));
        if spans.is_empty() {
            continue;
        }
        if shown.is_empty() {
            draft.relate(part.map(|(asked, _)| asked));
        }
        for span in spans {
            left = left.saturating_sub(passage.text[span.clone()].chars().count());
            draft.statement(passage, span);
        }
        shown.push(passage);
        if left == 0 {
            break;
        }
    }
    !shown.is_empty()
}

/// Whether a line says more than a day.
fn says_something(line: &str) -> bool {
    let mut rest = line.to_string();
    for mention in mentions(line) {
        rest.replace_range(mention.span.clone(), &" ".repeat(mention.span.len()));
    }
    rest.chars().any(char::is_alphabetic)
}

/// The spans of a passage's text that say most of what is asked, in its order, joined where they touch: all of a short one.
fn telling(passage: &PassageRecord, wanted: &Wanted, most: usize) -> Vec<Span> {
    let text = &passage.text;
    let says_something = |span: &Span| says_something(&one_line(text, span.clone()));
    let whole = 0..text.len();
    if text.chars().count() <= most {
        return if says_something(&whole) { vec![whole] } else { Vec::new() };
    }
    let pieces: Vec<Span> = sentences(text, whole).into_iter().filter(says_something).collect();
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    let shares: Vec<f32> = pieces.iter().map(|span| wanted.share(&text[span.clone()])).collect();
    order.sort_by(|one, other| shares[*other].total_cmp(&shares[*one]).then(one.cmp(other)));
    let mut left = most;
    let mut picked = Vec::new();
    for at in order {
        let length = text[pieces[at].clone()].chars().count();
        if length <= left || picked.is_empty() {
            left = left.saturating_sub(length);
            picked.push(at);
        }
    }
    picked.sort_unstable();
    let mut spans: Vec<Span> = Vec::new();
    for at in picked {
        let follows = at > 0 && spans.last().is_some_and(|last| last.end == pieces[at - 1].end);
        match spans.last_mut().filter(|_| follows) {
            Some(last) => last.end = pieces[at].end,
            None => spans.push(pieces[at].clone()),
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::says_something;

    #[test]
    fn a_day_alone_says_nothing() {
        for line in ["2024-11-29", "6/15", "第26周", "---", ""] {
            assert!(!says_something(line), "{line}");
        }
        for line in ["6/15 回调堆积", "差异 5991 笔", "v2.3 released"] {
            assert!(says_something(line), "{line}");
        }
    }
}
