//! Which planned days were moved.

use super::super::moved::list;
use crate::answer::tests::Office;
use crate::ledger::threads_in;
use crate::series::Aliases;

/// The lines, and whether they are left in doubt.
fn told(asked: &str) -> (Vec<String>, bool) {
    let office = Office::of(&[
        ("第20周 2024-05-14", "## 本周进展\n\n- 朝阳分账：开发中，预计5/20上线\n- 云桥直连：开发中，预计5/30上线\n"),
        ("第21周 2024-05-21", "## 本周进展\n\n- 朝阳分账：开发中，上线改到6/10\n- 云桥直连：联调中\n"),
    ]);
    let threads = threads_in(&office.passages, &Aliases::default());
    let mut is_in_doubt = false;
    let (_, lines) = office.answered(asked, |_, sought, draft| {
        let has_rows = list(&threads, &office.passages, sought, draft);
        is_in_doubt = draft.lacks_a_part();
        has_rows
    });
    (lines, is_in_doubt)
}

#[test]
fn all_moves_are_what_the_ledger_knows() {
    for asked in ["哪些上线时间改过", "哪些项目的上线时间改过，各改了几次", "which planned dates were moved"]
    {
        let (lines, is_in_doubt) = told(asked);
        assert!(lines[1].contains("朝阳分账") && lines[1].contains("5/20 → 6/10"), "{lines:?}");
        assert!(!is_in_doubt, "{asked}");
    }
}

#[test]
fn of_one_work_the_reports_may_tell_more_moves_than_the_ledger_knows() {
    assert!(told("朝阳分账的上线时间改过几次，分别是哪天").1);
    assert!(told("河岸通的上线时间改过几次，分别是哪天").1, "what is listed is of another work");
}
