//! Numbers with their units, written for people.

use crate::{
    browser::intl,
    i18n::{I18n, t_string},
};
use lineup_core::{lineup::Usd, run::Millis};

/// `0.42 s`, `6.2 s`, `21 s`, `3 min 05 s`.
pub fn duration(i18n: I18n, time: Millis) -> String {
    let locale = i18n.locale();
    let seconds = time.0.max(0.0) / 1000.0;
    if seconds >= 99.5 {
        let whole = seconds.round();
        let (minutes, rest) = ((whole / 60.0).floor(), whole % 60.0);
        return t_string!(i18n, lane.minutes, m = intl::number(locale, minutes, 0), s = format!("{rest:02}"));
    }
    let fraction = if seconds < 1.0 { 2 } else { u8::from(seconds < 10.0) };
    t_string!(i18n, lane.seconds, s = intl::fixed(locale, seconds, fraction))
}

/// A running clock: always one digit after the point, so that it does not jump.
pub fn clock(i18n: I18n, time: Millis) -> String {
    if time.0 >= 99_500.0 {
        return duration(i18n, time);
    }
    t_string!(i18n, lane.seconds, s = intl::fixed(i18n.locale(), time.0.max(0.0) / 1000.0, 1))
}

/// The exact time, for hovering.
pub fn exact(i18n: I18n, time: Millis) -> String {
    t_string!(i18n, lane.milliseconds, ms = intl::number(i18n.locale(), time.0, 1))
}

pub fn count(i18n: I18n, n: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "counts of tokens are far below 2^53")]
    intl::number(i18n.locale(), n as f64, 0)
}

/// Two digits of a small price are worth more than four of a large one.
pub fn usd(i18n: I18n, cost: Usd) -> String {
    let fraction = match cost.0 {
        cost if cost >= 1.0 => 2,
        cost if cost >= 0.01 => 4,
        _ => 6,
    };
    intl::usd(i18n.locale(), cost.0, fraction)
}

/// `12 B`, `3.4 kB`, `5.1 MB`, `2.3 GB`.
pub fn bytes(i18n: I18n, n: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a size for people")]
    let n = n as f64;
    size(i18n, n)
}

/// The same of what may be more than the page's own memory can hold: a disk.
pub fn size(i18n: I18n, bytes: f64) -> String {
    let locale = i18n.locale();
    match bytes {
        n if n < 1_000.0 => t_string!(i18n, lane.bytes_b, n = intl::number(locale, n, 0)),
        n if n < 1_000_000.0 => t_string!(i18n, lane.bytes_kb, n = intl::number(locale, n / 1e3, 1)),
        n if n < 1_000_000_000.0 => t_string!(i18n, lane.bytes_mb, n = intl::number(locale, n / 1e6, 1)),
        n => t_string!(i18n, lane.bytes_gb, n = intl::number(locale, n / 1e9, 1)),
    }
}
