//! What people said of answers, for people. What somebody typed is shown as what it is, on one line, and steers nothing.

use jiff::tz::TimeZone;

use super::table::Table;
use super::text::{Paint, one_line};
use crate::answer::{Answer, Verdict};
use crate::citation;
use crate::correction::{CitedLines, FeedbackId, FoundCorrection, Standing};
use crate::feedback::{Forgotten, JudgedAnswer, Judgement, MonthStats, Opinion};
use crate::vocabulary::{Language, plural, worded};

/// Places that a correction's line names; more are counted.
const MOST_PLACES: usize = 3;

/// Characters of a question beside a correction.
const QUESTION_CHARS: usize = 60;

/// The corrections beside an answer, a line each: who, when, to which question, beside which lines, and whether these still say what
/// they said. Above them what the answer itself is, so that nobody takes one for the other.
pub(super) fn correction_lines(answer: &Answer, paint: Paint) -> Vec<String> {
    let language = answer.language();
    if answer.corrections.is_empty() {
        return Vec::new();
    }
    let heading = match answer.verdict {
        Verdict::NotFound => {
            language.pick("周报没有写；有人这样更正过：", "The reports do not say; somebody corrected such an answer:")
        }
        _ => language.pick(
            "以上出自周报；有人这样更正过，两者不同时请核对：",
            "The above is what the reports say; somebody corrected such an answer. Where they disagree, check:",
        ),
    };
    let lines = answer.corrections.iter().flat_map(|found| correction_line(found, language, paint));
    std::iter::once(heading.to_string()).chain(lines).collect()
}

/// `更正（张三，2026-11-23，对问题「…」，在 第26周 第72行 旁）：…`, and below it what has become of the lines.
fn correction_line(found: &FoundCorrection, language: Language, paint: Paint) -> Vec<String> {
    let correction = &found.correction;
    let (by, day, question) = (one_line(&correction.by), &found.day, shortened(&correction.question));
    let beside = beside(&correction.beside, language);
    let beside =
        if beside.is_empty() { String::new() } else { worded!(language, "，在 {beside} 旁", ", beside {beside}") };
    let head = worded!(
        language,
        "更正（{by}，{day}，对问题「{question}」{beside}）",
        "Correction ({by}, {day}, to the question “{question}”{beside})"
    );
    let because = correction.because.as_deref().map(one_line);
    let because = because.map(|why| worded!(language, "（理由：{why}）", " (because: {why})")).unwrap_or_default();
    let colon = language.pick("：", ": ");
    let mut lines = vec![format!("{}{colon}{}{because}", paint.bold(&head), one_line(&correction.text))];
    lines.extend(stale_line(found, language).map(|line| format!("    {line}")));
    lines
}

