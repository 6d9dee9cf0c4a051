//! Search hits on a terminal.

use super::safe::safe;
use super::text::{Files, Paint};
use crate::retrieve::Found;
use crate::store::Leg;

/// How much of a passage is shown on a terminal, in characters.
const SHOWN_CHARS: usize = 160;

/// One hit: rank, score, place, text. With `explain` also where each leg put it.
pub fn hits_text(found: &[Found], paint: Paint, explain: bool, files: &Files<'_>) -> String {
    let mut lines = Vec::new();
    for (at, found) in found.iter().enumerate() {
        let passage = &found.passage;
        let mut heading = vec![passage.name.clone()];
        heading.extend(passage.section.iter().cloned());
        let rank = paint.bold(&format!("{:>2}.", at + 1));
        lines.push(format!("{rank} {:.3}  {}", found.hit.score, safe(&heading.join(" › "))));
        let place = files.place(paint, passage.report, &passage.path, passage.lines());
        lines.push(format!("    {place}"));
        if explain {
            let leg = |name: &str, leg: Option<Leg>| match leg {
                Some(leg) => format!("{name} rank {} score {:.3}", leg.rank, leg.score),
                None => format!("{name} –"),
            };
            let boost = found.hit.score - found.hit.fused;
            lines.push(format!(
                "    {}; {}; fused {:.3}; boost {boost:.3}",
                leg("sparse", found.hit.sparse),
                leg("dense", found.hit.dense),
                found.hit.fused
            ));
        }
        let words = passage.text.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = words.chars().take(SHOWN_CHARS).collect();
        let more = if words.chars().count() > SHOWN_CHARS { "…" } else { "" };
        lines.push(format!("    {}{more}", safe(&cut)));
    }
    lines.join("\n")
}
