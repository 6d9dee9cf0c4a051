//! From a report to its facts and back, an upload that stays, headings to choose from, and what is said when something goes wrong.

use serde_json::{Value, json};

use crate::driver::{Driver, Window};
use crate::served::{Served, run};

/// Opens the report of week 26.
async fn open_a_report(served: &Served, browser: &Driver) {
    browser.open(&served.at("/reports?lang=zh")).await;
    let to = browser
        .run("return [...document.querySelectorAll('a.list-link')].find(link => link.textContent.includes('2023-06-14')).href")
        .await;
    browser.open(to.as_str().expect("an address")).await;
}

#[test]
fn a_mark_in_a_reports_margin_leads_to_its_one_fact() {
    run(async {
        let served = Served::samples();
        let Some(browser) = served.browser(Window::DESK).await else { return };
        for kind in ["incidents", "metrics", "projects", "goals"] {
            open_a_report(&served, &browser).await;
            let report = browser.address().await;
            browser.click(&format!("a.mark.is-{kind}")).await;
            browser
                .until(
                    &format!("the fact of the {kind}"),
                    "const fact = document.querySelector('main .is-at') || document.querySelector('main tbody tr');
                     const at = fact && fact.getBoundingClientRect();
                     return location.hash === '#at' && at && at.top < innerHeight && at.bottom > 0",
                )
                .await;
            // It names the line of the report that it was reached from.
            let id = report.rsplit('/').next().unwrap_or_default().to_string();
            let leads_back = browser
                .run(&format!(
                    "const fact = document.querySelector('main .is-at') || document.querySelector('main tbody tr');
                     return !!fact.querySelector('a[href*=\"{id}\"]') || location.pathname === '/metrics-ledger'"
                ))
                .await;
            assert_eq!(leads_back, json!(true), "{kind}: {}", browser.address().await);
        }
        browser.end().await;
    });
}

#[test]
fn headings_of_the_reports_are_offered_and_narrow_an_answer() {
    run(async {
        let served = Served::samples();
        let Some(browser) = served.browser(Window::DESK).await else { return };
        browser.open(&served.at("/?lang=zh")).await;
        let offered = browser
            .run("return [...document.querySelectorAll('select[name=section] optgroup')].map(group => [...group.children].map(option => option.value))")
            .await;
        let groups: Vec<Vec<String>> = serde_json::from_value(offered).expect("two groups");
        assert!(groups[0].iter().any(|heading| heading == "系统运行数据"), "{groups:?}");
        assert!(groups[0].len() <= 14 && groups[1].contains(&"plan".to_string()), "{groups:?}");
        // Chosen, it is what the sources of the answer stand under.
        browser.click(".scope summary").await;
        browser
            .run(
                "const select = document.querySelector('select[name=section]'); select.value = '系统运行数据';
                 select.dispatchEvent(new Event('change'))",
            )
            .await;
        browser.write("#question", "入金有效成功率是多少？\u{e007}").await;
        browser.until("the answer", "return document.querySelector('.turn .tools')").await;
        let sections = browser
            .run("return [...document.querySelectorAll('.turn .sources .quote-place')].map(place => place.textContent)")
            .await;
        let sections: Vec<String> = serde_json::from_value(sections).expect("texts");
        assert!(!sections.is_empty() && sections.iter().all(|place| place.contains("系统运行数据")), "{sections:?}");
        browser.open(&served.at("/incidents")).await;
        let listed = browser.run("return document.querySelectorAll('#sections option').length").await;
        assert!(listed.as_u64().is_some_and(|count| count > 3), "{listed}");
        browser.end().await;
    });
}

