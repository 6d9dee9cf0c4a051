//! Number plates. Source: GA 36: a province's character, a letter, then five signs (six for new energy), without I and O; the
//! last one may say what the car is for.

use super::Kind;
use super::number::is_about;
use super::view::{Found, View};
use crate::vocabulary::{Sense, Words};

const PROVINCES: &str = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼使";

/// Characters that begin or end other words as easily (更新, 云): without a mark or a word about cars they are no provinces.
const WORDS: &str = "云新青宁贵吉";

static LABELS: Words = Words::of(&[Sense::Plate]);

pub(super) fn find(view: &View, found: &mut Vec<Found>) {
    for start in (0..view.len()).filter(|place| PROVINCES.contains(view.at(*place))) {
        let is_letter = |c: char| c.is_ascii_uppercase() && !matches!(c, 'I' | 'O');
        if !is_letter(view.at(start + 1)) {
            continue;
        }
        let is_marked = matches!(view.at(start + 2), '·' | '-' | '.' | ' ');
        let from = start + 2 + usize::from(is_marked);
        let end = view.until(from, |c| !is_letter(c) && !c.is_ascii_digit());
        let last = usize::from(matches!(view.at(end), '挂' | '学' | '警' | '港' | '澳' | '领'));
        let is_plate = matches!(end - from + last, 5 | 6)
            && !view.at(end).is_ascii_alphanumeric()
            && (from..end).filter(|place| view.at(*place).is_ascii_digit()).count() >= 2;
        let places = start..end + last;
        let is_sure =
            view.at(start + 2) == '·' || !WORDS.contains(view.at(start)) || is_about(view, &places, LABELS.iter());
        if is_plate && is_sure {
            found.push(Found { places, kind: Kind::Plate });
        }
    }
}
