//! Which amounts of a line are measures: rates, scores, counts and costs at the end of their words; and which are
//! the furniture of a sentence: how long a task took, how far a project is, how many of a thing took part in it.

use super::amount::Amount;
use super::metric_line::is_unit_of_its_own;
use super::metric_name::{Named, tidy};
use super::metric_noun::begins_a_clause;
use super::metric_words::{is_progress, names_a_measure, names_a_time_measure};
use crate::quantity::{Unit, UnitKind};
use crate::vocabulary::{Sense, Words};

/// An amount among its words.
pub(super) struct Occurrence<'a> {
    pub named: &'a Named,
    /// The words before it in its clause, after the amount before.
    pub own: &'a str,
    /// The words after it in its clause.
    pub tail: &'a str,
    pub amount: &'a Amount,
    pub in_bracket: bool,
    /// Whether another amount precedes it in its clause.
    pub follows: bool,
    /// Whether only `名称：值` and the names of measures count.
    pub is_strict: bool,
    /// Whether its line is a list of names and their values.
    pub is_listed: bool,
    /// What the line, or the list, is about.
    pub about: &'a str,
    /// Whether a time to come precedes it.
    pub is_to_come: bool,
    /// The clauses of the sentence before this one.
    pub earlier: &'a str,
    pub opens_line: bool,
    /// Whether the line numbers a case before it (KS-25-009).
    pub is_case: bool,
}

/// The name of the measure that this amount is the value of; `None` for any other amount.
pub(super) fn admits(occurrence: &Occurrence<'_>) -> Option<String> {
    let Occurrence { named, tail, amount, .. } = occurrence;
    let unit = amount.unit.as_str();
    let kind = Unit::spelled(unit).map(|unit| unit.kind);
    let name = if named.name.is_empty() { fallback_name(occurrence)? } else { named.name.clone() };
    // 单耗：电 0.42 度: one character is enough under a name that says what of.
    let is_part = (!named.subject.is_empty() || occurrence.is_listed)
        && amount.is_counted
        && tail.is_empty()
        && !"有约共达为是到至等第剩占差仅还已".contains(&name);
    if name.chars().count() < 2 && !is_part || !name.contains(char::is_alphabetic) || kind == Some(UnitKind::Step) {
        return None;
    }
    if !named.is_explicit && begins_a_clause(&name) || is_one_act(occurrence, kind) {
        return None;
    }
    if is_set(&name, occurrence.own, amount) {
        return None;
    }
    let ends = tail.is_empty() || is_filler(tail) || occurrence.is_listed && is_unit_of_its_own(tail.trim());
    let has_measure = names_a_measure(&name);
    let is_share = matches!(unit, "%" | "个百分点");
    if occurrence.in_bracket && !(is_share && has_measure || named.is_explicit) {
        return None;
    }
    if occurrence.is_strict && !(named.is_explicit && ends || is_share && has_measure) {
        return None;
    }
    if occurrence.is_to_come
        || is_planned(occurrence.own)
        || tail.starts_with(['后', '内', '前', '的']) && !(is_share && has_measure)
    {
        return None;
    }
    if is_share {
        let goes_on = !has_measure && !named.is_explicit && WORK_UNDER_WAY.are_in(occurrence.earlier);
        let is_work = (is_progress(&name) || goes_on) && !has_rate(&name);
        let is_gap = occurrence.own.trim_end().ends_with('差');
        return (!is_work && !is_gap && (named.is_explicit || has_measure || ends)).then_some(name);
    }
    if matches!(kind, Some(UnitKind::Time | UnitKind::Calendar)) || matches!(unit, "人天" | "人日") {
        return (ends && names_a_time_measure(&name)).then_some(name);
    }
    if !amount.is_counted {
        let is_value = (named.is_explicit || has_measure || occurrence.is_listed)
            && !(named.is_explicit && LABELS.ending(&name).is_some());
        return (ends && is_value && !occurrence.in_bracket && !is_progress(&name)).then_some(name);
    }
    if ends_with_a_joint(occurrence.own) || TASKS.ending(&name).is_some() && !named.is_explicit {
        return None;
    }
    if ends {
        return Some(name);
    }
    let is_noun = tail.chars().count() <= 6 && !DEEDS.are_in(tail);
    (is_noun && counts_things(occurrence.own) && !occurrence.in_bracket).then(|| format!("{name}{tail}"))
}

