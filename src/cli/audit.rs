//! `zhoubao audit`.

use std::io::IsTerminal;

use jiff::tz::TimeZone;

use super::RunOutcome;
use super::args::{AuditArgs, AuditCommand, Global};
use super::print::{note, print, print_exact, print_json};
use crate::audit::{Audit, RequestEntry};
use crate::calendar::Date;
use crate::context::{Failure, start_of_day};
use crate::render::{
    audit_json, audit_summary, audit_text, pretty_json, safe, size_text, verified_json, verified_text,
};
use crate::vocabulary::plural;

pub(super) fn run(args: &AuditArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let audit = Audit::open(global.config()?.audit);
    let is_narrowed = args.since.is_some() || args.limit.is_some() || args.all;
    match &args.command {
        None => list(&audit, args, global),
        Some(_) if is_narrowed => {
            Err(Failure::usage("--since, --limit and --all are for the list of records alone", None))
        }
        Some(AuditCommand::Show { id, pretty }) => show(&audit, id, *pretty),
        Some(AuditCommand::Verify { json }) => verify(&audit, *json || args.json),
        Some(AuditCommand::Prune { before }) => prune(&audit, *before),
    }
}

fn list(audit: &Audit, args: &AuditArgs, global: &Global) -> Result<RunOutcome, Failure> {
    let zone = TimeZone::system();
    let (entries, notices) = audit.entries()?;
    let since = args.since.map(|day| start_of_day(day, &zone)).transpose()?;
    let entries = entries.iter().filter(|entry| since.is_none_or(|since| entry.at >= since));
    let (shown, hidden): (Vec<&RequestEntry>, Vec<&RequestEntry>) =
        entries.partition(|entry| args.all || !entry.is_loopback);
    let newest = &shown[shown.len().saturating_sub(args.limit.unwrap_or(usize::MAX))..];
    for notice in &notices {
        note(&format!("note: {notice}"));
    }
    if args.json {
        print_json(&audit_json(newest))?;
        return Ok(RunOutcome::Done);
    }
    if !newest.is_empty() {
        print(&audit_text(newest, &zone, global.paint()))?;
        print("")?;
    }
    if newest.len() < shown.len() {
        print(&format!("The newest {} of {}.", newest.len(), plural(shown.len(), "record")))?;
    }
    let day = args.since.map(|day| day.to_string());
    print(&audit_summary(&shown, day.as_deref(), hidden.len()))?;
    Ok(RunOutcome::Done)
}

/// The exact bytes. On a terminal what could steer it is shown as what it is not: a file or a pipe gets every byte.
fn show(audit: &Audit, id: &str, is_pretty: bool) -> Result<RunOutcome, Failure> {
    let bytes = audit.body(&audit.find(id)?)?;
    let bytes = match std::str::from_utf8(&bytes) {
        Ok(text) if is_pretty && is_json(text) => pretty_json(text).into_bytes(),
        _ => {
            if is_pretty {
                note("note: this is no JSON; as it was sent:");
            }
            bytes
        }
    };
    match std::io::stdout().is_terminal() {
        true => print(&safe(&String::from_utf8_lossy(&bytes)))?,
        false => print_exact(&bytes)?,
    }
    Ok(RunOutcome::Done)
}

fn is_json(text: &str) -> bool {
    serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

fn verify(audit: &Audit, is_json: bool) -> Result<RunOutcome, Failure> {
    let verified = audit.verify()?;
    if is_json {
        print_json(&verified_json(&verified))?;
    } else {
        for notice in &verified.notices {
            note(&format!("note: {notice}"));
        }
        print(&verified_text(&verified))?;
    }
    Ok(if verified.damaged.is_empty() { RunOutcome::Done } else { RunOutcome::Failed })
}

fn prune(audit: &Audit, before: Date) -> Result<RunOutcome, Failure> {
    let pruned = audit.prune(start_of_day(before, &TimeZone::system())?)?;
    print(&format!(
        "Removed {} from before {before}, and the bytes of {} that no other record needs ({}).",
        plural(pruned.records, "record"),
        plural(pruned.bodies, "request"),
        size_text(pruned.bytes)
    ))?;
    Ok(RunOutcome::Done)
}
