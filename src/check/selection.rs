//! Which rules run: codes, beginnings of codes and names, as `--select`, `--ignore` and the configuration give them.

use super::rule::Rule;
use super::rules::rules;

/// The rules that are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Selection {
    /// Nothing selected means every rule that is on by itself.
    select: Vec<String>,
    ignore: Vec<String>,
}

/// A code that is no rule's and begins no rule's.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no rule `{0}`")]
pub struct UnknownRule(pub String);

impl Selection {
    /// `select` and `ignore` hold codes (`ZB003`), beginnings of codes (`ZB`, `ZB01`) and names (`two-values`), in any case.
    ///
    /// # Errors
    /// What means no rule at all.
    pub fn new(select: &[String], ignore: &[String]) -> Result<Self, UnknownRule> {
        let folded = |texts: &[String]| -> Result<Vec<String>, UnknownRule> {
            texts.iter().map(|text| fold(text).ok_or_else(|| UnknownRule(text.clone()))).collect()
        };
        Ok(Self { select: folded(select)?, ignore: folded(ignore)? })
    }

    /// Whether `rule` runs. Where it is both selected and ignored, the more exact of the two wins, and ignoring where they
    /// are alike: `--select ZB --ignore ZB011`, `--select ZB011 --ignore ZB`.
    pub fn has(&self, rule: &Rule) -> bool {
        let exact = |texts: &[String]| texts.iter().filter(|text| means(text, rule)).map(String::len).max();
        let selected = if self.select.is_empty() { rule.is_default.then_some(0) } else { exact(&self.select) };
        match (selected, exact(&self.ignore)) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(selected), Some(ignored)) => selected > ignored,
        }
    }
}

fn fold(text: &str) -> Option<String> {
    let code = text.trim().to_ascii_uppercase();
    if code == "ALL" {
        return Some("ZB".to_string());
    }
    let named = rules().iter().find(|rule| rule.name.eq_ignore_ascii_case(text.trim()));
    if let Some(rule) = named {
        return Some(rule.code.to_string());
    }
    let is_known = code.starts_with("ZB") && rules().iter().any(|rule| means(&code, rule));
    is_known.then_some(code)
}

fn means(folded: &str, rule: &Rule) -> bool {
    rule.code.starts_with(folded)
}

#[cfg(test)]
mod tests {
    use super::{Selection, UnknownRule};
    use crate::check::rules;

    fn codes(select: &[&str], ignore: &[&str]) -> Vec<&'static str> {
        let texts = |codes: &[&str]| codes.iter().map(|code| (*code).to_string()).collect::<Vec<_>>();
        let selection = Selection::new(&texts(select), &texts(ignore)).expect("known codes");
        rules().iter().filter(|rule| selection.has(rule)).map(|rule| rule.code).collect()
    }

    #[test]
    fn nothing_selected_means_what_is_on_by_itself() {
        let all = codes(&[], &[]);
        assert!(all.contains(&"ZB001") && !all.contains(&"ZB015"));
        assert!(codes(&["ZB"], &[]).contains(&"ZB015"));
    }

    #[test]
    fn codes_names_and_beginnings_select() {
        assert_eq!(codes(&["zb003"], &[]), ["ZB003"]);
        assert_eq!(codes(&["two-values"], &[]), ["ZB003"]);
        assert!(codes(&["ZB01"], &[]).iter().all(|code| code.starts_with("ZB01")));
    }

    #[test]
    fn the_more_exact_of_select_and_ignore_wins() {
        assert!(!codes(&["ZB"], &["ZB011"]).contains(&"ZB011"));
        assert_eq!(codes(&["ZB011"], &["ZB"]), ["ZB011"]);
        assert!(codes(&["ZB011"], &["ZB011"]).is_empty());
    }

    #[test]
    fn what_means_no_rule_is_an_error() {
        assert_eq!(Selection::new(&["ZB999".to_string()], &[]), Err(UnknownRule("ZB999".to_string())));
        assert!(Selection::new(&[], &["E501".to_string()]).is_err());
        assert!(Selection::new(&[String::new()], &[]).is_err());
    }
}
