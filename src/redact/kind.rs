//! The kinds of values that do not leave the machine, and the word of each in a placeholder.

use serde::{Deserialize, Serialize};

macro_rules! kinds {
    ($($(#[$about:meta])* $kind:ident $word:literal $name:literal,)*) => {
        /// What a value is. The order decides which kind a value has that is two at once: the first.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $($(#[$about])* $kind,)* }

        impl Kind {
            pub const ALL: &'static [Self] = &[$(Self::$kind,)*];

            /// The word in a placeholder: upper-case Latin letters alone.
            pub(super) fn word(self) -> &'static str {
                match self { $(Self::$kind => $word,)* }
            }

            /// The name in the ledger of what left, as serde writes it: `id_card`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* }
            }
        }
    };
}

kinds! {
    /// A key, a token, a password.
    Secret "SECRET" "secret",
    Email "EMAIL" "email",
    /// A resident identity card (GB 11643).
    IdCard "IDCARD" "id_card",
    /// A passport, a permit, a licence.
    Document "DOCUMENT" "document",
    /// A unified social credit code (GB 32100).
    Company "COMPANY" "company",
    BankCard "CARD" "bank_card",
    /// A mobile or a landline number.
    Phone "PHONE" "phone",
    /// The number plate of a car.
    Plate "PLATE" "plate",
    /// The address of a network card.
    Mac "MAC" "mac",
    Ip "IP" "ip",
    /// A host of an internal network.
    Host "HOST" "host",
    /// A name of the configuration.
    Person "PERSON" "person",
    /// A word of the configuration.
    Word "WORD" "word",
    /// No secret: something of the text that looks like a placeholder in use. Replaced so that it comes back as it was.
    Literal "TEXT" "literal",
}
