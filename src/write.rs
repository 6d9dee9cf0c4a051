//! What a model adds to an answer. It picks of the statements those that answer, which are shown first (`select`); or, where
//! its own words are wanted, the extracted answer and its passages → a prompt → a reply that is read back sentence by sentence
//! while it streams. What is shown is supported; what the model leaves out of the extracted answer is shown as the reports say
//! it; where the model fails, the extracted answer is shown. Prompts, the call, redaction and the check are those of
//! their modules.

mod caution;
mod exchange;
mod hold;
mod material;
mod notice;
mod page;
mod select;
mod spent;
mod words;

use std::future::Future;
use std::pin::Pin;
use std::sync::Mutex;

use crate::answer::{Answer, Answered, Origin, Sentence};
use crate::catalogue::Catalogue;
use crate::chat::{Chat, ChatError, Message};
use crate::citation::Citation;
use crate::lexicon::estimate_tokens;
use crate::prompt::{Prompts, RepairPrompt};
use crate::question::Language;
use crate::redact::Redactor;

pub(crate) use exchange::{Arrival, Purpose, tokens_of};
pub(crate) use hold::{Held, hold};
use material::{Material, is_list};
use notice::absent_notice;
pub(crate) use notice::{Failed, withheld_notice};
pub use page::Withheld;
pub(crate) use page::is_not_in_reports;
use page::{AnswerPage, Verdict};
pub use spent::{Budget, Spent};

/// How much goes into a prompt and comes out of it, in tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sizes {
    /// What the model can take, prompt and reply together.
    pub window: usize,
    /// Sources and facts, at most.
    pub sources: usize,
    /// The reply, at most.
    pub reply: u32,
}

/// What writing works with. One for a conversation: its redactor keeps placeholders stable.
pub struct Writer<'a> {
    pub chat: &'a Chat,
    pub prompts: &'a Prompts,
    pub sizes: Sizes,
    /// Whether answers are the reports' words alone, of which the model picks, and none of its own.
    pub selects: bool,
    /// What the process may still spend.
    pub budget: &'a Budget,
    /// `None` where nothing leaves the machine, or the user wants it so.
    pub redactor: Option<&'a Mutex<Redactor>>,
}

/// What happens while an answer is written.
#[derive(Debug)]
pub enum Event<'a> {
    /// The prompt is sent: tokens by our estimate.
    Asked { sources: usize, tokens: usize },
    /// A sentence that will be shown, and all sources so far.
    Sentence { sentence: &'a Sentence, citations: &'a [Citation] },
    /// How much of its reply the model has written: a number alone, for its words are not checked yet.
    Writing { chars: usize },
    /// Some sentences did not pass and are asked for again.
    Repairing { sentences: usize },
}

/// An answer and how it came about.
#[derive(Debug)]
pub struct Written {
    /// With the model's sentences where there are any; else the extracted answer as it was.
    pub answer: Answer,
    pub withheld: Vec<Withheld>,
    /// `None` where the model was not asked.
    pub spent: Option<Spent>,
    /// Whether it was cut short by the user.
    pub stopped: bool,
}

/// How often a prompt is made smaller for a server that finds it too long.
const SHRINKS: usize = 3;

/// Room for what the templates themselves and the server's own frame take, in tokens.
const TEMPLATE_TOKENS: usize = 600;

impl Written {
    /// The extracted answer as it is: the model was not asked.
    pub fn extracted(answer: Answer) -> Self {
        Self { answer, withheld: Vec::new(), spent: None, stopped: false }
    }
}

impl Writer<'_> {
    /// Whether the model has a part in `answered`. It picks wherever something shown was chosen by how likely it answers; it
    /// words what is claimed. A refusal stays as it is: what code does not find, a model would make up.
    pub fn is_for(&self, answered: &Answered) -> bool {
        match self.selects {
            true => answered.choice.is_some(),
            false => answered.answer.is_answered(),
        }
    }

    /// Has the model pick what of `answered` answers, or word it, until `stop` is ready.
    ///
    /// Never fails: where the model does, the answer is the extracted one, with a notice that says why.
    pub async fn write(
        &self,
        answered: &Answered,
        catalogue: &Catalogue,
        mut stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
        on_event: &mut (dyn FnMut(Event<'_>) + Send),
    ) -> Written {
        if !self.is_for(answered) {
            return Written::extracted(answered.answer.clone());
        }
        if self.selects {
            return self.select(answered, stop, on_event).await;
        }
        let mut tokens = self.room(&answered.answer.question.text);
        let mut spent = Spent::default();
        for shrinks in 0.. {
            let material = Material::gather(answered, catalogue, tokens);
            let mut sending = Sending::new(AnswerPage::new(&material, &answered.answer), on_event);
            let outcome = self.attempt(answered, &material, &mut sending, &mut spent, stop.as_mut()).await;
            match outcome {
                Err(Failed::Chat(ChatError::ContextTooLong { limit, .. }))
                    if shrinks < SHRINKS && material.len() > 1 =>
                {
                    tokens = limit.map_or(tokens, |limit| tokens.min(limit)) / 2;
                }
                outcome => return finish(answered, sending, spent, outcome.err()),
            }
        }
        Written::extracted(answered.answer.clone())
    }

    /// Tokens there are for sources and facts.
    pub(crate) fn room(&self, question: &str) -> usize {
        let frame = TEMPLATE_TOKENS + estimate_tokens(question) + self.sizes.reply as usize;
        self.sizes.sources.min(self.sizes.window.saturating_sub(frame))
    }

    async fn attempt(
        &self,
        answered: &Answered,
        material: &Material,
        sending: &mut Sending<'_, '_>,
        spent: &mut Spent,
        mut stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
    ) -> Result<(), Failed> {
        let language = answered.answer.language();
        let decided = answered.answer.sentences.iter().filter(|sentence| sentence.origin == Origin::Decision);
        decided.for_each(|sentence| sending.page.keep(answered, sentence));
        let rendered = self.prompts.answer(language, &material.prompt(answered)).map_err(Failed::Prompt)?;
        let mut messages = self.messages(&rendered);
        (sending.on_event)(Event::Asked { sources: material.len(), tokens: tokens_of(&messages) });
        let reply = self.call(&messages, "answer", sending, spent, stop.as_mut()).await?;
        let sentences = sending.page.take_faulty();
        // A list is shown whole: a summary of it that fails is left out, not worth a second call.
        if sentences.is_empty() || is_list(&answered.answer) {
            return Ok(());
        }
        (sending.on_event)(Event::Repairing { sentences: sentences.len() });
        let repair = self.prompts.repair(language, &RepairPrompt { sentences }).map_err(Failed::Prompt)?;
        messages.push(Message::assistant(reply));
        messages.push(Message::user(&repair.user));
        self.call(&messages, "repair", sending, spent, stop).await?;
        Ok(())
    }

    /// One call, read back while it streams; the reply as it came.
    async fn call(
        &self,
        messages: &[Message],
        purpose: &'static str,
        sending: &mut Sending<'_, '_>,
        spent: &mut Spent,
        stop: Pin<&mut (dyn Future<Output = ()> + Send)>,
    ) -> Result<String, Failed> {
        let mut on_arrival = |arrival: Arrival<'_>| match arrival {
            Arrival::Sentence(sentence) => sending.offer(sentence),
            Arrival::Writing { chars } => (sending.on_event)(Event::Writing { chars }),
            Arrival::Restart => sending.page.restart(),
        };
        self.exchange(messages, Purpose::prose(purpose), spent, stop, &mut on_arrival).await
    }
}

