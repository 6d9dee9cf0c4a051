//! A draft as the Markdown that people go on writing, and as what is said of it beside.

use crate::check::{FIGURE_BLANK, PROSE_BLANK_EN, PROSE_BLANK_ZH, blanks};
use crate::draft::{Carried, Draft, DraftEntry, DraftLine, Due, Figure, Goal, Missing, OpenIncident, Piece, When};
use crate::vocabulary::{plural, worded};

/// The draft as Markdown, ending in a line end. Nothing in it but what a report may hold: no places, no remarks.
pub fn draft_markdown(draft: &Draft) -> String {
    let words = Words { draft };
    let mut text = draft.head.join("\n");
    text.push('\n');
    for section in &draft.sections {
        let mut before: Option<Layout> = None;
        if let Some(heading) = &section.heading {
            // A report that stands in one list has items for headings.
            let is_item =
                heading.starts_with([' ', '\t']) || ["- ", "* ", "+ "].iter().any(|mark| heading.starts_with(mark));
            before = is_item.then_some(Layout::List);
            let gap = if is_item { "" } else { "\n" };
            text.push_str(&format!("{gap}{heading}\n"));
        }
        for line in &section.lines {
            let layout = Layout::of(line);
            if before.is_none_or(|before| before != layout || layout == Layout::Paragraph) {
                text.push('\n');
            }
            text.push_str(&words.line(line));
            text.push('\n');
            before = Some(layout);
        }
    }
    text.trim_start_matches('\n').to_string()
}

/// Layout of a line; an empty line separates lines of different layouts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    List,
    Table,
    Paragraph,
}

impl Layout {
    fn of(line: &DraftLine) -> Self {
        let is_table = match &line.entry {
            DraftEntry::Row(_) => true,
            DraftEntry::Form(words) => line.mark.is_empty() && words.starts_with('|'),
            _ => false,
        };
        match (is_table, line.mark.trim().is_empty() || line.mark.starts_with('#')) {
            (true, _) => Self::Table,
            (false, true) => Self::Paragraph,
            (false, false) => Self::List,
        }
    }
}

/// The words beside blanks, in the language of the reports.
struct Words<'a> {
    draft: &'a Draft,
}

