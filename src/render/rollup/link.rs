//! The way from a page to the files that it cites.

use std::path::{Component, Path, PathBuf};

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::citation::Citation;

/// Characters that are not percent-encoded in a link; others could end it.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// Where the files are, and where the page will lie.
pub struct Links<'a> {
    /// The folder that files are named from.
    pub here: &'a Path,
    /// The folder of the page; absolute.
    pub from: &'a Path,
    /// The file on this machine that a source's lines are in, if it is still there.
    pub file_of: &'a dyn Fn(&Citation) -> Option<PathBuf>,
}

impl Links<'_> {
    /// A relative address of `file`, percent-encoded.
    pub(super) fn to(&self, file: &Path) -> String {
        encoded(&relative(self.from, &self.here.join(file)))
    }
}

pub(super) fn encoded(path: &Path) -> String {
    utf8_percent_encode(&path.to_string_lossy(), PLAIN).to_string()
}

pub(super) fn decoded(address: &str) -> PathBuf {
    PathBuf::from(percent_decode_str(address).decode_utf8_lossy().into_owned())
}

/// The way from a folder to a file, by `..` where they share a beginning.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let (from, to) = (parts(from), parts(to));
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    if shared == 0 {
        return to.iter().collect();
    }
    from[shared..].iter().map(|_| Component::ParentDir).chain(to[shared..].iter().copied()).collect()
}

/// Without `.`, and with each `..` taken back.
fn parts(path: &Path) -> Vec<Component<'_>> {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if matches!(parts.last(), Some(Component::Normal(_))) => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{decoded, encoded, relative};

    #[test]
    fn a_link_goes_from_the_page_to_the_file() {
        for (from, to, way) in [
            ("/a/b", "/a/b/c.md", "c.md"),
            ("/a/out", "/a/seeds/c.md", "../seeds/c.md"),
            ("/a/./out/../b", "/a/seeds/c.md", "../seeds/c.md"),
            ("/x", "/a/c.md", "../a/c.md"),
        ] {
            assert_eq!(relative(Path::new(from), Path::new(to)), Path::new(way), "{from} {to}");
        }
    }

    #[test]
    fn nothing_in_a_path_ends_the_link() {
        let path = Path::new("a b)](javascript:x)/第26周.md");
        let address = encoded(path);
        assert!(address.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/.-_~%".contains(&byte)), "{address}");
        assert_eq!(decoded(&address), path);
    }
}
