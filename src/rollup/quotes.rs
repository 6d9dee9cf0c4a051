//! Quotations of the reports' sections of reflection and of risks.

use super::material::{Material, Numbered};
use super::model::Quoted;
use crate::calendar::Period;
use crate::record::Place;
use crate::report::SectionKind;

/// Fewer letters are a placeholder (无, 暂无, none) or a heading.
const LEAST_LETTERS: usize = 8;

/// Reflections and risks of the reports of `period`, by date; passages covered by smaller ones are left out.
pub(super) fn quoted(
    material: &Material<'_>,
    period: Period,
    sources: &mut Numbered<'_>,
) -> (Vec<Quoted>, Vec<Quoted>) {
    let (mut reflections, mut risks) = (Vec::new(), Vec::new());
    for (passage, date) in material.of_period(period) {
        let kind = match passage.section_kind {
            SectionKind::Reflection => &mut reflections,
            SectionKind::Problems => &mut risks,
            _ => continue,
        };
        let letters = passage.text.chars().filter(|c| c.is_alphanumeric()).count();
        if passage.covered || passage.incident.is_some() || letters < LEAST_LETTERS {
            continue;
        }
        let place = Place::new(passage);
        let Some(cite) = sources.cite(&place) else { continue };
        kind.push(Quoted {
            text: passage.text.trim().to_string(),
            report: passage.name.clone(),
            date,
            section: passage.section.clone(),
            cite,
        });
    }
    (reflections, risks)
}
