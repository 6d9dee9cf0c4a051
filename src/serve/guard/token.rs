//! Tokens: who may ask, and for what. Kept and compared as their SHA-256, in constant time.

use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// What a token is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// To read reports, ledgers and roll-ups.
    Read,
    /// To ask, which is logged and may spend tokens of a model.
    Ask,
    /// To upload reports and correct answers.
    Write,
}

impl Scope {
    pub(in crate::serve) const ALL: [Self; 3] = [Self::Read, Self::Ask, Self::Write];

    /// `read`, `ask`, `write`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Ask => "ask",
            Self::Write => "write",
        }
    }
}

/// One line of the file.
#[derive(Clone)]
pub(in crate::serve) struct Token {
    pub name: String,
    pub scopes: Vec<Scope>,
    hash: [u8; 32],
}

/// Nothing of a token is printed.
impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Token").field("name", &self.name).field("scopes", &self.scopes).finish_non_exhaustive()
    }
}

/// The tokens that a server knows.
#[derive(Debug, Clone, Default)]
pub struct Tokens {
    known: Vec<Token>,
}

/// A file of tokens that cannot be used. No part of a token is repeated.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokensError {
    #[error("line {line} of the token file is not `NAME SCOPES TOKEN`")]
    Line { line: usize },
    #[error("line {line} of the token file names the scope `{found}`; there are read, ask and write")]
    Scope { line: usize, found: String },
    #[error("the token in line {line} of the token file is shorter than {SHORTEST} characters")]
    Short { line: usize },
    #[error("the name `{name}` is there twice in the token file")]
    Twice { name: String },
    #[error("there is no token in the token file")]
    Empty,
}

/// Characters of a token: what 128 random bits need in letters and digits.
const SHORTEST: usize = 22;

impl Tokens {
    /// Reads a file: a line for each token, `NAME SCOPES TOKEN` with scopes divided by commas; `#` begins a comment.
    ///
    /// # Errors
    /// The first invalid line; a name that is there twice; no token at all.
    pub fn parse(text: &str) -> Result<Self, TokensError> {
        let mut known: Vec<Token> = Vec::new();
        for (at, line) in text.lines().enumerate() {
            let line_number = at + 1;
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let words: Vec<&str> = line.split_whitespace().collect();
            let [name, scopes, token] = words[..] else { return Err(TokensError::Line { line: line_number }) };
            let scope = |word: &str| {
                let found = || TokensError::Scope { line: line_number, found: word.to_string() };
                Scope::ALL.into_iter().find(|scope| scope.name() == word).ok_or_else(found)
            };
            let scopes = scopes.split(',').map(scope).collect::<Result<_, _>>()?;
            if token.chars().count() < SHORTEST {
                return Err(TokensError::Short { line: line_number });
            }
            if known.iter().any(|known| known.name == name) {
                return Err(TokensError::Twice { name: name.to_string() });
            }
            known.push(Token { name: name.to_string(), scopes, hash: hash(token) });
        }
        if known.is_empty() { Err(TokensError::Empty) } else { Ok(Self { known }) }
    }

    /// Whether no token is asked for.
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// The token that was sent. Every known one is compared, whole, whichever it is.
    pub(in crate::serve) fn find(&self, sent: &str) -> Option<&Token> {
        let sent = hash(sent);
        self.known
            .iter()
            .fold(None, |found, known| if bool::from(known.hash.ct_eq(&sent)) { Some(known) } else { found })
    }

    pub(super) fn by_name(&self, name: &str) -> Option<&Token> {
        self.known.iter().find(|known| known.name == name)
    }
}

impl Token {
    pub(in crate::serve) fn name(&self) -> &str {
        &self.name
    }

    pub(in crate::serve) fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::{Scope, Tokens, TokensError};

    const LONG: &str = "3q2-7wEAAAAAAAAAAAAAAAAA";

    #[test]
    fn a_token_is_found_whole_with_its_name_and_scopes() {
        let text = format!("# the team\n\nwang read,ask {LONG}\nci  read  {LONG}x\n");
        let tokens = Tokens::parse(&text).expect("tokens");
        let found = tokens.find(LONG).expect("known");
        assert_eq!((found.name(), found.scopes.as_slice()), ("wang", [Scope::Read, Scope::Ask].as_slice()));
        assert_eq!(tokens.find(&format!("{LONG}x")).map(super::Token::name), Some("ci"));
        assert!(tokens.find(&LONG[..LONG.len() - 1]).is_none() && tokens.find("").is_none());
        assert!(!format!("{tokens:?}").contains("7wEA"));
    }

    #[test]
    fn a_wrong_line_is_named_without_its_token() {
        let error = |text: &str| Tokens::parse(text).expect_err("an error");
        assert_eq!(error("wang read"), TokensError::Line { line: 1 });
        assert_eq!(
            error(&format!("\nwang read,rite {LONG}")),
            TokensError::Scope { line: 2, found: "rite".to_string() }
        );
        assert_eq!(error("wang read secret"), TokensError::Short { line: 1 });
        assert_eq!(error(&format!("a read {LONG}\na ask {LONG}y")), TokensError::Twice { name: "a".to_string() });
        assert_eq!(error("# nobody\n"), TokensError::Empty);
        assert!(!error("wang read secret").to_string().contains("secret"));
    }
}
