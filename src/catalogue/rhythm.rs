//! How often the reports of a series come, read from their dates: the course of rhythms that explains the gaps between them with
//! the fewest changes and the fewest missing reports. A series is one author's, and of one kind where file names differ by kind.

use std::collections::HashMap;

use crate::calendar::{Date, Weekday, mentions_in_question};
use crate::record::ReportRecord;

/// How often a report comes. An occasional page of a day has the usual rhythm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Rhythm {
    /// Every working day.
    Daily,
    #[default]
    Weekly,
    Fortnightly,
    /// About the 1st and the 16th.
    HalfMonthly,
    Monthly,
}

const ALL: [Rhythm; 5] = [Rhythm::Weekly, Rhythm::Fortnightly, Rhythm::HalfMonthly, Rhythm::Monthly, Rhythm::Daily];

/// What a rhythm other than the usual one costs at the beginning, and a change of rhythm later on.
const FIRST_COST: f64 = 2.5;
const CHANGE_COST: f64 = 3.0;

/// What a report costs that is not of the rhythm's length by its own word: a week's label, or the days it states to cover.
const STATED_COST: f64 = 4.0;

/// What a gap costs in which reports are missing, and one in which only one of a weekly series is: the length of a long silence says
/// nothing of a rhythm.
const MISSING_COST: f64 = 1.5;
const ONE_WEEK_MISSING_COST: f64 = 1.0;

/// What a gap costs that is half a step off.
const OFF_COST: f64 = 2.0;

/// Fewer reports of one kind are no series of their own.
const LEAST_OF_A_KIND: usize = 3;

/// Fewer daily pages than this have no rhythm, nor have those of fewer working days than half.
const LEAST_DAILY: usize = 5;

type Dated<'a> = (Date, usize, &'a ReportRecord);

/// The rhythm at each record and the kind of its page (empty without a date), in the order of `records`, which are sorted by date.
pub(super) fn rhythms(records: &[(Option<Date>, ReportRecord)]) -> Vec<(Rhythm, String)> {
    let mut found = vec![(Rhythm::default(), String::new()); records.len()];
    let mut series: HashMap<(Option<&str>, bool, String), Vec<Dated<'_>>> = HashMap::new();
    for (at, (date, record)) in records.iter().enumerate() {
        let Some(date) = date else { continue };
        found[at].1 = kind_of_page(&record.path);
        let key = (record.author.as_deref(), is_of_a_day(record), found[at].1.clone());
        series.entry(key).or_default().push((*date, at, record));
    }
    let mut rest: HashMap<(Option<&str>, bool), Vec<Dated<'_>>> = HashMap::new();
    let mut whole: Vec<(bool, Vec<Dated<'_>>)> = Vec::new();
    for ((author, of_a_day, _), reports) in series {
        if reports.len() < LEAST_OF_A_KIND {
            rest.entry((author, of_a_day)).or_default().extend(reports);
        } else {
            whole.push((of_a_day, reports));
        }
    }
    whole.extend(rest.into_iter().map(|((_, of_a_day), reports)| (of_a_day, reports)));
    for (of_a_day, mut reports) in whole {
        reports.sort_by_key(|(date, at, _)| (*date, *at));
        let read = if of_a_day { of_pages(&reports) } else { of_reports(&reports) };
        for ((_, at, _), rhythm) in reports.iter().zip(read) {
            found[*at].0 = rhythm;
        }
    }
    found
}

/// Whether a page says that it is about one day.
pub(super) fn is_of_a_day(record: &ReportRecord) -> bool {
    record.stated_coverage().is_some_and(|period| period.days() == 1)
}

/// The words of a file's name beside its times: `质量周报` of `质量周报_W08_20250221.md`.
fn kind_of_page(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let mut stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_string();
    for mention in mentions_in_question(&stem).iter().rev() {
        stem.replace_range(mention.span.clone(), "");
    }
    // The page's id that an export adds: each page would be of a kind of its own.
    let is_id = |word: &&str| word.len() >= SHORTEST_ID && word.chars().all(|c| c.is_ascii_alphanumeric());
    let words = stem.split(|c: char| !c.is_alphanumeric()).filter(|word| !is_id(word));
    let parts = words.flat_map(|word| word.split(|c: char| !c.is_alphabetic())).filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" ")
}

/// Characters of an id.
const SHORTEST_ID: usize = 20;

