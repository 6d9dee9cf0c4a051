//! REST: what it says is what the command line says.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::client::{Served, encoded, events};
use crate::desk::Desk;
use crate::script::{Script, ScriptedServer};

pub const QUESTION: &str = "6/15账户流水差异的原因是什么";

/// What a good model would say: source 1 is the incident.
pub const TRUE: &str = "6/15账户流水差异是因为DBA做Oracle存储扩容时重启了机器[1]。";

/// The JSON of a command.
fn command(desk: &Desk, arguments: &[&str]) -> Value {
    let all = ["--embedder", "none"].iter().chain(arguments).chain(&["--json"]);
    desk.run(all).json()
}

/// Without what differs from run to run, and what only a server says.
fn lasting(mut answer: Value) -> Value {
    let fields = answer.as_object_mut().expect("an object");
    for name in ["timings_ms", "conversation", "read_as", "id"] {
        fields.remove(name);
    }
    for citation in answer["citations"].as_array_mut().expect("citations") {
        citation.as_object_mut().expect("an object").remove("report_id");
    }
    answer
}

#[test]
fn contracts_are_those_of_the_command_line() {
    let desk = Desk::with_seeds();
    let mut expected: Vec<(String, Value)> = Vec::new();
    let mut add = |target: String, arguments: &[&str]| expected.push((target, command(&desk, arguments)));
    add(format!("search?q={}", encoded("对账差异")), &["search", "对账差异"]);
    add(format!("search?q={}&limit=3", encoded("对账差异")), &["search", "对账差异", "-k", "3"]);
    add("incidents?limit=1000".to_string(), &["incidents"]);
    add("incidents?limit=1000&status=open".to_string(), &["incidents", "--status", "open"]);
    add(
        format!("incidents?limit=1000&period=2023-06&words={}", encoded("账户")),
        &["incidents", "账户", "--period", "2023-06"],
    );
    add("incidents/threads".to_string(), &["incidents", "--threads"]);
    add("metrics?limit=1000".to_string(), &["metrics"]);
    add("metrics?limit=1000&all=true".to_string(), &["metrics", "--all"]);
    add(format!("trend?metrics={}", encoded("出金有效成功率")), &["trend", "出金有效成功率"]);
    add("milestones?limit=1000".to_string(), &["milestones"]);
    add("milestones?limit=1000&slipped=true".to_string(), &["milestones", "--slipped"]);
    add("promises?limit=1000".to_string(), &["promises"]);
    add("promises?limit=1000&status=slipped".to_string(), &["promises", "--status", "slipped"]);
    add("rollup?period=2023-06".to_string(), &["rollup", "2023-06"]);
    add("rollup?period=2023-06&compare=2023-05".to_string(), &["rollup", "2023-06", "--compare", "2023-05"]);
    add("goals".to_string(), &["goals"]);
    add("draft".to_string(), &["draft"]);
    add("audit?limit=1000".to_string(), &["audit"]);
    let mut answers = Vec::new();
    for question in [QUESTION, "6月有哪些线上事件", "今天天气怎么样", "第25周的工作计划是什么"]
    {
        answers.push((question, command(&desk, &["ask", question])));
    }
    let server = Served::start(&desk, &[]);
    for (target, expected) in expected {
        let reply = server.get(&format!("/api/v1/{target}")).is(200);
        assert_eq!(reply.header("content-type"), Some("application/json"), "{target}");
        assert_eq!(reply.json(), expected, "{target}");
    }
    for (question, expected) in answers {
        let answer = server.post("/api/v1/ask", &json!({ "question": question })).is(200).json();
        assert_eq!(lasting(answer), lasting(expected), "{question}");
    }
}

