//! Small values that outlive the page: JSON with a version, in localStorage or sessionStorage.

use crate::browser::storage::{self, Area, NotKept};
use lineup_core::json;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;

/// The place and the version of one kept value.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    pub area: Area,
    pub name: &'static str,
    /// Raised when the shape changes so that an older page could not read it.
    pub version: u32,
    /// Turns the value of an older version into that of the next; `None` where that is not possible.
    pub migrate: fn(from: u32, value: Value) -> Option<Value>,
}

/// What was found in a [`Slot`].
#[derive(Debug, PartialEq)]
pub enum Found<T> {
    Nothing,
    Value(T),
    /// Something that this page cannot read. It is set aside under another name, never deleted, and the user is told.
    Unreadable,
}

#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    version: u32,
    value: T,
}

impl Slot {
    /// A slot whose format is still in its first version.
    pub const fn first(area: Area, name: &'static str) -> Self {
        Self { area, name, version: 1, migrate: |_, _| None }
    }

    pub fn load<T: DeserializeOwned>(&self) -> Found<T> {
        self.load_as(|value| serde_json::from_value(value).ok())
    }

    /// As [`Slot::load`], for a value with a reader of its own: what it refuses is set aside too.
    pub fn load_as<T>(&self, read: impl FnOnce(Value) -> Option<T>) -> Found<T> {
        let Some(text) = storage::read(self.area, self.name) else { return Found::Nothing };
        match self.parse(&text).and_then(read) {
            Some(value) => Found::Value(value),
            None => {
                self.set_aside(&text);
                Found::Unreadable
            }
        }
    }

    /// # Errors
    /// When the browser does not keep it; what was kept before is still there.
    pub fn save<T: Serialize>(&self, value: &T) -> Result<(), NotKept> {
        let text = serde_json::to_string(&Envelope { version: self.version, value }).map_err(|_| NotKept::Refused)?;
        storage::write(self.area, self.name, &text)
    }

    /// The value in the shape of this version.
    fn parse(&self, text: &str) -> Option<Value> {
        let Envelope { version, mut value } = json::read::<Envelope<Value>>(text).ok()?;
        if version > self.version {
            return None;
        }
        for from in version..self.version {
            value = (self.migrate)(from, value)?;
        }
        Some(value)
    }

    fn set_aside(&self, text: &str) {
        let free = (1..=9).map(|n| format!("{}.unreadable-{n}", self.name)).find(|name| storage::read(self.area, name).is_none());
        if let Some(name) = free {
            // When even this fails the original still lies in its place until the user changes something.
            _ = storage::write(self.area, &name, text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Area, Slot};
    use serde_json::json;

    const SECOND: Slot =
        Slot { area: Area::Local, name: "test", version: 2, migrate: |from, value| (from == 1).then(|| json!({ "size": value })) };

    #[test]
    fn a_value_of_this_version_is_read_as_it_is() {
        assert_eq!(SECOND.parse(r#"{"version":2,"value":{"size":3}}"#), Some(json!({"size":3})));
    }

    #[test]
    fn a_value_of_an_older_version_is_migrated() {
        assert_eq!(SECOND.parse(r#"{"version":1,"value":3}"#), Some(json!({"size":3})));
    }

    #[test]
    fn what_cannot_be_read_is_refused_whole() {
        for text in ["", "{", "null", "3", r#"{"value":3}"#, r#"{"version":3,"value":3}"#, r#"{"version":0,"value":3}"#] {
            assert_eq!(SECOND.parse(text), None, "{text}");
        }
    }
}