impl Words<'_> {
    fn pick<T>(&self, zh: T, en: T) -> T {
        self.draft.language.pick(zh, en)
    }

    fn blank(&self) -> &'static str {
        self.pick(PROSE_BLANK_ZH, PROSE_BLANK_EN)
    }

    fn line(&self, line: &DraftLine) -> String {
        let words = match &line.entry {
            DraftEntry::Form(words) => words.clone(),
            DraftEntry::Fill(pieces) => self.pieces(pieces, line.mark.trim().is_empty()),
            DraftEntry::Row(cells) => {
                let cells: Vec<String> = cells.iter().map(|pieces| self.pieces(pieces, false)).collect();
                format!("| {} |", cells.join(" | "))
            }
            DraftEntry::Carried(carried) => self.carried(carried),
            DraftEntry::FollowUps => self.pick("往期跟踪：", "Follow-up:").to_string(),
            DraftEntry::OpenIncident(open) => self.open(open),
            DraftEntry::Goal(goal) => self.goal(goal),
            DraftEntry::Blank => self.blank().to_string(),
        };
        format!("{}{words}", line.mark)
    }

    /// Two runs of underscores in one paragraph would make what is between them bold: a space keeps them what they are.
    fn pieces(&self, pieces: &[Piece], is_paragraph: bool) -> String {
        let figures = pieces.iter().filter(|piece| matches!(piece, Piece::Figure(_) | Piece::Empty)).count();
        let gap = if figures > 1 || is_paragraph { " " } else { "" };
        let mut text = String::new();
        for piece in pieces {
            match piece {
                Piece::Words(words) => text.push_str(words),
                Piece::Empty => text.push_str(FIGURE_BLANK),
                Piece::Figure(figure) if figure.is_shown => text.push_str(FIGURE_BLANK),
                Piece::Figure(figure) => text.push_str(&self.figure(figure, gap)),
            }
        }
        text
    }

    fn figure(&self, figure: &Figure, gap: &str) -> String {
        let joint = self.pick(gap, " ");
        format!("{FIGURE_BLANK}{joint}{}", self.beside(&[self.last(&figure.last)]))
    }

    /// `上周99.96%`, `第26周99.96%` where weeks lie between.
    fn last(&self, words: &str) -> String {
        self.last_known(words, None)
    }

    fn last_known(&self, words: &str, report: Option<&str>) -> String {
        let is_weekly = self.draft.days.days() <= 10;
        let when = match report {
            Some(report) => report,
            None if !self.draft.last.is_next => self.draft.last.name.as_str(),
            None if is_weekly => self.pick("上周", "last week"),
            None => self.pick("上期", "last time"),
        };
        // 上周4/16更新: words take a colon, a value does not.
        let is_value =
            words.starts_with(|c: char| c.is_ascii_digit()) && words.chars().count() <= 12 && !words.contains('/');
        let joint = if is_value && report.is_none() { self.pick("", " ") } else { self.pick("：", ": ") };
        format!("{when}{joint}{words}")
    }

    /// `（上周80%，计划7/4转测）`; nothing for nothing.
    fn beside(&self, parts: &[String]) -> String {
        let parts: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        let parts = parts.join(self.pick("，", ", "));
        if parts.is_empty() { parts } else { worded!(self.draft.language, "（{parts}）", "({parts})") }
    }

    fn carried(&self, carried: &Carried) -> String {
        let colon = self.pick("：", ": ");
        let last_known = |words: &str| self.last_known(words, carried.told.as_deref());
        let due_at = |when: When| -> Vec<&Due> { carried.due.iter().filter(|due| due.when == when).collect() };
        let mut parts = Vec::new();
        if carried.is_goal {
            // The name of a goal may have a colon of its own: what it is stands before the one that asks for words.
            let goal = self.beside(&[self.pick("本周目标", "a goal of this week").to_string()]);
            let space = self.pick("", " ");
            return format!("{}{space}{goal}{colon}{}", carried.subject, self.blank());
        }
        match (&carried.progress, &carried.words) {
            (Some(progress), _) => parts.push(last_known(progress)),
            (None, Some(words)) => parts.push(last_known(words)),
            (None, None) => parts.extend(carried.told.clone()),
        }
        let is_weekly = self.draft.days.days() <= 10;
        parts.push(self.due(&due_at(When::Past), self.pick("原定", "was due ")));
        let within = if is_weekly {
            self.pick("本周计划", "due this week ")
        } else {
            self.pick("本期计划", "due this time ")
        };
        parts.push(self.due(&due_at(When::Within), within));
        parts.push(self.due(&due_at(When::Ahead), self.pick("计划", "due ")));
        let space = self.pick("", " ");
        let blank = if carried.progress.is_some() {
            let is_said =
                ["进度", "进展", "progress"].iter().any(|word| carried.subject.to_lowercase().ends_with(word));
            format!("{}{FIGURE_BLANK}", if is_said { "" } else { self.pick("进度", "progress ") })
        } else {
            self.blank().to_string()
        };
        let beside = self.beside(&parts);
        let space = if beside.is_empty() { "" } else { space };
        format!("{}{colon}{blank}{space}{beside}", carried.subject)
    }

    fn due(&self, due: &[&Due], lead: &str) -> String {
        let one = |due: &&Due| {
            let space = self.pick("", " ");
            let step = if due.step.is_empty() { String::new() } else { format!("{space}{}", due.step) };
            let part = if due.part.is_empty() { String::new() } else { format!("{}{space}", due.part) };
            format!("{part}{}{step}", due.text)
        };
        let all: Vec<String> = due.iter().map(one).collect();
        if all.is_empty() { String::new() } else { format!("{lead}{}", all.join(self.pick("、", ", "))) }
    }

    /// A goal whose day has passed, or that was set before, says so: it is no promise of that day, and no copy.
    fn goal(&self, goal: &Goal) -> String {
        const SAID: [&str; 4] = ["原定", "原计划", "was due", "originally"];
        let past = goal.due.filter(|due| *due < self.draft.date && !SAID.iter().any(|word| goal.text.contains(word)));
        let day = past.map(|day| format!("{}{}/{}", self.pick("原定", "was due "), day.month(), day.day()));
        let times = goal.times;
        let again = match times {
            2.. => worded!(self.draft.language, "已列{times}次", "set {times} times before"),
            _ => String::new(),
        };
        let beside = self.beside(&[day.unwrap_or_default(), again]);
        let space = if beside.is_empty() { "" } else { self.pick("", " ") };
        format!("{}{space}{beside}", goal.text)
    }

    /// `6/12 03:30 云WAF告警。原因：（待填）（上周：还在核实）`: its parts are named as those of an incident are.
    fn open(&self, open: &OpenIncident) -> String {
        let when = open.occurred.as_deref().map(|occurred| format!("{} ", moment(occurred))).unwrap_or_default();
        let name = |missing: &Missing| match missing {
            Missing::Cause => self.pick("原因", "Cause"),
            Missing::Handling => self.pick("处置", "Handling"),
            Missing::Review => self.pick("复盘", "Review"),
            Missing::Outcome => self.pick("结论", "Outcome"),
        };
        let colon = self.pick("：", ": ");
        let missing: Vec<String> =
            open.missing.iter().map(|missing| format!("{}{colon}{}", name(missing), self.blank())).collect();
        let words = open.words.as_ref().map(|words| self.last_known(words, open.told.as_deref()));
        let beside = self.beside(&[words.or(open.told.clone()).unwrap_or_default()]);
        let space = if beside.is_empty() { "" } else { self.pick("", " ") };
        let stop = self.pick("。", ". ");
        format!("{when}{}{stop}{}{space}{beside}", open.summary, missing.join(stop))
    }
}

