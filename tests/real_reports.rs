//! Incidents of real reports, labelled by hand as days, figures and single words.
//!
//! The reports are not part of the repository: their folder is `ZHOUBAO_REAL_REPORTS`, else `../shared/reports`. Without it
//! the test says so and passes.

#![allow(clippy::print_stderr)]

use std::path::{Path, PathBuf};

use uuid::Uuid;
use zhoubao::fact::IncidentPiece;
use zhoubao::passage::{Passage, PassageKind, passages};
use zhoubao::report::{PageName, Report};
use zhoubao::source::{Limits, open};

/// What an incident must be read as: words that a part holds, `None` where the report does not tell the part.
struct Labelled {
    occurred: &'static str,
    summary: &'static str,
    impact: Option<&'static str>,
    cause: Option<&'static str>,
    handling: Option<&'static str>,
}

const fn label(
    occurred: &'static str,
    summary: &'static str,
    impact: Option<&'static str>,
    cause: Option<&'static str>,
    handling: Option<&'static str>,
) -> Labelled {
    Labelled { occurred, summary, impact, cause, handling }
}

const WEEK_13: [Labelled; 3] = [
    label("2023-03-20T15:20", "备件", Some("97笔"), Some("CPU"), Some("扩容")),
    label("2023-03-24T16:42", "光大", None, Some("人行"), Some("16：55")),
    label("2023-03-25T09:42", "到账通知", None, Some("格式化"), Some("回滚")),
];

const WEEK_26: [Labelled; 6] = [
    label("2023-06-12T03:30", "waf", Some("无业务"), Some("监控宝"), Some("03:39")),
    label("2023-05-31T20:45", "10.14.113.233", Some("未对风控"), Some("宿主机"), Some("22:00")),
    label("2023-06-15T11:01", "5991笔", Some("764个"), Some("oracle"), Some("15:57")),
    label("2023-06-15T18:03", "4669笔", Some("无影响"), Some("指标"), Some("内存")),
    label("2023-06-16T13:46", "csp-agent-oss", None, Some("POS"), Some("手工")),
    label("2023-06-16T14:35", "502", Some("api-inc"), Some("解密"), Some("SDK")),
];

const WEEK_45: [Labelled; 3] = [
    label("2023-10-30T12:07", "阿里云", Some("276289元"), None, Some("切换")),
    label("2023-10-31T14:06", "连接数", None, Some("400"), None),
    label("2023-11-02T05:15", "3笔", Some("3笔"), Some("csp.t_clear_voucher"), Some("6:00")),
];

fn folder() -> Option<PathBuf> {
    let named = std::env::var_os("ZHOUBAO_REAL_REPORTS").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/reports"));
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} does not exist (set ZHOUBAO_REAL_REPORTS)", folder.display());
    None
}

fn incidents(week: &str) -> Option<Vec<Passage>> {
    let sources = open(&[folder()?], Limits::default()).expect("the folder of reports");
    let document = sources.documents().filter_map(Result::ok).find(|document| document.name.contains(week))?;
    let name = PageName { name: document.name.clone(), folders: document.folder.clone() };
    let report = Report::parse(document.text, &name);
    let all = passages(&report, Uuid::nil());
    Some(all.into_iter().filter(|passage| passage.kind == PassageKind::Incident).collect())
}

fn check(week: &str, labelled: &[Labelled]) {
    let Some(found) = incidents(week) else { return };
    let occurred: Vec<&str> =
        found.iter().map(|passage| incident(passage).occurred.as_deref().unwrap_or("-")).collect();
    let wanted: Vec<&str> = labelled.iter().map(|label| label.occurred).collect();
    assert_eq!(occurred, wanted, "{week}");
    for (passage, label) in found.iter().zip(labelled) {
        let incident = incident(passage);
        let at = label.occurred;
        assert!(incident.summary.text.contains(label.summary), "{at}: summary {}", incident.summary.text);
        for (name, part, word) in [
            ("impact", &incident.impact, label.impact),
            ("cause", &incident.cause, label.cause),
            ("handling", &incident.handling, label.handling),
        ] {
            assert!(tells(part, word), "{at}: {name} should hold {word:?}: {part:?}");
        }
    }
}

fn tells(part: &Option<IncidentPiece>, word: Option<&str>) -> bool {
    match (part, word) {
        (None, None) => true,
        (Some(part), Some(word)) => part.text.contains(word),
        _ => false,
    }
}

fn incident(passage: &Passage) -> &zhoubao::fact::Incident {
    passage.incident.as_ref().expect("a passage of this kind has one")
}

#[test]
fn incidents_with_parts_in_either_order_and_inside_each_other_are_read() {
    check("第13周", &WEEK_13);
}

#[test]
fn incidents_found_late_and_told_at_length_are_read() {
    check("第26周", &WEEK_26);
}

#[test]
fn incidents_told_in_running_text_are_read() {
    check("第45周", &WEEK_45);
}
