//! Names that run into their own paragraph: `下周：`, `**快赔。** 上线三周`.

use super::heading::names_a_section;
use super::section_kind::SectionKind;
use crate::text::is_han;

/// The characters that must follow a name on its line for the name to run into its paragraph.
const LEAST_BEHIND: usize = 4;

/// The length of `下周：` or `体会。` where more of the paragraph follows: it names what the paragraph is, a plan or a thought.
pub(super) fn runs_in(text: &str) -> Option<usize> {
    const MOST_CHARS: usize = 6;
    let (at, mark) = text.char_indices().take(MOST_CHARS + 1).find(|(_, c)| matches!(c, '：' | ':' | '。'))?;
    let (name, end) = (&text[..at], at + mark.len_utf8());
    let is_name = name.chars().all(is_han) && names_a_section(name);
    let kind = SectionKind::of_heading(name);
    let has_more = text[end..].lines().next().unwrap_or_default().trim().chars().count() >= LEAST_BEHIND;
    (is_name && has_more && matches!(kind, SectionKind::Plan | SectionKind::Reflection)).then_some(end)
}

/// 快赔 of `**快赔。** 上线三周…`: what the paragraph is about, in bold, ended by a mark, with more of the paragraph on its line; behind a line
/// all in bold with its list a space will do.
pub(super) fn bold_name(text: &str, is_behind_bold: bool) -> Option<&str> {
    const MOST_BYTES: usize = 72;
    const ENDS: [char; 4] = ['：', ':', '。', '.'];
    let (bold, behind) = text.lines().next()?.strip_prefix("**")?.split_once("**")?;
    let is_ended = bold.ends_with(ENDS)
        || behind.starts_with(['：', ':'])
        || is_behind_bold && behind.starts_with([' ', '\u{3000}']);
    let name = bold.trim_end_matches(ENDS).trim();
    let is_name = name.chars().count() > 1 && name.len() <= MOST_BYTES && !name.contains(['，', '；', '。']);
    let has_more = behind.trim_start_matches(['：', ':']).trim().chars().count() >= LEAST_BEHIND;
    (is_ended && is_name && has_more).then_some(name)
}
