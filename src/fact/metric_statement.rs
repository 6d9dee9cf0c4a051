//! The measures that one line states: every amount of it with its name, and what stands beside the value in the line (the
//! value before, the share it is of, its rank, its target, its change).

use rust_decimal::Decimal;

use super::amount::{Amount, Sort, amounts};
use super::metric::Direction;
use super::metric_admission::{Place, admits};
use super::metric_name::{Named, names_a_measure, tidy, unit_in_brackets};
use crate::calendar::mentions;
use crate::report::Span;

/// One measure of a line of folded text.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Stated {
    pub subject: String,
    pub name: String,
    pub qualifiers: Vec<String>,
    pub value: Decimal,
    pub unit: String,
    /// Bytes of the folded text: the value as written.
    pub span: Span,
    pub direction: Option<Direction>,
    pub before: Option<Decimal>,
    pub change: Option<Decimal>,
    pub of: Option<(Decimal, Decimal)>,
    pub rank: Option<u32>,
    pub target: Option<Decimal>,
}

/// What a number that stands beside a value says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Beside {
    Before,
    Target,
    Change(Option<Direction>),
    Itself,
}

/// Reads the folded text of a line. `parent` is what the line stands under, where that names a measure.
pub(super) fn statements(text: &str, parent: &str, is_strict: bool) -> Vec<Stated> {
    let amounts = amounts(text);
    if amounts.is_empty() {
        return Vec::new();
    }
    let times: Vec<Span> = mentions(text).into_iter().map(|mention| mention.span).collect();
    let mut reader = Reader { text, parent, is_strict, amounts, times, ..Reader::default() };
    reader.subject = reader.line_subject();
    for at in 0..reader.amounts.len() {
        reader.read(at);
    }
    reader.found
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    parent: &'a str,
    is_strict: bool,
    amounts: Vec<Amount>,
    times: Vec<Span>,
    subject: String,
    found: Vec<Stated>,
    /// The value that 由 or 从 told, its words, and where its sentence begins.
    origin: Option<(Amount, Named, usize)>,
    /// A value of an earlier week told before the one of now, and where its sentence begins.
    earlier: Option<(Amount, Named, usize)>,
    /// A share told before its percentage.
    share: Option<(Decimal, Decimal, usize)>,
    /// A number that was read as a value and may yet turn out the start of a range.
    last_read: Option<usize>,
}

