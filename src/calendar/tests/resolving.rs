//! Anchors, candidates and the algebra of periods.

use super::super::{
    Date, Impossible, IsoWeek, Month, Period, Quarter, TimeOfDay, WeekNumber, Year, YearMonth, date_of_day_number,
    day_number,
};
use super::{REPORT_DAY, whole};
use jiff::civil::date;

fn period(from: Date, to: Date) -> Period {
    Period::new(from, to).unwrap()
}

#[test]
fn a_missing_year_is_the_nearest_one() {
    let day = |text: &str, anchor| whole(text).unwrap().resolve(anchor).unwrap();
    assert_eq!(day("12/30", date(2024, 1, 3)), Period::day(date(2023, 12, 30)));
    assert_eq!(day("1/5", date(2023, 12, 29)), Period::day(date(2024, 1, 5)));
    assert_eq!(day("2/29", date(2023, 6, 1)), Period::day(date(2024, 2, 29)));
    assert_eq!(day("31日", date(2023, 7, 1)), Period::day(date(2023, 7, 31)));
    assert_eq!(day("14号23点", date(2023, 7, 2)), Period::day(date(2023, 7, 14)));
    assert_eq!(day("12/25-1/5", date(2024, 1, 3)), period(date(2023, 12, 25), date(2024, 1, 5)));
    assert_eq!(day("第53周", date(2022, 1, 1)), period(date(2020, 12, 28), date(2021, 1, 3)));
}

#[test]
fn candidates_are_every_year_inside_and_one_when_complete() {
    let within = period(date(2022, 1, 1), date(2024, 12, 31));
    let days = |text: &str| whole(text).unwrap().candidates(within, REPORT_DAY);
    assert_eq!(days("6/15"), [2022, 2023, 2024].map(|year| Period::day(date(year, 6, 15))));
    assert_eq!(days("2019-06-15"), [Period::day(date(2019, 6, 15))]);
    assert_eq!(days("2/29"), [Period::day(date(2024, 2, 29))]);
    assert_eq!(days("14日").len(), 36);
    assert_eq!(days("昨天"), [Period::day(date(2023, 6, 19))]);
    assert_eq!(days("16:55"), []);
    assert_eq!(days("6/9-6/15").len(), 3);
    assert_eq!(days("since 2023-06-01"), [period(date(2023, 6, 1), date(2024, 12, 31))]);
    assert_eq!(days("before 2023-06-01"), [period(date(2022, 1, 1), date(2023, 5, 31))]);
}

#[test]
fn a_distance_that_leaves_the_calendar_is_an_error() {
    let far = whole("最近999年").unwrap();
    assert!(far.resolve(date(-9500, 1, 1)).is_err());
    assert!(whole("昨天").unwrap().resolve(Date::MIN).is_err());
    assert!(whole("6月").unwrap().resolve(Date::MAX).is_err());
}

#[test]
fn periods_meet_join_and_measure() {
    let june = Period::of("2023-06".parse::<YearMonth>().unwrap());
    let week = Period::of("2023-W26".parse::<IsoWeek>().unwrap());
    assert_eq!(june.days(), 30);
    assert_eq!(june.intersect(week), Some(period(date(2023, 6, 26), date(2023, 6, 30))));
    assert_eq!(june.hull(week), period(date(2023, 6, 1), date(2023, 7, 2)));
    assert_eq!(june.distance(date(2023, 7, 3)), 3);
    assert_eq!(week.dates().count(), 7);
    assert_eq!(june.to_string(), "2023-06-01..2023-06-30");
    assert!(matches!(Period::new(date(2023, 6, 2), date(2023, 6, 1)), Err(Impossible::Order { .. })));
    let quarter = Quarter::containing(REPORT_DAY).unwrap();
    assert_eq!(quarter.to_string().parse(), Ok(quarter));
    assert_eq!(Period::of(quarter), period(date(2023, 4, 1), date(2023, 6, 30)));
}

#[test]
fn values_outside_their_type_are_refused() {
    assert_eq!(Month::new(0), Err(Impossible::Month { found: 0 }));
    assert_eq!(WeekNumber::new(54), Err(Impossible::Week { found: 54 }));
    assert!("2023-W53".parse::<IsoWeek>().is_err());
    assert!("2020-W53".parse::<IsoWeek>().is_ok());
    assert!("24:01".parse::<TimeOfDay>().is_err() && "+1:00".parse::<TimeOfDay>().is_err());
    assert!(Year::new(1899).is_err());
    assert_eq!(day_number(date(1970, 1, 2)), 1);
    assert_eq!(date_of_day_number(-1), Ok(date(1969, 12, 31)));
    assert!(date_of_day_number(i32::MAX).is_err());
}
