//! The kinds of values that do not leave the machine, and the word that stands for each.

use serde::{Deserialize, Serialize};

/// What a value is. The order decides which kind a value has that is two at once: the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A key, a token, a password.
    Secret,
    Email,
    /// A resident identity card (GB 11643).
    IdCard,
    /// A passport, a permit, a licence.
    Document,
    /// A unified social credit code (GB 32100).
    Company,
    BankCard,
    /// A mobile or a landline number.
    Phone,
    /// The number plate of a car.
    Plate,
    /// The address of a network card.
    Mac,
    Ip,
    /// A host of an internal network.
    Host,
    /// A name of the configuration.
    Person,
    /// A word of the configuration.
    Word,
    /// No secret: something of the text that looks like a placeholder in use. Replaced so that it comes back as it was.
    Literal,
}

impl Kind {
    pub const ALL: [Self; 14] = [
        Self::Secret,
        Self::Email,
        Self::IdCard,
        Self::Document,
        Self::Company,
        Self::BankCard,
        Self::Phone,
        Self::Plate,
        Self::Mac,
        Self::Ip,
        Self::Host,
        Self::Person,
        Self::Word,
        Self::Literal,
    ];

    /// The word in a placeholder: upper-case Latin letters alone.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Secret => "SECRET",
            Self::Email => "EMAIL",
            Self::IdCard => "IDCARD",
            Self::Document => "DOCUMENT",
            Self::Company => "COMPANY",
            Self::BankCard => "CARD",
            Self::Phone => "PHONE",
            Self::Plate => "PLATE",
            Self::Mac => "MAC",
            Self::Ip => "IP",
            Self::Host => "HOST",
            Self::Person => "PERSON",
            Self::Word => "WORD",
            Self::Literal => "TEXT",
        }
    }

    /// The name in the ledger of what left, as serde writes it: `id_card`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Secret => "secret",
            Self::Email => "email",
            Self::IdCard => "id_card",
            Self::Document => "document",
            Self::Company => "company",
            Self::BankCard => "bank_card",
            Self::Phone => "phone",
            Self::Plate => "plate",
            Self::Mac => "mac",
            Self::Ip => "ip",
            Self::Host => "host",
            Self::Person => "person",
            Self::Word => "word",
            Self::Literal => "literal",
        }
    }
}
