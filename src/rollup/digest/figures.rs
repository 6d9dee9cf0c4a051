//! Lines that say no more than the metrics of the page do: `里程 42.9 万公里，正点率 92.6%`.

use std::collections::HashMap;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::unit::Unit;
use super::width::columns;
use crate::calendar::Date;
use crate::fact::{Figure, figures, figures_alone};
use crate::rollup::model::MetricPart;

/// The figures that the page shows.
pub(super) struct Figures<'p> {
    /// Their names, by the line that states them. One that a later report sets right is among them.
    names: HashMap<(Uuid, usize), Vec<&'p str>>,
    /// The values of those that several reports state.
    values: Vec<(Date, Decimal)>,
}

impl<'p> Figures<'p> {
    pub fn of(part: &'p MetricPart) -> Self {
        let mut names: HashMap<(Uuid, usize), Vec<&str>> = HashMap::new();
        let points = || part.rows.iter().chain(&part.single).flat_map(|row| &row.series.points);
        for point in points() {
            names.entry((point.place.report_id(), point.place.lines.first)).or_default().push(&point.name);
        }
        let of_several = part.rows.iter().flat_map(|row| &row.series.points);
        Self { names, values: of_several.map(|point| (point.date, point.value)).collect() }
    }

    /// Whether all that `unit` says is shown as figures.
    pub fn say_all_of(&self, unit: &Unit<'_>) -> bool {
        if self.has_values_of(unit) {
            return true;
        }
        let Some(shown) = self.names.get(&(unit.passage.report, unit.lines.first)) else { return false };
        let is_shown =
            |name: &String| shown.iter().any(|known| name.contains(known) && name.len() <= known.len() + SHORT);
        // Of a list of figures most are enough: the others are in the ledger.
        figures_alone(&unit.text).is_some_and(|names| {
            let known = names.iter().filter(|name| is_shown(name)).count();
            known == names.len() || names.len() >= LEAST_LISTED && known * 2 > names.len()
        })
    }

    /// Whether a bare list of figures has the values of its week that the page shows, whatever it calls them: 数：亮灯98.3 及时93.2 单子224.
    fn has_values_of(&self, unit: &Unit<'_>) -> bool {
        let stated: Vec<Figure> = figures(&unit.text);
        let is_near = |date: Date| (date - unit.date).get_days().abs() < DAYS_OF_A_WEEK;
        let is_shown = |value: Decimal| self.values.iter().any(|(date, known)| is_near(*date) && *known == value);
        // 9 is the value of anything.
        let is_telling = |value: Decimal| value.normalize().mantissa().abs() >= LEAST_TELLING;
        let is_known = |figure: &&Figure| is_telling(figure.value) && is_shown(figure.value);
        let known = stated.iter().filter(is_known).count();
        known >= LEAST_LISTED && known * 3 >= stated.len() * 2 && columns(&unit.text) <= known * COLUMNS_A_FIGURE
    }
}

/// From this number on two that are the same are so by no chance, whatever its decimal point.
const LEAST_TELLING: i128 = 100;

/// A list has no more columns than this for each figure.
const COLUMNS_A_FIGURE: usize = 20;

const DAYS_OF_A_WEEK: i32 = 7;

/// Figures of a list, at least.
const LEAST_LISTED: usize = 3;

/// A word such as 合计 or 累计 may go with the name, in bytes.
const SHORT: usize = 6;
