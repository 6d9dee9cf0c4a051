//! Reads an expression with its company: open ends (`6/1以来`, `before June`, `截至6/15`) around what the other readers find.

use super::cursor::Cursor;
use super::error::Impossible;
use super::expression::Expression;
use super::festival::{self, FestivalPart};
use super::issue;
use super::latin;
use super::numeric;
use super::range::range;
use super::relative::Relative;
use super::spoken;
use super::words::{any_follows, ends_with_any};

/// What a reader found, and where it ends; `None` where nothing of its kind starts at the cursor.
pub(super) type Read<'t> = Option<(Result<Expression, Impossible>, Cursor<'t>)>;

/// How an expression is opened to one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Opening {
    Since,
    After,
    Until,
    Before,
    /// `from`, `从`: since, if nothing ends it.
    From,
    /// `between … and …`.
    Between,
}

/// The expression that starts here, with its prefix, its range and its suffix.
pub(super) fn read(cursor: Cursor<'_>) -> Read<'_> {
    if let Some((opening, after)) = prefix(cursor)
        && let Some(found) = opened(opening, after)
    {
        return Some(found);
    }
    let (reading, end) = range(cursor, false)?;
    let (reading, end) = match reading {
        Ok(expression) => {
            let (expression, end) = suffix(expression, end, false);
            (Ok(expression), end)
        }
        Err(impossible) => (Err(impossible), end),
    };
    Some((reading, end))
}

/// One expression without its company.
pub(super) fn atom(cursor: Cursor<'_>) -> Read<'_> {
    let first = cursor.peek()?;
    if let Some(found) = issue::read(cursor).or_else(|| festival::read(None, cursor)) {
        return Some(found);
    }
    if first.is_ascii_digit() {
        numeric::read(cursor)
    } else if first.is_ascii_alphabetic() {
        latin::read(cursor)
    } else {
        spoken::read(cursor)
    }
}

fn prefix(cursor: Cursor<'_>) -> Option<(Opening, Cursor<'_>)> {
    const CHINESE: [(&str, Opening); 10] = [
        ("自从", Opening::Since),
        ("自", Opening::Since),
        ("从", Opening::From),
        ("由", Opening::From),
        ("截至到", Opening::Until),
        ("截至", Opening::Until),
        ("截止到", Opening::Until),
        ("截止至", Opening::Until),
        ("截止", Opening::Until),
        ("直到", Opening::Until),
    ];
    const ENGLISH: [(&str, Opening); 13] = [
        ("since", Opening::Since),
        ("starting from", Opening::Since),
        ("starting", Opening::Since),
        ("later than", Opening::After),
        ("after", Opening::After),
        ("before", Opening::Before),
        ("prior to", Opening::Before),
        ("until", Opening::Until),
        ("till", Opening::Until),
        ("up to", Opening::Until),
        ("by", Opening::Until),
        ("from", Opening::From),
        ("between", Opening::Between),
    ];
    if !cursor.peek()?.is_ascii_alphabetic() {
        // 来自6月 and 各自 hold no 自.
        return cursor.eat_any(&CHINESE).filter(|_| !ends_with_any(cursor, &["来", "各", "独", "亲", "理"]));
    }
    if cursor.previous().is_some_and(|previous| previous.is_ascii_alphanumeric() || "_-.".contains(previous)) {
        return None;
    }
    ENGLISH.into_iter().find_map(|(word, opening)| Some((opening, cursor.eat_word(word)?)))
}

fn opened(opening: Opening, after: Cursor<'_>) -> Read<'_> {
    let start = after.skip_spaces(2);
    let start = start.eat_word("the").map_or(start, |start| start.skip_spaces(1));
    let (reading, end) = range(start, opening == Opening::Between)?;
    let expression = match reading {
        Ok(expression) => expression,
        Err(impossible) => return Some((Err(impossible), end)),
    };
    if matches!(expression, Expression::Time(_)) {
        return None;
    }
    if let Some(expression) = beside_festival(&expression, opening) {
        return Some((Ok(expression), end));
    }
    let is_range = matches!(expression, Expression::Range(..));
    let open = |build: fn(Box<Expression>) -> Expression| Some((Ok(build(Box::new(expression.clone()))), end));
    match opening {
        Opening::Between if is_range => Some((Ok(expression), end)),
        Opening::Between => None,
        _ if is_range => None,
        Opening::Since => match suffix(expression.clone(), end, true) {
            (found @ Expression::Since(_), end) => Some((Ok(found), end)),
            _ => open(Expression::Since),
        },
        Opening::From => match suffix(expression.clone(), end, true) {
            (found @ (Expression::Since(_) | Expression::After(_)), end) => Some((Ok(found), end)),
            _ if start.is_lenient() && after.previous() == Some('m') => open(Expression::Since),
            _ => None,
        },
        Opening::After if expression.time().is_some() => open(Expression::Since),
        Opening::After => open(Expression::After),
        Opening::Before if expression.time().is_some() => open(Expression::Until),
        Opening::Before => open(Expression::Before),
        Opening::Until => match suffix(expression.clone(), end, true) {
            (found @ Expression::Until(_), end) => Some((Ok(found), end)),
            _ => open(Expression::Until),
        },
    }
}

/// `expression`, opened by what follows it: 以来, 之后, 前, onwards. The same where nothing does.
fn suffix(expression: Expression, end: Cursor<'_>, is_opened: bool) -> (Expression, Cursor<'_>) {
    let is_span = matches!(
        expression,
        Expression::Time(_)
            | Expression::Range(..)
            | Expression::Relative(Relative::Past { .. } | Relative::Coming { .. } | Relative::Ago { .. })
    );
    if is_span {
        return (expression, end);
    }
    let opening = opening_after(&expression, end, is_opened);
    if let Some((opening, end)) = opening
        && let Some(expression) = beside_festival(&expression, opening)
    {
        return (expression, end);
    }
    match opening {
        Some((Opening::Since, end)) => (Expression::Since(Box::new(expression)), end),
        Some((Opening::After, end)) => (Expression::After(Box::new(expression)), end),
        Some((Opening::Until, end)) => (Expression::Until(Box::new(expression)), end),
        Some((_, end)) => (Expression::Before(Box::new(expression)), end),
        None => (expression, end),
    }
}

/// 春节前 is not all that ever was before a festival: the weeks before it.
fn beside_festival(expression: &Expression, opening: Opening) -> Option<Expression> {
    let Expression::SpringFestival { year, part: FestivalPart::Holiday } = *expression else { return None };
    let part = match opening {
        Opening::Before | Opening::Until => FestivalPart::Before,
        Opening::After => FestivalPart::After,
        Opening::Since | Opening::From | Opening::Between => return None,
    };
    Some(Expression::SpringFestival { year, part })
}

fn opening_after<'t>(expression: &Expression, end: Cursor<'t>, is_opened: bool) -> Option<(Opening, Cursor<'t>)> {
    const WORDS: [(&str, Opening); 9] = [
        ("到现在", Opening::Since),
        ("到目前", Opening::Since),
        ("以来", Opening::Since),
        ("至今", Opening::Since),
        ("之后", Opening::After),
        ("以后", Opening::After),
        ("之前", Opening::Before),
        ("以前", Opening::Before),
        ("开始", Opening::Since),
    ];
    let is_timed = expression.time().is_some();
    let is_deadline = matches!(
        expression,
        Expression::MonthPart { .. } | Expression::Relative(Relative::OfMonth { .. } | Relative::OfYear { .. })
    );
    if let Some(((word, opening), after)) =
        WORDS.into_iter().find_map(|(word, opening)| Some(((word, opening), end.eat_text(word)?)))
    {
        let opening = match opening {
            Opening::After if is_timed => Opening::Since,
            Opening::Before if is_timed || is_deadline => Opening::Until,
            other => other,
        };
        // 6/15开始联调 tells when something starts, not since when something is.
        return (word != "开始" || is_opened).then_some((opening, after));
    }
    let next = end.next();
    match end.peek()? {
        '起' if !any_follows(next, &["草", "因", "来", "飞", "诉", "步", "点", "始", "伏", "量"]) => {
            Some((Opening::Since, next))
        }
        '后' if !any_follows(next, &["台", "端", "续", "置", "期", "面", "勤", "备", "者", "来", "门", "缀", "半"]) => {
            Some((if is_timed { Opening::Since } else { Opening::After }, next))
        }
        '前' if !any_follows(
            next,
            &["端", "置", "台", "期", "面", "后", "序", "述", "缀", "往", "提", "瞻", "沿", "线", "半", "景"],
        ) =>
        {
            // 7/4前上线 promises the day itself at the latest, 6月前 something done when June begins.
            let is_day = matches!(
                expression,
                Expression::Day(_)
                    | Expression::DayOfMonth(_)
                    | Expression::Relative(
                        Relative::Day(_) | Relative::WeekdayOf { .. } | Relative::Weekend(_) | Relative::Latest(_)
                    )
            );
            Some((if is_day || is_deadline { Opening::Until } else { Opening::Before }, next))
        }
        ' ' => {
            let end = ["onwards", "onward", "and later", "on"].into_iter().find_map(|word| next.eat_word(word))?;
            is_opened.then_some((Opening::Since, end))
        }
        _ => None,
    }
}
