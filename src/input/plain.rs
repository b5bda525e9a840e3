//! A cell as nearly all of them are written goes in, `<c r="A3" s="1" t="s"><v>24</v></c>`; its place and value come
//! out.
//!
//! Whatever looks otherwise is left to those who read tag by tag.

/// A cell written the usual way.
pub(super) struct Plain {
    /// Row from 1, column from 0.
    pub(super) place: Option<(u32, u32)>,
    pub(super) form: Option<usize>,
    pub(super) value: Value,
}

pub(super) enum Value {
    Nothing,
    Number(f64),
    /// A shared text by its number.
    Text(usize),
}

/// Digits of a whole number that a float holds exactly, whatever they are.
const EXACT: usize = 15;

/// The cell that begins here, and what follows it.
#[inline]
pub(super) fn cell(bytes: &[u8]) -> Option<(Plain, &[u8])> {
    let mut rest = bytes.strip_prefix(b"<c")?;
    let (mut place, mut form, mut is_text) = (None, None, false);
    loop {
        rest = match rest {
            [b' ', b'r', b'=', b'"', rest @ ..] => {
                let (found, rest) = leading_place(rest)?;
                place = Some(found);
                rest.strip_prefix(b"\"")?
            }
            [b' ', b's', b'=', b'"', rest @ ..] => {
                let (found, rest) = digits(rest)?;
                form = Some(found as usize);
                rest.strip_prefix(b"\"")?
            }
            [b' ', b't', b'=', b'"', b's', b'"', rest @ ..] => {
                is_text = true;
                rest
            }
            [b' ', b't', b'=', b'"', b'n', b'"', rest @ ..] => rest,
            [b'>', b'<', b'v', b'>', rest @ ..] => {
                let (value, rest) = if is_text { text(rest) } else { number(rest) }?;
                return Some((Plain { place, form, value }, rest.strip_prefix(b"</v></c>")?));
            }
            [b'/', b'>', rest @ ..] => return Some((Plain { place, form, value: Value::Nothing }, rest)),
            _ => return None,
        }
    }
}

#[inline]
fn text(bytes: &[u8]) -> Option<(Value, &[u8])> {
    let (number, rest) = digits(bytes)?;
    Some((Value::Text(number as usize), rest))
}

#[inline]
fn number(bytes: &[u8]) -> Option<(Value, &[u8])> {
    match digits(bytes) {
        Some((number, rest @ [b'<', ..])) => Some((Value::Number(number as f64), rest)),
        _ => {
            let (number, rest) = bytes.split_at(memchr::memchr(b'<', bytes)?);
            let number = std::str::from_utf8(number).ok()?.parse().ok()?;
            Some((Value::Number(number), rest))
        }
    }
}

/// A whole number of digits that a float holds exactly.
#[inline]
fn digits(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let (mut number, mut length) = (0, 0);
    while let Some(digit) = bytes.get(length).map(|byte| byte.wrapping_sub(b'0')).filter(|digit| *digit < 10) {
        number = number * 10 + u64::from(digit);
        length += 1;
        if length > EXACT {
            return None;
        }
    }
    (length > 0).then(|| (number, &bytes[length..]))
}

/// `B7` at the start of what is given; row from 1, column from 0.
#[inline]
fn leading_place(bytes: &[u8]) -> Option<((u32, u32), &[u8])> {
    let (column, rest) = letters(bytes)?;
    let (row, rest) = digits(rest)?;
    let row = u32::try_from(row).ok().filter(|row| *row > 0)?;
    Some(((row, column?), rest))
}

/// Row from 1, and column from 0 where it has letters.
pub(super) fn place(bytes: &[u8]) -> Option<(u32, Option<u32>)> {
    let (column, rest) = letters(bytes)?;
    let (row, rest) = digits(rest)?;
    let row = u32::try_from(row).ok().filter(|row| *row > 0 && rest.is_empty())?;
    Some((row, column))
}

/// The column that letters name, if there are any; far too many are none.
#[inline]
fn letters(bytes: &[u8]) -> Option<(Option<u32>, &[u8])> {
    let (mut column, mut length) = (0_u32, 0);
    while let Some(letter) = bytes.get(length).filter(|byte| byte.is_ascii_alphabetic()) {
        column = column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)?;
        length += 1;
    }
    Some((column.checked_sub(1), &bytes[length..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_read_as_a_spreadsheet_names_them() {
        assert_eq!(place(b"A1"), Some((1, Some(0))));
        assert_eq!(place(b"xfd1048576"), Some((1_048_576, Some(16_383))));
        assert_eq!(place(b"7"), Some((7, None)));
        for none in [&b""[..], b"A", b"A0", b"0", b"A1B", b"$A$1", b"AAAAAAAA1", b"A99999999999"] {
            assert_eq!(place(none), None, "{}", String::from_utf8_lossy(none));
        }
    }

    #[test]
    fn only_cells_of_the_usual_look_are_taken_at_a_look() {
        let number = |text: &str| match cell(text.as_bytes())?.0.value {
            Value::Number(number) => Some(number),
            _ => None,
        };
        assert_eq!(number("<c r=\"A1\"><v>570</v></c><"), Some(570.0));
        assert_eq!(number("<c t=\"n\" s=\"3\"><v>-1.5E-3</v></c><"), Some(-0.0015));
        assert_eq!(number("<c><v>123456789012345678</v></c><"), Some(123_456_789_012_345_678.0));
        for other in ["<c><v>5</v>", "<c r='A1'><v>5</v></c>", "<c><v>5<!----></v></c>", "<c><v> 5</v></c>", "<col/>"] {
            assert!(cell(other.as_bytes()).is_none(), "{other}");
        }
    }
}
