//! What must hold for any bytes, a function a reader. Each panics where it does not.

use std::io::Write;
use std::path::Path;

use uuid::Uuid;
use zhoubao::calendar::{first_mention, mentions, mentions_in_question, read_title};
use zhoubao::citation::{Sentences, Source, check, marks};
use zhoubao::passage::passages;
use zhoubao::question::{MAX_CHARS, Question};
use zhoubao::redact::{Redactor, Rules};
use zhoubao::report::{LineIndex, PageName, Report};
use zhoubao::source::{Limits, open};

/// A reader's name, and what must hold of it.
type Target = (&'static str, fn(&[u8]));

/// The readers by name.
pub const TARGETS: [Target; 6] = [
    ("report", report),
    ("calendar", calendar),
    ("citation", citation),
    ("export", export),
    ("question", question),
    ("redactor", redactor),
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Spans of sections, passages and facts are of the source, and the same page gives the same passages.
pub fn report(bytes: &[u8]) {
    let source = text(bytes);
    let name = PageName { name: "第26周 2023-06-20".to_owned(), folders: Vec::new() };
    let report = Report::parse(source, &name);
    let all = passages(&report, Uuid::nil());
    let lines = LineIndex::new(&report.source);
    for section in &report.sections {
        assert!(report.source.get(section.span.clone()).is_some_and(|text| !text.is_empty()));
    }
    for passage in &all {
        assert_eq!(report.source.get(passage.span.clone()), Some(passage.text.as_str()));
        assert_eq!(passage.lines, lines.lines(&passage.span));
        for fact in &passage.milestones {
            assert!(report.source.get(fact.span.clone()).is_some_and(|text| !text.trim().is_empty()));
        }
        for goal in &passage.goals {
            assert_eq!(report.source.get(goal.span.clone()), Some(goal.text.as_str()));
        }
        for part in
            passage.incident.iter().flat_map(|incident| [Some(&incident.summary), incident.cause.as_ref()]).flatten()
        {
            assert_eq!(report.source.get(part.span.clone()), Some(part.text.as_str()));
        }
    }
    let again = passages(&Report::parse(report.source.clone(), &name), Uuid::nil());
    assert!(all.iter().map(|passage| passage.id).eq(again.iter().map(|passage| passage.id)));
}

/// Mentions lie in the text, in order, apart, and the first is the first.
pub fn calendar(bytes: &[u8]) {
    let text = text(bytes);
    let all = mentions(&text);
    for found in [&all, &mentions_in_question(&text)] {
        let mut end = 0;
        for mention in found {
            assert!(mention.span.start >= end && !mention.span.is_empty() && text.get(mention.span.clone()).is_some());
            end = mention.span.end;
        }
    }
    assert_eq!(first_mention(&text), all.first().cloned());
    let _ = read_title(&text);
}

/// A reply that comes in pieces is cut as one that comes whole; what is cited was cited, and what bears it lies in its source.
pub fn citation(bytes: &[u8]) {
    let reply = text(bytes);
    let cut = |pieces: Vec<&str>| {
        let mut sentences = Sentences::new();
        let mut all: Vec<String> = pieces.into_iter().flat_map(|piece| sentences.push(piece)).collect();
        all.extend(sentences.finish());
        all
    };
    let whole = cut(vec![&reply]);
    let middle = (0..=reply.len() / 2).rev().find(|at| reply.is_char_boundary(*at)).unwrap_or(0);
    assert_eq!(whole, cut(vec![&reply[..middle], &reply[middle..]]));
    let quoted = "6/15 11:01 账户流水有5991笔差异。原因：存储扩容时重启，14号23点后的流水没有拉到。";
    let source = |n| Source { n, text: quoted, label: "第26周", date: None, coverage: None, section: &[] };
    let sources = [source(1), source(2)];
    for sentence in &whole {
        let (bare, cited) = marks(sentence);
        assert!(bare.len() <= sentence.len());
        let checked = check(sentence, &sources, "6/15的差异是什么原因");
        assert!(checked.citations.iter().all(|n| matches!(n, 1 | 2)));
        assert!(checked.moved || checked.citations.iter().all(|n| cited.contains(n)));
        assert!(checked.spans.iter().all(|(_, span)| quoted.get(span.clone()).is_some()));
    }
}

/// A file of any bytes is read as a report and as an export, into documents or reasons; nothing is written beside it.
pub fn export(bytes: &[u8]) {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["export.zip", "page.md"] {
        std::fs::File::create(folder.path().join(name)).and_then(|mut file| file.write_all(bytes)).expect("written");
    }
    let limits = Limits::default();
    if let Ok(sources) = open(&[folder.path().to_path_buf()], limits) {
        for document in sources.documents().flatten() {
            assert!(!document.path.split('/').any(|part| part == ".."), "{}", document.path);
            assert!(!Path::new(&document.path).is_absolute());
        }
    }
    assert_eq!(std::fs::read_dir(folder.path()).expect("there").count(), 2);
}

/// What is read of a question lies within bounds, and reading what was read changes nothing of its times.
pub fn question(bytes: &[u8]) {
    let asked = text(bytes);
    let Ok(read) = Question::read(&asked) else { return };
    assert!(read.text.chars().count() <= MAX_CHARS);
    let again = Question::read(&read.text).expect("a question still");
    assert_eq!((again.times, again.subject), (read.times, read.subject));
}

/// Everything comes back, redacting twice is redacting once, and no value that was found is left.
pub fn redactor(bytes: &[u8]) {
    let written = text(bytes);
    let rules = Rules {
        names: vec!["柳如烟".to_owned()],
        words: vec!["北辰".to_owned()],
        hosts: vec!["pay.example.com".to_owned()],
    };
    let mut redactor = Redactor::new(rules);
    let redacted = redactor.redact(&written);
    assert_eq!(redactor.restore(&redacted), written);
    assert_eq!(redactor.redact(&redacted), redacted);
    assert!(!redacted.contains("柳如烟"));
}
