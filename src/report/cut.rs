//! How much of a page is read. Nobody writes a weekly report of twenty thousand lines, and what is pasted or generated must
//! not take the memory and the hours of everything else: the rest is left out, and the page says which lines those are.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The most that is read of one page. Lengths in bytes of UTF-8.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageLimits {
    /// Blank ones are not counted, here and below.
    pub lines: usize,
    /// Over all lines that are read.
    pub bytes: usize,
    /// A longer line is left out by itself: a picture pasted as its bytes, a table without line ends.
    pub line_bytes: usize,
}

impl PageLimits {
    /// A hundred times the longest report that we have seen. At one passage a line its vectors take a minute or two.
    pub const PAGE: Self = Self { lines: 20_000, bytes: 2 << 20, line_bytes: 64 << 10 };
}

/// What of a page was left out. Lines count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// Lines that the page has.
    pub lines: usize,
    /// The first of the lines at its end that were left out; `None` where only single ones were.
    pub from: Option<usize>,
    /// Lines before those that were left out one by one, as too long.
    pub too_long: usize,
    /// The first of them.
    pub first_too_long: Option<usize>,
}

impl Cut {
    /// What is left out, in Chinese, as `Display` says it in English.
    #[must_use]
    pub fn in_chinese(&self) -> String {
        let PageLimits { lines, bytes, line_bytes } = PageLimits::PAGE;
        let end = self.from.map(|from| {
            let left_out = self.lines + 1 - from;
            let (all, most) = (self.lines, bytes >> 20);
            format!("第 {from} 行起没有收入（共 {all} 行，少 {left_out} 行）：一页最多读 {lines} 行文字、{most} MiB")
        });
        let single = self.first_too_long.map(|first| {
            let most = line_bytes >> 10;
            match self.too_long {
                1 => format!("第 {first} 行没有收入：一行最多读 {most} KiB"),
                count => format!("有 {count} 行没有收入，第一处是第 {first} 行：一行最多读 {most} KiB"),
            }
        });
        end.into_iter().chain(single).collect::<Vec<_>>().join("；")
    }
}

impl fmt::Display for Cut {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let PageLimits { lines, bytes, line_bytes } = PageLimits::PAGE;
        if let Some(from) = self.from {
            let left_out = self.lines + 1 - from;
            write!(
                formatter,
                "line {from} and all after it are left out ({left_out} of {} lines): a page is read up to {lines} lines \
                 of text and {} MiB",
                self.lines,
                bytes >> 20
            )?;
        }
        if let Some(first) = self.first_too_long {
            let between = if self.from.is_some() { "; " } else { "" };
            let which = match self.too_long {
                1 => format!("line {first} is left out"),
                count => format!("{count} lines are left out, the first of them line {first}"),
            };
            write!(formatter, "{between}{which}: a line is read up to {} KiB", line_bytes >> 10)?;
        }
        Ok(())
    }
}

/// `source` up to what `limits` allow, whole lines only: half a line may state half a number. A line that is too long becomes
/// as many spaces, so that every offset stays what it is in the file. `None` where nothing was left out.
pub(super) fn cut(mut source: String, limits: PageLimits) -> (String, Option<Cut>) {
    if source.len() <= limits.line_bytes.min(limits.lines) {
        return (source, None);
    }
    let mut cut = Cut { lines: 0, from: None, too_long: 0, first_too_long: None };
    let (mut end, mut written, mut bytes) = (0, 0, 0);
    let mut blanks = Vec::new();
    for line in source.split_inclusive('\n') {
        cut.lines += 1;
        if cut.from.is_some() {
            continue;
        }
        let words = line.trim_end_matches(['\n', '\r']).len();
        let is_too_long = words > limits.line_bytes;
        if !is_too_long && !line.trim().is_empty() {
            (written, bytes) = (written + 1, bytes + line.len());
        }
        if written > limits.lines || bytes > limits.bytes {
            cut.from = Some(cut.lines);
            continue;
        }
        if is_too_long {
            cut.too_long += 1;
            cut.first_too_long = cut.first_too_long.or(Some(cut.lines));
            blanks.push(end..end + words);
        }
        end += line.len();
    }
    source.truncate(end);
    for blank in blanks {
        let spaces = " ".repeat(blank.len());
        source.replace_range(blank, &spaces);
    }
    let is_cut = cut.from.is_some() || cut.too_long > 0;
    (source, is_cut.then_some(cut))
}

#[cfg(test)]
mod tests {
    use super::{Cut, PageLimits, cut};

    const SMALL: PageLimits = PageLimits { lines: 3, bytes: 40, line_bytes: 12 };

    #[test]
    fn a_page_within_the_limits_is_read_whole() {
        for source in ["", "一\n二\n三", "一\r\n二\r\n三\r\n", "四个字呀\n", "一\n\n\n \n\n\n\n\n\n\n\n二\n\n\n"]
        {
            assert_eq!(cut(source.to_string(), SMALL), (source.to_string(), None));
        }
    }

    #[test]
    fn lines_beyond_the_limit_are_left_out_and_counted() {
        let (read, found) = cut("一\n二\n三\n四\n五".to_string(), SMALL);
        let found = found.unwrap();
        assert_eq!(read, "一\n二\n三\n");
        assert_eq!(found, Cut { lines: 5, from: Some(4), too_long: 0, first_too_long: None });
        assert!(found.to_string().starts_with("line 4 and all after it are left out (2 of 5 lines)"), "{found}");
    }

    #[test]
    fn no_line_is_read_in_part() {
        let limits = PageLimits { bytes: 20, line_bytes: 20, ..SMALL };
        let (read, found) = cut("影响5991笔\n影响5992笔\n".to_string(), limits);
        assert_eq!((read.as_str(), found.map(|cut| cut.from)), ("影响5991笔\n", Some(Some(2))));
    }

    #[test]
    fn a_line_that_is_too_long_is_blank_and_what_follows_keeps_its_place() {
        let source = "头\n![](data:image/png)\r\n影响5991笔";
        let (read, found) = cut(source.to_string(), PageLimits { line_bytes: 14, ..SMALL });
        let found = found.unwrap();
        assert_eq!(read.find("影响"), source.find("影响"));
        assert_eq!(read.lines().collect::<Vec<_>>(), ["头", &" ".repeat(19), "影响5991笔"]);
        assert_eq!(found.to_string(), "line 2 is left out: a line is read up to 64 KiB");
    }

    #[test]
    fn both_kinds_are_told_together() {
        let found = Cut { lines: 30_000, from: Some(20_001), too_long: 2, first_too_long: Some(7) };
        assert_eq!(
            found.to_string(),
            "line 20001 and all after it are left out (10000 of 30000 lines): a page is read up to 20000 lines of text and 2 MiB; \
             2 lines are left out, the first of them line 7: a line is read up to 64 KiB"
        );
    }
}
