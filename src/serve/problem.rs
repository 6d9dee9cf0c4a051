//! What went wrong with a request, for programs: RFC 9457.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use schemars::JsonSchema;
use serde::Serialize;

use crate::context::Failure;
use crate::vocabulary::{Language, Wording};

/// A request that was not answered (`application/problem+json`, RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// The status in words.
    pub title: String,
    /// What happened, to what.
    pub detail: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Seconds after which it may be tried again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// For people who read Chinese; programs get English. Every result of a request has room for a problem: this part is apart.
    #[serde(skip)]
    chinese: Box<Chinese>,
}

/// A problem's words in Chinese.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Chinese {
    detail: Option<String>,
    hint: Option<String>,
}

/// A problem for people, in their language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct ToldProblem {
    /// The problem in a few words.
    pub title: String,
    /// What happened; `None` where the title says all that is known in this language.
    pub detail: Option<String>,
    pub hint: Option<String>,
    /// What whoever runs the server would want to know, in English.
    pub technical: Option<String>,
}

impl Problem {
    pub(super) fn new(status: StatusCode, detail: impl Into<Wording>) -> Self {
        let title = status.canonical_reason().unwrap_or("Error").to_string();
        let detail = detail.into();
        let chinese = Box::new(Chinese { detail: detail.is_worded().then_some(detail.zh), hint: None });
        Self { status: status.as_u16(), title, detail: detail.en, hint: None, retry_after: None, chinese }
    }

    pub(super) fn bad_request(detail: impl Into<Wording>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    pub(super) fn not_found(detail: impl Into<Wording>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// A field of a request that cannot be read, and why.
    pub(super) fn unread(name: impl Into<Wording>, why: &Wording) -> Self {
        let name = name.into();
        Self::bad_request(Wording::new(format!("{}：{}", name.zh, why.zh), format!("`{}`: {}", name.en, why.en)))
    }

    pub(super) fn with_hint(mut self, hint: impl Into<Wording>) -> Self {
        let hint = hint.into();
        self.chinese.hint = hint.is_worded().then_some(hint.zh);
        self.hint = Some(hint.en);
        self
    }

    pub(super) fn retried_after(mut self, seconds: u64) -> Self {
        self.retry_after = Some(seconds);
        self
    }

    pub(super) fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The problem for people. What nobody has worded in their language is a technical detail below what its status means.
    pub(super) fn told(&self, language: Language) -> ToldProblem {
        let title = self.title_in(language);
        let english = || [Some(self.detail.as_str()), self.hint.as_deref()].into_iter().flatten().collect::<Vec<_>>();
        match (language, &self.chinese.detail) {
            (Language::English, _) => {
                ToldProblem { title, detail: Some(self.detail.clone()), hint: self.hint.clone(), technical: None }
            }
            (Language::Chinese, Some(detail)) => {
                ToldProblem { title, detail: Some(detail.clone()), hint: self.chinese.hint.clone(), technical: None }
            }
            (Language::Chinese, None) => {
                let hint = self.chinese.hint.clone();
                ToldProblem { title, detail: None, hint, technical: Some(english().join(" — ")) }
            }
        }
    }

    fn title_in(&self, language: Language) -> String {
        let (chinese, english) = match self.status {
            401 => ("需要登录", "Log in first"),
            403 => ("没有权限", "Not allowed"),
            404 => ("找不到", "There is nothing here"),
            409 => ("正忙着另一件", "Busy with another one"),
            413 => ("太大了", "Too large"),
            429 => ("太快了，请稍候", "Too fast"),
            400..=499 => ("这个请求做不了", "This cannot be done as asked"),
            _ if self.retry_after.is_some() => ("现在太忙，请稍候", "Busy just now"),
            503 => ("现在答不了", "Not possible just now"),
            507 => ("服务器没有地方了", "The server is full"),
            _ => ("程序出错了", "Something went wrong"),
        };
        language.pick(chinese, english).to_string()
    }

    /// The problem with its texts in a language, for a page's script.
    pub(super) fn worded(self, language: Language) -> Self {
        let told = self.told(language);
        let detail = told.detail.unwrap_or_else(|| {
            [Some(told.title), told.technical].into_iter().flatten().collect::<Vec<_>>().join(language.pick("：", ": "))
        });
        Self { detail, hint: told.hint, ..self }
    }
}

/// A request at fault is the caller's to mend; the rest is the server's.
impl From<Failure> for Problem {
    fn from(failure: Failure) -> Self {
        let status = if failure.is_usage() { StatusCode::BAD_REQUEST } else { StatusCode::SERVICE_UNAVAILABLE };
        let detail = std::iter::once(failure.message()).chain(failure.causes()).collect::<Vec<_>>().join(": ");
        let hint = failure.hint_worded();
        let chinese = Box::new(Chinese {
            detail: failure.in_chinese().map(str::to_string),
            hint: hint.filter(|hint| hint.is_worded()).map(|hint| hint.zh.clone()),
        });
        Self { hint: failure.hint().map(str::to_string), chinese, ..Self::new(status, detail) }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, retry_after) = (self.status(), self.retry_after);
        let mut response = (status, Json(&self)).into_response();
        // For a page that is drawn of it further out.
        response.extensions_mut().insert(self);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(seconds) = retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use super::{Problem, ToldProblem};
    use crate::context::Failure;
    use crate::vocabulary::{Language, both};

    #[test]
    fn people_are_told_in_their_language_and_programs_in_english() {
        let problem =
            Problem::bad_request(both!("没有这个月", "there is no such month")).with_hint(both!("改", "mend"));
        let told = problem.told(Language::Chinese);
        assert_eq!((told.detail.as_deref(), told.hint.as_deref()), (Some("没有这个月"), Some("改")));
        assert_eq!(problem.told(Language::English).detail.as_deref(), Some("there is no such month"));
        let json = serde_json::to_value(&problem).expect("JSON");
        assert_eq!((json["detail"].as_str(), json.get("chinese")), (Some("there is no such month"), None));
    }

    #[test]
    fn what_nobody_worded_is_a_technical_detail_below_what_its_status_means() {
        let problem = Problem::from(Failure::new("disk I/O error", Some("look at the disk".to_string())));
        let expected = ToldProblem {
            title: "现在答不了".to_string(),
            detail: None,
            hint: None,
            technical: Some("disk I/O error — look at the disk".to_string()),
        };
        assert_eq!(problem.told(Language::Chinese), expected);
        let for_script = Problem::new(StatusCode::NOT_FOUND, "gone").worded(Language::Chinese);
        assert_eq!(for_script.detail, "找不到：gone");
    }
}
