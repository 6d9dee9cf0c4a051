//! The things a question is about: its words with their weights and other names.

use super::words::{is_common_english, is_family_name, is_function_word, is_generic, is_measure};
use crate::lexicon::{Glossary, Name, Named, Segmenter, Token, TokenKind};
use crate::question::{Language, Question};
use crate::text::{self, is_han, read_as};

/// One thing asked about.
#[derive(Debug, Clone, Default)]
pub(super) struct Concept {
    /// The word as written, lower case, then what else it may be called.
    pub names: Vec<String>,
    pub weight: f32,
    /// Written so that it can only be a name: an identifier, or a Latin word no dictionary has.
    pub is_name: bool,
    /// The version of something: 2.0 in 账户2.0.
    pub is_version: bool,
    /// Taken for somebody's name by its characters alone, perhaps wrongly: 冷头花 in 换冷头花了多少.
    pub is_guessed: bool,
    /// A text that lacks it may still be meant: a verb, or an English word that no dictionary of ours has. Another may be
    /// used for it.
    pub is_loose: bool,
    /// An English word with a capital letter: the name of something, perhaps a Chinese one in Latin letters.
    pub is_romanised: bool,
    /// Two English words with a hyphen, or the name of a system.
    pub is_compound: bool,
    /// An English term: its Chinese names are what the glossary knows, not all that a report may write.
    pub is_translated: bool,
    /// A run of Chinese characters that are no words: a name, or a slip in one.
    pub is_unknown_word: bool,
    /// The shorter terms that a phrase of the glossary is made of.
    pub inner: Vec<Concept>,
    /// A thing in the reports that is written nearly so.
    pub taken_for: Option<String>,
}

/// A name says more of what a question is about than any other word.
const NAME_WEIGHT: f32 = 2.0;

/// An English word with a capital may be a name or the translation of one.
const CAPITAL_WEIGHT: f32 = 1.5;

/// A word that only the reports know.
const UNKNOWN_WORD_WEIGHT: f32 = 1.5;

/// What the weight of a loose concept is multiplied with when no found text has it.
const UNSAID: f32 = 0.25;

/// The same for a term that the glossary translated.
const UNSAID_TERM: f32 = 0.6;

/// What of a concept counts as met by half of it.
const HALF: f32 = 0.5;

impl Concept {
    fn named(names: Vec<String>, weight: f32) -> Self {
        Self { names, weight, ..Self::default() }
    }

    fn name(name: String) -> Self {
        Self { is_name: true, ..Self::named(vec![name], NAME_WEIGHT) }
    }

    pub(super) fn is_met(&self, folded: &str) -> bool {
        self.names.iter().any(|name| folded.contains(name.as_str()))
    }

    /// Whether a text shows that what was taken for a name is a word: it has two of its characters in a row.
    pub(super) fn is_doubted(&self, folded: &str) -> bool {
        let chars: Vec<char> = self.names[0].chars().collect();
        self.is_guessed && chars.windows(2).any(|pair| folded.contains(&String::from_iter(pair)))
    }

    /// How much of it `folded` speaks of: 1, or half where only the beginning or the end of a longer Chinese name is there
    /// (响应 for 响应时间).
    pub(super) fn degree(&self, folded: &str) -> f32 {
        if self.is_met(folded) {
            return 1.0;
        }
        let half = |name: &String| {
            let (Some((end, _)), Some((start, _))) = (name.char_indices().nth(2), name.char_indices().nth_back(1))
            else {
                return false;
            };
            name.chars().all(is_han) && [&name[..end], &name[start..]].into_iter().any(|end| folded.contains(end))
        };
        if !self.is_name && self.names.iter().any(half) { HALF } else { 0.0 }
    }

    /// Takes notice of what the found texts (folded) say at all.
    pub(super) fn attend(&mut self, texts: &[String]) {
        if texts.iter().any(|text| self.is_met(text)) {
            self.is_name |= self.is_compound;
            if self.is_unknown_word {
                // No word of the dictionary, but one of the reports: the name of something.
                self.is_loose = false;
                self.weight = self.weight.max(UNKNOWN_WORD_WEIGHT);
            }
            return;
        }
        let is_long = self.names[0].chars().count() >= 3;
        if self.is_name || (self.is_unknown_word && is_long) || self.is_compound {
            let alike = texts.iter().find_map(|text| written_alike(text, &self.names[0]));
            if let Some(alike) = alike {
                self.taken_for = Some(alike.clone());
                self.is_name |= self.is_compound;
                self.names.push(alike);
                return;
            }
        }
        if self.is_romanised {
            let found = texts.iter().find_map(|text| read_as(text, &self.names[0]).map(str::to_string));
            if let Some(chinese) = found {
                self.names.push(chinese);
                return;
            }
        }
        if self.is_loose || self.is_compound {
            self.weight *= UNSAID;
        } else if self.is_translated {
            self.weight *= UNSAID_TERM;
        }
    }
}

