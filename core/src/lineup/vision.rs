//! What a picture costs in input tokens, by the rules that OpenAI's guide "Images and vision" (calculating costs) gives for some of
//! its models. For every other model it is unknown.

use super::Model;

/// How a model counts a picture.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Rule {
    /// Scaled into 2048 × 2048, then to a shorter side of 768, then cut into tiles of 512: a base and a price for each tile.
    Tiles { base: u32, tile: u32 },
    /// Scaled to at most 1536 patches of 32 × 32: their count times a factor, in hundredths.
    Patches { hundredths: u32 },
}

/// By the model's id without its date. The guide's tables; `openai-vision-cost` 1.0.0 on PyPI has the same.
const RULES: [(&str, Rule); 20] = [
    ("gpt-4-turbo", Rule::Tiles { base: 85, tile: 170 }),
    ("gpt-4o", Rule::Tiles { base: 85, tile: 170 }),
    ("gpt-4.1", Rule::Tiles { base: 85, tile: 170 }),
    ("gpt-4.5-preview", Rule::Tiles { base: 85, tile: 170 }),
    ("gpt-4o-mini", Rule::Tiles { base: 2_833, tile: 5_667 }),
    ("gpt-5", Rule::Tiles { base: 70, tile: 140 }),
    ("gpt-5-chat-latest", Rule::Tiles { base: 70, tile: 140 }),
    ("o1", Rule::Tiles { base: 75, tile: 150 }),
    ("o1-pro", Rule::Tiles { base: 75, tile: 150 }),
    ("o3", Rule::Tiles { base: 75, tile: 150 }),
    ("o3-pro", Rule::Tiles { base: 75, tile: 150 }),
    ("o3-deep-research", Rule::Tiles { base: 75, tile: 150 }),
    ("computer-use-preview", Rule::Tiles { base: 65, tile: 129 }),
    ("gpt-4.1-mini", Rule::Patches { hundredths: 162 }),
    ("gpt-4.1-nano", Rule::Patches { hundredths: 246 }),
    ("gpt-5-mini", Rule::Patches { hundredths: 162 }),
    ("gpt-5-nano", Rule::Patches { hundredths: 246 }),
    ("o4-mini", Rule::Patches { hundredths: 172 }),
    ("o4-mini-deep-research", Rule::Patches { hundredths: 172 }),
    ("codex-mini-latest", Rule::Patches { hundredths: 172 }),
];

const SQUARE: f64 = 2_048.0;
const SHORT_SIDE: f64 = 768.0;
const TILE: f64 = 512.0;
const PATCH: f64 = 32.0;
const MOST_PATCHES: f64 = 1_536.0;

/// Input tokens of a picture of that size; `None` where nobody has said how this model counts.
#[must_use]
pub fn picture_tokens(model: &Model, (width, height): (u32, u32), detail: Option<&str>) -> Option<u64> {
    let (_, rule) = RULES.iter().find(|(id, _)| *id == model.id)?;
    let (width, height) = (f64::from(width), f64::from(height));
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "small and not negative")]
    let whole = |tokens: f64| tokens.ceil() as u64;
    match (rule, detail) {
        (Rule::Tiles { base, .. }, Some("low")) => Some(u64::from(*base)),
        // The guide gives a budget for `low` that is not that of these models (openai-python#2851).
        (Rule::Patches { .. }, Some("low")) => None,
        (Rule::Tiles { base, tile }, _) => {
            let (width, height) = tiled(width, height);
            Some(whole(f64::from(*base) + f64::from(*tile) * (width / TILE).ceil() * (height / TILE).ceil()))
        }
        (Rule::Patches { hundredths }, _) => Some(whole(patches(width, height) * f64::from(*hundredths) / 100.0)),
    }
}

fn tiled(width: f64, height: f64) -> (f64, f64) {
    let fit = (SQUARE / width.max(height)).min(1.0);
    let fit = fit * (SHORT_SIDE / (width.min(height) * fit)).min(1.0);
    // Rounded, or a side of exactly 512 becomes two tiles by a billionth.
    ((width * fit).round(), (height * fit).round())
}

