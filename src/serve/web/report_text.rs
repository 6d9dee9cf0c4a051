//! A report's text as HTML with its lines kept: each line is an element of its own, so that a citation can be shown as exactly the
//! lines that it names. What others wrote stays text: no HTML of theirs, no link that leads away, no picture that is loaded.

use std::collections::HashSet;
use std::fmt::Write;

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::render::safe;
use crate::report::{LineIndex, Lines};

/// What is shown with the text.
pub(super) struct Beside<'a> {
    /// Lines to highlight.
    pub lit: &'a [Lines],
    /// HTML in the margin of a line; empty for most.
    pub margin: &'a dyn Fn(usize) -> String,
    /// The word before the name of a picture.
    pub picture: &'a str,
}

/// The text of a Markdown page as HTML.
pub(super) fn html(source: &str, beside: &Beside<'_>) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    let mut writer = Writer {
        beside,
        index: LineIndex::new(source),
        out: String::with_capacity(source.len() * 2),
        line: None,
        inline: Vec::new(),
        named: HashSet::new(),
        in_table: false,
        in_head: false,
        row: 0,
    };
    for (event, span) in Parser::new_ext(source, options).into_offset_iter() {
        let line = writer.index.lines(&span).first;
        writer.event(event, line);
    }
    writer.end_line();
    writer.out
}

