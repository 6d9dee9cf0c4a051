//! Which units are shown: the most telling first, none that says what another has said, the newest of two that say the same (maximal
//! marginal relevance).

use super::unit::Unit;
use super::weight::likely_needed;
use crate::text::similarity;

/// Units of a section that are compared with each other, the most telling of them.
const MOST_COMPARED: usize = 160;

/// What the likeness to a chosen unit takes from the weight of another.
const REPEATED: f32 = 0.6;

/// Two units say the same from this similarity on.
const SAME: f32 = 0.5;

/// What another unit about one thing takes from the weight of the next: each thing has its turn.
const TAKEN: f32 = 0.12;

/// What a later report says of a thing comes first where it is about as telling.
const AS_TELLING: f32 = 0.7;

/// Up to this many are shown rather than counted.
const FEW: usize = 3;

/// Units with their weights.
type Weighed<'c, 'm> = Vec<(&'c Unit<'m>, f32)>;

/// The units of a section, in the order of their weight.
pub(super) struct Candidates<'m> {
    all: Vec<Candidate<'m>>,
    chosen: usize,
    /// What is shown weighs so much at least.
    least: f32,
}

struct Candidate<'m> {
    unit: Unit<'m>,
    weight: f32,
    /// To what is chosen.
    likeness: f32,
    /// Chosen units about the same thing.
    beside: usize,
    is_chosen: bool,
}

impl<'m> Candidate<'m> {
    fn weighed(&self) -> (&Unit<'m>, f32) {
        (&self.unit, self.weight)
    }
}

impl<'m> Candidates<'m> {
    pub fn new(units: Vec<(Unit<'m>, f32)>, least: f32) -> Self {
        let mut all: Vec<Candidate<'m>> = units
            .into_iter()
            .map(|(unit, weight)| Candidate { unit, weight, likeness: 0.0, beside: 0, is_chosen: false })
            .collect();
        all.sort_by(|one, other| {
            let newest = (other.unit.date, &one.unit.passage.path, one.unit.lines.first);
            other
                .weight
                .total_cmp(&one.weight)
                .then_with(|| newest.cmp(&(one.unit.date, &other.unit.passage.path, other.unit.lines.first)))
        });
        Self { all, chosen: 0, least }
    }

    /// Whether `name` is who wrote all of it.
    pub fn are_of_author(&self, name: &str) -> bool {
        self.all.iter().all(|candidate| candidate.unit.passage.author.as_deref() == Some(name))
    }

    pub fn chosen(&self) -> usize {
        self.chosen
    }

    /// What all of it weighs: longer sections have more lines, and not as many more as they are longer.
    fn mass(&self) -> f32 {
        self.all.iter().map(|candidate| candidate.weight).sum::<f32>().sqrt()
    }

    /// What the next one would add; `None` where nothing is left to show.
    fn best(&self) -> Option<(usize, f32)> {
        let compared = self.all.iter().take(MOST_COMPARED).enumerate();
        let open = compared.filter(|(_, candidate)| !candidate.is_chosen && candidate.likeness < SAME);
        let gain = |candidate: &Candidate<'_>| {
            candidate.weight - REPEATED * candidate.likeness * candidate.weight - TAKEN * candidate.beside as f32
        };
        let best = open
            .map(|(at, candidate)| (at, gain(candidate)))
            .max_by(|(one_at, one), (other_at, other)| one.total_cmp(other).then_with(|| other_at.cmp(one_at)))?;
        (best.1 >= self.least).then_some(best)
    }

