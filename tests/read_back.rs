//! The read-back measured: sentences as a model would write them over real passages of the sample reports, true ones and
//! ones that are subtly false, and what the check says of each. `study` was looked at while the rules were made; `held` was
//! written before them, over other passages, and its misses were not read (`READ_BACK_SHOW=study` prints those of a set).
//! `blind` is by another author, who knew neither the rules nor the other pairs; it was measured once (73.8% of the false
//! caught, 22.5% of the true turned away, 2026-11-20) and then studied, as was `second`, written while that was done: no figure
//! of these two tells how unseen sentences fare.

#![allow(clippy::print_stdout, reason = "its figures are what it is run for")]

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use zhoubao::calendar::Date;
use zhoubao::citation::{Checked, Fault, Sentences, Source, check, marks, trace};
use zhoubao::passage::passages as passages_of;
use zhoubao::report::{PageName, Report};

#[derive(Deserialize)]
struct Pair {
    set: String,
    kind: String,
    /// `quoting` the report's own words, or `free`; empty in the older sets, which are free.
    #[serde(default)]
    style: String,
    sources: Vec<Place>,
    sentence: String,
}

#[derive(Deserialize, PartialEq, Clone)]
struct Place {
    path: String,
    lines: [usize; 2],
}

/// A passage with what its report is called.
struct Passage {
    place: Place,
    text: String,
    label: String,
    date: Option<Date>,
}

/// As many passages as a prompt holds: the cited ones and others.
const SOURCES: usize = 12;

/// Those of one author: the passages that they cite stand in for what else a prompt holds.
fn pairs(set: &str) -> Vec<Pair> {
    let lines = match set {
        "blind" => include_str!("labels/support_blind.jsonl"),
        "second" => include_str!("labels/support_second.jsonl"),
        "blind2" => include_str!("labels/support_blind2.jsonl"),
        "blind3" => include_str!("labels/support_blind3.jsonl"),
        "blind4" => include_str!("labels/support_blind4.jsonl"),
        "blind5" => include_str!("labels/support_blind5.jsonl"),
        "blind6" => include_str!("labels/support_blind6.jsonl"),
        _ => include_str!("labels/support.jsonl"),
    };
    lines.lines().map(|line| serde_json::from_str(line).expect("a pair")).collect()
}

fn passages(pairs: &[Pair]) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    for place in pairs.iter().flat_map(|pair| &pair.sources) {
        if found.iter().any(|known| known.place == *place) {
            continue;
        }
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(&place.path);
        let source = std::fs::read_to_string(&path).expect("a sample report");
        let lines: Vec<&str> =
            source.lines().skip(place.lines[0] - 1).take(place.lines[1] - place.lines[0] + 1).collect();
        let text = lines.join("\n");
        let name = place.path.rsplit('/').next().expect("a name").trim_end_matches(".md").to_string();
        let report = Report::parse(source, &PageName { name, folders: Vec::new() });
        let label = report.label.map(|label| label.to_string()).unwrap_or_default();
        found.push(Passage { place: place.clone(), text, label, date: report.date });
    }
    found
}

/// What the check says, and what keeps the sentence from being its sources' own words.
fn read_back(pair: &Pair, passages: &[Passage]) -> (Checked, Option<Fault>) {
    let at = |place: &Place| passages.iter().position(|known| known.place == *place).expect("known");
    let mut chosen: Vec<usize> = pair.sources.iter().map(at).collect();
    let mut next = chosen[0];
    while chosen.len() < SOURCES.min(passages.len()) {
        next = (next + 1) % passages.len();
        if !chosen.contains(&next) {
            chosen.push(next);
        }
    }
    let sources: Vec<Source<'_>> = chosen
        .iter()
        .enumerate()
        .map(|(at, which)| {
            let passage = &passages[*which];
            Source {
                n: at + 1,
                text: &passage.text,
                label: &passage.label,
                date: passage.date,
                coverage: None,
                section: &[],
            }
        })
        .collect();
    let checked = check(&pair.sentence, &sources, "");
    let departs = trace(&checked, &sources).err();
    (checked, departs)
}

/// Sentences that would be shown: of the false, of those that quote, of the other true ones; each with how many there are.
#[derive(Debug, Default, Clone, Copy)]
struct Shown {
    of_false: Tally,
    quoting: Tally,
    free: Tally,
}

