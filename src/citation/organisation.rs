//! Organisations that a sentence names, in either language: a cited source has to name them, and the entry that has the
//! sentence's numbers and days must not be of another one.

use super::evidence::Evidence;
use super::fault::{Fault, Kind};
use super::findings::Findings;
use super::letters::stands_in;
use super::reading::Reading;

/// Organisations of the field, each with its names in both languages, lower case.
pub(super) const ORGANISATIONS: &[&[&str]] = &[
    &["光大", "everbright", "ceb"],
    &["中信", "citic"],
    &["平安", "ping an", "pingan"],
    &["百信", "aibank", "baixin"],
    &["银联", "unionpay", "union pay"],
    &["网联", "nucc", "netsunion", "nets union"],
    &["拉卡拉", "lakala"],
    &["银商", "ums", "chinaums", "yinshang"],
    &["支付宝", "alipay"],
    &["微信", "wechat", "weixin"],
    &["腾讯", "tencent"],
    &["阿里", "alibaba", "aliyun"],
    &["华为", "huawei"],
    &["京东", "jd.com"],
    &["百度", "baidu"],
    &["工商银行", "工行", "icbc"],
    &["建设银行", "建行", "ccb"],
    &["农业银行", "农行", "abc"],
    &["中国银行", "中行", "bank of china"],
    &["招商银行", "招行", "cmb", "china merchants bank"],
    &["人行", "人民银行", "pboc"],
];

/// Looks for every organisation of the sentence in the cited sources.
pub(super) fn look_for(sentence: &Reading, cited: &[&Evidence<'_>], found: &mut Findings) {
    let lower = sentence.text.to_lowercase();
    for names in ORGANISATIONS {
        let Some(written) = names.iter().find(|name| stands_in(&lower, name)) else { continue };
        let is_there = cited.iter().any(|evidence| {
            names.iter().any(|name| {
                let plain: String = name.chars().filter(|c| !c.is_whitespace()).collect();
                evidence.letters.contains(&plain)
            })
        });
        if !is_there {
            found.faults.push(Fault::Particular { written: (*written).to_string(), kind: Kind::Name });
        } else if let Some(other) = of_other_item(names, &lower, cited, found) {
            found.faults.push(Fault::Misplaced { written: (*written).to_string(), source: other });
        }
    }
}

/// Another organisation, unnamed in the sentence, of the items that have its particulars, where none of them names this one.
fn of_other_item(names: &[&str], sentence: &str, cited: &[&Evidence<'_>], found: &Findings) -> Option<String> {
    if found.found() == 0 {
        return None;
    }
    let entries = cited
        .iter()
        .enumerate()
        .flat_map(|(which, evidence)| found.places_in(which).into_iter().map(|place| evidence.reading.entry_of(place)));
    let items = entries.collect::<String>().to_lowercase();
    let is_in = |text: &str, names: &[&str]| names.iter().any(|name| stands_in(text, name));
    if is_in(&items, names)
        || names.iter().any(|name| {
            cited
                .iter()
                .any(|evidence| evidence.source.section.iter().any(|heading| heading.to_lowercase().contains(name)))
        })
    {
        return None;
    }
    let other = ORGANISATIONS.iter().find(|others| is_in(&items, others) && !is_in(sentence, others))?;
    Some(other[0].to_string())
}
