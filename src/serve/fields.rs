//! Fields of a request, as they come in a query or a form: text, read by the same code as what is typed.

use serde::Deserialize;
use utoipa::IntoParams;

use super::problem::Problem;
use crate::catalogue::Catalogue;
use crate::context::{check_span, parse_date, parse_period};
use crate::fact::Status;
use crate::retrieve::Filters;
use crate::thread::Outcome;
use crate::vocabulary::{Language, Wording, both};

/// What narrows a request. An empty field is ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize, IntoParams, utoipa::ToSchema, schemars::JsonSchema)]
#[into_params(parameter_in = Query)]
pub(super) struct FilterFields {
    /// Only what happened or was reported on or after this day, `2023-06-20`.
    #[serde(default)]
    pub since: Option<String>,
    /// Only what happened or was reported on or before this day.
    #[serde(default)]
    pub until: Option<String>,
    /// Only this time: `2023-06`, `2023Q2`, `第26周`, `2023-06-01..2023-06-15`.
    #[serde(default)]
    pub period: Option<String>,
    /// Only sections with these words in their headings, or of a kind (`progress`, `plan`, `metrics`, `incidents`).
    #[serde(default)]
    pub section: Option<String>,
    /// Only reports by authors whose names contain these words.
    #[serde(default)]
    pub author: Option<String>,
}

impl FilterFields {
    /// # Errors
    /// 400: an invalid day, time or span.
    pub(super) fn filters(&self) -> Result<Filters, Problem> {
        let date = |name: Wording, text: &Option<String>| {
            let read = given(text).map(parse_date).transpose();
            read.map_err(|why| Problem::unread(name, &why))
        };
        let period = given(&self.period).map(parse_period).transpose();
        let filters = Filters {
            since: date(both!("起始日", "since"), &self.since)?,
            until: date(both!("截止日", "until"), &self.until)?,
            period: period.map_err(|why| Problem::unread(both!("时间", "period"), &why))?,
            section: given(&self.section).map(str::to_string),
            author: given(&self.author).map(str::to_string),
        };
        check_span(&filters)?;
        Ok(filters)
    }
}

/// A field that has something in it.
pub(super) fn given(field: &Option<String>) -> Option<&str> {
    field.as_deref().map(str::trim).filter(|text| !text.is_empty())
}

/// What the program's own words are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, utoipa::ToSchema, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum LanguageField {
    Zh,
    En,
}

impl LanguageField {
    pub(super) fn language(self) -> Language {
        match self {
            Self::Zh => Language::Chinese,
            Self::En => Language::English,
        }
    }

    /// # Errors
    /// 400: another one.
    pub(super) fn named(name: &str) -> Result<Self, Problem> {
        match name {
            "zh" => Ok(Self::Zh),
            "en" => Ok(Self::En),
            other => Err(Problem::bad_request(format!("`lang` is `{other}`, not zh or en"))),
        }
    }

    /// That of the reports where none is asked for.
    pub(super) fn among(asked: Option<Self>, catalogue: &Catalogue) -> Language {
        asked.map_or_else(|| catalogue.language(), Self::language)
    }
}

/// Whether an incident is over.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum StatusField {
    Open,
    Resolved,
    Unknown,
}

impl From<StatusField> for Status {
    fn from(status: StatusField) -> Self {
        match status {
            StatusField::Open => Self::Open,
            StatusField::Resolved => Self::Resolved,
            StatusField::Unknown => Self::Unknown,
        }
    }
}

/// What came of a promise.
#[derive(Debug, Clone, Copy, Deserialize, utoipa::ToSchema, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub(super) enum OutcomeField {
    Kept,
    Partly,
    Slipped,
    Dropped,
    PossiblyKept,
    PossiblySlipped,
    Unknown,
    Pending,
}

impl From<OutcomeField> for Outcome {
    fn from(outcome: OutcomeField) -> Self {
        match outcome {
            OutcomeField::Kept => Self::Kept,
            OutcomeField::Partly => Self::Partly,
            OutcomeField::Slipped => Self::Slipped,
            OutcomeField::Dropped => Self::Dropped,
            OutcomeField::PossiblyKept => Self::PossiblyKept,
            OutcomeField::PossiblySlipped => Self::PossiblySlipped,
            OutcomeField::Unknown => Self::Unknown,
            OutcomeField::Pending => Self::Pending,
        }
    }
}
