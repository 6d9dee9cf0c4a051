//! Questions and the answers below them, as minutes have them: 问（秦素）：…？ 答（Marcus）：…

/// Whether a line is a question of such a pair.
pub(super) fn is_question(line: &str) -> bool {
    is_labelled(line, &["问", "Question", "Q"])
}

/// Whether a line is the answer of such a pair: without its question it says nothing.
pub(super) fn is_answer(line: &str) -> bool {
    is_labelled(line, &["答", "Answer", "A"])
}

/// Whether a line begins with one of the labels, who speaks behind it in brackets where it is told, and a colon.
fn is_labelled(line: &str, labels: &[&str]) -> bool {
    let behind = labels.iter().find_map(|label| line.trim_start().strip_prefix(label));
    let Some(behind) = behind.map(|behind| behind.trim_start_matches(|c: char| c.is_ascii_digit())) else {
        return false;
    };
    let speaker = behind.strip_prefix(['（', '(']).and_then(|rest| rest.split_once(['）', ')']));
    speaker.map_or(behind, |(_, rest)| rest).trim_start().starts_with(['：', ':'])
}

#[cfg(test)]
mod tests {
    use super::{is_answer, is_question};

    #[test]
    fn a_pair_is_known_by_its_labels() {
        for (question, answer) in [
            ("问（秦素）：为什么没发现？", "答（Marcus）：旧名单照样预警。"),
            ("Q: why?", "A: it was late."),
            ("Q1：几台？", "A1：三台。"),
        ] {
            assert!(is_question(question) && is_answer(answer), "{question}");
        }
        for line in ["答应：三月给", "问题：磁盘满", "A-2071: 164 户", "答复客户三家", "API: 三个"]
        {
            assert!(!is_question(line) && !is_answer(line), "{line}");
        }
    }
}
