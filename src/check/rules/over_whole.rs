//! ZB017: a share of more than 100%, and shares of one whole that make more.

use rust_decimal::Decimal;

use crate::check::finding::{Objection, Wording};
use crate::check::layout::grids;
use crate::check::rule::{Case, Rule};
use crate::check::sums::{Grid, Named, named};
use crate::fact::{Standing, sentences};
use crate::vocabulary::{Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB017", name: "over-whole", is_default: true, needs_earlier: false, run };

static SHARES: Words = Words::of(&[Sense::Share]);
static MAY_EXCEED: Words = Words::of(&[Sense::MayExceed]);

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let mut found = Vec::new();
    for statement in page.statements.iter().filter(|statement| !statement.is_row) {
        for sentence in sentences(&page.text, statement.span.clone()) {
            let text = &page.text[sentence.clone()];
            let all = named(text, sentence.start);
            found.extend(all.iter().filter(|one| is_too_much(one, text)).map(objection));
            found.extend(one_whole(text, sentence.start, &all));
        }
    }
    for grid in grids(page) {
        found.extend(in_table(&grid));
    }
    found
}

fn objection(one: &Named) -> Objection {
    let written = one.written();
    Objection {
        span: one.span.clone(),
        message: Wording::new(
            format!("占比、合格一类的比例不会超过100%，写的是 {written}"),
            format!("a share cannot exceed 100%, and {written} is written"),
        ),
        evidence: Vec::new(),
    }
}

fn is_too_much(one: &Named, sentence: &str) -> bool {
    let name = one.name.trim();
    let is_share = SHARES.ending(name).is_some() || name.ends_with('占');
    one.is_percent()
        && one.value > Decimal::ONE_HUNDRED
        && one.standing == Standing::Now
        && is_share
        && !MAY_EXCEED.are_in(name)
        && !MAY_EXCEED.are_in(&one.behind)
        // 完成计划的110%, against a budget: told in the same breath.
        && !["计划", "目标", "预算", "序时"].iter().any(|word| sentence.contains(word))
}

/// 甲占40%、乙占35%、丙占30%.
fn one_whole(text: &str, start: usize, all: &[Named]) -> Option<Objection> {
    static PARTS: Words = Words::of(&[Sense::PartOfOne]);
    static LEADS: Words = Words::of(&[Sense::WholeLead]);
    let percents: Vec<&Named> = all.iter().filter(|one| one.is_percent() && !one.is_vague).collect();
    // 来源：电话50%、微信35%、现场25%
    let is_led = |one: &&Named| {
        let lead = text[..one.span.start - start].rsplit_once(['：', ':']).map_or("", |(lead, _)| lead.trim_end());
        LEADS.ending(lead).is_some()
    };
    let first = percents.iter().position(|one| PARTS.ending(one.name.trim()).is_some() || is_led(one))?;
    let mut run: Vec<&Named> = vec![percents[first]];
    for one in &percents[first + 1..] {
        let last = run[run.len() - 1];
        let gap = &text[last.span.end - start..one.span.start - start];
        let is_next = gap.starts_with(['、', '，', ',', '和', '；'])
            && gap.chars().count() <= 14
            && (PARTS.ending(one.name.trim()).is_some() || !SHARES.are_in(&one.name));
        if !is_next || one.standing != Standing::Now {
            break;
        }
        run.push(one);
    }
    let sum: Decimal = run.iter().map(|one| one.value).sum();
    let doubt: Decimal = run.iter().map(|one| one.place).sum();
    let is_wrong = run.len() >= 2 && sum > Decimal::ONE_HUNDRED + doubt && sum <= Decimal::from(150);
    is_wrong.then(|| sum_objection(run[run.len() - 1], sum))
}

fn sum_objection(last: &Named, sum: Decimal) -> Objection {
    let sum = sum.normalize();
    Objection {
        span: last.span.clone(),
        message: Wording::new(
            format!("各项占比相加是 {sum}%，不是100%"),
            format!("the shares of one whole add up to {sum}%, not to 100%"),
        ),
        evidence: Vec::new(),
    }
}

fn in_table(grid: &Grid) -> Vec<Objection> {
    let mut found = Vec::new();
    for column in 0..grid.heads.len() {
        let head = bare(&grid.heads[column]);
        let head_is_share = SHARES.ending(head).is_some() && !MAY_EXCEED.are_in(&grid.heads[column]);
        for (at, row) in grid.rows.iter().enumerate() {
            let Some(number) = grid.number(at, column).filter(|one| one.is_percent()) else { continue };
            let label = bare(&row.label);
            let label_is_share = SHARES.ending(label).is_some() && !MAY_EXCEED.are_in(&row.label);
            static BESIDE: Words = Words::of(&[Sense::ColumnChange]);
            let is_share = head_is_share || (label_is_share && !BESIDE.are_in(head));
            if is_share && number.value > Decimal::ONE_HUNDRED && !MAY_EXCEED.are_in(head) {
                found.push(objection(number));
            }
        }
        found.extend(whole_column(grid, column).filter(|_| head.ends_with("占比") || head == "比例"));
    }
    found
}

fn bare(head: &str) -> &str {
    head.split(['(', '（']).next().unwrap_or_default().trim()
}

/// A column of shares that do not make 100%.
fn whole_column(grid: &Grid, column: usize) -> Option<Objection> {
    let rows: Vec<usize> = (0..grid.rows.len()).filter(|row| !grid.rows[*row].is_total).collect();
    let numbers: Vec<&Named> = rows.iter().filter_map(|row| grid.number(*row, column)).collect();
    let sum: Decimal = numbers.iter().map(|one| one.value).sum();
    let doubt: Decimal = numbers.iter().map(|one| one.place).sum();
    let has_whole = (0..grid.rows.len())
        .filter(|row| grid.rows[*row].is_total)
        .any(|row| grid.number(row, column).is_some_and(|one| one.value == Decimal::ONE_HUNDRED));
    let distance = sum - Decimal::ONE_HUNDRED;
    let is_all = numbers.len() >= 3 && numbers.len() == rows.len() && numbers.iter().all(|one| one.is_percent());
    let is_wrong = (distance > doubt && distance <= Decimal::from(40)) || (has_whole && distance.abs() > doubt);
    (is_all && is_wrong).then(|| sum_objection(numbers[numbers.len() - 1], sum))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found, silent};

    #[test]
    fn more_than_the_whole_is_found() {
        for text in ["入金有效成功率：101%", "到达率 100.2%"] {
            assert_eq!(found("ZB017", &format!("# 周报 2024-06-14\n\n- {text}\n")).len(), 1, "{text}");
        }
    }

    #[test]
    fn what_may_exceed_its_plan_is_left_alone() {
        for text in [
            "完成率 110%", "营收同比增长率 130%", "床位使用率 104%", "拨备覆盖率 245%", "进度为序时进度的 120%",
            "发货达成率 108%", "Revenue growth rate 140%", "Quota attainment 112%", "CPU 使用率 180%",
        ] {
            silent("ZB017", &format!("# 周报 2024-06-14\n\n- {text}\n"));
        }
    }
}
