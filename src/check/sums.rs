//! Arithmetic that a line of text states: ratios with their percentages, equations, totals with their parts. Says what does not
//! compute, by how the numbers are written: rounded or cut at the last written digit is right.

use rust_decimal::Decimal;

use crate::fact::{Figure, Standing, figures};
use crate::report::Span;

/// A ratio whose percentage is another.
#[derive(Debug)]
pub(super) struct Share {
    /// Bytes of the line, from the first number to the last.
    pub span: Span,
    pub part: u64,
    pub whole: u64,
    /// As written, without the sign.
    pub stated: String,
    /// Rounded to as many places as are written.
    pub right: Decimal,
}

/// A total that its parts do not make.
#[derive(Debug)]
pub(super) struct Total {
    /// The number that is wrong, with its unit.
    pub span: Span,
    pub stated: Decimal,
    /// What the parts add up to; the part itself where it is larger than its whole.
    pub sum: Decimal,
    pub unit: String,
    pub is_part: bool,
}

/// How many characters may stand between a ratio and its percentage.
const NEAR_CHARS: usize = 14;

/// What a percentage beside a ratio is called when it is the ratio's own.
const OWN_NAMES: [&str; 24] = [
    "",
    "占",
    "占比",
    "占总数",
    "完成",
    "完成率",
    "完成度",
    "完成进度",
    "进度",
    "总进度",
    "整体进度",
    "总体进度",
    "当前进度",
    "比例",
    "达成",
    "达成率",
    "整改率",
    "即",
    "约合",
    "done",
    "complete",
    "completed",
    "progress",
    "rate",
];

/// Words that make a percentage one of another time or of a plan.
const OTHER_TIMES: [&str; 16] = [
    "目标", "计划", "预计", "上周", "上月", "同比", "环比", "较", "比", "提升", "提高", "增长", "下降", "降低", "剩",
    "未",
];

/// The ratios of a line that do not compute. `is_date` tells which bytes belong to a date.
pub(super) fn shares(line: &str, is_date: &dyn Fn(usize) -> bool) -> Vec<Share> {
    let mut found = Vec::new();
    for ratio in ratios(line) {
        let enclosed = before_brackets(line, &ratio);
        if enclosed.is_none() && is_date(ratio.span.start) {
            continue;
        }
        let Some(percent) = enclosed.or_else(|| percentage_after(line, &ratio)) else { continue };
        let is_vague =
            |at: usize| ["约", "近", "超", "~", "～", "about ", "over "].iter().any(|word| line[..at].ends_with(word));
        if ratio.whole == 0 || is_vague(ratio.span.start) || is_vague(percent.start) {
            continue;
        }
        let stated = line[percent.clone()].trim_end_matches(['%', '％', ' ']).to_string();
        let Ok(value) = stated.parse::<Decimal>() else { continue };
        let exact = Decimal::from(ratio.part) * Decimal::ONE_HUNDRED / Decimal::from(ratio.whole);
        if (exact - value).abs() >= last_digit(value) {
            let span = ratio.span.start.min(percent.start)..ratio.span.end.max(percent.end);
            let right = exact.round_dp(value.scale().max(1)).normalize();
            found.push(Share { span, part: ratio.part, whole: ratio.whole, stated, right });
        }
    }
    found
}

struct Ratio {
    span: Span,
    part: u64,
    whole: u64,
}

/// `45/60`, `45 of 60`, `45 out of 60`: whole numbers with nothing else joined to them.
fn ratios(line: &str) -> Vec<Ratio> {
    let mut found = Vec::new();
    for join in ["/", "／", " of ", " out of "] {
        for (at, _) in line.match_indices(join) {
            let before = line[..at].trim_end_matches(' ');
            let start = before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
            let rest = line[at + join.len()..].trim_start_matches(' ');
            let after = rest.trim_start_matches(|c: char| c.is_ascii_digit());
            let end = line.len() - after.len();
            let joined = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric() || "/.-_,:：".contains(c));
            let goes_on =
                joined(after.chars().next()) && after.chars().nth(1).is_some_and(|c| c.is_ascii_alphanumeric());
            let numbers = (before[start..].parse(), line[end - (rest.len() - after.len())..end].parse());
            if let (Ok(part), Ok(whole)) = numbers
                && !joined(line[..start].chars().next_back())
                && !goes_on
                && part <= whole
            {
                found.push(Ratio { span: start..end, part, whole });
            }
        }
    }
    found
}

