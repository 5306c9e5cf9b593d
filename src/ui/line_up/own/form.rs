//! The form that changes a fact of a model.

use super::{
    super::words::{said, word_of},
    not_taken,
    typed::{NotRead, Tokens, read},
    written_name,
};
use crate::{
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::use_stores,
    ui::kit::{Button, ButtonKind, Check, Field, Icon, Select, unique_id},
};
use leptos::{ev, prelude::*};
use lineup_core::lineup::{Cell, Fact, Form, Model, Per};

/// What is being written.
#[derive(Clone, Copy)]
struct Writing {
    fact: RwSignal<Fact>,
    text: RwSignal<String>,
    tokens: RwSignal<Tokens>,
    words: RwSignal<Vec<String>>,
    unknown: RwSignal<bool>,
    wrong: RwSignal<Option<String>>,
}

impl Writing {
    /// Begins with what holds now.
    fn begin(&self, fact: Fact, model: &Model, today: &str) {
        let cell = fact.of(model, today);
        self.fact.set(fact);
        self.tokens.set(Tokens::Million);
        self.unknown.set(false);
        self.wrong.set(None);
        self.words.set(if let Cell::List(words) = &cell { words.clone() } else { Vec::new() });
        self.text.set(match &cell {
            Cell::Tokens(count) => count.to_string(),
            Cell::Usd(usd, _) => usd.to_string(),
            Cell::Date(date) => date.clone(),
            Cell::Bool(yes) => yes.to_string(),
            cell => cell.word().unwrap_or_default().to_owned(),
        });
    }

    /// The value as it is written now.
    fn cell(&self) -> Result<Cell, NotRead> {
        let fact = self.fact.get_untracked();
        let text = self.text.get_untracked();
        if self.unknown.get_untracked() {
            return Ok(Cell::Unknown);
        }
        match fact.form() {
            Some(Form::Several(_)) => Ok(Cell::List(self.words.get_untracked())),
            Some(Form::YesNo) => text.parse().map(Cell::Bool).map_err(|_| NotRead::Empty),
            Some(Form::One(_)) if text.is_empty() => Err(NotRead::Empty),
            Some(Form::One(_)) => Ok(Cell::of_word(fact, &text)),
            Some(form) => read(form, &text, self.tokens.get_untracked()),
            None => Err(NotRead::Empty),
        }
    }
}

/// A button, and the form that it opens.
#[component]
pub fn ChangeFact(model: StoredValue<Model>, today: StoredValue<String>) -> impl IntoView {
    let i18n = use_i18n();
    let open = RwSignal::new(false);
    view! {
        <Show
            when=move || open.get()
            fallback=move || {
                view! {
                    <Button small=true on:click=move |_| open.set(true)>
                        {Icon::Edit}
                        {t!(i18n, own.change)}
                    </Button>
                }
            }
        >
            <FactForm model today open/>
        </Show>
    }
}

#[component]
fn FactForm(model: StoredValue<Model>, today: StoredValue<String>, open: RwSignal<bool>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let writing = Writing {
        fact: RwSignal::new(Fact::Context),
        text: RwSignal::default(),
        tokens: RwSignal::default(),
        words: RwSignal::default(),
        unknown: RwSignal::new(false),
        wrong: RwSignal::default(),
    };
    let begin = move |fact| model.with_value(|model| today.with_value(|today| writing.begin(fact, model, today)));
    begin(Fact::Context);
    let facts = Signal::derive(move || {
        let facts = Fact::ALL.into_iter().filter(|fact| fact.form().is_some());
        facts.map(|fact| (fact, written_name(i18n, fact))).collect::<Vec<_>>()
    });
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        let (id, fact) = (model.with_value(|model| model.id.clone()), writing.fact.get_untracked());
        let taken = match writing.cell() {
            Err(why) => Err(untrack(|| not_read(i18n, why).to_owned())),
            Ok(cell) => stores.own.say(&id, fact, &cell).map_err(|why| untrack(|| not_taken(i18n, &why))),
        };
        match taken {
            // The card is made anew, with the fact in it.
            Ok(()) => stores.status.announce(tu_string!(i18n, own.said, model = id, fact = untrack(|| written_name(i18n, fact)))),
            Err(why) => writing.wrong.set(Some(why)),
        }
    };
    let now = move || {
        let fact = writing.fact.get();
        model.with_value(|model| {
            let cell = today.with_value(|today| fact.of(model, today));
            t_string!(i18n, own.now, value = said(i18n, fact, &cell, model).text)
        })
    };
    let id = unique_id("own-fact");
    view! {
        <form class="own-form" on:submit=save>
            <div class="own-fields">
                <div class="field">
                    <label class="field-label" for=id.clone()>{t!(i18n, own.fact)}</label>
                    <Select id options=facts value=writing.fact on_change=begin/>
                    <p class="field-hint">{now}</p>
                </div>
                {move || view! { <Value model writing fact=writing.fact.get()/> }}
                <Check label=move || t_string!(i18n, own.unknown) value=writing.unknown on_change=move |on| writing.unknown.set(on)/>
            </div>
            <div class="own-actions">
                <Button kind=ButtonKind::Primary small=true submit=true>{t!(i18n, own.save)}</Button>
                <Button small=true on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</Button>
            </div>
        </form>
    }
}

