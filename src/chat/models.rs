//! What a server serves: the models and how much they read at once. Servers state it in their own ways, or not at all.

use std::time::Duration;

use async_openai::config::Config;
use reqwest::{Response, StatusCode};
use serde_json::Value;

use crate::chat::endpoint_at;
use crate::chat::error::ChatError;
use crate::endpoint::http::{self, Redirects};
use crate::endpoint::{BaseUrl, ErrorBody, read_start, shown};
use crate::store::Secret;

/// A model that a server serves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServedModel {
    /// Its name, to be asked for by.
    pub id: String,
    /// How many tokens a prompt and its reply may have together, if the server says so.
    pub context_tokens: Option<usize>,
}

/// A gateway may list hundreds of models at length; no list is longer than this, in bytes.
const MAX_LIST_BYTES: usize = 8 * 1024 * 1024;

/// Where servers write the window: vLLM, OpenRouter, Groq, Mistral, LM Studio, and llama.cpp, whose `n_ctx_train` is
/// what the model was made for and not what it is served with.
const WINDOW_FIELDS: &[&str] = &[
    "/meta/n_ctx", "/max_model_len", "/top_provider/context_length", "/loaded_context_length", "/context_length",
    "/context_window", "/max_context_length",
];

/// The models served at `base`, as `GET /models` lists them; where that names no window and llama.cpp's `GET
/// /props` does, with that one. Sends nothing but the key.
///
/// # Errors
/// `Option`, `Unavailable`, `Deadline`, `Auth`, `Rejected`, `BadReply`. Nothing is tried again.
pub async fn discover(base: &BaseUrl, key: Option<&Secret>, deadline: Duration) -> Result<Vec<ServedModel>, ChatError> {
    let endpoint = endpoint_at(base, key)?;
    let url = shown(&base.below("models"));
    let unavailable =
        |error: reqwest::Error| ChatError::Unavailable { url: url.clone(), source: Box::new(error.without_url()) };
    let client = http::client(base, deadline, Redirects::Refused).map_err(unavailable)?;
    let get = |address: String| client.get(address).query(&endpoint.query()).headers(endpoint.headers()).send();
    let asking = async {
        let mut response = get(endpoint.url("/models")).await.map_err(unavailable)?;
        let body = read_start(&mut response, MAX_LIST_BYTES).await.map_err(unavailable)?;
        let secrets = [key.map(Secret::reveal).unwrap_or_default(), base.url().password().unwrap_or_default()];
        let listed = read_list(&response, &body, &url, &secrets)?;
        let mut models = listed.models;
        if listed.is_llama_cpp && models.iter().any(|model| model.context_tokens.is_none()) {
            let window = match props_url(base) {
                Some(address) => read_props(get(address).await).await,
                None => None,
            };
            for model in &mut models {
                model.context_tokens = model.context_tokens.or(window);
            }
        }
        Ok(models)
    };
    match tokio::time::timeout(deadline, asking).await {
        Ok(models) => models,
        Err(_) => Err(ChatError::Deadline { url: url.clone(), deadline }),
    }
}

struct Listed {
    models: Vec<ServedModel>,
    is_llama_cpp: bool,
}

fn read_list(response: &Response, body: &[u8], url: &str, secrets: &[&str]) -> Result<Listed, ChatError> {
    let url = url.to_owned();
    let status = response.status();
    if !status.is_success() {
        let message = http::quoted(&ErrorBody::read(body).message, secrets, http::MAX_QUOTED_CHARS);
        return Err(match status {
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
                ChatError::Auth { url, status: status.as_u16(), message }
            }
            status if status.is_server_error() => ChatError::Unavailable {
                url,
                source: format!("the server answered {}: {message}", status.as_u16()).into(),
            },
            status => ChatError::Rejected { url, status: status.as_u16(), message },
        });
    }
    let bad = |why: String| {
        let begins = http::quoted(&String::from_utf8_lossy(body), secrets, 80);
        ChatError::BadReply { url: url.clone(), why, begins }
    };
    let json: Value = serde_json::from_slice(body).map_err(|error| bad(format!("it is not JSON ({error})")))?;
    let items = json.get("data").and_then(Value::as_array).ok_or_else(|| bad("it has no `data`".to_owned()))?;
    let models = items.iter().filter_map(|item| {
        let id = item.get("id").and_then(Value::as_str)?.to_owned();
        let window = WINDOW_FIELDS.iter().find_map(|field| item.pointer(field).and_then(Value::as_u64));
        Some(ServedModel { id, context_tokens: window.and_then(|tokens| usize::try_from(tokens).ok()) })
    });
    let is_llama_cpp = items.iter().any(|item| item.get("owned_by").and_then(Value::as_str) == Some("llamacpp"));
    Ok(Listed { models: models.collect(), is_llama_cpp })
}

/// `/props` is beside `/v1`, not below it.
fn props_url(base: &BaseUrl) -> Option<String> {
    let mut url = base.url().clone();
    let path = base.url().path().trim_end_matches('/');
    url.set_path(&format!("{}/props", path.strip_suffix("/v1")?));
    url.set_query(None);
    url.set_fragment(None);
    Some(url.to_string())
}

/// The window of one slot; nothing, if anything is amiss, as it is extra.
async fn read_props(response: Result<Response, reqwest::Error>) -> Option<usize> {
    let mut response = response.ok()?.error_for_status().ok()?;
    let body = read_start(&mut response, MAX_LIST_BYTES).await.ok()?;
    let json: Value = serde_json::from_slice(&body).ok()?;
    let window = json.pointer("/default_generation_settings/n_ctx").and_then(Value::as_u64)?;
    usize::try_from(window).ok()
}
