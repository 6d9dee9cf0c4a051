//! One question, what the program answered, and what is wrong with that.

use std::collections::HashSet;
use std::time::Duration;

use serde_json::Value;
use zhoubao::evaluate::{TestQuestion, says};

use crate::workplace::seeds;

pub struct Asked {
    pub test: TestQuestion,
    /// `None` when a signal ended the program.
    pub code: Option<i32>,
    /// As `ask --json` prints it.
    pub json: Value,
    pub took: Duration,
}

impl Asked {
    pub fn head() -> String {
        line("question", "mode", "right", "shown", "caught", "tokens", "seconds")
    }

    pub fn row(&self) -> String {
        let tokens = |name: &str| self.json["usage"][name].as_u64();
        let tokens = match (tokens("prompt_tokens"), tokens("completion_tokens")) {
            (Some(prompt), Some(completion)) => format!("{prompt}+{completion}"),
            _ => "–".to_string(),
        };
        let name = if self.abstained() { "verdict" } else { "mode" };
        let mode = self.json[name].as_str().unwrap_or("?");
        line(
            &self.test.id,
            mode,
            if self.is_right() { "yes" } else { "no" },
            &self.shown().count().to_string(),
            &self.caught().len().to_string(),
            &tokens,
            &format!("{:.1}", self.took.as_secs_f64()),
        )
    }

    pub fn is_generated(&self) -> bool {
        self.json["mode"] == "generated"
    }

    /// A refusal of what the reports do not say; else each group of facts said by a sentence that is shown.
    pub fn is_right(&self) -> bool {
        let shown: Vec<&str> = self.shown().filter_map(|sentence| sentence["text"].as_str()).collect();
        let said = |alternative: &String| shown.iter().any(|sentence| says(sentence, alternative));
        self.abstained() == self.test.abstain
            && (self.test.abstain || self.test.facts.iter().all(|group| group.iter().any(said)))
    }

    /// What the model made up, and nobody saw: the particulars and the sentence they are in. A mark that was forgotten is no
    /// invention.
    pub fn caught(&self) -> Vec<String> {
        let is_invention = |fault: &Value| fault != "没有标注来源" && fault != "it cites no source";
        let invented = |sentence: &&Value| {
            let faults = list(&sentence["unsupported"]);
            sentence["supported"] == false && !is_shown(sentence) && faults.iter().any(is_invention)
        };
        let caught = self.sentences().iter().filter(invented);
        caught.map(|sentence| format!("{} in {}", sentence["unsupported"], sentence["text"])).collect()
    }

    /// What must not be, whatever the model said; each with the question's id.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        let wanted = if self.json["verdict"] == "not_found" { 3 } else { 0 };
        if self.code != Some(wanted) {
            faults.push(format!("exit code {:?}, and {wanted} is wanted", self.code));
        }
        if self.test.abstain && !self.abstained() {
            faults.push(format!("answered, and the reports do not say: {}", self.json["answer"]));
        }
        if self.shown().next().is_none() {
            faults.push("nothing is shown".to_string());
        }
        let is_of_a_model = self.json["mode"] != "extracted";
        if is_of_a_model && self.json["usage"]["calls"].as_u64().is_none_or(|calls| calls == 0) {
            faults.push(format!("{} without a call: usage is {}", self.json["mode"], self.json["usage"]));
        }
        let numbers: HashSet<u64> = self.citations().iter().filter_map(|citation| citation["n"].as_u64()).collect();
        for sentence in self.shown() {
            faults.extend(sentence_fault(sentence, &numbers).map(|fault| format!("{fault}: {}", sentence["text"])));
        }
        faults.extend(self.citations().iter().filter_map(citation_fault));
        faults.into_iter().map(|fault| format!("{}: {fault}", self.test.id)).collect()
    }

    /// Sentences that are shown and are neither the program's nor words of the lines that they cite; each with the question's id.
    pub fn foreign_words(&self) -> Vec<String> {
        let is_of_the_reports = |sentence: &&Value| match sentence["origin"].as_str() {
            Some("program" | "extract" | "related") => true,
            Some("selected") => self.is_in_the_cited_lines(sentence),
            _ => false,
        };
        let foreign = self.shown().filter(|sentence| !is_of_the_reports(sentence));
        foreign.map(|sentence| format!("{}: no statement of the reports: {sentence}", self.test.id)).collect()
    }

    /// `第26周 2023-06-20：words`: the words stand in the lines, but for marks and white space.
    fn is_in_the_cited_lines(&self, sentence: &Value) -> bool {
        let bare =
            |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace() && !"*->#".contains(*c)).collect() };
        let cited = list(&sentence["citations"]);
        let lines: String = self
            .citations()
            .iter()
            .filter(|citation| cited.contains(&citation["n"]))
            .filter_map(|citation| Some(bare(&cited_lines(citation)?)))
            .collect();
        let text = sentence["text"].as_str().unwrap_or_default();
        text.match_indices(['：', ':']).any(|(at, colon)| {
            let words = bare(&text[at + colon.len()..]);
            !words.is_empty() && lines.contains(&words)
        })
    }

    /// Whether no answer is claimed.
    fn abstained(&self) -> bool {
        self.json["verdict"] != "answered"
    }

    fn sentences(&self) -> &[Value] {
        list(&self.json["sentences"])
    }

    fn shown(&self) -> impl Iterator<Item = &Value> {
        self.sentences().iter().filter(|sentence| is_shown(sentence))
    }

    fn citations(&self) -> &[Value] {
        list(&self.json["citations"])
    }
}

