//! Measures in a table: a cell that is an amount, named by its row and its column.

use super::amount::{Amount, Sort, amounts, one_of};
use super::folded::Folded;
use super::metric::{Direction, Metric, period_of};
use super::metric_clause::Clauses;
use super::metric_correction::corrections;
use super::metric_noun::is_case;
use super::metric_parts::{names_a_whole, rows_of};
use super::metric_unit::{is_unit, unit_in, without_unit};
use super::metric_weeks::{single_days, week_in, week_of};
use super::metric_words::{is_progress, names_a_measure};
use crate::calendar::first_mention;
use crate::quantity::{Unit, UnitKind};
use crate::report::{SectionKind, Span, Table, plain};
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};
use jiff::civil::date;

/// What a column holds.
#[derive(Debug, Clone, PartialEq)]
enum Column {
    /// Values of the row's measure: 本周, 数值, 当前.
    Now(Vec<String>),
    /// Values of the row's measure at a time that the head names: 7月, Q1, H1 2024.
    Time(String),
    Before,
    /// Values of weeks before that, told again: W31 beside W32 and W33.
    Earlier(String),
    Target,
    Change,
    /// What an earlier report gave, and what is right: 原报, 更正.
    Reported,
    Corrected,
    Unit,
    /// A measure of its own: 交易笔数; with the time that its head ends with (直通率 W28).
    Measure(String, String),
    Nothing,
}

static TOTALS: Words = Words::of(&[Sense::Total]);
static NOW: Words = Words::of(&[Sense::ColumnNow, Sense::ColumnNowAlone]);

fn column_of(head: &str) -> Column {
    static NO_MEASURE: Words = Words::of(&[Sense::ColumnOther, Sense::ColumnNote, Sense::ColumnKept]);
    static NAMES: Words = Words::of(&[Sense::ColumnName]);
    static UNITS: Words = Words::of(&[Sense::ColumnUnit]);
    static TARGETS: Words = Words::of(&[Sense::ColumnTarget]);
    static CHANGES: Words = Words::of(&[Sense::ColumnChange]);
    static CHANGES_ALONE: Words = Words::of(&[Sense::ColumnChangeAlone]);
    static BEFORE: Words = Words::of(&[Sense::ColumnBefore]);
    static REPORTED: Words = Words::of(&[Sense::ColumnReported]);
    static CORRECTED: Words = Words::of(&[Sense::ColumnCorrected]);
    let name = plain(head);
    let bare = name.trim();
    // 本周(万元), 本周(W39): the bracket names the unit, or the week.
    let is_of_it = || unit_in(bare).is_some() || week_in(bare).is_some();
    let bare = if NOW.have(without_bracket(bare)) && is_of_it() { without_bracket(bare) } else { bare };
    let is_now = NOW.have(bare) || bare.strip_suffix('值').is_some_and(|bare| NOW.have(bare));
    if bare.is_empty()
        || NO_MEASURE.are_in(bare)
        || NAMES.have(bare)
        || bare.contains("名称")
        || matches!(bare, "#" | "No" | "No." | "ID" | "内容")
    {
        Column::Nothing
    } else if UNITS.have(bare) {
        Column::Unit
    } else if TARGETS.are_in(bare) {
        Column::Target
    } else if CHANGES.are_in(bare) || CHANGES_ALONE.have(bare) {
        Column::Change
    } else if REPORTED.have(&without_bracket(bare).to_lowercase()) {
        Column::Reported
    } else if CORRECTED.have(&without_bracket(bare).to_lowercase()) {
        Column::Corrected
    } else if BEFORE.beginning(bare).is_some() {
        Column::Before
    } else if is_now {
        let says_nothing = ["值", "数", "当前", "实际", "结果", "完成"].iter().any(|word| bare.contains(word));
        Column::Now(if says_nothing || bare.is_ascii() { Vec::new() } else { vec![bare.to_string()] })
    } else if let Some(time) = time_of(without_days(bare)) {
        Column::Time(time.to_string())
    } else if is_unit(bare) {
        // 件, 万元: what the rows name is counted in it.
        Column::Now(Vec::new())
    } else {
        let head = without_unit(without_bracket(bare));
        let timed = head.rsplit_once(' ').filter(|(name, time)| !name.trim().is_empty() && is_time(time));
        let (name, time) = timed.unwrap_or((head, ""));
        Column::Measure(name.trim().to_string(), time.to_string())
    }
}

