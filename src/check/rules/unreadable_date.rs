//! ZB001: a date that no calendar has.

use std::collections::HashSet;

use crate::calendar::{Impossible, mentions};
use crate::check::finding::{Objection, Wording};
use crate::check::rule::{Case, Rule};
use crate::quantity::{Context, unit_at};
use crate::report::{Notice, SectionKind, Span, mark_length};
use crate::text::is_han;
use crate::vocabulary::{Language, Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB001", name: "unreadable-date", is_default: true, needs_earlier: false, run };

/// Words that a date follows.
static BEFORE: Words = Words::of(&[Sense::Plan, Sense::Former, Sense::Moved]);

/// What happens on a day, and is not done in parts.
static EVENTS: Words = Words::of(&[
    Sense::Launch,
    Sense::ToTest,
    Sense::Opening,
    Sense::Switch,
    Sense::Arrival,
    Sense::Tender,
    Sense::Acceptance,
    Sense::Review,
]);

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let mut found: Vec<Objection> = Vec::new();
    for mention in mentions(&page.text) {
        if let Err(why) = &mention.reading
            && is_date(why)
        {
            found.push(objection(page.report.source[mention.span.clone()].to_string(), mention.span.clone(), why));
        }
    }
    let in_incidents =
        |at: usize| page.statement_at(at).is_some_and(|statement| statement.kind == SectionKind::Incidents);
    let known = found.iter().map(|objection| objection.span.start).collect::<HashSet<usize>>();
    for (span, why) in signs(&page.text, page.language() == Language::Chinese, &in_incidents) {
        if !known.contains(&span.start) {
            found.push(objection(page.report.source[span.clone()].to_string(), span, &why));
        }
    }
    for notice in &page.report.notices {
        let Notice::Impossible { found: written, why } = notice else { continue };
        let at = page.text.find(written.as_str());
        let span = at.map_or_else(|| page.title_span(), |at| at..at + written.len());
        if !found.iter().any(|known| known.span == span) {
            found.push(objection(written.clone(), span, why));
        }
    }
    found
}

/// Rejects times of day: 比分 45:78 is a score.
fn is_date(why: &Impossible) -> bool {
    !matches!(
        why,
        Impossible::Time { .. } | Impossible::Overflow { .. } | Impossible::Form { .. } | Impossible::Order { .. }
    )
}

fn objection(written: String, span: Span, why: &Impossible) -> Objection {
    let written = written.trim();
    Objection {
        span,
        message: Wording::new(format!("日历上没有“{written}”"), format!("no calendar has `{written}`: {why}")),
        evidence: Vec::new(),
    }
}

/// `13/45` and the like, which the calendar takes for fractions, where the words around make dates of them.
fn signs(text: &str, is_chinese: bool, in_incidents: &dyn Fn(usize) -> bool) -> Vec<(Span, Impossible)> {
    let mut found = Vec::new();
    for (slash, _) in text.match_indices('/') {
        let Some((span, month, day)) = around(text, slash) else { continue };
        let is_possible = (1..=12).contains(&month) && (1..=31).contains(&day);
        // 25/12 is Christmas to some.
        let is_reversed = (1..=12).contains(&day) && (1..=31).contains(&month) && !is_chinese;
        if is_possible || is_reversed || !is_meant(text, &span, in_incidents) {
            continue;
        }
        let why = match u8::try_from(month) {
            Ok(month @ 1..=12) => Impossible::Day { year: None, month, day },
            _ => Impossible::Month { found: month },
        };
        found.push((span, why));
    }
    found
}

/// The two numbers of one or two digits beside a slash, where nothing else is joined to them.
fn around(text: &str, slash: usize) -> Option<(Span, u32, u32)> {
    let digits = |c: char| c.is_ascii_digit();
    let before = text[..slash].trim_end_matches(digits);
    let after = text[slash + 1..].trim_start_matches(digits);
    let span = before.len()..text.len() - after.len();
    let is_joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "/.-_:%：,".contains(c));
    let (left, right) = (&text[span.start..slash], &text[slash + 1..span.end]);
    let fits = |number: &str| (1..=2).contains(&number.len());
    if !fits(left) || !fits(right) || is_joined(before.chars().next_back()) || is_joined(after.chars().next()) {
        return None;
    }
    Some((span.clone(), left.parse().ok()?, right.parse().ok()?))
}

fn is_meant(text: &str, span: &Span, in_incidents: &dyn Fn(usize) -> bool) -> bool {
    let line_start = text[..span.start].rfind('\n').map_or(0, |at| at + 1);
    let before = text[line_start..span.start].trim_end();
    let line_end = text[span.end..].find('\n').map_or(text.len(), |at| span.end + at);
    let after = text[span.end..line_end].trim_start();
    // 13/45个 is a share.
    if !after.starts_with(|c: char| c.is_ascii_alphanumeric()) && unit_at(after, Context::Text).is_some() {
        return false;
    }
    let is_clock = |text: &str| {
        let rest = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let hour = text.len() - rest.len();
        (1..=2).contains(&hour)
            && rest.starts_with([':', '：'])
            && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit())
    };
    let opens = before.trim().len() <= mark_length(before.trim_start()).max(1) && {
        let marks = before.trim();
        marks.is_empty() || mark_length(&format!("{marks} 甲")) > 0 || marks.chars().all(|c| "-*+•·#".contains(c))
    };
    let event = EVENTS.beginning(after).is_some();
    let planned = BEFORE.ending(before).is_some();
    let goes_on = after.starts_with(|c: char| is_han(c) || "，,".contains(c));
    is_clock(after) || (planned && event) || (opens && goes_on && in_incidents(span.start))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found, silent};

    const CODE: &str = "ZB001";

    #[test]
    fn days_that_no_month_has_are_found() {
        assert_eq!(found(CODE, "# 第8周 2023-02-21\n\n- 分账预计2月30日上线"), [(3, "2月30日".into())]);
        assert_eq!(found(CODE, "# 第8周 2023-02-21\n\n- 预计 2/30 上线"), [(3, "2/30".into())]);
        assert_eq!(found(CODE, "# 2023-02-29\n\n正文"), [(1, "2023-02-29".into())]);
    }

    #[test]
    fn numbers_that_stand_like_dates_are_found() {
        assert_eq!(found(CODE, "# 第8周 2023-02-21\n\n- 收银台预计13/45上线"), [(3, "13/45".into())]);
        assert_eq!(found(CODE, "# 第8周 2023-02-21\n\n## 生产事件\n\n- 13/45 10:20 出金超时"), [(5, "13/45".into())]);
    }

    #[test]
    fn shares_versions_and_paths_are_no_dates() {
        for text in [
            "漏洞整改45/60，完成率75%", "计划45/60完成", "迁移13/45个", "进度 93/164", "支持24/7值守", "版本 1.13/45",
            "10.0.0.13/45 网段", "比分 45:78", "`select 13/45`",
        ] {
            silent(CODE, &format!("# 第8周 2023-02-21\n\n- {text}"));
        }
    }

    #[test]
    fn days_that_are_there_are_read() {
        silent(CODE, "# 第8周 2024-02-27\n\n- 2/29 10:00 告警\n- 预计12/31完成");
    }
}
