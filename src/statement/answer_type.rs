//! The expected answer type: which sort of thing a question asks for, and whether a statement has one.
//!
//! Source: Li and Roth, Learning question classifiers (2002).

use crate::calendar::{Expression, mentions};
use crate::fact::{Figure, figures, states_cause};
use crate::quantity::{Context, Quantity, UnitKind, currency_before, numeral, units_fit};
use crate::question::{Intent, Question};
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq)]
enum AnswerType {
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

/// What a question asks for.
pub(super) struct Expected {
    kinds: Vec<AnswerType>,
    /// Figures and times of the question itself: they answer nothing.
    claims: Vec<Figure>,
    times: Vec<Expression>,
    /// Who writes the reports, but for those that the question names.
    people: Vec<String>,
    /// Of which kind of thing one is asked for: 银行 in 哪家银行.
    one_of: Option<String>,
}

/// Words in the place of the number that is asked for.
static NUMERALS: Words = Words::of(&[Sense::AskedNumber]);

static PRICES: Words = Words::of(&[Sense::Price]);

impl Expected {
    pub(super) fn new(question: &Question, people: Vec<String>) -> Self {
        let lower = question.text.to_lowercase();
        let is_cost = PRICES.are_in(&lower);
        let mut kinds = Vec::new();
        if question.asks(Intent::Duration) {
            kinds.push(AnswerType::Length);
        }
        for numeral in NUMERALS.all_in(&lower) {
            let after = &lower[numeral.span.end..];
            if after.starts_with('点') || after.starts_with("时") {
                kinds.push(AnswerType::Clock);
                continue;
            }
            let is_price = PRICES.beginning(after.trim_start()).is_some();
            let probe = format!("1{after}");
            let unit =
                figures(&probe).into_iter().next().filter(|figure| figure.span.start == 0).map(|figure| figure.unit);
            let unit = unit.filter(|unit| !unit.is_empty());
            kinds.push(match unit {
                _ if is_price => AnswerType::Money,
                Some(unit) => AnswerType::Number(Some(unit)),
                None if is_cost => AnswerType::Money,
                None => AnswerType::Number(None),
            });
        }
        if question.asks(Intent::HowMany) && kinds.is_empty() {
            kinds.push(if is_cost { AnswerType::Money } else { AnswerType::Number(None) });
        }
        if ["what time", "which hour"].iter().any(|words| lower.contains(words)) {
            kinds.push(AnswerType::Clock);
        }
        let wants_a_day = question.asks(Intent::When) && !kinds.contains(&AnswerType::Clock);
        kinds.extend(wants_a_day.then_some(AnswerType::Day));
        let others = [(Intent::Who, AnswerType::Person), (Intent::Cause, AnswerType::Cause)];
        kinds.extend(others.into_iter().filter(|(intent, _)| question.asks(*intent)).map(|(_, kind)| kind));
        if asks_for_a_name(&lower) {
            kinds.push(AnswerType::Name);
        }
        kinds.dedup();
        let times = question.times.iter().map(|time| time.expression.clone()).collect();
        let people = people.into_iter().filter(|name| !question.text.contains(name.as_str())).collect();
        Self { kinds, claims: question.claims.clone(), times, people, one_of: one_of(&lower) }
    }

    /// How many things are asked for whose sort is known.
    pub(super) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// For each of them whether `text` has one of its sort.
    pub(super) fn met(&self, text: &str) -> Vec<bool> {
        if self.kinds.is_empty() {
            return Vec::new();
        }
        let figures = figures(text);
        let figures: Vec<&Figure> = figures.iter().filter(|figure| !self.is_claimed(figure)).collect();
        let lower = text.to_lowercase();
        let met = |kind: &AnswerType| match kind {
            AnswerType::Number(None) => !figures.is_empty() || has_count(text),
            AnswerType::Number(Some(unit)) => figures.iter().any(|figure| units_fit(unit, &figure.unit)),
            AnswerType::Money => has_money(&lower),
            AnswerType::Length => has_length(&lower),
            AnswerType::Clock => has_clock(&lower),
            AnswerType::Cause => states_cause(text),
            AnswerType::Day => self.tells_another_time(text),
            AnswerType::Person => names_somebody(text) || self.people.iter().any(|name| text.contains(name.as_str())),
            AnswerType::Name => tells_a_name(&lower),
        };
        self.kinds.iter().map(met).collect()
    }

