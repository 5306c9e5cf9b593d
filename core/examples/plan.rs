//! Prints the request that a draft becomes: the same function that the page calls, on the command line.

use lineup_core::draft::{ApiChoice, Auth, Draft, Endpoint, EndpointId, Flavour, Lane, LaneId, Scenario, Settings};
use lineup_core::lineup::Lineup;
use lineup_core::plan::{Plan, chat_body, plan};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::io::Read as _;
use std::process::ExitCode;

const USAGE: &str = "usage: plan --model M --api chat|responses --endpoint openai|azure-v1|azure-classic|compatible
            [--base URL] [--deployment D] [--api-version V] [--stream] [--from chat] FILE|-

FILE is a draft, or with --from chat a Chat Completions body. Without --base, Azure is
https://resource.openai.azure.com and a compatible server is http://localhost:8000/v1.";

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(text) => {
            println!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("plan: {error}");
            ExitCode::FAILURE
        }
    }
}

#[derive(Default)]
struct Args {
    model: Option<String>,
    api: Option<ApiChoice>,
    flavour: Option<Flavour>,
    base: Option<String>,
    deployment: Option<String>,
    api_version: Option<String>,
    stream: bool,
    from_chat: bool,
    file: Option<String>,
}

fn args(mut words: impl Iterator<Item = String>) -> Result<Args, Box<dyn Error>> {
    let mut args = Args::default();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or_else(|| format!("{word} needs a value\n{USAGE}"));
        match word.as_str() {
            "--model" => args.model = Some(value()?),
            "--api" => {
                args.api = Some(match value()?.as_str() {
                    "chat" => ApiChoice::Chat,
                    "responses" => ApiChoice::Responses,
                    other => return Err(format!("there is no API {other:?}\n{USAGE}").into()),
                });
            }
            "--endpoint" => {
                args.flavour = Some(match value()?.as_str() {
                    "openai" => Flavour::OpenAi,
                    "azure-v1" => Flavour::AzureV1,
                    "azure-classic" => Flavour::AzureClassic,
                    "compatible" => Flavour::Compatible,
                    other => return Err(format!("there is no endpoint {other:?}\n{USAGE}").into()),
                });
            }
            "--base" => args.base = Some(value()?),
            "--deployment" => args.deployment = Some(value()?),
            "--api-version" => args.api_version = Some(value()?),
            "--stream" => args.stream = true,
            "--from" => match value()?.as_str() {
                "chat" => args.from_chat = true,
                other => return Err(format!("nothing is taken over from {other:?}\n{USAGE}").into()),
            },
            flag if flag.starts_with("--") => return Err(format!("there is no {flag}\n{USAGE}").into()),
            _ if args.file.is_none() => args.file = Some(word),
            _ => return Err(format!("one file at a time\n{USAGE}").into()),
        }
    }
    Ok(args)
}

/// What is printed for these arguments.
pub(crate) fn run(words: impl Iterator<Item = String>) -> Result<String, Box<dyn Error>> {
    let args = args(words)?;
    let missing = |what: &str| format!("{what} is missing\n{USAGE}");
    let flavour = args.flavour.ok_or_else(|| missing("--endpoint"))?;
    let api = args.api.ok_or_else(|| missing("--api"))?;
    let text = match args.file.as_deref().ok_or_else(|| missing("FILE"))? {
        "-" => {
            let mut text = String::new();
            std::io::stdin().read_to_string(&mut text)?;
            text
        }
        path => std::fs::read_to_string(path).map_err(|error| format!("{path}: {error}"))?,
    };
    let (draft, body_stream) = if args.from_chat {
        let imported = chat_body(&text)?;
        (imported.draft, imported.stream)
    } else {
        (Draft::from_json(&text)?, None)
    };
    let model = args.model.ok_or_else(|| missing("--model"))?;
    let (auth, base) = match flavour {
        Flavour::AzureV1 | Flavour::AzureClassic => (Auth::ApiKey, "https://resource.openai.azure.com"),
        Flavour::Compatible => (Auth::Bearer, "http://localhost:8000/v1"),
        Flavour::OpenAi | Flavour::Simulator => (Auth::Bearer, ""),
    };
    let endpoint = Endpoint {
        id: EndpointId("command-line".into()),
        name: "command line".into(),
        flavour,
        base: args.base.unwrap_or_else(|| base.into()),
        auth,
        api_version: args.api_version,
        deployments: args.deployment.map(|deployment| (model.trim().to_owned(), deployment)).into_iter().collect::<BTreeMap<_, _>>(),
    };
    let lane = Lane {
        id: LaneId(0),
        model,
        endpoint: endpoint.id.clone(),
        api,
        stream: args.stream || body_stream == Some(true),
        settings: Settings::default(),
        send_anyway: BTreeSet::new(),
        scenario: Scenario::Answer,
        split_think: true,
    };
    let plan = plan(&draft, &lane, &endpoint, &Lineup::embedded()?)?;
    Ok(serde_json::to_string_pretty(&shown(plan))?)
}

fn shown(plan: Plan) -> Value {
    let headers: Map<String, Value> = plan.headers.iter().map(|(name, value)| (name.clone(), value.masked().into())).collect();
    let adjustments: Vec<Value> = plan
        .adjustments
        .into_iter()
        .map(|a| json!({"rule": a.rule, "field": a.field, "asked": a.asked, "sent": a.sent, "reason": a.reason.en}))
        .collect();
    json!({"method": plan.method, "url": plan.url, "headers": headers, "body": plan.body, "adjustments": adjustments})
}
