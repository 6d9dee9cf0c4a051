//! Of the goals that each report sets, how many the report before it had listed or proposed; and how many any report
//! before it has a trace of, which is the most that can be known.
//!
//! `ZHOUBAO_BACKTEST=name=folder,…` measures other folders, `ZHOUBAO_BACKTEST_SHOW=1` prints every line.

use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

use super::super::USUAL_GOALS;
use super::super::week::weekly;
use super::{Goals, GoalsRequest, Shelf};
use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::fact::sentences;
use crate::record::ReportRecord;

/// Least share of a goal's words, by their rareness, in a line that is about it.
const SAME_MATTER: f64 = 0.34;

/// Rareness of the words of a folder's reports.
struct Rareness {
    lines: f64,
    frequency: HashMap<String, usize>,
}

impl Rareness {
    fn of(shelf: &Shelf) -> Self {
        let mut frequency = HashMap::new();
        let mut lines = 0.0;
        for line in shelf.passages.iter().filter(|passage| !passage.covered).flat_map(|passage| passage.text.lines()) {
            lines += 1.0;
            for word in words(line) {
                *frequency.entry(word).or_insert(0) += 1;
            }
        }
        Self { lines, frequency }
    }

    fn of_word(&self, word: &str) -> f64 {
        let count = self.frequency.get(word).copied().unwrap_or(1).max(1) as f64;
        (self.lines.max(2.0) / count).ln().max(0.1)
    }

    fn share(&self, goal: &str, line: &str) -> f64 {
        let (goal, line) = (words(goal), words(line));
        let weight = |words: &mut dyn Iterator<Item = &String>| words.map(|word| self.of_word(word)).sum::<f64>();
        let all = weight(&mut goal.iter());
        if all == 0.0 { 0.0 } else { weight(&mut goal.intersection(&line)) / all }
    }
}

/// Pairs of ideographs and Latin words.
fn words(text: &str) -> HashSet<String> {
    let mut found = HashSet::new();
    let mut latin = String::new();
    let mut before: Option<char> = None;
    for c in text.to_lowercase().chars().chain([' ']) {
        if c.is_ascii_alphanumeric() || (matches!(c, '.' | '/' | '-') && !latin.is_empty()) {
            latin.push(c);
        } else if !latin.is_empty() {
            let word = latin.trim_end_matches(['.', '/', '-']).to_string();
            if word.len() > 2 || word.chars().any(|c| c.is_ascii_digit()) {
                found.insert(word);
            }
            latin.clear();
        }
        let han = Some(c).filter(|c| crate::text::is_han(*c));
        if let (Some(one), Some(two)) = (before, han) {
            found.insert(format!("{one}{two}"));
        }
        before = han;
    }
    found
}

#[derive(Default)]
struct Score {
    goals: usize,
    listed: usize,
    proposed: usize,
    either: usize,
    known: usize,
    lines: usize,
    proposals: usize,
    useful: usize,
    days: usize,
}

fn score(shelf: &Shelf, shows: bool) -> Score {
    let rareness = Rareness::of(shelf);
    let mut score = Score::default();
    let catalogue = Catalogue::new(shelf.records.clone());
    let dated: Vec<(Date, &ReportRecord)> =
        weekly(&catalogue).into_iter().map(|(date, entry)| (date, &entry.record)).collect();
    for (at, (day, record)) in dated.iter().enumerate() {
        let Some((next_day, next)) =
            dated[at + 1..].iter().find(|(date, other)| other.author == record.author && date > day)
        else {
            continue;
        };
        let set: Vec<&str> = shelf
            .passages
            .iter()
            .filter(|passage| passage.report == next.report && !passage.covered)
            .flat_map(|passage| passage.goals.iter().map(|goal| goal.text.as_str()))
            .collect();
        if set.is_empty() {
            continue;
        }
        let most =
            std::env::var("ZHOUBAO_BACKTEST_MOST").ok().and_then(|most| most.parse().ok()).unwrap_or(USUAL_GOALS);
        let asked = GoalsRequest { author: record.author.clone(), most, ..GoalsRequest::default() };
        let Ok(found) = shelf.asked(&day.to_string(), &asked) else { continue };
        if shows {
            println!("--- {day} → {next_day} {}", record.path);
        }
        add(&mut score, &rareness, shelf, &found, &set, *day, shows);
    }
    score
}

