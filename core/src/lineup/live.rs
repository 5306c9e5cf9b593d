//! What an endpoint itself says that it serves: the answer of `GET /models` (wire.md a.1).

use super::{Kind, Lineup, Model, Profile, classify, date::day_of, kind_by_name};
use serde_json::Value;
use std::collections::HashSet;

/// The models of one endpoint.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Live {
    /// In the order of the answer, each once.
    pub models: Vec<LiveModel>,
}

/// One entry of the answer.
#[derive(Clone, Debug, PartialEq)]
pub struct LiveModel {
    /// As the endpoint writes it: the name to send.
    pub id: String,
    /// The id of the model in the line-up; `None` for one that it does not know.
    pub known: Option<String>,
    /// From the line-up, else from the name; `None` where the name tells nothing.
    pub kind: Option<Kind>,
    /// What the name alone tells.
    pub profile: Profile,
    pub owner: Option<String>,
    /// ISO date.
    pub created: Option<String>,
    /// The day on which the endpoint shuts it down, by its own word: better than any table. ISO date.
    pub shutdown_date: Option<String>,
}

/// The answer holds no list of models.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the answer is no list of models")]
pub struct NoList;

impl Live {
    /// Reads the answer: `{"data": […]}` as OpenAI, Azure and most others write it, `{"models": […]}`, or a bare list.
    ///
    /// # Errors
    /// It is none of these.
    pub fn read(answer: &Value, lineup: &Lineup) -> Result<Self, NoList> {
        let list = [&answer["data"], &answer["models"], answer].into_iter().find_map(Value::as_array).ok_or(NoList)?;
        let mut models: Vec<LiveModel> = Vec::new();
        // A server may list very many.
        let mut seen = HashSet::new();
        for entry in list {
            let id = entry.as_str().or_else(|| ["id", "name", "model"].iter().find_map(|key| entry[key].as_str()));
            // Gemini's compatible endpoint writes `models/gemini-…`, and takes the bare name.
            let Some(id) = id.map(|id| id.strip_prefix("models/").unwrap_or(id)).filter(|id| !id.is_empty()) else { continue };
            if !seen.insert(id) {
                continue;
            }
            let known = lineup.get(id);
            models.push(LiveModel {
                id: id.to_owned(),
                known: known.map(|model| model.id.clone()),
                kind: known.map(|model| model.kind).or_else(|| kind_by_name(id)),
                profile: classify(id),
                owner: entry["owned_by"].as_str().filter(|owner| !owner.is_empty()).map(str::to_owned),
                created: ["created", "created_at"].iter().find_map(|key| day(&entry[key])),
                // Azure's own list says when inference ends.
                shutdown_date: day(&entry["shutdown_date"]).or_else(|| day(&entry["deprecation"]["inference"])),
            });
        }
        Ok(Self { models })
    }

    /// The entry under which this endpoint serves a model of the line-up: its own id if it is there, else another of its names.
    #[must_use]
    pub fn entry(&self, model: &Model) -> Option<&LiveModel> {
        let own = |entry: &&LiveModel| entry.id.eq_ignore_ascii_case(&model.id);
        let other = || self.models.iter().find(|entry| entry.known.as_ref() == Some(&model.id) && !entry.id.starts_with("ft:"));
        self.models.iter().find(own).or_else(other)
    }

    /// What the line-up does not know: to be added to a table, with what the name tells.
    pub fn unknown(&self) -> impl Iterator<Item = &LiveModel> {
        self.models.iter().filter(|entry| entry.known.is_none())
    }
}

/// A day that is written as a date, as a moment, or as seconds since 1970. Zero means that nobody set it.
fn day(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => {
            let date = text.get(..10)?;
            super::days_between(date, date).map(|_| date.to_owned())
        }
        _ => value.as_i64().filter(|seconds| *seconds > 0).and_then(day_of),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn live(answer: &Value) -> Live {
        Live::read(answer, &Lineup::embedded().unwrap()).unwrap()
    }

    #[test]
    fn the_list_marks_what_is_there_and_adds_what_nobody_knew() {
        let live = live(&json!({"object": "list", "data": [
            {"id": "o4-mini-2025-04-16", "object": "model", "created": 1_744_225_308, "owned_by": "system", "shutdown_date": "2026-10-23"},
            {"id": "o4-mini", "object": "model", "created": 0, "owned_by": ""},
            {"id": "o4-mini", "object": "model"},
            {"id": "ft:gpt-4o-2024-08-06:acme::1"},
            {"id": "gpt-9-nova"}, {"id": "gpt-image-9"}, {"id": "llama-9"}, {"object": "model"}, 7
        ]}));
        let ids: Vec<&str> = live.models.iter().map(|model| model.id.as_str()).collect();
        assert_eq!(ids, ["o4-mini-2025-04-16", "o4-mini", "ft:gpt-4o-2024-08-06:acme::1", "gpt-9-nova", "gpt-image-9", "llama-9"]);
        let unknown: Vec<_> = live.unknown().map(|model| (model.id.as_str(), model.kind)).collect();
        assert_eq!(unknown, [("gpt-9-nova", Some(Kind::Reasoning)), ("gpt-image-9", Some(Kind::Image)), ("llama-9", None)]);
        let first = &live.models[0];
        assert_eq!((first.created.as_deref(), first.shutdown_date.as_deref()), (Some("2025-04-09"), Some("2026-10-23")));
        assert_eq!((&live.models[1].created, &live.models[1].owner), (&None, &None));
        let lineup = Lineup::embedded().unwrap();
        assert_eq!(live.entry(lineup.get("o4-mini").unwrap()).map(|entry| entry.id.as_str()), Some("o4-mini"));
        assert_eq!(live.entry(lineup.get("gpt-4o").unwrap()), None, "somebody's tuned model is not the model");
    }

    #[test]
    fn other_servers_lists_are_read_too() {
        for answer in [
            json!({"models": [{"name": "gpt-oss:20b"}]}),
            json!([{"id": "gpt-oss:20b", "created_at": "2026-01-02T03:04:05Z"}]),
            json!({"data": ["gpt-oss:20b"]}),
            json!({"data": [{"id": "gpt-oss:20b", "deprecation": {"inference": 1_830_297_600}}]}),
        ] {
            assert_eq!(live(&answer).models[0].known.as_deref(), Some("gpt-oss-20b"), "{answer}");
        }
        assert_eq!(live(&json!({"data": [{"id": "models/gemini-9"}]})).models[0].id, "gemini-9");
        assert_eq!(live(&json!({"data": []})).models, []);
    }

    #[test]
    fn what_is_no_list_is_said_to_be_none() {
        for answer in [json!(null), json!({"error": {"message": "no"}}), json!("models"), json!({"data": {}})] {
            assert_eq!(Live::read(&answer, &Lineup::embedded().unwrap()), Err(NoList), "{answer}");
        }
    }
}
