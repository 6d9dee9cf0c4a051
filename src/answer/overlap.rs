//! How much of what a question is about a text speaks of: words weighed by how much they tell, in either language.

use super::words::{counts_incidents, is_common_english, is_family_name, is_function_word, is_generic, unit_asked};
use crate::lexicon::{Segmenter, Token, TokenKind};
use crate::question::{Intent, Language, Question};
use crate::report::SectionKind;

/// One thing asked about: the word as written and what else it may be called.
#[derive(Debug, Clone)]
struct Notion {
    names: Vec<String>,
    weight: f32,
    /// Written so that it can only be a name: an identifier, or a Latin word no dictionary has.
    is_name: bool,
    /// An English word that no dictionary of ours has: if the reports do not write it either, it says nothing.
    is_plain_english: bool,
}

/// What a question is about, without its times and question words.
pub(super) struct Wanted {
    notions: Vec<Notion>,
    /// The attribute asked for, where one is (the 预算 of a project): a sentence without it does not answer.
    head: Option<Notion>,
    /// What the number asked for counts (多少钱, 几家).
    unit: Option<&'static [&'static str]>,
    /// Cosines of passages that have nothing to do with the question, and of those that answer it.
    cosines: (f32, f32),
}

/// Most that nearness in meaning adds to the share of words.
const NEARNESS: f32 = 0.5;

/// For `bge-small-zh-v1.5`; a question in English lies farther from a Chinese passage that answers it.
const COSINES_CHINESE: (f32, f32) = (0.5, 0.75);
const COSINES_ENGLISH: (f32, f32) = (0.42, 0.62);

/// The weight of an English word that nothing tells of.
const UNSAID_WEIGHT: f32 = 0.1;

impl Wanted {
    pub(super) fn new(segmenter: &Segmenter, question: &Question) -> Self {
        let glossary = segmenter.glossary();
        let mut subject = question.subject.to_lowercase();
        if question.language == Language::English {
            // `new-customer` is two words of English, no identifier.
            subject = without_hyphens(&subject);
        }
        let mut notions: Vec<Notion> = Vec::new();
        // `success rate` is one notion, not two words: it is taken out before the rest is cut into words.
        let phrases: Vec<_> = glossary.named(&subject).into_iter().filter(|named| named.is_english).collect();
        let blanks: Vec<_> = phrases.iter().map(|named| named.span.clone()).collect();
        for named in phrases {
            let written = subject[named.span.clone()].to_string();
            let chars = named.translations.iter().map(|name| name.chars().count()).max().unwrap_or(0);
            if !is_generic(&written) && !named.translations.iter().any(|name| is_generic(name)) {
                let names = std::iter::once(written).chain(named.translations.iter().cloned()).collect();
                notions.push(Notion {
                    names,
                    weight: 0.6 * chars.min(5) as f32,
                    is_name: false,
                    is_plain_english: false,
                });
            }
        }
        for span in blanks {
            subject.replace_range(span.clone(), &" ".repeat(span.len()));
        }
        for token in segmenter.tokens(&subject) {
            let is_part = token.weight < 1.0;
            if token.kind == TokenKind::Date || is_generic(&token.text) || is_part {
                continue;
            }
            let latin = token.text.starts_with(|c: char| c.is_ascii_alphabetic());
            let is_version = token.kind == TokenKind::Number && token.text.contains('.');
            let is_name = is_version
                || token.kind == TokenKind::Identifier
                || (latin && is_written_as_name(question, &token.text));
            let mut names = vec![token.text.clone()];
            names.extend(glossary.translations(&token.text));
            names.extend(glossary.synonyms(&token.text));
            let is_plain_english = latin && !is_name && names.len() == 1;
            let weight = if is_name { NAME_WEIGHT } else { weight(&token, latin) };
            notions.push(Notion { weight, names, is_name, is_plain_english });
        }
        let named = versions(&question.subject).into_iter().chain(people(segmenter, &question.subject));
        notions.extend(named.map(|name| Notion {
            names: vec![name],
            weight: NAME_WEIGHT,
            is_name: true,
            is_plain_english: false,
        }));
        drop_parts(&mut notions);
        let asks_value = question.asks(Intent::HowMany) || question.asks(Intent::Trend);
        let of_something = question.language == Language::Chinese && (subject.contains('的') || asks_value);
        let head = match question.language {
            Language::Chinese => notions.iter().rev().find(|notion| !notion.is_name).filter(|_| of_something),
            Language::English => head_before_of(&without_hyphens(&question.subject.to_lowercase()), &notions),
        };
        let head = head.filter(|notion| notions.len() > 1 && notion.weight >= 0.9).cloned();
        let cosines = match question.language {
            Language::Chinese => COSINES_CHINESE,
            Language::English => COSINES_ENGLISH,
        };
        Self { head, unit: unit_asked(&question.text), notions, cosines }
    }

