//! An answer as the page shows it: what `ask` returns for programs, grouped for reading, and as Markdown to take along.

use std::fmt::Write;

use minijinja::context;
use minijinja::value::{Serde, Value};
use serde::Serialize;
use serde_json::Value as Json;

use crate::render::missing_weeks;
use crate::vocabulary::Language;

/// Sentences that are read together.
#[derive(Debug, Clone, PartialEq, Serialize)]
struct Group {
    /// `said`: sentences of the program or a model, read as a paragraph; `told`: statements of reports, one below the other.
    kind: &'static str,
    sentences: Vec<Sentence>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
struct Sentence {
    text: String,
    /// Numbers of its sources, from 1.
    citations: Vec<usize>,
    /// More than are shown beside one sentence; the list of sources has them all.
    more: usize,
}

/// Sources beside one sentence.
const MOST_CHIPS: usize = 8;

/// What `answer.html` draws. `turn` names the answer on its page.
pub(super) fn values(question: &str, answer: &Json, turn: &str, language: Language) -> Value {
    let shown = |sentence: &&Json| sentence["shown"].as_bool() != Some(false);
    let sentences = || answer["sentences"].as_array().into_iter().flatten();
    let withheld = sentences().filter(|sentence| !shown(sentence));
    let withheld: Vec<String> = withheld.filter_map(|sentence| Some(sentence["text"].as_str()?.to_string())).collect();
    let weeks: Vec<String> = texts(&answer["coverage"]["missing_weeks"]);
    context! {
        turn,
        question,
        answer => Serde(answer),
        groups => Serde(groups(sentences().filter(shown))),
        withheld,
        missing => missing_weeks(&weeks, language),
        missing_count => weeks.len(),
        markdown => markdown(question, answer, language),
    }
}

fn texts(list: &Json) -> Vec<String> {
    list.as_array().into_iter().flatten().filter_map(|text| Some(text.as_str()?.to_string())).collect()
}

fn groups<'a>(sentences: impl Iterator<Item = &'a Json>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for sentence in sentences {
        let kind = if matches!(sentence["origin"].as_str(), Some("extract" | "related" | "selected")) {
            "told"
        } else {
            "said"
        };
        let sentence = read(sentence);
        match groups.last_mut().filter(|last| last.kind == kind) {
            Some(last) => last.sentences.push(sentence),
            None => groups.push(Group { kind, sentences: vec![sentence] }),
        }
    }
    groups
}

fn read(sentence: &Json) -> Sentence {
    let numbers = sentence["citations"].as_array().into_iter().flatten().filter_map(Json::as_u64);
    let mut citations: Vec<usize> = numbers.filter_map(|n| usize::try_from(n).ok()).collect();
    let more = citations.len().saturating_sub(MOST_CHIPS);
    citations.truncate(MOST_CHIPS);
    Sentence { text: sentence["text"].as_str().unwrap_or_default().to_string(), citations, more }
}

/// The question, the answer and its sources with the quoted lines.
fn markdown(question: &str, answer: &Json, language: Language) -> String {
    let text = |value: &Json| value.as_str().unwrap_or_default().to_string();
    let mut out = format!("**{question}**\n\n{}\n", text(&answer["answer"]));
    let citations = answer["citations"].as_array().map(Vec::as_slice).unwrap_or_default();
    if !citations.is_empty() {
        let _ = write!(out, "\n{}\n\n", language.pick("来源：", "Sources:"));
    }
    for citation in citations {
        let (first, last) = (&citation["lines"][0], &citation["lines"][1]);
        let lines = if first == last { first.to_string() } else { format!("{first}–{last}") };
        let place = [text(&citation["report"]), text(&citation["date"])].join(" ");
        let lines = language.pick(format!("第 {lines} 行"), format!("lines {lines}"));
        let _ = writeln!(out, "- [{}] {}（{}，{lines}）", citation["n"], place.trim(), text(&citation["path"]));
        for line in text(&citation["quote"]).lines().filter(|line| !line.trim().is_empty()) {
            let _ = writeln!(out, "  > {}", line.trim());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{groups, markdown};
    use crate::vocabulary::Language;

    #[test]
    fn statements_of_reports_stand_below_what_is_said_of_them() {
        let told = |origin: &str| json!({ "text": origin, "citations": [1], "origin": origin });
        let sentences = [told("program"), told("extract"), told("selected"), told("model")];
        let groups = groups(sentences.iter());
        let kinds: Vec<(&str, usize)> = groups.iter().map(|group| (group.kind, group.sentences.len())).collect();
        assert_eq!(kinds, [("said", 1), ("told", 2), ("said", 1)]);
    }

    #[test]
    fn a_sentence_with_many_sources_shows_some_and_says_how_many_more() {
        let sentence = json!({ "text": "a", "citations": (1..=20).collect::<Vec<u32>>(), "origin": "program" });
        let groups = groups([&sentence].into_iter());
        assert_eq!((groups[0].sentences[0].citations.len(), groups[0].sentences[0].more), (8, 12));
    }

    #[test]
    fn an_answer_is_taken_along_with_its_sources() {
        let answer = json!({ "answer": "完成。 [1]", "citations": [
            { "n": 1, "report": "第26周", "date": "2023-06-20", "path": "a.md", "lines": [7, 8], "quote": "完成\n\n  重跑" }
        ]});
        let expected =
            "**好了吗**\n\n完成。 [1]\n\n来源：\n\n- [1] 第26周 2023-06-20（a.md，第 7–8 行）\n  > 完成\n  > 重跑\n";
        assert_eq!(markdown("好了吗", &answer, Language::Chinese), expected);
    }
}
