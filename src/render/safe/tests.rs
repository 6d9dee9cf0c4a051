use regex::Regex;
use serde_json::{Value, json};

use super::{Kind, cell, for_csv, for_github, for_json, for_markup, for_terminal, github_property, kind, safe};
use crate::render::Paint;

/// Every character that Unicode calls control, format, or a separator of lines, or says nothing is drawn for; but for line ends
/// and tabs, and for the selectors, which only choose a look.
fn hostile() -> Vec<char> {
    let all = Regex::new(r"^[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]$").expect("a pattern");
    let found: Vec<char> = ('\0'..=char::MAX)
        .filter(|c| !matches!(c, '\n' | '\t') && kind(*c) != Kind::Selector)
        .filter(|c| all.is_match(c.encode_utf8(&mut [0; 4])))
        .collect();
    assert!(found.len() > 4_000, "{}", found.len());
    found
}

#[test]
fn no_character_that_steers_or_hides_reaches_any_output() {
    let painted = Paint { colour: true };
    for c in hostile() {
        let text = format!("甲{c}乙{c}");
        let outputs = [
            safe(&text),
            for_terminal(&text, painted),
            for_terminal(&text, Paint { colour: false }),
            for_terminal(&painted.bold(&text), Paint { colour: false }),
            for_json(&json!({ "text": text, text.clone(): [text] })),
            for_csv(&format!("a,{text}\r\n")).replace("\r\n", ""),
            cell(&text),
            for_markup(&text),
            for_github(&text),
            github_property(&text),
        ];
        for (at, output) in outputs.iter().enumerate() {
            assert!(!output.contains(c), "U+{:04X} in output {at}: {output:?}", c as u32);
            assert!(output.contains('甲') && output.contains('乙'), "{output}");
        }
    }
}

#[test]
fn what_is_seen_is_kept_but_for_nothing() {
    let hostile = hostile();
    for c in ('\0'..=char::MAX).filter(|c| hostile.binary_search(c).is_err() && kind(*c) != Kind::Selector) {
        assert_eq!(safe(&format!("甲{c}")), format!("甲{c}"), "U+{:04X}", c as u32);
    }
}

#[test]
fn what_is_safe_stays_as_it_is() {
    for text in
        ["甲\u{1b}[31m乙\r\n\u{202E}丙", "a\u{FE0F}\u{200B}\u{FE0F}", "👩\u{200B}\u{200D}👩", "x\u{2028}\u{FE0F}"]
    {
        assert_eq!(safe(&safe(text)), safe(text), "{text:?}");
    }
}

#[test]
fn a_report_cannot_steer_the_terminal() {
    assert_eq!(safe("甲\u{1b}[31m乙\r丙\r\n\u{202E}丁"), "甲\u{FFFD}[31m乙\u{FFFD}丙\n\u{FFFD}丁");
    assert_eq!(safe("清\u{200B}结\u{AD}算\u{2028}完"), "清结算 完");
}

#[test]
fn json_loses_nothing() {
    let text: String = hostile().into_iter().chain("\n\t\"\\甲👨\u{200D}👩".chars()).collect();
    let value = json!({ "text": text, text.as_str(): null });
    let printed = for_json(&value);
    assert!(printed.is_char_boundary(0) && printed.contains("\\u200b") && printed.contains("\\udb40\\udc01"));
    assert_eq!(serde_json::from_str::<Value>(&printed).expect("JSON"), value);
}

#[test]
fn emoji_and_rare_forms_of_characters_stay_whole() {
    for text in ["👨‍👩‍👧‍👦", "👩🏽‍💻", "🏳️‍🌈", "🇨🇳", "❤️‍🔥", "1️⃣", "葛\u{E0100}城", "✔️"]
    {
        assert_eq!(safe(text), text);
    }
}

#[test]
fn joiners_selectors_and_tags_carry_no_hidden_text() {
    assert_eq!(safe("a\u{200D}b 甲\u{200D}👩"), "ab 甲👩");
    assert_eq!(safe("甲\u{FE00}\u{FE01}\u{E0101} \u{FE0F}\u{FE0F}"), "甲\u{FE00} ");
    assert_eq!(safe("🏴\u{E0067}\u{E0062}\u{E007F}"), "🏴");
}

#[test]
fn colours_of_our_own_stay_where_they_are_on_and_none_else() {
    let (on, off) = (Paint { colour: true }, Paint { colour: false });
    let link = on.cyan(&on.link(std::path::Path::new("/a b/甲.md"), "甲"));
    for text in [on.bold("甲"), on.dim("甲"), link] {
        assert_eq!(for_terminal(&text, on), text);
        assert!(!for_terminal(&text, off).contains('\u{1b}'));
    }
    for text in [
        "\u{1b}[31m", "\u{1b}[8m", "\u{1b}[2J", "\u{1b}[1;31m", "\u{1b}]52;c;aGk=\u{7}",
        "\u{1b}]8;;http://a.b\u{1b}\\", "\u{1b}]8;;file://甲\u{1b}\\", "\u{1b}]8;;file:///a", "\u{1b}", "\u{9b}31m",
    ] {
        assert!(!for_terminal(text, on).contains(['\u{1b}', '\u{9b}', '\u{7}']), "{text:?}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    for text in ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", "\u{200B}=1"] {
        assert!(cell(text).starts_with('\''), "{text}");
    }
    assert_eq!(cell("重跑=完成"), "重跑=完成");
}
