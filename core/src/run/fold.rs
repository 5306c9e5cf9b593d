//! The state machine that grows a reply from its news.
//!
//! The cost of a delta does not depend on how much has come before: texts are appended to, places are found by binary search.

use super::event::{Call, CallKey, How, Place, ReplyEvent, Slot};
use super::places::{At, Class, Places, begin_part, empty_call, empty_reasoning, end, is_another, write};
use super::{Annotation, Choice, Item, ItemBody, Millis, ReasoningKind, Reply, Text, Usage, filters};
use crate::wire::error::ErrorBody;
use std::ops::Bound;

/// Beyond this many calls, a call that comes out of order stays where it arrived, so that sorting cannot be made expensive.
const SORTED_CALLS: usize = 256;

/// A reply with what is needed to find one's way in it.
#[derive(Debug, Default)]
pub(super) struct Fold {
    pub reply: Reply,
    pub usage: Option<Usage>,
    pub error: Option<ErrorBody>,
    pub output_limit: Option<u64>,
    keys: u32,
    /// One per choice, in the same order.
    places: Vec<Places>,
}

/// What a reader got from an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Effect {
    pub reasoning: bool,
    /// Text, refusal, tool call or image: what counts as the answer.
    pub visible: bool,
    /// The input of a server's tool: the model's work, but not its answer.
    pub tool_input: bool,
}

impl Effect {
    pub(super) const NONE: Self = Self { reasoning: false, visible: false, tool_input: false };
    pub(super) const VISIBLE: Self = Self { visible: true, ..Self::NONE };

    pub(super) fn is_output(self) -> bool {
        self.reasoning || self.visible || self.tool_input
    }

    pub(super) fn visible_if(grown: bool) -> Self {
        if grown { Self::VISIBLE } else { Self::NONE }
    }
}

impl Fold {
    pub(super) fn apply(&mut self, event: ReplyEvent, now: Millis) -> Effect {
        match event {
            ReplyEvent::Identity { id, model, service_tier } => {
                for (known, new) in [(&mut self.reply.id, id), (&mut self.reply.model, model), (&mut self.reply.service_tier, service_tier)]
                {
                    if new.as_ref().is_some_and(|new| !new.is_empty() && known.as_ref() != Some(new)) {
                        *known = new;
                    }
                }
            }
            ReplyEvent::Text { to, text, how } => return self.text(to, &text, how, now),
            ReplyEvent::Refusal { to, text, how } => return self.refusal(to, &text, how, now),
            ReplyEvent::Reasoning { to, part, kind, text, how } => return self.reasoning(to, part, kind, &text, how, now),
            ReplyEvent::ReasoningReplay { output, item } => self.reasoning_replay(output, item, now),
            ReplyEvent::Annotations { to, annotations, how } => self.annotate(to, annotations, how, now),
            ReplyEvent::Call { choice, key, call, how } => return self.call(choice, key, call, how, now),
            ReplyEvent::Tool { output, tool } => return self.tool(output, tool, now),
            ReplyEvent::Image { to, image } => return self.image(to, image, now),
            ReplyEvent::Audio { to, audio, how } => return self.audio(to, audio, how, now),
            ReplyEvent::CloseAudio { output } => self.close(|at| at.class == Class::Audio, output, now),
            ReplyEvent::Other { output, item } => {
                let at = At { output, part: 0, class: Class::Other };
                let other = self.item_at(at, now, || ItemBody::Other(serde_json::Value::Null));
                other.body = ItemBody::Other(item);
            }
            ReplyEvent::ClosePart { output, part } => self.close(|at| at.output == output && at.part == part, output, now),
            ReplyEvent::CloseSummaryPart { output, part } => self.close_summary_part(output, part, now),
            ReplyEvent::CloseItem { output } => self.close(|at| at.output == output, output, now),
            ReplyEvent::Finish { choice, word } => {
                let (choice, _) = self.choice(choice);
                choice.finish = Some(word);
                if let Some(item) = choice.items.last_mut() {
                    end(item, now);
                }
            }
            ReplyEvent::Filters { choice, verdicts } => filters::take(self.choice(choice).0, verdicts),
            ReplyEvent::PromptFilters { results } => filters::merge(&mut self.reply.prompt_filters, results),
            ReplyEvent::Logprobs { choice, tokens } => self.choice(choice).0.logprob_tokens += tokens,
            ReplyEvent::Usage(usage) => self.usage = Some(usage),
            ReplyEvent::OutputLimit(limit) => self.output_limit = Some(limit),
            ReplyEvent::Error(error) => self.error = Some(error),
        }
        Effect::NONE
    }

    /// Stops all clocks: the run is over.
    pub(super) fn close_all(&mut self, now: Millis) {
        self.reply.choices.iter_mut().flat_map(|choice| &mut choice.items).for_each(|item| end(item, now));
    }

    /// Behind the last output item.
    pub(super) fn next_output(&self) -> u64 {
        let last = self.places.first().and_then(|places| places.at.last());
        last.map_or(0, |at| at.output.saturating_add(1))
    }

