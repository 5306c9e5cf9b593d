//! Conversations as ChatGPT's export and its share pages held them over the years, beside what each becomes.

use lineup_core::draft::{Part, TurnBody};
use lineup_core::plan::import::{Format, Pasted, paste};
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// Everything of a draft that came from a conversation, to be read.
fn told(pasted: &Pasted) -> String {
    let draft = &pasted.imported.draft;
    let mut out = format!("model: {}\n", pasted.imported.model.as_deref().unwrap_or("—"));
    if let Some(effort) = &draft.settings.effort {
        writeln!(out, "effort: {effort}").unwrap();
    }
    let quoted =
        |text: &str, sign: char| text.lines().map(|line| format!("{sign} {line}").trim_end().to_owned() + "\n").collect::<String>();
    if !draft.instructions.is_empty() {
        write!(out, "instructions\n{}", quoted(&draft.instructions, '|')).unwrap();
    }
    for (id, turn) in draft.conversation.branch_turns() {
        let beside = draft.conversation.siblings(id);
        let place = beside.iter().position(|sibling| *sibling == id).unwrap() + 1;
        let of = if beside.len() > 1 { format!(" ({place} of {})", beside.len()) } else { String::new() };
        match &turn.body {
            TurnBody::Developer { text } => write!(out, "developer{of}\n{}", quoted(text, '|')).unwrap(),
            TurnBody::System { text } => write!(out, "system{of}\n{}", quoted(text, '|')).unwrap(),
            TurnBody::User { parts } => {
                writeln!(out, "user{of}").unwrap();
                for part in parts {
                    match part {
                        Part::Text { text } => out.push_str(&quoted(text, '|')),
                        other => writeln!(out, "+ {}", serde_json::to_string(other).unwrap()).unwrap(),
                    }
                }
            }
            TurnBody::Assistant { text, tool_calls, reasoning, model, .. } => {
                writeln!(out, "assistant{of}: {}", model.as_deref().unwrap_or("—")).unwrap();
                out.push_str(&quoted(reasoning.as_deref().unwrap_or_default(), '~'));
                out.push_str(&quoted(text, '|'));
                for call in tool_calls {
                    writeln!(out, "> {} {} {}", call.id, call.name, call.arguments).unwrap();
                }
            }
            TurnBody::Tool { call_id, output } => write!(out, "tool{of}: {call_id}\n{}", quoted(output, '|')).unwrap(),
        }
    }
    let shown = draft.conversation.path().len();
    if shown < draft.conversation.turns.len() {
        writeln!(out, "turns of other branches: {}", draft.conversation.turns.len() - shown).unwrap();
    }
    for note in &pasted.notes {
        writeln!(out, "{} {:?}: {}", if note.kind.is_left_out() { "-" } else { "*" }, note.kind, note.what).unwrap();
    }
    out
}

fn files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/snippets/chatgpt");
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|path| path.extension().is_some_and(|kind| kind == "json")).collect();
    files.sort();
    files
}

