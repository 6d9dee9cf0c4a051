//! Incidents in the order of a measure: each row states it, and what is asked for beside it holds of every row.

use super::super::incident_list::of_the_times;
use super::super::incident_rank::rank;
use crate::answer::tests::{Office, SEGMENTER, read};

const WEEK: (&str, &str) = (
    "第20周 2024-05-14",
    "## 生产事件\n\n- 5/9 14:30 短信网关拥塞，持续25分钟，影响52家门店\n原因：网络抖动。\n- 5/10 18:05 代付回单延迟，持续3小时，积压300笔，涉及金额4.2万元\n原因：磁盘写满。\n- 5/11 09:10 登录页打不开，影响340家门店，赔付1800元\n原因：证书过期。\n- 5/12 10:00 报表系统报错，报表晚到\n",
);

fn rows(asked: &str) -> Vec<String> {
    let office = Office::of(&[WEEK]);
    let (_, lines) = office.answered(asked, |retrieval, _, draft| {
        rank(&of_the_times(&office.passages, retrieval), &read(asked), &SEGMENTER, draft)
    });
    lines
}

#[test]
fn the_first_row_has_the_most_of_what_is_asked_for_and_the_lead_says_how_many_have_none() {
    for (asked, lead, first) in [
        ("影响门店最多的是哪起事件", "2 起写了", "340家：2024-05-11"),
        ("持续最久的事故是哪次", "4 起事件里 2 起写了持续多久", "3小时：2024-05-10"),
        ("哪次故障持续最短", "从短到长", "25分钟：2024-05-09"),
        ("损失最大的是哪起", "4 起事件里 2 起写了金额", "4.2万元：2024-05-10"),
        ("which incident lasted the longest", "2 of 4 incidents state how long they lasted", "3 hours: 2024-05-10"),
    ] {
        let rows = rows(asked);
        assert!(rows.len() == 3 && rows[0].contains(lead) && rows[1].starts_with(first), "{asked}: {rows:?}");
    }
}

#[test]
fn what_no_two_rows_state_and_what_has_no_measure_is_no_ranking() {
    for asked in ["最严重的事故是哪起", "积压笔数最多的是哪次", "短信故障里损失最大的是哪起"]
    {
        assert_eq!(rows(asked), [""; 0], "{asked}");
    }
}
