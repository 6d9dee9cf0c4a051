//! Where the name of a piece of work ends: without the words for its progress, the joints to what is said of it, and what is counted.

/// `Hive数仓建设总进度` without 总进度; a name that is nothing else stays.
pub(super) fn without_progress(name: &str) -> String {
    const ENDINGS: [&str; 25] = [
        "排到", "定在", "定于", "改到", "预计", "计划", "放到", "约在", "延期至", "总体进度", "整体进度", "完成进度",
        "开发进度", "当前进度", "目前进度", "总进度", "进度", "总体进展", "整体进展", "总进展", "进展情况", "进展",
        "完成度", "总体", "整体",
    ];
    // 采购项目（预算120万）: the bracket with a number is a remark.
    let bracket = name.strip_suffix(['）', ')']).and_then(|inner| inner.rfind(['（', '('])).filter(|open| *open > 0);
    let remark = bracket.filter(|open| name[*open..].contains(|c: char| c.is_ascii_digit()));
    let name = remark.map_or(name, |open| name[..open].trim_end());
    let name = [" is", " are", " was", " has been", " have been"]
        .iter()
        .find_map(|verb| name.strip_suffix(verb))
        .unwrap_or(name);
    let rest = ENDINGS.iter().find_map(|ending| name.strip_suffix(ending)).unwrap_or(name);
    // 任务迁移92/164: the count is no name.
    let counted = rest.trim_end_matches(|c: char| c.is_ascii_digit() || c == '/');
    let rest = if rest[counted.len()..].contains('/') && !counted.is_empty() { counted } else { rest };
    let rest = rest.trim_end_matches(|c: char| c.is_whitespace() || "，、-—的".contains(c));
    if rest.chars().count() < 2 { name.to_string() } else { rest.to_string() }
}

/// What stands before a predicate, without the joints that lead to it and the count that it is of: 网关接口边开发边, 压测做到, 任务迁移164个里完成96个.
pub(super) fn without_joints(name: &str) -> String {
    const JOINTS: [&str; 21] = [
        "做到", "达到", "降到", "升到", "提到", "涨到", "减到", "压到", "并入", "覆盖", "初步", "开始", "重新", "以及",
        "随", "按", "被", "由", "和", "及", "与",
    ];
    // Words that end like a joint.
    const WORDS: [&str; 9] = ["普及", "涉及", "触及", "饱和", "总和", "温和", "中和", "参与", "自由"];
    // 边开发边联调: the first 边 begins what is said.
    let name = name
        .strip_suffix('边')
        .and_then(|rest| Some(&rest[..rest.rfind('边')?]))
        .filter(|rest| rest.chars().count() >= LEAST_NAME_CHARS)
        .unwrap_or(name);
    let mut rest = without_count(name);
    while let Some(shorter) = JOINTS.iter().find_map(|joint| rest.strip_suffix(joint)) {
        let is_word = WORDS.iter().any(|word| rest.ends_with(word));
        if is_word || shorter.chars().count() < LEAST_NAME_CHARS {
            break;
        }
        rest = shorter.trim_end_matches(|c: char| c.is_whitespace() || "，、".contains(c));
    }
    rest.to_string()
}

/// A name without a count at its end or its beginning: 存量报表共164个, 任务迁移164个里完成96个, 164个任务的迁移. A count that what follows
/// is of (297台服务器扩容) stays.
fn without_count(name: &str) -> &str {
    const COUNTERS: [char; 14] = ['个', '项', '张', '条', '家', '台', '笔', '单', '份', '件', '套', '人', '次', '户'];
    const BEFORE: [&str; 8] = ["总数", "共计", "合计", "一共", "共", "完成", "总", "约"];
    let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '/');
    let Some(from) = name.find(|c: char| c.is_ascii_digit()) else { return name };
    let counted = name[from..].trim_start_matches(is_number).trim_start_matches(['余', '多']);
    let Some(after) = counted.strip_prefix(COUNTERS) else { return name };
    let mut before = name[..from].trim_end();
    while let Some(shorter) = BEFORE.iter().find_map(|word| before.strip_suffix(word)) {
        before = shorter.trim_end();
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

/// Shorter ones name nothing.
const LEAST_NAME_CHARS: usize = 2;

#[cfg(test)]
mod tests {
    use super::without_joints;

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
    }
}
