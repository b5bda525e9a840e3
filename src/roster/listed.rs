//! A cell that lists the members of a household goes in; one name and one number at a time come out.

use crate::field::Field;

/// What stands between two people in one cell; a blank only where nothing else does, for names may hold one.
const BETWEEN: [char; 9] = ['、', ',', '，', ';', '；', '/', '|', '\n', '\r'];

/// The parts of a cell, in order, blanks around them gone.
pub(super) fn parts(cell: &str) -> Vec<&str> {
    let split = |by: fn(char) -> bool| cell.split(by).map(str::trim).filter(|part| !part.is_empty()).collect();
    let parts: Vec<&str> = split(|c| BETWEEN.contains(&c));
    match parts.len() {
        0 | 1 => split(char::is_whitespace),
        _ => parts,
    }
}

/// Whether a cell of names or of identity numbers has several of them.
pub(super) fn names_several(cell: &str, field: Field) -> bool {
    match field {
        Field::Id => parts(cell).iter().filter(|part| is_number(part)).count() > 1,
        _ => cell.contains(BETWEEN) && parts(cell).len() > 1,
    }
}

/// Long enough to be an identity number, and mostly digits.
pub(super) fn is_number(part: &str) -> bool {
    part.chars().filter(char::is_ascii_digit).count() >= 14
}

/// People listed by name in one cell and by number in another, or both in one: each name with the number in the same
/// place. A list of other length than the other gives its people alone: nobody knows which number is whose, and those of
/// whom no number stands there are counted.
pub(super) fn people<'c>(names: &'c str, numbers: &'c str) -> Vec<(Option<&'c str>, Option<&'c str>)> {
    let (whole, names, numbers) = (names, parts(names), parts(numbers));
    if numbers.is_empty() {
        return names.into_iter().map(together).collect();
    }
    let place = |place: usize| (names.get(place).copied().map(bare), numbers.get(place).copied());
    if names.len() == numbers.len() || names.is_empty() {
        return (0..numbers.len()).map(place).collect();
    }
    // 才让 卓玛: one name of two words.
    let only = if numbers.len() == 1 && !whole.contains(BETWEEN) { Some(bare(whole.trim())) } else { None };
    // 某甲、某乙 beside one number are two people.
    let without = if only.is_some() { 0 } else { names.len().saturating_sub(numbers.len()) };
    let numbered = numbers.into_iter().map(|number| (only, Some(number)));
    numbered.chain(std::iter::repeat_n((None, None), without)).collect()
}

/// 甲(11010519491231002X): a name and its number.
fn together(part: &str) -> (Option<&str>, Option<&str>) {
    let digits = |c: char| c.is_ascii_digit();
    let Some(start) = part.find(digits).filter(|_| is_number(part)) else { return (Some(bare(part)), None) };
    let number = part[start..].trim_end_matches([')', '）', ' ']);
    let name = part[..start].trim_end_matches(['(', '（', ':', '：', ' ']);
    (Some(name).filter(|name| !name.is_empty()), Some(number))
}

/// A name without the relation in brackets behind it: 甲(妻).
fn bare(name: &str) -> &str {
    name.split(['(', '（']).next().unwrap_or(name).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_goes_with_the_number_in_its_place() {
        let numbers = "110105194912310021、11010519491231002X";
        assert_eq!(
            people("才让·卓玛（妻）、某甲", numbers),
            [(Some("才让·卓玛"), Some("110105194912310021")), (Some("某甲"), Some("11010519491231002X"))]
        );
        assert_eq!(people("某甲", numbers).len(), 2);
        assert_eq!(people("某甲", numbers)[0].0, None);
        assert_eq!(people("某甲、某乙", "11010519491231002X"), [(None, Some("11010519491231002X")), (None, None)]);
        let mixed = "某甲(11010519491231002X)；某乙110105194912310021";
        assert_eq!(
            people(mixed, ""),
            [(Some("某甲"), Some("11010519491231002X")), (Some("某乙"), Some("110105194912310021"))]
        );
        assert_eq!(people("某甲，某乙", ""), [(Some("某甲"), None), (Some("某乙"), None)]);
    }

    #[test]
    fn one_name_is_no_list() {
        assert!(!names_several("才让 卓玛", Field::Name));
        assert!(names_several("某甲、某乙", Field::Name));
        assert!(names_several("11010519491231002X 110105194912310021", Field::Id));
        assert!(!names_several("110105 19491231 002X", Field::Id));
    }
}