/// Whether the words are a time and nothing else: 7月, 3 月, Q1, W28, 上半年, 2024.
fn is_time(words: &str) -> bool {
    days_of(words.trim()).is_some()
}

/// 6月 of `6月` and of `6月实际`.
fn time_of(head: &str) -> Option<&str> {
    let ends = head.char_indices().skip(1).map(|(at, _)| head.split_at(at));
    let with_now = ends.filter(|(_, rest)| NOW.have(rest.trim())).map(|(time, _)| time.trim());
    std::iter::once(head).chain(with_now).find(|time| is_time(time))
}

/// 6月 of `6月（至 27 日）`, of which some days are counted.
fn without_days(head: &str) -> &str {
    let Some((time, days)) = head.split_once(['(', '（']) else { return head };
    let is_of_days = |c: char| c.is_ascii_digit() || c.is_whitespace() || "截至到止前月日号天周.–—-~～/)）".contains(c);
    if days.chars().all(is_of_days) { time.trim() } else { head }
}

/// How long a time is, whatever its year.
pub(super) fn days_of(words: &str) -> Option<u32> {
    period_of(words, date(2024, 6, 30)).map(|period| period.days())
}

/// Times longer than the others of the table, a quarter beside its months, are measures of their own.
fn with_one_length(columns: Vec<Column>) -> Vec<Column> {
    let days = |column: &Column| match column {
        Column::Time(time) => days_of(time),
        _ => None,
    };
    let Some(shortest) = columns.iter().filter_map(days).min() else { return columns };
    let one = |column: Column| match column {
        Column::Time(time) if days_of(&time).is_some_and(|days| days > shortest * 2) => Column::Now(vec![time]),
        column => column,
    };
    columns.into_iter().map(one).collect()
}

/// Columns of weeks, 第38周 beside 第37周, 9.8–9.14 beside 9.1–9.7: the last one is the report's own, the one before it what was before.
/// `has_now`: whether another column is (本周).
fn with_weeks_apart(mut columns: Vec<Column>, heads: &[String], has_now: bool) -> Vec<Column> {
    // 节前（9.29–10.5): the week that a column beside 本周 is of.
    let inside = |column: &Column, head: &str| {
        let (_, inside) = head.split_once(['(', '（']).filter(|_| has_now && matches!(column, Column::Measure(..)))?;
        week_of(inside.trim_end().trim_end_matches([')', '）']))
    };
    let weeks: Vec<Option<u32>> =
        columns.iter().zip(heads).map(|(column, head)| week_of(head).or_else(|| inside(column, head))).collect();
    let weeks = if weeks.iter().all(Option::is_none) { single_days(heads) } else { weeks };
    let mut order: Vec<u32> = weeks.iter().flatten().copied().collect();
    order.sort_unstable();
    order.dedup();
    let last = if has_now || order.len() < 2 { None } else { order.pop() };
    let of_its_week = |head: &String| match is_time(head) {
        true => Column::Time(head.trim().to_string()),
        false => Column::Now(Vec::new()),
    };
    for ((column, week), head) in columns.iter_mut().zip(weeks).zip(heads) {
        match week {
            // Beside a column of months it is of its week.
            Some(week) if Some(week) == last => *column = of_its_week(head),
            Some(week) if order.last() == Some(&week) && (last.is_some() || has_now) => *column = Column::Before,
            Some(_) if (last.is_some() || has_now) && is_time(head) => {
                *column = Column::Earlier(head.trim().to_string())
            }
            Some(_) if last.is_some() || has_now => *column = Column::Nothing,
            _ => {}
        }
    }
    columns
}

/// What was reported and what is right are told beside each other; alone, each is a measure of its own.
fn with_reported_beside(columns: Vec<Column>, heads: &[String]) -> Vec<Column> {
    let is_told = [Column::Reported, Column::Corrected].iter().all(|column| columns.contains(column));
    let own = |(column, head): (Column, &String)| match column {
        Column::Reported | Column::Corrected if !is_told => Column::Measure(head.trim().to_string(), String::new()),
        column => column,
    };
    columns.into_iter().zip(heads).map(own).collect()
}