    /// Whether an amount of money or a time of day is asked for, and none of `texts` has one, or one of a kind that they have without a
    /// name alone (第二家银行, 两个城市): what they say answers something else. Of the other sorts a text may have one that nothing here sees.
    pub(super) fn is_plainly_missing(&self, texts: &[&str]) -> bool {
        if self.one_of.as_ref().is_some_and(|kind| stays_unnamed(kind, texts)) {
            return true;
        }
        let has = |is: &dyn Fn(&str, &str) -> bool| texts.iter().any(|text| is(text, &text.to_lowercase()));
        // 合同价268万 names no currency.
        let has_price = |text: &str, lower: &str| {
            let is_figure = || figures(text).iter().any(|figure| !self.is_claimed(figure));
            has_money(lower) || PRICES.are_in(lower) && is_figure()
        };
        self.kinds.iter().any(|kind| match kind {
            AnswerType::Money => !has(&has_price),
            AnswerType::Clock => !has(&|_, lower| has_clock(lower)),
            _ => false,
        })
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

/// The quantities of a text, in digits and in words, wherever one begins.
fn quantities(text: &str) -> impl Iterator<Item = Quantity> {
    let is_digit = |c: char| c.is_ascii_digit() || numeral(c).is_some() || "十百千半".contains(c);
    let starts = text.char_indices().filter(move |(at, c)| is_digit(*c) && !text[..*at].ends_with(is_digit));
    starts.filter_map(|(at, _)| Quantity::in_digits_or_words(&text[at..], Context::Claim))
}

/// An amount beside its currency: 33.6万元, €16.2k.
fn has_money(lower: &str) -> bool {
    let starts = lower.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at);
    quantities(lower).any(|found| found.is(UnitKind::Money) || found.unit_name() == "块")
        || starts.into_iter().any(|at| currency_before(&lower[..at]).is_some())
}

/// 14:02, 18点05, 3 pm.
fn has_clock(lower: &str) -> bool {
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
    quantities(text).any(|found| found.number.is_spoken)
}

/// 35分钟, 3h40, 两周.
fn has_length(lower: &str) -> bool {
    quantities(lower).any(|found| found.is(UnitKind::Time) || found.is(UnitKind::Calendar))
}

/// Whether a sentence says who: a question for a person or a team is not answered by one that names none.
pub(crate) fn names_somebody(words: &str) -> bool {
    static WORDS: Words = Words::of(&[Sense::Somebody]);
    let by_somebody = words.match_indices('由').any(|(at, by)| {
        let rest: Vec<char> = words[at + by.len()..].chars().take(7).collect();
        let is_person = |c: &char| is_han(*c) && !"于此原上下高低一二三四五六七八九十百千万两".contains(*c);
        // 由全量改增量 tells a change.
        rest.first().is_some_and(is_person) && !rest.iter().any(|c| "改变提降升增转到调至".contains(*c))
    });
    by_somebody || WORDS.are_in(words)
}

/// The kind of thing of which a question asks for one or some by name.
fn one_of(question: &str) -> Option<String> {
    static KINDS: Words = Words::of(&[Sense::KindOfThing]);
    let asked = question.match_indices('哪').map(|(at, which)| &question[at + which.len()..]);
    asked
        .map(|rest| rest.trim_start_matches(is_numeral).trim_start_matches(is_measure_word))
        .find_map(|rest| KINDS.beginning(rest).map(|kind| kind.word.to_owned()))
}

/// Whether `texts` speak of things of that kind, and always as of some that they do not name: a number or a measure word before it, and no
/// list behind it.
fn stays_unnamed(kind: &str, texts: &[&str]) -> bool {
    let mut mentions =
        texts.iter().flat_map(|text| text.match_indices(kind).map(move |(at, _)| (*text, at))).peekable();
    mentions.peek().is_some()
        && mentions.all(|(text, at)| {
            let before = text[..at].chars().next_back();
            let after = text[at + kind.len()..].chars().next();
            before.is_some_and(|c| is_measure_word(c) || is_numeral(c) || "某各每的".contains(c))
                && !after.is_some_and(|c| "（(：:、是为叫".contains(c))
        })
}

fn is_numeral(c: char) -> bool {
    numeral(c).is_some() || c.is_ascii_digit() || "两几些".contains(c)
}

fn is_measure_word(c: char) -> bool {
    "家个座款种类条套台项位支".contains(c)
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
    use super::{Expected, has_clock, has_money};
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
    fn what_no_line_shows_is_plainly_missing_where_its_sort_is_sure_to_be_seen() {
        let missing = |question: &str, texts: &[&str]| {
            Expected::new(&Question::read(question).expect("a question"), Vec::new()).is_plainly_missing(texts)
        };
        assert!(missing("续费要多少钱", &["46张卡7月7日到期，续费单在流程里压了11天"]));
        assert!(missing("几点恢复的", &["当天恢复", "6/15恢复"]));
        for (question, text) in [
            ("续费要多少钱", "续费一年3.2万元"),
            ("合同价是多少", "结算在审，合同价268万"),
            ("几点恢复的", "14:02恢复"),
            ("换了多少台", "换了一批"),
            ("谁负责", "由他负责"),
        ] {
            assert!(!missing(question, &["已上报", text]), "{question}");
        }
    }

    #[test]
    fn a_thing_that_no_line_names_is_plainly_missing() {
        let missing = |question: &str, text: &str| {
            Expected::new(&Question::read(question).expect("a question"), Vec::new()).is_plainly_missing(&[text])
        };
        for (question, text) in [
            ("第二家接的是哪家银行", "第二家银行敲定，接口文档在看"),
            ("试跑的是哪两个城市", "8/21两个城市试跑，办成19单"),
            ("交给了哪家机构", "交有资质的机构处理"),
        ] {
            assert!(missing(question, text), "{question}");
        }
        for (question, text) in [
            ("第二家接的是哪家银行", "第二家银行是江南银行，接口文档在看"),
            ("试跑的是哪两个城市", "两个城市（苏州、无锡）试跑"),
            ("卡在哪个部门", "卡在法务部门"),
            ("卡在哪个部门", "法务还没有回"),
        ] {
            assert!(!missing(question, text), "{question}");
        }
    }

    #[test]
    fn amounts_and_times_stand_beside_their_signs() {
        assert!(has_money("33.6万元") && has_money("eur 17k") && !has_money("3单元"));
        assert!(has_clock("18点05") && has_clock("9:30am") && !has_clock("第9期") && !has_clock("3:"));
    }
}
