//! An answer of a language model as it comes, while it comes, and when it does not come to its end.

use crate::driver::{Driver, Window};
use crate::script::{Script, ScriptedServer};
use crate::served::{Served, run};

const QUESTION: &str = "6/15账户流水差异的原因是什么？\u{e007}";

/// A sentence that the reports bear out.
const TRUE: &str = "6/15账户流水差异是因为DBA做Oracle存储扩容时重启了机器[1]。\n";

/// Waits until the model's first sentence stands above the reports' words.
async fn first_sentence(browser: &Driver) {
    browser
        .until(
            "the first sentence above the reports' words",
            "const draft = document.querySelector('.turn .drafting .draft-text');
             return draft && draft.querySelector('.chip') && draft.textContent.includes('DBA')
                && document.querySelector('.turn .answer-text').textContent.includes('5991')",
        )
        .await;
}

#[test]
fn a_models_sentences_come_one_by_one_above_the_reports_words_and_can_be_stopped() {
    run(async {
        let model = ScriptedServer::start(vec![Script::stream().says(TRUE).says("后来").stalls()]);
        let served = Served::with_model(&model.url());
        let Some(browser) = served.browser(Window::DESK).await else { return };
        browser.open(&served.at("/?lang=zh")).await;
        browser.write("#question", QUESTION).await;
        first_sentence(&browser).await;
        browser.click("[data-stop]").await;
        // The model is stopped, too; what had come stays, with a word why there is no more.
        model.wait_for_hang_up();
        browser.until("the word", "return document.querySelector('.turn .drafting .ended')").await;
        assert!(browser.text(".turn .drafting .ended").await.contains("已停止"));
        assert!(browser.text(".turn .drafting").await.contains("DBA"));
        assert!(browser.text(".turn .answer-text").await.contains("5991"));
        browser.end().await;
    });
}

#[test]
fn a_model_that_breaks_off_leaves_what_it_said_and_says_so() {
    run(async {
        let model = ScriptedServer::start(vec![Script::stream().says(TRUE).says("后来").closes()]);
        let served = Served::with_model(&model.url());
        let Some(browser) = served.browser(Window::DESK).await else { return };
        browser.open(&served.at("/?lang=zh")).await;
        browser.write("#question", QUESTION).await;
        browser.until("the answer as it stays", "return document.querySelector('.turn .tools')").await;
        let answer = browser.text(".turn .answer").await;
        assert!(answer.contains("DBA") && answer.contains("连接中断"), "{answer}");
        browser.end().await;
    });
}

#[test]
fn a_server_that_goes_away_takes_no_words_with_it() {
    run(async {
        let model = ScriptedServer::start(vec![Script::stream().says(TRUE).says("后来").stalls()]);
        let mut served = Served::with_model(&model.url());
        let Some(browser) = served.browser(Window::DESK).await else { return };
        browser.open(&served.at("/?lang=zh")).await;
        browser.write("#question", QUESTION).await;
        first_sentence(&browser).await;
        served.stop();
        browser.until("the word", "return document.querySelector('.turn .drafting.is-broken .ended')").await;
        assert!(browser.text(".turn .drafting .ended").await.contains("连接断了"));
        assert!(browser.text(".turn .answer-text").await.contains("5991"));
        browser.end().await;
    });
}
