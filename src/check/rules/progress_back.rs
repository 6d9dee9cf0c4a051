//! ZB006: a progress that is less than an earlier week's.

use std::collections::{BTreeSet, HashMap};

use rust_decimal::Decimal;

use crate::calendar::day_number;
use crate::check::finding::{Objection, Wording};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::check::words::name_before;
use crate::report::Span;
use crate::text::letters;
use crate::vocabulary::{Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB006", name: "progress-back", is_default: true, needs_earlier: true, run };

const MEMORY_DAYS: i32 = 70;

static REASONS: Words = Words::of(&[Sense::ReasonToRestart]);

/// Stages, and the parts of the work that go through them one after the other.
static STAGES: Words = Words::of(&[
    Sense::PartOfWork,
    Sense::Design,
    Sense::Review,
    Sense::Build,
    Sense::Making,
    Sense::Integration,
    Sense::ToTest,
    Sense::Test,
    Sense::Acceptance,
    Sense::Pilot,
    Sense::Migration,
    Sense::Launch,
    Sense::Release,
    Sense::Install,
    Sense::Trial,
]);

/// Parent, subject, and the name of the progress.
type Key = (String, String, String);

/// A progress with the names that make it one thing over the weeks.
struct Progress {
    key: Key,
    value: Decimal,
    span: Span,
    whole: Span,
}

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let Some(date) = page.reliable_date() else { return Vec::new() };
    let recent = |other: &&&Page| {
        other.report.date.is_some_and(|day| day_number(date) - day_number(day) <= MEMORY_DAYS && day < date)
    };
    let known: Vec<(&Page, HashMap<Key, Vec<Progress>>)> =
        case.earlier.iter().filter(recent).rev().map(|other| (*other, by_key(other))).collect();
    let mut found = Vec::new();
    for now in progresses(page) {
        let before = known.iter().find_map(|(other, all)| Some((*other, only(all, &now.key)?)));
        let Some((other, before)) = before.filter(|(_, before)| now.value < before.value) else { continue };
        let scale = now.value.scale().min(before.value.scale());
        let (text, earlier) = (&page.text[now.whole.clone()], &other.text[before.whole.clone()]);
        let is_less = before.value.checked_sub(now.value).is_some_and(|less| less >= Decimal::new(1, scale));
        if !is_less || REASONS.are_in(text) || stages(text) != stages(earlier) {
            continue;
        }
        let (value, last, name) = (now.value, before.value, other.report.display_name());
        found.push(Objection {
            span: now.span.clone(),
            message: Wording::new(
                format!("进度 {value}%，{name}是 {last}%，倒退了没有说明"),
                format!("progress of {value}%, and {name} says {last}%: it went back without a word of why"),
            ),
            evidence: vec![other.evidence(before.span.start)],
        });
    }
    found
}

/// The one progress of a key; none where a report has two.
fn only<'a>(all: &'a HashMap<Key, Vec<Progress>>, key: &Key) -> Option<&'a Progress> {
    match all.get(key)?.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

fn by_key(page: &Page) -> HashMap<Key, Vec<Progress>> {
    let mut found: HashMap<Key, Vec<Progress>> = HashMap::new();
    for progress in progresses(page) {
        found.entry(progress.key.clone()).or_default().push(progress);
    }
    found
}

fn progresses(page: &Page) -> Vec<Progress> {
    let mut found = Vec::new();
    for milestone in &page.milestones {
        let Some(value) = milestone.progress else { continue };
        let text = &page.text[milestone.span.clone()];
        let Some((at, length)) = percentage(text, value) else { continue };
        let name = letters(name_before(text, at));
        let (subject, parent) = (letters(&milestone.subject), letters(milestone.parent.as_deref().unwrap_or_default()));
        if subject.chars().count() < 2 {
            continue;
        }
        found.push(Progress {
            key: (parent, subject, name),
            value,
            span: milestone.span.start + at..milestone.span.start + at + length,
            whole: milestone.span.clone(),
        });
    }
    found
}

/// The offset and length of `value` as a percentage in `text`.
fn percentage(text: &str, value: Decimal) -> Option<(usize, usize)> {
    text.match_indices(['%', '％']).find_map(|(at, sign)| {
        let head = text[..at].trim_end();
        let start = head.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
        let is_it = head[start..].parse::<Decimal>().is_ok_and(|number| number == value);
        is_it.then_some((start, at + sign.len() - start))
    })
}

fn stages(text: &str) -> BTreeSet<&'static str> {
    STAGES.all_in(text).into_iter().map(|found| found.word).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found_among, silent_among};

    const CODE: &str = "ZB006";

    fn page(date: &str, text: &str) -> String {
        format!("# {date}\n\n## 本周工作\n\n- {text}\n")
    }

    fn check(one: &str, two: &str) -> Vec<(usize, String)> {
        found_among(CODE, &[("a", &page("2023-04-11", one)), ("b", &page("2023-04-18", two))])
    }

    #[test]
    fn less_than_the_week_before_is_found() {
        assert_eq!(check("银行虚户：开发进度60%", "银行虚户：开发进度50%"), [(5, "50%".into())]);
    }

    #[test]
    fn more_or_as_much_and_other_places_are_no_matter() {
        for (one, two) in [
            ("银行虚户：开发进度60%", "银行虚户：开发进度60%"),
            ("银行虚户：开发进度60%", "银行虚户：开发进度61%"),
            ("银行虚户：开发进度60.4%", "银行虚户：开发进度60%"),
            ("银行虚户：开发进度60%", "银行虚户：开发进度50%，因新增两个接口"),
            ("银行虚户：设计进度90%", "银行虚户：开发进度20%"),
            ("银行虚户一期：进度90%", "银行虚户二期：进度20%"),
            ("银行虚户：进度90%", "平安存管：进度20%"),
        ] {
            assert_eq!(check(one, two), [], "{one} → {two}");
        }
    }

    #[test]
    fn only_the_last_report_that_tells_it_counts() {
        let pages = [
            page("2023-04-04", "银行虚户：开发进度80%"),
            page("2023-04-11", "银行虚户：开发进度40%"),
            page("2023-04-18", "银行虚户：开发进度50%"),
        ];
        silent_among(CODE, &[("a", &pages[0]), ("b", &pages[1]), ("c", &pages[2])]);
    }
}
