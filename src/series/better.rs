//! Which way a metric is better, by its name.

use crate::text::named;
use crate::vocabulary::{Sense, Words};
/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    Higher,
    Lower,
}

named!(Better { Higher "higher", Lower "lower" });

static DIRECTION: Words = Words::of(&[Sense::HigherIsBetter, Sense::LowerIsBetter]);

/// A share of such things says nothing of which way is better: 失败原因占比; nor does what is cut of them: 成本降幅.
static NEITHER: Words = Words::of(&[Sense::Neither]);

/// Which way the metric called `name` is better; `None` where no word of the name says so. The last word decides: 故障恢复率 is a rate of
/// recovery, 成功率差异 a difference.
#[must_use]
pub fn better(name: &str) -> Option<Better> {
    // 总进度 下线: what stands before the space is what the number is of, not what it counts.
    let name = if name.is_ascii() { name } else { name.split(' ').next_back().unwrap_or_default() };
    if NEITHER.are_in(name) {
        return None;
    }
    DIRECTION.last_in(name).map(|found| match found.sense {
        Sense::LowerIsBetter => Better::Lower,
        _ => Better::Higher,
    })
}

#[cfg(test)]
mod tests {
    use super::{Better, better};

    #[test]
    fn a_rate_of_success_is_better_higher_and_one_of_failure_lower() {
        assert_eq!(better("出金有效成功率"), Some(Better::Higher));
        assert_eq!(better("支付失败率"), Some(Better::Lower));
        assert_eq!(better("API P99 latency"), Some(Better::Lower));
    }

    #[test]
    fn the_last_word_of_the_name_decides() {
        assert_eq!(better("故障恢复率"), Some(Better::Higher));
        assert_eq!(better("进度差异"), Some(Better::Lower));
    }

    #[test]
    fn a_name_that_tells_nothing_is_better_neither_way() {
        assert_eq!(better("交易金额"), None);
        assert_eq!(better("失败原因占比"), None);
        assert_eq!(better("成本降幅"), None);
        assert_eq!((better("完工工单"), better("热线工单量")), (None, Some(Better::Lower)));
        assert_eq!(better("建设总进度 下线"), None);
        assert_eq!(better(""), None);
    }
}
