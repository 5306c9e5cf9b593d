//! The function that answers a tool's calls: its code, and a trial of it.

use crate::{
    browser::{dialog, workers::script},
    i18n::{t, t_string, use_i18n},
    state::tools::{Subject, ToolsView},
    ui::{
        function::{Said, fault_text},
        kit::{Button, Field, Icon},
    },
};
use leptos::prelude::*;
use lineup_core::{
    draft::mock::{
        Mock,
        script::{Ran, Spot},
    },
    run::simulator::example_of,
};
use serde_json::Value;

/// Where a trial stands.
#[derive(Clone, Debug, Default, PartialEq)]
enum Trial {
    #[default]
    None,
    Running,
    /// The arguments of the trial are not JSON.
    NotJson,
    Ended(Ran),
}

#[component]
pub fn Function() -> impl IntoView {
    let i18n = use_i18n();
    let form = expect_context::<ToolsView>().form;
    let code = Memo::new(move |_| {
        form.with(|form| match &form.mock {
            Some(Mock::Function { code }) => code.clone(),
            _ => String::new(),
        })
    });
    let write = move |new: String| {
        form.update(|form| {
            if let Some(Mock::Function { code }) = &mut form.mock {
                *code = new;
            }
        });
    };
    let is_text = form.with_untracked(|form| form.subject == Subject::Custom);
    let first = form.with_untracked(|form| match serde_json::from_str::<Value>(&form.schema) {
        Ok(schema) if !is_text => format!("{:#}", example_of(&schema)),
        _ => String::new(),
    });
    let arguments = RwSignal::new(first);
    let trial = RwSignal::new(Trial::None);
    let field = StoredValue::new(String::new());
    let start = move |_| {
        let given = arguments.get_untracked();
        let input = if is_text { Ok(Value::String(given)) } else { serde_json::from_str(&given) };
        let Ok(input) = input else { return trial.set(Trial::NotJson) };
        trial.set(Trial::Running);
        // The dialog may be closed when the answer comes.
        script::run(code.get_untracked(), input, move |ran| _ = trial.try_set(Trial::Ended(ran)));
    };
    let go = move |spot: Spot| {
        let (start, end) = code.with_untracked(|code| line_at(code, spot.line));
        field.with_value(|field| dialog::select(field, start, end));
    };
    view! {
        <Field label=move || t_string!(i18n, script.code) hint=move || t_string!(i18n, script.code_hint) let:ids>
            {field.set_value(ids.control.clone())}
            <textarea
                class="textarea input-mono function-code"
                id=ids.control.clone()
                rows="10"
                spellcheck="false"
                autocapitalize="off"
                aria-describedby=ids.described_by.clone()
                prop:value=move || code.get()
                on:input:target=move |event| write(event.target().value())
            ></textarea>
        </Field>
        <Field label=move || t_string!(i18n, script.arguments) let:ids>
            <textarea
                class="textarea input-mono function-code"
                id=ids.control.clone()
                rows="4"
                spellcheck="false"
                autocapitalize="off"
                prop:value=move || arguments.get()
                on:input:target=move |event| arguments.set(event.target().value())
            ></textarea>
        </Field>
        <div class="function-trial">
            <Button small=true disabled=Signal::derive(move || trial.with(|trial| *trial == Trial::Running)) on:click=start>
                {Icon::Play} {t!(i18n, script.trial)}
            </Button>
            <div role="status" class="function-outcome">
                {move || match trial.get() {
                    Trial::None => ().into_any(),
                    Trial::Running => view! { <p class="field-hint">{t!(i18n, script.running)}</p> }.into_any(),
                    Trial::NotJson => view! { <p class="field-error">{Icon::Warning}<span>{t!(i18n, script.not_json)}</span></p> }.into_any(),
                    Trial::Ended(Ran { result: Ok(result), said }) => {
                        view! {
                            <pre class="code function-result" tabindex="0">{result}</pre>
                            <Said lines=said/>
                        }
                            .into_any()
                    }
                    Trial::Ended(Ran { result: Err(fault), said }) => {
                        let spot = fault.spot();
                        view! {
                            <p class="field-error">{Icon::Warning}<span>{move || fault_text(i18n, &fault)}</span></p>
                            {spot.map(|spot| view! { <Button small=true on:click=move |_| go(spot)>{t!(i18n, script.go)}</Button> })}
                            <Said lines=said/>
                        }
                            .into_any()
                    }
                }}
            </div>
        </div>
    }
}

/// Where a line of the code begins and ends, in UTF-16 units; lines count from 1.
fn line_at(code: &str, line: u32) -> (usize, usize) {
    let units = |text: &str| text.encode_utf16().count();
    let before = line.saturating_sub(1) as usize;
    let start = code.split_inclusive('\n').take(before).map(units).sum();
    (start, start + code.lines().nth(before).map_or(0, units))
}

#[cfg(test)]
mod tests {
    use super::line_at;

    #[test]
    fn a_line_is_found_in_the_units_of_the_browser() {
        let code = "const s = '👍';\nreturn s;\n";
        assert_eq!(line_at(code, 1), (0, 15));
        assert_eq!(line_at(code, 2), (16, 25));
        assert_eq!(line_at(code, 9), (26, 26));
    }
}
