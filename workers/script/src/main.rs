//! Runs the JavaScript functions with which users answer calls of tools. The engine knows the language and nothing else: what is not
//! put into it here does not exist for a function.

mod console;
#[cfg(all(test, not(target_family = "wasm")))]
mod hostile;
mod run;

use lineup_core::draft::mock::script::{Answer, Ask, Request, Told};

fn main() {
    lineup_worker::serve(answer);
}

fn answer(message: &str) -> Option<String> {
    let Request { id, ask } = serde_json::from_str(message).ok()?;
    let told = match ask {
        Ask::Ready => Told::Ready,
        Ask::Run { code, input } => Told::Ran(run::run(&code, &input)),
    };
    serde_json::to_string(&Answer { id, told }).ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_message_is_answered_by_its_number() {
        assert_eq!(super::answer(r#"{"id":7,"ask":{"what":"ready"}}"#).as_deref(), Some(r#"{"id":7,"told":{"what":"ready"}}"#));
        let ran = super::answer(r#"{"id":8,"ask":{"what":"run","code":"x => x.a","input":{"a":1}}}"#);
        assert_eq!(ran.as_deref(), Some(r#"{"id":8,"told":{"what":"ran","result":{"Ok":"1"},"said":[]}}"#));
        assert_eq!(super::answer("no request"), None);
    }
}
