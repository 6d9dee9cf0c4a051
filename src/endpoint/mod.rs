//! What every OpenAI-compatible server has in common, whether it embeds or chats: an address with its query, headers
//! and key, built from arguments alone; the HTTP client; and how a refusal is read. Exists because async-openai's own
//! configuration reads the environment, and its reader of errors knows OpenAI's shape only and loses the status of
//! every other. Leaves requests, replies and retries to [`embed`](crate::embed) and [`chat`](crate::chat).

mod base_url;
mod echo;
pub(crate) mod http;
mod refusal;

pub(crate) use base_url::shown;
pub use base_url::{AddressError, BaseUrl};
pub(crate) use refusal::{ErrorBody, MAX_ERROR_BYTES, read_start};

use async_openai::config::Config;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use secrecy::SecretString;

/// Where requests go, and with which headers.
#[derive(Clone)]
pub(crate) struct Endpoint {
    /// The address without its query, no slash at the end.
    base: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    key: SecretString,
}

impl Endpoint {
    /// The endpoint at `base`; no key, or an empty one, sends no `Authorization`. `None` if no header can hold `key`.
    pub(crate) fn new(base: &BaseUrl, key: Option<&str>) -> Option<Self> {
        let key = key.unwrap_or_default();
        let mut headers = HeaderMap::new();
        if !key.is_empty() {
            let mut value = HeaderValue::from_str(&format!("Bearer {key}")).ok()?;
            value.set_sensitive(true);
            headers.insert(AUTHORIZATION, value);
        }
        let query = base.url().query_pairs().into_owned().collect();
        let mut address = base.url().clone();
        address.set_query(None);
        address.set_fragment(None);
        let base = address.as_str().trim_end_matches('/').to_owned();
        Some(Self { base, query, headers, key: SecretString::from(key) })
    }
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
