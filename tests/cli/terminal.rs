//! What a terminal gets: colours where they are wanted, help that fits, a version.

use crate::desk::{Desk, Run, assert_run};

const ESCAPE: char = '\u{1b}';

#[test]
fn a_pipe_gets_no_colours_unless_they_are_asked_for() {
    let desk = Desk::with_seeds();
    let question = ["ask", "6/15 流水差异的原因"];
    let plain = desk.run(question).exits(0);
    assert!(!plain.stdout.contains(ESCAPE));
    let coloured = desk.run(["--color", "always", "ask", "6/15 流水差异的原因"]).exits(0);
    assert!(coloured.stdout.contains("\u{1b}[1m[1]\u{1b}[0m"), "{:?}", coloured.stdout);
    assert!(coloured.stdout.contains("\u{1b}]8;;file://"), "a link to the cited file");
    let never = desk.run(["--color", "never", "ask", "6/15 流水差异的原因"]);
    assert_eq!(never.stdout, plain.stdout);
}

#[test]
fn no_color_is_the_users_wish_and_the_option_wins_over_it() {
    let desk = Desk::with_seeds();
    let run =
        |color: &str| Run::of(desk.command(["--color", color, "ask", "6/15 流水差异的原因"]).env("NO_COLOR", "1"));
    assert!(!run("auto").stdout.contains(ESCAPE));
    assert!(run("always").stdout.contains(ESCAPE));
}

/// Runs `arguments` on a terminal of its own.
fn on_a_terminal(desk: &Desk, arguments: &str, environment: &[(&str, &str)]) -> Option<String> {
    let script = std::path::Path::new("/usr/bin/script");
    if !script.exists() {
        eprintln!("skipped: no `script` (package bsdutils) to give the program a terminal");
        return None;
    }
    let mut command = std::process::Command::new(script);
    command.args(["-qec", &format!("{} {arguments}", env!("CARGO_BIN_EXE_zhoubao")), "/dev/null"]);
    command
        .env_clear()
        .env("HOME", desk.path(""))
        .env("TERM", "xterm")
        .env("PATH", "/usr/bin:/bin")
        .current_dir(desk.path(""));
    command.envs(environment.iter().copied());
    Some(Run::of(&mut command).stdout)
}

#[test]
fn a_terminal_gets_colours_unless_no_color_is_set() {
    let desk = Desk::with_seeds();
    let Some(seen) = on_a_terminal(&desk, "ask 6/15流水差异的原因", &[]) else { return };
    assert!(seen.contains("\u{1b}[1m[1]"), "{seen:?}");
    let plain = on_a_terminal(&desk, "ask 6/15流水差异的原因", &[("NO_COLOR", "1")]).expect("as before");
    assert!(!plain.contains(ESCAPE) && plain.contains("[1]"), "{plain:?}");
}

#[test]
fn help_names_every_command_and_how_to_begin() {
    let desk = Desk::new();
    assert_run!(desk, desk.run(["-h"]), @r#"
        exit code: 0
        ----- stdout -----
        Question answering over a department's weekly reports, with a source for every statement

        Usage: zhoubao [OPTIONS] <COMMAND>

        Commands:
          ingest       Index reports from folders, Markdown files and Notion export archives
          ask          Answer a question, citing week, section and lines
          chat         Answer questions interactively, with follow-up questions
          search       Search for passages and show their scores
          incidents    List incidents with status, duration and source
          metrics      List metrics with their first, last, minimum and maximum values
          trend        Chart metrics over time, with gaps, incidents and statistics
          milestones   List milestones with progress, planned dates and delays
          promises     List plans and open issues with their outcomes
          rollup       Summarise a month, a quarter or any other period, with a source for every line
          goals        Draft goals for next week, with reasons and sources
          draft        Draft the next report: its layout, figures to fill in, open work and goals
          check        Check reports for errors in dates, sums, promises, copied text and personal data
          serve        Serve a web page and REST to browsers and programs, from one open index
          mcp          Serve the Model Context Protocol to an assistant, over stdin and stdout
          eval         Evaluate answers and search on questions with known answers
          feedback     Record whether an answer is right, or what is right instead; list, count, export,
                       forget
          backup       Write the index and the feedback to one file
          restore      Put a backup back, into an index directory or a Qdrant server
          model        Download, list and locate embedding models
          audit        Show requests sent from this machine: time, destination and exact bytes
          doctor       Diagnose configuration, connections and the index
          completions  Print a shell completion script
          help         Print this message or the help of the given subcommand(s)

        Options:
          -h, --help     Print help (see more with '--help')
          -V, --version  Print version

        Options of every command:
              --index <DIR>        Index directory [default: zhoubao/index in the user's data directory;
                                   env: ZHOUBAO_INDEX]
              --qdrant-url <URL>   Qdrant server to use instead of an index directory, gRPC port [env:
                                   QDRANT_URL, QDRANT_API_KEY]
              --collection <NAME>  Collection on the Qdrant server [default: zhoubao; env:
                                   ZHOUBAO_COLLECTION]
              --embedder <KIND>    Embedding model for searching by meaning [default: local; env:
                                   ZHOUBAO_EMBEDDER] [possible values: local, remote, none]
              --config <FILE>      Configuration file [default: zhoubao/config.toml in the user's
                                   configuration directory; env: ZHOUBAO_CONFIG]
              --offline            Connect to no other machine
              --as-of <DATE>       Reference date of relative times such as 上周 or last month [default:
                                   today; env: ZHOUBAO_AS_OF]
          -v, --verbose            Print progress details to stderr
              --color <WHEN>       When to use colours and hyperlinks [default: auto] [possible values:
                                   auto, always, never]

        Start with:
          zhoubao ingest FOLDER                        read your reports: Markdown, text, a Notion export
          zhoubao ask "6/15账户流水差异的原因是什么"    ask them, in Chinese or English
          zhoubao serve                                the same in a browser, with ledgers and roll-ups
          zhoubao doctor                               what is missing, and what to do about it

        Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not in the reports or findings (check), 130 stopped

        ----- stderr -----
        "#);
}

#[test]
fn every_command_has_help_that_puts_its_own_options_first() {
    let desk = Desk::new();
    for command in ["ingest", "ask", "chat", "search", "incidents", "eval", "model", "doctor", "completions"] {
        let run = desk.run([command, "--help"]).exits(0);
        let widest = run.stdout.lines().map(|line| line.chars().count()).max();
        assert!(widest <= Some(100), "{run}");
        let everywhere = run.stdout.find("Options of every command:").expect("a heading");
        assert!(run.stdout.find("Usage: zhoubao").is_some_and(|usage| usage < everywhere));
        assert!(run.stdout.find("-h, --help").is_some_and(|own| own < everywhere), "{run}");
    }
}

#[test]
fn nothing_at_all_shows_help_as_wrong_usage() {
    Desk::new().run::<[&str; 0], _>([]).exits(2).notes("Usage: zhoubao");
}

#[test]
fn the_version_is_the_packages() {
    let run = Desk::new().run(["--version"]).exits(0);
    assert_eq!(run.stdout, format!("zhoubao {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn a_mistyped_command_is_corrected() {
    Desk::new().run(["serach", "x"]).exits(2).notes("'search'");
}
