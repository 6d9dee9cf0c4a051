//! Who did it: a clause that tells in the source's words what somebody else did there.

use std::collections::HashSet;
use std::ops::Range;

use super::evidence::Evidence;
use super::fault::Fault;
use super::letters::{ORGANISATIONS, stands_in};
use super::polarity::quote;
use super::reading::Reading;
use super::tokens::{is_han, is_idle};

/// Those who act in reports beside organisations, each in both languages.
const PARTIES: &[&[&str]] = &[
    &["我方", "我们", "我侧", "本方", "我行", "our side", "our own", "our"],
    &["研发", "开发团队", "developer", "developers", "development team", "r&d"],
    &["运维", "operations team", "ops team"],
    &["dba"],
    &["资金部", "treasury", "funds department", "fund department"],
    &["财务部", "财务", "finance department", "finance"],
    &["客服", "customer service"],
    &["厂商", "供应商", "vendor", "supplier"],
    &["安全部", "安全团队", "security team"],
    &["数仓", "data warehouse"],
    &["大数据", "big data"],
];

/// A clause this much like one of the source tells the same.
const LIKENESS: f64 = 0.6;
/// Fewer ideographs or notions in common make no likeness.
const FEWEST_IDEOGRAPHS: usize = 4;
const FEWEST_NOTIONS: usize = 2;

/// A clause of the sentence whose likest clauses in the sources all name others, and none of those it names.
pub(super) fn other(sentence: &Reading, cited: &[&Evidence<'_>]) -> Option<Fault> {
    let known: Vec<(String, HashSet<usize>)> = cited
        .iter()
        .flat_map(|evidence| parts(&evidence.reading))
        .map(|part| (parties(&part), part))
        .map(|(named, part)| (part, named))
        .collect();
    sentence.clauses.iter().find_map(|clause| {
        let text = sentence.text[clause.clone()].to_lowercase();
        let named = parties(&text);
        if named.is_empty() {
            return None;
        }
        let likeness = |part: &str| {
            if sentence.is_english { of_notions(sentence, clause, part) } else { of_ideographs(&text, part) }
        };
        let ranked: Vec<(f64, &(String, HashSet<usize>))> =
            known.iter().map(|known| (likeness(&known.0), known)).collect();
        let most = ranked.iter().map(|(likeness, _)| *likeness).fold(0.0, f64::max);
        if most < LIKENESS {
            return None;
        }
        let mut best = ranked.iter().filter(|(likeness, _)| *likeness >= most).map(|(_, known)| known).peekable();
        let (part, _) = best.peek()?;
        best.all(|(_, others)| !others.is_empty() && others.is_disjoint(&named))
            .then(|| Fault::Misplaced { written: quote(&sentence.text[clause.clone()]), source: quote(part) })
    })
}

/// The clauses of a source, a label and what follows it apart.
fn parts(reading: &Reading) -> Vec<String> {
    let clauses = reading.clauses.iter().map(|clause| reading.text[clause.clone()].to_lowercase());
    clauses
        .flat_map(|clause| {
            let is_clock = clause.contains(':')
                && clause.split(':').skip(1).all(|part| part.starts_with(|c: char| c.is_ascii_digit()));
            if is_clock { vec![clause] } else { clause.split(':').map(str::to_string).collect() }
        })
        .collect()
}

/// Which of the parties and organisations a text names, by their number.
fn parties(text: &str) -> HashSet<usize> {
    let all = PARTIES.iter().chain(ORGANISATIONS).enumerate();
    all.filter(|(_, names)| names.iter().any(|name| stands_in(text, name))).map(|(at, _)| at).collect()
}

/// The clause's text without the names of parties, in ideographs that tell something.
fn ideographs(text: &str) -> HashSet<char> {
    let names = PARTIES.iter().chain(ORGANISATIONS).flat_map(|names| names.iter());
    let plain = names.fold(text.to_string(), |text, name| if name.is_ascii() { text } else { text.replace(name, "") });
    plain.chars().filter(|c| is_han(*c) && !is_idle(*c)).collect()
}

fn of_ideographs(clause: &str, part: &str) -> f64 {
    let (own, others) = (ideographs(clause), ideographs(part));
    let shared = own.intersection(&others).count();
    if shared < FEWEST_IDEOGRAPHS { 0.0 } else { shared as f64 / own.len().max(others.len()) as f64 }
}

fn of_notions(sentence: &Reading, clause: &Range<usize>, part: &str) -> f64 {
    let inside =
        sentence.notions.iter().filter(|notion| clause.start <= notion.span.start && notion.span.end <= clause.end);
    let of_parties = |notion: &&super::tokens::Notion| {
        !PARTIES
            .iter()
            .chain(ORGANISATIONS)
            .any(|names| names.contains(&&sentence.text[notion.span.clone()].to_lowercase().as_str()))
    };
    let notions: Vec<_> = inside.filter(of_parties).collect();
    let shared = notions.iter().filter(|notion| notion.chinese.iter().any(|word| part.contains(word.as_str()))).count();
    if shared < FEWEST_NOTIONS { 0.0 } else { shared as f64 / notions.len() as f64 }
}
