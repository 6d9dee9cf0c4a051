//! Names that the people of a department say are one metric's: `"年度可用性" = ["支付系统年度可用性"]` in the configuration.

use std::collections::BTreeMap;

use crate::text::fold;

#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum AliasError {
    #[error("`{name}` is given as another name of both `{one}` and `{other}`")]
    Twice { name: String, one: String, other: String },
    #[error("`{name}` is no name of a metric")]
    Empty { name: String },
}

/// Spellings and the names they mean; empty by default.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    /// By the folded spelling.
    names: BTreeMap<String, String>,
}

impl Aliases {
    /// Reads `name = [other names]`.
    ///
    /// # Errors
    /// `Twice` where two metrics claim one spelling; `Empty` for a name without a letter.
    pub fn new(table: &BTreeMap<String, Vec<String>>) -> Result<Self, AliasError> {
        let mut aliases = Self::default();
        for (name, others) in table {
            for spelling in std::iter::once(name).chain(others) {
                let key = folded(spelling);
                if key.is_empty() {
                    return Err(AliasError::Empty { name: spelling.clone() });
                }
                let known = aliases.names.insert(key, name.clone()).filter(|known| known != name);
                if let Some(known) = known {
                    return Err(AliasError::Twice { name: spelling.clone(), one: known, other: name.clone() });
                }
            }
        }
        Ok(aliases)
    }

    /// The name that `spelling` means.
    pub fn name_of(&self, spelling: &str) -> Option<&str> {
        self.names.get(&folded(spelling)).map(String::as_str)
    }
}

/// A name as spellings are compared: folded, without spaces, punctuation and brackets, but with their content.
pub(crate) fn folded(name: &str) -> String {
    let mut folded = fold(name);
    folded.retain(|c| c.is_alphanumeric() || matches!(c, '+' | '%'));
    folded
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{AliasError, Aliases, folded};

    fn table(lines: &[(&str, &[&str])]) -> BTreeMap<String, Vec<String>> {
        let owned = |names: &[&str]| names.iter().map(|name| (*name).to_string()).collect();
        lines.iter().map(|(name, others)| ((*name).to_string(), owned(others))).collect()
    }

    #[test]
    fn a_spelling_of_any_width_finds_its_name() {
        let aliases = Aliases::new(&table(&[("年度可用性", &["支付系统年度可用性（SLA）"])])).expect("valid");
        assert_eq!(aliases.name_of("支付系统 年度可用性(sla)"), Some("年度可用性"));
        assert_eq!(aliases.name_of("年度可用性"), Some("年度可用性"));
        assert_eq!(aliases.name_of("可用性"), None);
    }

    #[test]
    fn a_spelling_is_one_metrics_alone() {
        let twice = Aliases::new(&table(&[("A率", &["丙率"]), ("B率", &["丙率"])]));
        assert_eq!(twice, Err(AliasError::Twice { name: "丙率".into(), one: "A率".into(), other: "B率".into() }));
        assert!(matches!(Aliases::new(&table(&[("甲率", &["…"])])), Err(AliasError::Empty { .. })));
    }

    #[test]
    fn what_stands_in_brackets_is_part_of_a_name() {
        assert_ne!(folded("订单（新客）"), folded("订单（老客）"));
        assert_eq!(folded("ＱＰＳ 峰值"), "qps峰值");
    }
}
