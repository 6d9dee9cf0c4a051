//! How far read metrics agree with labelled ones: each field by itself, over the metrics that both have.

use zhoubao::fact::{Direction, Metric};

use super::label::Label;

pub const NAMES: [&str; 7] = ["metric", "name", "qualifier", "direction", "before", "of", "rank"];

/// Right, read and labelled.
#[derive(Debug, Clone, Copy, Default)]
pub struct Figure {
    pub right: usize,
    pub read: usize,
    pub labelled: usize,
}

impl Figure {
    /// 1 where nothing was read.
    pub fn precision(self) -> f64 {
        if self.read == 0 { 1.0 } else { self.right as f64 / self.read as f64 }
    }

    /// 1 where nothing is labelled.
    pub fn recall(self) -> f64 {
        if self.labelled == 0 { 1.0 } else { self.right as f64 / self.labelled as f64 }
    }

    fn count(&mut self, read: bool, labelled: bool, agrees: bool) {
        self.read += usize::from(read);
        self.labelled += usize::from(labelled);
        self.right += usize::from(read && labelled && agrees);
    }
}

#[derive(Debug, Default)]
pub struct Figures {
    pub each: [Figure; NAMES.len()],
    pub misses: Vec<String>,
}

impl Figures {
    pub fn new(found: &[(String, Metric)], labels: &[Label]) -> Self {
        let mut figures = Self::default();
        let mut taken = vec![false; found.len()];
        // The plain ones first: a doubtful one takes what is left.
        let (plain, doubtful): (Vec<&Label>, Vec<&Label>) = labels.iter().partition(|label| !label.is_doubtful);
        for label in plain.into_iter().chain(doubtful) {
            let fits = |(at, (path, metric)): (usize, &(String, Metric))| {
                let here = *path == label.path && metric.lines.first == label.line;
                let is_free = !taken[at] && here && value_agrees(label, metric) && unit_agrees(label, metric);
                is_free.then(|| (at, closeness(label, metric)))
            };
            let best = found.iter().enumerate().filter_map(fits).max_by(|one, other| one.1.total_cmp(&other.1));
            match best {
                Some((at, _)) => {
                    taken[at] = true;
                    if !label.is_doubtful {
                        figures.compare(label, &found[at].1);
                    }
                }
                None if !label.is_doubtful => {
                    figures.each[0].count(false, true, false);
                    figures.miss(label, "missing", &label.names[0]);
                }
                None => {}
            }
        }
        for ((path, metric), _) in found.iter().zip(taken).filter(|(_, taken)| !taken) {
            figures.each[0].count(true, false, false);
            figures.misses.push(format!(
                "{path}:{} read without a label: [{}] {} {} `{}`",
                metric.lines.first, metric.subject, metric.name, metric.value, metric.text
            ));
        }
        figures
    }

    fn compare(&mut self, label: &Label, metric: &Metric) {
        let direction = match metric.direction {
            Some(Direction::Up) => "up",
            Some(Direction::Down) => "down",
            Some(Direction::Flat) => "flat",
            None => "",
        };
        // What the labelled name holds itself (首日办卡成功率) is no qualifier beside it.
        let in_name = |word: &String| label.names.iter().any(|name| name.contains(word));
        let qualifies = metric.qualifiers.iter().any(|word| !in_name(word) || label.qualifier.contains(word));
        let qualifier = if label.qualifier.is_empty() {
            metric.qualifiers.is_empty()
        } else {
            metric.qualifiers.iter().any(|known| known.contains(&label.qualifier) || label.qualifier.contains(known))
        };
        let fields: [(bool, bool, bool); NAMES.len()] = [
            (true, true, true),
            (true, true, closeness(label, metric) >= LEAST_CLOSENESS),
            (qualifies || qualifier && !label.qualifier.is_empty(), !label.qualifier.is_empty(), qualifier),
            (!direction.is_empty(), !label.direction.is_empty(), direction == label.direction),
            (metric.before.is_some(), label.before.is_some(), metric.before == label.before),
            (metric.of.is_some(), label.of.is_some(), metric.of == label.of),
            (metric.rank.is_some(), label.rank.is_some(), metric.rank == label.rank),
        ];
        for (at, (name, (read, labelled, agrees))) in NAMES.iter().zip(fields).enumerate() {
            if label.open.iter().any(|open| open == name) {
                continue;
            }
            self.each[at].count(read, labelled, agrees);
            if (read || labelled) && !(read && labelled && agrees) {
                let told = format!("{} ← {metric:?}", label.names.join(" | "));
                self.miss(label, name, &told);
            }
        }
    }

    fn miss(&mut self, label: &Label, what: &str, told: &str) {
        self.misses.push(format!(
            "{}:{} {what}: {told} (labelled {} {} {} {} {:?} {:?} {:?})",
            label.path,
            label.line,
            label.value,
            label.unit,
            label.qualifier,
            label.direction,
            label.before,
            label.of,
            label.rank
        ));
    }

    pub fn table(&self, set: &str) -> String {
        let mut lines = vec![format!("{set:<12} precision  recall  labelled")];
        for (name, figure) in NAMES.iter().zip(self.each) {
            let (precision, recall) = (figure.precision() * 100.0, figure.recall() * 100.0);
            lines.push(format!("{name:<12} {precision:>8.1}%{recall:>7.1}%{:>9}", figure.labelled));
        }
        lines.join("\n")
    }
}

const LEAST_CLOSENESS: f64 = 0.5;

/// ‰ is labelled as it is written and read as hundredths.
fn value_agrees(label: &Label, metric: &Metric) -> bool {
    let scaled = if label.unit == "‰" { label.value / rust_decimal::Decimal::TEN } else { label.value };
    metric.value.normalize() == scaled.normalize() || metric.value == label.value
}

/// Units are labelled as they are written: the same word, or the end of the text as read.
fn unit_agrees(label: &Label, metric: &Metric) -> bool {
    let open = label.open.iter().any(|open| open == "unit");
    open || label.unit == metric.unit
        || !label.unit.is_empty() && metric.text.contains(&label.unit)
        || label.unit == "‰" && metric.unit == "%"
}

/// How much of the nearest of the label's names and the name as read is the same: twice the common characters by the sum of
/// the lengths; 1 where one holds the other.
fn closeness(label: &Label, metric: &Metric) -> f64 {
    let read = [metric.name.clone(), format!("{}{}", metric.subject, metric.name)];
    let each = label.names.iter().flat_map(|name| read.iter().map(move |read| similar(name, read)));
    each.fold(0.0, f64::max)
}

fn similar(one: &str, other: &str) -> f64 {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<char>>();
    let (one, other) = (letters(one), letters(other));
    if one.is_empty() || other.is_empty() {
        return 0.0;
    }
    let holds = |long: &[char], short: &[char]| long.windows(short.len()).any(|part| part == short);
    if one.len() >= other.len() && holds(&one, &other) || other.len() > one.len() && holds(&other, &one) {
        return 1.0;
    }
    let common = one.iter().filter(|c| other.contains(c)).count();
    2.0 * common as f64 / (one.len() + other.len()) as f64
}
