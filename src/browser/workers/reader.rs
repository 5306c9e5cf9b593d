//! The worker that turns pasted texts into drafts.

use std::{cell::RefCell, time::Duration};

use leptos::prelude::{TimeoutHandle, set_timeout_with_handle};
use lineup_core::json;
use lineup_core::plan::import::{
    PasteError, Pasted, Source,
    message::{Answer, Ask, Request},
};

use super::Connection;

/// A text that takes longer than this is not read: the worker is ended, and the next text gets a new one.
const PATIENCE: Duration = Duration::from_secs(20);

thread_local! {
    /// One worker for the page.
    static CLIENT: RefCell<Client> = RefCell::default();
}

/// `None` where the worker is lost.
type Told = Option<Result<Pasted, PasteError>>;

#[derive(Default)]
struct Client {
    worker: Option<Connection>,
    last: u32,
    waiting: Option<Waiting>,
}

struct Waiting {
    id: u32,
    deliver: Box<dyn FnOnce(Told)>,
    timer: Option<TimeoutHandle>,
}

/// Reads a text; with a source, what was changed of it flows back into that. `deliver` is called at most once; never, if another text is
/// asked for meanwhile.
pub fn read(text: String, source: Option<Source>, deliver: impl FnOnce(Told) + 'static) {
    let refused = CLIENT.with_borrow_mut(|client| client.ask(text, source, Box::new(deliver)));
    if let Some(deliver) = refused {
        deliver(None);
    }
}

impl Client {
    /// Gives `deliver` back where nothing will come.
    fn ask(&mut self, text: String, source: Option<Source>, deliver: Box<dyn FnOnce(Told)>) -> Option<Box<dyn FnOnce(Told)>> {
        self.forget();
        if self.worker.is_none() {
            self.worker = Connection::start("reader", hear, lose);
        }
        self.last += 1;
        let id = self.last;
        match (&self.worker, serde_json::to_string(&Request { id, ask: Ask { text, source: source.map(Box::new) } })) {
            (Some(worker), Ok(text)) => {
                worker.send(text);
                self.waiting = Some(Waiting { id, deliver, timer: set_timeout_with_handle(lose, PATIENCE).ok() });
                None
            }
            _ => Some(deliver),
        }
    }

    fn forget(&mut self) -> Option<Waiting> {
        let waiting = self.waiting.take()?;
        if let Some(timer) = &waiting.timer {
            timer.clear();
        }
        Some(waiting)
    }
}

fn hear(text: String) {
    let Ok(answer) = json::read::<Answer>(&text) else { return };
    let waiting = CLIENT.with_borrow_mut(|client| {
        let is_newest = client.waiting.as_ref().is_some_and(|waiting| waiting.id == answer.id);
        if is_newest { client.forget() } else { None }
    });
    if let Some(waiting) = waiting {
        (waiting.deliver)(Some(answer.told));
    }
}

/// It failed, or took too long: what it was reading may be to blame, so the next text gets a new one.
fn lose() {
    let (worker, waiting) = CLIENT.with_borrow_mut(|client| (client.worker.take(), client.forget()));
    if let Some(worker) = worker {
        worker.end();
    }
    if let Some(waiting) = waiting {
        (waiting.deliver)(None);
    }
}