/// Text as HTML shows it: no control characters, nothing that HTML reads.
pub(super) fn escaped(text: &str) -> String {
    let text = safe(text);
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

struct Writer<'a> {
    beside: &'a Beside<'a>,
    index: LineIndex,
    out: String,
    /// The line whose element is open.
    line: Option<usize>,
    /// Start and end of the inline elements that are open, outermost first; each line opens them anew.
    inline: Vec<(String, &'static str)>,
    /// Lines that have their element already; an id is given once.
    named: HashSet<usize>,
    in_table: bool,
    in_head: bool,
    row: usize,
}

impl Writer<'_> {
    fn event(&mut self, event: Event<'_>, line: usize) {
        match event {
            Event::Start(tag) => self.start(tag, line),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) => self.text(&text, line),
            Event::InlineHtml(html) => {
                let is_break = html.trim_matches(['<', '>', '/', ' ']).eq_ignore_ascii_case("br");
                if is_break { self.piece("<br>", line) } else { self.text(&html, line) }
            }
            Event::Code(code) => {
                let code = format!("<code>{}</code>", escaped(&code));
                self.piece(&code, line);
            }
            // The next line opens an element of its own.
            Event::SoftBreak | Event::HardBreak if self.in_table => self.out.push(' '),
            Event::SoftBreak | Event::HardBreak => {}
            Event::Rule => {
                self.end_line();
                self.out.push_str("<hr>\n");
            }
            Event::TaskListMarker(is_done) => self.piece(if is_done { "☑ " } else { "☐ " }, line),
            Event::FootnoteReference(name) => self.text(&format!("[^{name}]"), line),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, line),
        }
    }

    fn start(&mut self, tag: Tag<'_>, line: usize) {
        match tag {
            Tag::Emphasis => return self.open("<em>".to_string(), "</em>"),
            Tag::Strong => return self.open("<strong>".to_string(), "</strong>"),
            Tag::Strikethrough => return self.open("<del>".to_string(), "</del>"),
            Tag::Link { dest_url, .. } => return self.open(inert(&dest_url, ""), "</span>"),
            Tag::Image { dest_url, .. } => {
                self.ensure_line(line);
                self.open(inert(&dest_url, " is-picture"), "</span>");
                let word = escaped(self.beside.picture);
                return self.out.push_str(&word);
            }
            Tag::TableCell => return self.out.push_str(if self.in_head { "<th>" } else { "<td>" }),
            _ => {}
        }
        self.end_line();
        match tag {
            Tag::Heading { level, .. } => {
                // The page has a heading of its own above those of the report.
                let level = (level as usize + 1).min(6);
                let _ = write!(self.out, "<h{level}>");
            }
            Tag::BlockQuote(_) => self.out.push_str("<blockquote>"),
            Tag::CodeBlock(kind) => {
                let is_named = matches!(&kind, CodeBlockKind::Fenced(name) if !name.is_empty());
                self.out.push_str(if is_named { "<pre class=\"is-code\"><code>" } else { "<pre><code>" });
            }
            Tag::HtmlBlock => self.out.push_str("<div class=\"as-written\">"),
            Tag::List(None) => self.out.push_str("<ul>\n"),
            Tag::List(Some(1)) => self.out.push_str("<ol>\n"),
            Tag::List(Some(first)) => {
                let _ = writeln!(self.out, "<ol start=\"{first}\">");
            }
            Tag::Item => self.out.push_str("<li>"),
            Tag::Table(_) => {
                self.in_table = true;
                self.out.push_str("<div class=\"table-wrap\" tabindex=\"0\"><table class=\"table\">\n");
            }
            Tag::TableHead => {
                (self.in_head, self.row) = (true, line);
                self.out.push_str("<thead>");
                self.row_start(line);
            }
            Tag::TableRow => {
                self.row = line;
                self.row_start(line);
            }
            Tag::Paragraph => self.out.push_str("<p>"),
            _ => self.out.push_str("<div>"),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image => {
                return self.close();
            }
            TagEnd::TableCell => return self.out.push_str(if self.in_head { "</th>" } else { "</td>" }),
            _ => {}
        }
        self.end_line();
        match tag {
            TagEnd::Heading(level) => {
                let level = (level as usize + 1).min(6);
                let _ = writeln!(self.out, "</h{level}>");
            }
            TagEnd::BlockQuote(_) => self.out.push_str("</blockquote>\n"),
            TagEnd::CodeBlock => self.out.push_str("</code></pre>\n"),
            TagEnd::List(false) => self.out.push_str("</ul>\n"),
            TagEnd::List(true) => self.out.push_str("</ol>\n"),
            TagEnd::Item => self.out.push_str("</li>\n"),
            TagEnd::Table => {
                self.in_table = false;
                self.out.push_str("</tbody></table></div>\n");
            }
            TagEnd::TableHead => {
                self.in_head = false;
                self.row_end();
                self.out.push_str("</thead><tbody>\n");
            }
            TagEnd::TableRow => self.row_end(),
            TagEnd::Paragraph => self.out.push_str("</p>\n"),
            _ => self.out.push_str("</div>\n"),
        }
    }

    /// Text of one line or, in a block of code or HTML, of several.
    fn text(&mut self, text: &str, line: usize) {
        for (below, text) in text.split('\n').enumerate() {
            if below > 0 && text.is_empty() {
                continue;
            }
            let text = escaped(text);
            self.piece(&text, line + below);
        }
    }

    /// HTML of our own inside a line.
    fn piece(&mut self, html: &str, line: usize) {
        self.ensure_line(line);
        self.out.push_str(html);
    }

    fn ensure_line(&mut self, line: usize) {
        if self.in_table || self.line == Some(line) {
            return;
        }
        self.end_line();
        let _ = write!(self.out, "<span class=\"{}\"{}>", self.class(line), self.id(line));
        for (start, _) in &self.inline {
            self.out.push_str(start);
        }
        self.line = Some(line);
    }

    fn end_line(&mut self) {
        let Some(line) = self.line.take() else { return };
        for (_, end) in self.inline.iter().rev() {
            self.out.push_str(end);
        }
        if self.named.insert(line) {
            let margin = (self.beside.margin)(line);
            self.out.push_str(&margin);
        }
        self.out.push_str("</span>");
    }

    fn row_start(&mut self, line: usize) {
        let _ = write!(self.out, "<tr class=\"{}\"{}>", self.class(line), self.id(line));
    }

    fn row_end(&mut self) {
        // In the last cell of the row, as nothing stands beside the table.
        if self.named.insert(self.row) {
            let margin = (self.beside.margin)(self.row);
            if let Some(at) = self.out.rfind("</t").filter(|_| !margin.is_empty()) {
                self.out.insert_str(at, &margin);
            }
        }
        self.out.push_str("</tr>\n");
    }

    fn open(&mut self, start: String, end: &'static str) {
        if self.line.is_some() || self.in_table {
            self.out.push_str(&start);
        }
        self.inline.push((start, end));
    }

    fn close(&mut self) {
        let Some((_, end)) = self.inline.pop() else { return };
        if self.line.is_some() || self.in_table {
            self.out.push_str(end);
        }
    }

    fn class(&self, line: usize) -> &'static str {
        if self.beside.lit.iter().any(|lit| (lit.first..=lit.last).contains(&line)) { "ln lit" } else { "ln" }
    }

    fn id(&self, line: usize) -> String {
        if self.named.contains(&line) { String::new() } else { format!(" id=\"L{line}\"") }
    }
}

