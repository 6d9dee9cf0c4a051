//! JSON held against a JSON Schema 2020-12: the words that the OpenAPI document says. A word that is not known here is a failure, so
//! that nothing passes unread.

use std::collections::HashSet;

use serde_json::{Map, Value};
use uuid::Uuid;

/// The schemas of a document that refer to each other.
pub struct Schemas<'a>(pub &'a Value);

impl<'a> Schemas<'a> {
    /// What is wrong with `value`, each with its place; empty where it is as `schema` has it.
    pub fn faults(&self, schema: &'a Value, value: &Value) -> Vec<String> {
        let mut faults = Vec::new();
        self.hold(schema, value, "", &mut faults);
        faults
    }

    /// Returns the names of the fields that the schema has looked at.
    fn hold(&self, schema: &'a Value, value: &Value, at: &str, faults: &mut Vec<String>) -> HashSet<&'a str> {
        let mut seen = HashSet::new();
        let Some(words) = schema.as_object() else { return seen };
        let mut wrong = |what: String| faults.push(format!("{at}: {what}: {value}"));
        for (word, wanted) in words {
            let is_right = match word.as_str() {
                "type" => is_of(value, wanted),
                "const" => value == wanted,
                "enum" => wanted.as_array().expect("a list").contains(value),
                "required" => {
                    let names = wanted.as_array().expect("names").iter().filter_map(Value::as_str);
                    value.as_object().is_none_or(|fields| names.into_iter().all(|name| fields.contains_key(name)))
                }
                "minimum" => value.as_f64().is_none_or(|value| value >= wanted.as_f64().expect("a number")),
                "maximum" => value.as_f64().is_none_or(|value| value <= wanted.as_f64().expect("a number")),
                "minItems" => value.as_array().is_none_or(|of| of.len() as u64 >= wanted.as_u64().expect("a number")),
                "maxItems" => value.as_array().is_none_or(|of| of.len() as u64 <= wanted.as_u64().expect("a number")),
                "format" => value.as_str().is_none_or(|text| is_in_form(text, wanted.as_str().expect("a name"))),
                "$ref"
                | "properties"
                | "items"
                | "prefixItems"
                | "oneOf"
                | "anyOf"
                | "additionalProperties"
                | "unevaluatedProperties"
                | "description"
                | "title"
                | "default" => true,
                other => panic!("a schema says `{other}`, which is not read"),
            };
            if !is_right {
                wrong(format!("{word} {wanted}"));
            }
        }
        if let Some(reference) = words.get("$ref").and_then(Value::as_str) {
            let schema = self.0.pointer(reference.trim_start_matches('#')).expect("a schema");
            seen.extend(self.hold(schema, value, at, faults));
        }
        for word in ["oneOf", "anyOf"] {
            let Some(parts) = words.get(word).and_then(Value::as_array) else { continue };
            let held = parts.iter().map(|part| {
                let mut faults = Vec::new();
                (self.hold(part, value, at, &mut faults), faults)
            });
            let held: Vec<_> = held.collect();
            let right = held.iter().filter(|(_, faults)| faults.is_empty()).count();
            if right == 0 || (word == "oneOf" && right > 1) {
                let told: Vec<&String> = held.iter().flat_map(|(_, faults)| faults.iter().take(1)).collect();
                faults.push(format!("{at}: {right} of {word} hold: {told:?}"));
            }
            seen.extend(held.into_iter().filter(|(_, faults)| faults.is_empty()).flat_map(|(seen, _)| seen));
        }
        if let Some(rows) = value.as_array() {
            self.rows(words, rows, at, faults);
        }
        if let Some(fields) = value.as_object() {
            seen.extend(self.fields(words, fields, at, faults));
            if words.get("unevaluatedProperties") == Some(&Value::Bool(false)) {
                let unknown = fields.keys().filter(|name| !seen.contains(name.as_str()));
                faults.extend(unknown.map(|name| format!("{at}: there is no field `{name}`")));
            }
        }
        seen
    }

    fn rows(&self, words: &'a Map<String, Value>, rows: &[Value], at: &str, faults: &mut Vec<String>) {
        let first = words.get("prefixItems").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        for (place, row) in rows.iter().enumerate() {
            if let Some(schema) = first.get(place).or(words.get("items")) {
                self.hold(schema, row, &format!("{at}/{place}"), faults);
            }
        }
    }

    fn fields(
        &self,
        words: &'a Map<String, Value>,
        fields: &Map<String, Value>,
        at: &str,
        faults: &mut Vec<String>,
    ) -> HashSet<&'a str> {
        let known = words.get("properties").and_then(Value::as_object);
        let others = words.get("additionalProperties");
        let mut seen = HashSet::new();
        for (name, value) in fields {
            let place = format!("{at}/{name}");
            match (known.and_then(|known| known.get_key_value(name)), others) {
                (Some((name, schema)), _) => {
                    seen.insert(name.as_str());
                    self.hold(schema, value, &place, faults);
                }
                (None, Some(Value::Bool(false))) => faults.push(format!("{at}: there is no field `{name}`")),
                (None, Some(schema)) => drop(self.hold(schema, value, &place, faults)),
                (None, None) => {}
            }
        }
        seen
    }
}

fn is_of(value: &Value, wanted: &Value) -> bool {
    let is = |name: &Value| match name.as_str().expect("a type") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("there is no type `{other}`"),
    };
    match wanted {
        Value::Array(several) => several.iter().any(is),
        one => is(one),
    }
}

fn is_in_form(text: &str, form: &str) -> bool {
    let is_like = |shape: &str| {
        let is_so = |(c, wanted): (char, char)| if wanted == '0' { c.is_ascii_digit() } else { c == wanted };
        text.len() == shape.len() && text.chars().zip(shape.chars()).all(is_so)
    };
    match form {
        "uuid" => text.parse::<Uuid>().is_ok(),
        "date" => is_like("0000-00-00"),
        "date-time" => text.parse::<jiff::Timestamp>().is_ok() && text.ends_with('Z'),
        other => panic!("a form `{other}`, which is not read"),
    }
}
