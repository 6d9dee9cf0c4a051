//! What a language model added to an answer, and what it took.

use crate::answer::Origin;
use crate::write::Written;

/// One answer that a model was asked to write.
#[derive(Debug, Clone, PartialEq)]
pub struct Writing {
    /// Its sentences that were shown, and that were not.
    pub shown: usize,
    pub withheld: usize,
    /// Whether the first sentence is the model's pick.
    pub is_selected: bool,
    /// Whether the extracted answer alone was right, and what the model wrote or picked alone.
    pub extracted_right: bool,
    pub model_right: bool,
    pub calls: usize,
    pub prompt_tokens: usize,
    pub completion_tokens: usize,
    /// Seconds of all its calls.
    pub seconds: f64,
    /// Replies from the cache, whose time means nothing.
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
