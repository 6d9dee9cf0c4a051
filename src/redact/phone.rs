//! Telephone numbers of China's numbering plan: mobile (1, then 3 to 9, eleven digits), landline (area code and seven or
//! eight digits, extension), and 400/800 numbers. Numbers that are asked from everywhere (95xxx, 110) are no secret.

use std::ops::Range;

use super::Kind;
use super::number::{
    Digits, SEPARATORS, digits, ends_with, is_amount, is_called, is_day, is_numbered, is_order, stands_alone,
};
use super::view::{Found, View};
use crate::vocabulary::{Sense, Words};

static LABELS: Words = Words::of(&[Sense::Phone, Sense::DialledNumber]);

/// Those who have a telephone, and what a telephone is known by elsewhere.
static OWNERS: Words = Words::of(&[Sense::Person, Sense::Message, Sense::LoginAccount, Sense::Login]);

/// Countries of neighbours, and how many digits their numbers have.
const NEIGHBOURS: [(&str, usize); 3] = [("852", 8), ("853", 8), ("886", 9)];

/// Words that join an extension to its number.
static EXTENSIONS: Words = Words::of(&[Sense::Extension]);

/// Area codes of four digits as ranges (without the 0): what else begins with a 0 is no telephone.
/// Source: Ministry of Industry and Information Technology, long-distance area codes.
#[rustfmt::skip]
const AREAS: [(u16, u16); 47] = [
    (310, 319), (335, 335), (349, 359), (370, 379), (391, 398), (411, 421), (427, 429), (431, 440), (451, 459),
    (464, 464), (467, 470), (471, 479), (482, 483), (510, 519), (523, 523), (527, 527), (530, 539), (543, 543),
    (546, 546), (550, 566), (570, 580), (591, 599), (631, 635), (660, 663), (668, 668), (691, 692), (701, 701),
    (710, 719), (722, 722), (724, 724), (728, 728), (730, 739), (743, 746), (750, 763), (766, 769), (770, 779),
    (790, 799), (812, 818), (825, 839), (851, 859), (870, 888), (891, 898), (901, 903), (906, 919), (930, 943),
    (951, 955), (970, 999),
];

pub(super) fn find(view: &View, found: &mut Vec<Found>) {
    let mut next = 0;
    for run in view.digit_runs() {
        if run.start < next {
            continue;
        }
        let number = mobile(view, run.start).or_else(|| landline(view, run.start)).or_else(|| service(view, run.start));
        let number = number.or_else(|| abroad(view, run.start));
        if let Some(places) = number.or_else(|| labelled(view, run.start)) {
            next = places.end;
            found.push(Found { places, kind: Kind::Phone });
        }
    }
}

fn has_label(view: &View, start: usize) -> bool {
    ends_with(&view.label(start), LABELS.iter())
}

/// Whether what is around it leaves it a telephone.
fn is_plausible(view: &View, places: &Range<usize>) -> bool {
    stands_alone(view, places)
        && (has_label(view, places.start) || !(is_amount(view, places) || is_order(view, places.start)))
}

fn mobile(view: &View, start: usize) -> Option<Range<usize>> {
    let (from, number) = after_country(view, start);
    let found = digits(view, number, 11, &SEPARATORS)?;
    let is_mobile = found.digits[0] == 1 && found.digits[1] >= 3;
    let usual: &[&[usize]] = &[&[3, 4, 4], &[3, 8], &[7, 4]];
    let rare: &[&[usize]] =
        &[&[4, 4, 3], &[4, 3, 4], &[5, 6], &[3, 3, 5], &[3, 2, 2, 2, 2], &[3, 4, 2, 2], &[3, 3, 3, 2]];
    let places = from..found.places.end;
    let is_named = is_called(view, from, LABELS.iter()) || from < number;
    let is_grouped = match found.separator {
        // 137.39820983 is a degree of longitude.
        Some('.') => found.groups == [3, 4, 4] || found.is_spelled(),
        // Three numbers side by side in a table have these lengths more easily than the usual ones.
        Some(' ') if !is_named => found.is_grouped(usual),
        _ => is_named || found.is_grouped(usual) || found.is_grouped(rare),
    };
    let is_owned = is_named || ends_with(&view.label(from), OWNERS.iter());
    let is_plausible =
        stands_alone(view, &places) && (is_owned || !(is_amount(view, &places) || is_numbered(view, from)));
    (is_mobile && is_grouped && is_plausible).then_some(places)
}

