//! A place in the reports as the macro `chip` draws it.

use serde::Serialize;
use uuid::Uuid;

use crate::citation::Citation;
use crate::record::Place;
use crate::render::safe;
use crate::report::Lines;

/// A place in the reports.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Source {
    pub report_id: Uuid,
    pub report: String,
    pub date: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<String>,
    pub section: String,
    pub lines: Span,
    /// The number of a citation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub n: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Span {
    pub first: usize,
    pub last: usize,
}

impl From<Lines> for Span {
    fn from(lines: Lines) -> Self {
        Self { first: lines.first, last: lines.last }
    }
}

impl From<&Place> for Source {
    fn from(place: &Place) -> Self {
        Self {
            report_id: place.report_id(),
            report: safe(place.report()),
            date: place.date(),
            author: place.author().as_deref().map(safe),
            section: safe(&place.section().join(" › ")),
            lines: place.lines.into(),
            n: None,
            quote: None,
        }
    }
}

impl From<&Citation> for Source {
    fn from(citation: &Citation) -> Self {
        Self {
            report_id: citation.report_id,
            report: safe(&citation.report),
            date: citation.date.clone(),
            author: None,
            section: safe(&citation.section.join(" › ")),
            lines: citation.lines.into(),
            n: Some(citation.n),
            quote: Some(words(&citation.quote)),
        }
    }
}

/// Words of a report as a page shows them: without what is not seen and without empty lines.
pub(super) fn words(text: &str) -> String {
    let text = safe(text);
    text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// The address of lines of a report.
pub(super) fn address(report: Uuid, lines: Lines) -> String {
    let Lines { first, last } = lines;
    if first == last {
        format!("/reports/{report}?lines={first}#L{first}")
    } else {
        format!("/reports/{report}?lines={first}-{last}#L{first}")
    }
}

/// Those of `all` with the numbers of `cites`.
pub(super) fn numbered(all: &[Citation], cites: &[usize]) -> Vec<Source> {
    cites.iter().filter_map(|n| all.get(n.checked_sub(1)?)).map(Source::from).collect()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::address;
    use crate::report::Lines;

    #[test]
    fn lines_have_an_address_that_scrolls_to_them() {
        let nil = "00000000-0000-0000-0000-000000000000";
        let of = |first, last| address(Uuid::nil(), Lines { first, last });
        assert_eq!(of(3, 3), format!("/reports/{nil}?lines=3#L3"));
        assert_eq!(of(3, 5), format!("/reports/{nil}?lines=3-5#L3"));
    }
}
