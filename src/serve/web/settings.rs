//! `POST /settings`: the language and the theme that somebody chose, kept in cookies of a year.

use axum::Form;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Deserialize;

use super::look::{LANGUAGE_COOKIE, THEME_COOKIE, Theme};

#[derive(Debug, Deserialize)]
pub(super) struct Choice {
    lang: Option<String>,
    theme: Option<String>,
    /// The page to go back to.
    back: Option<String>,
}

pub(super) async fn choose(headers: HeaderMap, Form(choice): Form<Choice>) -> Response {
    let mut response = see_other(choice.back.as_deref().unwrap_or("/"));
    let lang = choice.lang.filter(|lang| matches!(lang.as_str(), "zh" | "en"));
    let theme = choice.theme.map(|theme| Theme::read(&theme).name());
    let cookies = [(LANGUAGE_COOKIE, lang.as_deref()), (THEME_COOKIE, theme)];
    for (name, value) in cookies.into_iter().filter_map(|(name, value)| Some((name, value?))) {
        let cookie = cookie(name, value, 365 * 24 * 3600, &headers);
        response.headers_mut().extend(cookie.map(|cookie| (header::SET_COOKIE, cookie)));
    }
    response
}

/// Leads to a page of this server: `address` is used where it is a path of it, and no other host's.
pub(super) fn see_other(address: &str) -> Response {
    let is_here = address.starts_with('/') && !address.starts_with("//") && !address.contains('\\');
    let address = HeaderValue::from_str(if is_here { address } else { "/" });
    let address = address.unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

/// A cookie that no script reads and no other site sends; where the page came over TLS, none without it.
pub(super) fn cookie(name: &str, value: &str, seconds: u64, headers: &HeaderMap) -> Option<HeaderValue> {
    let is_https =
        headers.get("x-forwarded-proto").is_some_and(|proto| proto.as_bytes().eq_ignore_ascii_case(b"https"));
    let secure = if is_https { "; Secure" } else { "" };
    HeaderValue::from_str(&format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Strict{secure}")).ok()
}

#[cfg(test)]
mod tests {
    use axum::http::header::LOCATION;

    use super::see_other;

    #[test]
    fn one_is_led_to_pages_of_this_server_alone() {
        let led = |address| see_other(address).headers()[LOCATION].to_str().expect("an address").to_string();
        assert_eq!(led("/reports?page=2"), "/reports?page=2");
        for foreign in
            ["//evil.example/", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "", "/a\r\nb"]
        {
            assert_eq!(led(foreign), "/", "{foreign}");
        }
    }
}
