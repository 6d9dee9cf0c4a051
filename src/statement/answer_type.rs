//! What sort of thing a question wants to be told, and whether a statement tells one: the expected answer type.
//!
//! Source: Li and Roth, Learning question classifiers (2002).

use crate::calendar::{Expression, mentions};
use crate::fact::{Figure, figures, tells_cause, units_fit};
use crate::question::{Intent, Question};
use crate::text::is_han;

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// A number; of this unit where one is asked for (多少台).
    Number(Option<String>),
    Money,
    /// How long something took.
    Length,
    Day,
    /// A time of day.
    Clock,
    Cause,
    Person,
    Name,
}

/// What a question wants to be told.
pub(super) struct Expected {
    kinds: Vec<Kind>,
    /// Figures and times that the question has itself: they answer nothing.
    claims: Vec<Figure>,
    times: Vec<Expression>,
    /// Who writes the reports, but for those that the question names.
    people: Vec<String>,
}

/// What stands where a number is asked for.
const NUMERALS: [&str; 4] = ["多少", "几", "how many", "how much"];

const MONEY: [&str; 10] = ["元", "块", "€", "$", "¥", "￥", "eur", "usd", "rmb", "cny"];
const PRICES: [&str; 14] =
    ["钱", "费用", "价", "花费", "金额", "报销", "工资", "money", "cost", "price", "paid", "pay ", "spend", "fee"];

impl Expected {
    pub(super) fn new(question: &Question, people: Vec<String>) -> Self {
        let lower = question.text.to_lowercase();
        let mut kinds = Vec::new();
        if question.asks(Intent::Duration) {
            kinds.push(Kind::Length);
        }
        for (at, numeral) in NUMERALS.iter().flat_map(|numeral| lower.match_indices(numeral)) {
            let after = &lower[at + numeral.len()..];
            if after.starts_with('点') || after.starts_with("时") {
                kinds.push(Kind::Clock);
                continue;
            }
            let is_price = PRICES.iter().any(|word| after.trim_start().starts_with(word));
            let is_cost = PRICES.iter().any(|word| lower.contains(word));
            let probe = format!("1{after}");
            let unit =
                figures(&probe).into_iter().next().filter(|figure| figure.span.start == 0).map(|figure| figure.unit);
            let unit = unit.filter(|unit| !unit.is_empty());
            kinds.push(match unit {
                _ if is_price => Kind::Money,
                Some(unit) => Kind::Number(Some(unit)),
                None if is_cost => Kind::Money,
                None => Kind::Number(None),
            });
        }
        if question.asks(Intent::HowMany) && kinds.is_empty() {
            let is_cost = PRICES.iter().any(|word| lower.contains(word));
            kinds.push(if is_cost { Kind::Money } else { Kind::Number(None) });
        }
        if ["what time", "which hour"].iter().any(|words| lower.contains(words)) {
            kinds.push(Kind::Clock);
        }
        let wants_a_day = question.asks(Intent::When) && !kinds.contains(&Kind::Clock);
        kinds.extend(wants_a_day.then_some(Kind::Day));
        let others = [(Intent::Who, Kind::Person), (Intent::Cause, Kind::Cause)];
        kinds.extend(others.into_iter().filter(|(intent, _)| question.asks(*intent)).map(|(_, kind)| kind));
        if asks_for_a_name(&lower) {
            kinds.push(Kind::Name);
        }
        kinds.dedup();
        let times = question.times.iter().map(|time| time.expression.clone()).collect();
        let people = people.into_iter().filter(|name| !question.text.contains(name.as_str())).collect();
        Self { kinds, claims: question.claims.clone(), times, people }
    }

    /// How many things are asked for whose sort is known.
    pub(super) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Of each of them whether `text` tells one of its sort.
    pub(super) fn met(&self, text: &str) -> Vec<bool> {
        if self.kinds.is_empty() {
            return Vec::new();
        }
        let told = figures(text);
        let told: Vec<&Figure> = told.iter().filter(|figure| !self.is_claimed(figure)).collect();
        let lower = text.to_lowercase();
        let met = |kind: &Kind| match kind {
            Kind::Number(None) => !told.is_empty() || has_count(text),
            Kind::Number(Some(unit)) => told.iter().any(|figure| units_fit(unit, &figure.unit)),
            Kind::Money => tells_money(&lower),
            Kind::Length => tells_length(&lower),
            Kind::Clock => tells_clock(&lower),
            Kind::Cause => tells_cause(text),
            Kind::Day => self.tells_another_time(text),
            Kind::Person => names_somebody(text) || self.people.iter().any(|name| text.contains(name.as_str())),
            Kind::Name => tells_a_name(&lower),
        };
        self.kinds.iter().map(met).collect()
    }

    fn is_claimed(&self, figure: &Figure) -> bool {
        self.claims.iter().any(|claim| claim.value == figure.value && claim.unit_fits(figure))
    }

    fn tells_another_time(&self, text: &str) -> bool {
        let is_asked = |expression: &Expression| {
            self.times.iter().any(|time| match (time, expression) {
                (Expression::Day(one), Expression::Day(other)) => {
                    one.month() == other.month() && one.day() == other.day()
                }
                (one, other) => one == other,
            })
        };
        mentions(text).into_iter().filter_map(|mention| mention.reading.ok()).any(|reading| !is_asked(&reading))
    }
}

