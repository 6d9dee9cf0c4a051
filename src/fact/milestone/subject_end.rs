//! Where the name of a piece of work ends: before words for its progress, a joint or a count.

use crate::vocabulary::{Sense, Words};

/// `Hive数仓建设总进度` without 总进度; a name that is nothing else stays.
pub(in crate::fact) fn without_progress(name: &str) -> String {
    static ENDINGS: Words =
        Words::of(&[Sense::NameEnding, Sense::ProgressEnding, Sense::BareProgress, Sense::Overall, Sense::PlanEnding]);
    // 采购项目（预算120万）: the bracket with a number is a remark.
    let bracket = name.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '('])).filter(|open| *open > 0);
    let remark = bracket.filter(|open| name[*open..].contains(|c: char| c.is_ascii_digit()));
    let name = remark.map_or(name, |open| name[..open].trim_end());
    let name = [" is", " are", " was", " has been", " have been"]
        .iter()
        .find_map(|verb| name.strip_suffix(verb))
        .unwrap_or(name);
    let name = without_another_move(name);
    let rest = ENDINGS.ending(name).map_or(name, |ending| &name[..ending.span.start]);
    // 任务迁移92/164: the count is no name.
    let counted = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
    let rest = if rest[counted.len()..].contains('/') && !counted.is_empty() { counted } else { rest };
    let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || "，、-—的".contains(c));
    if rest.chars().count() < 2 { name.to_string() } else { rest.to_string() }
}

/// 换管 of 换管再次调整: that it was moved once more is no part of the name, as in 费率调整 it is.
fn without_another_move(name: &str) -> &str {
    static MOVED: Words = Words::of(&[Sense::Postponed, Sense::Moved]);
    let word = MOVED.ending(name).map(|word| word.span.start).or_else(|| Some(name.strip_suffix("调整")?.len()));
    let moved = word.map(|start| name[..start].trim_end());
    let again = |rest: &'_ str| ["再次", "再度", "又"].iter().find_map(|again| rest.strip_suffix(again)).map(str::len);
    moved.and_then(again).map_or(name, |end| name[..end].trim_end())
}

/// The text before a predicate without its joint and its count: 网关接口边开发边, 压测做到, 任务迁移164个里完成96个.
pub(super) fn without_joints(name: &str) -> String {
    static JOINTS: Words = Words::of(&[Sense::NameJoint, Sense::NoJoint]);
    // 边开发边联调: the first 边 begins what is said.
    let name = name
        .strip_suffix('边')
        .and_then(|rest| Some(&rest[..rest.rfind('边')?]))
        .filter(|rest| rest.chars().count() >= LEAST_NAME_CHARS)
        .unwrap_or(name);
    let mut rest = without_count(name);
    while let Some(joint) = JOINTS.ending(rest).filter(|joint| joint.sense == Sense::NameJoint) {
        let shorter = &rest[..joint.span.start];
        if shorter.chars().count() < LEAST_NAME_CHARS {
            break;
        }
        rest = shorter.trim_end_matches(|c: char| c.is_whitespace() || "，、".contains(c));
    }
    rest.to_string()
}

/// A name without a count at its end or its beginning: 存量报表共164个, 164个任务的迁移. A count of what follows (297台服务器扩容) stays.
fn without_count(name: &str) -> &str {
    const COUNTERS: [char; 14] = ['个', '项', '张', '条', '家', '台', '笔', '单', '份', '件', '套', '人', '次', '户'];
    static BEFORE: Words = Words::of(&[Sense::CountLead, Sense::DoneOpening]);
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '/');
    let Some(from) = name.find(|c: char| c.is_ascii_digit()) else { return name };
    let counted = name[from..].trim_start_matches(is_number).trim_start_matches(['余', '多']);
    let Some(after) = counted.strip_prefix(COUNTERS) else { return name };
    let mut before = name[..from].trim_end();
    while let Some(word) = BEFORE.ending(before) {
        before = before[..word.span.start].trim_end();
    }
    let ends = after.is_empty() || after.starts_with(['里', '中', '，', '、', '（', '(']);
    let rest = after.trim_start_matches('的');
    if from == 0 && rest.chars().count() >= LEAST_NAME_CHARS && !ends {
        rest
    } else if ends && before.chars().count() >= LEAST_NAME_CHARS {
        before
    } else {
        name
    }
}

/// A shorter one names nothing, in characters.
const LEAST_NAME_CHARS: usize = 2;

#[cfg(test)]
mod tests {
    use super::{without_joints, without_progress};

    #[test]
    fn a_name_ends_before_the_joint_and_the_count() {
        for (written, name) in [
            ("门诊接口边开发边", "门诊接口"),
            ("冷库压测做到", "冷库压测"),
            ("运单迁移320个里完成96个", "运单迁移"),
            ("存量报表和账单共164个", "存量报表和账单"),
            ("164个任务的迁移", "任务的迁移"),
            ("二号楼297台服务器扩容", "二号楼297台服务器扩容"),
            ("排班方案沟通与初步", "排班方案沟通"),
            ("国产化普及", "国产化普及"),
            ("二期", "二期"),
            ("3个", "3个"),
        ] {
            assert_eq!(without_joints(written), name, "{written}");
        }
        assert_eq!(without_progress("东门换管 再次调整"), "东门换管");
        assert_eq!(without_progress("费率调整"), "费率调整");
    }
}
