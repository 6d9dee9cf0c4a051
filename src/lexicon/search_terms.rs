//! What a question is looked for by: its words, and which of them say one thing in several ways.

use super::token::{Token, TokenKind};

/// The words of a question with what else they are called.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchTerms {
    /// Each text once, with the largest of its weights; what is written comes before what a glossary adds.
    pub tokens: Vec<Token>,
    /// What has several names, the written one first.
    pub notions: Vec<Vec<ConceptName>>,
}

/// One of the names of a notion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConceptName {
    pub text: String,
    /// Indices into [`SearchTerms::tokens`], in ascending order.
    pub tokens: Vec<usize>,
    /// In the other language than the one written.
    pub is_translation: bool,
    /// From the dictionary of common words: one of several that it may be, which says nothing of how common the notion is.
    pub is_everyday: bool,
}

/// A name that a glossary adds.
pub(super) struct Added {
    pub text: String,
    pub tokens: Vec<Token>,
    /// What a written word's weight is times that of this.
    pub weight: f32,
    pub is_translation: bool,
    pub is_everyday: bool,
}

impl SearchTerms {
    pub(super) fn of(written: Vec<Token>) -> Self {
        let mut terms = Self::default();
        for token in written {
            terms.place(token);
        }
        terms
    }

    /// What each notion of the glossaries is called in the other language: the first name that they have, which is the usual one.
    pub fn translations(&self) -> impl Iterator<Item = &str> {
        self.notions
            .iter()
            .filter_map(|names| Some(names.iter().find(|name| name.is_translation && !name.is_everyday)?.text.as_str()))
    }

    /// What is `written`, of these tokens, is called otherwise too. Names of no tokens are left out.
    pub(super) fn add_notion(&mut self, written: &str, tokens: &[Token], others: Vec<Added>) {
        let tokens: Vec<usize> = tokens.iter().filter_map(|token| self.at(&token.text)).collect();
        let mut notion = vec![ConceptName {
            text: written.to_string(),
            tokens: in_order(tokens),
            is_translation: false,
            is_everyday: false,
        }];
        for Added { text, tokens, weight, is_translation, is_everyday } in others {
            let added = |token: Token| Token { kind: TokenKind::Translation, weight: token.weight * weight, ..token };
            let tokens = in_order(tokens.into_iter().map(|token| self.place(added(token))).collect());
            notion.push(ConceptName { text, tokens, is_translation, is_everyday });
        }
        let known = self.notions.iter().position(|known| known[0].tokens == notion[0].tokens);
        let at = known.unwrap_or_else(|| {
            self.notions.push(Vec::new());
            self.notions.len() - 1
        });
        for name in notion {
            let is_known = self.notions[at].iter().any(|known| known.tokens == name.tokens);
            if !name.tokens.is_empty() && !is_known {
                self.notions[at].push(name);
            }
        }
        self.notions.retain(|names| names.len() > 1);
    }

    fn at(&self, text: &str) -> Option<usize> {
        self.tokens.iter().position(|known| known.text == text)
    }

    /// The index of a token, which is added where it is new. What is written keeps its kind.
    fn place(&mut self, token: Token) -> usize {
        let at = self.at(&token.text).unwrap_or_else(|| {
            self.tokens.push(token.clone());
            self.tokens.len() - 1
        });
        self.tokens[at].weight = self.tokens[at].weight.max(token.weight);
        at
    }
}

fn in_order(mut places: Vec<usize>) -> Vec<usize> {
    places.sort_unstable();
    places.dedup();
    places
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::SearchTerms;
    use crate::lexicon::{Glossary, Segmenter, TokenKind};

    static SEGMENTER: LazyLock<Segmenter> = LazyLock::new(|| Segmenter::new(Glossary::built_in()));

    fn names(question: &str) -> Vec<Vec<String>> {
        let SearchTerms { notions, .. } = SEGMENTER.search_terms(question);
        notions.into_iter().map(|names| names.into_iter().map(|name| name.text).collect()).collect()
    }

    fn has(names: &[Vec<String>], written: &str, other: &str) -> bool {
        names.iter().any(|names| names[0] == written && names.iter().any(|name| name == other))
    }

    #[test]
    fn a_notion_has_its_names_in_both_languages() {
        assert!(has(&names("thermometers in the ward"), "thermometers", "温度计"));
        assert!(has(&names("温度计校准了吗"), "温度计", "thermometer"));
        assert!(has(&names("根本原因是什么"), "根本原因", "根因"));
    }

    #[test]
    fn what_is_written_weighs_most_and_a_synonym_least() {
        let terms = SEGMENTER.search_terms("cause of the drought");
        let weight = |text: &str| terms.tokens.iter().find(|token| token.text == text).map(|token| token.weight);
        assert_eq!(weight("drought"), Some(1.0));
        assert!(weight("干旱") < weight("drought"));
        let terms = SEGMENTER.search_terms("干旱");
        let found = terms.tokens.iter().find(|token| token.text == "旱灾").expect("another name");
        assert!(found.kind == TokenKind::Translation && found.weight < 0.5);
    }

    #[test]
    fn each_notion_has_one_translation_by_its_usual_name() {
        let translations =
            |text: &str| SEGMENTER.search_terms(text).translations().map(str::to_string).collect::<Vec<_>>();
        assert_eq!(translations("merchant discrepancy"), ["商户", "差异"]);
        assert_eq!(translations("根本原因"), ["cause"]);
        assert!(translations("8:30").is_empty());
    }

    #[test]
    fn a_common_word_counts_where_words_end() {
        // 会议室 has no 议室, 发行动作 no 行动.
        assert!(names("发行动作").iter().all(|names| names[0] != "行动"));
    }

    #[test]
    fn a_word_of_two_notions_is_one_with_the_names_of_both() {
        let written: Vec<String> =
            names("the incident was resolved").into_iter().map(|names| names[0].clone()).collect();
        assert_eq!(written.iter().filter(|name| *name == "resolved").count(), 1, "{written:?}");
    }
}
