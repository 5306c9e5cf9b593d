//! 20,000 lines, made while they are read: mixed Markdown, or one code fence, one list, one table.

/// What the lines are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Mixed,
    Code,
    List,
    Table,
}

/// How many lines a long answer has.
pub(super) const LINES: usize = 20_000;

/// How many tokens the lines have in the simulator's vocabulary.
pub(super) fn tokens(shape: Shape) -> u64 {
    match shape {
        Shape::Mixed => 172_177,
        Shape::Code => 291_751,
        Shape::List => 261_500,
        Shape::Table => 477_839,
    }
}

/// The lines, each with its line end.
pub(super) fn lines(shape: Shape) -> impl Iterator<Item = String> {
    (0..LINES).map(move |at| match shape {
        Shape::Mixed => mixed(at),
        Shape::Code => code(at),
        Shape::List => list(at),
        Shape::Table => table(at),
    })
}

/// Sections of twenty lines, each with a heading, prose, a list, a fence and a table.
fn mixed(at: usize) -> String {
    let section = at / 20 + 1;
    match at % 20 {
        0 => format!("## Section {section}\n"),
        2 => format!(
            "This is paragraph {section} of a long answer. It has **bold**, *italic*, `code` and a [link](https://example.com/{section}),\n"
        ),
        3 => format!("goes on in a second line, and holds the formula $x_{{{section}}}^2 + y^2$ as well.\n"),
        5 => "- the first point of a list\n".to_owned(),
        6 => format!("- the second point, number {}\n", section * 2),
        7 => "  - a point below it\n".to_owned(),
        9 => "```python\n".to_owned(),
        10 => format!("def section_{section}(value: int) -> int:\n"),
        11 => format!("    return value * {section}  # a comment\n"),
        12 => "```\n".to_owned(),
        14 => "| name | value | 설명 |\n".to_owned(),
        15 => "| :--- | ---: | :--- |\n".to_owned(),
        16 => format!("| row {section} | {}.5 | {section}번째 줄 |\n", section * 3),
        18 => format!("> A quotation closes section {section}.\n"),
        _ => "\n".to_owned(),
    }
}

fn code(at: usize) -> String {
    match at {
        0 => "```rust\n".to_owned(),
        at if at == LINES - 1 => "```\n".to_owned(),
        at => match at % 5 {
            1 => format!("/// Step {at} of a very long file.\n"),
            2 => format!("fn step_{at}(input: &str, count: usize) -> Option<String> {{\n"),
            3 => format!("    let text = \"line {at}\"; // {}\n", "=".repeat(at % 7)),
            4 => format!("    (count > {at}).then(|| format!(\"{{input}} {{text}}\"))\n"),
            _ => "}\n".to_owned(),
        },
    }
}

fn list(at: usize) -> String {
    match at % 8 {
        0 => format!("- item {at}: a point with **bold** and `code`\n"),
        3 => format!("  - item {at}: one level down\n"),
        4 => format!("    - item {at}: two levels down, 두 단계 아래\n"),
        _ => format!("- item {at}: a plain point of an ordinary length\n"),
    }
}

fn table(at: usize) -> String {
    match at {
        0 => "| number | name | share | remark |\n".to_owned(),
        1 => "| ---: | :--- | ---: | :--- |\n".to_owned(),
        at => format!("| {at} | row {at} | {}.{} % | `{}` 그리고 **{}** |\n", at % 100, at % 10, at * 7, at * 13 % 1_000),
    }
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::Tokens;
    use super::*;

    #[test]
    fn every_shape_has_its_lines_and_each_ends_with_a_line_end() {
        for shape in [Shape::Mixed, Shape::Code, Shape::List, Shape::Table] {
            let text: String = lines(shape).collect();
            assert_eq!(text.lines().count(), LINES, "{shape:?}");
            assert_eq!(lines(shape).filter(|line| line.matches('\n').count() != 1).count(), 0, "{shape:?}");
        }
    }

    #[test]
    fn the_tokens_are_counted_right() {
        for shape in [Shape::Mixed, Shape::Code, Shape::List, Shape::Table] {
            assert_eq!(lines(shape).flat_map(Tokens::of).count() as u64, tokens(shape), "{shape:?}");
        }
    }

    #[test]
    fn the_code_is_one_fence() {
        assert_eq!(lines(Shape::Code).filter(|line| line.starts_with("```")).count(), 2);
    }
}
