//! The dialog in which an endpoint is written.

use super::{
    deployments::{Deployments, Row},
    endpoint_card::flavour_name,
};
use crate::{
    browser::media,
    i18n::{I18n, t, t_string, tu_string, use_i18n},
    state::{
        endpoint_form::{AuthKind, EndpointForm, Fault, FaultyField},
        presets::{PRESETS, PresetHint},
        status::Tone,
        use_stores,
    },
    ui::kit::{Button, ButtonKind, Dialog, Field, NoticeBox, Select, TextInput},
};
use leptos::{ev, prelude::*};
use lineup_core::draft::{Endpoint, Flavour};

/// `endpoint` is what is changed; `None` adds one.
#[component]
pub fn EndpointDialog(open: RwSignal<bool>, endpoint: RwSignal<Option<Endpoint>>) -> impl IntoView {
    let i18n = use_i18n();
    let title = move || match endpoint.get() {
        Some(endpoint) => t_string!(i18n, settings.form.edit_title, name = endpoint.name),
        None => t_string!(i18n, settings.form.add_title).to_owned(),
    };
    view! {
        <Dialog open=open title=title>
            {move || view! { <Form open=open endpoint=endpoint.get_untracked() /> }}
        </Dialog>
    }
}

/// The fields, each its own signal.
#[derive(Clone, Copy)]
struct Fields {
    name: RwSignal<String>,
    flavour: RwSignal<Flavour>,
    base: RwSignal<String>,
    auth: RwSignal<AuthKind>,
    header: RwSignal<String>,
    version: RwSignal<String>,
    rows: RwSignal<Vec<Row>>,
}

impl Fields {
    fn new(form: EndpointForm) -> Self {
        let rows = form.deployments.into_iter().enumerate().map(|(id, (model, deployment))| Row::new(id, model, deployment)).collect();
        Self {
            name: RwSignal::new(form.name),
            flavour: RwSignal::new(form.flavour),
            base: RwSignal::new(form.base),
            auth: RwSignal::new(form.auth),
            header: RwSignal::new(form.header),
            version: RwSignal::new(form.api_version),
            rows: RwSignal::new(rows),
        }
    }

    fn take(self, form: EndpointForm) {
        self.name.set(form.name);
        self.flavour.set(form.flavour);
        self.base.set(form.base);
        self.auth.set(form.auth);
        self.header.set(form.header);
        self.version.set(form.api_version);
    }

    /// Followed where it is read.
    fn form(self) -> EndpointForm {
        EndpointForm {
            name: self.name.get(),
            flavour: self.flavour.get(),
            base: self.base.get(),
            auth: self.auth.get(),
            header: self.header.get(),
            api_version: self.version.get(),
            deployments: self.rows.with(|rows| rows.iter().map(|row| (row.model.get(), row.deployment.get())).collect()),
        }
    }
}

