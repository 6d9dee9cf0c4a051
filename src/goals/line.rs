//! One goal as one line, as people write them under 下周工作及目标: work, step, and in brackets the former plan or what is
//! awaited. Only the words of this file are added to those of the reports.

use crate::calendar::{Date, mentions};
use crate::fact::says_open;
use crate::report::{plain, row_in_words};
use crate::text::split_at_marks;

pub(super) const LONGEST_CHARS: usize = 90;

/// Of them for the incident.
const INCIDENT_CHARS: usize = 60;

/// A shorter clause is no incident.
const LEAST_CHARS: usize = 5;

/// Of them for what is awaited.
const AWAITED_CHARS: usize = 40;

/// Words that the line itself adds.
enum Added {
    Planned,
    Review,
    Unmoved,
    Worse,
}

fn word(added: &Added, text: &str) -> &'static str {
    match (added, is_chinese(text)) {
        (Added::Planned, true) => "原定",
        (Added::Planned, false) => "was due ",
        (Added::Review, true) => "复盘",
        (Added::Review, false) => " review",
        (Added::Unmoved, true) => "没有变化",
        (Added::Unmoved, false) => " unchanged",
        (Added::Worse, true) => "查明变差原因",
        (Added::Worse, false) => ": find why it got worse",
    }
}

fn is_chinese(text: &str) -> bool {
    text.contains(crate::text::is_han)
}

/// `立项：方案等法务回复`; `name` may be empty.
pub(super) fn named(name: &str, text: &str) -> String {
    match (name.is_empty(), is_chinese(text)) {
        (true, _) => text.to_string(),
        (false, true) => format!("{name}：{text}"),
        (false, false) => format!("{name}: {text}"),
    }
}

/// A goal as it was written before, without its marks and within the length.
pub(super) fn as_written(text: &str) -> String {
    cut(&clean(text), LONGEST_CHARS)
}

/// `朝阳分账2.0 4/7上线`; the day as M/D.
pub(super) fn due(work: &str, day: &str, step: &str) -> String {
    if work.ends_with(step) && !day.is_empty() {
        return cut(&joined(day, work), LONGEST_CHARS);
    }
    cut(&joined(work, &joined(day, step)), LONGEST_CHARS)
}

/// `WAF迁移方案定稿（原定6/27）`.
pub(super) fn overdue(work: &str, day: &str, step: &str) -> String {
    let planned = word(&Added::Planned, work);
    let named = if work.ends_with(step) { work.to_string() } else { joined(work, step) };
    bracketed(&named, &format!("{planned}{day}"))
}

/// `银联在线收银台上线（原定4/14）` of a goal with a day that has passed; `made` is the day of its report.
pub(super) fn passed(text: &str, due: Date, made: Date) -> String {
    let text = clean(text);
    let is_due = |mention: &crate::calendar::Mention| {
        let period = mention.reading.as_ref().ok().and_then(|reading| reading.core().resolve(made).ok());
        period.is_some_and(|period| period.to() == due)
    };
    let Some(found) = mentions(&text).into_iter().find(is_due) else { return cut(&text, LONGEST_CHARS) };
    let (before, after) = (text[..found.span.start].trim_end(), text[found.span.end..].trim_start());
    let planned = word(&Added::Planned, &text);
    bracketed(&joined(before, after), &format!("{planned}{}", month_day(due)))
}

/// `6/15账户流水差异复盘（待复盘）`.
pub(super) fn review(incident: &str, awaited: &str) -> String {
    let review = word(&Added::Review, incident);
    let named = if incident.ends_with(review) { incident.to_string() } else { format!("{incident}{review}") };
    bracketed(&named, awaited)
}

/// `6/13商户门户登录变慢（原因核实中）`.
pub(super) fn open(incident: &str, awaited: &str) -> String {
    bracketed(incident, awaited)
}

/// `出金有效成功率查明变差原因（99.95%→99.91%）`.
pub(super) fn worse(metric: &str, first: &str, last: &str) -> String {
    bracketed(&format!("{metric}{}", word(&Added::Worse, metric)), &format!("{first}→{last}"))
}

/// `融合系统立项（进度36%，6/6起没有变化）`.
pub(super) fn stalled(work: &str, progress: Option<&str>, since: &str) -> String {
    let unmoved = word(&Added::Unmoved, work);
    let since = if is_chinese(work) { format!("{since}起{unmoved}") } else { format!("since {since}{unmoved}") };
    let progress = progress.map(|progress| format!("{progress}，")).unwrap_or_default();
    bracketed(work, &format!("{progress}{since}"))
}

/// The day and what happened, in its first words: `6/13商户门户登录变慢`.
pub(super) fn incident(summary: &str, day: Option<Date>) -> String {
    let text = clean(summary);
    let end_of_opening = opening(&text);
    let told = text[end_of_opening..].trim_start_matches(|c: char| !c.is_alphanumeric());
    let clauses: Vec<&str> = split_at_marks(told, &['，', '。', '；', ';', '：', '\n'])
        .into_iter()
        .flat_map(|clause| clause.split(", "))
        .filter(|clause| clause.chars().count() > 2)
        .collect();
    // 客户来问，到账通知没有送到: who came is not what happened.
    let telling = clauses.iter().find(|clause| clause.chars().count() >= LEAST_CHARS);
    let clause = telling.or(clauses.first()).copied().unwrap_or(told);
    let what = cut(clause.trim(), INCIDENT_CHARS);
    match day {
        Some(day) if is_chinese(&what) => joined(&month_day(day), &what),
        Some(day) => format!("{} {what}", month_day(day)),
        None => what,
    }
}

