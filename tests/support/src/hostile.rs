//! What outsiders may write (`tests/hostile`), and the time that a test gives each of them.

use serde::Deserialize;
use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::LazyLock;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread;
use std::time::Duration;

/// Far above what any payload needs, unoptimised and on a busy machine: what takes longer would never end on a page.
const PATIENCE: Duration = Duration::from_secs(60);

/// So much of a flood goes where each payload takes many steps: what grows faster than its text is seen with this much, too.
const SOME: usize = 16 * 1024;

/// As much as a program for the browser has.
const STACK: usize = 1024 * 1024;

/// A payload as the files have it: itself, or how it is made.
#[derive(Deserialize)]
#[serde(untagged)]
enum Entry {
    Text(String),
    Flood {
        #[serde(default)]
        before: String,
        repeat: String,
        times: usize,
        #[serde(default)]
        after: String,
    },
}

type File = BTreeMap<String, Vec<Entry>>;

#[derive(Clone, Debug)]
pub struct Payload {
    /// Its group and its place there, from 0.
    pub name: String,
    pub text: String,
    /// Whether it stands in the file as it is.
    pub is_short: bool,
}

static FILES: LazyLock<[File; 7]> = LazyLock::new(|| {
    [
        include_str!("../../hostile/markup.json"),
        include_str!("../../hostile/addresses.json"),
        include_str!("../../hostile/markdown.json"),
        include_str!("../../hostile/unicode.json"),
        include_str!("../../hostile/text.json"),
        include_str!("../../hostile/floods.json"),
        include_str!("../../hostile/wire.json"),
    ]
    .map(|text| serde_json::from_str(text).expect("a file of payloads"))
});

/// A flood is made with at the most so many bytes of what is repeated.
fn payload(group: &str, at: usize, entry: &Entry, most: usize) -> Payload {
    let (text, is_short) = match entry {
        Entry::Text(text) => (text.clone(), true),
        Entry::Flood { before, repeat, times, after } => {
            (format!("{before}{}{after}", repeat.repeat((*times).min(most / repeat.len()))), false)
        }
    };
    Payload { name: format!("{group} {at}"), text, is_short }
}

/// The payloads of these groups.
///
/// # Panics
/// Where there is no such group.
pub fn of(groups: &[&str]) -> Vec<Payload> {
    let found = |group: &&str| FILES.iter().find_map(|file| file.get(*group)).unwrap_or_else(|| panic!("there is no group {group}"));
    groups.iter().flat_map(|group| found(group).iter().enumerate().map(move |(at, entry)| payload(group, at, entry, SOME))).collect()
}

/// All that are no floods.
pub fn short() -> Vec<Payload> {
    all().into_iter().filter(|payload| payload.is_short).collect()
}

/// All of them, of each flood some.
pub fn all() -> Vec<Payload> {
    with_floods(SOME)
}

/// The floods, whole.
pub fn floods() -> Vec<Payload> {
    with_floods(usize::MAX).into_iter().filter(|payload| !payload.is_short).collect()
}

fn with_floods(most: usize) -> Vec<Payload> {
    let group = |(group, entries): (&String, &Vec<Entry>)| {
        entries.iter().enumerate().map(|(at, entry)| payload(group, at, entry, most)).collect::<Vec<_>>()
    };
    FILES.iter().flat_map(|file| file.iter().flat_map(group)).collect()
}

/// Does this with each payload, on a stack as small as the page's, and not for ever.
///
/// # Panics
/// As the work does, and when it takes too long.
pub fn each(payloads: Vec<Payload>, work: impl Fn(&Payload) + Send + 'static) {
    // The worker hands the name of each over before it begins, so that a hang has a name.
    let (begun, names) = sync_channel(0);
    let worker = thread::Builder::new()
        .stack_size(STACK)
        .spawn(move || {
            for payload in payloads {
                if begun.send(payload.name.clone()).is_err() {
                    return;
                }
                work(&payload);
            }
        })
        .expect("a thread");
    let mut last = String::from("the first");
    loop {
        match names.recv_timeout(PATIENCE) {
            Ok(name) => last = name,
            Err(RecvTimeoutError::Timeout) => panic!("{last} does not come to an end"),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    if let Err(reason) = worker.join() {
        eprintln!("it was {last}");
        resume_unwind(reason);
    }
}

#[cfg(test)]
mod tests {
    use super::{each, of, with_floods};

    #[test]
    fn the_corpus_has_many_different_payloads_of_every_kind() {
        let payloads = with_floods(usize::MAX);
        let mut texts: Vec<&str> = payloads.iter().map(|payload| payload.text.as_str()).collect();
        texts.sort_unstable();
        texts.dedup();
        assert_eq!(texts.len(), payloads.len(), "each is there once");
        assert!(texts.len() >= 200);
        let has = |what: &str, test: fn(&str) -> bool| assert!(texts.iter().any(|text| test(text)), "{what}");
        has("a line of a megabyte", |text| text.len() >= 1 << 20 && !text.contains('\n'));
        has("a huge table", |text| text.lines().filter(|line| line.starts_with('|')).count() > 10_000);
        has("deep nesting", |text| text.starts_with(&"[".repeat(10_000)));
        has("a control", |text| text.contains('\u{1b}'));
        has("a name of a prototype", |text| text == "__proto__");
        has("a direction", |text| text.contains('\u{202e}'));
        has("nothing to be seen", |text| text.contains('\u{200b}'));
        has("an address that runs", |text| text.starts_with("javascript:"));
        has("a picture that tells", |text| text.starts_with("![") && text.contains("http://"));
    }

    #[test]
    #[should_panic(expected = "of this payload")]
    fn what_goes_wrong_with_a_payload_fails_the_test() {
        each(of(&["svg"]), |payload| assert!(payload.name == "svg 0", "of this payload"));
    }
}
