//! The account of an incident that a page of its own looks back with (复盘, a post-mortem): its parts are the sections of that page.

use super::opening::{day_of, opening_date};
use super::status::Status;
use super::{Incident, IncidentPiece};
use crate::calendar::{Date, Expression, mentions};
use crate::fact::finding::{heads_corrections, tells_why_after_all};
use crate::fact::standing::corrects;
use crate::fact::statement::heading_words;
use crate::fact::trouble::states_trouble;
use crate::report::{Block, BlockKind, LineIndex, Report, Section, SectionKind, Span, lines_of, mark_length, trim};
use crate::vocabulary::{Match, Sense, Words};

/// A part is told up to here, in characters, to the end of a sentence.
const LONGEST_PART_CHARS: usize = 160;

/// Between a name of a part and its end nothing else stands that is longer, in characters: 展开：技术原因.
const LONGEST_NAME_CHARS: usize = 12;

/// An incident that a report reviews.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    pub incident: Incident,
    /// The line that tells why it came about, else the first that tells of it: its passage holds the fact.
    pub holder: Span,
    /// The sections that tell of it; no other facts are read there.
    pub account: Vec<Span>,
}

/// The incidents that have a page, or a section with sections of its own, in the report.
pub fn reviews(report: &Report) -> Vec<Review> {
    let index = LineIndex::new(&report.source);
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(section) = report.sections.get(at) {
        at += 1;
        if !section.is_review {
            continue;
        }
        let is_inside =
            |other: &&Section| other.path.len() > section.path.len() && other.path.starts_with(&section.path);
        let inside = report.sections[at..].iter().take_while(is_inside).count();
        found.extend(review(report, &index, section, &report.sections[at..at + inside]));
        at += inside;
    }
    found
}

/// `None` where no section below the heading tells of it.
fn review(report: &Report, index: &LineIndex, section: &Section, inside: &[Section]) -> Option<Review> {
    let source = &report.source;
    // A short one has no sections of its own.
    let own = std::iter::once(section).filter(|_| inside.is_empty());
    let account: Vec<&Section> = own.chain(inside).filter(|section| section.kind == SectionKind::FollowUp).collect();
    let first = account.iter().find_map(|section| lines_below(source, section).into_iter().next())?;
    let part = |span: Span| IncidentPiece::read(source, index, up_to_a_sentence(source, span));
    let cause = cause(source, &account, section.path.len());
    let holder = cause.clone().unwrap_or(first);
    let heading = section.heading.clone()?;
    // 6/18 复盘 of a day's sale broke nothing.
    if cause.is_none() && !states_trouble(&source[heading.clone()]) {
        return None;
    }
    let told: Vec<&str> = account.iter().map(|section| &source[section.span.clone()]).collect();
    Some(Review {
        incident: Incident {
            occurred: occurred(report, section, inside, &account).map(|day| day.to_string()),
            found: None,
            summary: IncidentPiece::read(source, index, without_review(source, heading_words(source, &heading)))?,
            // What it did and what was done stands in other passages, which answer for themselves.
            impact: None,
            cause: cause.and_then(part),
            handling: None,
            status: Status::of(&told.join("\n"), false),
            duration_minutes: None,
            counts: Vec::new(),
        },
        holder,
        account: account.iter().map(|section| section.span.clone()).collect(),
    })
}

/// The day that the heading names, else one in a line whose name says that it is when it happened (事件日期：…), else the first that the account
/// names.
fn occurred(report: &Report, section: &Section, inside: &[Section], account: &[&Section]) -> Option<Date> {
    static WHEN: Words = Words::of(&[Sense::TimePart]);
    let source = &report.source;
    let day_in = |text: &str| {
        let is_day = |expression: &Expression| matches!(expression, Expression::Day(_));
        let named = mentions(text).into_iter().filter_map(|mention| mention.reading.ok());
        let first = named.map(|expression| match expression {
            Expression::Range(from, _) => *from,
            other => other,
        });
        first.into_iter().find(is_day).and_then(|day| day_of(&day, report.date))
    };
    // 时间 and 日期 alone, in the head, are those of the meeting.
    let says_when = |line: &Span| {
        let text = source[line.clone()].trim_start_matches(|c: char| !c.is_alphanumeric());
        let name = WHEN.all_in(text.split([':', '：', '|']).next().unwrap_or_default()).pop();
        name.is_some_and(|name| name.word.chars().count() > 2 || name.span.start > 0)
    };
    // Its own lines may be those of the page's head, which are in no section.
    let end = inside.first().map_or(section.span.end, |first| first.span.start);
    let head = lines_of(source, &(section.span.start..end)).into_iter().find(says_when);
    let of_name = section.path.last().and_then(|name| day_in(name));
    let lines = || account.iter().flat_map(|section| lines_of(source, &section.span));
    of_name
        .or_else(|| head.and_then(|line| day_in(&source[line])))
        .or_else(|| lines().find_map(|line| day_in(&source[line])))
}

