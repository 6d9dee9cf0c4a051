//! Findings: what sets right what was said before, and what says why something came about after all.

use super::standing::is_negated;
use crate::text::is_han;
use crate::vocabulary::{Match, Sense, Words};

static CORRECTED: Words = Words::of(&[Sense::Corrected]);
static AFTER_ALL: Words = Words::of(&[Sense::CauseAfterAll]);

/// Whether `text` says that what was told before was wrong, or why something came about after all: 更正：…, 应为 39 件, 根因：…, 不是路，是系统.
/// What is still to be found out (还没查清) is none.
pub(crate) fn is_finding(text: &str) -> bool {
    let lower = text.to_lowercase();
    CORRECTED.are_in(&lower)
        || names_the_right_figure(&lower)
        || says_what_was_found(&lower)
        || is_contrast(&lower)
        || denies_a_figure(&lower)
}

/// Whether `text` only announces what is set right behind it: 先更正一条, 10月的成功率要更正, Two corrections first.
pub(crate) fn announces_a_correction(text: &str) -> bool {
    const LONGEST_CHARS: usize = 24;
    const LONGEST_REST_CHARS: usize = 6;
    let bare = text.trim_end_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let last = CORRECTED.all_in(&bare).pop();
    let ends_with = |found: &Match| {
        let rest = || bare[found.span.end..].chars().filter(|c| c.is_alphanumeric());
        rest().count() <= LONGEST_REST_CHARS && !rest().any(|c| c.is_ascii_digit())
    };
    bare.chars().count() <= LONGEST_CHARS && last.as_ref().is_some_and(ends_with)
}

/// Whether a heading says of all that is below it that it sets something right: 数据更正.
pub(crate) fn heads_corrections(heading: &str) -> bool {
    CORRECTED.are_in(&heading.to_lowercase())
}

/// Whether a line says that it was found why something came about, or a heading that it stands below: 原因找到了，不是限位开关.
pub(crate) fn tells_why_after_all(text: &str) -> bool {
    says_what_was_found(&text.to_lowercase())
}

/// Whether `text` does not only say that a cause was found (原因已查明), and what the cause was, or was not.
pub(crate) fn names_what_was_found(text: &str) -> bool {
    static REFUTED: Words = Words::of(&[Sense::Refuted]);
    const LEAST_CHARS: usize = 4;
    let lower = text.to_lowercase();
    let names = |found: &Match| {
        let behind = lower[found.span.end..].chars().filter(|c| c.is_alphanumeric()).count();
        behind >= LEAST_CHARS || REFUTED.have(found.word)
    };
    AFTER_ALL.all_in(&lower).iter().any(|found| !is_sought(&lower, found) && names(found))
}

fn says_what_was_found(lower: &str) -> bool {
    AFTER_ALL.all_in(lower).iter().any(|found| !is_sought(lower, found))
}

/// 还没查清, 根因待查, 待查明: what is not known yet.
fn is_sought(text: &str, found: &Match) -> bool {
    static SOUGHT: Words = Words::of(&[Sense::StillSought]);
    static TO_BE: Words = Words::of(&[Sense::ToBeFound]);
    static DOUBT: Words = Words::of(&[Sense::Doubt]);
    let (before, after) =
        (&text[..found.span.start], text[found.span.end..].trim_start_matches([' ', '：', ':', '是']));
    let clause = &before[before.rfind(['，', '。', '；', ',', ';']).unwrap_or_default()..];
    let ends_so = before.ends_with(['待', '等', '要', '需']);
    // 初步查明.
    let is_in_doubt = || DOUBT.all_in(clause).iter().any(|doubt| doubt.word.chars().count() > 1);
    is_negated(before) || ends_so || is_in_doubt() || TO_BE.are_in(clause) || SOUGHT.beginning(after).is_some()
}

/// 应为 39 件, corrected to 5.
fn names_the_right_figure(lower: &str) -> bool {
    static RIGHT: Words = Words::of(&[Sense::RightFigure]);
    let is_before_a_figure = |found: &Match| {
        lower[found.span.end..].trim_start_matches(['*', ' ', '：', ':']).starts_with(|c: char| c.is_ascii_digit())
    };
    RIGHT.all_in(lower).iter().any(is_before_a_figure)
}