/// The concepts of a question.
pub(super) fn concepts(segmenter: &Segmenter, question: &Question) -> Vec<Concept> {
    let glossary = segmenter.glossary();
    let mut subject = question.subject.to_lowercase();
    // `go-live` is two words of English that the glossary knows; `settle-core` may be the name of a system.
    subject = open_known_compounds(glossary, &subject);
    let mut concepts: Vec<Concept> = Vec::new();
    // `success rate` is one concept, not two words: it is taken out before the rest is cut into words.
    let phrases: Vec<_> = glossary.named(&subject).into_iter().filter(|named| named.is_english).collect();
    let blanks: Vec<_> = phrases.iter().map(|named| named.span.clone()).collect();
    for named in phrases {
        let written = subject[named.span.clone()].to_string();
        let inner = inner_phrases(glossary, &written);
        concepts.extend(phrase(written, named.translations).map(|concept| Concept { inner, ..concept }));
    }
    for span in blanks {
        subject.replace_range(span.clone(), &" ".repeat(span.len()));
    }
    for token in segmenter.tokens(&subject) {
        let is_part = token.weight < 1.0;
        let is_claimed_number = token.kind == TokenKind::Number
            && question
                .claims
                .iter()
                .any(|claim| !claim.unit.is_empty() && question.text[claim.span.clone()].contains(&token.text));
        // What is claimed is checked against the answer; it does not choose it.
        if token.kind == TokenKind::Date || is_generic(&token.text) || is_part || is_claimed_number {
            continue;
        }
        concepts.push(of_token(segmenter, question, &token));
    }
    concepts.extend(banks(segmenter, question));
    let version = |number| Concept { is_version: true, ..Concept::name(number) };
    concepts.extend(versions(&question.subject).into_iter().map(version));
    let person = |name| Concept { is_guessed: true, ..Concept::name(name) };
    concepts.extend(people(segmenter, &question.subject).into_iter().map(person));
    concepts.extend(unknown_words(segmenter, &question.subject).into_iter().map(|word| Concept {
        is_unknown_word: true,
        is_loose: true,
        ..Concept::named(vec![word], 1.0)
    }));
    drop_parts(&mut concepts);
    concepts
}

fn phrase(written: String, translations: &[Name]) -> Option<Concept> {
    let chars = translations.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let is_telling = !is_generic(&written) && !translations.iter().any(|name| is_generic(name));
    let names = std::iter::once(written).chain(translations.iter().map(ToString::to_string)).collect();
    is_telling.then(|| Concept { is_translated: true, ..Concept::named(names, 0.45 * chars.clamp(2, 4) as f32) })
}

/// The shorter terms that a phrase is made of, for reports that have no one word for the whole: `payout` and `success rate`.
fn inner_phrases(glossary: &Glossary, written: &str) -> Vec<Concept> {
    let cuts = written.match_indices(' ').map(|(at, _)| at);
    let halves = cuts.flat_map(|at| [&written[..at], &written[at + 1..]]);
    let whole = |half: &str| {
        let named = glossary.named(half).into_iter().find(|named| named.is_english && named.span == (0..half.len()))?;
        phrase(half.to_string(), named.translations)
    };
    halves.filter_map(whole).collect()
}

fn of_token(segmenter: &Segmenter, question: &Question, token: &Token) -> Concept {
    let glossary = segmenter.glossary();
    let latin = token.text.starts_with(|c: char| c.is_ascii_alphabetic());
    // 99.5% is what the question claims, 账户2.0 a name.
    let is_claim = question.claims.iter().any(|claim| question.text[claim.span.clone()].contains(&token.text));
    let is_version = token.kind == TokenKind::Number && token.text.contains('.') && !is_claim;
    let style = if latin { style(question, &token.text) } else { Style::Plain };
    let mut names = vec![token.text.clone()];
    names.extend(glossary.translations(&token.text));
    names.extend(glossary.synonyms(&token.text));
    let is_known = names.len() > 1;
    // `200-million` is an amount.
    let is_amount =
        token.text.starts_with(|c: char| c.is_ascii_digit()) && token.text.ends_with(|c: char| c.is_ascii_lowercase());
    if token.kind == TokenKind::Identifier && is_amount && question.language == Language::English {
        return Concept { is_loose: true, ..Concept::named(names, 0.5) };
    }
    // `day-cut` in a question in English may be two words of it, `settle-core` a system: the reports will tell.
    let is_compound = question.language == Language::English
        && token.kind == TokenKind::Identifier
        && token.text.chars().all(|c| c.is_ascii_lowercase() || c == '-')
        && style != Style::Name;
    if is_compound {
        let inner = inner_phrases(glossary, &token.text.replace('-', " "));
        return Concept { is_compound: true, inner, ..Concept::named(names, NAME_WEIGHT) };
    }
    // 10G and 5G are measures that a report need not repeat.
    let is_spec = token.text.starts_with(|c: char| c.is_ascii_digit()) && token.text.chars().count() <= 4;
    if is_spec && !is_version {
        return Concept::named(names, 1.0);
    }
    if is_version || token.kind == TokenKind::Identifier || style == Style::Name {
        return Concept { names, is_name: true, ..Concept::name(String::new()) };
    }
    if latin && style == Style::Capital && !is_known {
        return Concept { is_romanised: true, ..Concept::named(names, CAPITAL_WEIGHT) };
    }
    if let Some(short) = proper_name(segmenter, &token.text) {
        names.push(short);
        return Concept { names, is_name: true, ..Concept::name(String::new()) };
    }
    let weight = weight(token, latin) * if latin { 1.0 } else { sort_weight(&segmenter.tag(&token.text)) };
    let is_loose = if latin { !is_known } else { is_loose_sort(&segmenter.tag(&token.text)) };
    Concept { is_loose, ..Concept::named(names, weight) }
}

