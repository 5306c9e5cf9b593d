//! Server-sent events, decoded from bytes as they arrive.
//!
//! The rules are those of the WHATWG standard (HTML, "Server-sent events"; facts: wire.md (g)), with two deliberate
//! differences for servers that are not browsers' friends: an event without its closing blank line is still taken at the end
//! (and flagged), and comments are reported, because they are the keep-alives that an idle notice must see.

use std::ops::Range;

/// The most that one event may hold. Partial images come as several megabytes on one `data:` line (wire.md e.1), so this is
/// far above every real event and still bounds what a broken server can make the page keep.
pub const MAX_EVENT_BYTES: usize = 64 * 1024 * 1024;

/// One dispatched event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// The `event:` field; `None` where the server named none (the standard then says `message`).
    pub name: Option<String>,
    /// The `data:` lines, joined with `\n`. Invalid UTF-8 is replaced by U+FFFD.
    pub data: String,
    /// Where in the stream the event stands: from its first line to the end of its last one.
    pub range: Range<usize>,
    /// False for the last event of a stream that ended before the blank line.
    pub terminated: bool,
    /// Whether bytes had to be replaced because they were not UTF-8.
    pub repaired: bool,
}

/// What a decoder finds in the stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    Event(Event),
    /// A line that begins with a colon: no data, but a sign of life.
    Comment(Range<usize>),
}

/// One event is larger than the limit; nothing can be read after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("one event is larger than {limit} bytes")]
pub struct TooLarge {
    pub limit: usize,
}

/// An incremental decoder: any split of a stream into chunks gives the same frames.
///
/// Every byte is looked at once, so that a line of many megabytes costs linear time; what is buffered is the data of the
/// current event and no more.
#[derive(Debug)]
pub struct Decoder {
    limit: usize,
    /// Bytes consumed so far.
    at: usize,
    /// How many bytes of a byte order mark were seen at the very start; `None` once that is settled.
    bom: Option<usize>,
    /// The last byte was a CR that ended a line: a LF that follows belongs to it.
    after_cr: bool,
    line: Line,
    line_start: usize,
    event: Pending,
}

/// The event that is being collected.
#[derive(Debug, Default)]
struct Pending {
    start: Option<usize>,
    end: usize,
    name: Vec<u8>,
    data: Vec<u8>,
    has_data: bool,
}

/// Where in a line the decoder stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Line {
    /// Inside the field's name. Only the beginning is kept: no known name is longer.
    Name {
        seen: [u8; LONGEST_NAME],
        len: usize,
    },
    /// Behind the colon, where one space is not part of the value.
    Colon(Field),
    Value(Field),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Data,
    Event,
    /// `id`, `retry` and whatever else: nothing here resumes a stream by them.
    Other,
    Comment,
}

const LONGEST_NAME: usize = 5;
const BOM: [u8; 3] = [0xEF, 0xBB, 0xBF];
const EMPTY_LINE: Line = Line::Name { seen: [0; LONGEST_NAME], len: 0 };

impl Default for Decoder {
    fn default() -> Self {
        Self::with_limit(MAX_EVENT_BYTES)
    }
}

