//! Sections that look back at one incident, and what those below such a name are for.

use super::outline::Section;
use super::review_name::{is_of_work, names_a_meeting, names_a_review, review_word};
use super::section_kind::SectionKind;
use crate::vocabulary::{Sense, Words};

/// Marks the reviews among the sections, and gives those below each their kinds.
///
/// A name that does not say what broke (苗圃死苗复盘), or is that of a meeting (电台中断复盘会), is that of a review where a section right below tells the cause and another the
/// rest of the account.
pub(super) fn mark_reviews(sections: &mut [Section]) {
    let mut at = 0;
    while let Some((section, behind)) = sections.get_mut(at..).and_then(<[Section]>::split_first_mut) {
        at += 1;
        let may_be_one = |name: &&String| review_word(name).is_some() || names_a_meeting(name);
        let Some(name) = section.path.last().filter(may_be_one) else { continue };
        let depth = section.path.len();
        let is_inside = |other: &&Section| other.path.len() > depth && other.path.starts_with(&section.path);
        let count = behind.iter().take_while(is_inside).count();
        let inside = &mut behind[..count];
        section.is_review = names_a_review(name) || !is_of_work(name) && tells_an_account(inside, depth);
        if section.is_review {
            set_kinds(inside, depth);
            at += count;
        }
    }
}

/// Whether one of the sections right below, at `depth`, tells a cause and another what came to pass.
fn tells_an_account(inside: &[Section], depth: usize) -> bool {
    static CAUSE: Words = Words::of(&[Sense::CausePart, Sense::RealCause]);
    static ACCOUNT: Words = Words::of(&[Sense::AccountHeading]);
    let names =
        || inside.iter().filter(|section| section.path.len() == depth + 1).filter_map(|section| section.path.last());
    names().any(|name| CAUSE.are_in(name)) && names().any(|name| ACCOUNT.are_in(name) && !CAUSE.are_in(name))
}

fn set_kinds(inside: &mut [Section], depth: usize) {
    let mut open: Vec<(Vec<String>, SectionKind)> = Vec::new();
    for section in inside {
        open.retain(|(path, _)| section.path.starts_with(path));
        let name = section.path.last().map_or("", String::as_str);
        section.kind = match open.last() {
            // What goes on behind a list that was a section.
            Some((path, kind)) if *path == section.path && section.heading.is_none() => *kind,
            Some((path, kind)) if path.len() > depth => kind.within(name, path.last().map_or("", String::as_str)),
            _ => part(name),
        };
        if open.last().is_none_or(|(path, _)| *path != section.path) {
            open.push((section.path.clone(), section.kind));
        }
    }
}

/// What a section of a review is for: the account of the incident, what is to be better, what people think of it.
fn part(heading: &str) -> SectionKind {
    static PARTS: Words =
        Words::of(&[Sense::AccountHeading, Sense::RealCause, Sense::ImprovementHeading, Sense::LessonHeading]);
    let found = PARTS.all_in(heading);
    let has = |sense: Sense| found.iter().any(|word| word.sense == sense);
    match SectionKind::of_heading(heading) {
        _ if has(Sense::LessonHeading) => SectionKind::Reflection,
        _ if has(Sense::ImprovementHeading) => SectionKind::Plan,
        _ if has(Sense::AccountHeading) || has(Sense::RealCause) => SectionKind::FollowUp,
        kind => kind,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{PageName, Report, SectionKind};

    fn reviews(text: &str) -> Vec<String> {
        let report = Report::parse(text.to_string(), &PageName::default());
        let marked = report.sections.into_iter().filter(|section| section.is_review);
        marked.filter_map(|section| section.path.last().cloned()).collect()
    }

    fn kinds(text: &str) -> Vec<SectionKind> {
        let report = Report::parse(text.to_string(), &PageName::default());
        report.sections.iter().map(|section| section.kind).collect()
    }

    #[test]
    fn a_review_is_known_by_its_name_or_by_the_sections_below_it() {
        assert_eq!(reviews("# 6/9 升温复盘\n\n门没关严。\n"), ["6/9 升温复盘"]);
        assert_eq!(
            reviews("# 苗圃死苗复盘\n\n## 一、经过\n\n叶子耷拉。\n\n## 二、原因\n\n旧基质。\n"),
            ["苗圃死苗复盘"]
        );
        assert_eq!(
            reviews("# 7·4电台中断复盘会 纪要\n\n## 一、经过\n\n呼不通。\n\n## 二、原因讨论\n\n电池老化。\n"),
            ["7·4电台中断复盘会 纪要"]
        );
        assert_eq!(
            reviews("# Postmortem: the lost parcels\n\n## Timeline\n\nMonday.\n\n## Root cause\n\nA label.\n"),
            ["Postmortem: the lost parcels"]
        );
    }

    #[test]
    fn a_review_of_work_and_one_without_cause_or_course_is_none() {
        for page in [
            "# 三季度复盘\n\n## 经过\n\n忙。\n\n## 原因\n\n人少。\n",
            "# 拉新活动复盘\n\n## 经过\n\n忙。\n\n## 没达标的原因\n\n人少。\n",
            "# 苗圃复盘\n\n## 经过\n\n叶子耷拉。\n\n## 下一步\n\n换基质。\n",
            "# 苗圃复盘\n\n## 原因与影响\n\n旧基质。\n",
            "# 电台中断复盘会\n\n## 议程\n\n三项。\n\n## 原因\n\n没定。\n",
            "# 复盘会安排\n\n## 经过\n\n讲。\n\n## 原因\n\n讲。\n",
        ] {
            assert_eq!(reviews(page), [""; 0], "{page}");
        }
    }

    #[test]
    fn the_sections_of_a_review_are_its_account_plans_and_thoughts() {
        let heads = [
            ("5. 改进项", SectionKind::Plan),
            ("整改", SectionKind::Plan),
            ("做得好的", SectionKind::Reflection),
            ("2. 时间线", SectionKind::FollowUp),
            ("为什么发现慢", SectionKind::FollowUp),
            ("对外", SectionKind::Other),
        ];
        for (heading, kind) in heads {
            let page = format!("# 复盘：6月9日重复记账\n\n## {heading}\n\n一句话。\n\n### 细节\n\n一句话。\n");
            assert_eq!(kinds(&page)[1..], [kind, kind], "{heading}");
        }
    }
}
