//! Duties that come back in the same weeks of a year, half-year, quarter or month, by lines of earlier reports that
//! name such a time.

use super::alike::{alike, speaks_of};
use super::candidate::{Candidate, points};
use super::line;
use super::material::{Material, may_be};
use super::model::{Factor, Ground, Season};
use super::week::plus_days;
use crate::calendar::{Date, Expression, mentions};
use crate::fact::marked_sentences;
use crate::record::{PassageRecord, Place};
use crate::report::{SectionKind, mark_length};
use crate::thread::Phrase;
use crate::vocabulary::{Sense, Words};

/// In characters.
const LEAST_CHARS: usize = 4;
const LONGEST_CHARS: usize = 24;

static YEARLY: Words = Words::of(&[Sense::Yearly]);

/// Tolerance of the same week of another year, quarter or month, in days.
const NEAR_YEAR_DAYS: i32 = 8;
const NEAR_QUARTER_DAYS: i32 = 8;
const NEAR_MONTH_DAYS: i32 = 5;

/// One to three months, a half-year, one to three years: nothing further off is looked at.
const SEASONS_DAYS: [i32; 7] = [30, 61, 91, 182, 365, 730, 1095];

/// One month before is chance.
const LEAST_MONTHS: usize = 2;

/// A duty mentioned this shortly before the week is not proposed.
const JUST_TOLD_DAYS: i32 = 20;

const SEASONAL: u32 = 14;

/// A line of an earlier report that names a duty.
struct Duty {
    /// Without the names of its month, quarter and year.
    text: Phrase<'static>,
    /// The middle of the week that it is of.
    day: Date,
    place: Place,
    names_month: bool,
}

pub(super) fn candidates(material: &Material<'_>) -> Vec<Candidate> {
    let middle = plus_days(material.target.days.from(), 3);
    let is_of_the_season = |duty: &Duty| {
        let ago = (middle - duty.day).get_days();
        SEASONS_DAYS.iter().any(|days| (ago - days).abs() <= NEAR_YEAR_DAYS)
    };
    let duties: Vec<Duty> = material.passages.iter().flat_map(duties).filter(is_of_the_season).collect();
    let mut found: Vec<(&Phrase<'_>, Candidate)> = Vec::new();
    for duty in &duties {
        if found.iter().any(|(text, _)| alike(text, &duty.text, material.last) || ***text == *duty.text) {
            continue;
        }
        let same: Vec<&Duty> = duties
            .iter()
            .filter(|other| {
                may_be(other.place.author(), duty.place.author())
                    && (*other.text == *duty.text || alike(&other.text, &duty.text, material.last))
            })
            .collect();
        let Some((season, seen)) = season(&same, middle) else { continue };
        let recent = plus_days(material.target.days.from(), -JUST_TOLD_DAYS);
        let mut since = material.sentences_after(recent, &duty.place);
        if since.any(|sentence| sentence.text.contains(&*duty.text) || speaks_of(&sentence.text, &duty.text)) {
            continue;
        }
        let places = seen.iter().map(|duty| duty.place.clone()).collect();
        let seen = seen.iter().map(|duty| duty.place.report().to_string()).collect();
        let ground = Ground::Seasonal { season, seen };
        let text = line::as_written(&duty.text);
        let candidate = Candidate::new(text, ground, places, vec![points(Factor::Seasonal, SEASONAL)]);
        found.push((&duty.text, candidate));
    }
    found.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The season in which the duty is due on `middle`, and when it was seen; the year before the quarter, that before the month.
fn season<'d>(same: &[&'d Duty], middle: Date) -> Option<(Season, Vec<&'d Duty>)> {
    let ago = |duty: &Duty| (middle - duty.day).get_days();
    let near = |days: i32, wanted: i32, most: i32| (days - wanted).abs() <= most;
    let of = |is: &dyn Fn(i32) -> bool| -> Vec<&'d Duty> {
        let mut seen: Vec<&Duty> = Vec::new();
        for duty in same.iter().filter(|duty| is(ago(duty))) {
            if seen.iter().all(|known| known.place.report_id() != duty.place.report_id()) {
                seen.push(duty);
            }
        }
        seen
    };
    let is_of = |word: &str| same.iter().any(|duty| duty.text.contains(word));
    let is_yearly = YEARLY.iter().any(is_of);
    let years = of(&|days| (1..=3).any(|years| near(days, 365 * years, NEAR_YEAR_DAYS)));
    if is_yearly && !years.is_empty() {
        return Some((Season::Year, years));
    }
    let halves = of(&|days| near(days, 182, NEAR_QUARTER_DAYS));
    if is_of("半年") && !halves.is_empty() {
        return Some((Season::HalfEnd, halves));
    }
    let quarters = of(&|days| near(days, 91, NEAR_QUARTER_DAYS));
    if (is_of("季") || is_of("quarter")) && !quarters.is_empty() {
        return Some((Season::QuarterEnd, quarters));
    }
    let months = of(&|days| (1..=3).any(|months| near(days, 30 * months + months / 2, NEAR_MONTH_DAYS)));
    let is_monthly = is_of("月结") || is_of("月末") || is_of("月度") || same.iter().all(|duty| duty.names_month);
    let first = months.first()?;
    let spread = months.iter().map(|duty| (duty.day - first.day).get_days()).max()?;
    (is_monthly && months.len() >= LEAST_MONTHS && spread > 20).then_some((Season::MonthEnd, months))
}

