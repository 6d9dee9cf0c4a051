//! Comments that silence rules: `<!-- zhoubao: ignore ZB003 -->` at the end of a line for that line, on a line of its own for
//! the next line with words, `<!-- zhoubao: ignore-file ZB003 -->` for the page. Without codes all rules are meant.

use crate::report::Span;

/// What the comments of a page silence.
#[derive(Debug, Clone, Default)]
pub(super) struct Ignores {
    /// Line, counted from 1, and the codes; empty codes mean all.
    lines: Vec<(usize, Vec<String>)>,
    file: Vec<Vec<String>>,
}

impl Ignores {
    pub(super) fn read(source: &str) -> Self {
        let mut ignores = Self::default();
        let mut pending: Vec<Vec<String>> = Vec::new();
        let mut quiet = false;
        for (at, line) in source.lines().enumerate() {
            let comments = comments(line);
            let rest = without(line, &comments);
            let is_alone = rest.trim().is_empty();
            quiet |= !comments.is_empty();
            if !quiet {
                continue;
            }
            if !is_alone {
                ignores.lines.extend(pending.drain(..).map(|codes| (at + 1, codes)));
            }
            for span in comments {
                match read_comment(&line[span]) {
                    Some(Comment::File(codes)) => ignores.file.push(codes),
                    Some(Comment::Line(codes)) if is_alone => pending.push(codes),
                    Some(Comment::Line(codes)) => ignores.lines.push((at + 1, codes)),
                    None => {}
                }
            }
        }
        ignores
    }

    pub(super) fn silence(&self, code: &str, line: usize) -> bool {
        let means =
            |codes: &Vec<String>| codes.is_empty() || codes.iter().any(|known| code.starts_with(known.as_str()));
        self.file.iter().any(means) || self.lines.iter().any(|(at, codes)| *at == line && means(codes))
    }
}

enum Comment {
    Line(Vec<String>),
    File(Vec<String>),
}

/// The HTML comments of `text`, with their marks.
pub(super) fn comments(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("<!--").map(|start| at + start) {
        let Some(end) = text[start..].find("-->").map(|end| start + end + "-->".len()) else { break };
        found.push(start..end);
        at = end;
    }
    found
}

fn without(line: &str, comments: &[Span]) -> String {
    let mut rest = String::new();
    let mut at = 0;
    for span in comments {
        rest.push_str(&line[at..span.start]);
        at = span.end;
    }
    rest.push_str(&line[at..]);
    rest
}

fn read_comment(comment: &str) -> Option<Comment> {
    let words = comment.strip_prefix("<!--")?.strip_suffix("-->")?.trim();
    let rest = words.strip_prefix("zhoubao")?.trim_start().strip_prefix([':', '：'])?.trim_start();
    let (verb, codes) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
    let codes: Vec<String> = codes
        .split([' ', ',', '，', '、', ';'])
        .map(|code| code.trim().to_ascii_uppercase())
        .filter(|code| !code.is_empty())
        .collect();
    match verb {
        "ignore" => Some(Comment::Line(codes)),
        "ignore-file" => Some(Comment::File(codes)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::Ignores;

    #[test]
    fn a_comment_silences_its_own_line() {
        let ignores = Ignores::read("甲\n乙 <!-- zhoubao: ignore ZB003, ZB004 -->\n丙");
        assert!(ignores.silence("ZB003", 2) && ignores.silence("ZB004", 2));
        assert!(!ignores.silence("ZB005", 2) && !ignores.silence("ZB003", 1) && !ignores.silence("ZB003", 3));
    }

    #[test]
    fn a_comment_alone_silences_the_next_line_with_words() {
        let ignores = Ignores::read("<!-- zhoubao: ignore ZB003 -->\n\n- 甲\n- 乙");
        assert!(ignores.silence("ZB003", 3));
        assert!(!ignores.silence("ZB003", 1) && !ignores.silence("ZB003", 4));
    }

    #[test]
    fn without_codes_all_rules_are_silent() {
        assert!(Ignores::read("甲 <!-- zhoubao: ignore -->").silence("ZB001", 1));
        assert!(Ignores::read("<!-- zhoubao：ignore-file -->\n甲\n乙").silence("ZB001", 3));
    }

    #[test]
    fn other_comments_silence_nothing() {
        for text in ["甲 <!-- ignore ZB003 -->", "甲 <!-- zhoubao: skip ZB003 -->", "甲 <!-- zhoubao: ignore ZB003"]
        {
            assert!(!Ignores::read(text).silence("ZB003", 1), "{text}");
        }
    }
}
