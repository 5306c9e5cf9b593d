//! Everything as one file, and one conversation as a file; and back. What comes in is added: nothing that is there is written over.

use super::{
    Keeping, KeptRun,
    drafts::{self, changes, load, rows},
    recorder::{piece_name, put_asked, put_row},
};
use crate::{
    browser::{
        base::{self, Change, Content, Store},
        clock,
        save::TextFile,
        storage::{self, Area, NotKept},
    },
    later::{needed, split},
    state::{Stores, endpoints::SIMULATOR, own_models, prompts::SavedPrompt},
};
use leptos::prelude::*;
use lineup_core::{
    draft::{Endpoint, EndpointId, TurnBody},
    keep::{Archive, ArchiveError, Asked, DraftRow, Ended, Record, RunRow, State, TapeWriter, archive::MOST_BYTES, html, markdown, search},
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, pin::Pin};

/// The small values that travel, the endpoints first: what comes after them names them.
const VALUES: [(&str, Area); 5] =
    [("endpoints", Area::Local), ("prefs", Area::Local), ("prompts", Area::Base), ("learned", Area::Base), ("own-models", Area::Base)];

/// What a file brought.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Carried {
    pub conversations: usize,
    pub runs: usize,
    pub prompts: usize,
    pub endpoints: usize,
    /// What was there already.
    pub known: usize,
    /// Lines that could not be read.
    pub unreadable: usize,
    /// There was no room for the rest.
    pub full: bool,
}

/// The form of one conversation as a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Form {
    Json,
    Markdown,
    Html,
}

/// Which conversation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conversation {
    /// The one that is on the page.
    Current,
    Kept(String),
}

fn now() -> String {
    js_sys::Date::new_0().to_iso_string().into()
}

/// `lineup-2026-11-21.jsonl`
fn file_name(what: &str, ending: &str) -> String {
    let now = now();
    let words: Vec<&str> = what.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()).take(6).collect();
    let what: String = words.join("-").chars().take(60).collect();
    format!("{}{}{}.{ending}", what.to_lowercase(), if what.is_empty() { "" } else { "-" }, now.get(..10).unwrap_or_default())
}

/// Writes the line of a run; gives its id.
fn push_run(file: &mut TextFile, kept: KeptRun) -> String {
    let id = kept.row.id.clone();
    let run = Record::Run { row: Box::new(kept.row), asked: Box::new(kept.asked), cassette: Box::new(kept.cassette) };
    file.push(&format!("{}\n", run.line()));
    id
}

const ARCHIVE_TYPE: &str = "application/jsonl";

/// What comes of code that was loaded later.
type Done<T> = Pin<Box<dyn Future<Output = T>>>;

split! {
    in panels:
    fn all_exported(keeping: Keeping, stores: Stores) -> Done<Result<(), NotKept>> { Box::pin(keeping.export_all_now(stores)) }
}

split! {
    in panels:
    fn conversation_exported(keeping: Keeping, stores: Stores, which: Conversation, form: Form) -> Done<bool> {
        Box::pin(keeping.export_conversation_now(stores, which, form))
    }
}

impl Keeping {
    /// Offers everything as one file.
    ///
    /// # Errors
    /// The database cannot be read, or the program for it cannot be had.
    pub async fn export_all(self, stores: Stores) -> Result<(), NotKept> {
        match needed(all_exported(self, stores)).await {
            Some(done) => done.await,
            None => Err(NotKept::Refused),
        }
    }

    async fn export_all_now(self, stores: Stores) -> Result<(), NotKept> {
        let mut file = TextFile::new();
        file.push(&format!("{}\n", Record::head(&now())));
        for (name, area) in VALUES {
            let text = storage::read(area, name).and_then(|text| serde_json::from_str(&text).ok());
            if let Some(content) = text {
                file.push(&format!("{}\n", Record::Value { name: name.to_owned(), content }.line()));
            }
        }
        // What is on the page goes as it is there: a full database has not got it.
        let own = self.draft.get_untracked();
        let state = Box::new(stores.play.now_kept());
        if !state.is_blank() {
            file.push(&format!("{}\n", Record::Conversation { id: own.clone(), at: clock::wall().0, state }.line()));
        }
        for DraftRow { id, at, .. } in rows().await.into_iter().filter(|row| row.deleted.is_none() && row.id != own) {
            if let Some(state) = load(&id).await? {
                file.push(&format!("{}\n", Record::Conversation { id, at, state: Box::new(state) }.line()));
            }
        }
        let here = stores.play.runs_now();
        let here: Vec<String> = here.into_iter().map(|kept| push_run(&mut file, kept)).collect();
        let others = self.rows().await.into_iter().map(|row| row.id).filter(|id| !here.contains(id));
        self.push_runs(&mut file, others).await;
        file.offer(&file_name("lineup", "jsonl"), ARCHIVE_TYPE);
        Ok(())
    }

