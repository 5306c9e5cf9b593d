//! What is attached to the prompt: files become parts of the next turn, or say why they cannot.

use super::Play;
use crate::browser::files::{self, Given, NotRecorded, Recording};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    draft::{
        Part, TurnId,
        attachment::{self, Facts, Kind, MOST_BYTES, Unfit},
    },
    lineup::{Lineup, picture_tokens, useful_size},
};

/// Something that was not attached, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotAttached {
    pub name: String,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Unfit(Unfit),
    Unreadable,
    /// A sound that this browser cannot turn into WAV.
    NoSound,
    /// No address of the web.
    NoAddress,
    Recording(NotRecorded),
}

/// What is attached to the prompt, and what could not be.
#[derive(Clone, Copy)]
pub struct Attached {
    pub parts: RwSignal<Vec<Part>>,
    pub refused: RwSignal<Vec<NotAttached>>,
    /// Files are being dragged over the page.
    pub is_over: RwSignal<bool>,
    /// Files that are being read.
    pub busy: RwSignal<usize>,
    recording: StoredValue<Option<Recording>, LocalStorage>,
    pub is_recording: RwSignal<bool>,
}

impl Attached {
    pub(super) fn new() -> Self {
        Self {
            parts: RwSignal::new(Vec::new()),
            refused: RwSignal::new(Vec::new()),
            is_over: RwSignal::new(false),
            busy: RwSignal::new(0),
            recording: StoredValue::new_local(None),
            is_recording: RwSignal::new(false),
        }
    }

    /// Reads the files and attaches them, each by what its bytes say.
    pub fn files(self, given: Vec<Given>) {
        self.read_for(given, move |part| self.parts.update(|parts| parts.push(part)));
    }

    /// Reads the files for whoever takes them; what cannot be attached is told beside the prompt.
    fn read_for(self, given: Vec<Given>, take: impl Fn(Part) + Copy + 'static) {
        self.refused.set(Vec::new());
        for file in given {
            self.busy.update(|busy| *busy += 1);
            spawn_local(async move {
                match read(&file).await {
                    Ok(part) => take(part),
                    Err(why) => self.refuse(file.name(), why),
                }
                self.busy.update(|busy| *busy = busy.saturating_sub(1));
            });
        }
    }

    /// Attaches the picture at an address. `false` if it is none.
    pub fn address(self, address: &str) -> bool {
        self.refused.set(Vec::new());
        match attachment::of_address(address) {
            Some(part) => {
                self.parts.update(|parts| parts.push(part));
                true
            }
            None => {
                self.refuse(address.to_owned(), Why::NoAddress);
                false
            }
        }
    }

    /// Begins to record, or ends and attaches what was said.
    pub fn record(self, name: String) {
        let going_on = self.recording.try_update_value(Option::take).flatten();
        self.refused.set(Vec::new());
        spawn_local(async move {
            match going_on {
                None => match Recording::begin().await {
                    Ok(recording) => {
                        self.recording.set_value(Some(recording));
                        self.is_recording.set(true);
                    }
                    Err(why) => self.refuse(name, Why::Recording(why)),
                },
                Some(recording) => {
                    self.is_recording.set(false);
                    let sound = recording.end().await.unwrap_or_default();
                    match as_wav(&sound).await {
                        Some(part) => self.parts.update(|parts| parts.push(part)),
                        None => self.refuse(name, Why::NoSound),
                    }
                }
            }
        });
    }

    fn refuse(self, name: String, why: Why) {
        self.refused.update(|refused| refused.push(NotAttached { name, why }));
    }

    pub fn remove(self, at: usize) {
        self.parts.update(|parts| {
            if at < parts.len() {
                parts.remove(at);
            }
        });
    }

    /// Takes everything away that is attached.
    pub(super) fn clear(self) {
        self.parts.update(Vec::clear);
        self.refused.update(Vec::clear);
    }
}

/// Makes a picture smaller; what else the part says stays. `None` if the browser cannot paint it.
pub async fn shrunk(part: Part, size: (u32, u32)) -> Option<Part> {
    match part {
        Part::Image { url, detail } => Some(Part::Image { url: files::scaled(&url, size).await?, detail }),
        _ => None,
    }
}

async fn read(file: &Given) -> Result<Part, Why> {
    // Not even read: a file of gigabytes would take the page's memory.
    if file.size() > MOST_BYTES as f64 {
        return Err(Why::Unfit(Unfit::TooLarge));
    }
    let bytes = file.bytes().await.ok_or(Why::Unreadable)?;
    let name = file.name();
    match attachment::kind(&name, &bytes).map_err(Why::Unfit)? {
        Kind::OtherSound => as_wav(&bytes).await.ok_or(Why::NoSound),
        _ => attachment::of_file(&name, &bytes).map_err(Why::Unfit),
    }
}

async fn as_wav(sound: &[u8]) -> Option<Part> {
    let (samples, rate) = files::samples(sound).await.filter(|(samples, _)| !samples.is_empty())?;
    attachment::of_file("", &attachment::wav(&samples, rate)).ok()
}

impl Play {
    /// What a picture costs each lane in tokens, by the lane's model: `None` where nobody has said how it counts. Lanes that
    /// cannot see are left out. Followed.
    pub fn picture_costs(&self, part: &Part) -> Vec<(String, Option<u64>)> {
        let (Part::Image { detail, .. }, Facts { pixels: Some(pixels), .. }) = (part, Facts::of(part)) else { return Vec::new() };
        let lineup = self.lineup();
        let tokens = |name: String| {
            let tokens = lineup.get(&name).and_then(|model| picture_tokens(model, pixels, detail.as_deref()));
            (name, tokens)
        };
        self.seeing_models(&lineup).into_iter().map(tokens).collect()
    }

    /// A smaller size at which every lane still sees all that it can; `None` if the picture is no larger. Followed.
    pub fn smaller_size(&self, part: &Part) -> Option<(u32, u32)> {
        let (Part::Image { .. }, Facts { pixels: Some(pixels), .. }) = (part, Facts::of(part)) else { return None };
        let lineup = self.lineup();
        let sizes = self.seeing_models(&lineup).into_iter().map(|name| useful_size(lineup.get(&name), pixels));
        let largest = sizes.max_by_key(|(width, height)| u64::from(*width) * u64::from(*height))?;
        // Some pixels more are not worth the loss of a second compression.
        (largest.0 * 10 < pixels.0 * 9).then_some(largest)
    }

    /// The lanes' models, each once, but for those that are known not to see.
    fn seeing_models(&self, lineup: &Lineup) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for name in self.lanes.get().iter().map(|handle| handle.lane.with(|lane| lane.model.clone())) {
            let sees = lineup.get(&name).is_none_or(|model| model.may_take("image"));
            if sees && !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }

    /// Reads files into a user's turn that is there already.
    pub fn attach_to(&self, id: TurnId, given: Vec<Given>) {
        let draft = self.draft;
        self.attached.read_for(given, move |part| draft.update(|draft| draft.conversation.add_part(id, part)));
    }

    /// Changes a part of a turn, or takes it away.
    pub fn change_part(&self, id: TurnId, at: usize, part: Option<Part>) {
        self.draft.update(|draft| draft.conversation.change_part(id, at, part));
    }
}
