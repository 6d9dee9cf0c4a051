//! The end of a server.

use serde_json::json;

use crate::client::{Served, chunk, events, head};
use crate::desk::Desk;
use crate::rest::{QUESTION, TRUE};
use crate::script::{Script, ScriptedServer};

#[test]
fn an_answer_in_hand_is_finished_before_the_end() {
    let desk = Desk::with_seeds();
    desk.write(".config/zhoubao/config.toml", "[llm]\nwording = \"close\"\nretries = 0\n");
    let model = ScriptedServer::start(vec![Script::stream().says(TRUE).says("后来").stalls()]);
    let mut server = Served::with(&desk, &[], |command| {
        command.env("OPENAI_BASE_URL", format!("{}/v1", model.url())).env("OPENAI_MODEL", "m");
    });
    let body = json!({ "question": QUESTION }).to_string();
    let json = [("content-type", "application/json")];
    let mut answer = server.begin("POST", "/api/v1/ask/stream", &json, body.as_bytes());
    assert_eq!(head(&mut answer).0, 200);
    let mut text = String::from_utf8(chunk(&mut answer).expect("the first event")).expect("UTF-8");
    model.wait_for_stall();
    server.terminate();
    // Nobody new is taken; the one who waits gets the rest.
    while std::net::TcpStream::connect(&server.host).is_ok() {
        std::thread::yield_now();
    }
    drop(model);
    while let Some(piece) = chunk(&mut answer) {
        text.push_str(&String::from_utf8(piece).expect("UTF-8"));
    }
    let events = events(&text);
    let (name, done) = events.last().expect("an event");
    assert_eq!(name, "done", "{text}");
    assert!(done["answer"].as_str().is_some_and(|answer| answer.contains("DBA")), "{done}");
    assert!(server.ended().success());
}
