//! Options that cannot work, and keys that nobody may see.

use zhoubao::chat::{Chat, ChatError, ChatOptions};
use zhoubao::store::Secret;

use crate::desk::{KEY, ask_with, options, told};
use crate::script::Script;

#[test]
fn options_that_cannot_work_are_refused_without_showing_secrets() {
    type Change = fn(&mut ChatOptions);
    let cases: [(&str, Change); 4] = [
        ("model", |options| options.model = " ".to_owned()),
        ("temperature", |options| options.temperature = f32::NAN),
        ("temperature", |options| options.temperature = 2.5),
        ("key", |options| options.key = Some(Secret::new("s3cret\n"))),
    ];
    for (expected, change) in cases {
        let mut options = options("http://127.0.0.1:1");
        change(&mut options);
        let error = Chat::new(options).expect_err("refused");
        assert!(matches!(error, ChatError::Option { option, .. } if option == expected), "{error}");
        assert!(!format!("{error}{error:?}").contains("s3cret"), "{error}");
        assert!(error.hint().is_some());
    }
}

#[test]
fn the_key_prints_as_stars() {
    let options = options("http://u:p4ss-word@127.0.0.1:1");
    let shown = format!("{options:?}{:?}", Chat::new(options.clone()).expect("options"));
    assert!(shown.contains("key: Some(****)"), "{shown}");
    assert!(!shown.contains(KEY) && !shown.contains("p4ss-word"), "{shown}");
}

#[tokio::test]
async fn servers_that_repeat_the_key_are_not_repeated() {
    let error = format!(r#"{{"error":{{"message":"no such key {KEY} \u001b[2J s3cret-word"}}}}"#);
    let event = serde_json::from_str(&error).expect("JSON");
    for script in [
        Script::reply(401, &[], &error),
        Script::reply(400, &[], &error),
        Script::reply(429, &["retry-after: 0"], &error),
        Script::reply(402, &[], &error),
        Script::reply(500, &["retry-after: 0"], &error),
        Script::reply(200, &[], &format!("<html>{KEY} s3cret-word</html>")),
        Script::reply(200, &[], &format!(r#"{{"a":"{KEY} s3cret-word"}}"#)),
        Script::stream().event(&event).closes(),
        Script::stream().chunk(format!("data: {KEY} s3cret-word\n\n").as_bytes()).closes(),
        Script::stream().ends(&format!("{KEY}-s3cret-word")).closes(),
    ] {
        let told = ask_with(vec![script], |options| {
            let url = options.base_url.to_string().replace("http://", "http://ming:s3cret-word@");
            options.base_url = url.parse().expect("an address");
        })
        .await;
        let error = told.error();
        let shown = format!("{}{error:?}", self::told(error));
        assert!(shown.contains("****"), "{shown}");
        assert!(!shown.contains(KEY) && !shown.contains("s3cret-word") && !shown.contains('\u{1b}'), "{shown}");
    }
}
