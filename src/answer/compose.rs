//! The wording of an extracted answer: the question's language around the reports' own words.

use std::collections::HashSet;

use uuid::Uuid;

use crate::calendar::{Date, Impossible, Period};
use crate::citation::Sources;
use crate::question::Language;
use crate::record::PassageRecord;
use crate::report::{Lines, Span, without_bold};
use crate::vocabulary::plural;

/// One sentence of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Sentence {
    pub text: String,
    /// Numbers of the sources that say it; empty only for words about the answer itself.
    pub citations: Vec<usize>,
    pub origin: Origin,
}

/// Who words a sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// The reports: their own words, under a heading of ours.
    Report,
    /// The reports, shown beside what is asked and claimed for nothing.
    Related,
    /// The program, about the answer: leads, what is missing, refusals.
    Program,
    /// The program, of the reports: yes or no, and what the question took for granted and the reports have otherwise.
    Decision,
    /// A language model, read back against the sources.
    Model,
    /// The reports: their own words, which a language model picked.
    Picked,
}

/// An answer in the making.
#[derive(Clone)]
pub(super) struct Draft {
    language: Language,
    sentences: Vec<Sentence>,
    /// The texts of all sentences: a list may have tens of thousands.
    said: HashSet<String>,
    sources: Sources,
    notices: Vec<String>,
    /// What the answer is taken from: passages and the spans of their texts.
    quoted: Vec<(PassageRecord, Span)>,
    /// It says that the record of an incident lacks what was asked for.
    lacks_a_part: bool,
}

/// Which label a quoted part gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Heading {
    What,
    Cause,
    Handling,
    Impact,
    Duration,
}

impl Heading {
    /// As a label in Chinese, within a sentence in Chinese, in English.
    fn names(self) -> [&'static str; 3] {
        match self {
            Self::What => ["事件", "经过", "Incident"],
            Self::Cause => ["原因", "原因", "Cause"],
            Self::Handling => ["处置", "处置", "Handling"],
            Self::Impact => ["影响", "影响", "Impact"],
            Self::Duration => ["持续", "持续多久", "Duration"],
        }
    }
}

impl Draft {
    pub(super) fn new(language: Language) -> Self {
        let (sentences, notices, quoted) = (Vec::new(), Vec::new(), Vec::new());
        let (said, sources) = (HashSet::new(), Sources::default());
        Self { language, sentences, said, sources, notices, quoted, lacks_a_part: false }
    }

    /// Sentences, sources, and what the reader should know beside them.
    pub(super) fn finish(mut self) -> (Vec<Sentence>, Sources, Vec<String>) {
        // Numbered as they are read: what was put before others comes with the last number.
        let mut sources = Sources::default();
        for sentence in &mut self.sentences {
            sentence.citations = sources.adopt(&self.sources, &sentence.citations);
        }
        (self.sentences, sources, self.notices)
    }

    /// How long an incident lasted, from what its passage states.
    pub(super) fn say_how_long(&mut self, passage: &PassageRecord, minutes: u32) {
        let n = self.sources.cite_all(passage);
        let length = length(minutes, self.language);
        let whole = if minutes > 60 {
            self.worded(format!("（{minutes}分钟）"), format!(" ({minutes} minutes)"))
        } else {
            String::new()
        };
        let text = self.worded(format!("持续：{length}{whole}"), format!("It lasted {length}{whole}."));
        self.say(text, vec![n]);
    }

    pub(super) fn lacks_a_part(&self) -> bool {
        self.lacks_a_part
    }

    pub(super) fn sentences(&self) -> &[Sentence] {
        &self.sentences
    }

    /// The one of two wordings that is in the question's language.
    fn worded<T>(&self, chinese: T, english: T) -> T {
        if self.language == Language::Chinese { chinese } else { english }
    }

    pub(super) fn notice(&mut self, chinese: String, english: String) {
        self.notices.push(self.worded(chinese, english));
    }

