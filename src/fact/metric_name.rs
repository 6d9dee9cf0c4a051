//! The words before an amount → what it measures, how it is meant (本周, 累计, 同比), and which way it went.

use super::metric::Direction;
use super::metric_noun::cuts_a_word;
use super::metric_words::{AFTER, BEFORE, QUALIFIERS, direction};
use crate::report::Letters;
use crate::vocabulary::{Match, Sense, Words};

/// Words before an amount, taken apart.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Named {
    /// The words before the last colon, where more follows it.
    pub subject: String,
    /// As written, without qualifiers at its ends; empty where nothing else was there.
    pub name: String,
    pub qualifiers: Vec<String>,
    pub direction: Option<Direction>,
    /// A month that the value is of, where it is not the report's own.
    pub time: Option<String>,
    /// Whether a colon is right before the value.
    pub is_explicit: bool,
    /// 由, 从: the value is where it came from.
    pub is_origin: bool,
    /// 到, 至, 成: it is where it came to.
    pub is_end: bool,
}

impl Named {
    /// Takes `words` apart; `times` are the parts of them that name a time.
    pub fn read(words: &str, times: &[&str]) -> Self {
        let mut named = Self::default();
        // 【数】里程: a label in brackets names nothing of what stands behind it.
        let words =
            words.rsplit_once('】').map(|(_, rest)| rest).filter(|rest| !rest.trim().is_empty()).unwrap_or(words);
        let (words, timed) = without_times(words, times);
        let (left, right) = words.rsplit_once(':').unwrap_or(("", &words));
        let stripped = named.strip(right);
        if stripped.is_empty() && !left.trim().is_empty() {
            let (subject, name) = left.rsplit_once(':').unwrap_or(("", left));
            named.subject = tidy(subject).to_string();
            named.name = named.strip(name);
            named.qualify(name, &[]);
            named.is_explicit = true;
        } else {
            // `A: …` answers a question.
            named.subject = Some(tidy(left)).filter(|left| left.chars().count() > 1).unwrap_or_default().to_string();
            // 已迁, 做了: what is left of one character is taken as it was written.
            let is_short = stripped.chars().count() == 1;
            named.name = if is_short { tidy(right).to_string() } else { stripped };
        }
        if sums_up(&named.subject) {
            named.subject.clear();
        }
        named.qualify(right, &timed);
        named.name = without_open_bracket(&named.name);
        named
    }

    fn qualify(&mut self, words: &str, times: &[String]) {
        let letters = Letters::of(words);
        let has = |word: &&str| {
            letters.may_spell(word) && words.match_indices(*word).any(|(at, _)| !words[..at].ends_with('半'))
        };
        let known = QUALIFIERS.iter().filter(has).map(str::to_string);
        for qualifier in times.iter().cloned().chain(known) {
            if !self.qualifiers.iter().any(|other| other.contains(&qualifier)) {
                self.qualifiers.push(qualifier);
            }
        }
    }

    /// The name in `words`: joints and periods at its ends dropped, directions noted.
    fn strip(&mut self, words: &str) -> String {
        let mut rest = tidy(words);
        loop {
            let before = rest;
            if let Some(shorter) = ["由", "从", "自", " from"].iter().find_map(|word| rest.strip_suffix(word)) {
                self.is_origin = true;
                rest = tidy(shorter);
            }
            let after = AFTER.ending(rest).filter(|link| !is_inside(rest, link.word, link.span.start));
            if let Some(Match { span, word, sense, .. }) = after {
                let shorter = &rest[..span.start];
                // 占比达, 应用达: a name of one character is none.
                self.is_end |= word.ends_with(['到', '至', '成', '为', '→', '>']) || word.ends_with("to");
                self.direction = self.direction.or(direction(sense));
                rest = tidy(shorter);
            }
            let lead = BEFORE.beginning(rest).filter(|lead| lead.sense == Sense::MetricLead);
            if let Some(lead) = lead.filter(|lead| !is_inside(rest, lead.word, lead.span.end)) {
                rest = tidy(&rest[lead.span.end..]);
            }
            if rest == before {
                return rest.to_string();
            }
        }
    }
}

/// 数字, 数据: what figures of all kinds stand behind is the subject of none.
pub(super) fn sums_up(subject: &str) -> bool {
    static SUMMED: Words = Words::of(&[Sense::SummedUp]);
    SUMMED.have(&subject.to_lowercase())
}

