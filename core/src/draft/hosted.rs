//! The tools that run on the server (Responses API): what can be set on each, as data (openai-openapi, `Tool`).
//!
//! In the draft such a tool is its JSON: what is set here changes that, and what is not known here stays as it is. A token for a remote
//! server has no place: a draft holds no secret.

use super::Draft;
use serde_json::{Map, Value, json};

/// A tool that the page can set up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HostedTool {
    WebSearch,
    CodeInterpreter,
    FileSearch,
    ImageGeneration,
    Mcp,
}

/// In the order in which they are offered.
pub const HOSTED_TOOLS: [HostedTool; 5] =
    [HostedTool::WebSearch, HostedTool::CodeInterpreter, HostedTool::FileSearch, HostedTool::ImageGeneration, HostedTool::Mcp];

/// One setting of a tool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HostedSetting {
    /// Where it stands in the tool, with dots; the page names it by this.
    pub path: &'static str,
    pub entry: Entry,
    /// The API refuses the tool without it.
    pub required: bool,
}

/// How a setting is entered.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Entry {
    /// One of these words.
    Choice(&'static [&'static str]),
    Text,
    /// Texts, one a line.
    Lines,
    Whole {
        min: i64,
        max: i64,
    },
    Decimal {
        min: f64,
        max: f64,
    },
    /// `https://…`
    Address,
}

/// Why a typed value cannot be taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Untaken {
    NotANumber,
    Outside { min: f64, max: f64 },
    NotAnAddress,
}

const fn setting(path: &'static str, entry: Entry) -> HostedSetting {
    HostedSetting { path, entry, required: false }
}

const fn required(path: &'static str, entry: Entry) -> HostedSetting {
    HostedSetting { path, entry, required: true }
}

const WEB_SEARCH: [HostedSetting; 6] = [
    setting("search_context_size", Entry::Choice(&["low", "medium", "high"])),
    setting("filters.allowed_domains", Entry::Lines),
    setting("user_location.country", Entry::Text),
    setting("user_location.region", Entry::Text),
    setting("user_location.city", Entry::Text),
    setting("user_location.timezone", Entry::Text),
];
const CODE: [HostedSetting; 2] =
    [setting("container.memory_limit", Entry::Choice(&["1g", "4g", "16g", "64g"])), setting("container.file_ids", Entry::Lines)];
const FILES: [HostedSetting; 3] = [
    required("vector_store_ids", Entry::Lines),
    setting("max_num_results", Entry::Whole { min: 1, max: 50 }),
    setting("ranking_options.score_threshold", Entry::Decimal { min: 0.0, max: 1.0 }),
];
const IMAGE: [HostedSetting; 8] = [
    setting("model", Entry::Text),
    setting("size", Entry::Choice(&["auto", "1024x1024", "1536x1024", "1024x1536"])),
    setting("quality", Entry::Choice(&["auto", "low", "medium", "high"])),
    setting("background", Entry::Choice(&["auto", "transparent", "opaque"])),
    setting("output_format", Entry::Choice(&["png", "webp", "jpeg"])),
    setting("output_compression", Entry::Whole { min: 0, max: 100 }),
    setting("partial_images", Entry::Whole { min: 0, max: 3 }),
    setting("moderation", Entry::Choice(&["auto", "low"])),
];
const MCP: [HostedSetting; 5] = [
    required("server_label", Entry::Text),
    required("server_url", Entry::Address),
    setting("server_description", Entry::Text),
    setting("require_approval", Entry::Choice(&["always", "never"])),
    setting("allowed_tools", Entry::Lines),
];

impl HostedTool {
    /// The tool that this JSON sets up. Dated and preview names are the same tool.
    #[must_use]
    pub fn of(raw: &Value) -> Option<Self> {
        let kind = raw["type"].as_str()?;
        HOSTED_TOOLS.into_iter().find(|tool| {
            let rest = kind.strip_prefix(tool.kind());
            rest.is_some_and(|rest| rest.is_empty() || *tool == Self::WebSearch && rest.starts_with('_'))
        })
    }

