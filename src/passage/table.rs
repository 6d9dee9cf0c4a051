//! Tables as passages: whole where they are short, else some rows each; a row that records an incident is one of its own.

use super::builder::{Builder, ListContext};
use super::facts::lies_ahead;
use super::pieces::fits;
use super::{MAX_CHARS, MAX_INCIDENT_CHARS, PassageKind};
use crate::fact::{Incident, IncidentRows};
use crate::report::{Span, Table, TableRow};

/// How much of a table's head goes into its rows' context, in characters.
const HEAD_CHARS: usize = 60;

impl Builder<'_> {
    pub(super) fn table(&mut self, span: &Span, place: &ListContext) {
        let source = &self.report.source;
        let table = Table::read(source, span);
        let read = IncidentRows::new(source, &self.index, &table, self.report.date);
        let is_account = |row: &TableRow| self.accounts_in(&row.span).iter().any(|account| account.is_row);
        let incidents: Vec<Option<Incident>> =
            (0..table.rows.len()).map(|at| is_account(&table.rows[at]).then(|| read.read(at)).flatten()).collect();
        let is_plain = incidents.iter().all(Option::is_none);
        if table.rows.is_empty() || (is_plain && fits(source, span, MAX_CHARS)) {
            self.split(PassageKind::Section, span.clone(), place);
            return;
        }
        let mut inner = place.clone();
        inner.parent = table.head_text(source).chars().take(HEAD_CHARS).collect();
        let mut together: Option<Span> = None;
        for (row, incident) in table.rows.iter().zip(incidents) {
            let incident = incident
                .filter(|_| fits(source, &row.span, MAX_INCIDENT_CHARS))
                .filter(|incident| !lies_ahead(incident, self.report.date));
            let joined = together.clone().map(|known| known.start..row.span.end);
            match (incident, joined) {
                (Some(incident), _) => {
                    self.rows(together.take(), &inner);
                    self.push(PassageKind::Incident, row.span.clone(), &inner, false, Some(incident));
                }
                (None, Some(joined)) if fits(source, &joined, MAX_CHARS) => together = Some(joined),
                (None, _) => self.rows(together.replace(row.span.clone()), &inner),
            }
        }
        self.rows(together, &inner);
    }

    fn rows(&mut self, span: Option<Span>, place: &ListContext) {
        if let Some(span) = span {
            self.split(PassageKind::Section, span, place);
        }
    }
}
