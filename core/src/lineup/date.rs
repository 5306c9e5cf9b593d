//! ISO dates, as far as lifecycles need them: they order as text; only distances need arithmetic.

/// Days from one ISO date to another (negative if it lies before); `None` if one of them is no date.
#[must_use]
pub fn days_between(from: &str, to: &str) -> Option<i64> {
    Some(day_number(to)? - day_number(from)?)
}

/// Days since 0000-03-01 in the proleptic Gregorian calendar: years begin in March, so that the leap day is the last one.
fn day_number(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-');
    let mut next = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse::<i64>().ok()
    };
    let (year, month, day) = (next(4)?, next(2)?, next(2)?);
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    Some(365 * year + leap_days + (153 * month + 2) / 5 + day - 1)
}

/// `1791158400` → `2026-10-05`: the day (UTC) of seconds since 1970.
#[must_use]
pub fn day_of(seconds: i64) -> Option<String> {
    // The inverse of `day_number`, in four hundred years of 146,097 days.
    let days = seconds.div_euclid(86_400) + day_number("1970-01-01")?;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year_of_era + era * 400, month + 3) } else { (year_of_era + era * 400 + 1, month - 9) };
    (0..=9999).contains(&year).then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn distances_count_leap_days() {
        assert_eq!(days_between("2026-11-20", "2026-12-11"), Some(21));
        assert_eq!(days_between("2024-02-28", "2024-03-01"), Some(2));
        assert_eq!(days_between("2100-02-28", "2100-03-01"), Some(1));
        assert_eq!(days_between("2026-01-01", "2025-01-01"), Some(-365));
        for no_date in ["", "2026-13-01", "2026-1-1", "soon", "2023-10"] {
            assert_eq!(days_between("2026-01-01", no_date), None, "{no_date}");
        }
    }

    #[test]
    fn seconds_become_days() {
        assert_eq!(day_of(0).as_deref(), Some("1970-01-01"));
        assert_eq!(day_of(1_728_073_417).as_deref(), Some("2024-10-04"));
        assert_eq!(day_of(-1).as_deref(), Some("1969-12-31"));
        assert_eq!(day_of(i64::MAX), None);
    }

    proptest! {
        #[test]
        fn the_two_ways_agree(day in -200_000i64..200_000) {
            let date = day_of(day * 86_400).unwrap();
            prop_assert_eq!(days_between("1970-01-01", &date), Some(day));
        }
    }
}
