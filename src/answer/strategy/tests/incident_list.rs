//! Lists of incidents: each row is held against what is asked.

use super::super::incident_list::{Standing, list};
use crate::answer::overlap::Wanted;
use crate::answer::tests::{Office, SEGMENTER, read};
use crate::ledger::incident_threads_in;

const WEEK: (&str, &str) = (
    "第20周 2024-05-14",
    "## 生产事件\n\n- 5/9 14:30 短信网关拥塞，影响52家门店\n原因：核实中。处置：切到备用通道。\n- 5/10 18:05 代付回单延迟，积压300笔\n原因：磁盘写满。处置：清理日志，已恢复。\n",
);
const NEXT: (&str, &str) = (
    "第21周 2024-05-21",
    "## 往期跟踪\n\n- 5/10代付回单延迟：完成复盘，关闭。\n- 5/9短信网关拥塞：复盘原定本周，顺延到月底。\n",
);

/// The rows of the list that answers `asked`; none where it is not claimed.
fn rows(asked: &str) -> Vec<String> {
    let office = Office::of(&[WEEK, NEXT]);
    let (_, lines) = office.answered(asked, |retrieval, sought, draft| {
        let incidents = office.passages.iter().filter(|passage| passage.incident.is_some()).cloned().collect();
        let incidents = match Standing::asked(&read(asked)) {
            Some(standing) => standing.of(incidents, &incident_threads_in(&office.passages, &office.catalogue)),
            None => incidents,
        };
        list(&incidents, sought, retrieval, false, draft)
    });
    lines
}

#[test]
fn a_list_holds_its_rows_against_how_they_stand() {
    for asked in ["哪些事故还没有关闭", "which incidents are still open", "未解决的事故有哪些"] {
        let rows = rows(asked);
        let has = |words: &str| rows.iter().any(|row| row.contains(words));
        assert!(has("短信网关") && !has("代付回单"), "{asked}: {rows:?}");
    }
    let rows_without = rows("列出没有复盘的事故");
    assert!(rows_without.iter().any(|row| row.contains("短信网关")), "{rows_without:?}");
    assert!(rows_without.iter().all(|row| !row.contains("代付回单")), "{rows_without:?}");
    // What no row can be held against is not claimed of any.
    assert_eq!(rows("列出没有通知到商户负责人的事故"), [""; 0]);
}

#[test]
fn what_has_no_word_for_incidents_is_no_list_of_them() {
    for asked in ["list all upcoming launches", "列出所有供应商"] {
        let question = read(asked);
        assert!(!Wanted::new(&SEGMENTER, &question).lists_incidents(&question), "{asked}");
    }
    for asked in ["list all incidents", "列出4月的事故"] {
        let question = read(asked);
        assert!(Wanted::new(&SEGMENTER, &question).lists_incidents(&question), "{asked}");
    }
}

#[test]
fn of_more_rows_than_anybody_reads_the_newest_are_shown_and_all_are_counted() {
    let lines: String =
        (0..130).map(|n| format!("- 5/9 {:02}:{:02} 短信网关拥塞，影响{}家门店\n", n / 60, n % 60, n + 1)).collect();
    let text = format!("## 生产事件\n\n{lines}");
    let office = Office::of(&[("第20周 2024-05-14", &text)]);
    let (_, rows) = office.answered("第20周有哪些事件", |retrieval, sought, draft| {
        list(&office.passages, sought, retrieval, false, draft)
    });
    assert!(rows[0].contains("130 起事件"), "{}", rows[0]);
    assert!(rows[1].contains("00:30") && rows[100].contains("02:09"), "{rows:?}");
    assert_eq!(rows[101], "另有 30 条未列出，全部见 incidents 台账。");
}
