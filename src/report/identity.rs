//! Which report a page is: its label, date, coverage and author, from its title, file name, properties and folders, in
//! that order of trust. `Created:` is the day of an export, often months later: the last resort.

use super::author::author_of;
use super::head::{Head, Property};
use super::page_name::{PageName, beside_its_time};
use crate::calendar::{
    Date, Day, Expression, Impossible, IsoWeek, Label, Period, TitleDates, WeekNumber, Year, mentions, read_title,
};
use crate::vocabulary::{Sense, Words};

/// What a report's date was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrigin {
    Title,
    FileName,
    Property,
    Folder,
    /// The last day of the week its label names.
    Label,
    Created,
    /// The day or the week that names it, in the year that the page's surroundings state: see [`super::Report::dated_near`].
    Beside,
}

/// What a reader of the ingest's summary should know about a page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Notice {
    #[error("no week and no date in title, file name or properties: kept as a page without a date")]
    NoDate,
    #[error("named by {named}, without a year: kept as a page without a date")]
    NoYear { named: String },
    #[error("no date but `Created`: taken as {date}")]
    DateFromCreated { date: Date },
    #[error("no date but the label {label}: taken as the last day of that week, {date}")]
    DateFromLabel { label: Label, date: Date },
    #[error("`{found}` in the title or file name: {why}")]
    Impossible { found: String, why: Impossible },
    #[error("the title says {title}, the file name {file_name}: the title is used")]
    Disagree { title: Date, file_name: Date },
}

impl Notice {
    /// The same in Chinese, as `Display` is in English.
    pub fn in_chinese(&self) -> String {
        match self {
            Self::NoDate => "标题、文件名和属性里都没有周次和日期：作为没有日期的页面收入".to_string(),
            Self::NoYear { named } => format!("名称是 {named}，没有年份：作为没有日期的页面收入"),
            Self::DateFromCreated { date } => format!("只有 `Created`，没有别的日期：算作 {date}"),
            Self::DateFromLabel { label, date } => format!("只有周次 {label}，没有日期：算作那一周的最后一天 {date}"),
            Self::Impossible { found, why } => format!("标题或文件名里的“{found}”：{}", why.in_chinese()),
            Self::Disagree { title, file_name } => format!("标题写 {title}，文件名写 {file_name}：以标题为准"),
        }
    }
}

/// A day or a week without its year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Yearless {
    Day(Day),
    Week(WeekNumber),
}

impl Yearless {
    /// That day, or the Sunday of that ISO week, in a year.
    pub fn in_year(self, year: i32) -> Option<Date> {
        let year = Year::new(year).ok()?;
        match self {
            Self::Day(day) => day.in_year(year).ok()?.date(),
            Self::Week(week) => IsoWeek::new(year, week).ok().map(IsoWeek::sunday),
        }
    }

    /// Whether `date` is that day, or lies in that week.
    pub fn is_on(self, date: Date) -> bool {
        let near = [date.year() - 1, date.year(), date.year() + 1].into_iter();
        let days = match self {
            Self::Day(_) => 0,
            Self::Week(_) => 6,
        };
        near.filter_map(|year| self.in_year(i32::from(year))).any(|day| (0..=days).contains(&(day - date).get_days()))
    }
}

#[derive(Debug, Default)]
pub(super) struct Identity {
    pub label: Option<Label>,
    pub issue: Option<u32>,
    pub date: Option<Date>,
    pub origin: Option<DateOrigin>,
    /// The day that names the page, where the page itself states no year.
    pub day: Option<Day>,
    pub coverage: Option<Period>,
    pub author: Option<String>,
    pub notices: Vec<Notice>,
}