/// A page and its listener.
struct Sending<'p, 'e> {
    page: AnswerPage<'p>,
    on_event: &'e mut (dyn FnMut(Event<'_>) + Send),
    sent: usize,
}

impl<'p, 'e> Sending<'p, 'e> {
    fn new(page: AnswerPage<'p>, on_event: &'e mut (dyn FnMut(Event<'_>) + Send)) -> Self {
        Self { page, on_event, sent: 0 }
    }

    fn offer(&mut self, sentence: &str) {
        if self.page.offer(sentence) == Verdict::Shown {
            self.send();
        }
    }

    /// Passes on all sentences that were not passed on yet.
    fn send(&mut self) {
        let citations = self.page.sources().citations();
        for sentence in &self.page.sentences()[self.sent..] {
            (self.on_event)(Event::Sentence { sentence, citations });
        }
        self.sent = self.page.sentences().len();
    }
}

/// The answer of a page: what the model leaves out of the extracted one follows it, as the reports say it.
fn finish(answered: &Answered, mut sending: Sending<'_, '_>, spent: Spent, failed: Option<Failed>) -> Written {
    let extracted = &answered.answer;
    let language = extracted.language();
    let stopped = matches!(failed, Some(Failed::Stopped));
    let mut notices = Vec::new();
    if let Some(failed) = &failed {
        notices.push(failed.notice(language, sending.page.written() > 0));
    }
    notices.extend(spent.notices.iter().cloned());
    let (answer, withheld) = if sending.page.written() == 0 {
        if sending.page.is_absent() && failed.is_none() {
            notices.push(absent_notice(language));
        }
        for sentence in &extracted.sentences {
            (sending.on_event)(Event::Sentence { sentence, citations: &extracted.citations });
        }
        let (_, _, withheld) = sending.page.into_parts();
        (extracted.clone(), withheld)
    } else {
        keep_missing(answered, &mut sending.page);
        sending.send();
        let (sentences, sources, withheld) = sending.page.into_parts();
        let citations = sources.into_citations();
        let mut answer = Answer { sentences, citations, ..extracted.clone() };
        answer.coverage.matched = Answer::reports_cited(&answer.citations);
        (answer, withheld)
    };
    notices.extend(withheld_notice(&withheld, language));
    let mut answer = answer;
    answer.notices.extend(notices);
    Written { answer, withheld, spent: Some(spent), stopped }
}

/// Adds what the extracted answer says and the model's sentences do not; a list is added whole.
fn keep_missing(answered: &Answered, page: &mut AnswerPage<'_>) {
    let sentences: Vec<&Sentence> =
        answered.answer.sentences.iter().filter(|sentence| sentence.origin != Origin::Decision).collect();
    let is_list = is_list(&answered.answer);
    let is_report = |sentence: &Sentence| matches!(sentence.origin, Origin::Report | Origin::Related);
    let is_missing = |page: &AnswerPage<'_>, sentence: &Sentence| {
        is_list || sentence.origin == Origin::Related || !page.states(answered, sentence)
    };
    let mut kept: Vec<&Sentence> = Vec::new();
    for (at, sentence) in sentences.iter().enumerate() {
        let is_kept = if is_report(sentence) {
            is_missing(page, sentence)
        } else {
            // A line of ours leads to the items below it, or stands for itself (what no report states).
            let items: Vec<&&Sentence> = sentences[at + 1..].iter().take_while(|next| is_report(next)).collect();
            items.is_empty() || items.iter().any(|item| is_missing(page, item)) || !page.has_numbers_of(&sentence.text)
        };
        if is_kept {
            kept.push(sentence);
        }
    }
    if kept.first().is_some_and(|sentence| is_report(sentence)) {
        page.say(match answered.answer.language() {
            Language::Chinese => "周报原文：",
            Language::English => "In the reports' words:",
        });
    }
    for sentence in kept {
        page.keep(answered, sentence);
    }
}
