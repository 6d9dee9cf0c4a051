//! Roll-ups: the values themselves (`rollup` has their form) and a model's prose on them; `citations` are numbers of `sources`.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Result, Value, to_value};

use crate::narrate::{PartProse, Prose, RollupPart, Sentence};
use crate::rollup::{Comparison, Rollup};
use crate::write::Withheld;

/// The JSON contract of `rollup`; `prose` is there where a model was asked.
///
/// # Errors
/// None in memory; those of the serialiser.
pub fn rollup_json(rollup: &Rollup, prose: Option<&Prose>) -> Result<Value> {
    match prose.map(RollupProse::from) {
        None => to_value(RollupReply::One(rollup)),
        Some(prose) => to_value(RollupWithProse { rollup, prose }),
    }
}

/// Two roll-ups and the metrics that both state. Each has its own numbers of sources.
///
/// # Errors
/// As [`rollup_json`].
pub fn comparison_json(comparison: &Comparison) -> Result<Value> {
    to_value(RollupReply::Two(comparison))
}

/// A roll-up; with `compare` two of them.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(untagged)]
pub enum RollupReply<'a> {
    One(&'a Rollup),
    Two(&'a Comparison),
}

/// A time in figures, incidents, objectives, promises, risks, and what a model wrote on it.
#[derive(Debug, Serialize, JsonSchema)]
struct RollupWithProse<'a> {
    #[serde(flatten)]
    rollup: &'a Rollup,
    prose: RollupProse<'a>,
}

/// What a model wrote on it.
#[derive(Debug, Serialize, JsonSchema)]
struct RollupProse<'a> {
    parts: Vec<ProsePart<'a>>,
    notices: &'a [String],
    /// It was cut short by the user.
    stopped: bool,
}

#[derive(Debug, Serialize, JsonSchema)]
struct ProsePart<'a> {
    part: &'static str,
    /// Which objective, by its index.
    objective: Option<usize>,
    sentences: Vec<ProseSentence<'a>>,
    withheld: Vec<WithheldSentence<'a>>,
}

/// A sentence that was read back and holds.
#[derive(Debug, Serialize, JsonSchema)]
struct ProseSentence<'a> {
    text: &'a str,
    citations: &'a [usize],
}

/// A sentence that is not shown, and what is wrong with it.
#[derive(Debug, Serialize, JsonSchema)]
struct WithheldSentence<'a> {
    text: &'a str,
    unsupported: &'a [String],
}

impl<'a> From<&'a Prose> for RollupProse<'a> {
    fn from(prose: &'a Prose) -> Self {
        let parts = prose.parts.iter().map(ProsePart::from).collect();
        Self { parts, notices: &prose.notices, stopped: prose.stopped }
    }
}

impl<'a> From<&'a PartProse> for ProsePart<'a> {
    fn from(prose: &'a PartProse) -> Self {
        let objective = match prose.part {
            RollupPart::Objective(at) => Some(at),
            _ => None,
        };
        let sentence = |said: &'a Sentence| ProseSentence { text: &said.text, citations: &said.cites };
        let withheld = |held: &'a Withheld| WithheldSentence { text: &held.text, unsupported: &held.unsupported };
        Self {
            part: prose.part.name(),
            objective,
            sentences: prose.sentences.iter().map(sentence).collect(),
            withheld: prose.withheld.iter().map(withheld).collect(),
        }
    }
}
