//! Names that people accept as one: a line of the aliases file.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::context::Failure;
use crate::output::Output;
use crate::series::Aliases;
use crate::source::NamedFile;

const HEAD: &str = "# Names that are one metric's or one piece of work's: name = [other names].\n";

/// Adds `other` to the names of `one` in `file`, which keeps its other lines as they are; the file that was written.
pub(super) fn add_alias(output: &Output, file: Option<&Path>, one: &str, other: &str) -> Result<PathBuf, Failure> {
    let named = || "name one in the configuration: [metrics] alias_file = \"aliases.toml\"".to_string();
    let Some(file) = file else { return Err(Failure::new("there is no aliases file", Some(named()))) };
    let text =
        if file.exists() { NamedFile::ALIASES.read_text(file).map_err(Failure::from_error)? } else { HEAD.to_string() };
    let read = |text: &str| toml::from_str::<BTreeMap<String, Vec<String>>>(text);
    let mut table = read(&text).map_err(Failure::from_error)?;
    let others = table.entry(one.to_string()).or_default();
    others.push(other.to_string());
    let line = toml::to_string(&BTreeMap::from([(one, &*others)])).map_err(Failure::from_error)?;
    // A chain of names means the last one's.
    Aliases::new(&table).map_err(Failure::from_error)?;
    let is_own = |line: &str| read(line).is_ok_and(|table| table.contains_key(one));
    let mut lines: Vec<&str> = text.lines().filter(|line| !is_own(line)).collect();
    lines.push(line.trim_end());
    let mut written = lines.join("\n") + "\n";
    if read(&written).ok().as_ref() != Some(&table) {
        // An entry of several lines: the table alone, without remarks.
        written = toml::to_string(&table).map_err(Failure::from_error)?;
    }
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty() && !folder.exists()) {
        return Err(Failure::new(
            format!("`{}` cannot be written: there is no folder for it", file.display()),
            Some(format!("make it first: mkdir -p {}", folder.display())),
        ));
    }
    output.write(file, &written)?;
    Ok(file.to_path_buf())
}
