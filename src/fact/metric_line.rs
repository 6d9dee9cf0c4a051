//! Lines that are lists of figures: `里程 40.8 万。正点 90.2%。投诉 24。电耗 89.6。` Where most of them are measures by their names or
//! units, so are the others.

use super::metric_words::names_a_measure;
use crate::calendar::mentions;
use crate::text::is_han;

/// Names with their values, at least; and of these the ones that are measures by themselves.
const LEAST_NAMES: usize = 3;
const LEAST_MEASURES: usize = 2;

/// In letters.
const LONGEST_NAME: usize = 8;
const LONGEST_LATIN_NAME: usize = 24;
const LONGEST_UNIT: usize = 4;
const LONGEST_LATIN_UNIT: usize = 10;

/// Whether what stands behind a value of a list is its unit, though none that is known: cars/day.
pub(super) fn is_unit_of_its_own(tail: &str) -> bool {
    (1..=LONGEST_LATIN_UNIT).contains(&tail.len()) && tail.chars().all(|c| c.is_ascii_alphabetic() || c == '/')
}

/// Whether `text` lists names, each with its value and nothing else; one clause of another sort may be among them.
pub(super) fn lists_figures(text: &str) -> bool {
    let clauses = clauses(text);
    let named: Vec<Clause<'_>> = clauses.iter().filter_map(|clause| Clause::read(clause)).collect();
    let with_digits = clauses.iter().filter(|clause| clause.contains(|c: char| c.is_ascii_digit())).count();
    let measures = named.iter().filter(|clause| !clause.unit.is_empty() || names_a_measure(clause.name)).count();
    named.len() >= LEAST_NAMES && measures >= LEAST_MEASURES && named.len() + 1 >= with_digits
}

/// The names of the values that are all that `text` says; `None` where it says more. Times are left out.
pub fn figures_alone(text: &str) -> Option<Vec<String>> {
    let times: Vec<&str> = mentions(text).into_iter().map(|mention| &text[mention.span]).collect();
    let bare = times.into_iter().fold(text.to_string(), |rest, time| rest.replacen(time, "", 1));
    let name = |clause: &str| Clause::read(clause).map(|clause| clause.name.to_string());
    let names: Option<Vec<String>> = clauses(&bare).into_iter().filter(|clause| !clause.is_empty()).map(name).collect();
    names.filter(|names| !names.is_empty())
}

/// A name and its value.
struct Clause<'t> {
    name: &'t str,
    unit: &'t str,
}

impl<'t> Clause<'t> {
    fn read(clause: &'t str) -> Option<Self> {
        let is_of_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
        // 开机94.9%（检修拖累）: what is said of the value.
        let clause = clause.split(['(', '（']).next().unwrap_or_default();
        // `on site within 2 h 94.4%`: the last number is the value.
        let end = clause.rfind(|c: char| c.is_ascii_digit())? + 1;
        let begin = clause[..end].trim_end_matches(is_of_number).len();
        let (name, unit) = (clause[..begin].trim(), clause[end..].trim());
        let most = if name.contains(is_han) { LONGEST_NAME } else { LONGEST_LATIN_NAME };
        // 电 69.1 万度, 水 9,230 吨: one character with a unit.
        let least = if unit.is_empty() { 2 } else { 1 };
        let is_name = (least..=most).contains(&name.chars().count())
            && name.starts_with(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-'));
        let longest = if unit.is_ascii() { LONGEST_LATIN_UNIT } else { LONGEST_UNIT };
        let is_unit =
            unit.chars().count() <= longest && !unit.contains(' ') && !unit.contains(|c: char| c.is_ascii_digit());
        (is_name && is_unit).then_some(Self { name, unit })
    }
}

/// What marks part, without what stands before a colon or a closing bracket.
fn clauses(text: &str) -> Vec<&str> {
    let is_mark = |(at, c): &(usize, char)| match c {
        '。' | '；' | ';' | '，' | '、' | '|' | '｜' => true,
        // 13,240 is one number.
        ',' => !text[at + 1..].starts_with(|c: char| c.is_ascii_digit()),
        _ => false,
    };
    let mut from = 0;
    let marks = text.char_indices().filter(is_mark).map(|(at, c)| (at, at + c.len_utf8()));
    let clause = |(end, next): (usize, usize)| {
        let clause = &text[std::mem::replace(&mut from, next)..end];
        clause.rsplit([':', '：', '】']).next().unwrap_or_default().trim()
    };
    marks.chain([(text.len(), text.len())]).map(clause).collect()
}

#[cfg(test)]
mod tests {
    use super::{figures_alone, lists_figures};

    #[test]
    fn names_with_their_values_and_nothing_else_are_a_list_of_figures() {
        assert!(lists_figures("里程 40.8 万。正点 90.2%。投诉 24。电耗 89.6。责任事故 0。"));
        assert!(lists_figures("【数】开机率 91.2%，良品率 98.1%，返工 12"));
        assert!(lists_figures("Complaints 3, on time 96%, waste 2.1%, overtime 12"));
        assert!(lists_figures("工单 534 | 及时 92.4% | 设备报修 75 | 开机 94.9%（检修拖累）"));
        assert!(lists_figures("Work orders 495 | on-site within 2 h 94.4% | repair calls 64 | equipment uptime 97.2%"));
        assert!(lists_figures("电 69.1 万度（新高） | 水 9,230 吨 | 氧 24.9 吨"));
    }

    #[test]
    fn sentences_and_names_of_people_are_none() {
        assert!(!lists_figures("本周处理 24 件投诉，其中 3 件转分公司。"));
        assert!(!lists_figures("小李 3，小王 4，小张 5"), "nothing says what is counted");
        assert!(!lists_figures("正点 90.2%。投诉 24。"), "two are a sentence");
    }

    #[test]
    fn a_line_that_says_no_more_than_values_has_their_names() {
        let names = |text: &str| figures_alone(text).unwrap_or_default();
        assert_eq!(names("里程 42.9 万公里,正点率 92.6%"), ["里程", "正点率"]);
        assert_eq!(names("8 月投诉合计 118 件"), ["投诉合计"]);
        assert_eq!(names("投诉 17 件,今年周最低"), [""; 0]);
        assert_eq!(names("全周13,240人次"), ["全周"]);
    }
}
