//! Findings: what sets right what was said before, and what says why something came about after all.

use super::standing::is_negated;
use crate::vocabulary::{Match, Sense, Words};

static CORRECTED: Words = Words::of(&[Sense::Corrected]);
static AFTER_ALL: Words = Words::of(&[Sense::CauseAfterAll]);

/// Whether `text` says that what was told before was wrong, or why something came about after all: 更正：…, 应为 39 件, 根因：…, 不是路，是系统.
/// What is still to be found out (还没查清) is none.
pub(crate) fn is_finding(text: &str) -> bool {
    let lower = text.to_lowercase();
    CORRECTED.are_in(&lower) || names_the_right_figure(&lower) || says_what_was_found(&lower) || is_contrast(&lower)
}

/// Whether a heading says so of all that is below it: 数据更正, 原因找到了，不是限位开关.
pub(crate) fn heads_findings(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    CORRECTED.are_in(&lower) || says_what_was_found(&lower)
}

fn says_what_was_found(lower: &str) -> bool {
    AFTER_ALL.all_in(lower).iter().any(|found| !is_sought(lower, found))
}

/// 还没查清, 根因待查, 待查明: what is not known yet.
fn is_sought(text: &str, found: &Match) -> bool {
    const SOUGHT: [&str; 8] = ["待查", "待定", "不明", "未知", "还在", "尚未", "没有查", "没查"];
    let (before, after) = (&text[..found.span.start], text[found.span.end..].trim_start_matches([' ', '：', ':', '是']));
    is_negated(before) || before.ends_with(['待', '等', '要', '需']) || SOUGHT.iter().any(|word| after.starts_with(word))
}

/// 应为 39 件, corrected to 5.
fn names_the_right_figure(lower: &str) -> bool {
    static RIGHT: Words = Words::of(&[Sense::RightFigure]);
    let is_before_a_figure = |found: &Match| {
        lower[found.span.end..].trim_start_matches(['*', ' ', '：', ':']).starts_with(|c: char| c.is_ascii_digit())
    };
    RIGHT.all_in(lower).iter().any(is_before_a_figure)
}

/// 不是路，是系统里的地址; 不是磁盘满. 是清理脚本: what is denied, and in the next clause what it is instead.
fn is_contrast(text: &str) -> bool {
    /// Characters of what is denied.
    const LONGEST_CHARS: usize = 24;
    ["不是", "并非"].iter().flat_map(|not| text.match_indices(not)).any(|(at, not)| {
        let rest = &text[at + not.len()..];
        let end = rest.char_indices().nth(LONGEST_CHARS).map_or(rest.len(), |(end, _)| end);
        let Some((mark, c)) = rest[..end].char_indices().find(|(_, c)| "，,。.；;".contains(*c)) else { return false };
        let next = rest[mark + c.len_utf8()..].trim_start();
        mark > 0 && !text[..at].ends_with('是') && ["是", "而是"].iter().any(|is| next.trim_start_matches('*').starts_with(is))
    })
}

#[cfg(test)]
mod tests {
    use super::{heads_findings, is_finding};

    #[test]
    fn what_was_wrong_and_what_it_was_after_all_are_findings() {
        for text in [
            "更正：第7周故障写 37 件，漏了 2 件补录的",
            "第19周全血 2418U 应为 2381U",
            "根因：接口密钥到期未续",
            "查明原因，系复制脚本改写了文件头",
            "不是路，是系统里挂的还是老校区的地址",
            "原因: 不是磁盘满. 是清理脚本",
            "供应商迟放文件的说法不成立",
            "The root cause is not the bearing",
            "The 15.2% I reported was wrong",
        ] {
            assert!(is_finding(text), "{text}");
        }
        assert!(heads_findings("2.3 数据更正") && heads_findings("天窗：原因找到了，不是限位开关"));
    }

    #[test]
    fn what_is_still_sought_and_what_is_only_no_are_none() {
        for text in [
            "五月的短断续是另一回事，还没查清",
            "根因待查",
            "等查清再定",
            "影子结果没有问题，不是技术原因",
            "是不是路，是个问题",
            "修正了两处错别字",
            "The pilot has run for two weeks",
        ] {
            assert!(!is_finding(text), "{text}");
        }
        assert!(!heads_findings("五、遗留问题") && !heads_findings("原因"));
    }
}
