//! One call to a scripted server, and what came of it.

use std::error::Error;
use std::time::Duration;

use zhoubao::chat::{Chat, ChatError, ChatOptions, Completion, Limits, Message, Piece, Request};
use zhoubao::store::Secret;

use crate::script::{Script, ScriptedServer};

pub const KEY: &str = "sk-loopback-0123456789";

/// Two retries without pauses, and more time than any test needs.
pub fn options(url: &str) -> ChatOptions {
    ChatOptions {
        base_url: format!("{url}/v1").parse().expect("an address"),
        key: Some(Secret::new(KEY)),
        model: "test-model".to_owned(),
        temperature: 0.2,
        seed: Some(7),
        retries: 2,
        first_pause: Duration::ZERO,
        deadline: Duration::from_secs(20),
        idle: Duration::from_secs(20),
        limits: Limits::default(),
        price: None,
        cache: None,
        record: None,
    }
}

pub fn request() -> Request {
    Request {
        messages: vec![Message::system("只根据资料回答。"), Message::user("6月15日的批量为什么延迟？")],
        max_tokens: 200,
        stop: Vec::new(),
        schema: None,
        purpose: "answer",
    }
}

/// What came of a call.
pub struct Told {
    pub result: Result<Completion, ChatError>,
    /// The pieces, with `↺` for a restart.
    pub pieces: Vec<String>,
    /// How many requests the server got.
    pub requests: usize,
}

impl Told {
    pub fn text(&self) -> &str {
        match &self.result {
            Ok(completion) => &completion.text,
            Err(error) => panic!("{}\n{error:?}", told(error)),
        }
    }

    pub fn error(&self) -> &ChatError {
        match &self.result {
            Err(error) => error,
            Ok(completion) => panic!("a reply: {}", completion.text),
        }
    }

    /// The text that the pieces leave on the screen.
    pub fn shown(&self) -> String {
        let from = self.pieces.iter().rposition(|piece| piece == "↺").map_or(0, |at| at + 1);
        self.pieces[from..].concat()
    }
}

/// Asks a server that follows `scripts`.
pub async fn ask(scripts: Vec<Script>) -> Told {
    ask_with(scripts, |_| ()).await
}

pub async fn ask_with(scripts: Vec<Script>, change: impl FnOnce(&mut ChatOptions)) -> Told {
    let server = ScriptedServer::start(scripts);
    let mut options = options(&server.url());
    change(&mut options);
    let chat = Chat::new(options).expect("options");
    let mut told = ask_of(&chat, &request()).await;
    told.requests = server.asked().len();
    told
}

pub async fn ask_of(chat: &Chat, request: &Request) -> Told {
    let mut pieces = Vec::new();
    let result = chat
        .complete(request, &mut |piece| {
            pieces.push(match piece {
                Piece::Text(text) => text.to_owned(),
                Piece::Restart => "↺".to_owned(),
            });
        })
        .await;
    Told { result, pieces, requests: 0 }
}

/// The error and all its causes, on lines.
pub fn told(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!("\n{error}"));
        cause = error.source();
    }
    text
}
