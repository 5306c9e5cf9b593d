//! Numbers, plurals and dates as the reader's language writes them, from the browser's own `Intl`: no ICU data in the download.

use crate::i18n::Locale;
use js_sys::{
    Array, Date,
    Intl::{DateTimeFormat, NumberFormat, PluralRules},
    Object, Reflect,
};
use std::{cell::RefCell, collections::HashMap};
use wasm_bindgen::JsValue;

/// The BCP 47 tag of a language of the page.
pub fn tag(locale: Locale) -> &'static str {
    match locale {
        Locale::en => "en",
        Locale::ko => "ko",
    }
}

fn locales(locale: Locale) -> Array {
    Array::of1(&tag(locale).into())
}

fn options(pairs: &[(&str, JsValue)]) -> Object {
    let options = Object::new();
    for (name, value) in pairs {
        // Setting a plain object's own property cannot fail.
        _ = Reflect::set(&options, &(*name).into(), value);
    }
    options
}

/// Whether the language uses its form for one: "1 token", "2 tokens"; Korean has one form for all.
pub fn is_one(locale: Locale, n: f64) -> bool {
    thread_local! {
        static RULES: RefCell<HashMap<&'static str, PluralRules>> = RefCell::default();
    }
    RULES.with_borrow_mut(|rules| {
        let rules = rules.entry(tag(locale)).or_insert_with(|| PluralRules::new(&locales(locale), &Object::new()));
        rules.select(n).as_string().as_deref() == Some("one")
    })
}

/// `1,843`: a number with at most `fraction` digits after the point.
pub fn number(locale: Locale, n: f64, fraction: u8) -> String {
    formatted(locale, n, 0, fraction, "")
}

/// `6.40`: a number with exactly `fraction` digits after the point, for columns and running clocks.
pub fn fixed(locale: Locale, n: f64, fraction: u8) -> String {
    formatted(locale, n, fraction, fraction, "")
}

/// `$0.0084`: US dollars with at most `fraction` digits after the point and at least two.
pub fn usd(locale: Locale, n: f64, fraction: u8) -> String {
    formatted(locale, n, 2.min(fraction), fraction, "currency")
}

/// `1.2%` of a share between 0 and 1.
pub fn percent(locale: Locale, share: f64, fraction: u8) -> String {
    formatted(locale, share, 0, fraction, "percent")
}

/// A formatter costs far more to make than to use: each is made once.
fn formatted(locale: Locale, n: f64, least: u8, most: u8, style: &'static str) -> String {
    type Key = (&'static str, u8, u8, &'static str);
    thread_local! {
        static FORMATS: RefCell<HashMap<Key, js_sys::Function>> = RefCell::default();
    }
    let format = FORMATS.with_borrow_mut(|formats| {
        formats
            .entry((tag(locale), least, most, style))
            .or_insert_with(|| {
                let mut pairs = vec![("minimumFractionDigits", least.into()), ("maximumFractionDigits", most.into())];
                if !style.is_empty() {
                    pairs.push(("style", style.into()));
                }
                if style == "currency" {
                    // Prices are in US dollars everywhere: `$`, not the `US$` of other locales.
                    pairs.extend([("currency", "USD".into()), ("currencyDisplay", "narrowSymbol".into())]);
                }
                NumberFormat::new(&locales(locale), &options(&pairs)).format()
            })
            .clone()
    });
    format.call1(&JsValue::UNDEFINED, &n.into()).ok().and_then(|text| text.as_string()).unwrap_or_else(|| n.to_string())
}

/// A calendar day `YYYY-MM-DD` as the language writes it: `14 Jan 2027`. What is no such day is returned as it came.
pub fn day(locale: Locale, iso: &str) -> String {
    calendar(locale, iso, "dateStyle", &[("dateStyle", "medium")])
}

/// A moment (milliseconds since 1970) where the reader is: `21 Nov 2026 14:05`.
pub fn moment(locale: Locale, at: f64) -> String {
    format!("{} {}", day(locale, &local_day(at)), local_time(at))
}

/// The same of a moment as ISO 8601 writes it. What is none is returned as it came.
pub fn written_moment(locale: Locale, iso: &str) -> String {
    let at = Date::parse(iso);
    if at.is_nan() { iso.to_owned() } else { moment(locale, at) }
}

/// The month of a day, or a month `YYYY-MM`: `January 2027`. What is neither is returned as it came.
pub fn month(locale: Locale, iso: &str) -> String {
    calendar(locale, iso.get(..7).unwrap_or(iso), "month", &[("year", "numeric"), ("month", "long")])
}

/// A formatter costs far more to make than to use: each is made once.
fn calendar(locale: Locale, iso: &str, name: &'static str, form: &[(&str, &str)]) -> String {
    type Key = (&'static str, &'static str);
    thread_local! {
        static FORMATS: RefCell<HashMap<Key, js_sys::Function>> = RefCell::default();
    }
    let at = Date::parse(iso);
    if at.is_nan() {
        return iso.to_owned();
    }
    let format = FORMATS.with_borrow_mut(|formats| {
        formats
            .entry((tag(locale), name))
            .or_insert_with(|| {
                // A bare day is midnight UTC (ECMA-262, Date Time String Format): written in UTC, or it slips to the day before in the west.
                let mut pairs = vec![("timeZone", "UTC".into())];
                pairs.extend(form.iter().map(|(name, value)| (*name, (*value).into())));
                DateTimeFormat::new(&locales(locale), &options(&pairs)).format()
            })
            .clone()
    });
    format.call1(&JsValue::UNDEFINED, &Date::new(&at.into())).ok().and_then(|text| text.as_string()).unwrap_or_else(|| iso.to_owned())
}

/// The reader's own day, as `YYYY-MM-DD`.
pub fn today() -> String {
    local_day(Date::now())
}

/// The day of a moment (milliseconds since 1970) where the reader is, as `YYYY-MM-DD`.
pub fn local_day(at: f64) -> String {
    let now = Date::new(&at.into());
    format!("{:04}-{:02}-{:02}", now.get_full_year(), now.get_month() + 1, now.get_date())
}

/// The time of a moment where the reader is: `14:05`.
pub fn local_time(at: f64) -> String {
    let at = Date::new(&at.into());
    format!("{:02}:{:02}", at.get_hours(), at.get_minutes())
}
