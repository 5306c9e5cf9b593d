//! Keys, each bound to the origin it was entered for: in memory, sealed for the session, or sealed under a passphrase on this device.
//! No key is ever written anywhere as it is.

use super::{
    status::Status,
    stored::{Found, Slot},
};
use crate::browser::{
    clock,
    crypto::{self, CryptoError, DataKey},
    key_store,
    storage::{self, Area},
};
use leptos::{prelude::*, task::spawn_local};
use lineup_core::{
    Secret,
    vault::{Sealed, Vault},
};
use std::{collections::BTreeMap, time::Duration};

/// Sealed under a passphrase, by origin.
const VAULT: Slot = Slot::first(Area::Local, "vault");
/// Sealed for the tab, by origin.
const SESSION: Slot = Slot::first(Area::Session, "keys");
/// Minutes without a touch after which the vault is locked.
const AUTO_LOCK: Slot = Slot::first(Area::Local, "auto-lock");
pub const AUTO_LOCK_CHOICES: [u32; 4] = [5, 15, 60, 240];
const AUTO_LOCK_USUAL: u32 = 15;
/// How often the time without a touch is looked at.
const WATCH: Duration = Duration::from_secs(5);

/// How long a key is kept.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Keeping {
    /// Until the page is loaded anew.
    #[default]
    Memory,
    /// As long as the tab is open.
    Session,
    /// Until the user forgets it; under a passphrase.
    Device,
}

/// What is known of a key without showing it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeyFacts {
    pub keeping: Keeping,
    /// When it ends, in seconds since 1970; of tokens that say so.
    pub expires: Option<f64>,
}

/// The keys on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VaultState {
    /// There are none.
    None,
    Locked,
    Open,
}

/// Why a key is not kept as it was wished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotHeld {
    Crypto(CryptoError),
    /// The browser does not keep it.
    NoStore,
}

#[derive(Clone)]
struct Held {
    secret: Secret,
    keeping: Keeping,
}

/// The keys by origin (`https://api.openai.com`). An endpoint that moves to another origin finds no key there.
#[derive(Clone, Copy)]
pub struct Keys {
    held: RwSignal<BTreeMap<String, Held>>,
    vault: RwSignal<Option<Vault>>,
    data_key: StoredValue<Option<DataKey>, LocalStorage>,
    is_open: RwSignal<bool>,
    /// Minutes without a touch after which the vault is locked.
    pub auto_lock: RwSignal<u32>,
    touched: StoredValue<f64>,
    status: Status,
}

impl Keys {
    /// Finds what was kept: the session's keys are opened, those of the vault wait for their passphrase.
    pub fn open(status: Status) -> Self {
        let minutes = match AUTO_LOCK.load() {
            Found::Value(minutes) if AUTO_LOCK_CHOICES.contains(&minutes) => minutes,
            _ => AUTO_LOCK_USUAL,
        };
        let keys = Self {
            held: RwSignal::default(),
            vault: RwSignal::new(None),
            data_key: StoredValue::new_local(None),
            is_open: RwSignal::new(false),
            auto_lock: RwSignal::new(minutes),
            touched: StoredValue::new(clock::wall().0),
            status,
        };
        keys.vault.set(keys.load_vault());
        spawn_local(async move { keys.open_session().await });
        storage::on_change_elsewhere(move |name| {
            if name == VAULT.name {
                keys.vault_changed_elsewhere();
            }
        });
        keys.watch();
        keys
    }

    /// The key for requests to `origin`. Not followed: it is read when a request is sent.
    pub fn for_origin(&self, origin: &str) -> Option<Secret> {
        self.held.with_untracked(|held| held.get(origin).map(|held| held.secret.clone()))
    }

    /// Keeps a key in memory only.
    pub fn set(&self, origin: String, secret: Secret) {
        self.forget(&origin);
        self.held.update(|held| _ = held.insert(origin, Held { secret, keeping: Keeping::Memory }));
    }

