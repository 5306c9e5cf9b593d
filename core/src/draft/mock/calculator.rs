//! A calculator for one expression.

use serde_json::{Value, json};

/// Deeper brackets are refused, not followed.
const DEEPEST: usize = 64;

pub(super) fn answer(arguments: &Value) -> Result<Value, String> {
    let expression = arguments["expression"].as_str().ok_or("there is no text named expression")?;
    let value = evaluate(expression)?;
    if !value.is_finite() {
        return Err("the result is not a finite number".to_owned());
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    let number = if value.fract() == 0.0 && value.abs() < 9e15 { json!(value as i64) } else { json!(value) };
    Ok(json!({ "result": number }))
}

fn evaluate(text: &str) -> Result<f64, String> {
    let mut reader = Reader { rest: text, depth: 0 };
    let value = reader.sum()?;
    match reader.peek() {
        None => Ok(value),
        Some(other) => Err(format!("'{other}' was not expected")),
    }
}

/// Reads what stands before the cursor: sums of products of powers.
struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl Reader<'_> {
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn take(&mut self, wanted: char) -> bool {
        let there = self.peek() == Some(wanted);
        if there {
            self.rest = &self.rest[wanted.len_utf8()..];
        }
        there
    }

    fn sum(&mut self) -> Result<f64, String> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err("the expression is too deep".to_owned());
        }
        let mut value = self.product()?;
        loop {
            if self.take('+') {
                value += self.product()?;
            } else if self.take('-') || self.take('−') {
                value -= self.product()?;
            } else {
                self.depth -= 1;
                return Ok(value);
            }
        }
    }

    fn product(&mut self) -> Result<f64, String> {
        let mut value = self.power()?;
        loop {
            if self.take('*') || self.take('×') {
                value *= self.power()?;
            } else if self.take('/') || self.take('÷') {
                value /= self.power()?;
            } else if self.take('%') {
                value %= self.power()?;
            } else {
                return Ok(value);
            }
        }
    }

    /// `-2^2` is −4 and `2^-1` is ½, as on paper; `2^3^2` reads from the right.
    fn power(&mut self) -> Result<f64, String> {
        let mut negative = false;
        let mut signs = 0;
        while self.take('-') || self.take('−') {
            negative = !negative;
            signs += 1;
            if signs > DEEPEST {
                return Err("the expression is too deep".to_owned());
            }
        }
        let mut chain = vec![self.atom()?];
        while self.take('^') {
            let sign = if self.take('-') { -1.0 } else { 1.0 };
            chain.push(sign * self.atom()?);
        }
        let value = chain.into_iter().rev().reduce(|exponent, base| base.powf(exponent)).unwrap_or_default();
        Ok(if negative { -value } else { value })
    }

    fn atom(&mut self) -> Result<f64, String> {
        match self.peek() {
            None => Err("the expression ends too soon".to_owned()),
            Some('(') => {
                self.take('(');
                let value = self.sum()?;
                if self.take(')') { Ok(value) } else { Err("a bracket is not closed".to_owned()) }
            }
            Some(c) if c.is_ascii_digit() || c == '.' => self.number(),
            Some(c) if c.is_alphabetic() || c == 'π' => self.named(),
            Some(other) => Err(format!("'{other}' was not expected")),
        }
    }

    fn number(&mut self) -> Result<f64, String> {
        let mut end = self.rest.find(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_')).unwrap_or(self.rest.len());
        // An exponent, unless the e is the number e.
        let after = &self.rest[end..];
        if let Some(tail) = after.strip_prefix(['e', 'E']) {
            let digits = tail.strip_prefix(['+', '-']).unwrap_or(tail);
            let length = digits.bytes().take_while(u8::is_ascii_digit).count();
            if length > 0 {
                end += 1 + (tail.len() - digits.len()) + length;
            }
        }
        let (text, rest) = self.rest.split_at(end);
        self.rest = rest;
        text.replace('_', "").parse().map_err(|_| format!("{text} is not a number"))
    }

    fn named(&mut self) -> Result<f64, String> {
        let end = self.rest.find(|c: char| !(c.is_alphanumeric())).unwrap_or(self.rest.len());
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest;
        match name {
            "pi" | "π" | "PI" => return Ok(std::f64::consts::PI),
            "e" | "E" => return Ok(std::f64::consts::E),
            _ => {}
        }
        if !self.take('(') {
            return Err(format!("{name} is not known"));
        }
        let mut values = vec![self.sum()?];
        while self.take(',') {
            values.push(self.sum()?);
        }
        if !self.take(')') {
            return Err("a bracket is not closed".to_owned());
        }
        let one = |act: fn(f64) -> f64| if let [value] = values[..] { Ok(act(value)) } else { Err(format!("{name} takes one number")) };
        match name {
            "sqrt" => one(f64::sqrt),
            "abs" => one(f64::abs),
            "round" => one(f64::round),
            "floor" => one(f64::floor),
            "ceil" => one(f64::ceil),
            "ln" | "log" => one(f64::ln),
            "log10" => one(f64::log10),
            "exp" => one(f64::exp),
            "sin" => one(f64::sin),
            "cos" => one(f64::cos),
            "tan" => one(f64::tan),
            "min" => Ok(values.iter().copied().fold(f64::INFINITY, f64::min)),
            "max" => Ok(values.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
            _ => Err(format!("{name} is not known")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::evaluate;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case("1 + 2 * 3", 7.0)]
    #[case("(1 + 2) * 3", 9.0)]
    #[case("-2^2", -4.0)]
    #[case("2^3^2", 512.0)]
    #[case("2^-1", 0.5)]
    #[case("1e3 / 8", 125.0)]
    #[case("7 % 4", 3.0)]
    #[case("12 × 3 ÷ 2 − 1", 17.0)]
    #[case("sqrt(16) + max(1, 5, 2)", 9.0)]
    #[case("round(pi * 100)", 314.0)]
    #[case("1_000 + .5", 1000.5)]
    fn expressions_mean_what_they_mean_on_paper(#[case] text: &str, #[case] value: f64) {
        assert_eq!(evaluate(text), Ok(value));
    }

    #[rstest]
    #[case("", "ends too soon")]
    #[case("1 +", "ends too soon")]
    #[case("(1", "not closed")]
    #[case("1 2", "'2' was not expected")]
    #[case("rm(1)", "rm is not known")]
    #[case("x", "x is not known")]
    #[case("sqrt(1, 2)", "one number")]
    #[case("1.2.3", "not a number")]
    fn what_is_no_expression_says_why(#[case] text: &str, #[case] why: &str) {
        assert!(evaluate(text).unwrap_err().contains(why), "{text}");
    }

    #[test]
    fn no_depth_breaks_it() {
        assert!(evaluate(&"(".repeat(100_000)).unwrap_err().contains("too deep"));
        assert!(evaluate(&"-".repeat(100_000)).unwrap_err().contains("too deep"));
        assert_eq!(evaluate(&format!("1{}", "^1".repeat(10_000))), Ok(1.0));
    }

    proptest! {
        #[test]
        fn no_text_breaks_it(text in "[0-9a-e+*/^()., π-]{0,30}") {
            let _ = evaluate(&text);
        }
    }
}