/// The line that says why, below a heading that names causes: that of the real one where one is told as such, else the first that
/// is concluded, else the first that is not taken back.
fn cause(source: &str, account: &[&Section], depth: usize) -> Option<Span> {
    static CAUSE: Words = Words::of(&[Sense::CausePart]);
    static REAL: Words = Words::of(&[Sense::RealCause]);
    static REFUTED: Words = Words::of(&[Sense::Refuted]);
    let mut best: Option<(u8, Span)> = None;
    for section in account {
        let headings = section.path.get(depth..).unwrap_or_default();
        // 2月27日故障：复盘结论 has no sections of its own.
        let concludes = || {
            section
                .path
                .last()
                .is_some_and(|name| CAUSE.are_in(name) || name.contains("结论") || tells_why_after_all(name))
        };
        let is_about_causes = headings.iter().any(|name| CAUSE.are_in(name)) || headings.is_empty() && concludes();
        let is_real = headings.iter().any(|name| REAL.are_in(name));
        for line in lines_below(source, section) {
            let text = &source[line.clone()];
            let names_causes = is_about_causes || CAUSE.beginning(text).is_some();
            // 岚川超时是诱因，不是根因 tells what it was not.
            let is_denied = |word: &Match| {
                let before = text[..word.span.start].trim_end();
                ["不是", "并非", "not the"].iter().any(|no| before.ends_with(no))
            };
            let (denied, real): (Vec<Match>, Vec<Match>) = REAL.all_in(text).into_iter().partition(is_denied);
            let is_refuted = REFUTED.are_in(text) || !denied.is_empty();
            let rank = match (!real.is_empty(), is_refuted) {
                (true, _) => 4,
                // 失败单数更正为 437 单 sets a figure right.
                (false, false) if is_real || names_causes && corrects(text) && !heads_corrections(text) => 3,
                (false, false) if names_causes => 2,
                (false, true) if names_causes => 1,
                _ => continue,
            };
            if best.as_ref().is_none_or(|(known, _)| rank > *known) {
                best = Some((rank, line));
            }
        }
    }
    best.map(|(_, line)| line)
}

/// The words of each paragraph, item and row below a heading, without names of what follows them.
fn lines_below(source: &str, section: &Section) -> Vec<Span> {
    fn collect(source: &str, blocks: &[Block], found: &mut Vec<Span>) {
        for block in blocks {
            let text = source[block.own.clone()].trim();
            let is_name =
                text.ends_with([':', '：']) || !block.children.is_empty() && text.chars().count() <= LONGEST_NAME_CHARS;
            if block.kind != BlockKind::Code && block.kind != BlockKind::Table && !is_name {
                found.extend(
                    lines_of(source, &block.own).into_iter().filter(|line| !source[line.clone()].trim().is_empty()),
                );
            }
            collect(source, &block.children, found);
        }
    }
    let mut found = Vec::new();
    collect(source, &section.blocks, &mut found);
    found
}

/// As much of a part as is told: to the last end of a sentence that fits.
fn up_to_a_sentence(source: &str, span: Span) -> Span {
    let span = trim(source, span);
    let text = &source[span.clone()];
    let Some((most, _)) = text.char_indices().nth(LONGEST_PART_CHARS) else { return span };
    let end = text[..most].char_indices().rfind(|(_, c)| matches!(c, '。' | '；' | '!' | '！'));
    span.start..span.start + end.map_or(most, |(at, c)| at + c.len_utf8())
}

/// The name of a review without the words for one, and without the day that it begins with.
fn without_review(source: &str, heading: Span) -> Span {
    static REVIEW: Words = Words::of(&[Sense::ReviewName]);
    let text = &source[heading.clone()];
    let Some(word) = REVIEW.first_in(text) else { return heading };
    let (before, after) = (heading.start..heading.start + word.span.start, heading.start + word.span.end..heading.end);
    let letters = |span: &Span| source[span.clone()].chars().filter(|c| c.is_alphanumeric()).count();
    let mut name = if letters(&after) >= letters(&before) { after } else { before };
    let bare = source[name.clone()].trim_start_matches(|c: char| !c.is_alphanumeric());
    name.start = name.end - bare.len();
    let rest = &bare[mark_length(bare)..];
    if let Some(opening) = opening_date(rest).filter(|opening| opening.length < rest.len()) {
        let rest = rest[opening.length..].trim_start_matches(|c: char| !c.is_alphanumeric());
        name.start = name.end - rest.len();
    }
    behind_its_label(source, name)
}

/// 名单筛查漏报 of 会议纪要：名单筛查漏报: what broke stands behind the mark.
fn behind_its_label(source: &str, name: Span) -> Span {
    let text = &source[name.clone()];
    let rest = text.split_once(['：', ':']).filter(|(label, rest)| !states_trouble(label) && states_trouble(rest));
    rest.map_or(name.clone(), |(_, rest)| trim(source, name.end - rest.len()..name.end))
}

