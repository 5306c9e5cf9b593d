//! Workers: heavy libraries that load on first need, in threads of their own.
//!
//! Each worker is a program of its own (`workers/<name>`). The page learns from its manifest which file a worker has (see
//! `cargo xtask dist`), starts it on first need, and believes it only after it has said of which build it is: an old cached worker must
//! never meet a new page. A worker that does not start or is a stranger is given up quietly: what it would have done is not done.

pub mod highlight;
pub mod math;
pub mod reader;
pub mod schema;
pub mod script;

use lineup_core::json;
use std::{cell::RefCell, rc::Rc};

use js_sys::{JSON, Reflect};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{ErrorEvent, MessageEvent, Worker};

/// The element of the page that names the workers' files.
const MANIFEST_ID: &str = "lineup-workers";

/// The build of this page; its workers are built with the same.
const BUILD: &str = match option_env!("LINEUP_BUILD") {
    Some(build) => build,
    None => "development",
};

/// A worker that was started. Messages are texts.
pub struct Connection(Rc<Inner>);

/// What the worker calls with its events.
type Callback = Closure<dyn FnMut(JsValue)>;

struct Inner {
    worker: Worker,
    state: RefCell<State>,
    /// Kept for as long as the worker may call.
    callbacks: RefCell<Vec<Callback>>,
}

enum State {
    /// It has not said who it is; what it shall get waits.
    Silent(Vec<String>),
    Trusted,
    GivenUp,
}

impl Connection {
    /// Starts a worker. `hear` gets its messages; `lost` is called at most once, when it has failed or is not ours. `None` if the page
    /// has no such worker, or the browser no workers.
    pub fn start(name: &str, hear: impl Fn(String) + 'static, lost: impl Fn() + 'static) -> Option<Self> {
        let worker = Worker::new(&file_of(name)?).ok()?;
        let inner = Rc::new(Inner { worker, state: RefCell::new(State::Silent(Vec::new())), callbacks: RefCell::default() });
        let lost = Rc::new(lost);
        let heard: Callback = Closure::new({
            let (weak, lost) = (Rc::downgrade(&inner), Rc::clone(&lost));
            move |event: JsValue| {
                let Some(inner) = weak.upgrade() else { return };
                let Some(text) = event.unchecked_ref::<MessageEvent>().data().as_string() else { return };
                if matches!(*inner.state.borrow(), State::Trusted) {
                    hear(text);
                } else if inner.greeted(&text) {
                    inner.send_waiting();
                } else if inner.give_up() {
                    lost();
                }
            }
        });
        let failed: Callback = Closure::new({
            let weak = Rc::downgrade(&inner);
            move |event: JsValue| {
                // The page goes on without it; there is nothing to see in the console.
                event.unchecked_ref::<ErrorEvent>().prevent_default();
                if weak.upgrade().is_some_and(|inner| inner.give_up()) {
                    lost();
                }
            }
        });
        inner.worker.set_onmessage(Some(heard.as_ref().unchecked_ref()));
        inner.worker.set_onerror(Some(failed.as_ref().unchecked_ref()));
        inner.callbacks.borrow_mut().extend([heard, failed]);
        Some(Self(inner))
    }

    /// Sends a message, or keeps it until the worker has said who it is.
    pub fn send(&self, message: String) {
        match &mut *self.0.state.borrow_mut() {
            State::Silent(waiting) => waiting.push(message),
            State::Trusted => _ = self.0.worker.post_message(&message.into()),
            State::GivenUp => {}
        }
    }

    /// Ends the worker, whatever it is doing.
    pub fn end(self) {
        self.0.give_up();
        // News that are already under way find nobody.
        self.0.worker.set_onmessage(None);
        self.0.worker.set_onerror(None);
    }
}

impl Inner {
    /// Whether the first message says that the worker is of our build.
    fn greeted(&self, text: &str) -> bool {
        #[derive(serde::Deserialize)]
        struct Greeting {
            build: String,
        }
        json::read::<Greeting>(text).is_ok_and(|greeting| greeting.build == BUILD)
    }

    fn send_waiting(&self) {
        if let State::Silent(waiting) = self.state.replace(State::Trusted) {
            for message in waiting {
                _ = self.worker.post_message(&message.into());
            }
        }
    }

    /// `false` if it was given up before.
    fn give_up(&self) -> bool {
        self.worker.terminate();
        !matches!(self.state.replace(State::GivenUp), State::GivenUp)
    }
}

/// The file that starts a worker, from the page's manifest.
fn file_of(name: &str) -> Option<String> {
    let manifest = web_sys::window()?.document()?.get_element_by_id(MANIFEST_ID)?.text_content()?;
    let manifest = JSON::parse(&manifest).ok()?;
    let file = Reflect::get(&manifest, &name.into()).ok()?.as_string()?;
    Some(format!("./{file}"))
}
