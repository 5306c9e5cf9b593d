//! A body line by line, with what differs from another marked. Pure.

use serde_json::Value;

/// More lines would make typing slow and nobody wiser; copying takes everything.
const MOST_LINES: usize = 400;
/// Of one line, in characters.
const MOST_CHARS: usize = 400;

/// How a line stands to the other body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    Same,
    /// Another value stands there.
    Changed,
    /// The other body has nothing there.
    Added,
    /// Only the other body has it.
    Missing,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub text: String,
    pub mark: Mark,
}

/// The lines of a body, as far as they are shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lines {
    pub shown: Vec<Line>,
    pub hidden: usize,
}

/// What stands at the same place of the other body.
#[derive(Clone, Copy)]
enum Beside<'a> {
    Nothing,
    There(&'a Value),
}

/// A body as indented JSON. What only the other body has stands as one line where it is missing.
pub fn lines(other: &Value, body: &Value) -> Lines {
    let mut lines = Lines::default();
    lines.value(0, "", Beside::There(other), body, "");
    lines
}

impl Lines {
    fn push(&mut self, depth: usize, text: &str, mark: Mark) {
        if self.shown.len() >= MOST_LINES {
            self.hidden += 1;
            return;
        }
        let mut line = "  ".repeat(depth);
        match text.char_indices().nth(MOST_CHARS) {
            Some((end, _)) => {
                line.push_str(text.get(..end).unwrap_or_default());
                line.push('…');
            }
            None => line.push_str(text),
        }
        self.shown.push(Line { text: line, mark });
    }

    fn value(&mut self, depth: usize, key: &str, beside: Beside<'_>, value: &Value, comma: &str) {
        let own_mark = |same: bool| match beside {
            Beside::Nothing => Mark::Added,
            Beside::There(_) if same => Mark::Same,
            Beside::There(_) => Mark::Changed,
        };
        match (value, beside) {
            (Value::Object(map), _) if !map.is_empty() => {
                let other = if let Beside::There(Value::Object(other)) = beside { Some(other) } else { None };
                self.push(depth, &format!("{key}{{"), own_mark(other.is_some()));
                for (at, (name, inner)) in map.iter().enumerate() {
                    let beside = other.and_then(|other| other.get(name)).map_or(Beside::Nothing, Beside::There);
                    self.value(depth + 1, &format!("{}: ", Value::from(name.as_str())), beside, inner, comma_after(at, map.len()));
                }
                for (name, gone) in other.into_iter().flatten().filter(|(name, _)| !map.contains_key(*name)) {
                    self.push(depth + 1, &format!("{}: {gone}", Value::from(name.as_str())), Mark::Missing);
                }
                self.push(depth, &format!("}}{comma}"), own_mark(other.is_some()));
            }
            (Value::Array(list), _) if !list.is_empty() => {
                let other = if let Beside::There(Value::Array(other)) = beside { Some(other) } else { None };
                self.push(depth, &format!("{key}["), own_mark(other.is_some()));
                for (at, inner) in list.iter().enumerate() {
                    let beside = other.and_then(|other| other.get(at)).map_or(Beside::Nothing, Beside::There);
                    self.value(depth + 1, "", beside, inner, comma_after(at, list.len()));
                }
                for gone in other.into_iter().flat_map(|other| other.iter().skip(list.len())) {
                    self.push(depth + 1, &gone.to_string(), Mark::Missing);
                }
                self.push(depth, &format!("]{comma}"), own_mark(other.is_some()));
            }
            (value, beside) => {
                let same = matches!(beside, Beside::There(other) if other == value);
                self.push(depth, &format!("{key}{value}{comma}"), own_mark(same));
            }
        }
    }
}

fn comma_after(at: usize, count: usize) -> &'static str {
    if at + 1 < count { "," } else { "" }
}

#[cfg(test)]
mod tests {
    use super::{Mark, lines};
    use serde_json::{Value, json};

    fn marked(other: &Value, body: &Value) -> Vec<(String, Mark)> {
        lines(other, body).shown.into_iter().map(|line| (line.text, line.mark)).collect()
    }

    #[test]
    fn a_body_beside_itself_is_plain_json() {
        let body = json!({"model": "o3", "input": [{"role": "user", "content": []}], "stream": true, "text": {}});
        let found = marked(&body, &body);
        assert!(found.iter().all(|(_, mark)| *mark == Mark::Same), "{found:?}");
        let text = found.into_iter().map(|(text, _)| text).collect::<Vec<_>>().join("\n");
        assert_eq!(text, serde_json::to_string_pretty(&body).unwrap());
    }

    #[test]
    fn what_differs_is_marked_and_what_is_missing_is_told() {
        let own = json!({"model": "o3", "n": 2, "stop": ["a", "b"], "seed": 1});
        let side = json!({"model": "o3", "stop": ["c"], "seed": {"at": 1}, "store": false});
        let line = |text: &str, mark| (text.to_owned(), mark);
        assert_eq!(
            marked(&own, &side),
            [
                line("{", Mark::Same),
                line("  \"model\": \"o3\",", Mark::Same),
                line("  \"stop\": [", Mark::Same),
                line("    \"c\"", Mark::Changed),
                line("    \"b\"", Mark::Missing),
                line("  ],", Mark::Same),
                line("  \"seed\": {", Mark::Changed),
                line("    \"at\": 1", Mark::Added),
                line("  },", Mark::Changed),
                line("  \"store\": false", Mark::Added),
                line("  \"n\": 2", Mark::Missing),
                line("}", Mark::Same),
            ]
        );
    }

    #[test]
    fn long_bodies_are_shown_in_part_and_counted() {
        let body = json!({"input": vec!["한".repeat(1_000); 1_000]});
        let found = lines(&body, &body);
        assert_eq!((found.shown.len(), found.hidden), (400, 604));
        assert!(found.shown.iter().all(|line| line.text.chars().count() <= 406));
    }
}
