//! Bytes that TOML became when the program was built go in; its values come out, each with where it stands in the text.

use std::ops::Range;
use std::str::{self, FromStr};

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IntoDeserializer, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;
use serde_spanned::de::{SpannedDeserializer, is_spanned};
use toml::de::Error;
use toml_datetime::Datetime;
use toml_datetime::de::DatetimeDeserializer;

use super::kind;

/// Values yet to be taken up, as [`put`](super::put::put) put them down, and the file they are of.
#[derive(Debug, Clone)]
pub struct Values<'de> {
    file: &'de str,
    bytes: &'de [u8],
}

/// What is left of a list or a table.
struct Inside<'v, 'de> {
    values: &'v mut Values<'de>,
    count: usize,
}

impl<'de> Values<'de> {
    pub fn of(file: &'de str, bytes: &'de [u8]) -> Values<'de> {
        Values { file, bytes }
    }

    fn byte(&mut self) -> Result<u8, Error> {
        let (first, rest) = self.bytes.split_first().ok_or_else(cut_off)?;
        self.bytes = rest;
        Ok(*first)
    }

    fn number(&mut self) -> Result<usize, Error> {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.byte()?;
            number |= usize::from(byte & 0x7F) << shift;
            shift += 7;
            if byte <= 0x7F {
                return Ok(number);
            }
        }
    }

    fn span(&mut self) -> Result<Range<usize>, Error> {
        let start = self.number()?;
        Ok(start..start + self.number()?)
    }

    /// A text that stands in the file, in some place.
    fn standing(&mut self, span: Range<usize>) -> Result<&'de str, Error> {
        let marks = usize::from(self.byte()?);
        self.file.get(span.start + marks..span.end.saturating_sub(marks)).ok_or_else(cut_off)
    }

    fn written(&mut self) -> Result<&'de str, Error> {
        let length = self.number()?;
        let (text, rest) = self.bytes.split_at_checked(length).ok_or_else(cut_off)?;
        self.bytes = rest;
        str::from_utf8(text).map_err(Error::custom)
    }

    fn read<T: FromStr<Err: std::fmt::Display>>(&mut self) -> Result<T, Error> {
        self.written()?.parse().map_err(Error::custom)
    }

    /// Gives all values of a list or a table.
    fn inside<T>(&mut self, give: impl FnOnce(&mut Inside<'_, 'de>) -> Result<T, Error>) -> Result<T, Error> {
        let count = self.number()?;
        let mut inside = Inside { values: self, count };
        let given = give(&mut inside)?;
        match inside.count {
            0 => Ok(given),
            left => Err(Error::custom(format!("{left} values too many"))),
        }
    }
}

/// Only a file that was not written by the program's own build is.
fn cut_off() -> Error {
    Error::custom("what the program carries is cut off")
}

impl<'de> Deserializer<'de> for &mut Values<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        let span = self.span()?;
        match self.byte()? {
            kind::STANDING => visitor.visit_borrowed_str(self.standing(span)?),
            kind::TEXT => visitor.visit_borrowed_str(self.written()?),
            kind::NUMBER => visitor.visit_i64(self.read()?),
            kind::NO => visitor.visit_bool(false),
            kind::YES => visitor.visit_bool(true),
            kind::DAY => visitor.visit_map(DatetimeDeserializer::new(self.read::<Datetime>()?)),
            kind::LIST => self.inside(|list| visitor.visit_seq(list)),
            kind::TABLE => self.inside(|table| visitor.visit_map(table)),
            other => Err(Error::custom(format!("{other} is no kind of value"))),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        _fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if is_spanned(name) {
            let span = self.clone().span()?;
            return visitor.visit_map(SpannedDeserializer::new(self, span));
        }
        self.deserialize_any(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _name: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _name: &'static str,
        _variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        let span = self.span()?;
        match self.byte()? {
            kind::STANDING => visitor.visit_enum(self.standing(span)?.into_deserializer()),
            kind::TEXT => visitor.visit_enum(self.written()?.into_deserializer()),
            kind::TABLE => self.inside(|table| visitor.visit_enum(MapAccessDeserializer::new(table))),
            _ => Err(Error::custom("a word is expected, or a table of one key")),
        }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map identifier ignored_any
    }
}

impl<'de> IntoDeserializer<'de, Error> for &mut Values<'de> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> SeqAccess<'de> for &mut Inside<'_, 'de> {
    type Error = Error;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        let Some(left) = self.count.checked_sub(1) else { return Ok(None) };
        self.count = left;
        seed.deserialize(&mut *self.values).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.count)
    }
}

impl<'de> MapAccess<'de> for &mut Inside<'_, 'de> {
    type Error = Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Error> {
        self.next_element_seed(seed)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Error> {
        seed.deserialize(&mut *self.values)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.count)
    }
}