fn patches(width: f64, height: f64) -> f64 {
    let cover = |width: f64, height: f64| (width / PATCH).ceil() * (height / PATCH).ceil();
    let count = cover(width, height);
    if count <= MOST_PATCHES {
        return count;
    }
    let fit = (PATCH * PATCH * MOST_PATCHES / (width * height)).sqrt();
    let (across, down) = (width * fit / PATCH, height * fit / PATCH);
    // So that one side is a whole number of patches.
    let fit = fit * (across.floor() / across).min(down.floor() / down);
    cover((width * fit).floor().max(1.0), (height * fit).floor().max(1.0)).min(MOST_PATCHES)
}

/// The largest size at which the model sees anything more: above it the API makes the picture smaller itself. For a model whose
/// rule is not known, the square into which all of them are scaled.
#[must_use]
pub fn useful_size(model: Option<&Model>, (width, height): (u32, u32)) -> (u32, u32) {
    let rule = model.and_then(|model| RULES.iter().find(|(id, _)| *id == model.id)).map(|(_, rule)| *rule);
    let (w, h) = (f64::from(width), f64::from(height));
    let fit = match rule {
        Some(Rule::Tiles { .. }) => tiled(w, h).0 / w,
        Some(Rule::Patches { .. }) => (PATCH * PATCH * MOST_PATCHES / (w * h)).sqrt().min(1.0),
        None => (SQUARE / w.max(h)).min(1.0),
    };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "never larger than what came in")]
    let scaled = |side: f64| ((side * fit).round() as u32).max(1);
    (scaled(w), scaled(h))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineup::Lineup;
    use rstest::rstest;

    // The guide's own examples, and bills that were compared with it (community.openai.com/t/1281361: 2049 × 513 and 2050 × 513).
    #[rstest]
    #[case("gpt-4o", (1_024, 1_024), None, Some(765))]
    #[case("gpt-4o", (2_048, 4_096), Some("high"), Some(1_105))]
    #[case("gpt-4o", (4_096, 8_192), Some("low"), Some(85))]
    #[case("o4-mini", (1_024, 1_024), None, Some(1_762))]
    #[case("gpt-4.1-mini", (1_800, 2_400), Some("auto"), Some(2_353))]
    #[case("gpt-4.1-mini", (1_800, 2_400), Some("low"), None)]
    #[case("gpt-5.5", (1_024, 1_024), None, None)]
    fn pictures_cost_what_the_guide_says(
        #[case] model: &str,
        #[case] size: (u32, u32),
        #[case] detail: Option<&str>,
        #[case] tokens: Option<u64>,
    ) {
        let lineup = Lineup::embedded().unwrap();
        assert_eq!(picture_tokens(lineup.get(model).unwrap(), size, detail), tokens);
    }

    #[test]
    fn the_useful_size_costs_no_less_than_the_whole() {
        let lineup = Lineup::embedded().unwrap();
        for model in lineup.models.iter() {
            for size in [(4_000, 3_000), (100, 5_000), (3_024, 4_032), (640, 480), (1, 1)] {
                let useful = useful_size(Some(model), size);
                assert!(useful.0 <= size.0 && useful.1 <= size.1);
                let (whole, smaller) = (picture_tokens(model, size, None), picture_tokens(model, useful, None));
                assert!(whole.zip(smaller).is_none_or(|(whole, smaller)| smaller * 100 >= whole * 96), "{}: {size:?}", model.id);
            }
        }
        assert_eq!(useful_size(None, (4_096, 1_024)), (2_048, 512));
    }

    #[test]
    fn every_rule_is_for_a_model_that_sees() {
        let lineup = Lineup::embedded().unwrap();
        for (id, _) in RULES {
            assert!(lineup.get(id).is_none_or(|model| model.input.iter().any(|kind| kind == "image")), "{id}");
        }
    }
}
