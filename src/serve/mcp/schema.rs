//! The schemas of tools, and arguments read by them: what does not fit is said in a way that a model can mend.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::serve::problem::Problem;

/// A JSON object, as a schema or as arguments.
pub(super) type Object = Map<String, Value>;

/// The schema of what a tool takes.
pub(super) fn input<T: JsonSchema>() -> Object {
    schema::<T>(SchemaSettings::draft2020_12())
}

/// The schema of what a tool gives.
pub(super) fn output<T: JsonSchema>() -> Object {
    schema::<T>(SchemaSettings::draft2020_12().for_serialize())
}

/// Without references, which some clients do not follow, and without what says nothing to them.
fn schema<T: JsonSchema>(settings: SchemaSettings) -> Object {
    let generator = settings.with(|settings| settings.inline_subschemas = true).into_generator();
    let mut schema = generator.into_root_schema_for::<T>().to_value();
    simplify(&mut schema);
    match schema {
        Value::Object(mut object) => {
            for key in ["$schema", "title", "description"] {
                object.remove(key);
            }
            object
        }
        _ => Object::new(),
    }
}

/// Sizes of numbers in Rust are no formats of JSON.
fn simplify(schema: &mut Value) {
    match schema {
        Value::Object(object) => {
            if object.get("format").is_some_and(Value::is_string) {
                object.remove("format");
            }
            object.values_mut().for_each(simplify);
        }
        Value::Array(values) => values.iter_mut().for_each(simplify),
        _ => {}
    }
}

/// Reads the arguments of a call.
///
/// # Errors
/// 400: an argument that there is none of, that is missing, or of another type; with what is wanted instead.
pub(super) fn read<T: DeserializeOwned>(arguments: Option<Object>, schema: &Object) -> Result<T, Problem> {
    let arguments = arguments.unwrap_or_default();
    let properties = schema.get("properties").and_then(Value::as_object);
    let known = |name: &str| properties.and_then(|properties| properties.get(name));
    let names = || properties.map(|all| all.keys().cloned().collect::<Vec<_>>().join(", ")).unwrap_or_default();
    for (name, value) in &arguments {
        let Some(wanted) = known(name) else {
            let problem = Problem::bad_request(format!("there is no argument `{name}`"));
            return Err(problem.with_hint(format!("there are: {}", names())));
        };
        if !fits(value, wanted) {
            let detail = format!("`{name}` is {}, and must be {}", shown(value), expected(wanted));
            return Err(Problem::bad_request(detail).with_hint(description(wanted)));
        }
    }
    let required = schema.get("required").and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    for name in required {
        if arguments.get(name).is_none_or(Value::is_null) {
            let hint = known(name).map(description).unwrap_or_default();
            return Err(Problem::bad_request(format!("`{name}` is missing")).with_hint(hint));
        }
    }
    serde_json::from_value(Value::Object(arguments)).map_err(|error| Problem::bad_request(error.to_string()))
}

fn description(schema: &Value) -> String {
    schema.get("description").and_then(Value::as_str).unwrap_or_default().replace('\n', " ")
}

/// Whether a value is of the type that a schema names, within its bounds, and one of those it lists.
fn fits(value: &Value, schema: &Value) -> bool {
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        return any.iter().any(|schema| fits(value, schema));
    }
    if let Some(listed) = schema.get("enum").and_then(Value::as_array) {
        return listed.contains(value);
    }
    let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
    types(schema).iter().any(|of| match *of {
        "string" => value.is_string(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        "integer" => value.as_u64().is_some_and(|value| {
            bound("minimum").is_none_or(|least| value >= least) && bound("maximum").is_none_or(|most| value <= most)
        }),
        "array" => value.as_array().is_some_and(|values| {
            let count = values.len() as u64;
            bound("minItems").is_none_or(|least| count >= least)
                && bound("maxItems").is_none_or(|most| count <= most)
                && schema.get("items").is_none_or(|items| values.iter().all(|value| fits(value, items)))
        }),
        _ => true,
    })
}

fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(one)) => vec![one],
        Some(Value::Array(several)) => several.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// `a whole number from 1 to 100`, `one of open, resolved, unknown`.
fn expected(schema: &Value) -> String {
    if let Some(any) = schema.get("anyOf").and_then(Value::as_array) {
        return any.iter().map(expected).collect::<Vec<_>>().join(" or ");
    }
    if let Some(listed) = schema.get("enum").and_then(Value::as_array) {
        let listed: Vec<String> = listed.iter().map(|value| value.to_string().replace('"', "")).collect();
        return format!("one of {}", listed.join(", "));
    }
    let bound = |name: &str| schema.get(name).and_then(Value::as_u64);
    let named = types(schema).into_iter().map(|of| match of {
        "string" => "text".to_string(),
        "boolean" => "true or false".to_string(),
        "array" => {
            let items = schema.get("items").map(expected).unwrap_or_default();
            let most = bound("maxItems").map(|most| format!(" of at most {most}")).unwrap_or_default();
            format!("a list{most}, each {items}")
        }
        "integer" => {
            let least = bound("minimum").map(|least| format!(" from {least}")).unwrap_or_default();
            let most = bound("maximum").map(|most| format!(" to {most}")).unwrap_or_default();
            format!("a whole number{least}{most}")
        }
        other => other.to_string(),
    });
    named.collect::<Vec<_>>().join(" or ")
}

/// Characters of a wrong value that are repeated.
const SHOWN_CHARS: usize = 60;

fn shown(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(SHOWN_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::inputs::{IncidentsInput, RollupInput, TrendInput};
    use super::{Object, input, read};
    use crate::serve::problem::Problem;

    fn object(value: Value) -> Option<Object> {
        value.as_object().cloned()
    }

    fn refused(arguments: Value) -> Problem {
        read::<IncidentsInput>(object(arguments), &input::<IncidentsInput>()).expect_err("a problem")
    }

    #[test]
    fn what_is_wrong_is_named_with_what_is_wanted() {
        let unknown = refused(json!({ "week": "第26周" }));
        assert!(unknown.detail.contains("`week`") && unknown.hint.expect("a hint").contains("period"));
        let many = refused(json!({ "limit": "many" }));
        assert_eq!(many.detail, "`limit` is \"many\", and must be a whole number from 1 to 100");
        assert!(refused(json!({ "limit": 101 })).detail.contains("from 1 to 100"));
        assert!(refused(json!({ "status": "closed" })).detail.contains("one of open, resolved, unknown"));
        assert!(refused(json!({ "systems": [1] })).detail.contains("a list, each text"));
        let missing = read::<RollupInput>(None, &input::<RollupInput>()).expect_err("a problem");
        assert!(missing.detail.contains("`period` is missing") && missing.hint.expect("a hint").contains("2023Q2"));
        assert!(read::<TrendInput>(object(json!({ "metrics": [] })), &input::<TrendInput>()).is_err());
    }

    #[test]
    fn arguments_are_read_with_their_defaults_and_null_is_none() {
        let arguments = object(json!({ "status": "open", "since": "2023-06-01", "author": null, "offset": 40 }));
        let read: IncidentsInput = read(arguments, &input::<IncidentsInput>()).expect("arguments");
        assert_eq!((read.page.limit, read.page.offset, read.histories), (20, 40, false));
        assert_eq!((read.filters.since.as_deref(), read.filters.author), (Some("2023-06-01"), None));
    }

    #[test]
    fn schemas_have_no_references() {
        let schema = Value::Object(input::<IncidentsInput>()).to_string();
        assert!(!schema.contains("$ref") && !schema.contains("\"format\"") && schema.contains("next_offset"));
    }
}
