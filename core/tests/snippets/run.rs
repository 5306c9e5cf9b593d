//! The code is run, each with the library that it is written for: what arrives is the plan's body, at the plan's address.

use crate::cases::{Case, cases};
use crate::recorder::{ANSWER, Received, Recorder};
use lineup_core::draft::Flavour;
use lineup_core::plan::HeaderValue;
use lineup_core::plan::snippet::{Credential, Language};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

const KEY: &str = "key-of-the-environment";
const KEYS: [&str; 3] = ["OPENAI_API_KEY", "AZURE_OPENAI_API_KEY", "API_KEY"];

/// Whether the code can be run here: Entra ID needs Azure.
pub fn runs(case: &Case) -> bool {
    case.credential == Credential::Key
}

fn runnable(recorder: &Recorder) -> Vec<Case> {
    cases(Some(&recorder.address)).into_iter().filter(runs).collect()
}

/// Whether the code goes to OpenAI, and has to be led astray by `OPENAI_BASE_URL`.
pub fn goes_to_openai(case: &Case) -> bool {
    matches!(case.flavour, Flavour::OpenAi | Flavour::Simulator)
}

/// A program with the keys in its environment, and nothing of the machine's own that these libraries read.
pub fn with_keys(program: &mut Command) -> &mut Command {
    for unwanted in ["OPENAI_BASE_URL", "OPENAI_ORG_ID", "OPENAI_PROJECT_ID", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"] {
        program.env_remove(unwanted);
    }
    program.envs(KEYS.map(|name| (name, KEY))).env("NO_PROXY", "127.0.0.1")
}

/// Runs a program to its end.
///
/// # Panics
/// When it fails: with what it said.
pub fn finish(program: &mut Command) -> String {
    let output = program.stdin(Stdio::null()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{program:?}\n{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

/// A folder of this test that outlives it, so that libraries are fetched once.
pub fn scratch(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("snippets").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn has(program: &str) -> bool {
    Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success())
}

/// As JSON is compared whose numbers are of one kind.
fn same(sent: &Value, planned: &Value) -> bool {
    match (sent, planned) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same(a, b)),
        (Value::Object(a), Value::Object(b)) => a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same(a, b))),
        (a, b) => a == b,
    }
}

/// Whether the request of a case arrived as planned: body, address, key, and the headers that hold no key.
pub fn check(case: &Case, received: &Received, own: &str) {
    let Case { name, plan, .. } = case;
    assert!(same(&received.body, &plan.body), "{name}: sent\n{:#}\nplanned\n{:#}", received.body, plan.body);
    let planned = plan.url.replace("simulator:", own).replace("https://api.openai.com", own);
    assert_eq!(format!("{own}{}", received.target), planned, "{name}");
    for (header, value) in &plan.headers {
        if let HeaderValue::Plain(value) = value {
            // A library may say the encoding behind the type.
            let same = |(sent, said): &(String, String)| {
                sent.eq_ignore_ascii_case(header) && (said == value || said.split(';').next() == Some(value.as_str()))
            };
            assert!(received.headers.iter().any(same), "{name}: {header}: {value} in {:?}", received.headers);
        }
    }
    let header = plan.headers.get(1).map_or("authorization", |(name, _)| name.as_str());
    let key = received.headers.iter().any(|(_, value)| value.strip_prefix("Bearer ").unwrap_or(value) == KEY);
    assert_eq!(key, !name.contains("without a key"), "{name}: {header}");
}

/// Each code in a file of its own, `openai-0.py` where it goes to OpenAI by itself and `own-0.py` where it says where to go.
fn write_all(folder: &Path, cases: &[Case], language: Language, ending: &str) -> Vec<PathBuf> {
    let write = |(number, case): (usize, &Case)| {
        let kind = if goes_to_openai(case) { "openai" } else { "own" };
        let path = folder.join(format!("{kind}-{number}.{ending}"));
        fs::write(&path, case.code(language).text).unwrap();
        path
    };
    cases.iter().enumerate().map(write).collect()
}

