//! Reading tags of our own index.html. It is no HTML parser: it knows comments, tags, and quoted attributes.

use anyhow::{Context, Result};

/// One start tag, and what stands up to its end tag where it is a script.
#[derive(Debug, PartialEq, Eq)]
pub struct Tag<'a> {
    pub name: &'a str,
    /// Between the name and the `>`.
    attributes: &'a str,
    /// The text of a script; empty for all other elements.
    pub text: &'a str,
    /// Where the start tag ends, in bytes.
    pub end: usize,
}

impl<'a> Tag<'a> {
    /// The attribute's value; empty for one without a value.
    pub fn attribute(&self, name: &str) -> Option<&'a str> {
        attributes(self.attributes).find(|(key, _)| *key == name).map(|(_, value)| value)
    }
}

/// All start tags, in order. Comments and the text of scripts hold none.
pub fn tags(html: &str) -> Vec<Tag<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = html[at..].find('<').map(|offset| at + offset) {
        let rest = &html[open + 1..];
        if let Some(comment) = rest.strip_prefix("!--") {
            at = open + 4 + comment.find("-->").map_or(comment.len(), |end| end + 3);
            continue;
        }
        let Some(close) = end_of_tag(rest) else { break };
        at = open + 1 + close + 1;
        let inside = rest[..close].trim_end_matches('/');
        if !inside.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let (name, attributes) = inside.split_at(inside.find(char::is_whitespace).unwrap_or(inside.len()));
        let mut tag = Tag { name, attributes, text: "", end: at };
        if name == "script" {
            let length = html[at..].find("</script").unwrap_or(html.len() - at);
            tag.text = &html[at..at + length];
            at += length;
        }
        found.push(tag);
    }
    found
}

/// The page with something more right after its charset, which has to come first of all.
///
/// # Errors
/// When the page names no charset.
pub fn with_head(html: &str, addition: &str) -> Result<String> {
    let charset = tags(html).into_iter().find(|tag| tag.name == "meta" && tag.attribute("charset").is_some());
    let (before, after) = html.split_at(charset.context("the page has no <meta charset>")?.end);
    Ok(format!("{before}{addition}{after}"))
}

/// Where the tag's `>` stands; one inside quotes does not end it.
fn end_of_tag(text: &str) -> Option<usize> {
    let mut quote = None;
    text.char_indices()
        .find(|&(_, c)| match quote {
            Some(open) => {
                if c == open {
                    quote = None;
                }
                false
            }
            None => {
                if c == '"' || c == '\'' {
                    quote = Some(c);
                }
                c == '>'
            }
        })
        .map(|(at, _)| at)
}

fn attributes(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = text.trim_start();
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let name_end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (name, after) = rest.split_at(name_end);
        let Some(value) = after.trim_start().strip_prefix('=').map(str::trim_start) else {
            rest = after.trim_start();
            return Some((name, ""));
        };
        let (value, after) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        rest = after.trim_start();
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_found_with_their_attributes() {
        let html = r#"<!doctype html><html lang="en"><link data-trunk rel='rust' href = "a>b" data-bin=x/><br/></html>"#;
        let tags = tags(html);
        assert_eq!(tags.iter().map(|tag| tag.name).collect::<Vec<_>>(), ["html", "link", "br"]);
        assert_eq!(tags[1].attribute("data-trunk"), Some(""));
        assert_eq!(tags[1].attribute("rel"), Some("rust"));
        assert_eq!(tags[1].attribute("href"), Some("a>b"));
        assert_eq!(tags[1].attribute("data-bin"), Some("x"));
        assert_eq!(tags[1].attribute("data-type"), None);
    }

    #[test]
    fn comments_and_scripts_hold_no_tags() {
        let html = "<!-- <link> --><script type=\"module\">if (a < b) '<link>'</script><meta>";
        let tags = tags(html);
        assert_eq!(tags.iter().map(|tag| tag.name).collect::<Vec<_>>(), ["script", "meta"]);
        assert_eq!(tags[0].text, "if (a < b) '<link>'");
        assert_eq!(&html[..tags[1].end], html);
    }

    #[test]
    fn broken_text_ends_the_reading_without_a_panic() {
        for html in ["<", "<link", "<!--", "<script", "<script>", "a < b", "<link a=\"", "<link a=", "한<글>"] {
            assert!(tags(html).iter().all(|tag| tag.attribute("b").is_none()), "{html}");
        }
    }
}
