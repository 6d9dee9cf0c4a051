//! Answers, with their sources, how they came about, and how the question was understood.

use std::time::Duration;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use super::explain::Explanation;
use super::feedback::StandingCorrection;
use crate::answer::{Answer, Coverage, Mode, Origin, Sentence, Verdict};
use crate::citation::Citation;
use crate::correction::FeedbackId;
use crate::json::Id;
use crate::vocabulary::Language;
use crate::write::{Spent, Withheld, Written};

/// How an answer came about.
#[derive(Debug)]
pub struct Making<'a> {
    pub total: Duration,
    pub retrieve: Duration,
    pub written: Option<&'a Written>,
    /// The model that was asked, and the fingerprint of the prompts.
    pub model: Option<(&'a str, &'a str)>,
    /// How the question was understood, where that was asked for.
    pub explanation: Option<Explanation<'a>>,
    /// What only a server says.
    pub turn: Option<AnswerTurn<'a>>,
}

/// The JSON contract of `ask`.
pub fn answer_json(answer: &Answer, making: Making<'_>) -> Value {
    json!(AnswerWithSources::new(answer, making))
}

/// An answer with its sources.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Answer")]
pub struct AnswerWithSources<'a> {
    /// For what is said of the answer; null where answers are not logged.
    id: &'a Option<FeedbackId>,
    question: &'a str,
    language: Language,
    /// Who worded it: the reports, the reports with a model's choice first, or a model.
    mode: Mode,
    /// `answered`: vouched for; `related`: the nearest that the reports say; `not_found`: not in the reports.
    verdict: Verdict,
    /// The verdict is `not_found`.
    abstained: bool,
    /// The sentences that are shown, with marks `[n]` of their citations.
    answer: String,
    sentences: Vec<AnswerSentence<'a>>,
    /// In the order of their numbers.
    citations: Vec<AnswerCitation<'a>>,
    coverage: &'a Coverage,
    /// What people said of such an answer before.
    corrections: Vec<StandingCorrection<'a>>,
    /// What to know beside it.
    notices: &'a [String],
    /// Null where no model was asked.
    usage: Option<ModelUsage<'a>>,
    model: Option<ModelAsked<'a>>,
    timings_ms: AnswerTimings,
    #[serde(flatten)]
    turn: Option<AnswerTurn<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    explain: Option<Explanation<'a>>,
}

/// A sentence of an answer, or one that a model wrote and the check withheld.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::render) struct AnswerSentence<'a> {
    text: &'a str,
    /// Numbers of the citations.
    citations: &'a [usize],
    /// Extracted words are the source's own, and a model's have been read back.
    supported: bool,
    /// What is wrong with it.
    unsupported: &'a [String],
    shown: bool,
    origin: SentenceOrigin,
}

/// Who says it.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
enum SentenceOrigin {
    /// A report.
    Extract,
    /// A report; it is not vouched for as the answer.
    Related,
    /// The program, of the answer itself.
    Program,
    Model,
    /// A report; a model picked it.
    Selected,
}

/// The lines that a sentence rests on.
#[derive(Debug, Serialize, JsonSchema)]
struct AnswerCitation<'a> {
    #[serde(flatten)]
    citation: &'a Citation,
    /// For `/api/v1/reports/{id}`; a server says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    report_id: Option<Id>,
}

/// What a model took for an answer.
#[derive(Debug, Serialize, JsonSchema)]
struct ModelUsage<'a> {
    prompt_tokens: usize,
    completion_tokens: usize,
    total_tokens: usize,
    /// Some of the counts are our own upper estimates.
    is_estimated: bool,
    calls: usize,
    /// Requests that were sent, retries included.
    requests: usize,
    /// Calls that the cache answered.
    cached: usize,
    /// Where a price is configured.
    cost: Option<ModelCost<'a>>,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ModelCost<'a> {
    amount: f64,
    /// As configured.
    currency: &'a str,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ModelAsked<'a> {
    name: &'a str,
    /// The fingerprint of the prompts.
    prompts: &'a str,
}

/// In milliseconds.
#[derive(Debug, Serialize, JsonSchema)]
struct AnswerTimings {
    total: u64,
    retrieve: u64,
    generate: u64,
}

/// What a server says of a question among others.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AnswerTurn<'a> {
    /// To be sent with a follow-up.
    pub conversation: Option<Id>,
    /// How a follow-up was completed.
    pub read_as: Option<&'a str>,
}

