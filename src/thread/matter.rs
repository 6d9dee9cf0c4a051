//! Which lines of several reports tell of one matter: a piece of work, an incident, a decision that goes on over the weeks. What two lines
//! share is weighed; what each weighs was learned from lines that people put together (`tests/labels/matters`, `scripts/train_facts.py`).

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use pinyin::ToPinyin;
use rayon::prelude::*;
use serde::Deserialize;

use crate::calendar::Date;
use crate::lexicon::{Segmenter, is_common};
use crate::logistic::Logistic;
use crate::text::{Piece, PieceKind, having, is_english, is_han, pieces, triples};

/// What two lines share, in the order of [`Matters::features`].
pub const FEATURES: [&str; 12] = [
    "alike", "shared", "rarest", "rows", "rarest_row", "numbers", "words", "begins_earlier", "begins_later", "heading",
    "least_covered", "other_language",
];

/// Characters of what a line begins with, where a mark ends it sooner, and where none does.
const LONGEST_LEAD: usize = 14;
const LEAD: usize = 6;

/// What one line in so many has is a word of the trade, by which no others are looked for; in few lines so many, in many lines at most so many.
const COMMON_SHARE: usize = 8;
const COMMON_LEAST: usize = 8;
const COMMON_MOST: usize = 64;

/// A later line is taken instead of the likeliest one from this share of its likelihood on.
const ABOUT_AS_LIKELY: f32 = 0.7;

/// A line of a report, and the heading that it stands under.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    pub text: &'a str,
    pub heading: &'a str,
}

#[derive(Deserialize)]
struct Model {
    /// From this probability on two lines tell of one matter.
    cut: f32,
    matter: Logistic,
}

static MODEL: LazyLock<Model> = LazyLock::new(|| {
    let model: Model = serde_json::from_str(include_str!("matter/model.json")).expect("the built-in model is JSON");
    model.matter.check("matter", &FEATURES).expect("the built-in model is of these features");
    model
});

/// Pieces of a line.
struct Traits {
    all: Vec<Piece>,
    lead: Vec<Piece>,
    heading: Vec<Piece>,
    /// Those of what its words are called in the other language.
    other: Vec<Piece>,
}

impl Traits {
    /// `spelt`: Latin words that Chinese names may be spelt as.
    fn of(line: Line<'_>, segmenter: &Segmenter, spelt: &HashSet<Piece>) -> Self {
        let Line { text, heading } = line;
        let other = if text.contains(is_han) { sounds(text, spelt) } else { translations(text, segmenter) };
        let telling = without_common_words(text);
        Self { all: whole(&telling), lead: pieces(lead(text)), heading: pieces(heading), other }
    }
}

/// Without the commonest words of English: two long sentences share many.
fn without_common_words(text: &str) -> Cow<'_, str> {
    if !is_english(text) {
        return Cow::Borrowed(text);
    }
    let is_telling = |word: &&str| !is_common(&word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase());
    Cow::Owned(text.split_whitespace().filter(is_telling).collect::<Vec<_>>().join(" "))
}

/// Pieces and triples of a text, ascending.
fn whole(text: &str) -> Vec<Piece> {
    let mut all = pieces(text);
    all.extend(triples(text));
    all.sort_unstable();
    all
}

/// Of what the words of an English text are called in Chinese.
fn translations(text: &str, segmenter: &Segmenter) -> Vec<Piece> {
    let notions = segmenter.search_terms(text).notions;
    let names = notions.iter().flatten().filter(|name| name.is_translation).map(|name| name.text.as_str());
    whole(&names.collect::<Vec<_>>().join(" "))
}

