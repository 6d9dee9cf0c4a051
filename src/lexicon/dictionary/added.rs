//! Words that are added while the program runs: a trie of characters, small beside the dictionary.

use super::Word;

#[derive(Debug, Default)]
pub(super) struct AddedWords {
    /// The first is the root, where there is any.
    nodes: Vec<Node>,
}

#[derive(Debug, Default)]
struct Node {
    word: Option<Word>,
    /// In the characters' order, each with its node's place.
    next: Vec<(char, usize)>,
}

impl AddedWords {
    pub(super) fn insert(&mut self, word: &str, found: Word) {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let mut at = 0;
        for c in word.chars() {
            at = match self.nodes[at].next.binary_search_by_key(&c, |(c, _)| *c) {
                Ok(place) => self.nodes[at].next[place].1,
                Err(place) => {
                    let new = self.nodes.len();
                    self.nodes.push(Node::default());
                    self.nodes[at].next.insert(place, (c, new));
                    new
                }
            };
        }
        self.nodes[at].word = Some(found);
    }

    /// Where a walk begins.
    pub(super) fn root(&self) -> Option<usize> {
        (!self.nodes.is_empty()).then_some(0)
    }

    /// The node after `c`, and the word that ends there.
    pub(super) fn step(&self, at: usize, c: char) -> Option<(usize, Option<Word>)> {
        let next = &self.nodes[at].next;
        let place = next.binary_search_by_key(&c, |(c, _)| *c).ok()?;
        let at = next[place].1;
        Some((at, self.nodes[at].word))
    }
}
