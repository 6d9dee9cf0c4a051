//! What a language model added to an answer, and what it took.

use super::row::Row;
use super::tally::Share;
use crate::answer::Origin;
use crate::write::Written;

/// One answer that a model was asked to write.
#[derive(Debug, Clone, PartialEq)]
pub struct Writing {
    /// Its sentences that were shown, and that were not.
    pub shown: usize,
    pub withheld: usize,
    /// Whether it picked what stands first.
    pub is_selected: bool,
    /// Whether the extracted answer alone was right, and what the model wrote or picked alone.
    pub extracted_right: bool,
    pub model_right: bool,
    pub calls: usize,
    pub prompt_tokens: usize,
    pub completion_tokens: usize,
    /// Seconds of all its calls.
    pub seconds: f64,
    /// How many replies came from the cache: their time tells nothing.
    pub cached: usize,
}

impl Writing {
    pub(super) fn new(written: &Written, extracted_right: bool, model_right: bool) -> Option<Self> {
        let spent = written.spent.as_ref()?;
        let of_model = written.answer.sentences.iter().filter(|sentence| sentence.origin == Origin::Model);
        Some(Self {
            shown: of_model.count(),
            withheld: written.withheld.len(),
            is_selected: written.answer.is_selected(),
            extracted_right,
            model_right,
            calls: spent.calls,
            prompt_tokens: spent.prompt_tokens,
            completion_tokens: spent.completion_tokens,
            seconds: spent.took.as_secs_f64(),
            cached: spent.cached,
        })
    }
}

/// All answers that a model was asked to write.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct WritingTally {
    /// Questions that it was asked.
    pub asked: usize,
    /// Answers that show first what it picked.
    pub selected: Share,
    /// Answers that show some sentence of its.
    pub generated: Share,
    /// Sentences of its that passed the check, of all that it wrote, repairs included.
    pub supported: Share,
    /// Right answers among the questions that it was asked: as shown, extracted alone, what it wrote or picked alone.
    pub right: Share,
    pub extracted_right: Share,
    pub model_right: Share,
    pub calls: usize,
    pub prompt_tokens: usize,
    pub completion_tokens: usize,
    pub seconds: f64,
    pub cached: usize,
}

impl WritingTally {
    /// `None` where no model was asked.
    pub fn of(rows: &[Row]) -> Option<Self> {
        let mut tally = Self::default();
        for row in rows {
            let Some(given) = &row.given else { continue };
            let Some(writing) = &given.writing else { continue };
            tally.asked += 1;
            tally.selected.count(writing.is_selected);
            tally.generated.count(writing.shown > 0);
            tally.supported.add(writing.shown, writing.shown + writing.withheld);
            tally.right.count(given.score.right);
            tally.extracted_right.count(writing.extracted_right);
            tally.model_right.count(writing.model_right);
            tally.calls += writing.calls;
            tally.prompt_tokens += writing.prompt_tokens;
            tally.completion_tokens += writing.completion_tokens;
            tally.seconds += writing.seconds;
            tally.cached += writing.cached;
        }
        (tally.asked > 0).then_some(tally)
    }

    /// Of `sum` for each question that the model was asked.
    pub fn each(&self, sum: f64) -> f64 {
        sum / self.asked.max(1) as f64
    }
}