impl Reader<'_> {
    /// What stands before the first colon of the line, where no amount comes before it.
    fn line_subject(&self) -> String {
        let is_time = |at: usize| self.times.iter().any(|time| time.contains(&at));
        let colon = self.text.match_indices(':').map(|(at, _)| at).find(|at| !is_time(*at));
        let Some(colon) = colon else { return String::new() };
        let first = self.amounts.iter().find(|amount| amount.is_counted || amount.span.start > colon);
        let head = &self.text[..first.map_or(0, |amount| amount.span.start)];
        if head.len() <= colon {
            return String::new();
        }
        let (subject, rest) = (&head[..colon], &head[colon + 1..]);
        let names_value = tidy(rest).is_empty();
        let subject = tidy(subject);
        if names_value || subject.chars().count() > LONGEST_SUBJECT_CHARS { String::new() } else { subject.to_string() }
    }

    fn read(&mut self, at: usize) {
        let amount = self.amounts[at].clone();
        let clause = clause_start(self.text, amount.span.start, &self.amounts);
        let previous_end = at.checked_sub(1).map_or(0, |before| self.amounts[before].span.end);
        let joined = previous_end > clause.start;
        let own_start = clause.start.max(previous_end);
        let own = &self.text[own_start..amount.span.start];
        let sentence = sentence_start(self.text, amount.span.start);
        match amount.sort {
            Sort::Rank => return self.rank(own, &amount, sentence),
            Sort::Share(part, whole) => return self.share(part, whole, &clause, own, &amount, sentence),
            Sort::Value => {}
        }
        let times: Vec<&str> = self
            .times
            .iter()
            .filter(|time| time.start >= own_start && time.end <= amount.span.start)
            .map(|time| &self.text[time.clone()])
            .collect();
        let mut named = Named::read(own, &times);
        if joined {
            self.join(&mut named, at, clause.start);
        }
        let tail = tail(self.text, amount.span.end, self.amounts.get(at + 1).map(|next| next.span.start));
        if named.is_origin {
            self.origin = Some((amount, named, sentence));
            return;
        }
        if joined && is_range(own) && self.origin.is_none() {
            return self.range(at, amount);
        }
        if let Some((origin, first, begun)) = self.origin.take()
            && begun == sentence
            && (named.is_end || joined)
        {
            return self.transition(&origin, &first, amount, &named);
        }
        if !joined || named.name == "占" {
            self.follow(&mut named, own, &amount, sentence);
        }
        let is_signed =
            sign(&self.text[amount.span.clone()]).is_some() && tidy(own).trim_matches(['↑', '↓']).is_empty();
        let beside = if is_signed && clause.bracket.is_some() { Beside::Change(None) } else { beside(own, &times) };
        if beside != Beside::Itself && self.note(beside, &amount, &mut named, sentence, clause.bracket) {
            return;
        }
        let about = if self.subject.is_empty() { self.parent } else { &self.subject };
        let place = Place {
            named: &named,
            own,
            tail,
            amount: &amount,
            in_bracket: clause.bracket.is_some(),
            follows: joined,
            is_strict: self.is_strict,
            about,
            is_to_come: times.iter().any(|time| time.starts_with(['下', '明', '后'])),
            earlier: &self.text[sentence.min(clause.start)..clause.start],
            opens_line: self.text[..amount.span.start].trim().is_empty(),
        };
        if let Some(name) = admits(&place) {
            self.push(name, amount, named, sentence, at);
        }
    }

    /// `德祐900单剩120单`, `74个里下线61个`, `占82.4%`: a value after another one in its clause, or one that says what share it is.
    fn join(&self, named: &mut Named, at: usize, clause: usize) {
        for inside in ["里面", "里", "中", "内"] {
            if let Some(rest) = named.name.strip_prefix(inside).filter(|rest| rest.chars().count() > 1) {
                named.name = rest.to_string();
            }
        }
        let is_word =
            self.text[self.amounts[at - 1].span.end..self.amounts[at].span.start].contains(char::is_alphabetic);
        let is_attribute = self.text[self.amounts[at - 1].span.end..].trim_start().starts_with('的');
        if named.name.chars().count() < 2 && is_word && !is_attribute && named.name != "占" {
            let before = &self.text[clause..self.amounts[at - 1].span.start];
            let first = Named::read(before, &[]).name;
            if first.chars().count() > 1 {
                named.name = format!("{first}{}", named.name);
            }
        }
    }

    /// `缺陷7个，剩2个`, `下线61个，占82.4%`: words that are nothing without the value before.
    fn follow(&self, named: &mut Named, own: &str, amount: &Amount, sentence: usize) {
        let Some(last) = self.found.last().filter(|last| last.span.start >= sentence) else { return };
        match tidy(own) {
            "剩" | "还剩" | "仅剩" | "剩余" | "剩下" if last.unit == amount.unit => {
                named.name.clone_from(&last.name);
                named.qualifiers.push(tidy(own).to_string());
            }
            "完成" | "已完成" | "达成" if amount.unit == "%" => {
                let is_told = |told: &&Stated| told.span.start >= sentence && told.target.is_some();
                if let Some(told) = self.found.iter().find(is_told) {
                    named.name = format!("{}完成率", told.name);
                }
            }
            "占" | "占比" if amount.unit == "%" => named.name = format!("{}占比", last.name),
            _ => {}
        }
    }

    fn push(&mut self, name: String, mut amount: Amount, named: Named, sentence: usize, at: usize) {
        let name = self.carried(name);
        if !amount.is_counted
            && let Some(unit) = unit_in_brackets(&self.text[..amount.span.start])
            && let Some(one) = amounts(&format!("1{unit}")).into_iter().next().filter(|one| one.is_counted)
            && let Some(value) = amount.value.checked_mul(one.value)
        {
            (amount.value, amount.unit) = (value.normalize(), one.unit);
        }
        let mut qualifiers = named.qualifiers;
        qualifiers.extend(amount.per.map(str::to_string).filter(|per| !qualifiers.contains(per)));
        let subject = if named.subject.is_empty() { self.subject.clone() } else { named.subject };
        let subject = if subject.is_empty() { self.parent.to_string() } else { subject };
        let subject = if subject == name { self.parent.to_string() } else { subject };
        let of = self.share.take().filter(|(_, _, begun)| *begun == sentence && amount.unit == "%");
        let earlier = self.earlier.take().filter(|(known, _, begun)| *begun == sentence && known.unit == amount.unit);
        self.last_read = Some(at);
        let direction = named.direction.or_else(|| word_after(self.text, amount.span.end));
        self.found.push(Stated {
            subject,
            name,
            qualifiers,
            value: amount.value,
            unit: amount.unit,
            span: amount.span,
            direction,
            before: earlier.map(|(known, _, _)| known.value),
            change: None,
            of: of.map(|(part, whole, _)| (part, whole)),
            rank: None,
            target: None,
        });
    }

    /// `事故数AB级0次，CD级1次`: a name of the same shape as the end of the one before takes the beginning of that.
    fn carried(&self, name: String) -> String {
        let Some(last) = self.found.last() else { return name };
        let shape = shape_of(&name);
        if shape.is_empty() || !name.contains(|c: char| c.is_ascii_alphanumeric()) {
            return name;
        }
        let letters: Vec<(usize, char)> = last.name.char_indices().collect();
        let stem = letters.iter().map(|(at, _)| *at).skip(1).find(|at| {
            let joined = last.name[..*at].ends_with(|c: char| c.is_ascii_alphanumeric())
                && last.name[*at..].starts_with(|c: char| c.is_ascii_alphanumeric());
            !joined && shape_of(&last.name[*at..]) == shape
        });
        match stem {
            Some(at) if !name.starts_with(&last.name[..at]) => format!("{}{name}", &last.name[..at]),
            _ => name,
        }
    }

    /// `41到32个`, `2~3天`: a fall is a change from one to the other, everything else a range, which is no value.
    fn range(&mut self, at: usize, amount: Amount) {
        let before = &self.amounts[at - 1];
        let read = self.last_read == Some(at - 1);
        let falls = before.value > amount.value && before.sort == Sort::Value;
        if read
            && falls
            && let Some(last) = self.found.last_mut()
        {
            last.before = Some(last.value);
            (last.value, last.unit, last.span) = (amount.value, amount.unit, amount.span);
            last.direction = Some(Direction::Down);
        } else if falls && !read {
            let clause = clause_start(self.text, before.span.start, &self.amounts);
            let named = Named::read(&self.text[clause.start..before.span.start], &[]);
            let origin = before.clone();
            if !named.name.is_empty() {
                self.transition(&origin, &named.clone(), amount, &named);
            }
        } else if read {
            self.found.pop();
        }
    }

    fn transition(&mut self, origin: &Amount, first: &Named, amount: Amount, named: &Named) {
        let unit = if amount.unit.is_empty() { origin.unit.clone() } else { amount.unit.clone() };
        let is_same = origin.unit.is_empty() || origin.unit == unit;
        let name = if first.name.is_empty() { self.parent.to_string() } else { first.name.clone() };
        if name.is_empty() || !is_same {
            return;
        }
        let direction = named.direction.or(match amount.value.cmp(&origin.value) {
            std::cmp::Ordering::Greater => Some(Direction::Up),
            std::cmp::Ordering::Less => Some(Direction::Down),
            std::cmp::Ordering::Equal => Some(Direction::Flat),
        });
        let subject = if first.subject.is_empty() { self.subject.clone() } else { first.subject.clone() };
        let subject = if subject.is_empty() || subject == name { self.parent.to_string() } else { subject };
        self.found.push(Stated {
            subject,
            name,
            qualifiers: first.qualifiers.clone(),
            value: amount.value,
            unit,
            span: amount.span,
            direction,
            before: Some(origin.value),
            change: None,
            of: None,
            rank: None,
            target: None,
        });
    }

    /// Notes a number beside the value that it belongs to; `false` where it is a value of its own.
    fn note(
        &mut self,
        beside: Beside,
        amount: &Amount,
        named: &mut Named,
        sentence: usize,
        bracket: Option<usize>,
    ) -> bool {
        let own_name = without_change_words(&named.name);
        let begins = bracket.map_or(sentence, |open| sentence_start(self.text, open));
        let host = self.found.last_mut().filter(|last| last.span.start >= begins);
        match (beside, host) {
            (Beside::Before, Some(host)) if host.unit == amount.unit => {
                host.before = Some(amount.value);
                true
            }
            (Beside::Before, None) if bracket.is_none() => {
                self.earlier = Some((amount.clone(), named.clone(), sentence));
                true
            }
            (Beside::Before, _) => true,
            (Beside::Target, Some(host)) if host.unit == amount.unit => {
                host.target = Some(amount.value);
                // A target told in a clause of its own is a statement of the same measure.
                named.name.clone_from(&host.name);
                bracket.is_some()
            }
            (Beside::Target, _) => !names_a_measure(&own_name) && !named.qualifiers.iter().any(|word| word == "目标"),
            (Beside::Change(direction), Some(host)) if own_name.is_empty() || bracket.is_some() => {
                let is_of_value = amount.unit == host.unit || matches!(amount.unit.as_str(), "%" | "个百分点");
                let direction = direction.or_else(|| sign(&self.text[amount.span.clone()]));
                if is_of_value {
                    // Up on the year and down on the month is neither.
                    let agrees = host.change.is_none() || host.direction == direction;
                    host.change = host.change.or(Some(amount.value.abs()));
                    host.direction = if agrees { host.direction.or(direction) } else { None };
                }
                true
            }
            (Beside::Change(direction), _) => {
                named.direction = named.direction.or(direction);
                if !named.qualifiers.iter().any(|known| matches!(known.as_str(), "同比" | "环比")) {
                    named.qualifiers.push("变化".to_string());
                }
                named.name = own_name;
                named.name.is_empty()
            }
            (Beside::Itself, _) => false,
        }
    }

    fn rank(&mut self, own: &str, amount: &Amount, sentence: usize) {
        const WORDS: [&str; 7] = ["排名", "排", "名列", "位列", "位居", "列", "名次"];
        let told = own.trim_end().trim_end_matches('第');
        let from = sentence_start(self.text, amount.span.start);
        let is_rank = WORDS.iter().any(|word| told.contains(word))
            || self.text[amount.span.end..].trim_start().starts_with(['名', '位']);
        if let Some(last) = self.found.last_mut().filter(|last| is_rank && last.span.start >= from.min(sentence)) {
            last.rank = amount.value.try_into().ok();
        }
    }

    fn share(&mut self, part: Decimal, whole: Decimal, clause: &Start, own: &str, amount: &Amount, sentence: usize) {
        if let Some(open) = clause.bracket
            && let Some(last) = self.found.last_mut().filter(|last| self.text[last.span.end..open].trim().is_empty())
        {
            last.of = Some((part, whole));
            return;
        }
        self.share = Some((part, whole, sentence));
        let _ = (own, amount);
    }
}

