//! What answers cost, and what they may.

use std::sync::Mutex;
use std::time::Duration;

use crate::chat::{Completion, Cost};

/// What the calls of one answer took.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Spent {
    /// Calls that were answered, from the cache or by the server, and that failed.
    pub calls: usize,
    /// Requests that were sent, retries included.
    pub attempts: usize,
    pub prompt_tokens: usize,
    pub completion_tokens: usize,
    /// Whether some of the counts are our own upper estimates.
    pub is_estimated: bool,
    /// Where a price is configured.
    pub cost: Option<Cost>,
    pub took: Duration,
    /// Calls that the cache answered.
    pub cached: usize,
    /// What went wrong beside the calls, a line each.
    pub notices: Vec<String>,
}

impl Spent {
    pub(crate) fn add(&mut self, completion: &Completion) {
        self.calls += 1;
        self.attempts += completion.attempts;
        self.prompt_tokens += completion.usage.prompt_tokens;
        self.completion_tokens += completion.usage.completion_tokens;
        self.is_estimated |= completion.usage.is_estimated;
        self.took += completion.took;
        self.cached += usize::from(completion.is_cached);
        self.notices.extend(completion.notices.iter().map(ToString::to_string));
        self.cost = match (self.cost.take(), completion.cost.clone()) {
            (Some(one), Some(other)) => Some(Cost { amount: one.amount + other.amount, ..other }),
            (one, other) => one.or(other),
        };
    }

    /// A failed call, whose tokens servers do not report.
    pub(crate) fn failed(&mut self, prompt_tokens: usize) {
        self.calls += 1;
        self.prompt_tokens += prompt_tokens;
        self.is_estimated = true;
    }
}

/// Tokens that all answers of a process may take together.
#[derive(Debug, Default)]
pub struct Budget {
    left: Option<Mutex<usize>>,
}

impl Budget {
    /// `None`: as many as they like.
    pub fn new(tokens: Option<usize>) -> Self {
        Self { left: tokens.map(Mutex::new) }
    }

    /// Sets `wanted` tokens aside for a call.
    ///
    /// # Errors
    /// What is left, where that is less.
    pub(crate) fn take(&self, wanted: usize) -> Result<(), usize> {
        let Some(left) = &self.left else { return Ok(()) };
        let mut left = left.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if *left < wanted {
            return Err(*left);
        }
        *left -= wanted;
        Ok(())
    }

    /// Gives back what a call did not take of what was set aside.
    pub(crate) fn settle(&self, wanted: usize, used: usize) {
        let Some(left) = &self.left else { return };
        let mut left = left.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *left += wanted.saturating_sub(used);
    }
}

#[cfg(test)]
mod tests {
    use super::Budget;

    #[test]
    fn a_call_takes_what_it_used_and_no_call_takes_more_than_there_is() {
        let budget = Budget::new(Some(1000));
        assert_eq!(budget.take(600), Ok(()));
        assert_eq!(budget.take(600), Err(400));
        budget.settle(600, 250);
        assert_eq!(budget.take(750), Ok(()));
        assert_eq!(budget.take(1), Err(0));
    }

    #[test]
    fn without_a_budget_everything_is_allowed() {
        assert_eq!(Budget::new(None).take(usize::MAX), Ok(()));
    }
}
