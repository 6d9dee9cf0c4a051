//! How long to wait before a request is tried again. Pure: the time and the chance arrive as arguments.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use jiff::fmt::rfc2822::DateTimeParser;
use reqwest::header::{DATE, HeaderMap, RETRY_AFTER};

/// The longest pause of our own choosing.
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

/// The pause after the failed try number `attempt` (from 1): what the server asks for, or else `first` doubled with
/// each try. `chance`, 0 to 1, keeps many clients from coming back at once: it lengthens the server's pause by up to
/// a tenth, and shortens ours by up to a half.
pub(crate) fn pause(attempt: usize, asked: Option<Duration>, first: Duration, chance: f64) -> Duration {
    let chance = chance.clamp(0.0, 1.0);
    match asked {
        Some(asked) => asked.saturating_add((asked / 10).mul_f64(chance)),
        None => {
            let doublings = u32::try_from(attempt.saturating_sub(1)).unwrap_or(u32::MAX).min(16);
            first.saturating_mul(1 << doublings).min(LONGEST_PAUSE).mul_f64(1.0 - chance / 2.0)
        }
    }
}

/// The pause a reply asks for: `retry-after-ms` (Azure, OpenAI), or `Retry-After` in seconds or as a date, which is
/// compared with the reply's own `Date` where it has one, as clocks differ, else with `now`. A date in the past is no
/// pause. Source: RFC 9110, sections 5.6.7 and 10.2.3.
pub(crate) fn asked(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
    let seconds = |text: &str| text.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    if let Some(pause) = text(reqwest::header::HeaderName::from_static("retry-after-ms")).and_then(seconds) {
        return Some(pause / 1000);
    }
    let value = text(RETRY_AFTER)?;
    if let Some(pause) = seconds(value) {
        return Some(pause);
    }
    let until = read_date(value)?;
    let now = match text(DATE).and_then(read_date) {
        Some(date) => date,
        None => i64::try_from(now.duration_since(UNIX_EPOCH).ok()?.as_secs()).ok()?,
    };
    Some(Duration::from_secs(u64::try_from(until - now).unwrap_or(0)))
}

/// Seconds since 1970 of an HTTP date, `Sun, 06 Nov 1994 08:49:37 GMT`.
fn read_date(text: &str) -> Option<i64> {
    static PARSER: DateTimeParser = DateTimeParser::new();
    PARSER.parse_timestamp(text).ok().map(|time| time.as_second())
}

#[cfg(test)]
mod tests {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use reqwest::header::{HeaderMap, HeaderName, HeaderValue};

    use super::{asked, pause};

    const SECOND: Duration = Duration::from_secs(1);

    /// What `headers` ask for, read at 08:49:37 of that day.
    fn read(headers: &[(&'static str, &str)]) -> Option<Duration> {
        let header = |(name, value): &(&'static str, &str)| {
            (HeaderName::from_static(name), HeaderValue::from_str(value).expect("a header"))
        };
        let now: SystemTime = UNIX_EPOCH + Duration::from_secs(784_111_777);
        asked(&headers.iter().map(header).collect::<HeaderMap>(), now)
    }

    #[test]
    fn pauses_double_up_to_the_longest() {
        let pauses: Vec<u64> = (1..=8).map(|attempt| pause(attempt, None, SECOND, 0.0).as_secs()).collect();
        assert_eq!(pauses, [1, 2, 4, 8, 16, 30, 30, 30]);
        assert_eq!(pause(usize::MAX, None, SECOND, 0.0), Duration::from_secs(30));
    }

    #[test]
    fn chance_spreads_the_clients_but_never_ahead_of_what_the_server_asks() {
        assert_eq!(pause(1, None, SECOND, 1.0), SECOND / 2);
        assert_eq!(pause(1, Some(SECOND * 7), SECOND, 0.0), SECOND * 7);
        assert_eq!(pause(3, Some(SECOND * 20), SECOND, 1.0), SECOND * 22);
        assert_eq!(pause(1, Some(Duration::ZERO), SECOND, 0.7), Duration::ZERO);
        assert_eq!(pause(1, Some(Duration::MAX), SECOND, 1.0), Duration::MAX);
    }

    #[test]
    fn seconds_milliseconds_and_dates_are_read() {
        for (headers, expected) in [
            (vec![("retry-after", "0")], Some(0)),
            (vec![("retry-after", " 20 ")], Some(20_000)),
            (vec![("retry-after", "1.5")], Some(1500)),
            (vec![("retry-after", "9"), ("retry-after-ms", "250")], Some(250)),
            (vec![("retry-after", "Sun, 06 Nov 1994 08:50:37 GMT")], Some(60_000)),
            (vec![("retry-after", "Sun, 06 Nov 1994 08:49:00 GMT")], Some(0)),
            (
                vec![("retry-after", "Fri, 21 Nov 2025 10:00:05 GMT"), ("date", "Fri, 21 Nov 2025 10:00:00 GMT")],
                Some(5000),
            ),
            (vec![("retry-after", "soon")], None),
            (vec![("retry-after", "-3")], None),
            (vec![("retry-after", "1e400")], None),
            (vec![], None),
        ] {
            assert_eq!(read(&headers), expected.map(Duration::from_millis), "{headers:?}");
        }
    }
}
