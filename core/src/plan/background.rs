//! What is asked about a run in the background: its rest after a cut or a reload, and its end (wire.md c.7).

use super::{HeaderValue, ListRequest, Plan};
use crate::wire::Api;
use serde_json::{Value, json};

/// Whether the plan's run goes on without a connection, so that it can be taken up again.
#[must_use]
pub fn runs_in_background(plan: &Plan) -> bool {
    plan.api == Api::Responses && plan.body.get("background") == Some(&Value::Bool(true))
}

/// The request for the events after this one, or without a number for the whole answer as it stands. `None` where the id is none that
/// could stand in a path.
#[must_use]
pub fn resume(plan: &Plan, id: &str, after: Option<u64>) -> Option<ListRequest> {
    // What was asked to come with the answer has to be asked for again; the name's brackets are how OpenAI's own libraries write a list.
    let mut query: Vec<String> = Vec::new();
    for what in plan.body["include"].as_array().into_iter().flatten().filter_map(Value::as_str).filter(|what| is_plain(what)) {
        query.push(format!("include%5B%5D={what}"));
    }
    if let Some(after) = after {
        query.push(format!("stream=true&starting_after={after}"));
    }
    let url = about(plan, id, "", &query.join("&"))?;
    let is_credential = |header: &&(String, HeaderValue)| matches!(header.1, HeaderValue::Credential { .. });
    Some(ListRequest { url, origin: plan.origin.clone(), headers: plan.headers.iter().filter(is_credential).cloned().collect() })
}

/// The request that ends the run at the server.
#[must_use]
pub fn cancel(plan: &Plan, id: &str) -> Option<Plan> {
    Some(Plan { url: about(plan, id, "/cancel", "")?, body: json!({}), stream: false, ..plan.clone() })
}

fn about(plan: &Plan, id: &str, action: &str, more: &str) -> Option<String> {
    let (path, query) = plan.url.split_once('?').unwrap_or((&plan.url, ""));
    let query: Vec<&str> = [query, more].into_iter().filter(|part| !part.is_empty()).collect();
    let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
    (is_plain(id) && !id.contains('.')).then(|| format!("{path}/{id}{action}{query}"))
}

fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft::{ApiChoice, Draft, Flavour, TurnBody};
    use crate::lineup::Lineup;
    use crate::plan::testing::{endpoint, lane};

    fn planned(flavour: Flavour) -> Plan {
        let mut draft = Draft::new();
        draft.conversation.append(TurnBody::user("think long"));
        draft.settings.extra.insert("background".into(), true.into());
        draft.settings.extra.insert("include".into(), json!(["reasoning.encrypted_content", "no&sense"]));
        let lane = crate::draft::Lane { api: ApiChoice::Responses, stream: true, ..lane("gpt-5.2") };
        super::super::plan(&draft, &lane, &endpoint(flavour), &Lineup::embedded().unwrap()).unwrap()
    }

    #[test]
    fn a_cut_run_is_asked_for_its_later_events_with_the_key_alone() {
        let plan = planned(Flavour::OpenAi);
        assert!(runs_in_background(&plan));
        let request = resume(&plan, "resp_1", Some(41)).unwrap();
        let address = "https://api.openai.com/v1/responses/resp_1?include%5B%5D=reasoning.encrypted_content";
        assert_eq!(request.url, format!("{address}&stream=true&starting_after=41"));
        assert_eq!(request.headers.len(), 1);
        assert_eq!(resume(&plan, "resp_1", None).unwrap().url, address);
        assert_eq!(cancel(&plan, "resp_1").unwrap().url, "https://api.openai.com/v1/responses/resp_1/cancel");
    }

    #[test]
    fn azure_keeps_its_version_and_no_id_leaves_its_place() {
        let plan = planned(Flavour::AzureClassic);
        let url = resume(&plan, "resp_1", Some(0)).unwrap().url;
        assert!(url.contains("/responses/resp_1?api-version=") && url.ends_with("&stream=true&starting_after=0"), "{url}");
        for id in ["", "../files", "..", "a b", "a?b", "a#b", "a/b"] {
            assert_eq!(resume(&plan, id, Some(0)), None, "{id:?}");
        }
    }
}
