//! The company that a number keeps: what before or after it says that it is a date, a count or a fraction.

use super::cursor::Cursor;

/// Words of measure: a number before one of them counts something.
const MEASURES: &str = "笔个元万亿千百条台次项户人件家单套份组天秒分倍%‰级层楼期版批页步轮颗块类种位名例折字点成";

/// What follows a deadline or a start in reports: 6/15上线 is a date where 完成6/15 alone would be a share.
const DATED_ACTS: [&str; 24] = [
    "上线", "投产", "发布", "提测", "转测", "完成", "开始", "启动", "评审", "交付", "联调", "提交", "之前", "之后",
    "以前", "以后", "前", "后", "晚", "早", "上午", "下午", "凌晨", "左右",
];

/// Before a fraction, whatever follows it.
const SHARES: [&str; 14] =
    ["占比", "占", "约占", "不到", "超过", "近", "达到", "达", "比例", "完成率", "通过率", "覆盖率", "不足", "仅"];

/// Before a fraction, unless a dated act follows it.
const PROGRESS: [&str; 9] = ["完成", "进度", "进展", "剩余", "通过", "共", "约", "达成", "还剩"];

/// Whether a count's measure is next.
pub(super) fn measure_follows(cursor: Cursor<'_>) -> bool {
    cursor.peek().is_some_and(|next| MEASURES.contains(next))
}

/// Whether one of `words` ends here.
pub(super) fn ends_with_any(cursor: Cursor<'_>, words: &[&str]) -> bool {
    let Some(last) = cursor.previous() else { return false };
    let may_end = |word: &&&str| word.chars().next_back().is_some_and(|end| end.eq_ignore_ascii_case(&last));
    words.iter().filter(may_end).any(|word| {
        let start = word.chars().fold(cursor, |cursor, _| cursor.back());
        start.eat_text(word).is_some_and(|end| end.at() == cursor.at())
    })
}

/// Whether one of `words` is next.
pub(super) fn any_follows(cursor: Cursor<'_>, words: &[&str]) -> bool {
    let Some(next) = cursor.peek() else { return false };
    let may_follow = |word: &&&str| word.chars().next().is_some_and(|first| first.eq_ignore_ascii_case(&next));
    words.iter().filter(may_follow).any(|word| cursor.eat_text(word).is_some())
}

/// Whether `a/b`, written from `start` to `end`, is a share or a ratio rather than a month and a day.
pub(super) fn is_fraction(start: Cursor<'_>, end: Cursor<'_>, numerator: u32, denominator: u32) -> bool {
    let after = end.skip_spaces(1);
    let before = skip_back(start);
    if end.peek().is_some_and(|next| next == '%' || (MEASURES.contains(next) && !begins_a_word(end)))
        || any_follows(after, &["以上", "以下", "以内", "强", "弱", "多的", "的用户", "的量"])
    {
        return true;
    }
    if ends_with_any(before, &SHARES) {
        return true;
    }
    if ends_with_any(before, &PROGRESS) {
        return !(any_follows(after, &DATED_ACTS) || after.peek().is_some_and(|next| next.is_ascii_digit()));
    }
    // 1/3的, 2/3流量: the fractions people say.
    !start.is_lenient()
        && numerator < denominator
        && denominator <= 5
        && any_follows(after, &["的", "流量", "用户", "机器", "节点", "比例"])
}

/// Whether the measure here is the first half of a word that is no measure: 分账, 个人, 次数.
fn begins_a_word(cursor: Cursor<'_>) -> bool {
    const WORDS: [&str; 18] = [
        "分账", "分析", "分库", "分布", "分摊", "分发", "分拣", "分润", "分区", "分流", "分支", "个人", "次日", "次数",
        "件数", "单据", "单边", "台账",
    ];
    any_follows(cursor, &WORDS)
}

/// Back over the white space, colon and verb particle between a word and its number.
fn skip_back(cursor: Cursor<'_>) -> Cursor<'_> {
    let mut cursor = cursor;
    while matches!(cursor.previous(), Some(' ' | ':' | '了' | '为')) {
        cursor = cursor.back();
    }
    cursor
}

/// Whether a number that begins here stands free of what it might belong to: a word, a decimal, a path, an amount.
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
    const GOES_ON: [&str; 36] = [
        "前", "后", "之", "起", "至", "到", "晚", "早", "凌晨", "上午", "下午", "中午", "夜", "开始", "投产", "完成",
        "提测", "转测", "提交", "评审", "启动", "进行", "预", "已", "左右", "发布", "上线", "交付", "发生", "以", "和",
        "与", "及", "周", "星期", "联调",
    ];
    match cursor.peek() {
        None => true,
        Some(next) if next.is_ascii_alphabetic() => false,
        Some('%' | '.') => false,
        Some('的') => cursor.is_lenient(),
        Some(next) if next.is_alphabetic() => {
            any_follows(cursor, &GOES_ON) && !any_follows(cursor, &["前端", "后端", "后台", "到账", "周期"])
        }
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
        Some(_) => !measure_follows(cursor.skip_spaces(1)) && !any_follows(cursor, &["多", "余", "左右"]),
    }
}
