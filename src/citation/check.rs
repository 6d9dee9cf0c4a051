//! Whether the cited text bears what a sentence says.

use super::fault::{Fault, Kind};
use super::marks::marks;
use super::source::Source;
use crate::fact::figures;
use crate::report::Span;

/// What a sentence does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// It states something, which a source has to bear.
    Statement,
    /// It says that the reports do not say something: nothing here can bear that, the caller decides.
    Absence,
    /// It leads to what follows (根据周报：, Summary:) and states nothing.
    Lead,
}

/// A sentence that was read back.
#[derive(Debug, Clone, PartialEq)]
pub struct Checked {
    /// The sentence without its marks.
    pub text: String,
    /// The sources that bear it, after correction: those it cites and that there are, without what contributes nothing.
    pub citations: Vec<usize>,
    pub faults: Vec<Fault>,
    /// The numbers it cited did not bear it, those in `citations` do.
    pub moved: bool,
    pub claim: Claim,
    /// For each of `citations`, the bytes of that source's text that bear the sentence: whole lines.
    pub spans: Vec<(usize, Span)>,
}

impl Checked {
    /// Whether nothing was found wrong. So it is of an `Absence` and of a `Lead` too: see `claim`.
    #[must_use]
    pub fn is_supported(&self) -> bool {
        self.faults.is_empty()
    }
}

/// Reads back one sentence of a reply, marks included, against the numbered `sources` of its prompt. `question`: its words
/// are no evidence.
#[must_use]
pub fn check(sentence: &str, sources: &[Source<'_>], _question: &str) -> Checked {
    let (text, cited) = marks(sentence);
    let mut faults: Vec<Fault> = Vec::new();
    let found: Vec<&Source<'_>> = sources.iter().filter(|source| cited.contains(&source.n)).collect();
    faults.extend(
        cited.iter().filter(|n| !sources.iter().any(|source| source.n == **n)).map(|n| Fault::NoSuchSource { n: *n }),
    );
    if cited.is_empty() {
        faults.push(Fault::NoCitation);
    }
    for figure in figures(&text) {
        let known = found.iter().flat_map(|source| figures(source.text)).any(|known| known.value == figure.value);
        if !known {
            faults.push(Fault::Particular { written: text[figure.span].to_string(), kind: Kind::Number });
        }
    }
    let spans = found.iter().map(|source| (source.n, 0..source.text.len())).collect();
    let citations = found.iter().map(|source| source.n).collect();
    Checked { text, citations, faults, moved: false, claim: Claim::Statement, spans }
}