/// The short lines of a passage that name a duty.
fn duties(passage: &PassageRecord) -> Vec<Duty> {
    let Some(date) = passage.date().filter(|_| !passage.covered) else { return Vec::new() };
    let (days, is_read) = match passage.section_kind {
        SectionKind::Plan => (4, true),
        SectionKind::Progress | SectionKind::Other | SectionKind::Metrics => (-3, true),
        _ => (0, false),
    };
    if !is_read || passage.incident.is_some() {
        return Vec::new();
    }
    let spans = marked_sentences(&passage.text, 0..passage.text.len());
    let lines = spans.into_iter().map(|span| {
        let text = passage.text[span].trim();
        text[mark_length(text)..].trim()
    });
    lines
        .filter(|text| !text.starts_with('|'))
        .filter_map(|text| {
            // What it came to is not the duty.
            let named = text.split(['：', ':', '，', ',']).next().unwrap_or(text);
            let (text, names_month) = without_names(&line::clean(named));
            let length = text.chars().count();
            let is_duty = names_month || YEARLY.are_in(&text) || text.contains("月度");
            let is_short = (LEAST_CHARS..=LONGEST_CHARS).contains(&length);
            (is_duty && is_short).then(|| Duty {
                text: Phrase::new(text),
                day: plus_days(date, days),
                place: Place::new(passage),
                names_month,
            })
        })
        .collect()
}

/// Without the year, the month and the number of the quarter, and whether a month was named.
fn without_names(text: &str) -> (String, bool) {
    let mut kept = String::with_capacity(text.len());
    let (mut end, mut names_month) = (0, false);
    for mention in mentions(text) {
        let name = match mention.reading {
            Ok(Expression::Quarter { .. }) if text[mention.span.clone()].contains('季') => "季度",
            Ok(Expression::Month { .. }) => "",
            Ok(Expression::Year(_)) => "",
            _ => continue,
        };
        names_month |= matches!(mention.reading, Ok(Expression::Month { .. }));
        kept.push_str(&text[end..mention.span.start]);
        kept.push_str(name);
        end = mention.span.end;
    }
    kept.push_str(&text[end..]);
    (kept.trim().to_string(), names_month)
}

#[cfg(test)]
mod tests {
    use super::without_names;

    #[test]
    fn a_duty_is_named_without_its_month_quarter_and_year() {
        assert_eq!(without_names("5月分摊成本核对"), ("分摊成本核对".to_string(), true));
        assert_eq!(without_names("二季度目标拆解"), ("季度目标拆解".to_string(), false));
        assert_eq!(without_names("2024年OKR初稿"), ("OKR初稿".to_string(), false));
        assert_eq!(without_names("门禁换代"), ("门禁换代".to_string(), false));
    }
}
