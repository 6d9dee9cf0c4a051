//! The end of a server.

use std::io::{BufReader, Read, Write};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::client::{Reply, Served, chunk, events, head};
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

/// A session of the protocol: its id.
fn session(server: &Served) -> String {
    let hello = json!({ "protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": { "name": "test", "version": "1" } });
    let reply = posted(server, None, &json!({ "jsonrpc": "2.0", "id": 0, "method": "initialize", "params": hello }));
    let id = reply.is(200).header("mcp-session-id").expect("a session").to_string();
    posted(server, Some(&id), &json!({ "jsonrpc": "2.0", "method": "notifications/initialized" })).is(202);
    id
}

fn posted(server: &Served, session: Option<&str>, message: &Value) -> Reply {
    let mut headers = MCP.to_vec();
    headers.extend(session.map(|id| ("mcp-session-id", id)));
    server.send("POST", "/mcp", &headers, message.to_string().as_bytes())
}

const MCP: [(&str, &str); 2] =
    [("content-type", "application/json"), ("accept", "application/json, text/event-stream")];

#[test]
fn connections_and_streams_that_wait_for_nothing_end_at_once() {
    let desk = Desk::with_seeds();
    let mut server = Served::start(&desk, &[]);
    let _fresh = server.connect();
    let mut kept = server.connect();
    let get = format!("GET /healthz HTTP/1.1\r\nhost: {}\r\n\r\n", server.host);
    kept.write_all(get.as_bytes()).expect("a request");
    let mut kept = BufReader::new(kept);
    assert_eq!(head(&mut kept).0, 200);
    let mut body = [0; 3];
    kept.read_exact(&mut body).expect("a body");
    let id = session(&server);
    let news = [("accept", "text/event-stream"), ("mcp-session-id", id.as_str())];
    let mut news = server.begin("GET", "/mcp", &news, b"");
    assert_eq!(head(&mut news).0, 200);
    let begin = Instant::now();
    server.terminate();
    assert!(server.ended().success());
    assert!(begin.elapsed() < Duration::from_secs(10), "{:?}", begin.elapsed());
    // Each was closed in order: nothing is left, and no error.
    while chunk(&mut news).is_some() {}
    assert_eq!(kept.read(&mut body).expect("closed"), 0);
}

#[test]
fn a_call_of_the_protocol_in_hand_is_finished_before_the_end() {
    let desk = Desk::with_seeds();
    desk.write(".config/zhoubao/config.toml", "[llm]\nwording = \"close\"\nretries = 0\n");
    let model = ScriptedServer::start(vec![Script::stream().says(TRUE).says("后来").stalls()]);
    let mut server = Served::with(&desk, &[], |command| {
        command.env("OPENAI_BASE_URL", format!("{}/v1", model.url())).env("OPENAI_MODEL", "m");
    });
    let id = session(&server);
    let call = json!({
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": { "name": "ask", "arguments": { "question": QUESTION } },
    });
    let mut headers = MCP.to_vec();
    headers.push(("mcp-session-id", &id));
    let mut answer = server.begin("POST", "/mcp", &headers, call.to_string().as_bytes());
    assert_eq!(head(&mut answer).0, 200);
    model.wait_for_stall();
    server.terminate();
    while std::net::TcpStream::connect(&server.host).is_ok() {
        std::thread::yield_now();
    }
    drop(model);
    let mut text = Vec::new();
    while let Some(piece) = chunk(&mut answer) {
        text.extend(piece);
    }
    let text = String::from_utf8(text).expect("UTF-8");
    let events = events(&text);
    let reply = events.iter().find(|(_, event)| event["id"] == 1).unwrap_or_else(|| panic!("no reply: {text}"));
    assert!(reply.1["result"]["content"].to_string().contains("DBA"), "{text}");
    assert!(server.ended().success());
}