/// Of two or three ideographs in a row, as they sound, those that are among `spelt`: Pancun for 磐存.
fn sounds(text: &str, spelt: &HashSet<Piece>) -> Vec<Piece> {
    if spelt.is_empty() {
        return Vec::new();
    }
    let read: Vec<Option<&str>> = text.chars().map(|c| c.to_pinyin().map(|sound| sound.plain())).collect();
    let names = (2..=3).flat_map(|length| read.windows(length));
    let words = names.filter_map(|name| name.iter().copied().collect::<Option<Vec<&str>>>()).map(|name| name.concat());
    let mut found: Vec<Piece> = words.map(|word| Piece::word(&word)).filter(|piece| spelt.contains(piece)).collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// What a line speaks of by its first words: up to a mark, where one comes soon.
fn lead(text: &str) -> &str {
    let bare = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    let mark = bare.char_indices().take(LONGEST_LEAD + 1).find(|(_, c)| "：:，,".contains(*c));
    let end = mark.or_else(|| bare.char_indices().nth(LEAD)).map_or(bare.len(), |(at, _)| at);
    &bare[..end]
}

/// Lines, and how rare their pieces are among them.
pub struct Matters {
    lines: Vec<Traits>,
    /// From 0 (every line has it) to 1 (no other line has it).
    rarity: HashMap<Piece, f32>,
    norms: Vec<f32>,
    /// Lines by the pieces that are not common, in either language.
    places: HashMap<Piece, Vec<usize>>,
    spelt: HashSet<Piece>,
}

impl Matters {
    pub fn of(lines: &[Line<'_>], segmenter: &Segmenter) -> Self {
        let latin = lines.iter().filter(|line| !line.text.contains(is_han)).flat_map(|line| pieces(line.text));
        let spelt: HashSet<Piece> = latin.filter(|piece| piece.kind() == PieceKind::Word).collect();
        let lines: Vec<Traits> = lines.par_iter().map(|line| Traits::of(*line, segmenter, &spelt)).collect();
        let all = (lines.len() as f32).ln().max(1.0);
        let having = having(lines.iter().map(|line| line.all.as_slice()));
        let most = (lines.len() / COMMON_SHARE).clamp(COMMON_LEAST, COMMON_MOST);
        let mut places: HashMap<Piece, Vec<usize>> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            let is_uncommon = |piece: &&Piece| having.get(piece).is_some_and(|having| *having <= most);
            for piece in line.all.iter().chain(&line.other).filter(is_uncommon) {
                places.entry(*piece).or_default().push(at);
            }
        }
        let rarity: HashMap<Piece, f32> =
            having.into_iter().map(|(piece, having)| (piece, (1.0 - (having as f32).ln() / all).max(0.0))).collect();
        let norms = lines.iter().map(|line| norm(&line.all, &rarity)).collect();
        Self { lines, rarity, norms, places, spelt }
    }

    /// What the lines at `earlier` and `later` share, as [`FEATURES`].
    pub fn features(&self, earlier: usize, later: usize) -> [f32; FEATURES.len()] {
        self.compared(self.line(earlier), self.line(later))
    }

    fn line(&self, at: usize) -> (&Traits, f32) {
        (&self.lines[at], self.norms[at])
    }

    fn compared(&self, (earlier, norm): (&Traits, f32), (later, other): (&Traits, f32)) -> [f32; FEATURES.len()] {
        let rarity = |piece: &Piece| self.rarity.get(piece).copied().unwrap_or(1.0);
        let mut squares = 0.0;
        let (mut sum, mut rarest) = ([0.0_f32; 4], [0.0_f32; 4]);
        for piece in shared(&earlier.all, &later.all) {
            let rare = rarity(piece);
            let kind = piece.kind() as usize;
            squares += rare * rare;
            sum[kind] += rare;
            rarest[kind] = rarest[kind].max(rare);
        }
        let of = |kind: PieceKind| kind as usize;
        let begins = |one: &Traits, other: &Traits| shared(&one.lead, &other.all).map(rarity).sum::<f32>();
        let in_other = |one: &Traits, there: &Traits| shared(&one.other, &there.all).map(rarity).sum::<f32>();
        let headings = shared(&earlier.heading, &later.heading).count() as f32;
        [
            squares / (norm * other).max(f32::MIN_POSITIVE),
            sum.iter().sum(),
            rarest.iter().copied().fold(0.0, f32::max),
            sum[of(PieceKind::Triple)],
            rarest[of(PieceKind::Triple)],
            sum[of(PieceKind::Number)],
            sum[of(PieceKind::Word)],
            begins(earlier, later),
            begins(later, earlier),
            headings / (1 + earlier.heading.len().min(later.heading.len())) as f32,
            squares / (norm.max(other)).powi(2).max(f32::MIN_POSITIVE),
            in_other(earlier, later) + in_other(later, earlier),
        ]
    }

    /// The lines that share something uncommon with the one at `of`, in their order.
    pub fn candidates(&self, of: usize) -> Vec<usize> {
        let mut found = self.sharing(&self.lines[of]);
        found.retain(|at| *at != of);
        found
    }

    fn sharing(&self, own: &Traits) -> Vec<usize> {
        let pieces = own.all.iter().chain(&own.other);
        let mut found: Vec<usize> = pieces.filter_map(|piece| self.places.get(piece)).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The lines for which `is` holds that tell of the matter of the one at `of`, the earlier one, and how likely each does.
    pub fn kin(&self, of: usize, is: impl Fn(usize) -> bool) -> Vec<(usize, f32)> {
        self.kin_of(self.line(of), 1.0, |at| at != of && is(at))
    }

    /// The same of the lines that are at least as likely as `share` of the usual cut and have three ideographs in a row in common.
    pub fn likely_kin(&self, of: usize, share: f32, is: impl Fn(usize) -> bool) -> Vec<(usize, f32)> {
        let own = &self.lines[of].all;
        let has_words = |at: usize| shared(own, &self.lines[at].all).any(|piece| piece.kind() == PieceKind::Triple);
        self.kin_of(self.line(of), share, |at| at != of && is(at) && has_words(at))
    }

    /// The same for the matter of a line that is none of these, of lines that are at least as likely as `share` of the usual cut.
    pub fn kin_of_line(
        &self,
        line: Line<'_>,
        segmenter: &Segmenter,
        share: f32,
        is: impl Fn(usize) -> bool,
    ) -> Vec<(usize, f32)> {
        let own = Traits::of(line, segmenter, &self.spelt);
        self.kin_of((&own, norm(&own.all, &self.rarity)), share, is)
    }

    /// Whether two lines that are none of these tell of one matter.
    pub fn are_one(&self, earlier: Line<'_>, later: Line<'_>, segmenter: &Segmenter) -> bool {
        let of = |line| Traits::of(line, segmenter, &self.spelt);
        let (one, other) = (of(earlier), of(later));
        let norms = (norm(&one.all, &self.rarity), norm(&other.all, &self.rarity));
        has_more_than_numbers(&one, &other)
            && MODEL.matter.probability(&self.compared((&one, norms.0), (&other, norms.1))) >= MODEL.cut
    }

    fn kin_of(&self, own: (&Traits, f32), share: f32, is: impl Fn(usize) -> bool) -> Vec<(usize, f32)> {
        let likely = |at: usize| {
            let (line, norm) = self.line(at);
            // Two works may be done on one day, and cost the same.
            let has_more = has_more_than_numbers(own.0, line);
            if has_more { MODEL.matter.probability(&self.compared(own, (line, norm))) } else { 0.0 }
        };
        let weighed = self.sharing(own.0).into_iter().filter(|at| is(*at)).map(|at| (at, likely(at)));
        weighed.filter(|(_, probability)| *probability >= MODEL.cut * share).collect()
    }
}

/// Whether two lines share more than numbers, in one language or through the names of the other.
fn has_more_than_numbers(one: &Traits, other: &Traits) -> bool {
    shared(&one.all, &other.all).any(|piece| piece.kind() != PieceKind::Number)
        || shared(&one.other, &other.all).next().is_some()
        || shared(&other.other, &one.all).next().is_some()
}

/// Of lines with their likelihoods the newest that is about as likely as the likeliest; of those of one day the likeliest.
pub fn newest(kin: &[(usize, f32)], date: impl Fn(usize) -> Date) -> Option<usize> {
    let best = kin.iter().map(|(_, likely)| *likely).fold(0.0, f32::max);
    let near = kin.iter().filter(|(_, likely)| *likely >= ABOUT_AS_LIKELY * best);
    near.max_by(|(a, one), (b, other)| date(*a).cmp(&date(*b)).then(one.total_cmp(other)).then(b.cmp(a)))
        .map(|(at, _)| *at)
}

/// The length of a line in the space of its pieces.
fn norm(pieces: &[Piece], rarity: &HashMap<Piece, f32>) -> f32 {
    let square = |piece: &Piece| rarity.get(piece).copied().unwrap_or(1.0).powi(2);
    pieces.iter().map(square).sum::<f32>().sqrt()
}

/// What two ascending rows share.
fn shared<'p>(one: &'p [Piece], other: &'p [Piece]) -> impl Iterator<Item = &'p Piece> {
    let mut at = 0;
    one.iter().filter(move |piece| {
        while other.get(at).is_some_and(|there| there < *piece) {
            at += 1;
        }
        other.get(at) == Some(*piece)
    })
}

#[cfg(test)]
mod tests {
    use super::{Line, Matters, lead, newest};
    use crate::calendar::Date;
    use crate::lexicon::{Glossary, Segmenter};

    const TEXTS: [&str; 8] = [
        "分拣线复验：没过，变频器发热，厂家 6/20 再来",
        "食堂换供应商，三家比价",
        "班车时刻表改到 7:30",
        "新员工培训两期，42 人",
        "停车场道闸误抬三次",
        "Pancun delivered the boxes on 13 Oct, racked two days later",
        "分拣线第二次复验通过，变频器换了新的，6/24 交付",
        "磐存的货到了，已上架",
    ];

    fn read(texts: &[&str]) -> Matters {
        let lines: Vec<Line<'_>> = texts.iter().map(|text| Line { text, heading: "" }).collect();
        Matters::of(&lines, &Segmenter::new(Glossary::built_in()))
    }

    #[test]
    fn a_later_line_of_the_same_work_is_found_and_others_are_not() {
        let kin = read(&TEXTS).kin(0, |at| at > 0);
        assert_eq!(kin.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [6]);
        assert!(read(&TEXTS).kin(1, |_| true).is_empty());
    }

    #[test]
    fn what_is_less_likely_is_kin_where_it_has_words_in_common_and_not_by_its_numbers() {
        let texts = [&TEXTS[1..5], &["泳池灯坏了4盏，14日换", "泳池灯换好，4盏全亮", "回访14家，4家没接"]].concat();
        let kin = read(&texts).likely_kin(4, 0.0, |at| at > 4);
        assert_eq!(kin.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [5]);
    }

    #[test]
    fn one_day_and_one_sum_are_no_matter() {
        let texts = [&TEXTS[1..5], &["碳刷 10月12日到货，350元", "10月12日吊车断电，停350分钟"]].concat();
        assert_eq!(read(&texts).kin(4, |at| at > 4), []);
    }

    #[test]
    fn a_name_that_is_spelt_in_latin_letters_is_shared() {
        let matters = read(&TEXTS);
        let other_language = |one, other| *matters.features(one, other).last().expect("features");
        assert!(other_language(5, 7) > 0.0);
        assert!(other_language(5, 7) > other_language(5, 1));
    }

    #[test]
    fn the_newest_of_the_likely_ones_is_taken_and_no_newer_one_that_is_less_likely() {
        let kin = [(0, 0.9), (1, 0.8), (2, 0.61)];
        let date = |at: usize| Date::constant(2025, 6, 1 + at as i8);
        assert_eq!(newest(&kin, date), Some(1));
        assert_eq!(newest(&[], date), None);
    }

    #[test]
    fn a_lead_ends_at_its_mark_or_after_a_few_letters() {
        assert_eq!(lead("- 分拣线复验：没过"), "分拣线复验");
        assert_eq!(lead("班车时刻表改到七点半"), "班车时刻表改");
    }

    #[test]
    fn no_lines_tell_of_no_matter() {
        assert!(
            read(&[])
                .kin_of_line(Line { text: "分拣线", heading: "" }, &Segmenter::new(Glossary::built_in()), 1.0, |_| true)
                .is_empty()
        );
    }
}
