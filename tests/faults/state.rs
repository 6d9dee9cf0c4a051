//! All that an index says: every point with its payload, the notes, and what either leg finds.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};
use uuid::Uuid;
use zhoubao::lexicon::{Glossary, Segmenter, query_vector};
use zhoubao::store::{Access, Location, Query, Store, StoreError};

const WORDS: [&str; 5] = ["对账", "新", "渠道", "连接数", "25"];

#[derive(Debug, PartialEq)]
pub struct State {
    points: BTreeMap<Uuid, Value>,
    counted: u64,
    notes: Value,
    /// Of some words: the points found. Not their scores: what is rare is counted with points that are only marked as
    /// deleted until segments are rewritten.
    found: Vec<BTreeSet<Uuid>>,
}

impl State {
    pub async fn of(location: &Location) -> Self {
        let store = Store::open(location, Access::Existing, Duration::from_secs(10)).await;
        Self::read(&store.expect("an index that opens")).await
    }

    /// `None` where there is no index yet, or none any more.
    pub async fn try_of(location: &Location) -> Option<Self> {
        match Store::open(location, Access::Existing, Duration::from_secs(10)).await {
            Ok(store) => Some(Self::read(&store).await),
            Err(StoreError::NotFound { .. }) => None,
            Err(error) => panic!("{error}"),
        }
    }

    async fn read(store: &Store) -> Self {
        let points: BTreeMap<Uuid, Value> = store
            .scroll(None, None)
            .await
            .expect("read")
            .into_iter()
            .map(|record| (record.id, Value::Object(record.payload)))
            .collect();
        let segmenter = Segmenter::new(Glossary::built_in());
        let mut found = Vec::new();
        for word in WORDS {
            let query = Query {
                sparse: Some(query_vector(&segmenter.tokens(word))),
                limit: points.len(),
                prefetch_limit: points.len(),
                ..Query::default()
            };
            found.push(store.query(&query).await.expect("found").iter().map(|hit| hit.id).collect());
        }
        Self {
            counted: store.count(None).await.expect("counted"),
            notes: Value::Object(store.meta().await.expect("notes")),
            points,
            found,
        }
    }

    /// Whether the index says itself that it is not complete.
    pub fn is_announced(&self) -> bool {
        // Of an index without reports every command says that it has none.
        self.counted == 0 || self.notes["unfinished"].as_array().is_some_and(|paths| !paths.is_empty())
    }

    /// As [`Self::difference`], whatever came first: the average that words are weighed with is that of the first run, until it has
    /// moved by a tenth.
    pub fn difference_in_any_order(&self, wanted: &Self) -> Option<String> {
        let with = |notes: &Value| json!({ "unfinished": notes["unfinished"] });
        let reduced = |state: &Self| Self {
            points: state.points.clone(),
            counted: state.counted,
            notes: with(&state.notes),
            found: state.found.clone(),
        };
        reduced(self).difference(&reduced(wanted))
    }

    /// What differs from `wanted`, for a person to read; `None` when nothing does.
    pub fn difference(&self, wanted: &Self) -> Option<String> {
        if self == wanted {
            return None;
        }
        let lacking = wanted.points.keys().filter(|id| !self.points.contains_key(id)).count();
        let extra = self.points.keys().filter(|id| !wanted.points.contains_key(id)).count();
        let other =
            self.points.iter().filter(|(id, point)| wanted.points.get(id).is_some_and(|wanted| wanted != *point));
        let searches = self.found.iter().zip(&wanted.found).filter(|(found, wanted)| found != wanted).count();
        Some(format!(
            "{lacking} points lack, {extra} are too many, {} have another payload; counted {} for {}; notes {} for {}; {searches} searches differ",
            other.count(),
            self.counted,
            wanted.counted,
            self.notes,
            wanted.notes,
        ))
    }
}