#[component]
fn Form(open: RwSignal<bool>, endpoint: Option<Endpoint>) -> impl IntoView {
    let i18n = use_i18n();
    let stores = use_stores();
    let is_new = endpoint.is_none();
    let id = StoredValue::new(endpoint.as_ref().map_or_else(|| stores.endpoints.new_id(), |endpoint| endpoint.id.clone()));
    let preset = RwSignal::new(None::<usize>);
    let empty = EndpointForm {
        name: String::new(),
        flavour: Flavour::Compatible,
        base: String::new(),
        auth: AuthKind::Bearer,
        header: String::new(),
        api_version: String::new(),
        deployments: Vec::new(),
    };
    let fields = Fields::new(endpoint.as_ref().map_or(empty, EndpointForm::from_endpoint));
    let form = Memo::new(move |_| fields.form());
    let is_azure = move || form.with(EndpointForm::is_azure);

    // Faults are shown once Save was pressed, and then followed, so that each goes when it is mended.
    let pressed_save = RwSignal::new(false);
    let checked = Memo::new(move |_| stores.endpoints.list.with(|list| form.with(|form| form.check(id.get_value(), list))));
    let fault = move |field: FaultyField| {
        Signal::derive(move || {
            let faults = checked.with(|checked| checked.as_ref().err().cloned()).filter(|_| pressed_save.get())?;
            faults.into_iter().find(|fault| fault.field() == field).map(|fault| fault_text(i18n, fault).to_owned())
        })
    };
    let save = move |event: ev::SubmitEvent| {
        event.prevent_default();
        match checked.get_untracked() {
            Ok(endpoint) => {
                stores.status.announce(tu_string!(i18n, settings.form.saved, name = endpoint.name.clone()));
                stores.endpoints.upsert(endpoint);
                open.set(false);
            }
            Err(faults) => {
                pressed_save.set(true);
                if let Some(first) = faults.first() {
                    stores.status.alert(untrack(|| fault_text(i18n, *first)));
                }
            }
        }
    };
    let take_preset = move |chosen: Option<usize>| {
        preset.set(chosen);
        if let Some(preset) = chosen.and_then(|index| PRESETS.get(index)) {
            fields.take(EndpointForm::from_preset(preset));
        }
    };
    // The way that this kind of server is usually asked, until the user has chosen one.
    let is_chosen = RwSignal::new(!is_new);
    let take_flavour = move |flavour: Flavour| {
        fields.flavour.set(flavour);
        if !is_chosen.get_untracked() {
            fields.auth.set(AuthKind::usual(flavour));
        }
    };
    let take_auth = move |auth: AuthKind| {
        is_chosen.set(true);
        fields.auth.set(auth);
    };
    let presets = Signal::derive(move || {
        let own = (None, t_string!(i18n, settings.form.preset_own).to_owned());
        std::iter::once(own).chain(PRESETS.iter().enumerate().map(|(index, preset)| (Some(index), preset.name.to_owned()))).collect()
    });
    let chosen_preset = move || preset.get().and_then(|index| PRESETS.get(index));
    let example = move || match (chosen_preset(), fields.flavour.get()) {
        (Some(preset), _) => preset.example,
        (None, Flavour::AzureV1 | Flavour::AzureClassic) => "https://my-resource.openai.azure.com",
        _ => "https://api.example.org/v1",
    };
    let flavours = Signal::derive(move || {
        [Flavour::OpenAi, Flavour::AzureV1, Flavour::AzureClassic, Flavour::Compatible]
            .map(|flavour| (flavour, flavour_name(i18n, flavour).to_owned()))
            .to_vec()
    });
    let auths = Signal::derive(move || {
        [AuthKind::None, AuthKind::Bearer, AuthKind::ApiKey, AuthKind::Header].map(|auth| (auth, auth_name(i18n, auth).to_owned())).to_vec()
    });
    let hint = move || chosen_preset().and_then(|preset| preset.hint).map(|hint| hint_text(i18n, hint));

    view! {
        <form class="endpoint-form" on:submit=save novalidate autocomplete="off">
            <div class="dialog-body endpoint-fields">
                {is_new
                    .then(|| {
                        view! {
                            <Field
                                label=move || t_string!(i18n, settings.form.preset)
                                children=move |ids| {
                                    view! { <Select id=ids.control options=presets value=preset on_change=take_preset /> }
                                }
                            />
                        }
                    })}
                {move || hint().map(|hint| view! { <NoticeBox tone=Tone::Info>{hint}</NoticeBox> })}
                <Field
                    label=move || t_string!(i18n, settings.form.name)
                    error=fault(FaultyField::Name)
                    children=move |ids| view! { <TextInput ids=ids value=fields.name /> }
                />
                <Field
                    label=move || t_string!(i18n, settings.form.flavour)
                    children=move |ids| {
                        view! {
                            <Select
                                id=ids.control
                                options=flavours
                                value=fields.flavour
                                on_change=take_flavour
                            />
                        }
                    }
                />
                <Field
                    label=move || t_string!(i18n, settings.form.base)
                    hint=move || t_string!(i18n, settings.form.base_hint)
                    error=fault(FaultyField::Base)
                    children=move |ids| {
                        view! { <TextInput ids=ids value=fields.base mono=true placeholder=Signal::derive(move || example().to_owned()) /> }
                    }
                />
                <Urls form=form />
                <Field
                    label=move || t_string!(i18n, settings.form.auth)
                    children=move |ids| {
                        view! {
                            <Select id=ids.control options=auths value=fields.auth on_change=take_auth />
                        }
                    }
                />
                <Show when=move || fields.auth.get() == AuthKind::Header>
                    <Field
                        label=move || t_string!(i18n, settings.form.header)
                        hint=move || t_string!(i18n, settings.form.header_hint)
                        error=fault(FaultyField::Header)
                        children=move |ids| {
                            view! { <TextInput ids=ids value=fields.header mono=true placeholder="Ocp-Apim-Subscription-Key" /> }
                        }
                    />
                </Show>
                <Show when=is_azure>
                    <Field
                        label=move || t_string!(i18n, settings.form.version)
                        hint=move || {
                            if fields.flavour.get() == Flavour::AzureV1 {
                                t_string!(i18n, settings.form.version_hint_v1)
                            } else {
                                t_string!(i18n, settings.form.version_hint_classic)
                            }
                        }
                        children=move |ids| view! { <TextInput ids=ids value=fields.version mono=true /> }
                    />
                    <fieldset class="field">
                        <legend class="field-label">{t!(i18n, settings.form.deployments)}</legend>
                        <p class="field-hint">{t!(i18n, settings.form.deployments_hint)}</p>
                        <Deployments rows=fields.rows />
                        {
                            let error = fault(FaultyField::Deployments);
                            move || error.get().map(|error| view! { <p class="field-error">{error}</p> })
                        }
                    </fieldset>
                </Show>
            </div>
            <div class="dialog-foot">
                <Button on:click=move |_| open.set(false)>{t!(i18n, common.cancel)}</Button>
                <Button kind=ButtonKind::Primary submit=true>
                    {t!(i18n, common.save)}
                </Button>
            </div>
        </form>
    }
}

