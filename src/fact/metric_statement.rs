//! The measures that one line states: every amount of it with its name, and the numbers beside the value (the
//! value before, the share it is of, its rank, its target, its change).

use rust_decimal::Decimal;

use super::amount::{Amount, Sort, amounts_beside, one_of, times_in};
use super::metric::Metric;
use super::metric_admission::{Occurrence, admits, is_set};
use super::metric_beside::{Beside, beside, course, sign, without_change_words, word_after};
use super::metric_clause::{Clauses, Start, is_range, tail};
use super::metric_correction::{Correction, corrections};
use super::metric_line::lists_figures;
use super::metric_name::{Named, counted_thing, shape_of, sums_up, tidy, unit_in_brackets};
use super::metric_noun::{before_origin, is_deed, is_phrase, names_a_product, noun_phrase, numbers_a_case};
use super::metric_words::{QUALIFIERS, names_a_measure};
use super::milestone::subject::{is_generic, subject};
use crate::report::Span;
use crate::text::is_han;
use crate::vocabulary::{Sense, Words};

/// The measures of the folded text of a line, their spans in it; `parent` is the heading or item above, where that names a
/// measure. `text`, `section` and `lines` are left to the caller.
pub(super) fn statements(text: &str, parent: &str, is_strict: bool) -> Vec<Metric> {
    let times = times_in(text);
    let is_list = lists_figures(text);
    let amounts = amounts_beside(text, &times, is_list);
    if amounts.is_empty() {
        return Vec::new();
    }
    let clauses = Clauses::read(text, &amounts);
    let corrections = corrections(text, parent, &amounts, &clauses);
    let mut reader = Reader { text, parent, is_strict, is_list, amounts, clauses, times, ..Reader::default() };
    match reader.announced_month() {
        Some((month, end)) => (reader.month, reader.begin) = (Some(month), end),
        None => reader.subject = reader.line_subject(),
    }
    for at in 0..reader.amounts.len() {
        match corrections.iter().find(|correction| [correction.wrong, correction.right].contains(&at)) {
            Some(correction) if correction.right == at => reader.correct(correction),
            Some(_) => {}
            None => reader.read(at),
        }
    }
    reader.found
}

#[derive(Default)]
struct Reader<'a> {
    text: &'a str,
    parent: &'a str,
    is_strict: bool,
    /// Whether the line is a list of names and their values.
    is_list: bool,
    amounts: Vec<Amount>,
    clauses: Clauses,
    times: Vec<Span>,
    subject: String,
    /// The month whose figures the line announces: 8 月 of `8 月合计：完成 352 批，加班 541 h`.
    month: Option<String>,
    /// Where that announcement ends.
    begin: usize,
    found: Vec<Metric>,
    /// The value after 由 or 从, its words, and the start of its sentence.
    origin: Option<(Amount, Named, usize)>,
    /// A value of an earlier week before the one of now, and the start of its sentence.
    earlier: Option<(Amount, Named, usize)>,
    /// A share before its percentage.
    share: Option<(Decimal, Decimal, usize)>,
    /// What the values after it are parts of (投诉 of `投诉16件：停车2件`), its unit, and the start of its sentence.
    whole: Option<(String, String, usize)>,
    /// A number that was read as a value and may yet turn out the start of a range.
    last_read: Option<usize>,
}