/// What close wording shows of a set.
fn shown(set: &str) -> Shown {
    let pairs = pairs(set);
    let passages = passages(&pairs);
    let mut shown = Shown::default();
    for pair in pairs.iter().filter(|pair| pair.set == set) {
        let (checked, departs) = read_back(pair, &passages);
        let tally = match (is_true(&pair.kind), pair.style.as_str()) {
            (false, _) => &mut shown.of_false,
            (true, "quoting") => &mut shown.quoting,
            (true, _) => &mut shown.free,
        };
        tally.all += 1;
        let passes = checked.is_supported() && departs.is_none();
        tally.right += usize::from(passes);
        if passes && !is_true(&pair.kind) {
            println!("{} | {} | {:?}", pair.kind, pair.sentence, checked.citations);
        }
    }
    println!("{set}, close wording shows: {shown:?}");
    shown
}

#[derive(Debug, Default, Clone, Copy)]
struct Tally {
    right: usize,
    all: usize,
}

fn is_true(kind: &str) -> bool {
    matches!(kind, "true" | "misnumbered" | "uncited")
}

fn tally(set: &str) -> BTreeMap<String, Tally> {
    let pairs = pairs(set);
    let passages = passages(&pairs);
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let shows = std::env::var("READ_BACK_SHOW").is_ok_and(|shown| shown == set);
    for pair in pairs.iter().filter(|pair| pair.set == set) {
        let (checked, _) = read_back(pair, &passages);
        let right = match pair.kind.as_str() {
            "misnumbered" => checked.is_supported() && checked.moved,
            kind => checked.is_supported() == is_true(kind),
        };
        if shows && !right {
            println!(
                "{} | {} | {:?} moved {} {:?}",
                pair.kind, pair.sentence, checked.faults, checked.moved, checked.citations
            );
        }
        let language = if pair.sentence.chars().filter(|c| *c as u32 > 0x3000).count() * 4 < pair.sentence.len() / 2 {
            "en"
        } else {
            "zh"
        };
        for row in [pair.kind.clone(), format!("{} {language}", if is_true(&pair.kind) { "true" } else { "false" })] {
            let tally = tallies.entry(row).or_default();
            tally.all += 1;
            tally.right += usize::from(right);
        }
    }
    println!("{set}:");
    for (kind, tally) in &tallies {
        println!("  {kind:12} {}/{}", tally.right, tally.all);
    }
    tallies
}

/// Share of the false that were caught, share of the true that were rejected.
fn figures(set: &str) -> (f64, f64) {
    let tallies = tally(set);
    let sum = |word: &str| {
        tallies
            .iter()
            .filter(|(kind, _)| kind.starts_with(word) && kind.contains(' '))
            .fold((0, 0), |(right, all), (_, tally)| (right + tally.right, all + tally.all))
    };
    let (caught, all_false) = sum("false");
    let (kept, all_true) = sum("true");
    let caught = caught as f64 / all_false as f64;
    let rejected = 1.0 - kept as f64 / all_true as f64;
    println!("{set}: caught {caught:.3} of {all_false} false, rejected {rejected:.3} of {all_true} true");
    (caught, rejected)
}

#[test]
fn false_sentences_are_caught_and_true_ones_kept_on_the_studied_half() {
    let (caught, rejected) = figures("study");
    assert!(caught >= 0.96 && rejected <= 0.01, "caught {caught:.3}, rejected {rejected:.3}");
}

#[test]
fn false_sentences_are_caught_and_true_ones_kept_on_the_held_half() {
    let (caught, rejected) = figures("held");
    assert!(caught >= 0.95 && rejected <= 0.062, "caught {caught:.3}, rejected {rejected:.3}");
}

#[test]
fn false_sentences_are_caught_and_true_ones_kept_on_pairs_by_another_author() {
    let (caught, rejected) = figures("blind");
    assert!(caught >= 0.94 && rejected <= 0.01, "caught {caught:.3}, rejected {rejected:.3}");
}

/// The honest figure: pairs by a third author, measured when the rules were done and not looked at. Far from the aim: the floor
/// keeps it from falling.
#[test]
fn false_sentences_are_caught_and_true_ones_kept_on_pairs_that_nobody_studied() {
    let (caught, rejected) = figures("blind2");
    assert!(caught >= 0.82 && rejected <= 0.23, "caught {caught:.3}, rejected {rejected:.3}");
}

