//! Where weights are: whether questions in other words are told from other questions by the cut of `relevance`.

use std::num::NonZeroUsize;

use crate::embed::{BGE_SMALL_ZH, Local, Purpose};
use crate::feedback::CUT;
use crate::feedback::relevance::{KeptVector, near};

const SAME: [[&str; 2]; 12] = [
    ["6/15 11点账户流水差异的原因是什么？", "6月15日账户流水为什么对不上"],
    ["渠道路由切换方案定了吗", "渠道路由的切换方案有没有敲定"],
    ["上季度一共出了几次生产事故", "上个季度生产事故有多少起"],
    ["清结算跑批卡住怎么处理的", "清结算批处理卡死之后是如何处置的"],
    ["谁负责账户2.0的离切", "账户2.0离切由谁来负责"],
    ["订单中心什么时候上线", "订单中心预计哪天投产"],
    ["退款成功率是多少", "退款的成功比例有多高"],
    ["Hive数仓做到多少了", "Hive数仓建设目前的进度"],
    ["风控引擎超时的影响有多大", "风控引擎超时影响了多少笔交易"],
    ["中信存管回调乱序查清楚了吗", "中信存管回调顺序错乱的原因找到没有"],
    ["大促压测结果如何", "大促的压力测试结果怎么样"],
    ["证书到期有没有加监控", "证书过期的监控加上了吗"],
];

#[tokio::test]
async fn questions_in_other_words_are_told_from_other_questions() {
    let Some(models) = std::env::var_os("ZHOUBAO_MODELS") else {
        eprintln!("skipped: ZHOUBAO_MODELS is not set; `make test` sets it");
        return;
    };
    let folder = BGE_SMALL_ZH.path(std::path::Path::new(&models));
    let local = Local::load(&folder, NonZeroUsize::MIN, Purpose::Many).expect("weights");
    let texts: Vec<String> = SAME.iter().flatten().map(|text| (*text).to_string()).collect();
    let vectors = local.embed(&texts, &|_| ()).await.expect("vectors");
    let vectors: Vec<Vec<f32>> = vectors.into_iter().map(|vector| vector.into_vec()).collect();
    let kept: Vec<KeptVector> = vectors
        .iter()
        .map(|vector| KeptVector::new(crate::correction::FeedbackId::of(b"x"), String::new(), vector))
        .collect();
    let cosine = |one: usize, other: usize| kept[one].cosine(&vectors[other]);
    assert!((cosine(0, 0) - 1.0).abs() < 0.001, "a byte a value is near enough");
    let (mut found, mut mistaken, mut others) = (0, 0, 0);
    for one in 0..texts.len() {
        for other in (one + 1)..texts.len() {
            let is_near = near(cosine(one, other)) >= CUT;
            if one / 2 == other / 2 {
                found += usize::from(is_near);
                eprintln!("same {:.3} {}", cosine(one, other), texts[one]);
            } else {
                others += 1;
                mistaken += usize::from(is_near);
                if is_near {
                    eprintln!("other {:.3} {} / {}", cosine(one, other), texts[one], texts[other]);
                }
            }
        }
    }
    eprintln!("{found} of {} found, {mistaken} of {others} mistaken", SAME.len());
    assert!(found * 4 >= SAME.len() * 3 && mistaken * 50 <= others, "{found} found, {mistaken} of {others} mistaken");
}
