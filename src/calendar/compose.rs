//! Reads an expression with its open end: `6/1以来`, `before June`, `截至6/15`.

use super::cursor::Cursor;
use super::expression::{Expression, Relative};
use super::festival::FestivalPart;
use super::range::range;
use super::read::Read;
use super::words::List;

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

static BEFORE: List<Opening> = List::named("before", opening);
static AFTER: List<Opening> = List::named("after", opening);

fn opening(value: &str) -> Option<Opening> {
    Some(match value {
        "since" => Opening::Since,
        "after" => Opening::After,
        "until" => Opening::Until,
        "before" => Opening::Before,
        "from" => Opening::From,
        "between" => Opening::Between,
        _ => return None,
    })
}

/// The expression that starts here, with the words that open it to one side.
pub(super) fn read(cursor: Cursor<'_>) -> Read<'_> {
    if let Some((opening, after)) = prefix(cursor)
        && let Some(found) = opened(opening, after)
    {
        return Some(found);
    }
    let (reading, end) = range(cursor, false)?;
    match reading {
        Ok(expression) => {
            let (expression, end) = suffix(expression, end, false);
            Some((Ok(expression), end))
        }
        Err(_) => Some((reading, end)),
    }
}

fn prefix(cursor: Cursor<'_>) -> Option<(Opening, Cursor<'_>)> {
    let is_joined = match cursor.peek()?.is_ascii_alphabetic() {
        true => cursor.previous().is_some_and(|previous| previous.is_ascii_alphanumeric() || "_-.".contains(previous)),
        // 来自6月 and 各自 hold no 自.
        false => cursor.is_after(&["来", "各", "独", "亲", "理"]),
    };
    BEFORE.eat(cursor).filter(|_| !is_joined)
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
    let is_timed = expression.time().is_some();
    if opening == Opening::Between || is_range {
        return (opening == Opening::Between && is_range).then_some((Ok(expression), end));
    }
    let found = match opening {
        Opening::Since | Opening::From | Opening::Until => suffix(expression.clone(), end, true),
        _ => (expression.clone(), end),
    };
    match (opening, &found.0) {
        (Opening::Since | Opening::From, Expression::Since(_))
        | (Opening::From, Expression::After(_))
        | (Opening::Until, Expression::Until(_)) => Some((Ok(found.0), found.1)),
        (Opening::From, _) if !(start.is_lenient() && after.previous() == Some('m')) => None,
        _ => Some((Ok(open(expression, if is_timed { inclusive(opening) } else { opening })), end)),
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
    let Some((opening, after)) = opening_after(&expression, end, is_opened) else { return (expression, end) };
    let expression = beside_festival(&expression, opening).unwrap_or_else(|| open(expression, opening));
    (expression, after)
}

/// `expression` with an open end.
fn open(expression: Expression, opening: Opening) -> Expression {
    let inner = Box::new(expression);
    match opening {
        Opening::Since | Opening::From => Expression::Since(inner),
        Opening::After => Expression::After(inner),
        Opening::Until => Expression::Until(inner),
        Opening::Before | Opening::Between => Expression::Before(inner),
    }
}

/// After and before a time of day, the day itself counts.
fn inclusive(opening: Opening) -> Opening {
    match opening {
        Opening::After => Opening::Since,
        Opening::Before => Opening::Until,
        other => other,
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
    if end.peek()? == ' ' {
        let end = ["onwards", "onward", "and later", "on"].into_iter().find_map(|word| end.next().eat_word(word))?;
        return is_opened.then_some((Opening::Since, end));
    }
    let (opening, after) = AFTER.eat(end)?;
    // 6/15开始联调 is when something starts, not since when something is.
    if end.peek() == Some('开') && !is_opened {
        return None;
    }
    let is_deadline = matches!(
        expression,
        Expression::MonthPart { .. } | Expression::Relative(Relative::OfMonth { .. } | Relative::OfYear { .. })
    );
    // 7/4前上线 promises the day itself at the latest, 6月前 something done when June begins.
    let is_day = matches!(
        expression,
        Expression::Day(_)
            | Expression::DayOfMonth(_)
            | Expression::Relative(
                Relative::Day(_) | Relative::WeekdayOf { .. } | Relative::Weekend(_) | Relative::Latest(_)
            )
    );
    let is_inclusive = expression.time().is_some()
        || opening == Opening::Before && (is_deadline || is_day && end.peek() == Some('前'));
    Some((if is_inclusive { inclusive(opening) } else { opening }, after))
}
