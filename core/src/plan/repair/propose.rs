//! From an error to what can be done about it.

use super::apply::get;
use super::pattern::Taken;
use super::rules::Then;
use super::{Change, Fix, Learned, LearnedRule, RULES, RepairRule, difference};
use crate::draft::{Draft, Endpoint, Lane};
use crate::lineup::Lineup;
use crate::plan::{Plan, Reason, plan_learned};
use crate::wire::Api;
use serde_json::{Map, Value};

/// How many repairs one send may try.
pub const MOST_REPAIRS: usize = 3;

/// What the server said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Refusal<'a> {
    pub message: &'a str,
    /// `error.param`.
    pub param: Option<&'a str>,
}

/// What can be done.
#[derive(Clone, Debug, PartialEq)]
pub enum Remedy {
    /// A changed request, to be sent on consent (or by itself, where the proposal says so).
    Repair(Box<Proposal>),
    /// Only the owner of the key can help, here.
    Verify { reason: Reason, link: String },
    /// The endpoint needs the deployment's name.
    NameDeployment { reason: Reason },
    /// The same prompt would be refused again.
    Filtered { reason: Reason },
    /// The server asks for this pause.
    Wait { reason: Reason, ms: u64 },
    /// A repair is known, but this send has had [`MOST_REPAIRS`], or one on this field.
    Exhausted { field: String },
}

/// A repair with its difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// To be handed to [`Learned::learn`] on consent.
    pub learn: LearnedRule,
    /// Made without asking, and said: only what costs nothing but the stream or the summary.
    pub by_itself: bool,
    pub reason: Reason,
    pub changes: Vec<Change>,
}

/// Reads an error. `None`: no rule knows these words, or no change of this request follows from them.
///
/// `learned` is what is known already, this send's own repairs among it; `tried` are this send's repairs; `today` is an ISO date.
#[must_use]
#[expect(clippy::too_many_arguments, reason = "a plan's four inputs, the error, and what was done about earlier ones")]
pub fn remedy(
    refusal: Refusal<'_>,
    draft: &Draft,
    lane: &Lane,
    endpoint: &Endpoint,
    lineup: &Lineup,
    learned: &Learned,
    tried: &[LearnedRule],
    today: &str,
) -> Option<Remedy> {
    let message = refusal.message.trim();
    let (rule, taken) = RULES.iter().find_map(|rule| Some((rule, rule.patterns.iter().find_map(|pattern| pattern.find(message))?)))?;
    let reason = Reason { en: taken.fill(rule.en), ko: taken.fill(rule.ko) };
    match rule.then {
        Then::Verify => return Some(Remedy::Verify { reason, link: link(message) }),
        Then::NameDeployment => return Some(Remedy::NameDeployment { reason }),
        Then::Filtered => return Some(Remedy::Filtered { reason }),
        Then::Wait => return Some(Remedy::Wait { reason, ms: pause(message, taken.get(1))? }),
        _ => {}
    }
    let now = plan_learned(draft, lane, endpoint, lineup, learned).ok()?;
    let fix = fix(rule, &taken, refusal.param, &now, lane, lineup)?;
    // However the server words it: nobody has to be asked for a stream that there is not.
    let by_itself = fix == Fix::NoStream || rule.then == Then::NoSummary;
    if tried.len() >= MOST_REPAIRS || tried.iter().any(|earlier| earlier.fix.field() == fix.field()) {
        return Some(Remedy::Exhausted { field: fix.field().to_owned() });
    }
    let learn = LearnedRule {
        origin: now.origin.clone(),
        model: lane.model.trim().to_owned(),
        rule: rule.id.to_owned(),
        fix,
        taken,
        words: message.to_owned(),
        learned: today.to_owned(),
    };
    let after = plan_learned(draft, lane, endpoint, lineup, &learned.with(learn.clone())).ok()?;
    let changes = difference(&now, &after);
    (!changes.is_empty()).then(|| Remedy::Repair(Box::new(Proposal { learn, by_itself, reason, changes })))
}

