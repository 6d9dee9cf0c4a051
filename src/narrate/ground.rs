//! What a sentence may rest on: a fact that the roll-up computed, or the words of one of its sources.

use crate::calendar::{Date, Period};
use crate::citation::{Citation, Source};
use crate::lexicon::estimate_tokens;
use crate::prompt::{PromptPoint, PromptSource, quotable};

/// One of them, as a prompt numbers it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Ground {
    pub(super) text: String,
    /// Numbers of the roll-up's sources that bear it.
    pub(super) cites: Vec<usize>,
    /// Place of the quoted words; `None` for a computed fact.
    pub(super) place: Option<QuotePlace>,
    /// The date of the last report that speaks of the same thing.
    pub(super) newest: Option<Date>,
}

/// The place of quoted words.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct QuotePlace {
    label: String,
    date: Option<Date>,
    coverage: Option<Period>,
    section: Vec<String>,
    lines: String,
}

/// What belongs together and is not parted between prompts: the points on one thing, then the quotes.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct PointGroup {
    pub(super) grounds: Vec<Ground>,
}

/// Tokens that the frame of a point takes, and that of a quote with label and headings.
const POINT_TOKENS: usize = 24;
const QUOTE_TOKENS: usize = 60;

impl Ground {
    pub(super) fn point(text: String, mut cites: Vec<usize>) -> Self {
        cites.sort_unstable();
        cites.dedup();
        Self { text, cites, place: None, newest: None }
    }

    /// `coverage`: the days that its report covers, where they are known.
    pub(super) fn quote(citation: &Citation, coverage: Option<Period>, newest: Option<Date>) -> Self {
        let place = QuotePlace {
            label: citation.report.clone(),
            date: citation.date.parse().ok(),
            coverage,
            section: citation.section.clone(),
            lines: citation.lines.to_string(),
        };
        Self { text: citation.quote.clone(), cites: vec![citation.n], place: Some(place), newest }
    }

    /// The date of the report whose words it is.
    pub(super) fn date(&self) -> Option<Date> {
        self.place.as_ref()?.date
    }

    /// For the check of a reply that knows it as `n`.
    pub(super) fn source(&self, n: usize) -> Source<'_> {
        match &self.place {
            None => Source { n, text: &self.text, label: "", date: None, coverage: None, section: &[] },
            Some(place) => Source {
                n,
                text: &self.text,
                label: &place.label,
                date: place.date,
                coverage: place.coverage,
                section: &place.section,
            },
        }
    }

    /// Tokens that it takes in a prompt.
    pub(super) fn tokens(&self) -> usize {
        estimate_tokens(&self.text) + if self.place.is_some() { QUOTE_TOKENS } else { POINT_TOKENS }
    }
}

/// The grounds of a prompt, numbered from 1 in their order: points and quotes.
pub(super) fn prompted(grounds: &[Ground]) -> (Vec<PromptPoint>, Vec<PromptSource>) {
    let mut points = Vec::new();
    let mut sources = Vec::new();
    for (at, ground) in grounds.iter().enumerate() {
        let (n, text) = (at + 1, quotable(&ground.text));
        match &ground.place {
            None => points.push(PromptPoint { n, text }),
            Some(place) => {
                let date = place.date.map(|date| date.to_string()).filter(|date| *date != place.label);
                let report = [Some(place.label.clone()), date].into_iter().flatten().collect::<Vec<_>>().join(" ");
                sources.push(PromptSource {
                    n,
                    report: quotable(&report),
                    section: quotable(&place.section.join(" › ")),
                    lines: place.lines.clone(),
                    text,
                });
            }
        }
    }
    (points, sources)
}
