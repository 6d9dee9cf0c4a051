//! Lines by what they name: days, and the identifiers of cases (F-0513, INC20250513). What looks back is found without reading all.

use std::collections::HashMap;
use std::hash::Hash;

use super::outcome::days_named;
use super::promised::EvidenceLine;
use crate::calendar::Date;
use crate::text::case_numbers;

/// Lines by a sort of names.
pub(super) struct Naming<'l, K> {
    lines: &'l [EvidenceLine<'l>],
    /// Places of lines, ascending, hence in order of their days.
    of: HashMap<K, Vec<usize>>,
}

impl<'l, K: Eq + Hash> Naming<'l, K> {
    /// `lines` in order of their days.
    fn new(lines: &'l [EvidenceLine<'l>], mut names: impl FnMut(&'l EvidenceLine<'l>) -> Vec<K>) -> Self {
        let mut of: HashMap<K, Vec<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            for name in names(line) {
                let places = of.entry(name).or_default();
                if places.last() != Some(&at) {
                    places.push(at);
                }
            }
        }
        Self { lines, of }
    }

    /// The lines of reports after `date` that name it, as they come.
    pub fn after(&self, name: &K, date: Date) -> impl Iterator<Item = &'l EvidenceLine<'l>> {
        let places = self.of.get(name).map_or(&[][..], Vec::as_slice);
        let later = places.partition_point(|at| self.lines[*at].date <= date);
        places[later..].iter().map(|at| &self.lines[*at])
    }

    /// Whether a report before `date` names it.
    pub fn is_older(&self, name: &K, date: Date) -> bool {
        self.of.get(name).and_then(|places| places.first()).is_some_and(|first| self.lines[*first].date < date)
    }
}

/// By the days that they, or the headings above them, name.
pub(super) fn by_day<'l>(lines: &'l [EvidenceLine<'l>]) -> Naming<'l, Date> {
    let mut above: (&str, Date, Vec<Date>) = ("", Date::MIN, Vec::new());
    Naming::new(lines, |line| {
        if (above.0, above.1) != (&line.heading, line.date) {
            above = (&line.heading, line.date, days_of_heading(&line.heading, line.date));
        }
        line.days.iter().chain(&above.2).copied().collect()
    })
}

/// By the numbers of cases that they, or the headings and items above them, or the line that announces them, name. Only lines that are no incidents
/// themselves are looked for: a later report may call one by its number alone.
pub(super) fn by_code<'l>(lines: &'l [EvidenceLine<'l>]) -> Naming<'l, String> {
    let mut announced: Option<(&EvidenceLine<'_>, Vec<String>)> = None;
    Naming::new(lines, |line| {
        if line.incident.is_some() {
            return Vec::new();
        }
        let mut named = [codes(&line.heading), codes(&line.parent), codes(&line.text)].concat();
        if announces(&line.text) {
            announced = Some((line, named.clone()));
        } else if let Some((_, codes)) = announced.as_ref().filter(|(by, _)| is_below(line, by)) {
            named.extend_from_slice(codes);
        }
        named
    })
}

/// Whether a line says no more than that something follows: 更正如下：.
pub(super) fn announces(text: &str) -> bool {
    text.trim_end().ends_with([':', '：'])
}

fn is_below(line: &EvidenceLine<'_>, announcing: &EvidenceLine<'_>) -> bool {
    line.place.path() == announcing.place.path() && line.heading == announcing.heading
}

/// `跟进：5/20 重复结算单`: the days that a heading names, seen from the day of its report.
pub(super) fn days_of_heading(heading: &str, date: Date) -> Vec<Date> {
    if !heading.contains(|c: char| c.is_ascii_digit()) {
        return Vec::new();
    }
    let periods = days_named(heading, date).into_iter().filter(|period| period.days() == 1);
    periods.map(|period| period.from()).collect()
}

/// The numbers of cases in `text`, each once.
pub(super) fn codes(text: &str) -> Vec<String> {
    let mut found: Vec<String> = case_numbers(text).map(str::to_string).collect();
    found.sort_unstable();
    found.dedup();
    found
}
