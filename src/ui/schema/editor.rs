//! The editor of a JSON Schema: its text, errors by line and column, what a server would refuse, and the repairs.

use super::words::{error_text, fix_text, problem_text};
use crate::{
    browser::{dialog, workers::schema},
    i18n::{plural, t, t_string, use_i18n},
    ui::kit::{Button, ButtonKind, Icon, unique_id},
};
use leptos::{prelude::*, text_prop::TextProp};
use lineup_core::draft::schema::{
    Level, Weight,
    check::{Ask, Spotted, Told},
    text::{Spot, TextError},
};

/// What is known of the text.
#[derive(Clone, Debug, Default, PartialEq)]
enum Known {
    #[default]
    Nothing,
    Unreadable(TextError),
    Findings(Vec<Spotted>),
}

#[component]
pub fn SchemaEditor(
    #[prop(into)] label: TextProp,
    #[prop(into)] text: Signal<String>,
    #[prop(into)] on_change: Callback<String>,
    #[prop(into)] strict: Signal<bool>,
) -> impl IntoView {
    let i18n = use_i18n();
    let field = StoredValue::new(unique_id("schema"));
    let known = RwSignal::new(Known::Nothing);
    let is_sampling = RwSignal::new(false);
    let asked = StoredValue::new(0_u32);
    Effect::new(move |_| {
        let level = if strict.get() { Level::Strict } else { Level::Plain };
        let number = asked.try_update_value(|asked| {
            *asked += 1;
            *asked
        });
        schema::ask(Ask::Lint { text: text.get(), level }, move |told| {
            // Another text stands there by now, or the editor is gone.
            if asked.try_get_value() != number {
                return;
            }
            known.set(match told {
                Some(Told::Findings { findings }) => Known::Findings(findings),
                Some(Told::Unreadable { error }) => Known::Unreadable(error),
                _ => Known::Nothing,
            });
        });
    });
    let replace = move |ask: Ask| {
        schema::ask(ask, move |told| {
            if let Some(Told::Text { text }) = told {
                on_change.run(text);
            }
        });
    };
    let refused = move || {
        known.with(|known| match known {
            Known::Findings(findings) => findings.iter().filter(|found| found.finding.weight == Weight::Refused).count(),
            _ => 0,
        })
    };
    let is_mended = move || {
        known.with(|known| match known {
            Known::Findings(findings) => {
                findings.iter().any(|found| found.finding.weight == Weight::Refused && found.finding.fix.is_some())
            }
            _ => false,
        })
    };
    let verdict = move || {
        known.with(|known| match known {
            Known::Nothing => String::new(),
            Known::Unreadable(error) => error_text(i18n, error),
            Known::Findings(_) if refused() > 0 => plural!(i18n, refused(), schema.refused, count = refused()),
            Known::Findings(_) => t_string!(i18n, schema.clean).to_owned(),
        })
    };
    let error_spot = move || known.with(|known| if let Known::Unreadable(error) = known { Some(error.spot) } else { None });
    let is_wrong = move || error_spot().is_some() || refused() > 0;
    let findings = move || known.with(|known| if let Known::Findings(findings) = known { findings.clone() } else { Vec::new() });
    let go = move |spot: Spot| dialog::select(&field.get_value(), spot.start, spot.end);
    view! {
        <div class="schema">
            <div class="schema-head">
                <label class="field-label" for=field.get_value()>{move || label.get()}</label>
                <span class="schema-tools">
                    <Button small=true kind=ButtonKind::Ghost on:click=move |_| is_sampling.update(|open| *open = !*open)>
                        {t!(i18n, schema.from_sample)}
                    </Button>
                    <Show when=move || strict.get() && is_mended()>
                        <Button small=true on:click=move |_| replace(Ask::Strict { text: text.get_untracked() })>
                            {t!(i18n, schema.make_strict)}
                        </Button>
                    </Show>
                </span>
            </div>
            <Show when=move || is_sampling.get()>
                <Sample on_text=Callback::new(move |text: String| replace(Ask::Sample { text })) open=is_sampling/>
            </Show>
            <textarea
                id=field.get_value()
                class="textarea input-mono schema-text"
                rows="14"
                spellcheck="false"
                autocapitalize="off"
                aria-describedby=format!("{}-verdict", field.get_value())
                aria-invalid=move || is_wrong().then_some("true")
                prop:value=move || text.get()
                on:input:target=move |event| on_change.run(event.target().value())
            ></textarea>
            <div class="schema-verdict" class:schema-wrong=is_wrong>
                <p id=format!("{}-verdict", field.get_value()) role="status">{verdict}</p>
                {move || {
                    error_spot()
                        .map(|spot| {
                            view! {
                                <Button small=true kind=ButtonKind::Ghost on:click=move |_| go(spot)>{t!(i18n, schema.go)}</Button>
                            }
                        })
                }}
            </div>
            <ul class="schema-findings">
                {move || {
                    findings()
                        .into_iter()
                        .map(|found| {
                            let Spotted { finding, spot } = found;
                            let problem = finding.problem.clone();
                            let place = if finding.at.is_empty() { "#".to_owned() } else { format!("#{}", finding.at) };
                            let line = spot.map(|spot| t_string!(i18n, schema.line, n = spot.line));
                            let fix = finding.fix.clone().map(|fix| {
                                let (said, at) = (fix_text(i18n, &fix), finding.at.clone());
                                let repair = move |_| {
                                    replace(Ask::Repair { text: text.get_untracked(), at: at.clone(), fix: fix.clone() });
                                };
                                view! { <button type="button" class="btn btn-small" on:click=repair>{said}</button> }
                            });
                            view! {
                                <li class="schema-finding" class:schema-doubt={finding.weight == Weight::Doubtful}>
                                    {Icon::Warning}
                                    <div>
                                        <p>{problem_text(i18n, &problem)}</p>
                                        <p class="schema-place">
                                            <code>{place}</code>
                                            " "
                                            {spot
                                                .map(|spot| {
                                                    view! {
                                                        <button type="button" class="schema-line" on:click=move |_| go(spot)>{line}</button>
                                                    }
                                                })}
                                        </p>
                                    </div>
                                    {fix}
                                </li>
                            }
                        })
                        .collect_view()
                }}
            </ul>
        </div>
    }
}