    fn choice(&mut self, index: u32) -> (&mut Choice, &mut Places) {
        let position = match self.reply.choices.binary_search_by_key(&index, |choice| choice.index) {
            Ok(position) => position,
            Err(position) => {
                self.reply.choices.insert(position, Choice { index, ..Choice::default() });
                self.places.insert(position, Places::default());
                position
            }
        };
        (&mut self.reply.choices[position], &mut self.places[position])
    }

    fn new_item(keys: &mut u32, now: Millis, body: ItemBody) -> Item {
        *keys = keys.wrapping_add(1);
        Item { key: *keys, started: now, ended: None, body }
    }

    /// The item at a place of a Responses answer, made where it is not there yet.
    pub(super) fn item_at(&mut self, at: At, now: Millis, body: impl FnOnce() -> ItemBody) -> &mut Item {
        let mut keys = self.keys;
        let (choice, places) = self.choice(0);
        let position = match places.at.binary_search(&at) {
            Ok(position) => position,
            Err(position) => {
                places.at.insert(position, at);
                choice.items.insert(position, Self::new_item(&mut keys, now, body()));
                position
            }
        };
        self.keys = keys;
        &mut self.reply.choices[0].items[position]
    }

    /// The last item of a Chat answer where `same` says that it goes on, else a new one.
    pub(super) fn item_in_flow(
        &mut self,
        choice: u32,
        now: Millis,
        same: fn(&ItemBody) -> bool,
        body: impl FnOnce() -> ItemBody,
    ) -> &mut Item {
        let mut keys = self.keys;
        let (choice, _) = self.choice(choice);
        if !choice.items.last().is_some_and(|item| same(&item.body)) {
            if let Some(before) = choice.items.last_mut() {
                end(before, now);
            }
            choice.items.push(Self::new_item(&mut keys, now, body()));
        }
        let last = choice.items.len() - 1;
        let index = choice.index;
        self.keys = keys;
        &mut self.choice(index).0.items[last]
    }

    fn text(&mut self, to: Slot, text: &str, how: How, now: Millis) -> Effect {
        if text.is_empty() {
            return Effect::NONE;
        }
        let item = self.text_item(to, now);
        let ItemBody::Text(body) = &mut item.body else { return Effect::NONE };
        Effect::visible_if(write(&mut body.text, text, how))
    }

    fn text_item(&mut self, to: Slot, now: Millis) -> &mut Item {
        let empty = || ItemBody::Text(Text::default());
        match to.place {
            Place::Flow => self.item_in_flow(to.choice, now, |body| matches!(body, ItemBody::Text(_)), empty),
            Place::At { output, part } => self.item_at(At { output, part, class: Class::Text }, now, empty),
        }
    }

    fn refusal(&mut self, to: Slot, text: &str, how: How, now: Millis) -> Effect {
        if text.is_empty() {
            return Effect::NONE;
        }
        let empty = || ItemBody::Refusal(String::new());
        let item = match to.place {
            Place::Flow => self.item_in_flow(to.choice, now, |body| matches!(body, ItemBody::Refusal(_)), empty),
            Place::At { output, part } => self.item_at(At { output, part, class: Class::Refusal }, now, empty),
        };
        let ItemBody::Refusal(body) = &mut item.body else { return Effect::NONE };
        Effect::visible_if(write(body, text, how))
    }

    fn annotate(&mut self, to: Slot, annotations: Vec<Annotation>, how: How, now: Millis) {
        if annotations.is_empty() {
            return;
        }
        if let ItemBody::Text(text) = &mut self.text_item(to, now).body
            && (how == How::Append || text.annotations.is_empty())
        {
            text.annotations.extend(annotations);
        }
    }

    fn reasoning(&mut self, to: Slot, part: u64, kind: ReasoningKind, text: &str, how: How, now: Millis) -> Effect {
        let (item, number) = match to.place {
            Place::Flow if text.is_empty() => return Effect::NONE,
            Place::Flow => {
                let same = |body: &ItemBody| matches!(body, ItemBody::Reasoning(_));
                (self.item_in_flow(to.choice, now, same, || empty_reasoning(kind)), None)
            }
            Place::At { output, .. } => {
                let at = self.reasoning_place(output, kind, now);
                let number = self.choice(0).1.parts.get(&(at, part)).copied();
                let item = self.item_at(at, now, || empty_reasoning(kind));
                match (&mut item.body, number) {
                    (ItemBody::Reasoning(reasoning), None) if !text.is_empty() || how == How::Append => {
                        let new = reasoning.parts.len();
                        begin_part(reasoning, now);
                        self.choice(0).1.parts.insert((at, part), new);
                        (self.item_at(at, now, || empty_reasoning(kind)), Some(new))
                    }
                    (_, None) => return Effect::NONE,
                    (_, Some(_)) => (item, number),
                }
            }
        };
        let ItemBody::Reasoning(reasoning) = &mut item.body else { return Effect::NONE };
        if reasoning.parts.is_empty() {
            begin_part(reasoning, now);
        }
        let Some(part) = reasoning.parts.get_mut(number.unwrap_or(0)) else { return Effect::NONE };
        Effect { reasoning: write(&mut part.text, text, how), ..Effect::NONE }
    }

