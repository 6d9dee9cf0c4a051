//! Figures of earlier reports that a line sets right: `上周正点率 91.8% 偏高，重算为 90.7%`, `写成 81.2 度，系录入错误，应为 91.2 度`.

use std::ops::Range;

use super::amount::{Amount, Sort};
use super::metric_clause::Clauses;
use crate::vocabulary::{Sense, Words};

/// 原报 539 t, 写成 81.2 度.
const REPORTED: [&str; 3] = ["报", "写", "成"];

/// Two amounts of a line, by their places among its amounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Correction {
    /// What was reported.
    pub wrong: usize,
    /// What it is.
    pub right: usize,
    /// Where the words begin that say what it is of, in bytes of the line.
    pub begin: usize,
}

/// The corrections of `text`, at most one a sentence; `parent` is the heading or item above (更正).
pub(super) fn corrections(text: &str, parent: &str, amounts: &[Amount], clauses: &Clauses) -> Vec<Correction> {
    static SAYS_SO: Words = Words::of(&[Sense::SaysCorrected]);
    static RIGHT: Words = Words::of(&[Sense::RightFigure]);
    static LOOSELY: Words = Words::of(&[Sense::RightFigure, Sense::RightFigureLoosely]);
    static WRONG: Words = Words::of(&[Sense::WrongFigure]);
    let says_so = |text: &str| SAYS_SO.are_in(&text.to_lowercase());
    let lower = text.to_lowercase();
    let has_a_word = || RIGHT.are_in(&lower) || WRONG.are_in(&lower);
    if amounts.len() < 2 || !(says_so(parent) || says_so(text) || has_a_word()) {
        return Vec::new();
    }
    // 更正： at the beginning is of all that follows.
    let all_of_it = says_so(parent) || says_so(text.split([':', '：', '.']).next().unwrap_or_default());
    let words_before = |at: usize| {
        let from = at.checked_sub(1).map_or(0, |before| amounts[before].span.end);
        let own = &text[from..amounts[at].span.start];
        own.trim_end_matches([' ', ':', '：', '约']).to_lowercase()
    };
    let mut found: Vec<Correction> = Vec::new();
    // The sentence before, where it says that something was wrong and not what is right.
    let mut wrong_before: Option<Range<usize>> = None;
    let mut from = 0;
    while from < amounts.len() {
        let begin = clauses.sentence_start(amounts[from].span.start);
        let count = amounts[from..].iter().take_while(|one| clauses.sentence_start(one.span.start) == begin).count();
        let sentence = from..from + count;
        let end = amounts.get(sentence.end).map_or(text.len(), |next| clauses.sentence_start(next.span.start));
        let values = || sentence.clone().filter(|at| amounts[*at].sort == Sort::Value);
        // 不是 0.71%，是 0.57%.
        let is_denied = |at: &usize| WRONG.ending(&words_before(*at)).is_some();
        let is_said = all_of_it || says_so(&text[begin..end]) || values().any(|at| is_denied(&at));
        let marked = |words: &'static Words| {
            values().filter(|at| !is_denied(at)).find(|at| words.ending(&words_before(*at)).is_some())
        };
        let right = marked(&RIGHT).or_else(|| marked(&LOOSELY).filter(|_| is_said));
        let earlier = wrong_before.take().unwrap_or(from..from);
        if right.is_none() && says_so(&text[begin..end]) {
            wrong_before = Some(sentence.clone());
        }
        if let Some(right) = right {
            let is_other = |at: &usize| {
                if *at == right {
                    return false;
                }
                let (one, right) = (&amounts[*at], &amounts[right]);
                // 日均2,806系笔误，应为2,860车次: the unit is written once.
                let is_of_its_unit =
                    one.unit == right.unit || one.unit.is_empty() && one.value.scale() == right.value.scale();
                is_of_its_unit && one.value != right.value
            };
            // What was wrong is told before what is right, as what was reported or nearest to it, else right behind it (原报 118).
            let before = || values().filter(is_other).filter(|at| *at < right);
            let denied = values().filter(is_other).find(is_denied);
            let reported =
                denied.or_else(|| before().find(|at| REPORTED.iter().any(|word| words_before(*at).ends_with(word))));
            let wrong = reported.or_else(|| before().next_back()).or_else(|| values().find(is_other));
            // 98.9% was wrong. The true figure is 97.9%.
            let of_earlier = || earlier.clone().filter(|at| amounts[*at].sort == Sort::Value).find(is_other);
            let begin_of = |wrong: usize| clauses.sentence_start(amounts[wrong].span.start);
            let wrong = wrong.or_else(of_earlier);
            found.extend(wrong.map(|wrong| Correction { wrong, right, begin: begin.min(begin_of(wrong)) }));
        }
        from = sentence.end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::corrections;
    use crate::fact::amount::amounts;
    use crate::fact::metric_clause::Clauses;

    /// What was wrong, and what is right, as written.
    fn read(text: &str) -> Vec<(&str, &str)> {
        let amounts = amounts(text);
        let clauses = Clauses::read(text, &amounts);
        let written = |at: usize| &text[amounts[at].span.clone()];
        let found = corrections(text, "", &amounts, &clauses);
        found.into_iter().map(|one| (written(one.wrong), written(one.right))).collect()
    }

    #[test]
    fn a_figure_is_set_right_by_the_one_that_it_should_be() {
        assert_eq!(read("更正:上周正点率 91.8% 受定位漂移影响偏高,重算为 90.7%"), [("91.8%", "90.7%")]);
        assert_eq!(read("上周周报电耗写成 81.2 度,系录入错误,应为 91.2 度。"), [("81.2 度", "91.2 度")]);
        assert_eq!(read("更正：8月投诉由118件改为113件。其他照旧。"), [("118件", "113件")]);
        assert_eq!(read("上期英文周报停车日均2,806系笔误,道闸系统导出为2,860车次。"), [("2,806", "2,860车次")]);
        let among = "污泥外运量原报539 t有误,地磅房把两车(各23 t)重复计入,应为493 t。";
        assert_eq!(read(among), [("539 t", "493 t")], "what was reported, not what stands nearest");
        let added = "7月4日周报停机写 29 次，夜班漏录 2 次，应为 31 次";
        assert_eq!(read(added), [("29 次", "31 次")], "what was written, not what was left out");
        assert_eq!(read("上周投诉应为 113 件(误报 118 件)"), [("118 件", "113 件")]);
        let apart =
            "Last week's lamp-on rate of 98.9% was wrong: 152 lamps were counted as lit. The true figure is 97.9%.";
        assert_eq!(read(apart), [("98.9%", "97.9%")], "told in the next sentence");
        assert_eq!(read("上周报修率 98.9% 有误，漏了两天。实际为 97.9%。"), [("98.9%", "97.9%")]);
        assert_eq!(read("更正：W18 退票率不是 0.71%，是 0.57%。那 217 笔又记了一遍"), [("0.71%", "0.57%")]);
        assert_eq!(read("报修是 318 笔，不是 312 笔。"), [("312 笔", "318 笔")]);
        assert_eq!(read("The rate was 96%, not 98%. It was corrected."), []);
        assert_eq!(read("Correction: the rate is 96%, not 98%."), [("98%", "96%")]);
        assert_eq!(read("Correction: on-time delivery was given as 96%, it should be 94%."), [("96%", "94%")]);
    }

    #[test]
    fn what_changes_or_is_wanted_is_no_correction() {
        assert_eq!(read("目标由 90% 改为 92%"), []);
        assert_eq!(read("返工率由 3% 降为 2%"), []);
        assert_eq!(read("单价应为 30 元"), [], "nothing was wrong");
        assert_eq!(read("有误的单据 3 张，金额 5 元"), []);
    }
}
