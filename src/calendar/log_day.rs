//! The day that heads an entry of a log.

use super::compose;
use super::cursor::{Cursor, Mode};
use super::expression::Expression;
use super::words::weekday_numeral;

/// The day of a line that is nothing but a day and perhaps its weekday (`11-06 四`, `11月15日（周六）`, `3 Nov (Mon)`), or says more
/// behind a weekday in brackets: `02-05（四）上线日`.
pub fn log_day(line: &str) -> Option<Expression> {
    const ENGLISH_WEEKDAY: usize = 3;
    let cursor = Cursor::new(line.trim(), 0, Mode::Title);
    let (reading, end) = compose::read(cursor)?;
    let day = reading.ok().filter(|reading| matches!(reading, Expression::Day(_)))?;
    let rest = end.skip_spaces(1);
    let inner = rest.eat('(').unwrap_or(rest);
    let weekday = inner.eat_first(&["周", "星期", "礼拜"]).unwrap_or(inner);
    let is_named = weekday.is_next(|numeral| weekday_numeral(numeral).is_some());
    let is_bracketed = inner.at() != rest.at() && weekday.next().is_before(&[")", ",", "，"]);
    let letters = line.trim()[rest.at()..].trim_matches(['(', ')', '（', '）', ' ', ':', '：']);
    let is_bare = letters.len() <= ENGLISH_WEEKDAY && letters.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_alone =
        || is_named && letters.chars().all(|letter| weekday_numeral(letter).is_some() || "周星期礼拜".contains(letter));
    (is_bare || is_alone() || is_named && is_bracketed).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::log_day;

    #[test]
    fn a_day_and_its_weekday_head_an_entry() {
        for line in [
            "11-06 四", "11月15日(六)", "2026-02-05（四）上线日", "02-14(六,调休上班)", "6/15 周四", "6/15：",
            "3 Nov (Mon)", "2025.11.06",
        ] {
            assert!(log_day(line).is_some(), "{line}");
        }
    }

    #[test]
    fn a_number_of_a_section_and_a_day_with_its_matter_head_none() {
        for line in ["3.1 备件", "6/15 账户流水差异", "11/05 to do", "二、十一月计划", "11-06 四个问题", "11月"]
        {
            assert!(log_day(line).is_none(), "{line}");
        }
    }
}
