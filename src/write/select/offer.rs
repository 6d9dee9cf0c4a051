//! The statements that a model is given to pick from.

use crate::answer::Answered;
use crate::lexicon::estimate_tokens;
use crate::prompt::{PromptGroup, PromptStatement, SelectPrompt, quotable};

/// A small model chooses worse among more.
const MOST_STATEMENTS: usize = 12;

/// Of a statement, enough to see what it says.
const MOST_CHARS: usize = 100;

/// Tokens of a number, a pair of brackets and a line break.
const MARK_TOKENS: usize = 5;

/// Statements in the order of their numbers, from 1.
#[derive(Debug, Default)]
pub(super) struct Offer {
    groups: Vec<Group>,
}

/// The statements of one place.
#[derive(Debug)]
struct Group {
    /// Label, date and headings.
    place: String,
    /// With their indexes in the pool, in the order of the report.
    statements: Vec<(usize, String)>,
}

impl Offer {
    /// The likeliest statements of `answered` that fit into `most_tokens`, those of a place together; the first always.
    pub(super) fn gather(answered: &Answered, most_tokens: usize) -> Self {
        let mut offer = Self::default();
        let mut left = most_tokens;
        for at in answered.on_offer() {
            if offer.len() == MOST_STATEMENTS {
                break;
            }
            let Some((place, words)) = answered.statement(at) else { continue };
            let (place, words) = (quotable(&place), quotable(&opening(unnumbered(&words))));
            let known = offer.groups.iter().position(|group| group.place == place);
            let of_place = if known.is_some() { 0 } else { estimate_tokens(&place) + MARK_TOKENS };
            let tokens = estimate_tokens(&words) + MARK_TOKENS + of_place;
            // A shorter one that is less likely does not take its place.
            if tokens > left && offer.len() > 0 {
                break;
            }
            left = left.saturating_sub(tokens);
            match known {
                Some(known) => offer.groups[known].statements.push((at, words)),
                None => offer.groups.push(Group { place, statements: vec![(at, words)] }),
            }
        }
        offer.groups.iter_mut().for_each(|group| group.statements.sort_by_key(|(at, _)| *at));
        offer
    }

    pub(super) fn len(&self) -> usize {
        self.groups.iter().map(|group| group.statements.len()).sum()
    }

    /// The index of statement `n` in the pool.
    pub(super) fn statement(&self, n: usize) -> Option<usize> {
        let mut statements = self.groups.iter().flat_map(|group| &group.statements);
        statements.nth(n.checked_sub(1)?).map(|(at, _)| *at)
    }

    pub(super) fn prompt(&self, question: &str) -> SelectPrompt {
        let mut numbers = 1..;
        let mut numbered =
            |(_, text): &(usize, String)| numbers.next().map(|n| PromptStatement { n, text: text.clone() });
        let group = |group: &Group| PromptGroup {
            place: group.place.clone(),
            statements: group.statements.iter().filter_map(&mut numbered).collect(),
        };
        SelectPrompt { groups: self.groups.iter().map(group).collect(), question: question.to_string() }
    }
}

/// A statement without its number in the report, which would be taken for ours.
fn unnumbered(text: &str) -> &str {
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
    let marked = rest.strip_prefix(['.', '、']).filter(|words| {
        rest.len() < text.len() && !words.starts_with(|c: char| c.is_ascii_digit()) && !words.trim().is_empty()
    });
    marked.map_or(text, str::trim_start)
}

fn opening(text: &str) -> String {
    match text.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::unnumbered;

    #[test]
    fn a_number_that_says_something_stays() {
        assert_eq!(unnumbered("2. 虚户日终对账"), "虚户日终对账");
        assert_eq!(unnumbered("3、延期"), "延期");
        for said in ["99.97%", "5991笔差异", "6/15 11:01 对账", "1.", "、"] {
            assert_eq!(unnumbered(said), said);
        }
    }
}