impl Decoder {
    /// A decoder that refuses events of more than `limit` bytes.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        Self { limit, at: 0, bom: Some(0), after_cr: false, line: EMPTY_LINE, line_start: 0, event: Pending::default() }
    }

    /// Takes bytes from the front of `chunk` up to the next frame; `None` when the chunk is used up.
    ///
    /// # Errors
    /// [`TooLarge`] when an event exceeds the limit. The decoder is of no use afterwards.
    pub fn next(&mut self, chunk: &mut &[u8]) -> Result<Option<Frame>, TooLarge> {
        self.skip_bom(chunk);
        while let Some(&first) = chunk.first() {
            if std::mem::take(&mut self.after_cr) && first == b'\n' {
                self.advance(chunk, 1);
                self.line_start = self.at;
                continue;
            }
            let line_end = memchr::memchr2(b'\n', b'\r', chunk);
            let part = chunk.get(..line_end.unwrap_or(chunk.len())).unwrap_or_default();
            self.take_part(part);
            if self.event.data.len() + self.event.name.len() > self.limit {
                self.event = Pending::default();
                return Err(TooLarge { limit: self.limit });
            }
            let Some(end) = line_end else {
                self.advance(chunk, part.len());
                break;
            };
            self.after_cr = chunk.get(end) == Some(&b'\r');
            self.advance(chunk, end + 1);
            if let Some(frame) = self.end_line() {
                return Ok(Some(frame));
            }
        }
        Ok(None)
    }

    /// Takes what is left when the stream is over: a last line without its end, an event without its blank line. To be called
    /// until it gives `None`.
    pub fn finish(&mut self) -> Option<Frame> {
        let last_line = if self.line == EMPTY_LINE { None } else { self.end_line() };
        last_line.or_else(|| self.dispatch(false).map(Frame::Event))
    }

    /// Whether the stream stands inside an event whose data has begun.
    #[must_use]
    pub fn inside_event(&self) -> bool {
        self.event.has_data
    }

    fn advance(&mut self, chunk: &mut &[u8], by: usize) {
        self.at += by;
        *chunk = chunk.get(by..).unwrap_or_default();
    }

    /// Swallows one byte order mark at offset 0; bytes that only looked like its beginning go on as text.
    fn skip_bom(&mut self, chunk: &mut &[u8]) {
        while let Some(seen) = self.bom {
            let Some(&byte) = chunk.first() else { return };
            if BOM.get(seen) == Some(&byte) {
                self.advance(chunk, 1);
                self.bom = if seen + 1 == BOM.len() { None } else { Some(seen + 1) };
                self.line_start = if self.bom.is_none() { self.at } else { 0 };
            } else {
                self.bom = None;
                self.take_part(BOM.get(..seen).unwrap_or_default());
            }
        }
    }

    /// Takes a piece of one line, without its end.
    fn take_part(&mut self, mut part: &[u8]) {
        while !part.is_empty() {
            match &mut self.line {
                Line::Name { seen, len } => {
                    let colon = memchr::memchr(b':', part);
                    let name = part.get(..colon.unwrap_or(part.len())).unwrap_or_default();
                    for byte in name.iter().take(LONGEST_NAME + 1 - *len) {
                        if let Some(free) = seen.get_mut(*len) {
                            *free = *byte;
                        }
                        *len += 1;
                    }
                    let Some(colon) = colon else { return };
                    self.line = Line::Colon(self.field());
                    part = part.get(colon + 1..).unwrap_or_default();
                }
                Line::Colon(field) => {
                    self.line = Line::Value(*field);
                    part = part.strip_prefix(b" ").unwrap_or(part);
                }
                Line::Value(field) => {
                    let buffer = match field {
                        Field::Data => &mut self.event.data,
                        Field::Event => &mut self.event.name,
                        Field::Other | Field::Comment => return,
                    };
                    buffer.extend_from_slice(part);
                    return;
                }
            }
            self.open_field();
        }
    }

    /// The field that the name before the colon (or the whole line) means.
    fn field(&self) -> Field {
        let Line::Name { seen, len } = &self.line else { return Field::Other };
        match seen.get(..*len) {
            Some(b"") => Field::Comment,
            Some(b"data") => Field::Data,
            Some(b"event") => Field::Event,
            // A longer name than the longest known one has no slice here.
            _ => Field::Other,
        }
    }

    /// Prepares the buffers for the value that begins.
    fn open_field(&mut self) {
        let Line::Colon(field) = self.line else { return };
        match field {
            Field::Data => {
                if std::mem::replace(&mut self.event.has_data, true) {
                    self.event.data.push(b'\n');
                }
            }
            Field::Event => self.event.name.clear(),
            Field::Other | Field::Comment => {}
        }
    }

    fn end_line(&mut self) -> Option<Frame> {
        let start = std::mem::replace(&mut self.line_start, self.at);
        let end = self.at;
        if self.line == EMPTY_LINE {
            self.event.end = end;
            return self.dispatch(true).map(Frame::Event);
        }
        if let Line::Name { .. } = self.line {
            // A line without a colon is a name with an empty value.
            self.line = Line::Colon(self.field());
            self.open_field();
        }
        let (Line::Colon(field) | Line::Value(field)) = std::mem::replace(&mut self.line, EMPTY_LINE) else { return None };
        if field == Field::Comment {
            return Some(Frame::Comment(start..end));
        }
        self.event.start.get_or_insert(start);
        self.event.end = end;
        None
    }

    fn dispatch(&mut self, terminated: bool) -> Option<Event> {
        let pending = std::mem::take(&mut self.event);
        if !pending.has_data {
            return None;
        }
        let (data, repaired) = text(pending.data);
        let name = (!pending.name.is_empty()).then(|| text(pending.name).0);
        Some(Event { name, data, range: pending.start.unwrap_or(pending.end)..pending.end, terminated, repaired })
    }
}

/// Lines end at ASCII bytes, which are never inside a UTF-8 sequence: decoding an event at once is the same as decoding the
/// stream with state.
fn text(bytes: Vec<u8>) -> (String, bool) {
    match String::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(error) => (String::from_utf8_lossy(error.as_bytes()).into_owned(), true),
    }
}
