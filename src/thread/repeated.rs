//! Work that several reports name alike is likelier work than each of its lines says alone.

use std::collections::HashMap;

use uuid::Uuid;

use super::milestone::MilestoneStatement;
use crate::fact::Confidence;
use crate::text::letters;

/// 人, CI: so short a name is of many things, in letters.
const LEAST_LETTERS: usize = 3;

/// Gives each statement the likelihood that it or the likeliest one of another report that has its name was read rightly.
///
/// Of 43 rows that this brings over the cut people judged all as work (`tests/labels/judged_milestones.jsonl`). What is in many reports is no
/// likelier for that: a field of a form is, too.
pub fn weigh_repeated(statements: &mut [MilestoneStatement]) {
    let names: Vec<String> = statements.iter().map(|statement| letters(&statement.milestone.subject)).collect();
    let mut likeliest: HashMap<&str, HashMap<Uuid, Confidence>> = HashMap::new();
    for (name, statement) in names.iter().zip(&*statements) {
        let of_report =
            likeliest.entry(name).or_default().entry(statement.place.report_id()).or_insert(Confidence::NONE);
        *of_report = statement.milestone.confidence.max(*of_report);
    }
    for (name, statement) in names.iter().zip(statements) {
        if name.chars().count() < LEAST_LETTERS {
            continue;
        }
        let own = statement.place.report_id();
        let others = likeliest[name.as_str()].iter().filter(|(report, _)| **report != own);
        let confidence = &mut statement.milestone.confidence;
        let likeliest = others.map(|(_, confidence)| *confidence).max().unwrap_or(Confidence::NONE);
        *confidence = confidence.or(likeliest);
    }
}

#[cfg(test)]
mod tests {
    use super::weigh_repeated;
    use crate::fact::Confidence;
    use crate::thread::promise::tests::read;

    #[test]
    fn a_name_that_two_reports_have_is_likelier_than_in_each_and_twice_in_one_or_a_short_one_is_not() {
        let reports = [
            ("2026-03-06", "- 自助进件页 3/20 上线\n- 收银网关 3/20 上线\n- 收银网关 3/27 上线\n- CI：3/20 上线"),
            ("2026-03-13", "- 自助进件页 改到 3/27 上线\n- CI：改到 3/27 上线"),
        ];
        let (mut statements, _) = read(&reports);
        statements.iter_mut().for_each(|statement| statement.milestone.confidence = Confidence::of_percent(40));
        weigh_repeated(&mut statements);
        let names: Vec<&str> = statements.iter().map(|statement| statement.milestone.subject.as_str()).collect();
        assert_eq!(names, ["自助进件页", "收银网关", "收银网关", "CI", "自助进件页", "CI"]);
        let percent = |name: &str| -> Vec<u8> {
            let named = statements.iter().filter(|statement| statement.milestone.subject == name);
            named.map(|statement| statement.milestone.confidence.percent()).collect()
        };
        assert_eq!(percent("自助进件页"), [64, 64]);
        assert_eq!(percent("收银网关"), [40, 40]);
        assert_eq!(percent("CI"), [40, 40]);
    }
}
