//! Enums that programs know by names: `named!`.

/// Gives an enum of plain variants `name()`; JSON writes that name, and the schema lists all of them.
macro_rules! named {
    ($kind:ident { $($variant:ident $name:literal),+ $(,)? }) => {
        impl $kind {
            /// As JSON writes it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }
        }

        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.name())
            }
        }

        impl schemars::JsonSchema for $kind {
            fn inline_schema() -> bool {
                true
            }

            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($kind).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "enum": [$($name),+] })
            }
        }
    };
}
pub(crate) use named;
