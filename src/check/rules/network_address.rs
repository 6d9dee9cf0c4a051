//! ZB015: an address of the internal network in the text. Off unless selected.

use crate::check::finding::{Objection, Wording};
use crate::check::rule::{Case, Rule};
use crate::redact::Kind;

pub(in crate::check) static RULE: Rule =
    Rule { code: "ZB015", name: "network-address", is_default: false, needs_earlier: false, run };

fn run(case: &Case<'_>) -> Vec<Objection> {
    let values = case.page.values.iter().filter(|(_, kind)| matches!(kind, Kind::Ip | Kind::Host));
    values
        .map(|(span, kind)| Objection {
            span: span.clone(),
            message: match kind {
                Kind::Ip => Wording::new("正文里有 IP 地址", "the text holds an IP address"),
                _ => Wording::new("正文里有内网域名", "the text holds a host of an internal network"),
            },
            evidence: Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::check::tests::{found, silent};

    #[test]
    fn addresses_are_found_and_versions_are_not() {
        assert_eq!(found("ZB015", "# 第8周 2023-02-21\n\n- 10.0.0.8 宕机"), [(3, "10.0.0.8".into())]);
        silent("ZB015", "# 第8周 2023-02-21\n\n- 升级到 1.2.3");
    }
}
