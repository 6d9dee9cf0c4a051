//! `zhoubao serve`.

use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::RunOutcome;
use super::args::{Global, LogFormat, ServeArgs};
use super::context::today;
use super::print::{note, print};
use crate::context::{Failure, ModelRequest, Tools};
use crate::serve::{Limits, Server, Settings, Tokens};
use crate::source::{self, NamedFile, open};

pub(super) async fn run(args: ServeArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let config = global.config_with(args.llm.overrides())?;
    let tokens = match &args.token_file {
        None => Tokens::default(),
        Some(path) => {
            let text = NamedFile::TOKENS.read_text(path)?;
            Tokens::parse(&text).map_err(|error| Failure::usage(error.to_string(), None))?
        }
    };
    // What cannot be read at all is said now, not in the log.
    if !args.watch.is_empty() {
        open(&args.watch, source::Limits::default())?;
    }
    log(args.log_format);
    let settings = Settings {
        address: args.address,
        tokens,
        hosts: args.hosts,
        limits: Limits { rate: Some(args.rate), ..Limits::default() },
        watch: args.watch,
        today: today(&config),
    };
    let (tools, model) = tokio::try_join!(Tools::load(config.clone()), ModelRequest::open(&config))?;
    let server = Server::open(tools, model, settings).await?;
    for notice in server.notices().await {
        note(&format!("note: {notice}"));
    }
    if server.is_known_by_no_name() {
        note(
            "note: it answers to no name but this address, which no other machine calls it by: add the names it is called by with --host NAME",
        );
    }
    print(&format!("http://{}/", server.address()))?;
    note("answering; Ctrl-C ends");
    server.run(stopped()).await?;
    note("ended");
    Ok(RunOutcome::Done)
}

/// Ready at Ctrl-C and at the signal by which services are ended. The second Ctrl-C ends the process at once.
pub(super) async fn stopped() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate());
        let terminated = async {
            match &mut terminate {
                Ok(terminate) => {
                    terminate.recv().await;
                }
                Err(_) => std::future::pending().await,
            }
        };
        tokio::select! {
            () = super::ask::interrupted() => {}
            () = terminated => {}
        }
    }
    #[cfg(not(unix))]
    super::ask::interrupted().await;
    note("finishing the requests in hand; press Ctrl-C again to end at once");
    tokio::spawn(async {
        super::ask::interrupted().await;
        std::process::exit(130);
    });
}

/// Lines on stderr, by a writer of its own: it is a log, not words for a terminal, and holds nothing that others wrote.
fn log(format: LogFormat) {
    let level = match format {
        LogFormat::Off => tracing::Level::ERROR,
        LogFormat::Text | LogFormat::Json => tracing::Level::INFO,
    };
    // What the protocol's library logs repeats what clients sent.
    let filter = Targets::new().with_default(level).with_target("rmcp", LevelFilter::OFF);
    let lines = || tracing_subscriber::fmt::layer().with_writer(std::io::stderr).with_ansi(false);
    let log = tracing_subscriber::registry().with(filter);
    // It is set once a process.
    let _ = match format {
        LogFormat::Json => log.with(lines().json().flatten_event(true)).try_init(),
        LogFormat::Text | LogFormat::Off => log.with(lines()).try_init(),
    };
}
