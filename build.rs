//! Prepares jieba's dictionary, so that no process has to: to read its 349,000 lines took each of them a tenth of a second and
//! 50 MB. It becomes a finite state transducer, which is searched as it lies in the program, page by page.
//!
//! The lines are those of the `jieba-rs` that is linked, which does not hand them out; Cargo tells where its source lies.

#![allow(clippy::print_stdout, reason = "this is how a build script talks to Cargo")]

use std::collections::BTreeMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use fst::MapBuilder;
use jieba_rs::Jieba;
use serde_json::Value;

#[path = "src/lexicon/dictionary/packed.rs"]
mod packed;

use packed::TAG_BITS;

const GLOSSARY: &str = "src/lexicon/glossary.tsv";
const GENERAL: &str = "src/lexicon/general.tsv";
const EVERYDAY: &str = "src/lexicon/everyday.tsv";

/// Of the Chinese names of a common English word those by which it is found: later ones are further from it.
const TELLING_NAMES: usize = 4;

/// How many common English words one Chinese name leads to.
const MOST_WORDS: usize = 12;

fn main() -> Result<(), Box<dyn Error>> {
    for source in ["build.rs", "Cargo.lock", "src/lexicon/dictionary/packed.rs", GLOSSARY, GENERAL, EVERYDAY] {
        println!("cargo::rerun-if-changed={source}");
    }
    let folder = jieba_source()?;
    let file = folder.join("src/data/dict.txt");
    println!("cargo::rerun-if-changed={}", file.display());
    let text = fs::read_to_string(&file).map_err(|error| format!("jieba-rs has no {}: {error}", file.display()))?;
    let Prepared { dictionary, tags, total } = prepare(&text)?;
    let names = names(&text)?;
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    fs::write(out.join("dictionary.fst"), dictionary)?;
    fs::write(out.join("tags.txt"), tags.join("\n"))?;
    fs::write(out.join("total.rs"), total.to_string())?;
    fs::write(out.join("names.rs"), names)?;
    let glossary = Notions::read(&fs::read_to_string(GLOSSARY)?);
    fs::write(out.join("glossary.rs"), glossary.counted())?;
    fs::write(out.join("glossary.txt"), glossary.lines())?;
    fs::write(out.join("general.txt"), Notions::read(&fs::read_to_string(GENERAL)?).lines())?;
    let everyday = Notions::read(&fs::read_to_string(EVERYDAY)?).found_by_name()?;
    fs::write(out.join("everyday.txt"), everyday.entries)?;
    fs::write(out.join("everyday_english.fst"), everyday.english)?;
    fs::write(out.join("everyday_chinese.fst"), everyday.chinese)?;
    fs::write(out.join("everyday_shared.txt"), everyday.shared)?;
    Ok(())
}

/// What `lexicon::everyday` is made of.
struct FoundByName {
    /// One a line.
    entries: String,
    /// From an English name to where its entry begins.
    english: Vec<u8>,
    /// From a Chinese name to where its line of `shared` begins.
    chinese: Vec<u8>,
    /// Where the entries begin that share a Chinese name.
    shared: String,
}

struct Prepared<'a> {
    /// The transducer's bytes.
    dictionary: Vec<u8>,
    /// The first is none at all, for words that are added while the program runs.
    tags: Vec<&'a str>,
    /// The counts of all words together.
    total: u64,
}

/// Each line is `word count tag`.
fn prepare(text: &str) -> Result<Prepared<'_>, Box<dyn Error>> {
    let mut tags = vec![""];
    let mut words = Vec::new();
    let mut total = 0;
    for line in text.lines() {
        let [word, count, tag] = line.split_ascii_whitespace().collect::<Vec<_>>()[..] else {
            return Err(format!("a line of jieba's dictionary is not `word count tag`: {line}").into());
        };
        let tag = tags.iter().position(|known| *known == tag).unwrap_or_else(|| {
            tags.push(tag);
            tags.len() - 1
        });
        let count: u64 = count.parse()?;
        total += count;
        words.push((word, (count << TAG_BITS) | tag as u64));
    }
    if tags.len() > 1 << TAG_BITS {
        return Err(format!("jieba's dictionary has {} tags: more than fit", tags.len()).into());
    }
    words.sort_unstable();
    let mut dictionary = MapBuilder::memory();
    for (word, packed) in words {
        dictionary.insert(word, packed)?;
    }
    Ok(Prepared { dictionary: dictionary.into_inner()?, tags, total })
}

/// The notions of a glossary: of each its Chinese and its English names, in lower case.
struct Notions(Vec<[Vec<String>; 2]>);

impl Notions {
    /// Lines of `中文、别名<TAB>english, alias`, as `Glossary::parse` reads them.
    fn read(text: &str) -> Self {
        let names = |side: &str| {
            let names = side.split(['、', ',', '，']).map(|name| name.trim().to_lowercase());
            names.filter(|name| !name.is_empty()).collect()
        };
        let lines = text.lines().map(str::trim_end).filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(
            lines
                .map(|line| line.split_once('\t').unwrap_or((line, "")))
                .map(|(zh, en)| [names(zh), names(en)])
                .collect(),
        )
    }

