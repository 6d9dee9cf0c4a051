//! The schemas of what is sent, made of the types that are sent, under the names that the document gives them.

use schemars::generate::SchemaSettings;
use schemars::transform::{Transform, transform_subschemas};
use schemars::{Schema, SchemaGenerator};
use serde_json::Value;

pub(super) use crate::feedback::{JudgedAnswer, Judgement, MonthStats};
pub(super) use crate::render::{
    AnswerWithSources as Answer, AuditRecord, Author, DraftReport as Draft, GoalsOfWeek as Goals, Hit, Incident,
    IncidentHistories as IncidentThreads, IngestSummary, Metric, Milestone, Objection as Finding, ReportSummary,
    ReportWhole as Report, RollupReply, StandingCorrection, StandingPromise as Promise, TrendOfMetrics as Trend,
};
use crate::serve::problem::Problem;

use super::status::Status;

/// Makes types known to utoipa by the names of their schemas, and a function that gives the schemas with all that they refer to.
macro_rules! contracts {
    ($(#[$about:meta])* $seen:vis fn $name:ident by $generator:path { $($kind:ty),+ $(,)? }) => {
        $(impl utoipa::PartialSchema for $kind {
            /// The document gets the whole one.
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                utoipa::openapi::ObjectBuilder::new().into()
            }
        }

        impl utoipa::ToSchema for $kind {
            fn name() -> std::borrow::Cow<'static, str> {
                <$kind as schemars::JsonSchema>::schema_name()
            }
        })+

        $(#[$about])*
        $seen fn $name() -> serde_json::Map<String, serde_json::Value> {
            let mut generator = $generator();
            $(generator.subschema_for::<$kind>();)+
            generator.take_definitions(true)
        }
    };
}
pub(in crate::serve) use contracts;

contracts! {
    /// Of what this interface replies.
    pub(super) fn schemas by of_replies {
        Answer<'_>, AuditRecord<'_>, Author<'_>, Draft<'_>, Finding<'_>, Goals<'_>, Hit<'_>, Incident<'_>, IncidentThreads<'_>,
        IngestSummary<'_>, JudgedAnswer, Judgement, Metric<'_>, Milestone<'_>, MonthStats, Problem, Promise<'_>, Report<'_>,
        ReportSummary<'_>, RollupReply<'_>, StandingCorrection<'_>, Status, Trend<'_>,
    }
}

/// Schemas of JSON as it is written: objects have the fields that are named, and no others.
pub(in crate::serve) fn of_replies() -> SchemaGenerator {
    settings().for_serialize().with_transform(Closed).into_generator()
}

/// Schemas of JSON as it is read, with whatever else it says.
pub(in crate::serve) fn of_requests() -> SchemaGenerator {
    settings().into_generator()
}

/// OpenAPI 3.1 has JSON Schema 2020-12.
fn settings() -> SchemaSettings {
    let settings = SchemaSettings::draft2020_12().with(|settings| {
        settings.definitions_path = "/components/schemas".into();
        settings.meta_schema = None;
    });
    settings.with_transform(Plain)
}

/// Sizes of numbers in Rust are no formats of JSON.
#[derive(Debug, Clone)]
struct Plain;

impl Transform for Plain {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let kind = schema.get("type");
        let is_text = kind
            .is_some_and(|kind| kind == "string" || kind.as_array().is_some_and(|of| of.contains(&"string".into())));
        if !is_text {
            schema.remove("format");
        }
    }
}

#[derive(Debug, Clone)]
struct Closed;

impl Transform for Closed {
    fn transform(&mut self, schema: &mut Schema) {
        transform_subschemas(self, schema);
        let Some(object) = schema.as_object_mut() else { return };
        if !object.contains_key("properties") || object.contains_key("additionalProperties") {
            return;
        }
        let mut is_joined = false;
        for name in ["oneOf", "anyOf", "allOf"] {
            let parts = object.get_mut(name).and_then(Value::as_array_mut);
            is_joined |= parts.is_some();
            // None of the parts has all fields.
            let parts = parts.into_iter().flatten().filter_map(Value::as_object_mut);
            parts.for_each(|part| drop(part.remove("additionalProperties")));
        }
        let name = if is_joined { "unevaluatedProperties" } else { "additionalProperties" };
        object.insert(name.to_string(), Value::Bool(false));
    }
}
