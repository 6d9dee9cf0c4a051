//! The recorder: nothing leaves before it was told, and it is told what became of it.

use std::sync::{Arc, Mutex};

use zhoubao::chat::{Chat, ChatError, Finish, Piece, Recorder, RequestOutcome};

use crate::desk::{KEY, ask_of, options, request};
use crate::script::{Script, ScriptedServer};

type Log = Arc<Mutex<Vec<String>>>;

/// A recorder that keeps the bytes, and what it was told in a line each.
fn recorder(bytes: &Log, lines: &Log) -> Recorder {
    let (bytes, lines) = (Arc::clone(bytes), Arc::clone(lines));
    Recorder::new(move |sent| {
        bytes.lock().expect("unpoisoned").push(String::from_utf8(sent.bytes.to_vec()).expect("UTF-8"));
        let line = format!("{} {} {} to {}", sent.attempt, sent.purpose, sent.model, sent.url);
        lines.lock().expect("unpoisoned").push(line);
        let lines = Arc::clone(&lines);
        Ok(Box::new(move |outcome: RequestOutcome<'_>| {
            let line = match outcome {
                RequestOutcome::Answered { text, usage } => format!("answered {text} {}", usage.total_tokens()),
                RequestOutcome::Failed(error) => format!("failed {}", error.word()),
                RequestOutcome::Abandoned => "abandoned".to_owned(),
            };
            lines.lock().expect("unpoisoned").push(line);
        }) as Finish)
    })
}

#[tokio::test]
async fn every_attempt_is_recorded_with_its_exact_bytes_and_outcome() {
    let (bytes, lines) = (Log::default(), Log::default());
    let complaint = Script::reply(400, &[], r#"{"error":{"message":"unknown parameter stream_options"}}"#);
    let busy = Script::reply(503, &["retry-after: 0"], "");
    let broken = Script::stream().says("原因").closes();
    let server = ScriptedServer::start(vec![complaint, busy, broken, Script::saying(&["好。"])]);
    let mut options = options(&server.url());
    let url = server.url().replace("http://", "http://ming:s3cret-word@");
    options.base_url = format!("{url}/v1?key=s3cret-word").parse().expect("an address");
    options.record = Some(recorder(&bytes, &lines));
    ask_of(&Chat::new(options).expect("options"), &request()).await.result.expect("a reply");

    let asked: Vec<String> = server.asked().into_iter().map(|asked| asked.body).collect();
    assert_eq!(*bytes.lock().expect("unpoisoned"), asked);
    assert_eq!(asked.len(), 4);
    let to = format!("answer test-model to {}/v1/chat/completions", server.url());
    let expected = [
        format!("1 {to}"),
        "failed request rejected".to_owned(),
        format!("2 {to}"),
        "failed unavailable".to_owned(),
        format!("3 {to}"),
        "failed connection broke".to_owned(),
        format!("4 {to}"),
        "answered 好。 18".to_owned(),
    ];
    assert_eq!(*lines.lock().expect("unpoisoned"), expected);
    assert!(asked.iter().all(|body| !body.contains(KEY) && !body.contains("s3cret-word")));
}

#[tokio::test]
async fn what_cannot_be_recorded_is_not_sent() {
    let server = ScriptedServer::start(vec![Script::saying(&["好。"])]);
    let mut options = options(&server.url());
    options.record = Some(Recorder::new(|_| Err("the disk is full".to_owned())));
    let told = ask_of(&Chat::new(options).expect("options"), &request()).await;
    assert!(
        matches!(told.error(), ChatError::Recording { problem } if problem == "the disk is full"),
        "{}",
        told.error()
    );
    assert_eq!((server.asked().len(), told.pieces.len(), told.error().is_transient()), (0, 0, false));
}

#[tokio::test]
async fn a_cached_reply_is_not_recorded_as_nothing_leaves() {
    let (bytes, lines) = (Log::default(), Log::default());
    let folder = tempfile::tempdir().expect("a folder");
    let server = ScriptedServer::start(vec![Script::saying(&["好。"])]);
    let mut options = options(&server.url());
    options.cache = Some(folder.path().to_owned());
    options.record = Some(recorder(&bytes, &lines));
    let chat = Chat::new(options).expect("options");
    for _ in 0..2 {
        assert_eq!(ask_of(&chat, &request()).await.text(), "好。");
    }
    assert_eq!(bytes.lock().expect("unpoisoned").len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_call_that_is_dropped_was_abandoned() {
    let (bytes, lines) = (Log::default(), Log::default());
    let server = ScriptedServer::start(vec![Script::stream().says("原因").stalls()]);
    let mut options = options(&server.url());
    options.record = Some(recorder(&bytes, &lines));
    let chat = Chat::new(options).expect("options");
    let call = tokio::spawn(async move { chat.complete(&request(), &mut |_: Piece<'_>| ()).await.map(|_| ()) });
    server.wait_for_stall();
    call.abort();
    assert!(call.await.expect_err("aborted").is_cancelled());
    assert_eq!(lines.lock().expect("unpoisoned").last().map(String::as_str), Some("abandoned"));
}

#[tokio::test]
async fn the_deadline_is_recorded_as_such() {
    let (bytes, lines) = (Log::default(), Log::default());
    let server = ScriptedServer::start(vec![Script::silence()]);
    let mut options = options(&server.url());
    options.record = Some(recorder(&bytes, &lines));
    options.deadline = std::time::Duration::from_millis(100);
    let told = ask_of(&Chat::new(options).expect("options"), &request()).await;
    assert!(matches!(told.error(), ChatError::Deadline { .. }));
    assert_eq!(lines.lock().expect("unpoisoned").last().map(String::as_str), Some("failed timed out"));
}
