//! Gold among the reports of an index: which lines of which reports a place or a paragraph means, and whether lines overlap them.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::question_set::Gold;
use crate::record::PassageRecord;
use crate::report::Lines;
use crate::text::letters;

/// Lines of the reports that gold means.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct GoldLines {
    /// Empty when the index does not have it; several when several reports have the path, or the paragraph.
    pub spots: Vec<(Uuid, Lines)>,
}

impl GoldLines {
    pub(super) fn new(gold: &Gold, pages: &Pages) -> Self {
        let spots = match gold {
            Gold::Lines { path, lines } => pages.called(path).into_iter().map(|report| (report, *lines)).collect(),
            Gold::Paragraph { text, .. } => pages.with(text),
        };
        Self { spots }
    }

    pub(super) fn overlaps(&self, report: Uuid, lines: Lines) -> bool {
        self.spots.iter().any(|(of, gold)| *of == report && lines.overlap(*gold))
    }
}

/// What an index holds of each report's file.
pub(super) struct Pages<'a>(Vec<IndexedPage<'a>>);

struct IndexedPage<'a> {
    report: Uuid,
    path: &'a str,
    /// Text by line, from 1; what is no part of a passage is missing.
    lines: BTreeMap<usize, String>,
    /// All of it by letters and digits alone, which Markdown and the width of characters do not change.
    letters: String,
    /// Where in `letters` each line begins.
    starts: Vec<(usize, usize)>,
}

impl<'a> Pages<'a> {
    /// `reports` are all of the index with their paths, `passages` all of theirs.
    pub(super) fn new(reports: &[(Uuid, &'a str)], passages: &[PassageRecord]) -> Self {
        let mut of: BTreeMap<Uuid, Vec<&PassageRecord>> = BTreeMap::new();
        for passage in passages {
            of.entry(passage.report).or_default().push(passage);
        }
        let page = |&(report, path): &(Uuid, &'a str)| {
            let mut page =
                IndexedPage { report, path, lines: BTreeMap::new(), letters: String::new(), starts: Vec::new() };
            let mut passages = of.remove(&report).unwrap_or_default();
            passages.sort_by_key(|passage| (passage.start, passage.end));
            let mut reached = 0;
            for passage in passages {
                // Passages lie in each other: what was read of one is left out of the next.
                let read = reached.max(passage.start) - passage.start;
                if let (Some(before), Some(text)) = (passage.text.get(..read), passage.text.get(read..)) {
                    page.read(passage.first_line + before.matches('\n').count(), text);
                    reached = reached.max(passage.end);
                }
            }
            page
        };
        Self(reports.iter().map(page).collect())
    }

    /// The reports whose path ends with `gold` at a folder; else those whose path is the end of it, as when a folder deeper
    /// down was read; else those whose path ends in its letters.
    fn called(&self, gold: &str) -> Vec<Uuid> {
        let means: [fn(&str, &str) -> bool; 3] =
            [ends_with_folders, |path, gold| ends_with_folders(gold, path), |path, gold| path.ends_with(gold)];
        let named = means.iter().map(|means| {
            let pages = self.0.iter().filter(|page| means(page.path, gold));
            pages.map(|page| page.report).collect::<Vec<Uuid>>()
        });
        named.into_iter().find(|reports| !reports.is_empty()).unwrap_or_default()
    }

    /// The places of a paragraph, compared by letters and digits.
    fn with(&self, paragraph: &str) -> Vec<(Uuid, Lines)> {
        let wanted = letters(paragraph);
        if wanted.is_empty() {
            return Vec::new();
        }
        let place = |page: &IndexedPage| {
            let start = page.letters.find(&wanted)?;
            Some((page.report, Lines { first: page.line_at(start), last: page.line_at(start + wanted.len() - 1) }))
        };
        self.0.iter().filter_map(place).collect()
    }

    /// The first place of gold as people read it: `path:lines`, and the text of these lines as far as the index has it.
    pub(super) fn shown(&self, place: &GoldLines) -> Option<(String, String)> {
        let (report, lines) = place.spots.first()?;
        let page = self.0.iter().find(|page| page.report == *report)?;
        let text: Vec<&str> = page.lines.range(lines.first..=lines.last).map(|(_, text)| text.trim_end()).collect();
        Some((format!("{}:{lines}", page.path), text.join("\n")))
    }
}

impl IndexedPage<'_> {
    fn read(&mut self, first: usize, text: &str) {
        for (at, line) in text.split('\n').enumerate() {
            self.starts.push((self.letters.len(), first + at));
            self.letters.push_str(&letters(line));
            self.lines.entry(first + at).or_default().push_str(line);
        }
    }

    /// The line of a byte of `letters`.
    fn line_at(&self, byte: usize) -> usize {
        let after = self.starts.partition_point(|(start, _)| *start <= byte);
        self.starts[after - 1].1
    }
}

/// `end` is the whole of `path`, or what follows one of its folders.
fn ends_with_folders(path: &str, end: &str) -> bool {
    path.strip_suffix(end).is_some_and(|before| before.is_empty() || before.ends_with('/'))
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{GoldLines, Pages};
    use crate::evaluate::question_set::Gold;
    use crate::lexicon::TermBag;
    use crate::passage::passages;
    use crate::record::{Origin, PassageRecord, ReportRecord};
    use crate::report::{Lines, PageName, Report};

    /// The pages of an index that holds this text as `甲.md`.
    fn pages(source: &str) -> Pages<'static> {
        let id = Uuid::from_u128(7);
        let report = Report::parse(source.to_string(), &PageName::default());
        let read = passages(&report, id);
        let origin = Origin { report: id, hash: "", path: "甲.md", root: "", page_id: None };
        let record = ReportRecord::new(&report, &origin, read.len(), 0.0, TermBag::default());
        let passages: Vec<PassageRecord> = read.iter().map(|passage| PassageRecord::new(passage, &record)).collect();
        Pages::new(&[(id, "甲.md")], &passages)
    }

