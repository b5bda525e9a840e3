//! The styles of a workbook go in; out come the units that forms of cells show behind a number: 0.1 in `0.0"万元"` is
//! 0.1万元.

use std::collections::BTreeMap;
use std::io::Read;

use super::InputError;
use super::escapes::resolve;
use super::markup::{Markup, Token};

/// What a unit begins with that makes more of a number than it is.
const GREATER: [char; 4] = ['百', '千', '万', '亿'];

/// The unit behind the numbers of each form, by the number of the form.
pub(super) fn units(styles: impl Read) -> Result<Vec<Option<String>>, InputError> {
    let (mut codes, mut units, mut within) = (BTreeMap::new(), Vec::new(), false);
    let mut markup = Markup::new(styles);
    loop {
        match markup.next()? {
            Token::Open(tag) if tag.name == b"numFmt" => {
                let [number, code] = tag.values([b"numFmtId", b"formatCode"])?;
                if let (Some(number), Some(code)) = (number, code) {
                    let mut resolved = String::new();
                    resolve(code, &mut resolved)?;
                    codes.entry(number.to_vec()).or_insert_with(|| unit(&resolved));
                }
            }
            Token::Open(tag) if tag.name == b"cellXfs" => within = true,
            Token::Close(b"cellXfs") => within = false,
            Token::Open(tag) if within && tag.name == b"xf" => {
                let [number] = tag.values([b"numFmtId"])?;
                units.push(number.and_then(|number| codes.get(number).cloned().flatten()));
            }
            Token::End => return Ok(units),
            _ => {}
        }
    }
}

/// The unit that a form shows behind a number as it is; none where it shows less of the number than there is:
/// `0!.0,"万元"` shows 1000 as 0.1万元, and so does `0"."0000"万元"` of 12345.
fn unit(code: &str) -> Option<String> {
    let (mut behind, mut has_digit, mut ends_in_comma) = (String::new(), false, false);
    let mut characters = code.chars();
    while let Some(c) = characters.next() {
        let shown = match c {
            ';' => break,
            '"' => characters.by_ref().take_while(|c| *c != '"').collect(),
            '\\' | '!' => characters.next().map(String::from).unwrap_or_default(),
            '_' | '*' => {
                characters.next();
                continue;
            }
            '[' => {
                let inner: String = characters.by_ref().take_while(|c| *c != ']').collect();
                // What is shown depends on the number.
                if inner.contains(['<', '>', '=']) {
                    return None;
                }
                continue;
            }
            '0' | '#' | '?' => {
                if behind.contains('.') {
                    return None;
                }
                (has_digit, ends_in_comma) = (true, false);
                behind.clear();
                continue;
            }
            ',' if has_digit && behind.is_empty() => {
                ends_in_comma = true;
                continue;
            }
            '%' | '@' => return None,
            '.' if behind.is_empty() => continue,
            other => String::from(other),
        };
        behind.push_str(&shown);
    }
    let unit = behind.trim();
    (has_digit && !ends_in_comma && unit.starts_with(GREATER)).then(|| unit.to_owned())
}

#[cfg(test)]
mod tests {
    use super::unit;

    #[test]
    fn a_unit_stands_behind_a_number_that_is_shown_whole() {
        let of = |code: &str| unit(code);
        for code in ["0.0\"万元\"", "#,##0.00\\万\\元", "0.00万元", "0\" 万元\";-0\"万元\"", "[$-804]0.0_ \"万元\""]
        {
            assert_eq!(of(code).as_deref(), Some("万元"), "{code}");
        }
        for code in [
            "0!.0,\"万元\"",
            "0\".\"0000\"万元\"",
            "0,\"千元\"",
            "[>=10000]0!.0,\"万\";0",
            "0.00\"元\"",
            "\"万元\"0",
            "yyyy\"年\"m\"月\"",
            "General",
            "@",
        ] {
            assert_eq!(of(code), None, "{code}");
        }
    }
}
