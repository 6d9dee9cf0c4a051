//! What a page was asked for: the fields of its address, as text; and addresses that keep them.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use minijinja::value::{Serde, Value};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::super::app::App;
use super::super::fields::FilterFields;
use super::super::problem::Problem;
use super::pages::Pages;
use crate::context::{Context, Failure};
use crate::retrieve::Filters;

/// The fields of an address, each once; of a repeated one the last. Empty ones are none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Asked {
    path: String,
    fields: BTreeMap<String, String>,
}

/// Fields that name a part or a form of the same list, not another list.
const OF_THE_VIEW: [&str; 4] = ["page", "format", "lang", super::at::FIELD];

impl Asked {
    pub(super) fn new(path: &str, fields: impl IntoIterator<Item = (String, String)>) -> Self {
        let given = |(name, value): (String, String)| {
            let value = value.trim();
            (!value.is_empty()).then(|| (name, value.to_string()))
        };
        Self { path: path.to_string(), fields: fields.into_iter().filter_map(given).collect() }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.fields.get(name).map(String::as_str)
    }

    /// Whether a box is ticked.
    pub(super) fn is_set(&self, name: &str) -> bool {
        self.get(name) == Some("1")
    }

    pub(super) fn page(&self) -> Option<usize> {
        self.get("page")?.parse().ok()
    }

    /// # Errors
    /// 400: an invalid day, time or span.
    pub(super) fn filters(&self) -> Result<Filters, Problem> {
        let text = |name: &str| self.get(name).map(str::to_string);
        let fields = FilterFields {
            since: text("since"),
            until: text("until"),
            period: text("period"),
            section: text("section"),
            author: text("author"),
        };
        fields.filters()
    }

    /// The same list with other fields; an empty value takes a field out. It begins at its first page.
    pub(super) fn with(&self, changes: &[(&str, &str)]) -> String {
        let mut fields = self.fields.clone();
        fields.retain(|name, _| !OF_THE_VIEW.contains(&name.as_str()));
        for (name, value) in changes {
            fields.insert((*name).to_string(), (*value).to_string());
        }
        address(&self.path, fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    }

    /// A list of `items` in pages, opened at the page that is asked for.
    pub(super) fn pages(&self, items: usize, size: usize) -> Pages {
        self.pages_at(items, size, None)
    }

    /// As [`Self::pages`]; where no page is asked for, at the one with the item `wanted`.
    pub(super) fn pages_at(&self, items: usize, size: usize, wanted: Option<usize>) -> Pages {
        let kept: Vec<(&str, Option<&str>)> = self
            .fields
            .iter()
            .filter(|(name, _)| !OF_THE_VIEW.contains(&name.as_str()))
            .map(|(name, value)| (name.as_str(), Some(value.as_str())))
            .collect();
        Pages::new(items, size, super::at::page(self, wanted, size), &self.path, &kept)
    }

    /// The fields, for a form.
    pub(super) fn value(&self) -> Value {
        value_of(&self.fields)
    }

    /// Whether anything but the form of the list was asked for.
    pub(super) fn is_narrowed(&self, besides: &[&str]) -> bool {
        self.fields.keys().any(|name| !OF_THE_VIEW.contains(&name.as_str()) && !besides.contains(&name.as_str()))
    }
}

impl FromRequestParts<Arc<App>> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Infallible> {
        let path = parts.uri.path().to_string();
        let fields = Query::<Vec<(String, String)>>::from_request_parts(parts, app).await;
        Ok(Self::new(&path, fields.map(|Query(fields)| fields).unwrap_or_default()))
    }
}

/// A value that a template takes apart.
pub(super) fn value_of(value: impl Serialize) -> Value {
    Value::from(Serde(value))
}

/// `/incidents?author=%E7%8E%8B`.
pub(super) fn address<'a>(path: &str, fields: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let given = fields.into_iter().filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> =
        given.map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC))).collect();
    if pairs.is_empty() { path.to_string() } else { format!("{path}?{}", pairs.join("&")) }
}

/// What the form of a list offers.
#[derive(Debug, Default, serde::Serialize)]
pub(super) struct Choices {
    pub authors: Vec<String>,
    /// Times that reports are of, the latest first: months, then quarters, then years.
    pub periods: Vec<String>,
    /// Headings of the reports, those that most have first.
    pub sections: Vec<String>,
    pub reports: usize,
}

/// More authors than this are typed, not chosen.
const MOST_AUTHORS: usize = 60;

/// Months that are offered.
const MOST_MONTHS: usize = 18;

impl Choices {
    /// # Errors
    /// Those of the index.
    pub(super) async fn of(context: &Context) -> Result<Self, Failure> {
        let catalogue = &context.catalogue;
        let mut authors: Vec<String> =
            catalogue.entries().iter().filter_map(|entry| entry.record.author.clone()).collect();
        authors.sort_unstable();
        authors.dedup();
        authors.truncate(MOST_AUTHORS);
        let sections = context.headings().await?.to_vec();
        let periods = super::times::times(catalogue, MOST_MONTHS);
        Ok(Self { authors, periods, sections, reports: catalogue.len() })
    }
}

#[cfg(test)]
mod tests {
    use super::Asked;

    fn asked(fields: &[(&str, &str)]) -> Asked {
        Asked::new("/incidents", fields.iter().map(|(name, value)| (name.to_string(), value.to_string())))
    }

    #[test]
    fn an_address_keeps_what_was_asked_and_begins_anew() {
        let asked = asked(&[("author", "王&李"), ("page", "3"), ("status", ""), ("format", "csv")]);
        assert_eq!(asked.with(&[("status", "open")]), "/incidents?author=%E7%8E%8B%26%E6%9D%8E&status=open");
        assert_eq!(asked.with(&[("author", "")]), "/incidents");
        assert_eq!(asked.with(&[("format", "json")]), "/incidents?author=%E7%8E%8B%26%E6%9D%8E&format=json");
        assert_eq!(asked.page(), Some(3));
    }

    #[test]
    fn nothing_in_a_field_ends_the_address() {
        let hostile = asked(&[("words", "\"><script>alert(1)</script>&page=9#x")]);
        let address = hostile.with(&[]);
        assert!(address.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/?=%".contains(&byte)), "{address}");
    }

    #[test]
    fn an_empty_field_narrows_nothing() {
        assert!(!asked(&[("words", "  "), ("page", "2")]).is_narrowed(&[]));
        assert!(asked(&[("words", "支付")]).is_narrowed(&["all"]));
        assert!(!asked(&[("all", "1")]).is_narrowed(&["all"]));
        assert!(asked(&[("period", "第八周半")]).filters().is_err());
    }
}
