//! Cells become identity numbers: what stands around them is taken off, and said to have been there.

use crate::identity::{IdFault, IdNumber};
use crate::input::Cell;

use super::fold::narrow;
use super::value::{Unreadable, Value, is_scientific};

#[inline(always)]
pub(super) fn id(cell: Cell<'_>) -> Value {
    let text = match cell {
        Cell::Text(text) => text,
        Cell::Number(number) => return numeric_id(number),
        _ => return Value::Unreadable(Unreadable::Id(IdFault::Length(0))),
    };
    match IdNumber::parse(text) {
        Ok(number) => Value::Id(number),
        Err(fault) => untidy_id(text, fault),
    }
}

/// Fifteen digits survive being stored as a number, eighteen do not.
#[cold]
fn numeric_id(number: f64) -> Value {
    let exact = number.fract() == 0.0 && (0.0..1e15).contains(&number);
    match exact.then(|| IdNumber::parse(&format!("{number:.0}"))) {
        None => Value::Unreadable(Unreadable::IdStoredAsNumber),
        Some(Ok(number)) => Value::Id(number),
        Some(Err(fault)) => Value::Unreadable(Unreadable::Id(fault)),
    }
}

#[cold]
fn untidy_id(text: &str, fault: IdFault) -> Value {
    if is_scientific(text.trim()) {
        return Value::Unreadable(Unreadable::IdStoredAsNumber);
    }
    if is_masked(text) {
        return Value::Unreadable(Unreadable::Id(IdFault::Masked));
    }
    let tidied = |text: &str| -> String {
        text.chars().map(narrow).map(multiplication_sign).filter(|c| c.is_alphanumeric()).collect()
    };
    // A remark in brackets: （补办）
    let before = text.split(['(', '（']).next().map(tidied).filter(|before| IdNumber::parse(before).is_ok());
    let tidy = before.unwrap_or_else(|| tidied(text));
    // The number of a pupil is G and the identity number.
    let bare = tidy.strip_prefix(['G', 'g']).filter(|rest| rest.len() == 18).unwrap_or(&tidy);
    match IdNumber::parse(bare) {
        Ok(number) if bare == text.trim() => Value::Id(number),
        Ok(number) => Value::UntidyId(number),
        Err(_) if bare == text.trim() => of_certificate(bare).unwrap_or(Value::Unreadable(Unreadable::Id(fault))),
        Err(fault) => of_certificate(bare).unwrap_or(Value::Unreadable(Unreadable::Id(fault))),
    }
}

/// Stars in a row that hide digits of a number, and digits on either side of them or on one: 630101********0017.
fn is_masked(text: &str) -> bool {
    let (mut stars, mut longest, mut digits) = (0, 0, 0);
    for c in text.chars().map(narrow) {
        stars = if c == '*' { stars + 1 } else { 0 };
        longest = longest.max(stars);
        digits += u32::from(c.is_ascii_digit());
    }
    longest >= FEWEST_STARS && digits > 0
}

/// So many digits are hidden at least where any are: two or three of a birthday.
const FEWEST_STARS: u32 = 3;

/// The number of a disability certificate: an identity number, a category from 1 to 7, a grade from 1 to 4, and B with
/// a digit where it was issued again.
fn of_certificate(text: &str) -> Option<Value> {
    let (number, rest) = text.split_at_checked(18)?;
    let is_certificate =
        matches!(rest.as_bytes(), [b'1'..=b'7', b'1'..=b'4'] | [b'1'..=b'7', b'1'..=b'4', b'B' | b'b', b'0'..=b'9']);
    let number = IdNumber::parse(number).ok().filter(|_| is_certificate)?;
    (number.check_holds() && number.names_somebody()).then_some(Value::CertificateId(number))
}

fn multiplication_sign(c: char) -> char {
    if matches!(c, '×' | '✕' | '╳') { 'X' } else { c }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_of_a_disability_certificate_begins_with_an_identity_number() {
        let number = IdNumber::parse("11010519491231002X").unwrap();
        assert_eq!(id(Cell::Text("11010519491231002X42")), Value::CertificateId(number));
        assert_eq!(id(Cell::Text("11010519491231002X42B1")), Value::CertificateId(number));
        assert!(matches!(id(Cell::Text("11010519491231002X89")), Value::Unreadable(_)));
        assert_eq!(id(Cell::Text("G11010519491231002X")), Value::UntidyId(number));
    }

    #[test]
    fn an_id_stored_as_a_number_is_not_repaired() {
        let stored = Cell::Number(990_101_197_001_010_000.0);
        assert_eq!(id(stored), Value::Unreadable(Unreadable::IdStoredAsNumber));
        let shown = Cell::Text("9.90101E+17");
        assert_eq!(id(shown), Value::Unreadable(Unreadable::IdStoredAsNumber));
    }

    #[test]
    fn an_id_among_noise_is_read_and_said_to_be_untidy() {
        let number = IdNumber::parse("11010519491231002X").unwrap();
        for noisy in [
            " 110105 19491231 002×",
            "'11010519491231002x",
            "１１０１０５１９４９１２３１００２Ｘ",
            "11010519491231002X（2018补办）",
        ] {
            assert_eq!(id(Cell::Text(noisy)), Value::UntidyId(number), "{noisy}");
        }
    }
}
