//! Names that are only a stage (方案, 联调, 测试用例评审): which work it is a stage of, the words above say. A part (应用部署, 业务系统) is no stage: what
//! is done of it is not done of the whole.

use crate::vocabulary::{Sense, Words};

/// What stages bring forth.
const PRODUCTS: [&str; 3] = ["方案", "需求", "用例"];

/// Whether `name` has nothing but stages, their products and how far they are.
pub(super) fn is_only_a_stage(name: &str) -> bool {
    static STAGES: Words = Words::of(&[
        Sense::BareProgress,
        Sense::DoneOpening,
        Sense::AtPresent,
        Sense::ThisPeriod,
        Sense::StageAspect,
        Sense::AspectOrLead,
        Sense::UnderWay,
        Sense::Adverb,
        Sense::Study,
        Sense::Approval,
        Sense::Proposal,
        Sense::Tender,
        Sense::Signing,
        Sense::Design,
        Sense::Build,
        Sense::Integration,
        Sense::ToTest,
        Sense::Test,
        Sense::LoadTest,
        Sense::Trial,
        Sense::Pilot,
        Sense::Review,
        Sense::Acceptance,
        Sense::Launch,
        Sense::Release,
        Sense::Finish,
    ]);
    let mut rest = name.trim();
    while !rest.is_empty() {
        let word = STAGES.beginning(rest).map(|word| word.span.end);
        let product = || PRODUCTS.iter().find(|product| rest.starts_with(**product)).map(|product| product.len());
        let Some(length) = word.or_else(product) else { return false };
        rest = rest[length..].trim_start_matches([' ', '、', '和', '与', '的']);
    }
    !name.trim().is_empty()
}

#[cfg(test)]
mod tests {
    use super::is_only_a_stage;

    #[test]
    fn stages_and_their_products_name_no_work() {
        for name in ["方案", "联调完成", "提测", "需求评审", "方案设计", "上线评审", "完成", "测试用例评审"]
        {
            assert!(is_only_a_stage(name), "{name}");
        }
    }

    #[test]
    fn a_name_of_its_own_is_work() {
        for name in ["退款测试", "门禁换代", "WMS上线", "对账平台", "应用部署", "业务系统", "数据迁移"]
        {
            assert!(!is_only_a_stage(name), "{name}");
        }
    }
}
