//! The pieces of an answer in the order of reading; tool calls that follow each other stand side by side.

use lineup_core::run::{Choice, ItemBody};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Thinking,
    Text,
    Refusal,
    Calls,
    ServerTool,
    Image,
    Audio,
    Other,
}

/// One piece, named by the key of its first item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Block {
    pub key: u32,
    pub kind: Kind,
}

pub fn blocks(choice: &Choice) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    for item in &choice.items {
        let kind = match &item.body {
            ItemBody::Reasoning(_) => Kind::Thinking,
            ItemBody::Text(_) => Kind::Text,
            ItemBody::Refusal(_) => Kind::Refusal,
            ItemBody::ToolCall(_) => Kind::Calls,
            ItemBody::ServerTool(_) => Kind::ServerTool,
            ItemBody::Image(_) => Kind::Image,
            ItemBody::Audio(_) => Kind::Audio,
            ItemBody::Other(_) => Kind::Other,
        };
        let joins = kind == Kind::Calls && blocks.last().is_some_and(|last| last.kind == Kind::Calls);
        if !joins {
            blocks.push(Block { key: item.key, kind });
        }
    }
    blocks
}

/// The keys of the tool calls that stand side by side, beginning with `first`.
pub fn calls_from(choice: &Choice, first: u32) -> Vec<u32> {
    let from = choice.items.iter().skip_while(|item| item.key != first);
    from.take_while(|item| matches!(item.body, ItemBody::ToolCall(_))).map(|item| item.key).collect()
}

#[cfg(test)]
mod tests {
    use super::{Kind, blocks, calls_from};
    use lineup_core::run::{End, Millis, Run};
    use lineup_core::wire::Api;

    #[test]
    fn calls_that_follow_each_other_are_one_piece() {
        let call = |id: &str| format!(r#"{{"id":"{id}","type":"function","function":{{"name":"f","arguments":"{{}}"}}}}"#);
        let body = format!(
            r#"{{"choices":[{{"index":0,"finish_reason":"tool_calls","message":{{"content":"Let me look.","reasoning_content":"hm","tool_calls":[{},{}]}}}}]}}"#,
            call("a"),
            call("b")
        );
        let mut run = Run::new(Api::Chat);
        run.bytes(body.as_bytes(), Millis(1.0));
        run.end(End::Closed, Millis(2.0));
        let choice = run.reply().choice(0).expect("the body has one");
        let kinds: Vec<_> = blocks(choice).iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [Kind::Thinking, Kind::Text, Kind::Calls]);
        assert_eq!(calls_from(choice, blocks(choice)[2].key).len(), 2);
    }
}
