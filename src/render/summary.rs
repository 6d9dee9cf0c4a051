//! What an ingest did.

use super::safe::safe;
use super::text::Paint;
use crate::calendar::Date;
use crate::ingest::{Summary, YearFrom};
use crate::vocabulary::plural;

/// How many lines of one sort are shown before the rest is only counted.
const SHOWN: usize = 12;

/// Counts first, then what was left out and why, then what its reader should know.
pub fn summary_text(summary: &Summary, paint: Paint) -> String {
    let mut lines = Vec::new();
    let counted = [
        (summary.added, "new"),
        (summary.changed, "changed"),
        (summary.unchanged, "unchanged"),
        (summary.removed.len(), "removed"),
    ];
    let counted: Vec<String> =
        counted.iter().filter(|(count, _)| *count > 0).map(|(count, name)| format!("{count} {name}")).collect();
    let counted = if counted.is_empty() { String::new() } else { format!(" ({})", counted.join(", ")) };
    let reports = summary.reports();
    lines.push(paint.bold(&format!("{}{counted}", plural(reports, "report"))));
    if summary.passages > 0 {
        let incidents = plural(summary.incidents, "incident");
        lines.push(format!("{} written, {incidents} among them", plural(summary.passages, "passage")));
    }
    if summary.orphans > 0 {
        lines.push(format!(
            "{} without a report removed: an earlier run was cut short",
            plural(summary.orphans, "passage")
        ));
    }
    list(
        &mut lines,
        "skipped",
        summary.skipped.iter().map(|skipped| format!("{}: {}", skipped.path, skipped.reason)),
        paint,
    );
    if !summary.unsupported.is_empty() {
        let kinds: Vec<String> =
            summary.unsupported.iter().map(|(ending, count)| format!("{count} .{ending}")).collect();
        lines.push(format!("not read: {}", kinds.join(", ")));
    }
    list(&mut lines, "passed over, not a report", summary.passed_over.iter().cloned(), paint);
    list(&mut lines, "removed", summary.removed.iter().cloned(), paint);
    list(&mut lines, "unreadable now, kept as it was", summary.kept.iter().cloned(), paint);
    list(&mut lines, "note", summary.notices.iter().map(|(path, notice)| format!("{path}: {notice}")), paint);
    list(&mut lines, "note", yearless(summary).into_iter(), paint);
    if summary.interrupted {
        lines.push("stopped: what was done is kept; run the same command again to go on".to_string());
    }
    lines.join("\n")
}

/// One line for all reports whose day has no year, one for all whose year was concluded.
fn yearless(summary: &Summary) -> Vec<String> {
    let of = |wanted: &[YearFrom]| {
        let pages = summary.yearless.iter().filter(|(.., from)| wanted.contains(from));
        pages.map(|(path, date, _)| (path.as_str(), *date)).collect::<Vec<(&str, Option<Date>)>>()
    };
    let mut lines = Vec::new();
    let open = of(&[YearFrom::Nothing]);
    if let Some((first, _)) = open.first() {
        lines.push(format!(
            "{} named by a day, a week or a month without a year (`{first}`): kept as those of any year; `ingest --year YYYY` says which",
            plural(open.len(), "report")
        ));
    }
    let concluded = of(&[YearFrom::Neighbours, YearFrom::Export]);
    let dates = || concluded.iter().filter_map(|(_, date)| *date);
    if let (Some(first), Some(last)) = (dates().min(), dates().max()) {
        lines.push(format!(
            "{} named by a day, a week or a month without a year, dated {first} to {last} by what stands beside them; `ingest --year YYYY` says another year",
            plural(concluded.len(), "report")
        ));
    }
    lines
}

fn list(lines: &mut Vec<String>, name: &str, items: impl Iterator<Item = String>, paint: Paint) {
    let items: Vec<String> = items.collect();
    for item in items.iter().take(SHOWN) {
        lines.push(format!("{} {}", paint.dim(&format!("{name}:")), safe(item)));
    }
    if items.len() > SHOWN {
        lines.push(format!("{} … and {} more", paint.dim(&format!("{name}:")), items.len() - SHOWN));
    }
}