    /// What the reports write where the question took another number for granted; before sentence `at`.
    pub(super) fn correct(&mut self, at: usize, passage: &PassageRecord, span: Span, written: &str, claimed: &str) {
        let n = self.sources.cite(passage, span);
        let text = self.worded(
            format!("更正：周报写的是{written}，不是{claimed}。"),
            format!("Correction: the reports say {written}, not {claimed}."),
        );
        self.put(at, Sentence { text, citations: vec![n], origin: Origin::Decision });
    }

    /// What the answer is taken from: passages, and the spans of their texts.
    pub(super) fn quoted(&self) -> &[(PassageRecord, Span)] {
        &self.quoted
    }

    fn remember(&mut self, passage: &PassageRecord, span: Span) {
        let is_known = |(known, of): &(PassageRecord, Span)| {
            known.report == passage.report && known.start == passage.start && *of == span
        };
        if !self.quoted.iter().any(is_known) {
            self.quoted.push((passage.clone(), span));
        }
    }

    /// The day on which it was, where the question has another; before sentence `at`.
    pub(super) fn correct_day(&mut self, at: usize, reported: Date, claimed: &str) {
        let citations = self.sentences[at..].iter().map(|sentence| &sentence.citations).find(|cited| !cited.is_empty());
        let citations = citations.cloned().unwrap_or_default();
        let text = self.worded(
            format!("更正：周报记的是 {reported}，不是{claimed}。"),
            format!("Correction: the reports have it on {reported}, not {claimed}."),
        );
        self.put(at, Sentence { text, citations, origin: Origin::Decision });
    }

    /// Whose report a passage is of.
    pub(super) fn writer(&mut self, passage: &PassageRecord) {
        let n = self.sources.cite_all(passage);
        let author = passage.author.as_deref().unwrap_or_default();
        self.say(format!("{}{}{author}", passage.name, self.colon()), vec![n]);
    }

    /// A value out of a long sentence.
    pub(super) fn value(&mut self, passage: &PassageRecord, span: Span, name: &str, written: &str) {
        let n = self.sources.cite(passage, span);
        self.say(format!("{}{}{name} {written}", report_name(passage), self.colon()), vec![n]);
    }

    pub(super) fn language(&self) -> Language {
        self.language
    }

    /// What several lines together say, in words of ours around theirs.
    pub(super) fn state(&mut self, text: String, lines: &[(&PassageRecord, Span)]) {
        let citations = once_each(lines.iter().map(|(passage, span)| self.sources.cite(passage, span.clone())));
        self.say(text, citations);
    }

    pub(super) fn says(&self, text: &str) -> bool {
        self.said.contains(text)
    }

    fn put(&mut self, at: usize, sentence: Sentence) {
        self.said.insert(sentence.text.clone());
        self.sentences.insert(at, sentence);
    }

    /// What another says, after what this one does; nothing is said twice.
    pub(super) fn append(&mut self, other: &Self) {
        for sentence in &other.sentences {
            if !self.says(&sentence.text) {
                self.keep(sentence, &other.sources);
            }
        }
        other.quoted.iter().for_each(|(passage, span)| self.remember(passage, span.clone()));
        let new = other.notices.iter().filter(|notice| !self.notices.contains(notice)).cloned().collect::<Vec<_>>();
        self.notices.extend(new);
    }

    /// A part of an incident, under its heading; `words` are shown as they are.
    pub(super) fn part(&mut self, heading: Heading, passage: &PassageRecord, span: Span, words: &str) {
        self.remember(passage, 0..passage.text.len());
        let n = self.sources.cite(passage, span);
        let label = self.label(heading);
        self.say(format!("{label}{}{words}", self.colon()), vec![n]);
    }

    /// A part that another report than the incident's own states.
    pub(super) fn part_told_later(&mut self, heading: Heading, passage: &PassageRecord, span: Span, words: &str) {
        let n = self.sources.cite(passage, span);
        let (label, report) = (self.label(heading), report_name(passage));
        let label = self.worded(format!("{label}（{report}）"), format!("{label} (as told in {report})"));
        self.say(format!("{label}{}{words}", self.colon()), vec![n]);
    }