fn check_all(cases: &[Case], recorder: &Recorder, said: &str) {
    let received = recorder.take();
    assert_eq!(received.len(), cases.len(), "{said}");
    for (case, received) in cases.iter().zip(&received) {
        check(case, received, &recorder.address);
    }
    // Whoever prints the whole answer may print its text twice.
    assert!(said.matches(ANSWER).count() >= cases.len(), "each prints its answer: {said}");
}

#[test]
fn curl_sends_the_plan() {
    if !has("curl") {
        return lineup_test_support::skipped("there is no curl here");
    }
    let recorder = Recorder::start();
    let cases = runnable(&recorder);
    let mut said = String::new();
    for case in &cases {
        // curl knows no variable for the address.
        let code = case.code(Language::Curl).text.replace("https://api.openai.com", &recorder.address);
        said += &finish(with_keys(Command::new("sh").args(["-c", &code])));
    }
    check_all(&cases, &recorder, &said);
}

/// Runs the files one after the other in one process: loading the library takes longer than all the rest.
const PYTHON: &str = "
import os, runpy, sys
for path in sys.argv[2:]:
    os.environ.pop('OPENAI_BASE_URL', None)
    if os.path.basename(path).startswith('openai-'):
        os.environ['OPENAI_BASE_URL'] = sys.argv[1]
    runpy.run_path(path)
";

#[test]
fn python_sends_the_plan() {
    let Some(python) = python() else { return };
    let recorder = Recorder::start();
    let cases = runnable(&recorder);
    let files = write_all(&scratch("python"), &cases, Language::Python, "py");
    let base = format!("{}/v1", recorder.address);
    let said = finish(with_keys(Command::new(python).args(["-c", PYTHON, &base]).args(files)));
    check_all(&cases, &recorder, &said);
}

/// The interpreter of a venv with the libraries in it; one at a time makes it.
pub fn python() -> Option<PathBuf> {
    static ONE: Mutex<()> = Mutex::new(());
    let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
    let wanted = include_str!("requirements.txt");
    let folder = scratch("venv");
    let bin = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
    let done = folder.join("installed.txt");
    if fs::read_to_string(&done).is_ok_and(|installed| installed == wanted) {
        return Some(bin.join("python"));
    }
    let made = |program: &mut Command| program.stdout(Stdio::null()).status().is_ok_and(|status| status.success());
    let requirements = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/snippets/requirements.txt");
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", requirements];
    if !made(Command::new("python3").args(["-m", "venv"]).arg(&folder)) || !made(Command::new(bin.join("python")).args(install)) {
        lineup_test_support::skipped("there is no Python with venv here, or no PyPI");
        return None;
    }
    fs::write(done, wanted).unwrap();
    Some(bin.join("python"))
}

const NODE: &str = "
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
const [base, ...files] = process.argv.slice(1);
for (const file of files) {
  delete process.env.OPENAI_BASE_URL;
  if (basename(file).startsWith('openai-')) process.env.OPENAI_BASE_URL = base;
  await import(pathToFileURL(file));
}
";

#[test]
fn javascript_sends_the_plan() {
    let Some(folder) = node_modules() else { return };
    let recorder = Recorder::start();
    let cases = runnable(&recorder);
    let files = write_all(&folder, &cases, Language::JavaScript, "mjs");
    let base = format!("{}/v1", recorder.address);
    let said = finish(with_keys(Command::new("node").args(["--input-type=module", "-e", NODE, &base]).args(files)));
    check_all(&cases, &recorder, &said);
}

/// A folder from which the library can be imported.
fn node_modules() -> Option<PathBuf> {
    let folder = scratch("node");
    let lock = include_str!("package-lock.json");
    let done = folder.join("installed.json");
    if !fs::read_to_string(&done).is_ok_and(|installed| installed == lock) {
        fs::write(folder.join("package.json"), include_str!("package.json")).unwrap();
        fs::write(folder.join("package-lock.json"), lock).unwrap();
        let mut npm = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
        npm.current_dir(&folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]);
        if !has("node") || !npm.status().is_ok_and(|status| status.success()) {
            lineup_test_support::skipped("there is no Node with npm here, or no registry");
            return None;
        }
        fs::write(done, lock).unwrap();
    }
    Some(folder)
}
