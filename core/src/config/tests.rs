use super::*;
use rstest::rstest;
use serde_json::{Value, json};

fn read(mut value: Value) -> Result<HostConfig, Vec<ConfigError>> {
    value["version"] = 1.into();
    HostConfig::read(&value.to_string())
}

/// Where it is wrong.
fn places(value: Value) -> Vec<String> {
    let place = |error: ConfigError| if let ConfigError::Value { place, .. } = error { place } else { error.to_string() };
    read(value).err().unwrap_or_default().into_iter().map(place).collect()
}

fn house() -> Value {
    json!({"id": "house", "name": "House gateway", "base": "https://llm.example.org/v1"})
}

#[test]
fn what_is_absent_is_as_it_was() {
    assert_eq!(read(json!({})), Ok(HostConfig::default()));
    assert_eq!(HostConfig::default().origins(), None);
    assert!(HostConfig::default().models.allow("anything", Flavour::OpenAi));
    assert_eq!(HostConfig::read("\u{feff}{\"version\": 1}"), Ok(HostConfig::default()), "as some editors write it");
}

#[test]
fn everything_can_be_said_free_or_pinned() {
    let config = read(json!({
        "language": {"value": "ko", "pinned": true},
        "endpoints": {"pinned": true, "list": [
            house(),
            {"id": "azure", "name": "Azure", "flavour": "azure-v1", "base": "https://r.openai.azure.com", "auth": "api_key", "deployments": {"o3": "my-o3"}},
            {"id": "apim", "name": "APIM", "base": "https://llm.example.org/apim", "auth": {"header": "Ocp-Apim-Subscription-Key"}},
            {"id": "openai", "name": "OpenAI EU", "flavour": "openai", "base": "https://eu.api.openai.com/v1"}]},
        "models": {"pinned": true, "list": ["house-fast", "o3"], "facts": {"house-fast": {"like": "gpt-4o"}}},
        "draft": {"value": "#/?model=house-fast&endpoint=https://llm.example.org/v1&instructions=Be+brief", "pinned": true},
    }))
    .unwrap();
    assert_eq!(config.language, Some(HostLanguage { value: Language::Ko, pinned: true }));
    let ids: Vec<_> = config.endpoints.list.iter().map(|endpoint| endpoint.id.0.as_str()).collect();
    assert_eq!(ids, ["house", "azure", "apim", "openai"]);
    assert_eq!(config.endpoints.list[0].flavour, Flavour::Compatible);
    let origins = ["https://eu.api.openai.com", "https://llm.example.org", "https://r.openai.azure.com"];
    assert_eq!(config.origins(), Some(origins.map(str::to_owned).into()));
    assert!(config.models.allow(" O3 ", Flavour::AzureV1) && !config.models.allow("o4-mini", Flavour::AzureV1));
    assert!(config.models.allow("o4-mini", Flavour::Simulator), "the simulator sends nothing");
    assert_eq!(config.draft.map(|draft| draft.value.draft.instructions).as_deref(), Some("Be brief"));
}

#[rstest]
#[case::no_json("{", "EOF")]
#[case::no_object("3", "invalid type")]
#[case::no_version("{}", "missing field `version`")]
#[case::newer(r#"{"version": 2, "later": 1}"#, "it has version 2")]
#[case::unknown("{\"version\": 1,\n \"endpoint\": {}}", "unknown field `endpoint`")]
#[case::misspelt_pin(r#"{"version": 1, "models": {"pined": true}}"#, "unknown field `pined`")]
#[case::key(
    r#"{"version": 1, "endpoints": {"list": [{"id": "a", "name": "A", "base": "https://a", "key": "sk-1"}]}}"#,
    "unknown field `key`"
)]
#[case::language(r#"{"version": 1, "language": {"value": "fr"}}"#, "unknown variant `fr`")]
fn a_wrong_shape_is_told_in_words(#[case] text: &str, #[case] words: &str) {
    let errors = HostConfig::read(text).unwrap_err();
    assert!(errors.len() == 1 && errors[0].to_string().contains(words), "{errors:?}");
}

#[test]
fn a_wrong_shape_is_told_with_its_line() {
    let errors = HostConfig::read("{\"version\": 1,\n \"endpoint\": {}}").unwrap_err();
    assert!(errors[0].to_string().contains("line 2"), "{errors:?}");
}

#[rstest]
#[case::pinned_to_nothing(json!({"pinned": true}), &["endpoints.list"])]
#[case::id(json!({"list": [{"id": "House", "name": "A", "base": "https://a"}]}), &["endpoints.list.0.id"])]
#[case::id_of_the_page(json!({"list": [{"id": "simulator", "name": "A", "base": "https://a"}, {"id": "endpoint-1", "name": "B", "base": "https://a"}]}),
    &["endpoints.list.0.id", "endpoints.list.1.id"])]
