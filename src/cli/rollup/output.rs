//! Where a roll-up goes: stdout, or a file with its pictures beside it.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use crate::cli::args::RollupFormat;
use crate::context::Failure;
use crate::output::Output;
use crate::render::MetricChart;

/// What our pictures begin with: a file that does not is somebody else's, whatever its name.
const OURS: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"zb-trend\"";

/// A file to write; `None` is stdout.
pub(super) struct OutputTarget {
    pub file: Option<PathBuf>,
    pub format: RollupFormat,
}

impl OutputTarget {
    /// # Errors
    /// Usage: an ending that says nothing.
    pub(super) fn new(file: Option<&Path>, format: Option<RollupFormat>) -> Result<Self, Failure> {
        let Some(file) = file else {
            return Ok(Self { file: None, format: format.unwrap_or(RollupFormat::Text) });
        };
        let format = match format {
            Some(format) => format,
            None => of_ending(file)?,
        };
        Ok(Self { file: Some(file.to_path_buf()), format })
    }

    /// The folder that links start from, absolute.
    pub(super) fn folder(&self, here: &Path) -> PathBuf {
        let folder = self.file.as_deref().filter(|file| !Output::is_stream(file)).and_then(Path::parent);
        folder.map_or_else(|| here.to_path_buf(), |folder| here.join(folder))
    }

    /// Name of the folder of pictures beside a page in Markdown; `None` for a pipe.
    pub(super) fn pictures(&self) -> Option<PathBuf> {
        let file = self.file.as_deref().filter(|file| self.format == RollupFormat::Md && !Output::is_stream(file))?;
        let stem = file.file_stem()?;
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

/// Removes the pictures of an earlier run that are not among `charts`.
pub(super) fn remove_others(output: &Output, folder: &Path, charts: &[MetricChart]) -> Result<(), Failure> {
    let Ok(entries) = fs_err::read_dir(folder) else { return Ok(()) };
    for entry in entries.flatten() {
        let is_of_now = charts.iter().any(|chart| entry.file_name() == OsStr::new(&chart.file));
        if !is_of_now && is_ours(&entry.path()) {
            output.remove(&entry.path())?;
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
    let is_file = || fs_err::symlink_metadata(file).is_ok_and(|metadata| metadata.is_file());
    is_named && is_file() && fs_err::read_to_string(file).is_ok_and(|text| text.starts_with(OURS))
}
