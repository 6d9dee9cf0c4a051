//! Conversations as the page shows them: what was asked and answered, for whoever comes back to its address. In memory alone, and
//! bounded; follow-ups themselves lean on [`Conversations`](super::super::conversations::Conversations).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use uuid::Uuid;

/// Conversations that are kept; the one that rested longest gives way.
const MOST: usize = 200;

/// Questions of one that are shown.
const MOST_TURNS: usize = 30;

/// Bytes of all answers together.
const MOST_BYTES: usize = 32 << 20;

/// How long one may rest.
const REST: Duration = Duration::from_secs(12 * 3600);

/// What was asked in a conversation and the JSON contract of what was answered, in order.
pub(super) type Exchange = (String, Value);

#[derive(Clone, Default)]
pub(super) struct Threads {
    kept: Arc<Mutex<HashMap<Uuid, Thread>>>,
}

struct Thread {
    /// Question and answer, the answer as text: a tree of values takes several times the room.
    turns: Vec<(String, String)>,
    last: Instant,
}

impl Thread {
    fn bytes(&self) -> usize {
        self.turns.iter().map(|(question, answer)| question.len() + answer.len()).sum()
    }
}

impl Threads {
    /// Nothing for one that is new, or forgotten.
    pub(super) fn turns(&self, id: Uuid) -> Vec<Exchange> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known = kept.get(&id).filter(|known| known.last.elapsed() < REST);
        let turns = known.into_iter().flat_map(|known| &known.turns);
        turns.filter_map(|(question, answer)| Some((question.clone(), serde_json::from_str(answer).ok()?))).collect()
    }

    pub(super) fn push(&self, id: Uuid, question: &str, answer: &Value) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|_, known| known.last.elapsed() < REST);
        let known = kept.entry(id).or_insert_with(|| Thread { turns: Vec::new(), last: Instant::now() });
        known.last = Instant::now();
        known.turns.push((question.to_string(), answer.to_string()));
        if known.turns.len() > MOST_TURNS {
            known.turns.remove(0);
        }
        while kept.len() > MOST || kept.len() > 1 && kept.values().map(Thread::bytes).sum::<usize>() > MOST_BYTES {
            let others = kept.iter().filter(|(other, _)| **other != id);
            let Some(oldest) = others.min_by_key(|(_, known)| known.last).map(|(id, _)| *id) else { break };
            kept.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use uuid::Uuid;

    use super::{MOST, MOST_BYTES, MOST_TURNS, Threads};

    #[test]
    fn a_conversation_shows_its_last_answers_and_the_oldest_one_gives_way() {
        let threads = Threads::default();
        let id = Uuid::from_u128(1);
        for n in 0..MOST_TURNS + 3 {
            threads.push(id, &format!("问题{n}"), &json!({ "answer": n }));
        }
        let turns = threads.turns(id);
        assert_eq!((turns.len(), turns[0].0.as_str()), (MOST_TURNS, "问题3"));
        for n in 0..MOST {
            threads.push(Uuid::from_u128(100 + n as u128), "?", &json!({}));
        }
        assert!(threads.turns(id).is_empty());
    }

    #[test]
    fn long_answers_push_out_old_conversations_and_never_their_own() {
        let threads = Threads::default();
        let long = json!({ "answer": "长".repeat(MOST_BYTES / 6) });
        for n in 1..=3 {
            threads.push(Uuid::from_u128(n), "?", &long);
        }
        assert!(threads.turns(Uuid::from_u128(1)).is_empty());
        assert_eq!(threads.turns(Uuid::from_u128(3)).len(), 1);
    }
}
