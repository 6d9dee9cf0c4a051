//! What a question is made of, and how much of it a text has.

use crate::lexicon::{self, Token, TokenKind};

/// What a question is made of: a word of it, or a notion that the glossaries know by several names.
pub(super) struct Notion {
    /// Each name counts as much as it is met; what is met best counts.
    names: Vec<Name>,
    /// What it is worth by how rare it is among passages, and among reports.
    pub weight: f32,
    pub report_weight: f32,
    /// No passage has any of it.
    pub is_unknown: bool,
}

/// Terms that together say a notion, with their shares of it.
struct Name {
    terms: Vec<usize>,
    /// By how rare they are among passages, and among reports; the sums are what the name is worth beside the written one.
    shares: Vec<f32>,
    report_shares: Vec<f32>,
}

impl Notion {
    /// How much of it is met, 0 to 1, where each term is met as much as `of` says.
    pub fn met(&self, of: &dyn Fn(usize) -> f32) -> f32 {
        best(self.names.iter().map(|name| &name.shares), &self.names, of)
    }

    pub fn met_in_report(&self, of: &dyn Fn(usize) -> f32) -> f32 {
        best(self.names.iter().map(|name| &name.report_shares), &self.names, of)
    }
}

fn best<'a>(shares: impl Iterator<Item = &'a Vec<f32>>, names: &[Name], of: &dyn Fn(usize) -> f32) -> f32 {
    let met = |(name, shares): (&Name, &Vec<f32>)| -> f32 {
        name.terms.iter().zip(shares).map(|(term, share)| share * of(*term)).sum()
    };
    names.iter().zip(shares).map(met).fold(0.0, f32::max)
}

/// What an English word that no passage has weighs: the reports are Chinese, and say it in theirs.
const UNKNOWN_LATIN: f32 = 0.25;

/// How often the reports have the tokens of a question.
pub(super) struct Frequencies<'a> {
    /// Passages that have each token, report by report.
    pub counts: &'a [Vec<u32>],
    pub passages: usize,
    pub is_english: bool,
}

impl Frequencies<'_> {
    /// The notions of a question with what they are worth: one of several names as much as the commonest of them, for what has
    /// any of them is at least as common; but the names of the dictionary of common words, where others are known.
    ///
    /// Source: Pirkola, The Effects of Query Structure and Dictionary Setups in Dictionary-Based Cross-Language Information Retrieval (1998).
    pub fn notions(&self, tokens: &[Token], named: &[Vec<lexicon::ConceptName>]) -> Vec<Notion> {
        let having = |token: usize| self.counts.iter().map(|counts| counts[token]).sum::<u32>() as usize;
        let reports = |token: usize| self.counts.iter().filter(|counts| counts[token] > 0).count();
        let is_in_a_notion = |at: usize| named.iter().flatten().any(|name| name.tokens.contains(&at));
        let alone = (0..tokens.len()).filter(|at| !is_in_a_notion(*at)).map(|at| (vec![vec![at]], Vec::new()));
        let notion = |(names, doubtful): (Vec<Vec<usize>>, Vec<Vec<usize>>)| {
            let is_known = |name: &Vec<usize>| name.iter().any(|token| having(*token) > 0);
            let is_unknown = !names.iter().any(is_known);
            // A name that no passage has says nothing of how common the notion is, and cannot be met.
            let names: Vec<Vec<usize>> = match is_unknown {
                true => names.into_iter().take(1).collect(),
                false => names.into_iter().filter(is_known).collect(),
            };
            let weigh = |idf: &dyn Fn(usize) -> f32| -> (f32, Vec<Vec<f32>>) {
                let of = |token: &usize| self.share_of(&tokens[*token], is_unknown) * idf(*token);
                let sum = |name: &Vec<usize>| name.iter().map(of).sum::<f32>().max(f32::MIN_POSITIVE);
                // What a glossary puts in counts less than what is written.
                let worth = |name: &Vec<usize>| name.iter().map(|token| tokens[*token].weight).fold(0.1, f32::max);
                let most = names.iter().map(worth).fold(0.1, f32::max);
                let least = |names: &mut dyn Iterator<Item = &Vec<usize>>| {
                    names.map(|name| sum(name) / worth(name)).min_by(f32::total_cmp)
                };
                let sure = least(&mut names.iter().filter(|name| !doubtful.contains(name)));
                let weight = sure.or_else(|| least(&mut names.iter())).unwrap_or(f32::INFINITY) * most;
                let share = |name: &Vec<usize>| -> Vec<f32> {
                    let scale = worth(name) / most / sum(name);
                    name.iter().map(|token| scale * of(token)).collect()
                };
                (weight, names.iter().map(share).collect())
            };
            let (weight, shares) = weigh(&|token| idf(self.passages, having(token)));
            let (report_weight, report_shares) = weigh(&|token| idf(self.counts.len(), reports(token)));
            let shares = shares.into_iter().zip(report_shares);
            let names = names.into_iter().zip(shares);
            let names = names.map(|(terms, (shares, report_shares))| Name { terms, shares, report_shares }).collect();
            Notion { names, weight, report_weight, is_unknown }
        };
        let tokens_of = |names: &[lexicon::ConceptName], wanted: &dyn Fn(&lexicon::ConceptName) -> bool| {
            names.iter().filter(|name| wanted(name)).map(|name| name.tokens.clone()).collect()
        };
        let named = named.iter().map(|names| (tokens_of(names, &|_| true), tokens_of(names, &|name| name.is_everyday)));
        named.chain(alone).map(notion).collect()
    }

    /// What a token weighs within a name, before how rare it is.
    fn share_of(&self, token: &Token, is_unknown: bool) -> f32 {
        let is_plain_latin = token.kind == TokenKind::Word && token.text.is_ascii();
        if is_unknown && is_plain_latin && self.is_english { UNKNOWN_LATIN * token.weight } else { token.weight }
    }
}