fn add(score: &mut Score, rareness: &Rareness, shelf: &Shelf, found: &Goals, set: &[&str], day: Date, shows: bool) {
    let covers = |goal: &str, text: &str| rareness.share(goal, text) >= SAME_MATTER;
    let listed: Vec<&str> = found.listed.iter().map(|goal| goal.text.as_str()).collect();
    let proposed: Vec<&str> = found.goals.iter().map(|goal| goal.text.as_str()).collect();
    score.days += 1;
    score.lines += listed.len();
    score.proposals += proposed.len();
    for goal in set {
        let is_listed = listed.iter().any(|line| covers(goal, line));
        let by = proposed.iter().find(|line| covers(goal, line));
        let known = shelf
            .passages
            .iter()
            .filter(|passage| !passage.covered && passage.date().is_some_and(|date| date <= day))
            .flat_map(|passage| {
                let lines = sentences(&passage.text, 0..passage.text.len()).into_iter();
                lines.map(move |span| (passage, passage.text[span].trim()))
            })
            .filter(|(_, line)| covers(goal, line))
            .max_by_key(|(passage, line)| (passage.date(), (rareness.share(goal, line) * 100.0) as u32));
        score.goals += 1;
        score.listed += usize::from(is_listed);
        score.proposed += usize::from(by.is_some());
        score.either += usize::from(is_listed || by.is_some());
        score.known += usize::from(known.is_some());
        if shows {
            let mark = |is: bool, mark: &'static str| if is { mark } else { "." };
            let marks = [mark(is_listed, "L"), mark(by.is_some(), "P"), mark(known.is_some(), "k")].concat();
            let trace =
                known.map(|(passage, line)| format!("   ({} {:?}: {line})", passage.name, passage.section_kind));
            println!("  {marks} {goal}{}", by.map(|line| format!("   ⇐ {line}")).or(trace).unwrap_or_default());
        }
    }
    for line in &found.goals {
        let is_useful = set.iter().any(|goal| covers(goal, &line.text));
        score.useful += usize::from(is_useful);
        if shows {
            let grounds: Vec<String> = line.rank.points.iter().map(|points| format!("{:?}", points.factor)).collect();
            println!(
                "      {} {} {} [{}] {}",
                if is_useful { "+" } else { "-" },
                line.rank.score,
                line.text,
                line.section,
                grounds.join(",")
            );
        }
    }
}

fn folders() -> Vec<(String, PathBuf)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if let Ok(named) = std::env::var("ZHOUBAO_BACKTEST") {
        let pairs = named.split(',').filter_map(|pair| pair.split_once('='));
        return pairs.map(|(name, folder)| (name.to_string(), PathBuf::from(folder))).collect();
    }
    vec![("seeds".to_string(), root.join("seeds"))]
}

#[test]
fn a_share_of_what_the_next_report_sets_is_known_before() {
    let shows = std::env::var_os("ZHOUBAO_BACKTEST_SHOW").is_some();
    for (name, folder) in folders() {
        let score = score(&Shelf::folder(&folder), shows);
        let share = |count: usize, of: usize| count as f64 / of.max(1) as f64;
        println!(
            "{name}: {} days, {} goals set next; listed {:.2}, proposed {:.2}, either {:.2}, at most {:.2}; {} listed, {} proposals, {:.2} of them set next",
            score.days,
            score.goals,
            share(score.listed, score.goals),
            share(score.proposed, score.goals),
            share(score.either, score.goals),
            share(score.known, score.goals),
            score.lines,
            score.proposals,
            share(score.useful, score.proposals),
        );
        assert!(score.goals == 0 || share(score.either, score.goals) >= 0.3, "{name}");
    }
}
