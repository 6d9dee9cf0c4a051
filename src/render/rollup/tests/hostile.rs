//! What a report would do to the page that quotes it, if it could.

use pulldown_cmark::{Event, Parser, Tag};
use uuid::Uuid;

use super::made_up::may;
use super::{as_html, as_text, charts, written};
use crate::record::Place;
use crate::render::rollup::document::OPTIONS;
use crate::render::rollup_json;
use crate::rollup::Rollup;
use crate::vocabulary::Language;

const HOSTILE: &str = "</style><script>alert(1)</script> [点我](javascript:alert(1)) ![x](http://evil.example/a.png) | 甲 | 乙 |\n\n\
    # 假标题\n- 假条目\n[^1]: 假来源 [^2] `代码` *重* <img src=x onerror=alert(1)> {{ 7*7 }} {% for %} \u{1b}[31m\u{202E}倒\u{2066} &lt;b&gt; ~~删~~ \\";

/// A month in which every text that comes from a report is [`HOSTILE`].
fn hostile() -> Rollup {
    let mut rollup = may();
    let text = || HOSTILE.to_string();
    for row in rollup.metrics.rows.iter_mut().chain(&mut rollup.metrics.single) {
        row.series.metric = text();
        row.series.qualifier = text();
        row.series.unit = text();
        for stated in [&mut row.first, &mut row.last, &mut row.highest, &mut row.lowest] {
            stated.text = text();
            stated.report = text();
        }
        for point in &mut row.series.points {
            point.text = text();
            point.place = Place::of_page(Uuid::nil(), &text(), "", &[text()], &text(), point.place.lines);
        }
    }
    for row in rollup.incidents.rows.iter_mut().chain(&mut rollup.incidents.outside) {
        row.summary = text();
        row.occurred = row.occurred.as_ref().map(|moment| format!("{moment}{HOSTILE}"));
        (row.impact, row.cause, row.handling) = (Some(text()), Some(text()), Some(text()));
    }
    for objective in &mut rollup.objectives {
        objective.name = text();
        for work in &mut objective.works {
            work.subject = text();
            work.parent = Some(text());
            work.last.text = text();
        }
    }
    for row in &mut rollup.promises.rows {
        row.text = text();
    }
    rollup.reflections[0].text = text();
    rollup.asked = text();
    for source in &mut rollup.sources {
        source.report = text();
        source.section = vec![text()];
        source.path = text();
        source.quote = text();
    }
    for report in &mut rollup.coverage.read {
        report.report = text();
        report.author = Some(text());
    }
    rollup
}

#[test]
fn in_markdown_it_is_text() {
    for template in ["full", "leadership"] {
        let made = written(&hostile(), Language::Chinese, template);
        let plain = written(&may(), Language::Chinese, template);
        let count = |page: &str, is: fn(&Event<'_>) -> bool| Parser::new_ext(page, OPTIONS).filter(is).count();
        for is in [
            (|event| matches!(event, Event::Start(Tag::Heading { .. }))) as fn(&Event<'_>) -> bool,
            |event| matches!(event, Event::Start(Tag::TableCell)),
            |event| matches!(event, Event::Start(Tag::FootnoteDefinition(_))),
            |event| matches!(event, Event::FootnoteReference(_)),
            |event| matches!(event, Event::Start(Tag::Item)),
        ] {
            assert_eq!(count(&made, is), count(&plain, is), "{made}");
        }
        let strange = Parser::new_ext(&made, OPTIONS).find(|event| match event {
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::Code(_)
            | Event::Start(Tag::Image { .. } | Tag::Strikethrough) => true,
            Event::Start(Tag::Link { dest_url, .. }) => !dest_url.starts_with("../reports/"),
            _ => false,
        });
        assert_eq!(strange, None);
        assert!(!made.contains(['\u{1b}', '\u{202E}', '\u{2066}']));
    }
}

#[test]
fn in_html_it_is_text() {
    let made = as_html(&hostile(), Language::Chinese);
    for word in ["<script", "<img", "onerror=alert(1)>", "href=\"javascript", "href=\"http", "\u{1b}", "\u{202E}"] {
        assert!(!made.contains(word), "{word}");
    }
    assert_eq!(made.matches("</style>").count(), 1 + charts(&hostile(), Language::Chinese).len());
    assert!(made.contains("&lt;script&gt;"));
}

#[test]
fn a_file_of_a_chart_stays_in_its_folder() {
    for chart in charts(&hostile(), Language::Chinese) {
        assert!(!chart.file.contains(['/', '\\', ' ', '<', '.']) || chart.file.ends_with(".svg"), "{}", chart.file);
        assert!(!chart.file.contains('/') && chart.file.chars().count() < 60, "{}", chart.file);
        assert!(!chart.svg.contains("<script"));
    }
}

#[test]
fn on_a_terminal_it_steers_nothing() {
    let made = as_text(&written(&hostile(), Language::Chinese, "full"), Language::Chinese);
    assert!(!made.chars().any(|c| c.is_control() && c != '\n'));
    assert!(!made.contains(['\u{202E}', '\u{2066}']));
}

#[test]
fn for_programs_it_is_a_string() {
    let json = rollup_json(&hostile(), None).expect("serialises");
    assert_eq!(json["sources"][0]["quote"], HOSTILE);
    let text = json.to_string();
    assert!(!text.contains('\u{1b}'));
}
