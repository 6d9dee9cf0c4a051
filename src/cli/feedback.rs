//! `zhoubao feedback`.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;

use super::RunOutcome;
use super::args::{FeedbackArgs, FeedbackCommand, Global, LangArg};
use super::context::open;
use super::print::{note, print, print_csv, print_json, print_page};
use crate::context::{Failure, open_feedback, start_of_day};
use crate::feedback::{Feedback, Forgetting, JudgedAnswer, Kept, Opinion, Said};
use crate::output::Output;
use crate::render::{
    corrections_json, corrections_list, exam_lines, feedback_json, feedback_list, feedback_show, forgotten_text,
    judged_line, stats_csv, stats_json, stats_text,
};
use crate::vocabulary::{Language, plural};

pub(super) async fn run(args: FeedbackArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let config = global.config()?;
    let feedback = open_feedback(&config);
    let Some(command) = args.command else { return one(&args, &feedback, global) };
    match command {
        FeedbackCommand::List { corrections: true, lang, json, .. } => return corrections(lang, json, global).await,
        FeedbackCommand::List { judged, limit, lang, json, .. } => list(&feedback, judged, limit, lang, json, global)?,
        FeedbackCommand::Export { file, force } => {
            let exam = feedback.exam()?;
            let left = exam.left_out;
            match &file {
                Some(file) => {
                    Output::new(force, feedback.folder().map(Into::into)).write(file, &exam_lines(&exam))?;
                    note(&format!("written: {} to {}", plural(exam.questions.len(), "question"), file.display()));
                }
                None if exam.questions.is_empty() => {}
                None => print_page(&exam_lines(&exam))?,
            }
            let reasons = [
                (left.without_correction, "wrong without a correction"),
                (left.narrowed, "asked with options that narrow"),
                (left.forgotten, "forgotten but for what was said"),
            ];
            for (count, why) in reasons.into_iter().filter(|(count, _)| *count > 0) {
                note(&format!("note: {} left out: {why}", plural(count, "answer")));
            }
            if exam.questions.is_empty() {
                note("note: nothing to export yet: judge answers with `zhoubao feedback ID --right` or `--correct`");
            }
        }
        FeedbackCommand::Stats { lang, json, csv } => {
            let months = feedback.stats()?;
            let language = language(lang, &feedback.kept()?);
            match (json, csv) {
                (true, _) => print_json(&stats_json(&months))?,
                (_, true) => print_csv(&stats_csv(&months).map_err(Failure::from_error)?)?,
                _ if months.is_empty() => note("note: no answer is in the log yet: ask something"),
                _ => print(&stats_text(&months, language, global.paint()))?,
            }
            if !feedback.logs() {
                note("note: answers are not logged now: `[feedback] log = false`, or ZHOUBAO_FEEDBACK=off");
            }
        }
        FeedbackCommand::Forget { id, all: _, before, corrections } => {
            let what = match (id, before) {
                (Some(id), _) => Forgetting::One(id),
                (None, Some(day)) => Forgetting::Before(start_of_day(day, &TimeZone::system())?),
                (None, None) => Forgetting::All,
            };
            print(&forgotten_text(&feedback.forget(&what, corrections)?))?;
        }
    }
    Ok(RunOutcome::Done)
}

/// What is said of one answer, or what was.
fn one(args: &FeedbackArgs, feedback: &Feedback, global: &Global) -> Result<RunOutcome, Failure> {
    let Some(id) = args.id.as_deref() else {
        let hint = "give its id, as in `zhoubao feedback ID --right`; `zhoubao feedback list` lists the answers";
        return Err(Failure::usage("of which answer?", Some(hint.to_string())));
    };
    let judged = feedback.find(id)?;
    let says_something = args.right || args.wrong || args.correct.is_some();
    if !says_something {
        if args.because.is_some() {
            let hint = "--right or --wrong, or say what is right with --correct";
            return Err(Failure::usage("--because says why; it does not say what", Some(hint.to_string())));
        }
        match args.json {
            true => print_json(&feedback_json(&[&judged]))?,
            false => print(&feedback_show(&judged, &TimeZone::system(), global.paint()))?,
        }
        return Ok(RunOutcome::Done);
    }
    let Some(answer) = &judged.answer else {
        let hint = "what was said of it can be forgotten with `zhoubao feedback forget`";
        return Err(Failure::usage(format!("the answer `{id}` was forgotten"), Some(hint.to_string())));
    };
    let said = Said {
        by: speaker(args.by.as_deref(), feedback)?,
        opinion: if args.right { Opinion::Right } else { Opinion::Wrong },
        because: args.because.clone(),
        correct: args.correct.clone(),
        sources: args.source.clone(),
    };
    let said = feedback.judge(answer, said, Timestamp::now())?;
    match args.json {
        true => print_json(&json!(said))?,
        false => print(&judged_line(&said, answer.language))?,
    }
    Ok(RunOutcome::Done)
}

/// Who says it.
///
/// # Errors
/// Usage: nobody is named, and the system names nobody.
pub(super) fn speaker(named: Option<&str>, feedback: &Feedback) -> Result<String, Failure> {
    named.or(feedback.by()).map(str::to_string).ok_or_else(|| {
        let hint = "name yourself with --by NAME, or in the configuration: [feedback] by = \"NAME\"";
        Failure::usage("nobody says so: the system has no login name", Some(hint.to_string()))
    })
}

fn list(
    feedback: &Feedback,
    is_judged: bool,
    limit: usize,
    lang: LangArg,
    json: bool,
    global: &Global,
) -> Result<(), Failure> {
    let kept = feedback.kept()?;
    kept.notices.iter().for_each(|notice| note(&format!("note: {notice}")));
    let listed = kept.answers.iter().filter(|judged| !is_judged || !judged.judgements.is_empty());
    let listed: Vec<&JudgedAnswer> = listed.collect();
    let newest = &listed[listed.len().saturating_sub(limit)..];
    if json {
        return print_json(&feedback_json(newest));
    }
    if newest.is_empty() {
        note(match feedback.logs() {
            true => "note: no answer is in the log yet: ask something",
            false => "note: answers are not logged: `[feedback] log = false`, or ZHOUBAO_FEEDBACK=off",
        });
        return Ok(());
    }
    print(&feedback_list(newest, &TimeZone::system(), language(lang, &kept), global.paint()))?;
    if newest.len() < listed.len() {
        note(&format!("note: the newest {} of {}; -n shows more", newest.len(), plural(listed.len(), "answer")));
    }
    Ok(())
}

/// Corrections, held against the reports as they are now.
async fn corrections(lang: LangArg, json: bool, global: &Global) -> Result<RunOutcome, Failure> {
    let context = open(global).await?;
    let found = context.feedback.standing_corrections(&context.retriever()).await?;
    let language = lang.among(&context.catalogue);
    if json {
        print_json(&corrections_json(&found))?;
    } else if found.is_empty() {
        note("note: there are no corrections");
    } else {
        print(&corrections_list(&found, language, global.paint()))?;
    }
    context.leave();
    Ok(RunOutcome::Done)
}

/// That of most questions.
fn language(lang: LangArg, kept: &Kept) -> Language {
    let asked = kept.answers.iter().filter_map(|judged| judged.answer.as_ref());
    let (all, english) = asked
        .fold((0, 0), |(all, english), answer| (all + 1, english + usize::from(answer.language == Language::English)));
    let most = if english * 2 > all { Language::English } else { Language::Chinese };
    lang.lang.map_or(most, super::args::Lang::language)
}
