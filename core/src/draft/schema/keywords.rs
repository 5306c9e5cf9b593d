//! The keywords of JSON Schema, by what the strict subset makes of them.
//!
//! Sources: OpenAI's guide "Structured model outputs", sections "Supported schemas" and "Some type-specific keywords are not yet
//! supported"; refusals seen in public threads where the guide is silent.

/// What a keyword is to a server that keeps to the strict subset.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Part of the subset, or words for people that change nothing.
    Fine,
    /// Refused ("'oneOf' is not permitted").
    Refused,
    /// Taken by some models and servers and refused by others: fine-tuned models, Azure (openai-agents-python#4390), older
    /// snapshots.
    Doubtful,
    /// Of OpenAPI, not of JSON Schema.
    Nullable,
    /// Nobody knows it: most often a slip of the pen.
    Unknown,
}

/// The formats of strings that are taken; any other is refused with "'uri' is not a valid format" (git-mcp-server#47).
pub(super) const FORMATS: [&str; 9] = ["date-time", "time", "date", "duration", "email", "hostname", "ipv4", "ipv6", "uuid"];

/// The types of values.
pub(super) const TYPES: [&str; 7] = ["string", "number", "integer", "boolean", "object", "array", "null"];

pub(super) fn kind(keyword: &str) -> Kind {
    match keyword {
        "type"
        | "properties"
        | "required"
        | "additionalProperties"
        | "items"
        | "anyOf"
        | "enum"
        | "const"
        | "$ref"
        | "$defs"
        | "definitions"
        | "title"
        | "description"
        | "$schema"
        | "$id"
        | "$comment"
        | "pattern"
        | "format"
        | "multipleOf"
        | "minimum"
        | "maximum"
        | "exclusiveMinimum"
        | "exclusiveMaximum"
        | "minItems"
        | "maxItems" => Kind::Fine,
        "allOf"
        | "oneOf"
        | "not"
        | "if"
        | "then"
        | "else"
        | "dependentRequired"
        | "dependentSchemas"
        | "dependencies"
        | "patternProperties"
        | "unevaluatedProperties"
        | "propertyNames"
        | "minProperties"
        | "maxProperties"
        | "unevaluatedItems"
        | "contains"
        | "minContains"
        | "maxContains"
        | "uniqueItems"
        | "prefixItems"
        | "additionalItems" => Kind::Refused,
        // Taken by gpt-5.6 at OpenAI in 2026-08, refused by Azure and by gpt-4o-2024-08-06 (instructor#1074); lengths are named for
        // fine-tuned models only, and were refused before May 2025 (pydantic-ai#4490, node-DeepResearch#79).
        "default" | "minLength" | "maxLength" => Kind::Doubtful,
        "examples" | "example" | "deprecated" | "readOnly" | "writeOnly" | "contentEncoding" | "contentMediaType" | "contentSchema"
        | "$anchor" | "$dynamicAnchor" | "$dynamicRef" | "$vocabulary" => Kind::Doubtful,
        "nullable" => Kind::Nullable,
        _ => Kind::Unknown,
    }
}
