//! The OpenAPI document, made from the handlers, and the page that shows it.

use std::sync::{Arc, LazyLock};

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior};
use serde_json::{Map, Value, json};
use utoipa::OpenApi;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use super::contracts;
use crate::serve::app::App;
use crate::serve::guard::Scope;
use crate::serve::openai;
use crate::serve::problem::Problem;

#[derive(OpenApi)]
#[openapi(
    info(title = "zhoubao", license(name = "MIT OR Apache-2.0"), description = "Questions to a department's weekly reports, answered with \
        cited lines; their ledgers, roll-ups, goals and drafts. The JSON is that of the command line. What is wrong with a request is \
        said as RFC 9457 has it."),
    tags(
        (name = "answers", description = "Questions and searches"),
        (name = "reports", description = "What was read"),
        (name = "ledgers", description = "Incidents, metrics, milestones, promises"),
        (name = "writing", description = "Roll-ups, goals, drafts, checks"),
        (name = "feedback", description = "What people say of answers"),
        (name = "server", description = "How the server is doing"),
        (name = "openai", description = "The form of OpenAI's API, for clients that know it")
    )
)]
struct Base;

/// The document, whole.
static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let groups = super::groups().into_iter().chain([(openai::group(), Scope::Ask)]);
    let mut document = serde_json::to_value(Base::openapi()).unwrap_or_default();
    let mut schemas = Map::new();
    for (group, scope) in groups {
        let mut part = serde_json::to_value(group.into_openapi()).unwrap_or_default();
        let Some(paths) = part["paths"].as_object_mut() else { continue };
        for (path, operations) in paths {
            for operation in operations.as_object_mut().into_iter().flat_map(|operations| operations.values_mut()) {
                finish(operation, path, scope);
            }
            let known = &mut document["paths"][path.as_str()];
            match (known.as_object_mut(), operations.as_object_mut()) {
                (Some(known), Some(more)) => known.append(more),
                _ => *known = operations.take(),
            }
        }
        if let Some(more) = part["components"]["schemas"].as_object_mut() {
            schemas.append(more);
        }
    }
    for mut more in [contracts::schemas(), openai::reply_schemas(), openai::request_schemas()] {
        schemas.append(&mut more);
    }
    document["components"]["schemas"] = Value::Object(schemas);
    document["components"]["securitySchemes"]["token"] = json!({
        "type": "http",
        "scheme": "bearer",
        "description": "A token of the server's token file. A server on 127.0.0.1 without such a file asks for none.",
    });
    document
});

/// What all operations have in common: the token with its scope, and how they fail.
fn finish(operation: &mut Value, path: &str, scope: Scope) {
    operation["security"] = json!([{ "token": [scope.name()] }, {}]);
    let (kind, schema) = match path.starts_with("/v1/") {
        true => ("application/json", "OpenAiError"),
        false => ("application/problem+json", "Problem"),
    };
    for response in operation["responses"].as_object_mut().into_iter().flat_map(|responses| responses.values_mut()) {
        // A stream has no shape as a whole; the operation says what its events are.
        if let Some(stream) = response["content"].as_object_mut().and_then(|kinds| kinds.get_mut("text/event-stream")) {
            *stream = json!({});
        }
    }
    for (status, description) in [("4XX", "The request is at fault, and why"), ("5XX", "The server is, and why")] {
        operation["responses"][status] = json!({
            "description": description,
            "content": { kind: { "schema": { "$ref": format!("#/components/schemas/{schema}") } } },
        });
    }
}

/// This document.
#[utoipa::path(get, path = "/api/v1/openapi.json", tag = "server",
    responses((status = 200, description = "OpenAPI 3.1", body = Object)))]
async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], DOCUMENT.to_string()).into_response()
}

const TEMPLATE: &str = include_str!("docs.html");
const STYLE: &str = include_str!("docs.css");

/// The document as a page.
#[utoipa::path(get, path = "/api/v1/docs", tag = "server",
    responses((status = 200, description = "The operations with their parameters", body = String, content_type = "text/html")))]
async fn docs() -> Result<Response, Problem> {
    let failed = |error: minijinja::Error| Problem::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string());
    let mut environment = Environment::new();
    environment.set_auto_escape_callback(|_| AutoEscape::Html);
    environment.set_undefined_behavior(UndefinedBehavior::Chainable);
    environment.add_filter("name_of", |reference: String| reference.rsplit('/').next().unwrap_or_default().to_string());
    let schemas = DOCUMENT["components"]["schemas"].as_object().into_iter().flatten();
    let schemas: Vec<Value> = schemas
        .map(|(name, schema)| json!({ "name": name, "description": schema["description"], "text": format!("{schema:#}") }))
        .collect();
    let values = json!({ "document": &*DOCUMENT, "schemas": schemas });
    let page = environment.render_str(TEMPLATE, Serde(&values)).map_err(failed)?;
    Ok(([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response())
}

/// The page's style.
#[utoipa::path(get, path = "/api/v1/docs.css", tag = "server",
    responses((status = 200, description = "A style sheet", body = String, content_type = "text/css")))]
async fn style() -> Response {
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE).into_response()
}

/// Their routes.
pub(super) fn group() -> OpenApiRouter<Arc<App>> {
    OpenApiRouter::new().routes(routes!(openapi)).routes(routes!(docs)).routes(routes!(style))
}
