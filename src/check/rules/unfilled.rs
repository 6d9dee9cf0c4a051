//! ZB016: a blank that a draft left and nobody filled in.

use crate::check::blank::blanks;
use crate::check::finding::{Objection, Wording};
use crate::check::rule::{Case, Rule};
use crate::report::lines_of;

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB016", name: "unfilled", is_default: true, needs_earlier: false, run };

fn run(case: &Case<'_>) -> Vec<Objection> {
    let text = &case.page.text;
    let mut found = Vec::new();
    for line in lines_of(text, &(0..text.len())) {
        let blanks = blanks(&text[line.clone()]);
        let Some(first) = blanks.first() else { continue };
        let count = blanks.len();
        let (zh, en) = match count {
            1 => ("这里还没填".to_string(), "not filled in yet".to_string()),
            count => (format!("这一行还有{count}处没填"), format!("{count} blanks of this line are not filled in yet")),
        };
        found.push(Objection {
            span: line.start + first.start..line.start + first.end,
            message: Wording::new(zh, en),
            evidence: Vec::new(),
        });
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::check::tests::page;
    use crate::check::{Options, check};

    fn codes(text: &str) -> Vec<String> {
        let found = check(&page("draft", text), &[], &Options::default());
        found.into_iter().map(|finding| format!("{}:{}", finding.code, finding.line)).collect()
    }

    #[test]
    fn a_line_with_blanks_is_told_once() {
        let draft = "# 第27周 2023-06-27\n\n## 系统运行数据\n\n- 事故数AB级____ （上周0次），CD级____ （上周1次）\n- 出金：99.97%（上周99.96%）\n";
        assert_eq!(codes(draft), ["ZB016:5"]);
    }

    #[test]
    fn no_other_rule_looks_at_a_line_that_is_not_written_yet() {
        let text = |words: &str| format!("# 第27周 2023-06-27\n\n## 本周工作\n\n- 收银台：{words}预计6/20上线\n");
        assert_eq!(codes(&text("（待填）")), ["ZB016:5"]);
        assert_eq!(codes(&text("联调完，")), ["ZB005:5"]);
    }

    #[test]
    fn underscores_in_code_and_across_the_page_are_no_blanks() {
        let text = "# 第27周 2023-06-27\n\n## 本周工作\n\n____\n\n- 改了 `a____b` 与 `____`\n\n```\nx = ____\n```\n";
        assert_eq!(codes(text), [""; 0]);
    }
}
