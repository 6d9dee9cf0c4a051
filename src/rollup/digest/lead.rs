//! What a statement is about: the name that it begins with, or the one that stands above it.

use super::name::{is_attribute, is_matter, named};
use super::width::{LONGEST_HEADING_COLUMNS, columns};
use crate::calendar::mentions;
use crate::record::PassageRecord;
use crate::text::{is_han, share_of_pairs};

/// A name is said by a text from this share of its letters on.
pub(super) const SHARE_OF_A_NAME: f64 = 0.5;

/// What is said of `name` behind it.
pub(in crate::rollup) fn behind(name: &str, said: &str) -> String {
    let colon = if name.contains(is_han) || said.contains(is_han) { "：" } else { ": " };
    format!("{name}{colon}{said}")
}

/// The name of the parent item, which a row of a table has not, else of the innermost heading; and whether it is the heading's.
pub(super) fn name_above(passage: &PassageRecord, is_row: bool) -> (String, bool) {
    let parent = if is_row { String::new() } else { named(&passage.parent) };
    let heading = || passage.section.last().filter(|name| is_matter(name)).map(|name| named(name)).unwrap_or_default();
    let is_heading = parent.is_empty();
    (if is_heading { heading() } else { parent }, is_heading)
}

/// `said`, a part of the text of `passage`, behind the name that stands above it, where it does not say that itself.
pub(in crate::rollup) fn below_its_name(passage: &PassageRecord, said: &str) -> String {
    let (name, is_heading) = name_above(passage, passage.text.trim_start().starts_with('|'));
    let is_said = name.is_empty() || share_of_pairs(&name, said) >= SHARE_OF_A_NAME;
    let goes_without_saying = !is_matter(&name) || is_heading && has_a_lead(said);
    if is_said || goes_without_saying { said.to_string() } else { behind(&name, said) }
}

/// Whether a text begins with the name of a matter and a colon.
pub(super) fn has_a_lead(text: &str) -> bool {
    let (lead, rest) = text.split_once('：').or_else(|| text.split_once(": ")).unwrap_or_default();
    !rest.is_empty()
        && columns(lead) <= LONGEST_HEADING_COLUMNS
        && lead.contains(char::is_alphabetic)
        && !is_a_time(lead)
        && !is_attribute(lead)
}

/// 到 11.30, 6月: by when names nothing.
fn is_a_time(lead: &str) -> bool {
    const LEAST_CHARS: usize = 2;
    let times = mentions(lead);
    let is_in_one = |at: usize| times.iter().any(|time| time.span.contains(&at));
    let mut others = lead.char_indices().filter(|(at, c)| c.is_alphabetic() && !is_in_one(*at)).map(|(_, c)| c);
    // V3 is a name.
    lead.contains(|c: char| c.is_ascii_digit()) && others.clone().all(is_han) && others.by_ref().count() < LEAST_CHARS
}

#[cfg(test)]
mod tests {
    use super::has_a_lead;

    #[test]
    fn a_time_before_a_colon_names_nothing() {
        assert!(has_a_lead("新网关：6/5上线") && has_a_lead("6/5 割接：没有成"));
        assert!(has_a_lead("拉卡拉5/11事件复盘完成：结论是通道变更没有书面通知"));
        assert!(!has_a_lead("处理：8 点重提完") && !has_a_lead("为什么改：差异率没有达标"));
        assert!(!has_a_lead("到 11.30: 517 台") && !has_a_lead("6月：517 台") && has_a_lead("V3：提测"));
    }
}
