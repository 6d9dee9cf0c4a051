//! ZB003: two values for one measure in one report.

use std::collections::HashMap;

use rust_decimal::Decimal;

use crate::calendar::{Expression, mentions};
use crate::check::finding::{Objection, Wording};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::check::statement::PageStatement;
use crate::check::words::name_before;
use crate::fact::{Standing, figures};
use crate::report::{SectionKind, Span};
use crate::text::{letters, part_between};
use crate::vocabulary::{Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB003", name: "two-values", is_default: true, needs_earlier: false, run };

/// A value of now and of the whole, with its name.
struct Measure {
    name: String,
    /// The item above it.
    subject: String,
    value: Decimal,
    unit: String,
    span: Span,
    section: usize,
    kind: SectionKind,
    /// The section sums up the others.
    is_digest: bool,
    /// Nothing behind the unit says of what: 8笔退款 is less than all.
    is_bare: bool,
    is_row: bool,
}

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let measures = measures(page);
    let mut found: Vec<Objection> = Vec::new();
    // By name, and by both ends of the name: an abbreviation keeps them.
    let mut by_name: HashMap<&str, Vec<&Measure>> = HashMap::new();
    let mut by_ends: HashMap<(String, String), Vec<&Measure>> = HashMap::new();
    for measure in &measures {
        let named = by_name.entry(&measure.name).or_default();
        let same = named
            .iter()
            .take(MOST_COMPARED)
            .find(|other| is_same(other, measure) && !is_equal(other.value, measure.value));
        let alike = by_ends.entry(ends(&measure.name)).or_default();
        if let Some(other) = same.copied().or_else(|| shortened(alike, measure)) {
            found.push(objection(page, other, measure));
        }
        named.push(measure);
        alike.push(measure);
    }
    found
}

/// With how many measures of a like name one is compared: a page with more is no report of a week.
const MOST_COMPARED: usize = 64;

/// The measure among those of like ends that `measure` abbreviates, or that abbreviates it.
fn shortened<'a>(alike: &[&'a Measure], measure: &Measure) -> Option<&'a Measure> {
    let is_alike =
        |other: &&&Measure| abbreviates(&other.name, &measure.name) || abbreviates(&measure.name, &other.name);
    let mut candidates = alike.iter().take(MOST_COMPARED).filter(is_alike);
    let first = *candidates.next()?;
    let is_near = first.value.checked_sub(measure.value).is_some_and(|distance| distance.abs() < Decimal::from(5));
    let is_apart = first.section != measure.section && first.unit == "%" && measure.unit == "%";
    let is_only = candidates.all(|other| other.name == first.name);
    (is_near && is_apart && is_only && !is_equal(first.value, measure.value)).then_some(first)
}

/// The first and the last two characters of a name.
fn ends(name: &str) -> (String, String) {
    let letters: Vec<char> = name.chars().collect();
    let tail = letters.len().saturating_sub(2);
    (letters.iter().take(2).collect(), letters[tail..].iter().collect())
}

fn objection(page: &Page, first: &Measure, second: &Measure) -> Objection {
    let written = |measure: &Measure| page.report.source[measure.span.clone()].trim().to_string();
    let (one, other, line) = (written(first), written(second), page.line(first.span.start));
    Objection {
        span: second.span.clone(),
        message: Wording::new(
            format!("同一指标两个值：这里是 {other}，第{line}行是 {one}"),
            format!("two values for one measure: {other} here, {one} in line {line}"),
        ),
        evidence: vec![page.evidence(first.span.start)],
    }
}

