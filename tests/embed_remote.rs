//! The remote embedder against a server that replies well, badly or not at all.

mod support;

use std::error::Error;
use std::num::NonZeroUsize;
use std::sync::Mutex;
use std::time::Duration;

use support::{Reply, Server, nobody};
use zhoubao::embed::{BadReply, EmbedError, Embedder, Embedding, NotAVector, Progress, Remote, RemoteOptions};

const KEY: &str = "sk-loopback-0123456789";
const TWO: &str = r#"{"object":"list","model":"m","data":[
    {"object":"embedding","index":0,"embedding":[3.0,4.0]},
    {"object":"embedding","index":1,"embedding":[0.0,2.0]}],"usage":{"prompt_tokens":5,"total_tokens":7}}"#;

fn options(base_url: &str) -> RemoteOptions {
    RemoteOptions {
        base_url: format!("{base_url}/v1").parse().expect("an address"),
        key: Some(KEY.to_owned()),
        model: "test-model".to_owned(),
        width: None,
        ask_for_width: false,
        batch_texts: NonZeroUsize::new(2).expect("not zero"),
        retries: 1,
        deadline: Duration::from_secs(20),
    }
}

fn texts(count: usize) -> Vec<String> {
    (0..count).map(|number| format!("第{number}周")).collect()
}

async fn embed(server: &Server, change: impl FnOnce(&mut RemoteOptions)) -> Result<Vec<Embedding>, EmbedError> {
    let mut options = options(&server.url());
    change(&mut options);
    Remote::new(options)?.embed(&texts(2), &|_| ()).await
}

/// What the embedder makes of one reply with status 200.
async fn read(body: &str) -> Result<Vec<Embedding>, EmbedError> {
    embed(&Server::start(vec![Reply::json(200, body)]), |_| ()).await
}

/// The error and all its causes, on lines.
fn told(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!("\n{error}"));
        cause = error.source();
    }
    text
}

#[tokio::test]
async fn vectors_come_normalised_with_one_request_per_batch() {
    let server = Server::start(vec![Reply::json(200, TWO)]);
    let embedder = Embedder::Remote(Remote::new(options(&server.url())).expect("options"));
    assert_eq!((embedder.id(), embedder.width()), ("remote:test-model".to_owned(), None));

    let steps = Mutex::new(Vec::new());
    let record = |progress: Progress| steps.lock().expect("unpoisoned").push(progress);
    let embeddings = embedder.embed(&texts(4), &record).await.expect("vectors");

    let values: Vec<&[f32]> = embeddings.iter().map(Embedding::as_slice).collect();
    assert_eq!(values, [&[0.6, 0.8], &[0.0, 1.0], &[0.6, 0.8], &[0.0, 1.0]]);
    assert_eq!(embedder.width(), Some(2));
    let steps = steps.into_inner().expect("unpoisoned");
    let counts: Vec<_> = steps.iter().map(|step| (step.done_texts, step.done_tokens)).collect();
    assert_eq!(counts, [(2, 7), (4, 14)]);

    let seen = server.seen();
    assert_eq!(seen.len(), 2);
    assert!(seen[0].head.starts_with("POST /v1/embeddings HTTP/1.1"), "{}", seen[0].head);
    assert!(seen[0].head.contains(&format!("authorization: Bearer {KEY}")));
    let body: serde_json::Value = serde_json::from_str(&seen[1].body).expect("JSON");
    assert_eq!(body, serde_json::json!({"model": "test-model", "input": ["第2周", "第3周"]}));
}

#[tokio::test]
async fn no_texts_make_no_request() {
    let server = Server::start(vec![Reply::json(200, TWO)]);
    let embedder = Embedder::Remote(Remote::new(options(&server.url())).expect("options"));
    let embeddings = embedder.embed(&[], &|_| panic!("no progress")).await.expect("nothing");
    assert_eq!((embeddings.len(), server.seen().len()), (0, 0));
}

