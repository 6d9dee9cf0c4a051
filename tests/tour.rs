//! What the documents show, run as it is printed: every ```` ```console ```` block, in order, in one home a document with `seeds/`
//! beside it. A block of a script that bears a name (```` ```bash monday.sh ````) is written to a file of that name first.
//!
//! A line that begins with `$ ` is typed into a shell; the lines below it are what must come back, stdout and stderr as a
//! terminal mixes them. A line that is `…` alone stands for any lines; times, and the day it is today, may differ. Blocks
//! marked `console server` run where `ZHOUBAO_TEST_QDRANT` names a Qdrant binary, all of it where `ZHOUBAO_MODELS`
//! names a folder with weights; `make test` sets both.

#![allow(clippy::print_stderr)]

use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag, TagEnd};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

#[path = "tour/links.rs"]
mod links;

/// The home that the documents show.
const SHOWN_HOME: &str = "/home/me";
/// The server address that the documents show.
const SHOWN_SERVER: &str = "http://localhost:6334";
const PAGE: &str = "部门周报/第30周 2023-07-18 0123456789abcdef0123456789abcdef.md";
const PAGE_TEXT: &str = "# 第30周 2023-07-18\n\nCreated: 2024年2月6日 09:41\n\n# 上周进展\n\n## 生产事件\n\n\
    - 7/14 10:05 退款接口超时213笔。\n原因：连接池上限过低。处置：上限调到200。\n";

/// The name of a Notion export inside the one that is downloaded.
const PART: &str = "ExportBlock-01234567-89ab-cdef-0123-456789abcdef-Part-1.zip";

enum Block {
    Console { needs_server: bool, steps: Vec<Step> },
    File { name: String, content: String },
}

struct Step {
    command: String,
    expected: Vec<String>,
}

#[test]
fn the_tour_shows_what_happens() {
    let Some(home) = shows_what_happens("docs/tour.md", 15) else { return };
    let picture = std::fs::read_to_string(home.path().join("trend.svg")).expect("the tour draws it");
    let kept = std::fs::read_to_string(repository().join("docs/trend.svg")).expect("docs/trend.svg");
    assert!(picture == kept, "docs/trend.svg should be:\n{picture}");
}

#[test]
fn the_readmes_show_what_happens() {
    shows_what_happens("README.md", 5);
    shows_what_happens("README.zh-CN.md", 5);
}

#[test]
fn the_guide_for_a_department_works_as_it_is_written() {
    shows_what_happens("docs/department.md", 3);
    shows_what_happens("docs/department.zh-CN.md", 3);
}

/// Runs a document's blocks, of which there are at least `least`; the home they ran in, `None` where there are no weights.
fn shows_what_happens(document: &str, least: usize) -> Option<TempDir> {
    let Some(models) = std::env::var_os("ZHOUBAO_MODELS") else {
        eprintln!("skipped: ZHOUBAO_MODELS is not set; `make test` sets it");
        return None;
    };
    let blocks = blocks(&read(document));
    assert!(blocks.len() >= least, "{document} has {} blocks", blocks.len());
    let home = home(Path::new(&models));
    let wants_server = blocks.iter().any(|block| matches!(block, Block::Console { needs_server: true, .. }));
    let server = wants_server.then(|| Server::start(home.path())).flatten();
    let mut wrong = Vec::new();
    let mut should_be = Vec::new();
    for block in &blocks {
        let (needs_server, steps) = match block {
            Block::Console { needs_server, steps } => (*needs_server, steps),
            Block::File { name, content } => {
                std::fs::write(home.path().join(name), content).expect("writable");
                continue;
            }
        };
        if needs_server && server.is_none() {
            eprintln!("skipped: ZHOUBAO_TEST_QDRANT is not set: {}", steps[0].command);
            continue;
        }
        let mut code = 0;
        let mut agrees = true;
        let mut shown = String::new();
        for step in steps {
            let mut command = step.command.clone();
            if let Some(server) = &server {
                command = command.replace(SHOWN_SERVER, &server.url);
            }
            let (printed, ended) = run(home.path(), &format!("(exit {code}); {command}"));
            code = ended;
            let mut printed = printed.replace(&home.path().display().to_string(), SHOWN_HOME);
            if let Some(server) = &server {
                printed = printed.replace(&server.url, SHOWN_SERVER);
            }
            let compared: Vec<String> = printed.trim_end().lines().map(comparable).collect();
            let expected: Vec<String> = step.expected.iter().map(|line| comparable(line)).collect();
            let as_printed = agree(&expected, &compared);
            if !as_printed {
                agrees = false;
                wrong.push(step.command.as_str());
            }
            let lines = if as_printed { step.expected.join("\n") } else { printed.trim_end().to_string() };
            shown += &format!("$ {}\n{lines}{}", step.command, if lines.is_empty() { "" } else { "\n" });
        }
        if !agrees {
            let marks = if needs_server { "console server" } else { "console" };
            should_be.push(format!("```{marks}\n{shown}```"));
        }
    }
    // Whole blocks as the document should have them, to paste once they are read and found right; `…` is kept where it fits.
    let (wrong, should_be) = (wrong.join("\n"), should_be.join("\n\n"));
    assert!(wrong.is_empty(), "{document}: came out otherwise:\n{wrong}\n\n{should_be}");
    Some(home)
}

