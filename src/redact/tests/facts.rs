//! What an answer needs and no one is hurt by: near misses of every kind, which stay as they are.

use super::{assert_redacted, redactor};

#[track_caller]
fn assert_kept(texts: &[&str]) {
    let cases: Vec<(&str, &str)> = texts.iter().map(|text| (*text, *text)).collect();
    assert_redacted(&cases);
}

#[test]
fn amounts_and_counts_stay() {
    assert_kept(&[
        "5991笔差异", "1,203,400笔", "实收1408215.155元", "交易额13812345678元", "金额：13812345678",
        "金额13812345678.50", "共13812345678条", "13812345678 ms", "13812345678bytes", "¥13812345678",
        "余额6217001234567890122分", "0.13812345678", "13,812,345,678", "成功率99.994%", "4008208820笔",
    ]);
}

#[test]
fn days_and_times_stay() {
    assert_kept(&[
        "20230615", "2023-06-15 11:01:22", "20230615110122", "20230615-20230620", "0512-20230512", "6/12 03:30-03:39",
        "2023.06.15", "1686798082000", "2023.11.08~2023.11.21", "14：23：05", "第26周 2024-W13",
        "2023-06-01T00:22:10 2023-06-08T14:53", "0615-0621",
    ]);
}

#[test]
fn versions_and_sections_stay() {
    assert_kept(&[
        "1.2.3", "v2.10.4.1上线", "版本2.10.4.1", "升级到 3.14.15.92", "Oracle 11.2.0.4", "Oracle-19.3.0.0",
        "agent v10.1.2.3", "2.1.3.1 总体方案", "### 2.1.3.1 总体方案", "1.2.3.4.5", "chrome/114.0.57.90", "10.20.30",
        "base-4.12.0.0", "见section 4.1.1.2", "升级到8.0.33.1", "经度137.39820983", "127.0.0.1:8080",
        "掩码255.255.255.0", "监听0.0.0.0", "300.1.2.3", "01.02.03.04",
    ]);
}

#[test]
fn numbers_of_orders_and_merchants_stay() {
    assert_kept(&[
        "订单号13812345678", "流水号：6217001234567890122", "批次2306151234567897", "2306151234567897",
        "2023061511012206", "trace id: 4111111111111111", "商户号 130503670401001", "6217001234567890123",
        "110101199003074515", "990101199003074514", "110101199013074514", "a94a8fe5ccb19ba61c4c0873d391e987982fbbd3",
        "3f13812345678e", "13812345678ef", "17179869184u64", "13812345678L", "12812345678", "1381234567",
        "138123456789", "电话会议15分钟", "95588",
    ]);
}

#[test]
fn names_of_systems_and_files_stay() {
    assert_kept(&[
        "清结算csp-agent-oss告警", "POS2.0、账户1.x", "csp.t_clear_voucher", "std::vector<a::b>", "1::2",
        "cafe::b2 bf16::E", ".env.local", "local.properties", "corporate", "http://localhost:8080/v1",
        "https://docs.example.com/a?page=2&key_word=x", "https://gov.cn", "pkg@1.2.3", "@李雷 跟进",
        "sk-learn、sk-test", "task-20230615-recovery-of-batch", "npm_config",
        "[周四](2023-06-15%20周四_8KcWmTqZ4nRb7HxYd2LsPa.md)",
    ]);
}

#[test]
fn what_is_said_about_secrets_stays() {
    assert_kept(&[
        "密码：已重置",
        "密码错误5991笔",
        "密码: 无",
        "密码为8位以上",
        "token: 4096",
        "Token：1500个",
        "password: required",
        "密码：******",
        "sign = md5",
        "Bearer of bad news",
        "密钥轮换完成",
        "key: 商户号",
        "a == b",
        "tokio::task::JoinHandle::abort",
        "let token = tokens.next().unwrap()",
        "token: cpuid_aes_sha::InitToken",
        "密码采用SHA256存储",
        "The password is wrong",
        "password resets: 120",
        "接口/cb?page=1&size=20",
        "密码：\n周三统一重置",
        "密码：\n- SHA256 存储 8 位",
        "| 忘记密码 | key |\n| --- | --- |\n| 120 | order_2023 |",
        "| 密码 | 说明 |\n| --- | --- |\n| 已重置 | 3.2.1 |",
    ]);
}

/// Of the reports, pages and labels of this repository all that is replaced is known, and nothing else is touched: one address, and
/// the slips of it that labels have.
#[test]
fn of_the_sample_reports_only_addresses_are_replaced() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut replaced = std::collections::BTreeSet::new();
    for folder in ["seeds", "tests/golden", "tests/labels"] {
        for entry in walkdir::WalkDir::new(root.join(folder)) {
            let entry = entry.expect("readable");
            // A snapshot cuts texts, and addresses in them; the labels of redaction are made of values.
            if entry.path().extension().is_some_and(|ending| ending == "snap") || entry.file_name() == "redaction.jsonl"
            {
                continue;
            }
            // One golden page is GBK.
            let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
            let mut redactor = super::Redactor::new(super::Rules::default());
            let redacted = redactor.redact(&text);
            assert_eq!(redactor.restore(&redacted), text);
            replaced.extend(redactor.values.into_values());
        }
    }
    assert_eq!(replaced.into_iter().collect::<Vec<_>>(), ["10.14.113.223", "10.14.113.23", "10.14.113.233"]);
}

#[test]
fn nothing_is_seen_of_values_in_debug_output() {
    let mut redactor = redactor();
    redactor.redact("柳如烟 13812345678");
    let shown = format!("{redactor:?} {:?}", super::Rules { names: vec!["柳如烟".to_string()], ..Default::default() });
    assert_eq!(shown, "Redactor { values: {Phone: 1, Person: 1}, .. } Rules(1 names, 0 words, 0 hosts)");
}