    /// The API's word for it.
    #[must_use]
    pub const fn kind(self) -> &'static str {
        match self {
            Self::WebSearch => "web_search",
            Self::CodeInterpreter => "code_interpreter",
            Self::FileSearch => "file_search",
            Self::ImageGeneration => "image_generation",
            Self::Mcp => "mcp",
        }
    }

    /// A new one, with what the API cannot do without.
    #[must_use]
    pub fn begin(self) -> Value {
        match self {
            Self::CodeInterpreter => json!({"type": self.kind(), "container": {"type": "auto"}}),
            Self::FileSearch => json!({"type": self.kind(), "vector_store_ids": []}),
            Self::Mcp => json!({"type": self.kind(), "server_label": "", "server_url": "", "require_approval": "always"}),
            _ => json!({"type": self.kind()}),
        }
    }

    #[must_use]
    pub const fn settings(self) -> &'static [HostedSetting] {
        match self {
            Self::WebSearch => &WEB_SEARCH,
            Self::CodeInterpreter => &CODE,
            Self::FileSearch => &FILES,
            Self::ImageGeneration => &IMAGE,
            Self::Mcp => &MCP,
        }
    }

    /// What has to be asked for in `include`, so that the answer says what the tool found (openai-openapi, `IncludeEnum`).
    #[must_use]
    pub const fn details(self) -> Option<&'static str> {
        match self {
            Self::WebSearch => Some("web_search_call.action.sources"),
            Self::CodeInterpreter => Some("code_interpreter_call.outputs"),
            Self::FileSearch => Some("file_search_call.results"),
            Self::ImageGeneration | Self::Mcp => None,
        }
    }

    /// The settings without which the API refuses the tool, and that are not set.
    #[must_use]
    pub fn missing(self, raw: &Value) -> Vec<&'static str> {
        let is_missing = |setting: &&HostedSetting| setting.required && read(raw, setting).is_none();
        let is_reached = |path: &str| path == "server_url" && (raw.get("connector_id").is_some() || raw.get("tunnel_id").is_some());
        self.settings().iter().filter(is_missing).map(|setting| setting.path).filter(|path| !is_reached(path)).collect()
    }
}

/// What is set, as it is typed. `None` if nothing is, or something that a field cannot show.
#[must_use]
pub fn read(raw: &Value, setting: &HostedSetting) -> Option<String> {
    let value = setting.path.split('.').try_fold(raw, |value, key| value.get(key))?;
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Array(list) => list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n"),
        _ => return None,
    };
    Some(text).filter(|text| !text.is_empty())
}

/// Sets what was typed; nothing typed unsets it.
///
/// # Errors
/// The value cannot be taken; the tool is as before.
pub fn write(raw: &mut Value, setting: &HostedSetting, typed: &str) -> Result<(), Untaken> {
    let typed = typed.trim();
    let value = if typed.is_empty() { None } else { Some(value_of(setting.entry, typed)?) };
    // What the API cannot do without stays in its place, empty.
    let empty = || if setting.entry == Entry::Lines { json!([]) } else { json!("") };
    let value = value.or_else(|| setting.required.then(empty));
    match setting.path.split_once('.') {
        None => put(raw, setting.path, value),
        Some((holder, key)) => {
            // A location that is only an idea of the place says so; so does a container that is made for the answer.
            let kind = match holder {
                "user_location" => Some("approximate"),
                "container" => Some("auto"),
                _ => None,
            };
            let mut inner = raw.get(holder).and_then(Value::as_object).cloned().unwrap_or_default();
            if let Some(kind) = kind {
                inner.insert("type".into(), kind.into());
            }
            let mut inner = Value::Object(inner);
            put(&mut inner, key, value);
            let only_its_kind = inner.as_object().is_none_or(|map| map.keys().all(|key| key == "type"));
            let stays = !only_its_kind || holder == "container";
            put(raw, holder, stays.then_some(inner));
        }
    }
    Ok(())
}

fn value_of(entry: Entry, typed: &str) -> Result<Value, Untaken> {
    Ok(match entry {
        Entry::Choice(_) | Entry::Text => typed.into(),
        Entry::Lines => typed.lines().map(str::trim).filter(|line| !line.is_empty()).collect(),
        Entry::Whole { min, max } => {
            let number: i64 = typed.parse().map_err(|_| Untaken::NotANumber)?;
            #[expect(clippy::cast_precision_loss, reason = "small bounds that are shown")]
            let outside = Untaken::Outside { min: min as f64, max: max as f64 };
            if (min..=max).contains(&number) { number.into() } else { return Err(outside) }
        }
        Entry::Decimal { min, max } => {
            // Half the world writes 0,7.
            let number: f64 = typed.replacen(',', ".", 1).parse().map_err(|_| Untaken::NotANumber)?;
            if (min..=max).contains(&number) { number.into() } else { return Err(Untaken::Outside { min, max }) }
        }
        Entry::Address => {
            let rest = typed.strip_prefix("https://").or_else(|| typed.strip_prefix("http://")).ok_or(Untaken::NotAnAddress)?;
            if rest.is_empty() || rest.contains(char::is_whitespace) { return Err(Untaken::NotAnAddress) } else { typed.into() }
        }
    })
}

fn put(raw: &mut Value, key: &str, value: Option<Value>) {
    if !raw.is_object() {
        *raw = Value::Object(Map::new());
    }
    let Some(map) = raw.as_object_mut() else { return };
    match value {
        Some(value) => _ = map.insert(key.to_owned(), value),
        None => _ = map.shift_remove(key),
    }
}

