use std::fs;
use std::path::{Path, PathBuf};

use super::{Output, OutputError};

fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = fs::canonicalize(folder.path()).expect("there");
    (folder, path)
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned()).collect();
    names.sort_unstable();
    names
}

#[test]
fn what_is_there_stays_unless_it_may_be_replaced() {
    let (_folder, dir) = folder();
    let file = dir.join("a.md");
    Output::default().write(&file, "one").expect("new");
    assert!(matches!(Output::default().write(&file, "two"), Err(OutputError::Exists { .. })));
    assert_eq!(fs::read_to_string(&file).expect("there"), "one");
    Output::new(true, []).write(&file, "two").expect("replaced");
    assert_eq!(fs::read_to_string(&file).expect("there"), "two");
    assert_eq!(names(&dir), ["a.md"]);
}

#[test]
fn nothing_is_written_among_the_reports_however_they_are_named() {
    let (_folder, dir) = folder();
    fs::create_dir_all(dir.join("reports/sub")).expect("made");
    fs::create_dir(dir.join("reports-new")).expect("made");
    fs::write(dir.join("reports/a.md"), "report").expect("written");
    fs::write(dir.join("single.md"), "report").expect("written");
    let output = Output::new(true, [dir.join("reports"), dir.join("single.md")]);
    for path in ["reports/a.md", "reports/new.md", "reports/sub/new.md", "reports-new/../reports/new.md", "single.md"] {
        assert!(matches!(output.write(&dir.join(path), "x"), Err(OutputError::Ingested { .. })), "{path}");
    }
    assert_eq!(fs::read_to_string(dir.join("reports/a.md")).expect("there"), "report");
    output.write(&dir.join("reports-new/a.md"), "x").expect("another folder");
    output.write(&dir.join("other.md"), "x").expect("beside a single file");
}

#[cfg(unix)]
#[test]
fn a_link_is_judged_by_where_it_leads_and_stays() {
    use std::os::unix::fs::symlink;
    let (_folder, dir) = folder();
    fs::create_dir(dir.join("reports")).expect("made");
    fs::write(dir.join("reports/a.md"), "report").expect("written");
    fs::write(dir.join("mine.md"), "one").expect("written");
    symlink("reports/a.md", dir.join("to-report")).expect("linked");
    symlink("reports", dir.join("to-folder")).expect("linked");
    symlink("reports/later.md", dir.join("to-later")).expect("linked");
    symlink("mine.md", dir.join("to-mine")).expect("linked");
    symlink("to-mine", dir.join("to-link")).expect("linked");
    symlink("not-yet.md", dir.join("dangling")).expect("linked");
    symlink("nowhere/a.md", dir.join("lost")).expect("linked");
    symlink("round", dir.join("round")).expect("linked");
    let output = Output::new(true, [dir.join("to-folder")]);
    for path in ["to-report", "to-folder/new.md", "to-later"] {
        assert!(matches!(output.write(&dir.join(path), "x"), Err(OutputError::Ingested { .. })), "{path}");
    }
    assert!(matches!(Output::default().write(&dir.join("to-link"), "x"), Err(OutputError::Exists { .. })));
    output.write(&dir.join("to-link"), "two").expect("replaced");
    assert_eq!(fs::read_to_string(dir.join("mine.md")).expect("there"), "two");
    assert!(dir.join("to-link").is_symlink() && dir.join("to-mine").is_symlink());
    Output::default().write(&dir.join("dangling"), "new").expect("nothing was there");
    assert_eq!(fs::read_to_string(dir.join("not-yet.md")).expect("there"), "new");
    assert!(dir.join("dangling").is_symlink());
    assert!(matches!(output.write(&dir.join("lost"), "x"), Err(OutputError::NoFolder { .. })));
    assert!(matches!(output.write(&dir.join("round"), "x"), Err(OutputError::Links { .. })));
}

#[cfg(unix)]
#[test]
fn permissions_of_what_is_replaced_are_kept() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, dir) = folder();
    let file = dir.join("a.md");
    fs::write(&file, "one").expect("written");
    fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).expect("set");
    Output::new(true, []).write(&file, "two").expect("replaced");
    assert_eq!(fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o640);
    fs::write(dir.join("usual"), "").expect("written");
    Output::default().write(&dir.join("b.md"), "x").expect("new");
    let mode = |name: &str| fs::metadata(dir.join(name)).expect("there").permissions().mode();
    assert_eq!(mode("b.md"), mode("usual"), "a new file is as any other");
}

#[test]
fn a_folder_and_what_has_no_folder_are_refused() {
    let (_folder, dir) = folder();
    let output = Output::new(true, []);
    for path in [dir.clone(), dir.join(".."), PathBuf::from("/"), PathBuf::new()] {
        assert!(matches!(output.write(&path, "x"), Err(OutputError::Folder { .. })), "{}", path.display());
    }
    assert!(matches!(output.write(&dir.join("no/a.md"), "x"), Err(OutputError::NoFolder { .. })));
}

#[test]
fn a_refusal_writes_none_of_the_files() {
    let (_folder, dir) = folder();
    fs::create_dir(dir.join("a-charts")).expect("made");
    fs::write(dir.join("a-charts/2.svg"), "mine").expect("written");
    let beside = [("1.svg", "1"), ("2.svg", "2")];
    let write = |output: &Output| output.write_with(&dir.join("a.md"), "page", &dir.join("a-charts"), &beside);
    assert!(matches!(write(&Output::default()), Err(OutputError::Exists { .. })));
    assert_eq!((names(&dir), names(&dir.join("a-charts"))), (vec!["a-charts".to_string()], vec!["2.svg".to_string()]));
    let among = Output::new(true, [dir.join("a-charts")]);
    assert!(matches!(write(&among), Err(OutputError::Ingested { .. })));
    assert_eq!(names(&dir), ["a-charts"]);
    write(&Output::new(true, [])).expect("replaced");
    assert_eq!(
        (names(&dir), names(&dir.join("a-charts")).len()),
        (vec!["a-charts".to_string(), "a.md".to_string()], 2)
    );
}

#[test]
fn a_folder_is_made_for_what_stands_beside_and_goes_where_nothing_comes_of_it() {
    let (_folder, dir) = folder();
    let write = |path: &str, folder: &str| {
        Output::default().write_with(&dir.join(path), "page", &dir.join(folder), &[("1.svg", "1")])
    };
    write("a.md", "a-charts").expect("new");
    assert_eq!(names(&dir.join("a-charts")), ["1.svg"]);
    assert!(write("a.md", "b-charts").is_err() && write("no/a.md", "c-charts").is_err());
    assert_eq!(names(&dir), ["a-charts", "a.md"]);
}
