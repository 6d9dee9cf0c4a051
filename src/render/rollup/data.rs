//! Roll-ups for programs: the values themselves; `citations` are numbers of `sources`.

use serde_json::{Value, json, to_value};

use crate::narrate::{PartProse, Prose, RollupPart, Sentence};
use crate::rollup::{Comparison, Rollup};
use crate::write::Withheld;

/// The JSON contract of `rollup`; `prose` is there where a model was asked.
///
/// # Errors
/// None in memory; those of the serialiser.
pub fn rollup_json(rollup: &Rollup, prose: Option<&Prose>) -> serde_json::Result<Value> {
    let mut value = to_value(rollup)?;
    if let Some(prose) = prose {
        value["prose"] = prose_json(prose);
    }
    Ok(value)
}

fn prose_json(prose: &Prose) -> Value {
    let sentence = |sentence: &Sentence| json!({ "text": sentence.text, "citations": sentence.cites });
    let withheld = |held: &Withheld| json!({ "text": held.text, "unsupported": held.unsupported });
    let part = |prose: &PartProse| {
        json!({
            "part": prose.part.name(),
            "objective": match prose.part { RollupPart::Objective(at) => Some(at), _ => None },
            "sentences": prose.sentences.iter().map(sentence).collect::<Vec<_>>(),
            "withheld": prose.withheld.iter().map(withheld).collect::<Vec<_>>(),
        })
    };
    let parts: Vec<Value> = prose.parts.iter().map(part).collect();
    json!({ "parts": parts, "notices": prose.notices, "stopped": prose.stopped })
}

/// Two roll-ups and the metrics that both state. Each has its own numbers of sources.
///
/// # Errors
/// As [`rollup_json`].
pub fn comparison_json(comparison: &Comparison) -> serde_json::Result<Value> {
    to_value(comparison)
}
