//! Whether the index holds what its records say, and what its files are vouched for by.

use std::path::Path;

use super::{ANEW, Finding, WAIT};
use crate::ingest::{Mended, Notes, is_sound, mend};
use crate::record::ReportRecord;
use crate::store::{Store, StoreError};
use crate::vocabulary::plural;

/// What the index lacks, or has too much of; nothing where it holds what it should.
pub(super) async fn soundness(store: &Store, records: &[ReportRecord], fix: bool) -> Result<Vec<Finding>, StoreError> {
    let mut findings = Vec::new();
    if !is_sound(store, records.iter()).await? {
        findings.push(match fix {
            true => mended(store).await,
            false => Finding::left(
                "complete",
                "its passages are not those of its reports: a run was cut short",
                "`zhoubao doctor --fix` removes what belongs to no report; `zhoubao ingest PATH` again reads what is missing",
            ),
        });
    }
    let notes = Notes::load(store).await?;
    let hint = match notes.unfinished.is_empty() {
        true => "run `zhoubao ingest PATH` again: it finds what is missing, and says what it leaves out".to_string(),
        false => reading(notes.unfinished.iter().map(String::as_str)),
    };
    for gap in notes.gaps(records.iter()) {
        findings.push(match notes.unfinished.is_empty() {
            // It is longer than a page may be: nothing is wrong with the index.
            true => {
                Finding { hint: Some(hint.clone()), state: super::Health::Less, ..Finding::good("complete", gap.en) }
            }
            false => Finding::left("complete", gap.en, hint.clone()),
        });
    }
    Ok(findings)
}

/// Removes what belongs to no report, and writes down what is to be read again.
async fn mended(store: &Store) -> Finding {
    let text = "its passages are not those of its reports";
    if let Err(error) = store.check_write() {
        return Finding::left("complete", format!("{text}; {error}"), error.hint().unwrap_or_default());
    }
    let turn = match tokio::time::timeout(WAIT, store.turn()).await {
        Ok(Ok(turn)) => turn,
        Ok(Err(error)) => {
            return Finding::broken("complete", format!("{text}; {error}"), error.hint().unwrap_or_default());
        }
        Err(_) => {
            let hint = "that run looks after it; `zhoubao doctor` again when it has ended";
            return Finding::left("complete", format!("{text}: another run is writing"), hint);
        }
    };
    let done = mend(store).await;
    turn.end().await;
    match done {
        Ok(Mended { orphans, incomplete }) => {
            let mut text = format!("{} of no report removed", plural(orphans, "passage"));
            if incomplete > 0 {
                text += &format!("; {} to be read again", plural(incomplete, "report"));
            }
            Finding::mended("complete", text)
        }
        Err(error) => Finding::broken("complete", format!("{text}, and cannot be mended: {error}"), ANEW),
    }
}

/// The command that reads on; a path that is gone is named.
fn reading<'a>(paths: impl Iterator<Item = &'a str>) -> String {
    let (there, gone): (Vec<&str>, Vec<&str>) = paths.partition(|path| Path::new(path).exists());
    let words = |paths: &[&str]| paths.iter().map(|path| shell_word(path)).collect::<Vec<_>>().join(" ");
    let read = (!there.is_empty()).then(|| format!("read on with `zhoubao ingest {}`", words(&there)));
    let lost = (!gone.is_empty()).then(|| {
        format!(
            "not there any more: {}; put it back and read it, or `zhoubao ingest --rebuild` with the paths that remain, or `zhoubao restore --force FILE`",
            words(&gone)
        )
    });
    read.into_iter().chain(lost).collect::<Vec<_>>().join("; ")
}

/// As it is typed to a shell.
fn shell_word(path: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_');
    match !path.is_empty() && path.chars().all(is_plain) {
        true => path.to_string(),
        false => format!("'{}'", path.replace('\'', r"'\''")),
    }
}

/// Whether its files can be compared with their checksums. One that was looked through and is whole is sealed where `seals`.
pub(super) async fn seal(store: Store, seals: bool) -> Result<Option<Finding>, StoreError> {
    if store.is_sealed().await? {
        return Ok(None);
    }
    if matches!(store, Store::Peer(_)) {
        let text = "in use by another process, which writes their checksums when it ends";
        return Ok(Some(Finding::good("files", text)));
    }
    let text = "not compared with their checksums: the last run was cut short before it wrote them";
    if !seals || store.check_write().is_err() {
        let hint = "`zhoubao doctor --fix` reads all points and writes them, or run `zhoubao ingest PATH` again";
        return Ok(Some(Finding::left("files", text, hint)));
    }
    // What cannot be read shall not be vouched for.
    let points = store.scroll(None, None).await?.len();
    let records = crate::ingest::reports(&store).await;
    let is_whole = match &records {
        Ok(records) => is_sound(&store, records.iter()).await? && store.count(None).await? == points as u64,
        Err(_) => false,
    };
    if !is_whole {
        let hint = "run `zhoubao ingest PATH` again: it reads what is missing and writes their checksums";
        return Ok(Some(Finding::left("files", "not sealed: not all of the index is as its records say", hint)));
    }
    store.seal().await?;
    Ok(Some(Finding::mended("files", format!("all {} read; their checksums are written", plural(points, "point")))))
}

#[cfg(test)]
mod tests {
    use super::{reading, shell_word};

    #[test]
    fn a_path_is_given_as_a_shell_takes_it() {
        assert_eq!(shell_word("/周报/第26周.md"), "/周报/第26周.md");
        assert_eq!(shell_word("/a b/it's"), r"'/a b/it'\''s'");
        assert_eq!(shell_word(""), "''");
    }

    #[test]
    fn paths_that_are_there_are_read_on_and_others_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let there = folder.path().display().to_string();
        let told = reading([there.as_str(), "/gone/reports"].into_iter());
        assert!(told.contains(&format!("read on with `zhoubao ingest {there}`")), "{told}");
        assert!(told.contains("not there any more: /gone/reports") && told.contains("restore --force"), "{told}");
    }
}
