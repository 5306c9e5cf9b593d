//! Turns `locales/<language>/<namespace>.json` into typed texts: a missing key or placeholder is a compile error.

use leptos_i18n_parser::parse_locales::{
    cfg_file::ConfigFile,
    options::{Config, ParseOptions},
    parse_locales,
};
use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};
use std::{error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=Cargo.toml");
    println!("cargo::rerun-if-changed=locales");
    // `cargo xtask dist` takes the page apart; for that it needs to know of every reference from one function to another.
    println!("cargo::rustc-check-cfg=cfg(lineup_split)");
    println!("cargo::rerun-if-env-changed=LINEUP_SPLIT");
    if std::env::var_os("LINEUP_SPLIT").is_some() {
        println!("cargo::rustc-cfg=lineup_split");
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
    let mut manifest_dir = PathBuf::from(std::env::var("CARGO_MANIFEST_DIR")?);
    let mut config: Config = ConfigFile::new(&mut manifest_dir)?.into();
    // Texts with placeholders are wanted as strings too, for attributes and announcements.
    config.options = ParseOptions::new().interpolate_display(true);
    let parsed = parse_locales(Some(manifest_dir), config)?;
    for error in parsed.diag.errors().iter() {
        println!("cargo::error={error}");
    }
    // A key that one language lacks would fall back to English silently: here it is an error.
    for warning in parsed.diag.warnings().iter() {
        println!("cargo::error={warning}");
    }
    let code = leptos_i18n_codegen::gen_code(&parsed, None, false, None, false)?;
    let mut text = String::new();
    write(code, &mut text);
    fs::write(PathBuf::from(std::env::var("OUT_DIR")?).join("texts.rs"), text)?;
    Ok(())
}

/// Writes the code with line breaks: as one line of many thousand characters it would drown every compile error in it.
fn write(code: TokenStream, out: &mut String) {
    for token in code {
        match token {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{\n", "\n}\n"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                out.push_str(open);
                write(group.stream(), out);
                out.push_str(close);
            }
            TokenTree::Punct(punct) => {
                out.push(punct.as_char());
                if punct.as_char() == ';' {
                    out.push('\n');
                } else if punct.spacing() == Spacing::Alone {
                    out.push(' ');
                }
            }
            word @ (TokenTree::Ident(_) | TokenTree::Literal(_)) => {
                out.push_str(&word.to_string());
                out.push(' ');
            }
        }
    }
}