#[test]
fn an_uploaded_report_is_there_word_for_word_after_a_restart_and_can_be_checked() {
    run(async {
        let mut served = Served::empty();
        let Some(browser) = served.browser(Window::DESK).await else { return };
        let text = "# 第30周 2023-07-18\n\n一段不在任何条目里的话。\n\n## 生产事件\n\n- 7/14 10:05 退款接口超时213笔。原因：连接池上限过低。\n- 整改45/60，完成率70%\n";
        let report = served.folder.path().join("第30周 2023-07-18.md");
        std::fs::write(&report, text).expect("a report");
        browser.open(&served.at("/?lang=zh")).await;
        browser.write("#files", &report.display().to_string()).await;
        browser.click("[data-upload] button.primary").await;
        browser.until("the reading to end", "return document.querySelector('.uploaded a[href=\"/\"]')").await;
        std::fs::remove_file(&report).expect("gone");
        served.restart();
        browser.open(&served.at("/reports?lang=zh")).await;
        browser.click("a.list-link").await;
        browser.until("the report", "return document.querySelector('[data-report]')").await;
        assert!(browser.text("[data-report]").await.contains("一段不在任何条目里的话"));
        let put_together = browser.run("return document.querySelectorAll('main .notice').length").await;
        assert_eq!(put_together, json!(0), "it is what was sent");
        let id = browser.address().await.rsplit('/').next().unwrap_or_default().to_string();
        browser.open(&served.at(&format!("/check?report={id}"))).await;
        let found = browser.text("main").await;
        assert!(found.contains("ZB004") && found.contains("45/60"), "{found}");
        browser.end().await;
    });
}

/// Pages that cannot be drawn as asked, one for each sort of reason.
const WRONG: [&str; 13] = [
    "/nothing-here", "/reports/nope", "/reports?period=%E7%AC%AC%E5%85%AB%E5%91%A8%E5%8D%8A", "/reports?author=nobody",
    "/incidents?period=2023-13", "/incidents?author=nobody", "/incidents?since=2023-06-20&until=2023-06-01",
    "/metrics-ledger?since=yesterday", "/rollups?period=2023-02-30", "/goals?week=2019", "/draft?week=soon",
    "/audit?id=zz", "/check?report=nope",
];

#[test]
fn what_goes_wrong_is_told_in_the_language_of_the_page() {
    run(async {
        let served = Served::samples();
        let Some(browser) = served.browser(Window::DESK).await else { return };
        let mut found = Vec::new();
        let told = "const told = [...document.querySelectorAll('.error-page h1, .error-page p:not(.error-code), .notice.is-error p')];
             return told.map(part => part.textContent).join(' | ')";
        for page in WRONG {
            let with = |language: &str| format!("{page}{}lang={language}", if page.contains('?') { '&' } else { '?' });
            browser.open(&served.at(&with("zh"))).await;
            let chinese = browser.run(told).await;
            if let Some(fault) = fault_in_chinese(&chinese) {
                found.push(format!("{page}: {fault}: {chinese}"));
            }
            browser.open(&served.at(&with("en"))).await;
            let english = browser.run(told).await;
            if english == chinese || english.as_str().is_none_or(str::is_empty) {
                found.push(format!("{page}: {english}"));
            }
        }
        // What a script of the page is told.
        browser.open(&served.at("/?lang=zh&author=nobody")).await;
        browser.run("document.cookie = 'zhoubao_lang=zh;path=/'").await;
        for period in ["", "&period=%E7%AC%AC%E5%85%AB%E5%91%A8%E5%8D%8A"] {
            browser.open(&served.at(&format!("/?author=nobody{period}"))).await;
            browser.write("#question", "6月有哪些线上事件\u{e007}").await;
            browser.until("the notice", "return document.querySelector('.turn .notice.is-error')").await;
            let chinese = json!(browser.text(".turn .notice.is-error").await);
            found.extend(fault_in_chinese(&chinese).map(|fault| format!("asked: {fault}: {chinese}")));
        }
        assert!(found.is_empty(), "{}", found.join("\n"));
        browser.end().await;
    });
}

/// Why a text is no Chinese one: nothing in it is, or three English words follow each other.
fn fault_in_chinese(text: &Value) -> Option<&'static str> {
    let text = text.as_str().unwrap_or_default();
    let is_han = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
    let words = text.split(' ').map(|word| word.trim_matches(|c: char| c.is_ascii_punctuation()));
    let is_english = |word: &str| word.len() > 1 && word.chars().all(|c| c.is_ascii_alphabetic());
    let mut run = 0;
    for word in words {
        run = if is_english(word) { run + 1 } else { 0 };
        if run == 3 {
            return Some("English");
        }
    }
    (!text.chars().any(is_han)).then_some("not a word of Chinese")
}
