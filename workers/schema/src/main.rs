//! Checks schemas for the strict subset, repairs them, makes them from samples, and validates answers: everything about JSON Schema
//! that the first load of the page does without.

#[cfg(all(test, not(target_family = "wasm")))]
mod hostile;
mod validate;

use lineup_core::draft::schema::check::{self, Answer, Ask, Request};

fn main() {
    lineup_worker::serve(answer);
}

fn answer(message: &str) -> Option<String> {
    let Request { id, ask } = serde_json::from_str(message).ok()?;
    let told = match &ask {
        Ask::Check { schema, answer } => validate::check(schema, answer),
        ask => check::answer(ask)?,
    };
    serde_json::to_string(&Answer { id, told }).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_message_is_answered_by_its_number() {
        let answer = super::answer(r#"{"id":7,"ask":{"what":"strict","text":"{}"}}"#).unwrap();
        assert!(answer.starts_with(r#"{"id":7,"told":{"what":"text""#), "{answer}");
        assert_eq!(super::answer("no request"), None);
    }
}