fn line(id: &str, mode: &str, right: &str, shown: &str, caught: &str, tokens: &str, seconds: &str) -> String {
    format!("{id:<16} {mode:<10} {right:<6} {shown:>5} {caught:>6} {tokens:>11} {seconds:>8}")
}

/// Extracted answers hide nothing, and do not say so of each sentence.
fn is_shown(sentence: &Value) -> bool {
    sentence["shown"] != false
}

fn sentence_fault(sentence: &Value, numbers: &HashSet<u64>) -> Option<String> {
    let cited = list(&sentence["citations"]);
    if sentence["supported"] != true || !list(&sentence["unsupported"]).is_empty() {
        return Some(format!("shown without support for {}", sentence["unsupported"]));
    }
    if sentence["origin"] == "model" && cited.is_empty() {
        return Some("the model's, and cites nothing".to_string());
    }
    let unknown = cited.iter().find(|n| n.as_u64().is_none_or(|n| !numbers.contains(&n)))?;
    Some(format!("cites {unknown}, which is no source"))
}

/// A citation that its file does not bear out.
fn citation_fault(citation: &Value) -> Option<String> {
    let (Some(path), Some(quote)) = (citation["path"].as_str(), citation["quote"].as_str()) else {
        return Some(format!("a citation without path or quote: {citation}"));
    };
    let line = |at: usize| citation["lines"][at].as_u64().map_or(0, |line| line as usize);
    let (first, last) = (line(0), line(1));
    let Ok(file) = std::fs::read_to_string(seeds().join(path)) else {
        return Some(format!("cites `{path}`, which cannot be read"));
    };
    let lines: Vec<&str> = file.lines().collect();
    let cited = lines.get(first.wrapping_sub(1)..last).map(|lines| lines.join("\n"));
    match cited {
        None => Some(format!("cites lines {first} to {last} of `{path}`, which has {}", lines.len())),
        Some(cited) if quote.is_empty() || !cited.contains(quote) => {
            Some(format!("lines {first} to {last} of `{path}` do not hold `{quote}`"))
        }
        Some(_) => None,
    }
}

/// Of its file.
fn cited_lines(citation: &Value) -> Option<String> {
    let line = |at: usize| citation["lines"][at].as_u64().map_or(0, |line| line as usize);
    let file = std::fs::read_to_string(seeds().join(citation["path"].as_str()?)).ok()?;
    let lines: Vec<&str> = file.lines().collect();
    lines.get(line(0).wrapping_sub(1)..line(1)).map(|lines| lines.join("\n"))
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