fn weight(token: &Token, latin: bool) -> f32 {
    let chars = token.text.chars().count();
    match token.kind {
        TokenKind::Number | TokenKind::Identifier => 2.0,
        _ if latin && is_common_english(&token.text) => 0.2,
        // Not a term of the field: most often a verb of the question's own.
        _ if latin => 0.5,
        _ if chars == 1 => 0.3,
        _ if is_measure(&token.text) => 0.2,
        _ if chars == 2 => 1.0,
        _ => 1.8,
    }
}

/// What an organisation that the dictionary knows by name (汇丰银行) is called for short; `None` for any other word.
fn proper_name(segmenter: &Segmenter, word: &str) -> Option<String> {
    let is_organisation = word.chars().count() >= 3 && segmenter.tag(word) == "nt";
    let short = ["银行", "公司", "集团", "支付", "大学", "医院"].into_iter().find_map(|end| word.strip_suffix(end));
    is_organisation.then(|| short.filter(|short| !short.is_empty()).unwrap_or(word).to_string())
}

/// The weight of a part of speech (jieba's tags): nouns most, verbs less, adverbs and counts little.
fn sort_weight(tag: &str) -> f32 {
    match tag.chars().next() {
        None | Some('n' | 'j' | 'l' | 'i' | 'b' | 's' | 'e' | 'x') => 1.0,
        Some('v') if tag == "vn" => 0.9,
        Some('v') => 0.7,
        Some('a' | 't' | 'f' | 'z') => 0.5,
        Some(_) => 0.2,
    }
}

/// Whether another word may well be used for it.
fn is_loose_sort(tag: &str) -> bool {
    matches!(
        tag.chars().next(),
        Some('v' | 'a' | 'd' | 'r' | 'p' | 'c' | 'u' | 'm' | 'q' | 't' | 'f' | 'z' | 'y' | 'o')
    )
}

/// Words inside a longer word that is there too (账户, 流水 beside 账户流水) count little: the longer one says it.
fn drop_parts(concepts: &mut [Concept]) {
    let wholes: Vec<String> = concepts.iter().map(|concept| concept.names[0].clone()).collect();
    for concept in concepts.iter_mut() {
        let inside =
            wholes.iter().any(|whole| whole.len() > concept.names[0].len() && whole.contains(&concept.names[0]));
        if inside {
            concept.weight *= 0.5;
        }
    }
}

/// Hyphens become spaces in words that the glossary knows as a phrase.
fn open_known_compounds(glossary: &Glossary, subject: &str) -> String {
    let open = |word: &str| {
        let plain = word.replace('-', " ");
        let is_known = word.contains('-')
            && glossary.named(word).iter().all(|named| named.span != (0..word.len()))
            && glossary.named(&plain).iter().any(|named| named.is_english && named.span == (0..plain.len()));
        if is_known { plain } else { word.to_string() }
    };
    subject.split(' ').map(open).collect::<Vec<_>>().join(" ")
}

/// How a Latin word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Plain,
    /// `Chaoyang`, `Everbright`: a name, or the translation of one.
    Capital,
    /// `POS`, `ark2`, or Latin letters in a Chinese question: it is called so in the reports, too.
    Name,
}

