//! What this model once made up, kept for the runs in which it makes up nothing.

use zhoubao::citation::{Fault, Source, check};

/// A reply of the 1.5B model of `scripts/llm-server.sh` to the question when the double charges happened: the time is right, the
/// day is that of the report's date.
const REPLY: &str = "银联在线收银台重复扣款发生在2023年6月13日，具体时间是14:22。[1]";

/// The passage of the sample reports that it read.
const PASSAGE: &str = "6/8 14:22 银联在线收银台灰度期间，5笔订单被重复扣款，合计3260元。";

/// Whether the check still catches it.
pub fn is_caught() -> bool {
    let section = ["上周进展".to_string(), "生产稳定性事件".to_string()];
    let date = "2023-06-13".parse().ok();
    let source = Source { n: 1, text: PASSAGE, label: "第25周", date, coverage: None, section: &section };
    let faults = check(REPLY, &[source], "银联在线收银台重复扣款是什么时候发生的？").faults;
    faults.iter().any(|fault| matches!(fault, Fault::Misplaced { .. } | Fault::Particular { .. }))
}
