//! Tables that contradict themselves: totals that their rows or columns do not make, rates that their parts do not, changes that are
//! not between their columns. What columns are to each other is known by their names, or because it holds in the other rows.

use rust_decimal::Decimal;

use super::Wrong;
use super::change::wrong_amount;
use super::grid::{Grid, is_total};
use super::named::Named;
use super::rate::{Group, contradictions, fits, objection};
use crate::check::finding::Wording;
use crate::vocabulary::{Sense, Words};

/// What is wrong in a table.
pub(in crate::check) fn in_table(grid: &Grid) -> Vec<Wrong> {
    let mut found = total_rows(grid);
    found.extend(total_columns(grid));
    found.extend(rates(grid));
    found.extend(changes(grid));
    found.extend(products(grid));
    found.extend(measures(grid));
    found.sort_by_key(|wrong| wrong.span.start);
    found.dedup_by(|one, other| one.span == other.span);
    found
}

/// What has no sum: rates, averages, prices, ranks.
fn is_added(head: &str) -> bool {
    static NOT_ADDED: Words = Words::of(&[Sense::Share, Sense::NotAdded, Sense::ColumnChange]);
    !NOT_ADDED.are_in(head)
}

fn sum_message(sum: Decimal, stated: Decimal) -> Wording {
    let (sum, stated) = (sum.normalize(), stated.normalize());
    Wording::new(
        format!("分项相加是 {sum}，合计写的是 {stated}"),
        format!("the parts add up to {sum}, and the total says {stated}"),
    )
}

/// A total may be so far from its parts, in hundredths, where no other total of the table bears it out.
const NEAR_HUNDREDTHS: u32 = 35;

fn is_near(sum: Decimal, stated: Decimal) -> bool {
    let most = sum.abs().max(stated.abs()) * Decimal::from(NEAR_HUNDREDTHS) / Decimal::ONE_HUNDRED;
    (sum - stated).abs() <= most.max(Decimal::ONE)
}

/// The row 合计 against the rows above it.
fn total_rows(grid: &Grid) -> Vec<Wrong> {
    let has_part_of_part =
        grid.rows.iter().any(|row| row.label.starts_with("其中") || row.label.starts_with("of which"));
    if has_part_of_part {
        return Vec::new();
    }
    let mut wrong: Vec<Wrong> = Vec::new();
    let mut right = 0;
    for (at, _) in grid.rows.iter().enumerate().filter(|(_, row)| row.is_total) {
        let from = if grid.rows[at].is_subtotal {
            grid.rows[..at].iter().rposition(|row| row.is_total).map_or(0, |last| last + 1)
        } else {
            0
        };
        // A total at the head of a table is of the rows below it.
        let rows = if at == 0 { 1..grid.rows.len() } else { from..at };
        let rows: Vec<usize> = rows.filter(|row| !grid.rows[*row].is_total).collect();
        for column in grid.numeric_columns() {
            let Some(total) = grid.number(at, column) else { continue };
            let parts: Vec<&Named> = rows.iter().filter_map(|row| grid.number(*row, column)).collect();
            let is_whole = rows.len() >= 2 && parts.len() >= 2 && parts.iter().all(|part| part.is_like(total));
            if !is_whole || grid.is_percent(column) || !is_added(&grid.heads[column]) {
                continue;
            }
            let sum: Decimal = parts.iter().map(|part| part.value).sum();
            let doubt: Decimal = parts.iter().map(|part| part.doubt).sum::<Decimal>() + total.doubt;
            if (sum - total.value).abs() <= doubt {
                right += 1;
            } else {
                wrong.push(Wrong { span: total.span.clone(), message: sum_message(sum, total.value) });
                if !is_near(sum, total.value) {
                    wrong.pop();
                }
            }
        }
    }
    // Where hardly anything adds up the rows are not the parts.
    if wrong.len() > right + 1 { Vec::new() } else { wrong }
}

/// The column 合计 against the columns beside it.
fn total_columns(grid: &Grid) -> Vec<Wrong> {
    let numeric = grid.numeric_columns();
    let mut found = Vec::new();
    for total in numeric.iter().copied().filter(|column| is_total(&grid.heads[*column])) {
        let parts: Vec<usize> = numeric
            .iter()
            .copied()
            .filter(|column| *column != total && !grid.is_percent(*column) && is_added(&grid.heads[*column]))
            .filter(|column| !is_total(&grid.heads[*column]))
            .collect();
        if parts.len() < 2 {
            continue;
        }
        let mut wrong = Vec::new();
        let rows: Vec<usize> = grid.rows_with(&[total]);
        for row in &rows {
            let numbers: Vec<&Named> = parts.iter().filter_map(|column| grid.number(*row, *column)).collect();
            let Some(stated) = grid.number(*row, total).filter(|_| numbers.len() >= 2) else { continue };
            let sum: Decimal = numbers.iter().map(|part| part.value).sum();
            let doubt: Decimal = numbers.iter().map(|part| part.doubt).sum::<Decimal>() + stated.doubt;
            if (sum - stated.value).abs() > doubt {
                wrong.push(Wrong { span: stated.span.clone(), message: sum_message(sum, stated.value) });
            }
        }
        let is_known = if rows.len() <= 2 { wrong.len() < 2 } else { wrong.len() * 3 <= rows.len() };
        if is_known {
            found.extend(wrong);
        }
    }
    found
}