    /// Keeps a key as long as wished. It is in memory in any case.
    ///
    /// # Errors
    /// It is in memory only: there is no cryptography here, the browser keeps nothing, or the vault is locked.
    pub async fn keep(self, origin: String, secret: Secret, keeping: Keeping) -> Result<(), NotHeld> {
        self.set(origin.clone(), secret.clone());
        match keeping {
            Keeping::Memory => return Ok(()),
            Keeping::Session => {
                let key = if crypto::is_there() { key_store::session_key().await } else { None };
                let sealed = key.ok_or(NotHeld::Crypto(CryptoError::Missing))?.seal(secret.expose().as_bytes(), &origin).await;
                let mut all = session();
                all.insert(origin.clone(), sealed.map_err(NotHeld::Crypto)?);
                if !storage::is_kept(Area::Session) || SESSION.save(&all).is_err() {
                    return Err(NotHeld::NoStore);
                }
            }
            Keeping::Device => {
                let key = self.data_key.with_value(Clone::clone).ok_or(NotHeld::Crypto(CryptoError::Refused))?;
                let sealed = key.seal(secret.expose().as_bytes(), &origin).await.map_err(NotHeld::Crypto)?;
                self.change_vault(|vault| _ = vault.keys.insert(origin.clone(), sealed))?;
            }
        }
        self.held.update(|held| {
            if let Some(held) = held.get_mut(&origin) {
                held.keeping = keeping;
            }
        });
        Ok(())
    }

    /// Makes an empty vault under a passphrase, and opens it.
    ///
    /// # Errors
    /// There is no cryptography here, or the browser keeps nothing.
    pub async fn make_vault(self, passphrase: &str) -> Result<(), NotHeld> {
        let (vault, key) = crypto::new_vault(passphrase).await.map_err(NotHeld::Crypto)?;
        if !storage::is_kept(Area::Local) || VAULT.save(&vault).is_err() {
            return Err(NotHeld::NoStore);
        }
        self.vault.set(Some(vault));
        self.opened(key);
        Ok(())
    }

    /// Opens the vault: its keys are in memory until it is locked.
    ///
    /// # Errors
    /// The passphrase does not open it.
    pub async fn unlock(self, passphrase: &str) -> Result<(), CryptoError> {
        let Some(vault) = self.vault.get_untracked() else { return Ok(()) };
        let key = crypto::unlock(&vault, passphrase).await?;
        self.opened(key);
        self.open_entries().await;
        Ok(())
    }

    fn opened(self, key: DataKey) {
        self.touched.set_value(clock::wall().0);
        self.data_key.set_value(Some(key));
        self.is_open.set(true);
    }

    /// Locks the vault: its keys leave the memory.
    pub fn lock(&self) {
        self.data_key.set_value(None);
        self.is_open.set(false);
        self.held.update(|held| held.retain(|_, held| held.keeping != Keeping::Device));
    }

    /// Forgets the key of an origin, wherever it is kept.
    pub fn forget(&self, origin: &str) {
        self.held.update(|keys| _ = keys.remove(origin));
        self.unkeep(|other| other == origin);
    }

    /// Forgets every key, the vault, and what sealed the session's.
    pub fn forget_all(&self) {
        self.lock();
        self.held.update(BTreeMap::clear);
        self.vault.set(None);
        storage::remove(VAULT.area, VAULT.name);
        storage::remove(SESSION.area, SESSION.name);
        key_store::forget();
    }

    /// Forgets the keys of the origins that are not wanted any more: a key that no endpoint uses is a secret that nobody sees.
    pub fn retain(&self, wanted: impl Fn(&str) -> bool) {
        if self.held.with_untracked(|keys| keys.keys().any(|origin| !wanted(origin))) {
            self.held.update(|keys| keys.retain(|origin, _| wanted(origin)));
        }
        self.unkeep(|origin| !wanted(origin));
    }

    /// Whether there is a key for `origin`, followed.
    pub fn has(&self, origin: impl Into<String>) -> Signal<bool> {
        let (held, origin) = (self.held, origin.into());
        Signal::derive(move || held.with(|held| held.contains_key(&origin)))
    }

    /// What is known of the key for `origin`; followed.
    pub fn facts(&self, origin: &str) -> Option<KeyFacts> {
        self.held.with(|held| held.get(origin).map(|held| KeyFacts { keeping: held.keeping, expires: held.secret.expires() }))
    }

    /// Whether a key for `origin` lies in the vault, which is locked; followed.
    pub fn is_locked(&self, origin: &str) -> bool {
        !self.is_open.get() && self.vault.with(|vault| vault.as_ref().is_some_and(|vault| vault.keys.contains_key(origin)))
    }

    /// Followed.
    pub fn vault_state(&self) -> VaultState {
        match (self.vault.with(Option::is_some), self.is_open.get()) {
            (false, _) => VaultState::None,
            (true, false) => VaultState::Locked,
            (true, true) => VaultState::Open,
        }
    }

    /// The origins that have a key, those of a locked vault among them; followed.
    pub fn origins(&self) -> Signal<Vec<String>> {
        let (held, vault) = (self.held, self.vault);
        Signal::derive(move || {
            let mut origins: Vec<String> = held.with(|held| held.keys().cloned().collect());
            vault.with(|vault| origins.extend(vault.iter().flat_map(|vault| vault.keys.keys()).cloned()));
            origins.sort();
            origins.dedup();
            origins
        })
    }

