//! Figures: a number that a sentence states, with its unit and the words that say of what.

use rust_decimal::Decimal;

use crate::calendar::mentions;
use crate::quantity::{Context, Quantity, run_of_digits, units_fit};
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

/// The time of a figure against that of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// The value itself.
    Now,
    /// An earlier value for comparison: 上周99.94%, 由820提到.
    Before,
    /// A difference: 比2月快1.6天, 提升21分.
    Change,
    /// What it should be or become: 目标90%, 预计90%.
    Target,
}

/// A number of a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The words that say what is counted, the unit's noun included: `出金有效成功率`, `影响 商户`.
    pub name: String,
    /// Bytes of the text: the number with its multiplier and unit as written.
    pub span: Span,
    /// Exact, multiplied, in `unit`: 99.97 for 99.97%.
    pub value: Decimal,
    /// The unit's name (`%`, 笔, 元), empty without one.
    pub unit: String,
    pub standing: Standing,
}

impl Figure {
    /// Whether two figures may state the same thing by their units: equal ones, and counters of the same
    /// things (764个商户, 764家商户).
    #[must_use]
    pub fn unit_fits(&self, other: &Self) -> bool {
        units_fit(&self.unit, &other.unit)
    }
}

/// Every figure of `text`, in order. Dates, times, versions, addresses, list numbers and ranks are none.
#[must_use]
pub fn figures(text: &str) -> Vec<Figure> {
    // 上周 and the like have no digits to pass over, and say how a figure stands.
    let has_digit = |span: &Span| text[span.clone()].contains(|c: char| c.is_ascii_digit());
    let times: Vec<Span> = mentions(text)
        .into_iter()
        .filter(|mention| mention.reading.is_ok() && has_digit(&mention.span))
        .map(|mention| mention.span)
        .collect();
    let mut found: Vec<Figure> = Vec::new();
    let mut clause = Clause::default();
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let first = rest.chars().next().unwrap_or(' ');
        if let Some(time) = times.iter().find(|span| span.contains(&at)) {
            at = time.end;
            clause.skip(text, at);
            continue;
        }
        if first.is_ascii_digit() {
            let quantity = Quantity::in_digits(rest, Context::Text);
            let end = at + quantity.map_or_else(|| run_of_digits(rest), |quantity| quantity.number.digits);
            let free = quantity.filter(|_| is_free(text, at, end));
            at = match free.and_then(|quantity| clause.read(text, at, &quantity)) {
                Some(figure) => {
                    clause.close(text, figure.span.end);
                    found.push(figure);
                    found.last().map_or(end, |figure| figure.span.end)
                }
                None => end,
            };
            continue;
        }
        clause.pass(first, at);
        at += first.len_utf8();
    }
    found
}

/// Whether the digits at `at..end` are a number of their own: no part of an identifier, address, rank, ratio or list number.
pub(super) fn is_free(text: &str, at: usize, end: usize) -> bool {
    let before = text[..at].chars().next_back();
    let after = text[end..].chars().next();
    let joined = |c: char| c.is_ascii_alphabetic() || matches!(c, '_' | '.' | '#' | '-' | '第');
    let opens_line = text[..at].trim_end_matches([' ', '(', '（']).chars().next_back();
    let is_list_number = opens_line.is_none_or(|c| c == '\n')
        && matches!(after, Some('.' | '、' | '）' | ')'))
        && !text[end..].chars().nth(1).is_some_and(|c| c.is_ascii_digit());
    !before.is_some_and(joined) && !is_list_number
}

/// The words of the running clause.
#[derive(Default)]
struct Clause {
    /// Where the words before the next number begin.
    from: usize,
    /// The words that open the clause, or precede the open bracket.
    lead: Option<Span>,
    in_brackets: bool,
}

impl Clause {
    fn pass(&mut self, c: char, at: usize) {
        match c {
            // The first cell of a row names the others.
            '|' => {
                self.close_cell(at);
            }
            '，' | ',' | '；' | ';' | '。' | '\n' | '！' | '？' => {
                if !self.in_brackets {
                    self.lead = None;
                }
                self.from = at + c.len_utf8();
            }
            '、' => self.from = at + c.len_utf8(),
            '（' | '(' => {
                self.lead = Some(self.lead.clone().unwrap_or(self.from..at));
                self.in_brackets = true;
                self.from = at + c.len_utf8();
            }
            '）' | ')' => {
                self.in_brackets = false;
                self.from = at + c.len_utf8();
            }
            _ => {}
        }
    }

