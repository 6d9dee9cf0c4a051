//! Pieces of work that are probably one: the review list.

use super::table::{TABLE_COLUMNS, wrapped};
use super::text::{Files, Paint, one_line};
use crate::thread::{Same, Shared};
use crate::vocabulary::{Language, worded};

/// The pairs, numbered, each with what it shares and its latest lines.
pub fn same_text(pairs: &[Same], coverage: &str, language: Language, paint: Paint, files: &Files<'_>) -> String {
    let mut lines = Vec::new();
    for (at, pair) in pairs.iter().enumerate() {
        let names = format!("{} | {}", one_line(&pair.one), one_line(&pair.other));
        lines.push(format!("{:>3}  {}", at + 1, paint.bold(&names)));
        let shared: Vec<String> = pair.shared.iter().map(|shared| shared_text(shared, language)).collect();
        let words = format!("{:.0}%: {}", pair.likeness * 100.0, shared.join("; "));
        lines.extend(wrapped(&words, TABLE_COLUMNS - 5, 3).into_iter().map(|line| format!("     {line}")));
        lines.extend(pair.places.iter().map(|place| format!("     {}", files.of_fact(paint, place))));
    }
    if !pairs.is_empty() {
        lines.push(worded!(
            language,
            "  --same --accept 序号 合并一对：第二个名称写入别名文件。",
            "  --same --accept NUMBER joins a pair: its second name is added to the aliases file."
        ));
        lines.push(String::new());
    }
    lines.push(paint.dim(&worded!(
        language,
        "很可能是同一项的有 {} 对；{coverage}",
        "{} probably the same among {coverage}",
        pairs.len()
    )));
    lines.join("\n")
}

/// What two pieces of work share.
pub fn shared_text(shared: &Shared, language: Language) -> String {
    match shared {
        Shared::Name(run) => worded!(language, "名称都有“{}”", "both names have {}", one_line(run)),
        Shared::Identifier(word) => worded!(language, "标识 {}", "identifier {}", one_line(word)),
        Shared::Word(word) => worded!(language, "原文都有“{}”", "both lines have {}", one_line(word)),
        Shared::Heading(heading) => {
            worded!(language, "都在“{}”下", "under {}", one_line(heading))
        }
        Shared::Day(day) => worded!(language, "都计划在 {day}", "planned for {day}"),
        Shared::Progress(from, to) => {
            worded!(language, "进度由 {from}% 接到 {to}%", "progress goes on from {from}% to {to}%")
        }
    }
}