    /// Chooses the next one, or what a later report says of the same.
    pub fn next(&mut self) -> Option<()> {
        let (best, _) = self.best()?;
        let wanted = &self.all[best];
        let thing = wanted.unit.thing();
        let at = (0..self.all.len().min(MOST_COMPARED))
            .filter(|at| {
                let other = &self.all[*at];
                !other.is_chosen
                    && other.likeness < SAME
                    && other.unit.date > wanted.unit.date
                    && other.weight >= self.least
                    && (is_one_thing(other.unit.thing(), thing) && other.weight >= AS_TELLING * wanted.weight
                        || similarity(&other.unit.shown(), &wanted.unit.shown()) as f32 >= SAME)
            })
            .max_by_key(|at| self.all[*at].unit.date)
            .unwrap_or(best);
        self.all[at].is_chosen = true;
        self.chosen += 1;
        let (text, thing) = (self.all[at].unit.shown(), self.all[at].unit.thing().to_string());
        for candidate in self.all.iter_mut().take(MOST_COMPARED).filter(|candidate| !candidate.is_chosen) {
            candidate.likeness = candidate.likeness.max(similarity(&candidate.unit.shown(), &text) as f32);
            candidate.beside += usize::from(is_one_thing(candidate.unit.thing(), &thing));
        }
        Some(())
    }

    /// Chooses what is left where it is few: to say how many there are takes as much room.
    pub fn with_the_few(&mut self) {
        let is_left = |candidate: &Candidate<'_>| {
            !candidate.is_chosen && candidate.weight >= self.least && candidate.likeness < SAME
        };
        if self.all.iter().filter(|candidate| is_left(candidate)).count() > FEW {
            return;
        }
        for candidate in self.all.iter_mut().filter(|candidate| is_left(candidate)) {
            candidate.is_chosen = true;
            self.chosen += 1;
        }
    }

    /// Takes back what was chosen and says just `text`.
    pub fn drop(&mut self, text: &str) {
        for candidate in self.all.iter_mut().filter(|candidate| candidate.is_chosen && candidate.unit.shown() == text) {
            candidate.is_chosen = false;
        }
    }

    /// The chosen units with their weights, and so the others that say something of their own.
    pub fn parted(&self) -> (Weighed<'_, 'm>, Weighed<'_, 'm>) {
        let chosen = self.all.iter().filter(|candidate| candidate.is_chosen);
        let says_more = |candidate: &&Candidate<'_>| candidate.weight > 0.0 && candidate.likeness < SAME;
        let left = self.all.iter().filter(|candidate| !candidate.is_chosen).filter(says_more);
        (chosen.map(Candidate::weighed).collect(), left.map(Candidate::weighed).collect())
    }
}

/// Whether two things are one, the shorter name being the beginning of the longer one: 带押过户, 带押过户搬到线上.
fn is_one_thing(one: &str, other: &str) -> bool {
    !one.is_empty() && !other.is_empty() && (one.starts_with(other) || other.starts_with(one))
}

/// The least weight of what is shown of these: that of what is likely needed, but so many are shown of any.
pub(super) fn least_of(weights: impl Iterator<Item = f32>, always: usize) -> f32 {
    let mut weights: Vec<f32> = weights.collect();
    weights.sort_by(|one, other| other.total_cmp(one));
    let last = weights.get(always.saturating_sub(1)).copied().unwrap_or_default();
    last.clamp(f32::MIN_POSITIVE, likely_needed())
}

/// Shares `lines` out among sections: one to each that has something to show, the others in proportion to what the sections weigh
/// (D'Hondt's divisors), as many to one as it may have at most.
pub(super) fn shared_out(sections: &mut [(&mut Candidates<'_>, usize)], lines: usize) {
    let mut left = lines;
    let mut order: Vec<usize> = (0..sections.len()).collect();
    let gain = |section: &Candidates<'_>| section.best().map_or(0.0, |(_, gain)| gain);
    order.sort_by(|one, other| gain(sections[*other].0).total_cmp(&gain(sections[*one].0)));
    for at in order {
        if left > 0 && sections[at].0.next().is_some() {
            left -= 1;
        }
    }
    while left > 0 {
        let claim = |(section, most): &(&mut Candidates<'_>, usize)| {
            let is_open = section.chosen() < *most && section.best().is_some();
            is_open.then(|| section.mass() / (section.chosen() as f32 + 1.0))
        };
        let claims = (0..sections.len()).filter_map(|at| Some((at, claim(&sections[at])?)));
        let Some((at, _)) = claims.max_by(|(a, one), (b, other)| one.total_cmp(other).then_with(|| b.cmp(a))) else {
            return;
        };
        sections[at].0.next();
        left -= 1;
    }
}
