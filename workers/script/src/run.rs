//! One run of one function, in an engine that is thrown away afterwards.

use std::{path::Path, rc::Rc};

use boa_engine::{
    Context, JsError, JsResult, JsValue, Script, Source,
    builtins::promise::PromiseState,
    context::HostHooks,
    error::{EngineError, RuntimeLimitError},
    js_string,
    object::{JsObject, builtins::JsPromise},
};
use lineup_core::draft::mock::script::{Fault, NAME, Ran, Spot};
use serde_json::Value;

use crate::console;

/// Turns of the loops of one call of a function. Some seconds of work; who needs more, needs another tool.
const MOST_TURNS: u64 = 20_000_000;
/// Functions within functions. The engine's own stack is the worker's, which is small.
const DEEPEST: usize = 400;
/// Values on the engine's stack.
const MOST_VALUES: usize = 64 * 1024;
/// A longer result would fill a model's context many times over.
const LONGEST_RESULT: usize = 1 << 20;
/// A file's name for the code, by which its places are found again in what the engine says.
const FILE: &str = "function.js";

/// Runs the function that the code is, or that it names `answer`, with this input.
pub fn run(code: &str, input: &Value) -> Ran {
    let result = attempt(code, input);
    Ran { result, said: console::said() }
}

/// What the engine asks of its surroundings: nothing but a bound on buffers.
struct Hooks;

impl HostHooks for Hooks {
    fn max_buffer_size(&self, _: &mut Context) -> u64 {
        64 << 20
    }
}

fn attempt(code: &str, input: &Value) -> Result<String, Fault> {
    let mut context = Context::builder().host_hooks(Rc::new(Hooks)).build().map_err(|error| thrown(&error, None))?;
    let limits = context.runtime_limits_mut();
    limits.set_loop_iteration_limit(MOST_TURNS);
    limits.set_recursion_limit(DEEPEST);
    limits.set_stack_size_limit(MOST_VALUES);
    let in_engine = |error: JsError, context: &mut Context| fault(&error, context);
    // Taken before the code can put something else in its place.
    let stringify = stringify(&mut context).map_err(|error| in_engine(error, &mut context))?;
    console::install(&mut context).map_err(|error| in_engine(error, &mut context))?;
    let source = Source::from_bytes(code).with_path(Path::new(FILE));
    let script = Script::parse(source, None, &mut context).map_err(|error| syntax(code, &error))?;
    let value = script.evaluate(&mut context).map_err(|error| in_engine(error, &mut context))?;
    let function = function(value, &mut context).map_err(|error| in_engine(error, &mut context))?.ok_or(Fault::NoFunction)?;
    let input = JsValue::from_json(input, &mut context).map_err(|error| in_engine(error, &mut context))?;
    let value = function.call(&JsValue::undefined(), &[input], &mut context).map_err(|error| in_engine(error, &mut context))?;
    let value = settled(value, &mut context)?;
    if let Some(text) = value.as_string() {
        return bounded(text.to_std_string_lossy());
    }
    if value.is_undefined() {
        return Err(Fault::Nothing);
    }
    let text = stringify.call(&JsValue::undefined(), &[value], &mut context).map_err(|error| in_engine(error, &mut context))?;
    // A function or a symbol has no JSON.
    bounded(text.as_string().ok_or(Fault::Nothing)?.to_std_string_lossy())
}

fn bounded(text: String) -> Result<String, Fault> {
    if text.len() > LONGEST_RESULT { Err(Fault::Long { bytes: text.len() }) } else { Ok(text) }
}

fn stringify(context: &mut Context) -> JsResult<JsObject> {
    let json = context.global_object().get(js_string!("JSON"), context)?.to_object(context)?;
    json.get(js_string!("stringify"), context)?.to_object(context)
}

/// The last value of the code where that is a function, else the function of the agreed name.
fn function(value: JsValue, context: &mut Context) -> JsResult<Option<JsObject>> {
    if let Some(function) = value.as_callable() {
        return Ok(Some(function));
    }
    // A `const` is no property of the global object: only code finds it.
    let named = context.eval(Source::from_bytes(&format!("typeof {NAME} === 'function' ? {NAME} : undefined")))?;
    Ok(named.as_callable())
}