    /// Offers these runs as one file.
    pub async fn export_runs(self, ids: Vec<String>) {
        let mut file = TextFile::new();
        file.push(&format!("{}\n", Record::head(&now())));
        self.push_runs(&mut file, ids.into_iter()).await;
        file.offer(&file_name("lineup-runs", "jsonl"), ARCHIVE_TYPE);
    }

    async fn push_runs(self, file: &mut TextFile, ids: impl Iterator<Item = String>) {
        for id in ids {
            if let Some(kept) = self.run(&id).await {
                push_run(file, kept);
            }
        }
    }

    /// Offers one conversation as a file. `false` if it cannot be read.
    pub async fn export_conversation(self, stores: Stores, which: Conversation, form: Form) -> bool {
        match needed(conversation_exported(self, stores, which, form)).await {
            Some(done) => done.await,
            None => false,
        }
    }

    async fn export_conversation_now(self, stores: Stores, which: Conversation, form: Form) -> bool {
        let (id, state) = match which {
            Conversation::Current => (self.draft.get_untracked(), Some(stores.play.now_kept())),
            Conversation::Kept(id) => (id.clone(), load(&id).await.ok().flatten()),
        };
        let Some(state) = state else { return false };
        let title = state.title();
        let state = state.without_credentials();
        let (text, ending, media_type) = match form {
            Form::Markdown => (markdown::write(&title, &state.draft), "md", "text/markdown"),
            Form::Html => (html::write(&title, &state.draft), "html", "text/html"),
            Form::Json => {
                // An archive with one conversation: what reads the one reads the other.
                let used = |endpoint: &Endpoint| state.lanes.iter().any(|lane| lane.endpoint == endpoint.id);
                let endpoints: Vec<_> =
                    stores.endpoints.list.with_untracked(|list| list.iter().filter(|each| used(each)).cloned().collect());
                let content = json!({"version": 1, "value": endpoints});
                let at = clock::wall().0;
                let lines = [
                    Record::head(&now()),
                    Record::Value { name: "endpoints".to_owned(), content }.line(),
                    Record::Conversation { id, at, state: Box::new(state) }.line(),
                ];
                (format!("{}\n", lines.join("\n")), "jsonl", ARCHIVE_TYPE)
            }
        };
        let mut file = TextFile::new();
        file.push(&text);
        file.offer(&file_name(&title, ending), media_type);
        true
    }

    /// Takes in what a file holds.
    ///
    /// # Errors
    /// It is no archive, or one of a newer version. Nothing is changed then.
    pub async fn import(self, stores: Stores, text: &str) -> Result<Carried, ArchiveError> {
        debug_assert!(text.len() <= MOST_BYTES as usize);
        let mut taking = Taking { stores, endpoints: BTreeMap::new(), drafts: BTreeMap::new(), carried: Carried::default() };
        for record in Archive::read(text)? {
            match record {
                None => taking.carried.unreadable += 1,
                Some(record) => match taking.take(record).await {
                    Ok(()) => {}
                    Err(NotKept::Full) => {
                        taking.carried.full = true;
                        break;
                    }
                    // Memory stands in for the database, and has it.
                    Err(NotKept::Refused) => {}
                },
            }
        }
        self.has_changed();
        self.look_at_room().await;
        Ok(taking.carried)
    }
}

/// A file that is being taken in.
struct Taking {
    stores: Stores,
    /// The file's endpoints: what they are called here.
    endpoints: BTreeMap<EndpointId, EndpointId>,
    /// The file's conversations: what they are called here.
    drafts: BTreeMap<String, String>,
    carried: Carried,
}

impl Taking {
    async fn take(&mut self, record: Record) -> Result<(), NotKept> {
        match record {
            // Anything may stand there, also what has no members.
            Record::Value { name, mut content } => {
                let value = content.get_mut("value").map(Value::take).unwrap_or_default();
                self.value(&name, value);
                Ok(())
            }
            Record::Conversation { id, at, state } => self.conversation(id, at, *state).await,
            Record::Run { row, asked, cassette } => {
                if base::get(Store::Runs, &row.id).await?.is_some() {
                    self.carried.known += 1;
                    return Ok(());
                }
                self.run(*row, *asked, &cassette.play()).await
            }
        }
    }