#[cfg(test)]
mod tests {
    use super::{Review, reviews};
    use crate::report::{PageName, Report};

    fn read(text: &str) -> Vec<Review> {
        let name = PageName { name: "复盘 2025-06-20".to_string(), ..PageName::default() };
        reviews(&Report::parse(text.to_string(), &name))
    }

    fn cause(text: &str) -> Option<String> {
        read(text).pop()?.incident.cause.map(|cause| cause.text)
    }

    const PAGE: &str = "# 复盘：6月9日重复记账\n\n> 会议：2025-06-17 10:00\n\n## 概况\n\n6月9日 02:10 起 312 笔被记了两次。\n\n## 原因\n\n\
                        最初判断：对方重发了文件。对方给了日志，只发过一次，排除。\n\n真正原因：去重的键少了序号。\n\n为什么没拦住：\n\n1. 没有整日回放\n\n\
                        ## 影响\n\n312 笔，1.9 万元。\n\n## 改进项\n\n| 事项 | 期限 |\n|---|---|\n| 补序号 | 6/24 |\n";

    #[test]
    fn a_page_about_one_incident_tells_what_broke_and_why_after_all() {
        let found = read(PAGE);
        let [review] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!(review.incident.summary.text, "重复记账");
        assert_eq!(review.incident.occurred.as_deref(), Some("2025-06-09"));
        assert_eq!(
            review.incident.cause.as_ref().map(|cause| cause.text.as_str()),
            Some("真正原因：去重的键少了序号。")
        );
        assert!(PAGE[review.holder.clone()].starts_with("真正原因"));
    }

    #[test]
    fn the_real_cause_stands_under_its_heading_or_is_the_first_that_is_not_taken_back() {
        let page = "# INC-0609 积压复盘\n\n事件日期：2025年6月9日\n\n## 当时怎么判断的\n\n以为是限流。\n\n## 真正的原因\n\n- 展开：技术原因\n    - 两种批次共用一个线程池\n";
        assert_eq!(cause(page).as_deref(), Some("两种批次共用一个线程池"));
        assert_eq!(read(page)[0].incident.occurred.as_deref(), Some("2025-06-09"));
        let page = "# Post-mortem: checkout outage on 9 June\n\n## Root cause\n\n- At first we blamed the CDN; ruled out.\n- The key had expired.\n";
        assert_eq!(cause(page).as_deref(), Some("The key had expired."));
        assert_eq!(cause("# 周报\n\n## 6/9 故障复盘\n\n根因：磁盘满\n").as_deref(), Some("根因：磁盘满"));
        let page = "# 6/9 升温复盘\n\n## 原因\n\n1. 门没关严的样子\n2. 因此认定：压缩机卸载\n";
        assert_eq!(cause(page).as_deref(), Some("因此认定：压缩机卸载"));
        assert_eq!(
            cause("# 周报\n\n## 2月27日故障：复盘结论\n\n1) 扫毒卡死\n2) 池满\n\n失败单数也更正：437 单，不是 412。\n")
                .as_deref(),
            Some("扫毒卡死")
        );
        let page = "# 6/9 升温复盘\n\n## 原因\n\n- 断电是诱因，不是根因\n- 根因：门封老化\n";
        assert_eq!(cause(page).as_deref(), Some("根因：门封老化"));
        let page = "# 6/9 升温复盘\n\n## 原因\n\n- 第一判断：压缩机卸载。拆开看过，否定。\n- 门没有关严\n";
        assert_eq!(cause(page).as_deref(), Some("门没有关严"));
    }

    #[test]
    fn a_name_with_a_day_in_full_is_that_of_what_it_looks_back_at() {
        let page = "# 复盘：2025-05-24 余额重复入账\n\n- 发出：2025-05-30（周五）\n\n## 原因\n\n### 当天的判断（后来证明不全对）\n\n- 对方重发\n\n\
                    ### 真正的原因\n\n- 键被截短\n";
        let report = Report::parse(page.to_string(), &PageName::default());
        assert_eq!(report.date.map(|date| date.to_string()).as_deref(), Some("2025-05-30"));
        let found = reviews(&report);
        assert_eq!(found[0].incident.occurred.as_deref(), Some("2025-05-24"));
        assert_eq!(found[0].incident.cause.as_ref().map(|cause| cause.text.as_str()), Some("键被截短"));
    }

    #[test]
    fn a_month_a_version_and_a_meeting_are_no_incidents() {
        for title in [
            "# 5月复盘", "# 2.9 复盘暨二季度", "# 6/12 复盘会", "# 项目复盘", "# 6/12 迭代复盘", "# 2025-06-13 周复盘",
            "# 事故复盘培训 6/12",
        ] {
            assert_eq!(read(&format!("{title}\n\n## 原因\n\n人手不够。\n")), [], "{title}");
        }
    }
}
