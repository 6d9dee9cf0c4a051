//! Telephone numbers of China's numbering plan: mobile (1, then 3 to 9, eleven digits), landline (area code and seven or
//! eight digits, extension), and 400/800 numbers. Numbers that are asked from everywhere (95xxx, 110) are no secret.

use std::ops::Range;

use super::Kind;
use super::number::{Digits, digits, ends_with, is_amount, is_day, is_order, stands_alone};
use super::view::{Found, View};

const SEPARATORS: [char; 3] = ['-', ' ', '.'];

#[rustfmt::skip]
const LABELS: [&str; 28] = [
    "手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "座机", "固话", "热线", "致电",
    "拨打", "来电", "号码", "微信", "传真", "tel", "tel.", "phone", "phone no", "phone number", "telephone",
    "mobile", "cell", "call", "called", "contact", "fax",
];

/// How an extension is joined to its number.
const EXTENSIONS: [&str; 11] = ["-", "转", " 转", "分机", " 分机", "分机号", "ext.", " ext. ", " ext.", " ext ", " x"];

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
        if let Some(places) = number.or_else(|| labelled(view, run.start)) {
            next = places.end;
            found.push(Found { places, kind: Kind::Phone });
        }
    }
}

fn has_label(view: &View, start: usize) -> bool {
    ends_with(&view.label(start), &LABELS)
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
    let rare: &[&[usize]] = &[&[4, 4, 3], &[4, 3, 4], &[5, 6], &[3, 3, 5]];
    let places = from..found.places.end;
    // Three numbers side by side in a table have these lengths more easily than the usual ones.
    let is_sure = found.separator == Some('-') || has_label(view, from);
    let is_grouped = match found.separator {
        // 137.39820983 is a degree of longitude.
        Some('.') => found.groups == [3, 4, 4],
        _ => found.is_grouped(usual) || (is_sure && found.is_grouped(rare)),
    };
    (is_mobile && is_grouped && is_plausible(view, &places)).then_some(places)
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
        let is_joined = SEPARATORS.contains(&view.at(local)) && view.at(local) != '.';
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
    let found = digits(view, start, count, &SEPARATORS[..2])?;
    let is_local = (2..=8).contains(&found.digits[0]) && !is_day(&found.digits);
    (is_local && found.is_grouped(&[&[4, 4], &[3, 4]])).then_some(found)
}

/// The end of a number with its extension, if it has one.
fn extended(view: &View, end: usize) -> usize {
    let extension = EXTENSIONS.iter().filter(|joint| view.has(end, joint)).find_map(|joint| {
        let start = end + joint.chars().count();
        let stop = view.until(start, |c| !c.is_ascii_digit());
        (1..=6).contains(&(stop - start)).then_some(stop)
    });
    extension.unwrap_or(end)
}

/// 400 and 800 numbers: ten digits.
fn service(view: &View, start: usize) -> Option<Range<usize>> {
    if !view.has(start, "400") && !view.has(start, "800") {
        return None;
    }
    let found = digits(view, start, 10, &SEPARATORS[..2])?;
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