/// Whether the number says how many were taken in one act and not in a time: `换了6台`, what a numbered case is about.
fn is_one_act(occurrence: &Occurrence<'_>, kind: Option<UnitKind>) -> bool {
    let Occurrence { named, own, amount, .. } = occurrence;
    let is_count = amount.is_counted && kind.is_none_or(|kind| kind == UnitKind::Count);
    let is_done = own.trim_end().ends_with('了') && !named.is_explicit && named.qualifiers.is_empty();
    is_count && (is_done && !occurrence.follows || occurrence.is_case)
}

/// Whether the value is one that somebody chose: 会话超时30秒, 保留30天改成60天; 超时1件 is counted.
pub(super) fn is_set(name: &str, own: &str, amount: &Amount) -> bool {
    static SETTINGS: Words = Words::of(&[Sense::Setting]);
    static SET_TO: Words = Words::of(&[Sense::SetTo]);
    let is_count = amount.is_counted && Unit::spelled(&amount.unit).is_none_or(|unit| unit.kind == UnitKind::Count);
    SETTINGS.ending(name).is_some() && !is_count || SET_TO.ending(own.trim_end()).is_some()
}

/// The name from above the line, where only qualifiers precede the value: `累计136城`, `本周 35城`.
fn fallback_name(occurrence: &Occurrence<'_>) -> Option<String> {
    static SUMS: Words = Words::of(&[Sense::Sum, Sense::Shared]);
    let is_sum = SUMS.have(tidy(occurrence.own));
    let has_words = !occurrence.named.qualifiers.is_empty() || is_sum || occurrence.opens_line;
    if !occurrence.tail.is_empty() || !has_words || occurrence.follows || occurrence.in_bracket {
        return None;
    }
    let about = if occurrence.named.subject.is_empty() { occurrence.about } else { &occurrence.named.subject };
    let is_total = occurrence.named.qualifiers.iter().any(|word| word == "累计");
    match about {
        "" if is_total => Some("累计".to_string()),
        "" => None,
        about => Some(about.to_string()),
    }
}

/// `左右`, `以上`: no new thing.
fn is_filler(tail: &str) -> bool {
    static FILLERS: Words = Words::of(&[Sense::ValueTail]);
    let rest = tail.trim_start_matches(['+', '。', ' ', '”', '"', '」', '*']);
    rest.is_empty() || FILLERS.have(rest)
}

fn has_rate(name: &str) -> bool {
    name.ends_with('率') || name.contains("占比") || name.contains("比例") || name.contains("覆盖")
}

/// Work under way: a bare percentage after it says how far it is.
static WORK_UNDER_WAY: Words =
    Words::of(&[Sense::Begin, Sense::Build, Sense::Making, Sense::Design, Sense::Integration, Sense::Test]);

/// A number under such a name numbers a thing: 端口：8080.
static LABELS: Words = Words::of(&[Sense::NumberedThing]);

/// Names of a task or a plan, which are not counted week by week.
static TASKS: Words = Words::of(&[Sense::TaskName]);

static DEEDS: Words = Words::of(&[Sense::Deed]);

/// Whether the words say what is to be.
fn is_planned(own: &str) -> bool {
    static TO_BE: Words = Words::of(&[Sense::ToBe]);
    TO_BE.are_in(own.rsplit(':').next().unwrap_or_default())
}

/// Words that go on to a number which is no value of theirs.
fn ends_with_a_joint(own: &str) -> bool {
    static JOINTS: Words = Words::of(&[Sense::PlaceJoint]);
    let own = own.trim_end();
    own.is_empty() || JOINTS.ending(own).is_some()
}

/// Verbs whose object is counted: 覆盖12个大区, 接入2个业务方.
fn counts_things(own: &str) -> bool {
    static VERBS: Words = Words::of(&[Sense::CountingVerb]);
    VERBS.ending(own.trim_end().trim_end_matches(['了', '约', '共', '近', '超', '过', '达', '到', ' '])).is_some()
}
