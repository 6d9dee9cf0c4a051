//! The server's pages, used as a person would use them.

use serde_json::Value;

use crate::driver::{Driver, Window};
use crate::served::{Served, run};

/// Every page that a person can reach, with something to see on it.
const PAGES: [&str; 16] = [
    "/", "/reports", "/upload", "/incidents", "/metrics-ledger", "/projects", "/promises", "/rollups",
    "/rollups?period=2023-06", "/goals", "/draft", "/check", "/audit", "/quality", "/api/v1/docs", "/nothing-here",
];

#[test]
fn a_question_is_answered_and_its_source_is_one_click_away() {
    run(async {
        let served = Served::samples();
        let Some(browser) = served.browser(Window::DESK).await else { return };
        browser.open(&served.at("/")).await;
        browser.write("#question", "6/15账户流水差异的原因是什么？\u{e007}").await;
        browser.until("the answer", "return document.querySelector('.turn .answer-text .chip')").await;
        let answer = browser.text(".turn .answer-text").await;
        assert!(answer.contains("扩容"), "{answer}");
        // The quoted lines at a hover.
        browser.hover(".turn .answer-text .chip").await;
        browser.until("the quote", "return !document.getElementById('popover').hidden && document.getElementById('popover').textContent.includes('6/15')").await;
        // The report beside it, at its lines, which can be seen without scrolling.
        browser.click(".turn .answer-text .chip").await;
        browser
            .until("the report beside the answer", "return document.querySelector('#panel:not([hidden]) .ln.lit')")
            .await;
        let lit = browser
            .run("return [...document.querySelectorAll('#panel .ln.lit')].map(line => line.textContent).join('\\n')")
            .await;
        assert!(lit.as_str().is_some_and(|lit| lit.contains("5991")), "{lit}");
        browser
            .until(
                "the marked lines in sight",
                "const line = document.querySelector('#panel .ln.lit').getBoundingClientRect();
                 return line.top >= 0 && line.bottom <= innerHeight",
            )
            .await;
        // Escape closes it, and the focus is where it was.
        browser.write("body", "\u{e00c}").await;
        browser.until("the panel to close", "return document.getElementById('panel').hidden").await;
        browser.end().await;
    });
}

#[test]
fn a_follow_up_leans_on_the_question_before_and_says_how_it_was_read() {
    run(async {
        let served = Served::samples();
        let Some(browser) = served.browser(Window::DESK).await else { return };
        browser.open(&served.at("/")).await;
        browser.write("#question", "6/15账户流水差异是怎么回事？\u{e007}").await;
        browser.until("the first answer", "return document.querySelector('.turn .answer-text .chip')").await;
        browser.write("#question", "怎么处理的\u{e007}").await;
        browser.until("the second answer", "return document.querySelectorAll('.turn .answer-text').length === 2").await;
        browser.until("how it was read", "return document.querySelector('.turn:last-child .read-as')").await;
        let read = browser.text(".turn:last-child .read-as").await;
        assert!(read.contains("6/15"), "{read}");
        browser.end().await;
    });
}

#[test]
fn an_answer_is_corrected_and_the_correction_stands_beside_the_next_one() {
    run(async {
        let served = Served::samples();
        let Some(browser) = served.browser(Window::DESK).await else { return };
        let asked = "6/15账户流水差异的原因是什么？\u{e007}";
        browser.open(&served.at("/")).await;
        browser.write("#question", asked).await;
        browser.until("the answer", "return document.querySelector('[data-judge]')").await;
        browser.click(".correct summary").await;
        browser
            .write(
                ".correct textarea[name=correct]",
                "<script>document.title='broken'</script>原因其实是跑批的时间窗设错了",
            )
            .await;
        browser.click(".correct button[value=correct]").await;
        browser.until("the thanks", "return document.querySelector('.judged-said')").await;
        browser.open(&served.at("/")).await;
        browser.write("#question", asked).await;
        browser.until("the correction", "return document.querySelector('.turn .corrections')").await;
        let correction = browser.text(".turn .corrections").await;
        assert!(correction.contains("<script>") && correction.contains("时间窗设错了"), "{correction}");
        // The reports still say what they say, above it.
        assert!(browser.text(".turn .answer-text").await.contains("扩容"));
        assert_ne!(browser.title().await, "broken");
        browser.end().await;
    });
}

