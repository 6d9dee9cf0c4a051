//! ZB002: a week label, a date and a file name that disagree.

use crate::calendar::{Date, IsoWeek, Label, Numbering, day_number, read_title};
use crate::check::finding::{Objection, Wording};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::report::{DateOrigin, Notice, Span};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB002", name: "week-label", is_default: true, needs_earlier: false, run };

/// How far back a neighbour may lie.
const NEIGHBOUR_DAYS: i32 = 28;

/// From how many weeks on a label with its year is not that ISO week.
const ISO_WEEKS: i32 = 3;

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    if page.is_daily() {
        return Vec::new();
    }
    let mut found: Vec<Objection> = within(page);
    let Some(date) = page.reliable_date().filter(|_| page.report.date_origin != Some(DateOrigin::Label)) else {
        return found;
    };
    let near =
        |other: &&&Page| other.report.date.is_some_and(|day| day_number(date) - day_number(day) <= NEIGHBOUR_DAYS);
    let neighbours: Vec<&Page> = case.earlier.iter().filter(near).copied().collect();
    found.extend(match page.report.label {
        Some(label) => against_neighbours(page, label, date, &neighbours).or_else(|| against_iso(page, label, date)),
        None => without_label(page, &neighbours),
    });
    found
}

/// What the page itself contradicts: its file name, and a second title below the first.
fn within(page: &Page) -> Vec<Objection> {
    let mut found = Vec::new();
    let named = read_title(&page.name.name.replace('@', " "));
    for notice in &page.report.notices {
        // A title that is a period, and a file named after its last day.
        let is_within = |day: Date| page.report.stated_coverage.is_some_and(|period| period.contains(day));
        if let Notice::Disagree { title, file_name } = notice
            && !is_within(*file_name)
        {
            found.push(Objection {
                span: page.title_span(),
                message: Wording::new(
                    format!("标题的日期是 {title}，文件名的是 {file_name}"),
                    format!("the title is dated {title}, the file name {file_name}"),
                ),
                evidence: Vec::new(),
            });
        }
    }
    if let (Some(label), Some(own)) = (named.label, page.report.label)
        && !label.matches(own)
    {
        found.push(Objection {
            span: page.title_span(),
            message: Wording::new(
                format!("标题写的是{own}，文件名是{label}"),
                format!("the title says {own}, the file name {label}"),
            ),
            evidence: Vec::new(),
        });
    }
    found.extend(second_title(page));
    found
}

/// The week that a second title names, where it is another than the report's.
fn second_title(page: &Page) -> Option<Objection> {
    let own = page.report.label?;
    let end = page.report.sections.first().map_or(page.text.len(), |section| section.span.start);
    let lines = crate::report::lines_of(&page.text, &(0..end.min(page.text.len())));
    let titles = lines.into_iter().filter(|line| page.text[line.clone()].starts_with('#'));
    let other = |line: &Span| read_title(&page.text[line.clone()]).label.filter(|label| !label.matches(own));
    let (span, label) = titles.filter_map(|line| Some((line.clone(), other(&line)?))).next()?;
    Some(Objection {
        message: Wording::new(
            format!("同一份周报有两个周次：{own} 与 {label}"),
            format!("one report bears two labels: {own} and {label}"),
        ),
        evidence: vec![page.evidence(page.title_span().start)],
        span,
    })
}

fn against_neighbours(page: &Page, label: Label, date: Date, neighbours: &[&Page]) -> Option<Objection> {
    let labelled: Vec<(&Page, Label, Date)> = neighbours
        .iter()
        .filter_map(|other| Some((*other, other.report.label?, other.reliable_date()?)))
        .filter(|(_, other, day)| other.numbering() == label.numbering() && day.year() == date.year())
        .filter(|(other, ..)| other.report.date_origin != Some(DateOrigin::Label))
        .collect();
    let (last, last_label, last_date) = labelled.last().copied()?;
    let days = day_number(date) - day_number(last_date);
    let is_repeated = label.week() == last_label.week() && days >= 4;
    // A house that reports every other week may count its reports.
    let passed = (days + 3) / 7;
    let expected = i32::from(last_label.week().get()) + passed;
    let own = i32::from(label.week().get());
    let lead = |label: Label, day: Date| i32::from(label.week().get()) * 7 - day_number(day);
    let agree = labelled.len() >= 3
        && labelled.windows(2).all(|pair| {
            let (one, other) = (lead(pair[0].1, pair[0].2), lead(pair[1].1, pair[1].2));
            (one - other).abs() <= 3
        });
    let is_out_of_step = agree && own != expected && (lead(label, date) - lead(last_label, last_date)).abs() > 4;
    if !is_repeated && !is_out_of_step {
        return None;
    }
    let message = if is_repeated {
        Wording::new(
            format!("{label}已经是 {last_date} 那份的周次"),
            format!("{label} is already the label of the report of {last_date}"),
        )
    } else {
        Wording::new(
            format!("按前几周的数法，{date} 应是第{expected}周，写的是{label}"),
            format!("counted on from the weeks before, {date} is week {expected}, and {label} is written"),
        )
    };
    Some(Objection { span: page.title_span(), message, evidence: vec![last.evidence(last.title_span().start)] })
}

