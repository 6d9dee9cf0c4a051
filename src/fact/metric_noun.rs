//! Names as phrases: what a dictionary's sorts of words say of where a name begins and ends, and of what is no name.

use std::ops::Range;

use super::metric_name::tidy;
use super::metric_words::names_a_measure;
use crate::lexicon::{WordSort, word_sorts};

/// `name` without the adverbs, particles and single verbs at its end (费用已经, 2#梯占). As it is where nothing would be left.
pub(super) fn noun_phrase(name: &str) -> String {
    if name.is_ascii() {
        let start = [" the ", " The "].iter().filter_map(|word| name.rfind(word).map(|at| at + word.len())).max();
        return start.map_or(name, |start| &name[start..]).to_string();
    }
    let mut words = word_sorts(name);
    words.retain(|(_, sort)| *sort != WordSort::Mark);
    let has_noun = |words: &[Word]| words.iter().any(|(_, sort)| matches!(sort, WordSort::Noun | WordSort::Latin));
    while let Some(((span, sort), rest)) = words.split_last()
        && has_noun(rest)
    {
        let word = &name[span.clone()];
        let is_short_verb =
            *sort == WordSort::Verb && word.chars().count() == 1 && (word == "占" || !names_a_measure(word));
        // 本 of 降本 is a part of a word that the dictionary does not have.
        let is_loose = word.chars().count() > 1 || PARTICLES.contains(word);
        let is_dropped = is_particle(*sort) && is_loose || is_short_verb;
        if !is_dropped {
            break;
        }
        words.pop();
    }
    let (Some((first, _)), Some((last, _))) = (words.first(), words.last()) else { return name.to_string() };
    let phrase = tidy(&name[first.start..last.end]);
    let is_cut = phrase.chars().count() < 2;
    if is_cut { name.to_string() } else { phrase.to_string() }
}

/// Of one character.
const PARTICLES: &str = "的了着过已仍还也都又才就只均共约";

type Word = (Range<usize>, WordSort);

/// Adverbs, pronouns, conjunctions, particles and prepositions.
fn is_particle(sort: WordSort) -> bool {
    matches!(sort, WordSort::Function | WordSort::Preposition)
}

/// Whether `at` lies inside a word of `text`: 均衡 and 统计 are not cut.
pub(super) fn cuts_a_word(text: &str, at: usize) -> bool {
    word_sorts(text).iter().any(|(span, _)| span.start < at && at < span.end)
}

/// Whether the words begin a clause and no name: 把11月的ckpt, 由于登录提示, 在文件中修复.
pub(super) fn begins_a_clause(name: &str) -> bool {
    let words = word_sorts(name);
    let Some((first, _)) = words.first() else { return false };
    let has_verb = words.iter().skip(1).any(|(_, sort)| *sort == WordSort::Verb);
    match &name[first.clone()] {
        "把" | "将" | "让" | "使" | "由于" | "因为" | "有" | "和" | "与" | "跟" => true,
        "在" => has_verb || words.last().is_some_and(|(_, sort)| *sort == WordSort::Latin),
        _ => false,
    }
}

/// Whether the words name something and state nothing of it: no adverb, pronoun or particle among them.
pub(super) fn is_phrase(words: &str) -> bool {
    !word_sorts(words).iter().any(|(_, sort)| is_particle(*sort))
}

/// Whether all of the words are deeds: 办结, 关闭, 未办结.
pub(super) fn is_deed(name: &str) -> bool {
    word_sorts(name).iter().all(|(_, sort)| *sort == WordSort::Verb || is_particle(*sort))
}

/// Whether one of the words numbers a case (KS-25-009): what is counted beside it is of that case.
pub(super) fn numbers_a_case(text: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.split(|c: char| !is_part(c)).any(is_case)
}

/// KS-25-009: letters and two numbers.
pub(super) fn is_case(label: &str) -> bool {
    let parts: Vec<&str> = label.split('-').collect();
    let is_number = |part: &&&str| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit());
    let is_code = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric());
    let has_letters = parts.first().is_some_and(|part| part.contains(|c: char| c.is_ascii_alphabetic()));
    parts.len() > 2
        && has_letters
        && parts.iter().filter(is_number).count() > 1
        && parts.iter().all(|part| is_code(part))
}

/// 夜间最小流量 of `夜间最小流量由每小时`: the name before a word that says where a value came from.
pub(super) fn before_origin(own: &str) -> Option<&str> {
    let at = own.rfind(['从', '由'])?;
    let (name, rest) = (own[..at].trim_end(), &own[at + '从'.len_utf8()..]);
    let is_word = name.is_empty() || name.ends_with(['自', '理', '缘']);
    (!is_word && rest.chars().count() <= LONGEST_ORIGIN_CHARS).then_some(name)
}

/// More words than 每小时 or 7月的 before the number that a value came from are a clause.
const LONGEST_ORIGIN_CHARS: usize = 5;

/// `Keycloak 19 -> 22`, `opensbi: 1.0 -> 1.1`: bare numbers behind a name of its own are versions.
pub(super) fn names_a_product(name: &str, written: [&str; 2]) -> bool {
    let last = name.rsplit(' ').next().unwrap_or_default();
    let is_latin = last.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
    let is_proper =
        last.starts_with(|c: char| c.is_ascii_uppercase()) && last.contains(|c: char| c.is_ascii_lowercase());
    let are_pointed = written.iter().all(|number| number.contains('.'));
    is_latin && (is_proper || are_pointed) && !names_a_measure(name)
}

#[cfg(test)]
mod tests {
    use super::{before_origin, begins_a_clause, is_case, noun_phrase};

    #[test]
    fn a_name_ends_with_its_noun() {
        for (words, name) in [
            ("费用已经", "费用"),
            ("锅炉项目累计付款已经", "锅炉项目累计付款"),
            ("2#梯占", "2#梯"),
            ("登录类占比", "登录类占比"),
            ("接管", "接管"),
            ("flaky", "flaky"),
        ] {
            assert_eq!(noun_phrase(words), name, "{words}");
        }
    }

    #[test]
    fn clauses_cases_and_origins_are_seen_by_their_form() {
        assert!(
            begins_a_clause("把缓存删") && begins_a_clause("由于登录提示会重复出现") && !begins_a_clause("在职人数")
        );
        assert!(is_case("KS-25-009") && !is_case("PM-92") && !is_case("2024-05-06"));
        assert_eq!(before_origin("夜间最小流量由每小时"), Some("夜间最小流量"));
        assert_eq!(before_origin("理由"), None);
    }
}