    /// A table's cell ended here.
    fn close_cell(&mut self, at: usize) {
        if self.lead.is_none() && self.from < at {
            self.lead = Some(self.from..at);
        }
        self.from = at + 1;
    }

    /// Passes over a time, which is no part of a name.
    fn skip(&mut self, text: &str, to: usize) {
        if text[self.from..to].trim().chars().count() < 12 {
            self.from = to;
        }
    }

    /// A figure ended here.
    fn close(&mut self, text: &str, to: usize) {
        if self.lead.is_none() {
            let words = text[self.from..to].trim();
            self.lead = (!words.is_empty()).then_some(self.from..to);
        }
        self.from = to;
    }

    fn read(&self, text: &str, at: usize, quantity: &Quantity) -> Option<Figure> {
        let written = &text[at..at + quantity.number.digits];
        let after = &text[at + written.len()..];
        let own = &text[self.from.min(at)..at];
        let is_counted = quantity.unit.is_some() || quantity.number.is_multiplied;
        let is_version =
            written.contains('.') && own.ends_with(|c: char| c.is_alphabetic() && !"为到至是由从达约".contains(c));
        let is_glued = after.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/')
            // The second number of 24/7.
            || text[..at].strip_suffix('/').is_some_and(|before| before.ends_with(|c: char| c.is_ascii_digit()));
        if !is_counted && (is_version || is_glued) {
            return None;
        }
        let span = at..at + quantity.length;
        let noun: String =
            text[span.end..].chars().take_while(|c| c.is_alphabetic() && !c.is_ascii()).take(6).collect();
        let lead = self.lead.clone().map_or("", |span| &text[span]);
        let name = [lead, own, &noun].map(trimmed).join(" ").trim().to_string();
        Some(Figure {
            name,
            span,
            value: quantity.value()?.normalize(),
            unit: quantity.unit_name().to_string(),
            standing: standing(own),
        })
    }
}

fn trimmed(words: &str) -> &str {
    words.trim_matches(|c: char| !c.is_alphanumeric())
}

static EARLIER: Words = Words::of(&[Sense::WeekBefore, Sense::EarlierValue]);
static TARGETS: Words = Words::of(&[Sense::TargetValue, Sense::ExpectedValue]);
static CHANGES: Words = Words::of(&[Sense::ComparedWith, Sense::Up, Sense::Down]);

fn standing(own: &str) -> Standing {
    let ends = |words: &[&str]| words.iter().any(|word| own.trim_end().ends_with(word));
    let is_share = || ["占比", "比例", "比率", "较大", "较多"].iter().any(|word| own.contains(word));
    let changes = || CHANGES.all_in(own).iter().any(|found| !found.word.is_ascii());
    if ends(&["由", "从", "原", "原为"]) || EARLIER.are_in(own) {
        Standing::Before
    } else if TARGETS.are_in(own) {
        Standing::Target
    } else if !ends(&["至", "到", "为", "达", "是"]) && changes() && !is_share() {
        Standing::Change
    } else {
        Standing::Now
    }
}

#[cfg(test)]
mod tests {
    use super::{Standing, figures};

    fn read(text: &str) -> Vec<(String, String, String)> {
        figures(text).into_iter().map(|f| (f.name, f.value.to_string(), f.unit)).collect()
    }

    fn named(name: &str, value: &str, unit: &str) -> (String, String, String) {
        (name.into(), value.into(), unit.into())
    }

    #[test]
    fn two_figures_of_a_line_have_their_own_names() {
        assert_eq!(
            read("代付成功率：99.52% ，快捷签约成功率：98.4%"),
            [named("代付成功率", "99.52", "%"), named("快捷签约成功率", "98.4", "%")]
        );
        assert_eq!(read("事故数AB级0次，CD级1次"), [named("事故数AB级", "0", "次"), named("CD级", "1", "次")]);
    }

    #[test]
    fn around_the_clock_is_no_figure() {
        assert!(read("dev environments run 24/7").is_empty());
    }

    #[test]
    fn what_stands_in_brackets_belongs_to_what_is_before_them() {
        let found = figures("出金有效成功率：99.96%（上周99.94%）");
        assert_eq!(found[1].value.to_string(), "99.94");
        assert_eq!(found[1].standing, Standing::Before);
        assert!(found[1].name.contains("出金有效成功率"));
    }

    #[test]
    fn a_change_is_not_the_value() {
        let standings: Vec<Standing> =
            figures("TPS由820提到1350，比上次快1.6倍，目标2000").into_iter().map(|f| f.standing).collect();
        assert_eq!(standings, [Standing::Before, Standing::Now, Standing::Change, Standing::Target]);
    }

