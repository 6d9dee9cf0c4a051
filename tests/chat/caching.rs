//! Replies that are kept: the same question to the same model is sent once.

use std::path::Path;

use zhoubao::chat::{Chat, ChatError, ChatOptions, Message, Notice, Price};

use crate::desk::{KEY, Told, ask_of, options, request};
use crate::script::{Script, ScriptedServer};

/// What comes of one call with a cache in `folder`.
async fn ask_cached(server: &ScriptedServer, folder: &Path, change: impl FnOnce(&mut ChatOptions)) -> Told {
    let mut options = options(&server.url());
    options.cache = Some(folder.join("replies"));
    change(&mut options);
    ask_of(&Chat::new(options).expect("options"), &request()).await
}

fn entries(folder: &Path) -> Vec<std::path::PathBuf> {
    let Ok(listing) = std::fs::read_dir(folder.join("replies")) else {
        return Vec::new();
    };
    listing.map(|entry| entry.expect("an entry").path()).collect()
}

#[tokio::test]
async fn a_reply_is_fetched_once_and_played_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = ScriptedServer::start(vec![Script::saying(&["磁盘", "满 [1]。"])]);
    let price = |options: &mut ChatOptions| {
        options.price = Some(Price { input_per_million: 1.0, output_per_million: 1.0, currency: "CNY".to_owned() });
    };
    let first = ask_cached(&server, folder.path(), price).await.result.expect("a reply");
    assert!(!first.is_cached && first.cost.is_some_and(|cost| cost.amount > 0.0));
    let again = ask_cached(&server, folder.path(), price).await;
    assert_eq!(again.pieces, ["磁盘满 [1]。"]);
    let again = again.result.expect("a reply");
    assert_eq!((again.text, again.model, again.usage), (first.text, first.model, first.usage));
    assert!(again.is_cached && again.attempts == 0 && again.cost.is_some_and(|cost| cost.amount == 0.0));
    assert_eq!(server.asked().len(), 1);
}

#[tokio::test]
async fn whatever_changes_the_question_is_another_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = ScriptedServer::start(vec![Script::saying(&["好。"])]);
    type Change = fn(&mut ChatOptions);
    let changes: [Change; 4] = [
        |_| (),
        |options| options.model = "other".to_owned(),
        |options| options.temperature = 0.3,
        |options| options.base_url = format!("{}/v2", options.base_url).parse().expect("an address"),
    ];
    for (at, change) in changes.into_iter().enumerate() {
        let told = ask_cached(&server, folder.path(), change).await;
        assert!(!told.result.expect("a reply").is_cached, "{at}");
    }
    let mut options = options(&server.url());
    options.cache = Some(folder.path().join("replies"));
    let chat = Chat::new(options).expect("options");
    let mut request = request();
    request.messages.push(Message::user("还有吗？"));
    assert!(!ask_of(&chat, &request).await.result.expect("a reply").is_cached);
    request.purpose = "repair";
    assert!(ask_of(&chat, &request).await.result.expect("a reply").is_cached, "what it is for changes nothing");
    assert_eq!(entries(folder.path()).len(), 5);
}

#[tokio::test]
async fn only_whole_good_replies_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    for script in [
        Script::stream().says("原因是").ends("length").done(),
        Script::stream().says("原因是").ends("content_filter").done(),
        Script::stream().says("原因是").closes(),
        Script::stream().ends("stop").done(),
        Script::reply(503, &["retry-after: 0"], ""),
    ] {
        let server = ScriptedServer::start(vec![script]);
        let told = ask_cached(&server, folder.path(), |_| ()).await;
        assert!(told.result.is_err());
        assert!(entries(folder.path()).is_empty());
    }
}

#[tokio::test]
async fn an_entry_that_cannot_be_read_is_a_miss_with_a_notice_and_is_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = ScriptedServer::start(vec![Script::saying(&["好。"])]);
    ask_cached(&server, folder.path(), |_| ()).await.result.expect("a reply");
    let entry = entries(folder.path()).remove(0);
    for damage in [
        "",
        "{\"format\":1,\"text\":\"不",
        "{\"format\":9,\"text\":\"x\",\"model\":null,\"prompt_tokens\":1,\"completion_tokens\":1,\"is_estimated\":false}",
    ] {
        std::fs::write(&entry, damage).expect("written");
        let completion = ask_cached(&server, folder.path(), |_| ()).await.result.expect("a reply");
        assert!(!completion.is_cached);
        assert!(matches!(&completion.notices[..], [Notice::CacheUnreadable { path, .. }] if *path == entry));
        assert!(ask_cached(&server, folder.path(), |_| ()).await.result.expect("a reply").is_cached);
    }
}

#[tokio::test]
async fn a_folder_that_cannot_be_written_costs_a_notice_and_no_reply() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("replies"), "a file").expect("written");
    let server = ScriptedServer::start(vec![Script::saying(&["好。"])]);
    let completion = ask_cached(&server, folder.path(), |_| ()).await.result.expect("a reply");
    assert_eq!(completion.text, "好。");
    assert!(completion.notices.iter().any(|notice| matches!(notice, Notice::CacheNotWritten { .. })));
}

#[tokio::test]
async fn entries_are_private_and_hold_neither_key_nor_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = ScriptedServer::start(vec![Script::saying(&["好。"])]);
    ask_cached(&server, folder.path(), |_| ()).await.result.expect("a reply");
    let [entry] = &entries(folder.path())[..] else {
        panic!("one entry, and nothing beside it");
    };
    let text = std::fs::read_to_string(entry).expect("readable");
    assert!(!text.contains(KEY) && !text.contains("批量") && text.contains("好。"), "{text}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(entry).expect("a file").permissions().mode();
        assert_eq!(mode & 0o077, 0);
    }
}

#[tokio::test]
async fn a_cached_reply_needs_no_server() {
    let folder = tempfile::tempdir().expect("a folder");
    let server = ScriptedServer::start(vec![Script::saying(&["好。"])]);
    ask_cached(&server, folder.path(), |_| ()).await.result.expect("a reply");
    let url = server.url();
    drop(server);
    let mut options = options(&url);
    options.cache = Some(folder.path().join("replies"));
    let chat = Chat::new(options).expect("options");
    assert_eq!(ask_of(&chat, &request()).await.text(), "好。");
    let mut other = request();
    other.messages.clear();
    assert!(matches!(ask_of(&chat, &other).await.error(), ChatError::Unavailable { .. }));
}
