//! Lines that are lists of figures: `里程 40.8 万。正点 90.2%。投诉 24。电耗 89.6。` Where most of them are measures by their names or
//! units, so are the others.

use super::amount::{Amount, Sort};
use super::metric_clause::{Clauses, tail};
use super::metric_words::names_a_measure;
use crate::text::is_han;

/// Names with their values, at least; and of these the ones that are measures by themselves.
const LEAST_NAMES: usize = 3;
const LEAST_MEASURES: usize = 2;

/// In letters, a Latin one counting as one.
const LONGEST_NAME: usize = 8;
const LONGEST_LATIN_NAME: usize = 24;

/// Whether `text` lists names, each with its value and nothing else; one clause of another sort may be among them.
pub(super) fn lists_figures(text: &str, amounts: &[Amount], clauses: &Clauses) -> bool {
    let mut listed = 0;
    let mut measures = 0;
    for (at, amount) in amounts.iter().enumerate() {
        let own = text.get(clauses.start(at).start..amount.span.start).unwrap_or_default();
        let own = own.rsplit([':', '】']).next().unwrap_or_default().trim();
        let next = amounts.get(at + 1).map(|next| next.span.start);
        let most = if own.contains(is_han) { LONGEST_NAME } else { LONGEST_LATIN_NAME };
        let is_name = (2..=most).contains(&own.chars().count())
            && own.chars().all(|c| c.is_alphabetic() || c == ' ')
            && amount.sort == Sort::Value;
        if is_name && tail(text, amount.span.end, next).is_empty() {
            listed += 1;
            measures += usize::from(amount.is_counted || names_a_measure(own));
        }
    }
    listed >= LEAST_NAMES && measures >= LEAST_MEASURES && listed + 1 >= amounts.len()
}

#[cfg(test)]
mod tests {
    use super::lists_figures;
    use crate::fact::amount::amounts;
    use crate::fact::metric_clause::Clauses;

    fn is_list(text: &str) -> bool {
        let amounts = amounts(text);
        let clauses = Clauses::read(text, &amounts);
        lists_figures(text, &amounts, &clauses)
    }

    #[test]
    fn names_with_their_values_and_nothing_else_are_a_list_of_figures() {
        assert!(is_list("里程 40.8 万。正点 90.2%。投诉 24。电耗 89.6。责任事故 0。"));
        assert!(is_list("【数】开机率 91.2%，良品率 98.1%，返工 12"));
        assert!(is_list("Complaints 3, on time 96%, waste 2.1%, overtime 12"));
    }

    #[test]
    fn sentences_and_names_of_people_are_none() {
        assert!(!is_list("本周处理 24 件投诉，其中 3 件转分公司。"));
        assert!(!is_list("小李 3，小王 4，小张 5"), "nothing says what is counted");
        assert!(!is_list("正点 90.2%。投诉 24。"), "two are a sentence");
    }
}
