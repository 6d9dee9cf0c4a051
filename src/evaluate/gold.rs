//! Gold lines among the reports of an index: which reports a gold path means, and whether a place overlaps its lines.

use uuid::Uuid;

use super::question_set::Gold;
use crate::report::Lines;

/// Gold lines in the reports that their path means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    /// Empty when no report has the path; several when the end of the path is that of several.
    pub reports: Vec<Uuid>,
    pub lines: Lines,
}

impl Place {
    /// `reports` are all of the index with their paths.
    ///
    /// A gold path means the reports whose path ends with it at a folder; else those whose path is the end of it, as when a
    /// folder deeper down was read; else those whose path ends in its letters.
    pub(super) fn new(gold: &Gold, reports: &[(Uuid, &str)]) -> Self {
        let means: [fn(&str, &str) -> bool; 3] =
            [ends_with_folders, |path, gold| ends_with_folders(gold, path), |path, gold| path.ends_with(gold)];
        let named = means.iter().map(|means| {
            let reports = reports.iter().filter(|(_, path)| means(path, &gold.path));
            reports.map(|(report, _)| *report).collect::<Vec<Uuid>>()
        });
        Self { reports: named.into_iter().find(|reports| !reports.is_empty()).unwrap_or_default(), lines: gold.lines }
    }

    pub(super) fn overlaps(&self, report: Uuid, lines: Lines) -> bool {
        self.reports.contains(&report) && lines.first <= self.lines.last && self.lines.first <= lines.last
    }
}

/// `end` is the whole of `path`, or what follows one of its folders.
fn ends_with_folders(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::Place;
    use crate::evaluate::question_set::Gold;
    use crate::report::Lines;

    fn place(path: &str, reports: &[&str]) -> Vec<usize> {
        let reports: Vec<(Uuid, &str)> =
            reports.iter().enumerate().map(|(at, path)| (Uuid::from_u128(at as u128), *path)).collect();
        let gold = Gold { path: path.to_string(), lines: Lines { first: 1, last: 1 } };
        Place::new(&gold, &reports).reports.iter().map(|report| report.as_u128() as usize).collect()
    }

    #[test]
    fn a_path_means_the_reports_that_end_with_it_at_a_folder() {
        assert_eq!(place("3.md", &["甲/3.md", "甲/13.md", "3.md"]), [0, 2]);
        assert_eq!(place("甲/3.md", &["导出.zip/甲/3.md", "乙/3.md"]), [0]);
    }

    #[test]
    fn a_path_from_further_up_means_the_report_below() {
        assert_eq!(place("reports/甲/3.md", &["甲/3.md", "乙/3.md"]), [0]);
    }

    #[test]
    fn letters_at_the_end_are_enough_where_no_folder_fits() {
        assert_eq!(place("2023-06-20.md", &["第26周 2023-06-20.md", "第25周 2023-06-13.md"]), [0]);
        assert_eq!(place("2023-06-27.md", &["第26周 2023-06-20.md"]), Vec::<usize>::new());
    }

    #[test]
    fn one_shared_line_is_an_overlap_and_another_report_is_none() {
        let place = Place { reports: vec![Uuid::from_u128(1)], lines: Lines { first: 72, last: 73 } };
        let overlaps = |report, first, last| place.overlaps(Uuid::from_u128(report), Lines { first, last });
        assert!(overlaps(1, 70, 72) && overlaps(1, 73, 90) && overlaps(1, 1, 99));
        assert!(!overlaps(1, 70, 71) && !overlaps(1, 74, 74) && !overlaps(2, 72, 73));
    }
}
