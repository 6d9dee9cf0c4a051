//! The OpenAPI document and its viewer.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::client::Served;
use crate::desk::Desk;

#[test]
fn every_reference_of_the_document_leads_somewhere_and_every_operation_is_whole() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    let document = server.get("/api/v1/openapi.json").is(200).json();
    assert_eq!(document["openapi"], "3.1.0");
    references(&document, &mut |reference| {
        let place = reference.strip_prefix('#').expect("inside the document");
        assert!(document.pointer(place).is_some(), "{reference}");
    });
    let mut ids = BTreeSet::new();
    let paths = document["paths"].as_object().expect("paths");
    assert!(paths.len() > 25, "{}", paths.len());
    for (path, operations) in paths {
        for (method, operation) in operations.as_object().expect("operations") {
            assert!(ids.insert(operation["operationId"].as_str().expect("an id").to_string()), "{method} {path}");
            assert!(operation["summary"].is_string(), "{method} {path} says nothing of itself");
            assert!(operation["security"][0]["token"][0].is_string(), "{method} {path}");
            let named = path.matches('{').count();
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            assert_eq!(parameters.filter(|parameter| parameter["in"] == "path").count(), named, "{path}");
        }
    }
}

/// What the document names is there: nothing but a token or a parameter is missing.
#[test]
fn every_operation_of_the_document_is_answered() {
    let desk = Desk::with_seeds();
    let server = Served::start(&desk, &[]);
    let document = server.get("/api/v1/openapi.json").is(200).json();
    for (path, operations) in document["paths"].as_object().expect("paths") {
        for method in operations.as_object().expect("operations").keys() {
            let reply = server.send(&method.to_uppercase(), &path.replace(['{', '}'], ""), &[], b"");
            let told = reply.text();
            assert!(reply.status < 500 && reply.status != 405, "{method} {path}: {told}");
            assert!(!told.contains("nothing at this address"), "{method} {path}");
        }
    }
}

#[test]
fn the_viewer_shows_all_of_it_and_runs_nothing() {
    let desk = Desk::new();
    let server = Served::start(&desk, &[]);
    let document = server.get("/api/v1/openapi.json").is(200).json();
    let page = server.get("/api/v1/docs").is(200);
    let policy = page.header("content-security-policy").expect("a policy").to_string();
    assert!(policy.contains("script-src 'self'") && !policy.contains("unsafe"), "{policy}");
    let html = page.text();
    for path in document["paths"].as_object().expect("paths").keys() {
        assert!(html.contains(&format!("<code>{path}</code>")), "{path}");
    }
    for wrong in ["<script", "style=\"", "onclick", "http://", "https://"] {
        assert!(!html.contains(wrong), "{wrong}");
    }
    assert!(server.get("/api/v1/docs.css").is(200).text().contains("body"));
}

fn references(value: &Value, found: &mut impl FnMut(&str)) {
    match value {
        Value::Object(fields) => {
            if let Some(reference) = fields.get("$ref").and_then(Value::as_str) {
                found(reference);
            }
            fields.values().for_each(|value| references(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}
