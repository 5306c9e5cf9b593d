//! JSON pointers (RFC 6901), as findings name their places.

use std::borrow::Cow;

/// The pointer to a member of what `at` points to.
#[must_use]
pub fn join(at: &str, member: &str) -> String {
    format!("{at}/{}", member.replace('~', "~0").replace('/', "~1"))
}

/// The pointer to what holds this, and its name there; `None` for the root.
#[must_use]
pub fn parent(at: &str) -> Option<(&str, Cow<'_, str>)> {
    let (holder, member) = at.rsplit_once('/')?;
    let member = if member.contains('~') { Cow::Owned(member.replace("~1", "/").replace("~0", "~")) } else { Cow::Borrowed(member) };
    Some((holder, member))
}

#[cfg(test)]
mod tests {
    use super::{join, parent};
    use serde_json::json;

    #[test]
    fn any_name_can_stand_in_a_pointer() {
        let value = json!({"a/b": {"m~n": {"": 1}}});
        let at = join(&join(&join("", "a/b"), "m~n"), "");
        assert_eq!(value.pointer(&at), Some(&json!(1)));
        assert_eq!(parent(&at), Some(("/a~1b/m~0n", "".into())));
        assert_eq!(parent("/a~1b/m~0n"), Some(("/a~1b", "m~n".into())));
        assert_eq!(parent(""), None);
    }
}