/// 金额 of `金额(万元)`.
fn without_bracket(text: &str) -> &str {
    text.split(['(', '（']).next().unwrap_or_default().trim()
}

/// 质量 of `质量 60`, `交付 25`: the most that a score can be; not where it tells columns apart (VLEN 128, VLEN 256).
fn without_maximum(name: &str, columns: &[Column]) -> String {
    let ends = |name: &str| {
        let short = name.trim_end_matches(|c: char| c.is_ascii_digit()).trim_end_matches(['/', ' ']);
        (short.len() < name.len() && !short.ends_with(|c: char| c.is_ascii())).then(|| short.to_string())
    };
    let Some(short) = ends(name).filter(|short| !short.is_empty()) else { return name.to_string() };
    let alike =
        columns.iter().filter(|column| matches!(column, Column::Measure(other, _) if other.starts_with(&short)));
    if alike.count() > 1 { name.to_string() } else { short }
}

/// The measures of the table's cells with their places in the source; none in a table whose columns name none.
///
/// `about` is what the table is of, for rows that name things and columns that name times.
pub(super) fn table_statements(source: &str, table: &Table, about: &str) -> Vec<(Metric, Span)> {
    let Some(head) = &table.head else { return Vec::new() };
    let columns: Vec<Column> = head.cells.iter().map(|cell| column_of(&source[cell.clone()])).collect();
    let heads: Vec<String> = head.cells.iter().map(|cell| Folded::new(source, cell).text).collect();
    let is_measure = |name: &str| matches!(column_of(name), Column::Measure(..));
    let rows = table.rows.iter().flat_map(|row| {
        let cells: Vec<Folded> = row.cells.iter().map(|cell| Folded::new(source, cell)).collect();
        let label = cells.iter().position(|cell| is_label(cell.text.trim())).unwrap_or_default();
        rows_of(&cells, label, is_measure).unwrap_or_else(|| vec![cells])
    });
    let rows: Vec<Vec<Folded>> = rows.collect();
    let columns =
        (0..columns.len()).map(|at| if is_numbering(&rows, at) { Column::Nothing } else { columns[at].clone() });
    let columns: Vec<Column> = columns.collect();
    let has_now = columns.iter().any(|column| matches!(column, Column::Now(_)));
    let columns = with_reported_beside(with_weeks_apart(with_one_length(columns), &heads, has_now), &heads);
    let shape = Shape {
        has_versions: rows.iter().flatten().any(|cell| is_version(&cell.text)),
        has_groups: has_groups(&rows),
        is_of_times: !rows.is_empty() && rows.iter().all(|row| row.first().is_some_and(|cell| is_time(&cell.text))),
        columns,
        heads,
    };
    if is_register(&rows, &shape) {
        return Vec::new();
    }
    let mut group = String::new();
    let mut whole = String::new();
    let read = |row: &Vec<Folded>| of_whole(row_statements(source, row, &shape, &mut group), &mut whole);
    let mut found: Vec<(Metric, Span)> = rows.iter().flat_map(read).collect();
    // TPO（ppb，内控≤100） above rows of lines: it names a measure, and what all bare numbers are counted in.
    let above = measure_above(about).filter(|_| found.iter().all(|(stated, _)| stated.unit.is_empty()));
    if let Some((_, unit)) = &above {
        for (stated, _) in &mut found {
            if let Some(value) = stated.value.checked_mul(unit.value) {
                (stated.value, stated.unit) = (value.normalize(), unit.unit.clone());
            }
        }
    }
    // 大设备全年开机率 above rows of devices and columns of years, 成本回款 above projects with 本周 and 累计: the measure is in the words above.
    let is_whole = is_of_parts(&rows, &shape) && names_a_whole(about);
    let is_thing = |name: &str| is_whole || !names_a_measure(name);
    let is_of_things = found.iter().all(|(stated, _)| stated.subject.is_empty() && is_thing(&stated.name));
    // Rows in several units are measures of their own.
    let has_one_unit = found.iter().all(|(stated, _)| stated.unit == found[0].0.unit);
    let has_spans =
        has_one_unit && found.iter().any(|(stated, _)| !stated.qualifiers.is_empty() && !stated.unit.is_empty());
    let names_it = above.is_some()
        || names_a_measure(about)
        || (has_spans || is_whole) && SectionKind::of_heading(about) == SectionKind::Other;
    if names_it && !about.is_empty() && is_of_things && !shape.is_of_times {
        let measure = above.as_ref().map_or(about, |(measure, _)| measure);
        for (stated, _) in &mut found {
            stated.subject = std::mem::replace(&mut stated.name, measure.to_string());
            if is_whole && TOTALS.have(&stated.subject) {
                stated.subject.clear();
            }
        }
    }
    // 投诉分类 above 其他 | 件数: neither row nor column says what is counted.
    let about = without_bracket(about);
    if shape.is_of_times && found.iter().any(|(stated, _)| is_bare_count(&stated.name)) {
        found.iter_mut().for_each(|(stated, _)| stated.subject = about.to_string());
    }
    let is_counted = found.iter().all(|(stated, _)| !stated.subject.is_empty() && is_bare_count(&stated.name));
    if is_counted && PARTS.ending(about).is_some() {
        found.iter_mut().for_each(|(stated, _)| stated.subject = format!("{about} {}", stated.subject));
    }
    found
}