#[case::twice(json!({"list": [house(), house()]}), &["endpoints.list.1.id", "endpoints.list.1.name"])]
#[case::no_name(json!({"list": [{"id": "a", "name": " ", "base": "https://a"}]}), &["endpoints.list.0.name"])]
#[case::no_base(json!({"list": [{"id": "a", "name": "A"}]}), &["endpoints.list.0.base"])]
#[case::bad_base(json!({"list": [{"id": "a", "name": "A", "base": "ftp://a"}]}), &["endpoints.list.0.base"])]
#[case::query(json!({"list": [{"id": "a", "name": "A", "base": "https://a/v1?x=1"}]}), &["endpoints.list.0.base"])]
#[case::bad_header(json!({"list": [{"id": "a", "name": "A", "base": "https://a/v1", "auth": {"header": "Cookie"}}]}), &["endpoints.list.0.auth"])]
#[case::simulator(json!({"list": [{"id": "a", "name": "A", "flavour": "simulator"}]}), &["endpoints.list.0.flavour"])]
#[case::another_openai(json!({"list": [{"id": "openai", "name": "A", "base": "https://a"}]}), &["endpoints.list.0.flavour"])]
fn an_endpoint_that_cannot_be_used_is_named(#[case] endpoints: Value, #[case] wrong: &[&str]) {
    assert_eq!(places(json!({"endpoints": endpoints})), wrong);
}

#[rstest]
#[case::pinned_to_nothing(json!({"pinned": true}), &["models.list"])]
#[case::twice(json!({"list": ["o3", "O3"]}), &["models.list.1"])]
#[case::no_name(json!({"list": [""]}), &["models.list.0"])]
#[case::like_nobody(json!({"facts": {"mine": {"like": "gpt-99"}}}), &["models.facts.mine.like"])]
#[case::bad_fact(json!({"facts": {"gpt-4o": {"context": "long"}}}), &["models.facts.gpt-4o.context"])]
fn a_model_that_cannot_be_offered_is_named(#[case] models: Value, #[case] wrong: &[&str]) {
    assert_eq!(places(json!({"models": models})), wrong);
}

#[test]
fn a_model_of_which_nothing_is_said_is_what_its_name_tells() {
    let config = read(json!({"models": {"list": ["o3", "house-llama"]}})).unwrap();
    assert_eq!(config.models.facts.ids().collect::<Vec<_>>(), ["house-llama"]);
}

#[rstest]
#[case::nothing(json!("hello"), &["draft.value"])]
#[case::unknown_parameter(json!("model=o3&colour=red"), &["draft.value"])]
#[case::no_set_up(json!({"prompt": "x"}), &["draft.value"])]
#[case::newer(json!({"draft": {"version": 9}}), &["draft.value"])]
#[case::header(json!({"draft": {"version": 1, "other_tools": [{"type": "mcp", "headers": {"X": "y"}}]}}), &["draft.value.tools.0.headers"])]
#[case::foreign(json!("model=o3&endpoint=https://elsewhere.example/v1"), &["draft.value.lanes.0.endpoint"])]
#[case::no_model_of_the_list(json!("model=o3&endpoint=https://llm.example.org/v1"), &["draft.value.lanes.0.model"])]
fn a_draft_fits_what_is_pinned_and_holds_no_credential(#[case] value: Value, #[case] wrong: &[&str]) {
    let pinned = |list: Value| json!({"pinned": true, "list": list});
    let mut config = json!({"endpoints": pinned(json!([house()])), "draft": {"value": value}});
    if wrong == ["draft.value.lanes.0.model"] {
        config["models"] = pinned(json!(["gpt-4o"]));
    }
    assert_eq!(places(config), wrong);
}

#[test]
fn what_looks_like_a_key_is_refused_wherever_it_stands() {
    const KEY: &str = "sk-proj-abcdefghijklmnopqrstuvwxyz0123456789";
    for (config, place) in [
        (json!({"endpoints": {"list": [{"id": "a", "name": KEY, "base": "https://a"}]}}), "endpoints.list.0.name"),
        (json!({"endpoints": {"list": [{"id": "a", "name": "A", "base": format!("https://a/{KEY}")}]}}), "endpoints.list.0.base"),
        (json!({"endpoints": {"list": [{"id": "a", "name": "A", "base": "https://a", "auth": {"header": KEY}}]}}), "endpoints.list.0.auth"),
        (json!({"models": {"list": [KEY]}}), "models.list.0"),
        (json!({"draft": {"value": format!("instructions=My+key+is+{KEY}")}}), "draft.value"),
    ] {
        let errors = read(config).unwrap_err();
        assert!(matches!(&errors[..], [ConfigError::Value { place: at, .. }] if at == place), "{errors:?}");
        assert!(!errors[0].to_string().contains(KEY), "the words do not repeat it: {errors:?}");
    }
}

#[test]
fn the_file_that_comes_with_the_page_sets_nothing() {
    assert_eq!(HostConfig::read(include_str!("../../../assets/lineup.config.json")), Ok(HostConfig::default()));
}

#[test]
fn a_huge_file_is_not_read() {
    assert_eq!(HostConfig::read(&" ".repeat(MOST_BYTES + 1)), Err(vec![ConfigError::TooLarge]));
}

#[test]
fn a_file_is_silent_that_says_its_version_and_no_more() {
    assert!(HostConfig::is_silent(r#"{ "version": 1 }"#));
    assert_eq!(HostConfig::read(r#"{ "version": 1 }"#), Ok(HostConfig::default()));
    for text in ["", "{}", "[]", r#"{"version": 2}"#, r#"{"version": "1"}"#, r#"{"version": 1, "language": {"value": "ko"}}"#] {
        assert!(!HostConfig::is_silent(text), "{text}");
    }
}