fn style(question: &Question, word: &str) -> Style {
    if is_common_english(word) {
        return Style::Plain;
    }
    let Some(at) = question.text.to_ascii_lowercase().find(word) else { return Style::Plain };
    let written = &question.text[at..at + word.len()];
    let capitals = written.chars().filter(char::is_ascii_uppercase).count();
    let has_digit = written.chars().any(|c| c.is_ascii_digit());
    // Mixed questions (`full cutover 是哪天`) bring English words along.
    let chinese_has_no_english = question.language == Language::Chinese && !question.text.contains(' ');
    if capitals > 1 || has_digit || chinese_has_no_english {
        Style::Name
    } else if capitals == 1 && at > 0 {
        Style::Capital
    } else {
        Style::Plain
    }
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

/// Banks that the glossary knows, by whatever name: 平安银行, which the dictionary takes for two words, 工行, ICBC.
fn banks(segmenter: &Segmenter, question: &Question) -> Vec<Concept> {
    let subject = question.subject.to_lowercase();
    let bank = |named: Named<'_>| {
        let written = &subject[named.span.clone()];
        let is_called_so = match named.is_english {
            true => style(question, written.split(' ').next().unwrap_or(written)) != Style::Plain,
            false => written.chars().count() > 1 && written.ends_with('行'),
        };
        let (chinese, others) =
            if named.is_english { (named.translations, named.names) } else { (named.names, named.translations) };
        let short = |name: &Name| name.strip_suffix("银行").filter(|short| !short.is_empty()).map(str::to_string);
        let shorts: Vec<String> = chinese.iter().filter_map(short).collect();
        let called = |names: &[Name]| names.iter().map(ToString::to_string).collect();
        let names = [vec![written.to_string()], called(chinese), shorts.clone(), called(others)].concat();
        (is_called_so && !shorts.is_empty()).then(|| Concept { names, is_name: true, ..Concept::name(String::new()) })
    };
    segmenter.glossary().named(&subject).into_iter().filter_map(bank).collect()
}

/// Names of people as far as they can be told: a family name and two characters that are no words, likelier a name than three
/// words (房卖重 is none).
fn people(segmenter: &Segmenter, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (run, next) in runs_of_characters(segmenter, text, is_family_name) {
        let chars = run.chars().count();
        // 赵志强: a family name before a word that is a given name.
        if chars == 1 && next.chars().count() == 2 && segmenter.tag(&next).starts_with("nr") {
            found.push(format!("{run}{next}"));
        }
        if chars == 3 && Segmenter::likeness_to_a_name(&run) > 0.0 {
            found.push(run);
        }
    }
    found
}

/// Runs of two to four characters that are no words: 备线, 拉卡啦 for 拉卡拉.
fn unknown_words(segmenter: &Segmenter, text: &str) -> Vec<String> {
    let runs = runs_of_characters(segmenter, text, |_| true).into_iter().map(|(run, _)| run);
    runs.filter(|run| (2..=4).contains(&run.chars().count())).collect()
}

/// Runs of Chinese characters that the dictionary leaves single, each with the word after it. A run begins with one that `may_begin`
/// it; function words are in none.
fn runs_of_characters(segmenter: &Segmenter, text: &str, may_begin: fn(&str) -> bool) -> Vec<(String, String)> {
    let mut runs = Vec::new();
    let mut run = String::new();
    for word in segmenter.words(text).into_iter().chain([String::new()]) {
        let is_single = word.chars().count() == 1 && word.chars().all(is_han);
        if is_single && !is_function_word(&word) && (!run.is_empty() || may_begin(&word)) {
            run.push_str(&word);
        } else if !run.is_empty() {
            runs.push((std::mem::take(&mut run), word));
        }
    }
    runs
}

/// What `text` has that is written nearly as `name`: the same without its joints, or with a slip of the finger.
fn written_alike(text: &str, name: &str) -> Option<String> {
    let plain = |word: &str| word.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let wanted = plain(name);
    let length = wanted.chars().count();
    if name.is_ascii() {
        let slips = match length {
            0..=3 => 0,
            4..=7 => 1,
            _ => 2,
        };
        let words = text
            .split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.')))
            .map(|word| word.trim_matches(['-', '_', '.']));
        let mut alike = words.filter(|word| word.len() > 2 && word.starts_with(|c: char| c.is_ascii_alphabetic()));
        return alike
            .find(|word| {
                let written = plain(word);
                written == wanted || (slips > 0 && strsim::damerau_levenshtein(&written, &wanted) <= slips)
            })
            .map(str::to_string);
    }
    let (chars, wanted): (Vec<char>, Vec<char>) = (text.chars().collect(), wanted.chars().collect());
    let differing = |window: &&[char]| window.iter().zip(&wanted).filter(|(one, other)| one != other).count() == 1;
    let is_word = |window: &&[char]| window.iter().all(|c| c.is_alphabetic());
    let mut windows = chars.windows(length.max(1));
    windows.find(|window| length >= 3 && is_word(window) && differing(window)).map(|window| window.iter().collect())
}

/// As retrieval folds, and no thousands commas; a full-width comma parts two things and stays one.
pub(super) fn fold(text: &str) -> String {
    let no_separators: String = text.chars().filter(|c| *c != ',').collect();
    text::fold(&no_separators)
}
