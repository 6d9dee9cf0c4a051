//! Made-up material for the benches, the same at every run: a folder of many reports, and points with random vectors.

use std::path::Path;

use uuid::Uuid;
use zhoubao::lexicon::SparseVector;
use zhoubao::store::Point;

/// A small generator whose numbers depend on its seed alone.
///
/// Source: Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators (2014), SplitMix64.
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// Between -1 and 1.
    pub fn unit(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1 << 23) as f32 - 1.0
    }
}

/// The texts of the sample reports, README left out.
pub fn seeds() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .expect("the seeds are there")
        .map(|entry| entry.expect("a readable folder").path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md") && !path.ends_with("README.md"))
        .collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read_to_string(path).expect("a readable seed")).collect()
}

/// Report `number` of a long series: a sample report with other digits, so that no two are alike.
pub fn report(seeds: &[String], number: usize) -> (String, String) {
    let mut random = Random::new(number as u64);
    let date = "2023-06-20".parse::<jiff::civil::Date>().expect("a date");
    let date = date.checked_sub(jiff::Span::new().weeks(number as i64)).expect("within the calendar");
    let body: String = seeds[number % seeds.len()]
        .lines()
        .skip_while(|line| !line.starts_with("# 上周进展") && !line.starts_with("## "))
        .map(|line| format!("{}\n", other_digits(line, &mut random)))
        .collect();
    let week = date.iso_week_date().week();
    (format!("第{week}周 {date}.md"), format!("# 第{week}周 {date}\n\n{body}"))
}

/// Digits of long numbers change; dates, times, versions and percentages keep their looks.
fn other_digits(line: &str, random: &mut Random) -> String {
    let mut run = 0;
    line.chars()
        .map(|c| {
            run = if c.is_ascii_digit() { run + 1 } else { 0 };
            if run > 2 { char::from(b'0' + random.below(10) as u8) } else { c }
        })
        .collect()
}

/// A point as a passage makes one: 512 numbers of length one, some 50 terms out of 50,000 with a long tail, and a payload.
pub fn point(number: usize) -> Point {
    let mut random = Random::new(0x5eed ^ number as u64);
    Point {
        id: Uuid::from_u128(u128::from(random.next()) << 64 | number as u128),
        dense: Some(dense(&mut random)),
        sparse: Some(sparse(&mut random, 50)),
        payload: serde_json::Map::from_iter([
            ("kind".to_string(), "passage".into()),
            ("report".to_string(), Uuid::from_u128((number / 40) as u128).to_string().into()),
            ("hash".to_string(), "0".repeat(64).into()),
            ("passage".to_string(), if number.is_multiple_of(12) { "incident" } else { "item" }.into()),
            ("days".to_string(), vec![(number % 3650) as i64 + 16_000].into()),
            ("text".to_string(), "对账核对发现账户流水金额有差异，商户的对账单受到波及。".into()),
        ]),
    }
}

pub fn dense(random: &mut Random) -> Vec<f32> {
    let values: Vec<f32> = (0..512).map(|_| random.unit()).collect();
    let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
    values.into_iter().map(|value| value / length).collect()
}

pub fn sparse(random: &mut Random, terms: usize) -> SparseVector {
    SparseVector::from_weights((0..terms).map(|_| {
        // A uniform number to the fourth power: few terms are common, most are rare, as words are.
        let place = (f64::from(random.unit()).abs()).powi(4) * 50_000.0;
        (place as u32, 0.5 + random.unit().abs())
    }))
}
