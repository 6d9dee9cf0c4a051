//! ZB004: a ratio or a sum that does not compute.

use rust_decimal::Decimal;

use crate::calendar::mentions;
use crate::check::finding::{Objection, Wording};
use crate::check::layout::{grids, lists, single_figures};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::check::sums::{
    Group, Named, Wrong, changes, contradictions, equations, in_table, named, shares, totals, wholes,
};
use crate::report::{Span, lines_of};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB004", name: "arithmetic", is_default: true, needs_earlier: false, run };

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let text = &page.text;
    let lines = page.statements.iter().flat_map(|statement| lines_of(text, &statement.span));
    let mut found: Vec<Wrong> = lines.flat_map(|line| in_line(&text[line.clone()], line.start)).collect();
    for statement in page.statements.iter().filter(|statement| !statement.is_row) {
        found.extend(statement_sentences(text, &statement.span).flat_map(|sentence| in_sentence(text, &sentence)));
        // 收到250单；解决215单；解决率90%
        let words = &text[statement.span.clone()];
        if words.contains(['。', '；', ';', '\n']) && words.chars().count() <= LONGEST_GROUP_CHARS {
            found.extend(contradictions(&named(words, statement.span.start), Group::Neighbours));
        }
    }
    for group in single_figures(page) {
        found.extend(contradictions(&group, Group::Neighbours));
    }
    found.extend(grids(page).iter().flat_map(in_table));
    found.extend(in_lists(page));
    found.sort_by_key(|wrong| (wrong.span.start, usize::MAX - wrong.span.end));
    // One objection to a number: several readings of a sentence come to the same.
    let mut end = 0;
    found.retain(|wrong| {
        let is_new = wrong.span.start >= end;
        end = end.max(wrong.span.end);
        is_new
    });
    let objection = |Wrong { span, message }: Wrong| Objection { span, message, evidence: Vec::new() };
    found.into_iter().map(objection).collect()
}

/// A longer item speaks of more than one group of numbers.
const LONGEST_GROUP_CHARS: usize = 80;

/// What does not compute in `line`, which begins at byte `start` of the page.
fn in_line(line: &str, start: usize) -> Vec<Wrong> {
    let dates: Vec<Span> =
        mentions(line).into_iter().filter(|mention| mention.reading.is_ok()).map(|mention| mention.span).collect();
    let wrong = [shares(line, &|at| dates.iter().any(|date| date.contains(&at))), equations(line), totals(line)];
    let placed = |Wrong { span, message }: Wrong| Wrong { span: start + span.start..start + span.end, message };
    wrong.into_iter().flatten().map(placed).collect()
}

/// The sentences of a statement, also where a line ends.
fn statement_sentences<'a>(text: &'a str, span: &'a Span) -> impl Iterator<Item = Span> + 'a {
    let mut start = span.start;
    text[span.clone()].split_inclusive(['。', '；', ';', '\n']).map(move |sentence| {
        let found = start..start + sentence.len();
        start = found.end;
        found
    })
}

fn in_sentence(text: &str, sentence: &Span) -> Vec<Wrong> {
    let words = &text[sentence.clone()];
    let all = named(words, sentence.start);
    let mut found = contradictions(&all, Group::Sentence);
    found.extend(changes(words, sentence.start, &all));
    found.extend(wholes(words, sentence.start));
    found
}