/// `near` is a day that a day without a year is near to, from what is beside the page; the page's own word goes before it.
pub(super) fn identify(head: &Head, name: &PageName, near: Option<Date>) -> Identity {
    let created = head.property(Property::Created).and_then(full_date);
    let mut sources = sources(head, name);
    let issue = issue_of(head, &sources);
    if issue.is_some() {
        // 0112 is the 112th of its series, where its title says so, and no 12 January.
        for (_, text, dates) in &mut sources {
            if text.trim().parse().ok() == issue {
                *dates = TitleDates::default();
            }
        }
    }
    let (above, own): (Vec<_>, Vec<_>) = sources.iter().partition(|(origin, ..)| *origin == DateOrigin::Folder);
    let stated = own.iter().find_map(|(_, _, dates)| dates.stated_day());
    let folder = || above.iter().find_map(|(_, folder, dates)| near_in_folder(folder, dates));
    let anchor = stated.or(near).or_else(folder).or(created);
    let day = own.iter().find_map(|(_, _, dates)| dates.day_without_year()).filter(|_| stated.is_none());
    let mut identity = Identity { day, issue, ..Identity::default() };
    let mut file_date = None;
    for (origin, text, dates) in &sources {
        for mention in &dates.impossible {
            if let (Err(why), Some(found)) = (&mention.reading, text.get(mention.span.clone())) {
                let notice = Notice::Impossible { found: found.to_string(), why: why.clone() };
                if !identity.notices.contains(&notice) {
                    identity.notices.push(notice);
                }
            }
        }
        let Ok(reading) = dates.resolve(anchor) else { continue };
        identity.label = identity.label.or(reading.label);
        // The quarter that a folder collects is not what one of its reports covers.
        let collects = *origin == DateOrigin::Folder && identity.date.is_some() && !dates.names_a_span();
        let coverage = reading.coverage.filter(|period| period.days() <= MAX_COVERAGE_DAYS && !collects);
        identity.coverage = identity.coverage.or(coverage);
        if *origin == DateOrigin::FileName {
            file_date = reading.date;
        }
        if identity.date.is_none() && reading.date.is_some() {
            let is_beside = day.is_some() && near.is_some();
            (identity.date, identity.origin) =
                (reading.date, Some(if is_beside { DateOrigin::Beside } else { *origin }));
        }
        let is_daily = reading.label.is_none() && (text.contains("日报") || names_weekday(text));
        if is_daily && identity.coverage.is_none() && identity.label.is_none() {
            identity.coverage = identity.date.filter(|_| !text.contains("合集")).map(Period::day);
        }
    }
    // Days to come are a plan, not what a page reports on.
    identity.coverage = identity.coverage.filter(|days| identity.date.is_none_or(|date| days.from() <= date));
    if let (Some(DateOrigin::Title), Some(title), Some(file_name)) = (identity.origin, identity.date, file_date)
        && title != file_name
    {
        identity.notices.push(Notice::Disagree { title, file_name });
    }
    if identity.date.is_none() {
        without_date(&mut identity, &sources, near, created);
        if identity.date.is_some() && day.is_some() && near.is_some() {
            identity.origin = Some(DateOrigin::Beside);
        }
    }
    identity.author = author_of(head, name);
    identity
}

/// Nothing people call a weekly report covers more than a quarter.
const MAX_COVERAGE_DAYS: u32 = 100;

static REVIEWS: Words = Words::of(&[Sense::Postmortem]);

