//! The worker that runs users' functions: one at a time and for a bounded time. One that does not come back is ended with its worker,
//! and the next function gets a new one.

use std::{cell::RefCell, collections::VecDeque, time::Duration};

use leptos::prelude::set_timeout;
use lineup_core::{
    draft::mock::script::{Answer, Ask, Fault, Ran, Request, Told},
    json,
};
use serde_json::Value;
use wasm_bindgen_futures::spawn_local;

use super::Connection;

/// So long may one function run.
const MOST_SECONDS: u32 = 3;

/// So long may the engine take until it listens: it has to be loaded first.
const MOST_LOADING_SECONDS: u32 = 30;

thread_local! {
    /// One worker for the page.
    static CLIENT: RefCell<Client> = RefCell::default();
}

type Deliver = Box<dyn FnOnce(Ran)>;

#[derive(Default)]
struct Client {
    worker: Option<Connection>,
    /// Whether the worker has said that it listens.
    ready: bool,
    last: u32,
    /// The message whose answer is awaited.
    awaited: Option<u32>,
    waiting: VecDeque<Job>,
}

struct Job {
    code: String,
    input: Value,
    deliver: Deliver,
}

/// Runs a function. `deliver` is called once, later: with its result, or with why there is none.
pub fn run(code: String, input: Value, deliver: impl FnOnce(Ran) + 'static) {
    CLIENT.with_borrow_mut(|client| client.waiting.push_back(Job { code, input, deliver: Box::new(deliver) }));
    go_on();
}

/// Sends the next message, if none is awaited.
fn go_on() {
    let failed = CLIENT.with_borrow_mut(Client::go_on);
    if failed {
        finish(Err(Fault::Unavailable));
    }
}

/// Gives the first of the waiting its end, and takes up the next.
fn finish(result: Result<Ran, Fault>) {
    if let Some(job) = CLIENT.with_borrow_mut(|client| client.waiting.pop_front()) {
        (job.deliver)(result.unwrap_or_else(|fault| Ran { result: Err(fault), said: Vec::new() }));
    }
    go_on();
}

impl Client {
    /// `true` if there is no worker and there will be none.
    fn go_on(&mut self) -> bool {
        let Some(job) = self.waiting.front().filter(|_| self.awaited.is_none()) else { return false };
        if self.worker.is_none() {
            self.worker = Connection::start("script", hear, || lost(None));
        }
        let Some(worker) = &self.worker else { return true };
        let (ask, seconds) = if self.ready {
            (Ask::Run { code: job.code.clone(), input: job.input.clone() }, MOST_SECONDS)
        } else {
            (Ask::Ready, MOST_LOADING_SECONDS)
        };
        self.last += 1;
        let id = self.last;
        let Ok(text) = serde_json::to_string(&Request { id, ask }) else { return true };
        worker.send(text);
        self.awaited = Some(id);
        set_timeout(
            move || {
                if CLIENT.with_borrow(|client| client.awaited == Some(id)) {
                    lost(Some(Fault::Time { seconds }));
                }
            },
            Duration::from_secs(seconds.into()),
        );
        false
    }
}

fn hear(text: String) {
    let Ok(answer) = json::read::<Answer>(&text) else { return };
    let is_awaited = CLIENT.with_borrow_mut(|client| {
        let is_awaited = client.awaited == Some(answer.id);
        if is_awaited {
            client.awaited = None;
            client.ready = true;
        }
        is_awaited
    });
    match answer.told {
        _ if !is_awaited => {}
        Told::Ready => go_on(),
        Told::Ran(ran) => finish(Ok(ran)),
    }
}

/// The worker is gone, or is ended here for `why`.
fn lost(why: Option<Fault>) {
    let (worker, was_ready) = CLIENT.with_borrow_mut(|client| {
        client.awaited = None;
        (client.worker.take(), std::mem::take(&mut client.ready))
    });
    // Not at once: this may be called by the worker's own listener, which goes with it.
    spawn_local(async move { worker.into_iter().for_each(Connection::end) });
    finish(Err(if was_ready { why.unwrap_or(Fault::Broken) } else { Fault::Unavailable }));
}