    /// A part that was asked for and that the record of the incident does not state.
    pub(super) fn say_missing(&mut self, heading: Heading) {
        self.lacks_a_part = true;
        let [_, chinese, english] = heading.names();
        let english = english.to_lowercase();
        self.lead(
            format!("这起事件的记录没有写明{chinese}。"),
            format!("The record of the incident does not state the {english}."),
        );
    }

    /// A part that was asked for is shown, and is not known yet.
    pub(super) fn leave_in_doubt(&mut self) {
        self.lacks_a_part = true;
    }

    /// A part that is not named so: what the report says follows verbatim.
    pub(super) fn say_unnamed(&mut self, heading: Heading) {
        self.lacks_a_part = true;
        let [_, chinese, english] = heading.names();
        let english = english.to_lowercase();
        self.lead(
            format!("这起事件的记录没有标明{chinese}，原文是："),
            format!("The record of the incident names no {english}; it says:"),
        );
    }

    /// A part inside a line of a list; 未写明 where the report does not state it.
    pub(super) fn inline(&self, heading: Heading, words: Option<&str>) -> String {
        let words = words.unwrap_or(self.worded("未写明", "not stated"));
        format!("{}{}{}{words}", self.worded("；", "; "), self.label(heading), self.colon())
    }

    pub(super) fn colon(&self) -> &'static str {
        self.worded("：", ": ")
    }

    fn label(&self, heading: Heading) -> &'static str {
        let [chinese, _, english] = heading.names();
        self.worded(chinese, english)
    }

    /// Quoted words as they are.
    pub(super) fn quote(&mut self, passage: &PassageRecord, span: Span) {
        self.remember(passage, span.clone());
        let words = one_line(&passage.text, span.clone());
        let n = self.sources.cite(passage, span);
        self.say(format!("{}{}{words}", report_name(passage), self.colon()), vec![n]);
    }

    /// The newest statement on something that changes, with its date.
    pub(super) fn as_of(&mut self, passage: &PassageRecord, span: Span) {
        self.remember(passage, span.clone());
        let (place, words) = place_and_words(passage, span.clone());
        let n = self.sources.cite(passage, span);
        self.say(self.worded(format!("截至{place}：{words}"), format!("As of {place}: {words}")), vec![n]);
    }

    /// What follows was said earlier.
    pub(super) fn lead_history(&mut self) {
        self.lead("更早的记录：".to_string(), "Earlier:".to_string());
    }

    /// A line of our own about what the following lines are.
    pub(super) fn lead(&mut self, chinese: String, english: String) {
        let text = self.worded(chinese, english);
        self.say_as(Origin::Program, text, Vec::new());
    }

    /// Gives sentence `at`, which says in our words what the ones after it quote, their sources.
    pub(super) fn cite_lead(&mut self, at: usize) {
        let cited = self.sentences.iter().skip(at + 1).flat_map(|sentence| sentence.citations.iter().copied());
        let cited = once_each(cited);
        if let Some(lead) = self.sentences.get_mut(at) {
            lead.citations = cited;
        }
    }

    /// Gives sentence `at`, which says what was reckoned of `inputs`, all of these for sources.
    pub(super) fn cite_inputs<'a>(&mut self, at: usize, inputs: impl Iterator<Item = (&'a PassageRecord, Span)>) {
        let mut cited = once_each(inputs.map(|(passage, span)| self.sources.cite(passage, span)));
        cited.sort_unstable();
        if let Some(lead) = self.sentences.get_mut(at) {
            lead.citations = cited;
        }
    }

    /// A whole passage as one line.
    pub(super) fn item(&mut self, passage: &PassageRecord, text: String) {
        let n = self.sources.cite_all(passage);
        self.say(text, vec![n]);
    }

    /// How many more lines there are than are shown, and the ledger that has all of them.
    pub(super) fn say_more(&mut self, more: usize, ledger: Option<&str>) {
        if more > 0 {
            let (chinese, english) = match ledger {
                Some(ledger) => (format!("，全部见 {ledger} 台账"), format!("; the ledger of {ledger} has all")),
                None => (String::new(), String::new()),
            };
            self.lead(format!("另有 {more} 条未列出{chinese}。"), format!("{more} more are not listed{english}."));
        }
    }

    fn say(&mut self, text: String, citations: Vec<usize>) {
        self.say_as(Origin::Report, text, citations);
    }

    fn say_as(&mut self, origin: Origin, text: String, citations: Vec<usize>) {
        if !self.says(&text) {
            self.put(self.sentences.len(), Sentence { text, citations, origin });
        }
    }

    pub(super) fn refuse_impossible(&mut self, written: &str, why: &Impossible) {
        self.lead(
            format!("“{written}”不是一个存在的日期：{}。请改正后再问。", why.in_chinese()),
            format!("`{written}` is not a date that exists ({why}); please correct it and ask again."),
        );
    }

    pub(super) fn refuse_period(&mut self, written: &str, periods: &[Period]) {
        let days: Vec<String> = periods.iter().map(|period| format!("{} – {}", period.from(), period.to())).collect();
        let days = if days.is_empty() { String::new() } else { format!("（{}）", days.join("、")) };
        self.lead(
            format!("周报中没有：“{written}”{days}没有任何周报覆盖。"),
            format!("Not in the reports: no report covers `{written}`{}.", days.replace('（', " (").replace('）', ")")),
        );
    }

    pub(super) fn refuse_nothing(&mut self) {
        self.lead("周报中没有找到答案。".to_string(), "Not in the reports.".to_string());
    }

    /// What follows is shown, and nothing of it is said to be the answer: to the question, or to a part of it.
    pub(super) fn relate(&mut self, part: Option<&str>) {
        let (chinese, english) = match part {
            Some(part) => (format!("“{part}”："), format!("`{part}`: ")),
            None => (String::new(), String::new()),
        };
        self.lead(
            format!("{chinese}周报里没有直接的回答，最相关的原文："),
            format!("{english}The reports do not answer this directly. What bears most on it, in their own words:"),
        );
    }

    /// What follows bears on the question as well, and nothing of it is said to be the answer.
    pub(super) fn show_beside(&mut self) {
        self.lead("其他相关的原文：".to_string(), "What else bears on it, in the reports' own words:".to_string());
    }

    /// What follows was picked by a language model; nothing of it is said to be the answer.
    pub(super) fn show_picked(&mut self) {
        self.lead(
            "周报里没有直接的回答。语言模型从最相关的原文中选出：".to_string(),
            "The reports do not answer this directly. Of what bears most on it, a language model picked, in their own words:"
                .to_string(),
        );
    }

    /// Takes over a sentence of an answer whose sources are `of`.
    pub(super) fn keep(&mut self, sentence: &Sentence, of: &Sources) {
        let citations = self.sources.adopt(of, &sentence.citations);
        self.put(self.sentences.len(), Sentence { citations, ..sentence.clone() });
    }

    /// Reports and lines that it cites.
    pub(super) fn cited(&self) -> Vec<(Uuid, Lines)> {
        self.sources.citations().iter().map(|citation| (citation.report_id, citation.lines)).collect()
    }

    /// Words of a report as they are, with their report, heading and parent item. Below words of the same report, `above`, the report
    /// is not said again (`› 处置：…`), nor the heading and the parent item where all of them are the same (`› …`).
    pub(super) fn statement(
        &mut self,
        origin: Origin,
        passage: &PassageRecord,
        span: Span,
        above: Option<(&PassageRecord, Span)>,
    ) {
        let (place, words) = places_and_words(passage, span.clone());
        let whole = format!("{}{}{words}", place.join(" › "), self.colon());
        if self.says(&whole) {
            return;
        }
        self.remember(passage, span.clone());
        let above = above.filter(|(above, _)| above.report == passage.report);
        let text = match (above.map(|(above, span)| places_and_words(above, span).0), place.as_slice()) {
            (Some(above), _) if above == place => format!("› {words}"),
            // Without a heading of its own it would be taken for what is under the one above.
            (Some(_), [_, under @ ..]) if !under.is_empty() => {
                format!("› {}{}{words}", under.join(" › "), self.colon())
            }
            _ => whole.clone(),
        };
        let n = self.sources.cite(passage, span);
        self.said.insert(whole);
        self.put(self.sentences.len(), Sentence { text, citations: vec![n], origin });
    }

    /// The same, shown and not vouched for; what the program decided by itself is left out.
    pub(super) fn into_related(mut self) -> Self {
        let sentences = std::mem::take(&mut self.sentences);
        self.said.clear();
        self.relate(None);
        let told = sentences.into_iter().filter(|sentence| !sentence.citations.is_empty());
        let told = told.filter(|sentence| sentence.origin != Origin::Decision);
        for sentence in told {
            self.put(self.sentences.len(), Sentence { origin: Origin::Related, ..sentence });
        }
        self
    }

    /// Whether some sentence rests on a report.
    pub(super) fn cites_something(&self) -> bool {
        self.sentences.iter().any(|sentence| !sentence.citations.is_empty())
    }
}

