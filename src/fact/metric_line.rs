//! Lines that are lists of figures: `里程 40.8 万。正点 90.2%。投诉 24。电耗 89.6。` Where most of them are measures by their names or
//! units, so are the others.

use super::metric_words::names_a_measure;
use crate::text::is_han;

/// Names with their values, at least; and of these the ones that are measures by themselves.
const LEAST_NAMES: usize = 3;
const LEAST_MEASURES: usize = 2;

/// In letters.
const LONGEST_NAME: usize = 8;
const LONGEST_LATIN_NAME: usize = 24;
const LONGEST_UNIT: usize = 4;

/// Whether `text` lists names, each with its value and nothing else; one clause of another sort may be among them.
pub(super) fn lists_figures(text: &str) -> bool {
    let mut clauses = 0;
    let mut listed = 0;
    let mut measures = 0;
    let is_mark = |(at, c): &(usize, char)| match c {
        '。' | '；' | ';' | '，' | '、' => true,
        // 13,240 is one number.
        ',' => !text[at + 1..].starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    };
    let mut from = 0;
    let ends =
        text.char_indices().filter(is_mark).map(|(at, c)| (at, at + c.len_utf8())).chain([(text.len(), text.len())]);
    for (end, next) in ends {
        let clause =
            text[std::mem::replace(&mut from, next)..end].rsplit([':', '：', '】']).next().unwrap_or_default().trim();
        let Some(digit) = clause.find(|c: char| c.is_ascii_digit()) else { continue };
        clauses += 1;
        let (name, value) = (clause[..digit].trim(), &clause[digit..]);
        let unit = value.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).trim();
        let most = if name.contains(is_han) { LONGEST_NAME } else { LONGEST_LATIN_NAME };
        let is_name = (2..=most).contains(&name.chars().count()) && name.chars().all(|c| c.is_alphabetic() || c == ' ');
        let is_unit = unit.chars().count() <= LONGEST_UNIT && !unit.contains(|c: char| c.is_ascii_digit());
        if is_name && is_unit {
            listed += 1;
            measures += usize::from(!unit.is_empty() || names_a_measure(name));
        }
    }
    listed >= LEAST_NAMES && measures >= LEAST_MEASURES && listed + 1 >= clauses
}

#[cfg(test)]
mod tests {
    use super::lists_figures;

    #[test]
    fn names_with_their_values_and_nothing_else_are_a_list_of_figures() {
        assert!(lists_figures("里程 40.8 万。正点 90.2%。投诉 24。电耗 89.6。责任事故 0。"));
        assert!(lists_figures("【数】开机率 91.2%，良品率 98.1%，返工 12"));
        assert!(lists_figures("Complaints 3, on time 96%, waste 2.1%, overtime 12"));
    }

    #[test]
    fn sentences_and_names_of_people_are_none() {
        assert!(!lists_figures("本周处理 24 件投诉，其中 3 件转分公司。"));
        assert!(!lists_figures("小李 3，小王 4，小张 5"), "nothing says what is counted");
        assert!(!lists_figures("正点 90.2%。投诉 24。"), "two are a sentence");
    }
}
