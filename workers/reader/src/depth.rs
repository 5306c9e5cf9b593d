//! Whether a text is nested deeper than a parser can be trusted with: the parsers call themselves for what is nested.
//!
//! A guard, not a reader. What stands in texts and comments is left out only where a few rules are sure of what is text; else it counts.

use std::iter::Peekable;
use std::str::Chars;

/// Deeper than this nobody writes by hand.
const DEEPEST: usize = 200;

/// By whose rules texts and comments are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rules {
    Python,
    JavaScript,
}

/// Operators in one expression: `a ** a ** a` is nested as deep as it is long.
const LONGEST: usize = 1_000;

/// Whether brackets or operators are nested too deep, whatever the text is.
pub fn is_too_deep(text: &str) -> bool {
    is_nested(text, true)
}

/// The same of a program: a long prompt in it may hold what it likes. Where it is not sure what is a text, all of it counts.
pub fn is_program_too_deep(text: &str, rules: Rules) -> bool {
    is_nested(bare(text, rules).as_deref().unwrap_or(text), false)
}

/// `has_texts`: operators between quotes are none. Brackets and signs count there too: a lone quote must not hide them.
fn is_nested(text: &str, has_texts: bool) -> bool {
    let (mut depth, mut signs) = (0_usize, 0_usize);
    let mut chain = Chain::default();
    text.bytes().any(|byte| {
        match byte {
            b'(' | b'[' | b'{' => depth += 1,
            b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        match byte {
            b'-' | b'+' | b'~' | b'!' | b'*' => signs += 1,
            b' ' | b'\n' => {}
            _ => signs = 0,
        }
        depth > DEEPEST || signs > 2 * DEEPEST || chain.grows(byte, depth == 0, has_texts) > LONGEST
    })
}

/// The operators of one expression.
#[derive(Default)]
struct Chain {
    operators: usize,
    quote: Option<u8>,
    is_escaped: bool,
    line_ended: bool,
    after_operator: bool,
}

impl Chain {
    /// How long it is with this byte.
    fn grows(&mut self, byte: u8, is_outermost: bool, has_texts: bool) -> usize {
        let is_escaped = self.is_escaped;
        self.is_escaped = byte == b'\\' && !is_escaped;
        match (byte, self.quote) {
            _ if is_escaped => {}
            // A backtick opens a text in one of the two languages only.
            (b'"' | b'\'', None) if has_texts => self.quote = Some(byte),
            (_, Some(open)) if byte == open => self.quote = None,
            (_, Some(_)) | (b' ' | b'\t' | b'\r', None) => {}
            (b'\n', None) => self.line_ended = true,
            (b',' | b';', None) => self.operators = 0,
            (_, None) => {
                // Brackets behind each other too: `a[0][0][0]`.
                let is_operator = b"+-*/%&|^<>=?.:@([".contains(&byte);
                // An expression goes on in the next line where it has no end, or where that begins with an operator.
                if self.line_ended && !is_operator && !self.after_operator && is_outermost {
                    self.operators = 0;
                }
                self.operators += usize::from(is_operator);
                (self.line_ended, self.after_operator) = (false, is_operator);
            }
        }
        self.operators
    }
}

/// Where a comment ends: a quote behind that opens a text.
const fn ends_line(c: char, rules: Rules) -> bool {
    match rules {
        Rules::Python => matches!(c, '\n' | '\r'),
        Rules::JavaScript => matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}'),
    }
}