/// Whether the rows are parts that the last one adds up, and the columns only times: what they are parts of is in the words above.
fn is_of_parts(rows: &[Vec<Folded>], shape: &Shape) -> bool {
    let is_total = |row: &Vec<Folded>| row.first().is_some_and(|cell| TOTALS.have(cell.text.trim()));
    let is_of_time = |column: &Column| {
        matches!(column, Column::Time(_) | Column::Now(_) | Column::Before | Column::Change | Column::Earlier(_))
    };
    rows.last().is_some_and(is_total) && shape.columns.iter().skip(1).all(is_of_time)
}

/// 其中网上 below 收案总数 is of that; `whole` is the name of the last row that is no part.
fn of_whole(mut row: Vec<(Metric, Span)>, whole: &mut String) -> Vec<(Metric, Span)> {
    let is_part = |name: &str| ["其中", "of which"].iter().any(|lead| name.to_lowercase().starts_with(lead));
    for (stated, _) in &mut row {
        if !is_part(&stated.name) {
            whole.clone_from(&stated.name);
        } else if stated.subject.is_empty() {
            stated.subject.clone_from(whole);
        }
    }
    row
}

static PARTS: Words = Words::of(&[Sense::WholeLead]);

/// The measure that a heading with a bracket names, and its unit: TPO and ppb of `TPO（ppb，内控≤100）`, 报修到上门 and 小时 of
/// `片区排名（报修到上门，小时）`.
fn measure_above(about: &str) -> Option<(&str, Amount)> {
    let (name, rest) = about.split_once(['(', '（'])?;
    let mut parts = rest.trim_end_matches([')', '）']).split(['，', ',', '；']).map(str::trim);
    let first = parts.next()?;
    let numbered = |c: char| c.is_ascii_digit() || matches!(c, '.' | ' ');
    let (measure, unit) = match is_unit(first) {
        true => (name.trim_start_matches(numbered).trim(), first),
        false => (first, parts.next().filter(|unit| is_unit(unit))?),
    };
    (!measure.is_empty()).then_some(measure).zip(one_of(unit))
}

/// 件数, 数量: a unit or nothing before the word for number.
fn is_bare_count(name: &str) -> bool {
    name == "数量" || name.strip_suffix('数').is_some_and(|unit| unit.is_empty() || is_unit(unit))
}

/// What all rows of a table have in common.
struct Shape {
    columns: Vec<Column>,
    heads: Vec<String>,
    /// Bare numbers with a point are versions as well.
    has_versions: bool,
    /// The first column names a group of rows, the second one a row.
    has_groups: bool,
    /// The rows are times: 1月, 2月.
    is_of_times: bool,
}

