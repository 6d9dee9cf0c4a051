//! Good replies, in all the ways that servers write them.

use serde_json::json;
use zhoubao::chat::{Chat, Message, Price, Request, Usage};

use crate::desk::{ask, ask_of, ask_with, options, request};
use crate::script::{Script, ScriptedServer};

#[tokio::test]
async fn a_reply_arrives_in_pieces_and_whole() {
    let told = ask(vec![Script::saying(&["原因是", "磁盘空间不足 [1]。"])]).await;
    assert_eq!(told.text(), "原因是磁盘空间不足 [1]。");
    assert_eq!(told.pieces, ["原因是", "磁盘空间不足 [1]。"]);
    let completion = told.result.expect("a reply");
    assert_eq!(completion.model, "served-model");
    assert_eq!(completion.usage, Usage { prompt_tokens: 11, completion_tokens: 7, is_estimated: false });
    assert_eq!((completion.attempts, completion.is_cached, completion.cost), (1, false, None));
    assert!(completion.notices.is_empty());
}

#[tokio::test]
async fn a_request_says_what_is_asked_and_how() {
    let server = ScriptedServer::start(vec![Script::saying(&["好。"])]);
    let mut options = options(&server.url());
    options.base_url = format!("{}/v1/?api-version=2024-06-01", server.url()).parse().expect("an address");
    let chat = Chat::new(options).expect("options");
    let request = Request { stop: vec!["\n\n".to_owned()], ..request() };
    ask_of(&chat, &request).await.result.expect("a reply");
    let asked = &server.asked()[0];
    assert!(asked.head.starts_with("POST /v1/chat/completions?api-version=2024-06-01 HTTP/1.1"), "{}", asked.head);
    assert!(asked.head.contains("authorization: Bearer sk-loopback-0123456789"));
    assert_eq!(
        asked.json(),
        json!({
            "model": "test-model",
            "messages": [
                {"role": "system", "content": "只根据资料回答。"},
                {"role": "user", "content": "6月15日的批量为什么延迟？"},
            ],
            "temperature": 0.2,
            "seed": 7,
            "max_tokens": 200,
            "stop": ["\n\n"],
            "stream": true,
            "stream_options": {"include_usage": true},
        })
    );
}

#[tokio::test]
async fn without_key_and_seed_neither_is_sent() {
    let server = ScriptedServer::start(vec![Script::saying(&["好。"])]);
    let mut options = options(&server.url());
    (options.key, options.seed) = (None, None);
    let request = Request { messages: vec![Message::assistant("是。")], ..request() };
    ask_of(&Chat::new(options).expect("options"), &request).await.result.expect("a reply");
    let asked = &server.asked()[0];
    assert!(!asked.head.contains("authorization"), "{}", asked.head);
    assert_eq!(asked.json()["messages"][0]["role"], "assistant");
    assert!(asked.json().get("seed").is_none() && asked.json().get("stop").is_none());
}

#[tokio::test]
async fn usage_is_priced() {
    let price = Price { input_per_million: 2.0, output_per_million: 8.0, currency: "CNY".to_owned() };
    let told = ask_with(vec![Script::saying(&["好。"])], |options| options.price = Some(price)).await;
    let cost = told.result.expect("a reply").cost.expect("a cost");
    // 11 × 2 + 7 × 8 millionths.
    assert_eq!(cost.to_string(), "0.000078 CNY");
}

#[tokio::test]
async fn usage_that_is_not_told_is_estimated_on_the_safe_side() {
    let told = ask(vec![Script::stream().says("磁盘空间不足。").ends("stop").done()]).await;
    let usage = told.result.expect("a reply").usage;
    assert!(usage.is_estimated && usage.prompt_tokens > 25 && usage.completion_tokens > 7, "{usage:?}");
}

