//! Numbers in digits (`1,234.5`, `27.6万`, `16k`) and in words (两百三十, twelve hundred). The words are data: `number.tsv`.

use std::sync::LazyLock;

use rust_decimal::Decimal;

/// A number at the start of a text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Number {
    /// Multiplied.
    pub value: Decimal,
    /// Bytes of the number without its multiplier.
    pub digits: usize,
    /// Bytes with the multiplier and 多.
    pub length: usize,
    /// One unit of the last written place, multiplied.
    pub last_place: Decimal,
    pub is_multiplied: bool,
    /// 多, 余 or + is behind it: 900+, 3千多.
    pub has_more: bool,
    /// In words.
    pub is_spoken: bool,
}

struct Word {
    word: &'static str,
    sort: &'static str,
    value: i64,
}

static WORDS: LazyLock<Vec<Word>> = LazyLock::new(|| include_str!("number.tsv").lines().filter_map(word).collect());

fn word(line: &'static str) -> Option<Word> {
    let mut cells = line.split('\t');
    let (word, _, sort, value) = (cells.next()?, cells.next()?, cells.next()?, cells.next()?);
    Some(Word { word, sort, value: value.parse().ok()? })
}

fn words(sort: &str) -> impl Iterator<Item = &'static Word> {
    WORDS.iter().filter(move |word| word.sort == sort)
}

/// The word of a sort that `text` begins with, of any case, where no Latin letter goes on.
fn first_word(sort: &str, text: &str) -> Option<&'static Word> {
    words(sort).find(|known| {
        let goes_on = |rest: &str| known.word.is_ascii() && rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let (head, rest) = text.as_bytes().split_at_checked(known.word.len()).unwrap_or_default();
        head.eq_ignore_ascii_case(known.word.as_bytes()) && !goes_on(&text[text.len() - rest.len()..])
    })
}

/// A digit of ASCII or of full width.
fn digit(c: char) -> Option<u32> {
    c.to_digit(10).or_else(|| u32::from(c).checked_sub(u32::from('０')).filter(|digit| *digit < 10))
}

/// The value of a Chinese digit, 0 to 9; 两 is 2.
pub fn numeral(c: char) -> Option<u32> {
    match c {
        '〇' | '○' => Some(0),
        '两' => Some(2),
        _ => "零一二三四五六七八九".chars().position(|known| known == c).and_then(|at| u32::try_from(at).ok()),
    }
}

/// Bytes of the digits, points and commas that `text` begins with.
pub fn run_of_digits(text: &str) -> usize {
    text.find(|c: char| digit(c).is_none() && !matches!(c, '.' | ',')).unwrap_or(text.len())
}

/// The bytes of the number in digits that `text` begins with: `1,2` lists two, `5,991` is one.
fn digits_length(text: &str) -> usize {
    let written = text[..run_of_digits(text)].trim_end_matches(['.', ',']);
    let whole = written.split('.').next().unwrap_or_default();
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default();
    if groups.all(|group| group.chars().count() == 3) { written.len() } else { first.len() }
}

/// The number in digits that `text` begins with, and its multiplier.
pub fn digits(text: &str) -> Option<Number> {
    let digits = digits_length(text);
    let written: String = text[..digits]
        .chars()
        .filter(|c| *c != ',')
        .map(|c| digit(c).and_then(|d| char::from_digit(d, 10)).unwrap_or(c))
        .collect();
    if !written.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let value: Decimal = written.parse().ok()?;
    let last_place = Decimal::new(1, value.scale());
    let mut number = Number { last_place, is_spoken: false, ..Number::spoken(value, digits) }.with_more(text);
    if let Some((factor, length)) = multiplier(&text[number.length..], number.has_more) {
        number.value = number.value.checked_mul(factor)?;
        number.last_place = number.last_place.checked_mul(factor)?;
        number.length += length;
        number.is_multiplied = true;
        number = number.with_more(text);
    }
    Some(number)
}

impl Number {
    pub(super) fn spoken(value: Decimal, length: usize) -> Self {
        let (last_place, is_multiplied, has_more) = (Decimal::ONE, false, false);
        Self { value, digits: length, length, last_place, is_multiplied, has_more, is_spoken: true }
    }

    /// With 多, 余 and a + that adds nothing.
    fn with_more(mut self, text: &str) -> Self {
        let rest = &text[self.length..];
        let after = rest.trim_start_matches(' ');
        let Some(mark) = after.chars().next().filter(|c| matches!(c, '多' | '余' | '+')) else { return self };
        let behind = after[mark.len_utf8()..].trim_start();
        let adds = after.len() < rest.len() || behind.starts_with(|c: char| digit(c).is_some() || c == '+');
        if mark != '+' || !adds {
            self.length = text.len() - after.len() + mark.len_utf8();
            self.has_more = true;
        }
        self
    }
}

/// The factor that `rest` begins with and its bytes, spaces before it included.
fn multiplier(rest: &str, is_apart: bool) -> Option<(Decimal, usize)> {
    let after = rest.trim_start_matches(' ');
    let space = rest.len() - after.len();
    let found = first_word("multiplier", after)?;
    let behind = &after[found.word.len()..];
    // 千克, 千米, 千瓦时 are units; 5 k is none.
    let is_unit = found.word == "千" && behind.starts_with(['克', '米', '瓦', '伏']);
    let is_letter = found.word.len() == 1 && (space > 0 || is_apart);
    (!is_unit && !is_letter).then(|| (Decimal::from(found.value), space + found.word.len()))
}