/// The percentage that the brackets around a ratio stand right behind: `70%（45/60）`.
fn before_brackets(line: &str, ratio: &Ratio) -> Option<Span> {
    let before = line[..ratio.span.start].trim_end_matches(' ').strip_suffix(['（', '('])?.trim_end_matches(' ');
    let number = before.strip_suffix(['%', '％'])?;
    let start = number.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.').len();
    let closes = line[ratio.span.end..].trim_start().starts_with(['）', ')']);
    (start < number.len() && closes).then_some(start..before.len())
}

/// The percentage right after a ratio, where its name says that it is the ratio's own.
fn percentage_after(line: &str, ratio: &Ratio) -> Option<Span> {
    let rest = &line[ratio.span.end..];
    let start = rest.find(|c: char| c.is_ascii_digit())?;
    let between = &rest[..start];
    let digits = rest[start..].find(|c: char| !(c.is_ascii_digit() || c == '.'))?;
    let sign = rest[start + digits..].chars().next().filter(|c| matches!(c, '%' | '％'))?;
    let is_near =
        between.chars().count() <= NEAR_CHARS && !between.contains(['。', '；', ';', '、', '|', '+', '-', '/']);
    if !is_near || OTHER_TIMES.iter().any(|word| between.contains(word)) {
        return None;
    }
    let name: String = between.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    // 45/60个，完成率: the unit is no part of the name.
    let clause = between.rsplit(['，', ',', '（', '(', '：', ':', '=']).next().unwrap_or_default();
    let own: String = clause.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let before: String =
        line[..ratio.span.start].chars().rev().take(10).collect::<Vec<_>>().into_iter().rev().collect();
    let letters: Vec<char> = own.chars().collect();
    let shares_word = letters.windows(2).any(|pair| before.contains(&pair.iter().collect::<String>()));
    let is_own =
        OWN_NAMES.contains(&name.as_str()) || OWN_NAMES.contains(&own.as_str()) || (shares_word && !own.is_empty());
    // 下降70% after the sign would make it a change.
    is_own.then(|| ratio.span.end + start..ratio.span.end + start + digits + sign.len_utf8())
}

/// One unit of the last written place.
fn last_digit(value: Decimal) -> Decimal {
    Decimal::new(1, value.scale())
}

/// 由100提升到150，提升30%: a change whose percentage is another, by its first value or by its last.
pub(super) fn changes(line: &str) -> Vec<Wrong> {
    const VERBS: [&str; 12] =
        ["提升", "提高", "增长", "增加", "上升", "升", "下降", "降低", "减少", "缩短", "降", "涨"];
    let mut found = Vec::new();
    for (at, word) in line.match_indices(['由', '从']) {
        let Some((first, end)) = term_at(line, at + word.len()) else { continue };
        let rest = line[end..].trim_start();
        let Some(to) = rest.find(['到', '至']).filter(|to| rest[..*to].chars().count() <= 4) else { continue };
        let is_verb = VERBS.iter().any(|verb| rest[..to].trim() == *verb) || rest[..to].trim().is_empty();
        let start = line.len() - rest.len() + to + rest[to..].chars().next().map_or(1, char::len_utf8);
        let Some((last, end)) = term_at(line, start).filter(|_| is_verb) else { continue };
        let rest = line[end..].trim_start_matches(['，', ',', ' ', '（', '(']);
        let Some(rest) = VERBS.iter().find_map(|verb| rest.strip_prefix(verb)) else { continue };
        let from = line.len() - rest.trim_start_matches(['了', ' ']).len();
        let Some((change, end)) = term_at(line, from).filter(|(change, _)| change.unit == "%") else { continue };
        let is_alike = first.unit == last.unit || first.unit.is_empty() || last.unit.is_empty();
        if !is_alike
            || first.value.is_zero()
            || last.value.is_zero()
            || first.unit == "%"
            || line[end..].starts_with("以上")
        {
            continue;
        }
        let percent =
            |base: Decimal| (last.value - first.value).abs().checked_mul(Decimal::ONE_HUNDRED)?.checked_div(base);
        let Some(right) = percent(first.value) else { continue };
        // What was rounded before may move the percentage by as much.
        let doubt = (first.doubt + last.doubt)
            .checked_mul(Decimal::ONE_HUNDRED)
            .and_then(|doubt| doubt.checked_div(first.value));
        let allowed = last_digit(change.value) + doubt.unwrap_or_default();
        let fits = |value: Option<Decimal>| value.is_some_and(|value| (value - change.value).abs() < allowed);
        if !fits(Some(right)) && !fits(percent(last.value)) {
            let written = line[from..end].to_string();
            found.push(Wrong {
                span: at..end,
                written,
                right: right.round_dp(change.value.scale().max(1)).normalize(),
            });
        }
    }
    found
}

