//! The head of a page: its first headings and its properties (`Created: …`, `姓名：…`, front matter).

use super::byline::{Byline, byline};
use super::front_matter::title_and_owner;
use super::page_name::{LONGEST_TITLE, is_only_a_name, is_title_line, names_a_report};
use super::plain::{heading_text, plain};
use super::section_kind::SectionKind;
use super::span::Span;
use super::table::Table;
use super::tree::{Node, NodeKind};
use crate::calendar::{Expression, log_day, mentions_in_question, read_title};
use crate::vocabulary::{Match, Sense, Words};

/// What the first lines of a page say, as written.
#[derive(Debug, Default)]
pub(super) struct Head {
    /// The leading headings, or the first line where there is no heading before the text.
    pub titles: Vec<String>,
    pub properties: Vec<(Property, String)>,
}

impl Head {
    /// The first value of a property.
    pub(super) fn property(&self, wanted: Property) -> Option<&str> {
        self.properties.iter().find(|(property, _)| *property == wanted).map(|(_, value)| value.as_str())
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Property {
    Date,
    Period,
    Author,
    Team,
    /// The number in a series.
    Issue,
    /// A day in full under a name of the house's own: trusted less than those above.
    Day,
    /// The day of the export or the import.
    Created,
    /// Known to be a property and of no use here.
    Other,
}

/// Fields that are known as such.
static FIELDS: Words = Words::of(&[
    Sense::PeriodField,
    Sense::DateField,
    Sense::AuthorField,
    Sense::IssueField,
    Sense::TeamField,
    Sense::CreatedField,
    Sense::OtherField,
]);

/// Fields that say of which days a page is.
static DAYS: Words = Words::of(&[Sense::PeriodField, Sense::DateField]);

impl Property {
    fn of(field: &Match) -> Self {
        match field.sense {
            Sense::PeriodField => Self::Period,
            Sense::DateField => Self::Date,
            Sense::AuthorField => Self::Author,
            Sense::IssueField => Self::Issue,
            Sense::TeamField => Self::Team,
            Sense::CreatedField => Self::Created,
            _ => Self::Other,
        }
    }
}

/// How far down properties are looked for, in blocks and in lines: a report's own 时间：… further down is text.
const HEAD_BLOCKS: usize = 8;
const HEAD_LINES: usize = 16;

/// Who wrote the page, and when, stands right below its title.
const LAST_BYLINE: usize = 2;

pub(super) fn read_head(source: &str, nodes: &[Node]) -> Head {
    let mut head = Head::default();
    let mut lines = 0;
    let mut has_text = false;
    let nodes = inside_one(nodes);
    for (at, node) in nodes.iter().enumerate().take(HEAD_BLOCKS) {
        match node.kind {
            NodeKind::Metadata => {
                let [title, owner] = title_and_owner(&source[node.span.clone()]);
                let stated = source[node.span.clone()].lines().flat_map(properties_in);
                head.properties.extend(stated.chain(owner.map(|owner| (Property::Author, owner))));
                head.titles.extend(title);
            }
            NodeKind::Heading(_) => {
                let text = heading_text(&source[node.span.clone()]);
                if let Some(property) = property_named(&text) {
                    let value = nodes.get(at + 1).and_then(|next| only_line(source, next));
                    head.properties.extend(value.map(|value| (property, value)));
                    continue;
                }
                // From the first section on, 时间：… tells when something happened, not when the page was written.
                let is_section = SectionKind::of_heading(&text) != SectionKind::Other && !names_a_report(&text);
                if is_section && !(at == 0 && is_above_all(nodes)) {
                    break;
                }
                // A log's entries, one a day, date no page.
                if !head.titles.is_empty() && log_day(&text).is_some() && is_log(source, nodes) {
                    break;
                }
                // `North Hub trip of 16 March`, below the text that opens the page, is a section of it.
                let is_title = head.titles.is_empty() || !has_text || names_a_report(&text) || is_mostly_a_time(&text);
                if !text.is_empty() && head.titles.len() < 3 && is_title {
                    head.titles.push(text);
                }
            }
            NodeKind::Paragraph
                // 二、一季度走访, below the text that opens the page, is a section of it.
                if head.titles.len() < 3
                    && (!has_text || head.titles.is_empty())
                    && (is_only_a_name(&plain(&source[node.span.clone()])) || at == 0 && is_title_line(&source[node.span.clone()]))
                    && !is_property(&source[node.span.clone()]) =>
            {
                head.titles.push(plain(&source[node.span.clone()]));
            }
            NodeKind::Paragraph | NodeKind::Table | NodeKind::List | NodeKind::Quote => {
                if node.kind == NodeKind::List && node.children.len() > 6 {
                    break;
                }
                if node.kind == NodeKind::Table {
                    head.properties.extend(properties_in_columns(source, &node.span));
                    if is_list_of_things(source, &node.span) {
                        continue;
                    }
                }
                let is_prose = matches!(node.kind, NodeKind::Paragraph | NodeKind::Quote);
                for line in source[node.span.clone()].lines().take(HEAD_LINES.saturating_sub(lines)) {
                    lines += 1;
                    // In a list a property begins its line: `New date: end of October` in an item is of its work.
                    let is_work = node.kind == NodeKind::List && !is_property(line);
                    let stated = if is_work { Vec::new() } else { properties_in(line) };
                    let signed = byline(line).filter(|_| is_prose && lines <= LAST_BYLINE);
                    has_text |= stated.is_empty() && signed.is_none() && line.contains(char::is_alphabetic);
                    // Under the title, and nowhere else, a line that begins with a day may date the page.
                    let is_dated =
                        stated.iter().any(|(property, _)| matches!(property, Property::Date | Property::Period));
                    let is_first = lines == 1 && is_prose && !is_dated && !head.titles.is_empty();
                    let is_named = !stated.is_empty();
                    head.properties.extend(stated);
                    head.properties.extend(day_of_any_name(line).filter(|_| !is_named && is_prose));
                    head.properties.extend(date_opening(line).filter(|_| is_first));
                    head.properties.extend(announced_days(line).filter(|_| is_prose));
                    if let Some(Byline { name, day }) = signed {
                        head.properties.extend(name.map(|name| (Property::Author, name)));
                        head.properties.push((Property::Date, day));
                    }
                }
            }
            NodeKind::Item | NodeKind::Code | NodeKind::Html => {}
        }
    }
    let starts_with_text = nodes.first().is_some_and(|node| node.kind == NodeKind::Paragraph);
    if starts_with_text
        && head.titles.is_empty()
        && let Some(first) = source.lines().find(|line| !line.trim().is_empty())
    {
        let text = plain(first);
        if text.chars().count() <= LONGEST_TITLE && !is_property(first) {
            head.titles.insert(0, text);
        }
    }
    head
}

/// Whether a page begins with a heading that all others are below: `# 复盘：3月9日重复清分事件` is its title.
fn is_above_all(nodes: &[Node]) -> bool {
    let mut levels =
        nodes.iter().filter_map(|node| if let NodeKind::Heading(level) = node.kind { Some(level) } else { None });
    let first = levels.next();
    let mut others = levels.peekable();
    first.is_some_and(|first| others.peek().is_some() && others.all(|level| level > first))
}

/// Whether a heading is little more than a time: 6月9日—6月15日, Week of 9 June.
fn is_mostly_a_time(heading: &str) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let times = mentions_in_question(heading).into_iter().map(|mention| letters(&heading[mention.span]));
    3 * times.sum::<usize>() >= 2 * letters(heading)
}

/// Whether two or more of its headings or lines are the days of a log: these are none of the page's own.
pub(super) fn is_log(source: &str, nodes: &[Node]) -> bool {
    let days = |node: &Node| {
        let text = &source[node.span.clone()];
        match node.kind {
            NodeKind::Heading(_) => usize::from(log_day(&heading_text(text)).is_some()),
            NodeKind::Paragraph => text.lines().filter(|line| log_day(line).is_some()).count(),
            _ => 0,
        }
    };
    nodes.iter().map(days).sum::<usize>() > 1
}

/// What is in the one list item or quote that holds the whole page; the page itself otherwise.
fn inside_one(nodes: &[Node]) -> &[Node] {
    match nodes {
        [node]
            if matches!(node.kind, NodeKind::Quote | NodeKind::List | NodeKind::Item) && !node.children.is_empty() =>
        {
            inside_one(&node.children)
        }
        _ => nodes,
    }
}

/// Whether a table does nothing but name the page's properties.
pub(super) fn is_property_table(source: &str, span: &Span) -> bool {
    let rows = Table::read(source, span).rows.len();
    let named = properties_in_columns(source, span).len();
    let is_line = |line: &str| is_property(line) || line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\r'));
    (rows == 1 && named > 1) || source[span.clone()].lines().all(is_line)
}

/// Whether a table has rows of many: `| 姓名 | 题目 | 进度 |` over them names no page's author.
fn is_list_of_things(source: &str, span: &Span) -> bool {
    let table = Table::read(source, span);
    let columns = table.head.as_ref().map_or(0, |head| head.cells.len());
    table.rows.len() > 1 && columns > 2 && !is_property_table(source, span)
}

/// Whether a line is nothing but properties.
pub(super) fn is_property(line: &str) -> bool {
    let text = clean(line);
    find_names(&text).first().is_some_and(|(_, span, _)| span.start == 0)
}

/// Whether a paragraph is the head of its page: names with their values, line by line, and one of them a known property.
pub fn is_head_block(text: &str) -> bool {
    let lines = || text.lines().map(clean).filter(|line| !line.is_empty());
    let is_named = |line: &str| line.split_once([':', '：']).is_some_and(|(name, _)| is_short_name(name));
    lines().any(|line| is_property(&line)) && lines().all(|line| is_named(&line) || is_property(&line))
}

fn is_short_name(name: &str) -> bool {
    let most = if name.is_ascii() { LONGEST_LATIN_NAME } else { LONGEST_NAME };
    (1..=most).contains(&name.chars().count())
}

fn properties_in(line: &str) -> Vec<(Property, String)> {
    let text = clean(line);
    let names = find_names(&text);
    let mut properties = Vec::new();
    for (at, (property, _, value_start)) in names.iter().enumerate() {
        let end = names.get(at + 1).map_or(text.len(), |(_, next, _)| next.start);
        let value = up_to_the_next_name(&text[*value_start..end]);
        // 填报人：某某　　两周并在一起写: no name has a gap in it.
        let gap =
            GAPS.iter().filter_map(|gap| value.trim_start().find(gap)).min().filter(|_| *property == Property::Author);
        let value = gap
            .map_or(value, |gap| &value.trim_start()[..gap])
            .trim_matches(|c: char| c.is_whitespace() || matches!(c, '|' | '*' | '"' | '\'' | ',' | '，'));
        if !value.is_empty() {
            properties.push((*property, value.to_string()));
        }
    }
    properties
}

/// A value without what stands far behind it under a name of the house's own: `支付部    汇总：某某`.
fn up_to_the_next_name(value: &str) -> &str {
    let is_named = |rest: &str| {
        let word = rest.split(char::is_whitespace).next().unwrap_or_default();
        word.split_once([':', '：']).is_some_and(|(name, _)| is_short_name(name))
    };
    let starts = value.char_indices().skip(1).filter(|(_, c)| !c.is_whitespace()).map(|(at, _)| at);
    let mut starts =
        starts.filter(|at| GAPS.iter().any(|gap| value[..*at].ends_with(gap)) && !value[..*at].trim().is_empty());
    starts.find(|at| is_named(&value[*at..])).map_or(value, |at| &value[..at])
}

/// What sets two properties of one line apart.
const GAPS: [&str; 3] = ["  ", "\u{3000}", "\t"];

/// Characters of a property's name, at most.
const LONGEST_NAME: usize = 6;
const LONGEST_LATIN_NAME: usize = 16;

/// `2024 年 6 月 7 日，周五。`, `周期 2024.06.15 ~ 06.21，编辑 某某`: a line that begins with days in full, and goes on with something
/// else. A time of day is that of an incident.
fn date_opening(line: &str) -> Option<(Property, String)> {
    // （2026年3月9日至3月13日） 报送：甲
    let text = clean(line).trim_start_matches(['（', '(']).to_string();
    let value = DAYS.beginning(&text).and_then(|name| text[name.span.end..].strip_prefix([' ', '\u{3000}']));
    let rest = behind_its_week(&text).or(value).unwrap_or(&text);
    let dates = read_title(rest);
    let mention = mentions_in_question(rest).into_iter().next().filter(|mention| mention.span.start == 0)?;
    let is_dated = matches!(mention.reading, Ok(Expression::Day(day)) if day.year().is_some() && day.time().is_none())
        || matches!(mention.reading, Ok(Expression::Range(..))) && dates.stated_day().is_some();
    let is_bracketed = text.len() < clean(line).len() && rest[mention.span.end..].starts_with(['）', ')']);
    let after = rest[mention.span.end..].trim_start();
    let ends =
        is_bracketed || after.is_empty() || after.starts_with(['，', ',', '。', '；', ';', '（', '(', '|', '｜', '周']);
    (is_dated && ends).then(|| (Property::Period, rest[mention.span].to_string()))
}

/// 2027-03-17 of `会议：2027-03-17 10:00，B302`: a day in full that a head names, whatever it calls it, but for one to come.
fn day_of_any_name(line: &str) -> Option<(Property, String)> {
    static TO_COME: Words =
        Words::of(&[Sense::Plan, Sense::WeakPlan, Sense::ToCome, Sense::PlanHeading, Sense::PlannedColumn, Sense::Set]);
    let text = clean(line);
    let at = text.find([':', '：'])?;
    let (name, value) = (text[..at].trim(), text[at..].trim_start_matches([':', '：', ' ']));
    let mention = mentions_in_question(value).into_iter().next().filter(|mention| mention.span.start == 0)?;
    // 2027-07-22 14:00—16:10, too.
    let day = mention.reading.as_ref().ok().map(|reading| match reading {
        Expression::Range(from, _) => from,
        reading => reading,
    });
    let is_full = matches!(day, Some(Expression::Day(day)) if day.year().is_some());
    let is_one = is_short_name(name) && !name.starts_with('下') && !TO_COME.are_in(&name.to_lowercase());
    (is_full && is_one).then(|| (Property::Day, value[mention.span].to_string()))
}

/// `29 March – 2 April 2027` of `Week 13, 29 March – 2 April 2027`.
fn behind_its_week(line: &str) -> Option<&str> {
    let week = mentions_in_question(line).into_iter().next().filter(|mention| mention.span.start == 0);
    let week = week.filter(|mention| matches!(mention.reading, Ok(Expression::Week(_))));
    let rest =
        week.map(|week| line[week.span.end..].trim_start_matches([' ', ',', '，', ':', '：', '(', '（', '·', '|']));
    rest.filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// 2025年9月28日至30日 of `现将2025年9月28日至30日及全月有关工作情况报告如下`, as official letters say what they report on.
fn announced_days(line: &str) -> Option<(Property, String)> {
    let rest = line.trim().strip_prefix("现将").filter(|rest| rest.contains("如下"))?;
    let mention = mentions_in_question(rest).into_iter().next()?;
    let days = rest[mention.span].to_string();
    read_title(&days).stated_day().map(|_| (Property::Period, days))
}

/// The property whose name a heading or a cell is: `### 姓名`, with its value below.
fn property_named(name: &str) -> Option<Property> {
    let field = FIELDS.beginning(name).filter(|field| field.span.end == name.len());
    field.as_ref().map(Property::of)
}

/// The text of a paragraph of one line.
fn only_line(source: &str, node: &Node) -> Option<String> {
    let text = plain(&source[node.span.clone()]);
    (node.kind == NodeKind::Paragraph && !text.is_empty() && !text.contains('\n')).then_some(text)
}

/// The properties of a table that names them in its head row and has their values in the row below.
fn properties_in_columns(source: &str, span: &Span) -> Vec<(Property, String)> {
    let table = Table::read(source, span);
    let (Some(head), [row, others @ ..]) = (&table.head, table.rows.as_slice()) else { return Vec::new() };
    let named = head.cells.iter().zip(&row.cells).enumerate().filter_map(|(at, (name, value))| {
        let property = property_named(&plain(&source[name.clone()]))?;
        let value = plain(&source[value.clone()]);
        // A list of people says of no one that the page is theirs.
        let is_repeated =
            |other: &Span| matches!(plain(&source[other.clone()]).as_str(), text if text.is_empty() || text == value);
        let is_of_all = others.iter().filter_map(|row| row.cells.get(at)).all(is_repeated);
        (!value.is_empty() && property_named(&value).is_none() && is_of_all).then_some((property, value))
    });
    named.collect()
}

/// A property line without list marks, quotes, table bars and emphasis.
pub(super) fn clean(line: &str) -> String {
    let text = line.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '*' | '>' | '|' | '•'));
    text.replace("**", "").replace("__", "").trim().to_string()
}

