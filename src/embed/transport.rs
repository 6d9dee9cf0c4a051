//! How requests to an embedding server travel: address, headers, retries. Exists because async-openai's own
//! configuration reads the environment, and its reader of errors knows OpenAI's shape only and loses the status of
//! every other.

use async_openai::config::Config;
use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use async_openai::middleware::retry::OpenAIRetryLayer;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, RETRY_AFTER};
use reqwest::{Response, Url};
use secrecy::SecretString;
use serde_json::{Value, json};
use tower::{Layer, service_fn};

/// How much of an error's body is read, in bytes.
const MAX_ERROR_BYTES: usize = 64 * 1024;

/// An OpenAI client with our configuration.
pub(crate) type Client = async_openai::Client<Endpoint>;

/// Where requests go, built from arguments alone.
#[derive(Clone)]
pub(crate) struct Endpoint {
    /// The address without its query, no slash at the end.
    base: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    key: SecretString,
}

/// A client that sends over `connection` to `base` and tries again up to `retries` times. `None` if `key` cannot stand
/// in a header.
pub(crate) fn client(base: &Url, key: Option<&str>, connection: reqwest::Client, retries: usize) -> Option<Client> {
    let key = key.unwrap_or_default();
    let mut headers = HeaderMap::new();
    if !key.is_empty() {
        let mut value = HeaderValue::from_str(&format!("Bearer {key}")).ok()?;
        value.set_sensitive(true);
        headers.insert(AUTHORIZATION, value);
    }
    let query = base.query_pairs().into_owned().collect();
    let mut address = base.clone();
    address.set_query(None);
    address.set_fragment(None);
    let base = address.as_str().trim_end_matches('/').to_owned();
    let endpoint = Endpoint { base, query, headers, key: SecretString::from(key) };
    let idle = connection.clone();
    let service = service_fn(move |request: HttpRequestFactory| {
        let connection = connection.clone();
        async move {
            let request = request.build().await?;
            let response = connection.execute(request).await.map_err(OpenAIError::Reqwest)?;
            match response.status().is_success() {
                true => Ok(response),
                false => understandable(response).await,
            }
        }
    });
    let service = OpenAIRetryLayer::new(retries).layer(service);
    Some(Client::build(idle, endpoint).with_http_service(service))
}

impl Config for Endpoint {
    fn headers(&self) -> HeaderMap {
        self.headers.clone()
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    fn query(&self) -> Vec<(&str, &str)> {
        self.query.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    }

    fn api_base(&self) -> &str {
        &self.base
    }

    fn api_key(&self) -> &SecretString {
        &self.key
    }
}

/// An error reply in the shape async-openai reads, so that its retries see a 429 of any server, and we its status.
async fn understandable(mut response: Response) -> Result<Response, OpenAIError> {
    let mut body = Vec::new();
    while let Some(chunk) = response.chunk().await.map_err(OpenAIError::Reqwest)? {
        let room = MAX_ERROR_BYTES - body.len();
        body.extend_from_slice(&chunk[..chunk.len().min(room)]);
        if chunk.len() >= room {
            break;
        }
    }
    let (message, kind) = read_error(&body);
    let status = response.status();
    // What async-openai reads as JSON, and as text, depends on the status.
    let body = match status.is_server_error() {
        true => message,
        false => json!({ "error": { "message": message, "type": kind } }).to_string(),
    };
    let mut rebuilt = http::Response::new(body);
    *rebuilt.status_mut() = status;
    if let Some(pause) = response.headers().get(RETRY_AFTER) {
        rebuilt.headers_mut().insert(RETRY_AFTER, pause.clone());
    }
    Ok(Response::from(rebuilt))
}

/// The message and the kind of an error, in the shapes that servers use: `{"error":{"message","type"}}`,
/// `{"error":"…"}`, `{"message":"…"}`, `{"detail":"…"}`, or any text.
fn read_error(body: &[u8]) -> (String, Option<String>) {
    let text = String::from_utf8_lossy(body);
    let json: Value = serde_json::from_slice(body).unwrap_or_default();
    let error = json.get("error").filter(|error| error.is_object()).unwrap_or(&json);
    let field = |name| error.get(name).and_then(Value::as_str).map(str::to_owned);
    let message = field("message").or_else(|| field("error")).or_else(|| field("detail"));
    (message.unwrap_or_else(|| text.trim().to_owned()), field("type"))
}

#[cfg(test)]
mod tests {
    use super::read_error;

    #[test]
    fn errors_of_many_servers_are_understood() {
        for (body, message, kind) in [
            (r#"{"error":{"message":"no","type":"insufficient_quota","code":null}}"#, "no", Some("insufficient_quota")),
            (r#"{"error":{"code":401,"message":"Invalid API Key","type":"auth"}}"#, "Invalid API Key", Some("auth")),
            (r#"{"error":"model not found"}"#, "model not found", None),
            (r#"{"object":"error","message":"too long","code":400}"#, "too long", None),
            (r#"{"detail":"Unauthorized"}"#, "Unauthorized", None),
            ("  <h1>Bad Gateway</h1>\n", "<h1>Bad Gateway</h1>", None),
            (r#"{"error":{"message":7}}"#, r#"{"error":{"message":7}}"#, None),
            ("", "", None),
        ] {
            assert_eq!(read_error(body.as_bytes()), (message.to_owned(), kind.map(str::to_owned)), "{body}");
        }
    }
}