/// A longer one is a sentence with a colon in it.
const LONGEST_SUBJECT_CHARS: usize = 24;

/// Where a clause begins, and the bracket that it stands in.
struct Start {
    start: usize,
    bracket: Option<usize>,
}

fn clause_start(text: &str, at: usize, amounts: &[Amount]) -> Start {
    let mut depth = 0_usize;
    for (here, c) in text[..at].char_indices().rev() {
        let next = here + c.len_utf8();
        match c {
            ')' => depth += 1,
            '(' if depth > 0 => depth -= 1,
            '(' => return Start { start: next, bracket: Some(here) },
            _ if depth > 0 => {}
            ',' if is_inside_number(text, here) => {}
            '，' | ',' | '。' | ';' | '！' | '!' | '？' | '?' | '\n' | '|' | '—' => {
                return Start { start: next, bracket: None };
            }
            '、' if ends_a_value(text, here, amounts) => return Start { start: next, bracket: None },
            _ => {}
        }
    }
    Start { start: 0, bracket: None }
}

fn is_inside_number(text: &str, at: usize) -> bool {
    text[..at].ends_with(|c: char| c.is_ascii_digit()) && text[at + 1..].starts_with(|c: char| c.is_ascii_digit())
}

/// Whether an amount stands between the mark before and the `、` at `here`: then it parts two values and not two words.
fn ends_a_value(text: &str, here: usize, amounts: &[Amount]) -> bool {
    let from = text[..here].rfind(['，', ',', '。', ';', '、', '(']).map_or(0, |at| at + 1);
    amounts.iter().any(|amount| amount.span.start >= from && amount.span.end <= here)
}

