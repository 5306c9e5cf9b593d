//! [`DocumentView`]: text in, frames, what the workers send back.

use std::{
    cell::{Cell, RefCell},
    collections::VecDeque,
    rc::{Rc, Weak},
};

use lineup_core::document::{Stream, highlight::Span, mathml::MathNode};
use wasm_bindgen::{JsCast, closure::Closure};
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, MouseEvent};

use super::{
    Labels,
    cite::Cite,
    code::Block,
    math,
    painter::{Painter, Wish},
};
use crate::browser::{clipboard, clock::now, frames, workers};

/// So much text is taken at a time between looks at the clock.
const SLICE_BYTES: usize = 512;

/// For so long the copy button says that it has copied.
const COPIED_MS: i32 = 1_500;

/// A growing document inside an element. Clones are the same view; it ends when the last one is dropped.
///
/// [`push`](Self::push) is cheap and may be called for every delta: painting is done once a frame.
#[derive(Clone)]
pub struct DocumentView(Rc<View>);

/// What a copy button calls.
type Click = Closure<dyn FnMut(MouseEvent)>;

struct View {
    state: RefCell<State>,
    labels: Labels,
    /// Tells whether copying worked.
    on_copy: Box<dyn Fn(bool)>,
    /// A frame is asked for.
    waits: Cell<bool>,
    click: RefCell<Option<Click>>,
    root: Element,
}

struct State {
    stream: Stream,
    painter: Painter,
    /// Text that has not been taken, from `taken` on.
    pending: String,
    taken: usize,
    /// How much text there was in all.
    seen: usize,
    end: End,
    /// Which sources have a mark now: to be told when the state is free.
    placed: Option<(Placed, Vec<u32>)>,
    arrived: VecDeque<Arrived>,
    /// Blocks of code that the worker knows and that may still grow.
    highlighted: Vec<Rc<Block>>,
    /// Drops what workers send for a document that was reset.
    generation: u32,
}

/// How far the end of the text has come.
enum End {
    /// More may come.
    Open,
    /// It was said that there is no more: what is left is painted, in one step.
    Said(Cited),
    /// All is painted: the marks of citations come, in another step.
    Painted(Cited),
    Over,
}

/// What a text cites, and who hears which of it was found.
struct Cited {
    cites: Vec<Cite>,
    placed: Placed,
}

/// Hears which sources have a mark.
type Placed = Box<dyn FnOnce(Vec<u32>)>;

/// From a worker.
enum Arrived {
    Formula { holder: Element, formula: Rc<Vec<MathNode>> },
    Spans { block: Rc<Block>, lines: VecDeque<Vec<Span>> },
}

impl DocumentView {
    /// A view that fills `root`, which should be empty. `on_copy` hears whether a copy button's work succeeded. `None` without a window.
    pub fn new(root: Element, labels: Labels, on_copy: impl Fn(bool) + 'static) -> Option<Self> {
        let document = web_sys::window()?.document()?;
        let painter = Painter::new(document, root.clone(), labels.clone());
        let state = State {
            stream: Stream::new(),
            painter,
            pending: String::new(),
            taken: 0,
            seen: 0,
            end: End::Open,
            placed: None,
            arrived: VecDeque::new(),
            highlighted: Vec::new(),
            generation: 0,
        };
        let view = Rc::new(View {
            state: RefCell::new(state),
            labels,
            on_copy: Box::new(on_copy),
            waits: Cell::default(),
            click: RefCell::default(),
            root: root.clone(),
        });
        let weak = Rc::downgrade(&view);
        let click = Closure::new(move |event: MouseEvent| {
            if let Some(view) = weak.upgrade() {
                view.clicked(&event);
            }
        });
        _ = root.add_event_listener_with_callback("click", click.as_ref().unchecked_ref());
        *view.click.borrow_mut() = Some(click);
        Some(Self(view))
    }

