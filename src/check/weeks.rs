//! Which of the other pages are earlier weeks of the same report, and which are later ones.

use super::page::Page;
use super::words::share_of;
use crate::calendar::day_number;

/// Reports of more than this many days ago are another story.
const MEMORY_DAYS: i32 = 400;

/// The weekly reports before `page` by the same author, the earliest first. None for a page without a date of its own, and
/// for a page about one day. Of two reports of one day the later path is the newer one.
pub(super) fn earlier<'a>(page: &Page, others: &[&'a Page]) -> Vec<&'a Page> {
    let Some(date) = page.reliable_date().filter(|_| !page.is_daily()) else { return Vec::new() };
    let mut found: Vec<&Page> = others
        .iter()
        .copied()
        .filter(|other| {
            let days = other.reliable_date().map(|day| day_number(date) - day_number(day));
            days.is_some_and(|days| (1..=MEMORY_DAYS).contains(&days))
                && !other.is_daily()
                && is_same_author(page, other)
        })
        .collect();
    found.sort_by(|one, other| (one.report.date, &one.path).cmp(&(other.report.date, &other.path)));
    // A file that was given and is in the index as well.
    found.dedup_by(|one, other| one.report.date == other.report.date && one.report.source == other.report.source);
    found
}

/// The reports after `page` by the same author, in no order.
pub(super) fn later<'a>(page: &Page, others: &[&'a Page]) -> Vec<&'a Page> {
    let Some(date) = page.reliable_date() else { return Vec::new() };
    let is_later = |other: &&Page| {
        other.reliable_date().is_some_and(|day| (1..=MEMORY_DAYS).contains(&(day_number(day) - day_number(date))))
    };
    others.iter().copied().filter(|other| is_later(other) && is_same_author(page, other)).collect()
}

/// Where both are named the names decide; somebody who is not named may be anybody, and then the words of the two pages do:
/// different authors share the words of every report, one author those of the work as well.
fn is_same_author(one: &Page, other: &Page) -> bool {
    match (&one.report.author, &other.report.author) {
        (Some(one), Some(other)) => one == other,
        _ => is_alike(one, other),
    }
}

/// The share of the smaller vocabulary that the other has. Measured on the samples: weeks of one author within a month of each
/// other have .26 to .54, reports of different authors and trades .00 to .22.
const LEAST_SHARED: f64 = 0.25;

/// Fewer words than this are no vocabulary.
const LEAST_WORDS: usize = 6;

fn is_alike(one: &Page, other: &Page) -> bool {
    let (one, other) = (&one.vocabulary, &other.vocabulary);
    let (few, many) = if one.len() < other.len() { (one, other) } else { (other, one) };
    few.len() < LEAST_WORDS || share_of(few, many) >= LEAST_SHARED
}

#[cfg(test)]
mod tests {
    use super::earlier;
    use crate::check::Page;
    use crate::check::tests::page;

    const WAREHOUSE: &str = "入库三千箱，出库两千箱，其中冷链四百箱。盘点准确率提升，叉车年检完成，货架贴新标签，托盘周转加快，温控探头升级。";
    const SCHOOL: &str = "高一期初测验平均分七十八，作业批改四十本，缺交五人，讲授十二课时，实验四课时，课本讲完三个单元，家长会定在下周三。";

    fn count(one: &str, two: &str) -> usize {
        let pages = [page("a", one), page("b", two)];
        earlier(&pages[1], &pages.iter().collect::<Vec<&Page>>()).len()
    }

    #[test]
    fn reports_of_other_work_are_no_earlier_weeks() {
        let report = |date: &str, text: &str| format!("# 周报 {date}\n\n## 本周工作\n\n{text}\n");
        assert_eq!(count(&report("2024-03-15", WAREHOUSE), &report("2024-03-22", WAREHOUSE)), 1);
        assert_eq!(count(&report("2024-03-15", SCHOOL), &report("2024-03-22", WAREHOUSE)), 0);
        assert_eq!(count(&report("2024-03-22", WAREHOUSE), &report("2024-03-15", WAREHOUSE)), 0);
    }

    #[test]
    fn names_decide_where_both_are_named() {
        let report = |date: &str, who: &str| format!("# 周报 {date}\n\n姓名：{who}\n\n## 本周工作\n\n{WAREHOUSE}\n");
        assert_eq!(count(&report("2024-03-15", "王小明"), &report("2024-03-22", "王小明")), 1);
        assert_eq!(count(&report("2024-03-15", "赵大力"), &report("2024-03-22", "王小明")), 0);
    }

    #[test]
    fn a_page_about_one_day_has_no_earlier_weeks() {
        assert_eq!(count("# 第15周 2024-04-09\n\n正文", "# 2024-04-12 周五\n\n正文"), 0);
    }
}
