//! A question → an answer taken from the reports: facts and sentences with their sources, or an honest "not in the reports".
//! No model writes anything here.

mod authors;
mod compose;
mod concept;
mod outcome;
mod overlap;
mod picked;
mod premise;
mod sound;
mod statements;
mod strategy;
mod weigh;
mod words;

use crate::calendar::Date;
use crate::catalogue::Catalogue;
use crate::citation::Sources;
use crate::fact::is_only_planned as is_planned;
use crate::question::{Intent, Language, Question, QuestionPart};
use crate::report::SectionKind;
use crate::retrieve::{Filters, Retrieval, RetrieveError, Retriever, TimeRead};
use crate::statement::{Beside, Claimed, Models, Pool, Shown, evidence, newest_first, show};

use compose::Draft;
pub use compose::{Origin, Sentence};
pub use outcome::{Answer, Coverage, Mode, Verdict};
use overlap::Wanted;
pub use picked::Choice;
use statements::{add_statements, claim, relate, rests_on};
pub use strategy::prepare;
use strategy::{CANDIDATES, Finding, Form, Strategies, asks_for_moves};
use weigh::{Weighed, gather};

/// An answer and how it came about.
pub struct Answered {
    pub answer: Answer,
    /// Those of the answer's citations, with their passages.
    pub sources: Sources,
    pub retrieval: Retrieval,
    /// `None` where it was not weighed, as the question cannot be answered: it names a day that does not exist.
    pub weighing: Option<Weighing>,
    /// What a reader may pick from; `None` where a strategy answers, and where nothing is shown.
    pub choice: Option<Choice>,
}

/// What the models made of a question.
pub struct Weighing {
    pub pool: Pool,
    pub shown: Shown,
    /// What a strategy says, where one has something to say, then what the statements say.
    pub views: Vec<View>,
    /// Which of the views is shown; `None` where nothing bears on the question.
    pub chosen: Option<usize>,
}

