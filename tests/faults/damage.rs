//! Every file of an index, damaged in every way: `doctor` finds it, no command shows a panic or dies, and a rebuild mends it.

use std::fs;
use std::path::{Path, PathBuf};

use crate::corpus::{self, SMALL};
use crate::kill::{Extent, Home, Sample, copy, said};

/// How a file can be damaged without being the length of another.
const WAYS: [&str; 6] = ["missing", "empty", "half", "one bit", "zeros", "noise"];

/// Files tried in each way.
const SAMPLE: Sample = Sample { short: 6, long: 20 };

fn damage(file: &Path, way: &str) {
    let mut bytes = fs::read(file).expect("readable");
    let length = bytes.len();
    match way {
        "missing" => {
            fs::remove_file(file).expect("removed");
            return;
        }
        "empty" => bytes.clear(),
        "half" => bytes.truncate(length / 2),
        "one bit" => bytes[length / 3] ^= 0x10,
        "zeros" => bytes.fill(0),
        _ => bytes
            .iter_mut()
            .enumerate()
            .for_each(|(at, byte)| *byte = (at as u32).wrapping_mul(2_654_435_761).to_le_bytes()[3]),
    }
    fs::write(file, bytes).expect("writable");
}

/// The files of the index that hold something, but for the engine's log, which nobody reads.
fn files(index: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(index).sort_by_file_name().into_iter().map(|entry| entry.expect("readable"));
    let files = entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files
        .filter(|path| fs::metadata(path).expect("there").len() > 0 && !path.to_string_lossy().contains("/wal/"))
        .collect()
}

#[test]
fn every_damaged_file_is_found_by_doctor_and_kills_no_command() {
    let home = Home::new();
    corpus::write(&home.path("reports"), SMALL);
    home.run(&["ingest", "reports", "--index", "index"]);
    copy(&home.path("index"), &home.path("kept"));
    let files = files(&home.path("index"));
    let wanted = match crate::extent() {
        Extent::Short => SAMPLE.short,
        Extent::Long => SAMPLE.long,
        Extent::Every => files.len(),
    };
    let step = files.len().div_ceil(wanted);
    let (mut tried, mut faults) = (0, Vec::new());
    for (number, way) in WAYS.iter().enumerate() {
        for file in files.iter().skip(number % step).step_by(step) {
            copy(&home.path("kept"), &home.path("index"));
            let before = fs::read(file).expect("readable");
            damage(file, way);
            if fs::read(file).is_ok_and(|now| now == before) {
                continue;
            }
            tried += 1;
            let place = format!("{way}: {}", file.strip_prefix(home.path("index")).expect("inside").display());
            let doctor = home.command(&["doctor", "--index", "index"]).output().expect("it ran");
            // Without its description an index is none, and without its seal there is nothing to compare: both are told.
            let told = said(&doctor);
            let is_told = told.contains("no index at") || told.contains("not compared with their checksums");
            if doctor.status.code() != Some(1) && !(*way == "missing" && is_told) {
                faults.push(format!("{place}: doctor: {}", said(&doctor)));
            }
            for command in [["search", "清算对账"], ["ingest", "reports"]] {
                let ran = home.command(&[&command[..], &["--index", "index"]].concat()).output().expect("it ran");
                if ran.status.code().is_none() || said(&ran).contains("panicked") || said(&ran).contains("has a fault")
                {
                    faults.push(format!("{place}: {command:?}: {}", said(&ran)));
                }
            }
        }
    }
    home.run(&["ingest", "reports", "--index", "index", "--rebuild"]);
    home.run(&["doctor", "--index", "index"]);
    let all = files.len() * WAYS.len();
    println!("damage: {tried} tried of {all}, {} faults", faults.len());
    assert!(faults.is_empty(), "{} of {tried}:\n{}", faults.len(), faults.join("\n"));
}
