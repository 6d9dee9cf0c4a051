//! The line below a title that only says who wrote the page and on which day: `闵知夏 2027-07-16`, `Maren Tolleby, 9 May`.

use super::author::is_name;
use super::head::clean;
use crate::calendar::{Expression, mentions};
use crate::text::is_han;
use crate::vocabulary::{DELAY, DELIVERY, IN_USE, WORK};
use crate::vocabulary::{Sense, Words};

/// Characters of such a line, and of what may stand behind the day (a weekday, a week's number, a remark in brackets).
const LONGEST_LINE: usize = 40;
const LONGEST_REST: usize = 16;

/// Characters of a name in ideographs, and words of one in letters.
const LONGEST_NAME: usize = 3;
const MOST_WORDS: usize = 3;

/// What parts the name from the day.
const JOINTS: [char; 12] = [' ', '\u{3000}', '\t', ',', '，', '·', '|', '｜', '—', '–', '-', '/'];

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Byline {
    /// Where it is likely a person's: 项目部 2027年9月30日 dates a page and names nobody.
    pub name: Option<String>,
    /// As written.
    pub day: String,
}

/// `None` where the line says anything else, or its day has a time.
pub(super) fn byline(line: &str) -> Option<Byline> {
    let text = clean(line);
    if text.chars().count() > LONGEST_LINE {
        return None;
    }
    let found = mentions(&text);
    let mention =
        found.iter().find(|mention| matches!(&mention.reading, Ok(Expression::Day(day)) if day.time().is_none()))?;
    let (before, after) = (&text[..mention.span.start], &text[mention.span.end..]);
    let day = text[mention.span.clone()].to_string();
    if before.is_empty() {
        let name = after.trim_matches(JOINTS);
        // 7/6 那周 heads an entry.
        let name = person(name).filter(|name| after.starts_with(JOINTS) && may_be_a_name(name))?;
        return Some(Byline { name: Some(name), day });
    }
    let name = before.trim_matches(JOINTS);
    let ends = after.is_empty()
        || after.chars().count() <= LONGEST_REST
            && (after.starts_with(JOINTS) || after.starts_with(['（', '(', '周', '星', '第', '。']));
    (before.ends_with(JOINTS) && ends && may_be_a_name(name)).then(|| Byline { name: person(name), day })
}

/// Endings of what is a place or a part of a house: 工程部, 上海市.
const HOUSES: &str = "部室科处组局院所社台站队班市县区省会司店厂校楼";

fn person(name: &str) -> Option<String> {
    static OTHER: Words = Words::of(&[Sense::NoName]);
    let letters = name.chars().filter(|c| is_han(*c)).count();
    let is_one = match letters {
        0 => name.split(' ').count() > 1 && !name.to_lowercase().split(' ').any(|word| OTHER.have(word)),
        LONGEST_NAME => !name.ends_with(|c| HOUSES.contains(c)),
        _ => is_name(name),
    };
    is_one.then(|| name.to_string())
}

/// Whether a text may be a name: a few ideographs that hold no word of a report, or capitalised words.
fn may_be_a_name(name: &str) -> bool {
    static OTHER: Words = Words::of(&[
        Sense::Plan,
        Sense::WeakPlan,
        Sense::ToCome,
        Sense::Set,
        Sense::PlanHeading,
        Sense::PlannedColumn,
        Sense::DateField,
        Sense::PeriodField,
        Sense::CreatedField,
        Sense::OtherField,
        Sense::ReportKind,
        Sense::ReportWord,
        Sense::TitleWord,
        Sense::Collection,
        Sense::Page,
        Sense::Breakdown,
        Sense::Trouble,
    ]);
    let is_capitalised = |word: &str| {
        word.starts_with(char::is_uppercase) && word.chars().all(|c| c.is_alphabetic() || ".'’-".contains(c))
    };
    let mut words = name.split(' ').filter(|word| !word.is_empty()).peekable();
    let has_letters = words.peek().is_some();
    let is_spelt = |name: &str| {
        (2..=LONGEST_NAME).contains(&name.chars().count()) && name.chars().all(is_han)
            || has_letters && name.split(' ').count() <= MOST_WORDS && name.split(' ').all(is_capitalised)
    };
    let lower = name.to_lowercase();
    is_spelt(name) && ![&OTHER, &DELAY, &DELIVERY, &IN_USE, &WORK].iter().any(|words| words.are_in(&lower))
}

#[cfg(test)]
mod tests {
    use super::byline;

    #[test]
    fn a_line_of_a_name_and_a_day_is_a_byline() {
        for (line, name, day) in [
            ("贺兰溪　2027年9月30日", "贺兰溪", "2027年9月30日"),
            ("邵砚舟，9月17日", "邵砚舟", "9月17日"),
            ("骆大鹏　七月二十三日（周五）", "骆大鹏", "七月二十三日"),
            ("邵砚舟　8月13日　第32周", "邵砚舟", "8月13日"),
            ("Ilse Korhola, 2027-08-06", "Ilse Korhola", "2027-08-06"),
            ("**T. Wolski** | 31 March 2028", "T. Wolski", "31 March 2028"),
            ("2027-07-16 闵知夏", "闵知夏", "2027-07-16"),
        ] {
            let found = byline(line).unwrap_or_else(|| panic!("{line}"));
            assert!(found.name.as_deref() == Some(name) && found.day.starts_with(day), "{found:?}");
        }
    }

    #[test]
    fn a_house_a_place_and_a_sort_of_page_are_nobody() {
        for line in [
            "Yanhui Lake, Sunday 12 October 2025", "工程部　2027年9月30日", "上海市 9月30日", "会议 9月30日",
            "Project Update, 9 May 2028",
        ] {
            assert_eq!(byline(line).map(|found| found.name), Some(None), "{line}");
        }
    }

    #[test]
    fn a_line_that_says_more_is_none() {
        for line in [
            "邵砚舟 9月17日到岗", "计划上线 2027-09-30", "下次会议 9月30日", "换表完成 9月17日", "延期 2027-09-30",
            "9月17日 天窗停了", "7/6 那周", "网关故障 2027-09-30", "Released 2027-09-30 to all sites",
            "the new gate, 9 May", "邵砚舟 2027-09-17 11:01", "2027-09-17", "邵砚舟",
        ] {
            assert_eq!(byline(line), None, "{line}");
        }
    }
}