/// Whether a single ideograph at this end of the words is a part of a longer word.
fn is_inside(words: &str, found: &str, at: usize) -> bool {
    found.chars().count() == 1 && !found.is_ascii() && cuts_a_word(words, at)
}

/// `words` without the times in them, and those of the times that say how the value is meant (本周, 本季度).
fn without_times(words: &str, times: &[&str]) -> (String, Vec<String>) {
    let mut rest = words.to_string();
    let mut qualifiers = Vec::new();
    for time in times {
        if let Some(at) = rest.find(time) {
            // 周 of a word in the middle of a name is left alone.
            rest.replace_range(at..at + time.len(), " ");
            if !time.contains(|c: char| c.is_ascii_digit()) {
                qualifiers.push((*time).to_string());
            }
        }
    }
    (rest, qualifiers)
}

/// `营收(万元` has lost its end, `至3/20)执行` its beginning: the brackets are no part of the name; see [`unit_in_brackets`].
fn without_open_bracket(name: &str) -> String {
    match (name.find('('), name.find(')')) {
        (Some(open), None) => tidy(&name[..open]).to_string(),
        (open, Some(closed)) if open.is_none_or(|open| closed < open) => tidy(&name[closed + 1..]).to_string(),
        _ => name.to_string(),
    }
}

/// The 万元 of `营收(万元):`.
pub(super) fn unit_in_brackets(words: &str) -> Option<&str> {
    let words = words.trim_end().trim_end_matches(':').trim_end().strip_suffix(')')?;
    let (_, unit) = words.rsplit_once('(')?;
    Some(unit.trim().trim_start_matches("单位").trim_start_matches(':').trim()).filter(|unit| !unit.is_empty())
}

/// Without punctuation and white space at the ends.
pub(super) fn tidy(words: &str) -> &str {
    words
        .trim_matches(|c: char| {
            !(c.is_alphanumeric()
                || matches!(c, '→' | '>' | '<' | '=' | '≥' | '≤' | '≈' | '~' | '↑' | '↓' | ')' | '”' | '」' | '%'))
        })
        .trim_end_matches([')', '”', '」', '%'])
        .trim()
}

/// Runs of Latin letters and of digits as one sign each, everything else as it is.
pub(super) fn shape_of(name: &str) -> String {
    let mut shape = String::new();
    for c in name.chars() {
        let sign = if c.is_ascii_alphabetic() {
            'A'
        } else if c.is_ascii_digit() {
            '1'
        } else {
            c
        };
        if !(shape.ends_with(sign) && sign.is_ascii()) {
            shape.push(sign);
        }
    }
    shape
}

/// 报表 in 报表总数74个 and 报表盘出78个.
pub(super) fn counted_thing(name: &str) -> String {
    static ENDINGS: Words = Words::of(&[Sense::SumEnding, Sense::Sum, Sense::Shared]);
    let mut rest = name.trim();
    while let Some(ending) = ENDINGS.ending(rest) {
        rest = rest[..ending.span.start].trim_end();
    }
    rest.strip_suffix("累计").unwrap_or(rest).to_string()
}

#[cfg(test)]
mod tests {
    use super::Named;
    use crate::fact::Direction;

    fn name(words: &str, times: &[&str]) -> (String, String, Vec<String>) {
        let named = Named::read(words, times);
        (named.subject, named.name, named.qualifiers)
    }

    #[test]
    fn joints_and_periods_are_no_part_of_a_name() {
        assert_eq!(name("出金有效成功率:", &[]).1, "出金有效成功率");
        assert_eq!(name("店东看懂账:合同匹配率", &[]), ("店东看懂账".into(), "合同匹配率".into(), vec![]));
        assert_eq!(name("开户成功率本周", &["本周"]), (String::new(), "开户成功率".into(), vec!["本周".into()]));
        assert_eq!(name("签约企业累计", &[]), (String::new(), "签约企业".into(), vec!["累计".into()]));
        assert_eq!(name("产量约", &[]).1, "产量");
    }

    #[test]
    fn half_a_bracket_is_no_part_of_a_name() {
        assert_eq!(name("营收(万元", &[]).1, "营收");
        assert_eq!(name("至 3/20)执行", &["3/20"]).1, "执行");
    }

    #[test]
    fn the_way_it_went_is_read_from_the_joint() {
        assert_eq!(Named::read("登录类占比降到", &[]).direction, Some(Direction::Down));
        assert!(Named::read("单机记账TPS由", &[]).is_origin);
        assert!(Named::read("提到", &[]).is_end);
    }
}