/// What may name the report, most trusted first.
fn sources(head: &Head, name: &PageName) -> Vec<(DateOrigin, String, TitleDates)> {
    let mut texts: Vec<(DateOrigin, String)> =
        head.titles.iter().map(|title| (DateOrigin::Title, title.clone())).collect();
    // `report@2023.11.08`, `log_2026-02-04_to_02-19`: the signs part words as a space does.
    texts.push((DateOrigin::FileName, name.name.replace('@', " ").replace("_to_", " to ")));
    let is_known = |(property, _): &&(Property, String)| matches!(property, Property::Date | Property::Period);
    let is_in_full = |(_, value): &&(Property, String)| full_date(value).is_some();
    // 会议：2027-03-17, and 时间：3月9日 of what it was about: the one with its year.
    let of_the_house = head.properties.iter().find(|(property, _)| *property == Property::Day);
    let of_the_house = of_the_house.filter(|_| !head.properties.iter().filter(is_known).any(|one| is_in_full(&one)));
    let dated = of_the_house.into_iter().chain(head.properties.iter().filter(is_known));
    texts.extend(dated.map(|(_, value)| (DateOrigin::Property, value.clone())));
    texts.extend(name.folders.iter().rev().map(|folder| (DateOrigin::Folder, folder.clone())));
    let read = |(origin, text): (DateOrigin, String)| {
        // Notion writes a span of days as `May 26, 2025 → June 1, 2025`; in running text the arrow moves a day.
        let text = text.replace('→', "~");
        let dates = read_title(&text);
        (origin, text, dates)
    };
    let mut sources: Vec<(DateOrigin, String, TitleDates)> = texts.into_iter().map(read).collect();
    // Of a page that states its days a further heading names others: 4月份的总账 of a week's report.
    let later = 1..head.titles.len().max(1);
    let states_days = |(at, source): (usize, &(DateOrigin, String, TitleDates))| {
        !later.contains(&at) && source.0 != DateOrigin::Folder && source.2.names_a_span()
    };
    if sources.iter().enumerate().any(states_days) {
        for (.., dates) in &mut sources[later] {
            (dates.date, dates.coverage) = (None, None);
        }
    }
    // 议题一 2.9 复盘, in a page that states its day in full elsewhere: a number with a dot may be a version, where 6/15 is a day. The day in
    // the name of a review (复盘：3月9日重复清分) is that of what it looks back at.
    let states_one = |(origin, _, dates): &(DateOrigin, String, TitleDates)| {
        *origin != DateOrigin::Folder && dates.date.as_ref().is_some_and(Expression::is_complete)
    };
    let has_dated_head = sources.iter().any(|source| source.0 == DateOrigin::Property && states_one(source));
    if sources.iter().any(states_one) {
        let may_be_a_version = |text: &str, dates: &TitleDates| {
            dates.day_without_year().is_some_and(|day| text.contains(&format!("{}.{}", day.month().get(), day.day())))
        };
        let names_a_day =
            |dates: &TitleDates| dates.day_without_year().is_some() || matches!(dates.date, Some(Expression::Day(_)));
        let is_looked_back_at = |origin: DateOrigin, text: &str, dates: &TitleDates| {
            let is_name = matches!(origin, DateOrigin::Title | DateOrigin::FileName);
            let is_alone = !has_dated_head && dates.stated_day().is_some();
            is_name && names_a_day(dates) && !is_alone && REVIEWS.are_in(&text.to_lowercase())
        };
        for (origin, text, dates) in &mut sources {
            if may_be_a_version(text, dates) || is_looked_back_at(*origin, text, dates) {
                dates.date = None;
            }
        }
    }
    sources
}

fn without_date(
    identity: &mut Identity,
    sources: &[(DateOrigin, String, TitleDates)],
    near: Option<Date>,
    created: Option<Date>,
) {
    // W21 in the title and 2025-W21 in the file name: the one with its year.
    let mut labels = identity.label.into_iter().chain(sources.iter().filter_map(|(_, _, dates)| dates.label));
    if let Some(coverage) = identity.coverage {
        let stated = sources.iter().find(|(_, _, dates)| dates.coverage.is_some());
        identity.date = Some(coverage.to());
        identity.origin = stated.map(|(origin, ..)| *origin);
    } else if let Some((label, date)) = labels.find_map(|label| Some((label, last_day(label, near, created)?))) {
        identity.label = Some(label);
        let is_beside = label.year().is_none() && near.is_some();
        let origin = if is_beside { DateOrigin::Beside } else { DateOrigin::Label };
        (identity.date, identity.origin) = (Some(date), Some(origin));
        if !is_beside {
            identity.notices.push(Notice::DateFromLabel { label, date });
        }
    } else if let Some(date) = created {
        (identity.date, identity.origin) = (Some(date), Some(DateOrigin::Created));
        identity.notices.push(Notice::DateFromCreated { date });
    } else {
        let named = identity.day.map(|day| day.to_string()).or_else(|| identity.label.map(|label| label.to_string()));
        identity.notices.push(named.map_or(Notice::NoDate, |named| Notice::NoYear { named }));
    }
}

/// A page is made at most so many days before the end of the week that it is for.
const MOST_DAYS_AHEAD: i32 = 14;

/// The Sunday of the label's week; without a year of its own, of the week nearest to `near`, else the latest that had
/// begun, or was to begin within days, when the page was created: most are written before their week is over.
fn last_day(label: Label, near: Option<Date>, created: Option<Date>) -> Option<Date> {
    let sunday = |year: i16| {
        let year = Year::new(i32::from(year)).ok()?;
        IsoWeek::new(year, label.week()).ok().map(IsoWeek::sunday)
    };
    match label.year() {
        Some(year) => sunday(year.get()),
        None if near.is_some() => {
            let near = near?;
            let all = [near.year() - 1, near.year(), near.year() + 1].into_iter().filter_map(sunday);
            all.min_by_key(|day| (*day - near).get_days().abs())
        }
        None => created.and_then(|created| {
            let years = [created.year() + 1, created.year(), created.year() - 1];
            years.into_iter().filter_map(sunday).find(|day| (*day - created).get_days() < MOST_DAYS_AHEAD)
        }),
    }
}

