//! The chat client against a real server, where `ZHOUBAO_TEST_LLM` names one (`http://127.0.0.1:8080/v1`); skipped
//! elsewhere. What the model says is not judged here, only that the call is what we take it for.

use std::time::Duration;

use zhoubao::chat::{Chat, ChatError, ChatOptions, Limits, Message, Request, discover, estimate_prompt};

use crate::desk::{ask_of, request};

async fn live() -> Option<(Chat, usize)> {
    let Ok(base_url) = std::env::var("ZHOUBAO_TEST_LLM") else {
        eprintln!("skipped: ZHOUBAO_TEST_LLM names no endpoint");
        return None;
    };
    let base_url = base_url.parse().expect("an address");
    let models = discover(&base_url, None, Duration::from_secs(10)).await.expect("models");
    let model = models.first().expect("a model").clone();
    let options = ChatOptions {
        base_url,
        key: None,
        model: model.id,
        temperature: 0.0,
        seed: Some(1),
        retries: 0,
        first_pause: Duration::from_millis(500),
        deadline: Duration::from_secs(120),
        idle: Duration::from_secs(60),
        limits: Limits::default(),
        price: None,
        cache: None,
        record: None,
    };
    Some((Chat::new(options).expect("options"), model.context_tokens.expect("a window")))
}

#[tokio::test]
async fn a_real_model_answers_and_the_estimate_of_the_prompt_is_safe() {
    let Some((chat, _)) = live().await else { return };
    let source = "资料 [1]：6月15日 11:01 清算批量延迟 26 分钟，原因是磁盘空间不足，已扩容。";
    // As in the recording, where the model stops in good time.
    let question = Message::user(format!("{source}\n问题：6月15日批量为什么延迟？"));
    let messages = vec![Message::system("只根据给出的资料回答，每句话标明来源编号。"), question];
    let request = Request { messages, ..request() };
    let told = ask_of(&chat, &request).await;
    assert_eq!(told.text(), told.shown().trim());
    assert!(told.pieces.len() > 3, "it streams");
    let usage = told.result.expect("a reply").usage;
    assert!(!usage.is_estimated && usage.prompt_tokens <= estimate_prompt(&request), "{usage:?}");
}

#[tokio::test]
async fn a_real_window_is_respected() {
    let Some((chat, window)) = live().await else { return };
    let messages = vec![Message::user("磁盘空间不足。".repeat(window / 2))];
    let told = ask_of(&chat, &Request { messages, ..request() }).await;
    let is_right = matches!(told.error(), ChatError::ContextTooLong { limit, asked: Some(asked) } if *limit == Some(window) && *asked > window);
    assert!(is_right, "{:?}", told.error());
    let told = ask_of(&chat, &Request { max_tokens: 3, ..request() }).await;
    assert!(matches!(told.error(), ChatError::Truncated { text } if !text.is_empty()), "{:?}", told.error());
}