    #[test]
    fn the_first_cell_of_a_row_names_the_figures_of_the_others() {
        let names: Vec<(String, String)> =
            figures("| 代付成功率 | 99.72% | 99.70% |").into_iter().map(|f| (f.name, f.value.to_string())).collect();
        assert_eq!(names, [("代付成功率".into(), "99.72".into()), ("代付成功率".into(), "99.7".into())]);
    }

    #[test]
    fn list_numbers_of_every_form_are_passed_over() {
        assert!(read("2）集群分开\n1、正文乱码\n3. 其他").is_empty());
    }

    #[test]
    fn multipliers_are_exact() {
        assert_eq!(read("金额27.6万元"), [named("金额", "276000", "元")]);
    }

    #[test]
    fn dates_versions_addresses_ranks_and_list_numbers_are_no_figures() {
        assert!(read("1. 账户2.0在6/15 11:01上线，10.14.113.233，排名第5，第26周，csp-2").is_empty());
    }

    #[test]
    fn an_english_count_has_the_unit_a_report_would_write() {
        assert_eq!(read("did it hit 9,000 merchants"), [named("did it hit", "9000", "家")]);
    }

    #[test]
    fn the_noun_after_the_unit_is_part_of_the_name() {
        assert_eq!(read("共影响764个商户"), [named("共影响 商户", "764", "个")]);
    }

    #[test]
    fn thousands_commas_full_width_percents_and_about_are_read() {
        assert_eq!(read("回调堆积5,412笔"), [named("回调堆积", "5412", "笔")]);
        assert_eq!(read("成功率99.9％"), [named("成功率", "99.9", "%")]);
        assert_eq!(read("影响用户3千多人")[0], named("影响用户", "3000", "人"));
        assert_eq!(read("流水1.2亿元")[0].1, "120000000");
    }

    #[test]
    fn a_point_of_time_in_brackets_names_nothing() {
        let found = figures("代付成功率（截至6/15）99.5%");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].unit, "%");
    }

    #[test]
    fn a_target_and_what_was_reached_stand_apart() {
        let standings: Vec<Standing> =
            figures("开户成功率目标90%，本周57%").into_iter().map(|figure| figure.standing).collect();
        assert_eq!(standings, [Standing::Target, Standing::Now]);
    }

    #[test]
    fn a_share_is_a_value_and_no_change() {
        assert_eq!(figures("地址填错的占比23%")[0].standing, Standing::Now);
    }

    #[test]
    fn counting_words_that_stand_for_each_other_fit_and_others_do_not() {
        let one = |text: &str| figures(text).remove(0);
        assert!(one("764个商户").unit_fits(&one("764家商户")));
        assert!(one("5991笔").unit_fits(&one("5991条")));
        assert!(one("持续3小时").unit_fits(&one("3h")));
        assert!(!one("99%").unit_fits(&one("99笔")));
        assert!(!one("3小时").unit_fits(&one("3分钟")));
    }

    #[test]
    fn spans_are_the_number_as_written() {
        for text in ["🙂金额27.6万元。", "｜成功率：99.971% |", "5,412笔"] {
            for figure in figures(text) {
                assert!(text[figure.span.clone()].starts_with(|c: char| c.is_ascii_digit()), "{text}: {figure:?}");
            }
            assert_eq!(figures(text).len(), 1, "{text}");
        }
    }

    #[test]
    fn an_english_unit_is_no_part_of_the_number_as_written() {
        for (text, unit) in [
            ("did it last 3 hours", "小时"),
            ("3 hours吗", "小时"),
            ("took 40 minutes", "分钟"),
            ("9,000 merchants", "家"),
        ] {
            let figure = figures(text).remove(0);
            assert_eq!(figure.unit, unit, "{text}");
            assert!(text[figure.span.clone()].chars().all(|c| c.is_ascii_digit() || c == ','), "{text}: {figure:?}");
        }
    }

    #[test]
    fn nothing_and_hostile_numbers_are_no_panic() {
        assert!(figures("").is_empty());
        assert!(figures("，。（）||").is_empty());
        let digits = "9".repeat(400);
        assert!(figures(&digits).is_empty(), "no such number fits");
        assert!(figures(&format!("{digits}亿亿元{digits}.{digits}%")).len() < 3);
        assert_eq!(figures(&"1万".repeat(2_000)).len(), 2_000);
    }
}