fn measures(page: &Page) -> Vec<Measure> {
    let mut found: Vec<Measure> = Vec::new();
    for statement in page.statements.iter().filter(|one| !one.is_row && is_of_now(page, one)) {
        let text = &page.text[statement.span.clone()];
        // The item's own name, else that of the item it is nested in.
        let own = text.split(['：', ':', '，', '。']).next().unwrap_or_default();
        let above = statement.parents.last().map_or("", |parent| &page.text[parent.clone()]);
        for figure in figures(text) {
            let written = name_of(text, figure.span.start);
            let name = bare_name(&letters(&written));
            // The value itself is no part of what it is a value of.
            let own = if written.is_ascii() && figure.span.start < own.len() {
                name.clone()
            } else if figure.span.start < own.len() {
                bare_name(&letters(&own[..figure.span.start]))
            } else {
                letters(own)
            };
            let is_whole = figure.standing == Standing::Now && is_plain(text, &figure.span);
            let value = figure.value;
            if !is_whole || figure.unit.is_empty() || !is_specific(&name) {
                continue;
            }
            let subject = if own == name { String::new() } else { own };
            found.push(Measure {
                name,
                subject: if subject.is_empty() { letters(above) } else { subject },
                value,
                unit: figure.unit.replace('％', "%"),
                span: statement.span.start + figure.span.start..statement.span.start + figure.span.end,
                section: statement.section,
                kind: statement.kind,
                is_digest: is_digest(page, statement.section),
                is_bare: !text[figure.span.end..].starts_with(char::is_alphabetic),
                is_row: false,
            });
        }
    }
    found.extend(in_tables(page));
    found.sort_by_key(|measure| measure.span.start);
    found
}

/// What the rows of tables state of a measure by itself, not of one shop or one day.
fn in_tables(page: &Page) -> impl Iterator<Item = Measure> {
    page.metrics.iter().filter_map(|metric| {
        let row = page.statement_at(metric.span.start).filter(|row| row.is_row && is_of_now(page, row))?;
        let name = bare_name(&letters(&metric.name));
        // A column of a month's is beside what the week says, and no second value of it.
        let is_whole = metric.qualifiers.iter().all(|word| is_this_week(word))
            && !metric.is_of_a_month()
            && metric.target.is_none()
            && metric.change.is_none();
        let subject = letters(&metric.subject);
        let is_own = subject.is_empty() || subject == name;
        (is_whole && is_own && !metric.unit.is_empty() && is_specific(&name)).then(|| Measure {
            name,
            subject: String::new(),
            value: metric.value,
            unit: metric.unit.clone(),
            span: metric.span.clone(),
            section: row.section,
            kind: row.kind,
            is_digest: is_digest(page, row.section),
            is_bare: true,
            is_row: true,
        })
    })
}

/// The words before a value: its clause where they are English, which has spaces.
fn name_of(text: &str, at: usize) -> String {
    let name = name_before(text, at);
    if name.is_empty() || !name.is_ascii() {
        return name.to_string();
    }
    let clause = part_between(text, &(at..at), &['，', '。', '；', ';', '\n', ',', '(', '（', '|']);
    let words: Vec<&str> = text[clause.start..at].split([' ', ':', '*', '-']).filter(|word| !word.is_empty()).collect();
    let is_joint =
        |word: &str| ["the", "our", "this", "week", "weeks", "was", "is", "were", "at", "of"].contains(&word);
    let words: Vec<String> = words.into_iter().map(str::to_lowercase).filter(|word| !is_joint(word)).collect();
    words.join("")
}

/// A name without the words for now and for the whole, and with one word for how far something is.
fn bare_name(name: &str) -> String {
    static TIMES: Words = Words::of(&[Sense::OwnTime, Sense::CurrentTime]);
    let mut bare = name;
    while let Some(word) = TIMES.beginning(bare) {
        bare = &bare[word.span.end..];
    }
    for whole in ["总体", "整体", "共"] {
        bare = bare.strip_prefix(whole).unwrap_or(bare);
    }
    for done in ["完成率", "完成度", "已完成", "完成"] {
        if let Some(work) = bare.strip_suffix(done).filter(|work| work.chars().count() >= 4) {
            return format!("{work}进度");
        }
    }
    bare.to_string()
}

