//! Code that sends a plan: printed from the plan, never built anew, so that it sends the same body to the same address.
//!
//! - `scene`: what the templates may ask: where it goes, how it proves who it is, how it is read
//! - `template`: the templates' two marks, conditions and places
//! - `literal`: a body as a literal of each language, whatever stands in it
//! - `arguments`: the body as arguments of the Python and JavaScript libraries
//! - `prompt`: a draft as a prompt that is kept in a file
//! - `data`: the forms that are data and no program: a line of a batch, a configuration of Codex

mod arguments;
mod data;
mod literal;
mod prompt;
mod scene;
mod template;

pub use prompt::{PromptFile, prompt_file};

use super::Plan;
use crate::draft::Flavour;
use crate::share::gate;
use literal::{C_LIKE, GO, JAVASCRIPT, JSON, PYTHON, RUST, Syntax};
use scene::Scene;

/// What code can be printed as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Language {
    Curl,
    /// A `.http` file, as the REST clients of editors read it.
    Http,
    /// The `openai` package of PyPI.
    Python,
    /// The `openai` package of npm. The code is valid TypeScript too.
    JavaScript,
    /// The packages `OpenAI` and `Azure.AI.OpenAI`.
    CSharp,
    /// `openai-go`
    Go,
    /// `openai-java`
    Java,
    /// `async-openai`
    Rust,
    /// One line of the Batch API's input file.
    Batch,
    /// `config.toml` of the Codex CLI: model, provider, effort.
    Codex,
}

impl Language {
    pub const ALL: [Self; 10] =
        [Self::Curl, Self::Python, Self::JavaScript, Self::CSharp, Self::Go, Self::Java, Self::Rust, Self::Http, Self::Batch, Self::Codex];

    /// As its makers write it: the same in every language of the page.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Http => "HTTP",
            Self::Python => "Python",
            Self::JavaScript => "TypeScript / JavaScript",
            Self::CSharp => "C#",
            Self::Go => "Go",
            Self::Java => "Java",
            Self::Rust => "Rust",
            Self::Batch => "Batch JSONL",
            Self::Codex => "Codex CLI",
        }
    }

    /// The name that a file of it usually has.
    #[must_use]
    pub const fn file_name(self) -> &'static str {
        match self {
            Self::Curl => "request.sh",
            Self::Http => "request.http",
            Self::Python => "request.py",
            Self::JavaScript => "request.mjs",
            Self::CSharp => "Program.cs",
            Self::Go => "main.go",
            Self::Java => "Main.java",
            Self::Rust => "main.rs",
            Self::Batch => "batch.jsonl",
            Self::Codex => "config.toml",
        }
    }

    const fn template(self) -> &'static str {
        match self {
            Self::Curl => include_str!("templates/curl.txt"),
            Self::Http => include_str!("templates/http.txt"),
            Self::Python => include_str!("templates/python.txt"),
            Self::JavaScript => include_str!("templates/javascript.txt"),
            Self::CSharp => include_str!("templates/csharp.txt"),
            Self::Go => include_str!("templates/go.txt"),
            Self::Java => include_str!("templates/java.txt"),
            Self::Rust => include_str!("templates/rust.txt"),
            Self::Batch => "«body»",
            Self::Codex => include_str!("templates/codex.txt"),
        }
    }

    const fn syntax(self) -> &'static Syntax {
        match self {
            Self::Python => &PYTHON,
            Self::JavaScript => &JAVASCRIPT,
            Self::Go => &GO,
            Self::Rust => &RUST,
            Self::CSharp | Self::Codex => &C_LIKE,
            Self::Curl | Self::Http | Self::Java | Self::Batch => &JSON,
        }
    }
}

/// How code proves who sends it, where Azure offers both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Credential {
    /// A key, from an environment variable.
    Key,
    /// Microsoft Entra ID: `DefaultAzureCredential` and a token provider.
    Entra,
}

impl Credential {
    /// What a plan does by itself: a bearer token at Azure is one of Entra ID.
    #[must_use]
    pub fn of(plan: &Plan, flavour: Flavour) -> Self {
        if scene::is_azure(flavour) && plan.headers.iter().any(|(name, _)| name == "Authorization") { Self::Entra } else { Self::Key }
    }
}

/// What a form cannot hold, or what should be known of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Note {
    /// The simulator has no address: the code goes to OpenAI.
    Simulated,
    /// A batch is not streamed: `stream` and `stream_options` are left out.
    NotStreamed,
    /// Holds the model, the provider and how it thinks; not the conversation, and no other setting.
    ModelOnly,
    /// Codex speaks Responses only, and the plan is one of Chat Completions.
    ResponsesOnly,
    /// JavaScript rounds a number that is in the body.
    Rounded,
    /// The library cannot say the `api-version`; it uses its own.
    OwnVersion,
    /// Holds texts only: pictures, files, calls and their results are left out.
    TextOnly,
    /// Some or all tools are left out.
    NoTools,
    /// Some settings have no place in it.
    NoSettings,
    /// A text has lines that name a role, or begins or ends with white space: it is read back in another shape.
    Reshaped,
    /// Names the stored prompt: nothing else of the request is in it.
    PromptOnly,
    /// A credential or a header in the body is left out: code is passed on.
    Credential,
    /// A line of a batch has no place for a header that the request needs.
    NoHeaders,
}

