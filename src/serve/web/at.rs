//! One fact of a ledger, by the line that states it: marks in a report's margin lead to it. `?at=REPORT.LINE#at`; the ledger opens at
//! the page that has it, and marks it.

use uuid::Uuid;

use super::asked::Asked;
use crate::record::Place;
use crate::report::Lines;

/// The field of an address that names it, and the name of the element that it leads to.
pub(super) const FIELD: &str = "at";

/// A line of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct At {
    report: Uuid,
    line: usize,
}

impl At {
    /// What is asked for; `None` for what names no line.
    pub(super) fn asked(asked: &Asked) -> Option<Self> {
        let (report, line) = asked.get(FIELD)?.split_once('.')?;
        Some(Self { report: report.parse().ok()?, line: line.parse().ok().filter(|line| *line > 0)? })
    }

    pub(super) fn is_in(self, report: Uuid, lines: Lines) -> bool {
        report == self.report && (lines.first..=lines.last).contains(&self.line)
    }

    /// Whether what `place` states is on this line.
    pub(super) fn holds(self, place: &Place) -> bool {
        self.is_in(place.report_id(), place.lines)
    }
}

/// The value of the field for a line.
pub(super) fn value(report: Uuid, line: usize) -> String {
    format!("{report}.{line}")
}

/// The page to open: the one that is asked for, else the one with the wanted row, which is at `at`.
pub(super) fn page(asked: &Asked, at: Option<usize>, rows: usize) -> Option<usize> {
    asked.page().or(at.map(|at| at / rows + 1))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{At, page, value};
    use crate::report::Lines;
    use crate::serve::web::asked::Asked;

    fn asked(at: &str) -> Asked {
        Asked::new("/incidents", [("at".to_string(), at.to_string())])
    }

    #[test]
    fn a_line_is_named_and_what_names_none_is_passed_over() {
        let report = Uuid::from_u128(7);
        let at = At::asked(&asked(&value(report, 12))).expect("a line");
        assert!(at.is_in(report, Lines { first: 10, last: 12 }));
        assert!(!at.is_in(report, Lines { first: 13, last: 14 }));
        assert!(!at.is_in(Uuid::nil(), Lines { first: 10, last: 12 }));
        for other in ["", "x", "12", "x.12", &format!("{report}.0"), &format!("{report}.-1")] {
            assert_eq!(At::asked(&asked(other)), None, "{other}");
        }
    }

    #[test]
    fn a_list_opens_at_the_page_that_has_the_row() {
        assert_eq!(page(&asked(""), Some(50), 50), Some(2));
        assert_eq!(page(&asked(""), None, 50), None);
    }
}
