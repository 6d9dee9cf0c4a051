//! Ratios with a wrong percentage: 45/60 as 70%, 96 of 164 as a rate of 70%.

use rust_decimal::Decimal;

use super::term::{last_digit, term_at};
use crate::report::Span;

/// A ratio whose percentage is another.
#[derive(Debug)]
pub(in crate::check) struct Share {
    /// Bytes of the line, from the first number to the last.
    pub span: Span,
    pub part: u64,
    pub whole: u64,
    /// As written, without the sign.
    pub stated: String,
    /// Rounded to as many places as are written.
    pub right: Decimal,
}
/// The most characters between a ratio and its percentage.
const NEAR_CHARS: usize = 14;

/// What a percentage beside a ratio is called when it is the ratio's own.
const OWN_NAMES: [&str; 24] = [
    "", "占", "占比", "占总数", "完成", "完成率", "完成度", "完成进度", "进度", "总进度", "整体进度", "总体进度",
    "当前进度", "比例", "达成", "达成率", "整改率", "即", "约合", "done", "complete", "completed", "progress", "rate",
];

/// Words that make a percentage one of another time or of a plan.
const OTHER_TIMES: [&str; 16] = [
    "目标", "计划", "预计", "上周", "上月", "同比", "环比", "较", "比", "提升", "提高", "增长", "下降", "降低", "剩",
    "未",
];

/// The ratios of a line that do not compute. `is_date`: whether a byte belongs to a date.
pub(in crate::check) fn shares(line: &str, is_date: &dyn Fn(usize) -> bool) -> Vec<Share> {
    let mut found = Vec::new();
    for ratio in ratios(line) {
        let enclosed = before_brackets(line, &ratio);
        if enclosed.is_none() && is_date(ratio.span.start) {
            continue;
        }
        let Some(percent) = enclosed.or_else(|| percentage_after(line, &ratio)) else { continue };
        let is_vague =
            |at: usize| ["约", "近", "超", "~", "～", "about ", "over "].iter().any(|word| line[..at].ends_with(word));
        if ratio.whole == 0 || is_vague(ratio.span.start) || is_vague(percent.start) {
            continue;
        }
        let stated = line[percent.clone()].trim_end_matches(['%', '％', ' ']).to_string();
        let Ok(value) = stated.parse::<Decimal>() else { continue };
        let exact = Decimal::from(ratio.part) * Decimal::ONE_HUNDRED / Decimal::from(ratio.whole);
        if (exact - value).abs() >= last_digit(value) {
            let span = ratio.span.start.min(percent.start)..ratio.span.end.max(percent.end);
            let right = exact.round_dp(value.scale().max(1)).normalize();
            found.push(Share { span, part: ratio.part, whole: ratio.whole, stated, right });
        }
    }
    found
}

struct Ratio {
    span: Span,
    part: u64,
    whole: u64,
}

/// `45/60`, `45 of 60`, `45 out of 60`: whole numbers with nothing else joined to them.
fn ratios(line: &str) -> Vec<Ratio> {
    let mut found = Vec::new();
    for join in ["/", "／", " of ", " out of "] {
        for (at, _) in line.match_indices(join) {
            let before = line[..at].trim_end_matches(' ');
            let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let rest = line[at + join.len()..].trim_start_matches(' ');
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let end = line.len() - after.len();
            let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "/.-_,:：".contains(c));
            let goes_on =
                joined(after.chars().next()) && after.chars().nth(1).is_some_and(|c| c.is_ascii_alphanumeric());
            let numbers = (before[start..].parse(), line[end - (rest.len() - after.len())..end].parse());
            if let (Ok(part), Ok(whole)) = numbers
                && !joined(line[..start].chars().next_back())
                && !goes_on
                && part <= whole
            {
                found.push(Ratio { span: start..end, part, whole });
            }
        }
    }
    found
}

