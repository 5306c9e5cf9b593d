//! Images and transcriptions → reply events.

use super::event::{How, ReplyEvent, Slot};
use super::{Image, Usage};
use crate::wire::audio::transcribe::Transcript;
use crate::wire::images::Images;

/// What an event of such a stream was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Going,
    Terminal,
    Unknown,
}

/// Turns an event of an image stream into reply events. `next` is the place behind the images that are complete.
pub(super) fn image_event(event: Images, kind: &str, next: u64, out: &mut impl FnMut(ReplyEvent)) -> Standing {
    let partial = match kind.rsplit_once('.') {
        Some(("image_generation" | "image_edit", "partial_image")) => true,
        Some(("image_generation" | "image_edit", "completed")) => false,
        _ => return Standing::Unknown,
    };
    let image =
        Image { base64: event.b64_json, url: event.url, format: event.output_format, partial, revised_prompt: event.revised_prompt };
    out(ReplyEvent::Image { to: Slot::at(next, 0), image });
    if partial {
        return Standing::Going;
    }
    if let Some(usage) = event.usage.as_ref().and_then(Usage::read) {
        out(ReplyEvent::Usage(usage));
    }
    Standing::Terminal
}

/// Turns a whole answer with images into reply events. False where it is none.
pub(super) fn images_whole(answer: Images, out: &mut impl FnMut(ReplyEvent)) -> bool {
    let Some(pictures) = answer.data else { return false };
    for (number, picture) in (0..).zip(pictures) {
        let format = answer.output_format.clone();
        let image = Image { base64: picture.b64_json, url: picture.url, format, partial: false, revised_prompt: picture.revised_prompt };
        out(ReplyEvent::Image { to: Slot::at(number, 0), image });
    }
    if let Some(usage) = answer.usage.as_ref().and_then(Usage::read) {
        out(ReplyEvent::Usage(usage));
    }
    true
}

/// Turns an event of a transcription into reply events.
pub(super) fn transcript_event(event: Transcript, kind: &str, out: &mut impl FnMut(ReplyEvent)) -> Standing {
    let to = Slot::at(0, 0);
    match kind {
        "transcript.text.delta" => out(ReplyEvent::Text { to, text: event.delta.unwrap_or_default(), how: How::Append }),
        // Segments repeat the text with times and speakers; they stay in the raw bytes.
        "transcript.text.segment" => {}
        "transcript.text.done" => {
            transcript_whole(event, out);
            out(ReplyEvent::Finish { choice: 0, word: "done".to_owned() });
            return Standing::Terminal;
        }
        _ => return Standing::Unknown,
    }
    Standing::Going
}

/// Turns a whole transcription into reply events. False where it is none.
pub(super) fn transcript_whole(answer: Transcript, out: &mut impl FnMut(ReplyEvent)) -> bool {
    let usage = answer.usage.as_ref().and_then(Usage::read);
    let Some(text) = answer.text else { return false };
    out(ReplyEvent::Text { to: Slot::at(0, 0), text, how: How::Fill });
    if let Some(usage) = usage {
        out(ReplyEvent::Usage(usage));
    }
    true
}
