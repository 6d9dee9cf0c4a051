//! A model that fails: what stands is kept, one line says why, and what cannot fare better is not asked.

use std::time::Duration;

use super::script::Script;
use super::{Desk, GOOD, june, texts};
use crate::narrate::RollupPart;

fn error(status: u16, body: &str) -> Script {
    Script::reply(status, &["content-type: application/json"], body)
}

/// The second prompt meets this; the others would get their good replies.
fn failing_at_second(script: Script) -> Vec<Script> {
    let mut scripts: Vec<Script> = GOOD.iter().map(|reply| Script::saying(&[reply])).collect();
    scripts[1] = script;
    scripts
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_fails_ends_the_run_and_what_stands_is_kept() {
    for (word, script) in [
        ("被限流", error(429, r#"{"error":{"message":"slow down"}}"#)),
        ("连接不上", error(500, "busy")),
        ("密钥被拒", error(401, r#"{"error":{"message":"no such key"}}"#)),
        ("请求被拒", error(404, r#"{"error":{"message":"no such model"}}"#)),
        ("回复无法读取", Script::reply(200, &["content-type: text/html"], "<html>login</html>")),
        ("连接不上", Script::hang_up()),
        ("连接中断", Script::stream().says("2023年").closes()),
    ] {
        let desk = Desk::new(failing_at_second(script));
        let (prose, _) = desk.narrate(&june()).await;
        assert_eq!(desk.asked().len(), 2, "{word}");
        assert_eq!(texts(&prose, RollupPart::Metrics).len(), 1, "{word}");
        assert_eq!((prose.parts.len(), prose.stopped), (1, false), "{word}");
        let [notice] = prose.notices.as_slice() else { panic!("{word}: {:?}", prose.notices) };
        assert!(notice.contains(word) && notice.contains("写了 6 段中的 1 段"), "{notice}");
        assert!(notice.contains("从这里接着写"), "{notice}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_server_that_says_nothing_in_time_ends_the_run() {
    let desk = Desk { deadline: Duration::from_millis(300), ..Desk::new(failing_at_second(Script::silence())) };
    let (prose, _) = desk.narrate(&june()).await;
    assert_eq!((desk.asked().len(), texts(&prose, RollupPart::Metrics).len()), (2, 1));
    let whys = ["超时", "连接中断", "连接不上"];
    assert!(whys.iter().any(|why| prose.notices[0].contains(why)), "{:?}", prose.notices);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reply_that_comes_to_nothing_leaves_its_part_to_the_program() {
    for (word, script) in [
        ("回复被截断", Script::stream().says("2023年6月共").ends("length").done()),
        ("回复被过滤", Script::stream().says("2023年6月共").ends("content_filter").done()),
    ] {
        let desk = Desk::new(failing_at_second(script));
        let (prose, _) = desk.narrate(&june()).await;
        assert!(texts(&prose, RollupPart::Incidents).is_empty(), "{word}");
        assert_eq!(texts(&prose, RollupPart::Promises).len(), 1);
        assert!(prose.notices[0].contains(word) && prose.notices[0].contains("1 段没有写成"), "{:?}", prose.notices);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_reply_is_asked_for_once_more_and_then_passed_over() {
    let mut scripts = failing_at_second(Script::saying(&[" "]));
    scripts.insert(2, Script::saying(&["\n"]));
    let desk = Desk::new(scripts);
    let (prose, _) = desk.narrate(&june()).await;
    assert!(prose.notices[0].contains("回复为空"), "{:?}", prose.notices);
    assert_eq!(texts(&prose, RollupPart::Risks).len(), 1, "{prose:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn whole_sentences_of_a_reply_that_was_cut_off_are_kept() {
    let script = Script::stream().says(GOOD[1]).says("6/15又").ends("length").done();
    let desk = Desk::new(failing_at_second(script));
    let (prose, _) = desk.narrate(&june()).await;
    assert_eq!(texts(&prose, RollupPart::Incidents).len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn prompts_too_long_for_the_window_are_parted() {
    let too_long = r#"{"error":{"code":400,"message":"too long","type":"exceed_context_size_error","n_prompt_tokens":3000,"n_ctx":300}}"#;
    let mut scripts = vec![error(400, too_long)];
    scripts.extend(std::iter::repeat_n(Script::saying(&["周报中没有。"]), 30));
    let desk = Desk::new(scripts);
    let (prose, events) = desk.narrate(&june()).await;
    // The first one, and then more than the usual five, of which quotes without room are left out.
    let sizes: Vec<usize> = desk.asked().iter().map(String::len).collect();
    assert!(sizes.len() > 1 + 5, "{sizes:?}");
    assert_eq!((events.len(), prose.notices.len()), (sizes.len(), 0));
    // A window in which nothing fits is tried so often, and no more.
    let desk = Desk::new(vec![error(400, too_long)]);
    let (prose, _) = desk.narrate(&june()).await;
    assert!(prose.parts.is_empty() && prose.notices[0].contains("超出模型长度"), "{:?}", prose.notices);
    assert_eq!(desk.asked().len(), 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn over_budget_nothing_further_is_sent() {
    let desk = Desk { budget: Some(100), ..Desk::saying(&GOOD) };
    let (prose, _) = desk.narrate(&june()).await;
    assert_eq!(desk.asked().len(), 0);
    assert!(prose.notices[0].contains("超出用量预算"), "{:?}", prose.notices);
    // Each call takes 18 tokens by the server's word; what was set aside for it comes back.
    let wanted = 1_400;
    let desk = Desk { budget: Some(wanted), ..Desk::saying(&GOOD) };
    let (prose, _) = desk.narrate(&june()).await;
    assert!(desk.asked().len() == 6 && prose.notices.is_empty(), "{:?}", prose.notices);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_roll_up_of_nothing_asks_nothing() {
    let mut rollup = june();
    rollup.metrics = Default::default();
    rollup.incidents = Default::default();
    rollup.objectives.clear();
    rollup.promises = Default::default();
    rollup.reflections.clear();
    rollup.risks.clear();
    rollup.sources.clear();
    let desk = Desk::saying(&GOOD);
    let (prose, events) = desk.narrate(&rollup).await;
    assert_eq!((prose, events.len(), desk.asked().len()), (Default::default(), 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn numbers_of_sources_that_there_are_not_are_passed_over() {
    let mut rollup = june();
    rollup.sources.truncate(3);
    let desk = Desk::saying(&["周报中没有。"]);
    let (prose, _) = desk.narrate(&rollup).await;
    assert!(prose.parts.is_empty(), "{prose:?}");
}