/// An amount beside its currency: 33.6万元, €16.2k.
fn tells_money(lower: &str) -> bool {
    let is_amount = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千万亿半k".contains(c);
    MONEY.iter().flat_map(|word| lower.match_indices(word)).any(|(at, word)| {
        let (before, after) = (lower[..at].trim_end(), lower[at + word.len()..].trim_start());
        before.ends_with(is_amount)
            || !word.starts_with(['元', '块']) && after.starts_with(|c: char| c.is_ascii_digit())
    })
}

/// 14:02, 18点05, 3 pm.
fn tells_clock(lower: &str) -> bool {
    let chars: Vec<char> = lower.chars().collect();
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    (1..chars.len()).any(|at| {
        let rest: String = chars[at..].iter().take(3).collect();
        digit(at - 1)
            && (matches!(chars[at], ':' | '：') && digit(at + 1)
                || matches!(chars[at], '点' | '时')
                || ["am", "pm"].iter().any(|word| rest.trim_start().starts_with(word)))
    })
}

/// A number in words: 三台.
fn has_count(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    let is_numeral = |c: char| "一二三四五六七八九十百千万两半".contains(c);
    let is_counter = |c: char| "笔个次家人天条台户单起件份分年月周倍项成名位".contains(c);
    chars.windows(2).any(|pair| is_numeral(pair[0]) && is_counter(pair[1]))
}

/// 35分钟, 3h40, 14:02–16:58.
fn tells_length(lower: &str) -> bool {
    const UNITS: [&str; 14] =
        ["分钟", "小时", "秒", "天", "周", "个月", "min", "hour", "h", "day", "week", "s", "month", "年"];
    let follows = |at: usize| {
        let rest = lower[at..].trim_start_matches([' ', '个', '多', '-']);
        UNITS.iter().any(|unit| rest.starts_with(unit))
    };
    let digits = lower.char_indices().filter(|(_, c)| c.is_ascii_digit() || "一二三四五六七八九十两半".contains(*c));
    digits.map(|(at, c)| at + c.len_utf8()).any(follows)
}

/// Whether a sentence says who: a question for a person or a team is not answered by one that names none.
pub(crate) fn names_somebody(words: &str) -> bool {
    const WORDS: &[&str] = &[
        "负责", "牵头", "责任", "主导", "值班", "团队", "小组", "部门", "DBA", "运营", "客服", "财务", "法务", "同学",
        "经理", "主管", "联系", "带队", "对接人", "接口人", "跟进人", "owner", "team",
    ];
    let by_somebody = words.match_indices('由').any(|(at, by)| {
        let rest: Vec<char> = words[at + by.len()..].chars().take(7).collect();
        let is_person = |c: &char| is_han(*c) && !"于此原上下高低一二三四五六七八九十百千万两".contains(*c);
        // 由全量改增量 tells a change.
        rest.first().is_some_and(is_person) && !rest.iter().any(|c| "改变提降升增转到调至".contains(*c))
    });
    by_somebody || WORDS.iter().any(|word| words.contains(word))
}

/// Whether a question asks what something is called.
pub(crate) fn asks_for_a_name(question: &str) -> bool {
    let lower = question.to_lowercase();
    ["叫什么", "什么名字", "名字是", "名称是", "called what", "name of the", "what is it called"]
        .iter()
        .any(|words| lower.contains(words))
}

/// Whether words say what something is called.
pub(crate) fn tells_a_name(words: &str) -> bool {
    ["叫", "名为", "更名", "改名", "命名", "称为", "名称", "简称", "called", "named", "renamed"]
        .iter()
        .any(|word| words.contains(word))
}

#[cfg(test)]
mod tests {
    use super::{Expected, tells_clock, tells_money};
    use crate::question::Question;

    fn met(question: &str, text: &str) -> Vec<bool> {
        Expected::new(&Question::read(question).expect("a question"), Vec::new()).met(text)
    }

    #[test]
    fn a_statement_tells_the_sort_of_thing_that_is_asked_for() {
        let cases = [
            ("换了多少台服务器", "换了12台", "换了服务器"),
            ("场地花了多少钱", "场地费3200元", "场地在二单元，12人"),
            ("What was the total price of the keys?", "420 keys for €16.2k", "420 keys ordered"),
            ("几点恢复的", "14:02恢复", "当天恢复"),
            ("What time did it end?", "ended at 3 pm", "ended on 3 May"),
            ("为什么超时", "由于连接池满，请求超时", "请求超时，已恢复"),
            ("什么时候上线", "6/20上线", "已上线"),
        ];
        for (question, tells, tells_not) in cases {
            assert_eq!((met(question, tells), met(question, tells_not)), (vec![true], vec![false]), "{question}");
        }
    }

    #[test]
    fn amounts_and_times_stand_beside_their_signs() {
        assert!(tells_money("33.6万元") && tells_money("eur 17k") && !tells_money("3单元"));
        assert!(tells_clock("18点05") && tells_clock("9:30am") && !tells_clock("第9期") && !tells_clock("3:"));
    }
}