/// The start of a link's or a picture's place: its address is there to be read, and leads nowhere.
fn inert(address: &str, more: &str) -> String {
    format!("<span class=\"inert{more}\" title=\"{}\">", escaped(address))
}

#[cfg(test)]
mod tests {
    use super::{Beside, html};
    use crate::report::Lines;

    fn shown(source: &str, lit: &[(usize, usize)]) -> String {
        let lit: Vec<Lines> = lit.iter().map(|(first, last)| Lines { first: *first, last: *last }).collect();
        html(source, &Beside { lit: &lit, margin: &|_| String::new(), picture: "[图] " })
    }

    #[test]
    fn each_line_is_an_element_and_exactly_the_named_ones_are_lit() {
        let page =
            shown("# 本周\n\n- 一\n- 二\n  续\n\n| 名 | 值 |\n|---|---|\n| a | 1 |\n| b | 2 |\n", &[(4, 5), (10, 10)]);
        assert!(page.contains("<h2><span class=\"ln\" id=\"L1\">本周</span></h2>"), "{page}");
        assert!(page.contains("<span class=\"ln\" id=\"L3\">一</span>"), "{page}");
        assert!(
            page.contains("<span class=\"ln lit\" id=\"L4\">二</span><span class=\"ln lit\" id=\"L5\">续</span>"),
            "{page}"
        );
        assert!(page.contains("<tr class=\"ln\" id=\"L9\"><td>a</td><td>1</td></tr>"), "{page}");
        assert!(page.contains("<tr class=\"ln lit\" id=\"L10\"><td>b</td><td>2</td></tr>"), "{page}");
        assert_eq!(page.matches("lit").count(), 3);
    }

    #[test]
    fn bold_over_two_lines_stays_well_formed() {
        let page = shown("前 **粗\n体** 后", &[(2, 2)]);
        assert_eq!(
            page,
            "<p><span class=\"ln\" id=\"L1\">前 <strong>粗</strong></span>\
             <span class=\"ln lit\" id=\"L2\"><strong>体</strong> 后</span></p>\n"
        );
    }

    #[test]
    fn lines_of_code_are_lines_and_what_stands_in_a_margin_comes_once() {
        let margin = |line: usize| if line == 3 { "<i>m</i>".to_string() } else { String::new() };
        let page = html("```sh\na\nb <b>\n```\n", &Beside { lit: &[], margin: &margin, picture: "" });
        assert!(
            page.contains(
                "<span class=\"ln\" id=\"L2\">a</span><span class=\"ln\" id=\"L3\">b &lt;b&gt;<i>m</i></span>"
            ),
            "{page}"
        );
        let table = html("|a|b|\n|-|-|\n|1|2|\n", &Beside { lit: &[], margin: &margin, picture: "" });
        assert!(table.contains("<td>2<i>m</i></td></tr>"), "{table}");
    }

    #[test]
    fn what_others_wrote_stays_text() {
        for hostile in [
            "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "text <b onclick=alert(1)>b</b>",
            "[x](javascript:alert(1))", "![x](http://evil.example/a.png)", "<http://evil.example>",
            "[a](http://evil.example \"t\\\" onmouseover=alert(1)\")", "# <svg onload=alert(1)>", "`<script>`",
            "|<script>|a|\n|-|-|\n|<img src=x>|[y](data:text/html,x)|", "<div>\n<style>*{}</style>\n</div>",
            "```\"><script>\nx\n```", "- [ ] <iframe src=//evil.example>", "> <form action=//evil.example>",
            "[x]: javascript:alert(1)\n\n[x]", "&lt;script&gt;", "![\"><script>alert(1)</script>](x)",
        ] {
            let page = shown(hostile, &[(1, 1)]);
            let tags = page.split('<').skip(1).map(|tag| tag.trim_start_matches('/'));
            for tag in tags {
                let name: String = tag.chars().take_while(char::is_ascii_alphanumeric).collect();
                let ours = "p span h2 h3 h4 h5 h6 ul ol li table thead tbody tr th td div pre code em strong del br hr blockquote";
                assert!(ours.split(' ').any(|known| known == name), "{hostile} → {page}");
                let attributes = &tag[name.len()..tag.find('>').unwrap_or(tag.len())];
                let names = attributes.split('"').step_by(2).flat_map(str::split_whitespace);
                for attribute in names {
                    let known = ["class=", "id=", "title=", "tabindex=", "start="];
                    assert!(known.contains(&attribute), "{hostile} → {page}");
                }
            }
        }
    }
}