/// 共164个，已完成96个，完成率70%: the rate of what was done of a whole, named by what was done.
pub(super) fn rates(line: &str) -> Vec<Share> {
    const DONE: [&str; 10] = ["完成", "整改", "通过", "迁移", "上线", "关闭", "修复", "解决", "签约", "合格"];
    let mut found = Vec::new();
    for (at, word) in ["共", "总数", "总计", "一共"].iter().flat_map(|word| line.match_indices(*word)) {
        let Some((whole, end)) = term_at(line, at + word.len()) else { continue };
        let sentence = line[end..].find(['。', '；', ';']).map_or(line.len(), |length| end + length);
        let rest = &line[end..sentence];
        for verb in DONE {
            let Some(done) = rest.find(verb).map(|done| end + done + verb.len()) else { continue };
            let done = if line[done..].starts_with('了') { done + '了'.len_utf8() } else { done };
            let Some((part, after)) = term_at(line, done).filter(|(part, _)| part.unit == whole.unit) else { continue };
            let rest = line[after..sentence].trim_start_matches(['，', ',', ' ', '（', '(']);
            let name =
                [format!("{verb}率"), "完成率".to_string()].into_iter().find(|name| rest.starts_with(name.as_str()));
            let Some(name) = name else { continue };
            let value = line.len() - rest.len() + name.len();
            let value = value
                + (line[value..].len() - line[value..].trim_start_matches(['为', '：', ':', ' ', '达', '到']).len());
            let Some((stated, to)) = term_at(line, value).filter(|(stated, _)| stated.unit == "%") else { continue };
            let Ok((part, whole)) = u64::try_from(part.value).and_then(|part| Ok((part, u64::try_from(whole.value)?)))
            else {
                continue;
            };
            if whole == 0 || part > whole {
                continue;
            }
            let exact = Decimal::from(part) * Decimal::ONE_HUNDRED / Decimal::from(whole);
            if (exact - stated.value).abs() >= last_digit(stated.value) {
                let right = exact.round_dp(stated.value.scale().max(1)).normalize();
                found.push(Share { span: at..to, part, whole, stated: stated.value.to_string(), right });
            }
            break;
        }
    }
    found
}

/// A number of an equation.
#[derive(Debug, Clone)]
pub(super) struct Term {
    value: Decimal,
    /// Half a unit of its last place; 0 for a whole number that is written out.
    doubt: Decimal,
    unit: String,
}

/// `a + b = c` as written.
#[derive(Debug)]
pub(super) struct Equation {
    span: Span,
    terms: Vec<Term>,
    signs: Vec<char>,
    result: Term,
    written: String,
}

/// An equation that does not hold.
#[derive(Debug)]
pub(super) struct Wrong {
    pub span: Span,
    pub written: String,
    pub right: Decimal,
}