#[tokio::test]
async fn usage_in_the_last_chunk_with_text_counts_too() {
    let last = json!({"choices": [{"delta": {"content": "足。"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 5, "completion_tokens": 2}});
    let told = ask(vec![Script::stream().says("不").event(&last).done()]).await;
    assert_eq!(told.text(), "不足。");
    assert_eq!(told.result.expect("a reply").usage.total_tokens(), 7);
}

#[tokio::test]
async fn events_are_read_however_they_are_written() {
    let event = |text: &str| json!({"choices": [{"delta": {"content": text}}]}).to_string();
    let end = json!({"choices": [{"delta": {}, "finish_reason": "stop"}]}).to_string();
    let (a, b) = (event("磁盘"), event("满。"));
    for (how, body) in [
        ("no space", format!("data:{a}\n\ndata:{b}\n\ndata:{end}\n\ndata:[DONE]\n\n")),
        ("CRLF", format!("data: {a}\r\n\r\ndata: {b}\r\n\r\ndata: {end}\r\n\r\ndata: [DONE]\r\n\r\n")),
        ("comments", format!(": PROCESSING\n\n:\ndata: {a}\n\n: ping\n\ndata: {b}\n\n:\n\ndata: {end}\n\n")),
        (
            "other fields",
            format!("event: message\nid: 1\nretry: 5\ndata: {a}\n\ndata: {b}\n\nnoise: x\ndata: {end}\n\n"),
        ),
        ("keep-alive events", format!("data: {a}\n\nevent: keepalive\ndata: {{}}\n\ndata: {b}\n\ndata: {end}\n\n")),
        ("byte order mark", format!("\u{feff}data: {a}\n\ndata: {b}\n\ndata: {end}\n\ndata: [DONE]\n\n")),
        ("empty lines first", format!("\n\n\ndata: {a}\n\ndata: {b}\n\ndata: {end}\n\n")),
        ("no empty line at the end", format!("data: {a}\n\ndata: {b}\n\ndata: {end}")),
        ("no [DONE]", format!("data: {a}\n\ndata: {b}\n\ndata: {end}\n\n")),
        ("no finish_reason", format!("data: {a}\n\ndata: {b}\n\ndata: [DONE]\n\n")),
    ] {
        // Whole, in halves at every place of the first event, and byte by byte.
        let whole = Script::stream().chunk(body.as_bytes()).closes();
        let bytes = body.as_bytes().iter().fold(Script::stream(), |script, byte| script.chunk(&[*byte])).closes();
        for script in [whole, bytes] {
            let told = ask(vec![script]).await;
            assert_eq!((told.text(), told.requests), ("磁盘满。", 1), "{how}");
        }
    }
}

#[tokio::test]
async fn a_wrong_content_type_does_no_harm() {
    for content_type in ["application/json", "text/plain; charset=utf-8", "application/octet-stream"] {
        let told = ask(vec![Script::stream_of(content_type).says("好。").ends("stop").done()]).await;
        assert_eq!(told.text(), "好。", "{content_type}");
    }
}

#[tokio::test]
async fn one_plain_json_reply_to_a_stream_request_is_read() {
    let reply = json!({"model": "plain", "choices": [{"message": {"role": "assistant", "content": "磁盘\n满。"},
        "finish_reason": "stop"}], "usage": {"prompt_tokens": 4, "completion_tokens": 3, "total_tokens": 7}});
    let pretty = format!("{reply:#}\n");
    for body in [reply.to_string(), pretty] {
        let told = ask(vec![Script::reply(200, &["content-type: application/json"], &body)]).await;
        assert_eq!((told.text(), told.shown()), ("磁盘\n满。", "磁盘\n满。".to_owned()));
        let completion = told.result.expect("a reply");
        assert_eq!((completion.model.as_str(), completion.usage.prompt_tokens), ("plain", 4));
    }
}

#[tokio::test]
async fn content_in_parts_is_put_together() {
    let parts = json!({"choices": [{"delta": {"content": [{"type": "text", "text": "磁"}, {"type": "text", "text": "盘"}]},
        "finish_reason": "stop"}]});
    assert_eq!(ask(vec![Script::stream().event(&parts).done()]).await.text(), "磁盘");
}

#[tokio::test]
async fn thinking_is_dropped_from_text_and_pieces() {
    let reasoning = |name: &str| json!({"choices": [{"delta": {"content": null, name: "先看资料"}}]});
    for script in [
        Script::stream().event(&reasoning("reasoning_content")).event(&reasoning("reasoning")),
        Script::stream().says("<thi").says("nk>先看").says("资料</th").says("ink>\n\n"),
        Script::stream().says("<think>\n\n</think>\n\n"),
    ] {
        let told = ask(vec![script.says("磁盘").says("满。").ends("stop").done()]).await;
        assert_eq!((told.text(), told.pieces.concat()), ("磁盘满。", "磁盘满。".to_owned()));
    }
}

#[tokio::test]
async fn thinking_that_was_shown_is_taken_back() {
    let told = ask(vec![Script::saying(&["先看资料", "</think>", "磁盘满。"])]).await;
    assert_eq!(told.text(), "磁盘满。");
    assert_eq!(told.pieces, ["先看资料", "↺", "磁盘满。"]);
}

#[tokio::test]
async fn a_connection_left_open_after_the_reply_is_not_waited_for() {
    let script = Script::stream().says("磁盘满。").ends("stop").stalls();
    let told = ask_with(vec![script], |options| options.idle = std::time::Duration::from_millis(50)).await;
    assert_eq!((told.text(), told.requests), ("磁盘满。", 1));
}

#[tokio::test]
async fn a_failure_after_the_end_of_the_reply_does_no_harm() {
    let whole = Script::stream().says("磁盘满。").ends("stop");
    for script in [
        whole.clone(),
        whole.clone().chunk(b"data: {\"cho\n\n"),
        whole.clone().event(&json!({"error": {"message": "too late"}})).done(),
        whole.clone().event(&json!({"timings": {}})).uses(1, 1).done(),
        whole.ends("moonlight").done(),
    ] {
        let told = ask(vec![script]).await;
        assert_eq!((told.text(), told.requests), ("磁盘满。", 1));
    }
}
