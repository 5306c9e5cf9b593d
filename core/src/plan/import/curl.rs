//! A curl command, as people paste it: POSIX quotes, here-documents, lines continued as sh, cmd and PowerShell do, and what the
//! browsers' "copy as cURL" writes for either shell.

use std::borrow::Cow;

/// What a command sends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Command {
    pub url: Option<String>,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
    /// The file that the body would be read from.
    pub file: Option<String>,
}

/// Options of curl that take a value, beside those that are read here (curl's manual).
const WITH_VALUE: [&str; 24] = [
    "-o",
    "--output",
    "-A",
    "--user-agent",
    "-e",
    "--referer",
    "-b",
    "--cookie",
    "-m",
    "--max-time",
    "-x",
    "--proxy",
    "--connect-timeout",
    "--retry",
    "-w",
    "--write-out",
    "-F",
    "--form",
    "-c",
    "--cookie-jar",
    "-E",
    "--cert",
    "--cacert",
    "--resolve",
];

/// Reads a text that begins with `curl`.
pub(super) fn read(text: &str) -> Command {
    let (words, here) = words(&without_carets(text));
    let mut command = Command::default();
    let mut data: Vec<String> = Vec::new();
    let mut rest = words.into_iter().skip(1);
    while let Some(word) = rest.next() {
        let (name, attached) = split(&word);
        let mut value = || attached.clone().or_else(|| rest.next()).unwrap_or_default();
        match name.as_str() {
            "-H" | "--header" => {
                if let Some((name, value)) = value().split_once(':') {
                    command.headers.push((name.trim().to_owned(), value.trim().to_owned()));
                }
            }
            "-d" | "--data" | "--data-raw" | "--data-binary" | "--data-ascii" | "--json" => {
                let value = value();
                match value.strip_prefix('@').filter(|_| name != "--data-raw") {
                    Some("-") => data.extend(here.clone()),
                    Some(file) => command.file = Some(file.to_owned()),
                    None => data.push(value),
                }
            }
            "--url" => command.url = Some(value()),
            // Credentials like a header's: named, and not kept.
            "-u" | "--user" | "--oauth2-bearer" => {
                value();
                command.headers.push((format!("{name} authorization"), String::new()));
            }
            "-X" | "--request" => _ = value(),
            name if WITH_VALUE.contains(&name) => _ = value(),
            name if name.starts_with('-') => {}
            // The value of an option that is not known here may stand before the address.
            _ if command.url.as_ref().is_none_or(|url| !url.contains("://")) => command.url = Some(word),
            _ => {}
        }
    }
    command.body = (!data.is_empty()).then(|| data.join("&"));
    command
}

/// `-XPOST` is `-X POST`; several letters behind one hyphen end in the one that takes a value.
fn split(word: &str) -> (String, Option<String>) {
    let letters = match word.strip_prefix('-') {
        Some(letters) if !letters.starts_with('-') && letters.len() > 1 => letters,
        _ => return (word.to_owned(), None),
    };
    match letters.char_indices().find(|(_, letter)| "XHduoAebmxwFcE".contains(*letter)) {
        Some((at, letter)) => {
            let attached = letters.get(at + letter.len_utf8()..).filter(|rest| !rest.is_empty()).map(str::to_owned);
            (format!("-{letter}"), attached)
        }
        None => (word.to_owned(), None),
    }
}

/// What cmd makes of a command in which every quote stands behind a caret, as Chrome and Edge copy it on Windows: a caret goes, and what
/// stands behind it stays; two ends of line behind a caret are one of the text, and one is none.
fn without_carets(text: &str) -> Cow<'_, str> {
    // The first quote tells: in any other form a caret before one belongs to the text.
    let is_cmd =
        |at| text.get(..at).is_some_and(|before| before.ends_with('^')) && text.get(at..).is_some_and(|rest| rest.starts_with('"'));
    if !text.find(['"', '\'']).is_some_and(is_cmd) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.chars().filter(|c| *c != '\r').peekable();
    while let Some(c) = chars.next() {
        match c {
            '^' => match chars.next() {
                Some('\n') => plain.extend(chars.next_if_eq(&'\n')),
                c => plain.extend(c),
            },
            c => plain.push(c),
        }
    }
    Cow::Owned(plain)
}