    fn paragraph(text: &str, pages: &Pages<'_>) -> Option<(String, String)> {
        let gold = Gold::Paragraph { title: String::new(), text: text.to_string() };
        pages.shown(&GoldLines::new(&gold, pages))
    }

    #[test]
    fn a_paragraph_is_found_by_its_letters_wherever_it_stands() {
        let long = "一八六九年通航，沿途没有船闸。".repeat(40);
        let pages = pages(&format!("# 运河\n\n开头一段。\n\n{long}\n\n\\- **全长**１６４公里。\n"));
        let (place, text) = paragraph(&long, &pages).expect("found, though it is several passages");
        assert_eq!((place.as_str(), text.chars().count()), ("甲.md:5", long.chars().count()));
        assert_eq!(paragraph("- 全长164公里。", &pages).map(|(place, _)| place).as_deref(), Some("甲.md:7"));
        assert_eq!(paragraph("全长165公里。", &pages), None);
        assert_eq!(paragraph("。。", &pages), None, "what has no letter is nowhere");
    }

    fn place(path: &str, reports: &[&str]) -> Vec<usize> {
        let reports: Vec<(Uuid, &str)> =
            reports.iter().enumerate().map(|(at, path)| (Uuid::from_u128(at as u128), *path)).collect();
        let gold = Gold::Lines { path: path.to_string(), lines: Lines { first: 1, last: 1 } };
        let spots = GoldLines::new(&gold, &Pages::new(&reports, &[])).spots;
        spots.iter().map(|(report, _)| report.as_u128() as usize).collect()
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
        let place = GoldLines { spots: vec![(Uuid::from_u128(1), Lines { first: 72, last: 73 })] };
        let overlaps = |report, first, last| place.overlaps(Uuid::from_u128(report), Lines { first, last });
        assert!(overlaps(1, 70, 72) && overlaps(1, 73, 90) && overlaps(1, 1, 99));
        assert!(!overlaps(1, 70, 71) && !overlaps(1, 74, 74) && !overlaps(2, 72, 73));
    }
}