/// What a promise comes to. Nothing in the engine can be waited for, so that what is open after all its jobs stays open.
fn settled(value: JsValue, context: &mut Context) -> Result<JsValue, Fault> {
    let Some(promise) = value.as_object().and_then(|object| JsPromise::from_object(object).ok()) else { return Ok(value) };
    context.run_jobs().map_err(|error| fault(&error, context))?;
    match promise.state() {
        PromiseState::Pending => Err(Fault::Pending),
        PromiseState::Fulfilled(value) => Ok(value),
        PromiseState::Rejected(reason) => Err(fault(&JsError::from_opaque(reason), context)),
    }
}

/// What the parser minds, with its place.
fn syntax(code: &str, error: &JsError) -> Fault {
    let mut interner = boa_engine::interner::Interner::default();
    let scope = boa_engine::ast::scope::Scope::new_global();
    let said = boa_parser::Parser::new(Source::from_bytes(code)).parse_script(&scope, &mut interner).err();
    let place = |line: u32, column: u32| Some(Spot { line, column });
    use boa_parser::{Error, lexer::error::Error as LexError};
    let spot = match &said {
        Some(Error::Expected { span, .. } | Error::Unexpected { span, .. }) => {
            place(span.start().line_number(), span.start().column_number())
        }
        Some(Error::General { position, .. } | Error::Lex { err: LexError::Syntax(_, position) }) => {
            place(position.line_number(), position.column_number())
        }
        _ => None,
    };
    let words = said.map_or_else(|| error.to_string(), |said| said.to_string());
    // The place is told apart from the words.
    let words = words.rfind(" at line ").map_or(words.as_str(), |at| &words[..at]);
    Fault::Syntax { words: words.to_owned(), spot }
}

fn fault(error: &JsError, context: &mut Context) -> Fault {
    match error.as_engine() {
        Some(EngineError::RuntimeLimit(RuntimeLimitError::LoopIteration)) => Fault::Endless,
        Some(EngineError::RuntimeLimit(_)) => Fault::Deep,
        _ => thrown(error, Some(context)),
    }
}

/// What was thrown, in its own words.
fn thrown(error: &JsError, context: Option<&mut Context>) -> Fault {
    const LONGEST: usize = 1_000;
    let said = error.to_string();
    let words = context.and_then(|context| {
        let value = error.clone().into_opaque(context).ok()?;
        value.to_string(context).ok().map(|text| text.to_std_string_lossy())
    });
    let words = words.unwrap_or_else(|| said.lines().next().unwrap_or_default().to_owned());
    Fault::Thrown { words: words.chars().take(LONGEST).collect(), spot: place_in(&said) }
}

/// The innermost place in the code, from the engine's trace.
fn place_in(trace: &str) -> Option<Spot> {
    // The frames come after the words, the innermost first; the words themselves name the outermost.
    let frames = trace.lines().filter(|line| line.trim_start().starts_with("at "));
    frames.chain([trace]).find_map(place_on)
}

fn place_on(line: &str) -> Option<Spot> {
    let (_, rest) = line.split_once(FILE)?;
    let mut numbers = rest.strip_prefix(':')?.split(|c: char| !c.is_ascii_digit()).map(str::parse);
    Some(Spot { line: numbers.next()?.ok()?, column: numbers.next()?.ok()? })
}

#[cfg(test)]
mod tests {
    use super::run;
    use lineup_core::draft::mock::script::{Fault, Spot};
    use rstest::rstest;
    use serde_json::{Value, json};

    fn result(code: &str) -> Result<String, Fault> {
        run(code, &json!({"a": 2, "city": "서울"})).result
    }

    #[rstest]
    #[case::arrow("({ a }) => a + 1", "3")]
    #[case::named("function answer(x) { return x.city; }", "서울")]
    #[case::constant("const answer = x => [x.a, null, 'b'];", r#"[2,null,"b"]"#)]
    #[case::asynchronous("async ({ a }) => { await null; return { twice: a * 2 }; }", r#"{"twice":4}"#)]
    #[case::dates("() => ({ when: new Date(0) })", r#"{"when":"1970-01-01T00:00:00.000Z"}"#)]
    #[case::modern("x => x?.none?.more ?? Object.entries(x).map(([k]) => k).join()", "a,city")]
    #[case::unchanged_json("JSON.stringify = () => 'mine'; () => ({ a: 1 })", r#"{"a":1}"#)]
    fn a_function_answers(#[case] code: &str, #[case] expected: &str) {
        assert_eq!(result(code).as_deref(), Ok(expected));
    }

