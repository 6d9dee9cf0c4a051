//! Days in cells of a column that holds days, where two bare numbers are one.

/// A cell of days with `2.28` and `9-30` written as `2/28` and `9/30`: here two such numbers are a day, unless a unit follows.
pub(super) fn with_days(cell: &str) -> String {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
    let mut written = String::with_capacity(cell.len());
    let mut rest = cell;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let number = &from[..from.len() - from.trim_start_matches(is_part).len()];
        let after = &from[number.len()..];
        let dashed = number.split_once('-').filter(|(_, day)| day.len() == 2);
        let is_day = number.split_once('.').or(dashed).is_some_and(|(month, day)| {
            let within = |text: &str, most: u32| text.parse::<u32>().is_ok_and(|value| (1..=most).contains(&value));
            within(month, 12) && within(day, 31) && !before.ends_with(['v', 'V'])
        });
        // 9-11点, 10-12日 are spans.
        let is_span = number.contains('-') && after.trim_start().starts_with(['点', '时', '日', '号', '月']);
        let is_amount =
            is_span || after.starts_with(['%', '％', '万', '亿', '元', '个', '℃', '版', '小', '分', 'h', ':']);
        written.push_str(before);
        written.push_str(&if is_day && !is_amount { number.replacen(['.', '-'], "/", 1) } else { number.to_string() });
        rest = after;
    }
    written + rest
}

#[cfg(test)]
mod tests {
    use super::with_days;

    #[test]
    fn dotted_numbers_among_days_are_days() {
        assert_eq!(with_days("签约 1.24 → 2.14，v2.1 后付 3.5万"), "签约 1/24 → 2/14，v2.1 后付 3.5万");
        assert_eq!(with_days("12.31"), "12/31");
        assert_eq!(with_days("12-13首批（原9-30、11-22）"), "12/13首批（原9/30、11/22）");
        assert_eq!(with_days("2026-02-28、10-12月、1-3"), "2026-02-28、10-12月、1-3");
        assert_eq!(with_days("2024.12.31、13.5、2月底"), "2024.12.31、13.5、2月底");
    }
}
