//! The colours of `style/tokens.css` can be read and told apart: WCAG 2.2, 1.4.3 (text 4.5 : 1) and 1.4.11 (controls 3 : 1).
#![cfg(test)]

use std::{collections::BTreeMap, fs, path::Path};

const TEXT: f64 = 4.5;
const CONTROL: f64 = 3.0;

/// Foreground, backgrounds, least contrast.
const PAIRS: &[(&str, &[&str], f64)] = &[
    ("ink", &["surface", "sunken", "raised", "hover"], 7.0),
    ("ink-soft", &["surface", "sunken", "raised", "hover"], TEXT),
    ("ink-faint", &["surface", "sunken", "raised"], TEXT),
    ("accent", &["surface", "sunken", "raised", "accent-wash"], TEXT),
    ("accent-ink", &["accent", "accent-strong"], TEXT),
    ("danger", &["surface", "sunken", "raised", "danger-wash"], TEXT),
    ("danger-ink", &["danger"], TEXT),
    ("warn", &["surface", "sunken", "raised", "warn-wash"], TEXT),
    ("ok", &["surface", "sunken", "raised", "ok-wash"], TEXT),
    ("t-input-ink", &["surface", "sunken", "raised"], TEXT),
    ("t-reason-ink", &["surface", "sunken", "raised", "t-reason-wash"], TEXT),
    ("t-reason-on", &["t-reason"], TEXT),
    ("t-output-ink", &["surface", "sunken", "raised"], TEXT),
    ("hl-keyword", &["sunken"], TEXT),
    ("hl-string", &["sunken"], TEXT),
    ("hl-number", &["sunken"], TEXT),
    ("hl-comment", &["sunken"], TEXT),
    ("hl-function", &["sunken"], TEXT),
    ("hl-type", &["sunken"], TEXT),
    ("hl-variable", &["sunken"], TEXT),
    ("hl-constant", &["sunken"], TEXT),
    ("hl-punctuation", &["sunken"], TEXT),
    ("hl-markup", &["sunken"], TEXT),
    ("control", &["surface", "sunken", "raised"], CONTROL),
    ("t-cached", &["surface", "sunken", "raised"], CONTROL),
    ("t-input", &["surface", "sunken", "raised"], CONTROL),
    ("t-reason", &["surface", "sunken", "raised"], CONTROL),
    ("t-output", &["surface", "sunken", "raised"], CONTROL),
    ("t-audio", &["surface", "sunken", "raised"], CONTROL),
    ("t-image", &["surface", "sunken", "raised"], CONTROL),
];

/// Name → (light, dark), of every custom property of the form `--name: light-dark(#…, #…);`.
fn tokens() -> BTreeMap<String, [[u8; 3]; 2]> {
    let css = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../style/tokens.css")).unwrap();
    css.lines()
        .filter_map(|line| {
            let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(#")?;
            let (light, dark) = value.strip_suffix(");")?.split_once(", #")?;
            Some((name.to_owned(), [rgb(light), rgb(dark)]))
        })
        .collect()
}

fn rgb(hex: &str) -> [u8; 3] {
    let value = u32::from_str_radix(hex, 16).unwrap();
    assert_eq!(hex.len(), 6, "#{hex}");
    let [_, r, g, b] = value.to_be_bytes();
    [r, g, b]
}

/// WCAG 2.2, "relative luminance".
fn luminance(colour: [u8; 3]) -> f64 {
    let [r, g, b] = colour.map(|channel| {
        let c = f64::from(channel) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// WCAG 2.2, "contrast ratio".
fn contrast(a: [u8; 3], b: [u8; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn the_formula_is_that_of_the_standard() {
    assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 1e-9);
    // #767676 on white is the well-known darkest grey that just passes.
    assert!((4.5..4.6).contains(&contrast(rgb("767676"), [255; 3])));
}

#[test]
fn every_pair_has_its_contrast_in_both_themes() {
    let tokens = tokens();
    let mut low = Vec::new();
    for (fore, backs, least) in PAIRS {
        for back in *backs {
            for (theme, index) in [("light", 0), ("dark", 1)] {
                let ratio = contrast(tokens[*fore][index], tokens[*back][index]);
                if ratio < *least {
                    low.push(format!("{theme}: --{fore} on --{back} is {ratio:.2}, needs {least}"));
                }
            }
        }
    }
    assert!(low.is_empty(), "{low:#?}");
}