/// A sample in, a schema out.
#[component]
fn Sample(on_text: Callback<String>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let sample = RwSignal::new(String::new());
    let error = Memo::new(move |_| {
        let text = sample.get();
        (!text.trim().is_empty()).then(|| lineup_core::draft::schema::text::read(&text).err()).flatten()
    });
    let field = StoredValue::new(unique_id("sample"));
    let take = move |_| {
        on_text.run(sample.get_untracked());
        open.set(false);
    };
    view! {
        <div class="schema-sample">
            <label class="field-label" for=field.get_value()>{t!(i18n, schema.sample)}</label>
            <textarea
                id=field.get_value()
                class="textarea input-mono"
                rows="6"
                spellcheck="false"
                placeholder="{\"city\": \"Busan\", \"degrees\": 21.5}"
                prop:value=move || sample.get()
                on:input:target=move |event| sample.set(event.target().value())
            ></textarea>
            {move || error.get().map(|error| view! { <p class="field-error">{Icon::Warning}<span>{error_text(i18n, &error)}</span></p> })}
            <div class="schema-sample-foot">
                <span class="field-hint">{t!(i18n, schema.sample_hint)}</span>
                <Button
                    small=true
                    disabled=Signal::derive(move || sample.with(|text| text.trim().is_empty()) || error.with(Option::is_some))
                    on:click=take
                >
                    {t!(i18n, schema.sample_take)}
                </Button>
            </div>
        </div>
    }
}
