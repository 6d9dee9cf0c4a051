//! `zhoubao chat`: one question after the other. Owns the conversation: what was asked, how it was read, what narrows it.
//!
//! The index stays open as long as the chat does. Other commands work through it meanwhile, and what they add is found: each question
//! looks whether anything was written, and then reads the catalogue anew.

mod command;
mod conversation;
mod lines;

use std::io::IsTerminal;
use std::path::Path;
use std::time::Instant;

use jiff::Timestamp;

use super::RunOutcome;
use super::args::{ChatArgs, Global};
use super::ask::write;
use super::context::{files, note_gaps, print_telling};
use super::feedback::speaker;
use super::print::{note, print, report};
use super::progress::waiting;
use crate::answer::Answered;
use crate::catalogue::Catalogue;
use crate::context::{
    Context, Failure, Heard, Logged, ModelRequest, QuestionRead, Tools, hear, joined, log_answer, output, respond_after,
};
use crate::feedback::{Opinion, Said};
use crate::output::{Output, OutputError};
use crate::question::Completed;
use crate::render::{
    Files, Paint, answer_foot, answer_text, conversation_markdown, interrupted_line, judged_line, judging_hint,
    reading_line, safe, sources_text, spent_line,
};
use crate::vocabulary::plural;
use crate::write::Written;
use command::{Command, CommandError, Judging, help};
use conversation::{Conversation, Talk};
use lines::{InputLine, Lines};

pub(super) async fn run(args: ChatArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let filters = args.filters.filters()?;
    let config = global.config_with(args.llm.overrides())?;
    let loading = async { tokio::try_join!(Tools::load(config.clone()), ModelRequest::open(&config)) };
    let (tools, asked) = waiting("loading", loading).await?;
    let on_terminal = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let context = tools.open().await?;
    let mut chat = Chat {
        output: output(&context, false),
        context,
        tools,
        asked,
        paint: global.paint(),
        paint_errors: global.paint_errors(),
        verbose: global.verbose,
        on_terminal,
        talk: Talk { conversation: Conversation::default(), filters },
        has_hinted: false,
        has_log_trouble: false,
        failed: false,
    };
    chat.greet()?;
    let mut lines = if on_terminal {
        let history = chat.tools.config.history.clone().filter(|_| !args.no_history);
        let (lines, trouble) = Lines::terminal(history)?;
        trouble.iter().for_each(|trouble| note(&format!("note: {trouble}")));
        lines
    } else {
        Lines::Piped
    };
    loop {
        let waited = tokio::task::spawn_blocking(move || {
            let line = lines.next();
            (lines, line)
        });
        let (back, line) = joined(waited).await?;
        lines = back;
        match line? {
            InputLine::Typed(text) if text.trim().is_empty() => {}
            InputLine::Typed(text) => {
                if !chat.hear(&text).await? {
                    break;
                }
            }
            InputLine::Unreadable(why) => chat.fail(Failure::new(why, None)),
            InputLine::Dropped => note("(Ctrl-D or /quit ends)"),
            InputLine::End => break,
        }
    }
    let failed = chat.failed;
    chat.context.end().await?;
    Ok(if failed && !on_terminal { RunOutcome::Failed } else { RunOutcome::Done })
}

/// An answer with how its question was completed, and the reports it was taken from.
type FoundHere = (Option<Completed>, Answered, Catalogue);

struct Chat {
    tools: Tools,
    asked: ModelRequest,
    paint: Paint,
    paint_errors: Paint,
    verbose: bool,
    /// A person types and reads; else a script.
    on_terminal: bool,
    talk: Talk,
    /// The index as the last question found it.
    context: Context,
    /// What may be written, as the index was then.
    output: Output,
    /// How answers are judged was said.
    has_hinted: bool,
    /// The last answer could not be logged.
    has_log_trouble: bool,
    /// Something went wrong and was said; sets the exit code of a script.
    failed: bool,
}

impl Chat {
    /// Says what is wrong with the index before anything is typed.
    fn greet(&self) -> Result<(), Failure> {
        let context = &self.context;
        context.check_author(self.talk.filters.author.as_deref())?;
        for notice in &context.notices {
            note(&format!("note: {notice}"));
        }
        note_gaps(&context.gaps);
        if self.on_terminal {
            let span = context.catalogue.span().map(|span| format!(", {} to {}", span.from(), span.to()));
            let reports = plural(context.catalogue.len(), "report");
            note(&format!("{reports}{}. Ask in Chinese or English; /help lists commands.", span.unwrap_or_default()));
        }
        Ok(())
    }