/// Whether the rows are cases, each with who, when or why beside its one figure: a list of repairs, of courses.
fn is_register(rows: &[Vec<Folded>], shape: &Shape) -> bool {
    /// A comment may stand beside figures.
    const LEAST_COLUMNS_OF_A_REGISTER: usize = 2;
    static BESIDE: Words = Words::of(&[Sense::ColumnNote, Sense::ColumnUnit, Sense::ColumnName]);
    let is_word = |cell: &Folded| {
        let text = cell.text.trim();
        !text.is_empty() && text.parse::<f64>().is_err() && amount_of(cell).is_none()
    };
    let first = if shape.has_groups { 2 } else { 1 };
    let is_of_words = |at: &usize| {
        let filled = || rows.iter().filter_map(|row| row.get(*at)).filter(|cell| !cell.text.trim().is_empty());
        filled().filter(|cell| is_word(cell)).count() * 2 > filled().count()
    };
    let (words, figures): (Vec<usize>, Vec<usize>) = (first..shape.heads.len()).partition(is_of_words);
    let beside = words.iter().filter(|at| !BESIDE.are_in(shape.heads[**at].trim())).count();
    beside >= LEAST_COLUMNS_OF_A_REGISTER && figures.len() <= 1
}

/// Whether the first cells are empty or repeated below a group's first row, and the second ones name the rows.
fn has_groups(rows: &[Vec<Folded>]) -> bool {
    let firsts: Vec<&str> = rows.iter().filter_map(|row| row.first()).map(|cell| cell.text.trim()).collect();
    let spans = firsts.windows(2).any(|pair| pair[1].is_empty() || pair[0] == pair[1]);
    spans && rows.iter().all(|row| row.get(1).is_some_and(|cell| is_label(cell.text.trim())))
}

/// 1, 2, 3 … from the first row down: the rows are numbered.
fn is_numbering(rows: &[Vec<Folded>], at: usize) -> bool {
    let numbers = || rows.iter().map(|row| row.get(at).and_then(|cell| cell.text.trim().parse::<usize>().ok()));
    rows.len() > 2 && numbers().enumerate().all(|(row, number)| number == Some(row + 1))
}

/// 2.36.1: three numbers.
fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.trim().trim_start_matches('v').split('.').collect();
    parts.len() > 2 && parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
}

fn is_label(text: &str) -> bool {
    // Impressions (10k) names its unit.
    text.contains(char::is_alphabetic) && amounts(without_bracket(text)).is_empty()
}

/// 24小时出库率, 5分钟以上延误: a name that begins with a length of time.
fn is_led_by_a_length(text: &str) -> bool {
    /// 率 alone behind an amount is none.
    const LEAST_LETTERS_OF_A_NAME: usize = 3;
    let Some(first) = amounts(text).into_iter().next().filter(|amount| amount.span.start == 0) else { return false };
    let is_length = Unit::spelled(&first.unit).is_some_and(|unit| unit.kind == UnitKind::Time);
    let named = text[first.span.end..].chars().take_while(|c| is_han(*c)).count();
    is_length && named >= LEAST_LETTERS_OF_A_NAME
}

/// A cell that is an amount, with nothing else but 约 and a bracket.
fn amount_of(folded: &Folded) -> Option<Amount> {
    let amount = amounts(&folded.text).into_iter().next().filter(|amount| amount.sort == Sort::Value)?;
    let before = folded.text[..amount.span.start].trim().trim_matches(|c: char| "约超近><≥≤＞＜≈+↑↓ ".contains(c));
    let after = folded.text[amount.span.end..].trim().trim_matches(['+', '↑', '↓', ' ']);
    (before.is_empty() && (after.is_empty() || after.starts_with('('))).then_some(amount)
}

/// 日均 of `供水量(日均)`: what the figures of the row are told for.
fn qualifier_of(label: &Folded) -> Option<String> {
    static QUALIFIERS: Words = Words::of(&[Sense::Qualifier]);
    let (_, rest) = label.text.split_once(['(', '（'])?;
    let inside = rest.trim_end().strip_suffix([')', '）'])?.trim();
    QUALIFIERS.have(inside).then(|| inside.to_string())
}

