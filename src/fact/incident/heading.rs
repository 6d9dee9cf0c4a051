//! What the heading of an incident says of it.

use crate::report::{SectionKind, opens_as_follow_up};
use crate::text::case_numbers;
use crate::vocabulary::{Sense, Words};

/// Whether a heading is the name of one incident behind the word for any: 事件1：核心延迟, 事故 INC-2506-03; 生产事件 is that of a list.
pub fn names_one_incident(heading: &str) -> bool {
    let names_it = || heading.split_once(['：', ':']).is_some_and(|(_, rest)| !rest.trim().is_empty());
    SectionKind::of_heading(heading) == SectionKind::Incidents && (names_it() || names_a_case(heading))
}

/// Whether a heading is that of what was found out or done about an incident later: 通讯中断的真正原因, 事件调查.
pub fn looks_back(heading: &str) -> bool {
    static AFTERWARDS: Words = Words::of(&[Sense::Afterwards, Sense::SetRight]);
    // What follows something, and is out of order: AGC 跟踪异常.
    let is_named = || AFTERWARDS.all_in(heading).iter().any(|word| word.word != "跟踪");
    opens_as_follow_up(heading) || is_named() || ["调查", "经过", "处置"].iter().any(|word| heading.contains(word))
}

pub(super) fn names_a_case(heading: &str) -> bool {
    case_numbers(heading).next().is_some()
}
