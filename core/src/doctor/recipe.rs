//! Lines that make a server let a page in: to copy, with the page's own origin in them.

use super::host;
use crate::draft::{Endpoint, Flavour};
use crate::plan::IMAGE_DEPLOYMENT;

/// For one kind of server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recipe {
    /// The server's name, the same in every language.
    pub server: &'static str,
    /// To copy.
    pub lines: String,
}

/// The recipes for an endpoint whose server keeps a page of `page` out, the likeliest first (wire.md f).
#[must_use]
pub fn recipes(endpoint: &Endpoint, origin: &str, page: &str) -> Vec<Recipe> {
    let recipe = |server, lines: String| Recipe { server, lines };
    let ollama = || recipe("Ollama", format!("OLLAMA_ORIGINS={page} ollama serve"));
    let llama = || recipe("llama.cpp", format!("llama-server --cors-origins {page} …"));
    let vllm = || recipe("vLLM", format!("vllm serve … --allowed-origins '[\"{page}\"]'"));
    let litellm = || recipe("LiteLLM", format!("LITELLM_CORS_ORIGINS={page} litellm …"));
    let lm_studio = || recipe("LM Studio", "lms server start --cors".to_owned());
    match (endpoint.flavour, host::port(origin)) {
        (Flavour::Simulator, _) => Vec::new(),
        (Flavour::AzureV1 | Flavour::AzureClassic, _) => {
            vec![recipe("Azure API Management", api_management(page)), recipe("LiteLLM", litellm_before(page)), worker(origin, page)]
        }
        (Flavour::OpenAi, _) => vec![worker(origin, page)],
        (Flavour::Compatible, 11434) => vec![ollama(), worker(origin, page)],
        (Flavour::Compatible, 1234) => vec![lm_studio(), worker(origin, page)],
        (Flavour::Compatible, 4000) => vec![litellm(), worker(origin, page)],
        (Flavour::Compatible, 8000) => vec![vllm(), worker(origin, page)],
        (Flavour::Compatible, 8080) => vec![llama(), worker(origin, page)],
        (Flavour::Compatible, _) => vec![ollama(), llama(), vllm(), litellm(), lm_studio(), worker(origin, page)],
    }
}

/// The inbound policy of an API in Azure API Management.
fn api_management(page: &str) -> String {
    format!(
        "<inbound>\n  <base />\n  <cors>\n    <allowed-origins><origin>{page}</origin></allowed-origins>\n    \
         <allowed-methods><method>GET</method><method>POST</method></allowed-methods>\n    \
         <allowed-headers><header>*</header></allowed-headers>\n  </cors>\n</inbound>"
    )
}

fn litellm_before(page: &str) -> String {
    format!("LITELLM_CORS_ORIGINS={page} litellm --model azure/<deployment>")
}

/// A small worker in front of the server, for hosts that run JavaScript at the edge. It forwards to one server only, keeps nothing, and
/// lets one page in.
fn worker(origin: &str, page: &str) -> Recipe {
    let lines = format!(
        "const SERVER = \"{origin}\", PAGE = \"{page}\";\n\
         export default {{\n  async fetch(request) {{\n    \
         const cors = {{ \"Access-Control-Allow-Origin\": PAGE, \"Access-Control-Allow-Headers\": \"authorization, api-key, content-type, {IMAGE_DEPLOYMENT}\", \
         \"Access-Control-Allow-Methods\": \"GET, POST, OPTIONS\" }};\n    \
         if (request.method === \"OPTIONS\") return new Response(null, {{ status: 204, headers: cors }});\n    \
         const {{ pathname, search }} = new URL(request.url);\n    \
         const answer = await fetch(SERVER + pathname + search, request);\n    \
         const headers = new Headers(answer.headers);\n    \
         for (const [name, value] of Object.entries(cors)) headers.set(name, value);\n    \
         return new Response(answer.body, {{ status: answer.status, headers }});\n  }},\n}};"
    );
    Recipe { server: "Cloudflare Workers", lines }
}