/// How a relation of columns is known to hold: it does in two rows and two thirds of them.
fn is_established(right: usize, rows: usize) -> bool {
    right >= 2 && right * 3 >= rows * 2
}

/// Rates that the columns beside them contradict.
fn rates(grid: &Grid) -> Vec<Wrong> {
    let numeric = grid.numeric_columns();
    let (percents, counts): (Vec<usize>, Vec<usize>) = numeric.iter().partition(|column| grid.is_percent(**column));
    let mut found = Vec::new();
    for rate in percents {
        let mut best: Option<(usize, Vec<Wrong>)> = None;
        for part in counts.iter().copied() {
            for whole in counts.iter().copied().filter(|whole| *whole != part) {
                for is_rest in [false, true] {
                    let rows = grid.rows_with(&[rate, part, whole]);
                    let (mut right, mut wrong) = (0, Vec::new());
                    for row in &rows {
                        let (Some(part), Some(whole), Some(rate)) =
                            (grid.number(*row, part), grid.number(*row, whole), grid.number(*row, rate))
                        else {
                            continue;
                        };
                        if whole.value.is_zero() {
                            continue;
                        }
                        if fits(part, whole, rate, is_rest) {
                            right += 1;
                        } else {
                            wrong.push(objection(part, whole, rate, is_rest));
                        }
                    }
                    let is_better = best.as_ref().is_none_or(|(known, _)| right > *known);
                    if is_established(right, right + wrong.len()) && is_better {
                        best = Some((right, wrong));
                    }
                }
            }
        }
        match best {
            Some((_, wrong)) => found.extend(wrong),
            None => found.extend(rates_by_name(grid, rate, &counts)),
        }
    }
    found
}

/// Rates of a table in which no relation holds by itself: of few rows, by the names of the columns, or the only two counts.
fn rates_by_name(grid: &Grid, rate: usize, counts: &[usize]) -> Vec<Wrong> {
    let rows = grid.rows_with(&[rate]);
    let mut wrong = Vec::new();
    let mut judged = 0;
    for row in &rows {
        let Some(stated) = grid.number(*row, rate) else { continue };
        let beside: Vec<Named> = counts.iter().filter_map(|column| grid.number(*row, *column)).cloned().collect();
        let mut group = beside.clone();
        group.push(stated.clone());
        let named = contradictions(&group, Group::Neighbours);
        let by_place = match beside.as_slice() {
            [one, other]
                if named.is_empty() && is_share(&stated.name) && !other.value.is_zero() && !one.value.is_zero() =>
            {
                let (part, whole) = if one.value <= other.value { (one, other) } else { (other, one) };
                let is_right = fits(part, whole, stated, false) || fits(part, whole, stated, true);
                let exact = part.value * Decimal::ONE_HUNDRED / whole.value;
                let is_close = (exact - stated.value).abs() <= Decimal::TEN;
                (!is_right && is_close).then(|| objection(part, whole, stated, false))
            }
            _ => None,
        };
        judged += 1;
        wrong.extend(named.into_iter().filter(|wrong| wrong.span == stated.span).chain(by_place));
    }
    let is_all = wrong.len() == judged && judged >= 3;
    if is_all { Vec::new() } else { wrong }
}

fn is_share(head: &str) -> bool {
    static SHARES: Words = Words::of(&[Sense::Share]);
    static NO_SHARES: Words =
        Words::of(&[Sense::ColumnChange, Sense::ColumnTarget, Sense::ColumnBefore, Sense::Up, Sense::Down]);
    let bare = head.split(['(', '（']).next().unwrap_or_default().trim();
    SHARES.ending(bare).is_some() && !NO_SHARES.are_in(head)
}

