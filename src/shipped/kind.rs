//! What kinds of values there are, each a byte before the value.

/// A text that stands in the file as it is, so many bytes from either end of its place: without its marks of quotation.
pub const STANDING: u8 = 0;
/// Any other text.
pub const TEXT: u8 = 1;
/// An integer, as it is written.
pub const NUMBER: u8 = 2;
pub const NO: u8 = 3;
pub const YES: u8 = 4;
/// A day or time, as it is written.
pub const DAY: u8 = 5;
/// How many values, and these.
pub const LIST: u8 = 6;
/// How many keys, and each, which is a text, with its value.
pub const TABLE: u8 = 7;