#[test]
fn without_script_a_question_is_answered_too() {
    run(async {
        let served = Served::samples();
        let Some(browser) = served.browser(Window { has_script: false, ..Window::DESK }).await else { return };
        browser.open(&served.at("/")).await;
        browser.write("#question", "6/15账户流水差异的原因是什么？").await;
        browser.click("[data-send]").await;
        assert!(browser.text(".turn .answer-text").await.contains("扩容"));
        browser.click(".turn .answer-text .chip").await;
        assert!(browser.text(".ln.lit").await.contains("5991"));
        browser.end().await;
    });
}

#[test]
fn every_page_opens_in_both_themes_and_languages_on_a_phone_and_a_wide_screen_without_a_fault() {
    run(async {
        let served = Served::samples();
        let mut found = Vec::new();
        for width in [360, 1440] {
            let Some(browser) = served.browser(Window { width, ..Window::DESK }).await else { return };
            for (theme, language) in [("light", "zh"), ("dark", "en")] {
                browser.open(&served.at("/healthz")).await;
                browser.run(&format!("document.cookie = 'zhoubao_theme={theme};path=/'; document.cookie = 'zhoubao_lang={language};path=/'")).await;
                for page in PAGES {
                    browser.open(&served.at(page)).await;
                    let place = format!("{page} ({theme}, {language}, {width})");
                    let wide = browser
                        .run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                        .await;
                    if wide.as_i64().is_none_or(|wide| wide > 0) {
                        found.push(format!("{place} is {wide} pixels too wide"));
                    }
                    found.extend(faults(&browser).await.into_iter().map(|fault| format!("{place}: {fault}")));
                }
            }
            browser.end().await;
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
    });
}

/// The serious faults that axe-core finds on the page; none where it is not at hand.
async fn faults(browser: &Driver) -> Vec<String> {
    let Some(axe) = std::env::var_os("ZHOUBAO_TEST_AXE") else { return Vec::new() };
    let script = std::fs::read_to_string(axe).expect("axe-core");
    browser.run(&script).await;
    let found = browser
        .run_until_done(
            "const done = arguments[arguments.length - 1];
             axe.run(document, { resultTypes: ['violations'] }).then(result => done(result.violations
                .filter(fault => ['serious', 'critical'].includes(fault.impact))
                .map(fault => fault.id + ': ' + fault.nodes.slice(0, 3).map(node => node.html.slice(0, 200)).join(' | '))),
                error => done(['axe: ' + error]));",
        )
        .await;
    let texts = found.as_array().cloned().unwrap_or_default();
    texts.iter().filter_map(Value::as_str).map(str::to_string).collect()
}

#[test]
fn a_first_visit_takes_an_upload_and_answers_from_it() {
    run(async {
        let served = Served::empty();
        let Some(browser) = served.browser(Window::DESK).await else { return };
        let report = served.folder.path().join("第30周 2023-07-18.md");
        std::fs::write(
            &report,
            "# 第30周 2023-07-18\n\n## 生产事件\n\n- 7/14 10:05 退款接口超时213笔。原因：连接池上限过低。\n",
        )
        .expect("a report");
        browser.open(&served.at("/")).await;
        browser.write("#files", &report.display().to_string()).await;
        browser.click("[data-upload] button.primary").await;
        browser
            .until(
                "the reading to end",
                "return document.querySelector('.uploaded a[href=\"/\"], .page-actions a[href=\"/\"]')",
            )
            .await;
        browser.open(&served.at("/")).await;
        browser.write("#question", "7/14退款接口超时的原因？\u{e007}").await;
        browser.until("the answer", "return document.querySelector('.turn .answer-text .chip')").await;
        assert!(browser.text(".turn .answer-text").await.contains("连接池"));
        browser.end().await;
    });
}

#[test]
fn what_reports_say_is_text_and_never_runs_or_leads_away() {
    run(async {
        let folder = tempfile::tempdir().expect("a folder");
        let hostile = "# 第30周 2023-07-18\n\n## 生产事件\n\n- 7/14 10:05 <img src=x onerror=\"document.title='broken'\"><script>document.title='broken'</script>退款接口超时213笔。\n\
             - [点这里](https://elsewhere.example/steal) ![图](https://elsewhere.example/pixel.png) [x](javascript:document.title='broken')\n";
        std::fs::write(folder.path().join("第30周 2023-07-18 <img src=x onerror=alert(1)>.md"), hostile)
            .expect("a report");
        let served = Served::start(folder.path());
        let Some(browser) = served.browser(Window::DESK).await else { return };
        browser.open(&served.at("/reports")).await;
        browser.click(".list-link").await;
        browser.until("the report", "return document.querySelector('[data-report]')").await;
        let reached = browser
            .run("return [...document.querySelectorAll('main img, main a, main iframe, main object')].map(it => it.src || it.href).filter(to => to && !to.startsWith(location.origin))")
            .await;
        assert_eq!(reached, serde_json::json!([]));
        assert!(browser.text("[data-report]").await.contains("<script>"));
        browser.open(&served.at("/incidents?text=%3Cscript%3Edocument.title%3D%27broken%27%3C%2Fscript%3E")).await;
        assert_ne!(browser.title().await, "broken");
        browser.open(&served.at("/incidents")).await;
        assert_ne!(browser.title().await, "broken");
        browser.end().await;
    });
}

#[test]
fn language_and_theme_are_switched_and_kept() {
    run(async {
        let served = Served::samples();
        let Some(browser) = served.browser(Window::DESK).await else { return };
        browser.open(&served.at("/reports?lang=zh")).await;
        browser.open(&served.at("/reports")).await;
        browser.click(".side-body .switches button[value=en]").await;
        browser.until("English", "return document.documentElement.lang === 'en'").await;
        browser.click(".side-body .switches button[value=dark]").await;
        browser.until("darkness", "return document.documentElement.classList.contains('theme-dark')").await;
        assert!(browser.address().await.ends_with("/reports"));
        browser.open(&served.at("/incidents")).await;
        let both = "return document.documentElement.lang === 'en' && document.documentElement.classList.contains('theme-dark')";
        assert_eq!(browser.run(both).await, serde_json::json!(true));
        browser.end().await;
    });
}

#[test]
fn a_rollup_is_read_printed_and_downloaded() {
    run(async {
        let served = Served::samples();
        let Some(browser) = served.browser(Window::DESK).await else { return };
        browser.open(&served.at("/rollups?period=2023-06")).await;
        assert!(browser.text("main").await.contains("2023"));
        assert!(browser.print().await.len() > 10_000);
        let markdown = browser
            .run_until_done(
                "const done = arguments[arguments.length - 1];
                 const link = [...document.querySelectorAll('main a[download], main a[href*=\"format=\"]')].find(link => /m(d|arkdown)/.test(link.href));
                 fetch(link.href).then(reply => reply.text()).then(done, error => done('' + error));",
            )
            .await;
        assert!(markdown.as_str().is_some_and(|page| page.starts_with('#') || page.starts_with("---")), "{markdown}");
        browser.end().await;
    });
}

#[test]
fn a_points_line_is_one_click_away_from_a_chart() {
    run(async {
        let served = Served::samples();
        let Some(browser) = served.browser(Window::DESK).await else { return };
        browser.open(&served.at("/metrics-ledger")).await;
        browser.click("main table a[href*=\"name=\"], main a[href^=\"/metrics-ledger/\"]").await;
        browser
            .until(
                "the chart",
                "return document.querySelector('main svg a[href*=\"/reports/\"], main svg a[*|href*=\"/reports/\"]')",
            )
            .await;
        let to = browser.run("const a = [...document.querySelectorAll('main svg a')].find(a => (a.href.baseVal || a.href).includes('/reports/')); return a.href.baseVal || a.href").await;
        let to = to.as_str().unwrap_or_default().to_string();
        browser.open(&if to.starts_with('/') { served.at(&to) } else { to }).await;
        assert!(!browser.text(".ln.lit").await.is_empty());
        browser.end().await;
    });
}
