//! Which series the words mean. A series is meant by its name or one of its spellings, whole or in part; never by likeness
//! alone: names that are only similar are listed, not drawn.

use super::{MOST_SERIES, Unknown};
use crate::calendar::mentions_in_question;
use crate::ledger::Term;
use crate::lexicon::Segmenter;
use crate::series::{Series, folded};
use crate::text::similarity;
use crate::vocabulary::{Sense, Words};

/// The most near names that are listed.
const MOST_NEAR: usize = 5;

/// Less alike than this (Dice's coefficient of pairs of characters) does not come near.
const LEAST_LIKENESS: f64 = 0.25;

/// The series meant, and what else the words may have meant.
#[derive(Debug, Default)]
pub(super) struct Choice {
    pub series: Vec<Series>,
    pub left_out: Vec<String>,
    pub unknown: Vec<Unknown>,
}

/// The words that are times, joined, and the others, which name metrics.
pub(super) fn split(words: &[String]) -> (String, Vec<String>) {
    let is_time = |word: &&String| {
        let word = word.trim();
        mentions_in_question(word).iter().any(|mention| mention.span == (0..word.len()))
    };
    let (times, names): (Vec<&String>, Vec<&String>) = words.iter().partition(is_time);
    let times: Vec<&str> = times.into_iter().map(String::as_str).collect();
    (times.join(" "), names.into_iter().cloned().collect())
}

/// The series that the names mean: those that all the names together describe, else those of each name in turn. A series
/// that is called just so is meant before those whose name only holds the words; of equals the longer one.
pub(super) fn chosen(all: Vec<Series>, names: &[String], segmenter: &Segmenter) -> Choice {
    let together = matching(&all, names, segmenter);
    let exact = names.iter().filter(|name| all.iter().any(|series| is_called(series, name))).count();
    let mut choice = Choice::default();
    // Two whole names are two metrics, though a third metric may hold the words of both.
    let groups: Vec<Vec<usize>> = if !together.is_empty() && exact < 2 {
        vec![together]
    } else {
        let mut groups = Vec::new();
        for name in names {
            let found = matching(&all, std::slice::from_ref(name), segmenter);
            if found.is_empty() {
                choice.unknown.push(Unknown { words: name.clone(), near: near(&all, name) });
            }
            groups.push(found);
        }
        groups
    };
    let order = in_turn(&groups);
    let drawn = order.len().min(MOST_SERIES);
    choice.left_out = order[drawn..].iter().map(|at| name_of(&all[*at])).collect();
    let mut all: Vec<Option<Series>> = all.into_iter().map(Some).collect();
    choice.series = order[..drawn].iter().filter_map(|at| all[*at].take()).collect();
    choice
}

/// Places in `all` that the names describe together; the best of their kind alone.
fn matching(all: &[Series], names: &[String], segmenter: &Segmenter) -> Vec<usize> {
    if let [name] = names {
        let exact: Vec<usize> = (0..all.len()).filter(|at| is_called(&all[*at], name)).collect();
        if !exact.is_empty() {
            return by_length(all, exact);
        }
    }
    let joined = folded(&names.concat());
    let exact: Vec<usize> = (0..all.len()).filter(|at| is_called(&all[*at], &joined)).collect();
    if !exact.is_empty() {
        return by_length(all, exact);
    }
    let needs = needs(&names.join(" "), segmenter);
    let holds = |series: &Series| {
        let is_in = |text: &str| needs.iter().all(|need| need.is_in(text));
        let named = |name: &str| is_in(&format!("{} {name}", series.qualifier));
        named(&series.metric) || series.points.iter().any(|point| named(&point.name))
    };
    let found = (0..all.len()).filter(|at| !needs.is_empty() && holds(&all[*at])).collect();
    by_length(all, found)
}

/// What a name must hold.
enum Need {
    Word(Term),
    /// Any of them: the Chinese names of a notion that the words name in English.
    Notion(Vec<String>),
}

impl Need {
    fn is_in(&self, name: &str) -> bool {
        match self {
            Self::Word(term) => term.is_in(name),
            Self::Notion(names) => names.iter().any(|known| folded(name).contains(&folded(known))),
        }
    }
}

/// English words that join others and name nothing.
static JOINTS: Words = Words::of(&[Sense::GrammarLink, Sense::GrammarJoint, Sense::LittleWord]);

/// The notions that the words name in English as a whole (`payment success rate` is 支付成功率), and every other word.
fn needs(words: &str, segmenter: &Segmenter) -> Vec<Need> {
    let words = words.to_lowercase();
    let mut needs = Vec::new();
    let mut rest = String::new();
    let mut end = 0;
    for notion in segmenter.glossary().named(&words).into_iter().filter(|notion| notion.is_english) {
        if notion.span.start >= end {
            rest.push_str(&words[end..notion.span.start]);
            rest.push(' ');
            end = notion.span.end;
            let own = words[notion.span].to_string();
            needs.push(Need::Notion(notion.translations.iter().map(ToString::to_string).chain([own]).collect()));
        }
    }
    rest.push_str(&words[end..]);
    let says_something = |word: &&str| word.chars().any(char::is_alphanumeric) && !JOINTS.have(word);
    needs.extend(rest.split_whitespace().filter(says_something).map(|word| Need::Word(Term::new(word, segmenter))));
    needs
}

/// Whether the series, or one of its points, is called just that.
fn is_called(series: &Series, name: &str) -> bool {
    let name = folded(name);
    let is_it = |own: &str| {
        let own = folded(own);
        let qualifier = folded(&series.qualifier);
        own == name || format!("{qualifier}{own}") == name || format!("{own}{qualifier}") == name
    };
    !name.is_empty() && (is_it(&series.metric) || series.points.iter().any(|point| is_it(&point.name)))
}

