use super::*;
use crate::lineup::Per;

fn usd(usd: f64) -> Cell {
    Cell::Usd(usd, Per::MillionTokens)
}

#[test]
fn a_fact_of_the_users_wins_and_is_marked_and_the_rest_stays() {
    let mut mine = Overrides::default();
    mine.say("gpt-4o", Fact::PriceInput, &usd(1.0));
    mine.say("gpt-4o", Fact::Cutoff, &Cell::Unknown);
    let (lineup, unusable) = Lineup::with(&mine).unwrap();
    let (model, before) = (lineup.get("gpt-4o").unwrap(), Lineup::embedded().unwrap());
    let before = before.get("gpt-4o").unwrap();
    let (price, old) = (model.price.clone().unwrap(), before.price.clone().unwrap());
    assert_eq!((price.input, price.output), (Some(1.0), old.output));
    assert_eq!((&model.cutoff, &model.context), (&None, &before.context));
    assert_eq!(model.theirs, Some(Theirs { added: false, like: None, facts: vec!["price.input".into(), "cutoff".into()] }));
    assert!(model.is_theirs(Fact::PriceInput) && !model.is_theirs(Fact::PriceOutput));
    assert_eq!(unusable, []);
    mine.take_back("gpt-4o", Fact::PriceInput);
    mine.take_back("gpt-4o", Fact::Cutoff);
    assert!(mine.is_empty(), "nothing is left of it");
}

#[test]
fn a_model_of_the_users_starts_from_what_its_name_tells() {
    let mut mine = Overrides::default();
    mine.add(" o9-mini ", None);
    mine.say("house-llama", Fact::Context, &Cell::Tokens(8192));
    let (lineup, unusable) = Lineup::with(&mine).unwrap();
    assert_eq!(unusable, []);
    let (o9, llama) = (lineup.get("o9-mini").unwrap(), lineup.get("house-llama").unwrap());
    assert_eq!((o9.kind, o9.role.as_deref(), o9.limit.as_deref()), (Kind::Reasoning, Some("developer"), Some("max_completion_tokens")));
    assert_eq!((llama.kind, llama.context, llama.role.as_deref()), (Kind::Chat, Some(8192), Some("system")));
    assert!(llama.theirs.as_ref().is_some_and(|theirs| theirs.added) && llama.runs_in_play());
    assert_eq!(lineup.price("o9-mini"), None, "a name tells no price");
    mine.say("o9-mini", Fact::Context, &Cell::Tokens(1));
    mine.take_back("o9-mini", Fact::Context);
    assert!(mine.of("o9-mini").is_some(), "it is still added");
}

#[test]
fn a_name_of_a_gateway_takes_the_facts_of_the_model_behind_it() {
    let mut mine = Overrides::default();
    mine.add("house-fast", Some("o4-mini-2025-04-16"));
    mine.say("house-fast", Fact::PriceInput, &usd(2.0));
    let (lineup, unusable) = Lineup::with(&mine).unwrap();
    assert_eq!(unusable, []);
    let (fast, real) = (lineup.get("house-fast").unwrap(), lineup.get("o4-mini").unwrap());
    assert_eq!((&fast.refuses, &fast.effort, fast.context), (&real.refuses, &real.effort, real.context));
    assert_eq!(lineup.price("house-fast").map(|price| (price.input, price.output)), Some((Some(2.0), real.price.as_ref().unwrap().output)));
    assert_eq!(fast.theirs.as_ref().and_then(|theirs| theirs.like.as_deref()), Some("o4-mini-2025-04-16"));
    assert_eq!(lineup.get("o4-mini-2025-04-16").map(|model| model.id.as_str()), Some("o4-mini"), "its names stay its own");
}

#[test]
fn what_the_host_says_lies_below_and_is_no_mark_of_the_users() {
    let (mut host, mut mine) = (Overrides::default(), Overrides::default());
    host.add("house-fast", Some("gpt-4o"));
    host.say("house-fast", Fact::Context, &Cell::Tokens(1000));
    host.say("gpt-4o", Fact::PriceInput, &usd(9.0));
    mine.add("mine", Some("house-fast"));
    mine.say("gpt-4o", Fact::PriceOutput, &usd(1.0));
    let (lineup, unusable) = Lineup::with_host(&host, &mine).unwrap();
    assert_eq!(unusable, []);
    let [house, own, gpt] = ["house-fast", "mine", "gpt-4o"].map(|id| lineup.get(id).unwrap());
    assert_eq!((house.context, &house.theirs), (Some(1000), &None));
    assert_eq!((own.context, own.theirs.as_ref().and_then(|theirs| theirs.like.as_deref())), (Some(1000), Some("house-fast")));
    let price = gpt.price.as_ref().unwrap();
    assert_eq!((price.input, price.output), (Some(9.0), Some(1.0)));
    assert!(gpt.is_theirs(Fact::PriceOutput) && !gpt.is_theirs(Fact::PriceInput));
}

#[test]
fn another_name_of_a_model_is_that_model() {
    let mut mine = Overrides::default();
    mine.say("GPT-5.6", Fact::Context, &Cell::Tokens(1000));
    let (lineup, _) = Lineup::with(&mine).unwrap();
    assert_eq!(lineup.models.len(), Lineup::embedded().unwrap().models.len());
    assert_eq!(lineup.get("gpt-5.6-sol").unwrap().theirs.as_ref().map(|theirs| theirs.added), Some(false));
}

#[test]
fn what_cannot_be_taken_is_named_and_harms_nothing() {
    let text = r#"{"version": 1, "models": {
        "gpt-4o": {"id": "other", "cutoff": "2031-01", "context": "long"}, "": {"context": 1}, "mine": {"like": "gpt-99"}}}"#;
    let (lineup, unusable) = Lineup::with(&Overrides::from_json(text).unwrap()).unwrap();
    assert_eq!(lineup, Lineup::embedded().unwrap());
    let named: Vec<_> = unusable.iter().map(|bad| (bad.model.as_str(), bad.fact.as_deref())).collect();
    assert_eq!(named, [("", None), ("gpt-4o", Some("context")), ("mine", Some("like"))]);
}

#[test]
fn overrides_are_kept_as_versioned_json_and_merged_fact_by_fact() {
    let mut mine = Overrides::default();
    mine.say("gpt-4o", Fact::PriceInput, &usd(1.0));
    mine.say("gpt-4o", Fact::Context, &Cell::Tokens(1000));
    assert_eq!(Overrides::from_json(&mine.to_json()).unwrap(), mine);
    let mut other = Overrides::default();
    other.say("gpt-4o", Fact::PriceOutput, &usd(3.0));
    other.say("gpt-4o", Fact::Context, &Cell::Unknown);
    mine.merge(other);
    assert_eq!(
        mine.of("gpt-4o").map(|facts| Value::from(facts.clone())),
        Some(json!({"price": {"input": 1.0, "output": 3.0}, "context": null}))
    );
    assert!(matches!(Overrides::from_json(r#"{"version": 9}"#), Err(OverridesError::Newer { found: 9 })));
    assert!(matches!(Overrides::from_json("[]"), Err(OverridesError::Shape(_))));
}
