//! What leaves something open: it may stand otherwise by the next report.

use crate::fact::{is_part_done, is_part_of_all};
use crate::vocabulary::{Match, Sense, Words};

/// Whether a text, of a row its cells without the names of the columns, says that something is left to do, or how much of it is done.
pub(super) fn leaves_open(text: &str, is_row: bool) -> bool {
    static OPEN: Words = Words::of(&[
        Sense::Plan,
        Sense::LeftToDo,
        Sense::LeftInPart,
        Sense::NotYet,
        Sense::GoingOn,
        Sense::UnderWay,
        Sense::Unresolved,
    ]);
    // 没发错货 is over and done with; what is still so may not be.
    let is_open = |found: &Match| !["没", "未", "not"].contains(&found.word);
    OPEN.all_in(text).iter().any(is_open)
        || is_row && text.split('，').any(is_under_way)
        || begins_with_a_share(text)
        || is_part_of_all(text)
}

/// 公告中, 未开始 alone in a cell of a row.
fn is_under_way(cell: &str) -> bool {
    const CHARS: std::ops::RangeInclusive<usize> = 2..=5;
    let cell = cell.trim();
    CHARS.contains(&cell.chars().count()) && (cell.ends_with('中') || cell.starts_with(['未', '没']))
}

/// 78%，等门; 除臭改造：56%.
fn begins_with_a_share(text: &str) -> bool {
    let said = text.split_once(['：', ':']).map_or(text, |(_, said)| said).trim_start();
    let share = said.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    share.len() < said.len() && share.starts_with('%') && is_part_done(said)
}

#[cfg(test)]
mod tests {
    use super::leaves_open;

    #[test]
    fn what_is_left_to_do_or_done_in_part_is_open_and_a_bare_no_is_not() {
        for text in ["改错字，剩两章", "还没排上人", "78%，等门", "除臭改造：56%", "曝气盘 1,010/1,240"]
        {
            assert!(leaves_open(text, false), "{text}");
        }
        for text in ["乱了一上午，但是没发错货", "接通率 90.6%，比上周高", "已批，16组4.2万元"]
        {
            assert!(!leaves_open(text, false), "{text}");
        }
    }

    #[test]
    fn a_state_that_goes_on_is_open_alone_in_a_cell_of_a_row() {
        assert!(leaves_open("二次招标，公告中，9/5开标", true) && leaves_open("警示喷字，未开始", true));
        assert!(!leaves_open("二次招标，公告中，9/5开标", false), "in a sentence it may be of anything");
    }
}
