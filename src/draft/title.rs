//! The head of the last report, written anew for another week: the same words and the same way of writing weeks and days.

use super::target::TargetReport;
use super::words::Use;
use crate::calendar::{Date, Expression, Period, mentions_in_question, read_title};
use crate::report::{PageName, Report, Span, heading_text, lines_of};

/// The lines before the first section. They read back as the target's week and day: where those of the last report do not say
/// them (its file name did), a title that does comes first.
pub(super) fn head(source: &str, end: usize, name: &str, target: &TargetReport) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut titles: Vec<String> = Vec::new();
    for line in lines_of(source, &(0..end)) {
        let text = source[line].trim_end();
        if is_of_the_export(text) {
            continue;
        }
        let new = redated(text, target);
        if text.trim_start().starts_with('#') {
            // Notion writes the page's name above the title that says the same.
            let bare: String = heading_text(&new).chars().filter(|c| c.is_alphanumeric()).collect();
            if titles.contains(&bare) {
                continue;
            }
            titles.push(bare);
        }
        if !(new.trim().is_empty() && lines.last().is_none_or(|last| last.trim().is_empty())) {
            lines.push(new);
        }
    }
    while lines.last().is_some_and(|line| line.trim().is_empty()) {
        lines.pop();
    }
    if !says(&lines, target) {
        let named = redated(name, target);
        let mut titled = vec![format!("# {named}")];
        if !says(&titled, target) {
            let label = target.label.map(|label| format!("{label} ")).unwrap_or_default();
            titled = vec![format!("# {label}{}", target.date)];
        }
        if !lines.is_empty() {
            titled.push(String::new());
        }
        titled.append(&mut lines);
        lines = titled;
    }
    lines
}

/// Whether a report that begins so is read as the target's.
fn says(lines: &[String], target: &TargetReport) -> bool {
    // A report may stand in one list item.
    ["\n## 本周工作\n\n- 甲\n", "  - 本周工作\n    - 甲\n"].iter().any(|body| {
        let report = Report::parse(format!("{}\n{body}", lines.join("\n")), &PageName::default());
        let stated = report.stated_coverage.is_none_or(|days| days == target.days);
        report.label == target.label && report.date == Some(target.date) && stated
    })
}

/// `Created: …` and what else an export writes.
fn is_of_the_export(line: &str) -> bool {
    let text = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '>')).to_lowercase();
    Use::Export.words().any(|name| text.starts_with(name))
}

/// `line` with its weeks and days as the target's, written as they were. Times of day and months alone stay.
pub(super) fn redated(line: &str, target: &TargetReport) -> String {
    let mut spans: Vec<(Span, New)> = Vec::new();
    for mention in mentions_in_question(line) {
        let text = &line[mention.span.clone()];
        let new = match mention.reading {
            Ok(Expression::Week(_)) => target.label.map(New::Week),
            Ok(Expression::Day(_)) => Some(New::Day(target.date)),
            Ok(Expression::Range(from, _)) if matches!(*from, Expression::Day(_)) => Some(New::Span(target.days)),
            Ok(Expression::Year(_)) if text.chars().all(|c| c.is_ascii_digit()) || text.ends_with('年') => {
                Some(New::Year(target.date))
            }
            _ => None,
        };
        if let Some(new) = new {
            spans.push((mention.span, new));
        }
    }
    // Of a compact span (20240603-20240609) or one that only titles have, the title's reader knows more.
    if spans.is_empty() && read_title(line).coverage.is_some() {
        spans.extend(digits_span(line).map(|span| (span, New::Span(target.days))));
    }
    let mut text = line.to_string();
    for (span, new) in spans.into_iter().rev() {
        let written = new.written_as(&line[span.clone()]);
        text.replace_range(span, &written);
    }
    if !has_week(line) { next_issue(&text) } else { text }
}

fn has_week(line: &str) -> bool {
    mentions_in_question(line).iter().any(|mention| matches!(mention.reading, Ok(Expression::Week(_))))
}

/// From the first digit to the last.
fn digits_span(line: &str) -> Option<Span> {
    let first = line.find(|c: char| c.is_ascii_digit())?;
    let last = line.rfind(|c: char| c.is_ascii_digit())?;
    Some(first..last + 1)
}

/// 第9期 → 第10期: a report that counts its issues.
fn next_issue(text: &str) -> String {
    let found = text.match_indices('第').find_map(|(at, mark)| {
        let start = at + mark.len();
        let length = text[start..].bytes().take_while(u8::is_ascii_digit).count();
        let number: u32 = text[start..start + length].parse().ok()?;
        text[start + length..].starts_with(['期', '号']).then(|| (start..start + length, number.checked_add(1)))
    });
    match found {
        Some((span, Some(next))) => format!("{}{next}{}", &text[..span.start], &text[span.end..]),
        _ => text.to_string(),
    }
}

enum New {
    Week(crate::calendar::Label),
    Day(Date),
    Span(Period),
    Year(Date),
}