/// Where the words begin behind a number and the times that open a line.
fn opening(text: &str) -> usize {
    let times = mentions(text);
    let mut end = 0;
    for time in times {
        if text[end.min(time.span.start)..time.span.start].chars().filter(|c| c.is_alphabetic()).count() > 1 {
            break;
        }
        end = time.span.end;
    }
    end
}

/// The first clause that leaves something open, in its own words: 待复盘, 原因核实中. Empty where none does.
pub(super) fn awaited(text: &str) -> String {
    let text = clean(text);
    let mut before = "";
    for clause in text.split(['，', '。', '；', ';', '：', ':', '\n', ',', '（', '）', '(', ')']) {
        let bare = clause.trim();
        if says_open(bare) {
            // 原因：待复盘 and 原因：还在核实 lose what is awaited with the colon.
            let names = before.ends_with("原因") && !bare.contains('因');
            // 3/25到账通知待复盘 is told with what it is about.
            let bare = bare.find('待').filter(|_| !mentions(bare).is_empty()).map_or(bare, |at| &bare[at..]);
            let told = if names { format!("原因{bare}") } else { bare.to_string() };
            return if told.chars().count() <= AWAITED_CHARS { told } else { String::new() };
        }
        before = bare;
    }
    String::new()
}

/// `6/5`.
pub(super) fn month_day(day: Date) -> String {
    format!("{}/{}", day.month(), day.day())
}

/// One line without Markdown, control characters and bidirectional marks; a row of a table as its cells.
pub(super) fn clean(text: &str) -> String {
    let harmless: String = row_in_words(text)
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(
            |c| !matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}'),
        )
        .collect();
    plain(&harmless).trim_end_matches(['。', '；', ';', '，', ',']).to_string()
}

/// At most `most` characters: up to the last whole clause, else with an ellipsis.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_string();
    }
    let head: String = text.chars().take(most).collect();
    let clause = head.rfind(['，', '；', ';', '、', '。']).filter(|at| head[..*at].chars().count() * 2 >= most);
    match clause {
        Some(at) => head[..at].to_string(),
        None => head.chars().take(most - 1).chain(['…']).collect(),
    }
}

/// A space where two letters or digits of ASCII would meet: `分账2.0 4/7上线`.
fn joined(work: &str, rest: &str) -> String {
    let ascii = |c: char| c.is_ascii_alphanumeric();
    let meet = work.ends_with(ascii) && rest.starts_with(ascii);
    if meet { format!("{work} {rest}") } else { format!("{work}{rest}") }
}

/// The brackets are left out where there is no room for them, or nothing in them.
fn bracketed(text: &str, note: &str) -> String {
    let full = if is_chinese(text) { format!("{text}（{note}）") } else { format!("{text} ({note})") };
    if note.is_empty() || full.chars().count() > LONGEST_CHARS { cut(text, LONGEST_CHARS) } else { full }
}

#[cfg(test)]
mod tests {
    use super::{awaited, clean, cut, due, incident, overdue};

    #[test]
    fn a_line_says_what_and_when() {
        assert_eq!(due("冷链平台2.0", "4/7", "上线"), "冷链平台2.0 4/7上线");
        assert_eq!(overdue("门禁换代", "6/27", "验收"), "门禁换代验收（原定6/27）");
        assert_eq!(overdue("gate rollout", "6/27", " launch"), "gate rollout launch (was due 6/27)");
    }

    #[test]
    fn an_incident_is_its_day_and_its_first_words() {
        let day = "2023-06-13".parse().ok();
        assert_eq!(incident("（1）6/13 09:18 打卡机变慢，到10:30恢复，收到投诉41个。", day), "6/13打卡机变慢");
        assert_eq!(incident("**6/13 09:18 打卡机变慢**", day), "6/13打卡机变慢");
        assert_eq!(incident("", None), "");
    }

    #[test]
    fn what_is_awaited_is_told_in_its_own_words() {
        assert_eq!(awaited("6/13 打卡机变慢。原因核实中。"), "原因核实中");
        assert_eq!(awaited("处置：重启。原因：待厂家回复，怀疑是网线"), "原因待厂家回复");
        assert_eq!(awaited("处置：重启后恢复"), "");
    }

    #[test]
    fn hostile_text_is_words_alone() {
        assert_eq!(clean("| **甲** | | 6/20 |"), "甲，6/20");
        assert_eq!(clean("**甲**[乙](javascript:x)\u{1b}[31m\u{202e}<b>丙</b>\n丁。"), "甲乙 [31m丙 丁");
    }

    #[test]
    fn a_long_line_ends_at_a_clause_or_says_that_it_goes_on() {
        assert_eq!(cut("甲乙丙丁戊，己庚辛", 7), "甲乙丙丁戊");
        assert_eq!(cut("甲乙丙丁戊己庚辛", 5), "甲乙丙丁…");
    }
}
