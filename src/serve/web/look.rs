//! How a page looks for whoever asks for it: in which language, light or dark, for whom. Pages are drawn through this.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::{Html, IntoResponse, Response};
use minijinja::context;
use minijinja::value::Value;

use super::super::app::App;
use super::super::guard::{Caller, Scope};
use super::super::problem::Problem;
use super::templates;
use crate::context::Failure;
use crate::vocabulary::Language;

/// The cookies in which a choice is kept.
pub(super) const LANGUAGE_COOKIE: &str = "zhoubao_lang";
pub(super) const THEME_COOKIE: &str = "zhoubao_theme";

/// Light or dark, by choice; without one, as the system is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Theme {
    #[default]
    System,
    Light,
    Dark,
}

impl Theme {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub(super) fn read(name: &str) -> Self {
        match name {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

/// How the pages of one request look.
#[derive(Debug, Clone)]
pub(super) struct Look {
    pub language: Language,
    pub theme: Theme,
    /// The address that was asked for, `/reports?page=2`: a switch of language or theme leads back to it.
    pub address: String,
    /// The token's name; `None` where nobody has logged in or nobody needs to.
    pub caller: Option<String>,
    /// Whether reports can be uploaded and answers corrected.
    pub may_write: bool,
    /// Whether there are tokens, so that one can log in and out.
    pub has_login: bool,
}

impl Look {
    /// What a request says of itself: `?lang=`, the cookies, `Accept-Language`, else `reports`, the language of the reports.
    pub(super) fn of(parts: &Parts, reports: Language, has_login: bool) -> Self {
        let query = parts.uri.query().unwrap_or_default();
        let asked = query.split('&').find_map(|pair| pair.strip_prefix("lang="));
        let kept = cookie(&parts.headers, LANGUAGE_COOKIE);
        let language = asked.and_then(language_of).or_else(|| kept.as_deref().and_then(language_of));
        Self {
            language: language.or_else(|| preferred_language(&parts.headers)).unwrap_or(reports),
            theme: cookie(&parts.headers, THEME_COOKIE).as_deref().map(Theme::read).unwrap_or_default(),
            address: parts.uri.path_and_query().map_or("/", |address| address.as_str()).to_string(),
            caller: parts.extensions.get::<Caller>().and_then(|caller| caller.name.clone()),
            may_write: parts.extensions.get::<Caller>().is_some_and(|caller| caller.may(Scope::Write)),
            has_login,
        }
    }

    /// A whole page: `template` extends `base.html`. `here` names the entry of the navigation that the page belongs to.
    ///
    /// # Errors
    /// 500: the template cannot be filled in, which is a fault of the program.
    pub(super) fn page(&self, template: &str, here: &str, title: &str, values: Value) -> Result<Response, Problem> {
        let look = context! {
            here,
            title,
            theme => self.theme.name(),
            address => &self.address,
            has_login => self.has_login,
        };
        self.part(template, context! { ..values, ..look })
    }

    /// A piece of HTML without the frame.
    ///
    /// # Errors
    /// As [`Look::page`].
    pub(super) fn part(&self, template: &str, values: Value) -> Result<Response, Problem> {
        let html = self.html(template, values)?;
        Ok(([(header::VARY, "Cookie, Accept-Language, Accept")], Html(html)).into_response())
    }

    /// As [`Look::part`], as text.
    ///
    /// # Errors
    /// As [`Look::page`].
    pub(super) fn html(&self, template: &str, values: Value) -> Result<String, Problem> {
        // Not `caller`, which is a macro's.
        let values = context! { who => &self.caller, may_write => self.may_write, ..values };
        let filled = templates::environment(self.language).get_template(template).and_then(|page| page.render(values));
        filled.map_err(|error| {
            tracing::error!(template, line = error.line(), kind = %error.kind(), "a page cannot be drawn");
            Problem::from(Failure::from_error(error))
        })
    }
}

impl FromRequestParts<Arc<App>> for Look {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Problem> {
        // A page that says why the index cannot be read is worded, too.
        let reports = app.live().context().await.map_or(Language::Chinese, |context| context.catalogue.language());
        Ok(Self::of(parts, reports, !app.settings().tokens.is_empty()))
    }
}

fn language_of(code: &str) -> Option<Language> {
    match code {
        "zh" => Some(Language::Chinese),
        "en" => Some(Language::English),
        _ => None,
    }
}

/// The first of Chinese and English in `Accept-Language`, by weight (RFC 9110, 12.5.4).
fn preferred_language(headers: &HeaderMap) -> Option<Language> {
    let header = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let ranked = header.split(',').filter_map(|range| {
        let (tag, parameters) = range.split_once(';').unwrap_or((range, ""));
        let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        let weight = parameters.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse::<f32>().ok())?;
        Some((weight, language_of(&primary)?)).filter(|(weight, _)| *weight > 0.0)
    });
    // The first of equal weights.
    ranked.reduce(|best, other| if other.0 > best.0 { other } else { best }).map(|(_, language)| language)
}

pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|cookies| cookies.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(known, _)| *known == name).map(|(_, value)| value.to_string())
}

#[cfg(test)]
mod tests {
    use axum::http::Request;

    use super::{Look, Theme};
    use crate::vocabulary::Language;

    fn look(address: &str, headers: &[(&str, &str)]) -> Look {
        let mut request = Request::builder().uri(address);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (parts, ()) = request.body(()).expect("a request").into_parts();
        Look::of(&parts, Language::Chinese, false)
    }

    #[test]
    fn a_language_is_asked_for_kept_preferred_or_that_of_the_reports() {
        let english = [("accept-language", "fr;q=0.9,en-GB;q=0.8,zh;q=0.3")];
        assert_eq!(look("/", &english).language, Language::English);
        assert_eq!(look("/", &[("accept-language", "zh-CN,en;q=0.8")]).language, Language::Chinese);
        assert_eq!(look("/", &[("accept-language", "zh;q=0, en;q=0.1")]).language, Language::English);
        assert_eq!(look("/", &[("accept-language", "fr")]).language, Language::Chinese);
        let kept = [("cookie", "a=b; zhoubao_lang=zh"), ("accept-language", "en")];
        assert_eq!(look("/", &kept).language, Language::Chinese);
        assert_eq!(look("/reports?page=2&lang=en", &kept).language, Language::English);
        assert_eq!(look("/?lang=xx", &kept).language, Language::Chinese);
    }

    #[test]
    fn a_theme_is_the_systems_until_one_is_chosen() {
        assert_eq!(look("/", &[]).theme, Theme::System);
        assert_eq!(look("/", &[("cookie", "zhoubao_theme=dark")]).theme, Theme::Dark);
        assert_eq!(look("/", &[("cookie", "zhoubao_theme=\"><script>")]).theme, Theme::System);
    }
}