impl<'a> AnswerWithSources<'a> {
    fn new(answer: &'a Answer, making: Making<'a>) -> Self {
        let spent = making.written.and_then(|written| written.spent.as_ref());
        let with_id = making.turn.is_some();
        Self {
            id: &answer.id,
            question: &answer.question.text,
            language: answer.language(),
            mode: answer.mode(),
            verdict: answer.verdict,
            abstained: answer.verdict == Verdict::NotFound,
            answer: answer.text(),
            sentences: sentences(answer, making.written.map_or(&[], |written| written.withheld.as_slice())),
            citations: answer.citations.iter().map(|citation| AnswerCitation::new(citation, with_id)).collect(),
            coverage: &answer.coverage,
            corrections: answer.corrections.iter().map(StandingCorrection::from).collect(),
            notices: &answer.notices,
            usage: spent.map(ModelUsage::from),
            model: making.model.map(|(name, prompts)| ModelAsked { name, prompts }),
            timings_ms: AnswerTimings {
                total: milliseconds(making.total),
                retrieve: milliseconds(making.retrieve),
                generate: spent.map_or(0, |spent| milliseconds(spent.took)),
            },
            turn: making.turn,
            explain: making.explanation,
        }
    }
}

/// All sentences in their order: what is shown, and what the model wrote and the check withheld.
pub(in crate::render) fn sentences<'a>(answer: &'a Answer, withheld: &'a [Withheld]) -> Vec<AnswerSentence<'a>> {
    let mut sentences = Vec::new();
    for at in 0..=answer.sentences.len() {
        sentences.extend(withheld.iter().filter(|withheld| withheld.after == at).map(AnswerSentence::from));
        sentences.extend(answer.sentences.get(at).map(AnswerSentence::from));
    }
    sentences
}

impl<'a> From<&'a Sentence> for AnswerSentence<'a> {
    fn from(sentence: &'a Sentence) -> Self {
        let origin = match sentence.origin {
            Origin::Report => SentenceOrigin::Extract,
            Origin::Related => SentenceOrigin::Related,
            Origin::Program | Origin::Decision => SentenceOrigin::Program,
            Origin::Model => SentenceOrigin::Model,
            Origin::Picked => SentenceOrigin::Selected,
        };
        let citations = &sentence.citations;
        Self { text: &sentence.text, citations, supported: true, unsupported: &[], shown: true, origin }
    }
}

impl<'a> From<&'a Withheld> for AnswerSentence<'a> {
    fn from(withheld: &'a Withheld) -> Self {
        let Withheld { text, unsupported, .. } = withheld;
        Self { text, citations: &[], supported: false, unsupported, shown: false, origin: SentenceOrigin::Model }
    }
}

impl<'a> AnswerCitation<'a> {
    fn new(citation: &'a Citation, with_id: bool) -> Self {
        Self { citation, report_id: with_id.then_some(Id(citation.report_id)) }
    }
}

impl<'a> From<&'a Spent> for ModelUsage<'a> {
    fn from(spent: &'a Spent) -> Self {
        Self {
            prompt_tokens: spent.prompt_tokens,
            completion_tokens: spent.completion_tokens,
            total_tokens: spent.prompt_tokens + spent.completion_tokens,
            is_estimated: spent.is_estimated,
            calls: spent.calls,
            requests: spent.attempts,
            cached: spent.cached,
            cost: spent.cost.as_ref().map(|cost| ModelCost { amount: cost.amount, currency: &cost.currency }),
        }
    }
}

fn milliseconds(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

/// A sentence that a model wrote and that will be shown, with the citations so far; as a server streams it.
pub fn told_sentence_json(sentence: &Sentence, citations: &[Citation]) -> Value {
    let citations = citations.iter().map(|citation| AnswerCitation::new(citation, true));
    json!(ToldSentence { sentence: AnswerSentence::from(sentence), citations: citations.collect() })
}

#[derive(Debug, Serialize)]
struct ToldSentence<'a> {
    sentence: AnswerSentence<'a>,
    citations: Vec<AnswerCitation<'a>>,
}
