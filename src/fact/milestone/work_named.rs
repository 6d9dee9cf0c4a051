//! Which of a clause's words name the work: those before the predicate, or its object where those are somebody (我们正在做X) or nothing (目前完成了X).

use crate::calendar::mention_at_start;
use crate::lexicon::{WordSort, word_sorts};
use crate::report::{Span, is_name};
use crate::text::find_mark;
use crate::vocabulary::{Sense, Words};

/// In columns: an ideograph takes two.
const LONGEST_OBJECT_COLUMNS: usize = 60;

/// Without the words at its ends that belong to the sentence: 近期网关改造也.
pub(super) fn without_particles(name: &str) -> &str {
    let words = word_sorts(name);
    let is_particle = |(span, sort): &&(Span, WordSort)| {
        *sort == WordSort::Mark && !"》”）)".contains(&name[span.clone()])
            || *sort == WordSort::Function && span.len() > '的'.len_utf8()
            || ["的", "了", "也", "将", "会", "拟", "还", "就", "都", "已", "正", "把", "给"]
                .contains(&&name[span.clone()])
    };
    let kept: Vec<&(Span, WordSort)> = words.iter().skip_while(|word| is_particle(word)).collect();
    let Some((first, _)) = kept.first() else { return "" };
    let last = kept.iter().rev().find(|word| !is_particle(word)).map_or(first.end, |(span, _)| span.end);
    &name[first.start..last.max(first.start)]
}

/// Whether words before a predicate name no work: no noun and no identifier among them (等待, 乐观估计可能), or they begin as a reason or a place does
/// (由于人手不足).
pub(super) fn names_no_work(name: &str) -> bool {
    let words = word_sorts(name);
    let is_thing =
        |sort: WordSort| matches!(sort, WordSort::Noun | WordSort::Latin | WordSort::Other | WordSort::Person);
    let is_reason = words.first().is_some_and(|(span, sort)| {
        *sort == WordSort::Preposition && !["与", "跟", "和", "对"].contains(&&name[span.clone()])
    });
    is_reason || !words.iter().any(|(_, sort)| is_thing(*sort))
}

/// Whether a clause opens with what was done (合并了, 正在编写), and its object follows.
pub(super) fn opens_with_deed(name: &str) -> bool {
    let words = word_sorts(name);
    let mut rest = words.iter().skip_while(|(_, sort)| *sort == WordSort::Function);
    let is_verb = rest.next().is_some_and(|(_, sort)| *sort == WordSort::Verb);
    let aspect = rest.next().map(|(span, _)| &name[span.clone()]);
    is_verb
        && (matches!(aspect, Some("了" | "过")) || words.first().is_some_and(|(_, sort)| *sort == WordSort::Function))
}

/// Whether a name is somebody's: a person, a team.
pub(super) fn is_agent(name: &str) -> bool {
    static AGENTS: Words = Words::of(&[Sense::Agent]);
    static PRONOUNS: Words = Words::of(&[Sense::AgentAlone]);
    let bare = name.trim_start_matches('@');
    if PRONOUNS.have(bare) || bare.len() < name.len() && !bare.contains(char::is_whitespace) {
        return true;
    }
    let words = word_sorts(bare);
    let is_person = words.iter().all(|(_, sort)| *sort == WordSort::Person) && bare.chars().count() <= 4;
    let is_unknown = words.len() > 1 && words.iter().any(|(_, sort)| *sort == WordSort::Person);
    let team = AGENTS.ending(bare);
    is_person
        || is_unknown && is_name(bare)
        || team.is_some_and(|team| bare.len() > team.word.len() || team.note == "alone")
}

/// What the predicate in `text`, which begins with it, is said of: 完成了对账平台的验收 → 对账平台的验收. `None` where nothing that follows in its clause names
/// a thing.
pub(super) fn object(text: &str) -> Option<&str> {
    // 7月31日交付: the day is what it is said of as little as the predicate.
    let text =
        mention_at_start(text).map_or(text, |day| text[day.span.end..].trim_start_matches(['前', '后', '起', '内']));
    let end = find_mark(text, &['，', '。', '；', ';', '！', '？', '\n', '：']).unwrap_or(text.len());
    let clause = &text[..text[..end]
        .find([',', ':'])
        .filter(|at| text[*at..].starts_with(", ") || text[*at..].starts_with(": "))
        .unwrap_or(end)];
    let words = word_sorts(clause);
    let is_thing = |sort: WordSort| matches!(sort, WordSort::Noun | WordSort::Latin | WordSort::Other);
    // The verb itself may be called a noun by the dictionary (开发); behind its 了 the object begins whatever its first word is.
    let aspect = words.iter().take(3).position(|(span, _)| matches!(&clause[span.clone()], "了" | "过"));
    let verb = words.iter().position(|(_, sort)| *sort != WordSort::Function)?;
    let from = aspect.unwrap_or(verb) + 1;
    let begins = |sort: WordSort| {
        aspect.is_some() && sort != WordSort::Function
            || is_thing(sort)
            || matches!(sort, WordSort::Number | WordSort::Adjective)
    };
    let first = words.iter().skip(from).find(|(_, sort)| begins(*sort))?.0.start;
    let after = &clause[first..];
    let after = first_columns(after, LONGEST_OBJECT_COLUMNS);
    let name = without_particles(after.trim());
    (!names_no_work(name) && name.chars().count() >= 2).then_some(name)
}

/// The first words of `text` that fit into `columns`; no word is cut.
pub(super) fn first_columns(text: &str, columns: usize) -> &str {
    let width = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
    if width(text) <= columns {
        return text;
    }
    let words = word_sorts(text);
    let fits = words.iter().take_while(|(span, _)| width(&text[..span.end]) <= columns).last();
    fits.map_or("", |(span, _)| &text[..span.end])
}

#[cfg(test)]
mod tests {
    use super::{first_columns, is_agent, names_no_work, object, without_particles};

    #[test]
    fn words_of_the_sentence_are_no_part_of_a_name() {
        assert_eq!(without_particles("近期网关改造也"), "网关改造");
        assert_eq!(without_particles("目前"), "");
        assert_eq!(without_particles("冷库扩容"), "冷库扩容");
    }

    #[test]
    fn adverbs_verbs_and_reasons_name_no_work() {
        for name in ["等待", "近期", "已经", "由于人手不足", "乐观估计可能"] {
            assert!(names_no_work(name), "{name}");
        }
        for name in ["网关", "WMS", "冷库扩容", "对账平台"] {
            assert!(!names_no_work(name), "{name}");
        }
    }

    #[test]
    fn people_and_teams_are_agents() {
        for name in ["我们", "运维团队", "李小红", "@octo"] {
            assert!(is_agent(name), "{name}");
        }
        for name in ["门禁改造", "团队建设", "李子园大棚"] {
            assert!(!is_agent(name), "{name}");
        }
    }

    #[test]
    fn the_object_follows_the_predicate() {
        assert_eq!(object("完成了对账平台的验收，下周交付"), Some("对账平台的验收"));
        assert_eq!(object("正在开发客服系统"), Some("客服系统"));
        assert_eq!(object("7月31日交付冷库扩容"), Some("冷库扩容"));
        assert_eq!(object("启动。"), None);
    }

    #[test]
    fn no_word_is_cut() {
        assert_eq!(first_columns("网关改造项目", 9), "网关改造");
        assert_eq!(first_columns("Kubernetes upgrade", 12).trim(), "Kubernetes");
    }
}
