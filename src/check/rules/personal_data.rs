//! ZB013: personal data in the text.

use crate::check::finding::{Objection, Wording};
use crate::check::page::Page;
use crate::check::rule::{Case, Rule};
use crate::redact::Kind;
use crate::report::Span;

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB013", name: "personal-data", is_default: true, needs_earlier: false, run };

fn run(case: &Case<'_>) -> Vec<Objection> {
    let page = case.page;
    let source = &page.report.source;
    // A sort of data is one finding: the first place has the message, which names the lines of the others.
    let mut found: Vec<((&str, &str), Vec<Span>)> = Vec::new();
    for (span, kind) in &page.values {
        let text = &source[span.clone()];
        let name = match kind {
            Kind::Phone if is_mobile(text) => ("手机号", "a mobile number"),
            Kind::IdCard => ("身份证号", "the number of an identity card"),
            Kind::Document => ("证件号", "the number of a document"),
            Kind::Plate => ("车牌号", "the number plate of a car"),
            Kind::BankCard => ("银行卡号", "the number of a bank card"),
            Kind::Email if !is_example(text) && is_somebodys(text) && page.address_before(span).is_none() => {
                ("邮箱地址", "an e-mail address")
            }
            _ => continue,
        };
        // What stands in the reports before as well is a contact of the form, and was a finding there.
        if page.ignores(RULE.code, page.line(span.start)) || case.earlier.iter().any(|other| has_value(other, text)) {
            continue;
        }
        match found.iter_mut().find(|(known, _)| *known == name) {
            Some((_, spans)) => spans.push(span.clone()),
            None => found.push((name, vec![span.clone()])),
        }
    }
    found.into_iter().filter_map(|(name, spans)| objection(page, name, &spans)).collect()
}

fn has_value(page: &Page, text: &str) -> bool {
    page.values.iter().any(|(span, _)| page.report.source[span.clone()] == *text)
}

fn objection(page: &Page, (zh, en): (&str, &str), spans: &[Span]) -> Option<Objection> {
    let (first, others) = spans.split_first()?;
    let mut message = Wording::new(format!("正文里有{zh}"), format!("the text holds {en}"));
    if !others.is_empty() {
        let mut lines: Vec<usize> = others.iter().map(|span| page.line(span.start)).collect();
        lines.dedup();
        let lines: Vec<String> = lines.iter().map(ToString::to_string).collect();
        message.zh.push_str(&format!("，共{}处（另见第{}行）", spans.len(), lines.join("、")));
        message.en.push_str(&format!(", {} in all (also in lines {})", spans.len(), lines.join(", ")));
    }
    Some(Objection { span: first.clone(), message, evidence: Vec::new() })
}

/// Rejects what names a message or a list: the id of a message is drawn (`20230615.7Xk2@mail.example`), a list has many readers.
fn is_somebodys(text: &str) -> bool {
    let (local, domain) = text.split_once('@').unwrap_or((text, ""));
    let digits = local.bytes().filter(u8::is_ascii_digit).count();
    let is_drawn = digits >= 8 && (local.contains(['.', '-', '+', '_']) || digits < local.len());
    let is_list = domain.split('.').any(|label| label.ends_with("lists") || label.ends_with("groups"));
    // What receives mail for many is named after its work.
    const ROLES: &str = "dev list patches submit announce support info noreply service help admin security";
    let is_role =
        local.split(['-', '_', '.']).any(|part| ROLES.split(' ').any(|role| role == part.to_ascii_lowercase()));
    !is_drawn && !is_list && !is_role
}

/// Eleven digits from 13 to 19, with or without the country's code: a company's landline is nobody's own.
fn is_mobile(text: &str) -> bool {
    let digits: String =
        text.chars().filter_map(|c| c.to_digit(10)).filter_map(|digit| char::from_digit(digit, 10)).collect();
    let own = digits.strip_prefix("0086").or_else(|| digits.strip_prefix("86")).filter(|own| own.len() == 11);
    let own = own.unwrap_or(&digits);
    own.len() == 11 && own.starts_with('1') && !own[1..].starts_with(['0', '1', '2'])
}

/// RFC 2606: names for examples.
fn is_example(text: &str) -> bool {
    let domain = text.rsplit('@').next().unwrap_or_default().to_ascii_lowercase();
    ["example.com", "example.org", "example.net", ".example", ".test", ".invalid"]
        .iter()
        .any(|name| domain.ends_with(name))
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found, page_findings, silent};

    const CODE: &str = "ZB013";

    fn line(text: &str) -> String {
        format!("# 第8周 2023-02-21\n\n- {text}\n")
    }

    #[test]
    fn personal_data_is_found_where_it_stands() {
        assert_eq!(found(CODE, &line("回访客户 13812345678 已解决")), [(3, "13812345678".into())]);
        assert_eq!(found(CODE, &line("身份证 11010519491231002X 校验失败")), [(3, "11010519491231002X".into())]);
        assert_eq!(found(CODE, &line("退款到 6222021234567890128")).len(), usize::from(luhn("6222021234567890128")));
        assert_eq!(found(CODE, &line("联系 wang.wu@corp-mail.cn")), [(3, "wang.wu@corp-mail.cn".into())]);
    }

    fn luhn(number: &str) -> bool {
        let digits = number.chars().rev().filter_map(|c| c.to_digit(10)).enumerate();
        let sum: u32 = digits
            .map(|(at, digit)| match (at % 2, digit * 2) {
                (0, _) => digit,
                (_, double) if double > 9 => double - 9,
                (_, double) => double,
            })
            .sum();
        sum.is_multiple_of(10)
    }

    #[test]
    fn what_only_looks_like_it_is_left_alone() {
        for text in [
            "共处理 13812345678 笔", "订单号 13812345678", "热线 400-123-4567", "前台 010-12345678",
            "someone@example.com", "138****5678", "流水号 202306151101234567", "金额 1412030.118元", "@李雷 跟进",
            "见邮件 <20230615104512.7Xk2a-1@mail.corp-mail.cn>",
            "https://groups.corp-mail.cn/d/msg/wang.wu@corp-mail.cn/1", "订阅 toolchain@lists.corp-mail.cn",
        ] {
            silent(CODE, &line(text));
        }
    }

    #[test]
    fn the_value_is_never_shown() {
        for finding in page_findings(CODE, &line("回访客户 13812345678 已解决")) {
            let shown = format!("{finding:?}");
            assert!(!shown.contains("13812345678") && shown.contains("***********"), "{shown}");
        }
    }
}
