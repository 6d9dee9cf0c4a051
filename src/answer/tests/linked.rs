//! What a later report says of the same thing in other words than the question's.

use super::{Office, SEGMENTER, read};
use crate::statement::{Clues, Models, Passage, Pool, show};

/// Statements as they would be shown, likeliest first.
fn shown(office: &Office, asked: &str) -> Vec<String> {
    let question = read(asked);
    let clues =
        Clues::new(&question, (&question.text, &question.text), Vec::new(), &[], None, &office.catalogue, &SEGMENTER);
    let passages = office.passages.iter().filter(|passage| !passage.covered).cloned();
    let passages = passages.map(|record| Passage { id: uuid::Uuid::new_v4(), cosine: None, record });
    let pool = Pool::new(passages.collect(), &clues, &[], &SEGMENTER);
    let shown = show(&pool, &clues, Models::built_in(), 500);
    shown.order.iter().map(|at| pool.text(&pool.statements[*at]).to_string()).collect()
}

#[test]
fn a_later_report_that_has_no_word_of_the_question_follows_what_it_is_about() {
    let office = Office::of(&[
        (
            "第20周 2024-05-14",
            "## 问题\n\n- 多退了46单，支付回调重复推送，研发在查\n- 打印机卡纸两次\n\n## 其他\n\n- 会议室空调报修\n",
        ),
        ("第21周 2024-05-21", "## 本周进展\n\n- 退件多了三成\n- 新人培训三场\n"),
        (
            "第22周 2024-05-28",
            "## 本周进展\n\n- 多退的押金收回\n- 支付回调地址配了两条，已删一条，没再重复推送\n- 食堂调查收回120份\n",
        ),
    ]);
    let shown = shown(&office, "多退的那46单是为什么");
    assert!(shown[0].contains("46单"), "{shown:?}");
    assert!(shown[1].contains("地址配了两条"), "{shown:?}");
}