/// A label that names its year as ISO 8601 does, and is not near that week.
fn against_iso(page: &Page, label: Label, date: Date) -> Option<Objection> {
    let year = label.year().filter(|_| label.numbering() == Numbering::Iso)?;
    let week = IsoWeek::containing(date).ok()?;
    let monday = IsoWeek::new(year, label.week()).ok()?.monday();
    let weeks = (day_number(week.monday()) - day_number(monday)) / 7;
    (weeks.abs() >= ISO_WEEKS).then(|| Objection {
        span: page.title_span(),
        message: Wording::new(
            format!("{date} 在 {week}，标题写的是 {label}"),
            format!("{date} lies in {week}, and the title says {label}"),
        ),
        evidence: Vec::new(),
    })
}

/// How many of the weeks before must bear a label.
const LABELLED_WEEKS: usize = 3;

fn without_label(page: &Page, neighbours: &[&Page]) -> Option<Objection> {
    let last: Vec<&&Page> = neighbours.iter().rev().take(LABELLED_WEEKS).collect();
    let all = last.len() == LABELLED_WEEKS && last.iter().all(|other| other.report.label.is_some());
    let latest = last.first().filter(|_| all)?;
    Some(Objection {
        span: page.title_span(),
        message: Wording::new(
            "标题没有周次，前几周都有",
            "the title has no week label, and those of the weeks before have one",
        ),
        evidence: vec![latest.evidence(latest.title_span().start)],
    })
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found_among, silent_among};

    const CODE: &str = "ZB002";

    fn weeks<'a>(titles: &[&'a str]) -> Vec<(&'a str, String)> {
        titles.iter().map(|title| (*title, format!("# {title}\n\n- 正文"))).collect()
    }

    fn lines(titles: &[&str]) -> Vec<(usize, String)> {
        let pages = weeks(titles);
        found_among(CODE, &pages.iter().map(|(name, text)| (*name, text.as_str())).collect::<Vec<_>>())
    }

    #[test]
    fn one_label_for_two_weeks_is_found() {
        assert_eq!(lines(&["第25周 2023-06-13", "第25周 2023-06-20"]), [(1, "# 第25周 2023-06-20".into())]);
    }

    #[test]
    fn a_label_out_of_step_is_found() {
        let titles = ["第22周 2023-05-23", "第23周 2023-05-30", "第24周 2023-06-06", "第26周 2023-06-13"];
        assert_eq!(lines(&titles).len(), 1);
    }

    #[test]
    fn a_house_count_is_no_quarrel_with_iso() {
        assert!(lines(&["第26周 2023-06-20"]).is_empty());
        let titles = ["第13周 2023-03-24", "第14周 2023-03-28", "第15周 2023-04-04", "第16周 2023-04-11"];
        assert!(lines(&titles).is_empty());
        assert!(lines(&["第20周 2023-05-09", "第52周 2023-12-26"]).is_empty());
        assert!(lines(&["第52周 2023-12-26", "第1周 2024-01-02"]).is_empty());
        assert!(lines(&["2024-W13 2024-03-31"]).is_empty());
    }

    #[test]
    fn reports_every_other_week_may_count_themselves() {
        let titles = ["第3周 2023-05-02", "第4周 2023-05-16"];
        assert!(lines(&titles).is_empty());
    }

    #[test]
    fn a_label_with_its_year_far_from_that_week_is_found() {
        assert_eq!(lines(&["2024-W13 2024-06-30"]).len(), 1);
    }

    #[test]
    fn a_file_name_of_another_week_is_found() {
        assert_eq!(found_among(CODE, &[("第24周 2023-06-06", "# 第25周 2023-06-13\n\n正文")]).len(), 1);
        silent_among(CODE, &[("报告", "# 第25周 2023-06-13\n\n正文")]);
    }

    #[test]
    fn a_missing_label_is_found_where_the_weeks_before_have_one() {
        let titles = ["第15周 2023-04-04", "第16周 2023-04-11", "第17周 2023-04-18", "2023-04-25"];
        assert_eq!(lines(&titles), [(1, "# 2023-04-25".into())]);
        assert!(lines(&["第17周 2023-04-18", "2023-04-25"]).is_empty());
    }
}