#[test]
fn false_sentences_are_caught_and_true_ones_kept_on_pairs_written_since() {
    let (caught, rejected) = figures("second");
    assert!(caught >= 0.95 && rejected <= 0.01, "caught {caught:.3}, rejected {rejected:.3}");
}

/// By three more authors, most of them as a model errs that is told to keep to the report's words. The check alone caught 73%, 54% and
/// 49% of the false at first sight, and was not changed for them; close wording is what is for these.
#[test]
fn false_sentences_are_caught_on_pairs_of_quotations() {
    for (set, least) in [("blind3", 0.70), ("blind4", 0.50), ("blind5", 0.45)] {
        let (caught, rejected) = figures(set);
        assert!(caught >= least && rejected <= 0.13, "{set}: caught {caught:.3}, rejected {rejected:.3}");
    }
}

/// Close wording is for what may be pasted unread. The one that passes leaves out a part of a list.
#[test]
fn close_wording_shows_next_to_no_false_sentence_and_half_of_the_quotations() {
    let sets = ["study", "held", "blind", "second", "blind2", "blind3", "blind4", "blind5"];
    let shown: Vec<Shown> = sets.into_iter().map(shown).collect();
    let sum = |tally: fn(&Shown) -> Tally| {
        shown.iter().map(tally).fold((0, 0), |(right, all), tally| (right + tally.right, all + tally.all))
    };
    let (of_false, all_false) = sum(|shown| shown.of_false);
    let (quoting, all_quoting) = sum(|shown| shown.quoting);
    println!("close wording: {of_false} of {all_false} false, {quoting} of {all_quoting} quotations shown");
    assert!(of_false <= 2 && all_false > 600, "{of_false} of {all_false} false ones are shown");
    assert!(quoting * 20 >= all_quoting * 9, "{quoting} of {all_quoting} quotations are shown");
}

/// Written when all else was done, by somebody who knew neither the rules nor the other pairs. Five passed; one of them, a sign behind
/// an ideograph, was mended, the others were left as they are.
#[test]
fn close_wording_shows_few_false_sentences_that_nobody_studied() {
    let Shown { of_false, quoting, .. } = shown("blind6");
    assert!(of_false.all >= 80 && of_false.right <= 4, "{of_false:?}");
    assert!(quoting.all >= 30 && quoting.right >= 28, "{quoting:?}");
}

/// Every sentence of every sample report, cited to the passage it stands in.
#[test]
fn what_a_report_says_itself_is_supported() {
    let mut rejected = Vec::new();
    let mut reworded = Vec::new();
    let mut all = 0;
    for entry in walkdir::WalkDir::new(Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")).sort_by_file_name() {
        let entry = entry.expect("readable");
        let name = entry.file_name().to_string_lossy().into_owned();
        let Some(stem) = name.strip_suffix(".md").filter(|stem| *stem != "README") else { continue };
        let source = std::fs::read_to_string(entry.path()).expect("UTF-8");
        let report = Report::parse(source, &PageName { name: stem.to_string(), folders: Vec::new() });
        let label = report.label.map(|label| label.to_string()).unwrap_or_default();
        for passage in passages_of(&report, uuid::Uuid::nil()) {
            let text = passage.text.as_str();
            let source =
                Source { n: 1, text, label: &label, date: report.date, coverage: None, section: &passage.path };
            let mut sentences = Sentences::new();
            let mut said = sentences.push(text);
            said.extend(sentences.finish());
            for sentence in said.iter().filter(|sentence| !sentence.starts_with('|') && marks(sentence).1.is_empty()) {
                all += 1;
                let checked = check(&format!("{sentence}[1]"), &[source], "");
                // A line of a plan is close to itself where it says that it is one.
                let departs = trace(&checked, &[source]).err();
                if matches!(departs, Some(Fault::Reworded { .. } | Fault::Misplaced { .. })) {
                    reworded.push(format!("{name}: {sentence}: {departs:?}"));
                }
                if !checked.is_supported() {
                    rejected.push(format!("{name}: {sentence}: {:?}", checked.faults));
                }
            }
        }
    }
    println!("{} of {all} sentences rejected", rejected.len());
    assert!(all > 1_000, "the reports were read: {all}");
    assert!(rejected.is_empty(), "{}", rejected.join("\n"));
    // A statement in SQL, cut out of a block of code.
    assert!(reworded.len() <= 1, "{}", reworded.join("\n"));
}
