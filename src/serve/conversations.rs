//! What was asked before, for follow-ups: kept in memory alone, for a while.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use uuid::Uuid;

use crate::question::Turn;

/// Conversations that are kept, and what all of them may take; the one that rested longest gives way.
const MOST: usize = 1_000;
const MOST_BYTES: usize = 16 << 20;

/// Turns of one that follow-ups can look back at.
const MOST_TURNS: usize = 20;

/// How long one may rest.
const REST: Duration = Duration::from_secs(12 * 3600);

/// The conversations of a server, by their ids, which nobody can guess.
#[derive(Default)]
pub(super) struct Conversations {
    kept: Mutex<HashMap<Uuid, Conversation>>,
}

struct Conversation {
    turns: Vec<Turn>,
    bytes: usize,
    last: Instant,
}

impl Conversations {
    /// What was asked and answered in a conversation; nothing in one that is new, or forgotten.
    pub(super) fn turns(&self, id: Uuid) -> Vec<Turn> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.get(&id).filter(|known| known.last.elapsed() < REST).map(|known| known.turns.clone()).unwrap_or_default()
    }

    pub(super) fn push(&self, id: Uuid, turn: Turn) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, known| known.last.elapsed() < REST);
        let new = || Conversation { turns: Vec::new(), bytes: 0, last: Instant::now() };
        let known = kept.entry(id).or_insert_with(new);
        known.last = Instant::now();
        known.bytes += turn.bytes();
        known.turns.push(turn);
        if known.turns.len() > MOST_TURNS {
            known.bytes -= known.turns.remove(0).bytes();
        }
        let mut bytes: usize = kept.values().map(|known| known.bytes).sum();
        while kept.len() > MOST || bytes > MOST_BYTES {
            let others = kept.iter().filter(|(known, _)| **known != id);
            let Some(oldest) = others.min_by_key(|(_, known)| known.last).map(|(id, _)| *id) else { break };
            bytes -= kept.remove(&oldest).map_or(0, |gone| gone.bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::{Conversations, MOST, MOST_BYTES, MOST_TURNS};
    use crate::question::Turn;

    #[test]
    fn a_conversation_keeps_its_last_turns_and_others_know_nothing_of_it() {
        let conversations = Conversations::default();
        let id = Uuid::from_u128(1);
        for n in 0..MOST_TURNS + 5 {
            conversations.push(id, Turn::new(&format!("问题{n}"), Vec::new()));
        }
        let turns = conversations.turns(id);
        assert_eq!((turns.len(), turns[0].question.as_str()), (MOST_TURNS, "问题5"));
        assert!(conversations.turns(Uuid::from_u128(2)).is_empty());
    }

    #[test]
    fn the_one_that_rested_longest_gives_way() {
        let conversations = Conversations::default();
        for n in 0..=MOST {
            conversations.push(Uuid::from_u128(n as u128), Turn::new("问题", Vec::new()));
        }
        assert!(conversations.turns(Uuid::from_u128(0)).is_empty());
        assert_eq!(conversations.turns(Uuid::from_u128(MOST as u128)).len(), 1);
    }

    #[test]
    fn long_questions_do_not_fill_the_memory() {
        let conversations = Conversations::default();
        let long = "问".repeat(MOST_BYTES / 12);
        for n in 0..9 {
            conversations.push(Uuid::from_u128(n), Turn::new(&long, Vec::new()));
        }
        let kept: Vec<bool> = (0..9).map(|n| !conversations.turns(Uuid::from_u128(n)).is_empty()).collect();
        assert_eq!(kept, [false, false, false, false, false, false, true, true, true]);
    }
}
