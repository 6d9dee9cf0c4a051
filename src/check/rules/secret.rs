//! ZB014: a key, a token or a password in the text.

use crate::check::finding::{Objection, Wording};
use crate::check::rule::{Case, Rule};
use crate::redact::Kind;

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB014", name: "secret", is_default: true, needs_earlier: false, run };

fn run(case: &Case<'_>) -> Vec<Objection> {
    let source = &case.page.report.source;
    let secrets = case.page.values.iter().filter(|(span, kind)| *kind == Kind::Secret && is_secret(source, span));
    secrets
        .map(|(span, _)| Objection {
            span: span.clone(),
            message: Wording::new("正文里有密钥或口令，应作废重发", "the text holds a key or a password: revoke it"),
            evidence: Vec::new(),
        })
        .collect()
}

/// The user of an address is no secret without a password.
fn is_secret(source: &str, span: &std::ops::Range<usize>) -> bool {
    let is_user = source[span.end..].starts_with('@') && source[..span.start].ends_with("://");
    let value = &source[span.clone()];
    let password = value.split_once(':').map(|(_, password)| password);
    !is_user || password.is_some_and(|password| password.chars().any(|c| !"*xX.".contains(c)))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found, page_findings, silent};

    const CODE: &str = "ZB014";

    fn line(text: &str) -> String {
        format!("# 第8周 2023-02-21\n\n- {text}\n")
    }

    #[test]
    fn secrets_are_found_also_in_code() {
        assert_eq!(found(CODE, &line("密码：Abc12345")).len(), 1);
        assert_eq!(found(CODE, &line("mysql://root:Abc12345@db.test/pay")).len(), 1);
        assert_eq!(found(CODE, "# 第8周 2023-02-21\n\n```\nexport KEY=ghp_abcdefghij0123456789\n```\n").len(), 1);
    }

    #[test]
    fn words_masks_and_users_are_no_secrets() {
        for text in [
            "密码重置流程上线", "token: 4096", "密码：******", "ssh://git@code.test/pay", "从ark拿密钥",
            "password: none",
        ] {
            silent(CODE, &line(text));
        }
    }

    #[test]
    fn the_value_is_never_shown() {
        let findings = page_findings(CODE, &line("密码：Abc12345"));
        assert!(!findings.is_empty() && !format!("{findings:?}").contains("Abc12345"));
    }
}