/// The Chinese numeral that `text` begins with: 十二, 两百三十, 三千多, 四百. Rejects one digit by digit (二〇二三).
pub fn chinese(text: &str) -> Option<Number> {
    let (mut total, mut section, mut digit): (i64, i64, Option<i64>) = (0, 0, None);
    let mut length = 0;
    for c in text.chars() {
        let power = words("power").find(|known| known.word.starts_with(c)).map(|known| known.value);
        if let Some(value) = numeral(c) {
            if digit.is_some_and(|known| known != 0) {
                return None;
            }
            digit = Some(i64::from(value));
        } else if let Some(power) = power {
            if power > 10 && length == 0 {
                break;
            }
            section += digit.take().unwrap_or(1) * power;
        } else if matches!(c, '万' | '亿') && length > 0 {
            section += digit.take().unwrap_or(0);
            total = (total + section).checked_mul(if c == '万' { 10_000 } else { 100_000_000 })?;
            section = 0;
        } else {
            break;
        }
        length += c.len_utf8();
    }
    let value = total.checked_add(section)?.checked_add(digit.unwrap_or(0))?;
    (length > 0).then(|| Number::spoken(Decimal::from(value), length).with_more(text))
}

/// The English number that `text` begins with: two … ninety-nine, three hundred, twelve thousand. One and a count nothing.
pub fn english(text: &str) -> Option<Number> {
    let first = first_word("number", text)?;
    let (mut value, mut length) = (first.value, first.word.len());
    if value >= 20
        && let Some(rest) = text[length..].strip_prefix(['-', ' '])
        && let Some(ones) = first_word("number", rest).filter(|ones| ones.value < 10)
    {
        value += ones.value;
        length += 1 + ones.word.len();
    }
    if text.as_bytes()[length..].get(..8).is_some_and(|head| head.eq_ignore_ascii_case(b" hundred")) {
        value *= 100;
        length += 8;
    }
    if let Some((factor, more)) = multiplier(&text[length..], true) {
        value = value.checked_mul(i64::try_from(factor).ok()?)?;
        length += more;
    }
    Some(Number::spoken(Decimal::from(value), length).with_more(text))
}

/// The length of time in words that `text` begins with (半小时, an hour and a half): its seconds and its bytes.
pub fn length_in_words(text: &str) -> Option<(Decimal, usize)> {
    first_word("length", text).map(|found| (Decimal::from(found.value), found.word.len()))
}

/// One spelling for a number with an optional multiplier (千, 万, 亿) after it; exact, no floating point.
///
/// `None` when `text` is not a number. Leading zeros before and trailing zeros after the point are dropped.
pub fn normalise_number(text: &str, multiplier: Option<char>) -> Option<String> {
    let digits: String = text.chars().filter(|c| *c != ',' && *c != '，').collect();
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) {
        return None;
    }
    let shift = match multiplier {
        Some('千') => 3,
        Some('万') => 4,
        Some('亿') => 8,
        _ => 0,
    };
    let mut moved = String::from(whole);
    let mut rest = fraction.chars();
    for _ in 0..shift {
        moved.push(rest.next().unwrap_or('0'));
    }
    let whole = moved.trim_start_matches('0');
    let fraction = rest.as_str().trim_end_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if fraction.is_empty() { whole.to_string() } else { format!("{whole}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::{chinese, digits, english, normalise_number, numeral};

    #[test]
    fn every_line_of_the_data_is_a_comment_or_a_word() {
        let lines = include_str!("number.tsv").lines().filter(|line| !line.starts_with('#'));
        assert!(lines.clone().all(|line| super::word(line).is_some()), "four columns, the last a number");
    }

    #[test]
    fn digits_are_multiplied_and_lists_are_no_thousands() {
        for (text, value, length) in [
            ("27.6万元", "276000", 7),
            ("1,234,567.80元", "1234567.8", 12),
            ("1,2,3家", "1", 1),
            ("3千多人", "3000", 7),
            ("30多万", "300000", 8),
            ("900+户", "900", 4),
            ("55+65", "55", 2),
            ("3千克", "3", 1),
            ("16.2k", "16200", 5),
            ("3 million users", "3000000", 9),
            ("2万亿", "2000000000000", 7),
            ("１５家", "15", 6),
        ] {
            let number = digits(text).expect(text);
            assert_eq!((number.value.normalize().to_string().as_str(), number.length), (value, length), "{text}");
        }
        assert!(digits(&"9".repeat(400)).is_none(), "no such number fits");
        assert!(digits(".5").is_none() && digits("").is_none());
    }

    #[test]
    fn numbers_in_words_are_read_in_both_languages() {
        for (text, value) in [("十二", 12), ("两百三十", 230), ("三千多人", 3000), ("一万二千", 12_000), ("二十", 20)]
        {
            assert_eq!(chinese(text).map(|number| number.value), Some(Decimal::from(value)), "{text}");
        }
        for (text, value) in [("twenty-three", 23), ("Three hundred", 300), ("twelve thousand", 12_000)] {
            assert_eq!(english(text).map(|number| number.value), Some(Decimal::from(value)), "{text}");
        }
        assert!(chinese("二〇二三").is_none() && english("tender").is_none() && english("一two").is_none());
        assert_eq!((numeral('两'), numeral('十')), (Some(2), None));
    }

    #[test]
    fn a_number_has_one_spelling() {
        for (text, multiplier, wanted) in [
            ("27.6", Some('万'), Some("276000")),
            ("1.23456", Some('万'), Some("12345.6")),
            ("3", Some('亿'), Some("300000000")),
            ("1,408,215.150", None, Some("1408215.15")),
            ("007", None, Some("7")),
            ("0.50", None, Some("0.5")),
            ("1.2.3", None, None),
            ("", None, None),
            ("12a", None, None),
        ] {
            assert_eq!(normalise_number(text, multiplier).as_deref(), wanted, "{text}");
        }
    }
}
