//! What differs between two answers: by words where they are short, by lines where they are long.

/// A piece of either text, or of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Same(String),
    /// Only in the first.
    Out(String),
    /// Only in the second.
    In(String),
}

/// Above so many words, lines are compared; above so many lines, nothing in the middle is: the table grows with their product.
const MOST: usize = 1_500;

/// The pieces, in order; the first text without what is only in the second, and the other way round, are the texts again.
#[must_use]
pub fn difference(first: &str, second: &str) -> Vec<Piece> {
    let words = |text: &str| text.split_inclusive(char::is_whitespace).count();
    if words(first).max(words(second)) <= MOST {
        of(
            &first.split_inclusive(char::is_whitespace).collect::<Vec<_>>(),
            &second.split_inclusive(char::is_whitespace).collect::<Vec<_>>(),
        )
    } else {
        of(&first.split_inclusive('\n').collect::<Vec<_>>(), &second.split_inclusive('\n').collect::<Vec<_>>())
    }
}

fn of(first: &[&str], second: &[&str]) -> Vec<Piece> {
    let same = |a: &[&str], b: &[&str]| a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let head = same(first, second);
    let (a, b) = (first.get(head..).unwrap_or_default(), second.get(head..).unwrap_or_default());
    let tail = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let (a, rest) = a.split_at(a.len() - tail);
    let b = b.get(..b.len() - tail).unwrap_or_default();
    let mut pieces = Vec::new();
    push(&mut pieces, Piece::Same, first.get(..head).unwrap_or_default());
    if a.len().max(b.len()) > MOST {
        push(&mut pieces, Piece::Out, a);
        push(&mut pieces, Piece::In, b);
    } else {
        middle(&mut pieces, a, b);
    }
    push(&mut pieces, Piece::Same, rest);
    pieces
}

/// By the longest common subsequence.
fn middle(pieces: &mut Vec<Piece>, a: &[&str], b: &[&str]) {
    // At `row * width + column`: how much the rests from there have in common.
    let width = b.len() + 1;
    let mut common = vec![0_u16; (a.len() + 1) * width];
    let at = |common: &[u16], row: usize, column: usize| common.get(row * width + column).copied().unwrap_or(0);
    for row in (0..a.len()).rev() {
        for column in (0..b.len()).rev() {
            let best = if a.get(row) == b.get(column) {
                at(&common, row + 1, column + 1) + 1
            } else {
                at(&common, row + 1, column).max(at(&common, row, column + 1))
            };
            if let Some(place) = common.get_mut(row * width + column) {
                *place = best;
            }
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < a.len() || column < b.len() {
        let (old, new) = (a.get(row..=row), b.get(column..=column));
        match (old, new) {
            (Some(old), Some(new)) if old == new => {
                push(pieces, Piece::Same, old);
                row += 1;
                column += 1;
            }
            (Some(old), new) if new.is_none() || at(&common, row + 1, column) >= at(&common, row, column + 1) => {
                push(pieces, Piece::Out, old);
                row += 1;
            }
            (_, Some(new)) => {
                push(pieces, Piece::In, new);
                column += 1;
            }
            _ => return,
        }
    }
}

/// Beside a piece of the same kind it becomes one with it.
fn push(pieces: &mut Vec<Piece>, kind: fn(String) -> Piece, texts: &[&str]) {
    if texts.is_empty() {
        return;
    }
    match (pieces.last_mut(), kind(texts.concat())) {
        (Some(Piece::Same(last)), Piece::Same(more))
        | (Some(Piece::Out(last)), Piece::Out(more))
        | (Some(Piece::In(last)), Piece::In(more)) => {
            last.push_str(&more);
        }
        (_, piece) => pieces.push(piece),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn side(pieces: &[Piece], second: bool) -> String {
        let of = |piece: &Piece| match piece {
            Piece::Same(text) => Some(text.clone()),
            Piece::Out(text) => (!second).then(|| text.clone()),
            Piece::In(text) => second.then(|| text.clone()),
        };
        pieces.iter().filter_map(of).collect()
    }

    #[test]
    fn words_that_changed_are_found_between_those_that_did_not() {
        let pieces = difference("the sky is blue today", "the sky was blue and clear today");
        let words = |text: &str| text.to_owned();
        let wanted = [
            Piece::Same(words("the sky ")),
            Piece::Out(words("is ")),
            Piece::In(words("was ")),
            Piece::Same(words("blue ")),
            Piece::In(words("and clear ")),
            Piece::Same(words("today")),
        ];
        assert_eq!(pieces, wanted);
        assert_eq!(difference("", ""), []);
        assert_eq!(difference("", "a"), [Piece::In(words("a"))]);
    }

    #[test]
    fn texts_that_are_too_long_for_words_are_compared_by_lines_and_beyond_that_not_at_all() {
        let long: String = (0..2_000).map(|n| format!("line {n}\n")).collect();
        let changed = long.replace("line 1000\n", "other\n");
        assert_eq!(difference(&long, &changed).len(), 4);
        let reversed: String = (0..2_000).rev().map(|n| format!("line {n}\n")).collect();
        let pieces = difference(&long, &reversed);
        assert_eq!((side(&pieces, false), side(&pieces, true)), (long, reversed));
    }

    proptest! {
        #[test]
        fn both_texts_can_be_read_from_the_pieces(first in "[ab \n]{0,40}", second in "[ab \n]{0,40}") {
            let pieces = difference(&first, &second);
            prop_assert_eq!(side(&pieces, false), first);
            prop_assert_eq!(side(&pieces, true), second);
        }
    }
}
