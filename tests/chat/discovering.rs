//! The models that a server lists, and their windows.

use std::time::Duration;

use zhoubao::chat::{ChatError, ServedModel, discover};
use zhoubao::store::Secret;

use crate::desk::KEY;
use crate::script::{Script, ScriptedServer};

const LONG: Duration = Duration::from_secs(20);

/// The names and windows that `bodies` list, the second one being that of `/props`.
async fn listed(bodies: &[&str]) -> (Vec<(String, Option<usize>)>, Vec<String>) {
    let server = ScriptedServer::start(bodies.iter().map(|body| Script::reply(200, &[], body)).collect());
    let base_url = format!("{}/v1", server.url()).parse().expect("an address");
    let models = discover(&base_url, Some(&Secret::new(KEY)), LONG).await.expect("models");
    let asked = server.asked();
    assert!(asked.iter().all(|asked| asked.head.contains(KEY) && asked.body.is_empty()));
    let lines = asked.iter().map(|asked| asked.head.lines().next().unwrap_or_default().to_owned());
    (models.into_iter().map(|ServedModel { id, context_tokens }| (id, context_tokens)).collect(), lines.collect())
}

#[tokio::test]
async fn windows_are_found_where_servers_write_them() {
    for (item, window) in [
        (r#"{"id":"m","owned_by":"vllm","max_model_len":32768}"#, Some(32768)),
        (r#"{"id":"m","context_length":131072,"top_provider":{"context_length":65536}}"#, Some(65536)),
        (r#"{"id":"m","context_window":8192}"#, Some(8192)),
        (r#"{"id":"m","max_context_length":32768,"loaded_context_length":4096}"#, Some(4096)),
        (r#"{"id":"m","owned_by":"llamacpp","meta":{"n_ctx":2048,"n_ctx_train":32768}}"#, Some(2048)),
        (r#"{"id":"m","object":"model","owned_by":"openai"}"#, None),
    ] {
        let (models, asked) = listed(&[&format!(r#"{{"object":"list","data":[{item}]}}"#)]).await;
        assert_eq!(models, [("m".to_owned(), window)], "{item}");
        assert_eq!(asked, ["GET /v1/models HTTP/1.1"]);
    }
}

#[tokio::test]
async fn an_older_llama_server_tells_its_window_beside_v1() {
    let list = r#"{"data":[{"id":"m","owned_by":"llamacpp","meta":{"n_ctx_train":32768}}]}"#;
    let (models, asked) = listed(&[list, r#"{"default_generation_settings":{"n_ctx":4096},"total_slots":1}"#]).await;
    assert_eq!(models, [("m".to_owned(), Some(4096))]);
    assert_eq!(asked, ["GET /v1/models HTTP/1.1", "GET /props HTTP/1.1"]);
    assert_eq!(listed(&[list, "no"]).await.0, [("m".to_owned(), None)]);
}

#[tokio::test]
async fn a_list_of_hundreds_of_models_is_read() {
    let items: Vec<String> =
        (0..400).map(|n| format!(r#"{{"id":"m{n}","description":"{}"}}"#, "long ".repeat(100))).collect();
    let (models, _) = listed(&[&format!(r#"{{"data":[{}]}}"#, items.join(","))]).await;
    assert_eq!((models.len(), models[399].0.as_str()), (400, "m399"));
}

#[tokio::test]
async fn what_is_no_list_is_told() {
    type Check = fn(&ChatError) -> bool;
    let cases: [(Script, Check); 6] = [
        (Script::reply(401, &[], &format!(r#"{{"error":"bad {KEY}"}}"#)), |e| matches!(e, ChatError::Auth { .. })),
        (Script::reply(404, &[], "no"), |e| matches!(e, ChatError::Rejected { status: 404, .. })),
        (Script::reply(503, &[], "Loading model"), |e| matches!(e, ChatError::Unavailable { .. })),
        (Script::reply(200, &[], "<html>"), |e| matches!(e, ChatError::BadReply { .. })),
        (Script::reply(200, &[], "{}"), |e| matches!(e, ChatError::BadReply { .. })),
        (Script::hang_up(), |e| matches!(e, ChatError::Unavailable { .. })),
    ];
    for (script, is_right) in cases {
        let server = ScriptedServer::start(vec![script]);
        let base_url = format!("{}/v1", server.url()).parse().expect("an address");
        let error = discover(&base_url, Some(&Secret::new(KEY)), LONG).await.expect_err("no list");
        assert!(is_right(&error), "{error:?}");
        assert!(!format!("{error}{error:?}").contains(KEY));
        assert_eq!(server.asked().len(), 1);
    }
}

#[tokio::test]
async fn a_silent_server_is_not_waited_for_past_the_deadline() {
    let server = ScriptedServer::start(vec![Script::silence()]);
    let url = server.url().parse().expect("an address");
    let error = discover(&url, None, Duration::from_millis(60)).await.expect_err("silence");
    assert!(error.is_transient(), "{error}");
}