    /// Whether the question is about nothing in particular: no word of any weight remains.
    pub(super) fn is_empty(&self) -> bool {
        self.notions.iter().map(|notion| notion.weight).sum::<f32>() < 0.7
    }

    /// The share of the question's weight that `text` speaks of, 0 to 1; 0 when the question is about nothing.
    pub(super) fn share(&self, text: &str) -> f32 {
        let text = fold(text);
        let total: f32 = self.notions.iter().map(|notion| notion.weight).sum();
        let met: f32 = self.notions.iter().filter(|notion| notion.is_met(&text)).map(|notion| notion.weight).sum();
        if total > 0.0 { met / total } else { 0.0 }
    }

    /// Takes notice of what the found passages say at all: an English word that none of them writes, and no dictionary
    /// translates, tells nothing about which of them is meant.
    pub(super) fn attend(&mut self, texts: &[String]) {
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        for notion in self.notions.iter_mut().filter(|notion| notion.is_plain_english) {
            if !folded.iter().any(|text| notion.is_met(text)) {
                notion.weight = UNSAID_WEIGHT;
            }
        }
    }

    /// How well a text bears on the question, about 0 to 1.5: the share of its words, and how near in meaning the passage
    /// is (`cosine`, 0 where no vector was compared).
    pub(super) fn evidence(&self, share: f32, cosine: f32) -> f32 {
        let (far, near) = self.cosines;
        share + NEARNESS * ((cosine - far) / (near - far)).clamp(0.0, 1.0)
    }

    /// Whether a text speaks of every name in the question, of the attribute asked for, and has a number of the unit asked
    /// for.
    pub(super) fn can_be_answered_by(&self, context: &str, words: &str) -> bool {
        let (all, words) = (fold(context), fold(words));
        let names = self.notions.iter().filter(|notion| notion.is_name).all(|notion| notion.is_met(&all));
        let head = self.head.as_ref().is_none_or(|head| head.is_met(&all));
        let unit = self.unit.is_none_or(|units| units.iter().any(|unit| words.contains(unit)));
        names && head && unit
    }

    /// Whether a text has every name in the question.
    pub(super) fn names_are_met(&self, text: &str) -> bool {
        let text = fold(text);
        self.notions.iter().filter(|notion| notion.is_name).all(|notion| notion.is_met(&text))
    }

    /// The kind of section a question asks for as a whole (第2周的总结), where it asks for nothing else.
    pub(super) fn names_a_section(&self, question: &Question) -> Option<SectionKind> {
        let kind = SectionKind::of_heading(&question.subject);
        let whole = matches!(
            kind,
            SectionKind::Reflection | SectionKind::Problems | SectionKind::Review | SectionKind::Metrics
        );
        let short = question.subject.chars().filter(|c| c.is_alphanumeric()).count() <= 8;
        (whole && short && question.intents.iter().all(|intent| matches!(intent, Intent::Other | Intent::List)))
            .then_some(kind)
    }

    /// A name in the question that `texts` never mention: nothing can be said of it.
    pub(super) fn unknown_name(&self, texts: &[String]) -> Option<&str> {
        let folded: Vec<String> = texts.iter().map(|text| fold(text)).collect();
        let unknown =
            self.notions.iter().find(|notion| notion.is_name && !folded.iter().any(|text| notion.is_met(text)));
        unknown.and_then(|notion| notion.names.first()).map(String::as_str)
    }

    /// Whether the question wants incidents as such, one line each, rather than one of them.
    pub(super) fn lists_incidents(&self, question: &Question) -> bool {
        let lower = question.text.to_lowercase();
        let names_incidents =
            ["事件", "事故", "故障", "incident", "outage", "failure"].iter().any(|word| lower.contains(word));
        let lists = question.asks(Intent::List) || (question.asks(Intent::HowMany) && counts_incidents(&lower));
        let one_of_them =
            question.intents.iter().any(|intent| intent.is_about_an_incident()) && !question.asks(Intent::List);
        let asks_for_all =
            names_incidents || (self.is_empty() && question.asks(Intent::List) && question.clock.is_none());
        asks_for_all && lists && !one_of_them
    }
}

