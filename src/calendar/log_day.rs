//! The day that heads an entry of a log.

use super::compose;
use super::cursor::{Cursor, Mode};
use super::expression::Expression;
use super::words::weekday_numeral;

/// The day of a line that is nothing but a day and perhaps its weekday (`11-06 四`, `11月15日（周六）`, `3 Nov (Mon)`), or says a few words
/// more behind the weekday, and no sentence: `9月28日 周一 晴`, `8/1 周六 白班 陆嘉`, `02-05（四）上线日`.
pub fn log_day(line: &str) -> Option<Expression> {
    const ENGLISH_WEEKDAY: usize = 3;
    const MOST_CHARS: usize = 40;
    let line = line.trim();
    let cursor = Cursor::new(line, 0, Mode::Title);
    let (reading, end) = compose::read(cursor)?;
    let day = reading.ok().filter(|reading| matches!(reading, Expression::Day(_)))?;
    // A weekday in words is read with the day.
    let is_worded = cursor.until(end).contains(['周', '期', '拜']);
    let rest = end.skip_spaces(1);
    let after = &line[rest.at()..];
    let behind = after.trim_matches(['(', ')', '（', '）', ' ', ':', '：']);
    let is_bare = behind.len() <= ENGLISH_WEEKDAY && behind.bytes().all(|byte| byte.is_ascii_alphabetic());
    let numeral = |at: Cursor<'_>| at.is_next(|numeral| weekday_numeral(numeral).is_some());
    let is_weekday = behind.chars().count() == 1 && numeral(rest.eat('(').unwrap_or(rest));
    let is_bracketed = rest.eat('(').is_some_and(|inner| numeral(inner) && inner.next().is_before(&[")", ",", "，"]));
    let says_no_sentence = line.chars().count() <= MOST_CHARS && !after.contains(['，', '。', '；', '：', ':', '！']);
    (is_bare || is_weekday || is_bracketed || is_worded && says_no_sentence).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::log_day;

    #[test]
    fn a_day_and_its_weekday_head_an_entry() {
        for line in [
            "11-06 四", "11月15日(六)", "2026-02-05（四）上线日", "02-14(六,调休上班)", "9月28日 周一 晴",
            "8/1 周六  白班 陆嘉  夜班 穆建国", "6/15 周四", "6/15：", "3 Nov (Mon)", "2025.11.06",
        ] {
            assert!(log_day(line).is_some(), "{line}");
        }
    }

    #[test]
    fn a_number_of_a_section_and_a_day_with_its_matter_head_none() {
        for line in [
            "3.1 备件", "6/15 账户流水差异", "11/05 to do", "二、十一月计划", "11-06 四个问题", "11月",
            "6/15 周四：账户流水差异", "6/15 周四网关重启，影响两家商户",
        ] {
            assert!(log_day(line).is_none(), "{line}");
        }
    }
}
