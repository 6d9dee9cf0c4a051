//! Drops a model's thinking, `<think>…</think>`, from a reply that arrives in pieces cut anywhere. Pure.

const OPEN: &str = "<think>";
const CLOSE: &str = "</think>";

/// What a piece adds to the text that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Shown {
    /// This; may be empty.
    More(String),
    /// What was shown was thinking; the text begins anew with this, which may be empty.
    Anew(String),
}

/// A reply so far. Thinking counts where a reply begins: a tag in the midst of an answer is quoted text. Some templates
/// open the thinking in the prompt, so that only its end is in the reply; the text before that is void.
#[derive(Debug)]
pub(crate) struct Thoughts {
    state: State,
    has_thought: bool,
    /// What cannot be judged before more arrives.
    held: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Nothing but white space and closed thinking so far.
    Start,
    Thinking,
    /// Text. `may_be_thinking` while no thinking was seen: then a bare end tag makes all before it thinking.
    Text {
        may_be_thinking: bool,
    },
}

impl Thoughts {
    pub(crate) fn new() -> Self {
        Self { state: State::Start, has_thought: false, held: String::new() }
    }

    /// What `piece` adds.
    pub(crate) fn push(&mut self, piece: &str) -> Shown {
        self.held.push_str(piece);
        let mut shown = String::new();
        let mut is_anew = false;
        loop {
            match self.state {
                State::Start => {
                    let start = self.held.trim_start();
                    if let Some(rest) = start.strip_prefix(OPEN) {
                        self.held = rest.to_owned();
                        self.state = State::Thinking;
                    } else if OPEN.starts_with(start) {
                        break;
                    } else {
                        self.held = start.to_owned();
                        self.state = State::Text { may_be_thinking: !self.has_thought };
                    }
                }
                State::Thinking => match self.held.find(CLOSE) {
                    Some(at) => {
                        self.held.drain(..at + CLOSE.len());
                        self.state = State::Start;
                        self.has_thought = true;
                    }
                    None => {
                        let kept = self.held.len() - begun(&self.held, CLOSE);
                        self.held.drain(..kept);
                        break;
                    }
                },
                State::Text { may_be_thinking: true } => match self.held.find(CLOSE) {
                    Some(at) => {
                        self.held.drain(..at + CLOSE.len());
                        self.state = State::Start;
                        self.has_thought = true;
                        is_anew = true;
                        shown.clear();
                    }
                    None => {
                        let kept = self.held.len() - begun(&self.held, CLOSE);
                        shown.extend(self.held.drain(..kept));
                        break;
                    }
                },
                State::Text { may_be_thinking: false } => {
                    shown.push_str(&self.held);
                    self.held.clear();
                    break;
                }
            }
        }
        if is_anew { Shown::Anew(shown) } else { Shown::More(shown) }
    }

    /// What was held back to the end and is text after all.
    pub(crate) fn finish(self) -> String {
        match self.state {
            State::Thinking => String::new(),
            State::Start => self.held.trim_start().to_owned(),
            State::Text { .. } => self.held,
        }
    }
}

/// How many bytes at the end of `text` are a beginning of `tag`.
fn begun(text: &str, tag: &str) -> usize {
    (1..tag.len()).rev().find(|length| text.ends_with(&tag[..*length])).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Shown, Thoughts};

    /// What is shown in the end, and how often it began anew, for a reply in these pieces.
    fn read<'a>(pieces: impl IntoIterator<Item = &'a str>) -> (String, usize) {
        let mut thoughts = Thoughts::new();
        let (mut text, mut restarts) = (String::new(), 0);
        for piece in pieces {
            match thoughts.push(piece) {
                Shown::More(more) => text.push_str(&more),
                Shown::Anew(anew) => {
                    restarts += 1;
                    text = anew;
                }
            }
        }
        text.push_str(&thoughts.finish());
        (text, restarts)
    }

    #[test]
    fn thinking_at_the_start_is_dropped() {
        for (reply, text) in [
            ("<think>第1步：查\n</think>\n\n原因是磁盘满 [1]", "原因是磁盘满 [1]"),
            ("\n<think></think>是。", "是。"),
            ("<think>a</think><think>b</think>c", "c"),
            ("<think>never ends", ""),
            ("<thin", "<thin"),
            ("a < b", "a < b"),
            ("", ""),
        ] {
            assert_eq!(read([reply]), (text.to_owned(), 0), "{reply}");
        }
    }

    #[test]
    fn a_bare_end_voids_what_was_shown() {
        assert_eq!(read(["先想一想", "……</th", "ink>\n答案"]), ("答案".to_owned(), 1));
    }

    #[test]
    fn tags_inside_an_answer_are_text() {
        let reply = "<think>x</think>模型输出 <think> 与 </think> 标签 [1]";
        assert_eq!(read([reply]).0, "模型输出 <think> 与 </think> 标签 [1]");
        assert_eq!(read(["模型输出 <think> 标签"]).0, "模型输出 <think> 标签");
    }

    proptest! {
        /// Wherever a reply is cut, the same text is shown in the end.
        #[test]
        fn cuts_do_not_matter(parts in prop::collection::vec(
            prop::sample::select(vec!["<think>", "</think>", "<", "</t", "答", " ", "\n", "a", ">"]), 0..12),
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 0..6),
        ) {
            let reply = parts.concat();
            let places: Vec<usize> = reply.char_indices().map(|(at, _)| at).collect();
            let mut cuts: Vec<usize> = if places.is_empty() { Vec::new() } else { cuts.iter().map(|cut| *cut.get(&places)).collect() };
            cuts.sort_unstable();
            cuts.push(reply.len());
            let mut from = 0;
            let mut pieces = Vec::new();
            for cut in cuts {
                pieces.push(&reply[from..cut]);
                from = cut;
            }
            prop_assert_eq!(read(pieces).0, read([reply.as_str()]).0);
        }
    }
}