    #[rstest]
    #[case("fetch")]
    #[case("XMLHttpRequest")]
    #[case("self")]
    #[case("window")]
    #[case("document")]
    #[case("postMessage")]
    #[case("importScripts")]
    #[case("WebSocket")]
    #[case("indexedDB")]
    #[case("setTimeout")]
    fn nothing_of_the_browser_is_there(#[case] name: &str) {
        let code = format!("() => typeof {name} + typeof globalThis['{name}'] + typeof (new Function('return this')())['{name}']");
        assert_eq!(result(&code).as_deref(), Ok("undefinedundefinedundefined"));
    }

    #[test]
    fn a_module_cannot_be_loaded() {
        assert!(matches!(result("async () => { await import('https://example.com/x.js'); return 1; }"), Err(Fault::Thrown { .. })));
    }

    #[test]
    fn an_error_names_its_line() {
        let words = |words: &str| words.to_owned();
        let code = "function answer() {\n  const x = null;\n  return x.length;\n}";
        let Err(Fault::Thrown { words: said, spot }) = result(code) else { panic!("nothing thrown") };
        assert!(said.starts_with("TypeError"), "{said}");
        assert_eq!(spot.map(|spot| spot.line), Some(3));
        let code = "function inner() {\n  throw new Error('no such city');\n}\nfunction answer() {\n  return inner();\n}";
        let Err(Fault::Thrown { words: said, spot }) = result(code) else { panic!("nothing thrown") };
        assert_eq!((said, spot.map(|spot| spot.line)), (words("Error: no such city"), Some(2)));
        let Err(Fault::Thrown { words: said, .. }) = result("() => { throw 'plain words'; }") else { panic!("nothing thrown") };
        assert_eq!(said, "plain words");
        let Err(Fault::Thrown { words: said, .. }) = result("async () => { throw new RangeError('late'); }") else {
            panic!("nothing thrown")
        };
        assert_eq!(said, "RangeError: late");
    }

    #[test]
    fn what_is_no_code_names_its_place() {
        let Err(Fault::Syntax { words, spot }) = result("function answer() {\n  return 1 +;\n}") else { panic!("no fault") };
        assert_eq!(spot, Some(Spot { line: 2, column: 13 }), "{words}");
        assert!(!words.contains("line"), "{words}");
        assert!(matches!(result("function answer() {"), Err(Fault::Syntax { .. })));
        assert!(matches!(result("const s = 'open"), Err(Fault::Syntax { .. })));
    }

    #[rstest]
    #[case::a_loop("() => { while (true) {} }", Fault::Endless)]
    #[case::a_loop_that_catches("() => { try { for (;;) {} } catch { return 1; } }", Fault::Endless)]
    #[case::itself("function answer() { return answer(); }", Fault::Deep)]
    #[case::no_function("1 + 1", Fault::NoFunction)]
    #[case::nothing("() => {}", Fault::Nothing)]
    #[case::a_symbol("() => Symbol('x')", Fault::Nothing)]
    #[case::never("() => new Promise(() => {})", Fault::Pending)]
    #[case::long("() => 'a'.repeat(2 ** 21)", Fault::Long { bytes: 1 << 21 })]
    fn what_cannot_be_an_answer_is_a_fault(#[case] code: &str, #[case] expected: Fault) {
        assert_eq!(result(code), Err(expected));
    }

    #[test]
    fn runs_know_nothing_of_each_other() {
        assert_eq!(result("globalThis.kept = 1; () => 1").as_deref(), Ok("1"));
        assert_eq!(result("() => typeof kept").as_deref(), Ok("undefined"));
    }

    #[test]
    fn what_is_said_is_kept_and_bounded() {
        let ran = run("x => { console.log('city', x.city, 3); console.warn({ a: 1 }); return 1; }", &json!({"city": "Oslo"}));
        assert_eq!(ran.said[0], "city Oslo 3");
        assert_eq!(ran.said.len(), 2);
        let ran = run("() => { for (let n = 0; n < 1000; n++) console.log('x'.repeat(1e5)); return 1; }", &Value::Null);
        assert_eq!((ran.said.len(), ran.said[0].len()), (50, 2_000));
    }

    #[test]
    fn the_input_of_a_free_form_tool_is_its_text() {
        assert_eq!(run("text => text.toUpperCase()", &json!("abc")).result.as_deref(), Ok("ABC"));
    }
}
