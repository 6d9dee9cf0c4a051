//! Who may ask for what, how much, and what of a request is never run, read or written.

use std::io::{BufReader, Read, Write};
use std::net::TcpListener;

use serde_json::json;

use crate::client::{Served, encoded, head};
use crate::desk::Desk;
use crate::rest::QUESTION;

const READER: &str = "reader-3q2-7wEAAAAAAAAAAA";
const ASKER: &str = "asker-3q2-7wEAAAAAAAAAAAA";
const WRITER: &str = "writer-3q2-7wEAAAAAAAAAAA";

fn with_tokens() -> Desk {
    let desk = Desk::with_seeds();
    desk.write(
        "tokens",
        format!("# the team\nreader read {READER}\nasker read,ask {ASKER}\nwriter read,ask,write {WRITER}\n"),
    );
    desk
}

#[test]
fn a_token_is_good_for_its_scopes_alone() {
    let desk = with_tokens();
    let server = Served::start(&desk, &["--token-file", "tokens"]);
    let ask = json!({ "question": QUESTION }).to_string();
    let send = |token: &str, method: &str, target: &str, kind: &str, body: &str| {
        let bearer = format!("Bearer {token}");
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        server.send(method, target, &headers, body.as_bytes())
    };
    let json = "application/json";
    for (token, read, asked, written) in [(READER, 200, 403, 403), (ASKER, 200, 200, 403), (WRITER, 200, 200, 400)] {
        assert_eq!(send(token, "GET", "/api/v1/reports", json, "").status, read, "{token}");
        let reply = send(token, "POST", "/api/v1/ask", json, &ask);
        assert_eq!(reply.status, asked, "{token} {reply}");
        assert_eq!(send(token, "GET", "/api/v1/search?q=x", json, "").status, asked, "{token}");
        assert_eq!(send(token, "POST", "/api/v1/reports", "application/zip", "no zip").status, written, "{token}");
    }
    let answer = send(ASKER, "POST", "/api/v1/ask", json, &ask).json();
    let target = format!("/api/v1/answers/{}/feedback", answer["id"].as_str().expect("an id"));
    let correction = json!({ "opinion": "wrong", "correct": "不是", "by": "somebody else" }).to_string();
    send(ASKER, "POST", &target, json, &correction).into_problem(403);
    assert_eq!(send(WRITER, "POST", &target, json, &correction).is(201).json()["by"], "writer");
    assert_eq!(send(ASKER, "POST", &target, json, "{\"opinion\": \"right\"}").is(201).json()["by"], "asker");
    let wrong = send("nobody-3q2-7wEAAAAAAAAAA", "GET", "/api/v1/reports", json, "");
    assert_eq!(wrong.header("www-authenticate"), Some("Bearer"));
    wrong.into_problem(401);
    server.get("/api/v1/reports").into_problem(401);
    server.get("/metrics").into_problem(401);
    server.get("/healthz").is(200);
    let log = std::fs::read_to_string(desk.path("serve.log")).expect("a log");
    assert!(log.contains("asker") && !log.contains("3q2-7wE") && !log.contains("账户"), "{log}");
}

#[test]
fn an_address_that_others_reach_asks_for_tokens() {
    let desk = with_tokens();
    let run = desk.run(["--embedder", "none", "serve", "--address", "0.0.0.0:0"]).exits(2);
    assert!(run.stderr.contains("--token-file") && run.stdout.is_empty(), "{run}");
    let arguments = vec![
        "--embedder", "none", "serve", "--address", "0.0.0.0:0", "--token-file", "tokens", "--host", "reports.test",
    ];
    let mut server = Served::run(&desk, arguments, |_| {});
    server.host = format!("127.0.0.1:{}", server.port());
    let named = ("host", "reports.test");
    server.get_with("/api/v1/reports", &[named]).into_problem(401);
    server.get_with("/api/v1/reports", &[named, ("authorization", &format!("Bearer {READER}"))]).is(200);
}

#[test]
fn a_rebound_name_and_a_page_of_another_site_are_refused() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    for host in ["evil.example", &format!("evil.example:{}", server.port()), "localhost", "127.0.0.1:1", ""] {
        for target in ["/api/v1/reports", "/v1/models", "/healthz"] {
            let status = server.get_with(target, &[("host", host)]).status;
            assert!(status == 421 || host.is_empty() && status == 400, "{host} {target} {status}");
        }
    }
    server.get_with("/api/v1/reports", &[("host", &format!("localhost:{}", server.port()))]).is(200);
    let body = json!({ "question": QUESTION }).to_string();
    let json = ("content-type", "application/json");
    for origin in ["http://evil.example", "null", "https://127.0.0.1"] {
        server.send("POST", "/api/v1/ask", &[json, ("origin", origin)], body.as_bytes()).into_problem(403);
        server.get_with("/api/v1/reports", &[("origin", origin)]).into_problem(403);
    }
    let cross = [json, ("sec-fetch-site", "cross-site")];
    server.send("POST", "/api/v1/ask", &cross, body.as_bytes()).into_problem(403);
    let own = format!("http://{}", server.host);
    let reply = server.send("POST", "/api/v1/ask", &[json, ("origin", &own)], body.as_bytes()).is(200);
    assert_eq!(reply.header("access-control-allow-origin"), None);
}

