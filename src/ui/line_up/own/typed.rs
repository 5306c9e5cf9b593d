//! What is typed for a fact, read as its value. Pure.

use lineup_core::lineup::{Cell, Form, Per, days_between};

/// What a typed price is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tokens {
    #[default]
    Million,
    Thousand,
}

/// Why a typed value cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRead {
    Empty,
    NotTokens,
    NotPrice,
    NotDate,
}

/// The value of a fact that is typed in one line.
pub fn read(form: Form, text: &str, tokens: Tokens) -> Result<Cell, NotRead> {
    let text = text.trim();
    match form {
        _ if text.is_empty() => Err(NotRead::Empty),
        Form::Tokens => count(text).map(Cell::Tokens).ok_or(NotRead::NotTokens),
        Form::Usd(per) => {
            let usd = price(text).ok_or(NotRead::NotPrice)?;
            let factor = if per == Per::MillionTokens && tokens == Tokens::Thousand { 1000.0 } else { 1.0 };
            Ok(Cell::Usd(usd * factor, per))
        }
        Form::Date => date(text).map(Cell::Date).ok_or(NotRead::NotDate),
        Form::Text | Form::YesNo | Form::One(_) | Form::Several(_) => Ok(Cell::Text(text.to_owned())),
    }
}

/// `200000`, `200,000`, `200K`, `1.05M`: a whole number of at least one.
fn count(text: &str) -> Option<u64> {
    let (digits, factor) = match text.char_indices().next_back()? {
        (at, 'k' | 'K') => (text.get(..at)?, 1e3),
        (at, 'm' | 'M') => (text.get(..at)?, 1e6),
        _ => (text, 1.0),
    };
    let count = (number(digits)? * factor * 1e3).round() / 1e3;
    // Above 2^53 a number of JSON is no longer exact.
    let fits = count.fract() == 0.0 && (1.0..9e15).contains(&count);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number within the bounds")]
    fits.then_some(count as u64)
}

fn price(text: &str) -> Option<f64> {
    number(text.trim_start_matches('$')).filter(|usd| (0.0..1e9).contains(usd))
}

/// A number whose thousands may be parted. A comma elsewhere is refused: 1,10 may be a price or a slip.
fn number(text: &str) -> Option<f64> {
    let bare: String = text.chars().filter(|c| !matches!(c, ' ' | '_' | '\u{a0}' | '\u{202f}')).collect();
    let (whole, fraction) = bare.split_once('.').unwrap_or((&bare, ""));
    let mut groups = whole.split(',');
    let first = groups.next()?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let parted = groups.clone().next().is_some();
    let sound = digits(first)
        && (!parted || (1..=3).contains(&first.len()))
        && groups.all(|group| group.len() == 3 && digits(group))
        && digits(fraction)
        && !(first.is_empty() && fraction.is_empty());
    if sound { bare.replace(',', "").parse().ok() } else { None }
}

/// A day, or a month.
fn date(text: &str) -> Option<String> {
    let day = if text.len() == "2026-11".len() { format!("{text}-01") } else { text.to_owned() };
    days_between(&day, &day).map(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{NotRead, Tokens, read};
    use lineup_core::lineup::{Cell, Form, Per};

    #[test]
    fn tokens_are_read_as_people_write_them() {
        for (text, tokens) in
            [("200000", 200_000), ("200,000", 200_000), (" 200K ", 200_000), ("1.05M", 1_050_000), ("128k", 128_000), ("8 192", 8_192)]
        {
            assert_eq!(read(Form::Tokens, text, Tokens::Million), Ok(Cell::Tokens(tokens)), "{text}");
        }
        for text in ["0", "-1", "1.5", "many", "1,10", "K", "1e5", "NaN", "99999999999999999"] {
            assert_eq!(read(Form::Tokens, text, Tokens::Million), Err(NotRead::NotTokens), "{text}");
        }
    }

    #[test]
    fn a_price_says_what_it_is_for() {
        let per = Per::MillionTokens;
        for (text, tokens, usd) in [
            ("1.10", Tokens::Million, 1.1),
            ("$1,250", Tokens::Million, 1250.0),
            ("0.002", Tokens::Thousand, 2.0),
            ("0", Tokens::Million, 0.0),
            (".5", Tokens::Million, 0.5),
        ] {
            assert_eq!(read(Form::Usd(per), text, tokens), Ok(Cell::Usd(usd, per)), "{text}");
        }
        assert_eq!(
            read(Form::Usd(Per::Second), "0.001", Tokens::Thousand),
            Ok(Cell::Usd(0.001, Per::Second)),
            "the unit is of tokens only"
        );
        for text in ["1,10", "-1", "free", "1.1.1", "$", "inf"] {
            assert_eq!(read(Form::Usd(per), text, Tokens::Million), Err(NotRead::NotPrice), "{text}");
        }
    }

    #[test]
    fn a_date_is_a_day_or_a_month() {
        for text in ["2026-11", "2026-11-30", "2028-02-29"] {
            assert_eq!(read(Form::Date, text, Tokens::Million), Ok(Cell::Date(text.into())));
        }
        for text in ["2026", "2026-13", "2026-11-32", "30.11.2026", "soon"] {
            assert_eq!(read(Form::Date, text, Tokens::Million), Err(NotRead::NotDate), "{text}");
        }
        assert_eq!(read(Form::Text, "  ", Tokens::Million), Err(NotRead::Empty));
    }
}