impl New {
    /// The new time in the figures of `old`: as many digits, the same marks between.
    fn written_as(&self, old: &str) -> String {
        match self {
            Self::Week(label) => {
                let groups = digit_groups(old);
                let is_plain = |span: &Span| span.len() <= 2;
                match groups.as_slice() {
                    [week] if is_plain(week) => replaced(old, &[number(i64::from(label.week().get()), old, week)]),
                    [year, week] if year.len() == 4 && is_plain(week) => {
                        let stated = label.year().map(|year| i64::from(year.get()));
                        let year_text = stated.map_or(old[year.clone()].to_string(), |year| year.to_string());
                        replaced(old, &[year_text, number(i64::from(label.week().get()), old, week)])
                    }
                    _ => label.to_string(),
                }
            }
            Self::Day(date) => days_written(old, &[*date]),
            Self::Span(days) => days_written(old, &[days.from(), days.to()]),
            Self::Year(date) => old.replacen(&old[..old.len().min(4)], &date.year().to_string(), 1),
        }
    }
}

/// The groups of digits of `old`, taken in turn for year, month and day of `dates`.
fn days_written(old: &str, dates: &[Date]) -> String {
    let groups = digit_groups(old);
    let mut dates = dates.iter();
    let Some(mut date) = dates.next() else { return old.to_string() };
    let mut is_month = true;
    let mut written = Vec::new();
    for (at, group) in groups.iter().enumerate() {
        let text = &old[group.clone()];
        match group.len() {
            8 => {
                written.push(format!("{:04}{:02}{:02}", date.year(), date.month(), date.day()));
                date = dates.next().unwrap_or(date);
            }
            4 if groups.get(at + 1).is_some_and(|next| next.len() <= 2) || groups.len() == 1 && !is_month => {
                written.push(format!("{:04}", date.year()));
                is_month = true;
            }
            // 0610-0616
            4 => {
                written.push(format!("{:02}{:02}", date.month(), date.day()));
                date = dates.next().unwrap_or(date);
            }
            1 | 2 if is_month => {
                // 6/9-15 names no second month.
                let left = groups.len() - at;
                let is_last_day = left == 1 && at > 0;
                let value = if is_last_day { i64::from(date.day()) } else { i64::from(date.month()) };
                written.push(number(value, old, group));
                is_month = is_last_day;
            }
            1 | 2 => {
                written.push(number(i64::from(date.day()), old, group));
                date = dates.next().unwrap_or(date);
                is_month = true;
            }
            _ => written.push(text.to_string()),
        }
    }
    replaced(old, &written)
}

/// `value` with a zero before it where `old` pads its numbers.
fn number(value: i64, old: &str, group: &Span) -> String {
    let short: Vec<Span> = digit_groups(old).into_iter().filter(|group| group.len() <= 2).collect();
    let pads = short.iter().any(|group| old[group.clone()].starts_with('0'));
    let is_bare = short.iter().any(|group| group.len() == 1);
    // 2023-11-20 may pad or not: with hyphens and points people do.
    let looks_padded = old[..group.start].ends_with(['-', '.', 'W', 'w']) && digit_groups(old).len() > 1;
    if pads || (!is_bare && looks_padded) { format!("{value:02}") } else { value.to_string() }
}

fn digit_groups(text: &str) -> Vec<Span> {
    let mut groups: Vec<Span> = Vec::new();
    for (at, c) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        match groups.last_mut() {
            Some(group) if group.end == at => group.end = at + c.len_utf8(),
            _ => groups.push(at..at + c.len_utf8()),
        }
    }
    groups
}

/// `old` with its groups of digits replaced one by one.
fn replaced(old: &str, written: &[String]) -> String {
    let mut text = old.to_string();
    for (group, new) in digit_groups(old).into_iter().zip(written).rev() {
        text.replace_range(group, new);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{TargetReport, redated};
    use crate::calendar::Period;

    fn target(label: Option<&str>, from: &str, to: &str) -> TargetReport {
        let day = |text: &str| text.parse().expect("a day");
        TargetReport {
            last: 0,
            label: label.map(|label| label.parse().expect("a label")),
            date: day(to),
            days: Period::between(day(from), day(to)),
            is_next: true,
            replaces: None,
        }
    }

    #[test]
    fn a_title_keeps_its_way_of_writing() {
        let july = target(Some("第27周"), "2023-06-28", "2023-07-04");
        for (old, new) in [
            ("# 第26周 2023-06-20", "# 第27周 2023-07-04"),
            ("# 第26周 2023/06/20", "# 第27周 2023/07/04"),
            ("# 第26周 2023/6/20", "# 第27周 2023/7/4"),
            ("日期：2023年6月20日", "日期：2023年7月4日"),
            ("2023.6.14~2023.6.20", "2023.6.28~2023.7.4"),
            ("周报 2023-06-14 至 2023-06-20", "周报 2023-06-28 至 2023-07-04"),
            ("周报_20230614-20230620", "周报_20230628-20230704"),
            ("部门：支付研发部", "部门：支付研发部"),
        ] {
            assert_eq!(redated(old, &july), new);
        }
    }

    #[test]
    fn an_iso_label_and_an_issue_number_count_on() {
        let april = target(Some("2024-W14"), "2024-04-01", "2024-04-07");
        assert_eq!(redated("# 2024-W13", &april), "# 2024-W14");
        assert_eq!(redated("双周工作简报2024年第9期", &april), "双周工作简报2024年第10期");
    }
}