fn full_date(text: &str) -> Option<Date> {
    mentions(text).into_iter().find_map(|mention| match mention.reading {
        Ok(Expression::Day(day)) => day.date(),
        _ => None,
    })
}

/// The page's number in its series: as a property, its title or its file name says; or a file name that is nothing but a number
/// written with noughts before it, and no day.
fn issue_of(head: &Head, sources: &[(DateOrigin, String, TitleDates)]) -> Option<u32> {
    let stated = || head.property(Property::Issue)?.trim().trim_start_matches('#').parse().ok();
    let title = sources.iter().find(|(origin, ..)| *origin == DateOrigin::Title);
    let file = || sources.iter().find(|(origin, ..)| *origin == DateOrigin::FileName);
    let padded = || {
        let (_, name, dates) = file()?;
        let is_number = (3..=5).contains(&name.len()) && name.starts_with('0') && dates.date.is_none();
        name.parse::<u32>().ok().filter(|number| is_number && *number > 0)
    };
    title.and_then(|(.., dates)| dates.issue).or_else(|| file()?.2.issue).or_else(stated).or_else(padded)
}

/// A day of the time that a folder names: in full, or as the year, quarter or month that it collects and names nothing beside.
fn near_in_folder(folder: &str, dates: &TitleDates) -> Option<Date> {
    let in_full = dates.resolve(None).ok()?.date;
    in_full.or_else(|| dates.stated_day().filter(|_| collected_time(folder).is_some() || dates.names_a_span()))
}

/// The days whose reports a folder collects, where its name says nothing else: `2023`, `2023年周报`, `2023-Q1`. One that names a
/// person beside is theirs, and its year may be any.
pub fn collected_time(folder: &str) -> Option<Period> {
    let dates = read_title(folder);
    let beside = beside_its_time(folder).chars().filter(|c| c.is_alphanumeric()).count();
    dates.resolve(None).ok()?.coverage.filter(|_| beside == 0)
}

fn names_weekday(text: &str) -> bool {
    ["周", "星期", "礼拜"].iter().any(|word| {
        text.match_indices(word)
            .any(|(at, _)| text[at + word.len()..].starts_with(['一', '二', '三', '四', '五', '六', '日', '天']))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{PageName, Report};

    #[test]
    fn a_week_without_a_year_is_the_one_in_which_its_page_was_made_or_the_last_one_before() {
        let date = |created: &str, week: &str| {
            let name = PageName { name: format!("周报 {week}"), ..PageName::default() };
            let page = format!("# 周报 {week}\n\nCreated: {created}\n\n- 上线\n");
            Report::parse(page, &name).date.map(|date| date.to_string())
        };
        for (created, week, last_day) in [
            ("2028年3月17日 18:42", "W11", "2028-03-19"),
            ("2024年2月6日 09:41", "W30", "2023-07-30"),
            ("2024-12-30", "W1", "2025-01-05"),
            ("2025-01-03", "W52", "2024-12-29"),
            // A page made for the week to come.
            ("2025-05-30", "W23", "2025-06-08"),
        ] {
            assert_eq!(date(created, week).as_deref(), Some(last_day), "{created} {week}");
        }
    }

    #[test]
    fn a_numbered_section_that_names_a_time_says_nothing_of_the_days_of_its_page() {
        let name = PageName { name: "尽调组W14".to_string(), folders: Vec::new() };
        let page = "尽调组 W14\n==========\n\n葛长风　2029年4月6日（清明后）\n\n一　专项\n\n完成 500 户。\n\n二　一季度走访\n\n收尾 97 户。\n";
        let report = Report::parse(page.to_string(), &name);
        assert_eq!(report.date.map(|date| date.to_string()).as_deref(), Some("2029-04-06"));
        assert_eq!(report.stated_coverage, None);
        assert_eq!(report.author.as_deref(), Some("葛长风"));
    }
}