/// Every chain of numbers, signs and one `=` of a line.
pub(super) fn equations(line: &str) -> Vec<Equation> {
    let mut found = Vec::new();
    for (at, sign) in line.match_indices(['=', '＝']) {
        let after = &line[at + sign.len()..];
        let is_comparison =
            after.starts_with(['=', '>', '＝']) || line[..at].ends_with(['=', '!', '<', '>', ':', '＝']);
        if is_comparison {
            continue;
        }
        let Some((result, end)) = term_at(line, at + sign.len()) else { continue };
        // 3×4=12=12: only the first of a chain.
        let Some((terms, signs, start)) = chain_before(line, at) else { continue };
        let written = line[at + sign.len()..end].trim().to_string();
        found.push(Equation { span: start..end, terms, signs, result, written });
    }
    found
}

/// What is wrong with an equation; `None` where it holds, or speaks of different units.
pub(super) fn equation(equation: Equation) -> Option<Wrong> {
    let Equation { span, terms, signs, result, written } = equation;
    let is_sum = signs.iter().all(|sign| matches!(sign, '+' | '-'));
    let mut units: Vec<&str> = terms.iter().chain([&result]).map(|term| term.unit.as_str()).collect();
    units.retain(|unit| !unit.is_empty());
    units.dedup();
    if is_sum && units.len() > 1 {
        return None;
    }
    // Products of units are units of their own: 3天×4人=12人天 computes, 2小时×3=360分钟 as well.
    if !is_sum && terms.iter().any(|term| !term.unit.is_empty()) {
        return None;
    }
    let (left, doubt) = compute(&terms, &signs)?;
    let left = if result.unit == "%" && !terms.iter().any(|term| term.unit == "%") {
        left * Decimal::ONE_HUNDRED
    } else {
        left
    };
    let allowed = if signs.contains(&'/') {
        // 10/3=3 and 10/3=3.33: cut or rounded at the last place.
        (result.doubt * Decimal::TWO).max(if result.doubt.is_zero() { Decimal::ONE } else { Decimal::ZERO })
    } else {
        doubt + result.doubt
    };
    let is_wrong = if signs.contains(&'/') {
        (left - result.value).abs() >= allowed
    } else {
        (left - result.value).abs() > allowed
    };
    is_wrong.then(|| Wrong { span, written, right: left.round_dp(4).normalize() })
}

/// The value of the left side, × and ÷ first, and how far rounding may have moved it.
fn compute(terms: &[Term], signs: &[char]) -> Option<(Decimal, Decimal)> {
    let mut sum = Decimal::ZERO;
    let mut doubt = Decimal::ZERO;
    let mut product = terms.first()?.value;
    let mut adds = true;
    doubt += terms.first()?.doubt;
    for (sign, term) in signs.iter().zip(&terms[1..]) {
        doubt += term.doubt;
        match sign {
            '*' => product = product.checked_mul(term.value)?,
            '/' => product = product.checked_div(term.value)?,
            _ => {
                sum = if adds { sum.checked_add(product)? } else { sum.checked_sub(product)? };
                adds = *sign == '+';
                product = term.value;
            }
        }
    }
    let sum = if adds { sum.checked_add(product)? } else { sum.checked_sub(product)? };
    Some((sum, doubt))
}

const UNITS: [&str; 24] = [
    "%", "％", "万元", "亿元", "元", "笔", "个", "条", "家", "人", "台", "项", "件", "次", "户", "单", "份", "天",
    "分钟", "小时", "城", "分", "箱", "吨",
];

/// The number with its unit that begins at `at`, spaces before it allowed, and where it ends.
fn term_at(line: &str, at: usize) -> Option<(Term, usize)> {
    let rest = &line[at..];
    let start = at + (rest.len() - rest.trim_start_matches(' ').len());
    let length = number_length(&line[start..]);
    let digits: String = line[start..start + length].chars().filter(|c| *c != ',').collect();
    let mut value = digits.parse::<Decimal>().ok()?;
    let mut doubt = if value.scale() > 0 { last_digit(value) / Decimal::TWO } else { Decimal::ZERO };
    let mut end = start + length;
    let multiplier =
        [("万", 10_000), ("亿", 100_000_000), ("千", 1000)].into_iter().find(|(word, _)| line[end..].starts_with(word));
    if let Some((word, factor)) = multiplier {
        let factor = Decimal::from(factor);
        doubt = last_digit(value).checked_mul(factor)? / Decimal::TWO;
        value = value.checked_mul(factor)?;
        end += word.len();
    }
    let unit = UNITS.iter().find(|unit| line[end..].starts_with(**unit)).copied().unwrap_or_default();
    end += unit.len();
    // A letter or a decimal point goes on; the full stop of a sentence does not.
    let rest = &line[end..];
    let is_point = rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
    let is_more = rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_') || (is_point && unit.is_empty());
    let unit = if unit == "％" { "%" } else { unit };
    (length > 0 && !is_more).then(|| (Term { value, doubt, unit: unit.to_string() }, end))
}

