//! A follow-up made whole by a model: what it adds must stand in the conversation, else the rules' reading is taken.

use std::future::Future;
use std::pin::Pin;

use crate::chat::{Message, Piece};
use crate::citation::{Fault, Source, check};
use crate::lexicon::estimate_tokens;
use crate::prompt::{Nonce, PromptTurn, RewritePrompt, quotable};
use crate::question::Language;

use super::Writer;

/// Turns of the conversation that a follow-up can lean on.
const TURNS: usize = 4;

/// Characters of an answer that are shown for what was talked about.
const ANSWER_CHARS: usize = 200;

/// How long a question may become, in tokens and in characters.
const QUESTION_TOKENS: u32 = 120;
const QUESTION_CHARS: usize = 200;

impl Writer<'_> {
    /// `asked` as a question that stands on its own, worded by the model; `None` where there is no reply in time or one that
    /// cannot be trusted: it adds a number, date or name that nobody mentioned, drops what was asked or what rules know it to
    /// lean on (`leans_on`), or is no single question.
    ///
    /// `turns`: what was asked, whole, and answered; oldest first.
    pub async fn rewrite(
        &self,
        asked: &str,
        language: Language,
        turns: &[PromptTurn],
        leans_on: &[String],
        stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
    ) -> Option<String> {
        let turns: Vec<PromptTurn> = turns[turns.len().saturating_sub(TURNS)..].iter().map(shortened).collect();
        let quoted = turns.iter().flat_map(|turn| [turn.question.as_str(), turn.answer.as_str()]);
        let nonce = Nonce::new(quoted.clone().chain([asked])).as_str().to_string();
        let said: String = quoted.chain([asked]).collect::<Vec<_>>().join("\n");
        let prompt = RewritePrompt { nonce, turns, question: asked.to_string() };
        let rendered = self.prompts.rewrite(language, &prompt).ok()?;
        let messages = self.messages(&rendered);
        let wanted = messages.iter().map(|message: &Message| estimate_tokens(&message.content)).sum::<usize>();
        let wanted = wanted + QUESTION_TOKENS as usize;
        self.budget.take(wanted).ok()?;
        let request = self.request(&messages, QUESTION_TOKENS, vec!["\n".to_string()], "rewrite");
        let mut ignore = |_: Piece<'_>| ();
        let completion = tokio::select! {
            biased;
            () = stop => return None,
            completion = self.chat.complete(&request, &mut ignore) => completion.ok()?,
        };
        self.budget.settle(wanted, completion.usage.total_tokens());
        let whole = self.restored(completion.text.trim());
        let is_good = is_of(&whole, &said) && keeps(&whole, asked, leans_on);
        is_good.then_some(whole)
    }
}

fn shortened(turn: &PromptTurn) -> PromptTurn {
    let answer: String = turn.answer.chars().take(ANSWER_CHARS).collect();
    PromptTurn { question: quotable(&turn.question), answer: quotable(&answer) }
}

/// Whether a rewritten question is one line that names nothing which was not `said`.
fn is_of(whole: &str, said: &str) -> bool {
    if whole.is_empty() || whole.contains('\n') || whole.chars().count() > QUESTION_CHARS {
        return false;
    }
    let source = Source { n: 1, text: said, label: "", date: None, coverage: None, section: &[] };
    let faults = check(&format!("{whole} [1]"), &[source], "").faults;
    !faults.iter().any(|fault| matches!(fault, Fault::Particular { .. }))
}

/// Whether a rewritten question still names what it leans on, and has most characters of what was asked: a small model makes
/// "how was the issue fixed" of any follow-up.
fn keeps(whole: &str, asked: &str, leans_on: &[String]) -> bool {
    let lower = whole.to_lowercase();
    let letters: Vec<char> = asked.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    let kept = letters.iter().filter(|c| lower.contains(**c)).count();
    let names_all = leans_on.iter().all(|named| lower.contains(&named.to_lowercase()));
    names_all && kept * 10 >= letters.len() * KEPT_TENTHS
}

/// Of the characters of a follow-up, how many a whole question keeps: 那, 呢 and the like go.
const KEPT_TENTHS: usize = 6;

#[cfg(test)]
mod tests {
    use super::{is_of, keeps};

    #[test]
    fn a_rewritten_question_keeps_what_was_asked_and_what_it_leans_on() {
        let leans_on = ["6/15".to_string(), "账户流水差异".to_string()];
        assert!(keeps("6/15账户流水差异影响了多少商户？", "那影响了多少商户？", &leans_on));
        assert!(!keeps("这个问题影响了多少商户？", "那影响了多少商户？", &leans_on));
        assert!(!keeps("And how was the issue fixed?", "and how was it fixed?", &leans_on));
        assert!(!keeps("6/15账户流水差异是什么？", "怎么处理的", &leans_on));
    }

    #[test]
    fn a_rewritten_question_adds_nothing_that_nobody_said() {
        let said = "6/15账户流水差异的原因是什么\n存储扩容，5991笔\n那影响了多少商户？";
        assert!(is_of("6/15账户流水差异影响了多少商户？", said));
        assert!(!is_of("6/16账户流水差异影响了多少商户？", said));
        assert!(!is_of("6/15的764个商户受到什么影响？", said));
        assert!(!is_of("", said) && !is_of("6/15？\n好的", said) && !is_of(&"问".repeat(201), said));
    }
}