/// Those with more values first; of equals in the order they had.
fn by_length(all: &[Series], mut places: Vec<usize>) -> Vec<usize> {
    places.sort_by_key(|at| std::cmp::Reverse(all[*at].points.len()));
    places
}

/// One of each group in turn, each once.
fn in_turn(groups: &[Vec<usize>]) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::new();
    for round in 0..groups.iter().map(Vec::len).max().unwrap_or(0) {
        for at in groups.iter().filter_map(|group| group.get(round)) {
            if !order.contains(at) {
                order.push(*at);
            }
        }
    }
    order
}

/// Names that are alike, the most alike first, each once.
fn near(all: &[Series], words: &str) -> Vec<String> {
    let mut near: Vec<(f64, String)> = Vec::new();
    for series in all {
        let likeness = similarity(&series.metric, words);
        if likeness >= LEAST_LIKENESS && !near.iter().any(|(_, name)| *name == series.metric) {
            near.push((likeness, series.metric.clone()));
        }
    }
    near.sort_by(|(one, _), (other, _)| other.total_cmp(one));
    near.into_iter().take(MOST_NEAR).map(|(_, name)| name).collect()
}

fn name_of(series: &Series) -> String {
    if series.qualifier.is_empty() { series.metric.clone() } else { format!("{}·{}", series.metric, series.qualifier) }
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{Choice, chosen, split};
    use crate::lexicon::{Glossary, Segmenter};
    use crate::record::Place;
    use crate::report::Lines;
    use crate::series::{Point, Series};

    fn series(metric: &str, qualifier: &str, values: i32) -> Series {
        let point = |at: i32| Point {
            corrected: None,
            date: crate::calendar::date_of_day_number(19_500 + 7 * at).expect("a day"),
            value: Decimal::from(at),
            text: at.to_string(),
            name: metric.to_string(),
            before: None,
            target: None,
            confidence: crate::fact::Confidence::SURE,
            place: Place::of_page(uuid::Uuid::nil(), "", "", &[], "", Lines { first: 1, last: 1 }),
        };
        Series {
            metric: metric.to_string(),
            qualifier: qualifier.to_string(),
            unit: String::new(),
            points: (0..values).map(point).collect(),
            missing: Vec::new(),
        }
    }

    fn chosen_by(names: &[&str]) -> Choice {
        let all = vec![
            series("出金有效成功率", "", 5),
            series("一次支付成功率", "", 9),
            series("一次支付成功率", "累计", 3),
            series("在线商户", "", 4),
            series("AB级事故数", "", 4),
        ];
        let names: Vec<String> = names.iter().map(|name| name.to_string()).collect();
        chosen(all, &names, &Segmenter::new(Glossary::built_in()))
    }

    fn names(choice: &Choice) -> Vec<(&str, usize)> {
        choice.series.iter().map(|series| (series.metric.as_str(), series.points.len())).collect()
    }

    #[test]
    fn a_whole_name_means_its_series_with_every_qualifier() {
        assert_eq!(names(&chosen_by(&["一次支付成功率"])), [("一次支付成功率", 9), ("一次支付成功率", 3)]);
        assert_eq!(names(&chosen_by(&["累计一次支付成功率"])), [("一次支付成功率", 3)]);
        assert_eq!(names(&chosen_by(&["ab级事故数"])), [("AB级事故数", 4)]);
    }

    #[test]
    fn a_part_of_a_name_means_all_that_have_it_the_longest_first() {
        let found = chosen_by(&["成功率"]);
        assert_eq!(names(&found), [("一次支付成功率", 9), ("出金有效成功率", 5), ("一次支付成功率", 3)]);
    }

    #[test]
    fn several_words_are_one_metric_where_one_has_them_all_else_one_each() {
        assert_eq!(names(&chosen_by(&["成功率", "出金"])), [("出金有效成功率", 5)]);
        assert_eq!(names(&chosen_by(&["出金有效成功率", "在线商户"])), [("出金有效成功率", 5), ("在线商户", 4)]);
    }

    #[test]
    fn an_english_name_means_what_the_glossary_says() {
        assert_eq!(names(&chosen_by(&["payout success rate"])), [("出金有效成功率", 5)]);
        assert_eq!(names(&chosen_by(&["success", "rate"])).len(), 3);
        assert!(chosen_by(&["weather"]).series.is_empty());
    }

    #[test]
    fn what_is_only_alike_is_told_and_not_drawn() {
        let found = chosen_by(&["出金成功率上限"]);
        assert!(found.series.is_empty());
        assert_eq!(found.unknown[0].near, ["出金有效成功率", "一次支付成功率"], "the most alike first");
        assert!(chosen_by(&["天气"]).unknown[0].near.is_empty());
        assert!(chosen_by(&["？"]).series.is_empty());
    }

    #[test]
    fn what_has_no_panel_is_named() {
        let all = (0..9).map(|at| series(&format!("成功率{at}"), "", 9 - at)).collect();
        let found = chosen(all, &["成功率".to_string()], &Segmenter::new(Glossary::built_in()));
        assert_eq!(found.series.len(), 6);
        assert_eq!(found.left_out, ["成功率6", "成功率7", "成功率8"]);
    }

    #[test]
    fn times_among_the_words_narrow() {
        let words = ["在线商户", "2023Q2"].map(str::to_string);
        assert_eq!(split(&words), ("2023Q2".to_string(), vec!["在线商户".to_string()]));
    }
}