impl Notion {
    fn is_met(&self, folded: &str) -> bool {
        self.names.iter().any(|name| folded.contains(name.as_str()))
    }
}

/// Words inside a longer word that is there too (账户, 流水 beside 账户流水) count little: the longer one says it.
fn drop_parts(notions: &mut [Notion]) {
    let wholes: Vec<String> = notions.iter().map(|notion| notion.names[0].clone()).collect();
    for notion in notions.iter_mut() {
        let inside = wholes.iter().any(|whole| whole.len() > notion.names[0].len() && whole.contains(&notion.names[0]));
        if inside {
            notion.weight *= 0.5;
        }
    }
}

/// A name says more of what a question is about than any other word.
const NAME_WEIGHT: f32 = 2.0;

fn weight(token: &Token, latin: bool) -> f32 {
    let chars = token.text.chars().count();
    match token.kind {
        TokenKind::Number | TokenKind::Identifier => 2.0,
        _ if latin && is_common_english(&token.text) => 0.2,
        // Not a term of the field: most often a verb of the question's own.
        _ if latin => 0.5,
        _ if chars == 1 => 0.3,
        _ if chars == 2 => 1.0,
        _ => 1.8,
    }
}

/// Hyphens between letters become spaces; those beside digits stay, as in `csp-2`.
fn without_hyphens(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let is_joint = |at: usize| {
        chars[at] == '-'
            && at > 0
            && chars[at - 1].is_ascii_lowercase()
            && chars.get(at + 1).is_some_and(char::is_ascii_lowercase)
            && chars.iter().filter(|c| **c == '-').count() < 2
    };
    (0..chars.len()).map(|at| if is_joint(at) { ' ' } else { chars[at] }).collect()
}

/// What `the budget of …` asks for: the notion named last before the first `of`.
fn head_before_of<'a>(subject: &str, notions: &'a [Notion]) -> Option<&'a Notion> {
    let (before, _) = subject.split_once(" of ")?;
    notions
        .iter()
        .filter(|notion| notion.names.len() > 1)
        .filter_map(|notion| Some((before.rfind(&notion.names[0])?, notion)))
        .max_by_key(|(at, _)| *at)
        .map(|(_, notion)| notion)
}

/// Names of people as far as they can be told: a family name and one or two characters that are no words.
fn people(segmenter: &Segmenter, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut run = String::new();
    let words = segmenter.words(text);
    for word in words.iter().map(String::as_str).chain([""]) {
        let is_single = word.chars().count() == 1 && word.chars().all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c));
        if is_single && !is_function_word(word) && (!run.is_empty() || is_family_name(word)) {
            run.push_str(word);
            continue;
        }
        let chars = run.chars().count();
        if chars == 3 {
            found.push(std::mem::take(&mut run));
        }
        run.clear();
    }
    found
}

/// Versions as written, such as 2.0 in 账户2.0: a decimal right after a letter or an ideograph, with no unit after it.
fn versions(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let bytes = text.as_bytes();
    for (at, _) in text.char_indices().filter(|(_, c)| c.is_ascii_digit()) {
        let starts = at > 0 && text[..at].ends_with(|c: char| c.is_alphabetic());
        let length = text[at..].find(|c: char| !(c.is_ascii_digit() || c == '.')).unwrap_or(text.len() - at);
        let number = text[at..at + length].trim_end_matches('.');
        let unit = bytes.get(at + length) == Some(&b'%')
            || text[at + length..].starts_with(['万', '亿', '元', '千', '笔', '倍', '个', '秒', '分']);
        if starts && number.contains('.') && !unit {
            found.push(number.to_lowercase());
        }
    }
    found
}

/// Latin letters in a Chinese question are a name; in an English one a name has a capital or a digit, and is not the
/// sentence's first word.
fn is_written_as_name(question: &Question, word: &str) -> bool {
    if is_common_english(word) {
        return false;
    }
    let Some(at) = question.text.to_ascii_lowercase().find(word) else { return false };
    let written = &question.text[at..at + word.len()];
    let has_capital = written.chars().any(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    (has_capital && at > 0) || question.language == Language::Chinese
}

fn fold(text: &str) -> String {
    let no_separators: String = text.chars().filter(|c| *c != ',').collect();
    no_separators.to_lowercase()
}
