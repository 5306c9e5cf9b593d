//! The templates' two marks.
//!
//! A line that begins with `?` stands only where its conditions hold: `?classic -entra: text` is `text` where `classic` holds and
//! `entra` does not. `«name»` is a place: what is put there is never read as a template, and its further lines are indented as the
//! line is.

/// Fills a template. The text ends with a line end.
pub(super) fn fill(template: &str, holds: &dyn Fn(&str) -> bool, place: &dyn Fn(&str) -> String) -> String {
    let mut out = String::new();
    for line in template.lines() {
        let text = match line.strip_prefix('?').and_then(|rest| rest.split_once(':')) {
            Some((conditions, text)) => {
                let stands = |condition: &str| match condition.strip_prefix('-') {
                    Some(not) => !holds(not),
                    None => holds(condition),
                };
                if !conditions.split(' ').all(stands) {
                    continue;
                }
                text.strip_prefix(' ').unwrap_or(text)
            }
            None => line,
        };
        put(&mut out, text, place);
        out.push('\n');
    }
    out
}

fn put(out: &mut String, line: &str, place: &dyn Fn(&str) -> String) {
    let indent = &line[..line.len() - line.trim_start().len()];
    let mut rest = line;
    while let Some((before, (name, after))) = rest.split_once('«').and_then(|(before, rest)| Some((before, rest.split_once('»')?))) {
        out.push_str(before);
        for (number, part) in place(name).split('\n').enumerate() {
            if number > 0 {
                out.push('\n');
                out.push_str(indent);
            }
            out.push_str(part);
        }
        rest = after;
    }
    out.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn lines_stand_where_their_conditions_hold() {
        let template = "a\n?x: b\n?-x: c\n?x -y:   d\n?x y: e\n?x:\n";
        assert_eq!(fill(template, &|word| word == "x", &|_| String::new()), "a\nb\n  d\n\n");
    }

    #[test]
    fn what_is_put_in_a_place_is_indented_and_never_read_as_a_template() {
        let filled = fill("  f(«a», «b»)", &|_| false, &|name| if name == "a" { "1\n?x: «b»".into() } else { "2".into() });
        assert_eq!(filled, "  f(1\n  ?x: «b», 2)\n");
    }
}