#[test]
fn a_page_is_checked_as_the_command_line_checks_it() {
    let desk = Desk::with_seeds();
    let page = "# 第27周 2023-06-27\n\n## 本周工作\n\n- 交易笔数 100 笔，其中成功 90 笔、失败 20 笔\n- 联系人 13812345678\n- 待补充 XX%\n";
    desk.write("第27周 2023-06-27.md", page);
    let expected = desk.run(["--embedder", "none", "check", "第27周 2023-06-27.md", "--format", "json"]).json();
    let server = Served::start(&desk, &[]);
    let body = json!({ "text": page, "name": "第27周 2023-06-27.md" });
    let found = server.post("/api/v1/check", &body).is(200).json();
    let codes = |findings: &Value| -> Vec<(Value, Value)> {
        findings
            .as_array()
            .expect("a list")
            .iter()
            .map(|found| (found["code"].clone(), found["line"].clone()))
            .collect()
    };
    assert!(!codes(&found).is_empty());
    assert_eq!(codes(&found), codes(&expected));
    let report = &server.get("/api/v1/reports?limit=1").json()[0];
    server.post("/api/v1/check", &json!({ "report": report["id"] })).is(200);
    server.post("/api/v1/check", &json!({})).into_problem(400);
}

#[test]
fn pages_of_a_list_have_every_row_once() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    for list in ["reports", "incidents", "metrics", "milestones", "promises"] {
        let all = server.get(&format!("/api/v1/{list}?limit=1000")).is(200);
        assert_eq!(all.header("link"), None);
        let mut walked: Vec<Value> = Vec::new();
        let mut next = Some(format!("/api/v1/{list}?limit=3"));
        while let Some(target) = next {
            let page = server.get(&target).is(200);
            assert_eq!(page.header("x-total-count"), all.header("x-total-count"));
            walked.extend(page.json().as_array().expect("a list").clone());
            let link = page.header("link").map(str::to_string);
            next = link.map(|link| {
                assert!(link.ends_with("; rel=\"next\""), "{link}");
                link[1..link.find('>').expect("an address")].to_string()
            });
        }
        assert!(walked.len() > 3, "{list}");
        assert_eq!(Value::Array(walked), all.json(), "{list}");
    }
    assert_eq!(server.get("/api/v1/incidents?offset=100000").is(200).json(), json!([]));
    for wrong in ["limit=0", "limit=1001", "limit=x", "offset=-1", "limit=1&limit=2", "limt=3"] {
        server.get(&format!("/api/v1/incidents?{wrong}")).into_problem(400);
    }
}

#[test]
fn a_report_is_there_whole_and_told_only_when_it_changed() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    let reports = server.get(&format!("/api/v1/reports?path={}", encoded("seeds/第24周 2023-06-06.md"))).json();
    let report = if reports[0].is_null() {
        server.get("/api/v1/reports?period=2023-06").json()[0].clone()
    } else {
        reports[0].clone()
    };
    let target = format!("/api/v1/reports/{}", report["id"].as_str().expect("an id"));
    let reply = server.get(&target).is(200);
    let whole = reply.json();
    assert_eq!(whole["hash"], report["hash"]);
    let sections = whole["sections"].as_array().expect("sections");
    let path = desk.path("seeds").join(whole["path"].as_str().expect("a path"));
    let page = std::fs::read_to_string(path.clone())
        .or_else(|_| std::fs::read_to_string(desk.path(whole["path"].as_str().expect("a path"))));
    let page = page.expect("the page");
    let lines: Vec<&str> = page.lines().collect();
    let mut shown = HashSet::new();
    for text in sections.iter().flat_map(|section| section["texts"].as_array().expect("texts")) {
        let [first, last] = [0, 1].map(|at| text["lines"][at].as_u64().expect("a line") as usize);
        let said = text["text"].as_str().expect("a text");
        assert!(lines[first - 1..last].join("\n").contains(said.lines().next().expect("a line")), "{text}");
        shown.extend(first..=last);
    }
    // Every line that says something, but for headings, which are the sections' names.
    let is_said = |line: &&str| {
        !line.trim().is_empty() && !line.trim_start().starts_with('#') && !line.contains("---") && !line.contains("**")
    };
    let said: Vec<usize> = (1..=lines.len()).filter(|at| is_said(&lines[at - 1])).collect();
    let missing = said.iter().filter(|at| !shown.contains(*at)).count();
    assert!(missing * 10 < said.len(), "{missing} of {} lines are missing", said.len());
    assert!(!whole["facts"]["metrics"].as_array().expect("metrics").is_empty());
    let tag = reply.header("etag").expect("a tag").to_string();
    for known in [tag.clone(), format!("\"x\", {tag}"), "*".to_string(), tag.trim_start_matches("W/").to_string()] {
        let reply = server.get_with(&target, &[("if-none-match", &known)]).is(304);
        assert!(reply.body.is_empty() && reply.header("etag") == Some(&tag));
    }
    server.get_with(&target, &[("if-none-match", "W/\"other\"")]).is(200);
}

