//! Reduce: the sentences of the parts, in five.

use std::future::Future;
use std::pin::Pin;

use crate::chat::ChatError;
use crate::lexicon::estimate_tokens;
use crate::prompt::{HeadlinePrompt, Nonce, PromptPoint, not_in_reports, quotable};
use crate::vocabulary::Language;
use crate::write::Failed;

use super::ground::Ground;
use super::page::ProsePage;
use super::section::{Kept, SHRINKS};
use super::{Event, Narrator, RollupPart, Run};

/// Sentences of a headline, at most.
const MOST_SENTENCES: usize = 5;

/// Tokens that the frame of a sentence takes.
const SENTENCE_TOKENS: usize = 24;

impl Narrator<'_> {
    /// Sums up the parts in at most five sentences. Where they exceed a prompt, groups of them are summed up first.
    pub(super) async fn headline(
        &self,
        kept: &[Kept],
        period: &str,
        language: Language,
        run: &mut Run,
        mut stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
        on_event: &mut (dyn FnMut(Event) + Send),
    ) {
        let mut room = self.writer.room(period);
        let mut level = kept.to_vec();
        let mut at = run.of.saturating_sub(1);
        let mut shrinks = 0;
        'levels: loop {
            let groups = groups(&level, room);
            let is_last = groups.len() == 1;
            run.of = at + groups.len() + usize::from(!is_last);
            let mut next: Vec<Kept> = Vec::new();
            for group in &groups {
                at += 1;
                on_event(Event::Part { at, of: run.of, part: RollupPart::Headline });
                let (supported, outcome) = self.sum_up(group, period, language, run, stop.as_mut()).await;
                if let Err(Failed::Chat(ChatError::ContextTooLong { limit, .. })) = &outcome
                    && shrinks < SHRINKS
                    && group.len() > 1
                {
                    shrinks += 1;
                    at -= 1;
                    room = limit.map_or(room, |limit| room.min(limit)) / 2;
                    continue 'levels;
                }
                run.count(outcome);
                if run.ended.is_some() {
                    return;
                }
                // A group without a supported sentence keeps its first sentences.
                let is_silent = supported.is_empty() && !is_last;
                next.extend(if is_silent { group.iter().take(MOST_SENTENCES).cloned().collect() } else { supported });
            }
            if is_last {
                run.part(RollupPart::Headline).sentences = next.into_iter().map(|kept| kept.sentence).collect();
                return;
            }
            if next.len() >= level.len() {
                // Groups of so few sentences grow no smaller.
                next.truncate(groups[0].len());
            }
            level = next;
        }
    }

    async fn sum_up(
        &self,
        kept: &[Kept],
        period: &str,
        language: Language,
        run: &mut Run,
        stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
    ) -> (Vec<Kept>, Result<(), Failed>) {
        let (grounds, sentences) = rested(kept);
        let prompt = prompt(kept, period, language);
        let rendered = match self.writer.prompts.headline(language, &prompt) {
            Ok(rendered) => rendered,
            Err(error) => return (Vec::new(), Err(Failed::Prompt(error))),
        };
        let page = ProsePage::new(&grounds, language, MOST_SENTENCES);
        let mut page = page.summing_up(&sentences);
        let outcome = self.tell(&rendered, "headline", language, &mut page, run, stop).await;
        let (supported, withheld) = page.into_parts();
        run.part(RollupPart::Headline).withheld.extend(withheld);
        (supported.into_iter().map(|sentence| Kept::new(sentence.text, sentence.grounds, &grounds)).collect(), outcome)
    }
}

/// Parts sentences into groups of at most `room` tokens, one sentence at least in each.
fn groups(kept: &[Kept], room: usize) -> Vec<Vec<Kept>> {
    let mut found: Vec<Vec<Kept>> = Vec::new();
    let mut left = 0;
    for kept in kept {
        let tokens = estimate_tokens(&kept.sentence.text) + SENTENCE_TOKENS;
        match found.last_mut().filter(|_| tokens <= left) {
            Some(group) => {
                group.push(kept.clone());
                left -= tokens;
            }
            None => {
                found.push(vec![kept.clone()]);
                left = room.saturating_sub(tokens);
            }
        }
    }
    found
}

/// All that sentences rest on, each ground once, and the places of those of each sentence.
fn rested(kept: &[Kept]) -> (Vec<Ground>, Vec<Vec<usize>>) {
    let mut grounds: Vec<Ground> = Vec::new();
    let mut place = |ground: &Ground| match grounds.iter().position(|known| known == ground) {
        Some(at) => at,
        None => {
            grounds.push(ground.clone());
            grounds.len() - 1
        }
    };
    let places = kept.iter().map(|kept| kept.grounds.iter().map(&mut place).collect()).collect();
    (grounds, places)
}

fn prompt(kept: &[Kept], period: &str, language: Language) -> HeadlinePrompt {
    let quoted = kept.iter().map(|kept| kept.sentence.text.as_str());
    let point = |(at, kept): (usize, &Kept)| PromptPoint { n: at + 1, text: quotable(&kept.sentence.text) };
    HeadlinePrompt {
        nonce: Nonce::new(quoted).as_str().to_string(),
        period: period.to_string(),
        not_in_reports: not_in_reports(language),
        sentences: kept.iter().enumerate().map(point).collect(),
        most: MOST_SENTENCES,
    }
}