/// The percentage right before a ratio in brackets: `70%（45/60）`.
fn before_brackets(line: &str, ratio: &Ratio) -> Option<Span> {
    let before = line[..ratio.span.start].trim_end_matches(' ').strip_suffix(['（', '('])?.trim_end_matches(' ');
    let number = before.strip_suffix(['%', '％'])?;
    let start = number.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let closes = line[ratio.span.end..].trim_start().starts_with(['）', ')']);
    (start < number.len() && closes).then_some(start..before.len())
}

/// The percentage right after a ratio, where its name says that it is the ratio's own.
fn percentage_after(line: &str, ratio: &Ratio) -> Option<Span> {
    let rest = &line[ratio.span.end..];
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let between = &rest[..start];
    let digits = rest[start..].find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
    let sign = rest[start + digits..].chars().next().filter(|c| matches!(c, '%' | '％'))?;
    let is_near =
        between.chars().count() <= NEAR_CHARS && !between.contains(['。', '；', ';', '、', '|', '+', '-', '/']);
    if !is_near || OTHER_TIMES.iter().any(|word| between.contains(word)) {
        return None;
    }
    let name: String = between.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    // 45/60个，完成率: the unit is no part of the name.
    let clause = between.rsplit(['，', ',', '（', '(', '：', ':', '=']).next().unwrap_or_default();
    let own: String = clause.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let before: String =
        line[..ratio.span.start].chars().rev().take(10).collect::<Vec<_>>().into_iter().rev().collect();
    let letters: Vec<char> = own.chars().collect();
    let shares_word = letters.windows(2).any(|pair| before.contains(&pair.iter().collect::<String>()));
    let is_own =
        OWN_NAMES.contains(&name.as_str()) || OWN_NAMES.contains(&own.as_str()) || (shares_word && !own.is_empty());
    // 下降70% after the sign would make it a change.
    is_own.then(|| ratio.span.end + start..ratio.span.end + start + digits + sign.len_utf8())
}
/// 共164个，已完成96个，完成率70%: the rate of what was done of a whole, named by what was done.
pub(in crate::check) fn rates(line: &str) -> Vec<Share> {
    const DONE: [&str; 10] = ["完成", "整改", "通过", "迁移", "上线", "关闭", "修复", "解决", "签约", "合格"];
    let mut found = Vec::new();
    for (at, word) in ["共", "总数", "总计", "一共"].iter().flat_map(|word| line.match_indices(*word)) {
        let Some((whole, end)) = term_at(line, at + word.len()) else { continue };
        let sentence = line[end..].find(['。', '；', ';']).map_or(line.len(), |length| end + length);
        let rest = &line[end..sentence];
        for verb in DONE {
            let Some(done) = rest.find(verb).map(|done| end + done + verb.len()) else { continue };
            let done = if line[done..].starts_with('了') { done + '了'.len_utf8() } else { done };
            let Some((part, after)) = term_at(line, done).filter(|(part, _)| part.unit == whole.unit) else { continue };
            let rest = line[after..sentence].trim_start_matches(['，', ',', ' ', '（', '(']);
            let name =
                [format!("{verb}率"), "完成率".to_string()].into_iter().find(|name| rest.starts_with(name.as_str()));
            let Some(name) = name else { continue };
            let value = line.len() - rest.len() + name.len();
            let value = value
                + (line[value..].len() - line[value..].trim_start_matches(['为', '：', ':', ' ', '达', '到']).len());
            let Some((stated, to)) = term_at(line, value).filter(|(stated, _)| stated.unit == "%") else { continue };
            let Ok((part, whole)) = u64::try_from(part.value).and_then(|part| Ok((part, u64::try_from(whole.value)?)))
            else {
                continue;
            };
            if whole == 0 || part > whole {
                continue;
            }
            let exact = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole);
            if (exact - stated.value).abs() >= last_digit(stated.value) {
                let right = exact.round_dp(stated.value.scale().max(1)).normalize();
                found.push(Share { span: at..to, part, whole, stated: stated.value.to_string(), right });
            }
            break;
        }
    }
    found
}
