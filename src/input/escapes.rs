//! Text as XML and spreadsheets write it goes in; what it says comes out.

use memchr::memmem::find;
use memchr::{memchr, memchr2};

use super::InputError;
use super::markup::damaged;

/// Adds what a text says, its references resolved and its line ends made one byte.
#[inline]
pub(super) fn resolve(text: &[u8], into: &mut String) -> Result<(), InputError> {
    let mut rest = utf8(text)?;
    while let Some(at) = memchr2(b'&', b'\r', rest.as_bytes()) {
        into.push_str(&rest[..at]);
        rest = match rest[at..].strip_prefix('&') {
            Some(reference) => {
                let (name, behind) = reference.split_once(';').ok_or_else(|| damaged(&text[at..]))?;
                into.push(referred(name).ok_or_else(|| damaged(name.as_bytes()))?);
                behind
            }
            None => {
                into.push('\n');
                rest[at + 1..].strip_prefix('\n').unwrap_or(&rest[at + 1..])
            }
        };
    }
    into.push_str(rest);
    Ok(())
}

/// Adds text in which nothing is a reference.
pub(super) fn verbatim(text: &[u8], into: &mut String) -> Result<(), InputError> {
    let text = utf8(text)?;
    match memchr(b'\r', text.as_bytes()) {
        Some(_) => into.push_str(&text.replace("\r\n", "\n").replace('\r', "\n")),
        None => into.push_str(text),
    }
    Ok(())
}

fn utf8(text: &[u8]) -> Result<&str, InputError> {
    std::str::from_utf8(text).map_err(|error| InputError::Damaged(error.to_string()))
}

/// The character that a reference stands for.
fn referred(name: &str) -> Option<char> {
    let coded = |digits: &str, radix| {
        let is_plain = digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let code = u32::from_str_radix(digits, radix).ok().filter(|code| is_plain && *code != 0)?;
        char::from_u32(code)
    };
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => match name.strip_prefix("#x") {
            Some(digits) => coded(digits, 16),
            None => coded(name.strip_prefix('#')?, 10),
        },
    }
}

/// What a text says in which a spreadsheet has written characters that XML has no sign for as `_x000D_`, a unit of
/// UTF-16 each; `None` where it has not.
pub(super) fn unescaped(text: &str) -> Option<String> {
    // Nearly no text has any, and one sign is looked for faster than two.
    let first = memchr(b'_', text.as_bytes())?;
    find(&text.as_bytes()[first..], b"_x")?;
    let (mut plain, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find("_x") {
        let mut units = Vec::new();
        plain.push_str(&rest[..at]);
        rest = &rest[at..];
        while let Some(unit) = escaped(rest) {
            units.push(unit);
            rest = &rest[7..];
        }
        match units.is_empty() {
            true => {
                plain.push('_');
                rest = &rest[1..];
            }
            false => plain.push_str(&String::from_utf16_lossy(&units)),
        }
    }
    plain.push_str(rest);
    Some(plain)
}

/// The unit that a text begins with, written as `_x000D_`.
fn escaped(text: &str) -> Option<u16> {
    let digits = text.as_bytes().get(..7)?.strip_prefix(b"_x")?.strip_suffix(b"_")?;
    let digits =
        std::str::from_utf8(digits).ok().filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str) -> Option<String> {
        let mut into = String::new();
        resolve(text.as_bytes(), &mut into).ok().map(|()| into)
    }

    #[test]
    fn references_and_line_ends_are_resolved() {
        assert_eq!(resolved("a&amp;b&#x4E2D;&#20013;&lt;\r\nc\rd").as_deref(), Some("a&b中中<\nc\nd"));
        for broken in ["&", "&amp", "&nbsp;", "&#0;", "&#x110000;", "&#+5;", "&#;"] {
            assert_eq!(resolved(broken), None, "{broken}");
        }
    }

    #[test]
    fn what_xml_has_no_sign_for_is_unescaped() {
        let cases = [
            ("a_x000D_b_x005F_x000D_", "a\rb_x000D_"),
            ("_xD83D__xDCF7_", "\u{1F4F7}"),
            ("_xD83D_x", "\u{FFFD}x"),
            ("_x00ZZ_snake_x_", "_x00ZZ_snake_x_"),
            ("_x+123_", "_x+123_"),
            ("甲_x4e59_", "甲乙"),
        ];
        for (text, plain) in cases {
            assert_eq!(unescaped(text).as_deref(), Some(plain));
        }
        assert_eq!(unescaped("a_b"), None);
    }
}
