//! As many rows of one part as a prompt has room for.

use std::collections::VecDeque;

use crate::prompt::{Nonce, SectionPrompt, not_in_reports, quotable};
use crate::vocabulary::Language;

use super::RollupPart;
use super::ground::{Ground, PointGroup, prompted};

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Chunk {
    pub(super) part: RollupPart,
    pub(super) rows: Vec<PointGroup>,
}

/// Parts the rows, in their order, into prompts of at most `room` tokens of points and quotes each. Of a row that has no room
/// even alone, quotes are left out, the last one first; its points, which are short, stay.
pub(super) fn chunks(rows: impl IntoIterator<Item = (RollupPart, PointGroup)>, room: usize) -> VecDeque<Chunk> {
    let mut found: VecDeque<Chunk> = VecDeque::new();
    let mut left = 0;
    for (part, row) in rows {
        let row = fitted(row, room);
        if row.grounds.is_empty() {
            continue;
        }
        let tokens = tokens(&row);
        match found.back_mut().filter(|chunk| chunk.part == part && tokens <= left) {
            Some(chunk) => {
                chunk.rows.push(row);
                left -= tokens;
            }
            None => {
                found.push_back(Chunk { part, rows: vec![row] });
                left = room.saturating_sub(tokens);
            }
        }
    }
    found
}

fn tokens(row: &PointGroup) -> usize {
    row.grounds.iter().map(Ground::tokens).sum()
}

fn fitted(mut row: PointGroup, room: usize) -> PointGroup {
    while tokens(&row) > room && row.grounds.pop_if(|ground| ground.place.is_some()).is_some() {}
    row
}

impl Chunk {
    /// Points first, then quotes; what two rows have in common once.
    pub(super) fn grounds(&self) -> Vec<Ground> {
        let mut found: Vec<Ground> = Vec::new();
        let all = || self.rows.iter().flat_map(|row| &row.grounds);
        let points = all().filter(|ground| ground.place.is_none());
        for ground in points.chain(all().filter(|ground| ground.place.is_some())) {
            let is_same = |known: &Ground| known.cites == ground.cites && known.text == ground.text;
            match found.iter_mut().find(|known| is_same(known)) {
                Some(known) => known.newest = known.newest.max(ground.newest),
                None => found.push(ground.clone()),
            }
        }
        found
    }

    /// `name`: of an objective; else empty.
    pub(super) fn prompt(&self, grounds: &[Ground], name: &str, period: &str, language: Language) -> SectionPrompt {
        let (points, sources) = prompted(grounds);
        let quoted = grounds.iter().map(|ground| ground.text.as_str()).chain([name]);
        SectionPrompt {
            nonce: Nonce::new(quoted).as_str().to_string(),
            part: self.part.name(),
            name: quotable(name),
            period: period.to_string(),
            not_in_reports: not_in_reports(language),
            points,
            sources,
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Chunk, chunks};
    use crate::citation::Citation;
    use crate::narrate::RollupPart;
    use crate::narrate::ground::{Ground, PointGroup};
    use crate::report::Lines;

    fn quoted(quote: &str) -> Citation {
        Citation {
            n: 1,
            report_id: Uuid::nil(),
            report: "第26周".to_string(),
            date: "2023-06-20".to_string(),
            section: Vec::new(),
            path: "第26周.md".to_string(),
            lines: Lines { first: 1, last: 1 },
            quote: quote.to_string(),
        }
    }

    fn row(texts: &[&str]) -> PointGroup {
        let point = |(at, text): (usize, &&str)| Ground::point((*text).to_string(), vec![at + 1]);
        PointGroup { grounds: texts.iter().enumerate().map(point).collect() }
    }

    fn shape(chunks: impl IntoIterator<Item = Chunk>) -> Vec<(RollupPart, usize)> {
        chunks.into_iter().map(|chunk| (chunk.part, chunk.rows.len())).collect()
    }

    #[test]
    fn rows_of_one_part_share_a_prompt_while_there_is_room_and_keep_their_order() {
        let one = row(&["入金有效成功率在第26周为99.99%"]);
        let size = one.grounds[0].tokens();
        let rows = || {
            let of = |part, count| (0..count).map(move |_| (part, row(&["入金有效成功率在第26周为99.99%"])));
            of(RollupPart::Metrics, 5).chain(of(RollupPart::Risks, 1))
        };
        assert_eq!(
            shape(chunks(rows(), size * 2)),
            [(RollupPart::Metrics, 2), (RollupPart::Metrics, 2), (RollupPart::Metrics, 1), (RollupPart::Risks, 1)]
        );
        assert_eq!(shape(chunks(rows(), size * 100)), [(RollupPart::Metrics, 5), (RollupPart::Risks, 1)]);
    }

    #[test]
    fn quotes_that_have_no_room_are_left_out_and_points_stay() {
        let quote = Ground::quote(&quoted(&"字".repeat(5000)), None, None);
        let mut both = row(&["短"]);
        both.grounds.push(quote.clone());
        let kept = chunks([(RollupPart::Risks, both), (RollupPart::Risks, PointGroup { grounds: vec![quote] })], 200);
        assert_eq!(shape(kept.clone()), [(RollupPart::Risks, 1)]);
        assert_eq!(kept[0].rows, [row(&["短"])]);
        assert_eq!(shape(chunks([(RollupPart::Risks, row(&["短", "短"]))], 0)), [(RollupPart::Risks, 1)]);
    }
}