    fn value(&mut self, name: &str, value: Value) {
        let stores = self.stores;
        match name {
            "endpoints" => serde_json::from_value(value).map(|list: Vec<Endpoint>| list.into_iter().for_each(|each| self.endpoint(each))),
            "prefs" => stores.prefs.take_over(value),
            "prompts" => serde_json::from_value(value).map(|list: Vec<SavedPrompt>| {
                for prompt in list {
                    match stores.prompts.take_in(prompt) {
                        true => self.carried.prompts += 1,
                        false => self.carried.known += 1,
                    }
                }
            }),
            "learned" => {
                if stores.learned.import(&value.to_string()).is_err() {
                    self.carried.unreadable += 1;
                }
                Ok(())
            }
            "own-models" => {
                // One without models says nothing, which is no fault here.
                if let Err(why) = stores.own.import(&value.to_string())
                    && why != own_models::NotTaken::Empty
                {
                    self.carried.unreadable += 1;
                }
                Ok(())
            }
            // Of a later version.
            _ => {
                self.carried.unreadable += 1;
                Ok(())
            }
        }
        .unwrap_or_else(|_| self.carried.unreadable += 1);
    }

    /// The same endpoint is known by what it is; one that only has the same id is another, and gets an id of its own.
    fn endpoint(&mut self, endpoint: Endpoint) {
        if endpoint.id.0 == SIMULATOR {
            return;
        }
        let endpoints = self.stores.endpoints;
        let same = endpoints.list.with_untracked(|list| {
            let is_same = |own: &&Endpoint| Endpoint { id: endpoint.id.clone(), name: endpoint.name.clone(), ..(*own).clone() } == endpoint;
            list.iter().find(is_same).map(|own| own.id.clone())
        });
        let id = match same {
            Some(id) => id,
            // The host lets nobody add one.
            None if endpoints.are_pinned() => return,
            None => {
                self.carried.endpoints += 1;
                let id = endpoints.new_id();
                endpoints.upsert(Endpoint { id: id.clone(), ..endpoint.clone() });
                id
            }
        };
        self.endpoints.insert(endpoint.id, id);
    }

    /// An endpoint that the file does not describe may be any here: the simulator takes its place.
    fn here(&self, id: &mut EndpointId) {
        *id = self.endpoints.get(id).cloned().unwrap_or_else(|| EndpointId(SIMULATOR.to_owned()));
    }

    fn settle(&self, draft: &mut lineup_core::draft::Draft) {
        for turn in draft.conversation.turns.values_mut() {
            if let TurnBody::Assistant { response: Some(response), .. } = &mut turn.body {
                self.here(&mut response.endpoint);
            }
        }
    }

    async fn conversation(&mut self, id: String, at: f64, mut state: State) -> Result<(), NotKept> {
        state.lanes.iter_mut().for_each(|lane| self.here(&mut lane.endpoint));
        self.settle(&mut state.draft);
        let own = match load(&id).await {
            Ok(None) if base::get(Store::Drafts, &id).await?.is_none() => id.clone(),
            Ok(Some(there)) if there.draft == state.draft && there.prompt == state.prompt => {
                self.carried.known += 1;
                return Ok(());
            }
            _ => RunRow::new_id(at, js_sys::Math::random()),
        };
        let (mut changes, parts) = changes(&own, &state, &[]);
        // It belongs to no page, and is as old as it is.
        let row = DraftRow { parts, ..state.row(&own, "", at) };
        changes.push(drafts::put_row(&row));
        self.drafts.insert(id, own);
        self.carried.conversations += 1;
        base::change(changes).await
    }

    async fn run(&mut self, mut row: RunRow, mut asked: Asked, run: &lineup_core::run::Run) -> Result<(), NotKept> {
        self.here(&mut asked.lane.endpoint);
        self.settle(&mut asked.draft);
        if let Some(draft) = self.drafts.get(&row.draft) {
            row.draft.clone_from(draft);
        }
        if row.ended == Ended::Other {
            row.ended = Ended::of(run.outcome());
        }
        let mut changes = put_asked(&asked, &mut row);
        let piece = |(number, piece)| Change::Put(Store::Tapes, piece_name(&row.id, number), Content::Bytes(piece));
        changes.extend((0..).zip(TapeWriter::default().last(run)).map(piece));
        changes.push(Change::put(Store::Texts, row.id.as_str(), search::text_of(&asked.draft, run)));
        changes.push(put_row(&row));
        self.carried.runs += 1;
        base::change(changes).await
    }
}
