//! The line-up says of every model what its sources say (`facts/models.json` of the shared folder).

#![allow(clippy::unwrap_used)] // the helpers of a test are tests, which clippy.toml's exception does not see

use serde_json::{Value, json};
use std::fs;

const OURS: &str = include_str!("../src/lineup/models.json");

fn models(file: &str) -> Vec<Value> {
    let file: Value = serde_json::from_str(file).unwrap();
    file["models"].as_array().unwrap().clone()
}

#[test]
fn every_model_is_there_with_what_running_it_needs() {
    let Some(path) = lineup_test_support::shared("facts/models.json") else { return };
    let (facts, ours) = (models(&fs::read_to_string(path).unwrap()), models(OURS));
    assert_eq!(facts.len(), ours.len());
    for fact in &facts {
        let id = fact["id"].as_str().unwrap();
        let model = ours.iter().find(|model| model["id"] == id).unwrap_or_else(|| panic!("{id} is missing"));
        for (ours, theirs) in [
            (&model["context"], &fact["context_window"]),
            (&model["max_output"], &fact["max_output_tokens"]),
            (&model["released"], &fact["release_date"]),
            (&model["role"], &fact["instruction_roles"]["preferred"]),
            (&model["effort"]["values"], &fact["reasoning"]["effort_values"]),
            (&model["price"]["input"], &fact["price_usd_per_1m"]["input"]),
            (&model["price"]["cached"], &fact["price_usd_per_1m"]["cached_input"]),
            (&model["price"]["output"], &fact["price_usd_per_1m"]["output"]),
        ] {
            assert_eq!(ours, theirs, "{id}");
        }
        let snapshots = model["snapshots"].as_array().cloned().unwrap_or_default();
        assert_eq!(json!(snapshots), fact["snapshots"], "{id}: snapshots");
        assert_eq!(model["chat"] == true, fact["apis"]["chat_completions"] == true, "{id}: Chat Completions");
        // An image model is no model of a response: it is named by a tool.
        assert_eq!(model["responses"] == true, fact["apis"]["responses"] == true && model["kind"] != "image", "{id}: Responses");
        // Others than yes and no are words about what is no stream of events, or about who may stream.
        if let Some(streams) = fact["streaming"]["openai"].as_bool() {
            assert_eq!(model["stream"]["openai"], streams, "{id}: streaming");
        }
        // Where it depends on the server, the older name.
        let limit = fact["token_limit_param"]["chat_completions"].as_str().and_then(|words| words.split(" or ").next());
        assert_eq!(model["limit"].as_str(), limit, "{id}: token limit");
    }
}