fn sentence_start(text: &str, at: usize) -> usize {
    let end = text[..at].char_indices().rev().find(|(_, c)| matches!(c, '。' | ';' | '！' | '？' | '\n'));
    end.map_or(0, |(found, c)| found + c.len_utf8())
}

/// What follows an amount up to the next mark, bracket or amount.
fn tail(text: &str, end: usize, next: Option<usize>) -> &str {
    let limit = next.unwrap_or(text.len());
    let rest = &text[end..limit];
    let stop = rest.find(['，', ',', '。', ';', '、', '(', ')', '！', '？', '\n', '|', ':']).unwrap_or(rest.len());
    rest[..stop].trim()
}

fn is_range(own: &str) -> bool {
    matches!(own.trim(), "到" | "至" | "~" | "-" | "—" | "～" | "–" | "——" | "→" | "->")
}

/// The way that a signed amount says: `+18.6%`.
fn sign(written: &str) -> Option<Direction> {
    match written.chars().next() {
        Some('+') => Some(Direction::Up),
        Some('-' | '−') => Some(Direction::Down),
        _ => None,
    }
}

/// Up or down in the words right after a value: `持平`, `↑`.
fn word_after(text: &str, end: usize) -> Option<Direction> {
    let rest = text[end..].trim_start_matches(['，', ',', ' ', '(']);
    if rest.starts_with("持平")
        || rest.starts_with("环比持平")
        || rest.starts_with("同比持平")
        || rest.starts_with("与上周持平")
    {
        Some(Direction::Flat)
    } else if rest.starts_with('↑') {
        Some(Direction::Up)
    } else {
        rest.starts_with('↓').then_some(Direction::Down)
    }
}