    /// Shows a growing text as far as it has come: only what is new is taken. A text that became shorter is another one.
    pub fn show(&self, whole: &str) {
        let seen = self.0.state.borrow().seen;
        match whole.get(seen..) {
            Some("") => {}
            Some(rest) => self.push(rest),
            None => {
                self.reset();
                self.push(whole);
            }
        }
    }

    /// Takes the next piece of text.
    pub fn push(&self, text: &str) {
        let mut state = self.0.state.borrow_mut();
        state.pending.push_str(text);
        state.seen += text.len();
        drop(state);
        self.0.ask_for_frame();
    }

    /// The text is complete.
    pub fn finish(&self) {
        self.finish_citing(Vec::new(), |_| {});
    }

    /// The text is complete and cites something: the marks come when all of it is painted. `placed` hears which sources have one.
    pub fn finish_citing(&self, cites: Vec<Cite>, placed: impl FnOnce(Vec<u32>) + 'static) {
        let mut state = self.0.state.borrow_mut();
        if !matches!(state.end, End::Open) {
            return;
        }
        state.end = End::Said(Cited { cites, placed: Box::new(placed) });
        drop(state);
        self.0.ask_for_frame();
    }

    /// Empties the view for another document.
    pub fn reset(&self) {
        let mut state = self.0.state.borrow_mut();
        state.stream = Stream::new();
        state.painter.clear();
        state.pending.clear();
        state.taken = 0;
        state.seen = 0;
        state.end = End::Open;
        state.placed = None;
        state.arrived.clear();
        state.leave_workers();
        state.generation += 1;
    }

    /// Paints all that was pushed now, whatever it takes: for tests, and before a page is printed.
    pub fn flush(&self) {
        self.0.work(f64::INFINITY);
    }
}

impl View {
    fn ask_for_frame(self: &Rc<Self>) {
        if self.waits.replace(true) {
            return;
        }
        let weak = Rc::downgrade(self);
        // A frame's work stops after its share of the time and goes on in the next one: the page must stay responsive while it paints.
        frames::paint_next(move |budget_ms| {
            if let Some(view) = weak.upgrade() {
                view.waits.set(false);
                view.work(budget_ms);
            }
        });
    }

    /// Works for so many milliseconds, and asks for another frame if there is more.
    fn work(self: &Rc<Self>, budget_ms: f64) {
        let end = now() + budget_ms;
        loop {
            let mut state = self.state.borrow_mut();
            let more = state.step();
            let (wishes, generation) = (std::mem::take(&mut state.painter.wishes), state.generation);
            let placed = state.placed.take();
            drop(state);
            if let Some((tell, sources)) = placed {
                tell(sources);
            }
            // A formula that is known is granted at once and painted with the next step, before the browser shows its source.
            for wish in wishes {
                self.grant(wish, generation);
            }
            if !more {
                return;
            }
            if now() > end {
                return self.ask_for_frame();
            }
        }
    }

    fn grant(self: &Rc<Self>, wish: Wish, generation: u32) {
        let weak = Rc::downgrade(self);
        match wish {
            Wish::Formula { holder, tex, display } => workers::math::render(&tex, display, move |formula| {
                if let Some(formula) = formula {
                    deliver(&weak, generation, Arrived::Formula { holder, formula });
                }
            }),
            Wish::Highlight(block) => self.highlight(&block, generation),
        }
    }

    /// Sends the lines of a block that the worker has not seen.
    fn highlight(self: &Rc<Self>, block: &Rc<Block>, generation: u32) {
        let lines = block.fresh.take();
        if !lines.is_empty() {
            let number = block.number.get().unwrap_or_else(|| {
                let (weak, block) = (Rc::downgrade(self), Rc::clone(block));
                self.state.borrow_mut().highlighted.push(Rc::clone(&block));
                workers::highlight::open(move |lines| {
                    deliver(&weak, generation, Arrived::Spans { block: Rc::clone(&block), lines: lines.into() });
                })
            });
            block.number.set(Some(number));
            let texts = lines.iter().map(|line| line.text.clone()).collect();
            if workers::highlight::lines(number, block.lang, texts) {
                block.sent.borrow_mut().extend(lines);
            }
        }
        if let Some(number) = block.number.get().filter(|_| block.ended.get()) {
            workers::highlight::end(number);
            self.state.borrow_mut().highlighted.retain(|other| !Rc::ptr_eq(other, block));
        }
    }

