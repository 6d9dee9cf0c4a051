//! A report in a folder, read as `ingest` reads it.

use std::path::Path;

use zhoubao::report::{PageName, Report};

pub fn read(folder: &Path, path: &str) -> Report {
    let file = folder.join(path);
    let source = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let stem = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let folders = Path::new(path).parent().into_iter().flat_map(Path::components);
    let folders = folders.map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
    Report::parse(source, &PageName { name: stem, folders })
}