#[test]
fn an_answer_streams_as_it_comes() {
    let desk = Desk::with_seeds();
    desk.write(".config/zhoubao/config.toml", "[llm]\nwording = \"close\"\n");
    let model = ScriptedServer::start(vec![Script::saying(&[TRUE])]);
    let server = Served::with(&desk, &[], |command| {
        command.env("OPENAI_BASE_URL", format!("{}/v1", model.url())).env("OPENAI_MODEL", "m");
    });
    let body = json!({ "question": QUESTION });
    let json = [("content-type", "application/json"), ("accept", "text/event-stream")];
    let by_accept = server.send("POST", "/api/v1/ask", &json, body.to_string().as_bytes()).is(200);
    assert_eq!(by_accept.header("content-type"), Some("text/event-stream"));
    for reply in [by_accept, server.post("/api/v1/ask/stream", &body).is(200)] {
        let events = events(&reply.text());
        let names: Vec<&str> = events.iter().map(|(name, _)| name.as_str()).filter(|name| *name != "writing").collect();
        assert_eq!(names.first(), Some(&"extracted"), "{reply}");
        assert_eq!(names.last(), Some(&"done"), "{reply}");
        let sentences = &names[1..names.len() - 1];
        assert!(!sentences.is_empty() && sentences.iter().all(|name| *name == "sentence"), "{names:?}");
        let (_, done) = events.last().expect("an event");
        assert_eq!(done["mode"], "generated");
        assert_eq!(events[0].1["mode"], "extracted");
        assert!(done["citations"][0]["report_id"].is_string() && done["model"]["name"] == "m");
    }
    let without = server.post("/api/v1/ask", &json!({ "question": QUESTION, "model": false })).is(200).json();
    assert_eq!((&without["mode"], &without["model"]), (&json!("extracted"), &Value::Null));
    assert_eq!(model.asked().len(), 2);
}

#[test]
fn a_follow_up_leans_on_its_conversation_and_on_no_other() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    let first = server.post("/api/v1/ask", &json!({ "question": "6/15发生了什么事件" })).is(200).json();
    let follow = json!({ "question": "原因呢", "conversation": first["conversation"] });
    let second = server.post("/api/v1/ask", &follow).is(200).json();
    assert!(second["read_as"].as_str().is_some_and(|read| read.contains("6")), "{second}");
    assert!(second["answer"].as_str().is_some_and(|answer| answer.contains("DBA")), "{second}");
    let alone = server.post("/api/v1/ask", &json!({ "question": "原因呢" })).is(200).json();
    assert!(alone["read_as"].is_null(), "{alone}");
}

#[test]
fn a_rollup_and_a_trend_come_in_the_form_that_is_asked_for() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    let page = "/api/v1/rollup?period=2023-06";
    for (accept, kind) in [
        ("text/markdown", "text/markdown; charset=utf-8"),
        ("text/html,application/json", "text/html; charset=utf-8"),
        ("application/json", "application/json"),
        ("*/*", "application/json"),
    ] {
        let reply = server.get_with(page, &[("accept", accept)]).is(200);
        assert_eq!(reply.header("content-type"), Some(kind));
    }
    let html = server.get(&format!("{page}&format=html")).is(200);
    assert!(html.text().contains("<table") && !html.text().contains("<script"));
    assert!(html.header("content-security-policy").is_some_and(|policy| policy.contains("sandbox")));
    let markdown = server.get(&format!("{page}&format=md&compare=2023-05")).is(200);
    assert!(markdown.text().starts_with('#'));
    let svg = server.get(&format!("/api/v1/trend?metrics={}&format=svg", encoded("出金有效成功率"))).is(200);
    assert!(svg.header("content-type") == Some("image/svg+xml") && svg.text().starts_with("<svg"));
    server.get("/api/v1/trend?metrics=nothing-like-it&format=svg").into_problem(404);
    server.get("/api/v1/rollup?period=2023-06&template=/etc/passwd").into_problem(400);
    server.get("/api/v1/rollup?period=soon").into_problem(400);
    let packed = server.get_with(page, &[("accept-encoding", "gzip")]).is(200);
    assert_eq!(packed.header("content-encoding"), Some("gzip"));
    assert!(packed.body.len() * 3 < server.get(page).body.len());
}

