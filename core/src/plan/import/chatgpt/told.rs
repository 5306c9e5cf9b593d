//! What each message of a conversation becomes: a turn, a part of one, the instructions, or a line of the report.

use super::super::report::NoteKind;
use super::left::Left;
use super::{content, marks};
use crate::draft::{Draft, ToolCallTurn, TurnBody, TurnId};
use serde_json::{Value, json};

/// What a share page has in the place of its owner's instructions.
const NOT_SHARED: &str = "Original custom instructions no longer available";

/// Names of functions are no longer (both APIs).
const LONGEST_NAME: usize = 64;

/// What came before a message on its branch.
#[derive(Clone, Copy, Default)]
pub(super) struct At {
    /// The turn that it follows.
    pub tip: Option<TurnId>,
    /// A call that waits for its result.
    call: Option<usize>,
    /// The newest thought that belongs to the next answer.
    thought: Option<usize>,
}

/// Calls and thoughts are taken once, by the first branch that comes to them: none other follows them in ChatGPT.
pub(super) struct Teller {
    draft: Draft,
    left: Left,
    calls: Vec<Option<Call>>,
    /// With the one before it.
    thoughts: Vec<(Option<usize>, Option<String>)>,
    answered: u32,
    /// The instructions that were said last.
    instructed: String,
}

struct Call {
    name: String,
    arguments: String,
    model: Option<String>,
}

impl Teller {
    pub fn new(left: Left) -> Self {
        Self { draft: Draft::new(), left, calls: Vec::new(), thoughts: Vec::new(), answered: 0, instructed: String::new() }
    }

    /// The draft, and what is not in it: of calls and thoughts those that nothing followed.
    pub fn end(mut self) -> (Draft, Left) {
        for call in self.calls.into_iter().flatten() {
            self.left.add(NoteKind::NoPlace, &call.name);
        }
        for _ in self.thoughts.iter().filter(|(_, thought)| thought.is_some()) {
            self.left.add(NoteKind::NoPlace, "thoughts");
        }
        (self.draft, self.left)
    }

    /// Takes one message over.
    pub fn tell(&mut self, message: &Value, at: At) -> At {
        let role = message.pointer("/author/role").and_then(Value::as_str).unwrap_or_default();
        let kind = message.pointer("/content/content_type").and_then(Value::as_str).unwrap_or("text");
        let metadata = &message["metadata"];
        // The model was not given it.
        let is_void = message["weight"].as_f64() == Some(0.0);
        let is_hidden = is_void || metadata["is_visually_hidden_from_conversation"] == true;
        let recipient = message["recipient"].as_str().unwrap_or("all");
        match (role, kind) {
            _ if !message.is_object() => at,
            (_, "user_editable_context") => self.context(message, at),
            _ if metadata["is_user_system_message"] == true => self.context(message, at),
            (_, "model_editable_context") => {
                if message.pointer("/content/model_set_context").and_then(Value::as_str).is_some_and(|text| !text.is_empty()) {
                    self.left.add(NoteKind::NoPlace, kind);
                }
                at
            }
            (_, "thoughts") => self.think(&message["content"], at),
            (_, "reasoning_recap") => {
                self.left.add(NoteKind::NoPlace, kind);
                at
            }
            ("assistant", _) if recipient != "all" && !is_void => self.call(message, kind, recipient, at),
            ("user" | "assistant", _) if is_hidden => self.hidden(message, role, at),
            ("system", _) if is_void => self.hidden(message, role, at),
            ("system", _) => {
                let text = content::words(message, &mut self.left);
                self.instruct(text, at, |text| TurnBody::System { text })
            }
            ("user", _) => {
                let parts = content::parts(message, &mut self.left);
                if parts.is_empty() { At { call: None, ..at } } else { self.append(at, TurnBody::User { parts }) }
            }
            ("assistant", _) => self.answer(message, kind, at),
            ("tool", _) => self.result(message, is_void, at),
            _ => {
                if content::says_anything(message) {
                    self.left.add(NoteKind::NoPlace, if role.is_empty() { "author" } else { role });
                }
                at
            }
        }
    }

    fn append(&mut self, at: At, body: TurnBody) -> At {
        self.draft.conversation.set_tip(at.tip);
        At { tip: Some(self.draft.conversation.append(body)), ..At::default() }
    }

    fn hidden(&mut self, message: &Value, role: &str, at: At) -> At {
        if content::says_anything(message) {
            self.left.add(NoteKind::Hidden, role);
        }
        at
    }

    /// What the user wrote about himself and about answers, as the model was given it.
    fn context(&mut self, message: &Value, at: At) -> At {
        let texts = |places: [&str; 2]| {
            let text = |place: &str| message.pointer(place).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
            places.into_iter().filter_map(text).collect::<Vec<_>>().join("\n\n")
        };
        let own = ["/metadata/user_context_message_data/about_user_message", "/metadata/user_context_message_data/about_model_message"];
        let places = [["/content/user_profile", "/content/user_instructions"], ["/content/parts/0", "/content/text"], own];
        let text = places.into_iter().map(texts).find(|text| !text.is_empty()).unwrap_or_default();
        self.instruct(text, at, |text| TurnBody::Developer { text })
    }

