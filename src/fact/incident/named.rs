//! The named parts of one incident, each in one piece, and the text before them.

use super::opening::opening_date;
use super::parts::{PartKind, named_parts};
use crate::fact::clause::marked_sentences;
use crate::fact::length::length_in;
use crate::report::Span;

#[derive(Default)]
pub(super) struct Named {
    pub head: Option<Span>,
    pub described: Option<Span>,
    pub cause: Option<Span>,
    pub handling: Option<Span>,
    pub impact: Option<Span>,
    pub time: Option<Span>,
    pub ended: Option<Span>,
    pub length: Option<Span>,
}

impl Named {
    pub(super) fn read(source: &str, span: Span) -> Self {
        let mut named = Self::default();
        for (at, (kind, part)) in named_parts(source, span).into_iter().enumerate() {
            let part = without_code(source, part);
            if !says_something(source, &part) {
                continue;
            }
            match kind {
                PartKind::Summary if at == 0 => named.head = Some(part),
                PartKind::Summary => extend(&mut named.described, part),
                PartKind::Cause => extend(&mut named.cause, part),
                PartKind::Handling => extend(&mut named.handling, part),
                PartKind::Impact => extend(&mut named.impact, part),
                PartKind::Time => extend(&mut named.time, part),
                PartKind::Ended => extend(&mut named.ended, part),
                PartKind::Length => extend(&mut named.length, part),
                PartKind::FollowUp => {}
            }
        }
        named.take_cause_from_handling(source);
        named
    }

    /// `处置：重启。原因还在查。` names the second part without a colon.
    fn take_cause_from_handling(&mut self, source: &str) {
        let (None, Some(handling)) = (&self.cause, &mut self.handling) else { return };
        let begins = |sentence: &Span| source[sentence.clone()].trim_start().starts_with("原因");
        if let Some(sentence) = marked_sentences(source, handling.clone()).into_iter().skip(1).find(begins) {
            self.cause = Some(sentence.start..handling.end);
            handling.end = sentence.start;
        }
    }

    pub(super) fn stated_minutes(&self, source: &str) -> Option<u32> {
        self.length.as_ref().and_then(|length| length_in(&source[length.clone()]))
    }

    /// The text before the first name, else 现象, else the text behind the date in 时间.
    pub(super) fn summary(&self, source: &str) -> Option<Span> {
        let after_date = |span: Span| {
            let text = &source[span.clone()];
            let white = text.len() - text.trim_start().len();
            let length = opening_date(text.trim_start()).map_or(text.len() - white, |opening| opening.length);
            span.start + white + length..span.end
        };
        let candidates = [self.head.clone(), self.described.clone(), self.time.clone().map(after_date)];
        candidates.into_iter().flatten().find(|span| says_something(source, span))
    }
}

fn says_something(source: &str, span: &Span) -> bool {
    source[span.clone()].chars().any(char::is_alphanumeric)
}

/// A part up to the code that follows it, and without the line that announces the code.
fn without_code(source: &str, span: Span) -> Span {
    let text = &source[span.clone()];
    let Some(fence) = text.find("```").or_else(|| text.find("~~~")) else { return span };
    let mut kept = text[..fence].trim_end();
    while kept.ends_with([':', '：']) {
        kept = kept.rsplit_once('\n').map_or("", |(before, _)| before).trim_end();
    }
    span.start..span.start + kept.len()
}

/// Two pieces of one part (`原因：` twice) are one where they touch; else the first counts.
fn extend(part: &mut Option<Span>, span: Span) {
    match part {
        Some(known) if known.end >= span.start => known.end = span.end,
        Some(_) => {}
        None => *part = Some(span),
    }
}