    pub fn choose_auto_lock(&self, minutes: u32) {
        self.auto_lock.set(minutes);
        self.status.kept(AUTO_LOCK.save(&minutes));
    }

    fn load_vault(self) -> Option<Vault> {
        match VAULT.load_as(|value| Vault::from_json(&value.to_string())) {
            Found::Value(vault) => Some(vault),
            Found::Nothing => None,
            Found::Unreadable => {
                self.status.storage_trouble(super::status::StorageTrouble::Unreadable);
                None
            }
        }
    }

    /// Changes the vault as it is now: another tab may have put something into it.
    fn change_vault(self, change: impl FnOnce(&mut Vault)) -> Result<(), NotHeld> {
        let Some(mut vault) = self.load_vault() else { return Err(NotHeld::NoStore) };
        change(&mut vault);
        VAULT.save(&vault).map_err(|_| NotHeld::NoStore)?;
        self.vault.set(Some(vault));
        Ok(())
    }

    fn unkeep(self, unwanted: impl Fn(&str) -> bool) {
        let mut all = session();
        if all.keys().any(|origin| unwanted(origin)) {
            all.retain(|origin, _| !unwanted(origin));
            self.status.kept(SESSION.save(&all));
        }
        let is_kept =
            self.vault.with_untracked(|vault| vault.as_ref().is_some_and(|vault| vault.keys.keys().any(|origin| unwanted(origin))));
        if is_kept {
            // Where there is no store any more, there is nothing left in it.
            _ = self.change_vault(|vault| vault.keys.retain(|origin, _| !unwanted(origin)));
        }
    }

    async fn open_session(self) {
        let sealed = session();
        if sealed.is_empty() {
            return;
        }
        let Some(key) = key_store::session_key().await else { return };
        for (origin, sealed) in sealed {
            self.take_out(&key, origin, &sealed, Keeping::Session).await;
        }
    }

    async fn open_entries(self) {
        let entries = self.vault.with_untracked(|vault| vault.as_ref().map(|vault| vault.keys.clone())).unwrap_or_default();
        for (origin, sealed) in entries {
            let Some(key) = self.data_key.with_value(Clone::clone) else { return };
            self.take_out(&key, origin, &sealed, Keeping::Device).await;
        }
    }

    async fn take_out(self, key: &DataKey, origin: String, sealed: &Sealed, keeping: Keeping) {
        let opened = key.open(sealed, &origin).await.ok().and_then(|bytes| String::from_utf8(bytes).ok());
        let Some(secret) = opened.as_deref().and_then(Secret::parse) else { return };
        // Locked again meanwhile, or another key entered.
        let is_wanted = keeping != Keeping::Device || self.is_open.get_untracked();
        if is_wanted && self.held.with_untracked(|held| !held.contains_key(&origin)) {
            self.held.update(|held| _ = held.insert(origin, Held { secret, keeping }));
        }
    }

    fn vault_changed_elsewhere(self) {
        let now = self.load_vault();
        let is_same = self.vault.with_untracked(|own| own.as_ref().map(Vault::data_key) == now.as_ref().map(Vault::data_key));
        if !is_same {
            self.lock();
        }
        let kept = |origin: &String| now.as_ref().is_some_and(|vault| vault.keys.contains_key(origin));
        self.held.update(|held| held.retain(|origin, held| held.keeping != Keeping::Device || kept(origin)));
        self.vault.set(now);
        if self.is_open.get_untracked() {
            spawn_local(async move { self.open_entries().await });
        }
    }

    /// Locks the vault when nobody has touched the page for the chosen time.
    fn watch(self) {
        // By the wall clock: while the machine sleeps nobody touches it either, and others stand still then.
        let touch = move || self.touched.set_value(clock::wall().0);
        window_event_listener(leptos::ev::keydown, move |_| touch());
        window_event_listener(leptos::ev::pointerdown, move |_| touch());
        Effect::new(move |before: Option<Option<IntervalHandle>>| {
            if let Some(old) = before.flatten() {
                old.clear();
            }
            let look = move || {
                let minutes = (clock::wall().0 - self.touched.get_value()) / 60_000.0;
                if minutes >= f64::from(self.auto_lock.get_untracked()) {
                    self.lock();
                }
            };
            if self.is_open.get() { set_interval_with_handle(look, WATCH).ok() } else { None }
        });
    }
}

fn session() -> BTreeMap<String, Sealed> {
    match SESSION.load() {
        Found::Value(sealed) => sealed,
        Found::Nothing | Found::Unreadable => BTreeMap::new(),
    }
}
