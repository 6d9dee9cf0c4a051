//! Points to store: small ones whose fields are known by their number, and random ones for ranking.

use serde_json::{Map, Value, json};
use uuid::Uuid;
use zhoubao::store::{Hit, Point, Query, Record, SparseVector};

/// Numbers in a dense vector of the tests.
pub const WIDTH: usize = 4;

/// The id of point `number`; ascends with it.
pub fn id(number: u64) -> Uuid {
    Uuid::from_u64_pair(number, 0x5a)
}

pub fn number_of(id: Uuid) -> u64 {
    id.as_u64_pair().0
}

pub fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        other => panic!("not an object: {other}"),
    }
}

pub fn sparse(weights: &[(u32, f32)]) -> SparseVector {
    SparseVector::from_weights(weights.iter().copied())
}

/// A point that has term `number` to itself and term 1,000,000 in common with all others.
pub fn point(number: u64) -> Point {
    Point {
        id: id(number),
        dense: Some(vec![1.0, number as f32, 0.5, 0.25]),
        sparse: Some(sparse(&[(number as u32, 1.0), (1_000_000, 1.0)])),
        payload: object(json!({"kind": "passage", "number": number, "text": format!("第{number}周 清结算")})),
    }
}

pub fn with_payload(number: u64, payload: Value) -> Point {
    Point { payload: object(payload), ..point(number) }
}

pub fn numbers(records: &[Record]) -> Vec<u64> {
    records.iter().map(|record| number_of(record.id)).collect()
}

pub fn hit_numbers(hits: &[Hit]) -> Vec<u64> {
    hits.iter().map(|hit| number_of(hit.id)).collect()
}

/// A generator with a fixed seed: every run and both members see the same points.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// In 0..1.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1u64 << 24) as f32
    }

    /// Terms of which low numbers are common, as in language; weights all different, so that no two scores are equal.
    pub fn sparse(&mut self, terms: usize) -> SparseVector {
        let weights: Vec<(u32, f32)> =
            (0..terms).map(|_| (500f32.powf(self.unit()) as u32, 0.5 + self.unit())).collect();
        sparse(&weights)
    }

    pub fn dense(&mut self) -> Vec<f32> {
        (0..WIDTH).map(|_| self.unit() - 0.5).collect()
    }

    pub fn point(&mut self, number: u64) -> Point {
        Point {
            dense: Some(self.dense()),
            sparse: Some(self.sparse(12)),
            ..with_payload(
                number,
                json!({"kind": "passage", "date": 20_000 + number as i64, "label": format!("第{}周", number % 9)}),
            )
        }
    }
}

/// Finds every point of the corpus by its common word.
pub fn by_words() -> Query {
    Query { sparse: Some(sparse(&[(1_000_000, 1.0)])), ..Query::default() }
}
