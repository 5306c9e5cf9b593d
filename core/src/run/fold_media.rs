//! The part of the fold that is for what is no text: tools that run on the server, pictures, sound.

use super::event::{AudioNews, How, Place, Slot, ToolNews};
use super::fold::{Effect, Fold};
use super::places::{At, Class, empty_image, write};
use super::{Audio, Image, ItemBody, Millis, ServerTool};

impl Fold {
    pub(super) fn tool(&mut self, output: u64, news: ToolNews, now: Millis) -> Effect {
        let at = At { output, part: 0, class: Class::Tool };
        let item = self.item_at(at, now, || ItemBody::ServerTool(ServerTool::default()));
        let ItemBody::ServerTool(tool) = &mut item.body else { return Effect::NONE };
        // Nothing says whether what a command prints belongs to the item of the call or to one of its own: the item itself knows.
        if !news.kind.is_empty() && (news.item.is_some() || !tool.kind.starts_with("shell_call")) {
            tool.kind = news.kind;
        }
        tool.id = news.id.or(tool.id.take());
        tool.status = news.status.or(tool.status.take());
        if let Some(raw) = news.item {
            tool.raw = raw;
        }
        let grown = news.input.is_some_and(|(input, how)| write(&mut tool.input, &input, how));
        let grown = tool.take_shell(news.shell) || grown;
        Effect { tool_input: grown, ..Effect::NONE }
    }

    pub(super) fn image(&mut self, to: Slot, image: Image, now: Millis) -> Effect {
        let item = match to.place {
            Place::Flow => self.item_in_flow(to.choice, now, |_| false, || ItemBody::Image(empty_image())),
            Place::At { output, part } => self.item_at(At { output, part, class: Class::Image }, now, || ItemBody::Image(empty_image())),
        };
        if let ItemBody::Image(known) = &mut item.body {
            // The final picture may come before a preview of it (wire.md e.1).
            let settled = !known.partial && (known.base64.is_some() || known.url.is_some());
            if !(settled && image.partial) {
                *known = image;
                return Effect::VISIBLE;
            }
        }
        Effect::NONE
    }

    /// An answer has one sound, however many pieces its words and its samples come in.
    pub(super) fn audio(&mut self, to: Slot, news: AudioNews, how: How, now: Millis) -> Effect {
        let empty = || ItemBody::Audio(Audio::default());
        let item = match to.place {
            Place::Flow => self.item_in_flow(to.choice, now, |body| matches!(body, ItemBody::Audio(_)), empty),
            Place::At { output, .. } => self.item_at(At { output, part: 0, class: Class::Audio }, now, empty),
        };
        let ItemBody::Audio(audio) = &mut item.body else { return Effect::NONE };
        audio.id = news.id.filter(|id| !id.is_empty()).or(audio.id.take());
        audio.expires_at = news.expires_at.or(audio.expires_at);
        let worded = !news.transcript.is_empty() && write(&mut audio.transcript, &news.transcript, how);
        let sounds = (how == How::Append || audio.data.is_empty()) && audio.hear(&news.data);
        Effect::visible_if(worded || sounds)
    }
}