/// `minutes` in days, hours and minutes.
pub(super) fn length(minutes: u32, language: Language) -> String {
    let (units, joint) = match language {
        Language::Chinese => (["天", "小时", "分钟"], ""),
        Language::English => (["day", "hour", "minute"], " "),
    };
    let parts = [minutes / 1440, minutes / 60 % 24, minutes % 60].into_iter().zip(units);
    let said = parts.filter(|(count, _)| *count > 0).map(|(count, unit)| match language {
        Language::Chinese => format!("{count}{unit}"),
        Language::English => plural(count as usize, unit),
    });
    said.collect::<Vec<_>>().join(joint)
}

/// The numbers in their order, each at its first place.
fn once_each(numbers: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut seen = Vec::new();
    numbers.for_each(|number| {
        if !seen.contains(&number) {
            seen.push(number);
        }
    });
    seen
}

/// `第26周 2023-06-20 › 生产稳定性事件`, and the words at `span` on one line.
pub(super) fn place_and_words(passage: &PassageRecord, span: Span) -> (String, String) {
    let (place, words) = places_and_words(passage, span);
    (place.join(" › "), words)
}

/// The report, the heading and the parent item, as far as the words at `span` do not name them; and those words on one line.
fn places_and_words(passage: &PassageRecord, span: Span) -> (Vec<String>, String) {
    let words = one_line(&passage.text, span);
    let parent = one_line(&passage.parent, 0..passage.parent.len());
    let under = [passage.section.last().map_or("", String::as_str), parent.as_str()];
    let under = under.into_iter().filter(|part| !part.is_empty() && !words.contains(part)).map(opening);
    (std::iter::once(report_name(passage)).chain(under).collect(), words)
}

