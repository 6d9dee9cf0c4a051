//! Questions in groups: by kind, intent, language.

use std::collections::BTreeMap;

use super::bootstrap::Resampled;
use super::row::QuestionRow;
use super::tally::Tally;

/// Questions of one name, added up.
#[derive(Debug, Clone)]
pub struct Group {
    pub name: String,
    pub tally: Tally,
    pub resampled: Resampled,
}

/// Groups by what `name` calls a row, the one of most questions first, then by name.
pub fn by<'a>(rows: &'a [QuestionRow], name: impl Fn(&'a QuestionRow) -> &'a str) -> Vec<Group> {
    let mut named: BTreeMap<&str, Vec<&QuestionRow>> = BTreeMap::new();
    for row in rows {
        named.entry(name(row)).or_default().push(row);
    }
    let group = |(name, rows): (&str, Vec<&QuestionRow>)| Group {
        name: name.to_string(),
        resampled: Resampled::of(&rows),
        tally: Tally::of(rows),
    };
    let mut groups: Vec<Group> = named.into_iter().map(group).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.tally.questions));
    groups
}

#[cfg(test)]
mod tests {
    use super::by;
    use crate::evaluate::row::QuestionRow;

    #[test]
    fn groups_come_by_size_then_by_name() {
        let gold = "\"facts\": [[\"甲\"]]";
        let none = "\"abstain\": true";
        let rows = [("a", gold), ("b", gold), ("c", none), ("d", none)]
            .map(|(id, fields)| QuestionRow::for_tests(id, fields, None));
        let groups = by(&rows, |row| if row.test.abstain { "none" } else { row.test.id.as_str() });
        let names: Vec<&str> = groups.iter().map(|group| group.name.as_str()).collect();
        assert_eq!(names, ["none", "a", "b"]);
        assert_eq!(groups[0].tally.questions, 2);
    }
}