fn number_length(text: &str) -> usize {
    let length = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ','))).unwrap_or(text.len());
    text[..length].trim_end_matches(['.', ',']).len()
}

/// The numbers and signs that end at `end`, and where they begin; `None` for fewer than two numbers, and where something
/// else is joined to the first.
fn chain_before(line: &str, end: usize) -> Option<(Vec<Term>, Vec<char>, usize)> {
    let is_part = |c: char| {
        c.is_ascii_digit() || ".,+-*/×÷＋－ %％万亿千".contains(c) || UNITS.iter().any(|unit| unit.contains(c))
    };
    let first = line[..end]
        .rfind(|c: char| !is_part(c))
        .map_or(0, |at| at + line[at..].chars().next().map_or(1, char::len_utf8));
    // The first digit after what is no part of it.
    let mut start = first + line[first..end].find(|c: char| c.is_ascii_digit())?;
    // 1. 55+65: the number of the item, or another sentence's.
    if let Some(space) = line[start..end].rfind([',', '.']).filter(|at| line[start + at + 1..].starts_with(' ')) {
        start += space + 1;
    }
    let before = line[..start].chars().next_back();
    if before.is_some_and(|c| c.is_ascii_alphabetic() || "_-+*/=.×÷~约近".contains(c)) {
        return None;
    }
    let (mut terms, mut signs) = (Vec::new(), Vec::new());
    let mut at = start;
    loop {
        let (term, after) = term_at(line, at)?;
        terms.push(term);
        let rest = line[after..end].trim_start_matches(' ');
        let Some(sign) = rest.chars().next() else { break };
        signs.push(match sign {
            '+' | '＋' => '+',
            '-' | '－' => '-',
            '*' | '×' => '*',
            '/' | '÷' => '/',
            _ => return None,
        });
        at = end - rest.len() + sign.len_utf8();
    }
    // 2023-06-15=…, 138-1234=…: numbers of several digits joined by bare dashes are dates and telephones.
    let is_number_of_something = signs.iter().all(|sign| *sign == '-') && line[start..end].contains("-0");
    (terms.len() > 1 && !is_number_of_something).then_some((terms, signs, line[..end].len() - (end - start)))
}

const TOTALS: [&str; 9] = ["合计", "共计", "总计", "合计为", "总计为", "共计为", "合计：", "总计：", "for a total of"];

/// The totals of a line that their parts do not make, and parts larger than their whole.
pub(super) fn totals(line: &str) -> Vec<Total> {
    let mut found = Vec::new();
    if !["合计", "共计", "总计", "其中", "total"].iter().any(|word| line.contains(word)) {
        return found;
    }
    for sentence in crate::fact::sentences(line, 0..line.len()) {
        let text = &line[sentence.clone()];
        let all = figures(text);
        for (at, figure) in all.iter().enumerate() {
            let wrong = wrong_total(text, &all[..at], figure).or_else(|| wrong_part(text, &all[..at], figure));
            found.extend(wrong.map(|total| Total {
                span: sentence.start + total.span.start..sentence.start + total.span.end,
                ..total
            }));
        }
    }
    found
}

