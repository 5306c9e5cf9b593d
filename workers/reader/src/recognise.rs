//! Which form a text has: each is asked whether it can read it, the sure ones first.

use crate::code::{Program, SyntaxError};
use crate::depth::{Rules, is_program_too_deep, is_too_deep};
use crate::literal::Values;
use crate::{call, javascript, python, yaml};
use lineup_core::plan::import::{Format, MOST_BYTES, PasteError, Pasted, bare, from_document, from_value, paste, prompty};

/// Code and prompts that people write by hand are far shorter.
const MOST_CODE: usize = 1024 * 1024;

const TOO_DEEP: &str = "nested too deep";

/// Turns a text of any known form into a draft.
pub fn read(text: &str) -> Result<Pasted, PasteError> {
    if text.len() > MOST_BYTES {
        return Err(PasteError::TooLong { most: MOST_BYTES });
    }
    let refused = match paste(text) {
        Err(refused @ (PasteError::Unknown | PasteError::Broken { .. })) => refused,
        done => return done,
    };
    let text = bare(text);
    if text.len() > MOST_CODE {
        return Err(if refused == PasteError::Unknown { PasteError::TooLong { most: MOST_CODE } } else { refused });
    }
    if let Some(done) = from_prompty(text) {
        return done;
    }
    // At the beginning of a program, JavaScript takes `{` for a block.
    let data = (refused != PasteError::Unknown).then(|| format!("({text})"));
    let programs = [
        (Format::Python, parsed(text, Rules::Python, python::read)),
        (Format::JavaScript, parsed(data.as_deref().unwrap_or(text), Rules::JavaScript, javascript::read)),
    ];
    for (format, program) in &programs {
        if let Ok(program) = program
            && let Some(done) = call::request(program, *format)
        {
            return done;
        }
    }
    if refused != PasteError::Unknown {
        // It began like JSON: a list or an object as Python or JavaScript writes it may be meant.
        return programs.iter().filter_map(|(_, program)| literal(program.as_ref().ok()?)).find(Result::is_ok).unwrap_or(Err(refused));
    }
    if is_too_deep(text) {
        return Err(broken("text", 1, 1, TOO_DEEP));
    }
    let document = yaml::read(&format!("{text}\n"));
    if let Ok(document) = document
        && document.value.is_object() | document.value.is_array()
    {
        match from_document(document.value) {
            Err(PasteError::NoRequest) => {}
            done => {
                return done.map(|mut pasted| {
                    pasted.notes.extend(document.notes);
                    pasted
                });
            }
        }
    }
    Err(refusal(text, programs.map(|(_, program)| program)))
}

fn parsed(text: &str, rules: Rules, read: fn(&str) -> Result<Program, SyntaxError>) -> Result<Program, SyntaxError> {
    if is_program_too_deep(text, rules) {
        return Err(SyntaxError::at(text, 0, TOO_DEEP.to_owned()));
    }
    read(text)
}

/// What looks like code is told where it breaks, in the language in which it breaks last.
fn refusal(text: &str, [python, javascript]: [Result<Program, SyntaxError>; 2]) -> PasteError {
    let is_code = ["import ", "const ", ".create(", "fetch(", ".post("].iter().any(|sign| text.contains(sign));
    match (python, javascript) {
        _ if !is_code => PasteError::Unknown,
        (Err(python), Err(javascript)) => {
            let (form, error) = if python.offset >= javascript.offset { ("Python", python) } else { ("JavaScript", javascript) };
            broken(form, error.line, error.column, &error.said)
        }
        _ => PasteError::NoCall,
    }
}

fn broken(form: &str, line: u32, column: u32, said: &str) -> PasteError {
    PasteError::Broken { form: form.to_owned(), line, column, said: said.to_owned() }
}

/// A program that is nothing but a list or an object.
fn literal(program: &Program) -> Option<Result<Pasted, PasteError>> {
    let mut values = Values::of(program);
    let value = values.value(program.only.as_ref()?, 0, "")?;
    Some(from_value(value).map(|mut pasted| {
        pasted.notes.append(&mut values.notes);
        pasted
    }))
}

/// What stands between two lines of hyphens is YAML, and a conversation follows.
fn from_prompty(text: &str) -> Option<Result<Pasted, PasteError>> {
    let rest = text.strip_prefix("---")?.trim_start_matches(['\r', ' ']).strip_prefix('\n')?;
    let end =
        rest.match_indices("\n---").map(|(at, _)| at).find(|at| rest.get(at + 4..).is_some_and(|tail| tail.starts_with(['\n', '\r'])))?;
    let (front, conversation) = (rest.get(..end)?, rest.get(end + 4..)?);
    let document = match yaml::read(front) {
        Ok(document) if document.value.get("model").is_some() || document.value.get("name").is_some() => document,
        Ok(_) => return None,
        Err(error) => return Some(Err(broken("YAML", error.line + 1, error.column, &error.said))),
    };
    Some(prompty(document.value, conversation).map(|mut pasted| {
        pasted.notes.extend(document.notes.into_iter().map(|note| match note.line {
            Some(line) => note.at(line + 1),
            None => note,
        }));
        pasted
    }))
}