#[tokio::test]
async fn an_empty_text_is_refused_before_anything_is_sent() {
    let server = Server::start(vec![Reply::json(200, TWO)]);
    let remote = Remote::new(options(&server.url())).expect("options");
    let refused = remote.embed(&["周".to_owned(), " \u{3000}".to_owned()], &|_| ()).await;
    assert!(matches!(refused, Err(EmbedError::EmptyText { position: 1 })));
    assert_eq!(server.seen().len(), 0);
}

#[tokio::test]
async fn without_a_key_there_is_no_such_header_and_the_query_is_kept() {
    let server = Server::start(vec![Reply::json(200, TWO)]);
    let base_url = format!("{}/openai/?api-version=2024-06-01", server.url());
    embed(&server, |options| {
        options.key = None;
        options.base_url = base_url.parse().expect("an address");
    })
    .await
    .expect("vectors");
    let head = &server.seen()[0].head;
    assert!(head.starts_with("POST /openai/embeddings?api-version=2024-06-01 "), "{head}");
    assert!(!head.contains("authorization"), "{head}");
}

#[tokio::test]
async fn a_shuffled_reply_is_put_in_order_by_its_indexes() {
    let embeddings = read(r#"{"data":[{"index":1,"embedding":[0,1]},{"index":0,"embedding":[1,0]}]}"#).await;
    assert_eq!(embeddings.expect("vectors")[0].as_slice(), [1.0, 0.0]);
}

#[tokio::test]
async fn a_reply_with_too_few_or_too_many_vectors_is_bad() {
    let item = r#"{"embedding":[1,0]}"#;
    for (found, data) in [(0, String::new()), (1, item.to_owned()), (3, [item; 3].join(","))] {
        let error = read(&format!(r#"{{"data":[{data}]}}"#)).await.expect_err("a wrong count");
        let EmbedError::BadReply { what, url } = error else {
            panic!("{error}");
        };
        assert_eq!(what, BadReply::Count { found, wanted: 2 });
        assert!(url.ends_with("/v1/embeddings"), "{url}");
    }
}

#[tokio::test]
async fn a_null_a_zero_vector_and_a_nan_are_bad() {
    for (values, problem) in [("[null,1]", NotAVector::NotFinite { position: 0 }), ("[0,0]", NotAVector::Zero)] {
        let body = format!(r#"{{"data":[{{"embedding":[1,0]}},{{"embedding":{values}}}]}}"#);
        let error = read(&body).await.expect_err("a bad vector");
        let expected = BadReply::Vector { index: 1, problem };
        assert!(matches!(&error, EmbedError::BadReply { what, .. } if *what == expected), "{error}");
    }
    let error = read(r#"{"data":[{"embedding":[NaN,0]},{"embedding":[1,0]}]}"#).await;
    let unreadable = matches!(error, Err(EmbedError::BadReply { what: BadReply::Unreadable { .. }, .. }));
    assert!(unreadable);
}

#[tokio::test]
async fn a_vector_of_another_width_is_an_error() {
    let server = Server::start(vec![Reply::json(200, TWO)]);
    let error = embed(&server, |options| {
        options.width = NonZeroUsize::new(3);
        options.ask_for_width = true;
    })
    .await
    .expect_err("two is not three");
    assert!(matches!(error, EmbedError::Width { found: 2, wanted: 3 }), "{error}");
    assert!(server.seen()[0].body.contains(r#""dimensions":3"#));

    let error = read(r#"{"data":[{"embedding":[1,0]},{"embedding":[1,0,0]}]}"#).await;
    assert!(matches!(error, Err(EmbedError::Width { found: 3, wanted: 2 })));
}

#[tokio::test]
async fn the_width_is_asked_for_once() {
    let one = r#"{"data":[{"embedding":[1,0,0]}]}"#;
    let server = Server::start(vec![Reply::json(200, one)]);
    let embedder = Embedder::Remote(Remote::new(options(&server.url())).expect("options"));
    for _ in 0..2 {
        assert_eq!(embedder.find_width().await.expect("a width"), Some(3));
    }
    assert_eq!(server.seen().len(), 1);
}

#[tokio::test]
async fn a_refused_key_is_told_in_the_words_of_any_server_but_without_the_key() {
    for body in [
        format!(r#"{{"error":{{"message":"Incorrect API key: {KEY}","type":"invalid_request_error","code":"x"}}}}"#),
        format!(r#"{{"error":{{"code":401,"message":"no {KEY}","type":"authentication_error"}}}}"#),
        format!(r#"{{"detail":"{KEY}"}}"#),
        format!("<html>401 {KEY}\u{1b}[2J</html>"),
    ] {
        let server = Server::start(vec![Reply::json(401, &body)]);
        let error = embed(&server, |_| ()).await.expect_err("refused");
        assert!(matches!(error, EmbedError::Auth { status: 401, .. }), "{error}");
        assert!(!error.is_outage());
        let shown = format!("{}{error:?}", told(&error));
        assert!(shown.contains("****") && !shown.contains(KEY) && !shown.contains('\u{1b}'), "{shown}");
        assert_eq!(server.seen().len(), 1, "a refused key is not tried again");
    }
}

#[tokio::test]
async fn a_rate_limit_of_any_server_is_waited_out_as_it_asks() {
    for body in [r#"{"error":{"message":"slow down","type":"x"}}"#, "slow down", r#"{"error":{"code":429}}"#] {
        let limited = Reply::with_header(429, "retry-after: 0", body.as_bytes(), body.len());
        let server = Server::start(vec![limited, Reply::json(200, TWO)]);
        assert_eq!(embed(&server, |_| ()).await.expect("vectors").len(), 2);
        assert_eq!(server.seen().len(), 2);
    }
}

#[tokio::test]
async fn a_rate_limit_that_stays_is_an_outage() {
    let body = b"slow down";
    let server = Server::start(vec![Reply::with_header(429, "retry-after: 0", body, body.len())]);
    let error = embed(&server, |_| ()).await.expect_err("limited");
    assert!(matches!(&error, EmbedError::RateLimited { message, .. } if message == "slow down"), "{error}");
    assert!(error.is_outage());
    assert_eq!(server.seen().len(), 2, "one try and one retry");
}

#[tokio::test]
async fn a_pause_longer_than_the_deadline_ends_at_the_deadline() {
    let server = Server::start(vec![Reply::with_header(503, "retry-after: 86400", b"", 0)]);
    let error = embed(&server, |options| options.deadline = Duration::from_millis(50)).await;
    let error = error.expect_err("out of time");
    assert!(matches!(error, EmbedError::Unavailable { .. }), "{error}");
    assert!(told(&error).contains("no answer within 0.05 s"), "{}", told(&error));
}

#[tokio::test]
async fn server_errors_are_tried_again_and_then_an_outage() {
    for status in [500, 502, 503, 504] {
        let body = b"<h1>Bad\nGateway</h1>";
        let server = Server::start(vec![Reply::with_header(status, "retry-after: 0", body, body.len())]);
        let error = embed(&server, |_| ()).await.expect_err("down");
        assert!(matches!(error, EmbedError::Unavailable { .. }) && error.is_outage(), "{error}");
        let cause = format!("the server answered {status}: <h1>Bad Gateway</h1>");
        assert!(told(&error).contains(&cause), "{}", told(&error));
        assert_eq!(server.seen().len(), 2);
    }
}

#[tokio::test]
async fn nobody_at_the_address_is_an_outage_that_names_it() {
    let mut options = options(&nobody());
    options.retries = 0;
    let url = options.base_url.to_string().replace("http://", "http://ming:s3cret-word@");
    options.base_url = url.parse().expect("an address");
    let remote = Remote::new(options).expect("options");
    let error = remote.embed(&texts(1), &|_| ()).await.expect_err("nobody");
    assert!(matches!(&error, EmbedError::Unavailable { url, .. } if url.starts_with("http://127.0.0.1:")));
    let shown = format!("{}{error:?}{remote:?}", told(&error));
    assert!(!shown.contains("s3cret-word") && !shown.contains(KEY), "{shown}");
}

#[tokio::test]
async fn a_connection_that_breaks_off_is_an_outage() {
    let server = Server::start(vec![Reply::bytes(200, TWO.as_bytes(), TWO.len() + 10)]);
    let error = embed(&server, |_| ()).await.expect_err("half a reply");
    assert!(matches!(error, EmbedError::Unavailable { .. }), "{error}");
}

#[tokio::test]
async fn a_request_the_server_rejects_is_told_with_its_reason() {
    let server = Server::start(vec![Reply::json(404, r#"{"error":"model \"test-model\" not found"}"#)]);
    let error = embed(&server, |_| ()).await.expect_err("rejected");
    let EmbedError::Rejected { status, message, .. } = error else {
        panic!("{error}");
    };
    assert_eq!((status, message.as_str()), (404, "model \"test-model\" not found"));
}

#[tokio::test]
async fn a_reply_that_is_no_json_is_quoted() {
    for body in ["<!doctype html><title>Login</title>", r#"{"error":"busy"}"#, ""] {
        let error = read(body).await.expect_err("no reply");
        assert!(
            matches!(&error, EmbedError::BadReply { what: BadReply::Unreadable { reason }, .. } if reason.contains(body)),
            "{error}"
        );
    }
}

#[test]
fn options_that_cannot_work_are_refused_without_showing_secrets() {
    type Change = fn(&mut RemoteOptions);
    let cases: [(&str, Change); 3] = [
        ("model", |options| options.model = " ".to_owned()),
        ("width", |options| options.ask_for_width = true),
        ("key", |options| options.key = Some("s3cret\n".to_owned())),
    ];
    for (expected, change) in cases {
        let mut options = options("http://127.0.0.1:1");
        change(&mut options);
        let error = Remote::new(options).expect_err("refused");
        assert!(matches!(error, EmbedError::Option { option, .. } if option == expected), "{error}");
        assert!(!format!("{error}{error:?}").contains("s3cret"), "{error}");
    }
}

#[test]
fn the_key_prints_as_stars() {
    let shown = format!("{:?}", options("http://u:p4ss@127.0.0.1:1"));
    assert!(shown.contains("key: Some(****)"), "{shown}");
    assert!(!shown.contains(KEY) && !shown.contains("p4ss"), "{shown}");
}

#[tokio::test]
async fn without_an_embedder_there_is_nothing_but_for_no_texts() {
    assert_eq!(Embedder::None.embed(&[], &|_| ()).await.expect("nothing").len(), 0);
    let error = Embedder::None.embed_query("周报").await.expect_err("no embedder");
    assert!(matches!(error, EmbedError::NoEmbedder));
    assert_eq!((Embedder::None.id(), Embedder::None.width()), ("none".to_owned(), None));
}

#[tokio::test]
async fn a_redirect_takes_no_text_elsewhere() {
    for status in [301, 302, 307, 308] {
        let elsewhere = Server::start(vec![Reply::json(200, TWO)]);
        let location = format!("location: {}/v1/embeddings", elsewhere.url());
        let server = Server::start(vec![Reply::with_header(status, &location, b"", 0)]);
        let error = embed(&server, |_| ()).await.expect_err("a redirect");
        assert!(matches!(error, EmbedError::Rejected { .. } | EmbedError::BadReply { .. }), "{status}: {error:?}");
        assert_eq!((server.seen().len(), elsewhere.seen().len()), (1, 0), "{status}");
    }
}
