//! Who wrote a page: a line that says so, a heading, a title or a file name with a person's name, the folder; in that order.

use super::head::{Head, Property};
use super::page_name::PageName;
use super::section_kind::SectionKind;
use crate::calendar::read_title;
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// A person before a team, a line that says so before a heading, a heading before the folder. `None` where nobody is named.
pub(super) fn author_of(head: &Head, name: &PageName) -> Option<String> {
    let stated = head.property(Property::Author).or_else(|| head.property(Property::Team));
    stated
        .map(str::to_string)
        .or_else(|| head.titles.iter().find_map(|title| name_in_title(title)))
        .or_else(|| name_in_title(&name.name))
        .or_else(|| name_in_file_name(name))
        .or_else(|| name.folders.iter().rev().find(|folder| may_be_an_author(folder)).cloned())
}

/// The person whom a title names: `# 某某某` alone, `某某某的周报`, `周报-某某某-2023.11.08`.
fn name_in_title(title: &str) -> Option<String> {
    if is_name(title) {
        return Some(title.trim().to_string());
    }
    if !title.contains("报") {
        return None;
    }
    words(title)
        .map(|word| word.split(['的', '工', '双', '周']).next().unwrap_or_default())
        .find(|word| is_name(word))
        .map(str::to_string)
}

/// Whom a file name names beside its day, `2020-04-17-某某某-测试`, and in a folder of a day whom it is named by: `20181013/laowang`.
fn name_in_file_name(name: &PageName) -> Option<String> {
    if is_dated(&name.name) {
        return words(&name.name).find(|word| is_name(word)).map(str::to_string);
    }
    let is_of_a_day = name.folders.last().is_some_and(|folder| read_title(folder).date.is_some());
    let lower = name.name.to_lowercase();
    let is_word = lower.len() > 3 && lower.bytes().all(|byte| byte.is_ascii_lowercase());
    (is_of_a_day && is_word && may_be_an_author(&lower) && COLLECTIVE.beginning(&lower).is_none())
        .then(|| name.name.clone())
}

/// What files are called that are not called after a person.
static COLLECTIVE: Words = Words::of(&[Sense::Page]);

fn words(title: &str) -> impl Iterator<Item = &str> {
    title.split(|c: char| {
        c.is_whitespace() || c.is_ascii_punctuation() || matches!(c, '－' | '—' | '：' | '（' | '）' | '｜')
    })
}

fn is_dated(name: &str) -> bool {
    let dates = read_title(name);
    dates.label.is_some() || dates.date.is_some() || dates.coverage.is_some()
}

/// Surnames that two thirds of all people bear, without those that begin the words of a heading more often (周, 方, 高, 金, 程).
const SURNAMES: &str = "王李张刘陈杨赵黄吴徐孙胡朱林何郭马罗梁宋郑谢韩唐冯董萧曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎潘杜戴夏钟汪姜范姚谭廖邹熊陆郝崔邱秦顾侯邵孟";

/// Two or three ideographs that begin with a surname and name no part of a report.
pub fn is_name(text: &str) -> bool {
    let text = text.trim();
    let length = text.chars().count();
    static WORDS: Words = Words::of(&[Sense::NoName]);
    (2..=3).contains(&length)
        && text.chars().all(is_han)
        && text.starts_with(|c| SURNAMES.contains(c))
        && SectionKind::of_heading(text) == SectionKind::Other
        && WORDS.beginning(text).is_none()
}

/// A folder that is no date and no word for a collection of reports.
fn may_be_an_author(folder: &str) -> bool {
    static REPORTS: Words = Words::of(&[Sense::ReportKind, Sense::ReportWord, Sense::Collection]);
    let lower = folder.to_lowercase();
    !is_dated(folder) && !REPORTS.iter().any(|word| lower.contains(word)) && !lower.chars().all(|c| c.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::{is_name, name_in_file_name, name_in_title};
    use crate::report::PageName;

    #[test]
    fn a_title_may_name_its_author() {
        for (title, author) in [
            ("许晴岚", Some("许晴岚")),
            ("许晴岚的周报", Some("许晴岚")),
            ("周报-许晴岚-2023.11.08", Some("许晴岚")),
            ("第26周 许晴岚 周报", Some("许晴岚")),
            ("第26周 2023-06-20", None),
            ("支付中心周报", None),
        ] {
            assert_eq!(name_in_title(title).as_deref(), author, "{title}");
        }
    }

    #[test]
    fn a_file_name_may_name_its_author() {
        let author = |path: &str| {
            let mut folders: Vec<String> = path.split('/').map(str::to_string).collect();
            let name = folders.pop().unwrap_or_default();
            name_in_file_name(&PageName { name, folders })
        };
        for (path, expected) in [
            ("2020年4月17日-许晴岚-测试", Some("许晴岚")),
            ("2020-05-22/2020-05-22-许晴岚-开发", Some("许晴岚")),
            ("2018/20181013/xuqinglan", Some("xuqinglan")),
            ("2020-05-22 支付-测试", None),
            ("20181013/readme", None),
            ("20181013/weekly_summary", None),
            ("projects/xuqinglan", None),
        ] {
            assert_eq!(author(path).as_deref(), expected, "{path}");
        }
    }

    #[test]
    fn words_of_headings_are_no_names() {
        for word in ["周报", "方案", "高可用", "金融", "许可证", "林业局", "本周"] {
            assert!(!is_name(word), "{word}");
        }
    }
}