    /// Reads anew what is known of the index, where something was written since.
    async fn refresh(&mut self) -> Result<(), Failure> {
        // What is wrong with it is said when it is opened anew, if that does not mend it.
        if self.context.is_current().await.unwrap_or(false) {
            return Ok(());
        }
        let context = self.tools.renewed(&self.context, self.context.as_of).await?;
        self.output = output(&context, false);
        self.context = context;
        Ok(())
    }

    /// A line; false when it ends the chat.
    ///
    /// # Errors
    /// Stdout that cannot be written; whatever else goes wrong is said, and the chat goes on.
    async fn hear(&mut self, line: &str) -> Result<bool, Failure> {
        match command::read(line) {
            Some(Ok(Command::Quit)) => return Ok(false),
            Some(Ok(command)) => {
                if let Err(failure) = self.obey(command).await {
                    self.fail(failure);
                }
            }
            Some(Err(error)) => self.fail(refused(&error)),
            None => {
                if let Err(failure) = self.question(line).await {
                    self.fail(failure);
                }
            }
        }
        Ok(true)
    }

    fn fail(&mut self, failure: Failure) {
        self.failed = true;
        let _ = report(&failure, self.paint_errors);
    }

    async fn obey(&mut self, command: Command) -> Result<(), Failure> {
        match command {
            Command::Sources(only) => self.sources(only),
            Command::Save { path, overwrite } => self.save(&path, overwrite),
            Command::Narrow(narrowing) => {
                let narrowed = self.talk.narrowed(narrowing)?;
                if narrowed.author != self.talk.filters.author && narrowed.author.is_some() {
                    self.refresh().await?;
                    self.context.check_author(narrowed.author.as_deref())?;
                }
                self.talk.filters = narrowed;
                note(&self.talk.filters_line());
                Ok(())
            }
            Command::Filters => {
                note(&self.talk.filters_line());
                Ok(())
            }
            Command::Judge(judging) => self.judge(judging),
            Command::New => {
                self.talk.conversation = Conversation::default();
                note("a new conversation");
                Ok(())
            }
            Command::Help => print(&help()),
            // It ended the chat before it came here.
            Command::Quit => Ok(()),
        }
    }

    async fn question(&mut self, asked: &str) -> Result<(), Failure> {
        let conversation = &self.talk.conversation;
        let read = match hear(asked, conversation.turns(), conversation.last_answer().is_some())? {
            Heard::Sources(source) => return self.sources(source),
            Heard::Courtesy => {
                note("(nothing was asked)");
                return Ok(());
            }
            Heard::PastTheList(said) => return print(&said),
            Heard::Question(read) => *read,
        };
        let (language, known) = (read.question.language, read.completed.clone());
        if let Some(completed) = &known {
            self.dim(&reading_line(completed.language, &completed.question));
        }
        match self.answered(asked, read).await? {
            Some((completed, answered, catalogue)) => {
                if let (None, Some(beside)) = (&known, &completed) {
                    self.dim(&reading_line(beside.language, &beside.question));
                }
                self.tell(asked, completed, answered, &catalogue).await
            }
            None => {
                self.dim(interrupted_line(language));
                self.talk.conversation.interrupted(asked, known);
                Ok(())
            }
        }
    }

    /// Shows an answer, with what the model adds where there is one, and remembers it.
    async fn tell(
        &mut self,
        asked: &str,
        completed: Option<Completed>,
        mut answered: Answered,
        catalogue: &Catalogue,
    ) -> Result<(), Failure> {
        if let ModelRequest::Without(why) = &self.asked {
            answered.answer.notices.push(why.to_string());
        }
        answered.answer.notices.iter().for_each(|notice| note(&format!("note: {notice}")));
        let known = answered.answer.notices.len();
        let files = files(catalogue);
        let model = self.asked.model_for(&answered);
        let mut written = match model {
            None => Written::extracted(answered.answer.clone()),
            Some(model) => write(model, &answered, catalogue, self.paint, true).await,
        };
        let as_of = self.tools.config.as_of;
        let filters = &self.talk.filters;
        let Logged { record, trouble } =
            log_answer(self.tools.feedback(), &mut written.answer, catalogue, filters, as_of);
        // What keeps one answer from the log keeps all of them from it.
        let is_news = !std::mem::replace(&mut self.has_log_trouble, trouble.is_some());
        written.answer.notices.extend(trouble.filter(|_| is_news).map(|why| why.en));
        let text = match model {
            None => answer_text(&written.answer, self.paint, &files),
            Some(_) => answer_foot(&written.answer, self.paint, &files),
        };
        print_telling(&text, &self.context.gaps)?;
        print("")?;
        written.answer.notices.iter().skip(known).for_each(|notice| note(&format!("note: {notice}")));
        if let (true, Some(model), Some(spent)) = (self.verbose, model, &written.spent) {
            note(&spent_line(model.name(), model.url(), model.prompts.fingerprint(), spent));
        }
        let files = written.answer.citations.iter().map(|citation| (files.of)(citation.report_id)).collect();
        if !std::mem::replace(&mut self.has_hinted, true) && self.on_terminal {
            self.dim(judging_hint(written.answer.language()));
        }
        self.talk.conversation.answered(asked, completed, (written.answer, files, record), &answered.answer);
        // A script that is stopped asks nothing more.
        match written.stopped && !self.on_terminal {
            true => Err(Failure::new("stopped", None)),
            false => Ok(()),
        }
    }

