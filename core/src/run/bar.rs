//! The usage bar: which tokens went where, as pieces that add up, on a scale that all lanes share.

use super::Usage;

/// A class of tokens. Each has one colour and one pattern everywhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TokenClass {
    /// Input that the server took from its prompt cache.
    Cached,
    /// Input beyond the cache.
    Input,
    Reasoning,
    /// What a reader sees as the answer, tool calls included.
    Answer,
    Audio,
    Image,
}

/// One run's tokens by class, in the order in which a bar shows them. The pieces do not overlap, so their sum is input + output
/// (as far as they were reported).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct UsageBar {
    /// `None` is "not reported", which is not zero.
    pub pieces: Vec<(TokenClass, Option<u64>)>,
}

impl UsageBar {
    /// Takes the counts apart: cached, audio and image input out of the input; reasoning, audio and image output out of the output.
    #[must_use]
    pub fn of(usage: &Usage) -> Self {
        let rest = |whole: Option<u64>, parts: &[Option<u64>]| {
            whole.map(|whole| parts.iter().flatten().fold(whole, |rest, part| rest.saturating_sub(*part)))
        };
        let both = |a: Option<u64>, b: Option<u64>| a.into_iter().chain(b).reduce(u64::saturating_add);
        let mut pieces = vec![
            (TokenClass::Cached, usage.cached),
            (TokenClass::Input, rest(usage.input, &[usage.cached, usage.audio_input, usage.image_input])),
            (TokenClass::Reasoning, usage.reasoning),
            (TokenClass::Answer, rest(usage.output, &[usage.reasoning, usage.audio_output, usage.image_output])),
        ];
        // Most answers have neither sound nor pictures: a class without a token would only be noise.
        let rare = [
            (TokenClass::Audio, both(usage.audio_input, usage.audio_output)),
            (TokenClass::Image, both(usage.image_input, usage.image_output)),
        ];
        pieces.extend(rare.into_iter().filter(|(_, count)| count.is_some_and(|count| count > 0)));
        Self { pieces }
    }

    /// All tokens of the bar.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.pieces.iter().filter_map(|(_, count)| *count).fold(0, u64::saturating_add)
    }

    /// How much of the bar's width each reported class takes, in per mille of `scale` (a bar never leaves its track).
    #[must_use]
    pub fn widths(&self, scale: u64) -> Vec<(TokenClass, f64)> {
        let scale = scale.max(self.total()).max(1);
        let share = |count: u64| {
            #[expect(clippy::cast_precision_loss, reason = "a width on the screen")]
            let share = count as f64 * 1000.0 / scale as f64;
            share
        };
        self.pieces.iter().filter_map(|(class, count)| count.filter(|count| *count > 0).map(|count| (*class, share(count)))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{TokenClass, UsageBar};
    use crate::run::Usage;

    #[test]
    fn the_pieces_add_up_to_what_was_reported() {
        let usage = Usage { input: Some(612), cached: Some(592), output: Some(1843), reasoning: Some(448), ..Usage::default() };
        let bar = UsageBar::of(&usage);
        let expected = [
            (TokenClass::Cached, Some(592)),
            (TokenClass::Input, Some(20)),
            (TokenClass::Reasoning, Some(448)),
            (TokenClass::Answer, Some(1395)),
        ];
        assert_eq!(bar.pieces, expected);
        assert_eq!(bar.total(), 612 + 1843);
    }

    #[test]
    fn not_reported_is_not_zero() {
        let bar = UsageBar::of(&Usage { input: Some(8), output: Some(9), ..Usage::default() });
        assert_eq!(bar.pieces[0], (TokenClass::Cached, None));
        assert_eq!(bar.pieces[2], (TokenClass::Reasoning, None));
        assert_eq!(bar.pieces[3], (TokenClass::Answer, Some(9)));
        assert_eq!(UsageBar::of(&Usage::default()).total(), 0);
    }

    #[test]
    fn sound_and_pictures_are_pieces_of_their_own() {
        let usage = Usage {
            input: Some(100),
            audio_input: Some(60),
            output: Some(50),
            audio_output: Some(30),
            image_output: Some(0),
            ..Usage::default()
        };
        let bar = UsageBar::of(&usage);
        assert_eq!(bar.pieces[1], (TokenClass::Input, Some(40)));
        assert_eq!(bar.pieces[3..], [(TokenClass::Answer, Some(20)), (TokenClass::Audio, Some(90))]);
        assert_eq!(bar.total(), 150);
    }

    #[test]
    fn a_server_that_counts_wrong_cannot_overflow_the_bar() {
        let bar = UsageBar::of(&Usage { input: Some(1), cached: Some(5), output: Some(u64::MAX), reasoning: Some(7), ..Usage::default() });
        assert_eq!(bar.pieces[1], (TokenClass::Input, Some(0)));
        assert!(bar.widths(10).iter().map(|(_, width)| width).sum::<f64>() <= 1000.001);
    }

    #[test]
    fn lanes_share_a_scale() {
        let half = UsageBar::of(&Usage { input: Some(500), ..Usage::default() });
        assert_eq!(half.widths(1000), [(TokenClass::Input, 500.0)]);
    }
}
