//! A roll-up that a real model told, and what is wrong with it: a number that neither the cited lines nor the roll-up's own
//! values have.

use std::collections::BTreeSet;

use serde_json::Value;

/// Faults of the prose of `rollup --json`, and how many sentences are shown and withheld.
pub fn judged(rollup: &Value) -> (Vec<String>, usize, usize) {
    let sources = list(&rollup["sources"]);
    let mut own = String::new();
    // What was computed: every value of the roll-up but the prose itself and the quotes.
    for part in ["asked", "period", "metrics", "incidents", "objectives", "promises"] {
        own.push_str(&rollup[part].to_string());
        own.push(' ');
    }
    let (mut faults, mut shown, mut withheld) = (Vec::new(), 0, 0);
    for part in list(&rollup["prose"]["parts"]) {
        withheld += list(&part["withheld"]).len();
        for sentence in list(&part["sentences"]) {
            shown += 1;
            let text = sentence["text"].as_str().unwrap_or_default();
            let cited: Vec<&Value> =
                list(&sentence["citations"]).iter().filter_map(|n| sources.get(place(n)?)).collect();
            if cited.is_empty() || cited.len() < list(&sentence["citations"]).len() {
                faults.push(format!("cites nothing, or what is no source: {sentence}"));
            }
            let quotes: String = cited
                .iter()
                .map(|source| format!("{} {} {} ", source["quote"], source["report"], source["date"]))
                .collect();
            let known: BTreeSet<String> = numbers(&quotes).union(&numbers(&own)).cloned().collect();
            let new: Vec<String> = numbers(text).into_iter().filter(|number| !known.contains(number)).collect();
            if !new.is_empty() {
                faults.push(format!("{new:?} is in no cited line and was not computed: {text}"));
            }
        }
    }
    (faults, shown, withheld)
}

fn place(n: &Value) -> Option<usize> {
    usize::try_from(n.as_u64()?).ok()?.checked_sub(1)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Runs of digits with a point between, without zeros in front: `05-19` and `5/19` have the same.
fn numbers(text: &str) -> BTreeSet<String> {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let runs = text.split(|c: char| !is_part(c)).map(|run| run.trim_matches('.').trim_start_matches('0'));
    runs.filter(|run| !run.is_empty()).map(str::to_string).collect()
}
