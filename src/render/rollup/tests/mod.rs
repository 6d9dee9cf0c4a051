//! A made-up month in all its forms: what is shown, that nothing in a report breaks it, and that a broken template says so.

mod hostile;
mod made_up;
mod templates;

use std::path::{Path, PathBuf};

use super::{
    Line, Links, MetricChart, RollupPage, Template, Terminal, charts, comparison_markdown, comparison_page, html,
    markdown, page, text,
};
use crate::citation::Citation;
use crate::narrate::RollupPart;
use crate::render::{Paint, comparison_json, rollup_json};
use crate::rollup::{Comparison, MetricPair, MetricPlace, Rollup};
use crate::vocabulary::Language;
use made_up::{april, empty, may};

fn links<T>(page: impl FnOnce(&Links<'_>) -> T) -> T {
    let file_of = |citation: &Citation| Some(PathBuf::from("/desk/reports").join(&citation.path));
    page(&Links { here: Path::new("/desk"), from: Path::new("/desk/out"), file_of: &file_of })
}

fn paged(rollup: &Rollup, language: Language) -> RollupPage {
    links(|links| page(rollup, language, links, &[]))
}

fn written(rollup: &Rollup, language: Language, template: &str) -> String {
    let template = Template::built_in(template).expect("one of ours");
    markdown(&paged(rollup, language), &template).expect("filled in")
}

/// With its charts, as a file would have them.
fn as_html(rollup: &Rollup, language: Language) -> String {
    let charts = charts(rollup, language);
    let names: Vec<String> = charts.iter().map(|chart| chart.file.clone()).collect();
    let page = links(|links| page(rollup, language, links, &names));
    let template = Template::built_in("full").expect("one of ours");
    html(&markdown(&page, &template).expect("filled in"), language, &charts)
}

fn as_text(markdown: &str, language: Language) -> String {
    let paint = Paint { colour: false };
    text(markdown, &Terminal { columns: 80, paint, language, here: Path::new("/desk") })
}

fn compared() -> Comparison {
    Comparison {
        this: may(),
        other: april(),
        metrics: vec![MetricPair { this: MetricPlace::Row(0), other: MetricPlace::Single(0) }],
    }
}

#[test]
fn a_month_in_markdown() {
    insta::assert_snapshot!("full_zh", written(&may(), Language::Chinese, "full"));
    insta::assert_snapshot!("full_en", written(&may(), Language::English, "full"));
}

#[test]
fn a_month_on_one_page() {
    insta::assert_snapshot!("leadership_zh", written(&may(), Language::Chinese, "leadership"));
}

#[test]
fn a_month_on_a_terminal() {
    let shown = as_text(&written(&may(), Language::Chinese, "full"), Language::Chinese);
    insta::assert_snapshot!("terminal_zh", shown);
    let widest = shown.lines().map(unicode_width::UnicodeWidthStr::width).max();
    assert!(widest.is_some_and(|columns| columns <= 82), "{widest:?}");
}

#[test]
fn a_month_for_programs() {
    insta::assert_snapshot!("json", format!("{:#}", rollup_json(&may(), None).expect("serialises")));
}

#[test]
fn a_month_as_a_page_without_its_pictures() {
    let page = links(|links| page(&may(), Language::English, links, &[]));
    let template = Template::built_in("leadership").expect("one of ours");
    let made = html(&markdown(&page, &template).expect("filled in"), Language::English, &[]);
    let body = made.split_once("<body>").expect("a body").1;
    insta::assert_snapshot!("html_en", body);
}

#[test]
fn two_months_side_by_side_number_their_sources_in_one_run() {
    let page = links(|links| comparison_page(&compared(), Language::Chinese, links));
    let template = Template::built_in("compare").expect("one of ours");
    insta::assert_snapshot!("compare_zh", comparison_markdown(&page, &template).expect("filled in"));
    let json = comparison_json(&compared()).expect("serialises");
    assert_eq!(json["metrics"][0]["other"], serde_json::json!({ "list": "single", "place": 0 }));
}

#[test]
fn a_month_of_nothing_says_so_in_every_part() {
    insta::assert_snapshot!("empty_zh", written(&empty(), Language::Chinese, "full"));
    insta::assert_snapshot!("empty_leadership_en", written(&empty(), Language::English, "leadership"));
}

#[test]
fn every_mark_has_its_source_and_every_source_its_way_back() {
    for language in [Language::Chinese, Language::English] {
        let made = as_html(&may(), language);
        let marks: Vec<&str> = between(&made, "href=\"#s", "\"");
        assert!(marks.len() > 10, "{marks:?}");
        assert!(marks.iter().all(|mark| made.contains(&format!("<li id=\"s{mark}\">"))));
        let ways: Vec<&str> = between(&made, "href=\"#m", "\"");
        assert_eq!(ways.len(), marks.len());
        assert!(ways.iter().all(|way| made.contains(&format!("id=\"m{way}\""))));
    }
}

#[test]
fn a_page_asks_nothing_of_the_world_and_runs_nothing() {
    let made = as_html(&may(), Language::Chinese);
    for word in ["<script", " onclick", "http-equiv=\"refresh\"", "@import", "url(", "<link", "<iframe", "<img"] {
        assert!(!made.contains(word), "{word}");
    }
    assert!(made.contains("default-src 'none'") && made.contains("<html lang=\"zh-CN\">"));
    assert_eq!(made.matches("<figure>").count(), may().metrics.rows.len());
    let addresses = between(&made, "href=\"", "\"");
    assert!(
        addresses.iter().all(|address| address.starts_with('#') || address.starts_with("../reports/")),
        "{addresses:?}"
    );
}

#[test]
fn the_same_month_gives_the_same_bytes() {
    let once = || {
        (
            as_html(&may(), Language::Chinese),
            written(&may(), Language::English, "full"),
            rollup_json(&may(), None).expect("serialises").to_string(),
        )
    };
    assert_eq!(once(), once());
}

#[test]
fn pictures_are_drawn_one_a_metric_with_the_incidents_of_its_days() {
    let drawn: Vec<MetricChart> = charts(&may(), Language::Chinese);
    assert_eq!(
        drawn.iter().map(|chart| chart.file.as_str()).collect::<Vec<_>>(),
        ["01-订单成功率.svg", "02-客诉-本周.svg"]
    );
    assert!(drawn[0].svg.contains("2023-05-17 仓储接口超时"), "{}", drawn[0].svg);
}

#[test]
fn a_models_prose_stands_above_the_facts_and_says_what_it_is() {
    let sentence = Line::cited("仓储接口超时一次，当天修复。", &[7]);
    let page = paged(&may(), Language::Chinese).with_prose(RollupPart::Incidents, vec![sentence]);
    let template = Template::built_in("full").expect("one of ours");
    let made = markdown(&page, &template).expect("filled in");
    assert!(made.contains("\n*仓储接口超时一次，当天修复。[^7]*\n"), "{made}");
    assert!(made.contains("由语言模型改写"));
    let nowhere = paged(&may(), Language::Chinese).with_prose(RollupPart::Objective(9), vec![Line::of("甲")]);
    assert!(!nowhere.has_prose);
}

fn between<'a>(text: &'a str, before: &str, after: &str) -> Vec<&'a str> {
    text.split(before).skip(1).filter_map(|rest| rest.split(after).next()).collect()
}
