//! What a question asks for, in both languages.

use super::{Intent, read};

/// The first intent is the one meant; another may stand beside it.
const ASKED: &[(Intent, &str, &str)] = &[
    (Intent::Cause, "5/4入金超时为什么会发生", "why did the 5/4 deposit time out"),
    (Intent::Handling, "5/4入金超时是怎么处理的", "how was it fixed on 5/4"),
    (Intent::Impact, "5/4入金超时波及了谁的资金", "was any merchant affected on 5/4"),
    (Intent::When, "拉卡拉3.0什么时候投产", "when does LKL 3.0 go live"),
    (Intent::Duration, "5/4入金超时持续了多久", "how long was the deposit down on 5/4"),
    (Intent::HowMany, "5/4入金超时失败了几笔", "how many deposits failed on 5/4"),
    (Intent::List, "6月有哪些事故", "list the incidents of June"),
    (Intent::Trend, "出金成功率的趋势", "payout success rate over time"),
    (Intent::Plan, "第26周的下周计划", "what was planned for next week in week 26"),
    (Intent::Work, "第26周做了什么", "what did the team work on in week 26"),
    (Intent::Who, "国密控件谁负责", "who owns the guomi control"),
    (Intent::Which, "哪个渠道失败了", "which channel failed"),
    (Intent::InWeek, "网联代收哪一周上线的", "in which week was netunion collection launched"),
    (Intent::Story, "5/4发生了什么事", "what happened on 5/4"),
    (Intent::State, "数仓迁移目前到哪一步", "where does the warehouse migration stand"),
    (Intent::Compare, "第25周和第26周相比，出金成功率差多少", "payout success rate compared with week 25"),
    (Intent::Highest, "哪周出金成功率最高", "highest payout success rate"),
    (Intent::Lowest, "哪周出金成功率最低", "lowest payout success rate"),
    (Intent::Judgement, "虚户能按时上线吗", "should we move the account cut-over"),
    (Intent::Other, "国密控件", "the guomi control"),
];

#[test]
fn every_intent_is_asked_for_in_chinese_and_in_english() {
    for (intent, chinese, english) in ASKED {
        for text in [chinese, english] {
            let intents = read(text).intents;
            assert!(intents.contains(intent), "{text}: {intents:?} without {intent:?}");
        }
    }
}

#[test]
fn every_intent_that_the_list_of_words_knows_is_tried() {
    let lines = include_str!("../intents.tsv").lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    for word in lines.flat_map(|line| line.split('\t').skip(1)).flat_map(|words| words.split('、')) {
        for intent in read(word).intents {
            assert!(ASKED.iter().any(|(asked, ..)| *asked == intent), "nothing asks for {intent:?}, as `{word}` does");
        }
    }
}

#[test]
fn intents_have_names_that_tell_them_apart() {
    let mut names: Vec<&str> = ASKED.iter().map(|(intent, ..)| intent.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), ASKED.len());
}

#[test]
fn of_overlapping_words_the_earlier_in_the_list_counts() {
    assert_eq!(read("6/15影响了多少商户").intents, [Intent::Impact]);
    assert_eq!(read("拉卡拉推迟了几次").intents, [Intent::Trend]);
}

#[test]
fn in_which_week_is_asked_once_and_counts_nothing() {
    let intents = read("落后的几个点是哪周追平的").intents;
    assert!(intents.contains(&Intent::InWeek) && !intents.contains(&Intent::HowMany), "{intents:?}");
}

#[test]
fn what_something_amounts_to_asks_for_no_work() {
    assert!(!read("what did they add up to").intents.contains(&Intent::Work));
    assert!(read("what did they finish in week 26").intents.contains(&Intent::Work));
}

#[test]
fn what_comes_next_week_asks_for_the_plan_and_is_no_time() {
    let question = read("下周上线哪些功能");
    assert_eq!(question.intents[0], Intent::Plan);
    assert!(question.times.is_empty(), "{:?}", question.times);
}

#[test]
fn a_judgement_is_wanted_where_nothing_particular_is() {
    for text in
        ["虚户能按时上线吗", "平安存管4/12赶得上吗", "Should we move the cut-over?", "Will it be ready in time?"]
    {
        assert!(read(text).wants_an_opinion(), "{text}");
    }
    for text in ["When will it go live?", "How long will they need?", "告警日志怎么看", "虚户上线了吗"] {
        assert!(!read(text).wants_an_opinion(), "{text}");
    }
}

#[test]
fn what_asks_in_two_clauses_or_of_two_times_asks_several_things() {
    for text in ["升降板出了什么毛病，耽误多久？", "三月和六月的返工率各是多少", "Who found it and when was it fixed?"]
    {
        assert!(read(text).asks_several_things(), "{text}");
    }
    for text in ["升降板为什么停了？", "6月12日，网关为什么断了？", "What broke on 12 June?"] {
        assert!(!read(text).asks_several_things(), "{text}");
    }
}