#[test]
fn a_conversation_of_each_year_becomes_the_reviewed_draft() {
    let files = files();
    assert!(files.len() >= 10, "{}", files.len());
    for path in files {
        let pasted = paste(&std::fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(pasted.format, Format::ChatGpt);
        let told = told(&pasted);
        let reviewed = path.with_extension("txt");
        if std::env::var_os("LINEUP_BLESS").is_some() {
            std::fs::write(&reviewed, &told).unwrap();
        }
        assert_eq!(told, std::fs::read_to_string(&reviewed).unwrap(), "{}", path.display());
    }
}

#[test]
fn a_conversation_that_says_nothing_is_none() {
    for text in [r#"{"mapping": {}}"#, r#"{"linear_conversation": []}"#, r#"[{"mapping": {"a": {"message": null}}}]"#] {
        assert!(paste(text).is_err(), "{text}");
    }
}

/// A message that says `word{n}`, in any of the forms that messages have.
fn message(n: usize, (form, void): (usize, bool)) -> Value {
    let word = format!("word{n}.");
    let text = json!({"content_type": "text", "parts": [word]});
    let (role, content, more) = match form {
        0 => ("user", text, json!({})),
        1 => ("assistant", text, json!({"metadata": {"model_slug": "gpt-4o"}})),
        2 => ("assistant", json!({"content_type": "code", "language": "python", "text": word}), json!({"recipient": "python"})),
        3 => ("tool", json!({"content_type": "execution_output", "text": word}), json!({"author": {"role": "tool", "name": "python"}})),
        4 => ("tool", text, json!({"author": {"role": "tool", "name": "bio"}})),
        5 => ("assistant", json!({"content_type": "thoughts", "thoughts": [{"summary": "s", "content": word}]}), json!({})),
        6 => ("assistant", json!({"content_type": "reasoning_recap", "content": word}), json!({})),
        7 => ("user", json!({"content_type": "user_editable_context", "user_profile": word, "user_instructions": ""}), json!({})),
        8 => ("system", text, json!({})),
        9 => (
            "user",
            json!({"content_type": "multimodal_text", "parts": [{"content_type": "image_asset_pointer", "asset_pointer": word}]}),
            json!({}),
        ),
        10 => ("user", text, json!({"metadata": {"is_visually_hidden_from_conversation": true}})),
        11 => ("assistant", json!({"content_type": "of_next_year", "body": word}), json!({})),
        12 => ("user", json!({"content_type": "model_editable_context", "model_set_context": word}), json!({})),
        _ => ("narrator", text, json!({})),
    };
    let mut message = json!({"author": {"role": role}, "content": content, "weight": if void { 0.0 } else { 1.0 }});
    message.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    message
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    /// Whatever hangs where: each word is in the draft or counted in the report, and every call has its result behind it.
    #[test]
    fn nothing_of_a_conversation_is_lost_unsaid(
        forms in prop::collection::vec((0_usize..14, prop::bool::weighted(0.1)), 1..24),
        parents in prop::collection::vec(prop_oneof![4 => Just(1_usize), 1 => 0_usize..30], 24),
        current in prop::option::of(0_usize..24),
        is_backwards in any::<bool>(),
    ) {
        let nodes = forms.iter().enumerate().map(|(n, form)| {
            // Mostly the one before; sometimes any, itself too, or one that is not there.
            let parent = if parents[n] == 1 { n.checked_sub(1) } else { Some(parents[n]) };
            (format!("n{n}"), json!({"message": message(n, *form), "parent": parent.map(|parent| format!("n{parent}")), "children": []}))
        });
        let mapping: Map<String, Value> = if is_backwards { nodes.rev().collect() } else { nodes.collect() };
        let export = json!({"mapping": mapping, "current_node": current.map(|node| format!("n{node}"))});
        let Ok(pasted) = paste(&export.to_string()) else { return Ok(()) };
        let draft = &pasted.imported.draft;
        let kept = serde_json::to_string(draft).unwrap();
        let missing = (0..forms.len()).filter(|n| !kept.contains(&format!("word{n}."))).count();
        let counted = |what: &str| what.split_once(" × ").map_or(1, |(count, _)| count.parse::<usize>().unwrap());
        let said: usize = pasted.notes.iter().filter(|note| note.kind.is_left_out()).map(|note| counted(&note.what)).sum();
        prop_assert_eq!(missing, said, "{:?}\n{}", pasted.notes, kept);
        for (id, turn) in &draft.conversation.turns {
            let TurnBody::Assistant { tool_calls, .. } = &turn.body else { continue };
            for call in tool_calls {
                let answers = draft.conversation.children(Some(*id));
                let body = |id| draft.conversation.turns.get(id).map(|turn| &turn.body);
                let is_answer = |id| matches!(body(id), Some(TurnBody::Tool { call_id, .. }) if *call_id == call.id);
                prop_assert!(answers.len() == 1 && answers.iter().all(is_answer));
            }
        }
    }
}

#[test]
fn a_conversation_without_end_is_read_at_once() {
    let node = |message: &str, parent: usize| format!(r#"{{"message": {message}, "parent": "{parent}", "children": []}}"#);
    let thought = r#"{"author": {"role": "assistant"}, "content": {"content_type": "thoughts", "thoughts": ["a long thought"]}}"#;
    let answer = r#"{"author": {"role": "assistant"}, "content": {"parts": ["x"]}}"#;
    let chain = |n: usize| if n < 30_000 { (thought, n.saturating_sub(1)) } else { (answer, 29_999) };
    let nodes: Vec<String> =
        (0..60_000).map(|n| (n, chain(n))).map(|(n, (text, parent))| format!(r#""{n}": {}"#, node(text, parent))).collect();
    let pasted = paste(&format!(r#"{{"mapping": {{{}}}}}"#, nodes.join(","))).unwrap();
    assert_eq!(pasted.imported.draft.conversation.turns.len(), 30_000);
}
