//! Lines that say no more than the metrics of the page do: `里程 42.9 万公里，正点率 92.6%`.

use std::collections::HashMap;

use uuid::Uuid;

use super::unit::Unit;
use crate::fact::figures_alone;
use crate::rollup::model::MetricPart;

/// The names of the figures that the page shows, by the line that states them. One that a later report sets right is among them.
pub(super) struct Figures<'p>(HashMap<(Uuid, usize), Vec<&'p str>>);

impl<'p> Figures<'p> {
    pub fn of(part: &'p MetricPart) -> Self {
        let mut names: HashMap<(Uuid, usize), Vec<&str>> = HashMap::new();
        for point in part.rows.iter().chain(&part.single).flat_map(|row| &row.series.points) {
            names.entry((point.place.report_id(), point.place.lines.first)).or_default().push(&point.name);
        }
        Self(names)
    }

    /// Whether all that `unit` says is shown as figures.
    pub fn say_all_of(&self, unit: &Unit<'_>) -> bool {
        let Some(shown) = self.0.get(&(unit.passage.report, unit.lines.first)) else { return false };
        let is_shown =
            |name: &String| shown.iter().any(|known| name.contains(known) && name.len() <= known.len() + SHORT);
        // Of a list of figures most are enough: the others are in the ledger.
        figures_alone(&unit.text).is_some_and(|names| {
            let known = names.iter().filter(|name| is_shown(name)).count();
            known == names.len() || names.len() >= LEAST_LISTED && known * 2 > names.len()
        })
    }
}

/// Figures of a list, at least.
const LEAST_LISTED: usize = 3;

/// A word such as 合计 or 累计 may go with the name, in bytes.
const SHORT: usize = 6;