    fn clicked(self: &Rc<Self>, event: &MouseEvent) {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let Some(button) = target.and_then(|target| target.closest(".code-copy").ok().flatten()) else { return };
        let code = button.closest(".code-block").ok().flatten().and_then(|frame| frame.query_selector("pre").ok().flatten());
        let Some(text) = code.and_then(|code| code.text_content()) else { return };
        let view = Rc::clone(self);
        spawn_local(async move {
            let copied = clipboard::copy(&text).await.is_ok();
            (view.on_copy)(copied);
            if copied {
                button.set_text_content(Some(&view.labels.copied));
                let label = view.labels.copy.clone();
                let restore = Closure::once_into_js(move || button.set_text_content(Some(&label)));
                if let Some(window) = web_sys::window() {
                    _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(restore.unchecked_ref(), COPIED_MS);
                }
            }
        });
    }
}

impl Drop for View {
    fn drop(&mut self) {
        self.state.get_mut().leave_workers();
        if let Some(click) = self.click.get_mut() {
            _ = self.root.remove_event_listener_with_callback("click", click.as_ref().unchecked_ref());
        }
    }
}

impl State {
    /// What is under way is not wanted any more.
    fn leave_workers(&mut self) {
        for number in self.highlighted.drain(..).filter_map(|block| block.number.get()) {
            workers::highlight::close(number);
        }
    }

    /// Does a little of what is to be done. `false` if there is nothing.
    fn step(&mut self) -> bool {
        if let Some(arrived) = self.arrived.pop_front() {
            self.paint(arrived);
            return true;
        }
        let rest = &self.pending[self.taken..];
        if !rest.is_empty() {
            let mut end = rest.len().min(SLICE_BYTES);
            while !rest.is_char_boundary(end) {
                end += 1;
            }
            for op in self.stream.push(&rest[..end]) {
                self.painter.apply(op);
            }
            self.taken += end;
            if self.taken == self.pending.len() {
                self.pending.clear();
                self.taken = 0;
            }
            return true;
        }
        match std::mem::replace(&mut self.end, End::Over) {
            End::Open => self.end = End::Open,
            End::Said(cited) => {
                for op in self.stream.finish() {
                    self.painter.apply(op);
                }
                self.end = End::Painted(cited);
                return true;
            }
            End::Painted(Cited { cites, placed }) => {
                self.placed = Some((placed, self.painter.cite(&cites)));
                return true;
            }
            End::Over => {}
        }
        false
    }

    fn paint(&mut self, arrived: Arrived) {
        match arrived {
            Arrived::Formula { holder, formula } => math::paint(self.painter.document(), &holder, &formula),
            Arrived::Spans { block, mut lines } => {
                // A few at a time, so that the clock is looked at in between.
                for spans in lines.drain(..lines.len().min(8)) {
                    if let Some(line) = block.sent.borrow_mut().pop_front() {
                        line.paint(self.painter.document(), &spans);
                    }
                }
                if !lines.is_empty() {
                    self.arrived.push_front(Arrived::Spans { block, lines });
                }
            }
        }
    }
}

fn deliver(view: &Weak<View>, generation: u32, arrived: Arrived) {
    let Some(view) = view.upgrade() else { return };
    let mut state = view.state.borrow_mut();
    if state.generation == generation {
        state.arrived.push_back(arrived);
        drop(state);
        view.ask_for_frame();
    }
}
