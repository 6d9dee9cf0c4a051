//! Bytes to text: which encoding a file has, and whether it is text at all. Reports are UTF-8 nearly
//! always, GBK or UTF-16 from old Windows programs now and then; anything else is refused with evidence.

use encoding_rs::{GB18030, UTF_16BE, UTF_16LE};

use super::document::Encoding;
use super::skip::{Evidence, Skip};

/// More undecodable characters than this share of all, and a GB18030 or UTF-16 file is no text.
const MAX_REPLACED_SHARE: f64 = 0.01;
/// More control characters than this share of all, and a file is no text.
const MAX_CONTROL_SHARE: f64 = 0.01;
/// UTF-8 with a few bytes lost (a cut, a bad copy) has fewer broken sequences than this share of its
/// non-ASCII ones; GBK text read as UTF-8 has nearly all of them broken.
const MAX_BROKEN_UTF8_SHARE: f64 = 0.1;
/// Share of double-byte characters from GB 2312's symbols and first level: simplified Chinese in GBK has
/// over 0.9 of them, traditional about 0.5. Random bytes have 0.17, Big5 read as GB18030 about 0.15 (and
/// not one undecodable character), Latin-1 and Shift-JIS nearly none.
const MIN_COMMON_SHARE: f64 = 0.35;
/// A NUL in this many bytes is forgiven: one stray NUL must not hide a long report.
const BYTES_PER_NUL: usize = 1000;

/// A file's text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    pub(super) text: String,
    pub(super) encoding: Encoding,
    /// Characters that became U+FFFD.
    pub(super) replaced_chars: usize,
}

