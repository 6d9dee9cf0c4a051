//! What is tried again, how often, and for how long. No test waits: servers ask for no pause, and the clients have none
//! of their own.

use std::net::TcpListener;
use std::time::{Duration, Instant};

use zhoubao::chat::{Chat, ChatError};

use crate::desk::{ask, ask_of, ask_with, options, request, told};
use crate::script::Script;

fn good() -> Script {
    Script::saying(&["磁盘满。"])
}

fn refusing(status: u16, retry_after: &str) -> Script {
    Script::reply(status, &[&format!("retry-after: {retry_after}")], "busy")
}

#[tokio::test]
async fn limits_and_failures_on_the_servers_side_are_waited_out() {
    for status in [429, 408, 500, 502, 503, 504, 529] {
        let told = ask(vec![refusing(status, "0"), good()]).await;
        assert_eq!((told.text(), told.requests), ("磁盘满。", 2), "{status}");
        assert_eq!((told.pieces.len(), told.result.expect("a reply").attempts), (1, 2));
    }
}

#[tokio::test]
async fn a_pause_may_be_asked_for_by_date_or_in_milliseconds() {
    for header in ["retry-after: Sun, 06 Nov 1994 08:49:37 GMT", "retry-after-ms: 1"] {
        // If the header were not understood, there would be no time for this pause.
        let told = ask_with(vec![Script::reply(429, &[header], ""), good()], |options| {
            options.first_pause = Duration::from_secs(3600);
        })
        .await;
        assert_eq!((told.text(), told.requests), ("磁盘满。", 2), "{header}");
    }
}

#[tokio::test]
async fn a_pause_that_would_pass_the_deadline_ends_the_call_at_once() {
    type Check = fn(&ChatError) -> bool;
    let cases: [(u16, Check); 2] = [
        (
            429,
            |error| matches!(error, ChatError::RateLimited { retry_after: Some(pause), .. } if *pause == Duration::from_secs(86400)),
        ),
        (503, |error| matches!(error, ChatError::Unavailable { .. })),
    ];
    for (status, is_right) in cases {
        let start = Instant::now();
        let told = ask(vec![refusing(status, "86400"), good()]).await;
        assert!(is_right(told.error()), "{}", told.error());
        assert_eq!(told.requests, 1);
        assert!(start.elapsed() < Duration::from_secs(15), "the deadline is 20 s away");
    }
}

#[tokio::test]
async fn failures_are_tried_again_as_often_as_allowed() {
    for retries in [0, 1, 3] {
        let told = ask_with(vec![refusing(503, "0")], |options| options.retries = retries).await;
        assert!(matches!(told.error(), ChatError::Unavailable { .. }));
        assert!(self::told(told.error()).contains("the server answered 503: busy"), "{}", self::told(told.error()));
        assert_eq!(told.requests, retries + 1);
    }
}

#[tokio::test]
async fn a_stream_that_breaks_begins_anew() {
    let breaks = Script::stream().says("原因是内").says("存不足");
    for broken in [
        breaks.clone(),
        breaks.clone().closes(),
        breaks.clone().chunk(b"data: {\"choices\":[{\"del"),
        breaks.clone().ends("network_error").done(),
        breaks.clone().event(&serde_json::json!({"error": {"code": 503, "message": "gone"}})).closes(),
    ] {
        let told = ask(vec![broken, good()]).await;
        assert_eq!((told.text(), told.requests), ("磁盘满。", 2));
        assert_eq!(told.pieces, ["原因是内", "存不足", "↺", "磁盘满。"]);
    }
    // What ends without a word has nothing to take back.
    let told = ask(vec![Script::stream().closes(), good()]).await;
    assert_eq!((told.text(), told.pieces.len()), ("磁盘满。", 1));
}

#[tokio::test]
async fn a_stream_that_always_breaks_is_an_error() {
    let told = ask(vec![Script::stream().says("原因").closes()]).await;
    assert!(matches!(told.error(), ChatError::Broken { .. }) && told.error().is_transient(), "{}", told.error());
    assert_eq!((told.requests, told.error().word()), (3, "connection broke"));
    assert_eq!(told.pieces, ["原因", "↺", "原因", "↺", "原因"]);
}

#[tokio::test]
async fn a_connection_that_closes_without_a_word_is_tried_again() {
    let told =
        ask(vec![Script::hang_up(), Script::raw(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"ch"), good()]).await;
    assert_eq!((told.text(), told.requests), ("磁盘满。", 3));
    let told = ask(vec![Script::hang_up()]).await;
    assert!(matches!(told.error(), ChatError::Unavailable { .. }), "{}", self::told(told.error()));
}

#[tokio::test]
async fn nobody_at_the_address_is_an_outage_that_names_it() {
    let address = {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        listener.local_addr().expect("an address")
    };
    let chat = Chat::new(options(&format!("http://{address}"))).expect("options");
    let told = ask_of(&chat, &request()).await;
    let error = told.error();
    assert!(
        matches!(error, ChatError::Unavailable { url, .. } if *url == format!("http://{address}/v1/chat/completions"))
    );
    assert!(self::told(error).contains("refused"), "{}", self::told(error));
    assert!(error.is_transient() && error.hint().is_some_and(|hint| hint.contains("--no-llm")));
}

#[tokio::test]
async fn a_server_that_falls_silent_is_given_up_and_tried_again() {
    let idle = |options: &mut zhoubao::chat::ChatOptions| options.idle = Duration::from_millis(60);
    for silent in [Script::silence(), Script::stream().stalls(), Script::stream().says("原因").stalls()] {
        let told = ask_with(vec![silent.clone(), good()], idle).await;
        assert_eq!((told.text(), told.requests), ("磁盘满。", 2));
        let told = ask_with(vec![silent], idle).await;
        let shown = self::told(told.error());
        assert!(shown.contains("nothing arrived any more") && told.error().is_transient(), "{shown}");
    }
}

#[tokio::test]
async fn a_reply_that_takes_too_long_ends_at_the_deadline() {
    for script in [Script::silence(), Script::stream().says("原因").stalls()] {
        let told = ask_with(vec![script], |options| options.deadline = Duration::from_millis(80)).await;
        assert!(matches!(told.error(), ChatError::Deadline { .. }), "{}", told.error());
        assert_eq!((told.requests, told.error().word()), (1, "timed out"));
        assert!(told.error().to_string().ends_with("gave no whole reply within 0.08 s"), "{}", told.error());
    }
}

#[tokio::test]
async fn a_drop_by_drop_reply_ends_at_the_deadline_too() {
    // Each comment is a sign of life, so only the deadline can end this.
    let drops = (0..200_000).fold(Script::stream(), |script, _| script.chunk(b": ping\n\n")).stalls();
    let told = ask_with(vec![drops], |options| options.deadline = Duration::from_millis(150)).await;
    assert!(matches!(told.error(), ChatError::Deadline { .. }), "{}", told.error());
}