/// An item that gives a number of things and holds another number of items, or items that do not add up to it.
fn in_lists(page: &Page) -> Vec<Wrong> {
    let text = &page.text;
    let mut found = Vec::new();
    for (parent, items) in lists(page) {
        let words = &text[parent.clone()];
        let is_lead = words.trim_end().ends_with(['：', ':']) || words.contains("如下");
        let all = named(words, parent.start);
        let Some(whole) = all.last().filter(|whole| !whole.is_percent() && !whole.is_vague && items.len() >= 2) else {
            continue;
        };
        let firsts: Vec<Option<Named>> = items
            .iter()
            .map(|item| {
                named(&text[item.clone()], item.start).into_iter().find(|one| one.unit == whole.unit && !one.is_vague)
            })
            .collect();
        let message = if let Some(parts) = firsts.iter().map(Option::as_ref).collect::<Option<Vec<&Named>>>() {
            let sum = parts.iter().map(|part| part.value).sum::<Decimal>();
            let doubt = parts.iter().map(|part| part.doubt).sum::<Decimal>() + whole.doubt;
            let distance = (sum - whole.value).abs();
            let is_near = distance * Decimal::from(4) <= whole.value;
            let is_wrong = distance > doubt
                && is_near
                && !whole.unit.is_empty()
                && parts.iter().all(|part| part.standing == whole.standing);
            is_wrong.then(|| {
                Wording::new(
                    format!("下面各项相加是 {}，这里写的是 {}", sum.normalize(), whole.written()),
                    format!("the items below add up to {}, and {} is written here", sum.normalize(), whole.written()),
                )
            })
        } else {
            let is_counted = firsts.iter().all(Option::is_none)
                && matches!(whole.unit.as_str(), "项" | "个" | "件" | "起" | "条")
                && is_lead;
            let count = Decimal::from(items.len());
            let is_wrong = is_counted && whole.value != count && (whole.value - count).abs() <= Decimal::TWO;
            is_wrong.then(|| {
                Wording::new(
                    format!("写的是 {}，下面列了 {count} 条", whole.written()),
                    format!("{} is written, and {count} items follow", whole.written()),
                )
            })
        };
        found.extend(message.map(|message| Wrong { span: whole.span.clone(), message }));
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found, silent};

    const CODE: &str = "ZB004";

    fn first(text: &str) -> Vec<(usize, String)> {
        found(CODE, &format!("# 第8周 2023-02-21\n\n- {text}"))
    }

    #[test]
    fn a_ratio_that_is_not_its_percentage_is_found() {
        assert_eq!(first("漏洞整改45/60，完成率70%，剩下的月底清完"), [(3, "45/60，完成率70%".into())]);
        assert_eq!(first("用例通过 90/120，通过率80%"), [(3, "90/120，通过率80%".into())]);
        assert_eq!(first("完成70%（45/60）"), [(3, "70%（45/60".into())]);
        assert_eq!(first("Fixed 45/60 (70%) of the findings"), [(3, "45/60 (70%".into())]);
        assert_eq!(first("Fixed 45 of 60 (70%)"), [(3, "45 of 60 (70%".into())]);
    }

    #[test]
    fn a_ratio_that_is_rounded_or_cut_is_right() {
        for text in [
            "整改45/60，完成率75%", "任务迁移93/164，迁移进度56.71%", "任务迁移93/164，迁移进度56.70%",
            "完成2/3，进度66%", "完成2/3，进度67%", "61/74，占82.4%",
        ] {
            silent(CODE, &format!("# 第8周 2023-02-21\n\n- {text}"));
        }
    }

    #[test]
    fn a_percentage_of_something_else_is_left_alone() {
        for text in [
            "整改45/60，采纳率24%", "整改45/60，可用性99.9%", "整改45/60。完成率70%", "6/15 完成率70%",
            "6/15，进度70%", "整改45/60，比上周提升10%", "整改45/60，目标70%", "约45/60，完成率约70%",
        ] {
            silent(CODE, &format!("# 第8周 2023-02-21\n\n- {text}"));
        }
    }

    #[test]
    fn an_equation_that_is_wrong_is_found() {
        assert_eq!(first("线上55+线下65=130笔"), []);
        assert_eq!(first("共55+65=130笔"), [(3, "55+65=130笔".into())]);
        assert_eq!(first("12.5万+3万=17万元"), [(3, "12.5万+3万=17万元".into())]);
        assert_eq!(first("45/60=70%"), [(3, "45/60=70%".into())]);
        assert_eq!(first("100-30=60"), [(3, "100-30=60".into())]);
        assert_eq!(first("3×4=13"), [(3, "3×4=13".into())]);
    }

    #[test]
    fn an_equation_that_is_right_or_none_is_left_alone() {
        for text in [
            "55+65=120笔", "55笔+65笔=120笔", "2+3×4=14", "45/60=75%", "1.5万+3.2万=4.7万", "12.5万+3万=16万元",
            "10/3=3.33", "a=1+2", "x==3", "2023-06-15=D日", "timeout=3*60=180", "约55+65=130", "2023-01=3",
        ] {
            silent(CODE, &format!("# 第8周 2023-02-21\n\n- {text}"));
        }
    }

    #[test]
    fn a_change_and_a_rate_that_do_not_compute_are_found() {
        assert_eq!(first("TPS由100提升到150，提升30%"), [(3, "由100提升到150，提升30%".into())]);
        assert_eq!(first("任务共164个，已完成96个，完成率70%"), [(3, "70%".into())]);
        assert_eq!(first("出金成功率：99.7%（上周99.99%，持平）"), [(3, "99.7%（上周99.99%".into())]);
        for text in [
            "出金成功率：99.99%（上周99.991%，持平）", "出金成功率：99.7%（上周99.7%，持平）",
            "出金成功率：99.7%（上周99.9%，基本持平）", "出金成功率：99.7%（上周99.9%，与前年持平）",
            "TPS由100提升到150，提升50%", "慢查由54个降低到46个，降低15%", "客单价由3.2万提到3.5万，提升9.4%",
            "成功率由98%提升到99%，提升1%", "TPS由100提升到150，成功率提升3%", "从5月1日到5月3日，下降30%",
            "任务共164个，已完成96个，完成率58.5%", "任务共164个，处理中10个，总进度55%",
            "共5家门店，完成3场培训，完成率80%",
        ] {
            silent(CODE, &format!("# 第8周 2023-02-21\n\n- {text}"));
        }
    }

    #[test]
    fn parts_that_do_not_make_their_total_are_found() {
        assert_eq!(first("线上55笔，线下65笔，合计130笔"), [(3, "130笔".into())]);
        assert_eq!(first("漏洞60个，其中高危70个"), [(3, "70个".into())]);
    }

    #[test]
    fn parts_that_do_are_left_alone() {
        for text in [
            "线上55笔，线下65笔，合计120笔",
            "退款共处理120笔，其中网上55笔，柜面65笔",
            "上周8笔，线上55笔，线下65笔，合计120笔",
            "线上55笔（成功50笔，失败5笔），线下65笔，合计120笔",
            "漏洞60个，其中高危6个，已整改21个",
            "处理问题1个，其中影响商户5个",
            "线上55笔，线下65笔，合计约130笔",
            "线上55笔，线下65笔，金额合计130元",
            "A 1.2万元、B 2.3万元，合计3.5万元",
        ] {
            silent(CODE, &format!("# 第8周 2023-02-21\n\n- {text}"));
        }
    }
}
