//! An answer of statements that were chosen by how likely they answer, and the same with those first that a reader picked.

use super::compose::{Draft, Origin, Sentence, one_line, place_and_words};
use super::outcome::{Answer, Verdict};
use super::statements::add_statements;
use super::{Answered, Weighing};
use crate::citation::Citation;
use crate::statement::best_first;

/// What an answer is made of, where it was chosen by how likely it answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Choice {
    /// Statements of the pool by their indexes, likeliest first.
    Statements(Vec<usize>),
    /// What a strategy says and is not vouched for, among lines of the program's.
    Sentences,
}

impl Answered {
    /// Statements of the pool by their indexes, likeliest first and each wording once: all that a reader may pick from. Empty
    /// without a [`Choice`].
    pub fn on_offer(&self) -> Vec<usize> {
        let (Some(Weighing { pool, shown, .. }), Some(_)) = (&self.weighing, &self.choice) else { return Vec::new() };
        let mut order = best_first(&shown.probabilities);
        let mut said: Vec<&str> = Vec::new();
        order.retain(|at| {
            let text = pool.text(&pool.statements[*at]);
            let is_new = !said.contains(&text);
            said.extend(is_new.then_some(text));
            is_new
        });
        order
    }

    /// How likely what is shown answers, from 0 to 1; 0 where nothing was weighed.
    pub fn likelihood(&self) -> f32 {
        let views = self.weighing.iter().flat_map(|weighing| &weighing.views);
        views.map(|view| view.probability).fold(0.0, f32::max)
    }

    /// The place of statement `at` of the pool (`第26周 2023-06-20 › 生产稳定性事件`), and its words on one line.
    pub fn statement(&self, at: usize) -> Option<(String, String)> {
        let pool = &self.weighing.as_ref()?.pool;
        let statement = pool.statements.get(at)?;
        Some(place_and_words(pool.record(statement), statement.span.clone()))
    }

    /// The answer with the statements `picks` (indexes of the pool) first, verbatim; what it says without them follows, but for
    /// what they say already. Its verdict stays: a pick is no proof.
    pub fn with_first(&self, picks: &[usize]) -> Answer {
        let extracted = &self.answer;
        let (Some(Weighing { pool, .. }), Some(choice)) = (&self.weighing, &self.choice) else {
            return extracted.clone();
        };
        let is_related = extracted.verdict == Verdict::Related;
        let mut draft = Draft::new(extracted.language());
        // Yes or no, and what the question took for granted, opens an answer.
        let (decided, shown): (Vec<&Sentence>, Vec<&Sentence>) =
            extracted.sentences.iter().partition(|sentence| sentence.origin == Origin::Decision);
        decided.iter().for_each(|sentence| draft.keep(sentence, &self.sources));
        if is_related {
            draft.show_picked();
        }
        add_statements(&mut draft, Origin::Picked, pool, picks);
        match choice {
            Choice::Statements(order) => {
                let rest: Vec<usize> = order.iter().copied().filter(|at| !picks.contains(at)).collect();
                if is_related && !rest.is_empty() {
                    draft.show_beside();
                }
                add_statements(&mut draft, if is_related { Origin::Related } else { Origin::Report }, pool, &rest);
            }
            Choice::Sentences => {
                // The line that says that nothing is vouched for has been said.
                let shown = if is_related { &shown[1..] } else { &shown[..] };
                let kept = self.unsaid(shown, picks);
                if is_related && !kept.is_empty() {
                    draft.show_beside();
                }
                for (sentence, unsaid) in kept {
                    match unsaid {
                        Unsaid::Whole => draft.keep(sentence, &self.sources),
                        Unsaid::Parts(parts) => add_statements(&mut draft, sentence.origin, pool, &parts),
                    }
                }
            }
        }
        let (sentences, sources, _) = draft.finish();
        let citations = sources.into_citations();
        let mut answer = Answer { sentences, citations, ..extracted.clone() };
        answer.coverage.matched = Answer::reports_cited(&answer.citations);
        answer
    }

    /// What of `shown` says more than `picks` do, with the lines of the program's that lead to it.
    fn unsaid<'a>(&self, shown: &[&'a Sentence], picks: &[usize]) -> Vec<(&'a Sentence, Unsaid)> {
        let is_line = |sentence: &Sentence| sentence.citations.is_empty();
        let left: Vec<Option<Unsaid>> = shown.iter().map(|sentence| self.left_of(sentence, picks)).collect();
        let mut kept = Vec::new();
        for (at, (sentence, left_of_it)) in shown.iter().zip(&left).enumerate() {
            let led = at + 1..shown.len();
            let mut led = led.take_while(|next| !is_line(shown[*next])).peekable();
            let leads_to_nothing = is_line(sentence) && led.peek().is_some() && led.all(|next| left[next].is_none());
            if let Some(unsaid) = left_of_it.as_ref().filter(|_| !leads_to_nothing) {
                kept.push((*sentence, unsaid.clone()));
            }
        }
        kept
    }

    /// What of a sentence `picks` do not say; `None` where they say all of it.
    fn left_of(&self, sentence: &Sentence, picks: &[usize]) -> Option<Unsaid> {
        let Some(Weighing { pool, .. }) = &self.weighing else { return Some(Unsaid::Whole) };
        let cited: Vec<&Citation> =
            sentence.citations.iter().filter_map(|n| self.answer.citations.get(n.checked_sub(1)?)).collect();
        let words = |at: usize| {
            let statement = &pool.statements[at];
            one_line(&pool.record(statement).text, statement.span.clone())
        };
        let is_of_it = |at: &usize| {
            let (record, lines) = (pool.record(&pool.statements[*at]), pool.lines(&pool.statements[*at]));
            let is_cited = |citation: &&Citation| citation.report_id == record.report && citation.lines.overlap(lines);
            cited.iter().any(is_cited) && sentence.text.contains(&words(*at))
        };
        let parts: Vec<usize> = (0..pool.statements.len()).filter(is_of_it).collect();
        let left: Vec<usize> = parts.iter().copied().filter(|at| !picks.contains(at)).collect();
        if left.len() == parts.len() {
            // What leaves out its report, as the one above it names it, names it again.
            let leans = sentence.text.starts_with('›') && !left.is_empty();
            return Some(if leans { Unsaid::Parts(left) } else { Unsaid::Whole });
        }
        // Words of ours among those of the reports are not lost, though some of theirs then stand twice.
        let around = parts.iter().fold(sentence.text.clone(), |text, at| text.replacen(&words(*at), "", 1));
        match (left.is_empty(), around.trim().ends_with(['：', ':'])) {
            (true, _) => None,
            (false, true) => Some(Unsaid::Parts(left)),
            (false, false) => Some(Unsaid::Whole),
        }
    }
}

/// What of a sentence is still to be said.
#[derive(Debug, Clone)]
enum Unsaid {
    Whole,
    /// These statements of the pool.
    Parts(Vec<usize>),
}