/// A number of a neighbour, or any that begins with `+` and a country's code (E.164): grouped as telephones are, or called
/// one.
fn abroad(view: &View, start: usize) -> Option<Range<usize>> {
    let has_plus = view.before(start) == '+';
    let from = if has_plus { start - 1 } else { start };
    let neighbour = NEIGHBOURS.iter().find(|(code, _)| view.has(start, code));
    let lengths = match neighbour {
        Some((code, count)) => vec![code.len() + count],
        None if has_plus => (9..=15).rev().collect(),
        None => return None,
    };
    let found = lengths.into_iter().find_map(|count| digits(view, start, count, &SEPARATORS))?;
    let places = from..found.places.end;
    let is_named = has_label(view, from);
    let is_shaped = match neighbour {
        Some(_) => (has_plus || found.groups[0] == 3 || is_named) && (2..=9).contains(&found.digits[3]),
        None => is_named || (found.digits[0] != 0 && found.groups.len() >= 3 && found.groups[0] <= 3),
    };
    (is_shaped && is_plausible(view, &places)).then_some(places)
}

/// Where the number begins with its country code, and without: `+86 `, `0086-`, `(+86)`, `86`.
fn after_country(view: &View, start: usize) -> (usize, usize) {
    let code = match (view.has(start, "0086"), view.has(start, "86")) {
        (true, _) => start + 4,
        (_, true) => start + 2,
        _ => return (start, start),
    };
    let mut from = start;
    if view.before(from) == '+' {
        from -= 1;
    }
    let is_enclosed = view.before(from) == '(' && view.at(code) == ')';
    let (from, code) = if is_enclosed { (from - 1, code + 1) } else { (from, code) };
    let number = if SEPARATORS.contains(&view.at(code)) { code + 1 } else { code };
    (from, number)
}

fn landline(view: &View, start: usize) -> Option<Range<usize>> {
    let (from, after) = after_country(view, start);
    let is_abroad = after != start && !view.has(after, "0");
    let area = if is_abroad { after } else { after + 1 };
    if !is_abroad && view.at(after) != '0' {
        return None;
    }
    [3, 2].into_iter().find_map(|width| {
        let code = view.text(area..(area + width).min(view.len()));
        if !is_area(&code) {
            return None;
        }
        let mut from = from;
        let mut local = area + width;
        let is_enclosed = view.before(from) == '(' && view.at(local) == ')';
        if is_enclosed {
            (from, local) = (from - 1, local + 1);
        }
        let is_joined = SEPARATORS.contains(&view.at(local));
        local += usize::from(is_joined);
        let lengths: &[usize] = if width == 2 { &[8] } else { &[8, 7] };
        let number = lengths.iter().find_map(|count| local_number(view, local, *count))?;
        let places = from..extended(view, number.places.end);
        is_plausible(view, &places).then_some(places)
    })
}

fn is_area(code: &str) -> bool {
    match (code.len(), code.parse::<u16>()) {
        (2, Ok(10 | 20..=25 | 27..=29)) => true,
        (3, Ok(code)) => AREAS.iter().any(|(first, last)| (*first..=*last).contains(&code)),
        _ => false,
    }
}

/// Seven or eight digits, the first from 2 to 8, and no day.
fn local_number(view: &View, start: usize, count: usize) -> Option<Digits> {
    let found = digits(view, start, count, &SEPARATORS)?;
    let is_local = (2..=8).contains(&found.digits[0]) && !is_day(&found.digits);
    (is_local && found.is_grouped(&[&[4, 4], &[3, 4]])).then_some(found)
}

/// The end of a number with its extension, if it has one.
fn extended(view: &View, end: usize) -> usize {
    let begins = |at: usize| {
        let stop = view.until(at, |c| !c.is_ascii_digit());
        (1..=6).contains(&(stop - at)).then_some(stop)
    };
    if view.at(end) == '-' {
        return begins(end + 1).unwrap_or(end);
    }
    let word = view.until(end, |c| c != ' ');
    let joined = EXTENSIONS.iter().filter(|joint| view.has(word, joint));
    let stops = joined.filter_map(|joint| begins(view.until(word + joint.chars().count(), |c| c != ' ')));
    stops.max().unwrap_or(end)
}

/// 400 and 800 numbers: ten digits.
fn service(view: &View, start: usize) -> Option<Range<usize>> {
    if !view.has(start, "400") && !view.has(start, "800") {
        return None;
    }
    let found = digits(view, start, 10, &SEPARATORS)?;
    let is_grouped = found.is_grouped(&[&[3, 3, 4], &[3, 4, 3], &[3, 7]]);
    let places = start..extended(view, found.places.end);
    (is_grouped && is_plausible(view, &places)).then_some(places)
}

/// A local number without its area, where a word before says that it is one.
fn labelled(view: &View, start: usize) -> Option<Range<usize>> {
    let found = [8, 7].into_iter().find_map(|count| local_number(view, start, count))?;
    let places = start..extended(view, found.places.end);
    (has_label(view, start) && stands_alone(view, &places) && !is_amount(view, &places)).then_some(places)
}
