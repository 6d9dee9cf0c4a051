//! What a real `llama-server` with Qwen2.5-Coder-1.5B sent, byte for byte but for the model's path and the ids of the
//! replies, which were replaced by as many other bytes. `tests/data/chat/README.md` says how it was recorded.

use std::path::Path;
use std::time::Duration;

use zhoubao::chat::{ChatError, Usage, discover};

use crate::desk::ask;
use crate::script::{Script, ScriptedServer};

const ANSWER: &str = "资料 [1]：6月15日 11:01 清算批量延迟 26 分钟，原因是磁盘空间不足，已扩容。";

fn recording(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/chat").join(name);
    std::fs::read(path).expect("a recording")
}

#[tokio::test]
async fn a_streamed_answer_is_read_with_its_usage() {
    let told = ask(vec![Script::raw(&recording("answer.http"))]).await;
    assert_eq!((told.text(), told.shown().as_str()), (ANSWER, ANSWER));
    assert!(told.pieces.len() > 30, "one piece a token");
    let completion = told.result.expect("a reply");
    assert_eq!(completion.model, "qwen25-coder-15b.q4");
    assert_eq!(completion.usage, Usage { prompt_tokens: 73, completion_tokens: 37, is_estimated: false });
}

#[tokio::test]
async fn a_plain_answer_is_the_same() {
    assert_eq!(ask(vec![Script::raw(&recording("plain.http"))]).await.text(), ANSWER);
}

/// Wherever the connection breaks, nothing is taken for an answer that is none, and the next try is.
#[tokio::test]
async fn an_answer_that_breaks_anywhere_is_asked_for_again() {
    let whole = recording("answer.http");
    let mut broken = 0;
    // After the end of the reply a break does no harm, so that is a whole answer at the first try.
    for end in (0..whole.len()).step_by(397) {
        let told = ask(vec![Script::raw(&whole[..end]), Script::raw(&whole)]).await;
        assert_eq!((told.text(), told.shown().as_str()), (ANSWER, ANSWER), "{end}");
        broken += usize::from(told.requests == 2);
    }
    assert!(broken >= 20, "{broken}");
}

#[tokio::test]
async fn an_answer_cut_off_at_its_length_is_truncated() {
    let told = ask(vec![Script::raw(&recording("length.http"))]).await;
    assert!(matches!(told.error(), ChatError::Truncated { text } if text == "资料 [1]：6月1"), "{:?}", told.error());
}

#[tokio::test]
async fn a_prompt_beyond_the_window_is_told_with_both_numbers() {
    let told = ask(vec![Script::raw(&recording("too_long.http"))]).await;
    let fits = matches!(told.error(), ChatError::ContextTooLong { limit: Some(4096), asked: Some(6029) });
    assert!(fits, "{:?}", told.error());
    assert_eq!(told.error().to_string(), "the request is too long for the model's window: 6029 tokens, 4096 fit");
}

#[tokio::test]
async fn a_wrong_path_is_told() {
    let told = ask(vec![Script::raw(&recording("missing.http"))]).await;
    assert!(matches!(told.error(), ChatError::Rejected { status: 404, message, .. } if message == "File Not Found"));
}

#[tokio::test]
async fn its_list_of_models_tells_the_window() {
    let server = ScriptedServer::start(vec![Script::raw(&recording("models.http"))]);
    let url = format!("{}/v1", server.url()).parse().expect("an address");
    let models = discover(&url, None, Duration::from_secs(20)).await.expect("models");
    assert_eq!((models.len(), models[0].id.as_str(), models[0].context_tokens), (1, "qwen25-coder-15b.q4", Some(4096)));
}
