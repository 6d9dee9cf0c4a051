//! Who has logged in on the page: a cookie with a number that nobody can guess, and the token's name beside it in memory.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::http::{HeaderMap, header};
use uuid::Uuid;

/// The cookie's name.
pub(in crate::serve) const COOKIE: &str = "zhoubao_session";

/// How long a login lasts.
const LASTS: Duration = Duration::from_secs(12 * 3600);

/// Logins at once; the oldest gives way.
const MOST: usize = 1_000;

/// The logins of a server; a restart forgets them.
#[derive(Default)]
pub(in crate::serve) struct Sessions {
    known: Mutex<HashMap<Uuid, (String, Instant)>>,
}

impl Sessions {
    /// A new login with the token `name`.
    pub(in crate::serve) fn begin(&self, name: &str) -> Uuid {
        let id = Uuid::new_v4();
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.retain(|_, (_, since)| since.elapsed() < LASTS);
        if known.len() >= MOST {
            let oldest = known.iter().min_by_key(|(_, (_, since))| *since).map(|(id, _)| *id);
            oldest.map(|oldest| known.remove(&oldest));
        }
        known.insert(id, (name.to_string(), Instant::now()));
        id
    }

    pub(in crate::serve) fn end(&self, headers: &HeaderMap) {
        if let Some(id) = of(headers) {
            self.known.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
        }
    }

    pub(super) fn token_name(&self, id: Uuid) -> Option<String> {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&id).filter(|(_, since)| since.elapsed() < LASTS).map(|(name, _)| name.clone())
    }
}

/// The login that a request's cookie names.
pub(super) fn of(headers: &HeaderMap) -> Option<Uuid> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(name, _)| *name == COOKIE).and_then(|(_, id)| id.parse().ok())
}