/// The code without its texts and comments; `None` where the rules are not sure: texts with code in them, and what divides or is a
/// pattern.
fn bare(text: &str, rules: Rules) -> Option<String> {
    let mut code = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, rules) {
            ('"' | '\'', Rules::Python) => {
                let mut letters = code.chars().rev().take_while(|c| c.is_alphanumeric() || *c == '_');
                let may_hold_code = letters.any(|letter| "fFtT".contains(letter));
                skip_text(&mut chars, c, true, may_hold_code.then_some('{'))?;
                // A place for it, so that nothing grows together.
                code.push('"');
            }
            ('"' | '\'' | '`', Rules::JavaScript) => {
                skip_text(&mut chars, c, false, (c == '`').then_some('$'))?;
                code.push('"');
            }
            ('#', Rules::Python) => while chars.next_if(|c| !ends_line(*c, rules)).is_some() {},
            ('/', Rules::JavaScript) => match chars.next() {
                Some('/') => while chars.next_if(|c| !ends_line(*c, rules)).is_some() {},
                Some('*') => skip_comment(&mut chars)?,
                _ => return None,
            },
            // A `#!` makes a comment of its line, and what a backslash does outside of a text is the parser's own business.
            ('\\', Rules::Python) if chars.next_if(|c| ends_line(*c, rules)).is_some() => code.push(' '),
            ('#', Rules::JavaScript) | ('\\', _) => return None,
            // Comments as HTML writes them.
            ('!', Rules::JavaScript) if code.ends_with('<') => return None,
            ('>', Rules::JavaScript) if code.ends_with("--") => return None,
            (c, _) => code.push(c),
        }
    }
    Some(code)
}

/// `code` is what may begin code within.
fn skip_text(chars: &mut Peekable<Chars<'_>>, quote: char, may_be_long: bool, code: Option<char>) -> Option<()> {
    let is_long = if chars.next_if_eq(&quote).is_none() {
        false
    } else if may_be_long && chars.next_if_eq(&quote).is_some() {
        true
    } else {
        return Some(());
    };
    let mut closing = 0;
    loop {
        match chars.next()? {
            c if c == quote => {
                closing += 1;
                if !is_long || closing == 3 {
                    return Some(());
                }
                continue;
            }
            '\\' => _ = chars.next()?,
            '\n' | '\r' if !is_long && quote != '`' => return None,
            c if Some(c) == code => return None,
            _ => {}
        }
        closing = 0;
    }
}

fn skip_comment(chars: &mut Peekable<Chars<'_>>) -> Option<()> {
    loop {
        if chars.next()? == '*' && chars.next_if_eq(&'/').is_some() {
            return Some(());
        }
    }
}

#[cfg(all(test, not(target_family = "wasm")))]
mod tests {
    use super::*;

    const DEEP: &str = "((((((((((((((((((((((((((((((((((((((((((((((((((";

    #[test]
    fn what_stands_in_texts_and_comments_is_not_nested() {
        let deep = DEEP.repeat(5);
        for python in [
            format!("x = '{deep}'"),
            format!("x = r\"\\\"{deep}\""),
            format!("x = \"\"\"a\n\"{deep}\"\"\" # {deep}\n"),
            format!("g('\\'{deep}')"),
        ] {
            assert!(!is_program_too_deep(&python, Rules::Python), "{python}");
        }
        for script in [format!("x = '{deep}'"), format!("g(\"\\\"{deep}\") // {deep}"), format!("/* {deep} */ g('\u{2028}{deep}')")] {
            assert!(!is_program_too_deep(&script, Rules::JavaScript), "{script}");
        }
    }

    #[test]
    fn what_may_be_code_counts() {
        let deep = DEEP.repeat(5);
        for python in [
            deep.clone(),
            format!("f'{{{deep}}}'"),
            format!("\\'{deep}'"),
            format!("# \u{2028}'\n{deep}'"),
            format!("'\"' + {deep} + '\"'"),
            format!("# \"\n{deep}\n# \""),
            format!("# '\r{deep}\n# '"),
            format!("'a\n{deep}'"),
            format!("'''a''' + {deep} + ''''''"),
        ] {
            assert!(is_program_too_deep(&python, Rules::Python), "{python}");
        }
        for script in [
            format!("`${{{deep}}}`"),
            format!("#! /*\n{deep} /* */"),
            format!("<!-- \"\n{deep}\""),
            format!("\n--> \"\n{deep}\""),
            format!("\\/* {deep} */"),
            format!("/['\"]/ + {deep} + '\"'"),
            format!("// \"\u{2028}{deep}\n// \""),
            format!("a /* \" */ + {deep} /* \" */"),
            format!("'' + {deep} + ''"),
            format!("\"a\r{deep}\""),
        ] {
            assert!(is_program_too_deep(&script, Rules::JavaScript), "{script}");
        }
    }
}
