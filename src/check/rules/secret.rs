//! ZB014: a key, a token or a password in the text.

use crate::check::finding::{Objection, Wording};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::redact::Kind;
use crate::report::Span;
use crate::vocabulary::{Sense, Words};

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB014", name: "secret", is_default: true, needs_earlier: false, run };

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let secrets = page
        .values
        .iter()
        .filter(|(span, kind)| *kind == Kind::Secret && is_secret(&page.report.source, span) && !is_public(page, span));
    secrets
        .map(|(span, _)| Objection {
            span: span.clone(),
            message: Wording::new("正文里有密钥或口令，应作废重发", "the text holds a key or a password: revoke it"),
            evidence: Vec::new(),
        })
        .collect()
}

/// The user of an address is no secret without a password, and an address is none (`expand pseudos pass: https://…`).
fn is_secret(source: &str, span: &Span) -> bool {
    if source[span.clone()].starts_with("http") {
        return false;
    }
    let is_user = source[span.end..].starts_with('@') && source[..span.start].ends_with("://");
    let value = &source[span.clone()];
    let password = value.split_once(':').map(|(_, password)| password);
    !is_user || password.is_some_and(|password| password.chars().any(|c| !"*xX.".contains(c)))
}

/// Whether it is a part of a web address that nothing names as a secret: the random name of an article, a hash, a signed link.
/// Whoever has the address is meant to have it.
fn is_public(page: &Page, span: &Span) -> bool {
    static NAMES: Words = Words::of(&[
        Sense::Password,
        Sense::PasswordPart,
        Sense::SecretKey,
        Sense::Token,
        Sense::Credential,
        Sense::Webhook,
        Sense::SecretLink,
        Sense::Reset,
    ]);
    let Some(before) = page.address_before(span) else { return false };
    let is_user = page.report.source[span.end..].starts_with('@');
    // The parameter or the segments that lead to the value.
    let last = before.rsplit(['?', '&', '#']).next().unwrap_or_default();
    let led = if last.contains('=') { last } else { before };
    let words = led.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 1);
    // page_token=12, token_type=ci: nobody gets in by a word or a small number.
    let value = &page.report.source[span.clone()];
    let is_plain = value.len() < LEAST_OF_A_KEY || value.chars().all(|c| c.is_ascii_lowercase());
    !is_user && (is_plain || !words.into_iter().any(|word| NAMES.have(&word.to_lowercase())))
}

/// A key in an address has at least this many characters.
const LEAST_OF_A_KEY: usize = 8;

#[cfg(test)]
mod tests {
    use crate::check::tests::{found, page_findings, silent};

    const CODE: &str = "ZB014";

    fn line(text: &str) -> String {
        format!("# 第8周 2023-02-21\n\n- {text}\n")
    }

    #[test]
    fn secrets_are_found_also_in_code() {
        assert_eq!(found(CODE, &line("https://api.test/hook/Xk29dLq0Pz7vRw8sTb3nQ1")).len(), 1);
        assert_eq!(found(CODE, &line("https://api.test/v1?access_token=Xk29dLq0Pz7vRw8sTb3nQ1")).len(), 1);
        assert_eq!(found(CODE, &line("密码：Abc12345")).len(), 1);
        assert_eq!(found(CODE, &line("mysql://root:Abc12345@db.test/pay")).len(), 1);
        assert_eq!(found(CODE, "# 第8周 2023-02-21\n\n```\nexport KEY=ghp_abcdefghij0123456789\n```\n").len(), 1);
    }

    #[test]
    fn words_masks_and_users_are_no_secrets() {
        for text in [
            "密码重置流程上线",
            "token: 4096",
            "https://ci.test/build?var-token_type=ci",
            "https://api.test/list?page_token=12",
            "密码：******",
            "ssh://git@code.test/pay",
            "从ark拿密钥",
            "password: none",
            "[公告](https://mp.example.cn/s/Xk29dLq0Pz7vRw8sTb3nQ1) 已发",
            "| ticket |\n| --- |\n| PLAT-1388 |",
            "https://cdn.test/a.png?Expires=16&Signature=Xk29dLq0Pz7vRw8sTb3nQ1",
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
