//! One term of a text.

/// What kind of thing a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// A Chinese or Latin word.
    Word,
    /// A Latin identifier or a part of one.
    Identifier,
    Number,
    /// `@06-15`, `@w26`: written any way.
    Date,
    /// The glossary's word for another token, mostly in the other language.
    Translation,
}

/// One term to index or to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct Token {
    pub text: String,
    pub kind: TokenKind,
    /// 1 for what is written, less for parts and translations.
    pub weight: f32,
}
