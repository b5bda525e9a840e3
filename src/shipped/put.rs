//! TOML goes in; bytes come out that hold its values one behind the other, each with where it stands: what is read at
//! each start, and read only once, when the program is built, as text.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue, Error};

use super::kind;

/// A text in TOML as [`Values`](super::take::Values) takes it up.
pub fn put(text: &str) -> Result<Vec<u8>, Error> {
    let whole = DeTable::parse(text)?;
    let mut putting = Putting { file: text, bytes: Vec::new() };
    putting.span(whole.span());
    putting.table(whole.get_ref());
    Ok(putting.bytes)
}

struct Putting<'t> {
    file: &'t str,
    bytes: Vec<u8>,
}

impl Putting<'_> {
    fn value(&mut self, value: &Spanned<DeValue<'_>>) {
        self.span(value.span());
        match value.get_ref() {
            DeValue::String(text) => self.text(text, value.span()),
            DeValue::Integer(number) => {
                let number = i64::from_str_radix(number.as_str(), number.radix()).expect("a number of 64 bits");
                self.written(kind::NUMBER, &number.to_string());
            }
            DeValue::Boolean(is_so) => self.bytes.push(if *is_so { kind::YES } else { kind::NO }),
            DeValue::Datetime(day) => self.written(kind::DAY, &day.to_string()),
            DeValue::Array(list) => {
                self.bytes.push(kind::LIST);
                self.number(list.len());
                list.iter().for_each(|value| self.value(value));
            }
            DeValue::Table(table) => self.table(table),
            DeValue::Float(float) => panic!("{float}: files shipped have integers, and texts for what must be exact"),
        }
    }

    fn table(&mut self, table: &DeTable<'_>) {
        self.bytes.push(kind::TABLE);
        self.number(table.len());
        for (key, value) in table {
            self.span(key.span());
            self.text(key.get_ref(), key.span());
            self.value(value);
        }
    }

    fn text(&mut self, text: &str, span: Range<usize>) {
        let stands = |marks: &usize| self.file.get(span.start + marks..span.end - marks) == Some(text);
        match (0..=span.len().min(6) / 2).find(stands) {
            Some(marks) => self.bytes.extend([kind::STANDING, marks as u8]),
            None => self.written(kind::TEXT, text),
        }
    }

    fn written(&mut self, kind: u8, written: &str) {
        self.bytes.push(kind);
        self.number(written.len());
        self.bytes.extend_from_slice(written.as_bytes());
    }

    fn span(&mut self, span: Range<usize>) {
        self.number(span.start);
        self.number(span.len());
    }

    /// Seven bits a byte, the lowest first; the highest bit says that another follows.
    fn number(&mut self, mut number: usize) {
        while number > 0x7F {
            self.bytes.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.bytes.push(number as u8);
    }
}
