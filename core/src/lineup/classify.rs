//! What a name alone tells, for models that the catalogue does not have (quirks.md §0).

use super::{Kind, catalogue::base_name};

/// A starting point for an unknown model. It never refuses anything: a guess must not take a setting from the user.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// Named like an OpenAI reasoning model: `developer` role, `max_completion_tokens`.
    pub reasoning: bool,
    /// Named like a model of OpenAI at all; else the most portable form is used (`system`, `max_tokens`).
    pub openai: bool,
}

/// Reads `o5-mini`, `gpt-7.1-sol`, `ft:…`, `vendor/…`; anything else is the conservative profile.
#[must_use]
pub fn classify(name: &str) -> Profile {
    let name = base_name(name).to_ascii_lowercase();
    if let Some(rest) = name.strip_prefix('o') {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits > 0 && matches!(rest.as_bytes().get(digits), None | Some(b'-')) {
            return Profile { reasoning: true, openai: true };
        }
    }
    let Some((major, minor, variant)) = name.strip_prefix("gpt-").and_then(version) else { return Profile::default() };
    let plain_chat = minor.is_none() && variant.starts_with("chat");
    Profile { reasoning: major >= 5 && !plain_chat, openai: true }
}

/// What kind of model a name suggests; `None` where it tells nothing. For lists, not for requests: a guess must refuse nothing.
#[must_use]
pub fn kind_by_name(name: &str) -> Option<Kind> {
    const WORDS: [(&str, Kind); 9] = [
        ("realtime", Kind::Realtime),
        ("transcribe", Kind::Transcription),
        ("whisper", Kind::Transcription),
        ("tts", Kind::Speech),
        ("embedding", Kind::Embedding),
        ("dall-e", Kind::Image),
        ("gpt-image", Kind::Image),
        ("sora", Kind::Other),
        ("moderation", Kind::Other),
    ];
    let bare = base_name(name).to_ascii_lowercase();
    if let Some((_, kind)) = WORDS.into_iter().find(|(word, _)| bare.contains(word)) {
        return Some(kind);
    }
    match classify(name) {
        Profile { reasoning: true, .. } => Some(Kind::Reasoning),
        Profile { openai: true, .. } => Some(Kind::Chat),
        Profile { .. } => None,
    }
}

/// `5.4-mini` → (5, Some(4), "mini").
fn version(text: &str) -> Option<(u32, Option<u32>, &str)> {
    let (number, variant) = text.split_once('-').unwrap_or((text, ""));
    let (major, minor) = match number.split_once('.') {
        Some((major, minor)) => (major, Some(minor.parse().ok()?)),
        None => (number, None),
    };
    Some((major.parse().ok()?, minor, variant))
}

#[cfg(test)]
mod tests {
    use super::{Kind, classify, kind_by_name};
    use rstest::rstest;

    #[rstest]
    #[case("o5", true, true)]
    #[case("o5-mini", true, true)]
    #[case("openai/o5-mini:free", true, true)]
    #[case("gpt-7", true, true)]
    #[case("gpt-7.1-sol", true, true)]
    #[case("gpt-5.9-chat", true, true)]
    #[case("gpt-5-chat-2", false, true)]
    #[case("gpt-4.7", false, true)]
    #[case("ft:gpt-7:acme::1", true, true)]
    #[case("gpt-oss-200b", false, false)]
    #[case("olmo-2", false, false)]
    #[case("o1x", false, false)]
    #[case("deepseek-reasoner", false, false)]
    #[case("", false, false)]
    fn a_name_tells_what_it_tells(#[case] name: &str, #[case] reasoning: bool, #[case] openai: bool) {
        let profile = classify(name);
        assert_eq!((profile.reasoning, profile.openai), (reasoning, openai));
    }

    #[rstest]
    #[case("gpt-9", Some(Kind::Reasoning))]
    #[case("gpt-4.7", Some(Kind::Chat))]
    #[case("openai/gpt-image-7", Some(Kind::Image))]
    #[case("gpt-9-transcribe", Some(Kind::Transcription))]
    #[case("gpt-9-mini-tts", Some(Kind::Speech))]
    #[case("gpt-9-realtime-preview", Some(Kind::Realtime))]
    #[case("text-embedding-4", Some(Kind::Embedding))]
    #[case("llama-9", None)]
    fn a_name_suggests_a_kind_or_nothing(#[case] name: &str, #[case] kind: Option<Kind>) {
        assert_eq!(kind_by_name(name), kind);
    }

    #[test]
    fn for_models_that_are_known_the_name_suggests_the_kind_that_they_have() {
        for model in &crate::lineup::Lineup::embedded().unwrap().models {
            if let Some(kind) = kind_by_name(&model.id) {
                // Two chat models carry a reasoning model's number, and think a little.
                let named_like_reasoning = kind == Kind::Reasoning && model.kind == Kind::Chat && model.id.contains("chat");
                assert!(kind == model.kind || named_like_reasoning, "{} suggests {kind:?}", model.id);
            }
        }
    }
}