#[test]
fn feedback_is_kept_and_stands_beside_the_next_answer() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    let answer = server.post("/api/v1/ask", &json!({ "question": QUESTION })).is(200).json();
    let target = format!("/api/v1/answers/{}/feedback", answer["id"].as_str().expect("an id"));
    let said = json!({ "opinion": "wrong", "correct": "是网络割接，不是扩容", "by": "王芳", "sources": [1] });
    let kept = server.post(&target, &said).is(201).json();
    assert_eq!((&kept["by"], &kept["correct"]), (&said["by"], &said["correct"]));
    let again = server.post("/api/v1/ask", &json!({ "question": QUESTION })).is(200).json();
    assert_eq!(again["corrections"][0]["text"], said["correct"]);
    assert_eq!(again["answer"], answer["answer"], "the reports say what they said");
    assert_eq!(server.get("/api/v1/feedback/stats").is(200).json()[0]["corrected"], 1);
    assert_eq!(server.get("/api/v1/feedback?judged=true").is(200).json().as_array().map(Vec::len), Some(1));
    assert_eq!(server.get("/api/v1/feedback/corrections").is(200).json()[0]["by"], "王芳");
    server.post("/api/v1/answers/nobody0/feedback", &said).into_problem(404);
    server.post(&target, &json!({ "opinion": "right", "correct": "x", "by": "x" })).into_problem(400);
    server.post(&target, &json!({ "opinion": "perhaps" })).into_problem(400);
}

#[test]
fn every_error_is_a_problem() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    let json = [("content-type", "application/json")];
    server.send("POST", "/api/v1/ask", &json, b"{").into_problem(400);
    server.send("POST", "/api/v1/ask", &json, b"{\"question\": 3}").into_problem(400);
    server.send("POST", "/api/v1/ask", &json, b"{\"question\": \"x\", \"since\": \"soon\"}").into_problem(400);
    server.send("POST", "/api/v1/ask", &json, b"{\"question\": \"x\", \"colour\": 1}").into_problem(400);
    server.send("POST", "/api/v1/ask", &json, b"{\"question\": \"\"}").into_problem(400);
    server.send("POST", "/api/v1/ask", &[], b"{}").into_problem(415);
    server.send("DELETE", "/api/v1/reports", &[], b"").into_problem(405);
    let other = server.send("PUT", "/api/v1/ask", &json, b"{}");
    assert!(other.header("allow").is_some_and(|allowed| allowed.contains("POST")), "{other}");
    server.get("/api/v1/nothing").into_problem(404);
    server.get("/api/v1/reports/00000000-0000-0000-0000-000000000000").into_problem(404);
    server.get(&format!("/api/v1/incidents?author={}", encoded("无此人"))).into_problem(400);
    server.get("/api/v1/incidents?since=2023-06-20&until=2023-06-01").into_problem(400);
    server.get("/api/v1/incidents?status=gone").into_problem(400);
    server.get("/api/v1/goals?lang=fr").into_problem(400);
    let id = server.get_with("/api/v1/status", &[("x-request-id", "mine-1")]).is(200);
    assert_eq!(id.header("x-request-id"), Some("mine-1"));
}

#[test]
fn an_index_without_reports_says_what_to_do() {
    let desk = Desk::new();
    let server = Served::start(&desk, &[]);
    assert_eq!(server.get("/api/v1/status").is(200).json()["reports"], 0);
    assert_eq!(server.get("/api/v1/reports").is(200).json(), json!([]));
    let problem = server.post("/api/v1/ask", &json!({ "question": QUESTION })).into_problem(404);
    assert!(problem["hint"].as_str().is_some_and(|hint| hint.contains("zhoubao ingest")), "{problem}");
    server.get("/api/v1/incidents").into_problem(404);
}
