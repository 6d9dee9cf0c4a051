//! Calls at the same time, and how fast they may spend.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Barrier};
use std::time::{Duration, Instant};

use zhoubao::chat::{Chat, Finish, Limits, Recorder, Request, RequestOutcome};

use crate::desk::{ask_of, options, request};
use crate::script::{Script, ScriptedServer};

/// How many of three calls were on their way at the same time, at most.
async fn most_at_once(concurrency: usize) -> usize {
    // The first ones wait for each other, the others for nobody.
    let together = Arc::new(Barrier::new(concurrency));
    let mut scripts = vec![Script::saying(&["好。"]).meeting(&together); concurrency];
    scripts.push(Script::saying(&["好。"]));
    let server = ScriptedServer::start(scripts);
    let (now, most) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let (counter, highest) = (Arc::clone(&now), Arc::clone(&most));
    let recorder = Recorder::new(move |_| {
        highest.fetch_max(counter.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        let counter = Arc::clone(&counter);
        Ok(Box::new(move |_: RequestOutcome<'_>| {
            counter.fetch_sub(1, Ordering::SeqCst);
        }) as Finish)
    });
    let mut options = options(&server.url());
    options.limits.concurrency = NonZeroUsize::new(concurrency).expect("not zero");
    options.record = Some(recorder);
    let chat = Chat::new(options).expect("options");
    let request = request();
    // Clones share the limits.
    let chats = [chat.clone(), chat.clone(), chat];
    let [a, b, c] = chats.each_ref().map(|chat| ask_of(chat, &request));
    let (a, b, c) = tokio::join!(a, b, c);
    assert_eq!([a.text(), b.text(), c.text()], ["好。"; 3]);
    assert_eq!(now.load(Ordering::SeqCst), 0);
    most.load(Ordering::SeqCst)
}

#[tokio::test]
async fn no_more_calls_run_at_once_than_allowed() {
    assert_eq!(most_at_once(1).await, 1);
    assert_eq!(most_at_once(2).await, 2);
    assert_eq!(most_at_once(3).await, 3);
}

#[tokio::test]
async fn a_call_beyond_the_rate_waits_for_no_longer_than_it_must() {
    // 600,000 tokens per minute are 10 in a millisecond. The first call takes 2,000 more than the bucket holds.
    let server = ScriptedServer::start(vec![Script::saying(&["好。"])]);
    let mut options = options(&server.url());
    options.limits = Limits { tokens_per_minute: Some(600_000), ..Limits::default() };
    options.deadline = Duration::from_secs(20);
    let chat = Chat::new(options).expect("options");
    let start = Instant::now();
    assert_eq!(ask_of(&chat, &Request { max_tokens: 602_000, ..request() }).await.text(), "好。");
    assert!(start.elapsed() >= Duration::from_millis(200), "{:?}", start.elapsed());
    // The server told that the first one used 18 only; without that this one would wait for a minute.
    assert_eq!(ask_of(&chat, &Request { max_tokens: 590_000, ..request() }).await.text(), "好。");
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[tokio::test]
async fn a_retry_beyond_the_rate_is_not_waited_for_past_the_deadline() {
    let busy = Script::reply(503, &["retry-after: 0"], "");
    let server = ScriptedServer::start(vec![busy, Script::saying(&["好。"])]);
    let mut options = options(&server.url());
    options.limits = Limits { requests_per_minute: Some(1), ..Limits::default() };
    let chat = Chat::new(options).expect("options");
    let told = ask_of(&chat, &request()).await;
    assert_eq!((told.error().word(), server.asked().len()), ("unavailable", 1));
}
