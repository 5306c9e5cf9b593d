//! The worker that turns TeX into MathML. What it writes comes through the core's allow-list here, on the page's side.

use std::{cell::RefCell, collections::HashMap, rc::Rc};

use lineup_core::{
    document::mathml::{self, Answer, MathNode, Request},
    json,
};

use super::Connection;

/// So many formulas are remembered: the same one is painted again when the text around it changes, and must not flicker.
const REMEMBERED: usize = 512;

thread_local! {
    /// One worker for the page.
    static CLIENT: RefCell<Client> = RefCell::default();
}

/// A formula; `None` if its TeX cannot be read.
type Formula = Option<Rc<Vec<MathNode>>>;
type Deliver = Box<dyn FnOnce(Formula)>;

#[derive(Default)]
struct Client {
    worker: Option<Connection>,
    lost: bool,
    last: u32,
    known: HashMap<(String, bool), Formula>,
    waiting: HashMap<u32, Waiting>,
}

struct Waiting {
    tex: String,
    display: bool,
    deliver: Deliver,
}

/// Renders a formula; `deliver` is called at once where it is known, later, or never where the worker is lost.
pub fn render(tex: &str, display: bool, deliver: impl FnOnce(Formula) + 'static) {
    let key = (tex.to_owned(), display);
    match CLIENT.with_borrow(|client| client.known.get(&key).cloned()) {
        Some(known) => deliver(known),
        None => CLIENT.with_borrow_mut(|client| client.ask(tex, display, Box::new(deliver))),
    }
}

impl Client {
    fn ask(&mut self, tex: &str, display: bool, deliver: Deliver) {
        if self.worker.is_none() && !self.lost {
            self.worker = Connection::start("math", hear, lose);
        }
        let (Some(worker), false) = (&self.worker, self.lost) else {
            self.lost = true;
            return;
        };
        self.last += 1;
        let request = Request { id: self.last, tex: tex.to_owned(), display };
        if let Ok(text) = serde_json::to_string(&request) {
            worker.send(text);
            self.waiting.insert(self.last, Waiting { tex: request.tex, display, deliver });
        }
    }
}

fn hear(text: String) {
    let Ok(answer) = json::read::<Answer>(&text) else { return };
    let formula = answer.mathml.map(|mathml| Rc::new(mathml::read(&mathml)));
    let waiting = CLIENT.with_borrow_mut(|client| {
        let waiting = client.waiting.remove(&answer.id)?;
        if client.known.len() >= REMEMBERED {
            client.known.clear();
        }
        client.known.insert((waiting.tex, waiting.display), formula.clone());
        Some(waiting.deliver)
    });
    if let Some(deliver) = waiting {
        deliver(formula);
    }
}

fn lose() {
    CLIENT.with_borrow_mut(|client| {
        client.lost = true;
        client.waiting.clear();
    });
}
