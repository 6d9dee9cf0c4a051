//! How requests to an embedding server travel: async-openai's own retries, the only ones there are, over a service
//! that makes the errors of any server understandable to them.

use async_openai::error::OpenAIError;
use async_openai::middleware::HttpRequestFactory;
use async_openai::middleware::retry::OpenAIRetryLayer;
use reqwest::Response;
use reqwest::header::RETRY_AFTER;
use serde_json::json;
use tower::{Layer, service_fn};

use crate::endpoint::{BaseUrl, Endpoint, ErrorBody, MAX_ERROR_BYTES, read_start};

/// An OpenAI client with our configuration.
pub(crate) type Client = async_openai::Client<Endpoint>;

/// A client that sends over `connection` to `base` and tries again up to `retries` times. `None` if no header can hold `key`.
pub(crate) fn client(base: &BaseUrl, key: Option<&str>, connection: reqwest::Client, retries: usize) -> Option<Client> {
    let endpoint = Endpoint::new(base, key)?;
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

/// An error reply in the shape async-openai reads, so that its retries see a 429 of any server, and we its status.
async fn understandable(mut response: Response) -> Result<Response, OpenAIError> {
    let body = read_start(&mut response, MAX_ERROR_BYTES).await.map_err(OpenAIError::Reqwest)?;
    let ErrorBody { message, kind, .. } = ErrorBody::read(&body);
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