/// Where requests would go, as the plan has it.
#[component]
fn Urls(form: Memo<EndpointForm>) -> impl IntoView {
    let i18n = use_i18n();
    let urls = Memo::new(move |_| form.with(EndpointForm::urls));
    view! {
        <Show when=move || !urls.with(Vec::is_empty)>
            <div class="endpoint-urls">
                <p class="field-hint">{t!(i18n, settings.form.sends)}</p>
                <ul class="mono">
                    {move || urls.get().into_iter().map(|url| view! { <li><b>"POST"</b> " " {url}</li> }).collect_view()}
                </ul>
            </div>
        </Show>
    }
}

fn auth_name(i18n: I18n, auth: AuthKind) -> &'static str {
    match auth {
        AuthKind::None => t_string!(i18n, settings.form.auth_none),
        AuthKind::Bearer => t_string!(i18n, settings.form.auth_bearer),
        AuthKind::ApiKey => t_string!(i18n, settings.form.auth_api_key),
        AuthKind::Header => t_string!(i18n, settings.form.auth_header),
    }
}

fn fault_text(i18n: I18n, fault: Fault) -> &'static str {
    match fault {
        Fault::NameMissing => t_string!(i18n, settings.form.name_missing),
        Fault::NameTaken => t_string!(i18n, settings.form.name_taken),
        Fault::BaseMissing => t_string!(i18n, settings.form.base_missing),
        Fault::BaseBad => t_string!(i18n, settings.form.base_bad),
        Fault::BaseHoldsKey => t_string!(i18n, settings.form.base_key),
        Fault::BaseIsKey => t_string!(i18n, settings.form.base_is_key),
        Fault::HeaderBad => t_string!(i18n, settings.form.header_bad),
        Fault::RowHalf => t_string!(i18n, settings.form.row_half),
        Fault::RowTwice => t_string!(i18n, settings.form.row_twice),
    }
}

fn hint_text(i18n: I18n, hint: PresetHint) -> String {
    match hint {
        PresetHint::Azure => t_string!(i18n, settings.hint.azure).to_owned(),
        PresetHint::Ollama => t_string!(i18n, settings.hint.ollama, page = media::page_origin()),
        PresetHint::Vllm => t_string!(i18n, settings.hint.vllm).to_owned(),
        PresetHint::LlamaCpp => t_string!(i18n, settings.hint.llama_cpp).to_owned(),
        PresetHint::LmStudio => t_string!(i18n, settings.hint.lm_studio).to_owned(),
        PresetHint::LiteLlm => t_string!(i18n, settings.hint.litellm).to_owned(),
    }
}