/// Whether the draft asks for the details of this tool.
#[must_use]
pub fn asks_for(draft: &Draft, detail: &str) -> bool {
    draft.settings.extra.get("include").and_then(Value::as_array).is_some_and(|list| list.iter().any(|there| there == detail))
}

/// Asks for the details of a tool, or no longer.
pub fn ask_for(draft: &mut Draft, detail: &str, wanted: bool) {
    let list = draft.settings.extra.get("include").and_then(Value::as_array).cloned().unwrap_or_default();
    let others = list.into_iter().filter(|there| there != detail);
    let list: Vec<Value> = others.chain(wanted.then(|| detail.into())).collect();
    if list.is_empty() {
        draft.settings.extra.shift_remove("include");
    } else {
        draft.settings.extra.insert("include".into(), list.into());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(tool: HostedTool, path: &str) -> &'static HostedSetting {
        tool.settings().iter().find(|setting| setting.path == path).unwrap()
    }

    #[test]
    fn every_setting_is_read_back_as_it_was_typed() {
        for tool in HOSTED_TOOLS {
            for setting in tool.settings() {
                let typed = match setting.entry {
                    Entry::Choice(words) => words[0].to_owned(),
                    Entry::Text => "Seoul".to_owned(),
                    Entry::Lines => "a\nb".to_owned(),
                    Entry::Whole { max, .. } => max.to_string(),
                    Entry::Decimal { .. } => "0.5".to_owned(),
                    Entry::Address => "https://mcp.example/sse".to_owned(),
                };
                let mut raw = tool.begin();
                let before = raw.clone();
                write(&mut raw, setting, &typed).unwrap();
                assert_eq!(read(&raw, setting), Some(typed), "{tool:?} {}", setting.path);
                assert_eq!(HostedTool::of(&raw), Some(tool));
                let start = read(&before, setting).unwrap_or_default();
                write(&mut raw, setting, &start).unwrap();
                assert_eq!(raw, before, "{tool:?} {}", setting.path);
            }
        }
    }

    #[test]
    fn what_is_not_known_here_stays() {
        let mut raw =
            json!({"type": "web_search_preview", "external_web_access": false, "user_location": {"type": "approximate", "city": "Oslo"}});
        write(&mut raw, find(HostedTool::WebSearch, "user_location.country"), "NO").unwrap();
        write(&mut raw, find(HostedTool::WebSearch, "user_location.city"), "").unwrap();
        assert_eq!(
            raw,
            json!({"type": "web_search_preview", "external_web_access": false, "user_location": {"type": "approximate", "country": "NO"}})
        );
        assert_eq!(HostedTool::of(&raw), Some(HostedTool::WebSearch));
        assert_eq!(HostedTool::of(&json!({"type": "computer_use_preview"})), None);
    }

    #[test]
    fn what_cannot_be_taken_changes_nothing() {
        for (tool, path, typed, why) in [
            (HostedTool::FileSearch, "max_num_results", "51", Untaken::Outside { min: 1.0, max: 50.0 }),
            (HostedTool::FileSearch, "max_num_results", "many", Untaken::NotANumber),
            (HostedTool::FileSearch, "ranking_options.score_threshold", "1,5", Untaken::Outside { min: 0.0, max: 1.0 }),
            (HostedTool::Mcp, "server_url", "javascript:alert(1)", Untaken::NotAnAddress),
            (HostedTool::Mcp, "server_url", "https://", Untaken::NotAnAddress),
        ] {
            let mut raw = tool.begin();
            assert_eq!(write(&mut raw, find(tool, path), typed), Err(why), "{path} {typed}");
            assert_eq!(raw, tool.begin());
        }
    }

    #[test]
    fn what_the_api_cannot_do_without_is_named() {
        assert_eq!(HostedTool::Mcp.missing(&HostedTool::Mcp.begin()), ["server_label", "server_url"]);
        assert_eq!(HostedTool::Mcp.missing(&json!({"type": "mcp", "server_label": "mail", "connector_id": "connector_gmail"})), [""; 0]);
        assert_eq!(HostedTool::FileSearch.missing(&HostedTool::FileSearch.begin()), ["vector_store_ids"]);
        assert_eq!(HostedTool::CodeInterpreter.missing(&HostedTool::CodeInterpreter.begin()), [""; 0]);
    }

    #[test]
    fn details_are_asked_for_once_and_taken_back() {
        let mut draft = Draft::new();
        for tool in HOSTED_TOOLS.into_iter().filter_map(HostedTool::details) {
            ask_for(&mut draft, tool, true);
            ask_for(&mut draft, tool, true);
            assert!(asks_for(&draft, tool));
        }
        assert_eq!(draft.settings.extra["include"].as_array().unwrap().len(), 3);
        for tool in HOSTED_TOOLS.into_iter().filter_map(HostedTool::details) {
            ask_for(&mut draft, tool, false);
        }
        assert!(draft.settings.extra.is_empty());
    }
}
