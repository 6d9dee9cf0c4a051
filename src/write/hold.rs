//! Whether a sentence that was read back may be shown: what the check found, what makes it unfit though no particular is wrong,
//! and how near it keeps to its sources' words.

use crate::citation::{Checked, Source, trace};
use crate::question::Language;

use super::caution::caution;

/// What becomes of a sentence that states something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Held {
    Stands,
    /// What is wrong with it; a second try may put it right.
    Faulty(Vec<String>),
    /// What no second try helps.
    Unfit(String),
}

/// Holds a sentence against the `sources` of its prompt; where it is supported, it keeps of its citations those it needs. Complaints
/// are in `language`, that of the reply.
pub(crate) fn hold(checked: &mut Checked, sources: &[Source<'_>], language: Language) -> Held {
    if !checked.is_supported() {
        return Held::Faulty(checked.faults.iter().map(|fault| fault.describe(language)).collect());
    }
    let cited = checked.citations.iter().filter_map(|n| sources.iter().find(|source| source.n == *n));
    if let Some(caution) = caution(&checked.text, language, &cited.collect::<Vec<_>>()) {
        let described = caution.describe(language);
        return match caution.can_be_repaired() {
            true => Held::Faulty(vec![described]),
            false => Held::Unfit(described),
        };
    }
    match trace(checked, sources) {
        // What another source says of it beside is no evidence for these words.
        Ok(needed) => {
            checked.spans.retain(|(n, _)| needed.contains(n));
            checked.citations = needed;
            Held::Stands
        }
        // A second translation is no nearer to the reports' words than the first.
        Err(fault) if language == Language::English => Held::Unfit(fault.describe(language)),
        Err(fault) => Held::Faulty(vec![fault.describe(language)]),
    }
}