fn wrong_total(text: &str, before: &[Figure], total: &Figure) -> Option<Total> {
    let head = text[..total.span.start].trim_end();
    let word = TOTALS.iter().find(|word| head.ends_with(**word))?;
    let opens = head[..head.len() - word.len()].trim_end().ends_with(['，', ',', '、', '；', '（', '(']);
    if !opens || total.unit == "%" {
        return None;
    }
    let parts: Vec<&Figure> = before
        .iter()
        .filter(|figure| figure.unit == total.unit && !in_brackets(text, figure.span.start, total.span.start))
        .collect();
    let is_plain = parts.iter().all(|part| part.standing == Standing::Now && !is_vague(text, part));
    let is_tidy = parts.windows(2).all(|pair| text[pair[0].span.end..pair[1].span.start].chars().count() <= 12);
    if parts.len() < 2 || !is_plain || !is_tidy || is_vague(text, total) {
        return None;
    }
    let doubt = |figure: &Figure| written_doubt(&text[figure.span.clone()], figure.value);
    let mut sum = Decimal::ZERO;
    let mut allowed = doubt(total);
    for (count, part) in parts.iter().rev().enumerate() {
        sum = sum.checked_add(part.value)?;
        allowed += doubt(part);
        if count > 0 && (sum - total.value).abs() <= allowed {
            return None;
        }
    }
    let span = total.span.clone();
    Some(Total { span, stated: total.value, sum, unit: total.unit.clone(), is_part: false })
}

/// 其中高危70个 of 60个.
fn wrong_part(text: &str, before: &[Figure], part: &Figure) -> Option<Total> {
    const OF_OTHERS: [&str; 10] = ["影响", "涉及", "波及", "覆盖", "含", "包括", "服务", "累计", "来自", "分布"];
    let among = text[..part.span.start].rfind("其中")?;
    let name = &text[among + "其中".len()..part.span.start];
    let is_first = !name.contains(['，', '。', '、', ',']) && name.chars().count() <= 10;
    let whole = before.iter().rfind(|figure| figure.span.end <= among)?;
    let noun = |figure: &Figure| -> String {
        text[figure.span.end..].chars().take_while(|c| c.is_alphanumeric() && !c.is_ascii_digit()).take(2).collect()
    };
    let is_same = part.unit == whole.unit && (noun(part).is_empty() || noun(part) == noun(whole));
    let is_near = text[whole.span.end..among].chars().count() <= 12;
    let is_plain = [part, whole].iter().all(|figure| figure.standing == Standing::Now && !is_vague(text, figure));
    let is_counted = !part.unit.is_empty() && part.unit != "%";
    let is_other = OF_OTHERS.iter().any(|word| name.contains(word));
    (is_first && is_same && is_near && is_plain && is_counted && !is_other && part.value > whole.value).then(|| Total {
        span: part.span.clone(),
        stated: whole.value,
        sum: part.value,
        unit: part.unit.clone(),
        is_part: true,
    })
}

fn is_vague(text: &str, figure: &Figure) -> bool {
    let after = &text[figure.span.end..];
    ["约", "近", "超", "逾", "大约", "~", "～"].iter().any(|word| text[..figure.span.start].trim_end().ends_with(word))
        || ["多", "余", "左右", "以上", "+"].iter().any(|word| after.starts_with(word))
        || text[figure.span.clone()].contains(['多', '余'])
}

/// Half a unit of the last place of `12.5万`; 0 for a number that is written out in whole.
fn written_doubt(written: &str, value: Decimal) -> Decimal {
    let digits: String = written.chars().take_while(|c| c.is_ascii_digit() || matches!(c, '.' | ',')).collect();
    let Ok(number) = digits.replace(',', "").trim_end_matches('.').parse::<Decimal>() else { return Decimal::ZERO };
    let factor = value.checked_div(number).unwrap_or(Decimal::ONE);
    if number.scale() == 0 && factor == Decimal::ONE {
        Decimal::ZERO
    } else {
        last_digit(number) * factor / Decimal::TWO
    }
}

/// Whether `at` lies inside brackets that `from` is not in.
fn in_brackets(text: &str, at: usize, from: usize) -> bool {
    let depth = |end: usize| {
        text[..end].chars().fold(0_i32, |depth, c| match c {
            '（' | '(' => depth + 1,
            '）' | ')' => depth - 1,
            _ => depth,
        })
    };
    depth(at) > depth(from)
}
