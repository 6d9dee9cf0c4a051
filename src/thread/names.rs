//! All names of the pieces of work of some reports, each read once and known by a number: they are compared many times.

use std::collections::{HashMap, HashSet};
use std::ops::Index;

use aho_corasick::AhoCorasick;

use super::name::WorkName;
use crate::report::{SectionKind, without_number};

/// See [`Names`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Name(usize);

/// See the module.
#[derive(Default)]
pub(super) struct Names {
    all: Vec<WorkName>,
    known: HashMap<WorkName, Name>,
    /// As written.
    written: HashMap<String, Name>,
    headings: HashMap<String, Option<Name>>,
}

impl Index<Name> for Names {
    type Output = WorkName;

    fn index(&self, name: Name) -> &WorkName {
        &self.all[name.0]
    }
}

impl Names {
    pub fn name(&mut self, written: &str) -> Name {
        if let Some(name) = self.written.get(written) {
            return *name;
        }
        let read = WorkName::new(written);
        let next = Name(self.all.len());
        let name = *self.known.entry(read.clone()).or_insert(next);
        if name == next {
            self.all.push(read);
        }
        self.written.insert(written.to_string(), name);
        name
    }

    /// A heading that names work, without its number and code (B., 三、, O2); `None` for any other.
    pub fn heading(&mut self, heading: &str) -> Option<Name> {
        if let Some(known) = self.headings.get(heading) {
            return *known;
        }
        let is_of_work = SectionKind::of_heading(heading) == SectionKind::Other;
        let name = is_of_work.then(|| self.name(without_code(without_number(heading))));
        let name = name.filter(|name| !self[*name].is_empty());
        self.headings.insert(heading.to_string(), name);
        name
    }

    /// Of each of `names` those of them that contain it or are contained in it, in one pass: a page may have ten thousand.
    pub fn related(&self, names: impl Iterator<Item = Name>) -> HashMap<Name, Vec<Name>> {
        let names: HashSet<Name> = names.filter(|name| !self[*name].is_empty()).collect();
        let names: Vec<Name> = names.into_iter().collect();
        let mut related: HashMap<Name, Vec<Name>> = HashMap::new();
        // More names than an automaton has room for are no department's.
        let Ok(parts) = AhoCorasick::new(names.iter().map(|name| self[*name].folded())) else { return related };
        for long in &names {
            let found =
                parts.find_overlapping_iter(self[*long].folded()).map(|found| names[found.pattern().as_usize()]);
            let found: HashSet<Name> = found.filter(|short| self[*long].holds_or_is_held(&self[*short])).collect();
            for short in found {
                related.entry(*long).or_default().push(short);
                related.entry(short).or_default().push(*long);
            }
        }
        related
    }
}

/// `O2系统升级` without O2.
fn without_code(heading: &str) -> &str {
    let rest = heading.strip_prefix("KR").or_else(|| heading.strip_prefix(['O', 'o', 'P'])).unwrap_or(heading);
    let bare =
        rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches([' ', '：', ':', '、', '.', '-']);
    let is_code = rest.len() < heading.len() && rest.starts_with(|c: char| c.is_ascii_digit());
    if is_code && !bare.is_empty() { bare } else { heading }
}
