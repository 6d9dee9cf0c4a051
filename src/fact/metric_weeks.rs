//! The weeks that the heads of a table's columns name: 第38周, W38, 9.8–9.14, 节前（9.29–10.5）.

use super::metric_table::days_of;

/// What orders weeks: the number of `第38周` and `W38`, the first day of `9.8–9.14` and `9/8~9/14`.
pub(super) fn week_of(head: &str) -> Option<u32> {
    let head = head.split(['(', '（']).next().unwrap_or_default().trim();
    let number = head.strip_prefix('第').and_then(|rest| rest.strip_suffix('周'));
    let lower = head.to_ascii_lowercase();
    let number = number.or_else(|| ["week", "wk", "w"].iter().find_map(|word| lower.strip_prefix(word)));
    let number = number.or_else(|| head.strip_suffix('周'));
    if let Some(number) = number {
        return number.trim().parse().ok();
    }
    span_of(head).map(|[(month, day), _]| month * DAYS + day)
}

/// Month and day of `9.8`, `9/8` and `9月8日`.
fn day_of(text: &str) -> Option<(u32, u32)> {
    let (month, day) = text.trim().trim_end_matches(['日', '号']).split_once(['.', '/', '月'])?;
    let of = |text: &str, most: u32| text.parse().ok().filter(|number| (1..=most).contains(number));
    Some((of(month, MONTHS)?, of(day, DAYS)?))
}

/// Month and day of the first and the last day of a week: `9.8–9.14`, `9/8~14`.
fn span_of(head: &str) -> Option<[(u32, u32); 2]> {
    let (first, last) = head.split_once(['–', '—', '-', '~', '～', '至'])?;
    let first = day_of(first)?;
    let last = day_of(last).or_else(|| Some((first.0, last.trim().parse().ok()?)))?;
    let days = (last.0 * DAYS + last.1).checked_sub(first.0 * DAYS + first.1)?;
    (days <= LONGEST_WEEK).then_some([first, last])
}

/// The days of a year that heads alone are, `2.23`, `3月23日`, by what orders them: at least two, none nearer to another than the days of a
/// working week, as versions (2.1, 2.2) are.
pub(super) fn single_days(heads: &[String]) -> Vec<Option<u32>> {
    let days: Vec<Option<u32>> = heads.iter().map(|head| day_of(head).map(|(month, day)| month * DAYS + day)).collect();
    let mut order: Vec<u32> = days.iter().flatten().copied().collect();
    order.sort_unstable();
    let are_apart = order.windows(2).all(|two| two[1] - two[0] >= DAYS_OF_A_WORKING_WEEK);
    if order.len() > 1 && are_apart { days } else { vec![None; heads.len()] }
}

/// Of a year, and of the longest month; the days between the first and the last of a week, and one more where a month ends in it.
const MONTHS: u32 = 12;
const DAYS: u32 = 31;
const LONGEST_WEEK: u32 = 9;
const DAYS_OF_A_WEEK: u32 = 7;
const DAYS_OF_A_WORKING_WEEK: u32 = 5;

/// The week that a head is, or has in its brackets, as a time: W31, 上周, 9月29日-10月5日 of `节前（9.29–10.5）`.
pub(super) fn week_in(head: &str) -> Option<String> {
    let head = head.trim();
    let inside = head.split_once(['(', '（']).map(|(_, rest)| rest.trim_end_matches([')', '）']));
    let week = |words: &str| {
        let days = days_of(words);
        let is_week = days.is_some() && week_of(words).is_some() || days == Some(DAYS_OF_A_WEEK);
        let span =
            || span_of(words).map(|[first, last]| format!("{}月{}日-{}月{}日", first.0, first.1, last.0, last.1));
        if is_week { Some(words.to_string()) } else { span() }
    };
    [Some(head), inside].into_iter().flatten().find_map(week)
}

#[cfg(test)]
mod tests {
    use super::single_days;

    #[test]
    fn heads_are_days_where_they_are_as_far_apart_as_reports_and_versions_are_none() {
        let are_days = |heads: &[&str]| {
            single_days(&heads.iter().map(|head| (*head).to_string()).collect::<Vec<_>>()).iter().flatten().count()
        };
        assert_eq!(are_days(&["指标", "2.23", "3.23"]), 2);
        assert_eq!(are_days(&["指标", "3月9日", "3月16日", "说明"]), 2);
        assert_eq!(are_days(&["用例", "2.1", "2.2"]), 0, "versions");
        assert_eq!(are_days(&["指标", "3.23"]), 0, "one alone may be anything");
    }
}