/// 437 单, 不是 412; 21 clicked, not 23: what a figure is, and in the next clause what it is not.
fn denies_a_figure(lower: &str) -> bool {
    [("不是", ['，', ',']), (" not ", [',', ';'])].iter().any(|(not, marks)| {
        lower.match_indices(not).any(|(at, _)| {
            let clause = lower[..at].trim_end().strip_suffix(*marks).unwrap_or_default();
            let is_figure =
                lower[at + not.len()..].trim_start_matches([' ', '*']).starts_with(|c: char| c.is_ascii_digit());
            is_figure
                && clause
                    .rsplit(['。', '；'])
                    .next()
                    .is_some_and(|clause| clause.contains(|c: char| c.is_ascii_digit()))
        })
    })
}

/// 不是路，是系统里的地址; 不是磁盘满. 是清理脚本: what is denied, and in the next clause what it is instead.
fn is_contrast(text: &str) -> bool {
    /// Characters of what is denied.
    const LONGEST_CHARS: usize = 24;
    ["不是", "并非"].iter().flat_map(|not| text.match_indices(not)).any(|(at, not)| {
        let rest = &text[at + not.len()..];
        let end = rest.char_indices().nth(LONGEST_CHARS).map_or(rest.len(), |(end, _)| end);
        let Some((mark, c)) = rest[..end].char_indices().find(|(_, c)| "，,。.；;".contains(*c)) else {
            return false;
        };
        let next = rest[mark + c.len_utf8()..].trim_start();
        // 源头是, 原因是.
        let is_named = |(at, _): (usize, &str)| next[..at].chars().count() <= 2 && next[..at].chars().all(is_han);
        let says_what = next.trim_start_matches('*').starts_with("而是") || next.match_indices('是').any(is_named);
        mark > 0 && !text[..at].ends_with('是') && says_what
    })
}

#[cfg(test)]
mod tests {
    use super::{announces_a_correction, heads_corrections, is_finding, names_what_was_found, tells_why_after_all};

    #[test]
    fn what_was_wrong_and_what_it_was_after_all_are_findings() {
        for text in [
            "更正：第7周故障写 37 件，漏了 2 件补录的", "第19周全血 2418U 应为 2381U", "根因：接口密钥到期未续",
            "查明原因，系复制脚本改写了文件头", "主要原因查明：探测器积灰", "不是路，是系统里挂的还是老校区的地址",
            "所以不是凉面。源头是周一那次呕吐", "原因: 不是磁盘满. 是清理脚本", "供应商迟放文件的说法不成立",
            "死苗是2,140株，不是1,860株", "21 clicked, not 23", "The root cause is not the bearing",
            "The 15.2% I reported was wrong",
        ] {
            assert!(is_finding(text), "{text}");
        }
        for text in ["先更正一条：", "10 月的成功率要更正。", "Two corrections first"] {
            assert!(announces_a_correction(text), "{text}");
        }
        assert!(
            !announces_a_correction("开始时间更正为 20:41，共 151 分钟")
                && !announces_a_correction("写错了，应为 39 件而不是 37 件")
        );
        assert!(heads_corrections("2.3 数据更正") && tells_why_after_all("天窗：原因找到了，不是限位开关"));
    }

    #[test]
    fn that_a_cause_was_found_is_not_yet_what_it_was() {
        for text in ["根因：接口密钥到期未续", "5/20查清：开票服务的缓存没刷新", "雷击、电池两种说法都不成立"]
        {
            assert!(names_what_was_found(text), "{text}");
        }
        for text in ["5/4 晚到，定论", "原因已查明", "初步查明是磁盘写满", "根因待查，下周三给结论"]
        {
            assert!(!names_what_was_found(text), "{text}");
        }
    }

    #[test]
    fn what_is_still_sought_and_what_is_only_no_are_none() {
        for text in [
            "五月的短断续是另一回事，还没查清", "根因待查", "等查清再定", "保持单笔串行，直到原因查清",
            "等原因查明再说", "参数错了一档，当天改好", "影子结果没有问题，不是技术原因", "是不是路，是个问题",
            "修正了两处错别字", "The pilot has run for two weeks",
        ] {
            assert!(!is_finding(text), "{text}");
        }
        assert!(!tells_why_after_all("五、遗留问题") && !tells_why_after_all("原因"));
    }
}
