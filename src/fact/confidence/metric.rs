//! What the form of a metric says of whether it was read rightly: what its name is made of, how the value is written, where it stands.

use rust_decimal::Decimal;

use super::{Confidence, Models, Style, count, depth, flag, line_around, log};
use crate::fact::Metric;
use crate::fact::metric_words::names_a_measure;
use crate::lexicon::{WordSort, word_sorts};
use crate::quantity::{Unit, UnitKind};
use crate::report::{Report, SectionKind};

pub const METRIC_FEATURES: [&str; 47] = [
    "is_item", "is_cell", "is_heading", "name_chars", "line_chars", "name_is_elsewhere", "name_is_set_off", "gap",
    "opens_with_noun", "opens_with_function", "opens_with_verb", "ends_with_noun", "ends_with_verb", "ends_with_latin",
    "ends_with_function", "nouns", "verbs", "functions", "name_has_number", "names_measure", "has_subject",
    "subject_chars", "qualifiers", "is_share", "is_money", "is_time", "is_counted", "is_bare", "decimals", "magnitude",
    "is_like_year", "is_glued", "in_bracket", "ends_clause", "has_before", "has_target_or_part", "has_direction",
    "numbers_in_line", "links", "latin_share", "is_metric_section", "is_with_subject", "has_time", "is_one_word",
    "depth", "share_of_items", "share_of_named_items",
];

/// Adds the confidence of each.
pub(in crate::fact) fn weigh(report: &Report, metrics: &mut [Metric]) {
    let model = &Models::built_in().metric;
    let style = Style::of(report);
    for metric in metrics {
        metric.confidence = Confidence::of(model.probability(&features(report, style, metric)));
    }
}

pub(in crate::fact) fn features(report: &Report, style: Style, metric: &Metric) -> [f32; METRIC_FEATURES.len()] {
    let source = report.source.as_str();
    let Style { items, named } = style;
    let place = line_around(source, &metric.span);
    let line = &source[place.clone()];
    let bare_line = line.trim_start();
    let is_cell = bare_line.starts_with('|');
    let (before, after) = (&source[place.start..metric.span.start], &source[metric.span.end..place.end]);
    let name = metric.name.as_str();
    let sorts: Vec<WordSort> =
        word_sorts(name).into_iter().map(|(_, sort)| sort).filter(|sort| *sort != WordSort::Mark).collect();
    let (first, last) = (sorts.first().copied(), sorts.last().copied());
    let of = |wanted: WordSort| sorts.iter().filter(|sort| **sort == wanted).count();
    let chars = |text: &str| text.chars().count();
    let at = before.rfind(name);
    let gap = at.map(|at| &before[at + name.len()..]);
    let kind = Unit::spelled(&metric.unit).map(|unit| unit.kind);
    let is_share = matches!(metric.unit.as_str(), "%" | "个百分点");
    let is_integer = metric.value.fract().is_zero();
    let years = Decimal::from(1990)..=Decimal::from(2100);
    let glue = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-' | '#' | '@');
    let opened = |open: char, close: char| before.matches(open).count() > before.matches(close).count();
    let letters = line.chars().filter(|c| c.is_alphabetic()).count().max(1);
    let latin = line.chars().filter(char::is_ascii_alphabetic).count();
    let numbers = line
        .split(|c: char| !c.is_ascii_digit() && c != '.')
        .filter(|part| part.contains(|c: char| c.is_ascii_digit()));
    #[expect(clippy::cast_precision_loss, reason = "counts of characters in a line")]
    let latin_share = latin as f32 / letters as f32;
    let whole = metric.value.abs().trunc().to_string();
    let in_metrics = metric.section.iter().any(|heading| SectionKind::of_heading(heading) == SectionKind::Metrics);
    [
        flag(bare_line.starts_with(['-', '*', '+']) || bare_line.starts_with(|c: char| c.is_ascii_digit())),
        flag(is_cell),
        flag(bare_line.starts_with('#')),
        log(chars(name)),
        log(chars(line)),
        flag(at.is_none()),
        flag(gap.is_some_and(|gap| gap.contains(['：', ':', '|']))),
        gap.map_or(f32::NAN, |gap| log(chars(gap))),
        flag(first == Some(WordSort::Noun) || first == Some(WordSort::Latin)),
        flag(first == Some(WordSort::Function)),
        flag(first == Some(WordSort::Verb)),
        flag(last == Some(WordSort::Noun)),
        flag(last == Some(WordSort::Verb)),
        flag(last == Some(WordSort::Latin)),
        flag(last == Some(WordSort::Function)),
        count(of(WordSort::Noun) + of(WordSort::Latin), 4),
        count(of(WordSort::Verb), 3),
        count(of(WordSort::Function), 3),
        flag(name.contains(|c: char| c.is_ascii_digit())),
        flag(names_a_measure(name)),
        flag(!metric.subject.is_empty()),
        log(chars(&metric.subject)),
        count(metric.qualifiers.len(), 3),
        flag(is_share),
        flag(kind == Some(UnitKind::Money)),
        flag(matches!(kind, Some(UnitKind::Time | UnitKind::Calendar))),
        flag(kind == Some(UnitKind::Count)),
        flag(metric.unit.is_empty()),
        count(usize::try_from(metric.value.scale()).unwrap_or(9), 4),
        count(whole.len(), 9),
        flag(is_integer && metric.unit.is_empty() && years.contains(&metric.value)),
        flag(
            !is_cell
                && (before.ends_with(glue) || after.starts_with(|c: char| glue(c) && c != '.' && c != '/' && c != '-')),
        ),
        flag(opened('(', ')') || opened('（', '）')),
        flag(
            after.trim_start().is_empty()
                || after.trim_start().starts_with(['，', '。', '；', ',', ';', '、', '|', '）', ')', '(']),
        ),
        flag(metric.before.is_some() || metric.change.is_some()),
        flag(metric.target.is_some() || metric.of.is_some()),
        flag(metric.direction.is_some()),
        log(numbers.count()),
        flag(line.contains("](") || line.contains("://")),
        latin_share,
        flag(in_metrics),
        flag(metric.is_with_subject),
        flag(!metric.time.is_empty()),
        flag(sorts.len() == 1 && !metric.is_with_subject),
        depth(source, metric.span.start),
        items,
        named,
    ]
}
