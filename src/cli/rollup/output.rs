//! Where a roll-up goes: stdout, or a file with its pictures beside it, each written whole or not at all.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::cli::args::RollupFormat;
use crate::cli::failure::Failure;
use crate::render::MetricChart;

/// What our pictures begin with: a file that does not is somebody else's, whatever its name.
const OURS: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"zb-trend\"";

/// A file to write; `None` is stdout.
pub(super) struct Output {
    pub file: Option<PathBuf>,
    pub format: RollupFormat,
}

impl Output {
    /// # Errors
    /// Usage: an ending that says nothing, a folder.
    pub(super) fn new(file: Option<&Path>, format: Option<RollupFormat>) -> Result<Self, Failure> {
        let Some(file) = file.filter(|file| *file != Path::new("-")) else {
            return Ok(Self { file: None, format: format.unwrap_or(RollupFormat::Text) });
        };
        if file.is_dir() {
            let hint = format!("name a file, such as {}", file.join("rollup.html").display());
            return Err(Failure::usage(format!("`{}` is a folder", file.display()), Some(hint)));
        }
        let format = match format {
            Some(format) => format,
            None => of_ending(file)?,
        };
        Ok(Self { file: Some(file.to_path_buf()), format })
    }

    /// The folder that links start from, absolute.
    pub(super) fn folder(&self, here: &Path) -> PathBuf {
        let folder = self.file.as_deref().and_then(Path::parent);
        folder.map_or_else(|| here.to_path_buf(), |folder| here.join(folder))
    }

    /// The name of the folder of pictures beside the file.
    pub(super) fn pictures(&self) -> Option<PathBuf> {
        let stem = self.file.as_deref()?.file_stem()?;
        let mut name = stem.to_os_string();
        name.push("-charts");
        Some(PathBuf::from(name))
    }
}

fn of_ending(file: &Path) -> Result<RollupFormat, Failure> {
    let ending = file.extension().and_then(OsStr::to_str).unwrap_or_default().to_ascii_lowercase();
    match ending.as_str() {
        "md" | "markdown" => Ok(RollupFormat::Md),
        "html" | "htm" => Ok(RollupFormat::Html),
        "json" => Ok(RollupFormat::Json),
        "txt" => Ok(RollupFormat::Text),
        _ => {
            let hint = "end the name in .md, .html, .json or .txt, or say --format".to_string();
            Err(Failure::usage(format!("`{}` does not say what to write", file.display()), Some(hint)))
        }
    }
}

/// Writes `text` to `file` whole or not at all.
pub(super) fn write(file: &Path, text: &str) -> Result<(), Failure> {
    let mut beside = file.file_name().unwrap_or_default().to_os_string();
    beside.push(format!(".{}.draft", std::process::id()));
    let beside = file.with_file_name(beside);
    let written = fs_err::write(&beside, text).and_then(|()| fs_err::rename(&beside, file));
    written.map_err(|error| {
        // What is left of it is of no use, and the error that counts is the first.
        let _ = fs_err::remove_file(&beside);
        Failure::from_error(error)
    })
}

/// Writes the pictures into `folder`, and removes those of an earlier run that are no longer there.
pub(super) fn write_pictures(folder: &Path, charts: &[MetricChart]) -> Result<(), Failure> {
    if charts.is_empty() && !folder.is_dir() {
        return Ok(());
    }
    fs_err::create_dir_all(folder).map_err(Failure::from_error)?;
    for chart in charts {
        write(&folder.join(&chart.file), &chart.svg)?;
    }
    for entry in fs_err::read_dir(folder).map_err(Failure::from_error)?.flatten() {
        let is_of_now = charts.iter().any(|chart| entry.file_name() == OsStr::new(&chart.file));
        if !is_of_now && is_ours(&entry.path()) {
            fs_err::remove_file(entry.path()).map_err(Failure::from_error)?;
        }
    }
    Ok(())
}

/// `01-….svg` that begins as our pictures do.
fn is_ours(file: &Path) -> bool {
    let name = file.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let is_numbered = name
        .split_once('-')
        .is_some_and(|(number, _)| number.len() >= 2 && number.bytes().all(|byte| byte.is_ascii_digit()));
    let is_named = is_numbered && name.ends_with(".svg");
    is_named && fs_err::read_to_string(file).is_ok_and(|text| text.starts_with(OURS))
}
