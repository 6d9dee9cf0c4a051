//! Places lines without a counterpart in the last report: goals that were set, forgotten work, open incidents; and blanks in empty
//! sections.

use super::compose::{Composer, indentation, mark_of};
use super::form::kind_named;
use super::model::{DraftEntry, DraftLine, Section};
use super::similarity::is_covered;
use super::words::Use;
use crate::report::SectionKind;
use crate::text::share_of_pairs;

impl Composer<'_, '_> {
    /// Puts goals of the last report that no carried line covers into the section with the most similar work.
    pub(super) fn place_goals(&mut self, sections: &mut [Section]) {
        let carried: Vec<String> = sections.iter().flat_map(|section| &section.lines).map(words_of).collect();
        for goal in std::mem::take(&mut self.material.set_goals) {
            if is_covered(&goal.subject, &carried) {
                continue;
            }
            let of_work = |section: &Section| {
                matches!(section.kind, SectionKind::Progress | SectionKind::Other) && section.heading.is_some()
            };
            let likeness = |section: &Section| {
                let text = self.text_under(&section.path);
                // In hundredths, so that they can be compared.
                (share_of_pairs(&goal.subject, &text) * 100.0) as u32
            };
            let best =
                (0..sections.len()).filter(|at| of_work(&sections[*at]) && is_leaf(sections, *at)).max_by_key(|at| {
                    let likeness = likeness(&sections[*at]);
                    let is_other = SectionKind::of_heading(&sections[*at].path.last().cloned().unwrap_or_default())
                        == SectionKind::Other
                        && sections[*at].path.last().is_some_and(|name| Use::OtherSection.is_in(&name.to_lowercase()));
                    if likeness >= LIKE_A_SECTION { (2, likeness) } else { (u32::from(is_other), likeness) }
                });
            let Some(at) = best else { continue };
            // The list of incidents below the items may have marks of its own.
            let place = end_of_items(&sections[at].lines);
            let mark = mark_in(&sections[at].lines[..place]).unwrap_or_else(|| self.usual_mark(&sections[at].path));
            sections[at].lines.insert(place, DraftLine { mark, entry: DraftEntry::Carried(goal) });
        }
    }

    /// A section without a line has a blank to write into; not one that only holds others, nor the links to days.
    pub(super) fn fill_empty(&self, sections: &mut [Section]) {
        for at in 0..sections.len() {
            let holds_others = sections.get(at + 1).is_some_and(|next| {
                next.path.len() > sections[at].path.len() && next.path.starts_with(&sections[at].path)
            });
            let mark = self.usual_mark(&sections[at].path);
            let section = &mut sections[at];
            if section.lines.is_empty()
                && !holds_others
                && section.kind != SectionKind::Daily
                && section.heading.is_some()
            {
                section.lines.push(DraftLine { mark, entry: DraftEntry::Blank });
            }
        }
    }

    /// What the last report says under a heading.
    fn text_under(&self, path: &[String]) -> String {
        let sections = self.form.report.sections.iter().filter(|section| section.path == path);
        sections.map(|section| self.form.text(&section.span)).collect::<Vec<_>>().join("\n")
    }

    fn usual_mark(&self, path: &[String]) -> String {
        let section = self.form.report.sections.iter().find(|section| section.path == path);
        section.map_or_else(|| "- ".to_string(), |section| mark_of(self.form, &section.blocks))
    }

    pub(super) fn place_forgotten(&mut self, sections: &mut [Section]) {
        for (path, carried) in std::mem::take(&mut self.material.forgotten) {
            let names_it = |section: &Section| {
                section.path.last().is_some_and(|name| path.iter().rev().any(|known| known == name))
            };
            let Some(at) =
                sections.iter().rposition(|section| names_it(section) && section.kind != SectionKind::Metrics)
            else {
                continue;
            };
            // The list of incidents below the items may have marks of its own.
            let place = end_of_items(&sections[at].lines);
            let mark = mark_in(&sections[at].lines[..place]).unwrap_or_else(|| self.usual_mark(&sections[at].path));
            sections[at].lines.insert(place, DraftLine { mark, entry: DraftEntry::Carried(carried) });
        }
    }

    /// A form that has no place for what is open gets one before the plan.
    pub(super) fn place_follow_ups(&mut self, sections: &mut [Section]) {
        let lines = self.follow_ups("    - ");
        if lines.is_empty() {
            return;
        }
        let is_of_the_week = |section: &Section| {
            matches!(
                section.kind,
                SectionKind::Progress | SectionKind::Other | SectionKind::Problems | SectionKind::Metrics
            )
        };
        let Some(at) = sections.iter().rposition(is_of_the_week) else { return };
        sections[at].lines.push(DraftLine { mark: "- ".to_string(), entry: DraftEntry::FollowUps });
        sections[at].lines.extend(lines);
    }
}

/// Share of a goal's letter pairs, in hundredths, from which a section has such work.
const LIKE_A_SECTION: u32 = 34;

fn words_of(line: &DraftLine) -> String {
    match &line.entry {
        DraftEntry::Carried(carried) => {
            let due: Vec<&str> =
                carried.due.iter().flat_map(|due| [due.part.as_str(), due.text.as_str(), due.step.as_str()]).collect();
            format!("{} {} {}", carried.subject, carried.words.as_deref().unwrap_or_default(), due.concat())
        }
        DraftEntry::OpenIncident(open) => open.summary.clone(),
        _ => String::new(),
    }
}

/// The mark of the last outermost line.
fn mark_in(lines: &[DraftLine]) -> Option<String> {
    let marks = lines.iter().filter(|line| !matches!(line.entry, DraftEntry::Row(_)) && !line.mark.trim().is_empty());
    marks.rev().min_by_key(|line| indentation(&line.mark)).map(|line| line.mark.clone())
}

/// Before the list of incidents at the end of a section of work.
fn end_of_items(lines: &[DraftLine]) -> usize {
    let announces_incidents = |line: &DraftLine| match &line.entry {
        DraftEntry::Form(words) => kind_named(words.trim_end_matches(['：', ':'])) == SectionKind::Incidents,
        DraftEntry::FollowUps => true,
        _ => false,
    };
    lines.iter().position(announces_incidents).unwrap_or(lines.len())
}

/// Whether no section below it has lines of its own to take.
fn is_leaf(sections: &[Section], at: usize) -> bool {
    let path = &sections[at].path;
    !sections.get(at + 1).is_some_and(|next| next.path.len() > path.len() && next.path.starts_with(path))
        || !sections[at].lines.is_empty()
}