fn is_of_now(page: &Page, statement: &PageStatement) -> bool {
    speaks_of_now(statement.kind) || (statement.kind == SectionKind::Reflection && is_digest(page, statement.section))
}

fn speaks_of_now(kind: SectionKind) -> bool {
    !matches!(
        kind,
        SectionKind::Incidents
            | SectionKind::Plan
            | SectionKind::FollowUp
            | SectionKind::Daily
            | SectionKind::Reflection
    )
}

/// Matches one name under one item, and a long name anywhere.
fn is_same(one: &Measure, other: &Measure) -> bool {
    let is_long = one.name.chars().count() >= 6 && one.unit == "%";
    // A short name may be that of another project's.
    let is_elsewhere = one.section != other.section && one.name.chars().count() < 6;
    let is_apart = one.kind != other.kind || one.is_digest || other.is_digest;
    let is_told_twice = is_apart && (is_measure(&one.name) || (one.is_bare && other.is_bare));
    let is_short = one.name.chars().count() < LEAST_NAME_CHARS;
    one.name == other.name
        && (!(is_elsewhere || is_short) || is_told_twice)
        && !(is_short && one.section == other.section)
        && one.unit == other.unit
        && match (one.is_row, other.is_row) {
            (false, false) => {
                one.subject == other.subject || ((is_long || is_told_twice) && one.section != other.section)
            }
            // Two rows may be two weeks or two shops.
            (true, true) => false,
            _ => is_long || is_measure(&one.name),
        }
}

/// Whether a name says by its end that it is measured: 出勤率, 门诊量, 在岗人数.
fn is_measure(name: &str) -> bool {
    name.ends_with(['率', '量', '数', '额', '度']) || name.ends_with("rate")
}

/// Whether the two are one number, written to different places.
fn is_equal(one: Decimal, other: Decimal) -> bool {
    let scale = one.scale().min(other.scale());
    one.checked_sub(other).is_some_and(|distance| distance.abs() < Decimal::new(1, scale))
}

/// Words that a name may have and say nothing of what is measured.
static GENERIC: Words = Words::of(&[Sense::GenericMeasure]);

/// A shorter name is that of many things.
const LEAST_NAME_CHARS: usize = 4;

/// Whether the heading of a section says that it sums up.
fn is_digest(page: &Page, section: usize) -> bool {
    static DIGESTS: Words = Words::of(&[Sense::Digest]);
    let heading = page.report.sections.get(section).and_then(|section| section.heading.clone());
    heading.is_some_and(|heading| DIGESTS.are_in(&page.text[heading]))
}

fn is_specific(name: &str) -> bool {
    let rest = GENERIC.iter().fold(name.to_string(), |name, word| name.replace(word, ""));
    let least = if is_measure(name) { LEAST_NAME_CHARS - 1 } else { LEAST_NAME_CHARS };
    name.chars().count() >= least && rest.chars().count() >= 2 && rest.chars().any(char::is_alphabetic)
}

/// Whether `short` is `long` without some words in the middle: both ends are kept, two characters of each at least.
fn abbreviates(short: &str, long: &str) -> bool {
    let (few, many): (Vec<char>, Vec<char>) = (short.chars().collect(), long.chars().collect());
    if few.len() < 5 || few.len() + 2 > many.len() || few.len() + 8 < many.len() {
        return false;
    }
    let head = few.iter().zip(&many).take_while(|(one, other)| one == other).count();
    let tail = few.iter().rev().zip(many.iter().rev()).take_while(|(one, other)| one == other).count();
    head >= 2 && tail >= 2 && head + tail >= few.len() && head < few.len() && tail < few.len()
}

