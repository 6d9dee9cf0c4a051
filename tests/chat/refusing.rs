//! What servers refuse, in the words of many of them, and what of it is worth another try.

use std::time::Duration;

use serde_json::json;
use zhoubao::chat::ChatError;

use crate::desk::{Told, ask, told};
use crate::script::Script;

/// What comes of one refusal that stays.
async fn refused(status: u16, body: &str) -> Told {
    ask(vec![Script::reply(status, &["retry-after: 0"], body)]).await
}

#[tokio::test]
async fn a_rate_limit_that_stays_is_one() {
    for body in [
        r#"{"error":{"message":"Rate limit reached for requests","type":"requests","code":"rate_limit_exceeded"}}"#,
        r#"{"error":{"message":"Requests rate limit exceeded","code":"Throttling.RateQuota"}}"#,
        r#"{"error":{"code":"1302","message":"您当前使用该API的并发数过高，请降低并发"}}"#,
        "slow down",
        "",
    ] {
        let told = refused(429, body).await;
        assert!(matches!(told.error(), ChatError::RateLimited { retry_after: Some(Duration::ZERO), .. }));
        assert_eq!(
            (told.requests, told.error().word(), told.error().is_transient()),
            (3, "rate limited", true),
            "{body}"
        );
    }
}

#[tokio::test]
async fn an_account_that_is_used_up_is_not_asked_again() {
    for (status, body) in [
        (
            429,
            r#"{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}}"#,
        ),
        (429, r#"{"error":{"code":"1113","message":"您的账户已欠费，请充值后重试"}}"#),
        (402, r#"{"error":{"message":"Insufficient Balance","type":"unknown_error","code":"invalid_request_error"}}"#),
        (403, r#"{"error":{"message":"账户余额不足","code":30001}}"#),
        (
            400,
            r#"{"error":{"message":"Access denied, please make sure your account is in good standing.","code":"Arrearage"}}"#,
        ),
    ] {
        let told = refused(status, body).await;
        assert!(matches!(told.error(), ChatError::Quota { .. }), "{}", told.error());
        assert_eq!((told.requests, told.error().word(), told.error().is_transient()), (1, "quota used up", false));
    }
}

#[tokio::test]
async fn a_refused_key_is_not_tried_again() {
    for status in [401, 403] {
        let told =
            refused(status, r#"{"error":{"message":"Incorrect API key provided","code":"invalid_api_key"}}"#).await;
        assert!(matches!(told.error(), ChatError::Auth { status: found, .. } if *found == status), "{}", told.error());
        assert_eq!((told.requests, told.error().word()), (1, "key refused"));
    }
}

#[tokio::test]
async fn a_request_that_is_rejected_is_not_sent_again() {
    for (status, body) in [
        (404, r#"{"error":{"message":"The model `test-model` does not exist","code":"model_not_found"}}"#),
        (400, r#"{"error":{"message":"messages: at least one is required"}}"#),
        (422, r#"{"detail":"Unprocessable"}"#),
        (405, "Method Not Allowed"),
    ] {
        let told = refused(status, body).await;
        assert!(
            matches!(told.error(), ChatError::Rejected { status: found, .. } if *found == status),
            "{}",
            told.error()
        );
        assert_eq!(told.requests, 1);
    }
}

#[tokio::test]
async fn a_context_that_is_too_long_is_told_with_its_numbers() {
    for (status, body, limit, asked) in [
        (
            400,
            r#"{"error":{"message":"This model's maximum context length is 4097 tokens. However, you requested 5360 tokens (4360 in the messages, 1000 in the completion).","type":"invalid_request_error","code":"context_length_exceeded"}}"#,
            Some(4097),
            Some(5360),
        ),
        (
            400,
            r#"{"object":"error","message":"This model's maximum context length is 32768 tokens. However, your messages resulted in 40,212 tokens.","code":400}"#,
            Some(32768),
            Some(40212),
        ),
        (
            400,
            r#"{"error":{"code":400,"message":"request (6029 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":6029,"n_ctx":4096}}"#,
            Some(4096),
            Some(6029),
        ),
        (
            400,
            r#"{"error":{"message":"'max_tokens' or 'max_completion_tokens' is too large: 4096. This model's maximum context length is 8192 tokens and your request has 5000 input tokens"}}"#,
            Some(8192),
            Some(5000),
        ),
        (
            400,
            r#"{"error":{"message":"prompt is too long: 210000 tokens > 200000 maximum"}}"#,
            Some(200_000),
            Some(210_000),
        ),
        (
            400,
            r#"{"error":{"message":"Range of input length should be [1, 30720]","code":"InvalidParameter"}}"#,
            Some(30720),
            None,
        ),
        (400, r#"{"error":{"code":"1261","message":"Prompt 超长"}}"#, None, None),
        (413, "<h1>Payload Too Large</h1>", None, None),
        (
            500,
            r#"{"error":{"code":500,"message":"the request exceeds the available context size. try increasing the context size or enable context shift"}}"#,
            None,
            None,
        ),
    ] {
        let told = refused(status, body).await;
        let ChatError::ContextTooLong { limit: found_limit, asked: found_asked } = told.error() else {
            panic!("{body}: {}", self::told(told.error()));
        };
        assert_eq!((*found_limit, *found_asked, told.requests), (limit, asked, 1), "{body}");
    }
}

#[tokio::test]
async fn a_token_rate_is_no_context() {
    let body = r#"{"error":{"message":"Request too large for gpt on tokens per min (TPM): Limit 30000, Requested 40000. The input must be reduced, see context length.","type":"tokens","code":"rate_limit_exceeded"}}"#;
    assert!(matches!(refused(429, body).await.error(), ChatError::RateLimited { .. }));
}

#[tokio::test]
async fn a_prompt_that_the_filter_stops_is_filtered() {
    for body in [
        r#"{"error":{"message":"The response was filtered","code":"content_filter","status":400}}"#,
        r#"{"error":{"message":"Input data may contain inappropriate content","code":"data_inspection_failed"}}"#,
        r#"{"error":{"code":"1301","message":"系统检测到输入或生成内容可能包含不安全或敏感内容"}}"#,
    ] {
        let told = refused(400, body).await;
        assert!(matches!(told.error(), ChatError::Filtered { text } if text.is_empty()), "{}", told.error());
        assert_eq!(told.requests, 1);
    }
}

#[tokio::test]
async fn an_error_inside_a_stream_has_its_meaning_too() {
    type Check = fn(&ChatError) -> bool;
    let cases: [(&str, Check, usize); 5] = [
        (
            r#"{"error":{"code":500,"message":"compute error","type":"server_error"}}"#,
            |e| matches!(e, ChatError::Unavailable { .. }),
            3,
        ),
        (r#"{"error":{"code":429,"message":"overloaded"}}"#, |e| matches!(e, ChatError::RateLimited { .. }), 3),
        (r#"{"error":{"code":"insufficient_quota","message":"no more"}}"#, |e| matches!(e, ChatError::Quota { .. }), 1),
        (r#"{"error":{"message":"context_length_exceeded"}}"#, |e| matches!(e, ChatError::ContextTooLong { .. }), 1),
        (r#"{"error":"upstream went away"}"#, |e| matches!(e, ChatError::Unavailable { .. }), 3),
    ];
    for (event, is_right, requests) in cases {
        let event = serde_json::from_str(event).expect("JSON");
        let told = ask(vec![Script::stream().says("原因").event(&event).closes()]).await;
        assert!(is_right(told.error()), "{event}: {}", self::told(told.error()));
        assert_eq!(told.requests, requests, "{event}");
    }
}

#[tokio::test]
async fn a_parameter_that_a_server_does_not_know_is_left_out_from_then_on() {
    let complaint = |message: &str| Script::reply(400, &[], &json!({"error": {"message": message}}).to_string());
    for (message, gone) in [
        ("Unrecognized request argument supplied: stream_options", "stream_options"),
        ("Unsupported value: 'temperature' does not support 0.2 with this model.", "temperature"),
        (
            "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
            "max_tokens",
        ),
        ("body.seed: Extra inputs are not permitted", "seed"),
    ] {
        let server = crate::script::ScriptedServer::start(vec![complaint(message), Script::saying(&["好。"])]);
        let mut options = crate::desk::options(&server.url());
        options.retries = 0;
        let chat = zhoubao::chat::Chat::new(options).expect("options");
        for _ in 0..2 {
            assert_eq!(crate::desk::ask_of(&chat, &crate::desk::request()).await.text(), "好。");
        }
        let asked = server.asked();
        assert_eq!(asked.len(), 3, "{message}");
        assert!(asked[0].json().get(gone).is_some(), "{message}");
        assert!(asked[1].json().get(gone).is_none() && asked[2].json().get(gone).is_none(), "{message}");
        assert_eq!(asked[1].json().get("max_completion_tokens").is_some(), gone == "max_tokens");
    }
}

#[tokio::test]
async fn a_complaint_without_end_ends() {
    let body = json!({"error": {"message": "unknown field stream_options"}}).to_string();
    let told = refused(400, &body).await;
    assert!(matches!(told.error(), ChatError::Rejected { .. }), "{}", told.error());
    assert_eq!(told.requests, 2);
}
