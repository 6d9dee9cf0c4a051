//! The files around an index: who may read them, what killed processes left of them, lines of the logs that say nothing.

use std::path::{Path, PathBuf};

use super::Finding;
use crate::audit::Audit;
use crate::config::Config;
use crate::context::open_feedback;
use crate::journal::{SetAside, left_drafts};
use crate::private::{close, open_to_others};
use crate::store::{Leftovers, own_paths};
use crate::vocabulary::plural;

const FIX: &str = "`zhoubao doctor --fix`";

/// A finding for each thing that is not as it should be; with `fix` it is mended where that can be done.
pub(super) fn files(config: &Config, tokens: Option<PathBuf>, fix: bool) -> Vec<Finding> {
    let audit = Audit::open(&config.audit);
    let mut findings = rights(config, &audit, tokens, fix);
    findings.extend(leftovers(config, &audit, fix));
    findings.extend(logs(config, &audit, fix));
    findings
}

/// All that holds text of reports or questions, and is the program's own.
fn own(config: &Config, audit: &Audit) -> Vec<PathBuf> {
    let beside =
        [config.feedback.folder.clone(), config.uploads.clone(), config.llm.replies.clone(), config.history.clone()];
    let beside = beside.into_iter().flatten().filter(|path| path.exists());
    own_paths(&config.location).into_iter().chain(beside).chain(audit.own_paths()).collect()
}

fn rights(config: &Config, audit: &Audit, tokens: Option<PathBuf>, fix: bool) -> Vec<Finding> {
    let name = "rights";
    let mut findings = Vec::new();
    for place in own(config, audit) {
        let open = open_to_others(&place);
        let Some(first) = open.first() else { continue };
        let shown = shown(first, open.len());
        if !fix {
            let hint = format!("{FIX} leaves them to you alone");
            findings.push(Finding::broken(name, format!("others may read {shown}"), hint));
            continue;
        }
        let refused = open.iter().find_map(|path| Some((path, close(path).err()?)));
        findings.push(match refused {
            None => Finding::mended(name, format!("closed to others: {shown}")),
            Some((path, error)) => {
                let hint = format!("as its owner, where it can be written to: `chmod -R go= {}`", place.display());
                Finding::broken(
                    name,
                    format!("others may read {}, and that cannot be taken away: {error}", path.display()),
                    hint,
                )
            }
        });
    }
    // Files of the user's own: somebody may be meant to read them.
    let secrets = config.file.iter().filter(|file| has_key(file)).cloned().chain(tokens);
    for file in secrets.filter(|file| !open_to_others(file).is_empty()) {
        let hint = format!("`chmod 600 {}`, if nobody else is meant to", file.display());
        findings.push(Finding::left(name, format!("others may read the secrets in {}", file.display()), hint));
    }
    findings
}

/// Whether a configuration file has a key in it.
fn has_key(file: &Path) -> bool {
    let text = fs_err::read_to_string(file).unwrap_or_default();
    let is_key = |line: &str| line.trim_start().starts_with("api_key") && line.contains('=');
    text.lines().any(is_key)
}

fn leftovers(config: &Config, audit: &Audit, fix: bool) -> Vec<Finding> {
    let name = "leftovers";
    let found = Leftovers::find(&config.location, &config.sockets);
    let beside = [config.feedback.folder.clone(), config.uploads.clone()].into_iter().flatten();
    let drafts = beside.chain(audit.own_paths().into_iter().filter_map(|path| path.is_dir().then_some(path)));
    let drafts: Vec<PathBuf> = drafts.flat_map(|folder| left_drafts(&folder)).collect();
    let paths: Vec<&Path> = found.paths().chain(drafts.iter().map(PathBuf::as_path)).collect();
    let Some(first) = paths.first() else { return Vec::new() };
    let shown = shown(first, paths.len());
    if !fix {
        let hint = format!("{FIX} removes them; nobody reads them");
        return vec![Finding::left(name, format!("of killed processes: {shown}"), hint)];
    }
    let removed = found.remove().and_then(|_| drafts.iter().try_for_each(fs_err::remove_file));
    let left: Vec<&Path> = paths.iter().copied().filter(|path| path.exists()).collect();
    vec![match (removed, left.first()) {
        (Ok(()), None) => Finding::mended(name, format!("of killed processes, removed: {shown}")),
        (Err(error), _) => Finding::left(
            name,
            format!("of killed processes: {shown}; not removed: {error}"),
            "as their owner, where they can be written to",
        ),
        (Ok(()), Some(first)) => {
            let text = format!("in use again: {}", self::shown(first, left.len()));
            Finding::left(name, text, "`zhoubao doctor` again when that process has ended")
        }
    }]
}

fn logs(config: &Config, audit: &Audit, fix: bool) -> Vec<Finding> {
    let feedback = open_feedback(config);
    let told = |name, file: &Path, lines| {
        let text = format!(
            "{} of {} are cut short or no records; they are passed over",
            plural(lines, "line"),
            file.display()
        );
        Finding::left(name, text, format!("{FIX} keeps them in a file beside it"))
    };
    let kept = |name, SetAside { file, lines, aside }: SetAside| {
        Finding::mended(name, format!("{} of {} kept in {}", plural(lines, "line"), file.display(), aside.display()))
    };
    let refused = |name, error: &dyn std::error::Error| {
        let cause = error.source().map(|cause| format!(": {cause}")).unwrap_or_default();
        Finding::broken(name, format!("{error}{cause}"), "see that its folder can be read and written to")
    };
    let mut findings = Vec::new();
    match (feedback.damaged_lines(), fix) {
        (Ok(damaged), _) if damaged.is_empty() => {}
        (Ok(damaged), false) => {
            findings.extend(damaged.iter().map(|(file, lines)| told("feedback", file, *lines)));
        }
        (Ok(_), true) => match feedback.set_aside() {
            Ok(aside) => findings.extend(aside.into_iter().map(|aside| kept("feedback", aside))),
            Err(error) => findings.push(refused("feedback", &error)),
        },
        (Err(error), _) => findings.push(refused("feedback", &error)),
    }
    match (audit.damaged_lines(), fix) {
        (Ok(0), _) => {}
        (Ok(lines), false) => findings.push(told("audit", &audit.dir().join("ledger.jsonl"), lines)),
        (Ok(_), true) => match audit.set_aside() {
            Ok(aside) => findings.extend(aside.map(|aside| kept("audit", aside))),
            Err(error) => findings.push(refused("audit", &error)),
        },
        (Err(error), _) => findings.push(refused("audit", &error)),
    }
    findings
}

/// The first, and how many more.
fn shown(first: &Path, count: usize) -> String {
    match count {
        1 => first.display().to_string(),
        count => format!("{} and {} more", first.display(), count - 1),
    }
}
