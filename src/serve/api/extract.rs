//! What a request says, read into types. What cannot be read, and what is not known, is said as a problem.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::StatusCode;
use http::Uri;
use http::request::Parts;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use utoipa::IntoParams;
use utoipa::openapi::path::ParameterIn;
use uuid::Uuid;

use crate::serve::problem::Problem;

/// The parameters of a query, as one type or several; one that none of them knows is refused.
#[derive(Debug)]
pub(super) struct Fields<A, B = NoFields, C = NoFields>(pub A, pub B, pub C);

/// No parameter.
#[derive(Debug, Deserialize, IntoParams)]
pub(super) struct NoFields {}

impl<S, A, B, C> FromRequestParts<S> for Fields<A, B, C>
where
    S: Send + Sync,
    A: DeserializeOwned + IntoParams,
    B: DeserializeOwned + IntoParams,
    C: DeserializeOwned + IntoParams,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        let known: Vec<String> = [names::<A>(), names::<B>(), names::<C>()].concat();
        let sent: Vec<(String, String)> = read(&parts.uri)?;
        if let Some((unknown, _)) = sent.iter().find(|(name, _)| !known.contains(name)) {
            let problem = Problem::bad_request(format!("there is no parameter `{unknown}` here"));
            return Err(match known.is_empty() {
                true => problem,
                false => problem.with_hint(format!("there are: {}", known.join(", "))),
            });
        }
        Ok(Self(read(&parts.uri)?, read(&parts.uri)?, read(&parts.uri)?))
    }
}

fn names<T: IntoParams>() -> Vec<String> {
    T::into_params(|| Some(ParameterIn::Query)).into_iter().map(|parameter| parameter.name).collect()
}

fn read<T: DeserializeOwned>(uri: &Uri) -> Result<T, Problem> {
    let read = Query::<T>::try_from_uri(uri).map(|Query(fields)| fields);
    read.map_err(|rejection| Problem::bad_request(rejection.body_text()))
}

/// A body in JSON.
#[derive(Debug)]
pub(in crate::serve) struct Body<T>(pub T);

impl<S, T> FromRequest<S> for Body<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = Problem;

    async fn from_request(request: Request, state: &S) -> Result<Self, Problem> {
        let read = Json::<T>::from_request(request, state).await;
        read.map(|Json(value)| Self(value)).map_err(|rejection| {
            // JSON of another shape is as much the request's fault as what is no JSON.
            let status = match &rejection {
                JsonRejection::JsonDataError(_) => StatusCode::BAD_REQUEST,
                other => other.status(),
            };
            Problem::new(status, rejection.body_text())
        })
    }
}

/// The id in a path.
#[derive(Debug)]
pub(super) struct Id(pub Uuid);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let read = Path::<Uuid>::from_request_parts(parts, state).await;
        // What is no id is nobody's.
        read.map(|Path(id)| Self(id)).map_err(|_: PathRejection| Problem::not_found("there is nothing with this id"))
    }
}