    /// The extracted answer and the reports it was taken from; `None` when Ctrl-C stopped it.
    async fn answered(&mut self, asked: &str, read: QuestionRead) -> Result<Option<FoundHere>, Failure> {
        let (filters, turns) = (self.talk.filters.clone(), self.talk.conversation.turns().to_vec());
        let on_terminal = self.on_terminal;
        let answering = async {
            let start = Instant::now();
            self.refresh().await?;
            let (completed, answered) = respond_after(&self.context, asked, read, &turns, &filters).await?;
            if self.verbose {
                note(&format!("answered in {:.0?}", start.elapsed()));
            }
            Ok(Some((completed, answered, self.context.catalogue.clone())))
        };
        if !on_terminal {
            return answering.await;
        }
        tokio::select! {
            found = waiting("looking it up", answering) => found,
            stopped = tokio::signal::ctrl_c() => stopped.map(|()| None).map_err(Failure::from_error),
        }
    }

    /// Keeps what is said of the last answer.
    fn judge(&self, judging: Judging) -> Result<(), Failure> {
        let Some(answer) = self.talk.conversation.last_record() else {
            return Err(Failure::usage("no question was answered yet", None));
        };
        let feedback = self.tools.feedback();
        let (opinion, because, correct) = match judging {
            Judging::Right => (Opinion::Right, None, None),
            Judging::Wrong(because) => (Opinion::Wrong, because, None),
            Judging::Correct(text) => (Opinion::Wrong, None, Some(text)),
        };
        let said = Said { by: speaker(None, feedback)?, opinion, because, correct, sources: Vec::new() };
        let said = feedback.judge(answer, said, Timestamp::now())?;
        note(&judged_line(&said, answer.language));
        Ok(())
    }

    fn sources(&self, only: Option<usize>) -> Result<(), Failure> {
        let Some((answer, files)) = self.talk.conversation.last_answer() else {
            return Err(Failure::usage("no question was answered yet", None));
        };
        let of = |report| {
            let known = answer.citations.iter().zip(files).find(|(citation, _)| citation.report_id == report);
            known.and_then(|(_, file)| file.clone())
        };
        let files = Files { here: std::env::current_dir().unwrap_or_default(), of: Box::new(of) };
        match (sources_text(answer, only, self.paint, &files), only) {
            (Some(text), _) => print(&format!("{text}\n")),
            (None, None) => Err(Failure::usage("the last answer has no sources", None)),
            (None, Some(n)) => {
                let count = answer.citations.len();
                Err(Failure::usage(format!("the last answer has no source {n}"), Some(format!("it has {count}"))))
            }
        }
    }

    fn save(&self, path: &Path, overwrite: bool) -> Result<(), Failure> {
        let exchanges = self.talk.conversation.exchanges();
        if exchanges.is_empty() {
            return Err(Failure::usage("there is no conversation to save yet", None));
        }
        let page = safe(&conversation_markdown(exchanges));
        self.output.clone().replacing(overwrite).write(path, &page).map_err(|error| match error {
            OutputError::Exists { .. } => {
                Failure::usage(error.to_string(), Some(format!("overwrite it with `/save! {}`", path.display())))
            }
            error => error.into(),
        })?;
        note(&format!("wrote {} to {}", plural(exchanges.len(), "question"), path.display()));
        Ok(())
    }

    /// A line about the answer, to stderr.
    fn dim(&self, text: &str) {
        note(&self.paint_errors.dim(&safe(text)));
    }
}

fn refused(error: &CommandError) -> Failure {
    Failure::usage(error.to_string(), error.hint())
}
