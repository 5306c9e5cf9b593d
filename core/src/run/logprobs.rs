//! How sure the model was of each token: read again from the raw bytes when someone looks, so that a run that nobody looks at keeps
//! nothing twice.

use super::consumer::Run;
use crate::wire::Api;
use crate::wire::sse::{Decoder, Frame};
use serde_json::Value;

/// A token of the answer, with the others that were considered in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct TokenChance {
    /// As the server writes it; a token may be a part of a character.
    pub token: String,
    /// 0 to 1.
    pub chance: f64,
    /// The likeliest first, the token itself among them where the server says so.
    pub others: Vec<(String, f64)>,
}

impl Run {
    /// The tokens of a choice in order; empty where the server gave no probabilities.
    #[must_use]
    pub fn token_chances(&self, choice: u32) -> Vec<TokenChance> {
        let streamed: Vec<TokenChance> = if self.came_whole() { Vec::new() } else { self.streamed_chances(choice) };
        if !streamed.is_empty() {
            return streamed;
        }
        // One whole answer, or a stream that gives them at its end only.
        let whole = self.response_json().unwrap_or_default();
        let mut tokens = Vec::new();
        match self.api() {
            Api::Responses => {
                let parts = list(&whole["output"]).flat_map(|item| list(&item["content"]));
                parts.for_each(|part| read(&part["logprobs"], &mut tokens));
            }
            _ => of_choices(&whole, choice, &mut tokens),
        }
        tokens
    }

    fn streamed_chances(&self, choice: u32) -> Vec<TokenChance> {
        let mut tokens = Vec::new();
        for record in self.events().iter() {
            let Some(bytes) = self.raw().get(record.range.clone()) else { continue };
            let mut bytes = &*bytes;
            if !holds(bytes, b"\"logprob\"") {
                continue;
            }
            let mut decoder = Decoder::default();
            let frame = decoder.next(&mut bytes).ok().flatten().or_else(|| decoder.finish());
            let Some(Frame::Event(event)) = frame else { continue };
            let Ok(event) = serde_json::from_str::<Value>(&event.data) else { continue };
            match self.api() {
                Api::Responses if event["type"] == "response.output_text.delta" => read(&event["logprobs"], &mut tokens),
                Api::Responses => {}
                _ => of_choices(&event, choice, &mut tokens),
            }
        }
        tokens
    }
}

fn of_choices(chunk: &Value, wanted: u32, tokens: &mut Vec<TokenChance>) {
    for choice in list(&chunk["choices"]).filter(|choice| choice["index"].as_u64().unwrap_or(0) == u64::from(wanted)) {
        read(&choice["logprobs"]["content"], tokens);
        read(&choice["logprobs"]["refusal"], tokens);
    }
}

fn read(from: &Value, tokens: &mut Vec<TokenChance>) {
    let one = |value: &Value| Some((value["token"].as_str()?.to_owned(), chance(value)));
    for value in list(from) {
        let Some((token, chance)) = one(value) else { continue };
        let mut others: Vec<_> = list(&value["top_logprobs"]).filter_map(one).collect();
        others.sort_by(|(_, a), (_, b)| b.total_cmp(a));
        tokens.push(TokenChance { token, chance, others });
    }
}

/// −9999 is the API's way to say "out of the top 20".
fn chance(value: &Value) -> f64 {
    value["logprob"].as_f64().map_or(0.0, f64::exp).clamp(0.0, 1.0)
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

#[cfg(test)]
mod tests {
    use crate::run::{End, Millis, Run};
    use crate::wire::Api;
    use serde_json::json;

    fn run(api: Api, body: &str) -> Run {
        let mut run = Run::new(api);
        run.headers(200, None, &[], Millis(1.0));
        run.bytes(body.as_bytes(), Millis(2.0));
        run.end(End::Closed, Millis(3.0));
        run
    }

    fn token(token: &str, logprob: f64) -> serde_json::Value {
        json!({"token": token, "logprob": logprob, "bytes": [65],
            "top_logprobs": [{"token": "B", "logprob": -3.0, "bytes": []}, {"token": token, "logprob": logprob, "bytes": []}]})
    }

    fn shown(run: &Run, choice: u32) -> Vec<(String, i32, usize)> {
        #[expect(clippy::cast_possible_truncation, reason = "percent")]
        let percent = |chance: f64| (chance * 100.0).round() as i32;
        run.token_chances(choice).into_iter().map(|token| (token.token, percent(token.chance), token.others.len())).collect()
    }

    #[test]
    fn chat_gives_them_with_every_piece_of_a_choice() {
        let chunk = |index: u32, text: &str, logprob: f64| {
            let choice =
                json!({"index": index, "delta": {"content": text}, "logprobs": {"content": [token(text, logprob)], "refusal": null}});
            format!("data: {}\n\n", json!({"object": "chat.completion.chunk", "choices": [choice]}))
        };
        let body = [chunk(0, "A", -0.1), chunk(1, "x", -9999.0), chunk(0, "C", 0.0), "data: [DONE]\n\n".to_owned()].concat();
        let run = run(Api::Chat, &body);
        assert_eq!(shown(&run, 0), [("A".to_owned(), 90, 2), ("C".to_owned(), 100, 2)]);
        assert_eq!(shown(&run, 1), [("x".to_owned(), 0, 2)]);
        assert_eq!(run.token_chances(0)[0].others[0].0, "A", "the likeliest first");
    }

    #[test]
    fn responses_gives_them_with_the_text_or_at_its_end() {
        let delta = json!({"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": "A", "logprobs": [token("A", -0.1)]});
        let done = json!({"type": "response.output_text.done", "output_index": 0, "content_index": 0, "text": "A", "logprobs": [token("A", -0.1)]});
        let body = format!("data: {delta}\n\ndata: {done}\n\n");
        assert_eq!(shown(&run(Api::Responses, &body), 0), [("A".to_owned(), 90, 2)], "once");
        let whole = json!({"object": "response", "status": "completed", "output": [{"type": "message", "content": [
            {"type": "output_text", "text": "A", "logprobs": [token("A", -0.1)]}]}]});
        assert_eq!(shown(&run(Api::Responses, &whole.to_string()), 0).len(), 1);
    }

    #[test]
    fn an_answer_without_them_has_none() {
        assert_eq!(shown(&run(Api::Chat, r#"{"choices":[{"index":0,"message":{"content":"A"},"logprobs":null}]}"#), 0), []);
        assert_eq!(shown(&run(Api::Chat, "data: {\"choices\":[{\"logprobs\":{\"content\":[{\"logprob\":\"x\"}]}}]}\n\n"), 0), []);
    }
}