/// What a row is named by, and the cell that names it; `group` is the cell of the row's group, whichever row has it.
fn label_of(cells: &[Folded], shape: &Shape, group: &mut String) -> Option<(String, usize)> {
    if shape.is_of_times {
        let is_figure = |cell: &Folded| cell.text.trim().is_empty() || amount_of(cell).is_some();
        return cells[1..].iter().all(is_figure).then(|| (plain(cells[0].text.trim()), 0));
    }
    let name_of = |text: &str| without_unit(without_bracket(&plain(text.trim()))).to_string();
    let text_of = |at: usize| name_of(&cells[at].text);
    let at = match shape.has_groups && cells.len() > 1 {
        true => 1,
        false if is_led_by_a_length(cells[0].text.trim()) => 0,
        false => cells.iter().position(|cell| is_label(cell.text.trim()))?,
    };
    let label = text_of(at);
    if label.is_empty() || is_case(&label) || is_time(&label) || is_progress(&label) {
        return None;
    }
    if !shape.has_groups {
        return Some((label, at));
    }
    if !cells[0].text.trim().is_empty() {
        group.clone_from(&cells[0].text);
    }
    // 合计 of a group is the group's own figure.
    let label = if TOTALS.have(&label) { "" } else { &label };
    Some((format!("{} {label}", name_of(group)).trim().to_string(), at))
}

/// 26,420 for 27,420 of a note beside a row's figures: `上周原报27,420有误，更正为26,420`. A number without a unit is in that of the row.
fn corrected_in(note: &Folded, label: &str, row_unit: Option<&Amount>) -> Option<(Metric, Span)> {
    let amounts = amounts(&note.text);
    let clauses = Clauses::read(&note.text, &amounts);
    let correction = corrections(&note.text, "", &amounts, &clauses).into_iter().next()?;
    let (wrong, right) = (&amounts[correction.wrong], &amounts[correction.right]);
    let unit = row_unit.filter(|_| !right.is_counted);
    let scaled = |amount: &Amount| unit.map_or(Some(amount.value), |unit| amount.value.checked_mul(unit.value));
    let stated = Metric {
        name: label.to_string(),
        value: scaled(right)?.normalize(),
        unit: unit.unwrap_or(right).unit.clone(),
        corrects: Some(scaled(wrong)?.normalize()),
        ..Metric::default()
    };
    Some((stated, right.span.clone()))
}

