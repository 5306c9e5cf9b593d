//! What goes out comes in again: a draft as a prompt file, and a plan as code.

use crate::recognise::read;
use lineup_core::draft::{Draft, FunctionTool, OutputFormat, Role, Settings, TurnBody};
use lineup_core::plan::import::Format;
use lineup_core::plan::snippet::{Note, PromptFile, prompt_file};
use proptest::prelude::*;
use serde_json::json;

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-z]{1,8}",
        "[ -~\n]{1,40}",
        any::<String>().prop_filter("says something", |text| !text.is_empty()),
        Just("it's \"a\": {{b}} # c\n- d\n\n  e: |\n---\n".to_owned()),
        Just("true".to_owned()),
        Just("a line\nand one that ends with a space ".to_owned()),
    ]
}

fn draft() -> impl Strategy<Value = Draft> {
    let turns = prop::collection::vec((any::<bool>(), text()), 1..5);
    let output = prop_oneof![
        Just(OutputFormat::Text),
        Just(OutputFormat::JsonObject),
        text().prop_map(|words| OutputFormat::JsonSchema {
            name: "n".into(),
            schema: json!({"type": "object", "description": words}),
            strict: Some(true),
            description: None
        }),
    ];
    let settings =
        (prop::option::of(0_u32..200), prop::option::of(1_u32..9999), prop::option::of(prop::sample::select(vec!["low", "high"])));
    (prop::option::of(text()), turns, output, settings, any::<bool>()).prop_map(
        |(instructions, turns, output, (heat, most, effort), tool)| {
            let mut draft = Draft::new();
            if let Some(instructions) = instructions {
                (draft.instructions, draft.instructions_role) = (instructions, Some(Role::System));
            }
            for (user, text) in turns {
                draft.conversation.append(if user { TurnBody::user(text) } else { TurnBody::assistant(text) });
            }
            draft.output = output;
            draft.settings.temperature = heat.map(|heat| f64::from(heat) / 100.0);
            draft.settings.max_output_tokens = most;
            draft.settings.effort = effort.map(str::to_owned);
            if tool {
                draft.tools.push(FunctionTool {
                    name: "f".into(),
                    description: "d".into(),
                    parameters: json!({"type": "object"}),
                    strict: None,
                });
            }
            draft
        },
    )
}

/// What the form can hold of the settings.
fn held(settings: &Settings, form: PromptFile) -> Settings {
    let bare = Settings { spelled: Default::default(), ..settings.clone() };
    match form {
        PromptFile::GitHub => Settings { effort: None, ..bare },
        PromptFile::Messages => Settings::default(),
        _ => bare,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_prompt_file_holds_what_it_can(draft in draft()) {
        for form in PromptFile::ALL.into_iter().filter(|form| form.holds(&draft.settings)) {
            let printed = prompt_file(&draft, &draft.settings, "gpt-4.1", form);
            if printed.notes.contains(&Note::Reshaped) {
                continue;
            }
            let pasted = read(&printed.text).unwrap_or_else(|error| panic!("{form:?} {error}\n{}", printed.text));
            let back = &pasted.imported.draft;
            let wanted = match form {
                PromptFile::GitHub => Format::PromptYml,
                PromptFile::Promptfoo => Format::Promptfoo,
                PromptFile::Prompty => Format::Prompty,
                PromptFile::Messages => Format::Messages,
                PromptFile::Stored => Format::Prompt,
            };
            prop_assert_eq!(pasted.format, wanted);
            prop_assert_eq!(&back.instructions, &draft.instructions, "{:?}\n{}", form, &printed.text);
            prop_assert_eq!(&back.conversation, &draft.conversation, "{:?}\n{}", form, &printed.text);
            prop_assert_eq!(held(&back.settings, form), held(&draft.settings, form), "{:?}\n{}", form, &printed.text);
            if form != PromptFile::Messages {
                prop_assert_eq!(pasted.imported.model.as_deref(), Some("gpt-4.1"));
                prop_assert_eq!(&back.output, &draft.output, "{:?}\n{}", form, &printed.text);
            }
            if form == PromptFile::Promptfoo {
                prop_assert_eq!(&back.tools, &draft.tools);
            } else {
                prop_assert_eq!(printed.notes.contains(&Note::NoTools), !draft.tools.is_empty());
            }
        }
    }
}

#[test]
fn a_prompt_that_openai_keeps_is_named_and_nothing_else() {
    let mut draft = Draft::new();
    assert!(!PromptFile::Stored.holds(&draft.settings));
    let prompt = json!({"id": "pmpt_1", "version": "2", "variables": {"city": "Seoul"}});
    draft.settings.extra.insert("prompt".into(), prompt);
    assert!(PromptFile::Stored.holds(&draft.settings));
    let printed = prompt_file(&draft, &draft.settings, "gpt-5", PromptFile::Stored);
    assert_eq!(printed.notes, [Note::PromptOnly]);
    let pasted = read(&printed.text).unwrap();
    assert_eq!((pasted.format, &pasted.imported.draft.settings.extra), (Format::Prompt, &draft.settings.extra));
}
