//! Pictures, sound and files in kept JSON: each lies by itself, under a name made from its content, and the JSON mentions that name.
//! A picture that ten runs and a draft mention is kept once, and not written again with every keystroke beside it.

use serde_json::Value;

/// Shorter texts stay where they are.
const LEAST: usize = 4_096;
/// Begins a mention. Texts that begin so by themselves are taken out too, however short, so that nothing can be mistaken for one.
const MENTION: &str = "\u{0}part:";

/// One text that lies by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taken {
    pub name: String,
    pub text: String,
}

/// Takes the long data out of a value. Each is told once.
pub fn take_out(value: &mut Value) -> Vec<Taken> {
    let mut taken: Vec<Taken> = Vec::new();
    each_text(value, &mut |text| {
        if text.starts_with(MENTION) || is_data(text) {
            let name = name_of(text);
            let mention = format!("{MENTION}{name}");
            let text = std::mem::replace(text, mention);
            if !taken.iter().any(|other| other.name == name) {
                taken.push(Taken { name, text });
            }
        }
    });
    taken
}

/// The names that a value mentions, each once.
pub fn mentioned(value: &mut Value) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    each_text(value, &mut |text| {
        if let Some(name) = text.strip_prefix(MENTION)
            && !names.iter().any(|other| other == name)
        {
            names.push(name.to_owned());
        }
    });
    names
}

/// Puts back what was taken out. What is not there any more leaves an empty text; `false` then.
pub fn put_back(value: &mut Value, part: impl Fn(&str) -> Option<String>) -> bool {
    let mut whole = true;
    each_text(value, &mut |text| {
        if let Some(name) = text.strip_prefix(MENTION) {
            let found = part(name);
            whole &= found.is_some();
            *text = found.unwrap_or_default();
        }
    });
    whole
}

fn each_text(value: &mut Value, act: &mut impl FnMut(&mut String)) {
    match value {
        Value::String(text) => act(text),
        Value::Array(items) => items.iter_mut().for_each(|item| each_text(item, act)),
        Value::Object(members) => members.values_mut().for_each(|member| each_text(member, act)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Base64 has no spaces; prose of that length always has.
fn is_data(text: &str) -> bool {
    text.len() >= LEAST && !text.bytes().take(LEAST).any(|byte| byte.is_ascii_whitespace())
}

/// 128 bits of its content and its length. Not made against forgers: who could give the user two such texts could as well give one.
fn name_of(text: &str) -> String {
    // Two multiplications for eight bytes: megabytes of base64 go through it while somebody types beside them.
    let (mut a, mut b) = (0x9e37_79b9_7f4a_7c15_u64, 0xc2b2_ae3d_27d4_eb4f_u64);
    let mut mix = |word: u64| {
        a = (a ^ word).wrapping_mul(0xff51_afd7_ed55_8ccd).rotate_left(29);
        b = (b.rotate_left(23) ^ word).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    };
    let words = text.as_bytes().chunks_exact(8);
    let tail = words.remainder().iter().fold(1_u64, |tail, byte| tail << 8 | u64::from(*byte));
    for word in words {
        mix(word.try_into().map_or(0, u64::from_le_bytes));
    }
    mix(tail);
    mix(text.len() as u64);
    format!("{:x}-{:016x}{:016x}", text.len(), a ^ (a >> 32), b ^ (b >> 29))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn a_picture_that_is_mentioned_twice_is_taken_once_and_both_come_back() {
        let picture = format!("data:image/png;base64,{}", "QUJD".repeat(2_000));
        let prose = "many words ".repeat(1_000);
        let before = json!({"a": picture, "b": [{"c": picture}, prose, "short"], "n": 3});
        let mut value = before.clone();
        let taken = take_out(&mut value);
        assert_eq!(taken.len(), 1);
        assert!(value.to_string().len() < picture.len() + prose.len());
        assert_eq!(mentioned(&mut value), [taken[0].name.clone()]);
        assert!(put_back(&mut value, |name| (name == taken[0].name).then(|| taken[0].text.clone())));
        assert_eq!(value, before);
    }

    #[test]
    fn what_is_gone_leaves_an_empty_text() {
        let mut value = json!([format!("{MENTION}7-aa")]);
        assert!(!put_back(&mut value, |_| None));
        assert_eq!(value, json!([""]));
    }

    #[test]
    fn other_content_has_another_name() {
        let names: std::collections::BTreeSet<_> =
            ["", "a", "b", "ab", "ba", "abcdefgh", "abcdefg", "hgfedcba"].map(name_of).into_iter().collect();
        assert_eq!(names.len(), 8);
    }

    proptest! {
        #[test]
        fn whatever_the_texts_are_they_come_back(texts in proptest::collection::vec(prop_oneof![
            "\\PC{0,40}", "(\u{0}part:)?[0-9a-f-]{0,20}", Just("A".repeat(LEAST)), Just("B".repeat(LEAST + 1))], 0..8)) {
            let before = json!({"texts": texts, "deep": [[texts]]});
            let mut value = before.clone();
            let taken = take_out(&mut value);
            let find = |name: &str| taken.iter().find(|part| part.name == name).map(|part| part.text.clone());
            prop_assert!(put_back(&mut value, find));
            prop_assert_eq!(value, before);
        }
    }
}
