//! The worker that knows JSON Schema: checks schemas, repairs them, makes them from samples, validates answers.

use std::{cell::RefCell, collections::HashMap};

use lineup_core::{
    draft::schema::check::{Answer, Ask, Request, Told},
    json,
};

use super::Connection;

thread_local! {
    /// One worker for the page.
    static CLIENT: RefCell<Client> = RefCell::default();
}

type Deliver = Box<dyn FnOnce(Option<Told>)>;

#[derive(Default)]
struct Client {
    worker: Option<Connection>,
    lost: bool,
    last: u32,
    waiting: HashMap<u32, Deliver>,
}

/// Asks the worker. `deliver` is called once, later; with `None` where the worker is lost.
pub fn ask(ask: Ask, deliver: impl FnOnce(Option<Told>) + 'static) {
    let refused = CLIENT.with_borrow_mut(|client| client.ask(ask, Box::new(deliver)));
    if let Some(deliver) = refused {
        deliver(None);
    }
}

impl Client {
    /// Gives `deliver` back where nothing will come.
    fn ask(&mut self, ask: Ask, deliver: Deliver) -> Option<Deliver> {
        if self.worker.is_none() && !self.lost {
            self.worker = Connection::start("schema", hear, lose);
        }
        self.last += 1;
        let text = serde_json::to_string(&Request { id: self.last, ask });
        match (&self.worker, text) {
            (Some(worker), Ok(text)) if !self.lost => {
                worker.send(text);
                self.waiting.insert(self.last, deliver);
                None
            }
            _ => Some(deliver),
        }
    }
}

fn hear(text: String) {
    let Ok(answer) = json::read::<Answer>(&text) else { return };
    if let Some(deliver) = CLIENT.with_borrow_mut(|client| client.waiting.remove(&answer.id)) {
        deliver(Some(answer.told));
    }
}

fn lose() {
    let waiting = CLIENT.with_borrow_mut(|client| {
        client.lost = true;
        std::mem::take(&mut client.waiting)
    });
    waiting.into_values().for_each(|deliver| deliver(None));
}
