//! What several reports of a period say of one matter: a later line is about the matter of an earlier one where they share what few lines
//! have.

use std::collections::HashMap;

use uuid::Uuid;

use super::unit::Unit;
use crate::calendar::Date;
use crate::text::{fold, is_han};
use crate::vocabulary::{Sense, Words};

/// What is shared, each part from 0 (every line has it) to 1 (no other line has it), comes to so much together.
const LEAST_SHARED: f32 = 1.2;

/// One of the parts is among the first letters of one of the lines, what it speaks of, and not far behind in the other.
const SUBJECT_LETTERS: usize = 12;
const MENTION_LETTERS: usize = 20;

/// A part that is shared alone: so rare, and first in both lines; or rarer, and among their first letters.
const LEAST_FIRST: f32 = 0.6;
const LEAST_ALONE: f32 = 0.75;
const FIRST_LETTERS: usize = 3;

/// Letters that a colon counts for: what stands behind it is said of what stands before.
const COLON_LETTERS: usize = 4;

/// A later line is taken instead of the likest one from this share of its likeness on.
const ABOUT_AS_LIKE: f32 = 0.8;

/// What one line in so many has is a word of the trade; of a long period what so many have, which also bounds the time.
const COMMON_SHARE: usize = 8;
const COMMON_LEAST: usize = 8;
const COMMON_MOST: usize = 64;

/// Characters of a part.
const PART: usize = 3;

/// What counts or dates is no name: 第三次, 九月份.
const COUNTS: &str = "第一二三四五六七八九十两几年月周日";

static GENERIC: Words = Words::of(&[Sense::GenericLine]);

/// Three ideographs in a row (two where a line begins with them) or a Latin word, and how many letters stand before it, digits not counted.
type Parts = HashMap<String, usize>;

fn parts(text: &str) -> Parts {
    let folded = fold(&GENERIC.replaced(without_speaker(text), " "));
    let mut found = Parts::new();
    let mut at = 0;
    for run in folded.split_inclusive(|c: char| !c.is_alphanumeric() && c != '#') {
        let ends_with_colon = run.ends_with([':', '：']);
        let run = run.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '#');
        // #13, 2#: the number of a machine.
        let number = run.trim_start_matches(|c: char| !c.is_ascii_digit() && c != '#');
        let number = &number[..number.find(|c: char| !c.is_ascii_digit() && c != '#').unwrap_or(number.len())];
        if number.len() > 1 && number.contains('#') {
            found.entry(number.to_string()).or_insert(at);
        }
        let letters: Vec<char> = run.chars().collect();
        let mut from = 0;
        while from < letters.len() {
            let kind = is_han(letters[from]);
            let length = letters[from..].iter().take_while(|c| is_han(**c) == kind).count();
            let piece = &letters[from..from + length];
            if kind && at == 0 && length > 1 {
                // 学生 of 学生助理 is part of a name.
                found.insert(piece[..2].iter().collect(), usize::from(length > 2));
            }
            if kind {
                let parts = piece.windows(PART).enumerate();
                for (step, part) in parts.filter(|(_, part)| !part.iter().any(|c| COUNTS.contains(*c))) {
                    found.entry(part.iter().collect()).or_insert(at + step);
                }
            } else if length >= PART && piece.iter().any(|c| c.is_alphabetic()) {
                found.entry(piece.iter().collect()).or_insert(at);
            }
            at += piece.iter().filter(|c| c.is_alphabetic()).count();
            from += length;
        }
        at += if ends_with_colon { COLON_LETTERS } else { 0 };
    }
    found
}

/// Whether one of two lines begins with what the other has as well.
pub(in crate::rollup) fn share_a_subject(one: &str, other: &str) -> bool {
    let others = parts(other);
    parts(one).iter().any(|(part, at)| others.get(part).is_some_and(|there| (*at).min(*there) < FIRST_LETTERS))
}

/// What two lines share.
#[derive(Default)]
struct Shared {
    sum: f32,
    count: usize,
    is_subject: bool,
    is_alone: bool,
}

impl Shared {
    fn is_enough(&self) -> bool {
        self.is_alone || self.is_subject && self.count > 1 && self.sum >= LEAST_SHARED
    }
}

/// What is said behind `郭部问：`: who says it is no matter.
fn without_speaker(text: &str) -> &str {
    let (speaker, said) = text.split_once([':', '：']).unwrap_or_default();
    let speaks = speaker.ends_with(['问', '答', '说']) && speaker.chars().count() <= LONGEST_SPEAKER;
    if speaks { said } else { text }
}

/// Characters of who speaks, at most.
const LONGEST_SPEAKER: usize = 8;

/// Lines whose parts are known, and how rare those are.
pub(super) struct Matters {
    parts: Vec<Parts>,
    having: HashMap<String, Vec<usize>>,
}