/// Pages of single days are daily where they are regular.
fn of_pages(pages: &[Dated<'_>]) -> Vec<Rhythm> {
    let mut days: Vec<Date> = pages.iter().map(|(date, ..)| *date).collect();
    days.dedup();
    let working = days.first().zip(days.last()).map_or(0, |(first, last)| working_days(*first, *last) + 1);
    let is_regular = days.len() >= LEAST_DAILY && days.len() * 2 >= working;
    vec![if is_regular { Rhythm::Daily } else { Rhythm::default() }; pages.len()]
}

/// The cheapest course of rhythms (Viterbi): each report has the rhythm of the gap before it, the first that of the second.
fn of_reports(reports: &[Dated<'_>]) -> Vec<Rhythm> {
    let mut costs = ALL.map(|rhythm| if rhythm == Rhythm::default() { 0.0 } else { FIRST_COST });
    let mut came_from: Vec<[usize; ALL.len()]> = Vec::with_capacity(reports.len());
    for (at, (date, _, record)) in reports.iter().enumerate() {
        let mut next = costs;
        let mut from: [usize; ALL.len()] = std::array::from_fn(|state| state);
        if let Some((before, ..)) = at.checked_sub(1).map(|last| reports[last]).filter(|(before, ..)| before < date) {
            for (state, rhythm) in ALL.into_iter().enumerate() {
                let change = |other: usize| costs[other] + if other == state || at == 1 { 0.0 } else { CHANGE_COST };
                let reachable = (0..ALL.len()).filter(|other| at > 1 || *other == state);
                let best = reachable.min_by(|one, other| change(*one).total_cmp(&change(*other))).unwrap_or(state);
                (next[state], from[state]) = (change(best) + gap_cost(rhythm, before, *date), best);
            }
        }
        for (cost, rhythm) in next.iter_mut().zip(ALL) {
            *cost += stated_cost(rhythm, record);
        }
        costs = next;
        came_from.push(from);
    }
    let mut state = (0..ALL.len()).min_by(|one, other| costs[*one].total_cmp(&costs[*other])).unwrap_or(0);
    let mut read = Vec::with_capacity(reports.len());
    for from in came_from.iter().rev() {
        read.push(ALL[state]);
        state = from[state];
    }
    read.reverse();
    read
}

fn gap_cost(rhythm: Rhythm, before: Date, date: Date) -> f64 {
    let steps = rhythm.steps(before, date);
    let whole = steps.round().max(1.0);
    let off = OFF_COST * ((steps - whole).abs() * 2.0).min(1.0).powi(2);
    match whole {
        ..2.0 => off,
        2.0 if rhythm == Rhythm::Weekly => ONE_WEEK_MISSING_COST + off,
        2.0 => MISSING_COST + off,
        _ => MISSING_COST,
    }
}

fn stated_cost(rhythm: Rhythm, record: &ReportRecord) -> f64 {
    let days = record.stated_coverage().map(|period| period.days());
    let fits_days = days.is_none_or(|days| match rhythm {
        Rhythm::Daily => days == 1,
        Rhythm::Weekly => days <= 10,
        Rhythm::Fortnightly | Rhythm::HalfMonthly => (11..=20).contains(&days),
        Rhythm::Monthly => days > 20,
    });
    let fits_label = record.label().is_none() || matches!(rhythm, Rhythm::Weekly | Rhythm::Fortnightly);
    if fits_days && fits_label { 0.0 } else { STATED_COST }
}

impl Rhythm {
    /// A gap between two reports that is longer means that one is missing, not that the later one covers it all.
    pub(super) fn longest_gap_days(self) -> u32 {
        match self {
            Self::Daily | Self::Weekly => 10,
            Self::Fortnightly | Self::HalfMonthly => 20,
            Self::Monthly => 45,
        }
    }

    /// How many steps of the rhythm lie between two days.
    fn steps(self, from: Date, to: Date) -> f64 {
        let days = f64::from((to - from).get_days());
        match self {
            Self::Daily => working_days(from, to) as f64,
            Self::Weekly => days / 7.0,
            Self::Fortnightly => days / 14.0,
            Self::HalfMonthly => half_months(to) - half_months(from),
            Self::Monthly => months(to) - months(from),
        }
    }
}

/// Days from Monday to Friday after `from` up to `to`.
fn working_days(from: Date, to: Date) -> usize {
    let days = from.series(jiff::Span::new().days(1)).skip(1).take_while(|day| *day <= to);
    days.filter(|day| is_working_day(*day)).count()
}

pub(super) fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Months since year 0, and the part of the month that is over.
fn months(day: Date) -> f64 {
    f64::from(day.year()) * 12.0 + f64::from(day.month()) + f64::from(day.day() - 1) / f64::from(day.days_in_month())
}

/// As [`months`] in halves, the second of which begins on the 16th.
fn half_months(day: Date) -> f64 {
    let month = (f64::from(day.year()) * 12.0 + f64::from(day.month())) * 2.0;
    match day.day() {
        first @ ..=15 => month + f64::from(first - 1) / 15.0,
        second => month + 1.0 + f64::from(second - 16) / f64::from(day.days_in_month() - 15),
    }
}

#[cfg(test)]
mod tests {
    use super::kind_of_page;

    #[test]
    fn pages_of_one_kind_differ_by_their_times_and_ids() {
        for path in
            ["r/网络组周报-0425.md", "网络组周报-0718.md", "网络组周报 2025-06-20 0123456789abcdef0123456789abcdef.md"]
        {
            assert_eq!(kind_of_page(path), "网络组周报", "{path}");
        }
        assert_eq!(kind_of_page("第26周 2023-06-20.md"), "");
        assert_eq!(kind_of_page("2025-W21_数据中心与平台.md"), "数据中心与平台");
        assert_eq!(kind_of_page("2025-06-06 SIU weekly.md"), "SIU weekly");
    }
}
