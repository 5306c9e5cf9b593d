//! Endpoints that people have, ready to be taken: address, flavour and authentication (facts: endpoints and authentication of each
//! server; where web pages may call it).

use lineup_core::draft::{Auth, Flavour};

/// What has to be said about a server before a web page can use it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PresetHint {
    Azure,
    Ollama,
    Vllm,
    LlamaCpp,
    LmStudio,
    LiteLlm,
}

/// A server that people use.
#[derive(Clone, Debug, PartialEq)]
pub struct Preset {
    /// As its makers write it: the same in every language.
    pub name: &'static str,
    pub flavour: Flavour,
    /// Empty where everyone has their own.
    pub base: &'static str,
    /// Shown where the address is empty.
    pub example: &'static str,
    pub auth: Auth,
    pub hint: Option<PresetHint>,
}

const fn compatible(name: &'static str, base: &'static str, auth: Auth, hint: Option<PresetHint>) -> Preset {
    Preset { name, flavour: Flavour::Compatible, base, example: base, auth, hint }
}

const fn azure(name: &'static str, flavour: Flavour, example: &'static str) -> Preset {
    Preset { name, flavour, base: "", example, auth: Auth::ApiKey, hint: Some(PresetHint::Azure) }
}

/// All of them, in the order in which they are offered.
pub static PRESETS: [Preset; 12] = [
    Preset {
        name: "OpenAI",
        flavour: Flavour::OpenAi,
        base: "https://api.openai.com/v1",
        example: "https://api.openai.com/v1",
        auth: Auth::Bearer,
        hint: None,
    },
    azure("Azure OpenAI v1", Flavour::AzureV1, "https://my-resource.openai.azure.com/openai/v1"),
    azure("Azure OpenAI classic", Flavour::AzureClassic, "https://my-resource.openai.azure.com"),
    compatible("Ollama", "http://localhost:11434/v1", Auth::None, Some(PresetHint::Ollama)),
    compatible("vLLM", "http://localhost:8000/v1", Auth::None, Some(PresetHint::Vllm)),
    compatible("llama.cpp", "http://localhost:8080/v1", Auth::None, Some(PresetHint::LlamaCpp)),
    compatible("LM Studio", "http://localhost:1234/v1", Auth::None, Some(PresetHint::LmStudio)),
    compatible("LiteLLM", "http://localhost:4000/v1", Auth::Bearer, Some(PresetHint::LiteLlm)),
    compatible("OpenRouter", "https://openrouter.ai/api/v1", Auth::Bearer, None),
    compatible("DeepSeek", "https://api.deepseek.com/v1", Auth::Bearer, None),
    compatible("Mistral", "https://api.mistral.ai/v1", Auth::Bearer, None),
    compatible("Groq", "https://api.groq.com/openai/v1", Auth::Bearer, None),
];

#[cfg(test)]
mod tests {
    use super::PRESETS;
    use crate::state::endpoint_form::EndpointForm;
    use lineup_core::draft::EndpointId;

    #[test]
    fn every_preset_is_a_valid_endpoint_once_its_address_is_filled_in() {
        for preset in &PRESETS {
            let mut form = EndpointForm::from_preset(preset);
            form.base = preset.example.to_owned();
            let endpoint = form.check(EndpointId("x".to_owned()), &[]);
            assert!(endpoint.is_ok(), "{}: {endpoint:?}", preset.name);
        }
    }
}
