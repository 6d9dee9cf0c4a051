//! Whatever a page holds, no rule panics, and every finding lies in it.

use proptest::prelude::*;

use super::super::{Options, Page, Selection, check, rules};
use super::page;

/// Pieces that reports are made of, and what breaks readers.
const PIECES: [&str; 44] = [
    "# 第17周 2023-04-18\n", "# 2024-W13\n", "\n", "## 生产事件\n", "- ", "6/15 11:01 ", "13/45 ", "2月30日",
    "预计4/13上线", "45/60，完成率70%", "55+65=130", "合计", "其中高危70个", "```\n", "<!-- zhoubao: ignore ZB003 -->",
    "<!--", "-->", "| a | b |\n", "|--|--|\n", "99.97%", "，", "。", "\r\n", "\u{FEFF}", "🙂",
    "１３８１２３４５６７８", "13812345678", "=", "/", "%", "99999999999999999999999999", "0/0 0%",
    "Hive数仓建设总进度：60%", "## 下周计划\n", "1. 复盘\n", "[a](b", "密码：Abc12345", "原因：待复盘", "\u{202E}",
    "−5%", "+3.2万", "从54降低到46", "（104/135)", "    ",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => proptest::sample::select(&PIECES[..]).prop_map(str::to_string),
        1 => any::<String>(),
        1 => "[0-9/.=+%×，、:： 万笔]{0,12}",
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn assert_in_page(page: &Page, others: &[&Page]) {
    let selection = Selection::new(&["ZB".to_string()], &[]).expect("all rules");
    let source = &page.report.source;
    let lines: Vec<&str> = source.split('\n').collect();
    for finding in check(page, others, &Options { selection, ..Options::default() }) {
        assert!(rules().iter().any(|rule| rule.code == finding.code));
        assert!(source.get(finding.span.clone()).is_some(), "{finding:?}");
        let line = lines.get(finding.line - 1).expect("the line is there");
        let chars = line.trim_end_matches('\r').chars().count();
        assert!(
            1 <= finding.column && finding.column <= finding.end_column && finding.end_column <= chars + 1,
            "{finding:?}"
        );
        let pointed: String = line.chars().skip(finding.column - 1).take(finding.end_column - finding.column).collect();
        assert_eq!(pointed, source[finding.span.clone()], "{finding:?}");
        assert_eq!(finding.text.chars().count(), chars, "{finding:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_page_panics_and_every_finding_lies_in_it(one in text(), two in text(), three in text()) {
        let pages = [page("第16周 2023-04-11", &one), page("第17周 2023-04-18", &two), page("x", &three)];
        let others: Vec<&Page> = pages.iter().collect();
        for page in &pages {
            assert_in_page(page, &others);
        }
    }
}

#[test]
fn an_empty_page_has_no_findings() {
    for text in ["", "\n", "   ", "\u{FEFF}", "#", "---"] {
        assert_in_page(&page("empty", text), &[]);
        assert!(check(&page("empty", text), &[], &Options::default()).is_empty(), "{text:?}");
    }
}

#[test]
fn a_line_of_a_thousand_mistakes_is_shown_ten_times_and_says_how_many_more() {
    let wrong = |count: usize| format!("# 第17周 2023-04-18\n\n- {}\n- 1+1=3，完\n", "1+2=4，".repeat(count));
    let few = super::page_findings("ZB004", &wrong(10));
    assert_eq!(few.len(), 11);
    assert!(few.iter().all(|finding| !finding.message.en.contains("more")));
    // Twice the mistakes are twice the line and not four times the output.
    for count in [1_000, 2_000] {
        let found = super::page_findings("ZB004", &wrong(count));
        assert_eq!(found.len(), 11, "{count}");
        let more = format!("(and {} more in this line, not listed)", count - 10);
        assert!(found[9].message.en.ends_with(&more), "{}", found[9].message.en);
        assert_eq!(found[10].line, 4);
    }
}
