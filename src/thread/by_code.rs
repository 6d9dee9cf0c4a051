//! Lines by the identifiers that they name (F-0513, INC20250513): a later report may call an incident by its number alone.

use std::collections::HashMap;

use super::promised::EvidenceLine;
use crate::calendar::Date;

pub(super) struct ByCode<'l> {
    lines: &'l [EvidenceLine<'l>],
    naming: HashMap<String, Vec<usize>>,
}

impl<'l> ByCode<'l> {
    /// `lines` in order of their days. Only lines that are no incidents themselves are looked for.
    pub fn new(lines: &'l [EvidenceLine<'l>]) -> Self {
        let mut naming: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.incident.is_none()) {
            for code in codes(&line.text) {
                naming.entry(code).or_default().push(at);
            }
        }
        Self { lines, naming }
    }

    /// The lines of reports after `date` that name `code`, as they come; none where an earlier one does: the number of an incident comes with
    /// it, and that of a machine was there before.
    pub fn naming_after(&self, code: &str, date: Date) -> impl Iterator<Item = &'l EvidenceLine<'l>> {
        let naming = self.naming.get(code).map_or(&[][..], Vec::as_slice);
        let is_older = naming.first().is_some_and(|at| self.lines[*at].date < date);
        let later = if is_older { naming.len() } else { naming.partition_point(|at| self.lines[*at].date <= date) };
        naming[later..].iter().map(|at| &self.lines[*at])
    }
}

/// The numbers of cases in `text`, each once: capitals, then digits, joined (F-0513, GZ-2025-018) or many (INC20250513). DN300 is a pipe.
pub(super) fn codes(text: &str) -> Vec<String> {
    const LEAST_JOINED_DIGITS: usize = 4;
    const LEAST_DIGITS: usize = 6;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let words = text.split(|c: char| !is_part(c)).map(|word| word.trim_matches(['-', '_']));
    let is_code = |word: &&str| {
        let letters = word.bytes().take_while(u8::is_ascii_uppercase).count();
        let rest = &word[letters..];
        letters > 0
            && rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
            && rest.bytes().filter(u8::is_ascii_digit).count()
                >= if rest.starts_with(['-', '_']) { LEAST_JOINED_DIGITS } else { LEAST_DIGITS }
    };
    let mut found: Vec<String> = words.filter(is_code).map(str::to_string).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::codes;

    #[test]
    fn numbers_of_cases_are_codes_and_names_of_things_are_none() {
        assert_eq!(codes("故障F-0513、INC20250513和GZ-2025-018"), ["F-0513", "GZ-2025-018", "INC20250513"]);
        assert!(codes("v2.0、O1、csp-agent-oss、Q2、502、iPhone15、DN300、GB18030").is_empty());
    }
}
