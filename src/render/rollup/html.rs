//! A page as one HTML file. A mark leads to its source and the source back.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::chart::MetricChart;
use super::document::{Block, Inline, Table, document, text_of};
use super::link::decoded;
use super::sparkline::is_sparkline;
use super::template::EMPTY;
use crate::render::page::{escaped, page};
use crate::vocabulary::Language;

/// Columns from which a table becomes cards on a phone.
const WIDE_TABLE: usize = 4;

/// A page as HTML; `charts` are drawn where the Markdown names their pictures.
pub fn html(markdown: &str, language: Language, charts: &[MetricChart]) -> String {
    let blocks = document(markdown);
    let title = blocks.iter().find_map(|block| match block {
        Block::Heading(_, runs) => Some(text_of(runs)),
        _ => None,
    });
    page(&title.unwrap_or_default(), language, &written(&blocks, Writer::new(language, charts, None)))
}

/// As [`html`], as a part of another page, which has a heading and a style of its own: from the text below the title on.
/// `mark` draws the mark of a source (HTML) by its number or name and the id that leads back to it; without one by it, it is as
/// in [`html`].
pub fn html_part(
    markdown: &str,
    language: Language,
    charts: &[MetricChart],
    mark: &dyn Fn(&str, &str) -> Option<String>,
) -> String {
    let mut blocks = document(markdown);
    if let Some(Block::Heading(1, _)) = blocks.first() {
        blocks.remove(0);
    }
    written(&blocks, Writer::new(language, charts, Some(mark)))
}

fn written(blocks: &[Block], mut writer: Writer<'_>) -> String {
    let (notes, body): (Vec<&Block>, Vec<&Block>) =
        blocks.iter().partition(|block| matches!(block, Block::Footnote(..)));
    writer.blocks(&body);
    writer.sources(&notes);
    writer.out
}

/// Draws the mark of a source.
type DrawsMark<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

struct Writer<'a> {
    language: Language,
    charts: &'a [MetricChart],
    draws_mark: Option<DrawsMark<'a>>,
    out: String,
    /// How often each source was marked so far.
    marks: BTreeMap<String, usize>,
    /// The last one written: what a table below it is called.
    heading: String,
}

impl<'a> Writer<'a> {
    fn new(language: Language, charts: &'a [MetricChart], draws_mark: Option<DrawsMark<'a>>) -> Self {
        let (out, heading) = (String::new(), String::new());
        Self { language, charts, draws_mark, out, marks: BTreeMap::new(), heading }
    }

    fn push(&mut self, text: &str) {
        self.out.push_str(text);
    }

    fn blocks(&mut self, blocks: &[&Block]) {
        let mut at = 0;
        while let Some(block) = blocks.get(at) {
            // Pictures that follow each other stand side by side.
            let pictures = blocks[at..].iter().take_while(|block| self.picture(block).is_some()).count();
            if pictures > 0 {
                self.push("<div class=\"charts\">\n");
                for block in &blocks[at..at + pictures] {
                    if let Some(svg) = self.picture(block).map(|chart| chart.svg.clone()) {
                        self.push(&format!("<figure>\n{svg}</figure>\n"));
                    }
                }
                self.push("</div>\n");
                at += pictures;
                continue;
            }
            self.block(block);
            at += 1;
        }
    }

    /// The chart that a paragraph of nothing but its picture names.
    fn picture(&self, block: &Block) -> Option<&MetricChart> {
        let Block::Paragraph(runs) = block else { return None };
        let [Inline::Image(address, _)] = runs.as_slice() else { return None };
        self.chart(address)
    }