    /// The place of an output's reasoning, made where it is not there yet. The second kind (raw text beside a summary) gets an
    /// item of its own only where the first has parts.
    fn reasoning_place(&mut self, output: u64, kind: ReasoningKind, now: Millis) -> At {
        let at = At { output, part: 0, class: Class::Reasoning };
        let first = self.item_at(at, now, || empty_reasoning(kind));
        let ItemBody::Reasoning(reasoning) = &mut first.body else { return at };
        if reasoning.kind != kind && !reasoning.parts.is_empty() {
            return At { class: Class::SecondReasoning, ..at };
        }
        reasoning.kind = kind;
        at
    }

    fn reasoning_replay(&mut self, output: u64, item: serde_json::Value, now: Millis) {
        let at = At { output, part: 0, class: Class::Reasoning };
        let found = self.item_at(at, now, || empty_reasoning(ReasoningKind::Summary));
        if let ItemBody::Reasoning(reasoning) = &mut found.body {
            reasoning.replay = Some(item);
        }
    }

    fn call(&mut self, choice: u32, key: CallKey, call: Call, how: How, now: Millis) -> Effect {
        let position = match key {
            CallKey::Output(output) => {
                let at = At { output, part: 0, class: Class::Call };
                self.item_at(at, now, empty_call);
                self.choice(0).1.at.binary_search(&at).unwrap_or_default()
            }
            key => self.call_in_flow(choice, key, &call, now),
        };
        let (choice, places) = self.choice(choice);
        let last = position + 1 == choice.items.len();
        let Some(item) = choice.items.get_mut(position) else { return Effect::NONE };
        let ItemBody::ToolCall(known) = &mut item.body else { return Effect::NONE };
        let mut news = false;
        for (known, new) in [(&mut known.call_id, call.call_id), (&mut known.name, call.name)] {
            if known.is_none() && new.as_ref().is_some_and(|new| !new.is_empty()) {
                *known = new;
                news = true;
            }
        }
        if let Some(kind) = call.kind {
            known.kind = kind;
        }
        if call.replay.is_some() {
            known.replay = call.replay;
        }
        if !call.arguments.is_empty() {
            match how {
                How::Provisional => {
                    places.provisional.insert(item.key);
                }
                _ if places.provisional.remove(&item.key) => known.arguments.clear(),
                _ => {}
            }
            news |= write(&mut known.arguments, &call.arguments, how);
        }
        if !last && item.ended.is_some() {
            item.ended = Some(now);
        }
        Effect::visible_if(news)
    }

    /// Finds the item of a Chat call, or makes it.
    fn call_in_flow(&mut self, choice: u32, key: CallKey, call: &Call, now: Millis) -> usize {
        let mut keys = self.keys;
        let (choice, places) = self.choice(choice);
        let key = match key {
            CallKey::Last => places.last_call.clone().unwrap_or(CallKey::Index(0)),
            key => key,
        };
        places.last_call = Some(key.clone());
        if let Some(position) = places.calls.get(&key).copied() {
            let known = choice.items.get(position).map(|item| &item.body);
            if !matches!(known, Some(ItemBody::ToolCall(known)) if is_another(known, call)) {
                return position;
            }
        }
        if let Some(before) = choice.items.last_mut() {
            end(before, now);
        }
        let item = Self::new_item(&mut keys, now, empty_call());
        let behind = (Bound::Excluded(&key), Bound::Included(&CallKey::Index(u64::MAX)));
        let position = match &key {
            // Calls are listed in the order of their index, whatever the order of their arrival.
            CallKey::Index(index) if *index < u64::MAX && places.calls.len() < SORTED_CALLS => {
                places.calls.range::<CallKey, _>(behind).map(|(_, position)| *position).min()
            }
            _ => None,
        }
        .unwrap_or(choice.items.len());
        if position < choice.items.len() {
            places.calls.values_mut().filter(|place| **place >= position).for_each(|place| *place += 1);
        }
        choice.items.insert(position, item);
        places.calls.insert(key, position);
        self.keys = keys;
        position
    }

    fn close(&mut self, which: impl Fn(&At) -> bool, output: u64, now: Millis) {
        let (choice, places) = self.choice(0);
        let first = places.at.partition_point(|at| at.output < output);
        let here = places.at.iter().skip(first).take_while(|at| at.output == output);
        for (item, at) in choice.items.iter_mut().skip(first).zip(here) {
            if which(at) {
                end(item, now);
            }
        }
    }

    fn close_summary_part(&mut self, output: u64, part: u64, now: Millis) {
        let at = At { output, part: 0, class: Class::Reasoning };
        let (choice, places) = self.choice(0);
        let (Ok(position), Some(number)) = (places.at.binary_search(&at), places.parts.get(&(at, part)).copied()) else { return };
        if let Some(ItemBody::Reasoning(reasoning)) = choice.items.get_mut(position).map(|item| &mut item.body)
            && let Some(part) = reasoning.parts.get_mut(number)
        {
            part.ended.get_or_insert(now);
        }
    }
}
