//! The words of a question, sorted: fillers, plain English, names of sections, family names.

use crate::report::SectionKind;
use crate::vocabulary::{Sense, Words};

/// Whether it is incidents that are counted, not something in one of them.
pub(super) fn counts_incidents(question: &str) -> bool {
    static WORDS: Words = Words::of(&[Sense::CountsIncidents]);
    WORDS.are_in(question)
}

/// Words that every report and every question is full of.
pub(super) fn is_generic(word: &str) -> bool {
    static WORDS: Words = Words::of(&[Sense::QuestionFiller]);
    WORDS.have(word)
}

/// English words that are neither names nor terms of the field: verbs and links of a question.
pub(super) fn is_common_english(word: &str) -> bool {
    static WORDS: Words = Words::of(&[Sense::PlainEnglish]);
    WORDS.have(word) || word.len() < 3
}

/// Single characters that join words and are no part of a name.
pub(super) fn is_function_word(word: &str) -> bool {
    "的了和把被在是有为那这谁每与及或并又还都也就才但而且到从由向对给让使将已未不没无要会能可想去来上下中里外前后时月日年周号点分个次第几多少大小新老全各该其此它他她我你们吗呢吧啊么哪怎啥何做干改搬换修跑推接"
        .contains(word)
}

/// Family names of one character; 查 is none here: 查明白没 asks, and names nobody.
pub(super) fn is_family_name(word: &str) -> bool {
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文骆庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦柳邢路岳齐沿梅莫庄辛管祝左涂谷祁舒耿牟卜路詹关苗凌费纪靳盛童欧甄曲成游阳裴席卫屈鲍位覃霍翁隋植甘景薄包司柏宁柯阮桂闵柴华车冉房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来缪苟褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠郜晏栾郁蒙喻揭窦迟宇敖糜鄢冷卓花仇艾蓝巩稽仲虞卞封竺冼原楚佟栗匡巫鞠僧桑荆谌银扬沙薄伏岑习胥蔺凤酆祖伊咎昝厉"
        .contains(word)
}

/// The kind of section that a text names, and the word for it; of several kinds the first in this order.
pub(super) fn section_named(text: &str) -> Option<(&'static str, SectionKind)> {
    static NAMES: Words =
        Words::of(&[Sense::AskedReflection, Sense::AskedReview, Sense::AskedProblems, Sense::AskedMetrics]);
    let found = NAMES.all_in(text).into_iter().min_by_key(|found| found.sense)?;
    let kind = match found.sense {
        Sense::AskedReflection => SectionKind::Reflection,
        Sense::AskedReview => SectionKind::Review,
        Sense::AskedProblems => SectionKind::Problems,
        _ => SectionKind::Metrics,
    };
    Some((found.word, kind))
}

/// Words about a text as such: 写, 几条, `section`.
pub(super) fn is_about_text(word: &str) -> bool {
    static WORDS: Words = Words::of(&[Sense::AboutText]);
    WORDS.have(word)
}

/// Nouns of measuring, for which reports often write the number alone.
pub(super) fn is_measure(word: &str) -> bool {
    static WORDS: Words = Words::of(&[Sense::MeasureNoun]);
    WORDS.have(word)
}
