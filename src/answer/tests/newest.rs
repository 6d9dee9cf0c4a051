//! How a thing stands: the newest statement on that very thing.

use super::{Office, SEGMENTER, read};
use crate::statement::{Clues, Passage, Pool, newest};

/// Words of the statement that comes first where it is asked how a thing stands.
fn standing(office: &Office, asked: &str, likely: &[&str]) -> Option<String> {
    let question = read(asked);
    let clues =
        Clues::new(&question, (&question.text, &question.text), Vec::new(), &[], None, &office.catalogue, &SEGMENTER);
    let passages = office.passages.iter().filter(|passage| !passage.covered).cloned();
    let passages = passages.map(|record| Passage { id: uuid::Uuid::new_v4(), cosine: None, record });
    let pool = Pool::new(passages.collect(), &clues, &[], &SEGMENTER);
    let at = |words: &&str| {
        let has = |at: &usize| pool.text(&pool.statements[*at]).contains(*words);
        (0..pool.statements.len()).find(has).expect("a statement with these words")
    };
    let order: Vec<usize> = likely.iter().map(at).collect();
    newest(&pool, &clues, &order).map(|at| pool.text(&pool.statements[at]).to_string())
}

fn office() -> Office {
    Office::of(&[
        ("第20周 2024-05-14", "## 本周进展\n\n- 通知平台改造：进度60%\n- 收银台改版：评审\n"),
        ("第21周 2024-05-21", "## 本周进展\n\n- 通知平台改造：进度80%\n"),
        (
            "第22周 2024-05-28",
            "## 本周进展\n\n- 通知平台改造：5/27上线\n- 代付回单：换行\n\n## 下周计划\n\n- 通知平台改造复盘\n",
        ),
    ])
}

#[test]
fn the_latest_report_s_word_comes_first_whatever_is_likelier() {
    let likely = ["进度80%", "进度60%", "5/27上线", "代付回单"];
    for asked in ["通知平台改造上线了吗", "通知平台改造目前什么状态"] {
        let first = standing(&office(), asked, &likely);
        assert!(first.as_deref().is_some_and(|first| first.contains("5/27上线")), "{asked}: {first:?}");
    }
}

#[test]
fn a_later_line_on_something_else_and_a_plan_are_no_state_of_it() {
    let first = standing(&office(), "通知平台改造上线了吗", &["进度80%", "代付回单", "通知平台改造复盘"]);
    assert!(first.as_deref().is_some_and(|first| first.contains("进度80%")), "{first:?}");
}

#[test]
fn what_is_no_question_about_a_state_keeps_its_order() {
    assert_eq!(standing(&office(), "通知平台改造为什么慢", &["进度80%", "5/27上线"]), None);
}