/// Columns of changes that the two values beside them contradict.
fn changes(grid: &Grid) -> Vec<Wrong> {
    static CHANGES: Words = Words::of(&[Sense::ColumnChange]);
    static BEFORE: Words = Words::of(&[Sense::ColumnBefore]);
    static KEPT: Words = Words::of(&[Sense::ColumnTarget, Sense::ColumnKept]);
    let numeric = grid.numeric_columns();
    let is_change = |column: usize| CHANGES.are_in(&grid.heads[column]);
    let mut found = Vec::new();
    for change in numeric.iter().copied().filter(|column| is_change(*column)) {
        let head = &grid.heads[change];
        let others: Vec<usize> = mixed_columns(grid)
            .into_iter()
            .filter(|column| *column != change && !is_change(*column) && !KEPT.are_in(&grid.heads[*column]))
            .collect();
        let is_before = |column: usize| BEFORE.beginning(&grid.heads[column]).is_some();
        let is_year = |head: &str| ["去年", "同期", "同比", "year"].iter().any(|word| head.contains(word));
        let befores: Vec<usize> = others.iter().copied().filter(|column| is_before(*column)).collect();
        let befores: Vec<usize> = match befores.len() {
            0 | 1 => befores,
            _ => befores.into_iter().filter(|column| is_year(&grid.heads[*column]) == is_year(head)).collect(),
        };
        let nows: Vec<usize> = others.iter().copied().filter(|column| !is_before(*column)).collect();
        let pairs: Vec<(usize, usize)> = match (befores.as_slice(), nows.as_slice()) {
            ([before], nows) => nows.iter().map(|now| (*now, *before)).collect(),
            ([], [one, other]) => vec![(*one, *other), (*other, *one)],
            _ => Vec::new(),
        };
        let is_named = befores.len() == 1 && nows.len() == 1;
        let judged = pairs.iter().map(|(now, before)| judged_changes(grid, *now, *before, change));
        let best = judged.max_by_key(|(right, wrong)| (*right, usize::MAX - wrong.len()));
        let Some((right, wrong)) = best else { continue };
        let rows = right + wrong.len();
        if is_established(right, rows) || (is_named && (rows <= 2 || right * 2 >= rows)) {
            found.extend(wrong);
        }
    }
    found
}

/// Columns with numbers, whatever else is in them.
fn mixed_columns(grid: &Grid) -> Vec<usize> {
    (0..grid.heads.len())
        .filter(|column| {
            (0..grid.rows.len()).filter(|row| grid.number(*row, *column).is_some()).count() * 2 > grid.rows.len()
        })
        .collect()
}

/// How many rows' changes are right, and those that are not.
fn judged_changes(grid: &Grid, now: usize, before: usize, change: usize) -> (usize, Vec<Wrong>) {
    let signed = grid.rows.iter().filter_map(|row| row.cells.get(change)).any(|cell| cell.is_signed);
    let (mut right, mut wrong) = (0, Vec::new());
    for row in grid.rows_with(&[now, before, change]) {
        let (Some(last), Some(first), Some(amount)) =
            (grid.number(row, now), grid.number(row, before), grid.number(row, change))
        else {
            continue;
        };
        if !first.is_like(last) {
            continue;
        }
        let is_turned = signed
            && !amount.value.is_zero()
            && last.value != first.value
            && (last.value > first.value) != amount.value.is_sign_positive();
        let turned = || {
            Wording::new(
                format!("由 {} 到 {}，变化的方向写反了", first.written(), last.written()),
                format!("from {} to {}: the change has the wrong sign", first.written(), last.written()),
            )
        };
        match wrong_amount(first, last, amount).or_else(|| is_turned.then(turned)) {
            Some(message) => wrong.push(Wrong { span: amount.span.clone(), message }),
            None => right += 1,
        }
    }
    (right, wrong)
}

/// 单价 × 数量 = 金额.
fn products(grid: &Grid) -> Vec<Wrong> {
    let column = |words: &[&str]| {
        grid.numeric_columns().into_iter().find(|at| words.iter().any(|word| grid.heads[*at].contains(word)))
    };
    let (Some(price), Some(count)) = (column(&["单价", "unit price"]), column(&["数量", "quantity", "qty"])) else {
        return Vec::new();
    };
    let Some(amount) = column(&["金额", "小计", "总价", "amount"]) else { return Vec::new() };
    let (mut right, mut wrong) = (0, Vec::new());
    for row in grid.rows_with(&[price, count, amount]) {
        let (Some(price), Some(count), Some(amount)) =
            (grid.number(row, price), grid.number(row, count), grid.number(row, amount))
        else {
            continue;
        };
        let Some(product) = price.value.checked_mul(count.value) else { continue };
        let doubt = price.doubt * count.value + amount.doubt;
        if (product - amount.value).abs() <= doubt {
            right += 1;
        } else {
            let (product, stated) = (product.normalize(), amount.value.normalize());
            let message = Wording::new(
                format!("单价乘数量是 {product}，写的是 {stated}"),
                format!("price and quantity make {product}, and {stated} is written"),
            );
            wrong.push(Wrong { span: amount.span.clone(), message });
        }
    }
    if is_established(right, right + wrong.len()) || (right + wrong.len() == 1) { wrong } else { Vec::new() }
}

/// Tables with a measure a row: the rates of a column against the counts of the same column.
fn measures(grid: &Grid) -> Vec<Wrong> {
    let mut found = Vec::new();
    for column in 0..grid.heads.len() {
        let named = |row: usize| {
            grid.number(row, column).map(|number| Named { name: grid.rows[row].label.clone(), ..number.clone() })
        };
        let group: Vec<Named> = (0..grid.rows.len()).filter_map(named).collect();
        let has_both = group.iter().any(Named::is_percent) && !group.iter().all(Named::is_percent);
        if has_both {
            found.extend(contradictions(&group, Group::Neighbours));
        }
    }
    found
}
