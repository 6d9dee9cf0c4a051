//! ZB014: a key, a token or a password in the text.

use crate::check::finding::{Objection, Wording};
use crate::check::rule::{About, Case, Rule};
use crate::redact::Kind;

pub(in crate::check) static RULE: Rule = Rule {
    code: "ZB014",
    name: "secret",
    is_default: true,
    needs_earlier: false,
    about: About {
        finds: (
            "正文里的密钥、令牌、口令，代码块里的也算。",
            "A key, a token or a password in the text, in code blocks too.",
        ),
        why: ("写进周报的密钥等于公开，只能作废重发。", "A secret in a report is public: it has to be revoked."),
        limits: (
            "认得常见厂商密钥的形状、JWT、PEM、“密码：”“token=”之后的值、网址里的口令。打了星号的、示例词、只有用户名的网址不说。",
            "Known are the shapes of common keys, JWT, PEM blocks, values after 密码：, token= and the like, and passwords in \
             addresses. Masked values, words such as none, and addresses with a user alone are left alone.",
        ),
        example: "- 测试环境 token=（真实的值会被指出）",
    },
    run,
};

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
