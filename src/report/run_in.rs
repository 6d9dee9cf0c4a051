//! How far a name in a line of text reaches: into its own paragraph (`下周：`, `**快赔。** 上线三周`), over the list right below it.

use super::Section;
use super::block::BlockKind;
use super::heading::{names_a_section, numbering_of};
use super::mark::opens_incident_part;
use super::plain::heading_text;
use super::section_kind::SectionKind;
use super::span::Span;
use crate::calendar::{Expression, mentions_in_question};
use crate::text::is_han;

/// The characters that must follow a name on its line for the name to run into its paragraph.
const LEAST_BEHIND: usize = 4;

/// The length of `下周：` or `体会。` where more of the paragraph follows: it names what the paragraph is, a plan or a thought.
pub(super) fn runs_in(text: &str) -> Option<usize> {
    const MOST_CHARS: usize = 6;
    let (at, mark) = text.char_indices().take(MOST_CHARS + 1).find(|(_, c)| matches!(c, '：' | ':' | '。'))?;
    let (name, end) = (&text[..at], at + mark.len_utf8());
    let is_name = name.chars().all(is_han) && names_a_section(name);
    let kind = SectionKind::of_heading(name);
    let has_more = text[end..].lines().next().unwrap_or_default().trim().chars().count() >= LEAST_BEHIND;
    (is_name && has_more && matches!(kind, SectionKind::Plan | SectionKind::Reflection)).then_some(end)
}

/// Whether `paragraph` is no more of `section`: a name right above its list (`**Next week**`, 下周) is that list's alone. An account that
/// opens with its day, and what names a part of one, go on behind a list.
pub(super) fn is_behind_its_list(source: &str, section: &Section, paragraph: &Span) -> bool {
    let breaks = |from: usize, to: usize| source.get(from..to).map_or(0, |between| between.matches('\n').count());
    let (Some(heading), Some(first), Some(last)) = (&section.heading, section.blocks.first(), section.blocks.last())
    else {
        return false;
    };
    let line = source[heading.clone()].trim();
    let name = heading_text(line);
    let is_text = !line.starts_with('#') && numbering_of(&name).is_none();
    is_text
        && section.blocks.iter().all(|block| block.kind == BlockKind::Item)
        && breaks(heading.end, first.span.start) == 1
        && breaks(last.span.end, paragraph.start) > 1
        && !opens_with_a_day(&name)
        && !opens_incident_part(&source[paragraph.clone()])
}

/// 3/9 侧窗没关, 3.9 夜里.
fn opens_with_a_day(name: &str) -> bool {
    let is_day = |reading| matches!(reading, Ok(Expression::Day(_)));
    mentions_in_question(name).into_iter().next().is_some_and(|first| first.span.start == 0 && is_day(first.reading))
}

#[cfg(test)]
mod tests {
    use crate::report::{PageName, Report, SectionKind};

    /// The last name over the last block of a page, and its kind.
    fn over_the_last(page: &str) -> (String, SectionKind) {
        let report = Report::parse(format!("# 周报 2024-07-19\n\n{page}\n"), &PageName::default());
        let section = report.sections.iter().rfind(|section| !section.blocks.is_empty()).expect("a block");
        (section.path.last().cloned().unwrap_or_default(), section.kind)
    }

    #[test]
    fn a_name_right_above_its_list_is_that_lists_alone() {
        let plans = "## 泵房\n\n**下周**\n- 换滤网\n- 清水箱\n";
        assert_eq!(over_the_last(plans), ("下周".to_string(), SectionKind::Plan));
        assert_eq!(
            over_the_last(&format!("{plans}\n咖啡机又坏了，没人管。")),
            ("泵房".to_string(), SectionKind::Other)
        );
        assert_eq!(over_the_last("**Next week**\n- change the filter\n\nThe cat is back.").0, "");
    }

    #[test]
    fn each_line_of_a_paragraph_that_begins_with_a_bold_name_is_a_matter_and_the_parts_of_an_incident_are_one() {
        let names = |page: &str| {
            let report = Report::parse(format!("# 周报 2024-07-19\n\n## 重点\n\n{page}\n"), &PageName::default());
            let sections = report.sections.iter().filter(|section| !section.blocks.is_empty());
            sections.map(|section| section.path[1..].join("/")).collect::<Vec<_>>()
        };
        let matters =
            "**旋盖改造**：11月26日装完。\n尾款一成。\n**收奶快检**：11月14日投用。\n**燕麦杯**：11月9日终止。";
        assert_eq!(names(matters), ["旋盖改造", "收奶快检", "燕麦杯"]);
        assert_eq!(names("**泵房漏水**：7/16 发现漏水。\n**原因**：密封圈老化。\n**处理**：换了。"), ["泵房漏水"]);
    }

    #[test]
    fn a_heading_and_an_account_go_on_behind_a_list() {
        for page in [
            "## 下周\n- 换滤网\n\n还要清水箱。",
            "**下周**\n\n- 换滤网\n\n还要清水箱。",
            "**下周**\n- 换滤网\n还要清水箱。",
            "**3.9 侧窗没关**\n- 电机进水\n\n这次又是人来了才发现。",
            "**侧窗没关**\n- 电机进水\n\n影响：番茄冻了两行。",
        ] {
            assert_ne!(over_the_last(page).0, "", "{page}");
        }
    }
}
