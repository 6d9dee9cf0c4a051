//! The form of OpenAI's API.

use serde_json::{Value, json};

use crate::client::{Served, events};
use crate::desk::Desk;
use crate::rest::{QUESTION, TRUE};
use crate::script::{Script, ScriptedServer};

fn chat(messages: &[(&str, &str)]) -> Value {
    let messages: Vec<Value> = messages.iter().map(|(role, text)| json!({ "role": role, "content": text })).collect();
    json!({ "model": "zhoubao", "messages": messages })
}

fn content(reply: &Value) -> String {
    reply["choices"][0]["message"]["content"].as_str().expect("a content").to_string()
}

#[test]
fn an_answer_has_marks_sources_and_annotations() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    let reply = server.post("/v1/chat/completions", &chat(&[("user", QUESTION)])).is(200).json();
    let said = content(&reply);
    assert!(said.contains("DBA") && said.contains(" [1]"), "{said}");
    let link = format!("](http://{}/reports/", server.host);
    assert!(said.contains("\n- [1] [") && said.contains(&link), "{said}");
    let annotations = reply["choices"][0]["message"]["annotations"].as_array().expect("annotations");
    assert!(!annotations.is_empty());
    let chars: Vec<char> = said.chars().collect();
    for annotation in annotations {
        let place = &annotation["url_citation"];
        let [start, end] = ["start_index", "end_index"].map(|name| place[name].as_u64().expect("a number") as usize);
        let mark: String = chars[start..end].iter().collect();
        assert!(mark.starts_with('[') && mark.ends_with(']'), "{mark}");
        assert!(place["url"].as_str().is_some_and(|url| url.contains("?lines=")), "{place}");
    }
    assert_eq!(reply["usage"]["total_tokens"], 0);
    let list = server.get("/v1/models").is(200).json();
    assert_eq!((&list["data"][0]["id"], &list["data"][1]["id"]), (&json!("zhoubao"), &json!("zhoubao-extract")));
    server.get("/v1/models/zhoubao-extract").is(200);
}

#[test]
fn a_follow_up_leans_on_the_messages_that_come_with_it() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    let first = content(&server.post("/v1/chat/completions", &chat(&[("user", "6/15发生了什么事件")])).is(200).json());
    let messages =
        [("system", "Be brief."), ("user", "6/15发生了什么事件"), ("assistant", first.as_str()), ("user", "原因呢")];
    let second = content(&server.post("/v1/chat/completions", &chat(&messages)).is(200).json());
    assert!(second.contains("DBA"), "{second}");
    let alone = content(&server.post("/v1/chat/completions", &chat(&[("user", "原因呢")])).is(200).json());
    assert_ne!(alone, second);
    let thanks = [("user", "6/15发生了什么事件"), ("assistant", first.as_str()), ("user", "谢谢")];
    let thanks = content(&server.post("/v1/chat/completions", &chat(&thanks)).is(200).json());
    assert_eq!(thanks, "好的。");
}

#[test]
fn chunks_are_the_answer_and_its_usage() {
    let desk = Desk::with_seeds();
    desk.write(".config/zhoubao/config.toml", "[llm]\nwording = \"close\"\n");
    let model = ScriptedServer::start(vec![Script::stream().says(TRUE).ends("stop").uses(120, 30).done()]);
    let server = Served::with(&desk, &[], |command| {
        command.env("OPENAI_BASE_URL", format!("{}/v1", model.url())).env("OPENAI_MODEL", "m");
    });
    let mut request = chat(&[("user", QUESTION)]);
    let whole = server.post("/v1/chat/completions", &request).is(200).json();
    assert!(content(&whole).starts_with("6/15账户流水差异是因为DBA"), "{whole}");
    assert_eq!(whole["usage"], json!({ "prompt_tokens": 120, "completion_tokens": 30, "total_tokens": 150 }));
    request["stream"] = json!(true);
    request["stream_options"] = json!({ "include_usage": true });
    let reply = server.post("/v1/chat/completions", &request).is(200);
    assert!(reply.text().trim_end().ends_with("data: [DONE]"), "{reply}");
    let chunks: Vec<Value> = events(&reply.text()).into_iter().map(|(_, data)| data).filter(Value::is_object).collect();
    assert!(chunks.iter().all(|chunk| chunk["object"] == "chat.completion.chunk" && chunk["id"] == chunks[0]["id"]));
    let deltas = chunks.iter().filter_map(|chunk| chunk["choices"][0]["delta"]["content"].as_str());
    assert_eq!(deltas.collect::<String>(), content(&whole));
    let ends: Vec<&Value> = chunks.iter().filter(|chunk| chunk["choices"][0]["finish_reason"] == "stop").collect();
    assert_eq!(ends.len(), 1);
    assert_eq!(chunks.last().expect("a chunk")["usage"]["total_tokens"], 150);
    request["model"] = json!("zhoubao-extract");
    request["stream"] = json!(false);
    let extracted = content(&server.post("/v1/chat/completions", &request).is(200).json());
    assert!(extracted.starts_with("事件"), "{extracted}");
    assert_eq!(model.asked().len(), 2);
}

#[test]
fn errors_are_in_its_form() {
    let desk = Desk::with_seeds();
    desk.write("tokens", "reader read 3q2-7wEAAAAAAAAAAAAAAAAA\n");
    let server = Served::start(&desk, &["--token-file", "tokens"]);
    let token = ("authorization", "Bearer 3q2-7wEAAAAAAAAAAAAAAAAA");
    for (reply, status, kind) in [
        (server.get("/v1/models"), 401, "authentication_error"),
        (server.get_with("/v1/models", &[("authorization", "Bearer x")]), 401, "authentication_error"),
        (server.get_with("/v1/models", &[token]), 403, "permission_error"),
        (server.get_with("/v1/nothing", &[token]), 404, "invalid_request_error"),
    ] {
        let error = reply.is(status).json();
        assert_eq!(error["error"]["type"], kind);
        assert!(error["error"]["message"].is_string());
    }
    let open = Served::start(&Desk::with_seeds(), &[]);
    let mut request = chat(&[("user", QUESTION)]);
    request["model"] = json!("gpt-4o");
    assert_eq!(open.post("/v1/chat/completions", &request).is(404).json()["error"]["code"], "not_found");
    open.post("/v1/chat/completions", &chat(&[("system", "x")])).is(400);
    open.post("/v1/chat/completions", &json!({ "model": "zhoubao" })).is(400);
}
