//! TOML goes in; bytes come out that hold its values one behind the other, each with where it stands: what is read at
//! each start, and read only once, when the program is built, as text.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::kind;

/// A text in TOML as [`Values`](super::take::Values) takes it up.
pub fn put(text: &str) -> Result<Vec<u8>, Error> {
    let whole = DeTable::parse(text)?;
    let mut bytes = Vec::new();
    put_span(whole.span(), &mut bytes);
    put_table(whole.get_ref(), &mut bytes);
    Ok(bytes)
}

fn put_value(value: &Spanned<DeValue<'_>>, bytes: &mut Vec<u8>) {
    put_span(value.span(), bytes);
    match value.get_ref() {
        DeValue::String(text) => put_written(kind::TEXT, text, bytes),
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(number.as_str(), number.radix()).expect("a number of 64 bits");
            put_written(kind::NUMBER, &number.to_string(), bytes);
        }
        DeValue::Boolean(is_so) => bytes.push(if *is_so { kind::YES } else { kind::NO }),
        DeValue::Datetime(day) => put_written(kind::DAY, &day.to_string(), bytes),
        DeValue::Float(float) => panic!("{float}: what is no integer is a text in files shipped, so that it is exact"),
        DeValue::Array(list) => {
            bytes.push(kind::LIST);
            put_number(list.len(), bytes);
            list.iter().for_each(|value| put_value(value, bytes));
        }
        DeValue::Table(table) => put_table(table, bytes),
    }
}

fn put_table(table: &DeTable<'_>, bytes: &mut Vec<u8>) {
    bytes.push(kind::TABLE);
    put_number(table.len(), bytes);
    for (key, value) in table {
        put_span(key.span(), bytes);
        put_written(kind::TEXT, key.get_ref(), bytes);
        put_value(value, bytes);
    }
}

fn put_written(kind: u8, written: &str, bytes: &mut Vec<u8>) {
    bytes.push(kind);
    put_number(written.len(), bytes);
    bytes.extend_from_slice(written.as_bytes());
}

fn put_span(span: Range<usize>, bytes: &mut Vec<u8>) {
    put_number(span.start, bytes);
    put_number(span.len(), bytes);
}

/// Seven bits a byte, the lowest first; the highest bit says that another follows.
fn put_number(mut number: usize, bytes: &mut Vec<u8>) {
    while number > 0x7F {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
