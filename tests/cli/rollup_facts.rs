//! What the roll-ups of the samples' June and second quarter of 2023 state, held against `labels/rollup.jsonl`: the same
//! facts put down by hand from the reports, by somebody who had not seen the program or what it says.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use serde_json::Value;
use zhoubao::citation::{Source, check};

use crate::desk::{Desk, seeds};

const LABELS: &str = include_str!("../labels/rollup.jsonl");
const PERIODS: [&str; 2] = ["2023-06", "2023Q2"];

/// (file, line).
type At = (String, u64);

fn labels(period: &str, part: &str) -> Vec<Value> {
    let all = LABELS.lines().map(|line| serde_json::from_str::<Value>(line).expect("a label"));
    all.filter(|label| label["period"] == period && label["part"] == part).collect()
}

/// The roll-up of all samples as JSON; one index for all tests here.
fn rollup(period: &str) -> Value {
    static DESK: OnceLock<Desk> = OnceLock::new();
    static KEPT: OnceLock<std::sync::Mutex<BTreeMap<String, Value>>> = OnceLock::new();
    let mut kept = KEPT.get_or_init(Default::default).lock().expect("no test panics while it asks");
    if let Some(known) = kept.get(period) {
        return known.clone();
    }
    let desk = DESK.get_or_init(|| {
        let desk = Desk::new();
        let run = desk.run(["ingest", &seeds().display().to_string(), "--embedder", "none"]);
        assert_eq!(run.code, 0, "{run}");
        desk
    });
    let run = desk.run(["rollup", period, "--json"]);
    assert_eq!(run.code, 0, "{run}");
    let value: Value = serde_json::from_str(&run.stdout).expect("JSON");
    kept.insert(period.to_string(), value.clone());
    value
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Every line of the sources that `value` cites.
fn cited(rollup: &Value, citations: &Value) -> BTreeSet<At> {
    let numbers = list(citations).iter().filter_map(Value::as_u64);
    numbers.flat_map(|n| lines_of(&list(&rollup["sources"])[usize::try_from(n).expect("small") - 1])).collect()
}

fn lines_of(place: &Value) -> Vec<At> {
    let line = |at: usize| place["lines"][at].as_u64().expect("a line");
    (line(0)..=line(1)).map(|line| (text(&place["path"]).to_string(), line)).collect()
}

fn at(value: &Value) -> At {
    (text(&value[0]).to_string(), value[1].as_u64().expect("a line"))
}

#[test]
fn every_source_is_the_lines_that_it_names() {
    for period in PERIODS {
        let rollup = rollup(period);
        for source in list(&rollup["sources"]) {
            let file = fs::read_to_string(seeds().join(text(&source["path"]))).expect("a sample report");
            let line = |at: usize| usize::try_from(source["lines"][at].as_u64().expect("a line")).expect("small");
            let lines: Vec<&str> = file.lines().skip(line(0) - 1).take(line(1) - line(0) + 1).collect();
            let bare = |text: &str| text.split_whitespace().collect::<String>();
            let (lines, quote) = (bare(&lines.join("\n")), bare(text(&source["quote"])));
            // One sentence of a line may be the source.
            assert!(lines.contains(&quote), "not in its lines: {source:#}");
            assert!(!quote.is_empty(), "{source:#}");
        }
    }
}

/// Every sentence of the reports that a roll-up shows, with its sources.
fn sentences(rollup: &Value) -> Vec<(String, Value)> {
    let mut found: Vec<(String, Value)> = Vec::new();
    let mut add = |words: &Value, citations: &Value| {
        if let Some(words) = words.as_str().filter(|words| !words.is_empty()) {
            found.push((words.to_string(), citations.clone()));
        }
    };
    for part in ["rows", "outside"] {
        for row in list(&rollup["incidents"][part]) {
            for words in ["summary", "impact", "cause", "handling"] {
                add(&row[words], &row["citations"]);
            }
            list(&row["later"]).iter().for_each(|told| add(&told["text"], &told["citations"]));
        }
    }
    for part in ["rows", "single"] {
        for row in list(&rollup["metrics"][part]) {
            // 目标, 累计: what the value is of stands in its name.
            for at in ["first", "last", "highest", "lowest"] {
                let qualifier = text(&row["qualifier"]);
                // What is only wanted has to say so, in the report's own words.
                let name = if qualifier == "目标" { text(&row["metric"]) } else { "" };
                let words = format!("{qualifier}{name}{}", text(&row[at]["text"]));
                add(&Value::from(words), &row[at]["citations"]);
            }
        }
    }
    for work in list(&rollup["objectives"]).iter().flat_map(|objective| list(&objective["works"])) {
        add(&work["last"]["text"], &work["last"]["citations"]);
        add(&work["landed"]["text"], &work["landed"]["citations"]);
        for slip in list(&work["slips"]) {
            let ends = list(&slip["citations"]);
            add(&slip["from"]["text"], &Value::from(vec![ends[0].clone()]));
            add(&slip["to"]["text"], &Value::from(vec![ends[1].clone()]));
        }
        for end in ["first", "last"] {
            let progress = &work["progress"][end];
            let percent = progress["percent"].as_f64().map(|percent| Value::from(format!("{percent}%")));
            add(&percent.unwrap_or_default(), &progress["citations"]);
        }
    }
    for row in list(&rollup["promises"]["rows"]) {
        // Before the planned day stands the name that the work was first called by.
        let words = text(&row["promise"]);
        let day = words.rsplit(' ').next().unwrap_or_default();
        let end = day.find(|c: char| !c.is_ascii_digit() && !"/-.月日底中旬上下初".contains(c)).unwrap_or(day.len());
        let own = if row["kind"] == "plan" { &day[..end] } else { words };
        add(&Value::from(own), &row["citations"]);
        add(&row["evidence"]["text"], &row["evidence"]["citations"]);
    }
    for part in ["reflections", "risks", "ahead"] {
        list(&rollup[part]).iter().for_each(|item| add(&item["text"], &item["citations"]));
    }
    for item in list(&rollup["objectives"]).iter().flat_map(|objective| list(&objective["digest"]["items"])) {
        add(&item["text"], &item["citations"]);
    }
    found
}

#[test]
fn every_line_is_borne_by_the_sources_that_it_cites() {
    for period in PERIODS {
        let rollup = rollup(period);
        let headings: Vec<Vec<String>> = list(&rollup["sources"])
            .iter()
            .map(|source| list(&source["section"]).iter().map(|heading| text(heading).to_string()).collect())
            .collect();
        let sources: Vec<Source<'_>> = list(&rollup["sources"])
            .iter()
            .zip(&headings)
            .enumerate()
            .map(|(at, (source, section))| Source {
                n: at + 1,
                text: text(&source["quote"]),
                label: text(&source["report"]),
                date: text(&source["date"]).parse().ok(),
                coverage: None,
                section,
            })
            .collect();
        let (mut borne, mut faulty) = (0, Vec::new());
        for (words, citations) in sentences(&rollup) {
            let marks: String = list(&citations).iter().map(|n| format!("[{n}]")).collect();
            assert!(!marks.is_empty(), "{words} cites nothing");
            let checked = check(&format!("{words}{marks}"), &sources, "");
            // The very words of the report are borne whatever is read in them.
            let said = words.rsplit_once('：').map_or(words.as_str(), |(_, said)| said);
            let is_quoted = list(&citations).iter().filter_map(Value::as_u64).any(|n| {
                usize::try_from(n)
                    .ok()
                    .and_then(|n| sources.get(n - 1))
                    .is_some_and(|source| source.text.contains(said))
            });
            match is_quoted || checked.is_supported() && !checked.moved {
                true => borne += 1,
                false => faulty.push(format!("{words}{marks}: {:?}", checked.faults)),
            }
        }
        println!("read back of {period}: {borne} borne, {} not: {faulty:#?}", faulty.len());
        assert!(borne > 100 && faulty.is_empty(), "{period}: {faulty:#?}");
    }
}

#[test]
fn each_incident_counts_once_where_it_occurred_and_the_totals_add_up() {
    for period in PERIODS {
        let rollup = rollup(period);
        let rows = list(&rollup["incidents"]["rows"]);
        let told: Vec<&str> = rows.iter().map(|row| text(&row["occurred"])).collect();
        let by_hand = labels(period, "incident");
        let mut wanted: Vec<&str> = by_hand.iter().map(|label| text(&label["occurred"])).collect();
        wanted.sort_unstable();
        assert_eq!(told, wanted, "{period}");
        for (row, label) in rows.iter().zip(&by_hand) {
            assert!(cited(&rollup, &row["citations"]).contains(&at(&label["at"])), "{row:#} {label}");
        }
        let totals = &rollup["incidents"]["totals"];
        let number = |name: &str| totals[name].as_u64().expect("a number");
        assert_eq!(number("all"), rows.len() as u64);
        assert_eq!(number("resolved") + number("open") + number("unknown"), number("all"));
        let months = list(&totals["by_month"]).iter().map(|month| month["count"].as_u64().expect("a number"));
        assert_eq!(months.sum::<u64>() + number("undated"), number("all"));
    }
}

#[test]
fn what_is_open_at_the_end_is_what_a_reader_holds_open() {
    for period in PERIODS {
        let rollup = rollup(period);
        let open: BTreeSet<&str> = list(&rollup["incidents"]["rows"])
            .iter()
            .filter(|row| row["standing"] == "open")
            .map(|row| text(&row["occurred"]))
            .collect();
        let by_hand = labels(period, "incident");
        let wanted: BTreeSet<&str> =
            by_hand.iter().filter(|label| label["end"] == "open").map(|label| text(&label["occurred"])).collect();
        assert_eq!(open, wanted, "{period}");
    }
}

#[test]
fn a_quarter_is_its_months() {
    let quarter = rollup("2023Q2");
    let months: Vec<Value> = ["2023-04", "2023-05", "2023-06"].map(rollup).to_vec();
    let all = |part: &Value| part["incidents"]["totals"]["all"].as_u64().expect("a number");
    assert_eq!(months.iter().map(all).sum::<u64>(), all(&quarter));
    let told: Vec<&Value> = months.iter().flat_map(|month| list(&month["incidents"]["rows"])).collect();
    let occurred: Vec<&str> = told.iter().map(|row| text(&row["occurred"])).collect();
    let of_quarter: Vec<&str> = list(&quarter["incidents"]["rows"]).iter().map(|row| text(&row["occurred"])).collect();
    assert_eq!(occurred, of_quarter);
    let promises = |part: &Value| list(&part["promises"]["rows"]).len();
    assert_eq!(months.iter().map(promises).sum::<usize>(), promises(&quarter));
}

#[test]
fn lengths_of_incidents_are_those_of_the_reports() {
    let (mut right, mut wrong) = (0, Vec::new());
    let rollup = rollup("2023Q2");
    for (row, label) in list(&rollup["incidents"]["rows"]).iter().zip(labels("2023Q2", "incident")) {
        match (row["duration_minutes"].as_u64(), label["minutes"].as_u64()) {
            (Some(told), Some(wanted)) if told == wanted => right += 1,
            (None, _) => {}
            (told, wanted) => wrong.push(format!("{}: {told:?}, by hand {wanted:?}", row["occurred"])),
        }
    }
    println!("lengths of incidents: {right} as by hand; {wrong:#?}");
    // 6/15 18:03 is 176 minutes by the day's page and 180 by the week's report; a late finding lasted until it was found.
    assert!(right >= 24 && wrong.len() <= 4, "{right} right, {wrong:#?}");
}

#[test]
fn the_values_of_a_metric_are_those_of_the_reports() {
    for (period, floor) in [("2023-06", 30), ("2023Q2", 25)] {
        let rollup = rollup(period);
        let by_hand = labels(period, "metric");
        let (mut right, mut wrong, mut told) = (0, Vec::new(), BTreeSet::new());
        for row in list(&rollup["metrics"]["rows"]) {
            let points = list(&row["points"]);
            let number = |value: &Value| value.as_f64().expect("a number");
            // What is highest, lowest, first and last is computed here again from the points.
            let values: Vec<f64> = points.iter().map(|point| number(&point["value"])).collect();
            let most = values.iter().copied().fold(f64::MIN, f64::max);
            let least = values.iter().copied().fold(f64::MAX, f64::min);
            assert_eq!([number(&row["highest"]["value"]), number(&row["lowest"]["value"])], [most, least], "{row:#}");
            assert_eq!(
                [number(&row["first"]["value"]), number(&row["last"]["value"])],
                [values[0], values[values.len() - 1]]
            );
            let change = values[values.len() - 1] - values[0];
            assert!((number(&row["change"]) - change).abs() < 1e-9, "{row:#}");
            for point in points {
                let file = fs::read_to_string(seeds().join(text(&point["path"]))).expect("a sample report");
                let said = lines_of(point).iter().any(|(_, line)| {
                    let line = file.lines().nth(usize::try_from(*line).expect("small") - 1).unwrap_or_default();
                    line.contains(text(&point["text"]).trim_end_matches(|c: char| !c.is_ascii_digit()))
                });
                assert!(said, "{point:#}");
            }
            // A series by hand with all these lines and values: the reports' own spelling may split one.
            let is_of = |label: &&Value| {
                let theirs = list(&label["points"]);
                points.iter().zip(&values).all(|(point, value)| {
                    let places = lines_of(point);
                    theirs.iter().any(|by_hand| {
                        let wanted = number(&by_hand["value"]);
                        let is_value = (wanted - value).abs() < 1e-9 || (wanted * 10_000.0 - value).abs() < 1e-6;
                        is_value && places.contains(&at(&by_hand["at"]))
                    })
                })
            };
            match by_hand.iter().find(is_of) {
                Some(_) => {
                    right += 1;
                    told.extend(points.iter().flat_map(lines_of));
                }
                None => wrong.push(text(&row["metric"]).to_string()),
            }
        }
        // Progress is told with the work, not as a metric.
        let is_metric = |label: &&Value| !text(&label["name"]).contains("进度");
        let all: Vec<At> = by_hand
            .iter()
            .filter(is_metric)
            .flat_map(|label| list(&label["points"]).iter().map(|point| at(&point["at"])))
            .collect();
        let found = all.iter().filter(|place| told.contains(*place)).count();
        println!(
            "metrics of {period}: {right} rows of a series by hand, {} not: {wrong:?}; {found} of {} values by hand",
            wrong.len(),
            all.len()
        );
        assert!(wrong.len() * 10 <= right + wrong.len(), "{period}: {wrong:?}");
        assert!(found * 100 >= all.len() * floor, "{period}: {found} of {}", all.len());
    }
}

#[test]
fn what_slipped_slipped_by_so_many_days() {
    for period in PERIODS {
        let rollup = rollup(period);
        let by_hand = labels(period, "slip");
        let mut told = Vec::new();
        for objective in list(&rollup["objectives"]) {
            for work in list(&objective["works"]) {
                told.extend(list(&work["slips"]).iter().map(|slip| (text(&work["subject"]).to_string(), slip)));
            }
        }
        let (mut right, mut wrong) = (0, Vec::new());
        for (subject, slip) in &told {
            let places = cited(&rollup, &slip["citations"]);
            // A row tells the whole way; by hand each move is a line: the last of them is the row's.
            let ends: Vec<&Value> = by_hand.iter().filter(|label| places.contains(&at(&label["to_at"]))).collect();
            match ends.is_empty() {
                false => right += 1,
                true => wrong.push(format!("{subject}: {slip}")),
            }
        }
        println!("slips of {period}: {right} told by the place of a move by hand, {} not: {wrong:#?}", wrong.len());
        // Two of nine: the ways of 拉卡拉3.0 and of the certification are told whole, by other lines than the last move.
        assert!(wrong.len() * 5 <= told.len().max(10), "{period}: {wrong:#?}");
    }
}

#[test]
fn what_went_live_did() {
    for period in PERIODS {
        let rollup = rollup(period);
        let lines: BTreeSet<At> = labels(period, "landed").iter().map(|label| at(&label["at"])).collect();
        let (mut right, mut wrong) = (0, Vec::new());
        for objective in list(&rollup["objectives"]) {
            for work in list(&objective["works"]).iter().filter(|work| !work["landed"].is_null()) {
                let places = cited(&rollup, &work["landed"]["citations"]);
                match places.iter().any(|place| lines.contains(place)) {
                    true => right += 1,
                    false => wrong.push(format!("{}: {}", work["subject"], work["landed"])),
                }
            }
        }
        println!("went live in {period}: {right} as by hand, {} not: {wrong:#?}", wrong.len());
        // Whether a first draft that is done is a landing can be argued.
        assert!(wrong.len() * 5 <= right, "{period}: {right} right, {wrong:#?}");
    }
}

/// As a work of its own, among the items of its section, or among what is late: not only among those that are left out.
#[test]
fn the_page_shows_what_a_reader_needs() {
    for (period, part, field, floor) in [
        ("2023-06", "landed", "at", 75),
        ("2023-06", "slip", "to_at", 100),
        ("2023Q2", "landed", "at", 65),
        // .77 before the cut of milestones was learned anew (55 instead of 54): two lines that it now calls less sure.
        ("2023Q2", "slip", "to_at", 65),
    ] {
        let rollup = rollup(period);
        let mut shown = BTreeSet::new();
        for objective in list(&rollup["objectives"]) {
            for of_objective in list(&objective["works"]).iter().chain(list(&objective["digest"]["items"])) {
                shown.extend(cited(&rollup, &of_objective["citations"]));
            }
        }
        let risks = list(&rollup["risks"]).iter().flat_map(|risk| cited(&rollup, &risk["citations"]));
        shown.extend(risks);
        for promise in list(&rollup["promises"]["rows"]).iter().filter(|row| !row["evidence"].is_null()) {
            shown.extend(cited(&rollup, &promise["evidence"]["citations"]));
        }
        let wanted: Vec<At> = labels(period, part).iter().map(|label| at(&label[field])).collect();
        let found = wanted.iter().filter(|place| shown.contains(*place)).count();
        println!("{part} of {period}: {found} of {} by hand on the page", wanted.len());
        assert!(found * 100 >= wanted.len() * floor, "{period}, {part}: {found} of {}", wanted.len());
    }
}

#[test]
fn a_promise_that_is_decided_is_decided_as_a_reader_would() {
    for (period, floor) in [("2023-06", 5), ("2023Q2", 26)] {
        let rollup = rollup(period);
        let by_hand = labels(period, "promise");
        let (mut right, mut wrong) = (0, Vec::new());
        for row in list(&rollup["promises"]["rows"]) {
            // What is possibly so is held against the label as if it were.
            let outcome = text(&row["outcome"]).trim_start_matches("possibly_");
            if matches!(outcome, "unknown" | "pending") {
                continue;
            }
            let places = cited(&rollup, &row["citations"]);
            let theirs: Vec<&Value> = by_hand
                .iter()
                .filter(|label| list(&label["made"]).iter().any(|made| places.contains(&at(made))))
                .filter(|label| {
                    row["due"].is_null() || text(&label["due"]) == text(&row["due"]) || list(&label["made"]).len() == 1
                })
                .collect();
            let agrees = |label: &&&Value| {
                let wanted = text(&label["outcome"]);
                wanted == outcome
                    || (outcome == "partly" && matches!(wanted, "kept" | "slipped"))
                    || list(&label["accept"]).iter().any(|accepted| text(accepted) == outcome)
            };
            match theirs.iter().find(agrees) {
                Some(_) => right += 1,
                None if theirs.is_empty() => {}
                None => wrong.push(format!(
                    "{}: {outcome}, by hand {:?}",
                    row["promise"],
                    theirs.iter().map(|label| &label["outcome"]).collect::<Vec<_>>()
                )),
            }
        }
        println!("promises of {period}: {right} decided as by hand, {} not: {wrong:#?}", wrong.len());
        assert!(right >= floor && wrong.len() * 10 <= right, "{period}: {right} right, {wrong:#?}");
    }
}

#[test]
fn the_coverage_names_every_report_and_every_missing_week() {
    for period in PERIODS {
        let rollup = rollup(period);
        let read: BTreeSet<&str> =
            list(&rollup["coverage"]["read"]).iter().map(|report| text(&report["path"])).collect();
        for label in labels(period, "report") {
            assert!(read.contains(text(&label["file"])), "{label}");
        }
        let missing: BTreeSet<&str> =
            list(&rollup["coverage"]["missing_weeks"]).iter().map(|week| text(&week["week"])).collect();
        let by_hand = labels(period, "missing");
        assert_eq!(missing, by_hand.iter().map(|label| text(&label["week"])).collect());
    }
}

/// The golden roll-ups were read line by line against the reports. `ZHOUBAO_ACCEPT=1` writes them anew: read what changed.
#[test]
fn june_and_the_quarter_are_told_as_they_were_read() {
    let desk = Desk::new();
    for file in walkdir(&seeds()) {
        let name = file.strip_prefix(seeds()).expect("a sample").display().to_string();
        desk.write(&format!("seeds/{name}"), fs::read(&file).expect("a sample report"));
    }
    let run = desk.run(["ingest", "seeds", "--embedder", "none"]);
    assert_eq!(run.code, 0, "{run}");
    for period in PERIODS {
        let told = || desk.run(["rollup", period, "--format", "md"]);
        let run = told();
        assert_eq!(run.code, 0, "{run}");
        assert_eq!(run.stdout, told().stdout, "the same reports, other bytes");
        let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/rollups/{period}.md"));
        if std::env::var_os("ZHOUBAO_ACCEPT").is_some() {
            fs::create_dir_all(golden.parent().expect("a folder")).expect("a folder");
            fs::write(&golden, &run.stdout).expect("the golden file");
        }
        let wanted = fs::read_to_string(&golden).unwrap_or_default();
        let differs = run.stdout.lines().zip(wanted.lines()).find(|(told, wanted)| told != wanted);
        assert!(run.stdout == wanted, "{period} differs from {}: {differs:#?}", golden.display());
    }
}

fn walkdir(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let mut files: Vec<PathBuf> =
        entries.flat_map(|path| if path.is_dir() { walkdir(&path) } else { vec![path] }).collect();
    files.sort();
    files
}
