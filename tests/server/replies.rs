//! Every reply is as the OpenAPI document has it, which is made of the types that are written: no field is missing, none is unknown.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::client::{Reply, Served, encoded};
use crate::desk::Desk;
use crate::rest::{QUESTION, TRUE};
use crate::schema::Schemas;
use crate::script::{Script, ScriptedServer};
use crate::uploading::archive;

/// A server with its document, and the operations that were asked for.
struct Described {
    server: Served,
    document: Value,
    asked: BTreeSet<String>,
}

impl Described {
    fn of(server: Served) -> Self {
        let document = server.get("/api/v1/openapi.json").is(200).json();
        Self { server, document, asked: BTreeSet::new() }
    }

    /// Asks, and holds what is replied against what the document says of `path`.
    #[track_caller]
    fn get(&mut self, path: &str, target: &str) -> Value {
        let reply = self.server.get(target);
        self.holds(path, "get", reply)
    }

    #[track_caller]
    fn post(&mut self, path: &str, target: &str, body: &Value) -> Value {
        let reply = self.server.post(target, body);
        self.holds(path, "post", reply)
    }

    #[track_caller]
    fn holds(&mut self, path: &str, method: &str, reply: Reply) -> Value {
        let value = reply.json();
        let responses = &self.document["paths"][path][method]["responses"];
        let status = match reply.status {
            400.. => format!("{}XX", reply.status / 100),
            status => status.to_string(),
        };
        let kind = reply.header("content-type").expect("a type");
        let schema = &responses[&status]["content"][kind]["schema"];
        assert!(schema.is_object(), "{method} {path} says nothing of {status} {kind}: {responses}");
        self.is_described(schema, &value, &format!("{method} {path}"));
        if reply.status < 400 {
            self.asked.insert(format!("{method} {path}"));
        }
        value
    }

    /// `value` is as `schema` has it, and is not any more with a field too many or one too few.
    #[track_caller]
    fn is_described(&self, schema: &Value, value: &Value, what: &str) {
        let schemas = Schemas(&self.document);
        let faults = schemas.faults(schema, value);
        assert!(faults.is_empty(), "{what}\n{}", faults.join("\n"));
        let Some(one) = value.as_array().map_or(Some(value), |rows| rows.first()).and_then(Value::as_object) else {
            return;
        };
        let with = |one: &serde_json::Map<String, Value>| match value.is_array() {
            true => json!([one]),
            false => json!(one),
        };
        if schema.get("type") == Some(&json!("object")) && schema.get("properties").is_none() {
            return;
        }
        let mut more = one.clone();
        more.insert("nobody_knows".to_string(), Value::Null);
        assert!(!schemas.faults(schema, &with(&more)).is_empty(), "{what} may have any field");
        let optional = ["conversation", "read_as", "because", "correct", "beside", "hint", "retry_after"];
        for name in one.keys().filter(|name| !optional.contains(&name.as_str())) {
            let mut fewer = one.clone();
            fewer.remove(name);
            assert!(!schemas.faults(schema, &with(&fewer)).is_empty(), "{what} may be without {name}");
        }
    }
}