/// ln(1 + (N − n + ½) / (n + ½)), as BM25 has it.
fn idf(all: usize, having: usize) -> f32 {
    let (all, having) = (all as f32, having.min(all) as f32);
    (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
}

#[cfg(test)]
mod tests {
    use super::{Frequencies, Notion};
    use crate::lexicon::{ConceptName, Token, TokenKind};

    fn token(text: &str, weight: f32) -> Token {
        let kind = if weight < 1.0 { TokenKind::Translation } else { TokenKind::Word };
        Token { text: text.to_string(), kind, weight }
    }

    fn name(tokens: &[usize]) -> ConceptName {
        ConceptName { text: String::new(), tokens: tokens.to_vec(), is_translation: tokens != [0], is_everyday: false }
    }

    /// A word with two translations, one of two tokens, and a word by itself, over a hundred passages of one report.
    fn notions(counts: [u32; 5]) -> Vec<Notion> {
        let tokens = ["payout", "出金", "代付", "出款", "merchant"];
        let tokens: Vec<Token> =
            tokens.iter().zip([1.0, 0.8, 0.8, 0.8, 1.0]).map(|(text, weight)| token(text, weight)).collect();
        let counts = [counts.to_vec()];
        let frequencies = Frequencies { counts: &counts, passages: 100, is_english: true };
        frequencies.notions(&tokens, &[vec![name(&[0]), name(&[1]), name(&[2, 3])]])
    }

    fn met(notion: &Notion, tokens: &[usize]) -> f32 {
        notion.met(&|token| if tokens.contains(&token) { 1.0 } else { 0.0 })
    }

    #[test]
    fn any_name_meets_a_notion_and_others_dilute_nothing() {
        let [payout, merchant] = &notions([0, 5, 8, 8, 3])[..] else { panic!("two notions") };
        assert!((met(payout, &[1]) - 1.0).abs() < 1e-5);
        assert!((met(payout, &[1, 2, 3]) - 1.0).abs() < 1e-5);
        assert!((met(payout, &[2]) - 0.5).abs() < 1e-5, "half of a name of two words");
        assert_eq!(met(payout, &[4]), 0.0);
        assert_eq!(met(merchant, &[4]), 1.0);
    }

    #[test]
    fn what_is_written_counts_more_than_what_a_glossary_puts_in() {
        let payout = &notions([4, 5, 8, 8, 3])[0];
        assert!((met(payout, &[0]) - 1.0).abs() < 1e-5);
        assert!((met(payout, &[1]) - 0.8).abs() < 1e-5);
    }

    #[test]
    fn a_notion_is_worth_as_much_as_its_commonest_name() {
        let weight = |counts| notions(counts)[0].weight;
        assert!(weight([0, 60, 2, 2, 3]) < weight([0, 5, 2, 2, 3]));
        assert_eq!(weight([0, 5, 0, 0, 3]), weight([0, 5, 1, 1, 3]), "a rarer one changes nothing");
    }

    #[test]
    fn what_no_passage_has_is_unknown() {
        let is_unknown = |counts| notions(counts).iter().map(|notion| notion.is_unknown).collect::<Vec<_>>();
        assert_eq!(is_unknown([0, 0, 0, 0, 3]), [true, false]);
        assert_eq!(is_unknown([0, 0, 0, 1, 0]), [false, true]);
    }
}
