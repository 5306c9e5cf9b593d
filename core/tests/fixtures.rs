//! Every shape that the reader knows, as a small answer of our own: folded, compared, and cut at every byte.
//!
//! Each `fixtures/<who>--<api>--<what>` has beside it what the command line prints for it.

#![allow(clippy::unwrap_used)] // the helpers of a test are tests, which clippy.toml's exception does not see

mod common;

use common::{Head, api_of, example, run, same};
use serde_json::Value;
use std::path::PathBuf;

fn fixtures() -> Vec<(String, Vec<u8>, Value)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut found: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("--") && !name.ends_with(".expected.json"))
        .map(|name| {
            let body = std::fs::read(folder.join(&name)).unwrap();
            let expected = std::fs::read(folder.join(format!("{name}.expected.json"))).unwrap();
            (name, body, serde_json::from_slice(&expected).unwrap())
        })
        .collect();
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert!(found.len() > 50, "the fixtures are there");
    found
}

#[test]
fn every_shape_folds_to_what_stands_beside_it() {
    for (name, body, expected) in fixtures() {
        let run = run(api_of(&name), &Head { status: 200, headers: Vec::new() }, [body.as_slice()]);
        assert_eq!(example::print(&run), expected, "{name}");
    }
}

#[test]
fn every_shape_folds_the_same_cut_at_every_byte_and_whatever_its_label() {
    for (name, body, _) in fixtures() {
        let head = Head { status: 200, headers: Vec::new() };
        let whole = run(api_of(&name), &head, [body.as_slice()]);
        for cut in 0..=body.len() {
            let (start, end) = body.split_at(cut);
            assert!(same(&run(api_of(&name), &head, [start, end]), &whole), "{name} cut at {cut}");
        }
        assert!(same(&run(api_of(&name), &head, body.chunks(1)), &whole), "{name} byte by byte");
        for label in ["application/json", "text/event-stream", "text/plain"] {
            let labelled = run(api_of(&name), &Head::ok(label), [body.as_slice()]);
            assert_eq!(example::print(&labelled), example::print(&whole), "{name} as {label}");
        }
    }
}

#[test]
fn the_command_line_prints_an_object_for_whatever_file_there_is() {
    let folder = std::env::temp_dir().join(format!("lineup-fold-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (name, body) in [
        ("empty--chat--x.sse", &b""[..]),
        ("binary--responses--x.sse", &[0, 159, 146, 150, 255, 13, 10, 10][..]),
        ("text--images--x.json", b"no JSON at all"),
        ("name-without-api", b"[1, 2"),
        ("number--chat--x.json", b"7"),
        ("list--responses--x.sse", b"data: [1,2]\n\ndata: 7\n\ndata: \"x\"\n\n"),
    ] {
        let file = folder.join(name);
        std::fs::write(&file, body).unwrap();
        let printed = example::fold(&file, None, Some(3));
        let keys = ["model", "text", "reasoning_text", "refusal", "tool_calls", "server_tools", "finish", "usage", "error"];
        assert!(keys.iter().all(|key| printed.get(*key).is_some()), "{name}: {printed}");
        assert_eq!(printed["text"], "", "{name}");
    }
    let missing = example::fold(&folder.join("missing--chat--x.sse"), None, None);
    assert!(missing["error"].is_object(), "{missing}");
    std::fs::remove_dir_all(&folder).unwrap();
}
