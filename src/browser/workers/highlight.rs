//! The worker that highlights code.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use lineup_core::{
    document::highlight::{Answer, Request, Span},
    json,
};

use super::Connection;

thread_local! {
    /// One worker for the page.
    static CLIENT: RefCell<Client> = RefCell::default();
}

#[derive(Default)]
struct Client {
    worker: Option<Connection>,
    /// It could not be started, or has failed: code stays plain.
    lost: bool,
    last: u32,
    blocks: HashMap<u32, Block>,
}

struct Block {
    deliver: Rc<dyn Fn(Vec<Vec<Span>>)>,
    /// Requests that are not answered.
    under_way: u32,
    ended: bool,
}

/// A new block. `deliver` gets the spans of its lines, in order and each line once.
pub fn open(deliver: impl Fn(Vec<Vec<Span>>) + 'static) -> u32 {
    CLIENT.with_borrow_mut(|client| {
        client.last += 1;
        if !client.lost {
            client.blocks.insert(client.last, Block { deliver: Rc::new(deliver), under_way: 0, ended: false });
        }
        client.last
    })
}

/// Sends the next lines of a block. `false` if nothing will come of it.
pub fn lines(block: u32, lang: &str, lines: Vec<String>) -> bool {
    CLIENT.with_borrow_mut(|client| {
        let Some(known) = client.blocks.get_mut(&block) else { return false };
        known.under_way += 1;
        client.send(&Request::Lines { block, lang: lang.to_owned(), lines })
    })
}

/// No more lines come for a block; what is under way is still delivered.
pub fn end(block: u32) {
    CLIENT.with_borrow_mut(|client| {
        client.send(&Request::End { block });
        if let Some(known) = client.blocks.get_mut(&block) {
            known.ended = true;
        }
        client.forget_if_done(block);
    });
}

/// Nothing of a block is wanted any more.
pub fn close(block: u32) {
    CLIENT.with_borrow_mut(|client| {
        client.send(&Request::End { block });
        client.blocks.remove(&block);
    });
}

impl Client {
    fn send(&mut self, request: &Request) -> bool {
        if self.lost {
            return false;
        }
        if self.worker.is_none() {
            self.worker = Connection::start("highlight", hear, lose);
        }
        match (&self.worker, serde_json::to_string(request)) {
            (Some(worker), Ok(text)) => {
                worker.send(text);
                true
            }
            _ => {
                self.lose();
                false
            }
        }
    }

    fn forget_if_done(&mut self, block: u32) {
        if self.blocks.get(&block).is_some_and(|block| block.ended && block.under_way == 0) {
            self.blocks.remove(&block);
        }
    }

    fn lose(&mut self) {
        self.lost = true;
        self.blocks.clear();
    }
}

fn hear(text: String) {
    let Ok(answer) = json::read::<Answer>(&text) else { return };
    let deliver = CLIENT.with_borrow_mut(|client| {
        let block = client.blocks.get_mut(&answer.block)?;
        block.under_way = block.under_way.saturating_sub(1);
        let deliver = Rc::clone(&block.deliver);
        client.forget_if_done(answer.block);
        Some(deliver)
    });
    if let Some(deliver) = deliver {
        deliver(answer.lines);
    }
}

fn lose() {
    CLIENT.with_borrow_mut(Client::lose);
}