    fn chart(&self, address: &str) -> Option<&MetricChart> {
        let name = decoded(address);
        self.charts.iter().find(|chart| name.ends_with(&chart.file))
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(level, runs) => {
                self.heading = text_of(runs);
                self.push(&format!("<h{level}>"));
                self.runs(runs);
                self.push(&format!("</h{level}>\n"));
            }
            Block::Paragraph(runs) => {
                self.push("<p>");
                self.runs(runs);
                self.push("</p>\n");
            }
            Block::List(start, items) => {
                match start {
                    Some(1) => self.push("<ol>\n"),
                    Some(start) => self.push(&format!("<ol start=\"{start}\">\n")),
                    None => self.push("<ul>\n"),
                }
                for item in items {
                    self.push("<li>");
                    match item.as_slice() {
                        [Block::Paragraph(runs)] => self.runs(runs),
                        item => self.blocks(&item.iter().collect::<Vec<_>>()),
                    }
                    self.push("</li>\n");
                }
                self.push(if start.is_some() { "</ol>\n" } else { "</ul>\n" });
            }
            Block::Quote(blocks) => {
                self.push("<blockquote>\n");
                self.blocks(&blocks.iter().collect::<Vec<_>>());
                self.push("</blockquote>\n");
            }
            Block::Code(text) => self.push(&format!("<pre>{}</pre>\n", escaped(text))),
            Block::Rule => self.push("<hr>\n"),
            Block::Table(table) => self.table(table),
            // One within another block: where it stands there is no list of sources.
            Block::Footnote(_, blocks) => self.blocks(&blocks.iter().collect::<Vec<_>>()),
        }
    }

    /// Each cell carries its column's name, which a phone shows instead of the head.
    fn table(&mut self, table: &Table) {
        let is_wide = if table.head.len() >= WIDE_TABLE { " cards" } else { "" };
        let name = escaped(&self.heading);
        self.push(&format!(
            "<div class=\"table{is_wide}\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\">\n<table>\n"
        ));
        if table.head.iter().any(|cell| !cell.is_empty()) {
            self.push("<thead><tr>");
            for (at, cell) in table.head.iter().enumerate() {
                self.push(&format!("<th scope=\"col\"{}>", class(table, at, "")));
                self.runs(cell);
                self.push("</th>");
            }
            self.push("</tr></thead>\n");
        }
        self.push("<tbody>\n");
        for row in &table.rows {
            self.push("<tr>");
            for (at, cell) in row.iter().enumerate() {
                if at == 0 {
                    self.push("<th scope=\"row\">");
                    self.runs(cell);
                    self.push("</th>");
                    continue;
                }
                let label = table.head.get(at).map(|head| text_of(head)).unwrap_or_default();
                self.push(&format!("<td data-label=\"{}\"{}>", escaped(&label), class(table, at, &text_of(cell))));
                self.runs(cell);
                self.push("</td>");
            }
            self.push("</tr>\n");
        }
        self.push("</tbody>\n</table>\n</div>\n");
    }

    fn runs(&mut self, runs: &[Inline]) {
        for run in runs {
            match run {
                Inline::Text(text) => self.push(&escaped(text)),
                Inline::Code(text) => self.push(&format!("<code>{}</code>", escaped(text))),
                Inline::Emphasis(runs) => self.within("em", runs),
                Inline::Strong(runs) => self.within("strong", runs),
                Inline::Struck(runs) => self.within("s", runs),
                Inline::Link(address, runs) => {
                    self.push(&format!("<a href=\"{}\">", escaped(address)));
                    self.runs(runs);
                    self.push("</a>");
                }
                Inline::Image(address, words) => match self.chart(address).map(|chart| chart.svg.clone()) {
                    Some(svg) => self.push(&svg),
                    None => self.push(&escaped(words)),
                },
                Inline::Mark(name) => self.mark(name),
                Inline::Break => self.push("<br>\n"),
            }
        }
    }

    fn within(&mut self, tag: &str, runs: &[Inline]) {
        self.push(&format!("<{tag}>"));
        self.runs(runs);
        self.push(&format!("</{tag}>"));
    }

    fn mark(&mut self, name: &str) {
        let times = self.marks.entry(name.to_string()).or_default();
        *times += 1;
        let (whole, name, times) = (name, anchor(name), *times);
        let drawn = self.draws_mark.and_then(|draw| draw(whole, &format!("m{name}-{times}")));
        if let Some(drawn) = drawn {
            return self.push(&drawn);
        }
        self.push(&format!("<sup><a id=\"m{name}-{times}\" href=\"#s{name}\">[{name}]</a></sup>"));
    }

    /// The sources, each with a way back to every mark of it.
    fn sources(&mut self, notes: &[&Block]) {
        if notes.is_empty() {
            return;
        }
        let (name, back) = self.language.pick(("依据", "回到正文"), ("Sources", "back to the text"));
        self.push(&format!("<section class=\"sources\" aria-label=\"{name}\">\n<h2>{name}</h2>\n<ul>\n"));
        for note in notes {
            let Block::Footnote(name, blocks) = note else { continue };
            let marks = self.marks.get(name).copied().unwrap_or(0);
            let name = anchor(name);
            self.push(&format!("<li id=\"s{name}\"><span class=\"n\">[{name}]</span> "));
            match blocks.as_slice() {
                [Block::Paragraph(runs)] => self.runs(runs),
                blocks => self.blocks(&blocks.iter().collect::<Vec<_>>()),
            }
            let mut ways = String::new();
            for mark in 1..=marks {
                let number = if marks > 1 { mark.to_string() } else { String::new() };
                // Writing to a String cannot fail.
                let _ = write!(ways, " <a class=\"back\" href=\"#m{name}-{mark}\" title=\"{back}\">↩{number}</a>");
            }
            self.push(&format!("{ways}</li>\n"));
        }
        self.push("</ul>\n</section>\n");
    }
}

/// Numbers are aligned right, sparklines are not broken, and empty cells take no line on a phone.
fn class(table: &Table, at: usize, text: &str) -> &'static str {
    match text {
        _ if table.is_right.get(at).copied().unwrap_or(false) => " class=\"right\"",
        "" => "",
        EMPTY => " class=\"empty\"",
        text if is_sparkline(text) => " class=\"bars\"",
        _ => "",
    }
}

/// A source's number as part of an id; a name of the user's own without what an id may not have.
fn anchor(name: &str) -> String {
    name.chars().map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' }).collect()
}