/// The words of the first command, and its here-document.
fn words(text: &str) -> (Vec<String>, Option<String>) {
    let mut words = Vec::new();
    let mut word: Option<String> = None;
    let mut chars = text.chars().peekable();
    let mut here = None;
    while let Some(c) = chars.next() {
        match c {
            '\'' => take_single(&mut chars, word.get_or_insert_default()),
            '"' => take_double(&mut chars, word.get_or_insert_default()),
            '$' if chars.peek() == Some(&'\'') => {
                chars.next();
                take_ansi(&mut chars, word.get_or_insert_default());
            }
            // A line goes on: `\` in sh, `^` in cmd, a backtick in PowerShell.
            '\\' | '^' | '`' if matches!(chars.peek(), Some('\n' | '\r')) => {
                while chars.next_if(|c| matches!(c, '\n' | '\r')).is_some() {}
                words.extend(word.take());
            }
            '\\' => word.get_or_insert_default().extend(chars.next()),
            '<' if chars.peek() == Some(&'<') => {
                words.extend(word.take());
                let rest: String = chars.by_ref().skip(1).collect();
                here = here_document(rest.trim_start_matches('-'));
                break;
            }
            '|' | ';' | '>' => break,
            '\n' | '\r' => {
                words.extend(word.take());
                break;
            }
            c if c.is_whitespace() => words.extend(word.take()),
            c => word.get_or_insert_default().push(c),
        }
    }
    words.extend(word);
    (words, here)
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

fn take_single(chars: &mut Chars<'_>, word: &mut String) {
    word.extend(chars.by_ref().take_while(|c| *c != '\''));
}

fn take_double(chars: &mut Chars<'_>, word: &mut String) {
    while let Some(c) = chars.next().filter(|c| *c != '"') {
        match c {
            '\\' => match chars.next() {
                Some('\n') | None => {}
                Some(c @ ('"' | '\\' | '$' | '`')) => word.push(c),
                Some(c) => word.extend(['\\', c]),
            },
            c => word.push(c),
        }
    }
}

/// `$'…'`, as the browsers' "copy as cURL" writes it.
fn take_ansi(chars: &mut Chars<'_>, word: &mut String) {
    while let Some(c) = chars.next().filter(|c| *c != '\'') {
        if c != '\\' {
            word.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => word.push('\n'),
            Some('t') => word.push('\t'),
            Some('r') => word.push('\r'),
            Some('u') => {
                let unit = |chars: &mut Chars<'_>| u16::from_str_radix(&chars.by_ref().take(4).collect::<String>(), 16).ok();
                let first = unit(chars);
                // The browsers write what stands outside of the first plane as two halves.
                let second = first.filter(|half| (0xd800..0xdc00).contains(half)).and_then(|_| {
                    chars.next_if_eq(&'\\')?;
                    chars.next_if_eq(&'u')?;
                    unit(chars)
                });
                word.extend(char::decode_utf16(first.into_iter().chain(second)).filter_map(Result::ok));
            }
            Some(c) => word.push(c),
            None => {}
        }
    }
}

/// What stands between the line of the delimiter and the delimiter on a line of its own.
fn here_document(text: &str) -> Option<String> {
    let (first, rest) = text.split_once('\n')?;
    let delimiter = first.split_whitespace().next()?.trim_matches(['\'', '"', '\\']);
    let lines: Vec<&str> = rest.lines().take_while(|line| line.trim_start_matches('\t') != delimiter).collect();
    Some(lines.join("\n"))
}
