//! A cell that lists the members of a household goes in; one name and one number at a time come out.

use crate::field::Field;

/// What stands between two people in one cell; a blank only where nothing else does, for names may hold one.
const BETWEEN: [char; 9] = ['、', ',', '，', ';', '；', '/', '|', '\n', '\r'];

const OPENING: [char; 2] = ['(', '（'];
const CLOSING: [char; 2] = [')', '）'];

/// The parts of a cell, in order, blanks around them gone, and numbers before them: 1.某甲 2.某乙.
pub(super) fn parts(cell: &str) -> Vec<&str> {
    if let Some(numbered) = numbered(cell) {
        return numbered;
    }
    let parts = split(cell, |c| BETWEEN.contains(&c));
    match parts.len() {
        0 | 1 => split(cell, char::is_whitespace),
        _ => parts,
    }
}

/// What stands in brackets is of the person before: 某甲(女,12岁)；某乙. A bracket that is never closed holds nobody back.
fn split(cell: &str, by: fn(char) -> bool) -> Vec<&str> {
    let is_closed = cell.matches(OPENING).count() == cell.matches(CLOSING).count();
    let mut depth = 0_usize;
    let is_between = |c: char| {
        depth = if OPENING.contains(&c) { depth + 1 } else { depth.saturating_sub(usize::from(CLOSING.contains(&c))) };
        (depth == 0 || !is_closed) && by(c)
    };
    cell.split(is_between).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// What stands behind 1., 2. and so on, where a cell begins with the first of them.
fn numbered(cell: &str) -> Option<Vec<&str>> {
    let (mut rest, mut parts) = (after_number(cell.trim_start(), 1)?, Vec::new());
    for number in 2.. {
        let next = rest.char_indices().find_map(|(place, _)| {
            let behind = after_number(&rest[place..], number)?;
            let before = &rest[..place];
            let is_within = before.matches(OPENING).count() > before.matches(CLOSING).count();
            (!is_within && !before.ends_with(|c: char| c.is_ascii_digit())).then_some((place, behind))
        });
        let (own, behind) = next.map_or((rest, ""), |(place, behind)| (&rest[..place], behind));
        parts.push(own.trim_matches(|c: char| c.is_whitespace() || BETWEEN.contains(&c)));
        if next.is_none() {
            break;
        }
        rest = behind;
    }
    parts.iter().all(|part| !part.is_empty()).then_some(parts)
}

/// What follows a number and its mark: 1.某甲, 2、某乙, ③某丙.
fn after_number(text: &str, number: u32) -> Option<&str> {
    let circled = char::from_u32(u32::from('①') + number - 1).filter(|_| number <= 20);
    if let Some(rest) = circled.and_then(|circled| text.strip_prefix(circled)) {
        return Some(rest);
    }
    let marked = text.strip_prefix(number.to_string().as_str())?;
    let rest = marked.strip_prefix(['.', '．', '、', ')', '）'])?;
    // 1.5 is a number.
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    (digits == 0 || digits >= 14).then_some(rest)
}

/// Whether a cell of names or of identity numbers has several of them.
pub(super) fn names_several(cell: &str, field: Field) -> bool {
    match field {
        Field::Id => parts(cell).iter().filter(|part| is_number(part)).count() > 1,
        _ => is_parted(cell) && parts(cell).len() > 1,
    }
}

/// Whether more than blanks stands between people.
fn is_parted(cell: &str) -> bool {
    cell.contains(BETWEEN) || numbered(cell).is_some()
}

/// Long enough to be an identity number, and mostly digits.
pub(super) fn is_number(part: &str) -> bool {
    part.chars().filter(char::is_ascii_digit).count() >= 14
}

/// People listed by name in one cell and by number in another, or both in one: each name with the number in the same
/// place. A list of other length than the other gives its people alone: nobody knows which number is whose, and those
/// of whom no number stands there are counted.
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
    let only = if numbers.len() == 1 && !is_parted(whole) { Some(bare(whole.trim())) } else { None };
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
    fn what_stands_in_brackets_is_of_the_person_before() {
        assert_eq!(people("某甲(女,12岁)；某乙", ""), [(Some("某甲"), None), (Some("某乙"), None)]);
        assert_eq!(parts("某甲（妻、45岁）、某乙（子 12岁）"), ["某甲（妻、45岁）", "某乙（子 12岁）"]);
        assert!(!names_several("某甲(女,12岁)", Field::Name));
        assert_eq!(people("某甲（妻、某乙", ""), [(Some("某甲"), None), (Some("某乙"), None)]);
    }

    #[test]
    fn numbers_before_names_part_them() {
        let two = [(Some("某甲"), None), (Some("某乙"), None)];
        for cell in ["1.某甲 2.某乙", "1.某甲(女,2)2.某乙", "1、某甲；2、某乙", "①某甲②某乙", "1）某甲、\n2）某乙"]
        {
            assert_eq!(people(cell, ""), two, "{cell}");
            assert!(names_several(cell, Field::Name), "{cell}");
        }
        assert_eq!(parts("1.某甲"), ["某甲"]);
        assert_eq!(people("1.某甲 2.某乙", "11010519491231002X").len(), 2);
        assert_eq!(
            people("1.某甲(11010519491231002X) 2.某乙(110105194912310021)", ""),
            [(Some("某甲"), Some("11010519491231002X")), (Some("某乙"), Some("110105194912310021"))]
        );
        assert_eq!(parts("1.11010519491231002X 2.110105194912310021"), ["11010519491231002X", "110105194912310021"]);
        assert_eq!(parts("11010519491231002X 110105194912310021"), ["11010519491231002X", "110105194912310021"]);
    }

    #[test]
    fn one_name_is_no_list() {
        assert!(!names_several("才让 卓玛", Field::Name));
        assert!(names_several("某甲、某乙", Field::Name));
        assert!(names_several("11010519491231002X 110105194912310021", Field::Id));
        assert!(!names_several("110105 19491231 002X", Field::Id));
    }
}
