//! What a run costs: the prices of the line-up times the usage that the server reported.

use super::Usage;
use crate::lineup::{LongContext, Price, TierPrice, Usd};

/// What a run cost.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cost {
    pub usd: Usd,
    pub by: CostBy,
}

/// By whose word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CostBy {
    /// The server named the sum with its usage, as OpenRouter and LiteLLM do.
    Server,
    /// The counts of the server times the prices of the line-up.
    Prices,
}

impl Usage {
    /// The cost of the run (wire.md b.3). `None` where a count or a price that it needs is unknown: never a guess. Of a model that
    /// the line-up does not have, only the server can tell.
    ///
    /// What the server itself says (`reported_cost`) wins. Reasoning tokens are inside the output, cached ones inside the input.
    /// `service_tier` is the tier that the server named: `flex` and `priority` have their own prices, any other is standard.
    #[must_use]
    pub fn cost(&self, price: Option<&Price>, service_tier: Option<&str>) -> Option<Cost> {
        match self.reported_cost {
            Some(reported) => Some(Cost { usd: Usd(reported), by: CostBy::Server }),
            None => Some(Cost { usd: self.at(price?, service_tier)?, by: CostBy::Prices }),
        }
    }

    fn at(&self, price: &Price, service_tier: Option<&str>) -> Option<Usd> {
        if price.host_specific {
            return None;
        }
        let (Some(input), Some(output)) = (self.input, self.output) else { return Some(Usd(self.seconds? * price.second?)) };
        let rates = rates(price, service_tier, input)?;
        let cached = self.cached.unwrap_or(0);
        let cache_write = self.cache_write.unwrap_or(0);
        let (audio_in, audio_out) = (self.audio_input.unwrap_or(0), self.audio_output.unwrap_or(0));
        let (image_in, image_out) = (self.image_input.unwrap_or(0), self.image_output.unwrap_or(0));
        // Nobody reports which of the cached tokens were audio or images: with both, the split is unknown.
        if cached > 0 && audio_in + image_in > 0 {
            return None;
        }
        let plain_in = input.checked_sub(cached + cache_write + audio_in + image_in)?;
        let plain_out = output.checked_sub(audio_out + image_out)?;
        let parts = [
            part(plain_in, rates.input)?,
            part(cached, rates.cached)?,
            part(cache_write, price.cache_write)?,
            part(audio_in, price.audio_input)?,
            // Pictures in the prompt of a text model are billed as its text.
            part(image_in, price.image_input.or(rates.input))?,
            part(plain_out, rates.output)?,
            part(audio_out, price.audio_output)?,
            part(image_out, price.image_output)?,
        ];
        Some(Usd(parts.iter().sum::<f64>() / 1e6))
    }
}

fn rates(price: &Price, service_tier: Option<&str>, input_tokens: u64) -> Option<LongContext> {
    let standard = LongContext { above: 0, input: price.input, cached: price.cached, output: price.output };
    // The price of cached input at another tier has no source.
    let tier = |tier: Option<TierPrice>| tier.map(|tier| LongContext { above: 0, input: tier.input, cached: None, output: tier.output });
    let long = price.long.filter(|long| input_tokens > long.above);
    match (service_tier, long) {
        (Some("flex" | "priority" | "fast"), Some(_)) => None,
        (Some("flex"), None) => tier(price.flex),
        (Some("priority" | "fast"), None) => tier(price.priority),
        (_, long) => Some(long.unwrap_or(standard)),
    }
}

fn part(tokens: u64, price: Option<f64>) -> Option<f64> {
    if tokens == 0 {
        return Some(0.0);
    }
    #[expect(clippy::cast_precision_loss, reason = "token counts are far below 2^52")]
    price.map(|price| tokens as f64 * price)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lineup::Lineup;
    use proptest::prelude::*;

    fn price(id: &str) -> Price {
        Lineup::embedded().unwrap().get(id).unwrap().price.clone().unwrap()
    }

    fn usage(input: u64, output: u64) -> Usage {
        Usage { input: Some(input), output: Some(output), ..Usage::default() }
    }

    fn dollars(cost: Option<Cost>) -> String {
        cost.map_or_else(|| "unknown".to_owned(), |cost| format!("{:.6}", cost.usd.0))
    }

    #[test]
    fn reasoning_is_inside_the_output_and_costs_no_more() {
        let seed = Usage { reasoning: Some(448), cached: Some(0), ..usage(20, 1843) };
        assert_eq!(dollars(seed.cost(Some(&price("o4-mini")), None)), "0.008131");
    }

    #[test]
    fn cached_input_has_its_own_price() {
        let cached = Usage { cached: Some(600), ..usage(1000, 0) };
        assert_eq!(dollars(cached.cost(Some(&price("o4-mini")), None)), "0.000605");
    }

    #[test]
    fn what_is_not_known_has_no_cost() {
        let some = usage(10, 10);
        assert_eq!(Usage { cached: Some(1), ..some.clone() }.cost(Some(&price("o1-pro")), None), None, "no price for cached input");
        assert_eq!(Usage::default().cost(Some(&price("o1-pro")), None), None, "no counts");
        assert_eq!(some.cost(Some(&price("gpt-oss-20b")), None), None, "the host decides");
        assert_eq!(Usage { cached: Some(11), ..some }.cost(Some(&price("o4-mini")), None), None, "more cached than read");
    }

    #[test]
    fn a_name_that_only_the_gateway_knows_costs_what_the_gateway_says_or_nobody_knows() {
        let lineup = Lineup::embedded().unwrap();
        let of = |name: &str, usage: Usage| usage.cost(lineup.price(name), None);
        assert_eq!(of("mock-gpt", usage(8, 25)), None);
        let said = Usage { reported_cost: Some(0.000_27), ..usage(8, 25) };
        assert_eq!(of("mock-gpt", said.clone()), Some(Cost { usd: Usd(0.000_27), by: CostBy::Server }));
        assert_eq!(of("gpt-4o", said).map(|cost| cost.by), Some(CostBy::Server));
        assert_eq!(of("gpt-4o", usage(8, 25)).map(|cost| cost.by), Some(CostBy::Prices));
        assert_eq!(of("ft:gpt-4o:acme::1", usage(8, 25)), None, "a tuned model has a price of its own");
    }

    #[test]
    fn the_tier_the_length_and_the_servers_word_decide() {
        let price_54 = price("gpt-5.4");
        assert_eq!(dollars(usage(272_000, 0).cost(Some(&price_54), None)), "0.680000");
        assert_eq!(dollars(usage(272_001, 0).cost(Some(&price_54), None)), "1.360005");
        assert_eq!(dollars(usage(1000, 1000).cost(Some(&price_54), Some("flex"))), "0.008750");
        assert_eq!(dollars(usage(1000, 1000).cost(Some(&price_54), Some("default"))), "0.017500");
        assert_eq!(dollars(Usage { reported_cost: Some(0.5), ..usage(1, 1) }.cost(Some(&price_54), None)), "0.500000");
        assert_eq!(dollars(Usage { seconds: Some(60.0), ..Usage::default() }.cost(Some(&price("whisper-1")), None)), "0.006000");
    }

    proptest! {
        #[test]
        fn cost_never_falls_when_tokens_are_added(input in 0u64..300_000, output in 0u64..100_000, more in 0u64..1000, cached in 0u64..1000) {
            let price = price("o4-mini");
            let of = |input, output| Usage { cached: Some(cached.min(input)), ..usage(input, output) }.cost(Some(&price), None).map(|cost| cost.usd);
            prop_assert!(of(input, output) <= of(input + more, output + more));
        }
    }
}
