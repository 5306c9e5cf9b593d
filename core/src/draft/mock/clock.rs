//! The time, as ISO 8601.

use super::Now;
use serde_json::{Value, json};

pub(super) fn answer(now: Now) -> Value {
    let offset = now.offset_minutes;
    let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
    let local = stamp(now.unix_ms + f64::from(offset) * 60_000.0);
    json!({"utc": format!("{}Z", stamp(now.unix_ms)), "local": format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60)})
}

/// Date and time of so many milliseconds after 1970.
fn stamp(ms: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a clock's times are far from the bounds, and a cast of a float saturates")]
    let seconds = (ms / 1000.0).floor() as i64;
    let (days, second) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    let (year, month, day) = civil(days);
    format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}", second / 3600, second / 60 % 60, second % 60)
}

/// The date that lies so many days after 1970-01-01 (Howard Hinnant, "chrono-compatible low-level date algorithms").
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(719_468);
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, of_year - (153 * shifted + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::{Now, answer, stamp};

    #[test]
    fn dates_are_right_across_leap_years() {
        for (ms, text) in [
            (0.0, "1970-01-01T00:00:00"),
            (951_782_400_000.0, "2000-02-29T00:00:00"),
            (4_107_542_399_000.0, "2100-02-28T23:59:59"),
            (-1000.0, "1969-12-31T23:59:59"),
        ] {
            assert_eq!(stamp(ms), text);
        }
    }

    #[test]
    fn the_local_time_names_its_offset() {
        assert_eq!(answer(Now { unix_ms: 0.0, offset_minutes: -210 })["local"], "1969-12-31T20:30:00-03:30");
    }
}