#[test]
fn a_body_has_its_limit_and_a_slow_head_its_time() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    // Slow: a header begins and never ends.
    let mut slow = server.connect();
    slow.write_all(b"GET /healthz HTTP/1.1\r\nhost: ").expect("a beginning");
    let long = json!({ "question": "长".repeat(1 << 20) }).to_string();
    server.send("POST", "/api/v1/ask", &[("content-type", "application/json")], long.as_bytes()).into_problem(413);
    let many: Vec<(String, String)> = (0..200).map(|n| (format!("x-{n}"), "y".to_string())).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let status = server.get_with("/healthz", &many).status;
    assert!(status == 431 || status == 400 || status == 0, "{status}");
    let (status, _) = head(&mut BufReader::new(slow.try_clone().expect("a socket")));
    assert!(status == 0 || status == 408, "{status}");
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    server.get("/healthz").is(200);
}

#[test]
fn a_token_has_its_rate() {
    let desk = with_tokens();
    let server = Served::start(&desk, &["--token-file", "tokens", "--rate", "3"]);
    let bearer = format!("Bearer {READER}");
    let replies: Vec<_> = (0..30).map(|_| server.get_with("/healthz", &[("authorization", &bearer)])).collect();
    let refused = replies.into_iter().find(|reply| reply.status == 429).expect("too many");
    assert_eq!(refused.header("retry-after"), Some("1"));
    refused.into_problem(429);
    // Another token is another caller.
    server.get_with("/healthz", &[("authorization", &format!("Bearer {ASKER}"))]).is(200);
}

#[test]
fn what_a_report_or_a_question_says_runs_nowhere() {
    const EVIL: &str = "<img src=x onerror=alert(1)><script>alert(2)</script>";
    let desk = Desk::new();
    let page = format!(
        "# 第25周 2023-06-13\n\n## 线上问题\n\n- 6/12 10:00 支付失败 {EVIL}，影响 12 笔。原因：[配置](javascript:alert(3)) 错误。已修复。\n\n## 指标\n\n- 成功率 {EVIL} 99.9%\n"
    );
    desk.write("reports/第25周 2023-06-13.md", page)
        .write("reports/<script>alert(4)<script>.md", "# 2023-06-14\n\n- 没有问题\n");
    desk.run(["--embedder", "none", "ingest", "reports"]).exits(0);
    let server = Served::start(&desk, &[]);
    let ask = json!({ "question": format!("6/12支付失败{EVIL}的原因是什么") });
    for reply in [
        server.post("/api/v1/ask", &ask).is(200),
        server.get("/api/v1/reports").is(200),
        server.get("/api/v1/incidents").is(200),
        server.get(&format!("/api/v1/nothing{}", encoded(EVIL))).is(404),
        server.get(&format!("/api/v1/search?q={}", encoded(EVIL))),
        server.get(&format!("/api/v1/reports?period={}", encoded(EVIL))).is(400),
    ] {
        let kind = reply.header("content-type").unwrap_or_default().to_string();
        assert!(kind.ends_with("json"), "{reply}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        assert!(reply.header("content-security-policy").is_some_and(|policy| policy.starts_with("default-src 'none'")));
    }
    let html = server.get("/api/v1/rollup?period=2023-06&format=html").is(200).text();
    for live in ["<img src=x", "<script", "href=\"javascript:"] {
        assert!(!html.contains(live), "{live}: {html}");
    }
    // In Markdown each of them stands behind a backslash.
    let markdown = server.get("/api/v1/rollup?period=2023-06&format=md").is(200).text();
    for live in ["<img src=x", "<script", "](javascript:"] {
        let said = markdown.matches(live).count();
        assert!(said > 0 && said == markdown.matches(&format!("\\{live}")).count(), "{live}: {markdown}");
    }
}

#[test]
fn no_path_of_a_request_reads_a_file() {
    let desk = Desk::with_seeds();
    desk.write("secret.md", "# 2023-06-01\n\n- 只有这里写着翡翠\n");
    let server = Served::start(&desk, &[]);
    for path in ["../secret.md", "..%2f..%2fsecret.md", "%2e%2e/secret.md", "/etc/passwd", "%00", "....//secret.md"] {
        for start in ["/api/v1/reports/", "/api/v1/", "/v1/models/", "/assets/", "/"] {
            let reply = server.get(&format!("{start}{path}"));
            assert!(matches!(reply.status, 400 | 404), "{start}{path}: {reply}");
            assert!(!reply.text().contains("翡翠") && !reply.text().contains("root:"), "{start}{path}");
        }
        let by_name = json!({ "text": "# 2023-06-01\n\n- 正常\n", "name": path });
        assert!(!server.post("/api/v1/check", &by_name).is(200).text().contains("翡翠"));
    }
}

#[test]
fn a_port_that_is_taken_is_an_error_with_a_hint() {
    let desk = Desk::with_seeds();
    let taken = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = taken.local_addr().expect("an address").to_string();
    desk.run(["--embedder", "none", "serve", "--address", &address]).exits(1).notes("name another one");
}
