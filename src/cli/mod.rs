//! The command line: what was typed → what it means → what is done → what is seen. Data goes to stdout, all else to stderr.

mod aliases;
mod args;
mod ask;
mod audit;
mod backup;
mod chat;
mod check;
mod completions;
mod context;
mod doctor;
mod draft;
mod eval;
mod feedback;
mod goals;
mod incidents;
mod ingest;
mod manual;
mod mcp;
mod metrics;
mod milestones;
mod model;
mod print;
mod progress;
mod promises;
mod rollup;
mod screen;
mod search;
mod serve;
mod stop;
mod trend;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command};
use print::note;

use crate::context::Failure;
use crate::guard::is_guarded;
use crate::{memory, private};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunOutcome {
    Done,
    /// Ended well, with a finding: nothing in the reports.
    NotInTheReports,
    /// Ended well, with findings of the linter.
    Findings,
    /// Something is wrong, and was said.
    Failed,
    /// Cut short by Ctrl-C; what there was is shown.
    Stopped,
}

/// Whether the process was started for one question, and not for many or for a long run.
pub fn is_for_one_question() -> bool {
    std::env::args_os().any(|word| word == "ask" || word == "search")
}

/// Runs the program with its arguments; prints errors with their hints.
pub fn run() -> ExitCode {
    std::panic::set_hook(Box::new(|panic| {
        if !is_guarded() {
            note(&format!("error: the program has a fault: {panic}\nhint: please report it, with what you asked for"));
        }
    }));
    private::close_to_others();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        // Help and version go to stdout with code 0, usage errors to stderr with code 2: those repeat what was typed.
        Err(error) if error.use_stderr() => {
            print::complain(error.render().to_string().trim_end());
            return ExitCode::from(2);
        }
        Err(error) => error.exit(),
    };
    let colour = arguments.global.paint_errors();
    print::set_paints(arguments.global.paint(), colour);
    match dispatch(arguments) {
        Ok(RunOutcome::Done) => ExitCode::SUCCESS,
        Ok(RunOutcome::NotInTheReports | RunOutcome::Findings) => ExitCode::from(3),
        Ok(RunOutcome::Failed) => ExitCode::FAILURE,
        // As shells count what SIGINT ended.
        Ok(RunOutcome::Stopped) => ExitCode::from(130),
        Err(failure) => print::report(&failure, colour),
    }
}

/// A file that grows beyond `ulimit -f` is an error then, not the end of the process.
fn fail_at_file_limit() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        // Where it cannot be heard of, it ends the process as usual. Once heard of, it stays so.
        drop(signal(SignalKind::from_raw(rustix::process::Signal::XFSZ.as_raw())));
    }
}

/// As much as the main thread usually has, in bytes: answering takes more than the 2 MiB of a worker where the program is not optimised.
/// Only what is used of it takes memory.
const WORKER_STACK: usize = 8 * 1024 * 1024;

fn dispatch(arguments: Arguments) -> Result<RunOutcome, Failure> {
    let global = arguments.global;
    match &arguments.command {
        Command::Completions(args) => return completions::run(args),
        Command::Man(args) => return manual::run(args),
        _ => {}
    }
    memory::check().map_err(|lack| Failure::new(lack.to_string(), Some(lack.hint())))?;
    memory::check_threads().map_err(|error| {
        let hint = "raise the limit of processes (`ulimit -u`, the pids of the container), and run it again";
        Failure::new(format!("no threads may be started: {error}"), Some(hint.to_string()))
    })?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(WORKER_STACK)
        .build()
        .map_err(Failure::from_error)?;
    let is_question = matches!(arguments.command, Command::Ask(_));
    let outcome = runtime.block_on(async {
        fail_at_file_limit();
        match arguments.command {
            Command::Ingest(args) => ingest::run(args, &global).await,
            Command::Ask(args) => ask::run(args, &global).await,
            Command::Chat(args) => chat::run(args, &global).await,
            Command::Search(args) => search::run(args, &global).await,
            Command::Incidents(args) => incidents::run(args, &global).await,
            Command::Trend(args) => trend::run(args, &global).await,
            Command::Metrics(args) => metrics::run(args, &global).await,
            Command::Milestones(args) => milestones::run(args, &global).await,
            Command::Promises(args) => promises::run(args, &global).await,
            Command::Rollup(args) => rollup::run(args, &global).await,
            Command::Goals(args) => goals::run(args, &global).await,
            Command::Draft(args) => draft::run(args, &global).await,
            Command::Check(args) => check::run(args, &global).await,
            Command::Serve(args) => serve::run(args, &global).await,
            Command::Mcp(args) => mcp::run(args, &global).await,
            Command::Eval(args) => eval::run(args, &global).await,
            Command::Feedback(args) => feedback::run(args, &global).await,
            Command::Backup(args) => backup::write(args, &global).await,
            Command::Restore(args) => backup::restore(args, &global).await,
            Command::Model(args) => model::run(args, &global).await,
            Command::Audit(args) => audit::run(&args, &global),
            Command::Doctor(args) => doctor::run(&args, &global).await,
            Command::Completions(args) => completions::run(&args),
            Command::Man(args) => manual::run(&args),
        }
    });
    if is_question {
        // It writes nothing on other threads: what still runs there frees memory, which the end of the process does at once.
        runtime.shutdown_background();
    }
    outcome
}