/// Whether nothing in the clause makes it the value of another time, of a part, or a guess.
fn is_plain(text: &str, span: &Span) -> bool {
    static OTHERS: Words = Words::of(&[Sense::OtherValue]);
    let clause = &text[part_between(text, span, &['，', '。', '；', ';', '\n'])];
    let has_time = mentions(clause).into_iter().any(|mention| {
        mention
            .reading
            .is_ok_and(|reading| !matches!(reading, Expression::Year(_)) && !is_this_week(&clause[mention.span]))
    });
    // What is in brackets stands beside the value: （去年94%）.
    let opened = text[..span.start].matches(['（', '(']).count();
    let closed = text[..span.start].matches(['）', ')']).count();
    !has_time && opened <= closed && !OTHERS.are_in(clause)
}

fn is_this_week(time: &str) -> bool {
    ["本周", "这周", "目前", "当前"].iter().any(|word| time.contains(word))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found, silent};

    const CODE: &str = "ZB003";

    fn page(first: &str, second: &str) -> String {
        format!("# 第16周 2023-04-11\n\n## 本周工作\n\n- {first}\n\n## 问题与风险\n\n- {second}\n")
    }

    #[test]
    fn two_values_for_one_name_are_found() {
        let text = page("出金有效成功率：99.97%", "出金有效成功率 99.79%，要关注");
        assert_eq!(found(CODE, &text), [(9, "99.79%".into())]);
        let text = "# 第16周\n\n## 运行数据\n\n- 出金有效成功率：99.97%\n- 出金有效成功率：99.79%\n";
        assert_eq!(found(CODE, text), [(6, "99.79%".into())]);
    }

    #[test]
    fn a_name_with_fewer_words_is_the_same_in_another_section() {
        let text = page("Hive数仓建设总进度：59%，迁移56.71%", "敏感字段方案定不下来，Hive总进度60%看着没动");
        assert_eq!(found(CODE, &text), [(9, "60%".into())]);
    }

    #[test]
    fn values_of_other_times_parts_and_things_are_not_compared() {
        for (one, other) in [
            ("出金有效成功率：99.97%", "出金有效成功率上周99.79%"),
            ("出金有效成功率：99.97%", "6/15 出金有效成功率 98.1%"),
            ("出金有效成功率：99.97%", "出金有效成功率最低98.1%"),
            ("出金有效成功率：99.97%", "出金有效成功率目标99.99%"),
            ("出金有效成功率：99.97%", "入金有效成功率：99.99%"),
            ("出金有效成功率：99.97%", "出金有效成功率99.971%"),
            ("出金有效成功率：99.971%", "出金有效成功率约99.9%"),
            ("甲系统：进度50%", "乙系统：进度70%"),
            ("拉卡拉总进度：50%", "拉卡拉收银台开发总进度：80%"),
            ("处理工单5笔", "处理工单8笔退款"),
        ] {
            silent(CODE, &page(one, other));
        }
    }

    #[test]
    fn a_column_of_months_is_no_second_value_of_the_week() {
        silent(
            CODE,
            "# 第16周\n\n- 网上立案率：68.8%\n\n| 指标 | 2 月 | 3 月 |\n|--|--|--|\n| 网上立案率 | 63.3% | 67.4% |\n",
        );
    }

    #[test]
    fn a_part_beside_its_whole_is_another_measure() {
        silent(CODE, "# 第16周\n\n## 本周工作\n\n- 拉卡拉总进度：79%\n- 拉卡拉收银台总进度：80%\n");
    }

    #[test]
    fn a_table_that_disagrees_with_the_text_is_found() {
        let text = "# 第16周\n\n- 出金有效成功率：99.97%\n\n| 指标 | 本周 |\n|--|--|\n| 出金有效成功率 | 99.79% |\n";
        assert_eq!(found(CODE, text), [(7, "99.79%".into())]);
        silent(CODE, &text.replace("99.79%", "99.97%"));
        silent(CODE, &text.replace("本周", "上周"));
    }

    #[test]
    fn rows_of_a_table_are_not_compared() {
        silent(CODE, "# 第16周\n\n| 店 | 出金成功率 |\n|--|--|\n| 甲 | 出金成功率 98% |\n| 乙 | 出金成功率 97% |\n");
    }
}
