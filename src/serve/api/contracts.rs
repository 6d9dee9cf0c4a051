//! The JSON contracts as the OpenAPI document names them. What they hold is data: `contracts.json`, JSON Schema 2020-12.

use serde_json::Value;
use utoipa::openapi::{ObjectBuilder, RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

macro_rules! contracts {
    ($($name:ident)*) => {$(
        /// A name in the document; its schema is in `contracts.json`.
        pub(in crate::serve) enum $name {}

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                RefOr::T(Schema::Object(ObjectBuilder::new().build()))
            }
        }

        impl ToSchema for $name {}
    )*

        /// The names, to be compared with the data.
        #[cfg(test)]
        const NAMES: &[&str] = &[$(stringify!($name)),*];
    };
}

contracts! {
    Answer Hit ReportSummary Report Author Incident IncidentThreads Metric Trend Milestone Promise Rollup Goals Draft Finding
    AuditRecord Status JudgedAnswer Judgement MonthStats StandingCorrection IngestSummary ChatCompletionRequest ChatCompletion ModelList ModelEntry
}

/// Puts the schemas into a document.
pub(super) fn fill(document: &mut Value) {
    let Ok(Value::Object(known)) = serde_json::from_str::<Value>(include_str!("contracts.json")) else { return };
    for (name, schema) in known {
        document["components"]["schemas"][name] = schema;
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::NAMES;

    #[test]
    fn every_name_has_its_schema() {
        let known: Value = serde_json::from_str(include_str!("contracts.json")).expect("JSON");
        for name in NAMES {
            assert!(known[name]["type"].is_string(), "{name}");
        }
    }
}
