//! What a tool or a schema may be called: 1 to 64 of `a-z A-Z 0-9 _ -` (openai-openapi, `FunctionObject.name` and
//! `ResponseFormatJsonSchema.name`).

/// The most characters of a name.
pub const LONGEST: usize = 64;

/// Why a name is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misnomer {
    Empty,
    Long,
    /// It has this character.
    Character(char),
}

/// What is wrong with a name; `None` if nothing is.
#[must_use]
pub fn misnomer(name: &str) -> Option<Misnomer> {
    if name.is_empty() {
        return Some(Misnomer::Empty);
    }
    let odd = name.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '_' | '-')));
    odd.map(Misnomer::Character).or((name.len() > LONGEST).then_some(Misnomer::Long))
}

#[cfg(test)]
mod tests {
    use super::{Misnomer, misnomer};
    use rstest::rstest;

    #[rstest]
    #[case("get_weather-2", None)]
    #[case("", Some(Misnomer::Empty))]
    #[case("get weather", Some(Misnomer::Character(' ')))]
    #[case("날씨", Some(Misnomer::Character('날')))]
    #[case("a.b", Some(Misnomer::Character('.')))]
    fn names_are_what_the_api_takes(#[case] name: &str, #[case] wrong: Option<Misnomer>) {
        assert_eq!(misnomer(name), wrong);
    }

    #[test]
    fn the_longest_name_has_64_characters() {
        assert_eq!(misnomer(&"x".repeat(64)), None);
        assert_eq!(misnomer(&"x".repeat(65)), Some(Misnomer::Long));
    }
}