impl Matters {
    pub fn of(units: &[Unit<'_>]) -> Self {
        let mut beside: HashMap<(Uuid, &str), usize> = HashMap::new();
        for unit in units {
            *beside.entry((unit.passage.report, &unit.about)).or_default() += 1;
        }
        // The name of a parent says nothing of what each of its items is about.
        let is_of_one = |unit: &Unit<'_>| beside.get(&(unit.passage.report, unit.about.as_str())) == Some(&1);
        let said = |unit: &Unit<'_>| parts(&if is_of_one(unit) { unit.shown() } else { unit.text.clone() });
        let parts: Vec<Parts> = units.iter().map(said).collect();
        let mut having: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, own) in parts.iter().enumerate() {
            own.keys().for_each(|part| having.entry(part.clone()).or_default().push(at));
        }
        let most = (parts.len() / COMMON_SHARE).clamp(COMMON_LEAST, COMMON_MOST);
        having.retain(|_, places| places.len() <= most);
        Self { parts, having }
    }

    /// The line that says the newest of the matter of the line at `of`, among those that have a `date`; by their places.
    pub fn newest(&self, of: usize, date: impl Fn(usize) -> Option<Date>) -> Option<usize> {
        self.newest_of(&self.parts[of], |at| date(at).filter(|_| at != of))
    }

    /// The same for the matter of `text`, which is no line.
    pub fn newest_about(&self, text: &str, date: impl Fn(usize) -> Option<Date>) -> Option<usize> {
        self.newest_of(&parts(text), date)
    }

    fn newest_of(&self, own: &Parts, date: impl Fn(usize) -> Option<Date>) -> Option<usize> {
        let all = (self.parts.len() as f32).ln().max(1.0);
        let mut shared: HashMap<usize, Shared> = HashMap::new();
        for (part, at) in own {
            let Some(places) = self.having.get(part) else { continue };
            let rarity = 1.0 - (places.len() as f32).ln() / all;
            for place in places {
                let there = self.parts[*place].get(part).copied().unwrap_or(usize::MAX);
                let shared = shared.entry(*place).or_default();
                shared.sum += rarity;
                shared.count += 1;
                shared.is_subject |= (*at).min(there) < SUBJECT_LETTERS && (*at).max(there) < MENTION_LETTERS;
                let last = (*at).max(there);
                // Two ideographs are a name by themselves where no third follows in one of the lines.
                let is_whole = part.chars().count() >= PART || (*at).min(there) == 0;
                let is_name = is_whole && part.chars().any(char::is_alphabetic);
                shared.is_alone |= is_name
                    && (last < FIRST_LETTERS && rarity >= LEAST_FIRST
                        || last < SUBJECT_LETTERS && rarity >= LEAST_ALONE);
            }
        }
        let enough = shared.into_iter().filter(|(_, shared)| shared.is_enough());
        let found: Vec<(usize, f32, Date)> =
            enough.filter_map(|(at, shared)| Some((at, shared.sum, date(at)?))).collect();
        let best = found.iter().map(|(_, sum, _)| *sum).fold(0.0, f32::max);
        let near = found.into_iter().filter(|(_, sum, _)| *sum >= ABOUT_AS_LIKE * best);
        near.max_by(|(a, one, day), (b, other, later)| day.cmp(later).then(one.total_cmp(other)).then(b.cmp(a)))
            .map(|(at, ..)| at)
    }
}

#[cfg(test)]
mod tests {
    use super::{parts, share_a_subject};

    #[test]
    fn parts_are_threes_of_ideographs_latin_words_and_numbers_of_machines() {
        let found = parts("分拣线 #13 复验，CAPA 已关");
        for part in ["分拣", "分拣线", "#13", "capa"] {
            assert!(found.contains_key(part), "{part}: {found:?}");
        }
        assert_eq!((found["分拣线"], found["capa"]), (0, 5));
        assert!(!found.contains_key("13"), "{found:?}");
    }

    #[test]
    fn two_ideographs_that_begin_a_line_are_a_name_where_no_third_follows() {
        assert_eq!((parts("暴雨，合计报案")["暴雨"], parts("学生助理毕业离岗")["学生"]), (0, 1));
    }

    #[test]
    fn who_speaks_is_no_matter_and_what_stands_behind_a_colon_is_no_subject() {
        assert!(!parts("郭部问：电耗怎么算").contains_key("郭部问"));
        assert!(parts("投诉：小程序三件")["小程序"] > parts("投诉小程序三件")["小程序"]);
    }

    #[test]
    fn two_lines_share_a_subject_where_one_begins_with_what_the_other_has() {
        assert!(share_a_subject("分拣线复验，10/17", "改到十月：分拣线验收没过"));
        assert!(!share_a_subject("等保现场测评", "第二次切换演练"));
    }
}
