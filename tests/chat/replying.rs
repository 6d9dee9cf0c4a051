//! Replies that came and are none: each has its name, and is not asked for again without end.

use serde_json::json;
use zhoubao::chat::ChatError;

use crate::desk::{ask, told};
use crate::script::Script;

#[tokio::test]
async fn a_reply_cut_off_at_its_greatest_length_is_truncated() {
    for reason in ["length", "max_tokens", "LENGTH"] {
        let told = ask(vec![Script::stream().says("原因是磁").ends(reason).uses(11, 200).done()]).await;
        assert!(matches!(told.error(), ChatError::Truncated { text } if text == "原因是磁"), "{}", told.error());
        assert_eq!((told.requests, told.error().word()), (1, "reply cut off"));
        assert!(!told.error().is_transient());
    }
}

#[tokio::test]
async fn a_server_that_ignores_the_greatest_length_is_cut_off() {
    let flood = "很长。".repeat(2000);
    let told = ask(vec![Script::stream().says(&flood).stalls()]).await;
    assert!(matches!(told.error(), ChatError::Truncated { .. }), "{}", told.error());
    assert_eq!(told.requests, 1);
}

#[tokio::test]
async fn a_filtered_reply_is_told_as_such() {
    let refusal = json!({"choices": [{"delta": {"refusal": "I cannot"}, "finish_reason": null}]});
    for script in [
        Script::stream().says("原因").ends("content_filter").done(),
        Script::stream().says("原因").ends("sensitive").done(),
        Script::stream().says("原因").event(&refusal).ends("stop").done(),
    ] {
        let told = ask(vec![script]).await;
        assert!(matches!(told.error(), ChatError::Filtered { text } if text == "原因"), "{}", told.error());
        assert_eq!(told.requests, 1);
    }
}

#[tokio::test]
async fn an_empty_reply_is_asked_for_once_more_and_then_an_error() {
    let null = json!({"choices": [{"message": {"role": "assistant", "content": null}, "finish_reason": "stop"}]});
    for empty in [
        Script::stream().ends("stop").done(),
        Script::stream().says(" \n\u{3000}").ends("stop").done(),
        Script::stream().says("<think>想了又想</think>\n").ends("stop").done(),
        Script::reply(200, &[], &null.to_string()),
    ] {
        let told = ask(vec![empty.clone()]).await;
        assert!(matches!(told.error(), ChatError::Empty), "{}", told.error());
        assert_eq!(told.requests, 2);
        let told = ask(vec![empty, Script::saying(&["磁盘满。"])]).await;
        assert_eq!((told.text(), told.requests), ("磁盘满。", 2));
    }
}

#[tokio::test]
async fn no_choices_are_an_empty_reply_or_a_bad_one() {
    for empty in [Script::reply(200, &[], r#"{"choices":[]}"#), Script::stream().done()] {
        let told = ask(vec![empty]).await;
        assert!(matches!(told.error(), ChatError::Empty), "{}", told.error());
    }
    for body in [r#"{"object":"list"}"#, "[]", r#"{"choices":null}"#] {
        let told = ask(vec![Script::reply(200, &[], body)]).await;
        assert!(matches!(told.error(), ChatError::BadReply { why, .. } if why.contains("choices")), "{}", told.error());
        assert_eq!(told.requests, 1);
    }
}

#[tokio::test]
async fn html_text_and_broken_json_are_bad_replies_that_are_quoted() {
    for (body, begins) in [
        ("<!doctype html>\n<title>Login</title>", "<!doctype html> <title>Login</title>"),
        ("Service OK", "Service OK"),
        ("{\"choices\": [oops]}", "{\"choices\": [oops]}"),
        ("{\"message\":{\"content\":\"a\"}}\n{\"done\":true}\n", "{\"message\":{\"content\":\"a\"}} {\"done\":true}"),
    ] {
        let told = ask(vec![Script::reply(200, &["content-type: text/html"], body)]).await;
        assert!(
            matches!(told.error(), ChatError::BadReply { begins: found, .. } if found == begins),
            "{}",
            told.error()
        );
        assert_eq!((told.requests, told.error().word()), (1, "bad reply"));
    }
}

#[tokio::test]
async fn an_event_that_is_no_json_is_a_bad_reply() {
    let told = ask(vec![Script::stream().says("原因").chunk(b"data: upstream error\n\n").done()]).await;
    assert!(
        matches!(told.error(), ChatError::BadReply { begins, .. } if begins == "upstream error"),
        "{}",
        told.error()
    );
    assert_eq!(told.requests, 1);
}

#[tokio::test]
async fn a_tool_call_is_a_bad_reply() {
    let calls = json!({"choices": [{"delta": {"tool_calls": [{"index": 0, "function": {"name": "search"}}]}}]});
    for script in [Script::stream().event(&calls).ends("tool_calls").done(), Script::stream().ends("tool_calls").done()]
    {
        let told = ask(vec![script]).await;
        assert!(matches!(told.error(), ChatError::BadReply { why, .. } if why.contains("tool")), "{}", told.error());
    }
    // No calls at all are no call.
    let none = json!({"choices": [{"message": {"content": "好。", "tool_calls": [], "function_call": null}, "finish_reason": "stop"}]});
    assert_eq!(ask(vec![Script::reply(200, &[], &none.to_string())]).await.text(), "好。");
}

#[tokio::test]
async fn an_unknown_end_is_named() {
    let told = ask(vec![Script::stream().says("原因").ends("moonlight").done()]).await;
    assert!(told.error().to_string().contains("`moonlight`"), "{}", told.error());
}

#[tokio::test]
async fn bytes_that_are_no_text_break_the_stream() {
    let told = ask(vec![Script::stream().chunk(b"data: \"\xff\xfe\"\n\n").done()]).await;
    assert!(matches!(told.error(), ChatError::Broken { .. }), "{}", crate::desk::told(told.error()));
    assert_eq!(told.requests, 3);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = Script::reply(307, &["location: http://127.0.0.1:9/v1/chat/completions"], "");
    let told = ask(vec![elsewhere]).await;
    assert!(matches!(told.error(), ChatError::Rejected { status: 307, .. }), "{}", self::told(told.error()));
    assert_eq!(told.requests, 1);
}
