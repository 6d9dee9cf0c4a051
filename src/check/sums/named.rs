//! The numbers of a sentence or of a table's cell, each with its name and with how exactly it is written.

use rust_decimal::Decimal;

use crate::check::words::name_before;
use crate::fact::{Figure, Standing, figures};
use crate::quantity::{Context, Quantity, is_bounded_before, is_bounded_behind, units_fit};
use crate::report::Span;
use crate::text::fold;
use crate::vocabulary::{Sense, Words};

/// A number with its name.
#[derive(Debug, Clone)]
pub(in crate::check) struct Named {
    /// What precedes it in its clause, folded: `抽检`, `合格率`.
    pub name: String,
    /// What follows its unit up to the next mark, folded: `passed` of `105 passed`.
    pub behind: String,
    pub value: Decimal,
    /// Empty without one.
    pub unit: String,
    /// One unit of the last written place, in the unit of the value.
    pub place: Decimal,
    /// Half of it; 0 for a whole number that is written out.
    pub doubt: Decimal,
    /// Bytes of the page.
    pub span: Span,
    pub standing: Standing,
    /// 约, 多, 以上: less than exact.
    pub is_vague: bool,
}

impl Named {
    pub fn is_percent(&self) -> bool {
        self.unit == "%"
    }

    /// Whether it counts or measures things that `other` does.
    pub fn is_like(&self, other: &Self) -> bool {
        units_fit(&self.unit, &other.unit) || (!self.is_percent() && (self.unit.is_empty() || other.unit.is_empty()))
    }

    /// The number as it is written.
    pub fn written(&self) -> String {
        format!("{}{}", self.value.normalize(), self.unit)
    }
}

/// Where a name cannot go on.
const MARKS: [char; 17] =
    ['，', ',', '；', ';', '。', '、', '（', '(', '）', ')', '：', ':', '|', '\n', '！', '“', '”'];

/// The numbers of `text`, which begins at byte `start` of the page.
pub(in crate::check) fn named(text: &str, start: usize) -> Vec<Named> {
    let mut from = 0;
    let mut found = Vec::new();
    let all = figures(text);
    for (at, figure) in all.iter().enumerate() {
        let next = all.get(at + 1).map_or(text.len(), |next| next.span.start);
        found.extend(one(text, start, from, figure, next));
        from = figure.span.end;
    }
    found
}

fn one(text: &str, start: usize, from: usize, figure: &Figure, next: usize) -> Option<Named> {
    let quantity = Quantity::in_digits(&text[figure.span.start..], Context::Text)?;
    let number = quantity.number;
    let scale = if number.value.is_zero() { Decimal::ONE } else { quantity.value()?.checked_div(number.value)? };
    let place = number.last_place.checked_mul(scale)?;
    let digits = &text[figure.span.start..figure.span.start + number.digits];
    let is_whole = !number.is_multiplied && !digits.contains('.') && scale == Decimal::ONE;
    let (before, after) = (&text[..figure.span.start], &text[figure.span.end..]);
    Some(Named {
        name: fold(own(text, from, figure.span.start)),
        behind: fold(after[..next.saturating_sub(figure.span.end)].split(MARKS).next().unwrap_or_default().trim()),
        value: figure.value,
        unit: figure.unit.clone(),
        place,
        doubt: if is_whole { Decimal::ZERO } else { place / Decimal::TWO },
        span: start + figure.span.start..start + figure.span.end,
        standing: if is_earlier(before) { Standing::Before } else { figure.standing },
        is_vague: is_bounded_before(before) || (is_bounded_behind(after) && !is_more_than(after)) || number.has_more,
    })
}

/// from 30, 上周（30件）: the words before a number make it an earlier value.
fn is_earlier(before: &str) -> bool {
    static EARLIER: Words = Words::of(&[Sense::WeekBefore, Sense::EarlierValue]);
    let head = before.trim_end();
    head.ends_with(" from")
        || head.strip_suffix(['（', '(']).is_some_and(|head| EARLIER.ending(head.trim_end()).is_some())
}

/// 比上周的300件多30件: the word is of the number behind it.
fn is_more_than(after: &str) -> bool {
    after.strip_prefix('多').is_some_and(|rest| rest.trim_start().starts_with(|c: char| c.is_ascii_digit()))
}

/// What precedes the number at `at` in its clause, back to the number that ends at `from`.
fn own(text: &str, from: usize, at: usize) -> &str {
    let head = &text[from..at];
    let bare = head.trim_end_matches(|c: char| MARKS.contains(&c) || " *_=~为是达约".contains(c));
    // A bracket or a stop opens a part of its own; a colon joins the name to its value.
    let is_joined = head[bare.len()..].chars().all(|c| !"，,；;。、\n|（(）)".contains(c));
    if !is_joined {
        return "";
    }
    let tail = without_joint(bare.rsplit(MARKS).next().unwrap_or_default().trim());
    if tail.is_empty() { name_before(text, at) } else { tail }
}

/// A name without the words that join it to its value: 通过率达到, pass rate of; 降到 keeps its end, which makes the number a value.
fn without_joint(name: &str) -> &str {
    static JOINTS: Words = Words::of(&[Sense::ValueJoint]);
    let mut name = name;
    while let Some(joint) =
        JOINTS.ending(name).filter(|joint| joint.span.start > 0 && !["到", "至"].contains(&joint.word))
    {
        name = name[..joint.span.start].trim_end();
    }
    name
}

#[cfg(test)]
mod tests {
    use super::named;

    #[test]
    fn numbers_have_the_words_before_them_or_behind_them() {
        let read = |text: &str| {
            named(text, 0)
                .into_iter()
                .map(|one| (one.name, one.value.to_string(), one.unit, one.behind))
                .collect::<Vec<_>>()
        };
        let is = |name: &str, value: &str, unit: &str, behind: &str| {
            (name.to_string(), value.to_string(), unit.to_string(), behind.to_string())
        };
        assert_eq!(
            read("本周来料：抽检 110 批，105 批合格，合格率：95.5%（上周 97%）"),
            [
                is("抽检", "110", "批", ""),
                is("", "105", "批", "合格"),
                is("合格率", "95.5", "%", ""),
                is("上周", "97", "%", "")
            ]
        );
    }
}