/// Corrections alone, with their ids.
pub fn corrections_list(found: &[FoundCorrection], language: Language, paint: Paint) -> String {
    let lines = found.iter().flat_map(|found| {
        let mut lines = correction_line(found, language, paint);
        lines[0] = format!("{}  {}", paint.bold(found.correction.id.as_str()), lines[0]);
        lines
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What has become of the lines beside a correction, where they are not what they were.
fn stale_line(found: &FoundCorrection, language: Language) -> Option<String> {
    let of = |standing: Standing| {
        let places = found.correction.beside.iter().zip(&found.standings);
        let places: Vec<CitedLines> =
            places.filter(|(_, known)| **known == standing).map(|(place, _)| place.clone()).collect();
        beside(&places, language)
    };
    let (changed, removed) = (of(Standing::Changed), of(Standing::Removed));
    let said = [
        (!changed.is_empty()).then(|| worded!(language, "{changed} 此后改过", "{changed} changed since")),
        (!removed.is_empty()).then(|| worded!(language, "{removed} 已不在索引中", "{removed} no longer in the index")),
    ];
    let said = said.into_iter().flatten().collect::<Vec<_>>().join(language.pick("；", "; "));
    (!said.is_empty()).then(|| worded!(language, "可能已过时：{said}", "possibly out of date: {said}"))
}

/// `第26周 第72–73行、第25周 第8行 等 5 处`.
fn beside(places: &[CitedLines], language: Language) -> String {
    let place = |cited: &CitedLines| {
        let (report, first, last) = (one_line(&cited.report), cited.lines.first, cited.lines.last);
        match first == last {
            true => worded!(language, "{report} 第{first}行", "{report}, line {first}"),
            false => worded!(language, "{report} 第{first}–{last}行", "{report}, lines {first}–{last}"),
        }
    };
    let shown: Vec<String> = places.iter().take(MOST_PLACES).map(place).collect();
    let shown = shown.join(language.pick("、", "; "));
    let (all, more) = (places.len(), places.len().saturating_sub(MOST_PLACES));
    match more {
        0 => shown,
        more => worded!(language, "{shown} 等 {all} 处", "{shown} and {more} more"),
    }
}

fn shortened(text: &str) -> String {
    let text = one_line(text);
    let cut: String = text.chars().take(QUESTION_CHARS).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

/// What a person may do with the answer above.
pub fn feedback_hint(id: &FeedbackId, language: Language) -> String {
    worded!(
        language,
        "回答 {id}；对错可记：zhoubao feedback {id} --right，--wrong，--correct \"…\"",
        "answer {id}; was it right? zhoubao feedback {id} --right, --wrong or --correct \"…\""
    )
}

/// The same in a chat.
pub fn judging_hint(language: Language) -> &'static str {
    language.pick(
        "（回答对不对，可记：/right，/wrong 原因，/correct 正确的说法）",
        "(was it right? /right, /wrong BECAUSE, /correct TEXT)",
    )
}

/// `记下了：k3f7m0qa 不对，更正 …`.
pub fn judged_line(said: &Judgement, language: Language) -> String {
    let (answer, id) = (&said.answer, &said.id);
    let beside = beside(&said.beside, language);
    match (&said.correct, said.opinion) {
        (Some(_), _) if beside.is_empty() => {
            worded!(language, "已记下对 {answer} 的更正 {id}。", "Correction {id} of {answer} recorded.")
        }
        (Some(_), _) => worded!(
            language, "已记下对 {answer} 的更正 {id}，在 {beside} 旁。",
            "Correction {id} of {answer} recorded, beside {beside}."
        ),
        (None, Opinion::Right) => worded!(language, "已记下：{answer} 对。", "Recorded: {answer} is right."),
        (None, Opinion::Wrong) => worded!(language, "已记下：{answer} 不对。", "Recorded: {answer} is wrong."),
    }
}

/// Answers with what was said of them, in the order given.
pub fn feedback_list(judged: &[&JudgedAnswer], zone: &TimeZone, language: Language, paint: Paint) -> String {
    judged.iter().flat_map(|judged| entry_lines(judged, zone, language, paint)).collect::<Vec<_>>().join("\n")
}

fn entry_lines(judged: &JudgedAnswer, zone: &TimeZone, language: Language, paint: Paint) -> Vec<String> {
    let at = zone.to_datetime(judged.at()).strftime("%Y-%m-%d %H:%M");
    let id = judged.answer.as_ref().map(|answer| &answer.id).or_else(|| judged.last().map(|said| &said.answer));
    let id = id.map(ToString::to_string).unwrap_or_default();
    let verdict = match &judged.answer {
        Some(answer) => verdict_name(&answer.verdict, language).to_string(),
        None => language.pick("回答已忘记", "the answer was forgotten").to_string(),
    };
    let mut lines = vec![format!("{}  {at}  {}  ({verdict})", paint.bold(&id), shortened(judged.question()))];
    for said in &judged.judgements {
        lines.push(format!("    {}", said_line(said, zone, language)));
    }
    lines
}

fn verdict_name(verdict: &str, language: Language) -> &'static str {
    match verdict {
        "answered" => language.pick("有答案", "answered"),
        "related" => language.pick("仅相关", "related"),
        _ => language.pick("没有写", "not found"),
    }
}

/// `不对（张三，2026-11-23）：原因；更正 9x2c…：…`.
fn said_line(said: &Judgement, zone: &TimeZone, language: Language) -> String {
    let day = zone.to_datetime(said.at).date();
    let (by, id) = (one_line(&said.by), &said.id);
    let opinion = match (&said.correct, said.opinion) {
        (Some(_), _) => worded!(language, "更正 {id}", "corrected {id}"),
        (None, Opinion::Right) => language.pick("对", "right").to_string(),
        (None, Opinion::Wrong) => language.pick("不对", "wrong").to_string(),
    };
    let words: Vec<String> = said.correct.iter().chain(&said.because).map(|text| one_line(text)).collect();
    let words =
        if words.is_empty() { String::new() } else { format!("{}{}", language.pick("：", ": "), words.join(" / ")) };
    worded!(language, "{opinion}（{by}，{day}）{words}", "{opinion} ({by}, {day}){words}")
}

/// One answer with its words and what was said of it.
pub fn feedback_show(judged: &JudgedAnswer, zone: &TimeZone, paint: Paint) -> String {
    let language = judged.answer.as_ref().map_or(Language::Chinese, |answer| answer.language);
    let mut lines = entry_lines(judged, zone, language, paint);
    if let Some(answer) = &judged.answer {
        let said = answer.sentences.iter().map(|sentence| {
            let marks = citation::written(&sentence.citations);
            format!("  {} {marks}", one_line(&sentence.text)).trim_end().to_string()
        });
        lines.splice(1..1, said);
        let sources = answer.citations.iter().enumerate();
        lines.extend(sources.map(|(at, cited)| {
            format!("    [{}] {} {}:{}", at + 1, one_line(&cited.report), one_line(&cited.path), cited.lines)
        }));
    }
    lines.join("\n")
}

/// The monthly line, a row a month.
pub fn stats_text(months: &[MonthStats], language: Language, paint: Paint) -> String {
    let head = match language {
        Language::Chinese => ["月份", "提问", "答出", "没有写", "说对", "说错", "更正", "正确率"],
        Language::English => ["month", "asked", "answered", "not found", "right", "wrong", "corrected", "share right"],
    };
    let head: Vec<String> = head.map(str::to_string).into();
    let rows: Vec<Vec<String>> = months.iter().map(stats_row).collect();
    let table = Table::fitting(&head, &rows, paint);
    let mut lines = vec![table.head()];
    lines.extend(rows.iter().flat_map(|row| table.row(row.clone())));
    lines.push(String::new());
    lines.push(paint.dim(language.pick(
        "正确率：说对 ÷（说对 + 说错），更正算说错；没有人评价的不计。",
        "share right: right ÷ (right + wrong); a corrected answer is wrong, one that nobody judged is not counted.",
    )));
    lines.join("\n")
}

fn stats_row(month: &MonthStats) -> Vec<String> {
    let counts = [month.asked, month.answered, month.not_found, month.right, month.wrong, month.corrected];
    let share = month.share_right.map_or("–".to_string(), |share| format!("{:.0}%", share * 100.0));
    std::iter::once(month.month.clone()).chain(counts.map(|count| count.to_string())).chain([share]).collect()
}

/// What is gone, and what stays.
pub fn forgotten_text(forgotten: &Forgotten) -> String {
    let Forgotten { answers, judgements, corrections, kept_corrections } = *forgotten;
    let mut text = format!(
        "Forgot {}, {} and {}.",
        plural(answers, "answer"),
        plural(judgements, "judgement"),
        plural(corrections, "correction")
    );
    if kept_corrections > 0 {
        text.push_str(&format!(" Kept {} (--corrections forgets them too).", plural(kept_corrections, "correction")));
    }
    text
}
