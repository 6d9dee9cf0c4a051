//! What was read and what was not, and the sources with what they say.

use std::path::Path;

use crate::calendar::Period;
use crate::citation::Citation;
use crate::render::missing_clause;
use crate::render::rollup::line::Line;
use crate::render::rollup::link::Links;
use crate::render::rollup::page::Source;
use crate::render::rollup::teller::Teller;
use crate::rollup::ReportRead;
use crate::vocabulary::worded;

/// `依据 4 篇周报（2023-06-06 至 2023-06-27），缺 第25周`.
pub(super) fn coverage_line(teller: &Teller<'_>) -> String {
    let coverage = &teller.rollup.coverage;
    let days = coverage.read.iter().map(|report| report.date);
    let span = days.clone().min().zip(days.max()).map(|(first, last)| teller.days(Period::between(first, last)));
    let span = teller.aside(&span.unwrap_or_default());
    let weeks: Vec<String> = coverage.missing.iter().map(|missing| missing.week.clone()).collect();
    let missing = missing_clause(&weeks, teller.language);
    let is_page = |report: &&ReportRead| report.covers.is_some_and(|days| days.days() == 1);
    let pages = coverage.read.iter().filter(is_page).count();
    let mut reports = teller.count(coverage.read.len() - pages, "篇周报", "report");
    if pages > 0 {
        let pages = teller.count(pages, "篇日报", "daily page");
        reports = worded!(teller.language, "{reports}、{pages}", "{reports} and {pages}");
    }
    worded!(teller.language, "依据 {reports}{span}{missing}", "From {reports}{span}{missing}")
}

pub(super) fn coverage(teller: &Teller<'_>) -> Vec<Line> {
    let coverage = &teller.rollup.coverage;
    let named = |report: &ReportRead| {
        let author = report.author.as_deref().map(|author| teller.aside(author)).unwrap_or_default();
        format!("{}{author}", teller.report(&report.report, report.date))
    };
    let list = |reports: &mut dyn Iterator<Item = &ReportRead>| {
        reports.map(named).collect::<Vec<_>>().join(&worded!(teller.language, "、", ", "))
    };
    let mut lines = Vec::new();
    let period = teller.days(teller.rollup.period);
    let read = coverage.read.len();
    let all = list(&mut coverage.read.iter());
    lines.push(worded!(teller.language, "期间：{period}", "period: {period}"));
    let read = teller.count(read, "篇", "report");
    lines.push(worded!(teller.language, "已读 {read}：{all}", "{read} read: {all}"));
    if !coverage.missing.is_empty() {
        let weeks = coverage
            .missing
            .iter()
            .map(|missing| format!("{}{}", missing.week, teller.aside(&teller.days(missing.days))));
        let weeks = weeks.collect::<Vec<_>>().join(&worded!(teller.language, "、", ", "));
        lines.push(worded!(teller.language, "缺周报的周：{weeks}", "weeks without a report: {weeks}"));
    }
    for report in coverage.read.iter().filter(|report| report.straddles) {
        let days = report.covers.map(|days| teller.aside(&teller.days(days))).unwrap_or_default();
        let name = &report.report;
        lines.push(worded!(teller.language, "{name} 所报的日子{days}跨出期界：事件按发生日计入，期外发生的不计；指标按周报日期计入", "{name} reports on days beyond the period{days}: incidents count by the day they occurred, metrics by the report's date"));
    }
    if !coverage.beside.is_empty() {
        let beside = list(&mut coverage.beside.iter());
        lines.push(worded!(teller.language, "期外的周报讲到期内的日子：{beside}；只计入其中期内发生的事件，不计入指标", "reports of other days that tell of the period: {beside}; their incidents of the period count, their metrics do not"));
    }
    if coverage.after > 0 {
        let after = teller.count(coverage.after, "篇", "later report");
        lines.push(worded!(
            teller.language,
            "另查看了期后 {after}周报，以确定承诺与事件的下文",
            "{after} looked at for what came of promises and incidents"
        ));
    }
    if coverage.undated > 0 {
        let undated = teller.count(coverage.undated, "条", "fact");
        lines.push(worded!(
            teller.language, "无日期页面上的 {undated}事实未计入", "{undated} of pages without a date left out"
        ));
    }
    lines.into_iter().map(Line::of).collect()
}

pub(super) fn sources(teller: &Teller<'_>, links: &Links<'_>) -> Vec<Source> {
    teller.rollup.sources.iter().map(|citation| source(teller, citation, links)).collect()
}

fn source(teller: &Teller<'_>, citation: &Citation, links: &Links<'_>) -> Source {
    let date = if citation.report.contains(&citation.date) { "" } else { citation.date.as_str() };
    let mut section = vec![format!("{} {date}", citation.report).trim_end().to_string()];
    section.extend(citation.section.iter().cloned());
    let file = (links.file_of)(citation);
    let path = match &file {
        // What lies in an archive is named by its path there.
        Some(file) if file.ends_with(&citation.path) => {
            file.strip_prefix(links.here).unwrap_or(file).display().to_string()
        }
        _ => citation.path.clone(),
    };
    Source {
        n: citation.n + teller.offset,
        section: section.join(" › "),
        place: format!("{path}:{}", citation.lines),
        link: file.as_deref().map(|file: &Path| links.to(file)).unwrap_or_default(),
        quote: citation.quote.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