/// The control that fits the fact.
#[component]
fn Value(model: StoredValue<Model>, writing: Writing, fact: Fact) -> impl IntoView {
    let i18n = use_i18n();
    let Writing { text, tokens, words, unknown, wrong, .. } = writing;
    let Some(form) = fact.form() else { return ().into_any() };
    let label = move || t_string!(i18n, own.value);
    let write = move |typed: String| {
        text.set(typed);
        wrong.set(None);
    };
    let choice = move |words: Signal<Vec<(String, String)>>| {
        view! {
            <Field label error=wrong let:ids>
                <Select id=ids.control options=words value=text on_change=write/>
            </Field>
        }
        .into_any()
    };
    match form {
        Form::Several(offered) => {
            // What the model has beyond the usual stays to be chosen.
            let had = model.with_value(|model| if let Cell::List(had) = fact.of(model, "") { had } else { Vec::new() });
            let offered = offered.iter().map(|word| (*word).to_owned()).filter(|word| !had.contains(word));
            let all: Vec<String> = had.iter().cloned().chain(offered).collect();
            let order = StoredValue::new(all.clone());
            let check = move |word: String| {
                let (own, shown) = (StoredValue::new(word.clone()), word);
                view! {
                    <Check
                        label=move || word_of(i18n, fact, &shown)
                        value=Signal::derive(move || words.with(|words| words.contains(&own.get_value())))
                        on_change=move |on| {
                            let mut chosen = words.get_untracked();
                            chosen.retain(|other| *other != own.get_value());
                            if on {
                                chosen.push(own.get_value());
                            }
                            // In the order in which they stand: of efforts it is their strength.
                            words.set(order.with_value(|order| order.iter().filter(|word| chosen.contains(word)).cloned().collect()));
                        }
                    />
                }
            };
            view! {
                <fieldset class="own-words" disabled=unknown>
                    <legend class="field-label">{label}</legend>
                    {all.into_iter().map(check).collect_view()}
                </fieldset>
            }
            .into_any()
        }
        Form::YesNo => choice(Signal::derive(move || {
            vec![
                (String::new(), t_string!(i18n, own.choose).to_owned()),
                ("true".to_owned(), t_string!(i18n, lineup.yes).to_owned()),
                ("false".to_owned(), t_string!(i18n, lineup.no).to_owned()),
            ]
        })),
        Form::One(offered) => choice(Signal::derive(move || {
            let first = (String::new(), t_string!(i18n, own.choose).to_owned());
            std::iter::once(first).chain(offered.iter().map(|word| ((*word).to_owned(), (*word).to_owned()))).collect()
        })),
        Form::Text | Form::Date | Form::Tokens | Form::Usd(_) => {
            let hint = move || match form {
                Form::Date => t_string!(i18n, own.hint_date),
                Form::Tokens => t_string!(i18n, own.hint_tokens),
                Form::Usd(Per::MillionTokens) => t_string!(i18n, own.hint_usd),
                Form::Usd(Per::Second) => t_string!(i18n, own.hint_second),
                Form::Usd(_) => t_string!(i18n, own.hint_characters),
                _ => t_string!(i18n, own.hint_text),
            };
            let unit = (form == Form::Usd(Per::MillionTokens)).then(|| {
                let id = unique_id("own-unit");
                let options = Signal::derive(move || {
                    vec![
                        (Tokens::Million, t_string!(i18n, own.per_million).to_owned()),
                        (Tokens::Thousand, t_string!(i18n, own.per_thousand).to_owned()),
                    ]
                });
                view! {
                    <label class="visually-hidden" for=id.clone()>{t!(i18n, own.unit)}</label>
                    <Select id options value=tokens on_change=move |unit| tokens.set(unit)/>
                }
            });
            view! {
                <Field label hint error=wrong let:ids>
                    <div class="own-typed">
                        <input
                            type="text"
                            class="input input-mono"
                            id=ids.control.clone()
                            autocomplete="off"
                            autocapitalize="off"
                            spellcheck="false"
                            disabled=unknown
                            aria-describedby=ids.described_by.clone()
                            aria-invalid=ids.aria_invalid()
                            prop:value=text
                            on:input:target=move |event| write(event.target().value())
                        />
                        {unit}
                    </div>
                </Field>
            }
            .into_any()
        }
    }
}

fn not_read(i18n: I18n, why: NotRead) -> &'static str {
    match why {
        NotRead::Empty => t_string!(i18n, own.wrong_empty),
        NotRead::NotTokens => t_string!(i18n, own.wrong_tokens),
        NotRead::NotPrice => t_string!(i18n, own.wrong_price),
        NotRead::NotDate => t_string!(i18n, own.wrong_date),
    }
}
