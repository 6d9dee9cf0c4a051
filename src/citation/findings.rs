//! What comparing a sentence with sources brings: faults, and the places that bear it.

use std::ops::Range;

use super::evidence::Evidence;
use super::fault::Fault;
use super::reading::Reading;

/// The result of one comparison.
#[derive(Default)]
pub(super) struct Findings {
    pub(super) faults: Vec<Fault>,
    /// Which of the compared sources, and where in its folded text.
    places: Vec<(usize, usize)>,
}

impl Findings {
    /// Source `which` has a particular at `at`.
    pub(super) fn place(&mut self, which: usize, at: usize) {
        self.places.push((which, at));
    }

    /// How many particulars were found at all.
    pub(super) fn found(&self) -> usize {
        self.places.len()
    }

    /// Where source `which` has them.
    pub(super) fn places_in(&self, which: usize) -> Vec<usize> {
        self.places.iter().filter(|(known, _)| *known == which).map(|(_, at)| *at).collect()
    }

    /// The items in which particulars of the sentence were found; of a source in which none was, those that
    /// share most with it.
    pub(super) fn items<'e>(&self, sentence: &Reading, cited: &'e [&Evidence<'_>]) -> Vec<&'e str> {
        let mut items: Vec<&str> = Vec::new();
        for (which, evidence) in cited.iter().enumerate() {
            let reading = &evidence.reading;
            let mut spans: Vec<Range<usize>> =
                self.places_in(which).iter().map(|place| reading.item_of(*place)).collect();
            spans.sort_by_key(|item| item.start);
            spans.dedup();
            items.extend(spans.into_iter().map(|item| &reading.text[item]));
        }
        let words = sentence.words();
        let is_silent = |which: &usize| self.places_in(*which).is_empty();
        let silent: Vec<usize> = (0..cited.len()).filter(is_silent).collect();
        let all = silent
            .into_iter()
            .map(|which| cited[which])
            .flat_map(|evidence| evidence.reading.items.iter().map(|item| (&evidence.reading, item.clone())));
        let shared: Vec<(usize, &str)> = all
            .map(|(reading, item)| (reading.tokens_in(item.clone()).intersection(&words).count(), &reading.text[item]))
            .collect();
        let most = shared.iter().map(|(shared, _)| *shared).max().unwrap_or(0);
        let best = shared.into_iter().filter(|(shared, _)| *shared == most && (most > 0 || items.is_empty()));
        let best: Vec<&str> = best.map(|(_, text)| text).collect();
        items.extend(best);
        items
    }
}
