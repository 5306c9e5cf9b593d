//! What the checker found, in the reader's language.

use crate::i18n::{I18n, t_string};
use lineup_core::draft::schema::{
    Fix, Problem,
    check::{Fault, Misfit},
    text::{TextError, TextFault},
};

pub fn error_text(i18n: I18n, error: &TextError) -> String {
    let what = match error.what {
        TextFault::Empty => t_string!(i18n, schema.text_empty).to_owned(),
        TextFault::Unfinished => t_string!(i18n, schema.text_unfinished).to_owned(),
        TextFault::TrailingComma => t_string!(i18n, schema.text_comma).to_owned(),
        TextFault::More => t_string!(i18n, schema.text_more).to_owned(),
        TextFault::SingleQuote => t_string!(i18n, schema.text_quote).to_owned(),
        TextFault::Syntax => t_string!(i18n, schema.text_syntax, words = error.words.clone()),
    };
    t_string!(i18n, schema.text_error, line = error.spot.line, column = error.spot.column, what = what)
}

pub fn problem_text(i18n: I18n, problem: &Problem) -> String {
    match problem.clone() {
        Problem::NotASchema => t_string!(i18n, schema.not_a_schema).to_owned(),
        Problem::RootNotObject => t_string!(i18n, schema.root_not_object).to_owned(),
        Problem::RootAnyOf => t_string!(i18n, schema.root_any_of).to_owned(),
        Problem::OpenObject => t_string!(i18n, schema.open_object).to_owned(),
        Problem::Dictionary => t_string!(i18n, schema.dictionary).to_owned(),
        Problem::Optional { names } => t_string!(i18n, schema.optional, names = names.join(", ")),
        Problem::ExtraRequired { names } => t_string!(i18n, schema.extra_required, names = names.join(", ")),
        Problem::Keyword { keyword } => t_string!(i18n, schema.keyword, keyword = keyword),
        Problem::DoubtfulKeyword { keyword } => t_string!(i18n, schema.doubtful_keyword, keyword = keyword),
        Problem::UnknownKeyword { keyword } => t_string!(i18n, schema.unknown_keyword, keyword = keyword),
        Problem::Nullable => t_string!(i18n, schema.nullable).to_owned(),
        Problem::NoType => t_string!(i18n, schema.no_type).to_owned(),
        Problem::BadType { kind } => t_string!(i18n, schema.bad_type, kind = kind),
        Problem::NoItems => t_string!(i18n, schema.no_items).to_owned(),
        Problem::Format { format } => t_string!(i18n, schema.format, format = format),
        Problem::RefWithOthers { keywords } => t_string!(i18n, schema.ref_with_others, keywords = keywords.join(", ")),
        Problem::RefOutside { target } => t_string!(i18n, schema.ref_outside, target = target),
        Problem::RefNowhere { target } => t_string!(i18n, schema.ref_nowhere, target = target),
        Problem::EmptyEnum => t_string!(i18n, schema.empty_enum).to_owned(),
        Problem::TooDeep { count, most } => t_string!(i18n, schema.too_deep, count = count, most = most),
        Problem::TooManyProperties { count, most } => t_string!(i18n, schema.too_many_properties, count = count, most = most),
        Problem::TooManyEnumValues { count, most } => t_string!(i18n, schema.too_many_values, count = count, most = most),
        Problem::LongEnum { count, most } => t_string!(i18n, schema.long_enum, count = count, most = most),
        Problem::TooLong { count, most } => t_string!(i18n, schema.too_long, count = count, most = most),
    }
}

/// What the button of a fix says.
pub fn fix_text(i18n: I18n, fix: &Fix) -> String {
    match fix.clone() {
        Fix::Wrap => t_string!(i18n, schema.fix_wrap).to_owned(),
        Fix::Close => t_string!(i18n, schema.fix_close).to_owned(),
        Fix::Require { .. } => t_string!(i18n, schema.fix_require).to_owned(),
        Fix::Unrequire { .. } => t_string!(i18n, schema.fix_unrequire).to_owned(),
        Fix::Remove { keywords } => t_string!(i18n, schema.fix_remove, keywords = keywords.join(", ")),
        Fix::Rename { from, to } => t_string!(i18n, schema.fix_rename, from = from, to = to),
        Fix::Merge => t_string!(i18n, schema.fix_merge).to_owned(),
        Fix::SetType { kind } => t_string!(i18n, schema.fix_type, kind = kind),
        Fix::Nullable => t_string!(i18n, schema.fix_nullable).to_owned(),
        Fix::Items => t_string!(i18n, schema.fix_items).to_owned(),
        Fix::Pairs => t_string!(i18n, schema.fix_pairs).to_owned(),
    }
}

pub fn fault_text(i18n: I18n, fault: &Fault) -> String {
    match fault.what.clone() {
        Misfit::Type { wanted } => t_string!(i18n, schema.misfit_type, wanted = wanted),
        Misfit::Missing { name } => t_string!(i18n, schema.misfit_missing, name = name),
        Misfit::Extra { names } => t_string!(i18n, schema.misfit_extra, names = names.join(", ")),
        Misfit::NotOneOf { values } => t_string!(i18n, schema.misfit_value, values = values),
        Misfit::NoBranch => t_string!(i18n, schema.misfit_branch).to_owned(),
        Misfit::Format { format } => t_string!(i18n, schema.misfit_format, format = format),
        Misfit::Pattern { pattern } => t_string!(i18n, schema.misfit_pattern, pattern = pattern),
        Misfit::Bound { bound } => t_string!(i18n, schema.misfit_bound, bound = bound),
        Misfit::Other => fault.words.clone(),
    }
}