impl Reader<'_> {
    /// The first colon of the line that is none of a time of day.
    fn colon(&self) -> Option<usize> {
        let is_time = |at: usize| {
            let next = self.times.partition_point(|time| time.end <= at);
            self.times.get(next).is_some_and(|time| time.contains(&at))
        };
        self.text.match_indices(':').map(|(at, _)| at).find(|at| !is_time(*at))
    }

    /// The month that is all the line says before its first colon, but for words such as 合计, and where the colon ends.
    fn announced_month(&self) -> Option<(String, usize)> {
        let colon = self.colon()?;
        let head = &self.text[..colon];
        let times: Vec<&str> =
            self.times.iter().take_while(|time| time.end <= head.len()).map(|time| &self.text[time.clone()]).collect();
        let mut months = times.iter().filter(|time| is_month(time));
        let month = months.next().filter(|_| months.next().is_none())?;
        let is_alone = Named::read(head, &times).name.chars().all(|c| !c.is_alphanumeric());
        is_alone.then(|| ((*month).to_string(), colon + 1))
    }

    /// The words before the first colon of the line, where no amount precedes it.
    fn line_subject(&self) -> String {
        let Some(colon) = self.colon() else { return self.title() };
        let first = self.amounts.iter().find(|amount| amount.is_counted || amount.span.start > colon);
        let head = &self.text[..first.map_or(0, |amount| amount.span.start)];
        if head.len() <= colon {
            return String::new();
        }
        let (subject, rest) = (&head[..colon], &head[colon + 1..]);
        // 系统健康分：654分 is a name and its value, 降本专项：14项举措落地3项 an item and what it tells.
        let after = first.map_or("", |amount| &self.text[amount.span.end..]);
        let goes_on = after.starts_with(char::is_alphabetic);
        let names_value = tidy(rest).is_empty() && !goes_on;
        let subject = tidy(subject);
        if names_value || sums_up(subject) || !(2..=LONGEST_SUBJECT_CHARS).contains(&subject.chars().count()) {
            String::new()
        } else {
            subject.to_string()
        }
    }

    /// 报修分类 of `报修分类。给排水121件`: a phrase that is the line's first sentence.
    fn title(&self) -> String {
        let Some((title, rest)) = self.text.split_once('。') else { return String::new() };
        let chars = title.chars().count();
        let is_title = (2..=LONGEST_PART_CHARS).contains(&chars)
            && !rest.trim().is_empty()
            && !title.contains(|c: char| c.is_ascii_digit() || matches!(c, ',' | '，' | '、' | ':'));
        if is_title && is_phrase(title) { tidy(title).to_string() } else { String::new() }
    }

    fn read(&mut self, at: usize) {
        let amount = self.amounts[at].clone();
        if self.is_asked(&amount) {
            return;
        }
        let clause = self.clauses.start(at);
        let previous_end = at.checked_sub(1).map_or(0, |before| self.amounts[before].span.end);
        let joined = previous_end > clause.start;
        let own_start = clause.start.max(previous_end).max(self.begin.min(amount.span.start));
        let own = &self.text[own_start..amount.span.start];
        let sentence = self.clauses.sentence_start(amount.span.start);
        match amount.sort {
            Sort::Rank => return self.rank(own, &amount, sentence),
            Sort::Share(part, whole) => return self.share(part, whole, &clause, sentence),
            Sort::Value => {}
        }
        let first_time = self.times.partition_point(|time| time.start < own_start);
        let times: Vec<&str> = self.times[first_time..]
            .iter()
            .take_while(|time| time.end <= amount.span.start)
            .map(|time| &self.text[time.clone()])
            .collect();
        let mut named = Named::read(own, &times);
        if !named.is_origin
            && let Some(name) = before_origin(own)
            && self.goes_on_to_an_end(at, clause.start)
        {
            named = Named { is_origin: true, ..Named::read(name, &times) };
        }
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
        let is_signed = sign(&self.text[amount.span.clone()]).is_some();
        let beside = if is_signed && clause.bracket.is_some() { Beside::Change(None) } else { beside(own, &times) };
        if beside != Beside::Itself && self.note(beside, &amount, &mut named, sentence, clause.bracket) {
            return;
        }
        self.open_whole(own, previous_end);
        let about = if self.subject.is_empty() { self.parent } else { &self.subject };
        let occurrence = Occurrence {
            named: &named,
            own,
            tail,
            amount: &amount,
            in_bracket: clause.bracket.is_some(),
            follows: joined,
            is_strict: self.is_strict,
            is_listed: self.is_list,
            about,
            is_to_come: times.iter().any(|time| time.starts_with(['下', '明', '后'])),
            earlier: &self.text[sentence.min(clause.start)..clause.start],
            opens_line: self.text[..amount.span.start].trim().is_empty(),
            is_case: numbers_a_case(&self.text[..amount.span.start]),
        };
        if let Some(name) = admits(&occurrence) {
            let name = if named.is_explicit { name } else { noun_phrase(&name) };
            let stated = times.iter().find(|time| is_past_month(own, time)).map(|time| time.to_string());
            named.time = stated.or_else(|| self.month.clone().filter(|_| times.is_empty()));
            self.push(name, amount, named, sentence, at);
        }
    }

    /// Whether its sentence is a question: 组里200多人，要不要降级？
    fn is_asked(&self, amount: &Amount) -> bool {
        let rest = &self.text[amount.span.end..];
        let end = rest.find(['。', '(', ';', '；', '！', '？', '?', '\n']).map(|at| &rest[at..]);
        end.is_some_and(|end| end.starts_with('？') || end == "?" || end.starts_with("? "))
    }

    /// `德祐900单剩120单`, `74个里下线61个`, `占82.4%`: a value after another one in its clause, or one that says what share it is.
    fn join(&self, named: &mut Named, at: usize, clause: usize) {
        for inside in ["里面", "里", "中", "内"] {
            if let Some(rest) = named.name.strip_prefix(inside).filter(|rest| rest.chars().count() > 1) {
                named.name = rest.to_string();
            }
        }
        let before = self.text.get(clause..self.amounts[at - 1].span.start).unwrap_or_default();
        let own = self.text[self.amounts[at - 1].span.end..self.amounts[at].span.start].trim_start();
        if ["以下", "以上", "以内"].iter().any(|word| own.starts_with(word)) {
            // 锥桶32像素以下的占38%: the first number is a part of the name.
            named.name = noun_phrase(&Named::read(&self.text[clause..self.amounts[at].span.start], &[]).name);
            return;
        }
        if QUALIFIERS.have(&named.name) {
            // 降落精度20次平均23cm.
            named.name = Named::read(before, &[]).name;
            return;
        }
        let is_word =
            self.text[self.amounts[at - 1].span.end..self.amounts[at].span.start].contains(char::is_alphabetic);
        let is_attribute = self.text[self.amounts[at - 1].span.end..].trim_start().starts_with('的');
        if named.name.chars().count() < 2 && is_word && !is_attribute && named.name != "占" {
            // A mark inside an amount (1,,2) parts nothing that could be read.
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
                let first = self.found.partition_point(|known| known.span.start < sentence);
                if let Some(known) = self.found[first..].iter().find(|known| known.target.is_some()) {
                    named.name = format!("{}完成率", known.name);
                }
            }
            "占" | "占比" if amount.unit == "%" => named.name = format!("{}占比", last.name),
            // 完成全年目标的29%.
            share if amount.unit == "%" && share.starts_with("完成") && share.contains(['标', '划', '务']) => {
                named.name = format!("{}{share}", last.name);
            }
            _ => {}
        }
    }

    /// Whether the next amount of the clause is what this one came to: 由11吨降至4.2吨.
    fn goes_on_to_an_end(&self, at: usize, clause: usize) -> bool {
        let Some(next) = self.amounts.get(at + 1) else { return false };
        let between = self.text.get(self.amounts[at].span.end..next.span.start).unwrap_or_default();
        let between = between.trim_end_matches(['每', '年', '月', '天']);
        self.clauses.start(at + 1).start == clause && Named::read(between, &[]).is_end
    }

    /// `投诉16件：停车2件`, `本月13件，其中手术室4件`: the value before is what the ones from here on are parts of.
    fn open_whole(&mut self, own: &str, previous_end: usize) {
        let Some(last) = self.found.last().filter(|last| last.span.end == previous_end) else { return };
        let between = own.trim_start_matches([' ', ',', '，', '(', '、']);
        let before = self.text[previous_end..].trim_start_matches([' ', ',', '，', '(']);
        let is_share = own.trim_end().ends_with('占') && last.span.start >= self.clauses.sentence_start(previous_end);
        if is_share || between.starts_with(':') || before.starts_with("其中") || before.starts_with('中') {
            let sentence = self.clauses.sentence_start(last.span.start);
            let name =
                if last.subject.is_empty() { last.name.clone() } else { format!("{} {}", last.subject, last.name) };
            self.whole = Some((name, last.unit.clone(), sentence));
        }
    }

    /// The whole that an amount of this sentence is a part of.
    fn whole_of(&self, amount: &Amount, sentence: usize) -> Option<String> {
        let (name, unit, begun) = self.whole.as_ref()?;
        let is_short = name.chars().count() <= LONGEST_SUBJECT_CHARS;
        (*begun == sentence && *unit == amount.unit && is_short).then(|| name.clone())
    }

    fn push(&mut self, name: String, mut amount: Amount, named: Named, sentence: usize, at: usize) {
        let name = self.carried(name);
        if !amount.is_counted
            && let Some(unit) = unit_in_brackets(&self.text[..amount.span.start])
            && let Some(one) = one_of(unit)
            && let Some(value) = amount.value.checked_mul(one.value)
        {
            (amount.value, amount.unit) = (value.normalize(), one.unit);
        }
        let mut qualifiers = named.qualifiers;
        qualifiers.extend(amount.per.map(|per| format!("每{per}")).filter(|per| !qualifiers.contains(per)));
        let subject = if named.subject.is_empty() { self.subject.clone() } else { named.subject };
        let whole = self.whole_of(&amount, sentence).filter(|whole| *whole != name);
        let whole = whole.or_else(|| self.counted_before(&name, &amount, sentence));
        let whole = whole.or_else(|| self.doer(&name, &amount).filter(|_| subject.is_empty()));
        let is_share_of = name.ends_with("占比") && !subject.is_empty() && name.chars().count() <= LEAST_CHARS_ALONE;
        let is_with_subject = whole.is_some() || is_share_of;
        let subject = whole.unwrap_or(subject);
        let subject = if subject.is_empty() { self.topic(&name, &amount) } else { subject };
        let subject = if subject.is_empty() { self.parent.to_string() } else { subject };
        let subject = if subject == name { self.parent.to_string() } else { subject };
        let of = self.share.take().filter(|(_, _, begun)| *begun == sentence && amount.unit == "%");
        let earlier = self.earlier.take().filter(|(known, _, begun)| *begun == sentence && known.unit == amount.unit);
        self.last_read = Some(at);
        let direction = named.direction.or_else(|| word_after(self.text, amount.span.end));
        self.found.push(Metric {
            subject,
            name,
            qualifiers,
            value: amount.value,
            unit: amount.unit,
            span: amount.span,
            time: named.time.unwrap_or_default(),
            is_with_subject,
            direction,
            before: earlier.map(|(known, _, _)| known.value),
            of: of.map(|(part, whole, _)| (part, whole)),
            ..Metric::default()
        });
    }

    /// 预检问题 for the last value of `认证：预检问题8个，整改5个`: what was done is of what is counted before it.
    fn counted_before(&self, name: &str, amount: &Amount, sentence: usize) -> Option<String> {
        if !amount.is_counted || amount.unit == "%" || !is_deed(name) || name.chars().count() >= LEAST_CHARS_ALONE {
            return None;
        }
        let mut before = self
            .found
            .iter()
            .filter(|known| known.span.start >= sentence && known.unit == amount.unit && !is_deed(&known.name));
        let thing = before.next().filter(|_| before.next().is_none())?;
        Some(counted_thing(&thing.name)).filter(|thing| thing.chars().count() >= LEAST_CHARS_OF_A_THING)
    }

    /// 听装线 for the later values of `听装线完成236.2万听，OEE 74.8%`: who did the deed that the line begins with is what a short name is of. In
    /// `产量12吨，OEE 74.8%` nobody did.
    fn doer(&self, name: &str, amount: &Amount) -> Option<String> {
        let opening = self.text.split([',', ';', '。', '，', '；', '、', '(']).next().unwrap_or_default();
        let first = self.amounts.iter().find(|other| other.is_counted && other.span.start < opening.len())?;
        let said = tidy(&opening[..first.span.start]);
        let doer = subject(said).name;
        let deed = said.strip_prefix(doer.as_str()).filter(|deed| !deed.is_empty() && !doer.is_empty())?;
        let is_later = amount.span.start > opening.len() && name.chars().count() < LEAST_CHARS_ALONE;
        let is_name =
            is_phrase(&doer) && !is_generic(&doer) && (2..=LONGEST_PART_CHARS).contains(&doer.chars().count());
        (is_later && is_name && is_deed(deed)).then_some(doer)
    }

    /// What a short name is of, where no colon says so: 门禁换代 in `门禁换代5/10上线，首周刷卡412次`, 存量报表 in `存量报表78个，下线3个`.
    /// Empty where the line has neither.
    fn topic(&self, name: &str, amount: &Amount) -> String {
        if name.chars().count() >= LEAST_CHARS_ALONE {
            return String::new();
        }
        let opening = self.text.split([',', ';', '。', '，', '；', '、', '(']).next().unwrap_or_default();
        let is_later = amount.span.start > opening.len();
        let holds_amount = self.amounts.iter().any(|other| other.is_counted && other.span.start < opening.len());
        let opened = if is_later && !holds_amount { subject(opening).name } else { String::new() };
        // Under an item only a short name is one of its parts, and not the beginning of a sentence.
        let most = if self.parent.is_empty() { LONGEST_SUBJECT_CHARS } else { LONGEST_PART_CHARS };
        let is_name = is_phrase(&opened)
            && (2..=most).contains(&opened.chars().count())
            && !is_generic(&opened)
            && !opened.starts_with(['和', '与', '对', '向', '跟', '由', '在', '从', '把', '将']);
        if is_name {
            return opened;
        }
        let is_sibling = self.found.last().is_some_and(|last| {
            self.text.get(last.span.end..amount.span.start).is_some_and(|words| words.contains('、'))
        });
        let is_count = amount.is_counted && amount.unit != "%" && !is_sibling;
        // 本周发货12.7万票，累计331.4万票: a sum is of any name.
        let least = if name == "累计" || is_deed(name) { 2 } else { LEAST_CHARS_OF_A_THING };
        let things = self.found.iter().filter(|known| is_count && known.unit == amount.unit);
        things.map(|known| counted_thing(&known.name)).find(|thing| thing.chars().count() >= least).unwrap_or_default()
    }

    /// `事故数AB级0次，CD级1次`: a name of the same shape as the end of the one before takes the beginning of that.
    fn carried(&self, name: String) -> String {
        // The words of an English name are all of one shape.
        let Some(last) = self.found.last().filter(|last| last.name.contains(is_han)) else { return name };
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
        let is_arrow = self.text[before.span.end..amount.span.start].contains(['→', '>']);
        let falls = is_arrow || before.value > amount.value && before.sort == Sort::Value;
        if read
            && falls
            && let Some(last) = self.found.last_mut()
        {
            last.before = Some(last.value);
            (last.value, last.unit, last.span) = (amount.value, amount.unit, amount.span);
            last.direction = last.before.and_then(|before| course(before, last.value));
        } else if falls && !read {
            let clause = self.clauses.start(at - 1);
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
        let is_attribute = self.text[amount.span.end..].starts_with('的');
        let written = [&self.text[origin.span.clone()], &self.text[amount.span.clone()]];
        let is_version = unit.is_empty() && names_a_product(&name, written);
        let between = self.text.get(origin.span.end..amount.span.start).unwrap_or_default();
        let is_chosen = is_set(&name, between, &amount);
        if !name.contains(char::is_alphabetic) || !is_same || is_attribute || is_version || is_chosen {
            return;
        }
        let direction = named.direction.or_else(|| course(origin.value, amount.value));
        let name = if first.is_explicit { name } else { noun_phrase(&name) };
        let subject = if first.subject.is_empty() { self.subject.clone() } else { first.subject.clone() };
        let subject = if subject.is_empty() { self.topic(&name, &amount) } else { subject };
        let subject = if subject.is_empty() || subject == name { self.parent.to_string() } else { subject };
        self.found.push(Metric {
            subject,
            name,
            qualifiers: first.qualifiers.clone(),
            value: amount.value,
            unit,
            span: amount.span,
            direction,
            before: Some(origin.value),
            ..Metric::default()
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
        let begins = bracket.map_or(sentence, |open| self.clauses.sentence_start(open));
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

    /// What it is of is told before the first of both figures.
    fn correct(&mut self, correction: &Correction) {
        let [wrong, right] = [&self.amounts[correction.wrong], &self.amounts[correction.right]];
        let own = &self.text[correction.begin..wrong.span.start.min(right.span.start)];
        self.found.push(Metric {
            name: Named::read(own, &[]).name,
            value: right.value,
            unit: right.unit.clone(),
            span: right.span.clone(),
            corrects: Some(wrong.value),
            ..Metric::default()
        });
    }

    fn rank(&mut self, own: &str, amount: &Amount, sentence: usize) {
        static RANKS: Words = Words::of(&[Sense::RankWord]);
        let words = own.trim_end().trim_end_matches('第');
        let from = self.clauses.sentence_start(amount.span.start);
        // （年级第2）: right after a value, with hardly a word.
        let mut before = self.text[..amount.span.start].char_indices().rev().take(LONGEST_RANKING_CHARS + 1);
        let is_beside = before
            .find(|(_, c)| *c == '(')
            .is_some_and(|(open, _)| self.found.last().is_some_and(|last| self.is_right_before(last.span.end, open)));
        let is_rank =
            is_beside || RANKS.are_in(words) || self.text[amount.span.end..].trim_start().starts_with(['名', '位']);
        if let Some(last) = self.found.last_mut().filter(|last| is_rank && last.span.start >= from.min(sentence)) {
            last.rank = amount.value.try_into().ok();
        }
    }

    /// Whether a value that ends at `end` is right before the bracket at `open`, and not inside it.
    fn is_right_before(&self, end: usize, open: usize) -> bool {
        self.text.get(end..open).is_some_and(|between| between.trim().is_empty())
    }

    fn share(&mut self, part: Decimal, whole: Decimal, clause: &Start, sentence: usize) {
        if let Some(open) = clause.bracket
            && self.found.last().is_some_and(|last| self.is_right_before(last.span.end, open))
            && let Some(last) = self.found.last_mut()
        {
            last.of = Some((part, whole));
            return;
        }
        self.share = Some((part, whole, sentence));
    }
}

/// Whether the words of a value open with a month: 8月 of `8月考核85.1分`.
fn is_past_month(own: &str, time: &str) -> bool {
    let opens = own.rsplit(':').next().unwrap_or_default().trim_start_matches([' ', '。']).starts_with(time);
    opens && is_month(time)
}

fn is_month(time: &str) -> bool {
    time.trim_end_matches('份').ends_with('月') && time.starts_with(|c: char| c.is_ascii_digit())
}

/// 年级第, 全省排名第.
const LONGEST_RANKING_CHARS: usize = 8;

/// A shorter name of what is counted is a state of something (在用, 停用).
const LEAST_CHARS_OF_A_THING: usize = 3;

/// A longer opening of a nested line is no name.
const LONGEST_PART_CHARS: usize = 8;

/// The shortest name, in characters, that says what is measured.
const LEAST_CHARS_ALONE: usize = 4;

/// A longer one is a sentence with a colon in it.
const LONGEST_SUBJECT_CHARS: usize = 24;