#[test]
fn the_tour_shows_every_command_and_none_that_does_not_exist() {
    let tour = read("docs/tour.md");
    for document in ["docs/tour.md", "README.md", "README.zh-CN.md"] {
        for block in blocks(&read(document)) {
            let Block::Console { steps, .. } = block else { panic!("{document} has a script") };
            for Step { command, .. } in steps {
                assert!(command.contains("zhoubao") || command.starts_with("echo"), "{document}: {command}");
            }
        }
    }
    let help = Command::new(env!("CARGO_BIN_EXE_zhoubao")).arg("--help").output().expect("it runs").stdout;
    let help = String::from_utf8(help).expect("UTF-8");
    let commands = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    // What a command is for goes on in the next line where it is long, further to the right.
    let named = commands.filter_map(|line| line.strip_prefix("  ")).filter(|line| !line.starts_with(' '));
    for command in named.filter_map(|line| line.split_whitespace().next()).filter(|command| *command != "help") {
        assert!(tour.contains(&format!("zhoubao {command}")), "the tour does not show `zhoubao {command}`");
    }
}

#[test]
fn elided_lines_stand_for_any_lines() {
    let lines = |text: &str| text.lines().map(str::to_string).collect::<Vec<_>>();
    assert!(agree(&lines("a\n…\nd"), &lines("a\nb\nc\nd")));
    assert!(agree(&lines("…"), &[]));
    assert!(!agree(&lines("a\n…\nd"), &lines("a\nb\nc")));
    assert!(!agree(&lines("a"), &lines("a\nb")));
}

fn repository() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A file of the repository.
fn read(document: &str) -> String {
    std::fs::read_to_string(repository().join(document)).unwrap_or_else(|error| panic!("{document}: {error}"))
}

/// The blocks of a Markdown text that are run, or written for those that are.
fn blocks(markdown: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for event in Parser::new(markdown) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) => open = Some((info.to_string(), String::new())),
            Event::Text(text) => {
                if let Some((_, content)) = &mut open {
                    content.push_str(&text);
                }
            }
            Event::End(TagEnd::CodeBlock) => {
                let Some((info, content)) = open.take() else { continue };
                match info.split_once(' ') {
                    None if info == "console" => {
                        blocks.push(Block::Console { needs_server: false, steps: steps(&content) });
                    }
                    Some(("console", "server")) => {
                        blocks.push(Block::Console { needs_server: true, steps: steps(&content) });
                    }
                    Some(("bash", name)) => blocks.push(Block::File { name: name.to_string(), content }),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    blocks
}

fn steps(content: &str) -> Vec<Step> {
    let mut steps: Vec<Step> = Vec::new();
    for line in content.lines() {
        match (line.strip_prefix("$ "), steps.last_mut()) {
            (Some(command), _) => steps.push(Step { command: command.to_string(), expected: Vec::new() }),
            (None, Some(step)) => step.expected.push(line.to_string()),
            (None, None) => panic!("a block must begin with a command: {line}"),
        }
    }
    for step in &mut steps {
        while step.expected.last().is_some_and(String::is_empty) {
            step.expected.pop();
        }
    }
    steps
}

/// A home with the sample reports, the weights and two Notion exports in it: `export.zip` of one page, `weekly/export.zip` of the samples.
fn home(models: &Path) -> TempDir {
    let home = tempfile::tempdir().expect("a temporary folder");
    copy(&repository().join("seeds"), &home.path().join("seeds"));
    let data = home.path().join(".local/share/zhoubao");
    std::fs::create_dir_all(&data).expect("writable");
    std::os::unix::fs::symlink(models, data.join("models")).expect("linked");
    let part = zip_of(&[(PAGE, PAGE_TEXT.as_bytes())]);
    std::fs::write(home.path().join("export.zip"), zip_of(&[(PART, &part)])).expect("writable");
    let pages = exported(&repository().join("seeds"), "部门周报");
    let part = zip_of(&pages.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect::<Vec<_>>());
    std::fs::create_dir(home.path().join("weekly")).expect("writable");
    std::fs::write(home.path().join("weekly/export.zip"), zip_of(&[(PART, &part)])).expect("writable");
    home
}

/// The reports of a folder as Notion names them, each with an id of its own.
fn exported(folder: &Path, above: &str) -> Vec<(String, Vec<u8>)> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("readable").map(|entry| entry.expect("readable").path()).collect();
    entries.sort();
    let mut pages: Vec<(String, Vec<u8>)> = Vec::new();
    for path in entries {
        let name = path.file_stem().expect("a name").to_string_lossy();
        if path.is_dir() {
            pages.extend(exported(&path, &format!("{above}/{name}")));
        } else if path.extension().is_some_and(|ending| ending == "md") && name != "README" {
            let id = uuid::Uuid::new_v5(&uuid::Uuid::NAMESPACE_URL, name.as_bytes()).simple();
            pages.push((format!("{above}/{name} {id}.md"), std::fs::read(&path).expect("readable")));
        }
    }
    pages
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("writable");
    for entry in std::fs::read_dir(from).expect("readable").map(|entry| entry.expect("readable")) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("copied");
        }
    }
}

fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

/// Stdout and stderr as they come, and the exit code.
fn run(home: &Path, command: &str) -> (String, i32) {
    let program = Path::new(env!("CARGO_BIN_EXE_zhoubao")).parent().expect("a folder").display().to_string();
    let output = Command::new("bash")
        .args(["-c", &format!("exec 2>&1; {command}")])
        .env_clear()
        .env("PATH", format!("{program}:/usr/bin:/bin"))
        .env("HOME", home)
        .current_dir(home)
        .stdin(Stdio::null())
        .output()
        .expect("bash");
    (String::from_utf8(output.stdout).expect("UTF-8"), output.status.code().unwrap_or(-1))
}

/// A line without what differs from run to run or from machine to machine: times, an answer's id, today, sizes on the disk, and all but the
/// first digit of a score. (Sums of int8 products saturate on processors without VNNI, so vectors differ in the third.)
fn comparable(line: &str) -> String {
    // When a backup was written.
    let line = line.split_once("; written on ").map_or(line, |(kept, _)| kept);
    let mut words = Vec::new();
    let mut before = "";
    for word in line.trim_end().split(' ') {
        let bare = word.trim_end_matches(';');
        let number = bare.trim_end_matches(|c: char| c.is_alphabetic() || c == 'µ');
        let is_time =
            ["ms", "s", "µs"].iter().any(|unit| bare == format!("{number}{unit}")) && number.parse::<f64>().is_ok();
        let is_today = before == "of" && line.contains("; as of ");
        let is_size = word.parse::<f64>().is_ok() && line.contains(&format!(" {word} MB on disk"));
        let is_field = before.starts_with('"') && ["\"total\":", "\"retrieve\":", "\"id\":"].contains(&before);
        let score = (before == "\"score\":").then(|| word.trim_end_matches(',').parse::<f64>().ok()).flatten();
        words.push(match score {
            Some(score) => format!("{score:.1}"),
            None if is_time || is_today || is_size || is_field => "*".to_owned(),
            None => word.to_owned(),
        });
        before = word;
    }
    words.join(" ")
}

/// Whether `printed` is what `expected` says, `…` alone in a line standing for any lines.
fn agree(expected: &[String], printed: &[String]) -> bool {
    match expected.split_first() {
        None => printed.is_empty(),
        Some((line, rest)) if line == "…" => (0..=printed.len()).any(|skipped| agree(rest, &printed[skipped..])),
        Some((line, rest)) => {
            printed.split_first().is_some_and(|(first, others)| is_like(line, first) && agree(rest, others))
        }
    }
}

/// `…` inside a line stands for whatever differs from machine to machine: last digits of a probability.
fn is_like(expected: &str, printed: &str) -> bool {
    let Some((before, after)) = expected.split_once('…') else { return expected == printed };
    printed.strip_prefix(before).is_some_and(|rest| {
        let mut ends = rest.char_indices().map(|(at, _)| at).chain([rest.len()]);
        ends.any(|at| is_like(after, &rest[at..]))
    })
}

/// A Qdrant server of this test's own, ended with it.
struct Server {
    url: String,
    folder: PathBuf,
}

impl Server {
    /// `None` where no binary is named.
    fn start(home: &Path) -> Option<Self> {
        let binary = PathBuf::from(std::env::var_os("ZHOUBAO_TEST_QDRANT")?);
        let bin = home.join("bin");
        std::fs::create_dir_all(&bin).expect("writable");
        std::os::unix::fs::symlink(binary, bin.join("qdrant")).expect("linked");
        let folder = home.join("server");
        let output =
            Self::script(&bin).args(["start", &free_ports().to_string()]).arg(&folder).output().expect("the script");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let url =
            String::from_utf8(output.stdout).expect("UTF-8").trim().lines().next_back().expect("a URL").to_string();
        Some(Self { url, folder })
    }

    fn script(bin: &Path) -> Command {
        let mut script = Command::new(repository().join("scripts/qdrant-server.sh"));
        script.env_remove("QDRANT_URL").env_remove("QDRANT_API_KEY");
        script.env("PATH", format!("{}:{}", bin.display(), std::env::var("PATH").unwrap_or_default()));
        script
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = Self::script(&self.folder).arg("stop").arg(&self.folder).output();
    }
}

/// A port that is free together with the next one.
fn free_ports() -> u16 {
    let bind = |port: u16| std::net::TcpListener::bind(("127.0.0.1", port));
    loop {
        let first = bind(0).expect("a free port").local_addr().expect("an address").port();
        if first < u16::MAX && bind(first).is_ok() && bind(first + 1).is_ok() {
            return first;
        }
    }
}