const EARLIER: &[&str] = &[
    "上周",
    "上月",
    "上期",
    "上季",
    "上年",
    "去年",
    "同期",
    "此前",
    "之前",
    "原来",
    "原先",
    "上次",
    "前一周",
    "上一周",
    "年初",
    "last week",
    "last month",
    "previous",
];
const COMPARED: &[&str] = &["环比", "同比", "较", "比", "相对", "相比", "对比"];
const UP: &[&str] = &["提升", "上升", "增加", "增长", "提高", "上涨", "涨", "多", "高", "升", "增", "+", "↑", "扩大"];
const DOWN: &[&str] =
    &["下降", "降低", "减少", "缩短", "下跌", "跌", "少", "低", "降", "减", "快", "回落", "下滑", "压降", "↓", "收窄"];
const TARGETS: &[&str] =
    &["目标", "上限", "阈值", "指标要求", "标准", "红线", "要求", "争取", "不低于", "不超过", "不高于"];

fn beside(own: &str, times: &[&str]) -> Beside {
    let has = |words: &[&str]| words.iter().any(|word| own.contains(word));
    let ends = |words: &[&str]| words.iter().any(|word| own.trim_end().ends_with(word));
    let comes_to = ends(&["到", "至", "为", "达", "达到", "成", ":"]);
    let compares = COMPARED.iter().any(|word| {
        own.match_indices(word).any(|(at, _)| {
            let after = &own[at + word.len()..];
            let before = &own[..at];
            !before.ends_with(['占', '同', '环', '对', '相'])
                && !["例", "率", "重", "大", "为", ":", "较"].iter().any(|rest| after.starts_with(rest))
                || matches!(*word, "环比" | "同比")
        })
    });
    let bare = own.trim_end().trim_end_matches(['了', '约', '近', '超', '过', ' ']);
    let direction = if UP.iter().any(|word| bare.ends_with(word)) {
        Some(Direction::Up)
    } else if DOWN.iter().any(|word| bare.ends_with(word)) {
        Some(Direction::Down)
    } else {
        None
    };
    if has(TARGETS) {
        return Beside::Target;
    }
    if comes_to && !has(EARLIER) {
        return Beside::Itself;
    }
    if compares || (direction.is_some() && is_change_verb(own)) {
        return Beside::Change(direction);
    }
    let past = |time: &&str| time.starts_with('上') || time.starts_with('去') || time.starts_with('前');
    if has(EARLIER) || times.iter().any(|time| past(&time)) {
        return Beside::Before;
    }
    Beside::Itself
}

/// 提升21分, 下降3%: a verb of two characters right before the value. 减少 of 减少了 counts; 覆盖率高 does not.
fn is_change_verb(own: &str) -> bool {
    const VERBS: &[&str] = &[
        "提升", "上升", "增加", "增长", "提高", "上涨", "下降", "降低", "减少", "缩短", "下跌", "回落", "下滑", "压降",
        "涨", "跌", "↑", "↓", "降了", "升了", "增了", "减了", "降约", "升约",
    ];
    let own = own.trim_end();
    VERBS.iter().any(|verb| own.ends_with(verb) || own.trim_end_matches(['了', '约', ' ']).ends_with(verb))
}

fn without_change_words(name: &str) -> String {
    let mut rest = name.to_string();
    for word in EARLIER
        .iter()
        .chain(COMPARED)
        .chain(UP)
        .chain(DOWN)
        .chain(&["了", "约", "月", "周", "天", "季度", "均值", "平均", "与", "同"])
    {
        rest = rest.replace(word, "");
    }
    tidy(&rest).to_string()
}

/// Runs of Latin letters and of digits as one sign each, everything else as it is.
fn shape_of(name: &str) -> String {
    let mut shape = String::new();
    for c in name.chars() {
        let sign = if c.is_ascii_alphabetic() {
            'A'
        } else if c.is_ascii_digit() {
            '1'
        } else {
            c
        };
        if !(shape.ends_with(sign) && sign.is_ascii()) {
            shape.push(sign);
        }
    }
    shape
}