/// The beginning of a heading or a parent item.
fn opening(text: &str) -> String {
    const MOST_CHARS: usize = 40;
    match text.char_indices().nth(MOST_CHARS) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_string(),
    }
}

/// `第26周 2023-06-20`, with its author where it names one.
pub(super) fn report_name(passage: &PassageRecord) -> String {
    let name = match passage.date() {
        Some(date) if passage.name != date.to_string() => format!("{} {date}", passage.name),
        _ => passage.name.clone(),
    };
    match &passage.author {
        Some(author) => format!("{name}（{author}）"),
        None => name,
    }
}

/// What of a text is shown, on one line: `text[span]` without Markdown's marks at line starts and around bold words.
pub(super) fn one_line(text: &str, span: Span) -> String {
    let shown = without_bold(text, span);
    let lines = shown.lines().map(|line| without_marks(line.trim()));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

/// A line without what makes it an item or a quotation. One star opens an item, more of them mask something.
fn without_marks(line: &str) -> &str {
    let mut line = line;
    loop {
        let starred = line.strip_prefix('*').filter(|rest| rest.starts_with(' ') || !rest.contains('*'));
        match line.strip_prefix(['-', '>']).or(starred) {
            Some(rest) => line = rest.trim(),
            None => return line,
        }
    }
}