#[test]
fn every_reply_is_as_the_document_describes_it() {
    let desk = Desk::with_seeds();
    let mut api = Described::of(Served::start(&desk, &[]));
    let document = api.document.clone();
    let reports = api.get("/api/v1/reports", "/api/v1/reports?limit=1000");
    for report in reports.as_array().expect("reports") {
        let id = report["id"].as_str().expect("an id");
        let whole = api.get("/api/v1/reports/{id}", &format!("/api/v1/reports/{id}"));
        assert_eq!(whole["hash"], report["hash"]);
    }
    let metric = encoded("出金有效成功率");
    for (path, query) in [
        ("authors", ""),
        ("incidents", "?limit=1000"),
        ("incidents/threads", ""),
        ("metrics", "?all=true&limit=1000"),
        ("trend", &format!("?metrics={metric}")),
        ("trend", "?metrics=nothing-like-it"),
        ("milestones", "?all=true&limit=1000"),
        ("promises", "?all=true&limit=1000"),
        ("rollup", "?period=2023"),
        ("rollup", "?period=2023-06&compare=2023-05"),
        ("rollup", "?period=2001"),
        ("goals", "?limit=200"),
        ("draft", ""),
        ("status", ""),
        ("audit", ""),
        ("openapi.json", ""),
    ] {
        let told = api.get(&format!("/api/v1/{path}"), &format!("/api/v1/{path}{query}"));
        assert!(path == "audit" || !told.as_array().is_some_and(Vec::is_empty), "{path} gave nothing to look at");
    }
    let page = "# 第27周 2023-06-27\n\n- 交易笔数 100 笔，其中成功 90 笔、失败 20 笔\n- 待补充 XX%\n";
    let found = api.post("/api/v1/check", "/api/v1/check", &json!({ "text": page }));
    assert!(found.as_array().is_some_and(|found| !found.is_empty()));

    let mut answers = Vec::new();
    for question in [QUESTION, "6月有哪些线上事件", "今天天气怎么样", "6/15发生了什么事件"] {
        answers.push(api.post("/api/v1/ask", "/api/v1/ask", &json!({ "question": question })));
    }
    let follow = json!({ "question": "原因呢", "conversation": answers[3]["conversation"] });
    assert!(api.post("/api/v1/ask", "/api/v1/ask", &follow)["read_as"].is_string());
    let id = answers[0]["id"].as_str().expect("an id");
    let judge = ("/api/v1/answers/{id}/feedback", format!("/api/v1/answers/{id}/feedback"));
    api.post(judge.0, &judge.1, &json!({ "opinion": "wrong", "correct": "是网络割接", "by": "王芳", "sources": [1] }));
    api.post(judge.0, &judge.1, &json!({ "opinion": "right", "because": "查过了", "by": "李雷" }));
    assert!(api.get("/api/v1/answers/{id}", &format!("/api/v1/answers/{id}"))["answer"].is_object());
    for list in ["feedback", "feedback/stats", "feedback/corrections"] {
        assert!(!api.get(&format!("/api/v1/{list}"), &format!("/api/v1/{list}"))[0].is_null(), "{list}");
    }
    let again = api.post("/api/v1/ask", "/api/v1/ask", &json!({ "question": QUESTION }));
    assert_eq!(again["corrections"][0]["by"], "王芳");
    let hits = api.get("/api/v1/search", &format!("/api/v1/search?q={}", encoded(QUESTION)));
    let kinds: BTreeSet<&str> = hits.as_array().expect("hits").iter().filter_map(|hit| hit["kind"].as_str()).collect();
    assert_eq!(kinds, BTreeSet::from(["correction", "passage"]));

    let sent = archive(&[
        ("a/2024-04-07.md", "# 周报 2024-04-07\n\n- 对账平台 80%\n".as_bytes()),
        ("a/x.png", b"x"),
        ("a/e.md", b""),
    ]);
    let reply = api.server.send("POST", "/api/v1/reports", &[("content-type", "application/zip")], &sent);
    api.holds("/api/v1/reports", "post", reply);

    let chat = json!({ "model": "zhoubao", "messages": [{ "role": "user", "content": QUESTION }] });
    api.post("/v1/chat/completions", "/v1/chat/completions", &chat);
    api.get("/v1/models", "/v1/models");
    api.get("/v1/models/{model}", "/v1/models/zhoubao");

    api.get("/api/v1/incidents", "/api/v1/incidents?since=soon");
    api.get("/api/v1/incidents", &format!("/api/v1/incidents?author={}", encoded("无此人")));
    api.get("/v1/models/{model}", "/v1/models/nothing");
    api.post("/v1/chat/completions", "/v1/chat/completions", &json!({}));

    let has_json = |operation: &Value| {
        let replies =
            ["200", "201"].into_iter().filter_map(|status| operation["responses"][status]["content"].as_object());
        replies.into_iter().any(|kinds| kinds.contains_key("application/json"))
    };
    let all = document["paths"].as_object().expect("paths").iter().flat_map(|(path, operations)| {
        let operations = operations.as_object().expect("operations").iter();
        operations.filter(|(_, operation)| has_json(operation)).map(move |(method, _)| format!("{method} {path}"))
    });
    assert_eq!(all.collect::<BTreeSet<String>>(), api.asked, "each operation is asked for");
}

/// What a model makes of an answer, and what is recorded of its requests.
#[test]
fn the_answer_of_a_model_and_its_records_are_as_the_document_describes_them() {
    let desk = Desk::with_seeds();
    desk.write(".config/zhoubao/config.toml", "[llm]\nwording = \"close\"\n");
    let withheld = "6/15的差异造成了999万元损失[1]。";
    let model = ScriptedServer::start((0..3).map(|_| Script::saying(&[TRUE, withheld])).collect());
    let mut api = Described::of(Served::with(&desk, &[], |command| {
        command.env("OPENAI_BASE_URL", format!("{}/v1", model.url())).env("OPENAI_MODEL", "m");
    }));
    let answer = api.post("/api/v1/ask", "/api/v1/ask", &json!({ "question": QUESTION }));
    assert!(answer["usage"]["calls"].as_u64().is_some_and(|calls| calls > 0), "{answer}");
    assert!(
        answer["sentences"].as_array().expect("sentences").iter().any(|sentence| sentence["shown"] == false),
        "{answer}"
    );
    assert_eq!(api.get("/api/v1/status", "/api/v1/status")["model"]["name"], "m");
    let document = &api.document["components"]["schemas"];
    let records = desk.run(["audit", "--all", "--json"]).json();
    assert!(records[0]["outcome"]["status"] == 200, "{records}");
    api.is_described(&document["AuditRecord"], &records[0], "audit");
}