fn fix(rule: &RepairRule, taken: &Taken, param: Option<&str>, plan: &Plan, lane: &Lane, lineup: &Lineup) -> Option<Fix> {
    let body = plan.body.as_object()?;
    let first = || place(body, taken.get(1));
    Some(match rule.then {
        Then::Rename | Then::Move => Fix::Rename { from: first()?, to: taken.get(2).to_owned() },
        Then::NoStream => Fix::NoStream,
        Then::NoSummary => Fix::Delete { path: place(body, "reasoning.summary")? },
        Then::FoldRole => Fix::FoldRole,
        // Without a stream its options must go too, which the rules see to.
        Then::Delete | Then::Nearest if taken.get(1) == "stream" => Fix::NoStream,
        Then::Delete => Fix::Delete { path: first()? },
        Then::Nearest => nearest(first()?, taken.get(3)),
        Then::NearestInNamed => nearest(param.and_then(|param| place(body, param)).or_else(|| holder(body, taken.get(1)))?, taken.get(3)),
        Then::NoSchema => Fix::Delete { path: place(body, "response_format")? },
        Then::NoTools => Fix::NoTools,
        Then::ToolsOverResponses => {
            let model = lineup.get(&lane.model);
            let lacks = model.is_some_and(|model| model.responses == Some(false));
            let none = model.is_none_or(|model| model.effort.values.iter().any(|value| value == "none"));
            if lacks && none { Fix::Set { path: "reasoning_effort".into(), value: "none".into() } } else { Fix::UseResponses }
        }
        Then::UseResponses if plan.api == Api::Chat => Fix::UseResponses,
        Then::AtLeast => Fix::AtLeast { path: first()?, least: taken.get(2).parse().ok()? },
        Then::AddWebSearch => Fix::AddWebSearch,
        Then::StripItems => Fix::StripItems,
        Then::JsonFormat => Fix::Set { path: place(body, "response_format")?, value: "json".into() },
        Then::ApiVersion => Fix::ApiVersion { least: taken.get(1).to_owned() },
        Then::UseResponses | Then::Verify | Then::NameDeployment | Then::Filtered | Then::Wait => return None,
    })
}

/// The path at which a named field really stands in this body: servers also use their older or inner names.
fn place(body: &Map<String, Value>, named: &str) -> Option<String> {
    const OTHER_NAMES: [(&str, &str); 7] = [
        ("reasoning.generate_summary", "reasoning.summary"),
        ("reasoning_effort", "reasoning.effort"),
        ("reasoning.effort", "reasoning_effort"),
        ("response_format", "text.format"),
        ("text.format", "response_format"),
        ("verbosity", "text.verbosity"),
        ("text.verbosity", "verbosity"),
    ];
    let others = OTHER_NAMES.into_iter().filter(|(name, _)| *name == named).map(|(_, other)| other);
    std::iter::once(named).chain(others).find(|path| get(body, path).is_some()).map(str::to_owned)
}

/// The path of the setting that has this value, for errors that name only the value.
fn holder(body: &Map<String, Value>, value: &str) -> Option<String> {
    const WITH_WORDS: [&str; 6] =
        ["reasoning.effort", "reasoning_effort", "reasoning.summary", "text.verbosity", "verbosity", "service_tier"];
    WITH_WORDS.into_iter().find(|path| get(body, path).and_then(Value::as_str) == Some(value)).map(str::to_owned)
}

/// `'none', 'low', and 'high'.` → the list.
fn nearest(path: String, list: &str) -> Fix {
    let quoted: Vec<String> = list.split('\'').skip(1).step_by(2).map(str::to_owned).collect();
    let bare = || list.split(',').map(|word| word.trim().trim_start_matches("and ").trim_end_matches('.').to_owned());
    let values: Vec<String> = if quoted.is_empty() { bare().collect() } else { quoted };
    let values: Vec<String> = values.into_iter().filter(|value| !value.is_empty()).collect();
    if values.is_empty() { Fix::Delete { path } } else { Fix::Among { path, values } }
}

/// The address that the message gives, else the one that it usually gives.
fn link(message: &str) -> String {
    const USUAL: &str = "https://platform.openai.com/settings/organization/general";
    let given = message.find("https://platform.openai.com/").and_then(|at| message.get(at..)?.split_whitespace().next());
    given.map_or(USUAL, |link| link.trim_end_matches(['.', ',', ')'])).to_owned()
}

fn pause(message: &str, number: &str) -> Option<u64> {
    let number: f64 = number.trim().parse().ok()?;
    let ms = if message.contains(&format!("{number}ms")) { number } else { number * 1000.0 };
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the range is checked")]
    (0.0..1e12).contains(&ms).then(|| ms.ceil() as u64)
}

#[cfg(test)]
mod tests;