fn row_statements(source: &str, cells: &[Folded], shape: &Shape, group: &mut String) -> Vec<(Metric, Span)> {
    let Shape { columns, heads, .. } = shape;
    if cells.is_empty() {
        return Vec::new();
    }
    let Some((mut label, label_at)) = label_of(cells, shape, group) else { return Vec::new() };
    let unit_cell = columns.iter().position(|column| *column == Column::Unit).and_then(|at| cells.get(at));
    let row_unit = unit_cell.and_then(|cell| one_of(&cell.text)).or_else(|| unit_in(&cells[label_at].text));
    let row_unit = row_unit.or_else(|| unit_in(group).filter(|_| shape.has_groups));
    let own: Vec<String> = qualifier_of(&cells[label_at]).into_iter().collect();
    let mut found: Vec<(Metric, Span)> = Vec::new();
    let mut beside: Vec<(usize, Amount)> = Vec::new();
    let mut scale: Option<Amount> = None;
    // 深度清洁 46 列次 under 原来写的 names the measure as well.
    if columns.get(label_at) == Some(&Column::Reported)
        && let [amount] = amounts(&cells[label_at].text).as_slice()
    {
        label = cells[label_at].text[..amount.span.start].trim().to_string();
        beside.push((label_at, amount.clone()));
    }
    for (at, (cell, column)) in cells.iter().zip(columns).enumerate() {
        if *column == Column::Nothing && at != label_at {
            found.extend(
                corrected_in(cell, &label, row_unit.as_ref())
                    .map(|(stated, span)| (Metric { qualifiers: own.clone(), ..stated }, cell.place(&span, source))),
            );
            continue;
        }
        let Some(mut amount) = amount_of(cell).filter(|_| at != label_at) else { continue };
        if shape.has_versions && !amount.is_counted && cell.text.contains('.') {
            continue;
        }
        if let Some(unit) = unit_in(&heads[at]).or_else(|| row_unit.clone()).filter(|_| !amount.is_counted) {
            let Some(value) = amount.value.checked_mul(unit.value) else { continue };
            (amount.value, amount.unit, amount.is_counted) = (value.normalize(), unit.unit.clone(), true);
            scale = Some(unit);
        }
        let (name, subject, qualifiers, time) = match column {
            _ if shape.is_of_times => match column {
                Column::Measure(name, _) => (without_maximum(name, columns), String::new(), Vec::new(), label.clone()),
                _ => continue,
            },
            Column::Now(qualifiers) => (label.clone(), String::new(), [&own[..], qualifiers].concat(), String::new()),
            Column::Time(time) | Column::Earlier(time) => (label.clone(), String::new(), own.clone(), time.clone()),
            Column::Before if let Some(week) = week_in(&heads[at]) => {
                beside.push((at, amount.clone()));
                (label.clone(), String::new(), own.clone(), week)
            }
            Column::Measure(name, time) => {
                // The last row of a table is what a sentence says of all: 合计.
                let of = if TOTALS.have(&label) { String::new() } else { label.clone() };
                (without_maximum(name, columns), of, own.clone(), time.clone())
            }
            Column::Corrected => (label.clone(), String::new(), own.clone(), String::new()),
            Column::Nothing | Column::Unit => continue,
            Column::Before | Column::Target | Column::Change | Column::Reported => {
                beside.push((at, amount));
                continue;
            }
        };
        if is_progress(&name) || name.is_empty() {
            continue;
        }
        let span = cell.place(&amount.span, source);
        let (value, unit) = (amount.value, amount.unit);
        let is_told_again = matches!(column, Column::Before | Column::Earlier(_));
        let is_with_subject = true;
        let stated = Metric {
            subject,
            name,
            qualifiers,
            value,
            unit,
            time,
            is_told_again,
            is_with_subject,
            ..Metric::default()
        };
        found.push((stated, span));
    }
    // Columns beside the value speak of it only where the row has one, one of the whole time (累计), or one of the time that they name:
    // 五月目标 of 五月实绩.
    static SUMS: Words = Words::of(&[Sense::RunningSum]);
    let is_sum = |stated: &Metric| stated.qualifiers.iter().any(|qualifier| SUMS.have(qualifier));
    let ends = found.iter().map(|(stated, _)| Some(period_of(&stated.time, date(2024, 6, 30))?.to()));
    let latest = ends.enumerate().filter_map(|(at, end)| Some((end?, at))).max().map(|(_, at)| at);
    let is_one = found.iter().filter(|(stated, _)| !stated.is_told_again).count() == 1;
    let sum = found.iter().position(|(stated, _)| !stated.is_told_again && (is_one || is_sum(stated)));
    for (at, mut amount) in beside {
        let is_of = |(stated, _): &(Metric, Span)| !stated.time.is_empty() && heads[at].contains(&stated.time);
        // 12月目标 beside 10月 and 11月: none of these has to meet it.
        let latest = latest.filter(|_| columns[at] == Column::Target);
        let names_a_time = latest.is_some() && first_mention(&heads[at]).is_some();
        let of_time = || found.iter().position(is_of);
        let place = if names_a_time { of_time() } else { sum.or_else(of_time).or(latest) };
        let Some((stated, _)) = place.map(|place| &mut found[place]) else { continue };
        // 目标 1,700 beside 累计(万元).
        let scale = scale.as_ref().filter(|_| amount.unit.is_empty() && !amount.is_counted);
        if let Some((value, scale)) = scale.and_then(|scale| Some((amount.value.checked_mul(scale.value)?, scale))) {
            (amount.value, amount.unit) = (value.normalize(), scale.unit.clone());
        }
        match columns[at] {
            Column::Before if amount.unit == stated.unit => stated.before = Some(amount.value),
            Column::Target if amount.unit == stated.unit => stated.target = Some(amount.value),
            Column::Reported if amount.unit == stated.unit => stated.corrects = Some(amount.value),
            Column::Change => {
                stated.change = Some(amount.value.abs());
                let falls = amount.value.is_sign_negative();
                stated.direction =
                    (!amount.value.is_zero()).then_some(if falls { Direction::Down } else { Direction::Up });
            }
            _ => {}
        }
    }
    found
}