    /// The first instructions are the draft's; later ones that say something else stand where they were said.
    fn instruct(&mut self, text: String, at: At, turn: fn(String) -> TurnBody) -> At {
        if text == NOT_SHARED {
            self.left.add(NoteKind::Elsewhere, "custom instructions");
            return at;
        }
        if text.is_empty() || text == self.draft.instructions || text == self.instructed {
            return at;
        }
        self.instructed.clone_from(&text);
        if self.draft.instructions.is_empty() && at.tip.is_none() {
            self.draft.instructions = text;
            return at;
        }
        At { thought: at.thought, ..self.append(at, turn(text)) }
    }

    fn think(&mut self, content: &Value, mut at: At) -> At {
        let one = |thought: &Value| match thought {
            Value::String(text) => text.clone(),
            thought => {
                let text = |name: &str| thought[name].as_str().filter(|text| !text.is_empty());
                let title = text("summary").map(|title| format!("**{title}**"));
                title.into_iter().chain(text("content").map(str::to_owned)).collect::<Vec<_>>().join("\n\n")
            }
        };
        let whole = content["thoughts"].as_str().map(str::to_owned);
        let list = ["thoughts", "parts"].into_iter().filter_map(|name| content[name].as_array()).flatten();
        for text in whole.into_iter().chain(list.map(one)).filter(|text| !text.is_empty()) {
            self.thoughts.push((at.thought, Some(text)));
            at.thought = Some(self.thoughts.len() - 1);
        }
        at
    }

    /// What was thought before an answer.
    fn thoughts(&mut self, newest: Option<usize>) -> Option<String> {
        let mut texts = Vec::new();
        let mut next = newest;
        while let Some((before, thought)) = next.and_then(|at| self.thoughts.get_mut(at)) {
            let Some(text) = thought.take() else { break };
            texts.push(text);
            next = *before;
        }
        texts.reverse();
        (!texts.is_empty()).then(|| texts.join("\n\n"))
    }

    /// A message to a tool. It becomes a turn with its result: a call without one is refused everywhere.
    fn call(&mut self, message: &Value, kind: &str, name: &str, at: At) -> At {
        let text = content::words(message, &mut self.left);
        let is_object = || serde_json::from_str::<Value>(&text).is_ok_and(|value| value.is_object());
        let arguments = match kind {
            _ if text.is_empty() => "{}".to_owned(),
            _ if is_object() => text,
            "code" => json!({"code": text}).to_string(),
            _ => json!({"input": text}).to_string(),
        };
        self.calls.push(Some(Call { name: name.to_owned(), arguments, model: model(message) }));
        At { call: Some(self.calls.len() - 1), ..at }
    }

    fn result(&mut self, message: &Value, is_void: bool, at: At) -> At {
        let said = content::words(message, &mut self.left);
        let output = if said.is_empty() { content::found(message) } else { said };
        if let Some(call) = at.call.and_then(|call| self.calls.get_mut(call)).and_then(Option::take) {
            self.left.add(NoteKind::OwnTool, &call.name);
            self.answered += 1;
            let id = format!("call_{}", self.answered);
            let plain = |c: char| if c.is_ascii_alphanumeric() || "_-".contains(c) { c } else { '_' };
            let name = call.name.chars().map(plain).take(LONGEST_NAME).collect();
            let called = ToolCallTurn { id: id.clone(), name, arguments: call.arguments, custom: false };
            let reasoning = self.thoughts(at.thought);
            let body = TurnBody::Assistant {
                text: String::new(),
                tool_calls: vec![called],
                reasoning,
                model: call.model,
                items: Vec::new(),
                response: None,
            };
            let at = self.append(at, body);
            return self.append(at, TurnBody::Tool { call_id: id, output });
        }
        // Further pieces of one result.
        let last = at.tip.and_then(|tip| self.draft.conversation.turns.get_mut(&tip)).map(|turn| &mut turn.body);
        match last {
            _ if output.is_empty() => {}
            Some(TurnBody::Tool { output: said, .. }) if !is_void => {
                if !said.is_empty() {
                    said.push_str("\n\n");
                }
                said.push_str(&output);
            }
            _ => {
                let name = message.pointer("/author/name").and_then(Value::as_str).filter(|name| !name.is_empty()).unwrap_or("tool");
                self.left.add(if is_void { NoteKind::Hidden } else { NoteKind::NoPlace }, name);
            }
        }
        at
    }

    fn answer(&mut self, message: &Value, kind: &str, at: At) -> At {
        let words = content::words(message, &mut self.left);
        let text = match kind {
            "code" if !words.is_empty() => {
                let language = message.pointer("/content/language").and_then(Value::as_str).filter(|language| *language != "unknown");
                format!("```{}\n{words}\n```", language.unwrap_or_default())
            }
            _ => marks::plain(&words, &message["metadata"], &mut self.left),
        };
        if text.is_empty() {
            return at;
        }
        let reasoning = self.thoughts(at.thought);
        let body =
            TurnBody::Assistant { text, tool_calls: Vec::new(), reasoning, model: model(message), items: Vec::new(), response: None };
        self.append(at, body)
    }
}

/// What said it, in ChatGPT's words.
fn model(message: &Value) -> Option<String> {
    message["metadata"]["model_slug"].as_str().filter(|slug| !slug.is_empty()).map(str::to_owned)
}
