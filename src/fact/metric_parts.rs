//! Rows of a table that state several measures at once: `报表 新增/交付/积压 | 14/10/27`.

use super::folded::Folded;
use crate::vocabulary::{Sense, Words};

/// Measures of one row.
const MOST_PARTS: usize = 4;

/// In letters, with what the parts have in common before them.
const LONGEST_PART: usize = 12;

/// The rows that a row is, one a measure: the cell at `label_at` names as many as the others have numbers. `None` for a row of one measure.
/// `is_measure` tells names from words such as 计划 and 实际.
pub(super) fn rows_of(
    cells: &[Folded],
    label_at: usize,
    is_measure: impl Fn(&str) -> bool,
) -> Option<Vec<Vec<Folded>>> {
    let label = cells.get(label_at)?;
    let (names, unit) = label.text.split_at(label.text.find('(').unwrap_or(label.text.len()));
    let names: Vec<&str> = names.split('/').map(str::trim).collect();
    // 报表 of `报表 新增/交付`.
    let (common, first) = names[0].rsplit_once(' ').unwrap_or(("", names[0]));
    let is_name = |name: &&str| {
        (1..=LONGEST_PART).contains(&name.chars().count()) && name.chars().all(char::is_alphabetic) && is_measure(name)
    };
    let count = names.len();
    let own: Vec<&str> = std::iter::once(first).chain(names[1..].iter().copied()).collect();
    if !(2..=MOST_PARTS).contains(&count) || !own.iter().all(is_name) {
        return None;
    }
    let numbers = |cell: &Folded| parts(cell).filter(|parts| parts.len() == count && parts.iter().all(is_number));
    let split: Vec<Option<Vec<Folded>>> = cells.iter().map(numbers).collect();
    split.iter().flatten().next()?;
    let row = |part: usize| {
        let named = |(at, cell): (usize, &Folded)| match &split[at] {
            _ if at == label_at => {
                let space = if common.ends_with(|c: char| c.is_ascii_alphanumeric()) { " " } else { "" };
                label.renamed(format!("{common}{space}{}{unit}", own[part]))
            }
            Some(parts) => parts[part].clone(),
            // A bound or a note is of one of them.
            None => cell.renamed(String::new()),
        };
        cells.iter().enumerate().map(named).collect()
    };
    Some((0..count).map(row).collect())
}

fn parts(cell: &Folded) -> Option<Vec<Folded>> {
    let mut from = 0;
    let ends = cell.text.match_indices('/').map(|(at, _)| at).chain([cell.text.len()]);
    let parts = ends.map(|end| cell.part(std::mem::replace(&mut from, end + 1)..end)).collect::<Vec<_>>();
    (parts.len() > 1).then_some(parts)
}

/// 14, 92.4%, 13,240: a number and perhaps its unit.
fn is_number(cell: &Folded) -> bool {
    let text = cell.text.trim();
    text.starts_with(|c: char| c.is_ascii_digit())
        && !text.contains(' ')
        && text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ',')).chars().count() <= 2
}

/// Whether a heading names what the rows below it may be parts of: 投诉, and no 数据 or 各项情况.
pub(super) fn names_a_whole(about: &str) -> bool {
    const LONGEST_CHARS: usize = 12;
    static FIGURES: Words = Words::of(&[Sense::SummedUp]);
    about.chars().count() <= LONGEST_CHARS && !FIGURES.are_in(&about.to_lowercase())
}
