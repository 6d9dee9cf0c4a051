//! What before or after a number says that it is a date, a count or a fraction.

use super::cursor::Cursor;
use super::words::{List, listed};

/// Measure words: a number before one of them counts something.
const MEASURES: &str = "笔个元万亿千百条台次项户人件家单套份组天秒分倍%‰级层楼期版批页步轮颗块类种位名例折字点成";

/// 6/15上线 is a date where 完成6/15 alone would be a share.
static DATED_ACTS: List<()> = List::named("dated act", listed);
static SHARES: List<()> = List::named("share", listed);
static PROGRESS: List<()> = List::named("progress", listed);
static NO_MEASURES: List<()> = List::named("no measure", listed);
static OF_SHARES: List<()> = List::named("of share", listed);
static SHARED: List<()> = List::named("shared", listed);
static AFTER_DAY: List<()> = List::named("after day", listed);

/// Whether a count's measure is next.
pub(super) fn measure_follows(cursor: Cursor<'_>) -> bool {
    cursor.peek().is_some_and(|next| MEASURES.contains(next))
}

/// Whether `a/b`, written from `start` to `end`, is a share or a ratio rather than a month and a day.
pub(super) fn is_fraction(start: Cursor<'_>, end: Cursor<'_>, numerator: u32, denominator: u32) -> bool {
    let after = end.skip_spaces(1);
    let before = skip_back(start);
    // [PATCH 1/2]: a part of a series.
    let is_numbered_part = end.peek() == Some(']') && before.previous().is_some_and(|c| c.is_ascii_alphanumeric());
    if is_numbered_part
        || end.peek().is_some_and(|next| next == '%' || (MEASURES.contains(next) && !NO_MEASURES.is_next(end)))
        || is_counted_apart(end)
        || OF_SHARES.is_next(after)
        || SHARES.ends(before)
    {
        return true;
    }
    if PROGRESS.ends(before) {
        return !(DATED_ACTS.is_next(after) || after.peek().is_some_and(|next| next.is_ascii_digit()));
    }
    // 1/3的, 2/3流量: the fractions people say.
    !start.is_lenient() && numerator < denominator && denominator <= 5 && SHARED.is_next(after)
}

/// `8/12 块`, `9/9 条已改`: a measure word alone after a space, or before what became of the counted, where 8/12 项目评审 goes on.
fn is_counted_apart(end: Cursor<'_>) -> bool {
    const OUTCOMES: &str = "已都均全改完过通修关未待剩还里中";
    let measure = end.skip_spaces(1);
    let ends = |cursor: Cursor<'_>| cursor.peek().is_none_or(|next| !next.is_alphanumeric() || OUTCOMES.contains(next));
    end.peek() == Some(' ') && measure_follows(measure) && ends(measure.next())
}

/// Back over the white space, colon and verb particle between a word and its number.
pub(super) fn skip_back(cursor: Cursor<'_>) -> Cursor<'_> {
    let mut cursor = cursor;
    while matches!(cursor.previous(), Some(' ' | ':' | '了' | '为')) {
        cursor = cursor.back();
    }
    cursor
}

/// Whether a number that begins here is not part of something else: a word, a decimal, a path, an amount.
pub(super) fn number_may_start(cursor: Cursor<'_>) -> bool {
    let Some(previous) = cursor.previous() else {
        return true;
    };
    let is_long = cursor.digits().is_some_and(|(number, _)| matches!(number.chars, 4 | 8));
    let before = cursor.back().previous();
    let after_digit = before.is_some_and(|before| before.is_ascii_digit());
    match previous {
        '.' | '/' | '\\' | '+' | '#' | '$' | '¥' | '£' | '€' | '%' | '=' | '@' | '第' => false,
        '_' => is_long || cursor.is_lenient(),
        '-' => {
            !before.is_some_and(|before| before.is_ascii_alphanumeric() || before == '.') || (is_long && !after_digit)
        }
        ':' | ',' | '~' => !after_digit,
        other => !other.is_ascii_alphanumeric(),
    }
}

/// Whether a day that ends here can end: nothing makes it a longer number, a decimal, a path or a word.
pub(super) fn day_may_end(cursor: Cursor<'_>) -> bool {
    let next_but_one_is_digit = cursor.next().peek().is_some_and(|next| next.is_ascii_digit());
    match cursor.peek() {
        Some('.' | '/' | ':') => !next_but_one_is_digit,
        Some('T') => next_but_one_is_digit,
        Some('%' | '=') => false,
        Some(next) => !next.is_ascii_alphanumeric(),
        None => true,
    }
}

/// Whether what follows a day of an unnamed month (14日) leaves it a day: 1号机房, 3日内 and 5日均 are none.
pub(super) fn day_of_month_may_end(cursor: Cursor<'_>) -> bool {
    match cursor.peek() {
        None => true,
        Some(next) if next.is_ascii_alphabetic() => false,
        Some('%' | '.') => false,
        Some('的') => cursor.is_lenient(),
        Some(next) if next.is_alphabetic() => AFTER_DAY.is_next(cursor),
        Some(_) => true,
    }
}

/// Whether a bare four-digit number that ends here may be a year rather than an amount.
pub(super) fn year_may_end(cursor: Cursor<'_>) -> bool {
    let next_but_one_is_digit = cursor.next().peek().is_some_and(|next| next.is_ascii_digit());
    match cursor.peek() {
        None => true,
        Some('.' | ':' | ',') => !next_but_one_is_digit,
        Some('/' | '_' | '%') => false,
        Some(next) if next.is_ascii_alphanumeric() => false,
        Some(_) => !measure_follows(cursor.skip_spaces(1)) && !cursor.is_before(&["多", "余", "左右"]),
    }
}
