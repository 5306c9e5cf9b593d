//! What the sources say of a model, found by its name.

/// A model's name, without vendor, tuning and date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Named<'a> {
    /// As it was sent.
    pub full: &'a str,
    pub base: &'a str,
}

impl<'a> Named<'a> {
    pub fn of(full: &'a str) -> Self {
        let tuned = full.strip_prefix("ft:").map_or(full, |rest| rest.split(':').next().unwrap_or(rest));
        let bare = tuned.rsplit('/').next().unwrap_or(tuned);
        let bare = bare.split(':').next().unwrap_or(bare);
        let dated = bare.len().checked_sub("-2025-04-16".len()).and_then(|at| Some((bare.get(..at)?, bare.get(at..)?)));
        let is_date = |tail: &str| {
            tail.bytes().enumerate().all(|(i, byte)| if matches!(i, 0 | 5 | 8) { byte == b'-' } else { byte.is_ascii_digit() })
        };
        let base = dated.filter(|(_, tail)| is_date(tail)).map_or(bare, |(base, _)| base);
        Self { full, base }
    }

    pub fn is(self, names: &[&str]) -> bool {
        names.contains(&self.base)
    }

    /// Neither system messages, nor tools, nor schemas.
    pub fn first_previews(self) -> bool {
        self.is(&["o1-mini", "o1-preview"])
    }

    /// One of the o series that the sources name.
    pub fn o_series(self) -> bool {
        self.first_previews()
            || self.is(&["o1", "o1-pro", "o3-mini", "o3", "o3-pro", "o4-mini", "codex-mini", "codex-mini-latest"])
            || self.deep_research()
    }

    pub fn deep_research(self) -> bool {
        self.is(&["o3-deep-research", "o4-mini-deep-research"])
    }

    /// `gpt-5.4-mini` → (5, 4, "mini"); a missing minor is 0. Only generations that the sources know.
    pub fn gpt(self) -> Option<(u32, u32, &'a str)> {
        let rest = self.base.strip_prefix("gpt-")?;
        let (number, variant) = rest.split_once('-').unwrap_or((rest, ""));
        let (major, minor) = number.split_once('.').unwrap_or((number, "0"));
        let version = (major.parse().ok()?, minor.parse().ok()?);
        let known = matches!(version, (5, 0..=6) | (6, 0..=1));
        known.then_some((version.0, version.1, variant))
    }

    /// gpt-5-chat: a chat model under a reasoning model's number.
    pub fn plain_five_chat(self) -> bool {
        self.is(&["gpt-5-chat", "gpt-5-chat-latest"])
    }

    /// The chat models of later numbers, which think a little.
    pub fn later_chat(self) -> bool {
        self.is(&["gpt-5.1-chat", "gpt-5.1-chat-latest", "gpt-5.2-chat", "gpt-5.2-chat-latest", "chat-latest"])
    }

    /// Models of before reasoning.
    pub fn four(self) -> bool {
        self.base == "gpt-4" || ["gpt-4-", "gpt-4o", "gpt-4.1"].iter().any(|prefix| self.base.starts_with(prefix))
    }

    pub fn six(self) -> bool {
        self.gpt().is_some_and(|(major, ..)| major == 6)
    }

    pub fn codex(self) -> bool {
        self.base.contains("codex")
    }

    pub fn pro(self) -> bool {
        self.base.ends_with("-pro")
    }

    /// It chooses its own sampling (Q-TEMP): the o series, gpt-5 and later, but for gpt-5-chat. Of gpt-5.3-chat nobody says.
    pub fn reasons(self) -> bool {
        self.o_series() || (self.gpt().is_some() && !self.plain_five_chat() && !self.base.starts_with("gpt-5.3-chat")) || self.later_chat()
    }

    /// Effort none opens temperature, top_p and logprobs (Q-SAMPLING-NONE).
    pub fn opens(self) -> bool {
        matches!(self.gpt(), Some((5, 1 | 2 | 5, "") | (5, 4, "" | "mini" | "nano") | (5, 6, _)))
    }

    /// The default effort is none.
    pub fn rests(self) -> bool {
        matches!(self.gpt(), Some((5, 1 | 2, "") | (5, 4, "" | "mini" | "nano")))
    }
}

#[cfg(test)]
mod tests {
    use super::Named;

    #[test]
    fn a_name_is_known_by_its_base() {
        for (full, base) in [
            ("o4-mini", "o4-mini"),
            ("o4-mini-2025-04-16", "o4-mini"),
            ("ft:gpt-4o-mini-2024-07-18:acme::1", "gpt-4o-mini"),
            ("openai/gpt-5.4:free", "gpt-5.4"),
            ("-2025-04-16", ""),
        ] {
            assert_eq!(Named::of(full).base, base);
        }
        assert_eq!(Named::of("gpt-5.4-mini").gpt(), Some((5, 4, "mini")));
        for unknown in ["gpt-9", "gpt-5.9", "gpt-oss-20b", "gpt-image-1", "house-model"] {
            assert_eq!(Named::of(unknown).gpt(), None, "{unknown}");
        }
    }
}
