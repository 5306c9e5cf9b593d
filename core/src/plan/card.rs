//! What the rules do to a model's requests, for its card.

use super::{Adjustment, plan};
use crate::draft::{
    ApiChoice, Auth, Draft, Endpoint, EndpointId, Flavour, FunctionTool, Lane, LaneId, OutputFormat, Scenario, Settings, TurnBody,
};
use crate::lineup::Lineup;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// The adjustments that a draft with everything in it would get with this model, over both APIs, each rule once per setting. The
/// rules themselves say it: there is no second list of what a model minds. Empty for a model that Play cannot run.
///
/// Renames and other matters of the wires' shape (`L-…`) are left out: they are the same for all models.
#[must_use]
pub fn rules_of(model: &str, flavour: Flavour, lineup: &Lineup) -> Vec<Adjustment> {
    let draft = widest();
    let endpoint = Endpoint {
        id: EndpointId(String::new()),
        name: String::new(),
        flavour,
        // Nothing is sent there.
        base: if flavour == Flavour::OpenAi { String::new() } else { "https://resource.openai.azure.com".into() },
        auth: Auth::None,
        api_version: None,
        deployments: BTreeMap::new(),
    };
    let mut found: Vec<Adjustment> = Vec::new();
    for api in [ApiChoice::Chat, ApiChoice::Responses] {
        let lane = Lane {
            id: LaneId(0),
            model: model.to_owned(),
            endpoint: endpoint.id.clone(),
            api,
            stream: true,
            settings: Settings::default(),
            send_anyway: BTreeSet::new(),
            scenario: Scenario::Answer,
            split_think: true,
        };
        let made = plan(&draft, &lane, &endpoint, lineup).map(|plan| plan.adjustments).unwrap_or_default();
        for change in made.into_iter().filter(|change| change.rule.starts_with("Q-")) {
            if !found.iter().any(|known| (&known.rule, &known.setting) == (&change.rule, &change.setting)) {
                found.push(change);
            }
        }
    }
    found
}

fn widest() -> Draft {
    let mut draft = Draft { instructions: "Be brief.".into(), ..Draft::new() };
    draft.conversation.append(TurnBody::user("hi"));
    draft.settings = Settings {
        effort: Some("minimal".into()),
        summary: Some("concise".into()),
        verbosity: Some("low".into()),
        max_output_tokens: Some(1_000),
        temperature: Some(0.5),
        top_p: Some(0.5),
        presence_penalty: Some(0.5),
        frequency_penalty: Some(0.5),
        stop: Some(vec!["END".into()]),
        logprobs: Some(true),
        top_logprobs: Some(2),
        logit_bias: json!({"1": 1}).as_object().cloned(),
        parallel_tool_calls: Some(true),
        ..Settings::default()
    };
    draft.tools.push(FunctionTool { name: "look".into(), description: String::new(), parameters: json!({}), strict: None });
    draft.output = OutputFormat::JsonSchema { name: "answer".into(), schema: json!({"type": "object"}), strict: None, description: None };
    draft
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_lists_what_the_model_minds() {
        let lineup = Lineup::embedded().unwrap();
        let rules = |model: &str, flavour| {
            let found = rules_of(model, flavour, &lineup);
            found.into_iter().map(|change| format!("{}({})", change.rule, change.setting)).collect::<Vec<_>>()
        };
        let mini = rules("o4-mini", Flavour::OpenAi);
        for expected in ["Q-TEMP(temperature)", "Q-PTC(parallel_tool_calls)", "Q-MAXTOK(max_output_tokens)", "Q-SUMMARY-CONCISE(summary)"] {
            assert!(mini.iter().any(|rule| rule == expected), "{expected} in {mini:?}");
        }
        assert_eq!(mini.iter().collect::<BTreeSet<_>>().len(), mini.len());
        assert_eq!(rules("gpt-4o", Flavour::OpenAi), ["Q-EFFORT-NONREASONING(effort)", "Q-EFFORT-NONREASONING(summary)"]);
        assert!(rules("o1", Flavour::AzureV1).iter().any(|rule| rule == "Q-STREAM-AZ(stream)"));
        assert_eq!(rules("dall-e-3", Flavour::OpenAi), Vec::<String>::new());
        for model in &lineup.models {
            for flavour in [Flavour::OpenAi, Flavour::AzureV1, Flavour::AzureClassic] {
                assert!(!rules(&model.id, flavour).iter().any(|rule| rule.starts_with("Q-AZ-PATH")), "{}", model.id);
            }
        }
    }
}
