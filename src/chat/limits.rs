//! How many calls run at once and how fast they may spend tokens and requests: so that a batch job stays below a
//! server's limits instead of running into them.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::Instant;

use crate::chat::options::Limits;

/// Where calls wait for their turn.
#[derive(Debug)]
pub(crate) struct Gate {
    seats: Arc<Semaphore>,
    rates: Mutex<Rates>,
}

#[derive(Debug)]
struct Rates {
    tokens: Option<Bucket>,
    requests: Option<Bucket>,
}

/// The right to run; dropping it lets the next call in.
#[derive(Debug)]
pub(crate) struct Seat {
    // The semaphore is never closed, so there always is one.
    _permit: Option<OwnedSemaphorePermit>,
}

impl Gate {
    pub(crate) fn new(limits: Limits, now: Instant) -> Self {
        let bucket = |per_minute: Option<u32>| per_minute.map(|per_minute| Bucket::new(per_minute, now));
        let rates = Rates { tokens: bucket(limits.tokens_per_minute), requests: bucket(limits.requests_per_minute) };
        Self { seats: Arc::new(Semaphore::new(limits.concurrency.get())), rates: Mutex::new(rates) }
    }

    /// Waits until one of the calls before has ended, in the order of asking.
    pub(crate) async fn enter(&self) -> Seat {
        Seat { _permit: Arc::clone(&self.seats).acquire_owned().await.ok() }
    }

    /// Takes one request and `tokens` at time `now`, and says how long to wait before they may be used.
    pub(crate) fn take(&self, tokens: usize, now: Instant) -> Duration {
        let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
        let for_tokens = rates.tokens.as_mut().map(|bucket| bucket.take(tokens, now));
        let for_request = rates.requests.as_mut().map(|bucket| bucket.take(1, now));
        for_tokens.into_iter().chain(for_request).max().unwrap_or_default()
    }

    /// Puts right what was taken when it is known what was used.
    pub(crate) fn correct(&self, taken_tokens: usize, used_tokens: usize) {
        let mut rates = self.rates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bucket) = rates.tokens.as_mut() {
            bucket.correct(taken_tokens, used_tokens);
        }
    }
}

/// A token bucket that holds a minute's worth. It may be overdrawn: who overdraws it waits until it is level again, so
/// that a request larger than the bucket still goes, and waits are in the order of asking.
#[derive(Debug)]
struct Bucket {
    per_minute: f64,
    level: f64,
    at: Instant,
}

impl Bucket {
    fn new(per_minute: u32, now: Instant) -> Self {
        // A limit of nothing would wait for ever.
        let per_minute = f64::from(per_minute.max(1));
        Self { per_minute, level: per_minute, at: now }
    }

    fn take(&mut self, amount: usize, now: Instant) -> Duration {
        let minutes = now.saturating_duration_since(self.at).as_secs_f64() / 60.0;
        self.at = self.at.max(now);
        self.level = (self.level + minutes * self.per_minute).min(self.per_minute) - amount as f64;
        let missing_minutes = (-self.level / self.per_minute).max(0.0);
        Duration::try_from_secs_f64(missing_minutes * 60.0).unwrap_or(Duration::MAX)
    }

    fn correct(&mut self, taken: usize, used: usize) {
        self.level = (self.level + taken as f64 - used as f64).min(self.per_minute);
    }
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;
    use std::time::Duration;

    use tokio::time::Instant;

    use super::Gate;
    use crate::chat::options::Limits;

    fn gate(tokens: Option<u32>, requests: Option<u32>, now: Instant) -> Gate {
        let limits =
            Limits { concurrency: NonZeroUsize::MIN, tokens_per_minute: tokens, requests_per_minute: requests };
        Gate::new(limits, now)
    }

    fn seconds(wait: Duration) -> f64 {
        (wait.as_secs_f64() * 1000.0).round() / 1000.0
    }

    #[test]
    fn without_limits_nobody_waits() {
        let now = Instant::now();
        let gate = gate(None, None, now);
        assert!((0..100).all(|_| gate.take(1_000_000, now).is_zero()));
    }

    #[test]
    fn a_minute_of_tokens_goes_at_once_and_the_rest_as_it_comes_in() {
        let now = Instant::now();
        let gate = gate(Some(6000), None, now);
        assert_eq!([gate.take(4000, now), gate.take(2000, now)].map(seconds), [0.0, 0.0]);
        // 100 tokens come in each second; the third waits for its own, the fourth behind the third.
        assert_eq!([gate.take(500, now), gate.take(1000, now)].map(seconds), [5.0, 15.0]);
        let later = now + Duration::from_secs(20);
        assert_eq!([gate.take(500, later), gate.take(100, later)].map(seconds), [0.0, 1.0]);
    }

    #[test]
    fn an_idle_hour_saves_up_one_minute_only() {
        let start = Instant::now();
        let gate = gate(Some(600), None, start);
        let now = start + Duration::from_secs(3600);
        assert_eq!([gate.take(600, now), gate.take(10, now)].map(seconds), [0.0, 1.0]);
    }

    #[test]
    fn a_request_larger_than_the_bucket_still_goes() {
        let now = Instant::now();
        assert_eq!(seconds(gate(Some(600), None, now).take(1200, now)), 60.0);
    }

    #[test]
    fn true_usage_gives_back_what_was_estimated_too_high() {
        let now = Instant::now();
        let gate = gate(Some(6000), None, now);
        assert!(gate.take(6000, now).is_zero());
        gate.correct(6000, 1000);
        assert_eq!([gate.take(5000, now), gate.take(100, now)].map(seconds), [0.0, 1.0]);
        gate.correct(100, 400);
        assert_eq!(seconds(gate.take(0, now)), 4.0);
    }

    #[test]
    fn requests_have_a_limit_of_their_own_and_the_longer_wait_counts() {
        let now = Instant::now();
        let gate = gate(Some(60), Some(2), now);
        assert_eq!([gate.take(1, now), gate.take(1, now), gate.take(1, now)].map(seconds), [0.0, 0.0, 30.0]);
        assert_eq!(seconds(gate.take(157, now)), 100.0);
    }
}