/// Where the known names are written with a colon (or a table bar) after them: property, the name's span, where its value begins.
fn find_names(text: &str) -> Vec<(Property, Span, usize)> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '|' | ',' | '，' | ';' | '；' | '【');
    let named = FIELDS.all_in(text).into_iter().filter_map(|field| {
        let before = &text[..field.span.start];
        // New date: is no field of the page, Author: Wren  Date: is one.
        let is_in_words = text[field.span.clone()].is_ascii()
            && before.strip_suffix(' ').is_some_and(|before| before.ends_with(|c: char| c.is_ascii_alphabetic()));
        let is_free = before.is_empty() || before.ends_with(ends) && !is_in_words;
        let after = text[field.span.end..].trim_start_matches([' ', '】', '*']);
        let colon = after.chars().next().filter(|c| matches!(c, ':' | '：' | '|'))?;
        let value = text.len() - after.len() + colon.len_utf8();
        is_free.then(|| (Property::of(&field), field.span, value))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use crate::report::{PageName, Report};

    use super::{Property, date_opening, is_property, properties_in};

    #[test]
    fn several_properties_on_one_line_come_apart() {
        assert_eq!(
            properties_in("姓名：甲　部门: 支付研发部"),
            [(Property::Author, "甲".to_string()), (Property::Team, "支付研发部".to_string())]
        );
        assert_eq!(properties_in("部门：支付 研发部    汇总：甲"), [(Property::Team, "支付 研发部".to_string())]);
        assert_eq!(
            properties_in("**Author:** Wren  **Audience:** ops leads"),
            [(Property::Author, "Wren".to_string())]
        );
        assert_eq!(properties_in("填报人：甲　　两周并在一起写。"), [(Property::Author, "甲".to_string())]);
        assert_eq!(properties_in("部门：研发 二组：网关"), [(Property::Team, "研发 二组：网关".to_string())]);
        assert_eq!(properties_in("| 周期 | 6/9-6/15 |"), [(Property::Period, "6/9-6/15".to_string())]);
    }

    #[test]
    fn a_longer_name_is_not_read_as_the_shorter_one_inside_it() {
        assert_eq!(properties_in("汇报日期：2023-06-20"), [(Property::Date, "2023-06-20".to_string())]);
        assert_eq!(properties_in("Created time: 2024年2月6日 09:41")[0].0, Property::Created);
        assert_eq!(properties_in("- 发出：2026-11-18（周三）")[0].0, Property::Date);
    }

    #[test]
    fn a_week_without_a_year_takes_it_from_the_file_name() {
        let name = PageName { name: "2025-W21".to_string(), folders: Vec::new() };
        let report = Report::parse("# 周报 W21\n\n- 升温\n".to_string(), &name);
        assert_eq!(report.date.map(|date| date.to_string()).as_deref(), Some("2025-05-25"));
    }

    #[test]
    fn a_day_in_full_under_any_name_dates_a_page_that_has_no_other_and_no_plan_does() {
        let day = |text: &str| {
            let name = PageName { name: "复盘-0309重复清分".to_string(), folders: Vec::new() };
            Report::parse(text.to_string(), &name).date.map(|date| date.to_string())
        };
        let review = |field: &str| {
            day(&format!("# 复盘:3 月 9 日重复清分事件\n\n> {field}\n> 主持:甲\n\n## 原因\n\n- 批次重跑\n"))
        };
        assert_eq!(review("会议:2027-03-17 10:00,B302").as_deref(), Some("2027-03-17"));
        assert_eq!(review("评审会：2027年3月17日（周三）").as_deref(), Some("2027-03-17"));
        let table = "会议:2027-03-17\n\n## 1. 概况\n\n| | 内容 |\n|---|---|\n| 时间 | 3 月 9 日(周二)02:10 – 05:40 |\n| 级别 | 二级 |\n\n";
        assert_eq!(review(table).as_deref(), Some("2027-03-17"));
        for ahead in ["计划上线：2027-06-01", "下次会议：2027-06-01", "合同到期：2027-06-01", "Due: 2027-06-01"]
        {
            assert_eq!(review(ahead), None, "{ahead}");
        }
        assert_eq!(review("最后更新：2027-06-01"), None);
        // A known field comes first, and a title with its day in full before both.
        assert_eq!(day("# 会议纪要\n\n时间：2027-03-16\n评审会：2027-03-17\n").as_deref(), Some("2027-03-16"));
        assert_eq!(day("# 周报 2027-03-19\n\n评审会：2027-03-17\n").as_deref(), Some("2027-03-19"));
    }

    #[test]
    fn a_review_without_a_day_of_its_own_is_of_the_day_in_its_name() {
        let name = PageName { name: "复盘".to_string(), folders: Vec::new() };
        let report = Report::parse("# 复盘：2027年3月9日重复清分事件\n\n## 原因\n\n- 批次重跑\n".to_string(), &name);
        assert_eq!(report.date.map(|date| date.to_string()).as_deref(), Some("2027-03-09"));
    }

    #[test]
    fn a_page_that_begins_with_a_section_beside_others_has_no_title_there() {
        let name = PageName { name: "记录".to_string(), folders: Vec::new() };
        let report = Report::parse("# 生产事件\n\n时间：2027-03-09 02:10\n\n# 进展\n\n- 换管\n".to_string(), &name);
        assert_eq!(report.date, None);
    }

    #[test]
    fn a_head_with_a_state_among_its_fields_is_no_text() {
        for head in [
            "Author: Wren\nWeek: W21\nStatus: Sent\nTags: bots, desk",
            "填报人: 甲\n周期: 6/16–6/30\n标签: 采购\n状态: 已提交",
        ] {
            let name = PageName { name: "2025-W21".to_string(), folders: Vec::new() };
            let report = Report::parse(format!("# Weekly\n\n{head}\n\n## 进展\n\n- 升温\n"), &name);
            let blocks = report.sections.iter().flat_map(|section| &section.blocks);
            let texts: Vec<&str> = blocks.map(|block| &report.source[block.span.clone()]).collect();
            assert_eq!(texts, ["升温"], "{head}");
        }
    }

    #[test]
    fn a_section_behind_the_text_that_opens_a_page_names_no_day_of_it() {
        let name = PageName { name: "weekly-2027-04-02".to_string(), folders: Vec::new() };
        let date = |source: &str| Report::parse(source.to_string(), &name).date.map(|date| date.to_string());
        let text = "# Weekly report to the city\n\nA busy week.\n\n## Hub trip of 16 March – follow-up\n\n- Fixed.\n";
        assert_eq!(date(text).as_deref(), Some("2027-04-02"));
        let text = "# Weekly report to the city\n\nA busy week.\n\n## Trip of 16 March\n\n- Fixed.\n";
        assert_eq!(date(text).as_deref(), Some("2027-04-02"));
        let text = "# Weekly report to the city\n\nA busy week.\n\n## 26 March 2027\n\n- Fixed.\n";
        assert_eq!(date(text).as_deref(), Some("2027-03-26"));
    }

    #[test]
    fn the_days_of_a_log_date_no_page() {
        let source = "## 周报 11/15—11/21\n\n### 11月15日(六)\n- 供暖\n\n### 11月16日(日)\n- 放气\n";
        let name = PageName { name: "2025-11-21".to_string(), folders: Vec::new() };
        let report = Report::parse(source.to_string(), &name);
        assert_eq!(report.date.map(|date| date.to_string()).as_deref(), Some("2025-11-21"));
    }

    #[test]
    fn a_line_under_the_title_that_begins_with_days_dates_the_page() {
        let opening = |line: &str| date_opening(line).map(|(_, days)| days);
        for (line, days) in [
            ("2024 年 6 月 7 日，周五。本期编辑：甲", "2024 年 6 月 7 日"),
            ("> 周期 2024.06.15 ~ 06.21，编辑 甲", "2024.06.15 ~ 06.21"),
            ("2024-06-07（周五）", "2024-06-07（周五）"),
            ("（2026年3月9日至3月13日） 填报人：甲", "2026年3月9日至3月13日"),
            ("（2025年11月3日至11月7日） 报送：甲", "2025年11月3日至11月7日"),
            ("Week 13, 29 March – 2 April 2027", "29 March – 2 April 2027"),
            ("Week 20, 17 – 21 May 2027", "17 – 21 May 2027"),
        ] {
            assert_eq!(opening(line).as_deref(), Some(days), "{line}");
        }
        for line in [
            "（2024-06-07 11:01）网关超时", "2024-06-07 11:01，网关超时", "2024-06-07上线了网关", "6月7日，周五",
            "上期 2024-06-07，已发",
        ] {
            assert_eq!(opening(line), None, "{line}");
        }
    }

    #[test]
    fn a_letter_that_says_what_it_reports_on_is_of_these_days() {
        let date = |line: &str| {
            let name = PageName { name: "工作情况的报告（0930）".to_string(), folders: Vec::new() };
            let page = format!("# 关于工作情况的报告\n\n高总：\n\n{line}\n\n一、收获\n\n12 号开镰。\n");
            Report::parse(page, &name).date.map(|date| date.to_string())
        };
        let stated = date("现将2025年9月28日至30日及全月有关工作情况报告如下。");
        assert_eq!(stated.as_deref(), Some("2025-09-30"));
        assert_eq!(date("2025年9月28日的故障已排除，有关情况如下。"), None);
    }

    #[test]
    fn a_heading_may_be_the_name_of_a_property() {
        let author = |source: &str| {
            let name =
                PageName { name: "2024.09.09~2024.09.23".to_string(), folders: vec!["04_xuqinglan".to_string()] };
            Report::parse(source.to_string(), &name).author
        };
        assert_eq!(author("### 姓名\n\n许晴岚\n\n### 本周工作\n\n- 测试\n").as_deref(), Some("许晴岚"));
        assert_eq!(author("### 姓名\n\n### 本周工作\n\n- 测试\n").as_deref(), Some("04_xuqinglan"));
        let roster = "# 名单\n\n| 编号 | 姓名 | 题目 |\n|---|---|---|\n| 1 | 许晴岚 | 门禁 |\n| 2 | 吕晴 | 冷链 |\n";
        assert_eq!(author(roster).as_deref(), Some("04_xuqinglan"));
    }

    #[test]
    fn a_property_inside_an_item_of_work_is_none_of_the_page() {
        let name = PageName { name: "2024-10-04".to_string(), folders: Vec::new() };
        let report = |item: &str| Report::parse(format!("# 2024-10-04\n\n- {item}\n"), &name);
        let page = report("missed by a minute. New date: 27 to 31 October");
        assert_eq!((page.stated_coverage, page.author), (None, None));
        assert_eq!(report("the box of the desk team: makes noises").author, None);
        let page = "# Weekly, W28 (10–14 July 2028)\n\n## Gate\n\nThe handover is off. New date: **10 August**.\n";
        let read = Report::parse(page.to_string(), &PageName::default());
        assert_eq!(read.date.map(|date| date.to_string()).as_deref(), Some("2028-07-14"));
        assert_eq!(report("作者：甲").author.as_deref(), Some("甲"));
    }

    #[test]
    fn the_two_days_of_a_notion_property_are_a_span_and_days_of_later_headings_are_not_the_page_s() {
        let name = PageName { name: "码头周报 第22周".to_string(), folders: Vec::new() };
        let read = |days: &str| {
            let page = format!("# 码头周报 第22周\n\n日期: {days}\n\n## 端午前(5/31)\n\n- 晴\n");
            let report = Report::parse(page, &name);
            (report.date.map(|date| date.to_string()), report.stated_coverage.map(|days| days.from().to_string()))
        };
        let week = (Some("2025-06-01".to_string()), Some("2025-05-26".to_string()));
        assert_eq!(read("2025年5月26日 → 2025年6月1日"), week);
        assert_eq!(read("May 26, 2025 → June 1, 2025"), week);
    }

    #[test]
    fn a_month_in_a_further_heading_is_not_the_days_of_a_page_that_states_them() {
        let name = PageName { name: "周报18（2025年4月28日—5月4日）".to_string(), folders: Vec::new() };
        let page = "# 周报（第18周）\n\n### 代扣的后续\n\n- 无\n\n### 4月份的总账\n\n- 平\n";
        let report = Report::parse(page.to_string(), &name);
        assert_eq!(report.date.map(|date| date.to_string()).as_deref(), Some("2025-05-04"));
    }

    #[test]
    fn a_number_in_a_heading_is_no_day_of_a_page_whose_file_states_it() {
        let dated = |name: &str, page: &str| {
            let name = PageName { name: name.to_string(), folders: Vec::new() };
            Report::parse(page.to_string(), &name).date.map(|date| date.to_string())
        };
        let page = "会议纪要\n\n## 议题一 2.9 复盘\n\n- 准点开服\n";
        assert_eq!(dated("会议纪要-20260424-2.9复盘", page).as_deref(), Some("2026-04-24"));
        // A title's own day goes before another property, as ever.
        let titled = "# 周报 6/15\n\n日期：2023-06-20\n\n## 本周工作\n\n- 网关改造已上线\n";
        assert_eq!(dated("x", titled).as_deref(), Some("2023-06-15"));
        let log = "# 值班日志 2026-02-04 → 02-19\n\n## 02-04(三)\n- 巡检\n\n## 02-05(四)上线日\n- 开服\n";
        assert_eq!(dated("log_2026-02-04_to_02-19", log).as_deref(), Some("2026-02-19"));
    }

    #[test]
    fn prose_is_no_property() {
        assert!(is_property("Created: 2024年2月6日 09:41"));
        assert!(!is_property("上线时间：预计下周"));
        assert!(!is_property("本周完成了时间同步"));
    }
}