    /// One a line, so that no start looks at 25,000 names as people write them.
    fn lines(&self) -> String {
        self.0.iter().map(|[chinese, english]| format!("{}\t{}\n", chinese.join(","), english.join(","))).collect()
    }

    /// As `lexicon::everyday` searches them; of entries that share an English name the first counts.
    fn found_by_name(&self) -> Result<FoundByName, Box<dyn Error>> {
        let entries = self.lines();
        let mut english: BTreeMap<&str, u64> = BTreeMap::new();
        let mut chinese: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        let mut place = 0;
        for ([names, words], line) in self.0.iter().zip(entries.split_inclusive('\n')) {
            for word in words {
                english.entry(word).or_insert(place);
            }
            for name in names.iter().take(TELLING_NAMES).filter(|name| name.chars().count() > 1) {
                let places = chinese.entry(name).or_default();
                if places.len() < MOST_WORDS {
                    places.push(place.to_string());
                }
            }
            place += line.len() as u64;
        }
        let mut shared = String::new();
        let mut lines = Vec::new();
        for (name, places) in &chinese {
            lines.push((*name, shared.len() as u64));
            shared.push_str(&places.join(","));
            shared.push('\n');
        }
        let map = |of: Vec<(&str, u64)>| -> Result<Vec<u8>, fst::Error> {
            let mut map = MapBuilder::memory();
            map.extend_iter(of)?;
            map.into_inner()
        };
        Ok(FoundByName { english: map(english.into_iter().collect())?, chinese: map(lines)?, shared, entries })
    }

    /// The Chinese names with the counts that keep them whole, each beside those before it, as the dictionary adds them: to
    /// reckon them took 3 ms of every start. Rust source.
    fn counted(&self) -> String {
        let mut jieba = Jieba::new();
        let names = self.0.iter().flat_map(|[chinese, _]| chinese);
        let counted: String =
            names.map(|name| format!("({name:?}, {}),\n", jieba.add_word(name, None, None))).collect();
        format!("&[\n{counted}]")
    }
}

/// How much likelier each character is in a person's name than as a word of its own: hundredths of the logarithm of that ratio as the
/// first of a name and as a later one, from the dictionary's names and counts. Rust source: what holds for a character that is not listed,
/// then the others by their code points.
fn names(text: &str) -> Result<String, Box<dyn Error>> {
    let mut counts: BTreeMap<char, Counts> = BTreeMap::new();
    let mut all = Counts::default();
    for line in text.lines() {
        let [word, count, tag] = line.split_ascii_whitespace().collect::<Vec<_>>()[..] else { continue };
        let chars: Vec<char> = word.chars().collect();
        if let [alone] = chars[..] {
            let count: f64 = count.parse()?;
            counts.entry(alone).or_default().alone += count;
            all.alone += count;
        } else if tag == "nr" && chars.len() <= 3 {
            counts.entry(chars[0]).or_default().first += 1.0;
            all.first += 1.0;
            for later in &chars[1..] {
                counts.entry(*later).or_default().later += 1.0;
                all.later += 1.0;
            }
        }
    }
    let weights = |of: &Counts| {
        // What was never counted may still be: half a name, one word.
        let alone = ((of.alone + 1.0) / all.alone).ln();
        let hundredths = |named: f64, of_all: f64| (100.0 * (((named + 0.5) / of_all).ln() - alone)).round();
        format!("{}, {}", hundredths(of.first, all.first), hundredths(of.later, all.later))
    };
    let listed: String = counts.iter().map(|(c, of)| format!("({c:?}, {}),\n", weights(of))).collect();
    Ok(format!("(({}), &[\n{listed}])", weights(&Counts::default())))
}

/// How often a character was counted.
#[derive(Default)]
struct Counts {
    alone: f64,
    first: f64,
    later: f64,
}

/// The folder of the `jieba-rs` that this package links, wherever Cargo keeps it: fetched or vendored.
fn jieba_source() -> Result<PathBuf, Box<dyn Error>> {
    let metadata = metadata(&["--offline"]).or_else(|_| metadata(&[]))?;
    let id = metadata["resolve"]["nodes"]
        .as_array()
        .and_then(|nodes| nodes.iter().find(|node| node["id"] == metadata["resolve"]["root"]))
        .and_then(|root| root["deps"].as_array()?.iter().find(|library| library["name"] == "jieba_rs"))
        .map(|library| &library["pkg"]);
    let package =
        metadata["packages"].as_array().and_then(|packages| packages.iter().find(|one| Some(&one["id"]) == id));
    let manifest = package.and_then(|package| package["manifest_path"].as_str());
    let folder = manifest.and_then(|manifest| Path::new(manifest).parent());
    Ok(folder.ok_or("`cargo metadata` names no jieba-rs among what this package depends on")?.to_path_buf())
}

/// What Cargo knows of this package and all that it depends on. A first build may have fetched just what it needs, not what
/// tests need, which `--offline` then refuses.
fn metadata(options: &[&str]) -> Result<Value, Box<dyn Error>> {
    let target = env::var("TARGET")?;
    let fixed = ["metadata", "--format-version", "1", "--locked", "--filter-platform", &target];
    let output = Command::new(env::var_os("CARGO").ok_or("no CARGO")?).args(fixed).args(options).output()?;
    if !output.status.success() {
        return Err(format!("`cargo metadata` failed:\n{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}
