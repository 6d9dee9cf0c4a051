//! Days and decimal numbers in the payload, as text: neither library knows serde here.

/// A day as `YYYY-MM-DD`; for `#[serde(with = "…")]`.
pub(super) mod day {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use crate::calendar::Date;

    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(date)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
    }
}

/// A decimal number, if there is one, with all its digits.
pub(super) mod decimal {
    use rust_decimal::Decimal;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(value: &Option<Decimal>, serializer: S) -> Result<S::Ok, S::Error> {
        match value {
            Some(value) => serializer.collect_str(value),
            None => serializer.serialize_none(),
        }
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Decimal>, D::Error> {
        let written = Option::<String>::deserialize(deserializer)?;
        written.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}