/// `6/15 11:01` of `2023-06-15T11:01`.
fn moment(occurred: &str) -> String {
    let (day, time) = occurred.split_once('T').unwrap_or((occurred, ""));
    let short = |part: &str| part.trim_start_matches('0').to_string();
    let mut parts = day.split('-').skip(1);
    let day = match (parts.next(), parts.next()) {
        (Some(month), Some(day)) => format!("{}/{}", short(month), short(day)),
        _ => day.to_string(),
    };
    format!("{day} {time}").trim_end().to_string()
}

/// How many blanks for figures and for prose a text has.
pub fn count_blanks(markdown: &str) -> (usize, usize) {
    let all = blanks(markdown);
    let figures = all.iter().filter(|span| markdown[(*span).clone()].starts_with('_')).count();
    (figures, all.len() - figures)
}

/// `第27周 2023-06-27 (2023-06-21 to 2023-06-27): 12 figures and 9 texts to fill in, from 第26周 and 15 reports before it`.
pub fn draft_summary(draft: &Draft, markdown: &str) -> String {
    let (figures, texts) = count_blanks(markdown);
    let label = draft.label.as_ref().map(|label| format!("{label} ")).unwrap_or_default();
    let before = match draft.reports.saturating_sub(1) {
        0 => String::new(),
        before => format!(" and {} before it", plural(before, "report")),
    };
    format!(
        "{label}{} ({} to {}): {} and {} to fill in; from {}{before}",
        draft.date,
        draft.days.from(),
        draft.days.to(),
        plural(figures, "figure"),
        plural(texts, "text"),
        draft.last.name,
    )
}

/// What else should be known of a draft, a line each.
pub fn draft_notes(draft: &Draft) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(name) = &draft.replaces {
        notes.push(format!(
            "note: {name} is in the index; it was not read, and the draft goes on from {}",
            draft.last.name
        ));
    }
    if !draft.last.is_next {
        notes.push(format!("note: weeks are missing between {} ({}) and this one", draft.last.name, draft.last.date));
    }
    if draft.is_rebuilt {
        notes.push(format!(
            "note: the file of {} is not there as it was read; its headings are in the index, its layout is not",
            draft.last.name
        ));
    }
    if draft.older_open > 0 {
        let older = plural(draft.older_open, "older incident");
        notes.push(format!("note: {older} without an end left out; `zhoubao incidents --status open` lists them"));
    }
    notes
}

/// Where the carried lines are from, a line a source: `[3] 第26周 › O2系统升级 (seeds/第26周 2023-06-20.md:45)`.
pub fn draft_sources(draft: &Draft) -> Vec<String> {
    let line = |citation: &crate::citation::Citation| {
        let section = citation.section.join(" › ");
        format!("[{}] {} {section} ({}:{})", citation.n, citation.report, citation.path, citation.lines)
    };
    draft.sources.iter().map(line).collect()
}