/// Code that sends a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    pub text: String,
    pub notes: Vec<Note>,
}

/// Prints a plan. The key is always an environment variable: a plan holds none. What else may be a credential (of a remote server, in its
/// tool) stays out, and the notes say so.
#[must_use]
pub fn snippet(plan: &Plan, flavour: Flavour, credential: Credential, language: Language) -> Snippet {
    let mut plan = plan.clone();
    let mut left = Vec::new();
    gate::without_named(&mut plan.body, &mut left);
    let scene = Scene::of(&plan, flavour, credential);
    let (body, mut notes) = body(&scene, language);
    if !left.is_empty() && language != Language::Codex {
        notes.push(Note::Credential);
    }
    if language == Language::Batch && scene.holds("headers") {
        notes.push(Note::NoHeaders);
    }
    if flavour == Flavour::Simulator && language != Language::Batch {
        notes.push(Note::Simulated);
    }
    if language == Language::CSharp && scene.version.is_some() && (!scene.holds("classic") || scene.service_version().is_none()) {
        notes.push(Note::OwnVersion);
    }
    let quoted = |text: &str| match language {
        Language::Curl => literal::shell(text),
        // A REST client replaces what stands in double braces.
        Language::Http => text.replace("{{", "%7B%7B"),
        _ => language.syntax().string(text),
    };
    // An address or a header is one line of plain letters; a plan that came with somebody's recording may hold others.
    let placed = |text: &str| quoted(&literal::plain(text));
    let holds = |condition: &str| match condition {
        "service-version" => scene.service_version().is_some(),
        condition => scene.holds(condition),
    };
    let place = |name: &str| match name {
        "body" => body.clone(),
        "hashes" => literal::rust_hashes(&body),
        "settings" => data::codex_settings(&scene),
        "key" => scene.key.to_owned(),
        "service-version" => scene.service_version().unwrap_or_default(),
        "url" => placed(&scene.url()),
        "base" => placed(&scene.base),
        "endpoint" => placed(scene.endpoint()),
        "codex-base" => placed(&format!("{}/openai", scene.endpoint())),
        "version" => placed(scene.version.as_deref().unwrap_or_default()),
        "header" => placed(scene.header()),
        "headers" => headers(&scene, language, &|text| quoted(&literal::line(text))),
        "model" => quoted(scene.model()),
        _ => String::new(),
    };
    Snippet { text: template::fill(language.template(), &holds, &place), notes }
}

/// The headers beside the usual ones, as the language's library takes them: one a line, or one after the other where they are members.
fn headers(scene: &Scene<'_>, language: Language, quoted: &dyn Fn(&str) -> String) -> String {
    let written = |(name, value): (&str, &str)| match language {
        Language::Curl => format!("-H {} \\", quoted(&format!("{name}: {value}"))),
        Language::Python => format!("{}: {}", quoted(name), quoted(value)),
        Language::JavaScript => format!("[{}]: {}", quoted(name), quoted(value)),
        Language::CSharp => format!("options.AddHeader({}, {});", quoted(name), quoted(value)),
        Language::Go => format!("option.WithHeader({}, {}),", quoted(name), quoted(value)),
        Language::Java => format!(".putHeader({}, {})", quoted(name), quoted(value)),
        Language::Rust => format!("let call = call.header({}, {})?;", quoted(name), quoted(value)),
        Language::Http | Language::Batch | Language::Codex => format!("{}: {}", quoted(name), quoted(value)),
    };
    let between = if matches!(language, Language::Python | Language::JavaScript) { ", " } else { "\n" };
    scene.headers().map(written).collect::<Vec<_>>().join(between)
}

/// The body as the language writes it.
fn body(scene: &Scene<'_>, language: Language) -> (String, Vec<Note>) {
    let whole = &scene.plan.body;
    let json = |syntax: &Syntax| syntax.value(whole);
    match language {
        Language::Python => (arguments::python(scene), Vec::new()),
        Language::JavaScript => (arguments::javascript(scene), if literal::rounds(whole) { vec![Note::Rounded] } else { Vec::new() }),
        // A REST client replaces what stands in double braces.
        Language::Http => (json(&JSON).replace("{{", "{\\u007b"), Vec::new()),
        // In a text block a backslash is Java's first.
        Language::Java => (json(&JSON).replace('\\', "\\\\"), Vec::new()),
        // No backtick can stand in a raw string of Go.
        Language::Go => (json(&JSON).replace('`', "\\u0060"), Vec::new()),
        Language::Curl | Language::CSharp | Language::Rust => (json(&JSON), Vec::new()),
        Language::Batch => data::batch_line(scene),
        Language::Codex => {
            let chat = (scene.plan.api != crate::wire::Api::Responses).then_some(Note::ResponsesOnly);
            (String::new(), std::iter::once(Note::ModelOnly).chain(chat).collect())
        }
    }
}