/// Decodes `raw`; the byte order mark is not part of the text, line ends are kept.
///
/// # Errors
/// [`Skip::Empty`] without a visible character, [`Skip::NotText`] with the evidence.
pub(super) fn decode(raw: Vec<u8>) -> Result<Decoded, Skip> {
    let decoded = match raw.as_slice() {
        [0xef, 0xbb, 0xbf, rest @ ..] => {
            let mut decoded = decode_unmarked(rest.to_vec())?;
            if decoded.encoding == Encoding::Utf8 {
                decoded.encoding = Encoding::Utf8Bom;
            }
            decoded
        }
        [0xff, 0xfe, rest @ ..] => decode_utf16(rest, Encoding::Utf16Le)?,
        [0xfe, 0xff, rest @ ..] => decode_utf16(rest, Encoding::Utf16Be)?,
        _ => decode_unmarked(raw)?,
    };
    if decoded.text.trim().is_empty() {
        return Err(Skip::Empty);
    }
    let chars = decoded.text.chars().count();
    let controls = decoded
        .text
        .chars()
        .filter(|&c| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\x0b' | '\x0c' | '\u{85}'))
        .count();
    let share = controls as f64 / chars as f64;
    if share > MAX_CONTROL_SHARE && controls > FORGIVEN_CONTROLS {
        return Err(Skip::NotText(Evidence::Controls { share }));
    }
    Ok(decoded)
}

/// A short page may hold a stray escape or two without being junk.
const FORGIVEN_CONTROLS: usize = 3;

fn decode_unmarked(raw: Vec<u8>) -> Result<Decoded, Skip> {
    let nul_bytes = raw.iter().filter(|&&byte| byte == 0).count();
    if nul_bytes * BYTES_PER_NUL > raw.len() {
        return Err(Skip::NotText(Evidence::NulBytes { count: nul_bytes, bytes: raw.len() }));
    }
    let raw = match String::from_utf8(raw) {
        Ok(text) => {
            return Ok(Decoded { text, encoding: Encoding::Utf8, replaced_chars: 0 });
        }
        Err(error) => error.into_bytes(),
    };
    match damaged_utf8(&raw) {
        Some(decoded) => Ok(decoded),
        None => decode_gb18030(&raw),
    }
}

/// Text that is UTF-8 but for a few broken sequences. Read as GB18030 it would come out as other
/// Chinese characters without a single error, so this is tried first.
fn damaged_utf8(raw: &[u8]) -> Option<Decoded> {
    let mut broken = 0usize;
    let mut intact = 0usize;
    for chunk in raw.utf8_chunks() {
        intact += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        broken += usize::from(!chunk.invalid().is_empty());
    }
    // Of two characters one can be broken by a cut, so a share says nothing about very few.
    let is_utf8 = intact >= 2 && broken as f64 <= MAX_BROKEN_UTF8_SHARE * intact as f64
        || intact >= 2 && broken == 1 && raw.utf8_chunks().last()?.invalid().len() > 1;
    is_utf8.then(|| Decoded {
        text: String::from_utf8_lossy(raw).into_owned(),
        encoding: Encoding::Utf8,
        replaced_chars: broken,
    })
}

fn decode_gb18030(raw: &[u8]) -> Result<Decoded, Skip> {
    let (text, _) = GB18030.decode_without_bom_handling(raw);
    let replaced_chars = reject_undecodable(&text)?;
    let share = common_share(raw);
    if share < MIN_COMMON_SHARE {
        return Err(Skip::NotText(Evidence::Implausible { share }));
    }
    Ok(Decoded { text: text.into_owned(), encoding: Encoding::Gbk, replaced_chars })
}

fn decode_utf16(raw: &[u8], encoding: Encoding) -> Result<Decoded, Skip> {
    let decoder = match encoding {
        Encoding::Utf16Be => UTF_16BE,
        _ => UTF_16LE,
    };
    let (text, _) = decoder.decode_without_bom_handling(raw);
    let replaced_chars = reject_undecodable(&text)?;
    Ok(Decoded { text: text.into_owned(), encoding, replaced_chars })
}

/// Number of replacement characters in `text`, if they are few. One is always allowed beside ten others:
/// it is the character that a cut went through.
fn reject_undecodable(text: &str) -> Result<usize, Skip> {
    let chars = text.chars().count();
    let replaced = text.matches(char::REPLACEMENT_CHARACTER).count();
    let share = replaced as f64 / chars.max(1) as f64;
    if share > MAX_REPLACED_SHARE && !(replaced == 1 && chars > 10) {
        return Err(Skip::NotText(Evidence::Undecodable { share }));
    }
    Ok(replaced)
}

/// Share (0 to 1) of the double-byte sequences that are GB 2312 symbols or first-level characters.
fn common_share(raw: &[u8]) -> f64 {
    let (mut common, mut all, mut offset) = (0usize, 0usize, 0usize);
    while let Some(&lead) = raw.get(offset) {
        let trail = raw.get(offset + 1).copied().unwrap_or(0);
        offset += match lead {
            ..0x80 => 1,
            // Four-byte characters are rare in any real text: one counts as uncommon.
            _ if trail.is_ascii_digit() => {
                all += 1;
                4
            }
            _ => {
                all += 1;
                let is_common = matches!(lead, 0xa1..=0xa3 | 0xb0..=0xd7) && trail >= 0xa1;
                common += usize::from(is_common);
                2
            }
        };
    }
    common as f64 / all.max(1) as f64
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, GB18030};

    use super::decode;
    use crate::source::{Encoding, Evidence, Skip};

    const REPORT: &str = "# 第26周 2023/06/20\r\n\r\n- 6/15 11:01，账户流水出现差异，影响5991笔。\r\n- 原因：连接池耗尽；处置：扩容🙂\r\n";

    fn utf16(text: &str, big_endian: bool) -> Vec<u8> {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(|unit| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn every_encoding_gives_the_same_text_with_its_line_ends() {
        let with_bom = [b"\xef\xbb\xbf".as_slice(), REPORT.as_bytes()].concat();
        let gbk = GB18030.encode(REPORT).0.into_owned();
        for (raw, encoding) in [
            (REPORT.as_bytes().to_vec(), Encoding::Utf8),
            (with_bom, Encoding::Utf8Bom),
            (gbk, Encoding::Gbk),
            (utf16(REPORT, false), Encoding::Utf16Le),
            (utf16(REPORT, true), Encoding::Utf16Be),
        ] {
            let decoded = decode(raw).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.replaced_chars), (REPORT, encoding, 0));
        }
    }

    #[test]
    fn cut_utf8_stays_utf8() {
        for length in [REPORT.len() - 3, REPORT.len() - 5, 16] {
            let raw = REPORT.as_bytes()[..length].to_vec();
            let decoded = decode(raw).unwrap();
            assert_eq!(decoded.encoding, Encoding::Utf8, "cut at {length}");
        }
    }

    #[test]
    fn one_lost_byte_in_utf8_costs_one_character() {
        let mut raw = REPORT.repeat(3).into_bytes();
        let middle = REPORT.find('账').unwrap();
        raw.remove(middle + 1);
        let decoded = decode(raw).unwrap();
        assert_eq!((decoded.encoding, decoded.replaced_chars), (Encoding::Utf8, 1));
        assert!(decoded.text.contains("户流水"));
    }

    #[test]
    fn short_and_traditional_gbk_are_text() {
        for text in ["无", "本周：无", "業務進展順利，對帳已經完成，係統運行穩定"] {
            let decoded = decode(GB18030.encode(text).0.into_owned()).unwrap();
            assert_eq!((decoded.text.as_str(), decoded.encoding), (text, Encoding::Gbk));
        }
    }

    #[test]
    fn other_encodings_are_not_taken_for_gbk() {
        let big5 = BIG5.encode("業務進展順利，對帳已經完成，系統運行穩定。本週處理三件").0;
        let latin = b"na\xefve caf\xe9s and r\xe9sum\xe9s of a whole week, all in order".to_vec();
        for raw in [big5.into_owned(), latin] {
            assert!(matches!(decode(raw), Err(Skip::NotText(Evidence::Implausible { .. }))));
        }
    }

    #[test]
    fn binary_is_refused_with_its_evidence() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x02\x80".to_vec();
        assert!(matches!(decode(png), Err(Skip::NotText(Evidence::NulBytes { count: 5, .. }))));
        let noise: Vec<u8> = (0..4000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 11) as u8 | 1).collect();
        assert!(matches!(decode(noise), Err(Skip::NotText(_))));
        let controls = "\u{1}\u{2}报告".repeat(9).into_bytes();
        assert!(matches!(decode(controls), Err(Skip::NotText(Evidence::Controls { .. }))));
    }

    #[test]
    fn one_nul_in_a_long_report_is_forgiven() {
        let raw = format!("{}\0", REPORT.repeat(20)).into_bytes();
        assert!(decode(raw).is_ok());
    }

    #[test]
    fn nothing_but_white_space_is_empty() {
        for raw in ["", " \r\n\t\n", "\u{feff}", "\u{3000}\n"] {
            assert!(matches!(decode(raw.into()), Err(Skip::Empty)), "{raw:?}");
        }
    }
}