/// A possible answer, with its probability.
pub struct View {
    /// The strategy that says it; `None` for the statements.
    pub strategy: Option<&'static str>,
    /// See [`crate::statement::EVIDENCE`].
    pub evidence: Vec<f32>,
    pub probability: f32,
    /// Whether it may be called the answer where it is likely enough: it is all of what is asked, of its day, told and not planned, and no
    /// opinion was asked for.
    pub may_be_claimed: bool,
    /// What decided that probability: names of the evidence and what each added to the logarithm of the odds, the greatest first.
    pub deciding: Vec<(&'static str, f32)>,
    pub sentences: Vec<Sentence>,
}

/// Characters of statements shown, about. A department head reads so much at a glance; recall grows little beyond (docs/quality.md).
const MOST_CHARS: usize = 500;

/// Answers from the reports alone, part by part.
pub async fn answer(
    retriever: &Retriever<'_>,
    question: Question,
    filters: &Filters,
) -> Result<Answered, RetrieveError> {
    answer_by(Models::built_in(), retriever, question, filters).await
}

/// As [`answer`], by other models than the built-in ones.
pub async fn answer_by(
    models: &Models,
    retriever: &Retriever<'_>,
    mut question: Question,
    filters: &Filters,
) -> Result<Answered, RetrieveError> {
    // A report that holds its figure against last year's tells of both: that none is of that time proves nothing.
    let leave_held_against = |question: &mut Question| {
        let text = question.text.clone();
        question.times.retain(|time| {
            let scope = retriever.catalogue.scope(&time.expression, retriever.as_of);
            !scope.reports.is_empty() || !time.is_held_against(&text)
        });
    };
    leave_held_against(&mut question);
    let strategies = Strategies { retriever, filters };
    // 哪些改过，各改了几次 asks once: every line says how often.
    let mut parts = match asks_for_moves(&question) {
        true => vec![QuestionPart { question: question.clone(), with_context: None }],
        false => question.parts(),
    };
    parts.iter_mut().for_each(|part| {
        leave_held_against(&mut part.question);
        part.with_context.iter_mut().for_each(leave_held_against);
    });
    let prepare = retriever.prepare(&question, parts.iter().map(|part| &part.question), filters);
    let find = async {
        let mut findings: Vec<Option<Finding>> = Vec::new();
        for part in &parts {
            findings.push(strategies.part(part, &findings).await?);
        }
        Ok::<_, RetrieveError>(findings)
    };
    // Most of what strategies read needs no vector.
    let ((), findings) = tokio::join!(prepare, find);
    let findings = findings?;
    let found = retriever.retrieve(&question, filters, CANDIDATES).await?;
    let is_answer = |finding: &Option<Finding>| finding.as_ref().is_some_and(|finding| !finding.is_refusal);
    let unanswered = parts.iter().zip(&findings).find(|(_, finding)| !is_answer(finding)).map(|(part, _)| part);
    let is_refused = findings.iter().all(|finding| finding.as_ref().is_some_and(|finding| finding.is_refusal));
    let has_answer = findings.iter().any(is_answer);
    let finding = Finding::joined(findings.into_iter().flatten().collect());
    if let Some(finding) = finding.as_ref().filter(|finding| is_refused && finding.is_final) {
        let verdict = if finding.draft.cites_something() { Verdict::Related } else { Verdict::NotFound };
        return Ok(finish(finding.draft.clone(), question, (retriever.catalogue, filters), found, verdict, None));
    }

    // What the record of an incident does not state other lines may.
    let record = finding.as_ref().filter(|_| is_refused).map(|finding| finding.draft.clone());

    let Weighed { pool, clues } = gather(retriever, &question, filters, &found).await?;
    let mut texts: Vec<String> = pool.passages.iter().map(|passage| passage.record.full_text()).collect();
    // Who writes reports, and what they are about, may be named by a folder, a file or a title alone.
    texts.extend(retriever.catalogue.authors());
    let records = retriever.catalogue.entries().iter().map(|entry| &entry.record);
    texts.extend(records.map(|record| format!("{} {}", record.path, record.title)));
    let wanted = Wanted::new(retriever.segmenter, &question);
    let names_the_unknown = wanted.names_the_unknown(&texts);
    let names_an_unknown_version = wanted.names_an_unknown_version(&texts);
    let finding = finding.filter(|_| has_answer);
    let strategy = finding.as_ref().map(|Finding { draft, .. }| Claimed {
        statements: rests_on(&pool, &draft.cited()),
        lines: draft.sentences().len(),
    });
    let beside = Beside { names_the_unknown, strategy };
    let shown = show(&pool, &clues, models, MOST_CHARS);
    let related = shown.without_holes(&pool);

    let mut views = Vec::new();
    let mut drafts = Vec::new();
    let has_gap = unanswered.is_some();
    let is_one_thing = finding.as_ref().is_some_and(|finding| finding.form == Form::One);
    let lacks_a_part = finding.as_ref().is_some_and(|finding| finding.draft.lacks_a_part());
    if let Some(Finding { strategy, mut draft, .. }) = finding {
        if let Some(part) = unanswered {
            draft.relate(Some(&part.question.text));
            add_statements(&mut draft, Origin::Related, &pool, &related);
        }
        views.push(View::new(Some(strategy), evidence(&pool, &clues, &shown, &beside, true), models, &draft));
        drafts.push(draft);
    }
    // Where several things are asked, what answers the second may be less likely than much of what answers the first.
    let share = if question.asks_several_things() { models.cuts.statement / 4.0 } else { models.cuts.statement };
    let worth = shown.worth(share);
    // What was said last of something may be half as likely as what is worth showing for its own sake.
    let likely = shown.worth(models.cuts.statement / 2.0);
    let said = claim(&question, &pool, &clues, &worth, &likely);
    views.push(View::new(None, evidence(&pool, &clues, &shown, &beside, false), models, &said));
    drafts.push(said);

    // A strategy comes first; one whose answer is one thing gives way to likelier statements. Without vectors, or over an index that
    // an older program made, the models do not know all that they were fitted on, and a strategy is believed.
    let is_weighed = pool.has_vectors() && clues.has_terms();
    // What is told of another day than the one asked about is no answer, however like it is.
    let first = shown.order.first().map(|at| &pool.statements[*at]);
    let is_of_another_day = first.is_some_and(|first| {
        let record = pool.record(first);
        clues.names_other_days(record) || clues.is_of_another_month(&record.text[first.span.clone()], record.date())
    });
    // A plan does not tell what came of it.
    let is_only_planned = !question.asks(Intent::Plan)
        && first.is_some_and(|first| {
            let record = pool.record(first);
            let wants_what_was = question.yes_no || question.asks_when_it_was();
            record.section_kind == SectionKind::Plan || wants_what_was && is_planned(&record.text[first.span.clone()])
        });
    let is_of_opinion = question.wants_an_opinion();
    // It gives way also where it answers half of what is asked, and the statements are likely enough to answer all of it.
    let of_statements = views[views.len() - 1].probability;
    let is_outweighed = views[0].probability < of_statements || has_gap && of_statements >= models.cuts.answered;
    // What its record says.
    let of_record: Vec<usize> = beside
        .strategy
        .iter()
        .flat_map(|claimed| claimed.statements.iter().enumerate())
        .filter(|(_, rests)| **rests)
        .map(|(at, _)| at)
        .collect();
    // Where the statements show its lines among their own, it says which part of them is asked for.
    let is_among_them = !of_record.is_empty() && of_record.iter().all(|at| worth.contains(at));
    // A record is found by the part of the day that is asked for (晚上那次); statements are not weighed by it.
    let is_of_its_time = question.clock.is_some() && !has_gap;
    let gives_way =
        is_weighed && is_one_thing && (lacks_a_part || is_outweighed && !is_of_its_time && (has_gap || !is_among_them));
    let lacks_what_is_asked = |view: &View| {
        let of_reports = view.sentences.iter().filter(|sentence| !sentence.citations.is_empty());
        clues.is_plainly_missing(&of_reports.map(|sentence| sentence.text.as_str()).collect::<Vec<_>>())
    };
    for view in &mut views {
        let is_barred = match view.strategy {
            // Rows that are not all there are, or half of what is asked for, are no answer.
            Some(_) => is_weighed && (has_gap || lacks_a_part),
            None => is_of_another_day || is_only_planned,
        };
        view.may_be_claimed = !is_barred && !is_of_opinion && !lacks_what_is_asked(view);
    }
    let is_likely = |view: &View| match view.strategy {
        Some(_) => !gives_way,
        None => view.probability >= models.cuts.answered,
    };
    let holds = |view: &View| view.may_be_claimed && is_likely(view);
    let best = views.iter().map(|view| view.probability).fold(0.0, f32::max);
    // A version that no report has proves that they cannot tell. A name may be written otherwise: where the models know all that they
    // were fitted on, they weigh it.
    let is_absent = names_an_unknown_version || names_the_unknown && !is_weighed;
    let claimed = views.iter().position(holds).filter(|_| !is_absent);
    let bears =
        (best >= models.cuts.not_found || !is_weighed || has_answer) && !shown.order.is_empty() && !names_the_unknown;
    // The likelier of what a strategy and the statements have; of a record that lacks what is asked for, the statements.
    let of_all = if gives_way { views.len() - 1 } else { 0 }..views.len();
    let likelier = of_all.rev().max_by(|one, other| views[*one].probability.total_cmp(&views[*other].probability));
    let chosen = claimed.or(likelier.filter(|_| bears));
    let is_of_strategy = chosen.is_some_and(|at| views[at].strategy.is_some());
    let (verdict, draft, choice) = match (chosen, claimed, record) {
        (Some(at), Some(_), _) => {
            let mut draft = drafts.swap_remove(at);
            // Lines likelier than any of a record tell what it lacks, or what a later report sets right.
            let own = of_record.iter().map(|at| shown.probabilities[*at]).fold(0.0, f32::max);
            let is_beside =
                |at: &usize| shown.probabilities[*at] > own && !is_of_another_record(&pool, &of_record, *at);
            let beside: Vec<usize> = worth.iter().copied().filter(is_beside).collect();
            if is_of_strategy && is_one_thing && is_weighed && !beside.is_empty() {
                draft.show_beside();
                add_statements(&mut draft, Origin::Related, &pool, &beside);
            }
            let choice = (!is_of_strategy).then_some(Choice::Statements(worth));
            (Verdict::Answered, draft, choice)
        }
        (_, None, Some(mut record)) => {
            let order = newest_first(&pool, &clues, &likely, &related);
            if !order.is_empty() {
                record.show_beside();
                add_statements(&mut record, Origin::Related, &pool, &order);
            }
            (Verdict::Related, record, Some(Choice::Statements(order)))
        }
        (Some(at), None, None) if is_of_strategy => {
            (Verdict::Related, drafts.swap_remove(at).into_related(), Some(Choice::Sentences))
        }
        (Some(_), None, None) => {
            let mut order = newest_first(&pool, &clues, &likely, &related);
            // What one thing's record says is not crowded out by lines that are only like the question.
            order.extend(of_record.into_iter().filter(|at| is_one_thing && !related.contains(at)));
            (Verdict::Related, relate(&question, &pool, &order), Some(Choice::Statements(order)))
        }
        (None, _, _) => {
            let mut draft = Draft::new(question.language);
            draft.refuse_nothing();
            (Verdict::NotFound, draft, None)
        }
    };
    let weighing = Weighing { pool, shown, views, chosen };
    let answered = finish(draft, question, (retriever.catalogue, filters), found, verdict, Some(weighing));
    Ok(Answered { choice, ..answered })
}

/// Whether a statement is of another incident of a report that has the one told by the statements `of_record`.
fn is_of_another_record(pool: &Pool, of_record: &[usize], at: usize) -> bool {
    let own = &pool.statements[at];
    let beside = |told: &&usize| pool.record(&pool.statements[**told]).report == pool.record(own).report;
    let mut told = of_record.iter().filter(beside).peekable();
    pool.record(own).incident.is_some()
        && told.peek().is_some()
        && told.all(|told| pool.statements[*told].passage != own.passage)
}

impl View {
    fn new(strategy: Option<&'static str>, evidence: Vec<f32>, models: &Models, draft: &Draft) -> Self {
        let probability = models.of_verdict(&evidence);
        let deciding = models.deciding(&evidence);
        Self { strategy, evidence, probability, may_be_claimed: true, deciding, sentences: draft.sentences().to_vec() }
    }
}

fn finish(
    draft: Draft,
    question: Question,
    (catalogue, filters): (&Catalogue, &Filters),
    retrieval: Retrieval,
    verdict: Verdict,
    weighing: Option<Weighing>,
) -> Answered {
    let (sentences, sources, notices) = draft.finish();
    let citations = sources.citations().to_vec();
    let seen = |time: &TimeRead| Some(seen_from(&time.text, time.seen_from?, question.language));
    let coverage = Coverage {
        matched: Answer::reports_cited(&citations),
        seen_from: retrieval.times.iter().filter_map(seen).collect(),
        ..Coverage::searched(catalogue, &retrieval.times, filters)
    };
    // A refusal that was not weighed says so itself.
    let is_silent = |time: &&TimeRead| time.asked && !time.is_day && time.scope.reports.is_empty();
    let silent = retrieval.times.iter().filter(is_silent).filter(|_| weighing.is_some());
    let silent = silent.map(|time| no_report(&time.text, question.language));
    let notices = retrieval.notice.iter().cloned().chain(silent).chain(notices).collect();
    let corrections = Vec::new();
    let answer = Answer { question, verdict, sentences, citations, coverage, notices, corrections, id: None };
    Answered { answer, sources, retrieval, weighing, choice: None }
}

/// A time asked about that no report is of: what is shown names it, or is of other times.
fn no_report(written: &str, language: Language) -> String {
    match language {
        Language::Chinese => format!("没有“{written}”的周报"),
        Language::English => format!("no report is of `{written}`"),
    }
}

/// How a relative time was read that no report covers as seen from now.
fn seen_from(written: &str, last: Date, language: Language) -> String {
    match language {
        Language::Chinese => format!("没有周报覆盖现在的“{written}”，按 {last} 那时来读"),
        Language::English => {
            format!("no report covers `{written}` as of today: read as of {last}, where the reports end")
        }
    }
}

#[cfg(test)]
mod tests;
