//! What holds for every date and every text.

use super::super::{
    Date, Expression, IsoWeek, Period, date_at_start, date_of_day_number, day_number, mentions, mentions_in_question,
    read_title,
};
use super::whole;
use proptest::prelude::{Strategy, any, prop_assert, prop_assert_eq, proptest};

/// Any day from 1990 to 2099, the years that digits alone may name.
fn dates() -> impl Strategy<Value = Date> {
    (7305_i32..47_482).prop_map(|days| date_of_day_number(days).expect("these days lie in 1990 to 2099"))
}

/// Text made of the pieces that dates are made of, and of others.
fn pieces() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "6", "15", "2023", "31", "0", "99", "/", "-", ".", ":", "：", "~", "至", "到", "年", "月", "日", "号", "周",
        "第", "上", "下", "本", "个", "前", "后", "之", "点", "半", "季度", "Q", "W", "June", "last", "week", " ",
        "\n", "６", "十", "二", "从", "自", "起", "以来", "(", "）", "🙂", "a", "_", "T", "下午", "最近", "天",
        "between", "and", "since", "2", "星期", "旬", "底",
    ]);
    proptest::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

fn spans_are_sound(text: &str) -> bool {
    [mentions(text), mentions_in_question(text)].iter().all(|found| {
        found.iter().all(|mention| text.get(mention.span.clone()).is_some_and(|written| !written.is_empty()))
            && found.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start)
    })
}

proptest! {
    #[test]
    fn a_date_written_in_any_form_is_read_back(date in dates()) {
        let (year, month, day) = (date.year(), date.month(), date.day());
        let complete = [
            format!("{year}-{month:02}-{day:02}"), format!("{year}/{month}/{day}"), format!("{year}.{month:02}.{day:02}"),
            format!("{year}{month:02}{day:02}"), format!("{year}年{month}月{day}日"), format!("{year}年{month:02}月{day:02}号"),
            date.strftime("%B %-d, %Y").to_string(), date.strftime("%-d %b %Y").to_string(), format!("{month}/{day}/{year}"),
        ];
        for form in complete {
            prop_assert_eq!(whole(&form).unwrap().resolve(Date::ZERO), Ok(Period::day(date)), "{}", form);
        }
        for form in [format!("{month}/{day}"), format!("{month}月{day}日"), date.strftime("%B %-d").to_string()] {
            prop_assert_eq!(whole(&form).unwrap().resolve(date), Ok(Period::day(date)), "{}", form);
        }
    }

    #[test]
    fn the_nearest_year_is_within_half_a_year(date in dates(), anchor in dates()) {
        let form = format!("{}/{}", date.month(), date.day());
        if form != "2/29" {
            prop_assert!(whole(&form).unwrap().resolve(anchor).unwrap().distance(anchor) <= 183);
        }
    }

    #[test]
    fn mentions_lie_on_boundaries_and_never_overlap(text in pieces()) {
        prop_assert!(spans_are_sound(&text));
    }

    #[test]
    fn any_text_is_read_without_panic(text in any::<String>(), anchor in dates()) {
        prop_assert!(spans_are_sound(&text));
        let _ = date_at_start(&text);
        let _ = read_title(&text).resolve(Some(anchor));
    }

    #[test]
    fn whatever_is_read_resolves_without_panic(text in pieces(), anchor in dates(), other in dates()) {
        let within = Period::between(anchor, other);
        for mention in mentions_in_question(&text) {
            if let Ok(expression) = mention.reading {
                let _ = expression.resolve(anchor);
                let candidates = expression.candidates(within, anchor);
                let is_complete = expression.is_complete() && !matches!(expression, Expression::Time(_));
                prop_assert!(!is_complete || candidates.len() <= 1, "{}", text);
            }
        }
        let _ = read_title(&text).resolve(Some(anchor));
        if let Some((_, end)) = date_at_start(&text) {
            prop_assert!(text.is_char_boundary(end));
        }
    }

    #[test]
    fn iso_weeks_round_trip(date in dates()) {
        let week = IsoWeek::containing(date).unwrap();
        prop_assert_eq!(week.to_string().parse::<IsoWeek>(), Ok(week));
        prop_assert!(Period::of(week).contains(date));
        prop_assert_eq!(whole(&week.to_string()).unwrap().resolve(date), Ok(Period::of(week)));
        prop_assert_eq!(date_of_day_number(day_number(date)), Ok(date));
    }

    #[test]
    fn the_intersection_is_inside_both_and_the_hull_outside(a in dates(), b in dates(), c in dates(), d in dates()) {
        let (one, other) = (Period::between(a, b), Period::between(c, d));
        prop_assert_eq!(one.overlaps(other), one.intersect(other).is_some());
        prop_assert_eq!(one.intersect(other), other.intersect(one));
        if let Some(both) = one.intersect(other) {
            prop_assert!(one.contains_period(both) && other.contains_period(both));
        }
        prop_assert!(one.hull(other).contains_period(one) && one.hull(other).contains_period(other));
    }

    #[test]
    fn every_week_number_is_read_back(week in 1_u32..=53) {
        for form in [format!("第{week}周"), format!("W{week:02}"), format!("week {week}"), format!("2020-W{week:02}")] {
            let label = whole(&form).unwrap().as_label().unwrap();
            prop_assert_eq!(u32::from(label.week().get()), week);
            prop_assert_eq!(label.to_string().parse(), Ok(label));
        }
    }
}
