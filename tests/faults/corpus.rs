//! Invented reports, as many as two segments take, and three things that happen to them.

use std::fs;
use std::path::{Path, PathBuf};

/// How many reports, and how many lines each.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    reports: usize,
    items: usize,
}

/// More passages than what is rewritten into a segment of its own: the index has two.
pub const TWO_SEGMENTS: Size = Size { reports: 60, items: 100 };

/// Some weeks of a small team.
pub const SMALL: Size = Size { reports: 30, items: 8 };

/// A report with `incidents` incidents; `wording` is in every line, so that another one is another text.
fn report(week: usize, incidents: usize, items: usize, wording: &str) -> String {
    let day = |offset: usize| format!("{}/{}", 1 + (week / 5) % 12, 1 + (week * 5 + offset) % 27);
    let mut text = format!(
        "# 第{}周 2023-{:02}-{:02}\n\n## 生产事件\n\n",
        1 + week % 52,
        1 + (week / 5) % 12,
        1 + (week * 5) % 27
    );
    for incident in 0..incidents {
        text += &format!(
            "- {} 09:{:02} 渠道{incident}出金超时，影响{}笔。原因：{wording}连接数不足。处置：扩容后恢复。\n",
            day(incident),
            incident % 60,
            100 + week * 7 + incident
        );
    }
    text += "\n## 本周工作\n\n";
    for item in 0..items {
        text += &format!(
            "- {wording}第{week}周第{item}项：清算对账模块完成{}%，核对{}笔。\n",
            item % 101,
            week * 1000 + item
        );
    }
    text
}

fn file(folder: &Path, week: usize) -> PathBuf {
    folder.join(format!("{week:03}.md"))
}

/// Writes all reports into `folder`.
pub fn write(folder: &Path, size: Size) {
    fs::create_dir_all(folder).expect("writable");
    for week in 0..size.reports {
        fs::write(file(folder, week), report(week, 5, size.items, "原")).expect("writable");
    }
}

/// One report is worded anew and has more incidents; another only loses some lines.
pub fn change(folder: &Path) {
    fs::write(file(folder, 25), report(25, 11, 7, "新")).expect("writable");
    fs::write(file(folder, 7), report(7, 2, 5, "原")).expect("writable");
}

/// Two reports vanish.
pub fn remove(folder: &Path) {
    for week in [3, 26] {
        fs::remove_file(file(folder, week)).expect("removed");
    }
}
